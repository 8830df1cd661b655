//! Who a statement is about, told from the order of names: the name that leads to it, not one that is only brought
//! in by a preposition (`a rival of CoreWeave`, `比微软晚`).

use std::ops::Range;

use crate::assess::lexicon::{Class, lexicon};
use crate::assess::read::facts::{Cue, Facts};
use crate::assess::read::words::{Word, is_han};

/// A Chinese name that is told by its ending is no longer than this.
const LONGEST: usize = 8;

/// The name that the statement at `at` is about, where none of the names that are `ours` may be meant. `known` are the
/// places of the names of entities; other names are told by their capitals.
pub fn doer(
    facts: &Facts,
    known: Vec<Range<usize>>,
    at: usize,
    ours: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let strangers = strangers(facts, &known);
    let leading =
        |span: &Range<usize>| span.end <= at && !brought_in(facts, span) && !in_relative(facts, span, at);
    if known.iter().any(|s| ours(s) && leading(s)) {
        return None;
    }
    let foreign = known.into_iter().filter(|s| !ours(s));
    // A name that nobody declared counts only where it leads its clause: elsewhere it may be anything.
    let strangers = strangers.into_iter().filter(|s| !ours(s) && leads(facts, s));
    foreign.chain(strangers).filter(|s| leading(s) && !tells(facts, s)).max_by_key(|s| s.end)
}

/// Whether a name is the grammatical subject of its clause, as far as the order of words tells: nothing stands before it
/// but an article and at most two words that are neither verb nor preposition (`the older Vellin vaccine`).
fn leads(facts: &Facts, span: &Range<usize>) -> bool {
    const MOST_BEFORE: usize = 3;
    let clause = facts.clause(span.start);
    if facts.words.iter().any(|w| w.han && clause.contains(&w.from)) {
        let ahead = facts.slice(clause.start..span.start);
        return ahead.chars().filter(|c| is_han(*c)).count() <= MOST_BEFORE + 2;
    }
    let ahead: Vec<&Word> =
        facts.words.iter().filter(|w| w.from >= clause.start && w.to <= span.start).collect();
    let plain = |w: &&Word| {
        !lexicon().is(&w.text, Class::Finite) && !lexicon().is(&w.text, Class::BringsIn) && !w.number
    };
    ahead.len() <= MOST_BEFORE && ahead.iter().all(plain) && opens_statement(facts, &clause)
}

/// Whether a clause may hold a subject of its own: it opens the text, or a conjunction opens it; what stands between
/// commas may be a list.
fn opens_statement(facts: &Facts, clause: &Range<usize>) -> bool {
    let mark = facts.folded.get(clause.start).copied().unwrap_or(' ');
    let first = facts.words.iter().find(|w| w.from >= clause.start).map_or("", |w| w.text.as_str());
    clause.start == 0
        || matches!(mark, '.' | ';' | '!' | '?' | '。' | '；' | '|')
        || matches!(first, "while" | "whereas" | "but" | "although" | "and")
        || facts.chinese
}

/// How far the word at `i` names whom or what a sentence is about, in 0..=1: not at all where it is no name, little where
/// a preposition only brings the name in (`on Rotten Tomatoes`, `from CD Aranza`).
pub fn share(facts: &Facts, i: usize) -> f32 {
    const BROUGHT_IN: f32 = 0.3;
    let words = &facts.words;
    let name = |i: usize| {
        let w = &words[i];
        (w.name || (i == 0 && opens_with_name(facts, words))) && !w.number && !w.stop
    };
    if !name(i) {
        return 0.0;
    }
    let glued = |i: usize| name(i - 1) && words[i].from <= words[i - 1].to + 1;
    let first = (1..=i).rev().find(|i| !glued(*i)).unwrap_or(0);
    let first = if first == 0 || (first == 1 && i > 0 && (1..=i).all(glued)) { 0 } else { first };
    let whole = words[first].from..words[i].to;
    let of = first.checked_sub(1).is_some_and(|b| {
        let b = if matches!(words[b].text.as_str(), "the" | "its") { b.saturating_sub(1) } else { b };
        words[b].text == "of"
    });
    let topical = facts.words[..first].iter().rev().find(|w| w.text != "the" && w.text != "its");
    let topical = topical.is_some_and(|w| lexicon().is(&w.text, Class::Topical));
    if (brought_in(facts, &whole) || topical) && !of { BROUGHT_IN } else { 1.0 }
}

/// Names that belong to no entity; one that stands right after another name is part of it (`Microsoft Xbox`).
pub fn strangers(facts: &Facts, known: &[Range<usize>]) -> Vec<Range<usize>> {
    let words = &facts.words;
    let overlaps = |w: &Word| known.iter().any(|s| s.start < w.to && w.from < s.end);
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let capital = word.name || (i == 0 && opens_with_name(facts, words));
        if !capital || word.han || word.number || word.stop || word.to < word.from + 2 || overlaps(word) {
            continue;
        }
        let glued = |end: usize| word.from <= end + 1;
        match out.last_mut() {
            Some(last) if glued(last.end) => last.end = end(facts, word),
            _ if known.iter().any(|s| s.end <= word.from && glued(s.end)) => {}
            _ => out.push(word.from..end(facts, word)),
        }
    }
    out.extend(
        by_ending(facts).into_iter().filter(|s| !known.iter().any(|k| k.start < s.end && s.start < k.end)),
    );
    out
}

/// Chinese names of places, firms and lines, told by how they end; “该市” and “全市” are none.
fn by_ending(facts: &Facts) -> Vec<Range<usize>> {
    let boundary =
        |c: char| !(is_han(c) || c.is_ascii_alphanumeric()) || "的与和及或在于对向从由被把将为是".contains(c);
    let name = |ending: &Cue| {
        let least = ending.span.start.saturating_sub(LONGEST);
        let from =
            (least..ending.span.start).rev().find(|i| boundary(facts.folded[*i])).map_or(least, |i| i + 1);
        let first = facts.folded.get(from)?;
        let pronoun = "该本全我各两此某每".contains(*first) && ending.span.start - from <= 1;
        (from < ending.span.start && !pronoun).then_some(from..ending.span.end)
    };
    facts.cues(Class::NameEnding, &facts.all()).filter_map(name).collect()
}

/// Whether the word that opens the sentence is a name: every English sentence opens with a capital, so what follows
/// must tell it.
fn opens_with_name(facts: &Facts, words: &[Word]) -> bool {
    let Some(first) = words.first().filter(|w| !w.han) else { return false };
    let owns = owns(facts, first);
    let behind: Vec<char> = facts.folded[first.to..].iter().copied().filter(|c| *c != ' ').take(1).collect();
    let set_off = behind.first() == Some(&',');
    if matches!(behind.first(), Some(':' | '(')) {
        return true;
    }
    let then = |w: &Word| {
        let text = w.text.as_str();
        if set_off {
            matches!(text, "a" | "an" | "who" | "whose" | "which")
        } else {
            w.name || lexicon().is(text, Class::Finite)
        }
    };
    facts.chinese || owns || words.get(1).is_some_and(then)
}

/// Whether a possessive ending stands in the word or right behind it.
fn owns(facts: &Facts, word: &Word) -> bool {
    let written = facts.slice(word.from..word.to);
    let behind = facts.slice(word.to..word.to + 2);
    ["'s", "’s"].iter().any(|s| written.ends_with(s) || behind == **s)
}

/// Where a word ends without its possessive ending.
fn end(facts: &Facts, word: &Word) -> usize {
    let written = facts.slice(word.from..word.to);
    if written.ends_with("'s") || written.ends_with("’s") { word.to - 2 } else { word.to }
}

/// The name stands in a relative clause that ends before `at` (`X, which CoreWeave wanted, had …`).
fn in_relative(facts: &Facts, span: &Range<usize>, at: usize) -> bool {
    let clause = facts.clause(span.start);
    let first = facts.words.iter().find(|w| w.from >= clause.start);
    clause.end <= at && first.is_some_and(|w| matches!(w.text.as_str(), "which" | "who" | "whom" | "whose"))
}

/// The name is only what something is measured by (`less than Microsoft`, `比微软多`).
pub fn compared(facts: &Facts, span: &Range<usize>) -> bool {
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    let word = ahead.checked_sub(1).and_then(|i| facts.words.get(i));
    let place = span.start.checked_sub(1).and_then(|p| facts.folded.get(p));
    word.is_some_and(|w| matches!(w.text.as_str(), "than" | "unlike")) || matches!(place, Some('比' | '除'))
}

/// A preposition leads to the name.
pub fn brought_in(facts: &Facts, span: &Range<usize>) -> bool {
    let Some(before) = span.start.checked_sub(1) else { return false };
    if facts.folded[before] != ' ' || (before > 0 && is_han(facts.folded[before - 1])) {
        let place = if facts.folded[before] == ' ' { before - 1 } else { before };
        return lexicon().is(&facts.folded[place].to_string(), Class::BringsIn);
    }
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    let mut left = facts.words[..ahead].iter().rev().filter(|w| w.text != "the" && w.text != "its");
    let Some(word) = left.next() else { return false };
    let opens = facts
        .clauses
        .iter()
        .any(|c| facts.words.iter().find(|w| w.from >= c.start).is_some_and(|w| w == word));
    lexicon().is(&word.text, Class::BringsIn) && !(opens && lexicon().is(&word.text, Class::Topical))
}

/// The name only tells the statement (`says Bloomberg`, `彭博社称`).
fn tells(facts: &Facts, span: &Range<usize>) -> bool {
    let next = facts.words.partition_point(|w| w.from < span.end);
    let around = [next.checked_sub(2), Some(next)];
    let latin = around
        .into_iter()
        .flatten()
        .filter_map(|i| facts.words.get(i))
        .any(|w| lexicon().is(&w.text, Class::Telling));
    latin || (facts.chinese && facts.has(Class::Telling, &(span.end..span.end + 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who the statement at `term` is about when CoreWeave is ours and the only known name.
    fn about(text: &str, term: &str) -> Option<String> {
        let facts = Facts::read(text, None, None);
        let folded: String = facts.folded.iter().collect();
        let place = |what: &str| {
            let from = folded[..folded.find(what).unwrap()].chars().count();
            from..from + what.chars().count()
        };
        let at = place(term).start;
        let ours = place("coreweave");
        doer(&facts, vec![ours.clone()], at, |s| *s == ours).map(|s| facts.slice(s))
    }

    #[test]
    fn the_leading_name_is_what_a_statement_is_about() {
        assert_eq!(
            about("Lambda, a rival of CoreWeave, was founded in 2012.", "founded").as_deref(),
            Some("lambda")
        );
        assert_eq!(
            about("Lambda was founded in 2012, before CoreWeave.", "founded").as_deref(),
            Some("lambda")
        );
        assert_eq!(
            about("Klarna's listing raised $1.37 billion, the most since CoreWeave's.", "raised").as_deref(),
            Some("klarna")
        );
        assert_eq!(about("与CoreWeave竞争的Crusoe估值达到100亿美元。", "估值").as_deref(), Some("crusoe"));
    }

    #[test]
    fn our_name_in_front_and_tellers_leave_the_statement_ours() {
        assert_eq!(about("Bloomberg said CoreWeave raised $2 billion.", "raised"), None);
        assert_eq!(about("Revenue at CoreWeave was $2 billion.", "revenue"), None);
        assert_eq!(about("CoreWeave, says Michael Intrator, raised $2 billion.", "raised"), None);
    }
}
