//! Whether a text says of what the claim states that it was wrong: a correction, a retraction, a denial, an earlier
//! wording that is quoted.

use std::ops::Range;

use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side};
use crate::assess::lexicon::Class;
use crate::assess::read::facts::{Cue, Quantity};

/// Share of the claim's words that a correction without its value must repeat.
const REPEATED: f64 = 0.5;

/// A correction, with the value that it gives for right.
#[derive(Debug, Clone)]
pub struct Found {
    pub span: Range<usize>,
    pub right: Option<Quantity>,
    pub why: String,
}

/// What side `at` says to be wrong of what the claim states. A cue that stood there before the change is no news.
pub fn of(compared: &Compared, at: usize) -> Option<Found> {
    let side = compared.sides[at].as_ref()?;
    let facts = side.facts();
    let claim = compared.claim;
    let said = |cue: &Cue| claim.says(cue.phrase);
    let fresh =
        |cue: &&Cue| !said(cue) && side.away.get(facts.word_at(cue.span.start)).is_none_or(|d| *d <= 1);
    let cues: Vec<&Cue> = facts.cues(Class::Correction, &facts.all()).filter(fresh).collect();
    let first = cues.first()?;
    let Some(quoted) = quoted(compared, side) else {
        let repeated = compared.keys().next().is_none() && side.share() >= REPEATED;
        let why = format!("“{}” takes back what the claim states", first.words());
        return repeated.then(|| Found { span: first.span.clone(), right: None, why });
    };
    let cue = against(&cues, side, &quoted)?;
    let right = right(compared, side, &quoted);
    let instead = right.as_ref().map(|q| format!(" and gives “{}”", q.surface())).unwrap_or_default();
    Some(Found {
        span: cue.span.clone(),
        why: format!("“{}” says that “{}” was wrong{instead}", cue.words(), quoted.surface()),
        right,
    })
}

/// The claim's value where the text repeats it.
fn quoted(compared: &Compared, side: &Side) -> Option<Quantity> {
    let mut all = compared.keys().flat_map(|x| &side.aligned[x]);
    let found = all.find(|a| a.verdict == Verdict::Same)?;
    Some(side.facts().quantities[found.at].clone())
}

/// The cue that calls the quoted value wrong: the nearest before it, unless a later one gives it for right, else one
/// behind it in its sentence.
fn against<'a>(cues: &[&'a Cue], side: &Side, quoted: &Quantity) -> Option<&'a Cue> {
    let facts = side.facts();
    let before = cues.iter().rfind(|c| c.span.end <= quoted.span.start);
    let right = facts.cues(Class::Rectified, &(0..quoted.span.start)).last();
    match before {
        Some(cue) if right.is_none_or(|r| r.span.start < cue.span.start) => Some(cue),
        Some(_) => None,
        None if right.is_some() => None,
        None => cues.iter().find(|c| c.span.start >= quoted.span.end).copied(),
    }
}

/// The other value of the kind that the text gives.
fn right(compared: &Compared, side: &Side, quoted: &Quantity) -> Option<Quantity> {
    let kind = quoted.kind();
    let mut others = compared.keys().flat_map(|x| &side.aligned[x]).filter(|a| a.verdict == Verdict::Fails);
    let found = others.find(|a| side.facts().quantities[a.at].kind() == kind)?;
    Some(side.facts().quantities[found.at].clone())
}
