//! How far a change bears on a claim: a logistic sum of a few signals, weighed by [`table`](super::table).

use std::sync::LazyLock;

use super::table::{TABLE, Weighing, column};
use crate::assess::align::compared::Compared;
use crate::assess::signals::bearing::{Features, flag};

/// At this score a change bears on the claim: the best F1 on the development rows lies on a plateau around it.
pub const BEARS: f64 = 0.5;
/// The same where a person gave terms and none of them stands there.
pub const BEARS_WITHOUT_TERMS: f64 = 0.93;
/// The same for a text that contradicts and has none beside it that shows what is at stake.
pub const BEARS_ALONE: f64 = 0.4;
/// The same where it has a value or a word that turns the claim, and names the subject that a person gave.
pub const BEARS_ALONE_ON_SUBJECT: f64 = 0.25;
/// The same where an edit turns the very value: then little else must stand there.
pub const BEARS_BY_VALUE: f64 = 0.15;
/// Below this share of the predicate near the edit, and with no aligned value changed, the edit is elsewhere.
const GATE: f64 = 0.15;
/// A sentence without an edit that holds so much more of the claim states it: the edit is elsewhere.
const BESIDE: f64 = 0.3;

/// How far a change bears on a claim.
#[derive(Debug, Clone)]
pub struct Bearing {
    /// In 0..1.
    pub score: f64,
    /// The edit lies on what the claim states.
    pub touched: bool,
    pub signals: Vec<Weighing>,
}

impl Bearing {
    pub fn of(compared: &Compared) -> Self {
        static ONE_LANGUAGE: LazyLock<Vec<f64>> =
            LazyLock::new(|| column(&TABLE.one_language, &one_language(&Features::default())));
        static ACROSS: LazyLock<Vec<f64>> =
            LazyLock::new(|| column(&TABLE.across, &across(&Features::default())));
        let features = compared.features();
        let signals = if compared.across {
            Weighing::all(&across(&features), &ACROSS)
        } else {
            Weighing::all(&one_language(&features), &ONE_LANGUAGE)
        };
        let score = 1.0 / (1.0 + (-signals.iter().map(Weighing::share).sum::<f64>()).exp());
        let touched =
            features.lone || features.slot_changed || (features.near > GATE && features.beside < BESIDE);
        Self { score, touched, signals }
    }

    /// The rank of a change: one beside the claim ranks low.
    pub fn rank(&self) -> f64 {
        if self.touched { self.score } else { self.score * 0.3 }
    }

    /// The signals that weigh, in words.
    pub fn reason(&self) -> String {
        let weighty = self.signals.iter().filter(|s| s.share().abs() >= 0.05);
        let shares: Vec<String> =
            weighty.map(|s| format!("{} {:.2} ({:+.2})", s.name, s.value, s.share())).collect();
        format!("score: {}", shares.join(", "))
    }
}

/// A signal: its name in the table and its amount.
type Signal = (&'static str, f64);

fn one_language(f: &Features) -> [Signal; 21] {
    [
        ("claim's words around the edit", f.win),
        ("claim's words at the edit", f.near),
        ("more of the claim beside the edit", f.beside),
        ("claim's words in the texts", f.cover),
        ("names of the claim missing", f.missing_names),
        ("claim names names", f.has_names),
        ("subject named", f.subject),
        ("value slot", f.slot),
        ("value of the claim changed", flag(f.slot_changed)),
        ("names unknown to the claim", f.strange_names),
        ("begins with another name", f.strange_lead),
        ("values found", f.hits),
        ("values missing", f.misses),
        ("claim's words around the edit, claim has values", f.win * f.has_value),
        ("length", f.length),
        ("claim has values", f.has_value),
        ("its value stands there", f.equal),
        ("words changed", f.changed),
        ("base", 1.0),
        ("speaks of nearly the same", f.likeness),
        ("no other text", flag(f.lone)),
    ]
}

fn across(f: &Features) -> [Signal; 12] {
    [
        ("speaks of nearly the same", f.likeness),
        ("claim's words in the texts", f.cover),
        ("number of words found", f.found),
        ("values found", f.hits),
        ("values missing", f.misses),
        ("values unknown to the claim", f.strangers),
        ("names of the claim missing", f.missing_names),
        ("claim names names", f.has_names),
        // A translation has the length of what it translates; the text of an edit need not.
        ("lengths apart", if f.lone { f.ratio } else { f.ratio.min(0.25) }),
        ("length", f.length),
        ("claim has values", f.has_value),
        ("base", 1.0),
    ]
}

/// The names of all signals, of one language and across two.
#[cfg(test)]
pub fn names() -> [Vec<&'static str>; 2] {
    let features = Features::default();
    let of = |signals: &[Signal]| signals.iter().map(|(name, _)| *name).collect();
    [of(&one_language(&features)), of(&across(&features))]
}
