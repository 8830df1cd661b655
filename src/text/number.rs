//! What the number readers of both languages hand on.

use rust_decimal::Decimal;

use super::token::{Kind, Tokens};

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Digits,
    Words,
    /// Digits of Han numerals without units: `二〇二五`.
    Positional,
}

/// A number as written, before unit and hedges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub value: Decimal,
    /// One unit of the last written digit (`11.9 billion`: 100000000).
    pub step: Decimal,
    /// The token after it.
    pub next: usize,
    pub form: Form,
    /// A scale word (`billion`, `万`) was part of it.
    pub scaled: bool,
    /// What the scale words at its end multiply by, one without them.
    pub factor: Decimal,
    /// `多`, `余`, `几`, `odd`: a little more than stated.
    pub more: bool,
}

impl Number {
    /// The number in units of `factor`.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        let (value, step) = (self.value.checked_mul(factor)?, self.step.checked_mul(factor)?);
        let factor = self.factor.checked_mul(factor)?;
        Some(Self { value, step, factor, scaled: true, ..self })
    }
}

/// Ten to the power of `n`, for powers that a decimal holds.
pub(super) fn power(n: u32) -> Option<Decimal> {
    10_i128.checked_pow(n).and_then(|p| Decimal::try_from_i128_with_scale(p, 0).ok())
}

/// The value of a number token and one unit of its last digit.
pub(super) fn digits(tokens: &Tokens, i: usize) -> Option<(Decimal, Decimal)> {
    if !tokens.is(i, Kind::Number) {
        return None;
    }
    let text = tokens.text(i);
    if let Some((top, bottom)) = vulgar(text) {
        let value = Decimal::from(top).checked_div(Decimal::from(bottom))?;
        return Some((value, Decimal::ZERO));
    }
    if text.len() > 40 {
        return None;
    }
    let plain = match (text.find('.'), text.rfind(',')) {
        // `1.234,56`
        (Some(group), Some(comma)) if group < comma => text.replace('.', "").replace(',', "."),
        _ => text.replace([',', ' '], ""),
    };
    if plain.contains('e') {
        let value = Decimal::from_scientific(&plain).ok()?;
        return Some((value, Decimal::ZERO));
    }
    let value: Decimal = plain.parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    // A number with more digits than a decimal holds would be rounded silently.
    if plain.bytes().filter(u8::is_ascii_digit).count() > 28 {
        return None;
    }
    Some((value, Decimal::new(1, u32::try_from(decimals).ok()?)))
}

fn vulgar(text: &str) -> Option<(i64, i64)> {
    Some(match text {
        "½" => (1, 2),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "¼" => (1, 4),
        "¾" => (3, 4),
        "⅕" => (1, 5),
        "⅖" => (2, 5),
        "⅗" => (3, 5),
        "⅘" => (4, 5),
        "⅙" => (1, 6),
        "⅚" => (5, 6),
        "⅛" => (1, 8),
        "⅜" => (3, 8),
        "⅝" => (5, 8),
        "⅞" => (7, 8),
        _ => return None,
    })
}
