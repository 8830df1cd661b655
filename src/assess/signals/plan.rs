//! Whether a plan that the claim states is put off, without a new date.

use crate::assess::align::compared::{Compared, Side};
use crate::assess::lexicon::Class;
use crate::assess::read::facts::{Cue, Quantity};
use crate::model::claim::{ClaimKind, Class as Temporal};

/// Share of the claim's words that must stand beside the cue.
const TOLD: f64 = 0.2;

/// Why what the claim states for a day comes later.
pub fn put_off(compared: &Compared, side: &Side) -> Option<String> {
    let claim = &compared.watch.claim;
    let dated = compared.keys().any(|x| compared.claim.quantities[x].date().is_some());
    let planned = dated || claim.class == Temporal::Forecast || claim.kind == ClaimKind::Forecast;
    let facts = side.facts();
    let fresh = |cue: &&Cue| {
        let new = side.away.get(facts.word_at(cue.span.start)).is_none_or(|d| *d <= 1);
        new && !compared.claim.says(cue.phrase)
    };
    let cue = facts.cues(Class::Postponed, &facts.all()).find(fresh)?;
    let told = !side.terms.is_empty() || side.share() >= TOLD;
    let what = compared
        .keys()
        .next()
        .map_or("what the claim states", |x| Quantity::surface(&compared.claim.quantities[x]));
    (planned && told).then(|| format!("“{}” puts off “{what}”", cue.words()))
}
