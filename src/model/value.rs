//! What a text states in numbers and dates. Read by [`crate::text`], compared by [`crate::assess`].

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

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
    /// A date where a claim states one: `low` and `high` are its first and last day as the number 20231117.
    Date,
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
    #[serde(serialize_with = "plain")]
    pub value: Option<Decimal>,
    #[serde(serialize_with = "plain")]
    pub low: Option<Decimal>,
    #[serde(serialize_with = "plain")]
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

/// Writes a number as a string without trailing zeros: 11900000000, not 11900000000.0.
#[expect(clippy::ref_option, reason = "the form that serde calls")]
fn plain<S: Serializer>(number: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(|n| n.normalize()).serialize(serializer)
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
    /// The date as a claim's value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let number = |day: NaiveDate| {
            Decimal::from(
                i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()),
            )
        };
        let (low, high) = (number(self.start), number(self.end));
        Value {
            kind: ValueKind::Date,
            value: (low == high).then_some(low),
            low: Some(low),
            high: Some(high),
            unit: None,
            currency: None,
            comparator: Comparator::Equal,
            surface: self.surface.clone(),
            start: self.from,
            end: self.to,
            note: None,
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_trailing_zeros() {
        let value = Value {
            kind: ValueKind::Money,
            value: Some(Decimal::new(119_000_000_000, 1)),
            low: Some(Decimal::new(5, 1)),
            high: None,
            unit: None,
            currency: None,
            comparator: Comparator::Equal,
            surface: String::new(),
            start: 0,
            end: 0,
            note: None,
        };
        let json = serde_json::to_value(&value).unwrap();
        assert_eq!(json["value"], "11900000000");
        assert_eq!(json["low"], "0.5");
        assert!(json["high"].is_null());
        assert_eq!(serde_json::from_value::<Value>(json).unwrap(), value);
    }
}
