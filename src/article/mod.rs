//! Room: article. A text → its sentences, each with how much it is worth checking and why; no I/O.
//!
//! A small linear model over traits that a reader can name: values, dates, names, attribution, comparison, past
//! events, against opinion, advice, questions, first person and greetings.

mod common_words;
mod dated;
mod figure;
mod fill;
mod findable;
mod lexicon;
mod names;
mod parts;
mod signal;
mod slots;
mod slug;
mod sort;
mod statement;
mod subject;
mod subject_zh;
mod terms;
mod tongue;
mod weights;

use serde::Serialize;

pub use fill::{confirm, fill, is_open, lapse, mark, open, propose_all, refill, take};
pub use findable::findable;
pub use signal::{Signal, Trait, Traits};
pub use slots::propose;
pub use slug::{free, slugged};
pub use statement::{Fault, statement};
pub use tongue::foreign;

use crate::model::value::Lang;
use crate::text::{detect, sentences};

/// From this score on a sentence is suggested, unless another is asked for.
pub const WORTH: f64 = 0.5;
/// Reasons that are given at most.
const REASONS: usize = 6;

/// A sentence of a text and how much it is worth checking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sentence {
    pub text: String,
    /// Place in Unicode scalar values, end exclusive.
    pub start: usize,
    pub end: usize,
    /// Check-worthiness, 0 to 1.
    pub score: f64,
    /// What weighed most, in words; what speaks against says so.
    pub reasons: Vec<String>,
}

/// Every sentence of a text, in order. The language is that of the whole text where none is given.
#[must_use]
pub fn score(text: &str, lang: Option<Lang>) -> Vec<Sentence> {
    let lang = lang.unwrap_or_else(|| detect(text));
    let (mut at, mut byte) = (0, 0);
    let mut out = Vec::new();
    for range in sentences(text) {
        at += text[byte..range.start].chars().count();
        byte = range.end;
        let words = &text[range];
        let start = at;
        at += words.chars().count();
        let traits = Traits::of(words, lang);
        out.push(Sentence {
            text: words.to_owned(),
            start,
            end: at,
            score: weights::score(&traits, lang),
            reasons: reasons(&traits),
        });
    }
    out
}

/// The traits that weigh most, heaviest first.
fn reasons(traits: &Traits) -> Vec<String> {
    let mut weighed: Vec<(f64, &Trait)> = traits
        .list
        .iter()
        .map(|t| (weights::weight(t.signal) * t.amount, t))
        .filter(|(w, _)| w.abs() >= 0.1)
        .collect();
    weighed.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    weighed
        .into_iter()
        .take(REASONS)
        .map(|(weight, t)| {
            let against = if weight < 0.0 { "against: " } else { "" };
            if t.words.is_empty() {
                return format!("{against}{}", t.signal);
            }
            format!("{against}{} ({})", t.signal, t.words.join(", "))
        })
        .collect()
}

#[cfg(test)]
mod tests;
