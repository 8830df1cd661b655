//! Which values of a text are no answer to what a claim states, and why.

use std::ops::Range;

use super::compare::{self, Verdict};
use super::compared::{Side, Twin};
use super::values::{Aligned, Apart};
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::read::facts::{Facts, Quantity};
use crate::assess::read::view::View;
use crate::assess::signals::measures;
use crate::assess::signals::owner::Subject;
use crate::assess::signals::part::Part;
use crate::model::claim::Slot;
use crate::model::value::{Grain, Value, ValueKind};

/// Why a quantity is no answer to what the claim states.
pub fn set_apart(
    watch: &Watch,
    view: &View,
    index: &Index,
    subject: Option<&Subject>,
    (quantity, part): (&Quantity, Part),
    spoken: &[Range<usize>],
) -> Option<Apart> {
    let span = &quantity.span;
    if let Some((name, declared)) = subject.and_then(|s| s.belongs_elsewhere(watch, view, span, index)) {
        return Some(if declared { Apart::Owner(name) } else { Apart::Stranger(name) });
    }
    if quantity.date().is_some() {
        return tells_another(watch, view, spoken).then(|| Apart::Owner("another matter".to_owned()));
    }
    let foreign = |n: &measures::Named| !watch.families.contains(&n.family);
    if let Some(named) = measures::of_its_own(&view.facts, span).filter(foreign) {
        return Some(Apart::OfItsOwn(named.family()));
    }
    let near = spoken.iter().map(|s| measures::apart(s, span)).min();
    if let Some((named, distance)) = measures::nearest(&view.facts, span)
        && foreign(&named)
        && !(named.family() == "valuation" && measures::priced(&view.facts, &named.span))
        && near.is_none_or(|n| distance < n)
    {
        return Some(Apart::Measure(named.family()));
    }
    match part {
        Part::Added if watch.additive => None,
        Part::Added | Part::Prior | Part::Other => Some(Apart::Part(part)),
        Part::Plain | Part::Total => None,
    }
}

/// Whether the event is told of someone else: its clause names another of the claim's subjects, the first comes only in
/// a later clause.
fn tells_another(watch: &Watch, view: &View, spoken: &[Range<usize>]) -> bool {
    let [first, others @ ..] = watch.names.subjects.as_slice() else { return false };
    let Some(firsts) = view.scan.entities.get(first) else { return false };
    let spans = |e: &usize| view.scan.entities.get(e).into_iter().flatten();
    watch.gave(Slot::Subject)
        && !spoken.is_empty()
        && spoken.iter().all(|term| {
            let clause = view.facts.clause(term.start);
            firsts.iter().all(|s| s.start >= clause.end)
                && others.iter().flat_map(spans).any(|s| clause.contains(&s.start))
        })
}

/// Keeps the values that may be another state of the claim's: of its kind where a person gave it, and not too far from it;
/// what stands in the very place of the claim's own value may be anything of its kind.
pub fn near(
    watch: &Watch,
    claim: &Facts,
    aligned: &mut [Vec<Aligned>],
    (facts, parts): (&Facts, &[Part]),
    before: Option<(&[Vec<Aligned>], &[Twin])>,
) {
    let given = watch.gave(Slot::Value);
    for (x, list) in aligned.iter_mut().enumerate() {
        let sought = &claim.quantities[x];
        list.retain(|a| {
            let stated = &facts.quantities[a.at];
            if let Some((ours, theirs)) = sought.date().zip(stated.date()) {
                // The year of something is no other state of its day.
                return !given || theirs.grain <= ours.grain || theirs.grain <= Grain::Month;
            }
            let Some((ours, theirs)) = sought.value().zip(stated.value()) else {
                return true;
            };
            if given && compare::incomparable(ours, &compare::alike(ours, theirs)).is_some() {
                return false;
            }
            let own = before.is_some_and(|(old, twins)| {
                let was = twins.iter().find(|(_, j)| *j == a.at).map(|(i, _)| *i);
                was.is_some_and(|i| old[x].iter().any(|o| o.at == i && o.verdict.holds()))
            });
            let added = parts.get(a.at) == Some(&Part::Added);
            own || added || compare::magnitudes(ours, theirs) <= farthest(watch, ours)
        });
    }
}

/// Further apart than so many powers of ten, one value is not another state of the other: a past figure is restated by
/// little, a sum of money changes by less than a count may.
fn farthest(watch: &Watch, value: &Value) -> f64 {
    match value.kind {
        _ if watch.settled() => 0.95,
        ValueKind::Money => 1.3,
        _ => 2.0,
    }
}

/// A figure that was the claim's own and changed in its place is no other measure's and nobody else's, whatever words
/// stand beside it.
pub fn lift(old: &mut Side, new: &mut Side, twins: &[Twin]) {
    let measured = |apart: &Option<Apart>| matches!(apart, Some(Apart::Measure(_) | Apart::Stranger(_)));
    let states = |side: &Side, at: usize| {
        side.aligned.iter().flatten().any(|a| a.at == at && a.verdict == Verdict::Same)
    };
    for (i, j) in twins {
        if states(old, *i) || states(new, *j) {
            for apart in [&mut old.apart[*i], &mut new.apart[*j]] {
                if measured(apart) {
                    *apart = None;
                }
            }
        }
    }
}
