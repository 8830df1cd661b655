//! Which numbers are counts and which are parts of names, list marks, telephone numbers and the like.

use super::number::{Form, Number};
use super::token::{Kind, Tokens};
use super::units::Unit;

/// Whether the number at token `i` counts or measures something.
pub(super) fn countable(
    tokens: &Tokens,
    i: usize,
    number: &Number,
    unit: Option<&Unit>,
    signed: bool,
) -> bool {
    match number.form {
        Form::Digits => digits(tokens, i, number, unit, signed),
        Form::Words if tokens.is(i, Kind::Han) => numeral(tokens, i, number, unit),
        Form::Words => word(tokens, i, number, unit),
        Form::Positional => tokens.len() == number.next - i || unit.is_some(),
    }
}

fn digits(tokens: &Tokens, i: usize, number: &Number, unit: Option<&Unit>, signed: bool) -> bool {
    let next = number.next;
    // `5G`, `3D`, `4K`: letters glued to the number that are no unit
    if unit.is_none() && tokens.glued(next) && tokens.is(next, Kind::Word) {
        return false;
    }
    if tokens.text(next) == "@" && tokens.glued(next) {
        return false;
    }
    if signed {
        return true;
    }
    !(part_of_name(tokens, i)
        || list_mark(tokens, i, next)
        || labelled(tokens, i)
        || telephone(tokens, i, next))
}

/// `GPT-4`, `COVID-19`, `ID.3`, `#5`, `第3`
fn part_of_name(tokens: &Tokens, i: usize) -> bool {
    if i == 0 || !tokens.glued(i) {
        return false;
    }
    match tokens.before(i, 1) {
        "-" | "." | "/" | "_" | "@" if i >= 2 && tokens.glued(i - 1) => {
            let name = tokens.before(i, 2);
            tokens.is(i - 2, Kind::Word)
                && !matches!(
                    name,
                    "mid" | "sub" | "pre" | "post" | "minus" | "under" | "over" | "plus" | "bn" | "m"
                )
        }
        "#" | "@" | "_" => true,
        "第" => true,
        _ => tokens.is(i - 1, Kind::Word),
    }
}

/// `1.`, `2)` or `3、` at the start of a line.
fn list_mark(tokens: &Tokens, i: usize, next: usize) -> bool {
    let bracket = matches!(tokens.before(i, 1), "(");
    let first = tokens.list.get(i).is_some_and(|t| t.first)
        || (bracket && tokens.list.get(i - 1).is_some_and(|t| t.first));
    if !first || next != i + 1 || tokens.text(i).len() > 3 || !tokens.glued(next) {
        return false;
    }
    let more = tokens.list.get(next + 1).is_some_and(|t| !t.first);
    matches!(tokens.text(next), "." | ")" | "、") && more
}

/// `Note 4`, `Item 1A`, `page 12`, `Form 10`: the number names the thing before it.
fn labelled(tokens: &Tokens, i: usize) -> bool {
    matches!(
        tokens.before(i, 1),
        "note"
            | "notes"
            | "item"
            | "page"
            | "pages"
            | "section"
            | "chapter"
            | "article"
            | "form"
            | "figure"
            | "fig"
            | "table"
            | "version"
            | "exhibit"
            | "rule"
            | "topic"
            | "level"
            | "appendix"
            | "phase"
            | "route"
            | "volume"
            | "episode"
            | "gate"
            | "room"
    ) && (i < 2 || tokens.capital(i - 1) || tokens.before(i, 1) == "page")
}

/// `415-555-2671`, `400-800-1234`: three groups of digits and two hyphens.
fn telephone(tokens: &Tokens, i: usize, next: usize) -> bool {
    let groups = |at: usize, sign: &str| {
        tokens.joins(at, sign) && tokens.is(at + 1, Kind::Number) && !tokens.text(at + 1).contains('.')
    };
    let forward = groups(next, "-") && groups(next + 2, "-");
    let middle = i >= 2 && groups(i - 1, "-") && tokens.is(i - 2, Kind::Number) && groups(next, "-");
    let last = i >= 4 && groups(i - 1, "-") && groups(i - 3, "-") && tokens.is(i - 4, Kind::Number);
    forward || middle || last || (tokens.before(i, 1) == "+" && tokens.glued(i) && tokens.text(i).len() < 4)
}

/// Number words that stand for something else: `one` as a pronoun.
fn word(tokens: &Tokens, i: usize, number: &Number, unit: Option<&Unit>) -> bool {
    let alone = number.next == i + 1;
    match tokens.text(i) {
        "one" if alone => unit.is_some() || tokens.len() == 1,
        "second" | "third" => false,
        _ => true,
    }
}

/// Han numerals are parts of many words (统一, 十分, 三星); without a unit only longer ones are numbers.
fn numeral(tokens: &Tokens, i: usize, number: &Number, unit: Option<&Unit>) -> bool {
    if matches!(tokens.before(i, 1), "第" | "统" | "唯" | "周" | "星" | "初" | "之") && tokens.glued(i)
    {
        return false;
    }
    let length = number.next - i;
    if length == tokens.len() {
        return true;
    }
    match unit {
        Some(_) if tokens.text(i) == "一" && length == 1 => {
            unit.is_some_and(|u| u.kind == crate::model::value::ValueKind::Duration)
        }
        Some(_) => true,
        None => {
            length >= 3
                || (length == 2 && (number.scaled || tokens.text(i) != "十")) && tokens.text(i) != "万"
        }
    }
}
