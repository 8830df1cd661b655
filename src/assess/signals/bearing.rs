//! The signals that tell how far a change bears on a claim, in numbers that each are a sentence.
//!
//! Coverage says what the texts are about, the edit says whether the change touches it: both are needed.

use crate::assess::align::compare::same_figure;
use crate::assess::align::compared::Compared;
use crate::assess::align::wording::{ALIKE, best, share};
use crate::assess::read::facts::{Facts, Quantity};
use crate::assess::read::words::{Word, likeness};

/// Words this near an edit count as touched by it as a whole.
const WINDOW: usize = 12;
const NEAR: usize = 3;
/// A value this far behind the best alignment is no rival of it.
const RIVAL: f64 = 1.5;
/// An answer of this score is no guess.
const ANSWERED: f64 = 3.0;
/// A name among so many words at the beginning is what a text is about.
const LEAD: usize = 10;

/// What the score is made of; shares in 0..1 unless said otherwise.
#[derive(Debug, Clone, Copy, Default)]
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
    /// How near claim and texts are in what they speak of.
    pub likeness: f64,
    /// There is one text only.
    pub lone: bool,
}

impl Compared<'_> {
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
            near: self.near(&predicate, NEAR).max(self.renamed()),
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
            likeness: self.likeness(),
            lone: self.sides.iter().any(Option::is_none),
        }
    }

    /// Whether an edit takes away or brings a name of the claim.
    fn renamed(&self) -> f64 {
        let edited = |w: usize| {
            (self.sought[w].word.name || self.sought[w].word.han)
                && self.sides().any(|s| {
                    let here = best(&s.places[w], |i| s.away[i] == 0) >= ALIKE;
                    here && best(&s.places[w], |i| s.away[i] > 0) < ALIKE
                })
                && self.sides().any(|s| best(&s.places[w], |_| true) < ALIKE)
        };
        let edits = self.sides.iter().all(Option::is_some);
        flag(edits && (0..self.sought.len()).any(edited))
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
                let answered =
                    side.answers.iter().flatten().any(|a| a.score >= ANSWERED && side.changed[a.at]);
                changed |= answered;
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
}

pub fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
