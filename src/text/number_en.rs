//! English numbers: digits with scale words, and numbers in words.

use rust_decimal::Decimal;

use super::number::{Form, Number, digits, power};
use super::parts_en;
use super::token::{Kind, Tokens};

/// Reads the number that begins at token `i`, with its scale words. `money` allows the abbreviations (`m`, `t`)
/// that mean something else elsewhere.
pub(super) fn read(tokens: &Tokens, i: usize, money: bool) -> Option<Number> {
    if let Some((value, next)) = parts_en::ratio(tokens, i) {
        let form = if tokens.is(i, Kind::Number) { Form::Digits } else { Form::Words };
        let factor = Decimal::ONE;
        return Some(Number { value, step: Decimal::ZERO, next, form, scaled: false, factor, more: false });
    }
    let number = if tokens.is(i, Kind::Number) { written(tokens, i)? } else { worded(tokens, i)? };
    scaled(tokens, number, money)
}

fn written(tokens: &Tokens, i: usize) -> Option<Number> {
    let (mut value, mut step) = digits(tokens, i)?;
    let mut next = i + 1;
    if let Some((part, after)) = parts_en::fraction(tokens, i) {
        (value, step, next) = (part, Decimal::ZERO, after);
    } else if let Some((zeros, after)) = times_ten(tokens, i + 1) {
        let factor = signed_power(zeros)?;
        (value, step, next) = (exact_product(value, factor)?, exact_product(step, factor)?, after);
    } else if let Some((power, after)) = raised(tokens, i + 1, value) {
        (value, step, next) = (power, Decimal::ZERO, after);
    } else if step == Decimal::ONE && tokens.is(i + 1, Kind::Number) {
        // `2 1/2`, `2½`
        if let Some((part, after)) = parts_en::fraction(tokens, i + 1) {
            (value, step, next) = (value.checked_add(part)?, Decimal::ZERO, after);
        } else if let Some((part, s)) = digits(tokens, i + 1).filter(|(_, s)| s.is_zero()) {
            (value, step, next) = (value.checked_add(part)?, s, i + 2);
        }
    } else if let Some((part, after)) = parts_en::and_part(tokens, i + 1) {
        (value, step, next) = (value.checked_add(part)?, Decimal::ZERO, after);
    }
    Some(Number { value, step, next, form: Form::Digits, scaled: false, factor: Decimal::ONE, more: false })
}

/// `×10^6`, `x 10⁻³`, `× 10-5` from token `i` on: the exponent and the token after it.
fn times_ten(tokens: &Tokens, i: usize) -> Option<(i32, usize)> {
    let ten = match tokens.text(i) {
        "×" | "x" | "*" if tokens.text(i + 1) == "10" => i + 2,
        "x10" => i + 1,
        _ => return None,
    };
    exponent(tokens, ten)
}

/// The exponent at token `i`, glued to its base: `^6`, `^-3`, `-5` (a lost superscript), `⁻³⁰`.
fn exponent(tokens: &Tokens, i: usize) -> Option<(i32, usize)> {
    if !tokens.glued(i) {
        return None;
    }
    let at = i + usize::from(tokens.text(i) == "^");
    let sign = matches!(tokens.text(at), "-" | "+") && tokens.glued(at);
    let minus = sign && tokens.text(at) == "-";
    let at = at + usize::from(sign);
    if let Some(n) = tokens.digits(at).filter(|n| *n < 100 && at > i && tokens.glued(at)) {
        let n = i32::try_from(n).ok()?;
        return Some((if minus { -n } else { n }, at + 1));
    }
    let raised = |at: usize| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|c| tokens.text(at).chars().eq([c]));
    let minus = tokens.text(i) == "⁻";
    let mut at = i + usize::from(minus);
    let mut n = 0_i32;
    let from = at;
    while let Some(digit) = raised(at).filter(|_| tokens.glued(at) && at < from + 2) {
        n = n * 10 + i32::try_from(digit).ok()?;
        at += 1;
    }
    (at > from).then_some((if minus { -n } else { n }, at))
}

/// A power of ten, as far as a decimal holds it exactly.
fn signed_power(zeros: i32) -> Option<Decimal> {
    match u32::try_from(zeros) {
        Ok(zeros) => power(zeros),
        Err(_) => Some(zeros.unsigned_abs()).filter(|n| *n <= 28).map(|n| Decimal::new(1, n)),
    }
}

/// A product that has not been rounded.
fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    (a.scale() + b.scale() <= 28).then(|| a.checked_mul(b))?
}

/// `10^6`, `2^16`, `10⁻³`: the value of a base raised to the exponent at token `i`, and the token after it.
fn raised(tokens: &Tokens, i: usize, base: Decimal) -> Option<(Decimal, usize)> {
    if tokens.text(i) != "^" && !(base == Decimal::TEN && tokens.is(i, Kind::Sign) && tokens.text(i) != "-") {
        return None;
    }
    let (zeros, next) = exponent(tokens, i)?;
    if base == Decimal::TEN {
        return Some((signed_power(zeros)?, next));
    }
    let mut value = Decimal::ONE;
    for _ in 0..u32::try_from(zeros).ok()? {
        value = exact_product(value, base)?;
    }
    Some((value, next))
}

/// The power of ten of a scale word.
pub(super) fn scale(word: &str) -> Option<u32> {
    Some(match word {
        "thousand" => 3,
        "lakh" | "lakhs" | "lac" | "lacs" => 5,
        "million" | "millions" | "mln" | "mn" | "mio" | "mil" => 6,
        "crore" | "crores" | "krore" | "krores" | "koti" | "cr" => 7,
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

/// Whether a number in words can begin at token `i`.
pub(super) fn begins(tokens: &Tokens, i: usize) -> bool {
    tokens.count(i).is_some() || matches!(tokens.text(i), "a" | "an" | "half" | "hundred" | "quarter")
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
    if let Some(found) = parts_en::part(tokens, i) {
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
        if parts_en::and_part(tokens, at + 1).is_some() {
            break;
        }
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
    let whole = sum.checked_add(Decimal::from(total))?;
    if let Some((bottom, next)) = parts_en::divisor(tokens, at) {
        let value = whole.checked_div(Decimal::from(bottom))?;
        return Some(Number { step: Decimal::ZERO, ..build(value, next) });
    }
    let mut number = build(whole, at);
    number.scaled = compound && scale(tokens.text(at)).is_none();
    if compound {
        if let Some(zeros) = scale(tokens.text(at)).filter(|z| *z < last) {
            let value = sum.checked_add(Decimal::from(total).checked_mul(power(zeros)?)?)?;
            return Some(Number { value, step: power(zeros)?, next: at + 1, scaled: true, ..number });
        }
        return Some(number);
    }
    point(tokens, &mut number);
    if let Some((part, next)) = parts_en::and_part(tokens, number.next) {
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
            | "lac"
            | "crore"
            | "lakhs"
            | "crores"
            | "cr"
    )
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
        // `one hundred and three quarters` is 100.75
        if parts_en::and_part(tokens, at).is_some() {
            return Some((value, at));
        }
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
        _ => tokens.count(i)?,
    };
    if value >= 20 {
        let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
        if let Some(unit) = tokens.count(at).filter(|u| (1..10).contains(u)) {
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
    // `point eleven`, `point twenty-five`
    if let Some((two, next)) = below_hundred(tokens, at).filter(|(n, _)| *n >= 10) {
        number.value += Decimal::new(i64::from(two), 2);
        (number.step, number.next) = (Decimal::new(1, 2), next);
        return;
    }
    while let Some(digit) = tokens.count(at).filter(|d| *d < 10) {
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
                // `3 hundred and one`
                if let Some((rest, next)) = below_hundred(tokens, at + 2)
                    .filter(|_| word == "hundred" && tokens.text(at + 1) == "and")
                {
                    number.value = number.value.checked_add(Decimal::from(rest))?;
                    (number.step, number.next) = (Decimal::ONE, next);
                }
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
        // `3 million and a half`, `one billion and a quarter million`
        if let Some((part, next)) = parts_en::and_part(tokens, number.next) {
            let smaller = scale(tokens.text(next)).filter(|z| *z < zeros);
            if smaller.is_none() && scale(tokens.text(next)).is_some() {
                continue;
            }
            let factor = smaller.map_or(Some(factor), power)?;
            number.value = number.value.checked_add(part.checked_mul(factor)?)?;
            number.next = next + usize::from(smaller.is_some());
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
        same("3 hundred and one", "301");
        same("three crore twelve lakh fifty-six thousand", "31256000");
        same("nought point eleven", "0.11");
        assert_eq!(value("24/7"), None);
    }

    #[test]
    fn powers_of_ten_are_exact_or_not_read() {
        let same = |text: &str, want: &str| assert_eq!(value(text).as_deref(), Some(want), "{text}");
        same("6.02 × 10^23", "602000000000000000000000");
        same("2.5×10⁻⁵", "0.000025");
        same("2.5×10−5", "0.000025");
        same("10^6", "1000000");
        same("2^16", "65536");
        same("1 234 567", "1234567");
        same("1.234,56", "1234.56");
        assert_eq!(value("6.6×10^-34"), None);
        assert_eq!(value("1 800 555 1234"), None);
    }
}
