//! Which claims a change bears on, and why: claims × changes → relations with reasons.
//!
//! ```text
//! claims ─ slots ─┐                       ┌ value, period, scenario ┐
//!                 ├ index: names, terms ─ sight of a passage ─ polarity ┼ judgement of before and after ─ finding
//! passages ─ view ┘                       └ coverage of the wording ┘
//! ```
//!
//! Pure: no I/O, no clock. Configured claims are matched by their slots ([`Matcher`]); a bare sentence by
//! the words, values and names it shares with the two texts ([`assess_text`]):
//!
//! ```text
//! sentence ─┐            ┌ answers: which value answers which ─┐          ┌ score: does the edit bear on it
//!           ├ facts ─ edit ┼ wording: places of its words        ┼ features ┤
//! two texts ┘            └ polarity: is one of them negated ───┘ signals  └ stance of each text
//! ```
//!
//! Both read values with `compare` and turns of speech with `cues`.

mod align;
mod attribution;
mod compare;
mod cues;
mod doer;
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
mod turn;
mod view;
mod wording;
mod words;

pub use cues::contradicts;
pub use matcher::{Finding, Input, Matcher};
pub use sentence::{ClaimText, assess_text};

#[cfg(test)]
mod tests;
