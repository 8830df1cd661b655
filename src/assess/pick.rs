//! Chooses the value of a passage that answers the claim's value.

use std::ops::Range;

use super::compare::{self, Bound, Verdict};
use super::facts::{Amount, Quantity};
use super::index::Index;
use super::measures::{apart, nearest};
use super::part::{Part, part};
use super::slots::Slots;
use super::subject::Subject;
use super::view::View;
use crate::model::value::{DateSpan, Grain};

/// A date further than this many characters from every term of the claim is another event's.
const FARTHEST_DATE: usize = 90;

/// A value or date of the passage that may answer the claim's.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub quantity: Quantity,
    pub verdict: Verdict,
    pub part: Part,
    rank: f64,
}

/// What the passage has to set against the claim's value.
#[derive(Debug, Default)]
pub(super) struct Picked {
    /// The value that stands for the claim's slot now.
    pub current: Option<Candidate>,
    /// What comes on top of it.
    pub added: Option<Candidate>,
    /// What it was before.
    pub prior: Option<Candidate>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

/// Aligns the claim's value with the values of the passage.
pub(super) fn pick(
    slots: &Slots,
    claimed: &Quantity,
    view: &View,
    subject: &Subject,
    terms: &[Range<usize>],
    index: &Index,
) -> Picked {
    let mut picked = Picked::default();
    for quantity in &view.facts.quantities {
        match admit(slots, claimed, view, subject, terms, quantity, index) {
            Ok(candidate) => place(&mut picked, slots, candidate),
            Err(note) => picked.notes.extend(note),
        }
    }
    picked
}

fn place(picked: &mut Picked, slots: &Slots, candidate: Candidate) {
    let slot = match candidate.part {
        Part::Added if !slots.additive => &mut picked.added,
        Part::Prior => &mut picked.prior,
        Part::Other => return,
        _ => &mut picked.current,
    };
    if slot.as_ref().is_none_or(|best| better(&candidate, best)) {
        *slot = Some(candidate);
    }
}

/// A stated total beats everything; an equal value beats one that stands a little nearer.
fn better(new: &Candidate, best: &Candidate) -> bool {
    let total = |c: &Candidate| c.part == Part::Total && !c.verdict.holds();
    if total(new) != total(best) && (new.rank - best.rank).abs() < 2.5 {
        return total(new);
    }
    let bonus = |c: &Candidate| if c.verdict.holds() { 1.5 } else { 0.0 };
    new.rank + bonus(new) > best.rank + bonus(best)
}

fn admit(
    slots: &Slots,
    claimed: &Quantity,
    view: &View,
    subject: &Subject,
    terms: &[Range<usize>],
    quantity: &Quantity,
    index: &Index,
) -> Result<Candidate, Option<String>> {
    let near = terms.iter().map(|t| apart(t, &quantity.span)).min();
    let clause = view.facts.clause(quantity.span.start);
    let inside = terms.iter().any(|t| clause.contains(&t.start));
    let mut rank =
        3.0 + near.map_or(-0.5, |d| 2.4 / (1.0 + small(d) / 20.0)) + if inside { 0.6 } else { 0.0 };
    let verdict = compare::compare(claimed, Bound::On, quantity);
    let mut role = Part::Plain;
    match (&claimed.amount, &quantity.amount) {
        (Amount::Value(x), Amount::Value(y)) => {
            if let Some(why) = compare::incomparable(x, y) {
                return Err((x.kind == y.kind).then_some(why));
            }
            let far = compare::magnitudes(x, y);
            // A past figure is restated by little, not by a power of ten.
            if far > if slots.settled() { 0.95 } else { 2.0 } {
                return Err(None);
            }
            if let Some((named, distance)) = nearest(&view.facts, &view.measures, &quantity.span)
                && !slots.families.contains(&named.family)
                && near.is_none_or(|n| distance < n)
            {
                return Err(Some(format!("“{}” is a figure of {}", y.surface, named.family)));
            }
            role = part(&view.facts, &quantity.span);
            rank -= far;
        }
        (Amount::Date(x), Amount::Date(y)) => {
            if near.is_none_or(|n| n > FARTHEST_DATE) || y.grain > x.grain && y.grain > Grain::Month {
                return Err(None);
            }
        }
        _ => return Err(None),
    }
    if let Some(other) = subject.belongs_elsewhere(slots, view, &quantity.span, index) {
        return Err(Some(format!("“{}” is said of {other}", quantity.surface())));
    }
    let holder = slots.subjects.first().and_then(|first| view.scan.entities.get(first));
    if holder.is_some_and(|spans| spans.iter().any(|s| clause.contains(&s.start))) {
        rank += 2.0;
    }
    if role == Part::Total {
        rank += 1.0;
    }
    Ok(Candidate { quantity: quantity.clone(), verdict, part: role, rank })
}

fn small(n: usize) -> f64 {
    u16::try_from(n).map_or(f64::from(u16::MAX), f64::from)
}

/// The date that governs what stands at `span`: the nearest in its clause, else one in the opening of the
/// sentence. Days to come are no such date.
pub(super) fn governing<'a>(view: &'a View, span: &Range<usize>) -> Option<&'a DateSpan> {
    let clause = view.facts.clause(span.start);
    let opening = view.facts.clauses.first().cloned().unwrap_or_default();
    let past = || {
        view.facts
            .quantities
            .iter()
            .filter_map(|q| q.date().map(|d| (&q.span, d)))
            .filter(|(_, d)| d.start <= view.spoken)
    };
    past()
        .filter(|(s, _)| clause.contains(&s.start))
        .min_by_key(|(s, _)| apart(s, span))
        .or_else(|| past().find(|(s, _)| opening.contains(&s.start)))
        .map(|(_, d)| d)
}

/// How the period that governs a value stands to the claim's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Same,
    Other,
    Unknown,
}

/// Compares the period of what stands at `span` with the claim's own; context counts where the passage is silent.
pub(super) fn period(slots: &Slots, view: &View, span: &Range<usize>) -> Period {
    let Some(claimed) = &slots.period else { return Period::Unknown };
    let clause = view.facts.clause(span.start);
    let mut stated: Vec<(usize, &DateSpan)> = view
        .facts
        .quantities
        .iter()
        .filter_map(|q| {
            let away = apart(&q.span, span) + if clause.contains(&q.span.start) { 0 } else { 200 };
            q.date().map(|d| (away, d))
        })
        .collect();
    stated.sort_by_key(|(away, _)| *away);
    let own = stated.into_iter().map(|(_, d)| d).find_map(|d| against(claimed, d));
    own.or_else(|| view.dates.iter().find_map(|d| against(claimed, d))).unwrap_or(Period::Unknown)
}

/// `None` where the stated date is no period of the claim's length (the day of an announcement).
fn against(claimed: &DateSpan, stated: &DateSpan) -> Option<Period> {
    if stated.excludes(claimed) {
        // A day or month after a year's end is when it was told, not what it is about.
        return (stated.grain >= claimed.grain
            || stated.end < claimed.start
            || stated.grain >= Grain::Quarter)
            .then_some(Period::Other);
    }
    let finer = stated.grain < claimed.grain && claimed.grain >= Grain::Year;
    match (finer, stated.grain) {
        (true, Grain::Day | Grain::Week) => None,
        (true, _) => Some(Period::Other),
        _ => Some(Period::Same),
    }
}
