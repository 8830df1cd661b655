//! A claim and a change, side by side: where the claim's words stand, which value answers which, what the edit touches.

use std::ops::Range;

use super::apart::{lift, near, set_apart};
use super::edit::{self, Edit};
use super::values::{self, Aligned, Apart, Asked};
use super::wording::{ALIKE, Places, Sought, best, places, share, sought};
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::read::facts::{Facts, Quantity};
use crate::assess::read::view::View;
use crate::assess::read::words::Word;
use crate::assess::signals::measures;
use crate::assess::signals::owner::Subject;
use crate::assess::signals::part::{Part, part};
use crate::model::claim::Slot;
use crate::text;

/// Below this likeness a text speaks of something else than a claim, from this one on of nothing else.
const STRANGE: f64 = 0.4;
const AS_ONE: f64 = 0.9;

/// A quantity of the text before and the one that stands in its place after.
pub type Twin = (usize, usize);

/// One text of a change, against the claim.
#[derive(Debug)]
pub struct Side<'a> {
    watch: &'a Watch,
    index: &'a Index,
    pub view: &'a View,
    /// Whom it is about; `None` where it is not about the claim's subject.
    pub subject: Option<Subject>,
    /// How far each word stands from the nearest edit.
    pub away: Vec<usize>,
    /// Which quantities the edit touches.
    pub changed: Vec<bool>,
    /// Why a quantity is no answer, and the part that each plays.
    pub apart: Vec<Option<Apart>>,
    pub parts: Vec<Part>,
    /// Where terms stand that a person gave.
    pub terms: Vec<Range<usize>>,
    /// Where each sought word stands, and how many of them are words of the sentence.
    pub places: Vec<Places>,
    words: usize,
    /// The sentence of each word, and which sentences the edit touches.
    pub sentence: Vec<usize>,
    pub edited: Vec<bool>,
    /// For each quantity of the claim what may answer it, best first.
    pub aligned: Vec<Vec<Aligned>>,
    /// For each quantity of the claim the one that answers it.
    pub answers: Vec<Option<Aligned>>,
}

impl Side<'_> {
    pub fn facts(&self) -> &Facts {
        &self.view.facts
    }

    /// Share of the claim's words that stand here.
    pub fn share(&self) -> f64 {
        share(self.places.iter().take(self.words).map(|p| best(p, |_| true)))
    }

    /// Whether what stands at `span` is said of somebody else than the claim's subject.
    pub fn theirs(&self, span: &Range<usize>) -> bool {
        self.subject.is_some()
            && Subject::done_by_another(self.watch, self.view, span.start, self.index).is_some()
    }

    /// Where the claim is spoken of: the terms that a person gave, else the words of its sentence.
    pub fn spoken(&self, compared: &Compared) -> Vec<Range<usize>> {
        spoken(&compared.sought, &self.places, self.facts(), &self.terms)
    }
}

/// A claim and a change, compared.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The claim's place among those of the index.
    pub number: usize,
    pub watch: &'a Watch,
    /// The claim's sentence, in the language of the texts where there is one.
    pub claim: &'a Facts,
    /// Claim and texts differ in language.
    pub across: bool,
    pub sought: Vec<Sought>,
    pub sides: [Option<Side<'a>>; 2],
    pub edits: Vec<Edit>,
}

impl<'a> Compared<'a> {
    /// Compares a claim with both texts; `None` for a claim without a sentence.
    pub fn new(
        (number, watch): (usize, &'a Watch),
        index: &'a Index,
        texts: [Option<&'a View>; 2],
    ) -> Option<Self> {
        let chinese = texts.iter().flatten().any(|v| v.facts.chinese);
        let [english, han] = &watch.wording;
        let (own, other) = if chinese { (han, english) } else { (english, han) };
        let claim = own.as_ref().or(other.as_ref())?;
        let topic: Vec<Word> =
            texts.iter().flatten().next_back().map(|v| v.topic.clone()).unwrap_or_default();
        let around = |e: usize| texts.iter().flatten().any(|v| v.around.contains(&e));
        let sought = sought(watch, claim, &topic, &around, chinese);
        let none: &[Word] = &[];
        let [before, after] = texts;
        let of = |v: Option<&'a View>| v.map_or(none, |v| &v.facts.words);
        let edits = edit::edits(of(before), of(after));
        let side = |view: Option<&'a View>, spots: Vec<Range<usize>>, alone: bool| {
            view.map(|view| Side::new(watch, index, claim, &sought, view, (spots, alone)))
        };
        let old = side(before, edits.iter().map(|e| e.before.clone()).collect(), after.is_none());
        let new = side(after, edits.iter().map(|e| e.after.clone()).collect(), before.is_none());
        let mut sides = [old, new];
        if let [Some(old), Some(new)] = &mut sides {
            let twins = twins(old, new, &edits);
            values::even_out(&mut old.aligned, &mut new.aligned, &twins);
            lift(old, new, &twins);
            let back: Vec<Twin> = twins.iter().map(|(i, j)| (*j, *i)).collect();
            let stated = new.aligned.clone();
            let after = Some((&stated[..], &back[..]));
            let kept = old.aligned.clone();
            near(watch, claim, &mut old.aligned, (&old.view.facts, &old.parts), after);
            let before = Some((&kept[..], &twins[..]));
            near(watch, claim, &mut new.aligned, (&new.view.facts, &new.parts), before);
        } else {
            for side in sides.iter_mut().flatten() {
                near(watch, claim, &mut side.aligned, (&side.view.facts, &side.parts), None);
            }
        }
        for side in sides.iter_mut().flatten() {
            let Side { aligned, apart, .. } = side;
            let open: Vec<Vec<Aligned>> = aligned
                .iter()
                .map(|list| list.iter().filter(|a| apart[a.at].is_none()).cloned().collect())
                .collect();
            side.answers = values::answers(claim, &open);
        }
        let across = claim.chinese != chinese;
        Some(Self { number, watch, claim, across, sought, sides, edits })
    }

    pub fn sides(&self) -> impl Iterator<Item = &Side<'a>> {
        self.sides.iter().flatten()
    }

    /// What the page is about.
    pub fn topic(&self) -> &[Word] {
        self.sides().last().map_or(&[], |s| &s.view.topic)
    }

    /// The quantities of the claim that can be compared: the one that a person gave, else all but the dates that only
    /// say for when the others hold.
    pub fn keys(&self) -> impl Iterator<Item = usize> + '_ {
        let given = self.watch.value.as_ref().filter(|_| self.watch.gave(Slot::Value));
        let is_given = move |q: &Quantity| given.is_none_or(|g| g.amount == q.amount);
        let found = self.claim.quantities.iter().any(is_given);
        // Who gave terms and no value means that the claim states none.
        let none = self.watch.value.is_none() && self.watch.gave(Slot::Metric);
        (0..if none { 0 } else { self.claim.quantities.len() })
            .filter(|x| !self.claim.quantities[*x].is_of_name(self.topic()))
            .filter(move |x| !self.is_condition(*x) || given.is_some())
            .filter(move |x| !found || is_given(&self.claim.quantities[*x]))
    }

    /// Whether a value of the claim only says for when the others hold.
    pub fn is_condition(&self, x: usize) -> bool {
        let quantities = &self.claim.quantities;
        let stated = |q: &Quantity| q.date().is_none() && !q.bare && !q.is_of_name(self.topic());
        quantities[x].date().is_some() && quantities.iter().any(stated)
    }

    /// The quantities of the claim that are no part of a name.
    pub fn stated(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.claim.quantities.len()).filter(|x| !self.claim.quantities[*x].is_of_name(self.topic()))
    }

    pub fn has_value(&self) -> bool {
        self.keys().next().is_some()
    }

    /// Share of the words of the predicate that stand in a side.
    pub fn predicate_share(&self, side: &Side) -> f64 {
        share(self.predicate().into_iter().map(|w| best(&side.places[w], |_| true)))
    }

    /// Indices of the sought words that are no words of the subject; all where there are no others.
    pub fn predicate(&self) -> Vec<usize> {
        let list: Vec<usize> = (0..self.sought.len()).filter(|i| !self.sought[*i].subject).collect();
        if list.is_empty() { (0..self.sought.len()).collect() } else { list }
    }

    /// How near claim and texts are in what they speak of.
    pub fn likeness(&self) -> f64 {
        self.sides().map(|s| self.likeness_of(s)).fold(0.0, f64::max)
    }

    /// How near the claim and one text are in what they speak of.
    pub fn likeness_of(&self, side: &Side) -> f64 {
        f64::from(self.watch.likeness(usize::from(self.claim.chinese), side.view.direction()))
    }

    /// How much of what the claim states a text of its own language speaks of, told by what it speaks of as a whole; none
    /// where a person gave the words that count.
    pub fn spoken_of(&self, side: &Side) -> f64 {
        if self.watch.gave(Slot::Metric) {
            return 0.0;
        }
        ((self.likeness_of(side) - STRANGE) / (AS_ONE - STRANGE)).clamp(0.0, 1.0)
    }
}

impl<'a> Side<'a> {
    fn new(
        watch: &'a Watch,
        index: &'a Index,
        claim: &Facts,
        sought: &[Sought],
        view: &'a View,
        (spots, alone): (Vec<Range<usize>>, bool),
    ) -> Self {
        let facts = &view.facts;
        let away = if alone {
            vec![0; facts.words.len()]
        } else {
            edit::distances(facts.words.len(), spots.into_iter())
        };
        let places = places(watch, sought, view);
        let hits = view.scan.hits.iter().filter(|h| watch.names.metric.contains(&h.phrase));
        let subject = Subject::find(watch, view, index);
        let theirs = |span: &Range<usize>| {
            subject.is_some() && Subject::done_by_another(watch, view, span.start, index).is_some()
        };
        let of_a_thing =
            |span: &Range<usize>| measures::priced(facts, span) && !measures::priced_by(watch, view, span);
        let terms: Vec<Range<usize>> =
            hits.map(|h| h.span.clone()).filter(|span| !theirs(span) && !of_a_thing(span)).collect();
        let changed: Vec<bool> = facts.quantities.iter().map(|q| touched(facts, q, &away)).collect();
        let parts: Vec<Part> = facts.quantities.iter().map(|q| part(facts, &q.span)).collect();
        let total: Vec<bool> = parts.iter().map(|p| *p == Part::Total).collect();
        let asked = Asked { facts, changed: &changed, total: &total, terms: &terms };
        let aligned: Vec<Vec<Aligned>> =
            (0..claim.quantities.len()).map(|x| values::align(claim, x, &asked)).collect();
        let spoken = spoken(sought, &places, facts, &terms);
        let apart = facts
            .quantities
            .iter()
            .zip(&parts)
            .map(|(q, part)| set_apart(watch, view, index, subject.as_ref(), (q, *part), &spoken))
            .collect();
        let (sentence, edited) = sentences(facts, &away);
        let answers = Vec::new();
        Side {
            watch,
            index,
            view,
            subject,
            away,
            changed,
            apart,
            parts,
            terms,
            places,
            words: sought.iter().filter(|s| !s.terms).count(),
            sentence,
            edited,
            aligned,
            answers,
        }
    }
}

/// Where the claim is spoken of: the terms that a person gave, else the words of its sentence.
fn spoken(sought: &[Sought], places: &[Places], facts: &Facts, terms: &[Range<usize>]) -> Vec<Range<usize>> {
    if !terms.is_empty() {
        return terms.to_vec();
    }
    let words = sought.iter().zip(places).filter(|(s, _)| !s.subject).flat_map(|(_, places)| places);
    // A unit that stands in a value says nothing of what the value is of.
    let valued = |i: usize| {
        let word = &facts.words[i];
        facts.quantities.iter().any(|q| q.span.start < word.to && word.from < q.span.end)
    };
    let sure = words.filter(|(i, like)| *like >= ALIKE && !valued(*i));
    sure.map(|(i, _)| facts.words[*i].from..facts.words[*i].to).collect()
}

/// The quantities, of before and after, that stand in the same place of both texts: untouched, or each the
/// same one of its kind in an edit.
pub fn twins(old: &Side, new: &Side, edits: &[Edit]) -> Vec<Twin> {
    let first = |side: &Side, at: usize| side.facts().word_at(side.facts().quantities[at].span.start);
    let mut out = Vec::new();
    for i in 0..old.facts().quantities.len() {
        let word = first(old, i);
        let edit = edits.partition_point(|e| e.before.end <= word);
        let inside = edits.get(edit).filter(|e| e.before.contains(&word));
        let shift = edit
            .checked_sub(1)
            .and_then(|last| edits.get(last))
            .map_or((0, 0), |e| (e.before.end, e.after.end));
        let twin = match inside {
            None => {
                let place = word - shift.0 + shift.1;
                (0..new.facts().quantities.len()).find(|j| first(new, *j) == place)
            }
            Some(e) => {
                let alike = |side: &Side, at: usize| {
                    side.facts().quantities[at].kind() == old.facts().quantities[i].kind()
                };
                let rank = (0..i).filter(|k| e.before.contains(&first(old, *k)) && alike(old, *k)).count();
                (0..new.facts().quantities.len())
                    .filter(|j| e.after.contains(&first(new, *j)) && alike(new, *j))
                    .nth(rank)
            }
        };
        out.extend(twin.map(|j| (i, j)));
    }
    out
}

/// The sentence of each word, and for each sentence whether the edit touches it.
fn sentences(facts: &Facts, away: &[usize]) -> (Vec<usize>, Vec<bool>) {
    let whole: String = facts.folded.iter().collect();
    let ends: Vec<usize> =
        text::sentences(&whole).into_iter().map(|r| whole[..r.end].chars().count()).collect();
    let of: Vec<usize> = facts
        .words
        .iter()
        .map(|w| ends.partition_point(|end| *end <= w.from).min(ends.len().saturating_sub(1)))
        .collect();
    let mut edited = vec![false; ends.len().max(1)];
    for (sentence, away) in of.iter().zip(away) {
        edited[*sentence] |= *away <= 1;
    }
    (of, edited)
}

fn touched(facts: &Facts, quantity: &Quantity, away: &[usize]) -> bool {
    (facts.word_at(quantity.span.start)..facts.words.len())
        .take_while(|i| facts.words[*i].from < quantity.span.end)
        .any(|i| away[i] == 0)
}
