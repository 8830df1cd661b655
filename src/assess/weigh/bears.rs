//! How far a change bears on a claim: a logistic sum of a few shares. The weights were fitted on revisions of an
//! encyclopedia and on translated news, and agree in sign with what one would set by hand.

use crate::assess::align::compared::{Compared, Features, flag};

/// At this score a change bears on the claim: the best F1 on the development rows lies on a plateau around it.
pub const BEARS: f64 = 0.5;
/// The same where a person gave terms and none of them stands there.
pub const BEARS_WITHOUT_TERMS: f64 = 0.93;
/// The same for a text that contradicts and has none beside it that shows what is at stake.
pub const BEARS_ALONE: f64 = 0.65;
/// The same where an edit turns the very value: then little else must stand there.
pub const BEARS_BY_VALUE: f64 = 0.15;
/// Below this share of the predicate near the edit, and with no aligned value changed, the edit is elsewhere.
const GATE: f64 = 0.15;
/// A sentence without an edit that holds so much more of the claim states it: the edit is elsewhere.
const BESIDE: f64 = 0.3;

/// A named share of a score: name, amount, amount by weight.
pub type Term = (&'static str, f64, f64);

/// How far a change bears on a claim.
#[derive(Debug, Clone)]
pub struct Bearing {
    /// In 0..1.
    pub score: f64,
    /// The edit lies on what the claim states.
    pub touched: bool,
    pub terms: Vec<Term>,
}

impl Bearing {
    pub fn of(compared: &Compared) -> Self {
        let features = compared.features();
        let edited = compared.sides.iter().all(Option::is_some);
        let terms = if compared.across {
            across_languages(&features, compared.likeness(), !edited)
        } else {
            one_language(&features)
        };
        let score = 1.0 / (1.0 + (-terms.iter().map(|(_, _, share)| share).sum::<f64>()).exp());
        let touched = !edited || features.slot_changed || (features.near > GATE && features.beside < BESIDE);
        Self { score, touched, terms }
    }

    /// The rank of a change: one beside the claim ranks low.
    pub fn rank(&self) -> f64 {
        if self.touched { self.score } else { self.score * 0.3 }
    }

    /// The shares that weigh, in words.
    pub fn reason(&self) -> String {
        let shares: Vec<String> = self
            .terms
            .iter()
            .filter(|(_, _, share)| share.abs() >= 0.05)
            .map(|(name, value, share)| format!("{name} {value:.2} ({share:+.2})"))
            .collect();
        format!("score: {}", shares.join(", "))
    }
}

fn one_language(f: &Features) -> Vec<Term> {
    weighed(&[
        ("claim's words around the edit", f.win, 2.25),
        ("claim's words at the edit", f.near, 1.4),
        ("more of the claim beside the edit", f.beside, -0.95),
        ("claim's words in the texts", f.cover, 2.0),
        ("names of the claim missing", f.missing_names, -3.2),
        ("claim names names", f.has_names, 0.65),
        ("subject named", f.subject, 1.15),
        ("value slot", f.slot, 0.95),
        ("value of the claim changed", flag(f.slot_changed), 1.25),
        ("names unknown to the claim", f.strange_names, -0.4),
        ("begins with another name", f.strange_lead, -0.65),
        ("values found", f.hits, -0.7),
        ("values missing", f.misses, -0.9),
        ("claim's words around the edit, claim has values", f.win * f.has_value, -1.85),
        ("length", f.length, -0.55),
        ("claim has values", f.has_value, -0.7),
        ("its value stands there", f.equal, 1.65),
        ("words changed", f.changed, -0.35),
        ("base", 1.0, 0.35),
    ])
}

fn across_languages(f: &Features, likeness: f64, lone: bool) -> Vec<Term> {
    weighed(&[
        ("speaks of nearly the same", likeness, 6.0),
        ("claim's words in the texts", f.cover, 1.9),
        ("number of words found", f.found, 2.4),
        ("values found", f.hits, 2.25),
        ("values missing", f.misses, -0.9),
        ("values unknown to the claim", f.strangers, -0.7),
        ("names of the claim missing", f.missing_names, -0.1),
        ("claim names names", f.has_names, -0.3),
        // A translation has the length of what it translates; the text of an edit need not.
        ("lengths apart", if lone { f.ratio } else { f.ratio.min(0.25) }, -2.95),
        ("length", f.length, -0.5),
        ("claim has values", f.has_value, -0.65),
        ("base", 1.0, -3.15),
    ])
}

fn weighed(terms: &[Term]) -> Vec<Term> {
    terms.iter().map(|(name, value, weight)| (*name, *value, value * weight)).collect()
}
