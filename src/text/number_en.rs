//! English numbers: digits with scale words, and numbers in words.

use rust_decimal::Decimal;

use super::number::{Form, Number, digits, power};
use super::token::{Kind, Tokens};

/// Reads the number that begins at token `i`, with its scale words. `money` allows the abbreviations (`m`, `t`)
/// that mean something else elsewhere.
pub(super) fn read(tokens: &Tokens, i: usize, money: bool) -> Option<Number> {
    let number = if tokens.is(i, Kind::Number) { written(tokens, i)? } else { worded(tokens, i)? };
    scaled(tokens, number, money)
}

fn written(tokens: &Tokens, i: usize) -> Option<Number> {
    let (mut value, mut step) = digits(tokens, i)?;
    let mut next = i + 1;
    if let Some((part, after)) = fraction(tokens, i) {
        (value, step, next) = (part, Decimal::ZERO, after);
    } else if step == Decimal::ONE && tokens.is(i + 1, Kind::Number) {
        // `2 1/2`, `2½`
        if let Some((part, after)) = fraction(tokens, i + 1) {
            (value, step, next) = (value.checked_add(part)?, Decimal::ZERO, after);
        } else if let Some((part, s)) = digits(tokens, i + 1).filter(|(_, s)| s.is_zero()) {
            (value, step, next) = (value.checked_add(part)?, s, i + 2);
        }
    } else if let Some((part, after)) = and_part(tokens, i + 1) {
        (value, step, next) = (value.checked_add(part)?, Decimal::ZERO, after);
    }
    Some(Number { value, step, next, form: Form::Digits, scaled: false, factor: Decimal::ONE, more: false })
}

/// `1/16` with both parts glued to the stroke; not a date (`1/16/2024`) and not `24/7`.
fn fraction(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let slash = matches!(tokens.text(i + 1), "/" | "⁄") && tokens.glued(i + 1) && tokens.glued(i + 2);
    if !slash || (tokens.text(i + 3) == "/" && tokens.glued(i + 3)) {
        return None;
    }
    let (top, bottom) = (tokens.digits(i)?, tokens.digits(i + 2)?);
    // `7/10` is a mark on a scale unless it is a part `of` something
    if matches!(bottom, 10 | 100) && top > 1 && tokens.text(i + 3) != "of" {
        return None;
    }
    if bottom == 0 || bottom > 1000 || top >= bottom && tokens.text(i + 2) == "7" {
        return None;
    }
    Some((Decimal::from(top).checked_div(Decimal::from(bottom))?, i + 3))
}

/// `and a half`, `and three fifths`: the part of one, and the token after it.
fn and_part(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    if tokens.text(i) != "and" {
        return None;
    }
    match (tokens.text(i + 1), tokens.text(i + 2)) {
        ("a", "half") => Some((Decimal::new(5, 1), i + 3)),
        ("a", "quarter" | "fourth") => Some((Decimal::new(25, 2), i + 3)),
        ("a", "third") => Some((Decimal::ONE.checked_div(Decimal::from(3))?, i + 3)),
        ("a", _) => None,
        _ => part_words(tokens, i + 1).filter(|(part, _)| *part < Decimal::ONE && !part.is_zero()),
    }
}

/// The value of a word below one hundred.
fn small(word: &str) -> Option<u32> {
    Some(match word {
        "zero" | "nil" | "nought" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// The power of ten of a scale word.
fn scale(word: &str) -> Option<u32> {
    Some(match word {
        "thousand" => 3,
        "lakh" | "lakhs" | "lac" | "lacs" => 5,
        "million" | "millions" | "mln" | "mn" | "mio" | "mil" => 6,
        "crore" | "crores" => 7,
        "billion" | "billions" | "bn" | "bln" | "mrd" | "bil" => 9,
        "trillion" | "tn" | "trn" | "tln" => 12,
        "quadrillion" => 15,
        _ => return None,
    })
}

/// The factor of a full scale word at token `i`.
pub(super) fn scale_word(tokens: &Tokens, i: usize) -> Option<Decimal> {
    let word = tokens.text(i);
    scale(word).filter(|_| !abbreviated(word)).and_then(power)
}

/// Whether a word can begin a number in words.
pub(super) fn begins(word: &str) -> bool {
    small(word).is_some() || matches!(word, "a" | "an" | "half" | "hundred" | "quarter")
}

fn worded(tokens: &Tokens, i: usize) -> Option<Number> {
    if !tokens.is(i, Kind::Word) {
        return None;
    }
    let build = |value, next| Number {
        value,
        step: Decimal::ONE,
        next,
        form: Form::Words,
        scaled: false,
        factor: Decimal::ONE,
        more: false,
    };
    if let Some(found) = part_words(tokens, i) {
        return Some(Number { step: Decimal::ZERO, ..build(found.0, found.1) });
    }
    if matches!(tokens.text(i), "a" | "an") {
        let at = i + 1;
        return match tokens.text(at) {
            "hundred" => below_thousand(tokens, i).map(|(n, next)| build(Decimal::from(n), next)),
            "dozen" => Some(build(Decimal::from(12), at + 1)),
            word => scale(word).filter(|_| !abbreviated(word)).map(|_| build(Decimal::ONE, at)),
        };
    }
    if tokens.text(i) == "hundred" {
        return scale(tokens.text(i + 1)).map(|_| build(Decimal::ONE_HUNDRED, i + 1));
    }
    let (mut total, mut at) = below_thousand(tokens, i)?;
    // thousands and more, each scale smaller than the one before it
    let mut sum = Decimal::ZERO;
    let mut last = u32::MAX;
    let mut compound = false;
    while let Some(zeros) = scale(tokens.text(at)).filter(|z| *z < last && !abbreviated(tokens.text(at))) {
        let after = at + 1 + usize::from(tokens.text(at + 1) == "and" || tokens.joins(at + 1, "-"));
        let Some((rest, next)) = below_thousand(tokens, after) else { break };
        if tokens.text(after) == "a" {
            break;
        }
        sum = sum.checked_add(Decimal::from(total).checked_mul(power(zeros)?)?)?;
        (total, at, last, compound) = (rest, next, zeros, true);
        if scale(tokens.text(at)).is_none_or(|z| z >= last) {
            break;
        }
    }
    let mut number = build(sum.checked_add(Decimal::from(total))?, at);
    number.scaled = compound && scale(tokens.text(at)).is_none();
    if compound {
        if let Some(zeros) = scale(tokens.text(at)).filter(|z| *z < last) {
            let value = sum.checked_add(Decimal::from(total).checked_mul(power(zeros)?)?)?;
            return Some(Number { value, step: power(zeros)?, next: at + 1, scaled: true, ..number });
        }
        return Some(number);
    }
    point(tokens, &mut number);
    if let Some((part, next)) = and_part(tokens, number.next) {
        number.value = number.value.checked_add(part)?;
        (number.step, number.next) = (Decimal::ZERO, next);
    }
    Some(number)
}

fn abbreviated(word: &str) -> bool {
    !matches!(
        word,
        "thousand"
            | "million"
            | "billion"
            | "trillion"
            | "quadrillion"
            | "lakh"
            | "crore"
            | "lakhs"
            | "crores"
    )
}

/// `half`, `half a`, `one third`, `two-thirds`, `three quarters`, `a quarter of`.
fn part_words(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
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
    let top = match word {
        "a" | "an" => 1,
        _ => small(word)?,
    };
    let at = i + 1 + usize::from(tokens.text(i + 1) == "-");
    let bottom = match (tokens.text(at), top) {
        ("half", 1) | ("halves", _) => 2,
        ("third", 1) | ("thirds", _) => 3,
        ("quarter" | "fourth", 1) | ("quarters" | "fourths", _) => 4,
        ("fifth", 1) | ("fifths", _) => 5,
        ("sixth", 1) | ("sixths", _) => 6,
        ("eighth", 1) | ("eighths", _) => 8,
        ("tenth", 1) | ("tenths", _) => 10,
        ("hundredth", 1) | ("hundredths", _) => 100,
        _ => return None,
    };
    // `a third deal` is an ordinal, `a third of` a part; `two quarters` are periods.
    let of = matches!(tokens.text(at + 1), "of" | "the" | "" | "mile" | "miles")
        || tokens.is(at + 1, Kind::Sign)
        || (top > 1 && scale(tokens.text(at + 1)).is_some())
        || (top == 1 && word == "a" && scale(tokens.text(at + 1)).is_some());
    if (matches!(word, "a" | "an") || (word == "one" && at == i + 1) || bottom == 4) && !of {
        return None;
    }
    Some((Decimal::from(top).checked_div(Decimal::from(bottom))?, at + 1))
}

/// A whole number below a thousand in digits or words, never a fraction (`three quarters`).
pub(super) fn whole(tokens: &Tokens, i: usize) -> Option<(u32, usize)> {
    match tokens.digits(i) {
        Some(n) => Some((n, i + 1)).filter(|_| n < 1000),
        None => below_thousand(tokens, i),
    }
}

/// `one hundred and seventy-five`, `forty nine`, `twelve hundred`.
fn below_thousand(tokens: &Tokens, i: usize) -> Option<(u32, usize)> {
    let (mut value, mut at) = below_hundred(tokens, i)?;
    if tokens.text(at) == "hundred" && value > 0 {
        value *= 100;
        at += 1;
        let rest = at + usize::from(tokens.text(at) == "and");
        if let Some((more, next)) = below_hundred(tokens, rest) {
            return Some((value + more, next));
        }
    } else if matches!(tokens.text(at), "dozen" | "dozens") {
        return Some((value * 12, at + 1));
    }
    Some((value, at))
}

fn below_hundred(tokens: &Tokens, i: usize) -> Option<(u32, usize)> {
    let value = match tokens.text(i) {
        "a" if tokens.text(i + 1) == "hundred" => 1,
        word => small(word)?,
    };
    if value >= 20 {
        let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
        if let Some(unit) = small(tokens.text(at)).filter(|u| (1..10).contains(u)) {
            return Some((value + unit, at + 1));
        }
    }
    Some((value, i + 1))
}

/// `eleven point nine`
fn point(tokens: &Tokens, number: &mut Number) {
    if tokens.text(number.next) != "point" {
        return;
    }
    let mut at = number.next + 1;
    let (mut value, mut step) = (number.value, Decimal::ONE);
    while let Some(digit) = small(tokens.text(at)).filter(|d| *d < 10) {
        if step.scale() >= 20 {
            return;
        }
        step = Decimal::new(1, step.scale() + 1);
        value += Decimal::from(digit) * step;
        at += 1;
    }
    if at > number.next + 1 {
        (number.value, number.step, number.next) = (value, step, at);
    }
}

/// Multiplies by the scale words that follow: `11.9 billion`, `11.9bn`, `37.5-million`.
fn scaled(tokens: &Tokens, mut number: Number, money: bool) -> Option<Number> {
    let mut last = u32::MAX;
    loop {
        let at = number.next + usize::from(tokens.joins(number.next, "-"));
        let word = tokens.text(at);
        let zeros = match word {
            "hundred" | "dozen" | "dozens" if !number.scaled && number.form == Form::Digits => {
                let factor = Decimal::from(if word == "hundred" { 100 } else { 12 });
                number.value = number.value.checked_mul(factor)?;
                number.step = number.step.checked_mul(factor)?;
                number.next = at + 1;
                continue;
            }
            _ => scale(word).or_else(|| letter_scale(tokens, at, money)),
        };
        let Some(zeros) = zeros.filter(|z| *z <= last) else { return Some(number) };
        if number.scaled && zeros < 3 {
            return Some(number);
        }
        let factor = power(zeros)?;
        number.value = number.value.checked_mul(factor)?;
        number.step = number.step.checked_mul(factor)?;
        number.next = at + 1;
        number.factor = number.factor.checked_mul(factor)?;
        number.scaled = true;
        last = 6;
        // `3 million and a half`
        if let Some((part, next)) = and_part(tokens, number.next)
            .filter(|(_, next)| tokens.text(number.next + 1) == "a" && scale(tokens.text(*next)).is_none())
        {
            number.value = number.value.checked_add(part.checked_mul(factor)?)?;
            number.next = next;
        }
    }
}

/// `k`, `m`, `b`, `t` glued to their number, or after money.
fn letter_scale(tokens: &Tokens, at: usize, money: bool) -> Option<u32> {
    let glued = tokens.glued(at) && tokens.is(at, Kind::Word);
    if !glued && !money {
        let people = tokens.capital(at) && counted(tokens, at + 1);
        return match tokens.text(at) {
            "k" => Some(3),
            "m" if people => Some(6),
            "b" if people => Some(9),
            _ => None,
        };
    }
    Some(match tokens.text(at) {
        "k" => 3,
        "m" if money || tokens.capital(at) || counted(tokens, at + 1) => 6,
        "mm" if money => 6,
        "b" => 9,
        "t" if money || tokens.capital(at) => 12,
        _ => return None,
    })
}

/// The word after `37m` says that things are counted, not metres.
fn counted(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.text(at);
    word == "people" || word == "of" || (word.len() > 3 && word.ends_with('s') && tokens.is(at, Kind::Word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        let tokens = Tokens::new(text);
        let number = read(&tokens, 0, false)?;
        (number.next == tokens.len()).then(|| number.value.normalize().to_string())
    }

    #[test]
    fn reads_words_and_scales() {
        let same = |text: &str, want: &str| assert_eq!(value(text).as_deref(), Some(want), "{text}");
        same("11.9 billion", "11900000000");
        same("11.9bn", "11900000000");
        same("eleven point nine billion", "11900000000");
        same("forty-nine", "49");
        same("one hundred and seventy-five", "175");
        same("two thousand five hundred", "2500");
        same("three million two hundred thousand", "3200000");
        same("half a million", "500000");
        same("two and a half million", "2500000");
        same("a hundred", "100");
        same("a million", "1000000");
        same("a dozen", "12");
        same("2 1/2", "2.5");
        same("1/16", "0.0625");
        same("830M", "830000000");
        same("300 thousand", "300000");
        same("ten million", "10000000");
        same("one hundred thousand", "100000");
        same("1 crore", "10000000");
        assert_eq!(value("24/7"), None);
    }
}
