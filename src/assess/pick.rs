//! Chooses the value of a passage that answers the claim's value.

use std::ops::Range;

use chrono::Months;
use rust_decimal::Decimal;

use super::compare::{self, Bound, Verdict};
use super::cues;
use super::facts::{Amount, Quantity};
use super::index::{Hit, Index};
use super::measures::{Named, apart, nearest};
use super::part::{Part, part};
use super::slots::Slots;
use super::subject::Subject;
use super::view::View;
use crate::model::value::{DateSpan, Grain, Value, ValueKind};

/// Further apart than this many powers of ten, one sum of money is not another state of the other.
const FARTHEST_MONEY: f64 = 1.3;
/// What a sum can be of that is never a side of something else, and how near it must stand.
const OF_ITS_OWN: &[&str] = &["debt", "donation", "dividend", "tax", "turnout"];
const OF_ITS_OWN_NEAR: usize = 30;
/// Things that are priced or valued without being a company.
const THINGS: &[&str] = &[
    "contract",
    "contracts",
    "deal",
    "order",
    "orders",
    "stake",
    "shares",
    "stock",
    "investment",
    "interest",
    "holding",
    "agreement",
    "round",
    "purchase",
    "合同",
    "合约",
    "订单",
    "股份",
    "股权",
    "股票",
    "协议",
];
/// Say that the value is the one of the day.
const PRESENT: &[&str] =
    &["now", "currently", "latest", "today", "最新", "目前", "如今", "现在", "当前", "眼下"];

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
    let as_percent = fraction(claimed, quantity);
    let quantity = as_percent.as_ref().unwrap_or(quantity);
    let verdict = compare::compare(claimed, Bound::On, quantity);
    let mut role = Part::Plain;
    match (&claimed.amount, &quantity.amount) {
        (Amount::Value(x), Amount::Value(y)) => {
            if let Some(why) = compare::incomparable(x, y) {
                return Err((x.kind == y.kind).then_some(why));
            }
            let far = compare::magnitudes(x, y);
            // A past figure is restated by little, not by a power of ten.
            let farthest = if slots.settled() {
                0.95
            } else if x.kind == ValueKind::Money {
                FARTHEST_MONEY
            } else {
                2.0
            };
            if far > farthest {
                return Err(None);
            }
            if let Some(family) = own_kind(slots, view, &quantity.span) {
                return Err(Some(format!("“{}” is a figure of {family}", y.surface)));
            }
            if let Some((named, distance)) = nearest(&view.facts, &view.measures, &quantity.span)
                && !slots.families.contains(&named.family)
                && !(named.family == "valuation" && priced(view, &named.span))
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
            if subject_follows(slots, view, terms) {
                return Err(Some(format!("“{}” is told of another matter", y.surface)));
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

/// A fraction in words (`three quarters`, `四分之三`) as the percentage that a share is claimed in.
fn fraction(claimed: &Quantity, stated: &Quantity) -> Option<Quantity> {
    let (x, y) = claimed.value().zip(stated.value())?;
    let part = y.value.is_some_and(|v| v > Decimal::ZERO && v < Decimal::ONE) && !y.surface.contains('.');
    if x.kind != ValueKind::Percent || y.kind != ValueKind::Number || y.unit.is_some() || !part {
        return None;
    }
    let times = |d: Option<Decimal>| d.and_then(|d| d.checked_mul(Decimal::ONE_HUNDRED));
    let value = Value {
        kind: ValueKind::Percent,
        value: times(y.value),
        low: times(y.low),
        high: times(y.high),
        ..y.clone()
    };
    Some(Quantity { amount: Amount::Value(value), span: stated.span.clone() })
}

/// Whether the event is told of someone else: its clause names another of the claim's subjects, the first comes only
/// in a later clause.
fn subject_follows(slots: &Slots, view: &View, terms: &[Range<usize>]) -> bool {
    let [first, others @ ..] = slots.subjects.as_slice() else { return false };
    let Some(firsts) = view.scan.entities.get(first) else { return false };
    let spans = |e: &usize| view.scan.entities.get(e).into_iter().flatten();
    terms.iter().all(|term| {
        let clause = view.facts.clause(term.start);
        firsts.iter().all(|s| s.start >= clause.end)
            && others.iter().flat_map(spans).any(|s| clause.contains(&s.start))
    })
}

/// The measure near a value that makes it a figure of that kind alone.
fn own_kind(slots: &Slots, view: &View, span: &Range<usize>) -> Option<&'static str> {
    let clause = view.facts.clause(span.start);
    let near = |named: &&Named| {
        OF_ITS_OWN.contains(&named.family)
            && !slots.families.contains(&named.family)
            && clause.contains(&named.span.start)
            && apart(&named.span, span) <= OF_ITS_OWN_NEAR
    };
    view.measures.iter().find(near).map(|named| named.family)
}

/// Whether `valued at` at `span` is said of a thing (`a contract valued at`), not of a company.
pub(super) fn priced(view: &View, span: &Range<usize>) -> bool {
    let facts = &view.facts;
    let value = facts.slice(span.clone());
    if !matches!(value.as_str(), "valued at" | "worth" | "value" | "价值" | "作价") {
        return false;
    }
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    facts.words[ahead.saturating_sub(2)..ahead].iter().any(|w| THINGS.contains(&w.text.as_str()))
}

/// Whether the thing is the claim's own.
pub(super) fn priced_by(slots: &Slots, view: &View, span: &Range<usize>) -> bool {
    let thing =
        |h: &&Hit| h.span.end <= span.start && apart(&h.span, span) <= 12 && slots.metric.contains(&h.phrase);
    view.scan.hits.iter().any(|h| thing(&h))
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
            .filter(|(s, d)| d.start <= view.spoken && !since(view, s))
    };
    past()
        .filter(|(s, _)| clause.contains(&s.start))
        .min_by_key(|(s, _)| apart(s, span))
        .or_else(|| past().find(|(s, _)| opening.contains(&s.start)))
        .map(|(_, d)| d)
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
pub(super) enum Period {
    Same,
    Other,
    Unknown,
}

/// Compares the period of what stands at `span` with the claim's own; context counts where the passage is silent.
pub(super) fn period(slots: &Slots, view: &View, span: &Range<usize>) -> Period {
    let Some(claimed) = &slots.period else { return Period::Unknown };
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
    if own.is_none() && cues::has(&view.facts.slice(clause), PRESENT) {
        let within = claimed.start <= view.spoken && view.spoken <= claimed.end;
        return if within { Period::Same } else { Period::Other };
    }
    own.or_else(|| view.dates.iter().find_map(|d| against(claimed, d))).unwrap_or(Period::Unknown)
}

/// Words before a period that a later one is compared with.
const BASES: &[&str] =
    &["from", "over", "against", "versus", "compared with", "compared to", "较", "比", "从", "由", "自"];

fn is_base(view: &View, date: &Range<usize>) -> bool {
    let before = view.facts.slice(date.start.saturating_sub(16)..date.start);
    BASES.iter().any(|word| before.trim_end().ends_with(word))
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
