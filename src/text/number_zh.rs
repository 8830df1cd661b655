//! Chinese numbers: numerals, digits with 万 and 亿, and mixtures of both. Text is folded, so 萬 億 are 万 亿.

use rust_decimal::Decimal;

use super::number::{Form, Number, digits, power};
use super::token::{Kind, Tokens};

pub(super) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' | '参' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn tens(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        _ => return None,
    })
}

fn myriad(c: char) -> Option<u32> {
    Some(match c {
        '万' => 4,
        '亿' => 8,
        '兆' => 12,
        _ => return None,
    })
}

/// The character begins a unit of measure (千克, 兆瓦), not a factor.
fn unit_word(tokens: &Tokens, at: usize, c: char) -> bool {
    let Some(next) = tokens.han(at + 1) else { return false };
    let data = (next == '字' && tokens.text(at + 2) == "节") || (next == '比' && tokens.text(at + 2) == "特");
    match c {
        '千' => data || "克米瓦卡赫升帕".contains(next),
        '兆' => data || "瓦赫帕".contains(next),
        _ => false,
    }
}

/// Whether the character can begin a number.
pub(super) fn begins(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '拾' | '廿' | '卅')
}

/// Units without a digit before them, as in 数十亿: their product and the token after them.
pub(super) fn units(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let mut product = Decimal::ONE;
    let mut at = i;
    while let Some(zeros) = tokens.han(at).and_then(|c| tens(c).or_else(|| myriad(c))) {
        product = product.checked_mul(power(zeros)?)?;
        at += 1;
        if at > i + 4 {
            return None;
        }
    }
    (at > i).then_some((product, at))
}

#[expect(clippy::struct_excessive_bools, reason = "independent facts about the characters seen so far")]
#[derive(Default)]
struct Sum {
    /// Parts above the current myriad, already scaled.
    total: Decimal,
    /// Part below ten thousand.
    section: Decimal,
    /// The digit or written number that waits for its unit.
    pending: Option<Decimal>,
    /// One unit of the last written digit, in units of the section.
    step: Decimal,
    /// The last unit (its zeros), for `二百五`.
    last: Option<u32>,
    zero: bool,
    scaled: bool,
    more: bool,
    units: bool,
    /// The myriads at the very end.
    factor: Option<Decimal>,
    decimals: bool,
    numerals: usize,
    positional: usize,
}

/// No number is longer than this many tokens; a run of zeros could be without end.
const LONGEST: usize = 64;

/// Reads the number that begins at token `i`, digits or numerals, with its units.
pub(super) fn read(tokens: &Tokens, i: usize) -> Option<Number> {
    let mut sum = Sum { step: Decimal::ONE, ..Sum::default() };
    let written = tokens.is(i, Kind::Number);
    let mut at = i;
    while at - i < LONGEST {
        if tokens.is(at, Kind::Number) {
            // digits begin a number, or follow 万 and 亿: `3亿5000万`
            let carries = sum.scaled || (sum.units && sum.zero);
            if at > i && (sum.pending.is_some() || !carries || !written || !tokens.glued(at)) {
                break;
            }
            let (value, step) = digits(tokens, at)?;
            if at > i && !sum.zero && !follows_unit(tokens, at + 1) {
                break;
            }
            (sum.pending, sum.step, sum.factor) = (Some(value), step, None);
            at += 1;
            continue;
        }
        let Some(c) = tokens.han(at) else { break };
        let gap = at > i && !tokens.glued(at);
        let point = c == '点' && !written && tokens.han(at + 1).and_then(digit).is_some();
        let some = c == '几' && !written && sum.units;
        if gap
            && !(some
                || point
                || myriad(c).is_some()
                || tens(c).is_some()
                || (!written && digit(c).is_some()))
        {
            break;
        }
        match sum.take(tokens, at, c, written) {
            Some(next) => at = next,
            None => break,
        }
    }
    sum.finish(at, i, written)
}

/// `5000万`: the digits have a unit of their own.
fn follows_unit(tokens: &Tokens, at: usize) -> bool {
    tokens.han(at).is_some_and(|c| myriad(c).is_some() || tens(c).is_some())
}

impl Sum {
    /// Takes one character; the next token, or `None` where the number ends.
    fn take(&mut self, tokens: &Tokens, at: usize, c: char, written: bool) -> Option<usize> {
        if let Some(d) = digit(c) {
            let next = tokens.han(at + 1);
            // 两 counts only before a unit when others stand before it (三十两 is a weight); 参 is mostly a word
            let unit = next.is_some_and(|c| tens(c).is_some() || myriad(c).is_some());
            let inside = self.units || self.scaled || self.pending.is_some();
            if (c == '两' && inside && !unit) || (c == '参' && !unit && !self.units) {
                return None;
            }
            return self.numeral(at, d, written);
        }
        if c == '廿' || c == '卅' {
            self.section += Decimal::from(if c == '廿' { 20 } else { 30 });
            self.last = Some(1);
            self.units = true;
            return Some(at + 1);
        }
        if let Some(zeros) = tens(c) {
            if unit_word(tokens, at, c) || tokens.spells(at, "百分点").is_some() {
                return None;
            }
            return self.unit(at, c, zeros, written);
        }
        if let Some(zeros) = myriad(c) {
            if unit_word(tokens, at, c) {
                return None;
            }
            return self.myriad(at, zeros);
        }
        match c {
            '点' => self.point(tokens, at),
            // 两个亿
            '个' if self.pending.is_some() && matches!(tokens.han(at + 1), Some('亿' | '万')) => {
                Some(at + 1)
            }
            '多' | '余' | '几' | '来' => {
                let after = tokens.han(at + 1);
                let unit = after.is_some_and(|c| myriad(c).is_some() || (c == '几' && self.units));
                let ends = c != '来' && (self.units || (self.pending.is_some() && c != '几'));
                if self.pending.is_none() && !self.units || !(unit || ends) {
                    return None;
                }
                self.more = true;
                Some(at + 1)
            }
            _ => None,
        }
    }

    fn numeral(&mut self, at: usize, d: u32, written: bool) -> Option<usize> {
        // `1千零20`
        if written && !self.scaled && !(self.units && d == 0) {
            return None;
        }
        self.numerals += 1;
        self.factor = None;
        match self.pending {
            Some(p) if !self.units && !self.scaled => {
                self.positional += 1;
                self.pending = Some(p.checked_mul(Decimal::TEN)?.checked_add(Decimal::from(d))?);
            }
            Some(_) => return None,
            None if d == 0 && (self.units || self.scaled) => self.zero = true,
            None => self.pending = Some(Decimal::from(d)),
        }
        self.step = Decimal::ONE;
        Some(at + 1)
    }

    fn unit(&mut self, at: usize, c: char, zeros: u32, written: bool) -> Option<usize> {
        if self.positional > 0 || self.last.is_some_and(|l| l <= zeros) {
            return None;
        }
        let one = (c == '十' || c == '拾').then_some(Decimal::ONE);
        let many = self.pending.take().or(one.filter(|_| !written))?;
        self.section = self.section.checked_add(many.checked_mul(power(zeros)?)?)?;
        self.step = self.step.checked_mul(power(zeros)?)?;
        self.last = Some(zeros);
        self.units = true;
        self.zero = false;
        Some(at + 1)
    }

    fn myriad(&mut self, at: usize, zeros: u32) -> Option<usize> {
        let here = self.section.checked_add(self.pending.take().unwrap_or_default())?;
        let base = power(zeros)?;
        let doubled = zeros == 4 && self.last == Some(4) && here.is_zero();
        if here.is_zero() && (self.total.is_zero() || (self.total >= base && !doubled)) {
            return None;
        }
        // 万亿: what was scaled so far is scaled again
        if !self.total.is_zero() && (self.total < base || doubled) {
            self.total = self.total.checked_add(here)?.checked_mul(base)?;
        } else {
            self.total = self.total.checked_add(here.checked_mul(base)?)?;
        }
        self.step = self.step.checked_mul(base)?;
        self.factor = Some(self.factor.unwrap_or(Decimal::ONE).checked_mul(base)?);
        self.section = Decimal::ZERO;
        self.last = Some(zeros);
        self.scaled = true;
        self.units = true;
        self.zero = false;
        Some(at + 1)
    }

    /// `十一点九`: the digits after the point.
    fn point(&mut self, tokens: &Tokens, at: usize) -> Option<usize> {
        let digits: Vec<u32> = (at + 1..at + 13).map_while(|k| tokens.han(k).and_then(digit)).collect();
        if self.pending.is_none() && !self.units {
            return None;
        }
        self.decimals = true;
        if digits.is_empty() {
            return self.point_digits(tokens, at + 1);
        }
        let mut value = self.pending.take().unwrap_or_default();
        let mut step = Decimal::ONE;
        for d in &digits {
            step = Decimal::new(1, step.scale() + 1);
            value = value.checked_add(Decimal::from(*d).checked_mul(step)?)?;
        }
        (self.pending, self.step) = (Some(value), step);
        // 十一点九亿: the section and the decimals are one number
        self.pending = Some(self.section.checked_add(value)?);
        self.section = Decimal::ZERO;
        self.numerals += digits.len();
        Some(at + 1 + digits.len())
    }

    /// `零点77`
    fn point_digits(&mut self, tokens: &Tokens, at: usize) -> Option<usize> {
        let text = tokens.text(at);
        if !tokens.glued(at) || text.len() > 9 || tokens.digits(at).is_none() {
            return None;
        }
        let scale = u32::try_from(text.len()).ok()?;
        let step = Decimal::new(1, scale);
        let part = Decimal::from(tokens.digits(at)?).checked_mul(step)?;
        let whole = self.section.checked_add(self.pending.take().unwrap_or_default())?;
        (self.pending, self.step, self.section) = (Some(whole.checked_add(part)?), step, Decimal::ZERO);
        Some(at + 1)
    }

    fn finish(mut self, at: usize, i: usize, written: bool) -> Option<Number> {
        if at == i || (!self.units && self.pending.is_none()) {
            return None;
        }
        if let Some(rest) = self.pending.take() {
            // 二百五 is 250, 三万五 35000
            let whole = rest.is_integer() && rest < Decimal::TEN;
            let short = self.last.filter(|l| *l >= 2 && !self.zero && whole && !written);
            let factor = match short {
                Some(zeros) => power(zeros - 1)?,
                None => Decimal::ONE,
            };
            self.section = self.section.checked_add(rest.checked_mul(factor)?)?;
            self.step = if short.is_some() { factor } else { self.step };
        }
        let value = self.total.checked_add(self.section)?;
        let form = if written {
            Form::Digits
        } else if self.units || self.decimals || self.numerals == 1 {
            Form::Words
        } else {
            Form::Positional
        };
        let factor = self.factor.unwrap_or(Decimal::ONE);
        Some(Number { value, step: self.step, next: at, form, scaled: self.scaled, factor, more: self.more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        let tokens = Tokens::new(text);
        let number = read(&tokens, 0)?;
        (number.next == tokens.len()).then(|| number.value.normalize().to_string())
    }

    #[test]
    fn reads_numerals_and_mixtures() {
        let same = |text: &str, want: &str| assert_eq!(value(text).as_deref(), Some(want), "{text}");
        same("119亿", "11900000000");
        same("１１９億", "11900000000");
        same("一百一十九亿", "11900000000");
        same("十一点九亿", "1190000000");
        same("3000多万", "30000000");
        same("两千五百", "2500");
        same("二百五", "250");
        same("二百零五", "205");
        same("三万五", "35000");
        same("1.5万亿", "1500000000000");
        same("3亿5000万", "350000000");
        same("一亿二千万", "120000000");
        same("十五", "15");
        same("二〇二五", "2025");
        same("一百二十几亿", "12000000000");
        same("五百卅四", "534");
        same("贰拾", "20");
        same("四十九", "49");
        same("12.5万", "125000");
        same("一万零五", "10005");
    }
}
