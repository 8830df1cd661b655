//! What a change means for a claim: the sights of the passage before and after, put together.

use super::attribution;
use super::compare::{self, Bound};
use super::edit;
use super::facts::{Facts, Quantity};
use super::sight::{Said, Sight};
use super::slots::Slots;
use super::turn;
use super::view::View;
use crate::model::claim::Class;
use crate::model::relation::{Assessment, Detail, Relation, Stance};
use crate::model::value::{Comparator, Value};

/// One side of a change: the passage and what it says of the claim.
pub(super) struct Side<'a> {
    pub view: &'a View,
    pub sight: Option<Sight>,
}

/// A passage has at least this share of the claim's words where a new mention is put before a human.
const TELLING: f64 = 0.35;

/// The assessment of one change; `None` where neither side is about the claim. `standing`: the source is
/// seen for the first time. `elsewhere`: another passage of the new text agrees with the claim.
pub(super) fn judge(
    slots: &Slots,
    before: Option<&Side>,
    after: Option<&Side>,
    standing: bool,
    elsewhere: impl FnOnce() -> bool,
) -> Option<Assessment> {
    let (old, new) = (before.and_then(|s| s.sight.as_ref()), after.and_then(|s| s.sight.as_ref()));
    let said = |s: Option<&Sight>| s.map(|s| s.said);
    let touched = touches(before, after);
    let successor = match (said(old), said(new)) {
        (Some(Said::Agrees), None) => before.zip(after).and_then(|(b, a)| successor(b, a.view)),
        // A date that stood beside the claim's value all the time does not make the new one older.
        (Some(Said::Agrees), Some(Said::Speaks)) if new.is_some_and(|s| s.aside) => before
            .zip(after)
            .filter(|(b, a)| same_dates(b.view, a.view))
            .and_then(|(b, a)| successor(b, a.view)),
        (Some(Said::Agrees), Some(Said::Speaks))
            if new.is_some_and(|s| !s.tentative && s.value.is_some()) =>
        {
            before.zip(after).and_then(|(b, a)| successor(b, a.view))
        }
        _ => None,
    };
    let reattributed = match said(old) {
        Some(Said::Differs) | None => None,
        Some(_) => before.zip(after).filter(|(b, a)| same_frame(b.view, a.view)),
    }
    .and_then(|(b, a)| attribution::changed(slots, b.view, a.view));
    let turned = turned(slots, before, after).filter(|_| said(new) != Some(Said::Differs));
    let replaced = replaced(slots, before, after);
    let outcome = match (said(old), said(new)) {
        (_, after) if reattributed.is_some() && after != Some(Said::Differs) => {
            (Relation::Differs, Detail::AttributionChanged, true, reattributed.into_iter().collect())
        }
        _ if turned.is_some() => (Relation::Differs, Detail::Negated, true, turned.iter().cloned().collect()),
        _ if successor.is_some() => succeeded(slots, successor.as_ref()?, new.is_some()),
        (None, None) => return None,
        (_, Some(Said::Differs)) => differs(old, new?, touched),
        (Some(Said::Agrees), Some(Said::Agrees | Said::Speaks)) if replaced.is_some() => {
            (Relation::Mentions, Detail::MentionOnly, true, replaced.into_iter().collect())
        }
        (_, Some(Said::Agrees)) => agrees(old, new?),
        // Another date put beside the very value.
        (Some(Said::Agrees), Some(Said::Speaks)) if redated(before, after) => {
            let why = "the claim's value now stands beside another date".to_owned();
            (Relation::Mentions, new?.detail, true, vec![why])
        }
        (Some(Said::Agrees), rest) => gone(before?, new, rest.is_some(), elsewhere),
        (_, Some(Said::Speaks)) => speaks(slots, old, new?, touched, standing),
        (Some(_), None) => {
            (Relation::Mentions, old?.detail, false, vec!["the passage that spoke of it is gone".into()])
        }
    };
    let (relation, detail, bears_on, why) = outcome;
    let sight = new.or(old)?;
    let mut reasons = sight.reasons.clone();
    reasons.extend(why);
    Some(Assessment {
        relation,
        detail,
        bears_on,
        score: score(relation, bears_on, sight.strength),
        stance_before: stance(old),
        stance_after: if turned.is_some() { Stance::Refutes } else { stance(new) },
        old: shown(old).or_else(|| slots.value.as_ref().map(Quantity::shown)),
        new: successor.as_ref().map(Quantity::shown).or_else(|| shown(new)),
        reasons,
    })
}

type Verdict = (Relation, Detail, bool, Vec<String>);

/// What turns round, in a passage that spoke for a claim without stating a value, what the claim states.
fn turned(slots: &Slots, before: Option<&Side>, after: Option<&Side>) -> Option<String> {
    let (before, after) = before.zip(after)?;
    let spoke = before.sight.as_ref().is_some_and(|s| !s.aside && s.said != Said::Differs);
    let claim = slots.wording(after.view.facts.chinese)?;
    let valued = [before, after].iter().any(|s| s.sight.as_ref().is_some_and(|s| s.value.is_some()));
    // A claim with a value is turned by words only where the passage says the rest of it.
    let told = slots.value.is_none() || before.sight.as_ref().is_some_and(|s| s.coverage >= TELLING);
    if valued || !spoke || !told {
        return None;
    }
    let (old, new) = (clauses(slots, before), clauses(slots, after));
    turn::turned_round((&before.view.facts, &old), (&after.view.facts, &new), &turn::text(claim))
}

/// The clauses that a side's sight rests on or that name who or what the claim names; the whole passage where
/// nothing was seen.
fn clauses(slots: &Slots, side: &Side) -> String {
    let facts = &side.view.facts;
    let Some(sight) = side.sight.as_ref().filter(|s| !s.spots.is_empty()) else { return turn::text(facts) };
    let named =
        slots.subjects.iter().chain(&slots.others).filter_map(|e| side.view.scan.entities.get(e)).flatten();
    let mut places: Vec<_> = sight.spots.iter().chain(named).map(|s| facts.clause(s.start)).collect();
    places.sort_by_key(|c| c.start);
    places.dedup();
    places.into_iter().map(|c| facts.slice(c)).collect::<Vec<_>>().join("\n")
}

/// A name of the claim that the passage no longer has, where the edit put another in its place.
fn replaced(slots: &Slots, before: Option<&Side>, after: Option<&Side>) -> Option<String> {
    let (before, after) = before.zip(after)?;
    let (old, new) = (&before.view.scan.entities, &after.view.scan.entities);
    let named = slots.subjects.iter().chain(&slots.others);
    let gone = named.filter(|e| !new.contains_key(e)).find_map(|e| old.get(e)?.first())?;
    let (was, is) = (&before.view.facts, &after.view.facts);
    let edits = edit::edits(&was.words, &is.words);
    let edit = edits.iter().find(|e| covers(was, gone).any(|i| e.before.contains(&i)))?;
    let other = is.words[edit.after.clone()].iter().find(|w| w.name && !w.stop)?;
    let name = was.slice(gone.clone());
    (slots.value.is_none() && !turn::text(was).contains(&other.text))
        .then(|| format!("“{}” stands where “{name}” stood", other.text))
}

fn differs(old: Option<&Sight>, new: &Sight, touched: bool) -> Verdict {
    let stood = old.is_some_and(|o| o.said == Said::Differs && o.detail == new.detail && same_value(o, new));
    let said_more = touched && new.value.is_none() && old.is_some_and(|o| new.coverage > o.coverage + 0.1);
    if stood && !said_more {
        let why = "the passage said so before this change".to_owned();
        return (Relation::Mentions, new.detail, false, vec![why]);
    }
    (Relation::Differs, new.detail, true, Vec::new())
}

fn same_value(old: &Sight, new: &Sight) -> bool {
    match (&old.value, &new.value) {
        (Some(a), Some(b)) => match (a.value(), b.value(), a.date(), b.date()) {
            (Some(x), Some(y), _, _) => x.value == y.value && x.low == y.low && x.currency == y.currency,
            (_, _, Some(x), Some(y)) => x.start == y.start && x.end == y.end,
            _ => false,
        },
        (None, None) => true,
        _ => false,
    }
}

fn agrees(old: Option<&Sight>, new: &Sight) -> Verdict {
    match old {
        Some(o) if o.said == Said::Agrees => {
            let why = "the passage said so before; the change leaves it standing".to_owned();
            (Relation::Supports, new.detail, false, vec![why])
        }
        _ => (Relation::Supports, new.detail, true, Vec::new()),
    }
}

/// Whether the edit leaves most of the passage as it was: then the same statement is still made.
fn same_frame(before: &View, after: &View) -> bool {
    let edits = edit::edits(&before.facts.words, &after.facts.words);
    let gone: usize = edits.iter().map(|e| e.before.len()).sum();
    gone * 2 <= before.facts.words.len()
}

/// The value that an edit puts in the very place of the one that agreed, where the rest names no term of the claim.
fn successor(before: &Side, after: &View) -> Option<Quantity> {
    let was = before.sight.as_ref()?.value.as_ref()?;
    let facts = &before.view.facts;
    let edits = edit::edits(&facts.words, &after.facts.words);
    let edit = edits.iter().find(|e| covers(facts, &was.span).any(|i| e.before.contains(&i)))?;
    // A sentence written anew has no places to compare.
    if edit.before.len() * 2 > facts.words.len() {
        return None;
    }
    let here = |q: &&Quantity| covers(&after.facts, &q.span).any(|i| edit.after.contains(&i));
    after
        .facts
        .quantities
        .iter()
        .filter(here)
        .find(|q| match (was.value(), q.value()) {
            (Some(x), Some(y)) => compare::incomparable(x, y).is_none(),
            (None, None) => true,
            _ => false,
        })
        .filter(|q| compare::compare(was, Bound::On, q) == compare::Verdict::Fails || bound_moved(was, q))
        .cloned()
}

/// Whether both are bounds of the same kind (“at least”) with another number: neither contradicts the other, but one
/// was put in the place of the other.
fn bound_moved(was: &Quantity, now: &Quantity) -> bool {
    was.value().zip(now.value()).is_some_and(|(x, y)| {
        x.comparator == y.comparator
            && !matches!(x.comparator, Comparator::Equal | Comparator::About)
            && x.value != y.value
    })
}

/// Whether the value that agreed stands as it stood, beside another date.
fn redated(before: Option<&Side>, after: Option<&Side>) -> bool {
    let Some((before, after)) = before.zip(after) else { return false };
    let Some(value) = before.sight.as_ref().and_then(|s| s.value.as_ref()).and_then(Quantity::value) else {
        return false;
    };
    let still =
        after.view.facts.quantities.iter().filter_map(Quantity::value).any(|v| v.surface == value.surface);
    still && !same_dates(before.view, after.view)
}

fn same_dates(before: &View, after: &View) -> bool {
    let dates = |view: &View| -> Vec<_> {
        view.facts.quantities.iter().filter_map(Quantity::date).map(|d| (d.start, d.end)).collect()
    };
    dates(before) == dates(after)
}

/// `dated`: the very date that stood beside the old value stands beside the new one.
fn succeeded(slots: &Slots, value: &Quantity, dated: bool) -> Verdict {
    let detail =
        if dated || slots.settled() { Detail::ChangedSamePeriod } else { Detail::ChangedLaterPeriod };
    let why = format!("“{}” now stands in the place of the claim's value", value.surface());
    (Relation::Differs, detail, true, vec![why])
}

/// The passage agreed and no longer does.
fn gone(before: &Side, new: Option<&Sight>, speaks: bool, elsewhere: impl FnOnce() -> bool) -> Verdict {
    if let Some(sight) = new.filter(|s| s.addition || (speaks && !s.aside && s.value.is_some())) {
        let why = "the passage stated the claim's value before this change".to_owned();
        return (Relation::Mentions, sight.detail, true, vec![why]);
    }
    if let Some(sight) = new.filter(|s| s.aside) {
        return (
            Relation::Mentions,
            sight.detail,
            false,
            vec!["the passage now speaks of another time".into()],
        );
    }
    if before.view.entry {
        let why = "an entry that leaves its window withdraws nothing".to_owned();
        return (Relation::Mentions, Detail::MentionOnly, false, vec![why]);
    }
    if elsewhere() {
        let why = "another passage of the page still says what the claim says".to_owned();
        return (Relation::Supports, Detail::Same, false, vec![why]);
    }
    let why = "the passage that agreed with the claim is gone from the page".to_owned();
    (Relation::Withdrawn, Detail::PassageRemoved, true, vec![why])
}

fn speaks(slots: &Slots, old: Option<&Sight>, new: &Sight, touched: bool, standing: bool) -> Verdict {
    let quiet = |why: &str| (Relation::Mentions, new.detail, false, vec![why.to_owned()]);
    if new.aside {
        return quiet("no news for the claim");
    }
    if new.addition {
        let bears = old.is_none_or(|o| !o.addition || !same_value(o, new));
        return (Relation::Mentions, new.detail, bears, Vec::new());
    }
    if standing {
        return quiet("a mention that stood when the source was first read");
    }
    if new.detail == Detail::OutcomeReached {
        return (Relation::Mentions, new.detail, old.is_none_or(|o| o.detail != new.detail), Vec::new());
    }
    if !touched {
        return quiet("the change is beside what the claim states");
    }
    if slots.value.is_none()
        && slots.claim.class != Class::Definition
        && old.is_some_and(|o| restated(o, new))
    {
        return quiet("the passage said as much of it before, in other words");
    }
    let telling = match slots.value {
        Some(_) => new.value.is_some() && old.is_none_or(|o| !same_value(o, new)),
        None => new.coverage >= TELLING || (slots.claim.class == Class::Definition && old.is_some()),
    };
    let telling = telling || (slots.claim.class == Class::Definition && new.coverage >= TELLING);
    if telling {
        (Relation::Mentions, new.detail, true, vec!["the change touches what the claim states".into()])
    } else {
        quiet("too little of what the claim states")
    }
}

/// Whether the new wording says no less of the claim than the old one did; what turns it round was looked for before.
fn restated(old: &Sight, new: &Sight) -> bool {
    old.said == Said::Speaks && new.coverage + 0.05 >= old.coverage
}

/// Whether the edit lies on a stretch that either side's sight rests on, or within three words of it.
fn touches(before: Option<&Side>, after: Option<&Side>) -> bool {
    let (Some(b), Some(a)) = (before, after) else { return true };
    let edits = edit::edits(&b.view.facts.words, &a.view.facts.words);
    let near = |side: &Side, away: Vec<usize>| {
        side.sight.as_ref().is_some_and(|s| {
            s.spots
                .iter()
                .any(|spot| covers(&side.view.facts, spot).any(|i| away.get(i).is_some_and(|d| *d <= 3)))
        })
    };
    near(b, edit::distances(b.view.facts.words.len(), edits.iter().map(|e| e.before.clone())))
        || near(a, edit::distances(a.view.facts.words.len(), edits.iter().map(|e| e.after.clone())))
}

fn covers<'a>(facts: &'a Facts, span: &std::ops::Range<usize>) -> impl Iterator<Item = usize> + 'a {
    let (start, end) = (span.start, span.end);
    (facts.word_at(start)..facts.words.len()).take_while(move |i| facts.words[*i].from < end)
}

fn stance(sight: Option<&Sight>) -> Stance {
    match sight.map(|s| s.said) {
        Some(Said::Agrees) => Stance::Supports,
        Some(Said::Differs) => Stance::Refutes,
        _ => Stance::Neutral,
    }
}

fn shown(sight: Option<&Sight>) -> Option<Value> {
    sight.and_then(|s| s.value.as_ref()).map(Quantity::shown)
}

fn score(relation: Relation, bears_on: bool, strength: f64) -> f64 {
    let strength = strength.clamp(0.0, 1.0);
    match (relation, bears_on) {
        (Relation::Differs, _) => 0.6 + 0.4 * strength,
        (Relation::Withdrawn, _) => 0.55 + 0.4 * strength,
        (_, true) => 0.5 + 0.3 * strength,
        _ => 0.4 * strength,
    }
}
