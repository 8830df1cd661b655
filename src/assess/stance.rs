//! What each text of a change says of a claim, the other text showing which slot is at stake.

use super::align;
use super::compare::Verdict;
use super::cues;
use super::facts::Facts;
use super::features::{Compared, Side};
use super::wording::{best, share};
use super::words::likeness;
use crate::model::relation::Stance;

/// Words that say the opposite of each other.
const ANTONYMS: &[(&str, &str)] = &[
    ("more", "less"),
    ("more", "fewer"),
    ("over", "under"),
    ("above", "below"),
    ("before", "after"),
    ("first", "last"),
    ("positive", "negative"),
    ("increase", "decrease"),
    ("rise", "fall"),
    ("rose", "fell"),
    ("win", "lose"),
    ("won", "lost"),
    ("high", "low"),
    ("highest", "lowest"),
    ("largest", "smallest"),
    ("best", "worst"),
    ("success", "failure"),
    ("male", "female"),
    ("north", "south"),
    ("east", "west"),
    ("northern", "southern"),
    ("eastern", "western"),
    ("old", "new"),
    ("open", "closed"),
    ("born", "died"),
    ("alive", "dead"),
    ("married", "divorced"),
    ("positively", "negatively"),
    ("gain", "loss"),
    ("profit", "loss"),
    ("always", "never"),
    ("all", "none"),
    ("accept", "reject"),
    ("allow", "ban"),
    ("support", "oppose"),
    ("active", "former"),
    ("join", "leave"),
    ("joined", "left"),
    ("success", "fail"),
    ("favorable", "unfavorable"),
    ("true", "false"),
    ("younger", "older"),
    ("current", "former"),
    ("early", "late"),
    ("major", "minor"),
    ("summer", "winter"),
    ("father", "mother"),
    ("brother", "sister"),
    ("son", "daughter"),
    ("husband", "wife"),
    ("king", "queen"),
    ("he", "she"),
    ("his", "her"),
    ("him", "her"),
    ("actor", "actress"),
];

/// What one side says, and what told it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub stance: Stance,
    /// How the best aligned value stands, with its place among the text's quantities and the claim's.
    pub value: Option<(Verdict, usize, usize)>,
    pub why: Option<String>,
}

/// What side `at` (0 before, 1 after) says of the claim; neutral where there is no text.
pub(super) fn told(compared: &Compared, at: usize) -> Told {
    let Some(side) = &compared.sides[at] else {
        return Told { stance: Stance::Neutral, value: None, why: None };
    };
    let other = compared.sides[1 - at].as_ref();
    let contrast = Contrast::new(compared, side, other);
    by_values(compared, side, &contrast)
        .or_else(|| by_polarity(compared, side, other, &contrast))
        .unwrap_or_else(|| by_words(compared, side, other, &contrast))
}

/// What a text has of the claim's words, and what the other has of them.
struct Contrast {
    /// Share of the predicate's words here.
    here: f64,
    /// Weighted number of predicate words that the other text has and this lacks, and the other way round.
    lost: f64,
    gained: f64,
    total: f64,
    /// The other text shares less than a quarter of its words with this.
    rewritten: bool,
}

impl Contrast {
    fn new(compared: &Compared, side: &Side, other: Option<&Side>) -> Self {
        let predicate = compared.predicate();
        let mut contrast = Self { here: 0.0, lost: 0.0, gained: 0.0, total: 0.0, rewritten: false };
        contrast.here = share(predicate.iter().map(|w| best(&side.places[*w], |_| true)));
        let Some(other) = other else { return contrast };
        for w in predicate {
            let (a, b) = (best(&side.places[w], |_| true), best(&other.places[w], |_| true));
            contrast.lost += (b - a).max(0.0);
            contrast.gained += (a - b).max(0.0);
            contrast.total += 1.0;
        }
        contrast.rewritten = kept(side) < 0.25;
        contrast
    }
}

/// Share of the words of a side that the edit leaves.
fn kept(side: &Side) -> f64 {
    share(side.away.iter().map(|d| if *d > 0 { 1.0 } else { 0.0 }))
}

fn by_values(compared: &Compared, side: &Side, contrast: &Contrast) -> Option<Told> {
    let answers: Vec<(Verdict, usize, usize)> = side
        .aligned
        .iter()
        .enumerate()
        .filter_map(|(x, aligned)| {
            let found = align::answer(&compared.claim.quantities[x], aligned).filter(|a| a.score >= 2.0)?;
            Some((found.verdict, found.at, x))
        })
        .collect();
    // What the edit changed is what the two texts are to be told apart by.
    let moved = answers.iter().any(|(_, at, _)| side.changed[*at]);
    let weighed = answers.into_iter().filter(|(_, at, _)| !moved || side.changed[*at]);
    let (fails, holds) = weighed.fold((None, None), |(f, h), a| match a.0 {
        Verdict::Fails => (f.or(Some(a)), h),
        v if v.holds() => (f, h.or(Some(a))),
        _ => (f, h),
    });
    if let Some(value) = fails {
        let strayed =
            contrast.lost * 3.0 > contrast.total.max(1.0) || (contrast.rewritten && contrast.here < 0.5);
        let stance = if strayed { Stance::Neutral } else { Stance::Refutes };
        return Some(Told { stance, value: Some(value), why: None });
    }
    let value = holds?;
    if let Some(cue) =
        cues::turned(&text(&side.facts), &text(&compared.claim)).filter(|_| contrast.here >= 0.4)
        && near_quantity(side, value.1, cue)
    {
        let why = format!("“{cue}” turns what the claim states");
        return Some(Told { stance: Stance::Refutes, value: Some(value), why: Some(why) });
    }
    let enough = contrast.here >= 0.2
        && !(contrast.lost > contrast.gained + 0.9 && contrast.lost * 2.0 > contrast.total);
    let stance = if enough { Stance::Supports } else { Stance::Neutral };
    Some(Told { stance, value: Some(value), why: None })
}

/// Whether the cue stands in the clause of the quantity.
fn near_quantity(side: &Side, at: usize, cue: &str) -> bool {
    let clause = side.facts.clause(side.facts.quantities[at].span.start);
    cues::has(&side.facts.slice(clause), &[cue])
}

fn text(facts: &Facts) -> String {
    facts.slice(0..facts.folded.len())
}

fn by_polarity(compared: &Compared, side: &Side, other: Option<&Side>, contrast: &Contrast) -> Option<Told> {
    if contrast.here < 0.3 {
        return None;
    }
    let claim = text(&compared.claim);
    let said = text(&side.facts);
    if let Some(cue) = cues::turned(&said, &claim)
        && other.is_none_or(|o| !cues::has(&text(&o.facts), &[cue]))
        && (other.is_some() || contrast.here >= 0.6)
    {
        let why = format!("“{cue}” turns what the claim states");
        return Some(Told { stance: Stance::Refutes, value: None, why: Some(why) });
    }
    let (own, opposite) = antonym(compared, side, other?)?;
    let why = format!("“{opposite}” where the claim says “{own}”");
    Some(Told { stance: Stance::Refutes, value: None, why: Some(why) })
}

/// An edited word of this side that is the antonym of a word of the claim which this side lacks.
fn antonym(compared: &Compared, side: &Side, other: &Side) -> Option<(&'static str, &'static str)> {
    let edited = |word: &str| side.facts.words.iter().zip(&side.away).any(|(w, d)| *d == 0 && w.text == word);
    let has = |facts: &Facts, word: &str| facts.words.iter().any(|w| w.text == word);
    ANTONYMS.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).find(|(own, opposite)| {
        has(&compared.claim, own)
            && !has(&compared.claim, opposite)
            && edited(opposite)
            && !has(&side.facts, own)
            && !has(&other.facts, opposite)
    })
}

fn by_words(compared: &Compared, side: &Side, other: Option<&Side>, contrast: &Contrast) -> Told {
    let plain = |stance, why: Option<String>| Told { stance, value: None, why };
    let Some(other) = other else {
        let stance = if contrast.here >= 0.6 { Stance::Supports } else { Stance::Neutral };
        return plain(stance, None);
    };
    if contrast.lost > contrast.gained + 0.25 {
        return match substituted(compared, side, other) {
            Some((was, is)) if kept(side) >= 0.5 || kept(other) >= 0.5 => {
                plain(Stance::Refutes, Some(format!("“{is}” stands where the claim's “{was}” stood")))
            }
            _ => plain(Stance::Neutral, None),
        };
    }
    if contrast.gained > contrast.lost + 0.25 {
        return plain(Stance::Supports, None);
    }
    plain(if contrast.here >= 0.6 { Stance::Supports } else { Stance::Neutral }, None)
}

/// A word of the claim that the other side has in an edit, and the word of the same sort that this side has there.
fn substituted(compared: &Compared, side: &Side, other: &Side) -> Option<(String, String)> {
    let this_is_after = compared.sides[1].as_ref().is_some_and(|s| std::ptr::eq(s, side));
    for w in compared.predicate() {
        if best(&side.places[w], |_| true) >= 0.7 {
            continue;
        }
        for (i, _) in other.places[w].iter().filter(|(i, like)| *like >= 0.7 && other.away[*i] == 0) {
            let edit = compared.edits.iter().find(|e| {
                let theirs = if this_is_after { &e.before } else { &e.after };
                theirs.contains(i)
            })?;
            let ours = if this_is_after { edit.after.clone() } else { edit.before.clone() };
            let was = &other.facts.words[*i];
            let found = side.facts.words[ours]
                .iter()
                .find(|o| !o.stop && o.name == was.name && o.number == was.number && likeness(o, was) < 0.7);
            if let Some(is) = found {
                return Some((was.text.clone(), is.text.clone()));
            }
        }
    }
    None
}
