//! What a passage has to set against the values of a claim.

use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::Compared;
use crate::assess::align::values::{Aligned, Apart};
use crate::assess::read::facts::Quantity;
use crate::assess::signals::contrast;
use crate::assess::signals::part::Part;

/// A value or date of the passage that may answer the claim's.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub quantity: Quantity,
    pub verdict: Verdict,
    /// The quantity of the claim that it answers.
    pub answers: usize,
}

/// What the passage has to set against the claim's values.
#[derive(Debug, Default)]
pub struct Picked {
    /// The claim states something that can be compared.
    pub asked: bool,
    /// The value that stands for the claim's slot now.
    pub current: Option<Candidate>,
    /// What comes on top of it.
    pub added: Option<Candidate>,
    /// What it was before.
    pub prior: Option<Candidate>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

impl Picked {
    /// For the value that a person gave, else for all that the sentence states.
    pub fn of(compared: &Compared, at: usize) -> Self {
        let Some(side) = &compared.sides[at] else { return Self::default() };
        let quantities = &side.facts().quantities;
        let candidate = |x: usize, a: &Aligned| Candidate {
            quantity: quantities[a.at].clone(),
            verdict: a.verdict,
            answers: x,
        };
        let answers = contrast::answers(compared, side, compared.sides[1 - at].as_ref());
        let telling = answers.iter().find(|(_, a)| a.verdict == Verdict::Fails).or(answers.first());
        let keys: Vec<usize> = compared.keys().collect();
        let playing = |part: Part| {
            let all = keys.iter().flat_map(|x| side.aligned[*x].iter().map(move |a| (*x, a)));
            let mut playing: Vec<(usize, &Aligned)> =
                all.filter(|(_, a)| side.apart[a.at] == Some(Apart::Part(part))).collect();
            playing.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
            playing.first().map(|(x, a)| candidate(*x, a))
        };
        let note = |a: &Aligned| match &side.apart[a.at] {
            Some(Apart::Owner(name) | Apart::Stranger(name)) => {
                Some(format!("“{}” is said of {name}", quantities[a.at].surface()))
            }
            Some(Apart::Measure(family) | Apart::OfItsOwn(family)) => {
                Some(format!("“{}” is a figure of {family}", quantities[a.at].surface()))
            }
            _ => None,
        };
        Self {
            asked: !keys.is_empty(),
            current: telling.map(|(x, a)| candidate(*x, a)),
            added: playing(Part::Added),
            prior: playing(Part::Prior),
            notes: keys.iter().flat_map(|x| &side.aligned[*x]).filter_map(note).take(2).collect(),
        }
    }
}
