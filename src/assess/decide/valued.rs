//! What a text says of a claim by its values.

use std::ops::Range;

use super::case::Case;
use super::picked::{Candidate, Picked};
use super::sight::{Said, Sight, moved, set_aside};
use crate::assess::align::compare::Verdict;
use crate::assess::lexicon::Class as Cues;
use crate::assess::read::facts::{Cue, Quantity};
use crate::assess::signals::plan;
use crate::assess::signals::time::{self, Period};
use crate::model::claim::{ClaimKind, Class, Scenario, Slot};
use crate::model::relation::{Detail, Stance};
use crate::model::value::{Comparator, DateSpan, Grain};

/// Where no term tells it, a value must stand with so much of the claim's predicate to be an answer: beside another text
/// that shows what was edited, and alone.
const SLOT: f64 = 0.12;
const SLOT_ALONE: f64 = 0.3;

/// Where another statement begins within a clause.
const NEXT_STATEMENT: &[&str] = &[" and ", " but ", " while ", "并", "且", "而"];

impl Case<'_> {
    /// Whether a text without another one may contradict: a value of the claim's own kind does, a figure without a
    /// unit does not.
    pub(super) fn is_comparable(&self, found: &Candidate) -> bool {
        let claimed = self.claimed(found);
        self.explicit
            || !self.is_alone()
            || (claimed.kind() == found.quantity.kind() && !claimed.bare && !found.quantity.bare)
    }

    /// With a comparable current value the value decides, not the contrary term, unless the wording is the claim.
    pub(super) fn value_still_rules(&self, picked: &Picked) -> bool {
        self.class() != Class::Definition
            && picked
                .current
                .as_ref()
                .filter(|c| c.quantity.date().is_none())
                .is_some_and(|c| c.verdict != Verdict::Open && !c.verdict.holds())
    }

    pub(super) fn by_value(&self, sight: &mut Sight, picked: Picked) {
        sight.reasons.extend(picked.notes);
        let Some(found) = picked.current else {
            return self.without_value(sight, picked.added.as_ref(), picked.prior.as_ref());
        };
        sight.spots.push(found.quantity.span.clone());
        sight.strength += 0.15;
        sight.value = Some(found.quantity.clone());
        sight.verdict = Some(found.verdict);
        sight.on_top = picked.added.map(|c| c.quantity);
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
    pub(super) fn without_value(
        &self,
        sight: &mut Sight,
        added: Option<&Candidate>,
        prior: Option<&Candidate>,
    ) {
        if let Some(cue) = self.turned() {
            return self.negate(sight, cue);
        }
        if let Some(why) = plan::put_off(self.compared, self.side) {
            return moved(sight, why);
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
        } else if self.by_words_alone() && self.told.stance == Stance::Refutes {
            self.substituted(sight);
        } else {
            sight.reasons.push("no value that could be compared".into());
        }
    }

    /// A bound that the claim's wording sets is another bound with another number, even where it would hold.
    pub(super) fn reworded(&self, found: &Candidate) -> bool {
        let claimed = self.claimed(found).value().and_then(|v| v.value);
        let stated = found.quantity.value().and_then(|v| v.value);
        self.class() == Class::Definition
            && self.compared.watch.gave(Slot::Class)
            && found.verdict == Verdict::Same
            && claimed.is_some()
            && claimed != stated
    }

    /// What of the claim the value answers.
    pub(super) fn claimed(&self, found: &Candidate) -> &Quantity {
        &self.compared.claim.quantities[found.answers]
    }

    /// Whether a text that no term tells speaks of the claim's slot at all.
    pub(super) fn is_on_slot(&self, sight: &Sight) -> bool {
        self.explicit || sight.slot >= if self.is_alone() { SLOT_ALONE } else { SLOT }
    }

    pub(super) fn holds(&self, sight: &mut Sight, found: &Candidate) {
        let what = found.quantity.surface();
        if let Some(cue) = self.turned_at(&found.quantity.span) {
            return self.negate(sight, cue);
        }
        if self.settled()
            && found.quantity.date().is_none()
            && self.period(&found.quantity.span) == Period::Other
        {
            return set_aside(sight, Detail::MentionOnly, "the value belongs to another period");
        }
        if self.outcome(&found.quantity.span) {
            sight.detail = Detail::OutcomeReached;
            sight.reasons.push(format!("“{what}” has come about as forecast"));
            return;
        }
        if let Some(why) = self.postponed(&found.quantity.span) {
            let number = |q: &Quantity| q.value().and_then(|v| v.value);
            if number(&found.quantity) != number(self.claimed(found)) {
                return set_aside(sight, Detail::MentionOnly, "the value belongs to another period");
            }
            return moved(sight, why);
        }
        if !self.explicit && self.told.stance == Stance::Refutes && self.told.why.is_some() {
            return self.substituted(sight);
        }
        let whole = self.side.subject.as_ref().is_some_and(|s| s.complete && s.own.len() > 1);
        let beside = !self.is_alone() && (whole || sight.slot >= SLOT_ALONE);
        if !self.explicit && self.told.stance == Stance::Neutral && !beside {
            sight.reasons.push(format!(
                "“{what}” is the claim's value, but too little else of the claim stands there"
            ));
            return;
        }
        sight.said = Said::Agrees;
        sight.detail = match found.verdict {
            Verdict::Rounded => Detail::RoundingEqual,
            Verdict::Finer => Detail::Refined,
            // An exact value inside the claim's bound.
            _ if self.is_exacter(found) => Detail::Refined,
            _ if self.class() == Class::State && self.older(&found.quantity.span) => Detail::OlderValue,
            _ => Detail::Same,
        };
        sight.reasons.push(match sight.detail {
            Detail::RoundingEqual => {
                format!("“{what}” equals the claim's value but for rounding or wording")
            }
            Detail::Refined => format!("“{what}” is finer than the claim's and lies within it"),
            _ => format!("“{what}” is what the claim states"),
        });
    }

    pub(super) fn is_exacter(&self, found: &Candidate) -> bool {
        let bound = |q: &Quantity| q.value().map(|v| v.comparator);
        bound(&found.quantity) == Some(Comparator::Equal)
            && bound(self.claimed(found)).is_some_and(|c| c != Comparator::Equal)
    }

    pub(super) fn fails(&self, sight: &mut Sight, found: &Candidate) {
        let what = found.quantity.surface();
        let span = &found.quantity.span;
        let claimed = self.claimed(found).surface();
        let date_claim = found.quantity.date().is_some();
        if self.milestone(found) {
            return set_aside(sight, Detail::MentionOnly, "what was once passed stays passed");
        }
        let forecast = self.class() == Class::Forecast && self.compared.watch.period.is_some();
        if forecast && !date_claim && self.period(span) == Period::Other {
            return set_aside(sight, Detail::MentionOnly, &format!("“{what}” belongs to another period"));
        }
        if self.settled() && !date_claim {
            match self.period(span) {
                Period::Other => {
                    return set_aside(
                        sight,
                        Detail::MentionOnly,
                        &format!("“{what}” belongs to another period"),
                    );
                }
                Period::Unknown if self.compared.watch.period.is_some() => {
                    sight.reasons.push(format!(
                        "“{what}” against “{claimed}”, but the passage does not say for which period"
                    ));
                    return;
                }
                _ => {}
            }
        }
        // A date that answers the claim's own says when it was, not for when something else holds.
        if !self.settled() && !date_claim && self.older(span) {
            return set_aside(sight, Detail::OlderValue, "speaks for a time before the claim's as-of date");
        }
        if self.class() != Class::Forecast && self.tentative(span) {
            sight.tentative = true;
            sight
                .reasons
                .push(format!("“{what}” is planned or talked of, the claim states “{claimed}” as it is"));
            return;
        }
        // The figure of the very measure tells the slot where there is no other text to weigh it against.
        let measured = self.is_alone() && sight.slot >= 1.0 && self.compared.watch.gave(Slot::Subject);
        if !self.is_on_slot(sight)
            || !self.is_comparable(found)
            || (!self.explicit && !measured && self.told.stance != Stance::Refutes)
        {
            sight
                .reasons
                .push(format!("“{what}” against “{claimed}”, but too little else of the claim stands there"));
            return;
        }
        sight.said = Said::Differs;
        sight.strength += 0.1;
        sight.detail = if self.outcome(span) {
            Detail::OutcomeReached
        } else if date_claim && self.compared.watch.target().is_some() {
            Detail::ScenarioMoved
        } else if self.settled() || time::same_time(self.compared.watch, self.side.view, span) {
            Detail::ChangedSamePeriod
        } else {
            Detail::ChangedLaterPeriod
        };
        sight.reasons.push(format!("value: “{what}” where the claim states “{claimed}”"));
        if let Some(date) = time::governing(self.side.view, span)
            && !date_claim
        {
            sight.reasons.push(format!("period: “{}”", date.surface));
        }
    }

    /// A bound that was passed on one occasion: a value short of it at another time contradicts nothing.
    pub(super) fn milestone(&self, found: &Candidate) -> bool {
        let bound = self.claimed(found).value().map(|v| v.comparator);
        self.class() == Class::Event
            && self.compared.watch.gave(Slot::Class)
            && self.compared.watch.period.is_none()
            && bound.is_some_and(|c| !matches!(c, Comparator::Equal | Comparator::About))
    }

    /// Whether the value at `span` is planned or talked of. A cue of the next statement (“holds 27% and may take”)
    /// is not the value's, and one of the claim's own wording (“may take 75%”) is what the claim says.
    pub(super) fn tentative(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let rest = self.facts().slice(span.end..clause.end);
        let next = NEXT_STATEMENT.iter().filter_map(|and| rest.find(and)).min();
        let own = next.map_or(clause.end, |byte| span.end + rest[..byte].chars().count());
        let says = |cue: &Cue| self.compared.watch.wording.iter().flatten().any(|f| f.says(cue.phrase));
        self.facts().cues(Cues::Tentative, &(clause.start..own)).any(|cue| !says(cue))
    }

    /// Why the forecast made at `span` is for another time than the claim's: a day to come that the clause names, none
    /// of the days to come being the claim's own.
    pub(super) fn postponed(&self, span: &Range<usize>) -> Option<String> {
        let (target, deadline) = self.compared.watch.target()?;
        let clause = self.clause(span);
        let to_come = || {
            let dates = self.facts().quantities.iter().filter_map(|q| q.date().map(|d| (&q.span, d)));
            // A day in a forecast for a year is some other event's.
            let least = if target.grain >= Grain::Year { Grain::Month } else { Grain::Day };
            dates.filter(move |(_, d)| d.end > self.side.view.spoken && d.grain >= least)
        };
        let other = |d: &DateSpan| if deadline { d.start > target.end } else { d.excludes(&target) };
        if to_come().any(|(_, d)| !other(d)) {
            return None;
        }
        let (_, date) = to_come().find(|(s, _)| clause.contains(&s.start))?;
        Some(format!("“{}” where the claim's forecast is for “{}”", date.surface, target.surface))
    }

    /// Whether the passage tells how a forecast came out.
    pub(super) fn outcome(&self, span: &Range<usize>) -> bool {
        let claim = &self.compared.watch.claim;
        let forecast = claim.class == Class::Forecast || claim.kind == ClaimKind::Forecast;
        let planned = matches!(claim.scenario, Some(Scenario::Planned | Scenario::Estimated) | None);
        let (facts, clause) = (self.facts(), self.clause(span));
        let dates = facts.quantities.iter().filter(|q| q.span == *span).filter_map(|q| q.date());
        let to_come = dates.into_iter().any(|d| d.start > self.side.view.spoken);
        forecast
            && planned
            && !facts.has(Cues::Expected, &clause)
            && !facts.has(Cues::Tentative, &clause)
            && !to_come
            && (facts.has(Cues::Settled, &clause) || !facts.has(Cues::Expected, &facts.all()))
    }
}
