//! What one text of a change says of a claim, and by which words that was told.

use std::ops::Range;

use super::page::concerns;
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side};
use crate::assess::align::values::{Aligned, Apart};
use crate::assess::find::index::Index;
use crate::assess::lexicon::Class as Cues;
use crate::assess::read::facts::{Cue, Facts, Quantity};
use crate::assess::signals::part::Part;
use crate::assess::signals::polarity::{self, Stretch};
use crate::assess::signals::time::{self, Period};
use crate::assess::signals::{contrast, correction, measures, plan};
use crate::assess::weigh::stance::{Told, told};
use crate::model::claim::{ClaimKind, Class, Scenario, Slot};
use crate::model::relation::{Detail, Stance};
use crate::model::value::{Comparator, DateSpan, Grain, Value};

/// Share of the claim's words from which its very value alone tells the slot.
const BARE: f64 = 0.2;
/// Share of the claim's words from which a passage with a term says what a claim without a value says; and where it names
/// every one of several subjects itself.
const AGREEING: f64 = 0.45;
const ALL_NAMED: f64 = 0.35;

/// Where no term tells it, a value must stand with so much of the claim's predicate to be an answer: beside another text
/// that shows what was edited, and alone; and so much must stand beside a word that turns it.
const SLOT: f64 = 0.12;
const SLOT_ALONE: f64 = 0.3;
const TURNED: f64 = 0.5;
const TURNED_ALONE: f64 = 0.75;

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
    if of_measure { 1.0 } else { compared.predicate_share(side) }
}

/// A value or date of the passage that may answer the claim's.
#[derive(Debug, Clone)]
struct Candidate {
    quantity: Quantity,
    verdict: Verdict,
    /// The quantity of the claim that it answers.
    answers: usize,
}

/// What the passage has to set against the claim's values.
#[derive(Debug, Default)]
struct Picked {
    /// The claim states something that can be compared.
    asked: bool,
    /// The value that stands for the claim's slot now.
    current: Option<Candidate>,
    /// What comes on top of it.
    added: Option<Candidate>,
    /// What it was before.
    prior: Option<Candidate>,
    /// What could not be compared, and why.
    notes: Vec<String>,
}

impl Picked {
    /// For the value that a person gave, else for all that the sentence states.
    fn of(compared: &Compared, at: usize) -> Self {
        let Some(side) = &compared.sides[at] else { return Self::default() };
        let quantities = &side.facts().quantities;
        let candidate = |x: usize, a: &Aligned| Candidate {
            quantity: quantities[a.at].clone(),
            verdict: a.verdict,
            answers: x,
        };
        let answers = contrast::answers(compared, side, compared.sides[1 - at].as_ref());
        let telling = answers.iter().find(|(_, a)| a.verdict == Verdict::Fails).or(answers.first());
        let keys: Vec<usize> = compared.keys().collect();
        let playing = |part: Part| {
            let all = keys.iter().flat_map(|x| side.aligned[*x].iter().map(move |a| (*x, a)));
            let mut playing: Vec<(usize, &Aligned)> =
                all.filter(|(_, a)| side.apart[a.at] == Some(Apart::Part(part))).collect();
            playing.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
            playing.first().map(|(x, a)| candidate(*x, a))
        };
        let note = |a: &Aligned| match &side.apart[a.at] {
            Some(Apart::Owner(name) | Apart::Stranger(name)) => {
                Some(format!("“{}” is said of {name}", quantities[a.at].surface()))
            }
            Some(Apart::Measure(family) | Apart::OfItsOwn(family)) => {
                Some(format!("“{}” is a figure of {family}", quantities[a.at].surface()))
            }
            _ => None,
        };
        Self {
            asked: !keys.is_empty(),
            current: telling.map(|(x, a)| candidate(*x, a)),
            added: playing(Part::Added),
            prior: playing(Part::Prior),
            notes: keys.iter().flat_map(|x| &side.aligned[*x]).filter_map(note).take(2).collect(),
        }
    }
}

struct Case<'a> {
    compared: &'a Compared<'a>,
    side: &'a Side<'a>,
    told: &'a Told,
    /// A term that a person gave tells the slot; else the words of the sentence, weighed.
    explicit: bool,
}

/// Where another statement begins within a clause.
const NEXT_STATEMENT: &[&str] = &[" and ", " but ", " while ", "并", "且", "而"];

impl Case<'_> {
    fn facts(&self) -> &Facts {
        self.side.facts()
    }

    /// Whether there is no other text that shows what was edited.
    fn is_alone(&self) -> bool {
        self.compared.sides.iter().any(Option::is_none)
    }

    /// Whether a text without another one may contradict: a value of the claim's own kind does, a figure without a
    /// unit does not.
    fn is_comparable(&self, found: &Candidate) -> bool {
        let claimed = self.claimed(found);
        self.explicit
            || !self.is_alone()
            || (claimed.kind() == found.quantity.kind() && !claimed.bare && !found.quantity.bare)
    }

    fn clause(&self, span: &Range<usize>) -> Range<usize> {
        self.facts().clause(span.start)
    }

    fn class(&self) -> Class {
        self.compared.watch.claim.class
    }

    /// A contrary term stands in the passage.
    fn opposed(&self, sight: &mut Sight, span: &Range<usize>, words: &str) {
        if self.older(span) {
            set_aside(sight, Detail::OlderValue, "speaks for a time before the claim's as-of date");
        } else if self.class() != Class::Forecast && self.facts().has(Cues::Tentative, &self.clause(span)) {
            sight.reasons.push(format!("“{words}” would go against the claim, but is only talked of"));
        } else {
            (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
            sight.strength += 0.1;
            sight.reasons.push(format!("“{words}” goes against what the claim states"));
        }
    }

    /// With a comparable current value the value decides, not the contrary term, unless the wording is the claim.
    fn value_still_rules(&self, picked: &Picked) -> bool {
        self.class() != Class::Definition
            && picked
                .current
                .as_ref()
                .filter(|c| c.quantity.date().is_none())
                .is_some_and(|c| c.verdict != Verdict::Open && !c.verdict.holds())
    }

    fn by_value(&self, sight: &mut Sight, picked: Picked) {
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
    fn without_value(&self, sight: &mut Sight, added: Option<&Candidate>, prior: Option<&Candidate>) {
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
    fn reworded(&self, found: &Candidate) -> bool {
        let claimed = self.claimed(found).value().and_then(|v| v.value);
        let stated = found.quantity.value().and_then(|v| v.value);
        self.class() == Class::Definition
            && self.compared.watch.gave(Slot::Class)
            && found.verdict == Verdict::Same
            && claimed.is_some()
            && claimed != stated
    }

    /// What of the claim the value answers.
    fn claimed(&self, found: &Candidate) -> &Quantity {
        &self.compared.claim.quantities[found.answers]
    }

    /// Whether a text that no term tells speaks of the claim's slot at all.
    fn is_on_slot(&self, sight: &Sight) -> bool {
        self.explicit || sight.slot >= if self.is_alone() { SLOT_ALONE } else { SLOT }
    }

    fn holds(&self, sight: &mut Sight, found: &Candidate) {
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
        if !self.explicit && self.told.stance == Stance::Refutes {
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

    fn is_exacter(&self, found: &Candidate) -> bool {
        let bound = |q: &Quantity| q.value().map(|v| v.comparator);
        bound(&found.quantity) == Some(Comparator::Equal)
            && bound(self.claimed(found)).is_some_and(|c| c != Comparator::Equal)
    }

    fn fails(&self, sight: &mut Sight, found: &Candidate) {
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
        if !self.settled() && self.older(span) {
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
    fn milestone(&self, found: &Candidate) -> bool {
        let bound = self.claimed(found).value().map(|v| v.comparator);
        self.class() == Class::Event
            && self.compared.watch.gave(Slot::Class)
            && self.compared.watch.period.is_none()
            && bound.is_some_and(|c| !matches!(c, Comparator::Equal | Comparator::About))
    }

    /// A claim without a value: negation, an opposite, else the wording.
    fn by_words(&self, sight: &mut Sight) {
        if let Some(cue) = self.turned().or_else(|| self.abolished()) {
            let spots = sight.spots.clone();
            if self.class() == Class::State && !spots.is_empty() && spots.iter().all(|t| self.older(t)) {
                return set_aside(
                    sight,
                    Detail::OlderValue,
                    "speaks for a time before the claim's as-of date",
                );
            }
            return self.negate(sight, cue);
        }
        if let Some((own, other)) = self.opposite().filter(|_| self.is_told(sight)) {
            (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
            sight.reasons.push(format!("“{}” where the claim says “{}”", other.words(), own.words()));
            sight.spots.push(other.span.clone());
            return;
        }
        if self.is_told(sight)
            && let Some(why) = sight.spots.iter().find_map(|t| self.postponed(t))
        {
            return moved(sight, why);
        }
        let subjects = self.compared.watch.names.subjects.len();
        let whole = self.side.subject.as_ref().is_some_and(|s| s.own.len() > 1 && s.own.len() == subjects);
        let enough = sight.coverage >= if whole { ALL_NAMED } else { AGREEING };
        match self.told.stance {
            _ if self.explicit && enough => {}
            Stance::Supports if !self.explicit => {}
            Stance::Refutes if self.by_words_alone() => return self.substituted(sight),
            _ => {
                sight.reasons.push("speaks of what the claim states, in other words".into());
                return;
            }
        }
        (sight.said, sight.detail) = (Said::Agrees, Detail::Same);
        sight.reasons.push("says what the claim says, in nearly its words".into());
    }

    /// Whether the words of the sentence are all that there is: who gave terms said which words count.
    fn by_words_alone(&self) -> bool {
        !self.explicit && !self.compared.watch.gave(Slot::Metric)
    }

    /// The words of the claim give way to others.
    fn substituted(&self, sight: &mut Sight) {
        (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
        sight.reasons.extend(self.told.why.clone());
    }

    fn negate(&self, sight: &mut Sight, cue: &Cue) {
        let words = cue.words();
        if !self.compared.has_value() && !self.is_told(sight) {
            sight.reasons.push(format!("“{words}” stands there, but too little of what the claim states"));
            return;
        }
        let clause = sight.spots.first().map(|t| self.clause(t));
        let talked = clause.is_some_and(|c| self.facts().has(Cues::Tentative, &c));
        if self.class() != Class::Forecast && talked {
            sight.reasons.push(format!("“{words}” would turn the claim, but is only talked of"));
            return;
        }
        (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
        sight.reasons.push(format!("“{words}” turns what the claim states"));
        sight.spots.push(cue.span.clone());
    }

    /// Whether enough of the claim stands there to take what turns it for a turn of the claim.
    fn is_told(&self, sight: &Sight) -> bool {
        let least = match (self.explicit, self.class()) {
            (false, _) => {
                if self.is_alone() {
                    TURNED_ALONE
                } else {
                    0.4
                }
            }
            (_, Class::Event) => 0.25,
            _ => 0.15,
        };
        let named = self.side.subject.as_ref().is_some_and(|s| s.own.len() > 1);
        sight.coverage >= least || (self.explicit && named && !self.side.terms.is_empty())
    }

    /// A word that says the opposite of what the claim's own wording says.
    fn opposite(&self) -> Option<(&Cue, &Cue)> {
        let (claim, text) = (self.compared.claim, self.facts());
        let (own, other) = polarity::opposite(&(claim, claim.all()), &(text, text.all()))?;
        // “Not afterwards” is no opposite of “beforehand”.
        let negated = claim
            .cues(Cues::Negated, &claim.all())
            .any(|c| c.span.end <= own.span.start || own.span.end <= c.span.start);
        (!negated && !self.compared.across).then_some((own, other))
    }

    /// An agreement that a term names was done away with.
    fn abolished(&self) -> Option<&Cue> {
        let facts = self.facts();
        self.side
            .terms
            .iter()
            .filter(|t| facts.has(Cues::Agreement, t))
            .find_map(|t| facts.cues(Cues::Abolished, &facts.clause(t.start)).next())
            .filter(|cue| !self.compared.watch.wording.iter().flatten().any(|f| f.says(cue.phrase)))
    }

    /// A negation or cessation in the clause of a term of the claim.
    fn turned(&self) -> Option<&Cue> {
        if self.explicit {
            return self.side.terms.iter().find_map(|t| self.turned_at(t));
        }
        // Without terms: in a clause that holds words of the predicate, and brought by the edit.
        let facts = self.facts();
        let fresh = |cue: &&Cue| self.side.away.get(facts.word_at(cue.span.start)).is_none_or(|d| *d <= 1);
        let told =
            self.compared.predicate_share(self.side) >= if self.is_alone() { TURNED_ALONE } else { TURNED };
        let spoken = self.side.spoken(self.compared);
        spoken.iter().filter(|_| told && !self.compared.across).find_map(|s| {
            let claims = self.claimed_with(&facts.slice(s.clone()));
            polarity::turned(&(facts, self.clause(s)), &claims).filter(fresh)
        })
    }

    fn turned_at(&self, span: &Range<usize>) -> Option<&Cue> {
        if !self.explicit {
            return self.turned();
        }
        let claims = self.claimed_with(&self.facts().slice(span.clone()));
        polarity::turned(&(self.facts(), self.clause(span)), &claims)
    }

    /// The clauses of the claim that use `term`, else the first that uses any of its terms, else its whole wording.
    fn claimed_with(&self, term: &str) -> Vec<Stretch<'_>> {
        let own = std::iter::once(self.compared.claim);
        let rest =
            self.compared.watch.wording.iter().flatten().filter(|f| !std::ptr::eq(*f, self.compared.claim));
        let clauses =
            || own.clone().chain(rest.clone()).flat_map(|f| f.clauses.iter().map(move |c| (f, c.clone())));
        let same: Vec<Stretch> = clauses().filter(|(f, c)| f.slice(c.clone()).contains(term)).collect();
        if !same.is_empty() {
            return same;
        }
        let terms: Vec<String> =
            self.compared.watch.claim.metric.all().map(|t| crate::text::fold(t).text).collect();
        let known = |(f, c): &Stretch| terms.iter().any(|t| f.slice(c.clone()).contains(t.as_str()));
        let first = clauses().find(known);
        vec![first.unwrap_or_else(|| (self.compared.claim, self.compared.claim.all()))]
    }

    /// Whether the value at `span` is planned or talked of. A cue of the next statement (“holds 27% and may take”)
    /// is not the value's, and one of the claim's own wording (“may take 75%”) is what the claim says.
    fn tentative(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let rest = self.facts().slice(span.end..clause.end);
        let next = NEXT_STATEMENT.iter().filter_map(|and| rest.find(and)).min();
        let own = next.map_or(clause.end, |byte| span.end + rest[..byte].chars().count());
        let says = |cue: &Cue| self.compared.watch.wording.iter().flatten().any(|f| f.says(cue.phrase));
        self.facts().cues(Cues::Tentative, &(clause.start..own)).any(|cue| !says(cue))
    }

    /// Whether the claim is of one past period only. What was merely read out of its sentence says so where there is no
    /// other text; an edit tells by itself what it changes.
    fn settled(&self) -> bool {
        let given = self.compared.watch.gave(Slot::Class) || self.compared.watch.gave(Slot::Period);
        self.compared.watch.settled() && (given || self.is_alone())
    }

    fn older(&self, span: &Range<usize>) -> bool {
        time::older(self.compared.watch, self.side.view, span)
    }

    fn period(&self, span: &Range<usize>) -> Period {
        time::period(self.compared.watch, self.side.view, span)
    }

    /// Why the forecast made at `span` is for another time than the claim's: a day to come that the clause names, none
    /// of the days to come being the claim's own.
    fn postponed(&self, span: &Range<usize>) -> Option<String> {
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
    fn outcome(&self, span: &Range<usize>) -> bool {
        let claim = &self.compared.watch.claim;
        let forecast = claim.class == Class::Forecast || claim.kind == ClaimKind::Forecast;
        let planned = matches!(claim.scenario, Some(Scenario::Planned | Scenario::Estimated) | None);
        let (facts, clause) = (self.facts(), self.clause(span));
        forecast
            && planned
            && !facts.has(Cues::Expected, &clause)
            && !facts.has(Cues::Tentative, &clause)
            && (facts.has(Cues::Settled, &clause) || !facts.has(Cues::Expected, &facts.all()))
    }
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
fn moved(sight: &mut Sight, why: String) {
    (sight.said, sight.detail) = (Said::Differs, Detail::ScenarioMoved);
    sight.reasons.push(why);
}

/// The passage speaks of the slot, but of another time: no news for the claim.
fn set_aside(sight: &mut Sight, detail: Detail, why: &str) {
    (sight.said, sight.detail, sight.aside) = (Said::Speaks, detail, true);
    sight.reasons.push(why.to_owned());
}

/// As a flag shows it.
pub fn shown(sight: Option<&Sight>) -> Option<Value> {
    sight.and_then(|s| s.value.as_ref()).map(Quantity::shown)
}
