//! Which claims a change bears on, and why: claims × changes → relations with reasons. Pure: no I/O, no clock.
//!
//! ```text
//! find     names, rare words, values of a passage and its title, heading, sentence before → claims it may concern
//! read     both texts taken apart once: words, values, dates, cues of the lexicon
//! align    claim × both texts: where its words stand, which value answers which, what the edit touches
//! signals  whose value it is, which part it plays, for when, who said it, what turns, corrects or puts it off
//! weigh    signals → how far the change bears on the claim, and for or against it (one table of weights)
//! decide   what each text says → what the change means → which passage of the page speaks for the claim
//! ```
//!
//! There is one decider: what a person gave beside the sentence (subject, terms, value, period) is evidence in it.
//! Words are data, a file a language: `lexicon`.

mod align;
mod claim;
mod decide;
mod explain;
mod find;
mod glossary;
mod inspect;
mod lexicon;
mod matcher;
mod read;
mod rows;
mod signals;
mod weigh;

pub use explain::Near;
pub use inspect::{ClaimText, assess_text};
pub use matcher::{Finding, Input, Matcher};
pub use rows::Row;
pub use signals::polarity::contradicts;

#[cfg(test)]
mod tests;
