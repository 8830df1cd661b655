//! The words that tell how a statement stands, as data: a file a language, read once.
//!
//! A third language is one more file in [`LANGUAGES`]; a kind of cue is one more [`Class`], which every file must hold.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::read::words::is_han;

const LANGUAGES: [&str; 2] = [include_str!("en.toml"), include_str!("zh.toml")];

/// What a cue tells; the files say it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Negation,
    Reverser,
    Cessation,
    Friend,
    Negated,
    Tentative,
    Expected,
    Settled,
    Denial,
    Negative,
    Abolished,
    PriorLeft,
    PriorRight,
    PriorLead,
    AddedLeft,
    Expanded,
    AddedRight,
    TotalLeft,
    TotalRight,
    PartLeft,
    PerLeft,
    PerRight,
    LeadsTo,
    Base,
    Present,
    Hedge,
    Thing,
    Agreement,
    Speech,
    Unnamed,
    Between,
    Nobody,
    BringsIn,
    Topical,
    Telling,
    Finite,
    CompanyPart,
    Refers,
    Correction,
    Postponed,
    Additive,
    Joint,
    NameEnding,
    Before,
    After,
    AsOf,
    Rectified,
    Retraction,
    Holds,
    Succeeds,
    NotInOffice,
    Concedes,
}

/// What a phrase of the lexicon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Cue(Class),
    /// One side (0 or 1) of a pair of opposites.
    Opposite(usize, u8),
    /// A family of measures, by its place in [`Lexicon::families`].
    Measure(usize),
    /// An office that one person holds, by its place among all.
    Office(usize),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cues: BTreeMap<Class, Vec<String>>,
    opposites: Vec<Opposites>,
    measures: BTreeMap<String, Vec<String>>,
    offices: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opposites {
    one: Vec<String>,
    other: Vec<String>,
}

/// A phrase that stands in a text, with its place in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub phrase: usize,
    pub start: usize,
    pub end: usize,
}

/// Every phrase with what it means.
pub struct Lexicon {
    phrases: Vec<(String, Vec<Meaning>)>,
    pub families: Vec<String>,
    automaton: AhoCorasick,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let files: Vec<File> = LANGUAGES
        .iter()
        .map(|text| toml::from_str(text).unwrap_or_else(|error| panic!("a lexicon cannot be read: {error}")))
        .collect();
    Lexicon::new(&files)
});

/// The lexicon of all languages.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn new(files: &[File]) -> Self {
        let names = |of: fn(&File) -> &BTreeMap<String, Vec<String>>| {
            let mut names: Vec<String> = files.iter().flat_map(|f| of(f).keys().cloned()).collect();
            names.sort();
            names.dedup();
            names
        };
        let (families, offices) = (names(|f| &f.measures), names(|f| &f.offices));
        let mut meanings: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
        let mut add = |words: &[String], meaning| {
            for word in words {
                meanings.entry(word.clone()).or_default().push(meaning);
            }
        };
        let mut pairs = 0;
        for file in files {
            for (class, words) in &file.cues {
                add(words, Meaning::Cue(*class));
            }
            for pair in &file.opposites {
                add(&pair.one, Meaning::Opposite(pairs, 0));
                add(&pair.other, Meaning::Opposite(pairs, 1));
                pairs += 1;
            }
            for (family, words) in &file.measures {
                if let Ok(at) = families.binary_search(family) {
                    add(words, Meaning::Measure(at));
                }
            }
            for (office, words) in &file.offices {
                if let Ok(at) = offices.binary_search(office) {
                    add(words, Meaning::Office(at));
                }
            }
        }
        let phrases: Vec<(String, Vec<Meaning>)> = meanings.into_iter().collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases.iter().map(|(words, _)| words))
            .unwrap_or_else(|error| panic!("the lexicon is too large: {error}"));
        Self { phrases, families, automaton }
    }

    /// The words of a phrase.
    pub fn words(&self, phrase: usize) -> &str {
        self.phrases.get(phrase).map_or("", |(words, _)| words)
    }

    pub fn meanings(&self, phrase: usize) -> &[Meaning] {
        self.phrases.get(phrase).map_or(&[], |(_, meanings)| meanings)
    }

    /// Whether a single folded word or phrase is of the class.
    pub fn is(&self, word: &str, class: Class) -> bool {
        self.phrases
            .binary_search_by(|(words, _)| words.as_str().cmp(word))
            .is_ok_and(|at| self.phrases[at].1.contains(&Meaning::Cue(class)))
    }

    /// Every phrase that stands in the folded `text`, Latin ones as whole words, by place.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut out: Vec<Found> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|m| Found { phrase: m.pattern().as_usize(), start: m.start(), end: m.end() })
            .filter(|f| self.whole(text, f))
            .collect();
        out.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
        out
    }

    fn whole(&self, text: &str, found: &Found) -> bool {
        let words = self.words(found.phrase);
        if words.chars().last().is_some_and(is_han) {
            return true;
        }
        let before = text[..found.start].chars().next_back();
        let after = text[found.end..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() || is_han(c) || words.starts_with("n't"))
            && after.is_none_or(|c| !c.is_ascii_alphanumeric())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<File> {
        LANGUAGES.iter().map(|text| toml::from_str(text).unwrap()).collect()
    }

    #[test]
    fn every_language_holds_every_class_and_pair_folded_and_once() {
        let files = files();
        for file in &files {
            assert_eq!(file.cues.len(), files[0].cues.len());
            for (class, words) in &file.cues {
                for (at, word) in words.iter().enumerate() {
                    assert_eq!(word, &crate::text::fold(word).text, "{class:?}");
                    assert!(!words[..at].contains(word), "{class:?} has “{word}” twice");
                }
            }
            let folded = |words: &[String]| words.iter().all(|w| *w == crate::text::fold(w).text);
            assert!(file.opposites.iter().all(|o| folded(&o.one) && folded(&o.other)));
            assert!(file.measures.values().chain(file.offices.values()).all(|words| folded(words)));
        }
    }

    #[test]
    fn latin_phrases_are_whole_words() {
        let words = |text: &str| -> Vec<&str> {
            lexicon().find(text).into_iter().map(|f| lexicon().words(f.phrase)).collect()
        };
        assert!(words("they can't say").contains(&"n't"));
        assert!(!words("a notable thing").contains(&"not"));
        assert!(words("公司否认此事").contains(&"否认"));
        assert!(lexicon().is("said", Class::Telling) && !lexicon().is("said", Class::Retraction));
    }
}
