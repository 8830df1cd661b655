//! The main figure of a sentence: what it states in numbers, with the words that bound it.

use std::cmp::Reverse;
use std::ops::Range;

use rust_decimal::Decimal;

use super::parts::Parts;
use crate::model::value::{Comparator, Value, ValueKind};
use crate::text::read_value;

/// The main figure as a claim gives it.
pub(super) struct Figure {
    /// As the value reader reads it, its hedge with it.
    pub text: String,
    pub kind: ValueKind,
    pub comparator: Comparator,
    pub place: Range<usize>,
    /// Places of figures that say what was before, or what it is compared with.
    pub earlier: Vec<Range<usize>>,
}

/// What stands before a figure that is not the present one.
const EARLIER: &[&str] = &[
    "from ",
    "from just ",
    "from only ",
    "compared with ",
    "compared with just ",
    "compared with only ",
    "compared to ",
    "than ",
    "versus ",
    "against ",
    "instead of ",
    "previous ",
    "从",
    "由",
    "自",
    "比",
    "较",
    "相比",
    "原来的",
    "此前的",
    "去年的",
];
/// What stands before a figure that is being stated.
const STATED: &[&str] =
    &[" is ", " was ", " are ", " were ", " of ", " at ", "为", "达", "达到", "是", "共", "共有"];
/// What stands before a figure that something came to.
const REACHED: &[&str] = &[" to ", "至", "到"];
/// What stands before a change that comes with another figure.
const CHANGED: &[&str] = &[
    "同比增长",
    "同比下降",
    "环比增长",
    "环比下降",
    "增长",
    "下降",
    "上涨",
    "下跌",
    " rose ",
    " fell ",
    " up ",
    " down ",
    " grew ",
    " by ",
];
/// What stands behind a share that is only said beside.
const BESIDE: &[&str] = &[" more than", " less than", " higher", " lower", " of its", " of their"];
/// What makes a number part of a name: `6号线`, `第3届`.
const NAMING: &[&str] = &["号", "届", "路公交"];

/// The figure that the statement is about.
pub(super) fn main_figure(parts: &Parts<'_>) -> Option<Figure> {
    let values: Vec<&Value> = parts.traits.values.iter().filter(|v| !named(parts, v)).collect();
    let earlier: Vec<Range<usize>> =
        values.iter().filter(|v| is_earlier(parts, v)).map(|v| v.start..v.end).collect();
    let alone = values.len() == 1;
    let read = values.into_iter().enumerate().filter_map(|(n, value)| {
        let (text, place) = surface(parts, value)?;
        Some((weight(parts, value, n, alone), Reverse(n), (text, place, value)))
    });
    let (_, _, (text, place, value)) = read.max_by_key(|(weight, n, _)| (*weight, *n))?;
    Some(Figure { text, kind: value.kind, comparator: value.comparator, place, earlier })
}

/// Whether the number belongs to a name or to a score (`3比1`).
pub(super) fn named(parts: &Parts<'_>, value: &Value) -> bool {
    if value.kind != ValueKind::Number {
        return false;
    }
    let (before, after) = (parts.before(value.start, 2), parts.after(value.end, 3));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let scored = after.strip_prefix('比').is_some_and(|rest| digit(rest.chars().next()))
        || before.strip_suffix('比').is_some_and(|rest| digit(rest.chars().next_back()));
    scored || NAMING.iter().any(|w| after.starts_with(w))
}

fn is_earlier(parts: &Parts<'_>, value: &Value) -> bool {
    let before = parts.before(value.start, 20);
    EARLIER.iter().any(|w| before.ends_with(w))
}

/// How much speaks for this figure, the `n`th of its sentence.
fn weight(parts: &Parts<'_>, value: &Value, n: usize, alone: bool) -> i32 {
    let before = format!(" {}", parts.before(value.start, 16));
    let after = parts.after(value.end, 12);
    let follows = |words: &[&str]| words.iter().any(|w| before.ends_with(w));
    let large = value.value.or(value.low).is_some_and(|n| n >= Decimal::ONE_HUNDRED);
    let stated = follows(STATED);
    let mut weight = match value.kind {
        ValueKind::Money => 50,
        ValueKind::Percent => 48,
        ValueKind::Multiple => 45,
        ValueKind::Number if large => 46,
        ValueKind::Number if value.unit.is_some() => 42,
        ValueKind::Rank => 38,
        ValueKind::Number => 36,
        ValueKind::Duration if stated => 34,
        ValueKind::Duration => 22,
        ValueKind::Date => 0,
    };
    weight -= i32::try_from(n.min(9)).unwrap_or(9) * 4;
    if is_earlier(parts, value) {
        weight -= 40;
    }
    if stated {
        weight += 10;
    } else if follows(REACHED) && !scored(parts, value) {
        weight += 6;
    } else if before.ends_with(" the ") {
        weight -= 12;
    }
    let beside = BESIDE.iter().any(|w| after.starts_with(w)) || follows(CHANGED);
    if !alone && value.kind == ValueKind::Percent && beside {
        weight -= 10;
    }
    weight
}

/// `89 to 61`: the second of a score, not what something came to.
fn scored(parts: &Parts<'_>, value: &Value) -> bool {
    parts.traits.values.iter().any(|v| v.end + 4 == value.start && !is_earlier(parts, v))
}

/// The figure's words with those around it that bound it, and their place; `None` where they do not read as one.
fn surface(parts: &Parts<'_>, value: &Value) -> Option<(String, Range<usize>)> {
    let (mut start, mut end) = (value.start, value.end);
    let before = parts.before(start, 8);
    let length = value.kind == ValueKind::Duration;
    if before.ends_with("between ") {
        start -= 8;
    } else if length && before.ends_with("within ") {
        start -= 7;
    }
    if length && parts.after(end, 1) == "内" {
        end += 1;
    }
    [start..end, value.start..value.end]
        .into_iter()
        .map(|place| (parts.cut(place.clone()), place))
        .find(|(text, _)| read_value(text).is_some())
}
