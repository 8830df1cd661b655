//! Parts of one in English: `1/16`, `and a half`, `two thirds`, `a twentieth of`, `one in five`.

use rust_decimal::Decimal;

use super::number_en::{scale, whole};
use super::numerals;
use super::token::{Kind, Tokens};
use super::units;

/// `1/16` with both parts glued to the stroke; not a date (`1/16/2024`) and not `24/7`.
pub(super) fn fraction(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let slash = matches!(tokens.text(i + 1), "/" | "⁄") && tokens.glued(i + 1) && tokens.glued(i + 2);
    if !slash || (tokens.text(i + 3) == "/" && tokens.glued(i + 3)) {
        return None;
    }
    let (top, bottom) = (tokens.digits(i)?, tokens.digits(i + 2)?);
    // `7/10` is a mark on a scale unless it is a part `of` something
    if matches!(bottom, 10 | 100) && top > 1 && tokens.text(i + 3) != "of" {
        return None;
    }
    if bottom > 1000 || top >= bottom && tokens.text(i + 2) == "7" {
        return None;
    }
    divided(Decimal::from(top), bottom, i + 3)
}

/// The quotient and the token after it.
fn divided(top: Decimal, bottom: u32, next: usize) -> Option<(Decimal, usize)> {
    Some((top.checked_div(Decimal::from(bottom))?, next))
}

/// `and a half`, `and three fifths`: the part of one, and the token after it.
pub(super) fn and_part(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    if tokens.text(i) != "and" {
        return None;
    }
    let one = matches!(tokens.text(i + 1), "a" | "one");
    let (bottom, many, next) = denominator(tokens, if one { i + 2 } else { i + 1 })
        .or_else(|| denominator(tokens, i + 2 + usize::from(tokens.joins(i + 2, "-"))))?;
    if one {
        // `and a third person` is no part; `a half` and `a quarter` always are
        return (!many && bottom <= 4).then(|| divided(Decimal::ONE, bottom, next))?;
    }
    let top = tokens.count(i + 1).filter(|top| *top > 1 && *top < bottom && many)?;
    divided(Decimal::from(top), bottom, next)
}

/// What an ordinal divides by, whether it is a plural, and the token after it: `half`, `thirds`, `twenty-firsts`.
fn denominator(tokens: &Tokens, i: usize) -> Option<(u32, bool, usize)> {
    let word = tokens.text(i);
    let named = match word {
        "half" => Some((2, false)),
        "halves" => Some((2, true)),
        "quarter" => Some((4, false)),
        "quarters" => Some((4, true)),
        "hundredth" => Some((100, false)),
        "hundredths" => Some((100, true)),
        "thousandth" => Some((1000, false)),
        "thousandths" => Some((1000, true)),
        _ => tokens
            .ordinal(i)
            .map(|n| (n, false))
            .or_else(|| word.strip_suffix('s').and_then(numerals::ordinal).map(|n| (n, true)))
            .filter(|(n, _)| *n > 2),
    };
    if let Some((bottom, many)) = named {
        return Some((bottom, many, i + 1));
    }
    let tens = tokens.count(i).filter(|n| *n >= 20)?;
    let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
    let unit = tokens.text(at);
    let (one, many) = match unit.strip_suffix('s').and_then(numerals::ordinal) {
        Some(n) => (n, true),
        None => (tokens.ordinal(at)?, false),
    };
    (one < 10).then_some((tens + one, many, at + 1))
}

/// The plural ordinal after a number in words divides it: `one hundred and three fifths`.
pub(super) fn divisor(tokens: &Tokens, i: usize) -> Option<(u32, usize)> {
    let (bottom, many, next) = denominator(tokens, i + usize::from(tokens.joins(i, "-")))?;
    // halves and quarters are played and reported
    (many && !matches!(bottom, 2 | 4)).then_some((bottom, next))
}

/// `half`, `half a`, `one third`, `two-thirds`, `three quarters`, `a quarter of`.
pub(super) fn part(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let word = tokens.text(i);
    if word == "half" {
        let next = if matches!(tokens.text(i + 1), "a" | "an") { i + 2 } else { i + 1 };
        if tokens.text(next) == "dozen" {
            return Some((Decimal::from(6), next + 1));
        }
        return scale(tokens.text(next)).map(|_| (Decimal::new(5, 1), next));
    }
    if word == "quarter" {
        return scale(tokens.text(i + 1)).map(|_| (Decimal::new(25, 2), i + 1));
    }
    let article = matches!(word, "a" | "an");
    let top = if article { 1 } else { tokens.count(i).filter(|n| *n < 20)? };
    let at = i + 1 + usize::from(tokens.text(i + 1) == "-");
    let (bottom, many, next) = denominator(tokens, at)?;
    if many != (top > 1) {
        return None;
    }
    // `a third deal` is an ordinal, `a third of` a part; `two quarters` are periods.
    let after = tokens.text(next);
    let of = matches!(after, "of" | "the" | "" | "mile" | "miles")
        || tokens.is(next, Kind::Sign)
        || (top > 1 && scale(after).is_some())
        || (article && scale(after).is_some());
    if (article || (word == "one" && at == i + 1) || bottom == 4) && !of {
        return None;
    }
    // `two thirds of a million`
    let whole = after == "of" && matches!(tokens.text(next + 1), "a" | "one");
    let scaled = whole && scale(tokens.text(next + 2)).is_some();
    divided(Decimal::from(top), bottom, if scaled { next + 2 } else { next })
}

/// `one in five`, `two out of three`, `one over eight`: a part of one.
pub(super) fn ratio(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let at = i + 1;
    let (at, strict) = match (tokens.text(at), tokens.text(at + 1)) {
        ("out", "of") => (at + 2, false),
        ("in" | "over", _) => (at + 1, true),
        _ => return None,
    };
    let (top, after) = whole(tokens, i)?;
    let (mut bottom, mut next) = whole(tokens, at)?;
    if after != i + 1 || top == 0 {
        return None;
    }
    match tokens.text(next) {
        "hundred" | "hundreds" => (bottom, next) = (bottom * 100, next + 1),
        "thousand" | "thousands" => (bottom, next) = (bottom * 1000, next + 1),
        "million" => (bottom, next) = (bottom.checked_mul(1_000_000)?, next + 1),
        _ => {}
    }
    let counted = units::plural(tokens.text(next)) && units::duration(tokens.text(next)).is_none();
    let word = tokens.text(next);
    let ends = word.is_empty() || (tokens.is(next, Kind::Sign) && !matches!(word, "%" | "$" | "-" | "/"));
    let round = matches!(bottom, 3..=10 | 12 | 20 | 50 | 100 | 1000 | 10_000 | 100_000 | 1_000_000);
    let is_part = match tokens.text(i + 1) {
        // `7 out of 10` is a mark
        "out" => counted || word == "of" || !(tokens.is(at, Kind::Number) && matches!(bottom, 5 | 10 | 100)),
        "over" => top == 1 && (ends || word == "of"),
        _ => {
            (top == 1 || round)
                && (ends || matches!(word, "of" | "or" | "people") || counted && !contest(word))
        }
    };
    (is_part && top < bottom && (!strict || bottom > 1)).then(|| divided(Decimal::from(top), bottom, next))?
}

/// What is won or lost `in` some number of: `2 in 3 games` is a count.
fn contest(word: &str) -> bool {
    matches!(word, "games" | "matches" | "innings" | "starts" | "appearances" | "attempts" | "meetings")
}

#[cfg(test)]
mod tests {
    use crate::text::read_value;

    fn is(text: &str, want: &str) {
        let value = read_value(text).and_then(|v| v.value).map(|v| v.round_dp(6).normalize().to_string());
        assert_eq!(value.as_deref(), Some(want), "{text}");
    }

    #[test]
    fn any_ordinal_divides() {
        is("two thirds", "0.666667");
        is("seven twentieths", "0.35");
        is("a twenty-fifth", "0.04");
        is("two and three quarters miles", "2.75");
        is("one hundred and three quarters", "100.75");
        is("two thirds of a million", "666666.666667");
        is("one billion and a quarter million", "1000250000");
        is("five billion and three quarters", "5750000000");
    }

    #[test]
    fn reads_one_in_so_many() {
        is("one in five adults", "0.2");
        is("3 in 10 households", "0.3");
        is("nine out of ten", "0.9");
        is("one over eight", "0.125");
        is("7 out of 10", "7");
        assert_eq!(read_value("they won 2 in 3 games").map(|v| v.surface), None);
    }
}
