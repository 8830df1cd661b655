//! Findings become flags: what is raised, merged, overtaken, reverted or kept quiet. Pure; the store carries
//! the plan out in the transaction that moves the baseline.

mod gist;
mod moved;
mod mute;
mod news;
mod phrase;
mod place;
mod plan;

pub use gist::Topic;
pub use moved::{Edit, Now};
pub use mute::{Mute, Muted};
pub use place::{Found, find};
pub use plan::{Candidate, Known, Place, Plan, Setting, plan};

use crate::hash::sha256;

/// Names a passage whatever its typography: a hash of its folded letters and digits.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    sha256(&[letters(text).as_bytes()])
}

/// What a passage says whatever its typography: its folded letters and digits.
#[must_use]
pub fn letters(text: &str) -> String {
    let chars: Vec<char> = crate::text::fold(text).text.chars().collect();
    let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
    chars
        .iter()
        .enumerate()
        .filter(|(i, c)| match c {
            // A point within a number and a sign before one are part of what is said.
            '.' => digit(i.checked_sub(1)) && digit(Some(i + 1)),
            '-' => digit(Some(i + 1)) && i.checked_sub(1).is_none_or(|p| chars[p].is_whitespace()),
            c => c.is_alphanumeric() || "%$€£¥".contains(**c),
        })
        .map(|(_, c)| c)
        .collect()
}

#[cfg(test)]
mod tests;
