//! What each text of a change says of a claim, the other text showing which slot is at stake.

use std::sync::LazyLock;

use super::table::{TABLE, column};
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side};
use crate::assess::signals::bearing::flag;
use crate::assess::signals::contrast::{Figures, Signals, answers};
use crate::meaning;
use crate::model::relation::Stance;

/// More words than this tell no more.
const MOST_WORDS: f64 = 4.0;
/// Below this share of the claim's words a text does not speak of it.
const SPEAKS: f64 = 0.2;
/// How much more of a claim is there across languages than its likeness says.
const ACROSS: f64 = 0.1;
const CLEAR: f64 = 0.75;
/// Two texts of this likeness say the same where nothing tells them apart.
const RESTATED: f32 = 0.7;
/// From this share of words left an edit only replaced something.
const FRAME: f64 = 0.7;
/// Below this share of words left a text was written anew.
const REWRITTEN: f64 = 0.25;

/// What one side says, and what told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub stance: Stance,
    /// How the telling value stands, with its place among the text's quantities and the claim's.
    pub value: Option<(Verdict, usize, usize)>,
    pub why: Option<String>,
}

/// What side `at` (0 before, 1 after) says of the claim; neutral where there is no text.
pub fn told(compared: &Compared, at: usize) -> Told {
    let (Some(mut signals), Some(side)) = (Signals::read(compared, at), &compared.sides[at]) else {
        return Told { stance: Stance::Neutral, value: None, why: None };
    };
    if compared.across {
        // Few words are known in both languages; what is spoken of tells more.
        signals.here = signals.here.max(compared.likeness() + ACROSS);
    } else {
        signals.here = signals.here.max(compared.spoken_of(side));
    }
    let other = compared.sides[1 - at].as_ref();
    let plain = match other {
        _ if silent(&signals) => Stance::Neutral,
        Some(other) => match weighed(&signals) {
            Stance::Supports => Stance::Supports,
            _ if restated(compared, at, &signals, [side, other]) => Stance::Supports,
            other => other,
        },
        None => alone(&signals),
    };
    // A word that turns something tells alone only beside nearly all that the claim says.
    signals.flipped &= other.is_some() || signals.here >= CLEAR;
    let stance = match plain {
        Stance::Supports if signals.flipped => Stance::Refutes,
        Stance::Refutes if signals.flipped => Stance::Supports,
        as_it_is => as_it_is,
    };
    let found = answers(compared, side, other);
    let telling = found.iter().find(|(_, a)| a.verdict == Verdict::Fails).or(found.first());
    let value = telling.map(|(x, a)| (a.verdict, a.at, *x));
    Told { stance, value, why: why(&signals, stance) }
}

fn why(signals: &Signals, stance: Stance) -> Option<String> {
    if stance != Stance::Refutes {
        return None;
    }
    if let Some(cue) = signals.reverser.filter(|_| signals.flipped) {
        return Some(format!("“{cue}” turns what the claim states"));
    }
    if signals.flipped {
        return Some("states what the claim denies".into());
    }
    if signals.figures.fails > 0 {
        return Some("another value of the claim does not hold".into());
    }
    if signals.figures.redated {
        return Some("of another time than the claim says".into());
    }
    let found = signals.substitute.as_ref()?;
    Some(format!("“{}” stands where the claim's “{}” stood", found.is, found.was))
}

/// Whether a text says in other words what the other one says: no name, value or negation of the claim was touched, what
/// was put in the place of its words means nearly the same, or all was written anew and means nearly the same.
fn restated(compared: &Compared, at: usize, signals: &Signals, [side, other]: [&Side; 2]) -> bool {
    let touched = signals.figures.fails > 0
        || signals.figures.holds < signals.other_figures.holds
        || signals.flipped != signals.other_flipped
        || signals.names_lost >= 0.5
        || signals.substitute.as_ref().is_some_and(|s| s.named);
    let replaced = signals.substitute.is_some() && signals.kept >= FRAME;
    let alike = || {
        let text = |s: &Side| meaning::sentence(&s.facts().text());
        text(side).zip(text(other)).is_some_and(|(a, b)| a.likeness(&b) >= RESTATED)
    };
    let supported =
        || Signals::read(compared, 1 - at).is_some_and(|s| weighed(&s) == Stance::Supports && !s.flipped);
    !touched && !replaced && supported() && (signals.reworded || (signals.kept < FRAME && alike()))
}

/// Neither text has words or values of the claim that would tell anything.
fn silent(signals: &Signals) -> bool {
    let none = |f: &Figures| f.fails == 0 && f.holds == 0;
    signals.here < SPEAKS
        && signals.lost + signals.gained < 0.5
        && none(&signals.figures)
        && none(&signals.other_figures)
}

/// A text without another one beside it refutes only by a compared value (or a reverser).
fn alone(signals: &Signals) -> Stance {
    let Figures { fails, holds, .. } = signals.figures;
    if fails > 0 && signals.here >= 0.4 {
        Stance::Refutes
    } else if signals.here >= if holds > 0 { 0.2 } else { 0.6 } && fails == 0 {
        Stance::Supports
    } else {
        Stance::Neutral
    }
}

/// Weighs the facts of one of two texts: a logistic sum each for `supports` and for `refutes`, against 0 for
/// `neutral`.
fn weighed(read: &Signals) -> Stance {
    static WEIGHTS: LazyLock<Vec<[f64; 2]>> =
        LazyLock::new(|| column(&TABLE.stance, &signals(&Signals::default())));
    let (mut supports, mut refutes) = (0.0, 0.0);
    for ((_, value), [for_supports, for_refutes]) in signals(read).into_iter().zip(WEIGHTS.iter()) {
        supports += value * for_supports;
        refutes += value * for_refutes;
    }
    if supports >= refutes && supports > 0.0 {
        Stance::Supports
    } else if refutes > 0.0 {
        Stance::Refutes
    } else {
        Stance::Neutral
    }
}

/// What tells the stance of one of two texts, each with its name in the table.
pub fn signals(s: &Signals) -> [(&'static str, f64); 33] {
    let (own, other) = (&s.figures, &s.other_figures);
    let (fails, holds) = (own.fails > 0, own.fails == 0 && own.holds > 0);
    let (other_fails, other_holds) = (other.fails > 0, other.fails == 0 && other.holds > 0);
    let none = own.asked && !fails && !holds;
    let put = s.substitute.is_some();
    let framed = put && s.kept >= 0.5 && s.other_kept >= 0.5;
    [
        // What is said of the claim where nothing tells.
        ("base", 1.0),
        // Values, here and in the other text.
        ("a value fails", flag(fails)),
        ("a value holds", flag(holds)),
        ("fails here, holds there", flag(fails && other_holds)),
        ("holds here, fails there", flag(holds && other_fails)),
        ("holds here and there", flag(holds && other_holds)),
        ("several values fail", flag(own.fails > 1)),
        ("no value where one is asked", flag(none)),
        ("value only there", flag(!fails && !holds && other_holds)),
        ("words lost where a value fails", flag(fails) * s.lost.min(MOST_WORDS)),
        // The time they hold for.
        ("a value of another time fails", flag(fails && own.period_fails)),
        ("of another time", flag(own.period_fails)),
        ("of the same time", flag(own.period_holds)),
        ("the other text of another time", flag(other.period_fails)),
        // The claim's words that only one text has.
        ("share of the claim's words lost", s.share_lost),
        ("the claim's words lost", s.lost.min(MOST_WORDS)),
        ("the claim's words gained", s.gained.min(MOST_WORDS)),
        ("names of the claim lost", s.names_lost.min(3.0)),
        ("names of the claim gained", s.names_gained.min(3.0)),
        ("neighbouring words parted", s.pairs_lost),
        // Where the edit stands, and how much it leaves.
        ("the claim's words in the edit", s.edited),
        ("the claim's words in the edit there", s.other_edited),
        ("kept by the edit", s.kept),
        ("kept by the edit there", s.other_kept),
        ("written anew", flag(s.kept < REWRITTEN)),
        // Another word of the same sort in the claim's place, or a new one before it.
        ("another word in the claim's place", flag(put)),
        ("another word in the claim's place there", flag(s.other_substituted)),
        ("such a word in a sentence that stays", flag(framed)),
        ("a new word before the claim's", flag(s.qualified)),
        ("a new word before the claim's there", flag(s.other_qualified)),
        // Which of claim and texts are negated.
        ("turned round here only", flag(s.flipped && !s.other_flipped)),
        ("turned round there only", flag(!s.flipped && s.other_flipped)),
        ("turned round here and there", flag(s.flipped && s.other_flipped)),
    ]
}

/// The names of all signals.
#[cfg(test)]
pub fn names() -> Vec<&'static str> {
    signals(&Signals::default()).iter().map(|(name, _)| *name).collect()
}
