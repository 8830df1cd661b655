//! What a change has to do with a claim, in numbers that each are a sentence.
//!
//! Coverage says what the texts are about, the edit says whether the change touches it: both are needed.

use std::ops::Range;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::compare::{self, Verdict};
use super::edit::{self, Edit};
use super::values::{self, Aligned, Apart, Asked};
use super::wording::{ALIKE, Places, Sought, best, places, share, sought};
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::read::facts::{Amount, Facts, Quantity};
use crate::assess::read::view::View;
use crate::assess::read::words::{Word, likeness};
use crate::assess::signals::measures;
use crate::assess::signals::owner::Subject;
use crate::assess::signals::part::{Part, part};
use crate::model::claim::Slot;
use crate::model::value::{Grain, Value, ValueKind};
use crate::text;

/// Words this near an edit count as touched by it as a whole.
const WINDOW: usize = 12;
const NEAR: usize = 3;
/// A value this far behind the best alignment is no rival of it.
const RIVAL: f64 = 1.5;
/// A name among so many words at the beginning is what a text is about.
const LEAD: usize = 10;

/// A quantity of the text before and the one that stands in its place after.
type Twin = (usize, usize);

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

    fn sides(&self) -> impl Iterator<Item = &Side<'a>> {
        self.sides.iter().flatten()
    }

    /// What the page is about.
    fn topic(&self) -> &[Word] {
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
        let stated = |q: &Quantity| q.date().is_none() && !q.is_of_name(self.topic());
        quantities[x].date().is_some() && quantities.iter().any(stated)
    }

    /// The quantities of the claim that are no part of a name.
    fn stated(&self) -> impl Iterator<Item = usize> + '_ {
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

    /// Share of the given words within `reach` words of any edit, on either side.
    pub fn near(&self, words: &[usize], reach: usize) -> f64 {
        share(
            words.iter().map(|w| {
                self.sides().map(|s| best(&s.places[*w], |i| s.away[i] <= reach)).fold(0.0, f64::max)
            }),
        )
    }

    /// Best share of the given words around one edit.
    fn window(&self, words: &[usize]) -> f64 {
        if self.sides.iter().any(Option::is_none) {
            return self.near(words, 0);
        }
        let around = |range: &std::ops::Range<usize>, i: usize| {
            i + WINDOW >= range.start && i < range.end.max(range.start + 1) + WINDOW
        };
        self.edits
            .iter()
            .map(|e| {
                share(words.iter().map(|w| {
                    let old =
                        self.sides[0].as_ref().map_or(0.0, |s| best(&s.places[*w], |i| around(&e.before, i)));
                    let new =
                        self.sides[1].as_ref().map_or(0.0, |s| best(&s.places[*w], |i| around(&e.after, i)));
                    old.max(new)
                }))
            })
            .fold(0.0, f64::max)
    }

    /// Share of the given words that stand in either text.
    pub fn covered(&self, words: impl Iterator<Item = usize>) -> f64 {
        share(words.map(|w| self.sides().map(|s| best(&s.places[w], |_| true)).fold(0.0, f64::max)))
    }

    /// How much more of the predicate one sentence without an edit holds than all those with one.
    fn beside(&self, words: &[usize]) -> f64 {
        let inside = share(words.iter().map(|w| {
            self.sides().map(|s| best(&s.places[*w], |i| s.edited[s.sentence[i]])).fold(0.0, f64::max)
        }));
        let Some(last) = self.sides().last() else { return 0.0 };
        let outside = (0..last.edited.len())
            .filter(|n| !last.edited[*n])
            .map(|n| share(words.iter().map(|w| best(&last.places[*w], |i| last.sentence[i] == n))))
            .fold(0.0, f64::max);
        outside - inside
    }

    /// How near claim and texts are in what they speak of, where they differ in language.
    pub fn likeness(&self) -> f64 {
        let wording = usize::from(self.claim.chinese);
        let near = |s: &Side| self.watch.likeness(wording, s.view.direction());
        f64::from(self.sides().map(near).fold(0.0, f32::max))
    }

    /// Every number that the score is made of.
    pub fn features(&self) -> Features {
        let predicate = self.predicate();
        let subjects: Vec<usize> = (0..self.sought.len()).filter(|i| self.sought[*i].subject).collect();
        let names: Vec<usize> = predicate
            .iter()
            .copied()
            .filter(|i| self.sought[*i].word.name && !self.sought[*i].subject)
            .collect();
        let longest = self.sides().map(|s| s.facts().words.len()).max().unwrap_or(0);
        let changed = self.sides().map(|s| s.away.iter().filter(|d| **d == 0).count()).max().unwrap_or(0);
        let (slot, slot_changed, equal) = self.slot();
        let (hits, misses, strangers) = self.figures();
        Features {
            win: self.window(&predicate),
            near: self.near(&predicate, NEAR),
            beside: self.beside(&predicate),
            cover: self.covered(0..self.sought.len()),
            missing_names: if names.is_empty() { 0.0 } else { 1.0 - self.covered(names.iter().copied()) },
            has_names: flag(!names.is_empty()),
            subject: if subjects.is_empty() { 0.5 } else { self.covered(subjects.into_iter()) },
            slot: slot / 6.0,
            slot_changed,
            strange_names: (1.0 + self.strange_names()).ln(),
            strange_lead: flag(self.strange_lead()),
            length: (1.0 + count(longest)).ln(),
            has_value: flag(self.stated().next().is_some()),
            equal: flag(equal),
            changed: (1.0 + count(changed)).ln(),
            hits,
            misses,
            strangers,
            ratio: self.ratio(),
            found: (1.0 + self.covered(0..self.sought.len()) * count(self.sought.len())).ln(),
        }
    }

    /// Names that neither the claim nor the topic knows, in the text that has more of them.
    fn strange_names(&self) -> f64 {
        self.sides()
            .map(|s| s.facts().words.iter().filter(|w| self.strange(w)).fold(0.0, |n, _| n + 1.0))
            .fold(0.0, f64::max)
    }

    fn strange(&self, word: &Word) -> bool {
        let known = |list: &[Word]| list.iter().any(|k| likeness(k, word) >= 0.7);
        word.name && !word.stop && !word.number && !known(&self.claim.words) && !known(self.topic())
    }

    /// Whether the first name of a text is one that neither the claim nor the topic knows, and no text names the topic.
    fn strange_lead(&self) -> bool {
        let named = self.sides().any(|s| {
            s.facts()
                .words
                .iter()
                .any(|w| !w.stop && self.topic().iter().any(|t| !t.stop && likeness(t, w) >= 0.7))
        });
        !named
            && self.sides().any(|s| {
                let first = s.facts().words.iter().take(LEAD).find(|w| w.name && !w.number && !w.stop);
                first.is_some_and(|w| self.strange(w))
            })
    }

    /// The best alignment of any claim value, less where it did not change; whether it changed; whether it equals.
    fn slot(&self) -> (f64, bool, bool) {
        let (mut top, mut changed, mut equal) = (0.0_f64, false, false);
        for side in self.sides() {
            for aligned in &side.aligned {
                equal |= aligned.iter().any(|a| a.verdict.holds() && a.score > 2.0);
                let best = aligned.first().map_or(0.0, |a| a.score);
                let stands = aligned
                    .iter()
                    .any(|a| a.verdict.holds() && a.score >= (best - RIVAL).max(3.0) && !side.changed[a.at]);
                changed |= !stands && aligned.first().is_some_and(|a| side.changed[a.at] && a.score >= 3.5);
                for a in aligned.iter().take(2) {
                    let moved = side.changed[a.at];
                    top = top.max(a.score * if moved { 1.0 } else { 0.4 });
                }
            }
        }
        (top, changed, equal)
    }

    /// Values of the claim that stand in a text, that stand in none, and values of the text unknown to the claim.
    fn figures(&self) -> (f64, f64, f64) {
        let ours: Vec<&Quantity> = self.stated().map(|x| &self.claim.quantities[x]).collect();
        let texts = || self.sides().flat_map(|s| &s.facts().quantities);
        let hits = ours.iter().filter(|x| texts().any(|y| same_figure(x, y))).count();
        let misses = ours.len() - hits;
        let strangers = self.sides().last().map_or(0, |s| {
            s.facts().quantities.iter().filter(|y| !ours.iter().any(|x| same_figure(x, y))).count()
        });
        (count(hits).min(3.0), count(misses).min(3.0), count(strangers).min(3.0))
    }

    /// How far the longer text is from the length that a translation of the claim would have.
    fn ratio(&self) -> f64 {
        let width = |f: &Facts| {
            f.folded
                .iter()
                .filter(|c| !c.is_whitespace())
                .map(|c| if c.is_ascii() { 1.0 } else { 2.9 })
                .sum::<f64>()
        };
        let longest = self.sides().map(|s| width(s.facts())).fold(0.0, f64::max);
        let claim = width(self.claim);
        if claim > 0.0 && longest > 0.0 { (longest / claim).ln().abs() } else { 2.0 }
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
    let sure = words.filter(|(_, like)| *like >= ALIKE);
    sure.map(|(i, _)| facts.words[*i].from..facts.words[*i].to).collect()
}

/// Why a quantity is no answer to what the claim states.
fn set_apart(
    watch: &Watch,
    view: &View,
    index: &Index,
    subject: Option<&Subject>,
    (quantity, part): (&Quantity, Part),
    spoken: &[Range<usize>],
) -> Option<Apart> {
    let span = &quantity.span;
    if let Some((name, declared)) = subject.and_then(|s| s.belongs_elsewhere(watch, view, span, index)) {
        return Some(if declared { Apart::Owner(name) } else { Apart::Stranger(name) });
    }
    if quantity.date().is_some() {
        return tells_another(watch, view, spoken).then(|| Apart::Owner("another matter".to_owned()));
    }
    let foreign = |n: &measures::Named| !watch.families.contains(&n.family);
    if let Some(named) = measures::of_its_own(&view.facts, span).filter(foreign) {
        return Some(Apart::OfItsOwn(named.family()));
    }
    let near = spoken.iter().map(|s| measures::apart(s, span)).min();
    if let Some((named, distance)) = measures::nearest(&view.facts, span)
        && foreign(&named)
        && !(named.family() == "valuation" && measures::priced(&view.facts, &named.span))
        && near.is_none_or(|n| distance < n)
    {
        return Some(Apart::Measure(named.family()));
    }
    match part {
        Part::Added if watch.additive => None,
        Part::Added | Part::Prior | Part::Other => Some(Apart::Part(part)),
        Part::Plain | Part::Total => None,
    }
}

/// Whether the event is told of someone else: its clause names another of the claim's subjects, the first comes only in
/// a later clause.
fn tells_another(watch: &Watch, view: &View, spoken: &[Range<usize>]) -> bool {
    let [first, others @ ..] = watch.names.subjects.as_slice() else { return false };
    let Some(firsts) = view.scan.entities.get(first) else { return false };
    let spans = |e: &usize| view.scan.entities.get(e).into_iter().flatten();
    watch.gave(Slot::Subject)
        && !spoken.is_empty()
        && spoken.iter().all(|term| {
            let clause = view.facts.clause(term.start);
            firsts.iter().all(|s| s.start >= clause.end)
                && others.iter().flat_map(spans).any(|s| clause.contains(&s.start))
        })
}

/// Keeps the values that may be another state of the claim's: of its kind where a person gave it, and not too far from it;
/// what stands in the very place of the claim's own value may be anything of its kind.
fn near(
    watch: &Watch,
    claim: &Facts,
    aligned: &mut [Vec<Aligned>],
    (facts, parts): (&Facts, &[Part]),
    before: Option<(&[Vec<Aligned>], &[Twin])>,
) {
    let given = watch.gave(Slot::Value);
    for (x, list) in aligned.iter_mut().enumerate() {
        let sought = &claim.quantities[x];
        list.retain(|a| {
            let stated = &facts.quantities[a.at];
            if let Some((ours, theirs)) = sought.date().zip(stated.date()) {
                // The year of something is no other state of its day.
                return !given || theirs.grain <= ours.grain || theirs.grain <= Grain::Month;
            }
            let Some((ours, theirs)) = sought.value().zip(stated.value()) else {
                return true;
            };
            if given && compare::incomparable(ours, &compare::alike(ours, theirs)).is_some() {
                return false;
            }
            let own = before.is_some_and(|(old, twins)| {
                let was = twins.iter().find(|(_, j)| *j == a.at).map(|(i, _)| *i);
                was.is_some_and(|i| old[x].iter().any(|o| o.at == i && o.verdict.holds()))
            });
            let added = parts.get(a.at) == Some(&Part::Added);
            own || added || compare::magnitudes(ours, theirs) <= farthest(watch, ours)
        });
    }
}

/// Further apart than so many powers of ten, one value is not another state of the other: a past figure is restated by
/// little, a sum of money changes by less than a count may.
fn farthest(watch: &Watch, value: &Value) -> f64 {
    match value.kind {
        _ if watch.settled() => 0.95,
        ValueKind::Money => 1.3,
        _ => 2.0,
    }
}

/// A figure that was the claim's own and changed in its place is no other measure's and nobody else's, whatever words
/// stand beside it.
fn lift(old: &mut Side, new: &mut Side, twins: &[Twin]) {
    let measured = |apart: &Option<Apart>| matches!(apart, Some(Apart::Measure(_) | Apart::Stranger(_)));
    let states = |side: &Side, at: usize| {
        side.aligned.iter().flatten().any(|a| a.at == at && a.verdict == Verdict::Same)
    };
    for (i, j) in twins {
        if states(old, *i) || states(new, *j) {
            for apart in [&mut old.apart[*i], &mut new.apart[*j]] {
                if measured(apart) {
                    *apart = None;
                }
            }
        }
    }
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

/// Whether two quantities name the same figure, whatever it counts: across languages units are written apart.
fn same_figure(x: &Quantity, y: &Quantity) -> bool {
    match (&x.amount, &y.amount) {
        (Amount::Value(ours), Amount::Value(theirs)) if ours.value.is_some() && theirs.value.is_some() => {
            ours.value == theirs.value
        }
        (Amount::Value(ours), Amount::Value(theirs)) => {
            ours.low.is_some() && ours.low == theirs.low && ours.high == theirs.high
        }
        (Amount::Date(ours), Amount::Date(theirs)) => !ours.excludes(theirs),
        (Amount::Date(date), Amount::Value(value)) | (Amount::Value(value), Amount::Date(date)) => {
            let parts = [Decimal::from(date.start.year()), Decimal::from(date.start.day())];
            value.value.is_some_and(|number| parts.contains(&number))
        }
    }
}

fn touched(facts: &Facts, quantity: &Quantity, away: &[usize]) -> bool {
    (facts.word_at(quantity.span.start)..facts.words.len())
        .take_while(|i| facts.words[*i].from < quantity.span.end)
        .any(|i| away[i] == 0)
}

pub fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What the score is made of; shares in 0..1 unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Features {
    /// Predicate words around the best edit.
    pub win: f64,
    /// Predicate words in an edit or within three words of one.
    pub near: f64,
    /// How much more of the predicate one sentence without an edit holds than those with one.
    pub beside: f64,
    /// All words of the claim in either text.
    pub cover: f64,
    /// Names of the claim that both texts lack.
    pub missing_names: f64,
    pub has_names: f64,
    /// Words of the subject; 0.5 where the claim names none.
    pub subject: f64,
    /// Best alignment of a value, of 6 points, less where it did not change.
    pub slot: f64,
    pub slot_changed: bool,
    /// Logarithm of the number of names in the texts that neither claim nor topic knows.
    pub strange_names: f64,
    /// The texts begin with such a name and do not name the subject.
    pub strange_lead: f64,
    /// Logarithm of the words of the longer text.
    pub length: f64,
    pub has_value: f64,
    pub equal: f64,
    /// Logarithm of the changed words.
    pub changed: f64,
    /// Values of the claim found, not found; values of the text that the claim does not know: up to 3 each.
    pub hits: f64,
    pub misses: f64,
    pub strangers: f64,
    /// Logarithm of the ratio of lengths, as far as it is from a translation's.
    pub ratio: f64,
    /// Logarithm of the number of the claim's words found.
    pub found: f64,
}
