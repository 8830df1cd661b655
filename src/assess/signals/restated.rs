//! Whether one text says in other words what another one said.

use super::contrast::near;
use super::polarity::{self, Stretch};
use crate::assess::align::compare::same_figure;
use crate::assess::lexicon::Class;
use crate::assess::read::facts::{Cue, Facts, Quantity};
use crate::assess::read::view::View;
use crate::assess::read::words::likeness;

/// From this likeness on two texts of one language speak of the same, where a value of the claim stands in both and where
/// none does.
const SAME: f32 = 0.6;
const SAME_IN_WORDS: f32 = 0.75;

/// Whether `new` still says of a claim what `old` said, told from what both speak of: no value that the claim states and no
/// name of it got lost, and nothing is turned round. `page` are the texts among which the values may stand.
pub fn restates(claim: &Facts, old: &View, new: &View, page: &[&View]) -> bool {
    let (was, is) = (&old.facts, &new.facts);
    let stands = |facts: &Facts, key: &Quantity| facts.quantities.iter().any(|q| same_figure(key, q));
    // A day that is told from the day of writing is told in too many ways.
    let relative =
        |key: &Quantity| key.date().is_some_and(|d| !d.surface.contains(|c: char| c.is_ascii_digit()));
    let free = |key: &Quantity| key.bare || relative(key);
    let kept = |key: &Quantity| free(key) || !stands(was, key) || page.iter().any(|v| stands(&v.facts, key));
    let anchored = claim.quantities.iter().any(|q| !q.bare && stands(was, q) && stands(is, q));
    let least = if anchored { SAME } else { SAME_IN_WORDS };
    let alike = || old.direction().zip(new.direction()).is_some_and(|(a, b)| a.likeness(b) >= least);
    was.chinese == is.chinese
        && alike()
        && claim.quantities.iter().all(kept)
        && named(claim, was, is)
        && !turned(claim, was, is)
}

/// Names are written in many ways in Han script; elsewhere each that the claim and the old text share still stands.
fn named(claim: &Facts, was: &Facts, is: &Facts) -> bool {
    let says = |facts: &Facts, name: &_| facts.words.iter().any(|w| likeness(w, name) >= 0.7);
    claim.chinese || claim.words.iter().filter(|w| w.name && !w.stop).all(|w| !says(was, w) || says(is, w))
}

fn turned(claim: &Facts, was: &Facts, is: &Facts) -> bool {
    let (claim, was, is): (Stretch, Stretch, Stretch) =
        ((claim, claim.all()), (was, was.all()), (is, is.all()));
    polarity::opposite(&was, &is).is_some()
        || polarity::turned(&is, &[was.clone(), claim.clone()]).is_some_and(|cue| !says_like(cue, was.0))
        || polarity::turned(&was, &[is.clone(), claim]).is_some_and(|cue| !says_like(cue, is.0))
}

/// Whether a text turns something as `cue` does: it negates too, or ends it by a word that means nearly the same.
fn says_like(cue: &Cue, text: &Facts) -> bool {
    /// From here on two words that end something end it alike: “resign” and “step down”.
    const ALIKE: f32 = 0.5;
    if !cue.is(Class::Cessation) {
        return text.has(Class::Negation, &text.all());
    }
    text.cues.iter().filter(|c| c.is(Class::Cessation)).any(|c| near(cue.words(), c.words(), ALIKE))
}
