//! Whether a text states a thing or its opposite: what turns a statement, and how far that reaches.

use std::ops::Range;

use super::cues;
use super::facts::Facts;
use super::features::{Compared, Side};

/// How many words after a reverser it still turns.
const REACH: usize = 8;

/// The reversers of a text that are no part of a name (`No Way Out`).
pub(super) fn reversers(facts: &Facts) -> Vec<(&'static str, Range<usize>)> {
    let mut found = cues::reversers(&facts.slice(0..facts.folded.len()));
    found.retain(|(_, span)| {
        let at = facts.word_at(span.start);
        let name = |i: usize| facts.words.get(i).is_some_and(|w| w.name);
        !(name(at) || (at == 0 && name(1)) || (at > 0 && name(at - 1) && name(at + 1)))
    });
    found
}

/// The reverser that turns the words of the claim in this text, if there is one. Where the claim turns nothing
/// itself (`negative`), one that the edit does not touch stood there all the time and speaks of something else.
pub(super) fn reverser(compared: &Compared, side: &Side, negative: bool) -> Option<&'static str> {
    let facts = &side.facts;
    let said: Vec<usize> = compared
        .predicate()
        .into_iter()
        .flat_map(|w| side.places[w].iter().filter(|(_, like)| *like >= 0.7).map(|(i, _)| *i))
        .collect();
    let turns = |span: &Range<usize>| {
        let clause = facts.clause(span.start);
        let (at, next) = (facts.word_at(span.start), facts.word_at(span.end));
        let touched = side.away.get(at).is_some_and(|d| *d <= 1);
        (touched || negative)
            && said.iter().any(|&i| {
                clause.contains(&facts.words[i].from) && (facts.chinese || (next..next + REACH).contains(&i))
            })
    };
    reversers(facts).into_iter().find(|(_, span)| turns(span)).map(|(cue, _)| cue)
}
