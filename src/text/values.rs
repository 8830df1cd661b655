//! Numbers with unit, hedge and precision: puts together what the readers of numbers, units and hedges find.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::number::Number;
use super::token::{Kind, Tokens};
use super::{
    context, currency, currency_en, hedges, measures, names, number, number_en, number_zh, special, units,
};
use crate::model::value::{Comparator, Lang, ValueKind};

/// Reads all values of a text; tokens marked in `used` belong to dates.
pub(super) fn read(tokens: &Tokens, lang: Lang, used: &[bool]) -> Vec<Draft> {
    let reader = Reader { tokens, lang, used };
    let mut out: Vec<Draft> = Vec::new();
    let mut i = 0;
    let mut done = 0;
    while i < tokens.len() {
        match reader.at(i).filter(|d| d.to > i) {
            Some(mut draft) => {
                reader.hedged(&mut draft, done);
                done = draft.to;
                i = draft.to;
                match out.last_mut().filter(|last| reader.encloses(last, &draft)) {
                    Some(last) => last.enclose(&draft),
                    None => out.push(draft),
                }
            }
            None => i += reader.skip(i),
        }
    }
    context::settle(tokens, &mut out);
    out
}

/// Reads the values of one text.
pub(super) struct Reader<'a> {
    pub tokens: &'a Tokens,
    pub lang: Lang,
    used: &'a [bool],
}

impl Reader<'_> {
    fn used(&self, i: usize) -> bool {
        self.used.get(i).copied().unwrap_or(false)
    }

    /// How far to go on after a token where no value begins: past the whole run of a number that was refused.
    fn skip(&self, i: usize) -> usize {
        if self.used(i) || !self.tokens.is(i, Kind::Han) {
            return 1;
        }
        let numeral = |k| self.tokens.han(k).is_some_and(number_zh::begins) && !self.used(k);
        (i..self.tokens.len()).take_while(|k| numeral(*k)).count().max(1)
    }

    fn at(&self, i: usize) -> Option<Draft> {
        if self.used(i) {
            return None;
        }
        if let Some(draft) = special::read(self.tokens, i) {
            return (!(draft.from..draft.to).any(|k| self.used(k))).then_some(draft);
        }
        if self.tokens.is(i, Kind::Word) && !self.opens(i) {
            return None;
        }
        let mut first = self.quantity(i)?;
        if let Some(range) = self.range(&first) {
            return Some(range);
        }
        self.share(&mut first);
        Some(first)
    }

    /// Whether a quantity can begin with the word at `i`: a number, or a name of currency or sign before one.
    fn opens(&self, i: usize) -> bool {
        let t = self.tokens;
        let amount = |k: usize| t.is(k, Kind::Number) || number_en::begins(t, k);
        number_en::begins(t, i) || amount(i + 1) || (i + 2..i + 6).any(|k| t.is(k, Kind::Number))
    }

    /// One number with sign, currency and unit.
    pub fn quantity(&self, i: usize) -> Option<Draft> {
        let t = self.tokens;
        let (negative, mut at) = self.sign(i);
        let currency = currency::prefix(t, at, self.lang);
        if let Some(c) = currency {
            at = c.next;
            if t.text(at) == "-" && t.glued(at + 1) {
                return self.amount(i, at + 1, Some(c), !negative);
            }
        }
        self.amount(i, at, currency, negative)
    }

    fn sign(&self, i: usize) -> (bool, usize) {
        let t = self.tokens;
        // accounts write negative numbers in brackets: `(9.1)%`
        if t.text(i) == "(" && t.is(i + 1, Kind::Number) && t.text(i + 2) == ")" && t.text(i + 3) == "%" {
            return (true, i + 1);
        }
        let minus = match t.text(i) {
            "-" => {
                !t.glued(i) || i == 0 || matches!(t.before(i, 1), "(" | "\"" | "<" | ">" | "=" | "~" | ":")
            }
            "minus" | "负" | "negative" => true,
            _ => false,
        };
        let hyphen = usize::from(minus && t.text(i) == "minus" && t.joins(i + 1, "-"));
        let number = i + 1 + hyphen;
        let glued = t.text(i) != "-" || t.glued(i + 1);
        (minus && glued, if minus && glued { number } else { i })
    }

    pub fn number(&self, i: usize, money: bool) -> Option<Number> {
        let t = self.tokens;
        if self.used(i) {
            return None;
        }
        let number = if t.is(i, Kind::Han) || (t.is(i, Kind::Number) && t.is(i + 1, Kind::Han)) {
            number_zh::read(t, i)
        } else if t.is(i, Kind::Number) || (t.is(i, Kind::Word) && number_en::begins(t, i)) {
            number_en::read(t, i, money)
        } else {
            None
        }?;
        (!(i..number.next).any(|k| self.used(k))).then_some(number)
    }

    fn amount(
        &self,
        from: usize,
        at: usize,
        prefix: Option<currency::Currency>,
        negative: bool,
    ) -> Option<Draft> {
        let t = self.tokens;
        let mut number = self.number(at, prefix.is_some())?;
        let scaled = currency_en::scaled_code(t, number.next).filter(|_| prefix.is_none() && !number.scaled);
        if let Some((code, zeros)) = scaled {
            number = number.times(number::power(zeros)?)?;
            let currency =
                currency::Currency { code: Some(code), note: None, next: number.next + 1, minor: false };
            return self.money(from, number, None, Some(currency));
        }
        if negative {
            number.value = -number.value;
        }
        let next = number.next;
        let more = hedges::after(t, next).filter(|_| t.is(next, Kind::Han));
        let name_at = more.map_or(next, |(_, n)| n);
        let hyphen = usize::from(t.joins(next, "-"));
        let suffix = currency::suffix(t, name_at, self.lang)
            .or_else(|| currency::suffix(t, next + hyphen, self.lang))
            .filter(|_| !self.used(next));
        let mut draft = if prefix.is_some() || suffix.is_some() {
            self.money(from, number, prefix, suffix)?
        } else {
            self.plain(from, at, number)?
        };
        draft.number = Some(number);
        if number.more && draft.value.is_some() {
            draft.hedge(hedges::Hedge::Bound(Comparator::More));
        }
        Some(draft)
    }

    fn money(
        &self,
        from: usize,
        number: Number,
        prefix: Option<currency::Currency>,
        suffix: Option<currency::Currency>,
    ) -> Option<Draft> {
        let named = suffix
            .filter(|s| prefix.is_none_or(|p| p.code.is_none() || p.note.is_some() || p.code == s.code));
        let currency = named.filter(|s| s.code.is_some()).or(prefix).or(suffix)?;
        let to = named.map_or(number.next, |s| s.next);
        let (mut value, mut step) = (number.value, number.step);
        if currency.minor {
            value = value.checked_div(Decimal::ONE_HUNDRED)?;
            step = step.checked_div(Decimal::ONE_HUNDRED)?;
        }
        let mut to = to;
        if let Some((part, next)) = self.minor(to, &currency).filter(|_| !number.scaled) {
            (value, step, to) = (value.checked_add(part)?, Decimal::new(1, 2), next);
        } else if let Some(scale) = named.and_then(|s| number_en::scale_word(self.tokens, s.next)) {
            // `75 USD million`
            (value, step, to) = (value.checked_mul(scale)?, step.checked_mul(scale)?, to + 1);
        }
        let mut draft = Draft::exact(ValueKind::Money, value, step, from, to);
        draft.currency = currency.code;
        draft.note = currency.note.map(str::to_owned);
        if self.tokens.text(number.next - 1) == "兆" {
            draft = draft.note("“兆” is read as a trillion; it may be a million in mainland use");
        }
        Some(draft)
    }

    /// The minor units after an amount (`and 43 cents`, `三毛`, `1角1分`), as a part of the major unit.
    fn minor(&self, at: usize, major: &currency::Currency) -> Option<(Decimal, usize)> {
        let t = self.tokens;
        if major.minor {
            return None;
        }
        let yuan = matches!(t.text(at - 1), "元" | "圆" | "块" | "蚊");
        if let Some(minor) = currency::minor_zh(t, at).filter(|_| yuan) {
            return Some(minor);
        }
        let joined = matches!(t.text(at), "and" | "又");
        let (major_end, at) = (at, at + usize::from(joined));
        let number = self.number(at, false).filter(|n| n.value < Decimal::ONE_HUNDRED && !n.scaled)?;
        let cents = currency::suffix(t, number.next, self.lang).filter(|c| c.minor);
        let c = matches!(t.text(number.next), "c" | "sen") && t.is(number.next, Kind::Word);
        // `15 dollars 50`, `one dollar and two`: what follows is no other thing counted
        let bare = t.is(major_end - 1, Kind::Word)
            && major_end == major.next
            && number.value.is_integer()
            && (joined || t.text(at).len() == 2)
            && matches!(t.text(number.next), "" | "." | "," | ";" | "!" | "?" | ")" | "more" | "and" | "or");
        let next = cents.map(|c| c.next).or_else(|| (c || bare).then_some(number.next + usize::from(c)))?;
        Some((number.value.checked_div(Decimal::ONE_HUNDRED)?, next))
    }

    fn plain(&self, from: usize, at: usize, number: Number) -> Option<Draft> {
        let t = self.tokens;
        let next = number.next;
        let closed = usize::from(from < at && t.text(from) == "(" && t.text(next) == ")");
        let unit = if self.used(next) { None } else { units::after(t, next + closed) };
        let signed = from < at;
        if !names::countable(t, at, &number, unit.as_ref(), signed) {
            return None;
        }
        let (kind, to) = unit.as_ref().map_or((ValueKind::Number, next), |u| (u.kind, u.next));
        let mut draft = Draft::exact(kind, number.value, number.step, from, to);
        draft.unit = unit.and_then(|u| u.name);
        if let Some(half) = self.half_after(to).filter(|_| kind != ValueKind::Percent) {
            draft = Draft::exact(kind, number.value.checked_add(half)?, half, from, to + 1).same_unit(draft);
        }
        measures::smaller(t, &mut draft, |k| self.number(k, false));
        if kind == ValueKind::Multiple {
            draft = special::multiple(t, draft, at);
        }
        if kind == ValueKind::Number && self.tokens.text(next - 1) == "兆" {
            draft = draft.note("“兆” is read as a trillion; it may be a million in mainland use");
        }
        Some(draft)
    }

    /// 半 after a Chinese unit: `两米半`, `三年半`.
    fn half_after(&self, at: usize) -> Option<Decimal> {
        let t = self.tokens;
        let unit = t.is(at - 1, Kind::Han) && t.text(at) == "半" && !self.used(at);
        let word = t.han(at + 1).is_some_and(|c| "数夜导径岛个年天成".contains(c));
        (unit && !word && !t.is(at - 1, Kind::Number) && number_zh::digit(t.han(at - 1)?).is_none())
            .then(|| Decimal::new(5, 1))
    }

    fn hedged(&self, draft: &mut Draft, done: usize) {
        if draft.value.is_some() && draft.kind != ValueKind::Rank {
            if let Some((hedge, from)) = hedges::before(self.tokens, draft.from).filter(|(_, f)| *f >= done)
                && !(from..draft.from).any(|k| self.used(k))
            {
                if draft.kind == ValueKind::Duration && self.tokens.text(from) == "over" {
                    draft.note = Some("“over” may mean “more than” or “during”".to_owned());
                } else {
                    draft.hedge(hedge);
                    draft.from = from;
                }
            }
            if let Some((hedge, to)) = hedges::after(self.tokens, draft.to) {
                draft.hedge(hedge);
                draft.to = to;
            }
        }
    }
}
