//! Numbers with unit, hedge and precision: puts together what the readers of numbers, units and hedges find.

use rust_decimal::Decimal;

use super::number::Number;
use super::token::{Kind, Tokens};
use super::{currency, hedges, names, number_en, number_zh, special, units};
use crate::model::value::{Comparator, Lang, ValueKind};

/// A quantity before its hedges; places in tokens.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub kind: ValueKind,
    pub value: Option<Decimal>,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub unit: Option<String>,
    pub currency: Option<&'static str>,
    pub comparator: Comparator,
    pub note: Option<String>,
    pub from: usize,
    pub to: usize,
    /// What the amount was scaled by, for `3.5-4 billion`.
    number: Option<Number>,
}

impl Draft {
    /// A value whose interval is half of `step` to either side.
    pub fn exact(kind: ValueKind, value: Decimal, step: Decimal, from: usize, to: usize) -> Self {
        let half = step / Decimal::TWO;
        Self {
            kind,
            value: Some(value),
            low: value.checked_sub(half),
            high: value.checked_add(half),
            unit: None,
            currency: None,
            comparator: Comparator::Equal,
            note: None,
            from,
            to,
            number: None,
        }
    }

    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    pub fn note(mut self, note: &str) -> Self {
        self.note = Some(note.to_owned());
        self
    }

    /// Takes the value back and leaves the interval open between two bounds.
    pub fn open(mut self, low: Decimal, high: Decimal, note: &str) -> Self {
        (self.value, self.low, self.high) = (None, Some(low), Some(high));
        self.note(note)
    }

    fn hedge(&mut self, hedge: hedges::Hedge) {
        let Some(value) = self.value else { return };
        // A twentieth is what "about" is taken to leave open.
        let room = value.abs() / Decimal::from(20);
        match hedge {
            hedges::Hedge::About => {
                self.comparator = Comparator::About;
                self.low = self.low.and_then(|low| Some(low.min(value.checked_sub(room)?)));
                self.high = self.high.and_then(|high| Some(high.max(value.checked_add(room)?)));
            }
            hedges::Hedge::Nearly => {
                self.comparator = Comparator::About;
                self.low = self.low.and_then(|low| Some(low.min(value.checked_sub(room)?)));
            }
            hedges::Hedge::Bound(comparator) => {
                self.comparator = comparator;
                (self.low, self.high) = match comparator {
                    Comparator::More | Comparator::AtLeast => (Some(value), None),
                    _ => (None, Some(value)),
                };
            }
        }
    }
}

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
                out.push(draft);
            }
            None => i += reader.skip(i),
        }
    }
    out
}

struct Reader<'a> {
    tokens: &'a Tokens,
    lang: Lang,
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
        (i..).take_while(|k| numeral(*k)).count().max(1)
    }

    fn at(&self, i: usize) -> Option<Draft> {
        if self.used(i) {
            return None;
        }
        if let Some(draft) = special::read(self.tokens, i) {
            return (!(draft.from..draft.to).any(|k| self.used(k))).then_some(draft);
        }
        let first = self.quantity(i)?;
        Some(self.range(&first).unwrap_or(first))
    }

    /// One number with sign, currency and unit.
    fn quantity(&self, i: usize) -> Option<Draft> {
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
        let minus = match t.text(i) {
            "-" => !t.glued(i) || i == 0 || matches!(t.before(i, 1), "(" | "\""),
            "minus" | "负" | "negative" => true,
            _ => false,
        };
        let hyphen = usize::from(minus && t.text(i) == "minus" && t.joins(i + 1, "-"));
        let number = i + 1 + hyphen;
        let glued = t.text(i) != "-" || t.glued(i + 1);
        (minus && glued, if minus && glued { number } else { i })
    }

    fn number(&self, i: usize, money: bool) -> Option<Number> {
        let t = self.tokens;
        if self.used(i) {
            return None;
        }
        let number = if t.is(i, Kind::Han) || (t.is(i, Kind::Number) && t.is(i + 1, Kind::Han)) {
            number_zh::read(t, i)
        } else if t.is(i, Kind::Number) || (t.is(i, Kind::Word) && number_en::begins(t.text(i))) {
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
        let mut draft = Draft::exact(ValueKind::Money, value, step, from, to);
        draft.currency = currency.code;
        draft.note = currency.note.map(str::to_owned);
        if self.tokens.text(number.next - 1) == "兆" {
            draft = draft.note("“兆” is read as a trillion; it may be a million in mainland use");
        }
        Some(draft)
    }

    fn plain(&self, from: usize, at: usize, number: Number) -> Option<Draft> {
        let t = self.tokens;
        let next = number.next;
        let unit = if self.used(next) { None } else { units::after(t, next) };
        let signed = from < at;
        if !names::countable(t, at, &number, unit.as_ref(), signed) {
            return None;
        }
        let (kind, to) = unit.as_ref().map_or((ValueKind::Number, next), |u| (u.kind, u.next));
        let mut draft = Draft::exact(kind, number.value, number.step, from, to);
        draft.unit = unit.and_then(|u| u.name);
        if kind == ValueKind::Multiple {
            draft = special::multiple(t, draft, at);
        }
        if kind == ValueKind::Number && self.tokens.text(next - 1) == "兆" {
            draft = draft.note("“兆” is read as a trillion; it may be a million in mainland use");
        }
        Some(draft)
    }

    /// `3.5-4 billion`, `30% to 40%`, `between 5 and 10`: the second end, if there is one.
    fn range(&self, first: &Draft) -> Option<Draft> {
        let t = self.tokens;
        let at = first.to;
        let between = matches!(t.before(first.from, 1), "between" | "在" | "介于" | "于");
        let next = match t.text(at) {
            "-" | "~" => at + 1,
            "to" | "至" | "到" if !self.changes(first.from) => at + 1,
            "and" | "和" | "与" if between => at + 1,
            _ => return None,
        };
        if t.text(at) == "-" && t.text(next) == "-" {
            return None;
        }
        let second = self.quantity(next).filter(|d| d.from == next)?;
        let (a, b) = (first.number?, second.number?);
        let (mut low, high) = (first.value?, second.value?);
        let bare = first.kind == ValueKind::Number && first.unit.is_none();
        if !(bare || first.kind == second.kind || second.unit.is_none() && second.kind == ValueKind::Number) {
            return None;
        }
        if !a.scaled && b.scaled && a.value < Decimal::ONE_THOUSAND {
            let raw = t.list.get(next).and_then(|_| self.unscaled(next))?;
            let factor = b.value.checked_div(raw)?;
            low = low.checked_mul(factor)?;
        }
        if first.kind == ValueKind::Money
            && second.kind == ValueKind::Money
            && first.currency != second.currency
        {
            let shared = second.note.is_some() || first.note.is_some();
            if !shared {
                return None;
            }
        }
        if low >= high {
            return None;
        }
        let mut out = second.clone();
        if second.kind == ValueKind::Number && second.unit.is_none() {
            (out.kind, out.unit) = (first.kind, first.unit.clone());
        }
        if first.kind == ValueKind::Money {
            (out.currency, out.note) = (first.currency.or(second.currency), first.note.clone());
        }
        (out.value, out.low, out.high) = (None, Some(low), Some(high));
        out.comparator = Comparator::Equal;
        (out.from, out.to) = (first.from, second.to);
        Some(out)
    }

    /// The number at `i` without its scale.
    fn unscaled(&self, i: usize) -> Option<Decimal> {
        let i = currency::prefix(self.tokens, i, self.lang).map_or(i, |c| c.next);
        if self.tokens.is(i, Kind::Number) {
            return super::number::digits(self.tokens, i).map(|(v, _)| v).filter(|v| !v.is_zero());
        }
        None
    }

    /// The words before say that the first number is where something came from or by how much it changed.
    fn changes(&self, from: usize) -> bool {
        matches!(
            self.tokens.before(from, 1),
            "from"
                | "从"
                | "由"
                | "rose"
                | "grew"
                | "fell"
                | "increased"
                | "decreased"
                | "declined"
                | "by"
                | "up"
                | "down"
                | "gained"
                | "lost"
                | "dropped"
                | "jumped"
                | "climbed"
                | "增长"
                | "下降"
                | "下跌"
                | "上涨"
        )
    }

    fn hedged(&self, draft: &mut Draft, done: usize) {
        if draft.value.is_some() && draft.kind != ValueKind::Rank {
            if let Some((hedge, from)) = hedges::before(self.tokens, draft.from).filter(|(_, f)| *f >= done) {
                if !(from..draft.from).any(|k| self.used(k)) {
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
