//! What each text of a change says of a claim, the other text showing which slot is at stake.

use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::{Compared, Side, flag};
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
/// `neutral`. The weights were fitted on revisions of an encyclopedia, folds by page, and are rounded.
fn weighed(signals: &Signals) -> Stance {
    let (mut supports, mut refutes) = (0.0, 0.0);
    for (value, for_supports, for_refutes) in terms(signals) {
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

/// Each fact with its weights for `supports` and `refutes`.
fn terms(s: &Signals) -> [(f64, f64, f64); 33] {
    let (own, other) = (&s.figures, &s.other_figures);
    let (fails, holds) = (own.fails > 0, own.fails == 0 && own.holds > 0);
    let (other_fails, other_holds) = (other.fails > 0, other.fails == 0 && other.holds > 0);
    let none = own.asked && !fails && !holds;
    let put = s.substitute.is_some();
    let framed = put && s.kept >= 0.5 && s.other_kept >= 0.5;
    [
        // What is said of the claim where nothing tells.
        (1.0, 1.0, 0.55),
        // Values, here and in the other text.
        (flag(fails), -0.6, 0.65),
        (flag(holds), 1.35, 0.1),
        (flag(fails && other_holds), -1.95, 0.8),
        (flag(holds && other_fails), 2.2, 0.1),
        (flag(holds && other_holds), -1.5, -0.05),
        (flag(own.fails > 1), -1.0, -0.9),
        (flag(none), -0.7, -0.6),
        (flag(!fails && !holds && other_holds), -1.65, -1.25),
        (flag(fails) * s.lost.min(MOST_WORDS), -0.5, -0.8),
        // The time they hold for.
        (flag(fails && own.period_fails), -1.3, -2.25),
        (flag(own.period_fails), -1.7, -0.2),
        (flag(own.period_holds), 0.1, -0.85),
        (flag(other.period_fails), 1.3, -0.05),
        // The claim's words that only one text has.
        (s.share_lost, -0.9, -0.65),
        (s.lost.min(MOST_WORDS), -1.85, -0.9),
        (s.gained.min(MOST_WORDS), 1.55, 0.7),
        (s.names_lost.min(3.0), 0.05, 0.3),
        (s.names_gained.min(3.0), 0.5, 0.1),
        (s.pairs_lost, -0.2, 0.75),
        // Where the edit stands, and how much it leaves.
        (s.edited, 1.05, -0.25),
        (s.other_edited, -1.3, -0.8),
        (s.kept, -0.55, -1.1),
        (s.other_kept, 0.95, 1.3),
        (flag(s.kept < REWRITTEN), -1.3, -1.05),
        // Another word of the same sort in the claim's place, or a new one before it.
        (flag(put), 0.7, 1.2),
        (flag(s.other_substituted), 0.7, -0.15),
        (flag(framed), 0.5, 1.55),
        (flag(s.qualified), 0.05, 0.45),
        (flag(s.other_qualified), 0.65, 0.55),
        // Which of claim and texts are negated.
        (flag(s.flipped && !s.other_flipped), 1.25, -0.25),
        (flag(!s.flipped && s.other_flipped), 1.1, -0.15),
        (flag(s.flipped && s.other_flipped), 0.6, 1.4),
    ]
}
