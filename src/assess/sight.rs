//! What one passage says of one claim, and by which words that was told.

use std::ops::Range;

use super::compare::Verdict;
use super::cues::{self, EXPECTED, SETTLED, TENTATIVE};
use super::facts::{Facts, Quantity};
use super::index::Index;
use super::pick::{self, Candidate, Period, Picked};
use super::slots::Slots;
use super::subject::Subject;
use super::turn;
use super::view::View;
use super::words::likeness;
use crate::model::claim::{ClaimKind, Class, Scenario};
use crate::model::relation::Detail;
use crate::model::value::{Comparator, DateSpan, Grain};
use crate::text;

/// Share of the claim's words from which its very value alone tells the slot.
const BARE: f64 = 0.2;
/// Share of the claim's words from which a passage says what a claim without a value says; and where it names every
/// one of several subjects itself.
const AGREEING: f64 = 0.45;
const ALL_NAMED: f64 = 0.35;

/// How far a passage goes along with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Agrees,
    Differs,
    /// On the slot, but neither for nor against.
    Speaks,
}

/// What a passage says of a claim.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    pub said: Said,
    pub detail: Detail,
    pub value: Option<Quantity>,
    /// The stretches that this rests on.
    pub spots: Vec<Range<usize>>,
    /// How surely the passage speaks of the claim's slots, in 0..1.
    pub strength: f64,
    /// A sum that comes on top of what the claim states.
    pub addition: bool,
    /// It speaks of the same slot at another time or for another period: no news for the claim.
    pub aside: bool,
    /// The value is planned or talked of.
    pub tentative: bool,
    /// Share of the claim's own words that stand in the passage.
    pub coverage: f64,
    pub reasons: Vec<String>,
}

/// What `view` says of the claim; `None` where it is not about it.
pub(super) fn look(slots: &Slots, index: &Index, view: &View) -> Option<Sight> {
    let subject = Subject::find(slots, view)?;
    let theirs = |span: &Range<usize>| subject.done_by_another(slots, view, span.start, index).is_some();
    let hits = || view.scan.hits.iter();
    let terms: Vec<Range<usize>> = hits()
        .filter(|h| slots.metric.contains(&h.phrase) && !theirs(&h.span))
        .filter(|h| !pick::priced(view, &h.span) || pick::priced_by(slots, view, &h.span))
        .map(|h| h.span.clone())
        .collect();
    let contrary = hits().find(|h| {
        slots.contrary.contains(&h.phrase)
            && subject.complete
            && !theirs(&h.span)
            && !slots.folded.contains(index.words(h.phrase))
            && (!terms.is_empty() || weighty(index.words(h.phrase)))
    });
    let picked = slots.value.as_ref().map(|v| pick::pick(slots, v, view, &subject, &terms, index));
    let equal = picked.as_ref().and_then(|p| p.current.as_ref()).is_some_and(|c| c.verdict == Verdict::Same);
    // Without a term only the very value tells the slot, and only where nothing else of the claim has to be guessed.
    let coverage = slots.wording(view.facts.chinese).map_or(0.0, |w| coverage(w, &view.facts));
    let others = slots.others.iter().filter(|e| view.scan.entities.contains_key(e)).count();
    let told_by_value =
        equal && subject.own.len() + others > 1 && subject.around.is_empty() && coverage >= BARE;
    if terms.is_empty() && contrary.is_none() && !told_by_value {
        return None;
    }
    let mut sight = Sight {
        said: Said::Speaks,
        detail: Detail::MentionOnly,
        value: None,
        spots: terms.clone(),
        strength: strength(&subject, terms.len(), coverage),
        addition: false,
        aside: false,
        tentative: false,
        coverage,
        reasons: vec![subject.reason(index)],
    };
    if let Some(words) = named(view, &terms) {
        sight.reasons.push(format!("term: {words}"));
    }
    let case = Case { slots, view, terms: &terms, named: subject.own.len() };
    if let Some(hit) = contrary {
        sight.spots.push(hit.span.clone());
        case.opposed(&mut sight, &hit.span, index.words(hit.phrase));
        if sight.said == Said::Differs && case.value_still_rules(picked.as_ref()) {
            case.by_value(&mut sight, picked?);
        }
        return Some(sight);
    }
    match picked {
        Some(picked) => case.by_value(&mut sight, picked),
        None => case.by_words(&mut sight),
    }
    Some(sight)
}

/// Words that can stand for themselves as a contrary term: more than one word, or three characters of Chinese.
fn weighty(phrase: &str) -> bool {
    phrase.contains(' ') || (!phrase.is_ascii() && phrase.chars().count() >= 3)
}

fn named(view: &View, terms: &[Range<usize>]) -> Option<String> {
    let mut words: Vec<String> = terms.iter().map(|t| format!("“{}”", view.facts.slice(t.clone()))).collect();
    words.dedup();
    words.truncate(3);
    (!words.is_empty()).then(|| words.join(", "))
}

fn strength(subject: &Subject, terms: usize, coverage: f64) -> f64 {
    let own = if subject.around.is_empty() { 0.4 } else { 0.28 };
    let metric = if terms > 0 { 0.3 } else { 0.1 };
    own + metric + 0.3 * coverage
}

/// Share of the words of `claim` that stand in `text`.
fn coverage(claim: &Facts, text: &Facts) -> f64 {
    let (mut found, mut all) = (0.0, 0.0);
    for word in claim.words.iter().filter(|w| !w.stop && !w.number) {
        all += 1.0;
        found += text.words.iter().map(|other| likeness(word, other)).fold(0.0, f64::max);
    }
    if all > 0.0 { found / all } else { 0.0 }
}

struct Case<'a> {
    slots: &'a Slots,
    view: &'a View,
    terms: &'a [Range<usize>],
    /// How many of the claim's subjects the passage itself names.
    named: usize,
}

/// Where another statement begins within a clause.
const NEXT_STATEMENT: &[&str] = &[" and ", " but ", " while ", "并", "且", "而"];

impl Case<'_> {
    /// A contrary term stands in the passage.
    fn opposed(&self, sight: &mut Sight, span: &Range<usize>, words: &str) {
        let clause = self.view.facts.slice_undated(self.view.facts.clause(span.start));
        if self.older(span) {
            set_aside(sight, Detail::OlderValue, "speaks for a time before the claim's as-of date");
        } else if self.slots.claim.class != Class::Forecast && cues::has(&clause, TENTATIVE) {
            sight.reasons.push(format!("“{words}” would go against the claim, but is only talked of"));
        } else {
            (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
            sight.strength += 0.1;
            sight.reasons.push(format!("“{words}” goes against what the claim states"));
        }
    }

    /// With a comparable current value the value decides, not the contrary term, unless the wording is the claim.
    fn value_still_rules(&self, picked: Option<&Picked>) -> bool {
        self.slots.claim.class != Class::Definition
            && picked
                .and_then(|p| p.current.as_ref())
                .filter(|c| c.quantity.date().is_none())
                .is_some_and(|c| c.verdict != Verdict::Open && !c.verdict.holds())
    }

    fn by_value(&self, sight: &mut Sight, picked: Picked) {
        sight.reasons.extend(picked.notes.into_iter().take(2));
        let Some(found) = picked.current else {
            return self.without_value(sight, picked.added.as_ref(), picked.prior.as_ref());
        };
        sight.spots.push(found.quantity.span.clone());
        sight.strength += 0.15;
        sight.value = Some(found.quantity.clone());
        match found.verdict {
            Verdict::Open => sight.reasons.push(format!(
                "“{}” cannot be told apart from what the claim states",
                found.quantity.surface()
            )),
            _ if self.reworded(&found) => self.fails(sight, &found),
            verdict if verdict.holds() => self.holds(sight, &found),
            _ => self.fails(sight, &found),
        }
    }

    /// Nothing to compare: a sum on top, an earlier value, or a negation of the whole.
    fn without_value(&self, sight: &mut Sight, added: Option<&Candidate>, prior: Option<&Candidate>) {
        if let Some(cue) = self.turned() {
            return self.negate(sight, cue);
        }
        if let Some(found) = added {
            let what = found.quantity.surface();
            sight.spots.push(found.quantity.span.clone());
            sight.value = Some(found.quantity.clone());
            if self.older(&found.quantity.span) {
                return set_aside(
                    sight,
                    Detail::OlderValue,
                    "speaks for a time before the claim's as-of date",
                );
            }
            sight.addition = true;
            sight
                .reasons
                .push(format!("“{what}” comes on top of what the claim states; the new total is not stated"));
        } else if let Some(found) = prior {
            sight.spots.push(found.quantity.span.clone());
            sight.reasons.push(format!("“{}” is given as an earlier value", found.quantity.surface()));
        } else {
            sight.reasons.push("no value that could be compared".into());
        }
    }

    /// A bound that the claim's wording sets is another bound with another number, even where it would hold.
    fn reworded(&self, found: &Candidate) -> bool {
        let claimed = self.slots.value.as_ref().and_then(Quantity::value).and_then(|v| v.value);
        let stated = found.quantity.value().and_then(|v| v.value);
        self.slots.claim.class == Class::Definition
            && found.verdict == Verdict::Same
            && claimed.is_some()
            && claimed != stated
    }

    fn holds(&self, sight: &mut Sight, found: &Candidate) {
        let what = found.quantity.surface();
        if let Some(cue) = self.turned_at(&found.quantity.span) {
            return self.negate(sight, cue);
        }
        if self.slots.settled()
            && found.quantity.date().is_none()
            && pick::period(self.slots, self.view, &found.quantity.span) == Period::Other
        {
            return set_aside(sight, Detail::MentionOnly, "the value belongs to another period");
        }
        if self.outcome(&found.quantity.span) {
            sight.detail = Detail::OutcomeReached;
            sight.reasons.push(format!("“{what}” has come about as forecast"));
            return;
        }
        if let Some(why) = self.postponed(&found.quantity.span) {
            return moved(sight, why);
        }
        sight.said = Said::Agrees;
        (sight.detail, sight.reasons) = {
            let mut reasons = std::mem::take(&mut sight.reasons);
            let detail = match found.verdict {
                Verdict::Rounded => Detail::RoundingEqual,
                Verdict::Finer => Detail::Refined,
                _ if self.slots.claim.class == Class::State && self.older(&found.quantity.span) => {
                    Detail::OlderValue
                }
                _ => Detail::Same,
            };
            reasons.push(match detail {
                Detail::RoundingEqual => {
                    format!("“{what}” equals the claim's value but for rounding or wording")
                }
                Detail::Refined => format!("“{what}” is finer than the claim's date and lies within it"),
                _ => format!("“{what}” is what the claim states"),
            });
            (detail, reasons)
        };
    }

    fn fails(&self, sight: &mut Sight, found: &Candidate) {
        let what = found.quantity.surface();
        let span = &found.quantity.span;
        let claimed = self.slots.value.as_ref().map_or("", |v| v.surface());
        let date_claim = found.quantity.date().is_some();
        if self.milestone() {
            return set_aside(sight, Detail::MentionOnly, "what was once passed stays passed");
        }
        let forecast = self.slots.claim.class == Class::Forecast && self.slots.period.is_some();
        if forecast && !date_claim && pick::period(self.slots, self.view, span) == Period::Other {
            return set_aside(sight, Detail::MentionOnly, &format!("“{what}” belongs to another period"));
        }
        if self.slots.settled() && !date_claim {
            match pick::period(self.slots, self.view, span) {
                Period::Other => {
                    return set_aside(
                        sight,
                        Detail::MentionOnly,
                        &format!("“{what}” belongs to another period"),
                    );
                }
                Period::Unknown => {
                    sight.reasons.push(format!(
                        "“{what}” against “{claimed}”, but the passage does not say for which period"
                    ));
                    return;
                }
                Period::Same => {}
            }
        }
        if !self.slots.settled() && self.older(span) {
            return set_aside(sight, Detail::OlderValue, "speaks for a time before the claim's as-of date");
        }
        if self.slots.claim.class != Class::Forecast && self.tentative(span) {
            sight.tentative = true;
            sight
                .reasons
                .push(format!("“{what}” is planned or talked of, the claim states “{claimed}” as it is"));
            return;
        }
        sight.said = Said::Differs;
        sight.strength += 0.1;
        sight.detail = if self.outcome(span) {
            Detail::OutcomeReached
        } else if date_claim && self.slots.target().is_some() {
            Detail::ScenarioMoved
        } else if self.slots.settled() || self.same_time(span) {
            Detail::ChangedSamePeriod
        } else {
            Detail::ChangedLaterPeriod
        };
        sight.reasons.push(format!("value: “{what}” where the claim states “{claimed}”"));
        if let Some(date) = pick::governing(self.view, span)
            && !date_claim
        {
            sight.reasons.push(format!("period: “{}”", date.surface));
        }
    }

    /// A bound that was passed on one occasion: a value short of it at another time contradicts nothing.
    fn milestone(&self) -> bool {
        let bound = self.slots.value.as_ref().and_then(Quantity::value).map(|v| v.comparator);
        self.slots.claim.class == Class::Event
            && self.slots.period.is_none()
            && bound.is_some_and(|c| !matches!(c, Comparator::Equal | Comparator::About))
    }

    /// A claim without a value: negation, an opposite, else the wording.
    fn by_words(&self, sight: &mut Sight) {
        if let Some(cue) = self.turned().or_else(|| self.abolished()) {
            if self.slots.claim.class == Class::State && self.terms.iter().all(|t| self.older(t)) {
                return set_aside(
                    sight,
                    Detail::OlderValue,
                    "speaks for a time before the claim's as-of date",
                );
            }
            return self.negate(sight, cue);
        }
        if let Some((own, other)) = self.opposite().filter(|_| self.told(sight)) {
            (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
            sight.reasons.push(format!("“{other}” where the claim says “{own}”"));
            sight.spots.extend(self.place(other));
            return;
        }
        if self.told(sight)
            && let Some(why) = self.terms.iter().find_map(|t| self.postponed(t))
        {
            return moved(sight, why);
        }
        let whole = self.named > 1 && self.named == self.slots.subjects.len();
        if sight.coverage >= if whole { ALL_NAMED } else { AGREEING } {
            (sight.said, sight.detail) = (Said::Agrees, Detail::Same);
            sight.reasons.push("says what the claim says, in nearly its words".into());
        } else {
            sight.reasons.push("speaks of what the claim states, in other words".into());
        }
    }

    fn negate(&self, sight: &mut Sight, cue: &str) {
        if self.slots.value.is_none() && !self.told(sight) {
            sight.reasons.push(format!("“{cue}” stands there, but too little of what the claim states"));
            return;
        }
        let clause =
            self.terms.first().map(|t| self.view.facts.slice_undated(self.view.facts.clause(t.start)));
        let forecast = self.slots.claim.class == Class::Forecast;
        if !forecast && clause.is_some_and(|c| cues::has(&c, TENTATIVE)) {
            sight.reasons.push(format!("“{cue}” would turn the claim, but is only talked of"));
            return;
        }
        (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
        sight.reasons.push(format!("“{cue}” turns what the claim states"));
        if let Some(at) = self.place(cue) {
            sight.spots.push(at);
        }
    }

    /// Whether enough of the claim stands there to take what turns it for a turn of the claim.
    fn told(&self, sight: &Sight) -> bool {
        let least = if self.slots.claim.class == Class::Event { 0.25 } else { 0.15 };
        sight.coverage >= least || (self.named > 1 && !self.terms.is_empty())
    }

    /// A word that says the opposite of what the claim's own wording says.
    fn opposite(&self) -> Option<(&'static str, &'static str)> {
        let claim = turn::text(self.slots.wording(self.view.facts.chinese)?);
        // “Not afterwards” is no opposite of “beforehand”.
        turn::opposite(&claim, &turn::text(&self.view.facts))
            .filter(|(own, _)| cues::negation(&claim.replace(own, " ")).is_none())
    }

    /// An agreement that a term names was done away with.
    fn abolished(&self) -> Option<&'static str> {
        const AGREEMENTS: &[&str] =
            &["clause", "provision", "agreement", "deal", "contract", "条款", "协议", "合同"];
        let facts = &self.view.facts;
        self.terms
            .iter()
            .filter(|t| AGREEMENTS.iter().any(|noun| facts.slice((*t).clone()).contains(noun)))
            .find_map(|t| cues::abolished(&facts.slice(facts.clause(t.start))))
            .filter(|cue| !cues::has(&self.slots.folded, &[cue]))
    }

    fn place(&self, cue: &str) -> Option<Range<usize>> {
        let text = self.view.facts.slice(0..self.view.facts.folded.len());
        let (found, byte) = cues::find(&text, &[cue])?;
        let from = text[..byte].chars().count();
        Some(from..from + found.chars().count())
    }

    /// A negation or cessation in the clause of a term of the claim.
    fn turned(&self) -> Option<&'static str> {
        self.terms.iter().find_map(|t| self.turned_at(t))
    }

    fn turned_at(&self, span: &Range<usize>) -> Option<&'static str> {
        let clause = self.view.facts.slice(self.view.facts.clause(span.start));
        cues::turned(&clause, &self.claimed_with(&self.view.facts.slice(span.clone())))
    }

    /// The clauses of the claim, in the passage's language, that use `term`, else the first that uses any of its
    /// terms, else its whole wording.
    fn claimed_with(&self, term: &str) -> String {
        let Some(wording) = self.slots.wording(self.view.facts.chinese) else {
            return self.slots.folded.clone();
        };
        let of = |facts: &Facts| facts.clauses.iter().map(|c| facts.slice(c.clone())).collect::<Vec<_>>();
        let others = self.slots.wording.iter().flatten().flat_map(of);
        let all: Vec<String> = of(wording).into_iter().chain(others).collect();
        let clauses = || all.iter().cloned();
        let same: Vec<String> = clauses().filter(|clause| clause.contains(term)).collect();
        if !same.is_empty() {
            return same.join("\n");
        }
        let known: Vec<String> = self.slots.claim.metric.all().map(|t| text::fold(t).text).collect();
        clauses()
            .find(|clause| known.iter().any(|t| clause.contains(t.as_str())))
            .unwrap_or_else(|| turn::text(wording))
    }

    /// Whether the value at `span` is planned or talked of. A cue of the next statement (“holds 27% and may take”)
    /// is not the value's, and one of the claim's own wording (“may take 75%”) is what the claim says.
    fn tentative(&self, span: &Range<usize>) -> bool {
        let clause = self.view.facts.clause(span.start);
        let before = self.view.facts.slice_undated(clause.start..span.end);
        let rest = self.view.facts.slice_undated(span.end..clause.end);
        let own = NEXT_STATEMENT.iter().filter_map(|and| rest.find(and)).min().unwrap_or(rest.len());
        let text = format!("{before}{}", &rest[..own]);
        TENTATIVE.iter().any(|cue| cues::has(&text, &[cue]) && !cues::has(&self.slots.folded, &[cue]))
    }

    /// Whether what stands at `span` speaks for a time before the claim's as-of date.
    fn older(&self, span: &Range<usize>) -> bool {
        let Some(as_of) = &self.slots.as_of else { return false };
        pick::governing(self.view, span).map_or(self.view.spoken < as_of.start, |d| d.end < as_of.start)
    }

    /// Whether it speaks for the very time of the claim.
    fn same_time(&self, span: &Range<usize>) -> bool {
        let Some(as_of) = &self.slots.as_of else { return false };
        match pick::governing(self.view, span) {
            Some(date) if date.end <= as_of.end => true,
            _ => self.view.spoken <= as_of.end,
        }
    }

    /// Why the forecast made at `span` is for another time than the claim's: a day to come that the clause names, none
    /// of the days to come being the claim's own.
    fn postponed(&self, span: &Range<usize>) -> Option<String> {
        let (target, deadline) = self.slots.target()?;
        let clause = self.view.facts.clause(span.start);
        let to_come = || {
            let dates = self.view.facts.quantities.iter().filter_map(|q| q.date().map(|d| (&q.span, d)));
            // A day in a forecast for a year is some other event's.
            let least = if target.grain >= Grain::Year { Grain::Month } else { Grain::Day };
            dates.filter(move |(_, d)| d.end > self.view.spoken && d.grain >= least)
        };
        let other = |d: &DateSpan| if deadline { d.start > target.end } else { d.excludes(&target) };
        if to_come().any(|(_, d)| !other(d)) {
            return None;
        }
        let (_, date) = to_come().find(|(s, _)| clause.contains(&s.start))?;
        Some(format!("“{}” where the claim's forecast is for “{}”", date.surface, target.surface))
    }

    /// Whether the passage tells how a forecast came out.
    fn outcome(&self, span: &Range<usize>) -> bool {
        let forecast =
            self.slots.claim.class == Class::Forecast || self.slots.claim.kind == ClaimKind::Forecast;
        let planned =
            matches!(self.slots.claim.scenario, Some(Scenario::Planned | Scenario::Estimated) | None);
        let clause = self.view.facts.slice_undated(self.view.facts.clause(span.start));
        let text = self.view.facts.slice(0..self.view.facts.folded.len());
        forecast
            && planned
            && !cues::has(&clause, EXPECTED)
            && !cues::has(&clause, TENTATIVE)
            && (cues::has(&clause, SETTLED) || !cues::has(&text, EXPECTED))
    }
}

/// What is forecast now is forecast for another time.
fn moved(sight: &mut Sight, why: String) {
    (sight.said, sight.detail) = (Said::Differs, Detail::ScenarioMoved);
    sight.reasons.push(why);
}

/// The passage speaks of the slot, but of another time: no news for the claim.
fn set_aside(sight: &mut Sight, detail: Detail, why: &str) {
    (sight.said, sight.detail, sight.aside) = (Said::Speaks, detail, true);
    sight.reasons.push(why.to_owned());
}
