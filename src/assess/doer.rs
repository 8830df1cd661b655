//! Who a statement is about, told from the order of names: the name that leads to it, not one that is only brought
//! in by a preposition (`a rival of CoreWeave`, `比微软晚`).

use std::ops::Range;

use super::facts::Facts;
use super::words::{Word, is_han};

/// Bring in a name that is not what the statement is about.
const BEFORE_LATIN: &[&str] = &[
    "of", "with", "by", "from", "than", "to", "for", "at", "in", "on", "since", "behind", "against",
    "unlike", "like", "after", "before", "over", "via", "beside", "besides", "as", "into",
];
/// Of these, the ones that name the place of the statement where they open a clause (`at Microsoft, revenue rose`).
const TOPICAL: &[&str] = &["at", "for", "in", "on"];
const BEFORE_HAN: &[char] = &[
    '与', '和', '同', '跟', '比', '被', '向', '对', '从', '由', '给', '为', '较', '于', '在', '继', '除',
    '像', '据', '和', '及',
];
/// Say who tells a statement, not whom it is about.
const TELLING: &[&str] = &[
    "said",
    "says",
    "say",
    "told",
    "tells",
    "reported",
    "reports",
    "wrote",
    "writes",
    "according",
    "added",
    "adds",
    "noted",
    "notes",
];
const TELLING_HAN: &[&str] = &["称", "表示", "说", "报道", "援引", "透露", "指出", "认为"];
/// Verbs that follow the name that opens a sentence.
const FINITE: &[&str] = &[
    "is", "was", "has", "had", "will", "would", "expects", "plans", "wants", "sees", "made", "took", "paid",
    "sold", "bought", "won", "lost", "grew", "rose", "fell", "spent", "put", "buys", "sells", "gets", "got",
];

/// The name that the statement at `at` is about, where none of the names that are `ours` may be meant. `known` are the
/// places of the names of entities; other names are told by their capitals.
pub(super) fn doer(
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
    foreign.chain(strangers).filter(|s| leading(s) && !tells(facts, s)).max_by_key(|s| s.end)
}

/// Names that belong to no entity; one that stands right after another name is part of it (`Microsoft Xbox`).
fn strangers(facts: &Facts, known: &[Range<usize>]) -> Vec<Range<usize>> {
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
    out
}

/// Whether the word that opens the sentence is a name: every English sentence opens with a capital, so what follows
/// must tell it.
fn opens_with_name(facts: &Facts, words: &[Word]) -> bool {
    let Some(first) = words.first().filter(|w| !w.han) else { return false };
    let owns = owns(facts, first);
    let set_off = facts.folded.get(first.to) == Some(&',');
    let then = |w: &Word| {
        let text = w.text.as_str();
        if set_off {
            matches!(text, "a" | "an" | "who" | "whose" | "which")
        } else {
            w.name || FINITE.contains(&text)
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
pub(super) fn compared(facts: &Facts, span: &Range<usize>) -> bool {
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    let word = ahead.checked_sub(1).and_then(|i| facts.words.get(i));
    let place = span.start.checked_sub(1).and_then(|p| facts.folded.get(p));
    word.is_some_and(|w| matches!(w.text.as_str(), "than" | "unlike")) || matches!(place, Some('比' | '除'))
}

/// A preposition leads to the name.
fn brought_in(facts: &Facts, span: &Range<usize>) -> bool {
    let Some(before) = span.start.checked_sub(1) else { return false };
    if facts.folded[before] != ' ' || (before > 0 && is_han(facts.folded[before - 1])) {
        let place = if facts.folded[before] == ' ' { before - 1 } else { before };
        return BEFORE_HAN.contains(&facts.folded[place]);
    }
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    let mut left = facts.words[..ahead].iter().rev().filter(|w| w.text != "the" && w.text != "its");
    let Some(word) = left.next() else { return false };
    let opens = facts
        .clauses
        .iter()
        .any(|c| facts.words.iter().find(|w| w.from >= c.start).is_some_and(|w| w == word));
    BEFORE_LATIN.contains(&word.text.as_str()) && !(opens && TOPICAL.contains(&word.text.as_str()))
}

/// The name only tells the statement (`says Bloomberg`, `彭博社称`).
fn tells(facts: &Facts, span: &Range<usize>) -> bool {
    let next = facts.words.partition_point(|w| w.from < span.end);
    let around = [next.checked_sub(2), Some(next)];
    let latin = around
        .into_iter()
        .flatten()
        .filter_map(|i| facts.words.get(i))
        .any(|w| TELLING.contains(&w.text.as_str()));
    let rest = facts.slice(span.end..span.end + 4);
    latin || TELLING_HAN.iter().any(|w| rest.contains(w))
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
        doer(&facts, vec![place("coreweave")], at, |_| true).map(|s| facts.slice(s))
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
