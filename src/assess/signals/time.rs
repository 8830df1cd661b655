//! For which time a passage speaks, told from the dates that stand in it and around it.

use std::ops::Range;

use chrono::{Months, NaiveDate};

use super::measures::apart;
use crate::assess::claim::Watch;
use crate::assess::lexicon::Class;
use crate::assess::read::view::View;
use crate::model::value::{DateSpan, Grain};

/// The date that governs what stands at `span`: the nearest in its clause, else one in the opening of the
/// sentence. Days to come are no such date.
pub fn governing<'a>(view: &'a View, span: &Range<usize>) -> Option<&'a DateSpan> {
    governing_with_place(view, span).map(|(_, d)| d)
}

fn governing_with_place<'a>(view: &'a View, span: &Range<usize>) -> Option<(&'a Range<usize>, &'a DateSpan)> {
    let clause = view.facts.clause(span.start);
    let opening = view.facts.clauses.first().cloned().unwrap_or_default();
    let past = || {
        view.facts
            .quantities
            .iter()
            .filter_map(|q| q.date().map(|d| (&q.span, d)))
            .filter(|(s, d)| d.start <= view.spoken && !since(view, s))
    };
    past()
        .filter(|(s, _)| clause.contains(&s.start))
        .min_by_key(|(s, _)| apart(s, span))
        .or_else(|| past().find(|(s, _)| opening.contains(&s.start)))
}

/// The date only says since when something was not seen (`the largest since 2021`).
fn since(view: &View, span: &Range<usize>) -> bool {
    let before = view.facts.slice(span.start.saturating_sub(6)..span.start);
    let after = view.facts.slice(span.end..span.end + 3);
    before.trim_end().ends_with("since") || ["以来", "年来", "来最"].iter().any(|w| after.starts_with(w))
}

/// The year that ends on a stated day (`the year ended December 31, 2024`); else the date as it stands.
fn of_year(view: &View, span: &Range<usize>, date: &DateSpan) -> DateSpan {
    let before = view.facts.slice(span.start.saturating_sub(16)..span.start);
    let ends_year = ["year ended", "year ending", "years ended"].iter().any(|w| before.contains(w))
        || view.facts.slice(span.end..span.end + 4).contains("年度");
    match date.end.checked_sub_months(Months::new(12)).and_then(|d| d.succ_opt()) {
        Some(start) if ends_year => DateSpan { start, grain: Grain::Year, ..date.clone() },
        _ => date.clone(),
    }
}

/// How the period that governs a value stands to the claim's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Same,
    Other,
    Unknown,
}

/// Compares the period of what stands at `span` with the claim's own; context counts where the passage is silent.
pub fn period(watch: &Watch, view: &View, span: &Range<usize>) -> Period {
    let Some(claimed) = &watch.period else { return Period::Unknown };
    let clause = view.facts.clause(span.start);
    let mut stated: Vec<(usize, bool, DateSpan)> = view
        .facts
        .quantities
        .iter()
        .filter_map(|q| {
            let away = apart(&q.span, span) + if clause.contains(&q.span.start) { 0 } else { 200 };
            q.date().map(|d| (away, is_base(view, &q.span), of_year(view, &q.span, d)))
        })
        .collect();
    stated.sort_by_key(|(away, ..)| *away);
    // “from 2023 to 2024”: the year that something is compared with is not the one it is about.
    let (bases, others): (Vec<_>, Vec<_>) = stated.into_iter().partition(|(_, is_base, _)| *is_base);
    let stated = if others.is_empty() { bases } else { others };
    let own = stated.into_iter().find_map(|(.., d)| against(claimed, &d));
    if own.is_none() && view.facts.has(Class::Present, &clause) {
        let within = claimed.start <= view.spoken && view.spoken <= claimed.end;
        return if within { Period::Same } else { Period::Other };
    }
    own.or_else(|| view.dates.iter().find_map(|d| against(claimed, d))).unwrap_or(Period::Unknown)
}

/// The year that something is compared with (“from 2023”), not the one it is about.
fn is_base(view: &View, date: &Range<usize>) -> bool {
    view.facts.ends_with(Class::Base, 0, date.start)
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

/// The day on which something was done (“adopted on 28 October”) does not date what was done.
fn of_the_act(view: &View, span: &Range<usize>, date: &DateSpan) -> bool {
    let facts = &view.facts;
    let state = facts.ends_with(Class::AsOf, 0, span.start)
        || facts.starts_with(Class::AsOf, span.end, facts.folded.len());
    date.grain <= Grain::Day && !state
}

/// Whether what stands at `span` speaks for a time before the claim's: before its own period where it states one, else
/// before its as-of date.
pub fn older(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    let Some(from) = since_when(watch) else { return false };
    let governing = governing_with_place(view, span).filter(|(s, d)| !of_the_act(view, s, d));
    governing.map_or(view.spoken < from, |(_, d)| d.end < from)
}

/// The day from which on what is said is news for the claim.
fn since_when(watch: &Watch) -> Option<NaiveDate> {
    let period = watch.period.as_ref().or(watch.stated.as_ref()).map(|p| p.start);
    let as_of = watch.as_of.as_ref().map(|d| d.start);
    match (period, as_of) {
        (Some(period), Some(as_of)) => Some(period.min(as_of)),
        (period, as_of) => as_of.or(period),
    }
}

/// Whether it speaks for the very time of the claim.
pub fn same_time(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    let Some(as_of) = &watch.as_of else { return false };
    match governing(view, span) {
        Some(date) if date.end <= as_of.end => true,
        _ => view.spoken <= as_of.end,
    }
}
