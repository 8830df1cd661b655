//! What one text of a change says of a claim, and by which words that was told.

use std::ops::Range;

use super::case::Case;
use super::page::concerns;
use super::picked::Picked;
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side};
use crate::assess::find::index::Index;
use crate::assess::read::facts::Quantity;
use crate::assess::signals::{correction, measures, office};
use crate::assess::weigh::stance::told;
use crate::model::claim::Slot;
use crate::model::relation::Detail;
use crate::model::value::Value;

/// Share of the claim's words from which its very value alone tells the slot.
const BARE: f64 = 0.2;
/// So much of a claim's predicate must stand where none of the terms does that a person gave.
const WITHOUT_TERMS: f64 = 0.3;

/// How far a passage goes along with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Agrees,
    Differs,
    /// On the slot, but neither for nor against.
    Speaks,
}

/// What a passage says of a claim.
#[derive(Debug, Clone)]
pub struct Sight {
    pub said: Said,
    pub detail: Detail,
    pub value: Option<Quantity>,
    /// How the value stands to the claim's.
    pub verdict: Option<Verdict>,
    /// The stretches that this rests on.
    pub spots: Vec<Range<usize>>,
    /// How surely the passage speaks of the claim's slots, in 0..1.
    pub strength: f64,
    /// A sum that comes on top of what the claim states.
    pub addition: bool,
    /// A sum on top that stands beside the value itself.
    pub on_top: Option<Quantity>,
    /// It speaks of the same slot at another time or for another period: no news for the claim.
    pub aside: bool,
    /// The value is planned or talked of.
    pub tentative: bool,
    /// Share of the claim's own words that stand in the passage.
    pub coverage: f64,
    /// How far it speaks of what the claim states, beside whom it is about, in 0..1.
    pub slot: f64,
    pub reasons: Vec<String>,
}

/// Whether terms or a value that a person gave tell the slot in this text.
pub fn is_explicit(compared: &Compared, side: &Side) -> bool {
    compared.watch.gave(Slot::Metric) && (!side.terms.is_empty() || contrary(compared, side).is_some())
}

/// What side `at` (0 before, 1 after) says of the claim; `None` where it is not about it.
pub fn look(compared: &Compared, at: usize, index: &Index) -> Option<Sight> {
    let side = compared.sides[at].as_ref()?;
    let subject = side.subject.as_ref()?;
    let watch = compared.watch;
    let stance = told(compared, at);
    let contrary = contrary(compared, side);
    let picked = Picked::of(compared, at);
    let equal = picked.current.as_ref().is_some_and(|c| c.verdict == Verdict::Same);
    let coverage = side.share();
    let others = watch.others.iter().filter(|e| side.view.scan.entities.contains_key(e)).count();
    let told_by_value =
        equal && subject.own.len() + others > 1 && subject.around.is_empty() && coverage >= BARE;
    let explicit = is_explicit(compared, side);
    let slot = slot(compared, side, &picked);
    let beside_terms = compared.sides[1 - at].as_ref().is_some_and(|other| is_explicit(compared, other));
    // Who gave terms said which words count; without one of them nearly all that the claim states must stand there.
    let told = told_by_value
        || (concerns(index, (compared.number, watch), side.view)
            && (!watch.gave(Slot::Metric) || slot >= WITHOUT_TERMS || beside_terms));
    if !explicit && !told {
        return None;
    }
    let mut sight = Sight {
        said: Said::Speaks,
        detail: Detail::MentionOnly,
        value: None,
        verdict: None,
        spots: spots(compared, side),
        strength: strength(side, coverage),
        addition: false,
        on_top: None,
        aside: false,
        tentative: false,
        coverage,
        slot,
        reasons: subject.reason(index).into_iter().collect(),
    };
    sight.reasons.extend(named(side));
    let case = Case { compared, side, told: &stance, explicit };
    if let Some(found) = correction::of(compared, at) {
        corrected(&mut sight, found);
        return Some(sight);
    }
    if let Some(why) = office::another_holder(compared.claim, side.view) {
        (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
        sight.reasons.push(why);
        return Some(sight);
    }
    if let Some((span, words)) = contrary {
        sight.spots.push(span.clone());
        case.opposed(&mut sight, &span, &words);
        if sight.said == Said::Differs && case.value_still_rules(&picked) {
            case.by_value(&mut sight, picked);
        }
        return Some(sight);
    }
    if picked.asked {
        case.by_value(&mut sight, picked);
    } else {
        case.by_words(&mut sight);
    }
    Some(sight)
}

/// A contrary term that a person gave, where it stands for a statement about the claim's subject.
fn contrary(compared: &Compared, side: &Side) -> Option<(Range<usize>, String)> {
    let watch = compared.watch;
    let complete = side.subject.as_ref().is_some_and(|s| s.complete);
    side.view
        .scan
        .hits
        .iter()
        .filter(|h| complete && watch.names.contrary.contains(&h.phrase))
        .map(|h| (h.span.clone(), side.facts().slice(h.span.clone())))
        .find(|(span, words)| {
            !side.theirs(span) && !watch.says(words) && (!side.terms.is_empty() || weighty(words))
        })
}

/// Words that can stand for themselves as a contrary term: more than one word, or three characters of Chinese.
fn weighty(phrase: &str) -> bool {
    phrase.contains(' ') || (!phrase.is_ascii() && phrase.chars().count() >= 3)
}

fn named(side: &Side) -> Option<String> {
    let mut words: Vec<String> =
        side.terms.iter().map(|t| format!("“{}”", side.facts().slice(t.clone()))).collect();
    words.dedup();
    words.truncate(3);
    (!words.is_empty()).then(|| format!("term: {}", words.join(", ")))
}

fn spots(compared: &Compared, side: &Side) -> Vec<Range<usize>> {
    if side.terms.is_empty() { side.spoken(compared) } else { side.terms.clone() }
}

fn strength(side: &Side, coverage: f64) -> f64 {
    let around = side.subject.as_ref().is_none_or(|s| s.own.is_empty() || !s.around.is_empty());
    let own = if around { 0.28 } else { 0.4 };
    let metric = if side.terms.is_empty() { 0.1 } else { 0.3 };
    own + metric + 0.3 * coverage
}

/// How far a text speaks of what the claim states: the share of the words of its predicate that stand there, all where
/// the value is the figure of a measure that the claim names.
fn slot(compared: &Compared, side: &Side, picked: &Picked) -> f64 {
    let families = &compared.watch.families;
    let of_measure = picked.current.as_ref().or(picked.added.as_ref()).is_some_and(|c| {
        let named = measures::nearest(side.facts(), &c.quantity.span);
        named.is_some_and(|(n, _)| families.contains(&n.family))
    });
    if of_measure { 1.0 } else { compared.predicate_share(side).max(compared.spoken_of(side)) }
}

/// What was stated is said to be wrong.
fn corrected(sight: &mut Sight, found: correction::Found) {
    sight.spots.push(found.span);
    (sight.said, sight.detail) = (Said::Differs, Detail::Corrected);
    sight.strength += 0.1;
    sight.value = found.right;
    sight.reasons.push(found.why);
}

/// What is forecast now is forecast for another time.
pub fn moved(sight: &mut Sight, why: String) {
    (sight.said, sight.detail) = (Said::Differs, Detail::ScenarioMoved);
    sight.reasons.push(why);
}

/// The passage speaks of the slot, but of another time: no news for the claim.
pub fn set_aside(sight: &mut Sight, detail: Detail, why: &str) {
    (sight.said, sight.detail, sight.aside) = (Said::Speaks, detail, true);
    sight.reasons.push(why.to_owned());
}

/// As a flag shows it.
pub fn shown(sight: Option<&Sight>) -> Option<Value> {
    sight.and_then(|s| s.value.as_ref()).map(Quantity::shown)
}
