//! Who holds an office. An office has one holder: another name beside it speaks against a claim that gives it to somebody.

use std::ops::Range;

use super::doer;
use crate::assess::find::keys;
use crate::assess::lexicon::{Class, lexicon};
use crate::assess::read::facts::{Cue, Facts};
use crate::assess::read::view::View;
use crate::assess::read::words::is_han;

/// So many words at most stand between a name and the office that it holds.
const MOST_BETWEEN: usize = 5;
/// A Chinese name is no longer.
const LONGEST: usize = 4;

/// Why a text gives the office that a claim gives to somebody to somebody else.
pub fn another_holder(claim: &Facts, view: &View) -> Option<String> {
    let text = &view.facts;
    let mut ours = claim.cues.iter().filter(|c| c.office().is_some());
    let (office, own) = ours.find_map(|c| Some((c, holder(claim, c)?)))?;
    let mut theirs =
        text.cues.iter().filter(|c| claim.chinese == text.chinese && c.office() == office.office());
    let (at, other) = theirs.find_map(|c| Some((c, holder(text, c)?)))?;
    let (own, other) = (claim.slice(own), text.slice(other));
    let shared = own.split(' ').any(|w| other.split(' ').any(|o| o == w))
        || own.contains(&other)
        || other.contains(&own);
    (!shared && same_house(claim, &own, office, view))
        .then(|| format!("“{other}” holds the office “{}” that the claim gives to “{own}”", at.words()))
}

/// Whether what the claim names beside the holder, the house that the office is of, is named by the text or around it.
fn same_house(claim: &Facts, holder: &str, office: &Cue, view: &View) -> bool {
    if claim.chinese {
        let before = claim.slice(0..office.span.start);
        let house = before.rsplit(|c: char| HOLDS_LAST.contains(&c)).next().unwrap_or_default();
        let says = |words: &str| view.facts.text().contains(words) || view.topic_says(words);
        return house.is_empty() || house == before || says(house);
    }
    (0..claim.words.len()).all(|i| {
        let word = &claim.words[i];
        let named = is_name(claim, i) && !office.span.contains(&word.from) && !holder.contains(&word.text);
        !named || view.seen.contains(&keys::word(word))
    })
}

/// The name of who holds the office at `office` now.
fn holder(facts: &Facts, office: &Cue) -> Option<Range<usize>> {
    if facts.chinese { in_chinese(facts, &office.span) } else { in_english(facts, &office.span) }
}

fn is_name(facts: &Facts, i: usize) -> bool {
    let word = &facts.words[i];
    !word.number && !word.stop && (word.name || (i == 0 && doer::share(facts, i) > 0.0))
}

/// The run of names around the word at `i`, which is one.
fn run(facts: &Facts, i: usize) -> Range<usize> {
    let beside = |i: usize| facts.words[i].from <= facts.words[i - 1].to + 1;
    let first = (1..=i).rev().find(|i| !(is_name(facts, i - 1) && beside(*i))).unwrap_or(0);
    let last =
        (i + 1..facts.words.len()).take_while(|i| is_name(facts, *i) && beside(*i)).last().unwrap_or(i);
    facts.words[first].from..facts.words[last].to
}

fn in_english(facts: &Facts, office: &Range<usize>) -> Option<Range<usize>> {
    let (first, next) = (facts.word_at(office.start), facts.word_at(office.end));
    let word = |i: usize| facts.words.get(i).map_or("", |w| w.text.as_str());
    let is = |i: usize, class: Class| lexicon().is(word(i), class);
    if first.checked_sub(1).is_some_and(|i| is(i, Class::NotInOffice)) {
        return None;
    }
    // “Mayor: Anders Felt”, “chief executive Anders Felt”, “its chief executive, Anders Felt”.
    let gap = facts.words.get(next).map_or(String::new(), |w| facts.slice(office.end..w.from));
    let (gap, there) = (gap.trim(), next < facts.words.len());
    // What follows a label opens a sentence, so that its capital tells nothing.
    let labelled = there && matches!(gap, ":" | "|") && !facts.words[next].stop && !facts.words[next].number;
    if labelled || (there && matches!(gap, "" | ",") && is_name(facts, next)) {
        return Some(run(facts, next));
    }
    // “named Anders Felt chief executive”, “Anders Felt is the mayor”, “Anders Felt took over as mayor”.
    let clause = facts.clause(office.start);
    let near =
        (first.saturating_sub(MOST_BETWEEN)..first).rev().filter(|i| facts.words[*i].from >= clause.start);
    let last = near.clone().find(|i| is_name(facts, *i))?;
    let name = run(facts, last);
    let leads = facts.word_at(name.start);
    let plain = |i: usize| is(i, Class::Holds) || facts.words[i].stop;
    let between =
        (last + 1..first).all(plain) && (last + 1 == first || (last + 1..first).any(|i| is(i, Class::Holds)));
    // Who is succeeded holds the office no more; who succeeds stands before.
    let succeeded = leads.checked_sub(1).is_some_and(|i| is(i, Class::Succeeds));
    if succeeded {
        let earlier = (0..leads).rev().find(|i| facts.words[*i].from >= clause.start && is_name(facts, *i));
        return earlier.map(|i| run(facts, i));
    }
    between.then_some(name)
}

/// Characters that end what stands before a house: `现任`, `出任`, `是`, `为`.
const HOLDS_LAST: &[char] = &['任', '是', '为', '选'];

fn in_chinese(facts: &Facts, office: &Range<usize>) -> Option<Range<usize>> {
    let chars = &facts.folded;
    let says = |at: usize, words: &str| words.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    if office.start.checked_sub(1).is_some_and(|i| matches!(chars[i], '副' | '前' | '原')) {
        return None;
    }
    let name_from = |from: usize, ends: &dyn Fn(usize) -> bool| -> Option<Range<usize>> {
        let length =
            (0..=LONGEST).find(|n| ends(from + n) || !chars.get(from + n).is_some_and(|c| is_han(*c)))?;
        (length >= 2 && (ends(from + length) || from + length == chars.len())).then_some(from..from + length)
    };
    let after = office.end;
    // “市长:陆怀远”, “总教练由温子谦接任”.
    if chars.get(after).is_some_and(|c| matches!(c, ':' | '|')) {
        return name_from(after + 1, &|at| chars.get(at).is_none_or(|c| !is_han(*c)));
    }
    let takes = |at: usize| facts.cues.iter().any(|c| c.is(Class::Holds) && c.span.start == at);
    if says(after, "由") {
        return name_from(after + 1, &takes);
    }
    // “陆怀远现任石汀市市长”, “何静姝于九月接替段承宇,现任会长”: the name that opens the sentence.
    let start =
        chars[..office.start].iter().rposition(|c| matches!(c, '。' | ';' | '!' | '?')).map_or(0, |i| i + 1);
    let holds = facts.cues(Class::Holds, &(start..office.start)).next()?;
    let ends = |at: usize| {
        at == holds.span.start
            || matches!(chars.get(at), Some('于' | '在' | '将' | '已' | '接' | '从' | '今' | '也'))
    };
    name_from(start, &ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<String> {
        let facts = Facts::read(text, None, None);
        let office = facts.cues.iter().find(|c| c.office().is_some())?;
        holder(&facts, office).map(|span| facts.slice(span))
    }

    #[test]
    fn the_holder_of_an_office_is_told_from_the_order_of_words() {
        for (text, name) in [
            ("Greta Sandholm is the mayor of Osterby.", "greta sandholm"),
            ("Mayor: Anders Felt", "anders felt"),
            ("The board named Carl Holm chief executive.", "carl holm"),
            ("Northwind is led by its chief executive, Anna Berg.", "anna berg"),
            ("Carl Holm succeeded Anna Berg as chief executive.", "carl holm"),
            ("沈若溪现任石汀市市长。", "沈若溪"),
            ("市长：陆怀远", "陆怀远"),
            ("雷鸟篮球队总教练由温子谦接任。", "温子谦"),
            ("何静姝于2025年9月接替段承宇，现任曜石基金会会长。", "何静姝"),
        ] {
            assert_eq!(told(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn former_and_deputy_holders_are_none() {
        for text in ["The former chief executive Carl Holm spoke.", "副市长：罗平川"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
