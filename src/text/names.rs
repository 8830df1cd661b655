//! Which numbers are counts and which are parts of names, list marks, telephone numbers and the like.

use super::number::{Form, Number};
use super::token::{Kind, Tokens};
use super::units::{self, Unit};

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
        Form::Words => signed || word(tokens, i, number, unit),
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
    let bare = unit.is_none() && !number.scaled && next == i + 1 && !tokens.text(i).contains([',', '.']);
    let named = bare
        && (after_name(tokens, i)
            || age(tokens, i)
            || bracketed(tokens, i)
            || street(tokens, next)
            || era(tokens, i, next)
            || power_of_ten(tokens, i));
    let single = next == i + 1 && score(tokens, i);
    !(named
        || single
        || part_of_name(tokens, i)
        || list_mark(tokens, i, next)
        || labelled(tokens, i)
        || telephone(tokens, i, next)
        || clock(tokens, i, next))
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
                    "mid"
                        | "sub"
                        | "pre"
                        | "post"
                        | "minus"
                        | "under"
                        | "over"
                        | "plus"
                        | "bn"
                        | "m"
                        | "to"
                        | "now"
                        | "then"
                        | "nearly"
                        | "almost"
                        | "about"
                        | "around"
                        | "some"
                )
        }
        "#" | "@" | "_" | "第" => true,
        _ => tokens.is(i - 1, Kind::Word),
    }
}

/// `iPhone 14`, `Stoxx 600`, `Game 7`: a bare number right after a capitalised word belongs to the name.
fn after_name(tokens: &Tokens, i: usize) -> bool {
    if i == 0 || !tokens.is(i - 1, Kind::Word) {
        return false;
    }
    let word = tokens.before(i, 1);
    let inside = tokens.list.get(i - 1).is_some_and(|t| !t.first)
        && !matches!(tokens.before(i, 2), "." | "!" | "?" | ":" | "" | "。");
    let common = matches!(
        word,
        "about" | "nearly" | "over" | "only" | "the" | "all" | "some" | "for" | "in" | "of" | "and" | "by"
    );
    tokens.inner_capital(i - 1)
        || (tokens.capital(i - 1) && inside && !common)
        || matches!(word, "aged" | "category")
        || matches!(word, "sp" | "nasdaq" | "ftse" | "dax" | "cac" | "nikkei" | "stoxx" | "russell" | "csi")
}

/// `A.D. 1000`, `AD 70`, `300 BC`: a year.
fn era(tokens: &Tokens, i: usize, next: usize) -> bool {
    let dotted = |at: usize, first: &str, last: &str| {
        tokens.text(at) == first && tokens.text(at + 1) == "." && tokens.text(at + 2) == last
    };
    let before = tokens.capital(i.wrapping_sub(1)) && matches!(tokens.before(i, 1), "ad" | "bc" | "ce")
        || i >= 4 && dotted(i - 4, "a", "d");
    let after = tokens.capital(next)
        && (matches!(tokens.text(next), "ad" | "bc" | "bce" | "ce")
            || dotted(next, "b", "c")
            || dotted(next, "a", "d"));
    before || after
}

/// The power in `×10-31` that no decimal holds: neither base nor exponent is a value.
fn power_of_ten(tokens: &Tokens, i: usize) -> bool {
    let base = |k: usize| tokens.text(k) == "10" && tokens.before(k, 1) == "×";
    let raised =
        |k: usize| matches!(tokens.text(k), "^" | "-" | "⁻") && tokens.glued(k) && tokens.glued(k + 1);
    base(i) && raised(i + 1) || i >= 2 && base(i - 2) && raised(i - 1)
}

/// `Armstrong, 25, said`: an age; so are the 18 and the 34 of `aged 18 to 34`.
fn age(tokens: &Tokens, i: usize) -> bool {
    if matches!(tokens.before(i, 1), "to" | "-" | "and") && tokens.before(i, 3) == "aged" {
        return true;
    }
    tokens.before(i, 1) == ","
        && i >= 2
        && tokens.is(i - 2, Kind::Word)
        && tokens.capital(i - 2)
        && matches!(tokens.text(i + 1), "," | "." | "")
        && tokens.text(i).len() == 2
}

/// `(4)`: a mark, not a count.
fn bracketed(tokens: &Tokens, i: usize) -> bool {
    tokens.before(i, 1) == "(" && tokens.text(i + 1) == ")" && tokens.text(i).len() <= 2 && tokens.len() > 3
}

/// `575 Wilbraham Road`: the number of a house.
fn street(tokens: &Tokens, next: usize) -> bool {
    tokens.capital(next)
        && (next..next + 4).any(|k| {
            tokens.capital(k)
                && matches!(
                    tokens.text(k),
                    "road"
                        | "street"
                        | "st"
                        | "ave"
                        | "avenue"
                        | "way"
                        | "drive"
                        | "lane"
                        | "rd"
                        | "boulevard"
                        | "blvd"
                        | "square"
                        | "court"
                )
        })
}

/// `12:01`, `9:35 pm`, `5 p.m.`, `0401 GMT`
fn clock(tokens: &Tokens, i: usize, next: usize) -> bool {
    let pair = |at: usize| {
        tokens.joins(at, ":")
            && tokens.is(at + 1, Kind::Number)
            && tokens.is(at.wrapping_sub(1), Kind::Number)
    };
    let half = matches!(tokens.text(next), "am" | "pm" | "gmt" | "utc" | "est" | "edt")
        || (matches!(tokens.text(next), "a" | "p")
            && tokens.text(next + 1) == "."
            && tokens.text(next + 2) == "m");
    pair(next) || (i > 0 && pair(i - 1)) || half || tokens.text(next) == "o" && tokens.text(next + 1) == "'"
}

/// `2-1`, `89-89`: the first is not below the second, so it is a score and no range.
fn score(tokens: &Tokens, i: usize) -> bool {
    let result = |a: usize, b: usize| match (tokens.digits(a), tokens.digits(b)) {
        (Some(a), Some(b)) => a >= b && b < 200,
        _ => false,
    };
    let home = tokens.joins(i + 1, "-") && result(i, i + 2);
    let away = i >= 2 && tokens.joins(i - 1, "-") && result(i - 2, i);
    home || away
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
        // an unnamed day of the past or the future
        "one" if alone && tokens.text(i + 1) == "day" => false,
        "one" if alone && matches!(tokens.text(i + 1), "or" | "to" | "-") => true,
        "one" if alone && counted_one(tokens, i) => true,
        "one" if alone => tokens.len() <= 2 || unit.is_some_and(|u| u.name.as_deref() != Some("most")),
        // `four-cylinder`, `three-bed`
        _ => unit.is_some() || !(tokens.joins(number.next, "-") && tokens.is(number.next + 1, Kind::Word)),
    }
}

/// `just one area`, `more than one supplier`, `one of the suppliers`: `one` before a noun, counted on purpose.
fn counted_one(tokens: &Tokens, i: usize) -> bool {
    let noun = tokens.text(i + 1);
    if noun == "of" {
        // `one of the suppliers`, but `one of the best` says how good
        return matches!(
            tokens.text(i + 2),
            "the" | "its" | "their" | "his" | "her" | "our" | "these" | "those"
        ) && units::plural(tokens.text(i + 3));
    }
    matches!(tokens.before(i, 1), "just" | "only" | "exactly" | "least" | "than")
        && tokens.is(i + 1, Kind::Word)
        && noun.len() > 2
        && !units::filler(noun)
        && !matches!(noun, "most" | "thing" | "another")
}

/// Han numerals are parts of many words (统一, 十分, 三星); without a unit only longer ones are numbers.
fn numeral(tokens: &Tokens, i: usize, number: &Number, unit: Option<&Unit>) -> bool {
    let negative = tokens.before(i, 1) == "负";
    if matches!(tokens.before(i, 1), "第" | "统" | "唯" | "周" | "星" | "初" | "之") && tokens.glued(i)
    {
        return false;
    }
    let length = number.next - i;
    if length == tokens.len() || (unit.is_some_and(|u| u.next == tokens.len()) && i == 0) || negative {
        return true;
    }
    // a numeral in quotes is spoken of
    if unit.is_none() && tokens.before(i, 1) == "\"" && tokens.text(number.next) == "\"" {
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

#[cfg(test)]
mod tests {
    use crate::text::{ReadOptions, read};

    fn count(text: &str) -> usize {
        read(text, &ReadOptions::default()).values.len()
    }

    #[test]
    fn one_counts_only_on_purpose() {
        assert_eq!(count("No one knew which one of us was the one."), 0);
        assert_eq!(count("It relies on just one supplier."), 1);
        assert_eq!(count("It is one of the suppliers."), 1);
        assert_eq!(count("It is one of the best."), 0);
    }

    #[test]
    fn eras_indexes_and_ages_are_no_counts() {
        assert_eq!(count("The S&P 500, the Stoxx 50 and the nasdaq 100 fell."), 0);
        assert_eq!(count("It was built in A.D. 79 and burnt down in 300 BC."), 0);
        assert_eq!(count("men aged 18 to 34 bet"), 0);
        assert_eq!(count("her now-18 month-old twins"), 1);
    }

    #[test]
    fn any_number_may_be_a_fold() {
        for (text, want) in [("fifteenfold", 15), ("a twentyfold rise", 20), ("it will double", 2)] {
            let values = read(text, &ReadOptions::default()).values;
            assert_eq!(values.first().and_then(|v| v.value), Some(want.into()), "{text}");
        }
        assert_eq!(count("a manifold scaffold in a double room"), 0);
    }
}
