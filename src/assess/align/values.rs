//! Which value of a text answers a value of a claim, told from kind, unit noun, shared words, size and place.

use std::ops::Range;

use super::compare::{self, Bound, Verdict};
use crate::assess::lexicon::Class;
use crate::assess::read::facts::{Amount, Facts, Quantity};
use crate::assess::read::words::{Word, likeness};
use crate::assess::signals::measures::apart;
use crate::assess::signals::part::Part;
use crate::model::value::{Comparator, Grain, Value, ValueKind};

/// Up to twice the number speaks for a value, the more the nearer it is.
const TWOFOLD: f64 = std::f64::consts::LOG10_2;

/// How far an equal value may stand behind the best.
const EQUAL: f64 = 1.5;

/// An aligned value of a text.
#[derive(Debug, Clone)]
pub struct Aligned {
    /// Index among the text's quantities.
    pub at: usize,
    pub score: f64,
    pub verdict: Verdict,
}

/// Why a value of a text is no answer to the claim's, although it looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// Said of somebody else.
    Owner(String),
    /// Said of somebody else, by a name that nobody declared: it may be another name of the same.
    Stranger(String),
    /// A figure of another measure, which stands nearer than what the claim speaks of.
    Measure(&'static str),
    /// A figure of a measure that is never a side of something else.
    OfItsOwn(&'static str),
    /// The part it plays: earlier, on top, a rate.
    Part(Part),
}

/// A text whose values are asked.
pub struct Asked<'a> {
    pub facts: &'a Facts,
    /// Which of its quantities the edit touches.
    pub changed: &'a [bool],
    /// Which play the part of the sum or the new state.
    pub total: &'a [bool],
    /// Where terms that a person gave stand.
    pub terms: &'a [Range<usize>],
}

/// The quantities of `text` that may answer `claim.quantities[x]`, best first.
pub fn align(claim: &Facts, x: usize, text: &Asked) -> Vec<Aligned> {
    let sought = &claim.quantities[x];
    let bound = bound(claim, sought);
    let facts = text.facts;
    let mut out: Vec<Aligned> = facts
        .quantities
        .iter()
        .enumerate()
        .filter_map(|(at, y)| {
            let kind = kind(&sought.amount, &y.amount)?;
            // “Until June” against “until June”: the same bound of both compares their days.
            let bound = if self::bound(facts, y) == bound { Bound::On } else { bound };
            let verdict = compare::compare(sought, bound, y);
            let mut score = kind + context(claim, sought, facts, y);
            if let (Some(a), Some(b)) = (noun(claim, sought), noun(facts, y))
                && likeness(a, b) >= 0.7
            {
                score += 2.0;
            }
            score -= labelled(claim, sought, facts, y);
            if text.changed.get(at).copied().unwrap_or(false) {
                score += 1.0;
            }
            if text.total.get(at).copied().unwrap_or(false) {
                score += 1.0;
            }
            score += by_terms(facts, text.terms, &y.span);
            if let (Some(a), Some(b)) = (sought.value(), y.value()) {
                let far = compare::magnitudes(a, b);
                score += 1.5 * (1.0 - far / TWOFOLD).max(0.0) - far.min(2.0);
            }
            if verdict == Verdict::Same {
                score += 0.5;
            }
            Some(Aligned { at, score, verdict })
        })
        .filter(|a| a.score > 0.0)
        .collect();
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out
}

/// What speaks for a value near a term that a person gave; less than nothing where it is far from all of them.
fn by_terms(facts: &Facts, terms: &[Range<usize>], span: &Range<usize>) -> f64 {
    let Some(near) = terms.iter().map(|t| apart(t, span)).min() else { return 0.0 };
    let clause = facts.clause(span.start);
    let inside = terms.iter().any(|t| clause.contains(&t.start));
    let near = u16::try_from(near).map_or(f64::from(u16::MAX), f64::from);
    2.4 / (1.0 + near / 20.0) + if inside { 0.6 } else { -0.5 }
}

/// Which value of a text answers each value of the claim: the best, or one a little behind it that is equal where
/// the claim says `=`. No value answers two different ones.
pub fn answers(claim: &Facts, aligned: &[Vec<Aligned>]) -> Vec<Option<Aligned>> {
    let mut pairs: Vec<(usize, &Aligned, f64)> = Vec::new();
    for (x, list) in aligned.iter().enumerate() {
        let plain = claim.quantities[x].value().is_none_or(|v| v.comparator == Comparator::Equal);
        pairs.extend(list.iter().map(|a| {
            let equal = if plain && a.verdict == Verdict::Same { EQUAL } else { 0.0 };
            (x, a, a.score + equal)
        }));
    }
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut out: Vec<Option<Aligned>> = vec![None; aligned.len()];
    for (x, a, _) in pairs {
        let taken = out.iter().enumerate().any(|(other, o)| {
            o.as_ref().is_some_and(|o| o.at == a.at)
                && claim.quantities[other].surface() != claim.quantities[x].surface()
        });
        if out[x].is_none() && !taken {
            out[x] = Some(a.clone());
        }
    }
    out
}

/// Lets the values that stand in the same place of both texts answer the same value of the claim: their scores
/// are evened out. `twins` gives the places, of before and after.
pub fn even_out(before: &mut [Vec<Aligned>], after: &mut [Vec<Aligned>], twins: &[(usize, usize)]) {
    for (ours, theirs) in before.iter_mut().zip(after) {
        for (i, j) in twins {
            let a = ours.iter_mut().find(|a| a.at == *i);
            let b = theirs.iter_mut().find(|b| b.at == *j);
            if let (Some(a), Some(b)) = (a, b) {
                let mean = f64::midpoint(a.score, b.score);
                (a.score, b.score) = (mean, mean);
            }
        }
        ours.sort_by(|a, b| b.score.total_cmp(&a.score));
        theirs.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}

/// A figure that numbers a named thing (`Route 516`) answers only one of the same name.
fn labelled(claim: &Facts, x: &Quantity, text: &Facts, y: &Quantity) -> f64 {
    match (claim.label(x), text.label(y)) {
        (None, None) => 0.0,
        (Some(a), Some(b)) if likeness(a, b) >= 0.7 => -1.0,
        _ => 2.0,
    }
}

/// How far two amounts are of one kind; `None` where they never answer each other.
fn kind(claimed: &Amount, stated: &Amount) -> Option<f64> {
    match (claimed, stated) {
        (Amount::Date(ours), Amount::Date(theirs)) => {
            let fine = |grain: Grain| grain <= Grain::Month;
            Some(if fine(ours.grain) == fine(theirs.grain) { 3.0 } else { 1.8 })
        }
        (Amount::Value(ours), Amount::Value(theirs)) if ours.kind == compare::alike(ours, theirs).kind => {
            let clash =
                ours.currency.is_some() && theirs.currency.is_some() && ours.currency != theirs.currency;
            let weight = if units_clash(ours, theirs) { 0.5 } else { 3.0 };
            (!clash).then_some(weight)
        }
        (Amount::Value(ours), Amount::Value(theirs)) => mixed(ours.kind, theirs.kind),
        _ => None,
    }
}

/// A bare number may stand for a value of another kind whose unit was left out.
fn mixed(ours: ValueKind, theirs: ValueKind) -> Option<f64> {
    let ((ValueKind::Number, other) | (other, ValueKind::Number)) = (ours, theirs) else { return None };
    Some(match other {
        ValueKind::Money => 1.8,
        ValueKind::Rank => 1.05,
        ValueKind::Percent => 0.75,
        _ => 1.0,
    })
}

fn units_clash(a: &Value, b: &Value) -> bool {
    a.kind == ValueKind::Duration && a.unit.is_some() && b.unit.is_some() && a.unit != b.unit
}

/// The noun that a quantity counts: the first telling word after the figure.
fn noun<'a>(facts: &'a Facts, quantity: &Quantity) -> Option<&'a Word> {
    if quantity.date().is_some() {
        return None;
    }
    let last = facts.word_at(quantity.span.start);
    facts.words[last..].iter().take(6).find(|w| !w.stop && !w.number && !figure(w))
}

fn figure(word: &Word) -> bool {
    matches!(word.text.as_str(), "us" | "usd" | "m" | "k" | "rd" | "th" | "st" | "nd" | "total")
}

/// Up to 2.4 for words that stand near both.
fn context(claim: &Facts, x: &Quantity, text: &Facts, y: &Quantity) -> f64 {
    let ours = nearby(claim, x, 6);
    let theirs = nearby(text, y, 8);
    let shared: f64 = ours
        .iter()
        .map(|a| theirs.iter().map(|b| likeness(a, b)).fold(0.0, f64::max))
        .filter(|like| *like >= 0.7)
        .sum();
    (shared * 0.6).min(2.4)
}

fn nearby<'a>(facts: &'a Facts, quantity: &Quantity, reach: usize) -> Vec<&'a Word> {
    let (first, last) =
        (facts.word_at(quantity.span.start), facts.word_at(quantity.span.end.saturating_sub(1)));
    let range = first.saturating_sub(reach)..(last + 1 + reach).min(facts.words.len());
    facts.words[range].iter().filter(|w| !w.stop && !w.number).collect()
}

/// How the words before a date of the claim bound it.
pub fn bound(claim: &Facts, quantity: &Quantity) -> Bound {
    if quantity.date().is_none() {
        return Bound::On;
    }
    let (start, end) = (quantity.span.start, quantity.span.end);
    let right = |class| claim.chinese && claim.starts_with(class, end, claim.folded.len());
    let left = |class| !claim.chinese && claim.ends_with(class, 0, start);
    if left(Class::Before) || right(Class::Before) {
        Bound::Before
    } else if left(Class::After) || right(Class::After) {
        Bound::After
    } else {
        Bound::On
    }
}
