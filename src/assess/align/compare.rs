//! Whether a stated quantity agrees with the one that a claim states.

use std::borrow::Cow;

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::assess::read::facts::{Amount, Quantity};
use crate::model::value::{Comparator, DateSpan, Grain, Value, ValueKind};

/// How a stated quantity stands to the claim's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    /// Equal but for rounding or a hedge.
    Rounded,
    /// The text is finer and lies within what the claim states.
    Finer,
    Fails,
    /// Cannot be told: an interval that overlaps, a missing part of a date.
    Open,
}

impl Verdict {
    pub fn holds(self) -> bool {
        matches!(self, Self::Same | Self::Rounded | Self::Finer)
    }
}

/// How a date of the claim bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    On,
    Before,
    After,
}

/// Compares `stated` with what the claim states; `bound` counts for dates only.
pub fn compare(claimed: &Quantity, bound: Bound, stated: &Quantity) -> Verdict {
    match (&claimed.amount, &stated.amount) {
        (Amount::Value(x), Amount::Value(y)) => values(x, &alike(x, y)),
        (Amount::Date(x), Amount::Date(y)) => dates(x, bound, y),
        _ => Verdict::Open,
    }
}

/// `y` in the kind of `x`: a fraction in words (`three quarters`, `四分之三`) as the percentage that `x` is given in.
pub fn alike<'a>(x: &Value, y: &'a Value) -> Cow<'a, Value> {
    let part = y.value.is_some_and(|v| v > Decimal::ZERO && v < Decimal::ONE) && !y.surface.contains('.');
    if x.kind != ValueKind::Percent || y.kind != ValueKind::Number || y.unit.is_some() || !part {
        return Cow::Borrowed(y);
    }
    let times = |d: Option<Decimal>| d.and_then(|d| d.checked_mul(Decimal::ONE_HUNDRED));
    Cow::Owned(Value {
        kind: ValueKind::Percent,
        value: times(y.value),
        low: times(y.low),
        high: times(y.high),
        ..y.clone()
    })
}

/// Why two values cannot be compared at all; `None` if they can.
pub fn incomparable(x: &Value, y: &Value) -> Option<String> {
    if x.kind != y.kind {
        return Some(format!("“{}” is another kind of value than “{}”", y.surface, x.surface));
    }
    if x.kind == ValueKind::Money
        && let (Some(a), Some(b)) = (&x.currency, &y.currency)
        && a != b
    {
        return Some(format!("“{}” is in {b}, the claim is in {a}: not converted", y.surface));
    }
    if matches!(x.kind, ValueKind::Duration | ValueKind::Number)
        && let (Some(a), Some(b)) = (&x.unit, &y.unit)
        && a != b
    {
        return Some(format!("“{}” counts {b}, the claim counts {a}", y.surface));
    }
    None
}

/// Whether both are bounds, ranges or hedges of the same kind (“at least”) with another number: neither contradicts the
/// other, but one was put in the place of the other.
pub fn bound_moved(was: &Value, now: &Value) -> bool {
    if was.value.is_none() && now.value.is_none() {
        return was.low != now.low || was.high != now.high;
    }
    was.comparator == now.comparator && was.comparator != Comparator::Equal && was.value != now.value
}

fn dates(x: &DateSpan, bound: Bound, y: &DateSpan) -> Verdict {
    let inside = x.start <= y.start && y.end <= x.end;
    match bound {
        Bound::On if x.start == y.start && x.end == y.end => Verdict::Same,
        Bound::On if inside => Verdict::Finer,
        // The month of the claim's day.
        Bound::On if y.grain == Grain::Month && y.start <= x.start && x.end <= y.end => Verdict::Rounded,
        Bound::On if x.excludes(y) => Verdict::Fails,
        Bound::Before if y.end < x.start => Verdict::Same,
        Bound::Before if y.start >= x.start => Verdict::Fails,
        Bound::After if y.start > x.end => Verdict::Same,
        Bound::After if y.end <= x.end => Verdict::Fails,
        _ => Verdict::Open,
    }
}

fn values(x: &Value, y: &Value) -> Verdict {
    let ends = |v: &Value| (v.value, v.low, v.high);
    if x.comparator == y.comparator && ends(x) == ends(y) {
        return Verdict::Same;
    }
    let Some(b) = middle(y) else { return overlap(x, y) };
    let Some(a) = middle(x) else { return if within(b, x) { Verdict::Same } else { overlap(x, y) } };
    match x.comparator {
        Comparator::Equal => equal(x, a, y, b),
        Comparator::About => about(x, a, y, b),
        Comparator::More | Comparator::AtLeast => above(x, a, y, b),
        Comparator::Less | Comparator::AtMost => below(x, a, y, b),
    }
}

/// The one number that a value names, else the middle of its interval.
fn middle(value: &Value) -> Option<Decimal> {
    value.value.or_else(|| {
        let (low, high) = (value.low?, value.high?);
        (low == high).then_some(low)
    })
}

fn overlap(x: &Value, y: &Value) -> Verdict {
    let apart =
        |low: Option<Decimal>, high: Option<Decimal>| matches!((low, high), (Some(l), Some(h)) if l > h);
    if apart(y.low, x.high) || apart(x.low, y.high) { Verdict::Fails } else { Verdict::Open }
}

/// A bound this near an exact value is said of it.
const NEAR_BOUND: f64 = 0.4;

fn equal(x: &Value, a: Decimal, y: &Value, b: Decimal) -> Verdict {
    if a == b {
        return Verdict::Same;
    }
    let gap = gap(a, b);
    let money = x.kind == ValueKind::Money;
    let finer = within(b, x) && gap <= if money { 0.03 } else { 0.01 };
    let coarser = within(a, y)
        && gap
            <= if y.comparator == Comparator::About {
                0.05
            } else if money {
                0.01
            } else {
                0.001
            };
    match y.comparator {
        Comparator::Equal | Comparator::About if rounds(a, b) || rounds(b, a) => Verdict::Rounded,
        _ if finer => Verdict::Rounded,
        _ if coarser => Verdict::Rounded,
        Comparator::About if gap <= 0.03 => Verdict::Rounded,
        // A bound that the exact value keeps says less, not something else.
        Comparator::More | Comparator::AtLeast if b < a && gap <= NEAR_BOUND => Verdict::Rounded,
        Comparator::More | Comparator::AtLeast if b < a => Verdict::Open,
        Comparator::Less | Comparator::AtMost if b > a && gap <= NEAR_BOUND => Verdict::Rounded,
        Comparator::Less | Comparator::AtMost if b > a => overlap(x, y),
        _ => Verdict::Fails,
    }
}

fn about(x: &Value, a: Decimal, y: &Value, b: Decimal) -> Verdict {
    if a == b {
        return Verdict::Same;
    }
    match y.comparator {
        _ if gap(a, b) <= 0.1 || within(b, x) && gap(a, b) <= 0.2 => Verdict::Rounded,
        Comparator::More | Comparator::AtLeast if b < a => Verdict::Open,
        Comparator::Less if b > a => overlap(x, y),
        _ => Verdict::Fails,
    }
}

fn above(x: &Value, a: Decimal, y: &Value, b: Decimal) -> Verdict {
    let bound_included = x.comparator == Comparator::AtLeast;
    match y.comparator {
        _ if b > a => match y.comparator {
            Comparator::Less if stays_above(b, a) => Verdict::Same,
            Comparator::Less | Comparator::AtMost => Verdict::Open,
            _ => Verdict::Same,
        },
        Comparator::More if falls_short(b, a) => Verdict::Fails,
        Comparator::More | Comparator::AtLeast if b == a => Verdict::Same,
        Comparator::More | Comparator::AtLeast => Verdict::Open,
        Comparator::About if b == a => Verdict::Open,
        _ if b == a && bound_included => Verdict::Same,
        _ => Verdict::Fails,
    }
}

fn below(x: &Value, a: Decimal, y: &Value, b: Decimal) -> Verdict {
    let bound_included = x.comparator == Comparator::AtMost;
    match y.comparator {
        _ if b < a => match y.comparator {
            Comparator::More if falls_short(b, a) => Verdict::Same,
            Comparator::More | Comparator::AtLeast => Verdict::Open,
            _ => Verdict::Same,
        },
        Comparator::Less if stays_above(b, a) => Verdict::Fails,
        Comparator::Less | Comparator::AtMost if b == a => Verdict::Same,
        Comparator::Less | Comparator::AtMost => Verdict::Open,
        Comparator::About if b == a => Verdict::Open,
        _ if b == a && bound_included => Verdict::Same,
        _ => Verdict::Fails,
    }
}

/// Whether `round` is what `exact` is rounded to: 184,000 of 184,012, not 200 of 201.
fn rounds(round: Decimal, exact: Decimal) -> bool {
    const CLOSE: f64 = 0.005;
    let half = step(round).checked_div(Decimal::TWO).unwrap_or(Decimal::ZERO);
    let near = round.checked_sub(exact).is_some_and(|d| d.abs() <= half);
    near && step(round) >= Decimal::ONE_THOUSAND && step(exact) < step(round) && gap(round, exact) <= CLOSE
}

/// “Over `stated`” is said of what lies less than a step above it: it falls short of a `bound` a step away.
fn falls_short(stated: Decimal, bound: Decimal) -> bool {
    stated.checked_add(step(stated)).is_some_and(|reach| stated < bound && reach <= bound)
}

/// “Under `stated`” mirrors it.
fn stays_above(stated: Decimal, bound: Decimal) -> bool {
    stated.checked_sub(step(stated)).is_some_and(|reach| stated > bound && reach >= bound)
}

/// One unit of the last digit that a number is written with: 10 million for 790 million.
fn step(number: Decimal) -> Decimal {
    let short = number.normalize();
    let mut step = Decimal::new(1, short.scale());
    let mut rest = short.abs();
    while !rest.is_zero() && rest >= Decimal::TEN && (rest % Decimal::TEN).is_zero() {
        let Some(larger) = step.checked_mul(Decimal::TEN) else { break };
        (step, rest) = (larger, rest / Decimal::TEN);
    }
    step
}

fn within(number: Decimal, value: &Value) -> bool {
    value.low.is_some_and(|low| low <= number) && value.high.is_some_and(|high| number <= high)
}

/// Difference in parts of the larger of the two.
pub fn gap(a: Decimal, b: Decimal) -> f64 {
    let larger = a.abs().max(b.abs());
    let Some(difference) = a.checked_sub(b) else { return 1.0 };
    difference.abs().checked_div(larger).and_then(|g| g.to_f64()).unwrap_or(0.0)
}

/// Whether two quantities name the same figure, whatever it counts: across languages units are written apart.
pub fn same_figure(x: &Quantity, y: &Quantity) -> bool {
    match (&x.amount, &y.amount) {
        (Amount::Value(ours), Amount::Value(theirs)) if ours.value.is_some() && theirs.value.is_some() => {
            ours.value == theirs.value
        }
        (Amount::Value(ours), Amount::Value(theirs)) => {
            ours.low.is_some() && ours.low == theirs.low && ours.high == theirs.high
        }
        (Amount::Date(ours), Amount::Date(theirs)) => !ours.excludes(theirs),
        (Amount::Date(date), Amount::Value(value)) | (Amount::Value(value), Amount::Date(date)) => {
            let parts = [Decimal::from(date.start.year()), Decimal::from(date.start.day())];
            value.value.is_some_and(|number| parts.contains(&number))
        }
    }
}

/// How many powers of ten lie between two values; 0 where one has no number.
pub fn magnitudes(x: &Value, y: &Value) -> f64 {
    let number = |v: &Value| v.value.or(v.low).or(v.high).and_then(|d| d.abs().to_f64()).filter(|f| *f > 0.0);
    match (number(x), number(y)) {
        (Some(a), Some(b)) => (a / b).log10().abs(),
        _ => 0.0,
    }
}

/// A key under which equal values of one kind and currency fall together.
pub fn key(value: &Value) -> Option<String> {
    let ends = match value.value {
        Some(number) => number.normalize().to_string(),
        None => format!("{}–{}", value.low?.normalize(), value.high?.normalize()),
    };
    Some(format!("{:?}{}{ends}", value.kind, value.currency.as_deref().unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: i64, half: i64, comparator: Comparator) -> Value {
        let amount = Decimal::from(amount);
        Value {
            kind: ValueKind::Money,
            value: Some(amount),
            low: Some(amount - Decimal::from(half)),
            high: Some(amount + Decimal::from(half)),
            unit: None,
            currency: Some("USD".into()),
            comparator,
            surface: amount.to_string(),
            start: 0,
            end: 1,
            note: None,
        }
    }

    #[test]
    fn rounding_is_equal_and_another_sum_is_not() {
        let claim = money(11_900, 50, Comparator::Equal);
        assert_eq!(values(&claim, &money(11_900, 50, Comparator::Equal)), Verdict::Same);
        assert_eq!(values(&claim, &money(12_000, 500, Comparator::About)), Verdict::Rounded);
        assert_eq!(values(&claim, &money(12_000, 500, Comparator::Equal)), Verdict::Rounded);
        assert_eq!(values(&claim, &money(11_915, 0, Comparator::Equal)), Verdict::Rounded);
        assert_eq!(values(&claim, &money(22_400, 50, Comparator::About)), Verdict::Fails);
        assert_eq!(values(&claim, &money(11_000, 500, Comparator::More)), Verdict::Rounded);
    }

    #[test]
    fn bounds_hold_on_their_side_only() {
        let over = money(35, 0, Comparator::More);
        assert_eq!(values(&over, &money(36, 0, Comparator::Equal)), Verdict::Same);
        assert_eq!(values(&over, &money(23, 0, Comparator::About)), Verdict::Fails);
        assert_eq!(values(&over, &money(35, 0, Comparator::Equal)), Verdict::Fails);
        let least = money(100, 0, Comparator::AtLeast);
        assert_eq!(values(&least, &money(100, 0, Comparator::Equal)), Verdict::Same);
        let under = money(30, 0, Comparator::Less);
        assert_eq!(values(&under, &money(31, 0, Comparator::Equal)), Verdict::Fails);
        assert_eq!(values(&under, &money(20, 0, Comparator::AtLeast)), Verdict::Open);
    }

    #[test]
    fn over_a_number_reaches_less_than_a_step_beyond_it() {
        let over = money(800, 0, Comparator::More);
        assert_eq!(values(&over, &money(790, 0, Comparator::More)), Verdict::Fails);
        assert_eq!(values(&over, &money(790, 0, Comparator::AtLeast)), Verdict::Open);
        assert_eq!(values(&over, &money(800, 0, Comparator::More)), Verdict::Same);
        assert_eq!(values(&money(30, 0, Comparator::Less), &money(20, 0, Comparator::More)), Verdict::Same);
        assert_eq!(
            values(&money(1_050, 0, Comparator::More), &money(1_000, 0, Comparator::More)),
            Verdict::Open
        );
        assert_eq!(
            values(&money(700, 0, Comparator::Equal), &money(500, 0, Comparator::More)),
            Verdict::Rounded,
            "a bound that the exact value keeps"
        );
        assert_eq!(
            values(&money(700, 0, Comparator::Equal), &money(800, 0, Comparator::More)),
            Verdict::Fails
        );
        assert_eq!(values(&money(85, 0, Comparator::Less), &money(90, 0, Comparator::Less)), Verdict::Open);
    }

    #[test]
    fn other_currencies_and_kinds_are_not_compared() {
        let mut yen = money(11_900, 50, Comparator::Equal);
        yen.currency = Some("JPY".into());
        assert!(
            incomparable(&money(11_900, 50, Comparator::Equal), &yen)
                .is_some_and(|r| r.contains("not converted"))
        );
    }
}
