//! Two numbers that bound one value: `3.5-4 billion`, `30%到40%`, `more than 10 and less than 20`.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::hedges;
use super::values::Reader;
use crate::model::value::{Comparator, Lang, ValueKind};

impl Reader<'_> {
    /// `3.5-4 billion`, `30% to 40%`, `between 5 and 10`: both ends as one value, if there is a second end.
    pub(super) fn range(&self, first: &Draft) -> Option<Draft> {
        let second = self.quantity(self.second_end(first)?)?;
        let (a, b) = (first.number?, second.number?);
        let (mut low, high) = (first.value?, second.value?);
        let bare = |d: &Draft| d.kind == ValueKind::Number && d.unit.is_none();
        if !(bare(first) || first.kind == second.kind || bare(&second)) {
            return None;
        }
        if !a.scaled && b.scaled && a.value < Decimal::ONE_THOUSAND {
            low = low.checked_mul(b.factor)?;
        }
        let money = first.kind == ValueKind::Money && second.kind == ValueKind::Money;
        if money && first.currency != second.currency && first.note.is_none() && second.note.is_none() {
            return None;
        }
        if low >= high {
            return None;
        }
        let (from, to) = (first.from, second.to);
        let mut out = if bare(&second) { first.clone() } else { second };
        if first.kind == ValueKind::Money {
            (out.currency, out.note) = (first.currency.or(out.currency), first.note.clone());
        }
        (out.value, out.low, out.high) = (None, Some(low), Some(high));
        (out.comparator, out.from, out.to) = (Comparator::Equal, from, to);
        Some(out)
    }

    /// Where the second end of a range begins.
    fn second_end(&self, first: &Draft) -> Option<usize> {
        let t = self.tokens;
        let at = first.to;
        let dashes = t.joins(at, "-") && t.joins(at + 1, "-");
        // `1万(含)-5万元`
        let at =
            if t.text(at) == "(" && t.text(at + 1) == "含" && t.text(at + 2) == ")" { at + 3 } else { at };
        match t.text(at) {
            "-" if dashes => (self.lang == Lang::Zh).then_some(at + 2),
            "-" | "~" => Some(at + 1),
            "or" | "或" => self.next_in_order(first, at + 1).then_some(at + 1),
            "to" | "至" | "到" => (!self.changes(first.from)).then_some(at + 1),
            "and" | "和" | "与" => {
                matches!(t.before(first.from, 1), "between" | "在" | "介于" | "于").then_some(at + 1)
            }
            _ => None,
        }
    }

    /// `three or four`: the second number is the next one.
    fn next_in_order(&self, first: &Draft, at: usize) -> bool {
        let number = self.number(at, false);
        first.value.zip(number).is_some_and(|(a, b)| a.checked_add(Decimal::ONE) == Some(b.value))
    }

    /// The words before say that the first number is where something came from or by how much it changed.
    fn changes(&self, from: usize) -> bool {
        let t = self.tokens;
        let from = hedges::before(t, from).map_or(from, |(_, from)| from);
        if matches!(t.before(from, 1), "from" | "从" | "由") {
            return !matches!(
                t.before(from, 2),
                "range"
                    | "ranges"
                    | "ranged"
                    | "ranging"
                    | "vary"
                    | "varies"
                    | "varying"
                    | "priced"
                    | "anywhere"
            );
        }
        CHANGES.contains(&t.before(from, 1))
            || ["增长", "下降", "下跌", "上涨"].iter().any(|w| t.spelled_before(from, w).is_some())
    }

    /// A lower and an upper bound with only `and` between them.
    pub(super) fn encloses(&self, a: &Draft, b: &Draft) -> bool {
        let open = |d: &Draft| (d.low.is_none(), d.high.is_none());
        let ordered = match (open(a), open(b)) {
            ((false, true), (true, false)) => a.low < b.high,
            ((true, false), (false, true)) => b.low < a.high,
            _ => false,
        };
        let word = |k: usize| {
            matches!(
                self.tokens.text(k),
                "and" | "but" | "," | "并" | "且" | "同" | "时" | "的" | "又" | "也"
            )
        };
        ordered
            && a.kind == b.kind
            && a.currency == b.currency
            && b.from - a.to <= 4
            && (a.to..b.from).all(word)
    }
}

/// Verbs and prepositions before an amount of change: `rose 5 percent to 10`.
const CHANGES: &[&str] = &[
    "rose",
    "grew",
    "fell",
    "increased",
    "decreased",
    "declined",
    "by",
    "up",
    "down",
    "gained",
    "lost",
    "dropped",
    "jumped",
    "climbed",
    "rise",
    "fall",
    "grow",
    "soared",
    "slid",
    "surged",
    "raised",
    "cut",
];
