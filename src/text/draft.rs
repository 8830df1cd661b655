//! A quantity on its way to a value.

use rust_decimal::Decimal;

use super::hedges;
use super::number::Number;
use crate::model::value::{Comparator, ValueKind};

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
    pub number: Option<Number>,
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

    /// Takes the unit of another draft.
    pub fn same_unit(mut self, other: Self) -> Self {
        self.unit = other.unit;
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

    /// Joins `more than 10` with the `less than 20` after it.
    pub fn enclose(&mut self, other: &Self) {
        self.low = self.low.or(other.low);
        self.high = self.high.or(other.high);
        self.value = None;
        self.comparator = Comparator::Equal;
        self.unit = self.unit.take().or_else(|| other.unit.clone());
        self.to = other.to;
    }

    pub fn hedge(&mut self, hedge: hedges::Hedge) {
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
