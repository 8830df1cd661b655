//! Room: compare. Passages × passages → changes; no I/O.
//!
//! What moved is no change, and neither is typography. What is left is aligned, so that an edited sentence is one
//! change from before to after and not a removal with an addition. Time is near linear in the number of passages.

mod align;
mod key;
mod moved;

use crate::model::passage::{Change, Passage};

use key::Key;

/// What changed between two captures, in the order of the new one; removals stand where they were.
///
/// Each index is used at most once. Passages of an entry that left its feed or window are no change.
#[must_use]
pub fn compare(before: &[Passage], after: &[Passage]) -> Vec<Change> {
    let (old, new) = (keys(before), keys(after));
    let matched = moved::matched(before, after, &old, &new);
    let mut changes = align::align(before, after, &old, &new, &matched);
    changes.retain(|change| !is_address(before, after, change));
    changes
}

/// The share of the characters of `before` that is gone from `after`, 0 to 1.
///
/// Edited passages are not gone. Of a feed only the loss of all entries counts, as entries leave it all the time.
#[must_use]
pub fn share_lost(before: &[Passage], after: &[Passage]) -> f64 {
    let weight = |passage: &Passage| passage.text.chars().count();
    let total: usize = before.iter().map(weight).sum();
    if total == 0 {
        return 0.0;
    }
    if after.is_empty() {
        return 1.0;
    }
    let entries = |passages: &[Passage]| passages.iter().any(|passage| passage.entry.is_some());
    if entries(before) && !entries(after) {
        return 1.0;
    }
    let lost: usize = compare(before, after)
        .iter()
        .filter(|change| change.after.is_none())
        .filter_map(|change| before.get(change.before?))
        .map(weight)
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of characters stay far below 2^52")]
    let share = lost as f64 / total as f64;
    share
}

fn keys(passages: &[Passage]) -> Vec<Key> {
    passages.iter().map(Key::of).collect()
}

/// Only a link changed its address, as links with tracking parameters do.
fn is_address(before: &[Passage], after: &[Passage], change: &Change) -> bool {
    let address = |text: &str| {
        (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
    };
    let side = |passage: Option<&Passage>| passage.is_none_or(|passage| address(&passage.text));
    side(change.before.and_then(|i| before.get(i))) && side(change.after.and_then(|j| after.get(j)))
}

#[cfg(test)]
mod tests;
