//! Finds, for all claims at once, the names and terms that stand in a passage, and the claims they may concern.
//!
//! One automaton holds every alias and every term. Claims are looked up by the pair (subject, term) or
//! (subject, value), so that the cost of a passage depends on what stands in it, not on how many claims there are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::words::{clip, is_han};
use crate::text;

/// A passage that matches more often than this is cut short: it is a list of names, not a statement.
const MOST_HITS: usize = 2_000;
/// Endings under which a Latin term is still the same word.
const ENDINGS: &[&str] = &["", "s", "es", "d", "ed", "ing", "'s", "s'", "’s"];

/// A term that a value parts reaches no further than this many characters to either side of it.
const MOST_APART: usize = 40;
/// Words that belong to the value behind them.
const HEDGES: &[&str] = &[
    " about",
    " roughly",
    " nearly",
    " some",
    " around",
    " over",
    " up to",
    " more than",
    " at least",
    " in",
    " on",
    " of",
    " by",
    "在",
    "于",
    "约",
    "近",
    "超过",
];

/// Something that stands in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Number of the phrase.
    pub phrase: usize,
    /// Place in Unicode scalar values.
    pub span: Range<usize>,
}

/// What stands in a passage: entities and terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    pub hits: Vec<Hit>,
    /// Entities with the places where they are named.
    pub entities: HashMap<usize, Vec<Range<usize>>>,
    pub phrases: HashSet<usize>,
}

#[derive(Debug, Clone)]
struct Phrase {
    folded: String,
    /// A short Latin name must be written with a capital (`Meta`, not `meta`).
    capital: bool,
    entities: Vec<usize>,
}

/// Collects phrases before the automaton is built.
#[derive(Debug, Default)]
pub(super) struct Builder {
    phrases: Vec<Phrase>,
    numbers: HashMap<String, usize>,
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    postings: HashMap<(usize, usize), Vec<usize>>,
    by_value: HashMap<(usize, String), Vec<usize>>,
}

impl Builder {
    /// Adds an entity with all its names; its number.
    pub(super) fn entity<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> usize {
        let number = self.names.len();
        for (i, name) in names.enumerate() {
            if i == 0 {
                self.names.push(name.to_owned());
            }
            let phrase = self.phrase(name);
            self.phrases[phrase].entities.push(number);
            let starts_upper = name.chars().next().is_some_and(char::is_uppercase);
            self.phrases[phrase].capital = starts_upper && name.is_ascii() && name.len() <= 5;
            self.by_name.entry(text::fold(name).text).or_insert(number);
        }
        if self.names.len() == number {
            self.names.push(String::new());
        }
        number
    }

    /// The entity of that name, made where there is none.
    pub(super) fn named(&mut self, name: &str) -> usize {
        match self.by_name.get(&text::fold(name).text) {
            Some(&number) => number,
            None => self.entity(std::iter::once(name)),
        }
    }

    /// The number of a phrase.
    pub(super) fn phrase(&mut self, phrase: &str) -> usize {
        let folded = text::fold(phrase.trim()).text;
        if let Some(&number) = self.numbers.get(&folded) {
            return number;
        }
        let number = self.phrases.len();
        self.numbers.insert(folded.clone(), number);
        self.phrases.push(Phrase { folded, capital: false, entities: Vec::new() });
        number
    }

    /// Lets `claim` be found by `subject` together with any of `phrases` or with the value of that key.
    pub(super) fn post(&mut self, claim: usize, subject: usize, phrases: &[usize], value: Option<String>) {
        for &phrase in phrases {
            self.postings.entry((subject, phrase)).or_default().push(claim);
        }
        if let Some(key) = value {
            self.by_value.entry((subject, key)).or_default().push(claim);
        }
    }

    pub(super) fn build(self) -> Index {
        let patterns: Vec<&str> = self.phrases.iter().map(|p| p.folded.as_str()).collect();
        // Only an automaton beyond its size limits fails to build; without one nothing is found, which tests show.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        Index {
            automaton,
            phrases: self.phrases,
            names: self.names,
            postings: self.postings,
            by_value: self.by_value,
        }
    }
}

/// The automaton with its postings.
#[derive(Debug)]
pub(super) struct Index {
    automaton: Option<AhoCorasick>,
    phrases: Vec<Phrase>,
    names: Vec<String>,
    postings: HashMap<(usize, usize), Vec<usize>>,
    by_value: HashMap<(usize, String), Vec<usize>>,
}

impl Index {
    /// Everything known that stands in `source`.
    pub(super) fn scan(&self, source: &str) -> Scan {
        let Some(automaton) = &self.automaton else { return Scan::default() };
        let source = clip(source);
        let folded = text::fold(source);
        let original: Vec<char> = source.chars().collect();
        let mut scan = Scan::default();
        for found in automaton.find_overlapping_iter(&folded.text).take(MOST_HITS) {
            let phrase = &self.phrases[found.pattern().as_usize()];
            if phrase.folded.is_empty() || !whole(&folded.text, found.start(), found.end()) {
                continue;
            }
            let from = folded.char_at(found.start());
            if phrase.capital && original.get(from).is_some_and(|c| c.is_lowercase()) {
                continue;
            }
            let place = from..from + phrase.folded.chars().count();
            for &entity in &phrase.entities {
                scan.entities.entry(entity).or_default().push(place.clone());
            }
            scan.phrases.insert(found.pattern().as_usize());
            scan.hits.push(Hit { phrase: found.pattern().as_usize(), span: place });
        }
        scan
    }

    /// The terms that a value or date parts (`spend $80 billion on data centers`): found in the text without it.
    pub(super) fn scan_across(&self, source: &str, parting: &[Range<usize>]) -> Vec<Hit> {
        let chars: Vec<char> = clip(source).chars().collect();
        let mut out = Vec::new();
        for span in parting {
            let (from, to) =
                (span.start.saturating_sub(MOST_APART), (span.end + MOST_APART).min(chars.len()));
            let Some(left) = chars.get(from..span.start) else { continue };
            let left: String = left.iter().collect::<String>().trim_end().to_owned();
            let mut left = left.as_str();
            while let Some(shorter) = HEDGES.iter().find_map(|h| left.strip_suffix(h)) {
                left = shorter.trim_end();
            }
            let right: String = chars[span.end..to].iter().collect();
            let gap = if left.ends_with(is_han) { "" } else { " " };
            let seam = left.chars().count();
            for hit in self.scan(&format!("{left}{gap}{}", right.trim_start())).hits {
                if hit.span.start < seam && hit.span.end > seam + gap.len() {
                    out.push(Hit { phrase: hit.phrase, span: from + hit.span.start..span.start });
                }
            }
        }
        out
    }

    /// The claims that any of `subjects` may concern together with what stands in the passage.
    pub(super) fn candidates(&self, subjects: &HashSet<usize>, scan: &Scan, values: &[String]) -> Vec<usize> {
        let mut out = Vec::new();
        for &subject in subjects {
            for &phrase in &scan.phrases {
                out.extend(self.postings.get(&(subject, phrase)).into_iter().flatten());
            }
            for value in values {
                out.extend(self.by_value.get(&(subject, value.clone())).into_iter().flatten());
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The first name of an entity.
    pub(super) fn name(&self, entity: usize) -> &str {
        self.names.get(entity).map_or("", String::as_str)
    }

    /// The folded words of a phrase.
    pub(super) fn words(&self, phrase: usize) -> &str {
        self.phrases.get(phrase).map_or("", |p| &p.folded)
    }
}

/// Whether the match is a whole word: Latin neighbours end it, except for the endings of the same word.
fn whole(folded: &str, start: usize, end: usize) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_han(c);
    let (first, last) = (folded[start..].chars().next(), folded[..end].chars().last());
    if first.is_some_and(latin) && folded[..start].chars().last().is_some_and(latin) {
        return false;
    }
    if !last.is_some_and(latin) {
        return true;
    }
    let rest = &folded[end..];
    ENDINGS.iter().any(|ending| {
        rest.strip_prefix(ending).is_some_and(|tail| tail.chars().next().is_none_or(|c| !latin(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let mut builder = Builder::default();
        let microsoft = builder.entity(["Microsoft", "微软", "MSFT"].into_iter());
        let meta = builder.entity(["Meta"].into_iter());
        let stake = builder.phrase("stake");
        builder.post(7, microsoft, &[stake], Some("k".into()));
        builder.post(8, meta, &[stake], None);
        builder.build()
    }

    #[test]
    fn names_are_found_as_whole_words_in_both_scripts() {
        let index = index();
        assert!(index.scan("微軟与微软的合作").entities.contains_key(&0));
        assert!(index.scan("MSFT's stakes").entities.contains_key(&0));
        assert!(!index.scan("Microsoftware").entities.contains_key(&0));
        assert!(!index.scan("a meta analysis").entities.contains_key(&1));
        assert!(index.scan("Meta's models").entities.contains_key(&1));
    }

    #[test]
    fn claims_are_found_by_subject_with_term_or_value() {
        let index = index();
        let scan = index.scan("Its stakes");
        assert_eq!(index.candidates(&HashSet::from([0]), &scan, &[]), [7]);
        assert_eq!(index.candidates(&HashSet::from([0]), &Scan::default(), &["k".into()]), [7]);
        assert!(index.candidates(&HashSet::from([1]), &Scan::default(), &["k".into()]).is_empty());
    }
}
