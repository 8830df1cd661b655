//! What tells whether one text of a change states a claim: values, wording, and what sets it apart from the other text.

use std::ops::Range;

use super::polarity;
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side};
use crate::assess::align::values::Aligned;
use crate::assess::align::wording::{ALIKE, best, share};
use crate::assess::read::facts::Facts;
use crate::assess::read::words::{Word, likeness};
use crate::assess::signals::bearing::flag;
use crate::meaning;

/// An alignment below this score is a guess.
const SURE: f64 = 2.0;
/// From this likeness of their directions two words say nearly the same; opposites that are as near are told by the
/// lexicon.
const SYNONYMS: f32 = 0.62;
const SYNONYMS_HAN: f32 = 0.5;

/// How the values of the claim stand in one text.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the values")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// The claim states something that can be compared.
    pub asked: bool,
    pub fails: usize,
    pub holds: usize,
    /// Dates that only say for when the values hold.
    pub period_fails: bool,
    pub period_holds: bool,
    /// An edit moved such a date, other than one in brackets, which only says when a figure was put down.
    pub redated: bool,
}

/// What stands in the place of a word of the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute {
    pub was: String,
    pub is: String,
    /// One of the two is a name.
    pub named: bool,
}

/// One text against the claim and against the other text. Shares in 0..1.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one text")]
#[derive(Debug, Clone, Default)]
pub struct Signals {
    pub figures: Figures,
    pub other_figures: Figures,
    /// Share of the claim's words that stand here, and in the edited stretches here and there.
    pub here: f64,
    pub edited: f64,
    pub other_edited: f64,
    /// Number of the claim's words that only the other text has, only this has.
    pub lost: f64,
    pub gained: f64,
    /// The same as a share of its words.
    pub share_lost: f64,
    /// Names of the claim that only the other has, only this has.
    pub names_lost: f64,
    pub names_gained: f64,
    /// Share of the neighbouring words of the claim that only the other has near each other.
    pub pairs_lost: f64,
    /// Share of the words that the edit leaves, here and there.
    pub kept: f64,
    pub other_kept: f64,
    /// A word of the same sort stands where the other text has the claim's (here, there), and which.
    pub substitute: Option<Substitute>,
    pub other_substituted: bool,
    /// A word of the claim gave way to one that means nearly the same.
    pub reworded: bool,
    /// A word unknown to the claim was put right before one of its words, here and there.
    pub qualified: bool,
    pub other_qualified: bool,
    /// Says the opposite of the sentence that the words make: one of claim and text is negated.
    pub flipped: bool,
    pub other_flipped: bool,
    pub reverser: Option<&'static str>,
}

impl Signals {
    /// Reads side `at` of `compared`; without another text there is no contrast.
    pub fn read(compared: &Compared, at: usize) -> Option<Self> {
        let side = compared.sides[at].as_ref()?;
        let other = compared.sides[1 - at].as_ref();
        let turns = polarity::reversers(compared.claim);
        let negative = !turns.is_empty();
        // What turns the claim is told by polarity, not looked for among its words.
        let turning =
            |w: &Word| turns.iter().map(|c| &c.span).any(|span| span.start < w.to && w.from < span.end);
        let mut words = compared.predicate();
        words.retain(|w| !turning(&compared.sought[*w].word));
        let reverser = polarity::reverser(compared, side, negative);
        let mut out = Self {
            figures: figures(compared, side, other),
            here: covered(side, &words, |_| true),
            edited: covered(side, &words, |i| side.away[i] == 0),
            kept: kept(side),
            flipped: negative != reverser.is_some(),
            reverser,
            ..Self::default()
        };
        if let Some(other) = other {
            out.contrast(compared, at, [side, other], &words);
            out.other_flipped = negative != polarity::reverser(compared, other, negative).is_some();
        }
        Some(out)
    }

    fn contrast(&mut self, compared: &Compared, at: usize, [side, other]: [&Side; 2], words: &[usize]) {
        self.other_figures = figures(compared, other, Some(side));
        self.other_edited = covered(other, words, |i| other.away[i] == 0);
        self.other_kept = kept(other);
        let degree = |s: &Side, w: usize| best(&s.places[w], |_| true);
        let total = words.iter().fold(0.0, |n, _| n + 1.0_f64).max(1.0);
        for &w in words {
            let more = degree(side, w) - degree(other, w);
            let name = flag(compared.sought[w].word.name);
            if more > 0.0 {
                self.gained += more;
                self.names_gained += more * name;
            } else {
                self.lost -= more;
                self.names_lost -= more * name;
            }
        }
        self.share_lost = self.lost / total;
        self.pairs_lost = pairs_lost(side, other, words);
        // A name of the subject may be edited too: “Conference National” on a page about a National League.
        let named = |w: &usize| compared.sought[*w].word.name && !words.contains(w);
        let all: Vec<usize> = words.iter().copied().chain((0..compared.sought.len()).filter(named)).collect();
        (self.substitute, self.reworded) = substituted(compared, &all, side, other, at);
        self.other_substituted = substituted(compared, &all, other, side, 1 - at).0.is_some();
        self.qualified = qualified(compared, side, words);
        self.other_qualified = qualified(compared, other, words);
    }
}

/// Share of the given words of the claim that stand in a side where `keep` lets them.
pub fn covered(side: &Side, words: &[usize], keep: impl Fn(usize) -> bool) -> f64 {
    share(words.iter().map(|w| best(&side.places[*w], &keep)))
}

/// Share of the words of a side that the edit leaves.
fn kept(side: &Side) -> f64 {
    share(side.away.iter().map(|d| flag(*d > 0)))
}

/// The answers of a side that count, with the claim's value each answers: where an edit changed any, only those,
/// for they are what the two texts are to be told apart by.
pub fn answers<'a>(compared: &Compared, side: &'a Side, other: Option<&Side>) -> Vec<(usize, &'a Aligned)> {
    let sure = |s: &'a Side, x: usize| s.answers[x].as_ref().filter(|a| a.score >= SURE);
    let all: Vec<(usize, &Aligned)> = compared.keys().filter_map(|x| Some((x, sure(side, x)?))).collect();
    let moved = |x: usize, a: &Aligned| {
        side.changed[a.at]
            || other
                .is_some_and(|o| o.answers[x].as_ref().is_some_and(|b| b.score >= SURE && o.changed[b.at]))
    };
    if all.iter().any(|(x, a)| moved(*x, a)) {
        all.into_iter().filter(|(x, a)| moved(*x, a)).collect()
    } else {
        all
    }
}

fn figures(compared: &Compared, side: &Side, other: Option<&Side>) -> Figures {
    let quantities = &compared.claim.quantities;
    let mut out = Figures { asked: !quantities.is_empty(), ..Figures::default() };
    for (_, a) in answers(compared, side, other) {
        out.fails += usize::from(a.verdict == Verdict::Fails);
        out.holds += usize::from(a.verdict.holds());
    }
    let conditions = || side.answers.iter().enumerate().filter(|(x, _)| compared.is_condition(*x));
    let verdicts = || conditions().filter_map(|(_, a)| a.as_ref().map(|a| a.verdict));
    out.period_fails = verdicts().any(|v| v == Verdict::Fails);
    out.redated = conditions().filter_map(|(_, a)| a.as_ref()).any(|a| {
        let facts = side.facts();
        let from = facts.quantities[a.at].span.start;
        a.verdict == Verdict::Fails
            && side.changed[a.at]
            && from.checked_sub(1).is_none_or(|i| facts.folded[i] != '(')
    });
    out.period_holds = !out.period_fails && verdicts().any(Verdict::holds);
    out
}

/// Share of the neighbouring words of the claim that stand near each other, in their order, in the other text only.
fn pairs_lost(side: &Side, other: &Side, words: &[usize]) -> f64 {
    let near = |s: &Side, a: usize, b: usize| {
        let place = |w: usize| s.places[w].iter().filter(|(_, like)| *like >= ALIKE).map(|(i, _)| *i);
        place(a).any(|i| place(b).any(|j| (i + 1..=i + 3).contains(&j)))
    };
    share(words.windows(2).map(|pair| flag(near(other, pair[0], pair[1]) && !near(side, pair[0], pair[1]))))
}

/// Whether an edit of this side put a word unknown to the claim right before one of its words.
fn qualified(compared: &Compared, side: &Side, words: &[usize]) -> bool {
    let claimed =
        |i: usize| words.iter().any(|w| side.places[*w].iter().any(|(p, like)| *p == i && *like >= ALIKE));
    let known = |i: usize| compared.claim.words.iter().any(|w| likeness(w, &side.facts().words[i]) >= ALIKE);
    (1..side.facts().words.len()).any(|i| {
        let before = &side.facts().words[i - 1];
        claimed(i) && side.away[i] > 0 && side.away[i - 1] == 0 && !before.stop && !known(i - 1)
    })
}

/// A word of the claim that the other side has in an edit, and the word of the same sort that this side has there and
/// that does not mean the same.
fn substituted(
    compared: &Compared,
    words: &[usize],
    side: &Side,
    other: &Side,
    at: usize,
) -> (Option<Substitute>, bool) {
    let mut reworded = false;
    for &w in words {
        if best(&side.places[w], |_| true) >= ALIKE {
            continue;
        }
        for (i, _) in other.places[w].iter().filter(|(i, like)| *like >= ALIKE && other.away[*i] == 0) {
            let edit = compared.edits.iter().find(|e| {
                let theirs = if at == 1 { &e.before } else { &e.after };
                theirs.contains(i)
            });
            let Some(edit) = edit else { continue };
            let (ours, theirs) =
                if at == 1 { (&edit.after, &edit.before) } else { (&edit.before, &edit.after) };
            let was = &other.facts().words[*i];
            let said = &side.facts().words[ours.clone()];
            let same = said.iter().any(|o| synonymous(was, o))
                || (was.han && restated(other.facts(), theirs, side.facts(), ours));
            let found = said.iter().find(|o| {
                !o.stop && o.name == was.name && o.number == was.number && likeness(o, was) < ALIKE
            });
            reworded |= same;
            if let Some(is) = found.filter(|_| !same) {
                let named = was.name || is.name || compared.sought[w].word.name;
                let found = Substitute { was: was.text.clone(), is: is.text.clone(), named };
                return (Some(found), reworded);
            }
        }
    }
    (None, reworded)
}

/// Whether two words of one language say nearly the same; names and numbers never do.
fn synonymous(a: &Word, b: &Word) -> bool {
    let plain = |w: &Word| !w.name && !w.number && !w.stop && !w.han;
    plain(a) && plain(b) && near(&a.text, &b.text, SYNONYMS)
}

/// Whether two words mean the same so far.
pub fn near(a: &str, b: &str, least: f32) -> bool {
    meaning::word(a).zip(meaning::word(b)).is_some_and(|(a, b)| a.likeness(&b) >= least)
}

/// The same for Han script, where words have no gaps: the characters that differ, with what they share on either side.
fn restated(before: &Facts, old: &Range<usize>, after: &Facts, new: &Range<usize>) -> bool {
    let written = |facts: &Facts, range: &Range<usize>| -> Vec<char> {
        let words = &facts.words[range.clone()];
        let span = words.first().map_or(0, |w| w.from)..words.last().map_or(0, |w| w.to);
        facts.folded[span].to_vec()
    };
    let (a, b) = (written(before, old), written(after, new));
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(rest);
    let cut = |chars: &[char], from: usize, until: usize| -> String {
        chars[from.min(chars.len())..chars.len().saturating_sub(until).max(from.min(chars.len()))]
            .iter()
            .collect()
    };
    [(0, 0), (head, 0), (0, tail), (head.saturating_sub(1), 0), (0, tail.saturating_sub(1))]
        .into_iter()
        .any(|(from, until)| near(&cut(&a, from, until), &cut(&b, from, until), SYNONYMS_HAN))
}
