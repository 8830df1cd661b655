//! Whether a text states a thing or its opposite: negations, endings, opposites, and how far they reach.

use std::ops::Range;

use crate::assess::align::compared::{Compared, Side};
use crate::assess::align::edit;
use crate::assess::lexicon::{Class, Meaning};
use crate::assess::read::facts::{Cue, Facts};

/// How many words after a reverser it still turns.
const REACH: usize = 8;
/// Characters between a negation and what it negates: `not been shut down`.
const REACHED: usize = 9;
/// A reverser that stands more often than this in one text says nothing of a claim.
const MOST_REVERSERS: usize = 16;

/// A stretch of a text.
pub type Stretch<'a> = (&'a Facts, Range<usize>);

/// The reversers of a text that are no part of a name (`No Way Out`) or number (`No. 5`).
pub fn reversers(facts: &Facts) -> Vec<&Cue> {
    let name = |i: usize| facts.words.get(i).is_some_and(|w| w.name);
    let turning = facts.cues.iter().filter(|c| c.is(Class::Negation) || c.is(Class::Reverser));
    let told = |cue: &&Cue| {
        let at = facts.word_at(cue.span.start);
        let named = name(at) || (at == 0 && name(1)) || (at > 0 && name(at - 1) && name(at + 1));
        let numbered = cue.words() == "no" && facts.words.get(at + 1).is_some_and(|w| w.number);
        !named && !numbered
    };
    let out: Vec<&Cue> = turning.filter(told).collect();
    if out.len() > MOST_REVERSERS { Vec::new() } else { out }
}

/// The reverser that turns the words of the claim in this text, if there is one. Where the claim turns nothing
/// itself (`negative`), one that the edit does not touch stood there all the time and speaks of something else.
pub fn reverser(compared: &Compared, side: &Side, negative: bool) -> Option<&'static str> {
    let facts = side.facts();
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
    reversers(facts).into_iter().find(|cue| turns(&cue.span)).map(Cue::words)
}

/// The first word that negates a stretch.
pub fn negation((facts, within): &Stretch) -> Option<&'static str> {
    facts.cues(Class::Negated, within).next().map(Cue::words)
}

/// What turns a stretch and does not stand in the claim: a negation or an ending; for a claim that is itself a negation,
/// only a denial.
pub fn turned<'a>((facts, within): &Stretch<'a>, claims: &[Stretch]) -> Option<&'a Cue> {
    let negative = claims.iter().any(|(f, r)| f.has(Class::Negative, r));
    let classes: &[Class] = if negative { &[Class::Denial] } else { &[Class::Cessation, Class::Negation] };
    let own = |cue: &Cue| {
        claims.iter().any(|(f, r)| f.cues.iter().any(|c| c.phrase == cue.phrase && r.contains(&c.span.start)))
    };
    classes.iter().flat_map(|class| facts.cues(*class, within)).find(|cue| !own(cue))
}

/// What negates the very word by which the claim turns something (`has not been shut down`, `并未停止`) or, in Han script, any
/// word of it (`不达标`). `said` are the places of the claim's words.
pub fn negated<'a>(claim: &Facts, text: &'a Facts, said: &[Range<usize>]) -> Option<&'a Cue> {
    let turning = |c: &&Cue| c.is(Class::Cessation) || c.is(Class::Negative);
    let own = |cue: &Cue| claim.cues.iter().find(|c| c.phrase == cue.phrase);
    let free = |cue: &Cue| own(cue).is_some_and(|o| negator(claim, o.span.start, REACHED).is_none());
    let turned = text.cues.iter().filter(turning).filter(|c| free(c));
    let spans = turned.map(|c| (c.span.start, REACHED));
    let words = said.iter().filter(|_| text.chinese && claim.chinese).map(|s| (s.start, 0));
    let ours = |cue: &Cue| claim.says(cue.phrase);
    spans.chain(words).find_map(|(at, reach)| negator(text, at, reach)).filter(|cue| !ours(cue))
}

/// What negates the word at `at`, at most `reach` characters before it; one in Han script.
fn negator(facts: &Facts, at: usize, reach: usize) -> Option<&Cue> {
    let reach = if facts.chinese { reach.min(1) } else { reach };
    let negates = |c: &&Cue| c.is(Class::Negation) || c.is(Class::Negated);
    facts.cues.iter().filter(negates).rfind(|c| c.span.end <= at && at <= c.span.end + reach)
}

/// An opposite that `text` has where `claim` has the other side: that of the claim, and that of the text.
pub fn opposite<'a>(claim: &Stretch<'a>, text: &Stretch<'a>) -> Option<(&'a Cue, &'a Cue)> {
    let has = |(facts, within): &Stretch, pair: usize, side: u8| {
        let meaning = Meaning::Opposite(pair, side);
        facts.cues.iter().any(|c| within.contains(&c.span.start) && c.meanings().contains(&meaning))
    };
    let all = |(facts, within): &Stretch<'a>| {
        let (facts, within) = (*facts, within.clone());
        facts.cues.iter().filter(move |c| within.contains(&c.span.start)).flat_map(|c| {
            c.meanings().iter().filter_map(move |m| match m {
                Meaning::Opposite(pair, side) => Some((c, *pair, *side)),
                _ => None,
            })
        })
    };
    all(claim).find_map(|(own, pair, side)| {
        let plain = |c: &Cue| negator(text.0, c.span.start, REACHED).is_none();
        let other = all(text).find(|(c, p, s)| *p == pair && *s != side && plain(c))?.0;
        let mixed = has(text, pair, side) || has(claim, pair, 1 - side);
        (!mixed).then_some((own, other))
    })
}

/// What an edit turned round: an opposite put in place, a negation added or taken out. `old` and `new` are the
/// stretches that count; a negation counts only where a good part of the sentence stands as it stood.
pub fn turned_round(before: &[Stretch], after: &[Stretch], claim: &Stretch) -> Option<String> {
    let pairs = || before.iter().flat_map(|b| after.iter().map(move |a| (b, a)));
    if let Some((was, is)) = pairs().find_map(|(b, a)| opposite(b, a))
        && !claim.0.says(is.phrase)
    {
        return Some(format!("“{}” stands where “{}” stood", is.words(), was.words()));
    }
    let ((was, _), (is, _)) = (before.first()?, after.first()?);
    let edits = edit::edits(&was.words, &is.words);
    let lost: usize = edits.iter().map(|e| e.before.len()).sum();
    let gained: usize = edits.iter().map(|e| e.after.len()).sum();
    if lost * 3 > was.words.len() * 2 || gained * 3 > is.words.len() * 2 {
        return None;
    }
    let negative = negation(claim).is_some();
    let all = |facts: &Facts| facts.has(Class::Negated, &facts.all());
    let negated = |list: &[Stretch]| list.iter().find_map(negation);
    match (negated(before), negated(after)) {
        // What stands elsewhere in the sentence may only have moved.
        (None, Some(cue)) if !negative && !all(was) => Some(format!("“{cue}” turns what stood there")),
        (Some(cue), None) if negative && !all(is) => Some(format!("“{cue}” stood there and is gone")),
        _ => {
            let own: Vec<Stretch> = before.iter().cloned().chain([claim.clone()]).collect();
            let cue = after.iter().find_map(|a| turned(a, &own))?;
            Some(format!("“{}” turns what stood there", cue.words()))
        }
    }
}

/// Whether one of two texts denies or ends something and the other does not.
#[must_use]
pub fn contradicts(a: &str, b: &str) -> bool {
    let (a, b) = (Facts::read(a, None, None), Facts::read(b, None, None));
    let (a, b) = ((&a, a.all()), (&b, b.all()));
    turned(&a, std::slice::from_ref(&b)).is_some() || turned(&b, std::slice::from_ref(&a)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_turned(before: &str, after: &str, claim: &str) -> bool {
        let read = |text| Facts::read(text, None, None);
        let (before, after, claim) = (read(before), read(after), read(claim));
        turned_round(&[(&before, before.all())], &[(&after, after.all())], &(&claim, claim.all())).is_some()
    }

    #[test]
    fn an_edit_that_negates_turns_the_statement() {
        let claim = "The model compares with its rivals.";
        assert!(is_turned(
            "The models are comparable with others.",
            "The models are not comparable with others.",
            claim
        ));
        assert!(is_turned(
            "It did not let the partner see the method.",
            "It has let the partner see the method.",
            "It did not let the partner see its method."
        ));
        assert!(!is_turned(
            "The models are comparable with others.",
            "The models are comparable with all others.",
            claim
        ));
    }

    #[test]
    fn opposites_are_told_in_both_languages() {
        assert!(is_turned("增速放缓，不及预期。", "增速加快，超出预期。", "增速放缓。"));
        let found = |a: &str, b: &str| {
            let (a, b) = (Facts::read(a, None, None), Facts::read(b, None, None));
            opposite(&(&a, a.all()), &(&b, b.all())).is_some()
        };
        assert!(found("sales fell short of hopes", "sales exceeded hopes"));
        assert!(!found("sales fell short of hopes", "sales fell short again"));
    }
}
