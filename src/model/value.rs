//! What a text states in numbers and dates. Read by [`crate::text`], compared by [`crate::assess`].

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The kind of a quantity. Values of different kinds are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Major units of a currency, fully scaled: `$11.9 billion` is 11900000000.
    Money,
    /// Points: `49%` is 49.
    Percent,
    /// A count or plain number, with its unit word where there is one.
    Number,
    /// A factor: `eightfold` is 8.
    Multiple,
    /// A length of time in the unit named by [`Value::unit`].
    Duration,
    /// An ordinal place: `top five`, `第三`.
    Rank,
}

/// How the stated number bounds the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Comparator {
    #[default]
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "~")]
    About,
    #[serde(rename = ">")]
    More,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = "<")]
    Less,
    #[serde(rename = "<=")]
    AtMost,
}

impl Comparator {
    /// The sign as printed and as stored.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::About => "~",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
        }
    }
}

/// A quantity with the interval that its wording leaves open.
///
/// `low` and `high` come from hedges, ranges and half a unit of the last significant digit;
/// `None` is an open end. `value` is `None` where the wording names no single number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    pub kind: ValueKind,
    pub value: Option<Decimal>,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// Unit word in its singular (`share`, `year`, `people`), lower case; `None` for bare numbers.
    pub unit: Option<String>,
    /// ISO 4217 code; `None` for money whose currency stays ambiguous.
    pub currency: Option<String>,
    pub comparator: Comparator,
    /// The words as they stand in the text.
    pub surface: String,
    /// Place in Unicode scalar values, end exclusive.
    pub start: usize,
    pub end: usize,
    /// What could not be settled, in words (`"$" may be USD or another dollar`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// The precision of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
}

/// A date or period named in a text: `start` to `end`, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSpan {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub grain: Grain,
    /// A fiscal period (`FY2025`, `2025财年第三季度`), whose days depend on the company's year.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub fiscal: bool,
    pub surface: String,
    /// Place in Unicode scalar values, end exclusive.
    pub from: usize,
    pub to: usize,
}

impl DateSpan {
    /// Whether the two share no day.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        self.end < other.start || other.end < self.start
    }
}

/// The language of a text, as far as the readers tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Zh,
    Ja,
}

/// Everything that was read from one text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub lang: Lang,
    pub values: Vec<Value>,
    pub dates: Vec<DateSpan>,
}
