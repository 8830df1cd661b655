//! What a change means for a claim: what the passage says before and after, put together.

use super::sight::{Said, Sight, is_explicit, look, shown};
use crate::assess::align::compare::{self, Bound, Verdict};
use crate::assess::align::compared::{Compared, Side};
use crate::assess::align::edit;
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::read::facts::{Cue, Facts, Quantity};
use crate::assess::read::view::View;
use crate::assess::signals::polarity::{self, Stretch};
use crate::assess::signals::restated::restates;
use crate::assess::signals::speaker;
use crate::assess::weigh::bears::{
    BEARS, BEARS_ALONE, BEARS_ALONE_ON_SUBJECT, BEARS_BY_VALUE, BEARS_WITHOUT_TERMS, Bearing,
};
use crate::assess::weigh::stance::told;
use crate::model::claim::{Class, Slot};
use crate::model::relation::{Assessment, Detail, Relation, Stance};
use crate::model::value::ValueKind;

/// A passage has at least this share of the claim's words where a new mention is put before a human.
const TELLING: f64 = 0.35;

/// From this likeness on two texts of different languages speak of the very same.
const SAME_ACROSS: f64 = 0.8;
/// From this one they speak of the same so far that an edit of one may bear on the other.
const LIKE_ACROSS: f64 = 0.5;

/// The circumstances of a change.
pub struct Setting<'a> {
    /// The source is read for the first time.
    pub standing: bool,
    /// Whether another passage of the new text agrees with the claim.
    pub elsewhere: &'a dyn Fn() -> bool,
}

/// A change under judgement: what each side says, and how far the change bears on the claim at all.
struct Turn<'a> {
    compared: &'a Compared<'a>,
    old: Option<Sight>,
    new: Option<Sight>,
    bearing: Bearing,
    /// A term that a person gave tells the slot on one side.
    explicit: bool,
}

/// A claim with its number in the index.
pub type Numbered<'a> = (usize, &'a Watch);

/// The assessment of one change; `None` where neither side is about the claim.
pub fn judge(
    claim: Numbered<'_>,
    index: &Index,
    texts: [Option<&View>; 2],
    setting: &Setting<'_>,
) -> Option<Assessment> {
    let [before, after] = texts;
    // Where a page changes its language each text is held against the wording in its own, and the edit tells nothing.
    let apart = before.zip(after).is_some_and(|(b, a)| b.facts.chinese != a.facts.chinese)
        && claim.1.wording.iter().all(Option::is_some);
    let alone = Compared::new(claim, index, [before.filter(|_| apart), None]);
    let compared = Compared::new(claim, index, [before.filter(|_| !apart), after])?;
    let old = if apart { alone.as_ref().and_then(|c| look(c, 0, index)) } else { look(&compared, 0, index) };
    let new = look(&compared, 1, index);
    if old.is_none() && new.is_none() {
        return None;
    }
    let turn = Turn {
        old,
        new,
        bearing: Bearing::of(&compared),
        explicit: compared
            .sides
            .iter()
            .chain(alone.iter().flat_map(|c| &c.sides))
            .flatten()
            .any(|s| is_explicit(&compared, s)),
        compared: &compared,
    };
    turn.assessment(setting)
}

/// The assessment of a change that is not worth a line: how near the texts come, and what each would say by itself.
pub fn unmet(claim: Numbered<'_>, index: &Index, texts: [Option<&View>; 2]) -> Assessment {
    /// What a passage counts that does not name enough of a claim.
    const UNMET: f64 = 0.3;
    let compared = Compared::new(claim, index, texts);
    let score = compared.as_ref().map_or(0.0, |c| Bearing::of(c).rank() * UNMET);
    let stance = |at| compared.as_ref().map_or(Stance::Neutral, |c| told(c, at).stance);
    Assessment {
        relation: Relation::Unrelated,
        detail: Detail::MentionOnly,
        bears_on: false,
        score,
        stance_before: stance(0),
        stance_after: stance(1),
        old: None,
        new: None,
        reasons: vec!["the texts say too little of what the claim states".into()],
    }
}

/// What a change comes to.
struct Outcome {
    relation: Relation,
    detail: Detail,
    bears_on: bool,
    why: Option<String>,
    /// The value that stands in the place of the claim's.
    successor: Option<Quantity>,
}

impl Outcome {
    fn new(relation: Relation, detail: Detail, bears_on: bool, why: Option<&str>) -> Self {
        Self { relation, detail, bears_on, why: why.map(str::to_owned), successor: None }
    }
}

impl Turn<'_> {
    fn assessment(&self, setting: &Setting<'_>) -> Option<Assessment> {
        let outcome = self.outcome(setting)?;
        let bears_on = outcome.bears_on && self.is_touched(&outcome);
        if !bears_on && self.is_nothing(&outcome) {
            return None;
        }
        let sight = self.new.as_ref().or(self.old.as_ref())?;
        let mut reasons = sight.reasons.clone();
        reasons.extend(outcome.why);
        if outcome.bears_on && !bears_on {
            reasons.push("the change is beside what the claim states".into());
        }
        if !self.explicit {
            reasons.push(self.bearing.reason());
        }
        let refuted = outcome.relation == Relation::Differs;
        Some(Assessment {
            relation: if refuted && !bears_on { Relation::Mentions } else { outcome.relation },
            detail: outcome.detail,
            bears_on,
            score: self.score(outcome.relation, bears_on, sight.strength),
            stance_before: self.stance(0),
            stance_after: if refuted && self.explicit { Stance::Refutes } else { self.stance(1) },
            old: shown(self.old.as_ref()).or_else(|| self.claimed().map(Quantity::shown)),
            new: outcome.successor.as_ref().map(Quantity::shown).or_else(|| shown(self.new.as_ref())),
            reasons,
        })
    }

    /// What side `at` says of the claim, whether that is news or not.
    fn stance(&self, at: usize) -> Stance {
        let sight = if at == 0 { &self.old } else { &self.new };
        match sight.as_ref().map(|s| s.said) {
            Some(Said::Agrees) if self.explicit => Stance::Supports,
            Some(Said::Differs) if self.explicit => Stance::Refutes,
            _ if self.explicit => Stance::Neutral,
            _ => told(self.compared, at).stance,
        }
    }

    fn sides(&self) -> [Option<&Side<'_>>; 2] {
        let [before, after] = &self.compared.sides;
        [before.as_ref(), after.as_ref()]
    }

    fn both(&self) -> Option<(&Side<'_>, &Side<'_>)> {
        let [before, after] = self.sides();
        before.zip(after)
    }

    fn class(&self) -> Class {
        self.compared.watch.claim.class
    }

    fn claimed(&self) -> Option<&Quantity> {
        self.compared.keys().next().map(|x| &self.compared.claim.quantities[x])
    }

    fn outcome(&self, setting: &Setting<'_>) -> Option<Outcome> {
        let (old, new) = (self.old.as_ref(), self.new.as_ref());
        let said = |s: Option<&Sight>| s.map(|s| s.said);
        let differs = said(new) == Some(Said::Differs);
        if let Some(why) = self.reattributed().filter(|_| !differs) {
            return Some(Outcome::new(Relation::Differs, Detail::AttributionChanged, true, Some(&why)));
        }
        if let Some(why) = self.turned().or_else(|| self.opposed()).filter(|_| !differs) {
            return Some(Outcome::new(Relation::Differs, Detail::Negated, true, Some(&why)));
        }
        if let Some(value) = self.successor() {
            return Some(self.succeeded(value));
        }
        if !differs && said(old) == Some(Said::Agrees) && self.restated() {
            let why = "the passage says so still, in other words";
            let detail = new.map_or(Detail::Same, |s| s.detail);
            return Some(Outcome::new(Relation::Supports, detail, false, Some(why)));
        }
        let still = matches!((said(old), said(new)), (Some(Said::Agrees), Some(Said::Agrees | Said::Speaks)));
        if let Some(why) = still.then(|| self.replaced()).flatten() {
            return Some(Outcome::new(Relation::Mentions, Detail::MentionOnly, true, Some(&why)));
        }
        Some(match (said(old), said(new)) {
            (None, None) => return None,
            (_, Some(Said::Differs)) => self.differs(old, new?),
            (_, Some(Said::Agrees)) => self.agrees(old, new?),
            // Another date put beside the very value.
            (Some(Said::Agrees), Some(Said::Speaks)) if self.redated() => {
                let why = "the claim's value now stands beside another date";
                Outcome::new(Relation::Mentions, new?.detail, true, Some(why))
            }
            (Some(Said::Agrees), _) => self.gone(new, setting),
            (_, Some(Said::Speaks)) => self.speaks(old, new?, setting.standing),
            (Some(_), None) => {
                let why = "the passage that spoke of it is gone";
                Outcome::new(Relation::Mentions, old?.detail, false, Some(why))
            }
        })
    }

    /// Whether the change lies on what the claim states; what terms or a value in its place tell is beyond doubt.
    fn is_touched(&self, outcome: &Outcome) -> bool {
        // Across languages a text alone contradicts only where it speaks of the very same.
        if self.compared.across && !self.explicit {
            let alone = self.both().is_none();
            let least = match outcome.relation {
                Relation::Differs if alone => SAME_ACROSS,
                Relation::Supports => 0.0,
                _ => LIKE_ACROSS,
            };
            let near = self.compared.likeness() >= least;
            return near && (outcome.successor.is_some() || self.bearing.score >= BEARS);
        }
        // Terms that a person gave and that stand nowhere speak against it, a value that turned in its place for it.
        let least = if self.is_flip() {
            BEARS_BY_VALUE
        } else if self.compared.watch.gave(Slot::Metric) {
            BEARS_WITHOUT_TERMS
        } else if outcome.relation == Relation::Differs && self.both().is_none() {
            let told = self.new.as_ref().is_some_and(|s| s.value.is_some() || s.detail == Detail::Negated);
            if told && self.compared.watch.gave(Slot::Subject) { BEARS_ALONE_ON_SUBJECT } else { BEARS_ALONE }
        } else {
            BEARS
        };
        self.explicit
            || outcome.successor.is_some()
            || outcome.detail == Detail::Corrected
            || self.new.as_ref().is_some_and(|s| {
                s.addition
                    && s.slot >= 0.5
                    && (self.both().is_some() || self.bearing.score >= BEARS_ALONE_ON_SUBJECT)
            })
            || (self.bearing.touched && self.bearing.score >= least)
    }

    /// Whether a change that bears on nothing is not even worth a line: the passage shares little with the claim, or a
    /// person gave terms and none stands there.
    fn is_nothing(&self, outcome: &Outcome) -> bool {
        let agreed = self.old.as_ref().is_some_and(|s| s.said == Said::Agrees);
        let far =
            !self.bearing.touched || self.bearing.score < BEARS || self.compared.watch.gave(Slot::Metric);
        !self.explicit && outcome.relation == Relation::Mentions && !agreed && far
    }

    /// Whether an edit made a value that held fail, or the other way round.
    fn is_flip(&self) -> bool {
        let holds = |s: &Option<Sight>| s.as_ref().and_then(|s| s.verdict).map(Verdict::holds);
        let fails = |s: &Option<Sight>| s.as_ref().is_some_and(|s| s.verdict == Some(Verdict::Fails));
        let edited = self.new.as_ref().and_then(|s| s.value.as_ref()).is_some_and(|q| self.is_new(q));
        edited
            && ((holds(&self.old) == Some(true) && fails(&self.new))
                || (fails(&self.old) && holds(&self.new) == Some(true)))
    }

    fn score(&self, relation: Relation, bears_on: bool, strength: f64) -> f64 {
        if self.explicit { score(relation, bears_on, strength) } else { self.bearing.rank() }
    }

    /// Who said it, where an edit gives a statement to somebody else.
    fn reattributed(&self) -> Option<String> {
        let (before, after) = self.both()?;
        let spoke = self.old.as_ref().is_some_and(|s| s.said != Said::Differs);
        (spoke && same_frame(before.view, after.view))
            .then(|| speaker::changed(self.compared.watch, before.view, after.view))?
    }

    /// Whether the passage was written anew and says the same.
    fn restated(&self) -> bool {
        let Some((before, after)) = self.both() else { return false };
        !same_frame(before.view, after.view)
            && restates(self.compared.claim, before.view, after.view, &[after.view])
    }

    /// What an edit puts in the place of its opposite, in a passage that spoke for the claim.
    fn opposed(&self) -> Option<String> {
        let (before, after) = self.both().filter(|_| !self.explicit)?;
        let spoke = self.old.as_ref().is_some_and(|s| s.said == Said::Agrees);
        let edited = |side: &Side, cue: &Cue| side.away.get(side.facts().word_at(cue.span.start)) == Some(&0);
        let (was, is) = (before.facts(), after.facts());
        let (old, new) = polarity::opposite(&(was, was.all()), &(is, is.all()))?;
        let told = edited(before, old) && edited(after, new) && !self.compared.claim.says(new.phrase);
        (spoke && told).then(|| format!("“{}” stands where “{}” stood", new.words(), old.words()))
    }

    /// What turns round, in a passage that spoke for a claim without stating a value, what the claim states.
    fn turned(&self) -> Option<String> {
        let (before, after) = self.both().filter(|_| self.explicit)?;
        let spoke = self.old.as_ref().is_some_and(|s| !s.aside && s.said != Said::Differs);
        let sights = [&self.old, &self.new];
        // A time that something takes tells nothing where it stands as it stood; another value tells by itself.
        let is_time = |q: &Quantity| q.value().is_some_and(|v| v.kind == ValueKind::Duration);
        let same = |s: &Sight| s.verdict == Some(Verdict::Same) && s.value.as_ref().is_some_and(is_time);
        let stood = sights.iter().all(|s| s.as_ref().is_some_and(same));
        let valued = !stood && sights.iter().any(|s| s.as_ref().is_some_and(|s| s.value.is_some()));
        // A claim with a value is turned by words only where the passage says the rest of it.
        let told = !self.compared.has_value() || self.old.as_ref().is_some_and(|s| s.coverage >= TELLING);
        if valued || !spoke || !told {
            return None;
        }
        let claim = self.compared.claim;
        let old = self.clauses(before, self.old.as_ref());
        let new = self.clauses(after, self.new.as_ref());
        polarity::turned_round(&old, &new, &(claim, claim.all()))
    }

    /// The clauses that a side's sight rests on or that name who or what the claim names; the whole passage where
    /// nothing was seen.
    fn clauses<'b>(&self, side: &'b Side<'_>, sight: Option<&Sight>) -> Vec<Stretch<'b>> {
        let facts = &side.view.facts;
        let Some(sight) = sight.filter(|s| !s.spots.is_empty()) else { return vec![(facts, facts.all())] };
        let watch = self.compared.watch;
        let names = watch.names.subjects.iter().chain(&watch.others);
        let named = names.filter_map(|e| side.view.scan.entities.get(e)).flatten();
        let mut places: Vec<_> = sight.spots.iter().chain(named).map(|s| facts.clause(s.start)).collect();
        places.sort_by_key(|c| c.start);
        places.dedup();
        places.into_iter().map(|c| (facts, c)).collect()
    }

    /// A name of the claim that the passage no longer has, where the edit put another in its place.
    fn replaced(&self) -> Option<String> {
        let (before, after) = self.both().filter(|_| !self.compared.has_value())?;
        let watch = self.compared.watch;
        let (old, new) = (&before.view.scan.entities, &after.view.scan.entities);
        let named = watch.names.subjects.iter().chain(&watch.others);
        let gone = named.filter(|e| !new.contains_key(e)).find_map(|e| old.get(e)?.first())?;
        let (was, is) = (before.facts(), after.facts());
        let edit = self.compared.edits.iter().find(|e| covers(was, gone).any(|i| e.before.contains(&i)))?;
        let other = is.words[edit.after.clone()].iter().find(|w| w.name && !w.stop)?;
        let name = was.slice(gone.clone());
        (!was.text().contains(&other.text)).then(|| format!("“{}” stands where “{name}” stood", other.text))
    }

    /// The value that an edit puts in the very place of the one that agreed.
    fn successor(&self) -> Option<Quantity> {
        let (before, after) = self.both()?;
        // A sentence or row that stays as it was but for the very figure of the claim is never kept quiet.
        let given = self.compared.watch.gave(Slot::Metric);
        // A count may be the share that a claim names without its sign, but that is too little to go by alone.
        let same_kind = |s: &Sight| {
            self.claimed().zip(s.value.as_ref()).is_none_or(|(ours, theirs)| comparable(ours, theirs))
        };
        let exact = |s: &&Sight| !given && s.verdict == Some(Verdict::Same) && !s.aside && self.is_figure();
        let stated = |s: &&Sight| (s.said == Said::Agrees || exact(s)) && (given || same_kind(s));
        let old = self.old.as_ref().filter(stated)?;
        let was = old.value.as_ref()?;
        let dated = || same_dates(before.view, after.view);
        let open = match &self.new {
            None => true,
            // A date that stood beside the claim's value all the time does not make the new one older.
            Some(new) if new.said == Said::Speaks => {
                let figure = !new.tentative || self.is_figure();
                (new.aside && dated()) || (!new.aside && figure && new.value.is_some())
            }
            // The claim's own bound stood there and another one does now.
            Some(new) => new.said == Said::Agrees && self.claimed().is_some_and(|c| same_amount(c, was)),
        };
        let facts = before.facts();
        let edits = &self.compared.edits;
        let edit = edits.iter().find(|e| covers(facts, &was.span).any(|i| e.before.contains(&i)))?;
        // A sentence written anew has no places to compare.
        if !open || edit.before.len() * 2 > facts.words.len() {
            return None;
        }
        let here = |q: &&Quantity| covers(after.facts(), &q.span).any(|i| edit.after.contains(&i));
        let agrees = self.new.as_ref().is_some_and(|s| s.said == Said::Agrees);
        let moved = |q: &&Quantity| {
            let other = compare::compare(was, Bound::On, q) == Verdict::Fails && !agrees;
            other || was.value().zip(q.value()).is_some_and(|(x, y)| compare::bound_moved(x, y))
        };
        after.facts().quantities.iter().filter(here).find(|q| comparable(was, q)).filter(moved).cloned()
    }

    fn succeeded(&self, value: Quantity) -> Outcome {
        // The very date that stood beside the old value stands beside the new one.
        let dated = self.new.as_ref().is_some_and(|s| s.aside);
        let detail = if dated || self.compared.watch.settled() {
            Detail::ChangedSamePeriod
        } else {
            Detail::ChangedLaterPeriod
        };
        let why = format!("“{}” now stands in the place of the claim's value", value.surface());
        Outcome { successor: Some(value), ..Outcome::new(Relation::Differs, detail, true, Some(&why)) }
    }

    /// What says the claim anew becomes evidence; what said it before and was edited does so too where no term that a
    /// person gave tells that the edit is beside it.
    fn agrees(&self, old: Option<&Sight>, new: &Sight) -> Outcome {
        if let Some(added) = new.on_top.as_ref().filter(|q| self.is_new(q)) {
            let why = format!("“{}” comes on top of what the claim states", added.surface());
            return Outcome::new(Relation::Mentions, new.detail, true, Some(&why));
        }
        if old.is_some_and(|o| o.said == Said::Agrees) {
            let why = "the passage said so before; the change leaves it standing";
            return Outcome::new(Relation::Supports, new.detail, !self.explicit, Some(why));
        }
        Outcome::new(Relation::Supports, new.detail, true, None)
    }

    /// Whether an edit brought the value.
    fn is_new(&self, quantity: &Quantity) -> bool {
        let Some((_, after)) = self.both() else { return false };
        covers(after.facts(), &quantity.span).any(|i| after.away[i] == 0)
    }

    /// Whether nothing but figures was edited.
    fn is_figure(&self) -> bool {
        let Some((before, after)) = self.both() else { return false };
        let figures = |side: &Side, range: &std::ops::Range<usize>| {
            let words = &side.facts().words[range.clone()];
            words.iter().all(|w| {
                w.number
                    || side.facts().quantities.iter().any(|q| q.span.start <= w.from && w.to <= q.span.end)
            })
        };
        self.compared.edits.iter().all(|e| figures(before, &e.before) && figures(after, &e.after))
    }

    /// Whether the value that agreed stands as it stood, beside another date.
    fn redated(&self) -> bool {
        let Some((before, after)) = self.both() else { return false };
        let value = self.old.as_ref().and_then(|s| s.value.as_ref()).and_then(Quantity::value);
        let Some(value) = value else { return false };
        let values = after.facts().quantities.iter().filter_map(Quantity::value);
        let still = values.into_iter().any(|v| v.surface == value.surface);
        still && !same_dates(before.view, after.view)
    }

    fn differs(&self, old: Option<&Sight>, new: &Sight) -> Outcome {
        let stood =
            old.is_some_and(|o| o.said == Said::Differs && o.detail == new.detail && same_value(o, new));
        let said_more = new.value.is_none() && old.is_some_and(|o| new.coverage > o.coverage + 0.1);
        if stood && !(said_more && self.touches()) {
            let why = "the passage said so before this change";
            return Outcome::new(Relation::Mentions, new.detail, false, Some(why));
        }
        Outcome::new(Relation::Differs, new.detail, true, None)
    }

    /// The passage agreed and no longer does.
    fn gone(&self, new: Option<&Sight>, setting: &Setting<'_>) -> Outcome {
        let mention = |detail, bears_on, why| Outcome::new(Relation::Mentions, detail, bears_on, Some(why));
        if let Some(sight) = new.filter(|s| s.addition || (!s.aside && s.value.is_some())) {
            return mention(sight.detail, true, "the passage stated the claim's value before this change");
        }
        if let Some(sight) = new.filter(|s| s.aside) {
            return mention(sight.detail, false, "the passage now speaks of another time");
        }
        let [before, _] = self.sides();
        if before.is_some_and(|s| s.view.entry) {
            return mention(Detail::MentionOnly, false, "an entry that leaves its window withdraws nothing");
        }
        if (setting.elsewhere)() {
            let why = "another passage of the page still says what the claim says";
            return Outcome::new(Relation::Supports, Detail::Same, false, Some(why));
        }
        let why = "the passage that agreed with the claim is gone from the page";
        Outcome::new(Relation::Withdrawn, Detail::PassageRemoved, true, Some(why))
    }

    fn speaks(&self, old: Option<&Sight>, new: &Sight, standing: bool) -> Outcome {
        let quiet = |why| Outcome::new(Relation::Mentions, new.detail, false, Some(why));
        if new.aside {
            return quiet("no news for the claim");
        }
        if new.addition {
            let bears = old.is_none_or(|o| !o.addition || !same_value(o, new));
            return Outcome::new(Relation::Mentions, new.detail, bears, None);
        }
        if standing {
            return quiet("a mention that stood when the source was first read");
        }
        if new.detail == Detail::OutcomeReached {
            let bears = old.is_none_or(|o| o.detail != new.detail);
            return Outcome::new(Relation::Mentions, new.detail, bears, None);
        }
        if !self.touches() {
            return quiet("the change is beside what the claim states");
        }
        if !(self.explicit || (new.tentative && new.slot >= 0.3)) {
            return quiet("neither for nor against the claim");
        }
        let definition = self.class() == Class::Definition;
        let valued = self.compared.has_value();
        if !valued && !definition && old.is_some_and(|o| restated(o, new)) {
            return quiet("the passage said as much of it before, in other words");
        }
        let telling = if valued {
            new.value.is_some() && old.is_none_or(|o| !same_value(o, new))
        } else {
            new.coverage >= TELLING || (definition && old.is_some())
        };
        if telling || (definition && new.coverage >= TELLING) {
            let why = "the change touches what the claim states";
            Outcome::new(Relation::Mentions, new.detail, true, Some(why))
        } else {
            quiet("too little of what the claim states")
        }
    }

    /// Whether the edit lies on a stretch that either side's sight rests on, or within three words of it.
    fn touches(&self) -> bool {
        let Some((before, after)) = self.both() else { return true };
        let near = |side: &Side, sight: Option<&Sight>| {
            let close = |spot| covers(side.facts(), spot).any(|i| side.away.get(i).is_some_and(|d| *d <= 3));
            sight.is_some_and(|s| s.spots.iter().any(close))
        };
        near(before, self.old.as_ref()) || near(after, self.new.as_ref())
    }
}

/// Whether two quantities are of one kind, so that one may stand in the place of the other.
fn comparable(a: &Quantity, b: &Quantity) -> bool {
    match (a.value(), b.value()) {
        (Some(x), Some(y)) => compare::incomparable(x, y).is_none(),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two quantities state the same number or range.
fn same_amount(a: &Quantity, b: &Quantity) -> bool {
    let number = |q: &Quantity| q.value().map(|v| v.value.map_or((v.low, v.high), |n| (Some(n), None)));
    a.value().is_some() && number(a) == number(b)
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

/// Whether the edit leaves most of the passage as it was: then the same statement is still made.
fn same_frame(before: &View, after: &View) -> bool {
    let edits = edit::edits(&before.facts.words, &after.facts.words);
    let gone: usize = edits.iter().map(|e| e.before.len()).sum();
    gone * 2 <= before.facts.words.len()
}

fn same_dates(before: &View, after: &View) -> bool {
    let dates = |view: &View| -> Vec<_> {
        view.facts.quantities.iter().filter_map(Quantity::date).map(|d| (d.start, d.end)).collect()
    };
    dates(before) == dates(after)
}

/// Whether the new wording says no less of the claim than the old one did; what turns it round was looked for before.
fn restated(old: &Sight, new: &Sight) -> bool {
    old.said == Said::Speaks && new.coverage + 0.05 >= old.coverage
}

fn covers<'a>(facts: &'a Facts, span: &std::ops::Range<usize>) -> impl Iterator<Item = usize> + 'a {
    let (start, end) = (span.start, span.end);
    (facts.word_at(start)..facts.words.len()).take_while(move |i| facts.words[*i].from < end)
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
