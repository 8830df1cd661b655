//! The part that a value plays beside the others of its sentence: total, addition, earlier value, rate.

use std::ops::Range;

use crate::assess::lexicon::Class;
use crate::assess::read::facts::Facts;

/// How far to the left, in characters, a cue reaches: most cues, those of what was before, of what comes on top, and of
/// an announced expansion.
const NEAR: usize = 28;
const PRIOR: usize = 20;
const ADDED: usize = 24;
const ANNOUNCED: usize = 48;
/// How far to the right a cue of an earlier value reaches.
const PRIOR_RIGHT: usize = 24;

/// What a value is among the others of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Stated as it stands.
    Plain,
    /// The sum or the new state (`in all`, `to`, `现为`).
    Total,
    /// What held before (`from`, `previously`, `此前`).
    Prior,
    /// What comes on top (`a further`, `新增`).
    Added,
    /// A part of it or a rate (`of which`, `a share`, `每股`).
    Other,
}

/// The part that the value at `span` plays, told from the words between it and its neighbours.
pub fn part(facts: &Facts, span: &Range<usize>) -> Part {
    let (from, until) = around(facts, span);
    let at = span.start;
    let left = |reach: usize| at.saturating_sub(reach).max(from)..at;
    let leads = leads_to(facts, from, at);
    let right = |class| facts.starts_with(class, span.end, until);
    if right(Class::PerRight)
        || facts.has(Class::PerLeft, &left(NEAR))
        || facts.has(Class::PartLeft, &left(NEAR))
    {
        return Part::Other;
    }
    if right(Class::TotalRight) || leads {
        return Part::Total;
    }
    if right(Class::AddedRight) {
        return Part::Added;
    }
    let ends_in_from = facts.ends_with(Class::Base, from, facts.before_hedges(from, at));
    let lead = right(Class::PriorLead);
    if prior_before(facts, &left(PRIOR))
        || (lead && (ends_in_from || facts.chinese))
        || facts.has(Class::PriorRight, &(span.end..(span.end + PRIOR_RIGHT).min(until)))
    {
        return Part::Prior;
    }
    let hedged = facts.before_hedges(from, at);
    // “By” leads to a sum on top only right before it.
    let near = hedged.saturating_sub(ADDED).max(from)..hedged;
    let added = facts.cues(Class::AddedLeft, &near).any(|c| c.words() != "by" || c.span.end == hedged);
    if added || facts.has(Class::Expanded, &left(ANNOUNCED)) {
        return Part::Added;
    }
    if facts.has(Class::TotalLeft, &left(NEAR)) { Part::Total } else { Part::Plain }
}

/// A cue of what was before; “增长到原来的15倍” only counts from the old level.
fn prior_before(facts: &Facts, left: &Range<usize>) -> bool {
    facts
        .cues(Class::PriorLeft, left)
        .any(|c| !(c.words() == "原来" && facts.folded.get(c.span.end) == Some(&'的')))
}

/// Whether the words before a value lead to it as the new state (`… to`, `增至`, `brings the total to`).
fn leads_to(facts: &Facts, from: usize, at: usize) -> bool {
    facts.ends_with(Class::LeadsTo, from, facts.before_hedges(from, at))
}

/// From the neighbour on the left (value or start of the clause) to the neighbour on the right.
fn around(facts: &Facts, span: &Range<usize>) -> (usize, usize) {
    let clause = facts.clause(span.start);
    let others = || facts.quantities.iter().filter(|q| q.value().is_some() && !q.bare && q.span != *span);
    let left = others().map(|q| q.span.end).filter(|&e| e <= span.start).max().unwrap_or(0);
    let end = facts.clause(span.end.saturating_sub(1)).end;
    let right = others().map(|q| q.span.start).filter(|&s| s >= span.end).min().unwrap_or(end);
    (left.max(clause.start).min(span.start), right.min(end).max(span.end))
}
