//! Whether two flags of one claim bring the same news.

use std::collections::HashSet;

use super::phrase;
use super::plan::{Candidate, Known};
use crate::model::value::{Value, ValueKind};

/// The least share of words that two passages without a value have in common when they tell the same.
const SAME_WORDS: f64 = 0.5;

/// The same claim, the same relation, and the same new value; without a value, the same detail told in
/// similar words or in another script.
pub fn same_news(candidate: &Candidate, known: &Known) -> bool {
    if candidate.claim != known.claim
        || candidate.version != known.version
        || candidate.relation != known.relation
    {
        return false;
    }
    match (&candidate.new, &known.new) {
        (Some(a), Some(b)) => same_value(a, b),
        (None, None) => {
            candidate.detail == known.detail
                && similar(
                    candidate.passage(),
                    known.after.as_deref().or(known.before.as_deref()).unwrap_or_default(),
                )
        }
        _ => false,
    }
}

/// Equal numbers, or one rounds the other.
pub fn same_value(a: &Value, b: &Value) -> bool {
    if a.kind != b.kind || a.currency != b.currency {
        return false;
    }
    match (a.value, b.value) {
        // The month that one names holds the day that the other names.
        _ if a.kind == ValueKind::Date => within(a, b) || within(b, a),
        (Some(x), Some(y)) if x == y => true,
        // One rounds the other: each interval holds the other's number.
        (Some(x), Some(y)) => holds(a, y) || holds(b, x),
        _ => a.low == b.low && a.high == b.high,
    }
}

fn within(outer: &Value, inner: &Value) -> bool {
    outer.low <= inner.low && inner.high <= outer.high
}

fn holds(value: &Value, number: rust_decimal::Decimal) -> bool {
    matches!((value.low, value.high), (Some(low), Some(high)) if low <= number && number <= high)
}

fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if is_han(&a) != is_han(&b) {
        return true;
    }
    #[expect(clippy::cast_precision_loss, reason = "word counts of one passage")]
    let share = a.intersection(&b).count() as f64 / a.len().min(b.len()) as f64;
    share >= SAME_WORDS
}

/// Lower-case words; Han characters one by one.
pub fn words(text: &str) -> HashSet<String> {
    let mut out = HashSet::new();
    let mut word = String::new();
    for c in crate::text::fold(text).text.chars() {
        let han = phrase::is_han(c);
        if c.is_alphanumeric() && !han {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.insert(std::mem::take(&mut word));
        }
        if han {
            out.insert(c.to_string());
        }
    }
    if !word.is_empty() {
        out.insert(word);
    }
    out
}

fn is_han(words: &HashSet<String>) -> bool {
    let han = words.iter().filter(|w| w.chars().all(phrase::is_han)).count();
    han * 2 > words.len()
}
