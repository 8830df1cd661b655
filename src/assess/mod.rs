//! Which claims a change bears on, and why: claims × changes → relations with reasons.
//!
//! ```text
//! claims ─ slots ─┐                       ┌ value, period, scenario ┐
//!                 ├ index: names, terms ─ sight of a passage ─ polarity ┼ judgement of before and after ─ finding
//! passages ─ view ┘                       └ coverage of the wording ┘
//! ```
//!
//! Pure: no I/O, no clock. Configured claims are matched by their slots ([`Matcher`]); a bare sentence by
//! the words, values and names it shares with the two texts ([`assess_text`]).

mod align;
mod compare;
mod cues;
mod edit;
mod facts;
mod features;
mod glossary;
mod index;
mod judge;
mod matcher;
mod measures;
mod part;
mod pick;
mod polarity;
mod sentence;
mod sight;
mod signals;
mod slots;
mod stance;
mod subject;
mod view;
mod wording;
mod words;

pub use matcher::{Finding, Input, Matcher};
pub use sentence::{ClaimText, assess_text};

#[cfg(test)]
mod tests;
