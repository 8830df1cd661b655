//! What a text says of a claim by its words: opposites, negations, other wording.

use std::ops::Range;

use super::case::Case;
use super::sight::{Said, Sight, moved, set_aside};
use crate::assess::lexicon::Class as Cues;
use crate::assess::read::facts::Cue;
use crate::assess::signals::polarity::{self, Stretch};
use crate::model::claim::{ClaimKind, Class, Slot};
use crate::model::relation::{Detail, Stance};

/// Share of the claim's words from which a passage with a term says what a claim without a value says; and where it names
/// every one of several subjects itself.
const AGREEING: f64 = 0.45;
const ALL_NAMED: f64 = 0.35;

/// So much of the claim must stand beside a word that turns it: with another text that shows what was edited, and alone.
const TURNED: f64 = 0.5;
const TURNED_ALONE: f64 = 0.6;
/// The same where the text names all of several subjects itself.
const TURNED_OF_ALL: f64 = 0.4;

impl Case<'_> {
    /// A contrary term stands in the passage.
    pub(super) fn opposed(&self, sight: &mut Sight, span: &Range<usize>, words: &str) {
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

    /// A claim without a value: negation, an opposite, else the wording.
    pub(super) fn by_words(&self, sight: &mut Sight) {
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
    pub(super) fn by_words_alone(&self) -> bool {
        !self.explicit && !self.compared.watch.gave(Slot::Metric)
    }

    /// The words of the claim give way to others.
    pub(super) fn substituted(&self, sight: &mut Sight) {
        (sight.said, sight.detail) = (Said::Differs, Detail::Negated);
        sight.reasons.extend(self.told.why.clone());
    }

    pub(super) fn negate(&self, sight: &mut Sight, cue: &Cue) {
        let words = cue.words();
        if (!self.compared.has_value() || self.is_alone()) && !self.is_told(sight) {
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

    /// So much of the claim must stand in a text alone beside what turns it.
    pub(super) fn turned_alone(&self) -> f64 {
        let several = self.side.subject.as_ref().is_some_and(|s| s.complete && s.own.len() > 1);
        if several && self.compared.watch.gave(Slot::Subject) { TURNED_OF_ALL } else { TURNED_ALONE }
    }

    /// Whether enough of the claim stands there to take what turns it for a turn of the claim.
    pub(super) fn is_told(&self, sight: &Sight) -> bool {
        let least = match (self.explicit, self.class()) {
            (false, _) => {
                if self.is_alone() {
                    self.turned_alone()
                } else {
                    0.4
                }
            }
            (_, Class::Event) => 0.25,
            _ => 0.15,
        };
        let named = self.side.subject.as_ref().is_some_and(|s| s.own.len() > 1);
        sight.coverage.max(self.compared.spoken_of(self.side)) >= least
            || (self.explicit && named && !self.side.terms.is_empty())
    }

    /// A word that says the opposite of what the claim's own wording says.
    pub(super) fn opposite(&self) -> Option<(&Cue, &Cue)> {
        let (claim, text) = (self.compared.claim, self.facts());
        let (own, other) = polarity::opposite(&(claim, claim.all()), &(text, text.all()))?;
        // “Not afterwards” is no opposite of “beforehand”.
        let negated = claim
            .cues(Cues::Negated, &claim.all())
            .any(|c| c.span.end <= own.span.start || own.span.end <= c.span.start);
        (!negated && !self.compared.across).then_some((own, other))
    }

    /// An agreement was done away with: one that a term names, else, of a claim that is a term of one, any.
    pub(super) fn abolished(&self) -> Option<&Cue> {
        let facts = self.facts();
        let agreements = facts.cues.iter().filter(|c| c.is(Cues::Agreement)).map(|c| &c.span);
        let is_named = |span: &&Range<usize>| {
            let term = self.side.terms.iter().any(|t| t.start <= span.start && span.end <= t.end);
            term || (!self.explicit && self.compared.watch.claim.kind == ClaimKind::DealTerm)
        };
        let mut ends = agreements
            .filter(is_named)
            .filter_map(|span| facts.cues(Cues::Abolished, &facts.clause(span.start)).next());
        ends.find(|cue| !self.compared.watch.wording.iter().flatten().any(|f| f.says(cue.phrase)))
    }

    /// A negation or cessation in the clause of a term of the claim.
    pub(super) fn turned(&self) -> Option<&Cue> {
        if self.explicit {
            return self.side.terms.iter().find_map(|t| self.turned_at(t));
        }
        // Without terms: in a clause that holds words of the predicate, and brought by the edit.
        let facts = self.facts();
        let fresh = |cue: &&Cue| self.side.away.get(facts.word_at(cue.span.start)).is_none_or(|d| *d <= 1);
        let share = self.compared.predicate_share(self.side).max(self.compared.spoken_of(self.side));
        let told = share >= if self.is_alone() { self.turned_alone() } else { TURNED };
        let spoken = self.side.spoken(self.compared);
        let negated = polarity::negated(self.compared.claim, facts, &spoken).filter(fresh);
        if let Some(cue) = negated.filter(|_| told && !self.compared.across) {
            return Some(cue);
        }
        spoken.iter().filter(|_| told && !self.compared.across).find_map(|s| {
            let claims = self.claimed_with(&facts.slice(s.clone()));
            let own = |cue: &&Cue| self.compared.claim.says(cue.phrase);
            polarity::turned(&(facts, self.clause(s)), &claims).filter(fresh).filter(|cue| !own(cue))
        })
    }

    pub(super) fn turned_at(&self, span: &Range<usize>) -> Option<&Cue> {
        if !self.explicit {
            return self.turned();
        }
        let claims = self.claimed_with(&self.facts().slice(span.clone()));
        polarity::turned(&(self.facts(), self.clause(span)), &claims)
    }

    /// The clauses of the claim that use `term`, else the first that uses any of its terms, else its whole wording.
    pub(super) fn claimed_with(&self, term: &str) -> Vec<Stretch<'_>> {
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
}
