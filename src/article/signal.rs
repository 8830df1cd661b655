//! What a sentence shows of itself: how much of each signal, and the words that show it.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::lexicon::CLASSES;
use super::names;
use crate::model::relation::words;
use crate::model::value::{DateSpan, Lang, Reading, ValueKind};
use crate::text::{ReadOptions, fold, read};

words! {
    /// A trait of a sentence that speaks for or against checking it.
    Signal {
        Money = "money",
        Percent = "percent",
        Count = "number",
        Multiple = "multiple",
        Duration = "duration",
        Rank = "rank",
        Date = "date",
        Digits = "digits",
        Name = "name",
        Past = "past event",
        Was = "past state",
        Change = "change of an amount",
        Compare = "comparison",
        Attribution = "attribution",
        Forecast = "forecast",
        Deal = "deal",
        Economy = "money matters",
        Jobs = "work and schooling",
        Law = "law and office",
        Force = "force and crime",
        Cause = "cause",
        Absolute = "absolute statement",
        Many = "amount in words",
        When = "time in words",
        They = "someone else's doing",
        Office = "office held",
        Quote = "quoted words",
        Length = "length",
        Opinion = "opinion",
        Advice = "advice",
        Will = "intention",
        Maybe = "possibility",
        First = "first person",
        We = "we",
        Talk = "talk about talk",
        Being = "general statement",
        Greeting = "greeting or notice",
        Loose = "link to what was said",
        Question = "question",
        Fragment = "fragment",
    }
}

/// Words that end like a past and are none.
const NO_PAST: &[&str] = &[
    "indeed",
    "hundred",
    "speed",
    "exceed",
    "proceed",
    "succeed",
    "united",
    "breed",
    "concerned",
    "supposed",
    "interested",
];

/// How often a trait counts at most: a list is not worth more than a statement.
const MOST: usize = 3;

/// One trait of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Trait {
    pub signal: Signal,
    /// How much of it there is, at most 3.
    pub amount: f64,
    /// The words that show it, as they stand in the sentence; at most three.
    pub words: Vec<String>,
}

/// Everything that a sentence shows, with what was read of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Traits {
    pub list: Vec<Trait>,
    pub values: Vec<crate::model::value::Value>,
    pub dates: Vec<DateSpan>,
    /// Names of people, organisations, products and places, as they stand in the sentence.
    pub names: Vec<String>,
}

impl Traits {
    /// What `sentence` shows, read in this language.
    #[must_use]
    pub fn of(sentence: &str, lang: Lang) -> Self {
        let reading = read(sentence, &ReadOptions { lang: Some(lang), reference: None });
        let names = names::names(sentence, lang);
        let mut traits = Self { list: Vec::new(), values: Vec::new(), dates: Vec::new(), names };
        traits.stated(sentence, &reading);
        traits.worded(sentence, lang);
        traits.shaped(sentence, lang);
        traits.list.sort_by_key(|t| t.signal);
        (traits.values, traits.dates) = (reading.values, reading.dates);
        traits
    }

    fn add(&mut self, signal: Signal, amount: f64, word: Option<&str>) {
        let found = self.list.iter().position(|t| t.signal == signal).unwrap_or_else(|| {
            self.list.push(Trait { signal, amount: 0.0, words: Vec::new() });
            self.list.len() - 1
        });
        let at = &mut self.list[found];
        at.amount = (at.amount + amount).min(3.0);
        if let Some(word) = word.filter(|w| at.words.len() < MOST && !at.words.iter().any(|x| x == w)) {
            at.words.push(word.to_owned());
        }
    }

    fn stated(&mut self, sentence: &str, reading: &Reading) {
        for value in &reading.values {
            let signal = match value.kind {
                ValueKind::Money => Signal::Money,
                ValueKind::Percent => Signal::Percent,
                ValueKind::Number => Signal::Count,
                ValueKind::Multiple => Signal::Multiple,
                ValueKind::Duration => Signal::Duration,
                ValueKind::Rank => Signal::Rank,
                ValueKind::Date => Signal::Date,
            };
            self.add(signal, 1.0, Some(&value.surface));
        }
        for date in &reading.dates {
            self.add(Signal::Date, 1.0, Some(&date.surface));
        }
        if sentence.chars().any(char::is_numeric) {
            self.add(Signal::Digits, 1.0, None);
        }
        for name in self.names.clone() {
            self.add(Signal::Name, 1.0, Some(&name));
        }
    }

    fn worded(&mut self, sentence: &str, lang: Lang) {
        let words = if lang == Lang::En { &*ENGLISH } else { &*CHINESE };
        for (signal, word) in words.found(&unquoted(sentence), lang) {
            self.add(signal, 1.0, Some(&word));
        }
        if lang == Lang::En {
            self.past(sentence);
        }
    }

    /// English verbs in the past that are not listed one by one.
    fn past(&mut self, sentence: &str) {
        let text = spaced(&unquoted(sentence));
        let mut before = "";
        for word in text.split(' ') {
            // “are listed”: how things are, not what happened.
            let state = matches!(before, "is" | "are" | "be" | "being" | "to");
            before = word;
            let listed = self.list.iter().any(|t| t.words.iter().any(|w| w == word));
            if word.len() > 4 && word.ends_with("ed") && !state && !listed && !NO_PAST.contains(&word) {
                self.add(Signal::Past, 1.0, Some(word));
            }
        }
    }

    fn shaped(&mut self, sentence: &str, lang: Lang) {
        if sentence.trim_end_matches(['"', '”', '’', ')']).ends_with(['?', '？']) {
            self.add(Signal::Question, 1.0, None);
        }
        if unquoted(sentence).len() < sentence.len() {
            self.add(Signal::Quote, 1.0, None);
        }
        // A Chinese character says about as much as half a word.
        let words = if lang == Lang::En {
            sentence.split_whitespace().count()
        } else {
            sentence.chars().filter(|c| c.is_alphanumeric()).count() / 2
        };
        if words < 6 {
            self.add(Signal::Fragment, 1.0, None);
        }
        let length = u8::try_from(words.min(40)).map_or(2.0, |words| f64::from(words) / 20.0);
        self.add(Signal::Length, length, None);
    }
}

/// A quotation of fewer characters is a word held at arm's length, not something said.
const QUOTATION: usize = 12;

/// The sentence without longer quotations: how they are worded is not the author's stance.
fn unquoted(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(open) = rest.find(['“', '「', '『']) {
        let inside = &rest[open..];
        let end = inside.find(['”', '」', '』']).unwrap_or(inside.len());
        let keep = if inside[..end].chars().count() < QUOTATION { open + end } else { open };
        out.push_str(&rest[..keep]);
        rest = &rest[open + end..];
        // A closing mark is skipped with what it closes.
        rest = rest.char_indices().nth(1).map_or("", |(n, _)| &rest[n..]);
    }
    out.push_str(rest);
    out
}

/// The words of one language in one automaton.
struct Words {
    automaton: Option<AhoCorasick>,
    signals: Vec<Signal>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::new(Lang::En));
static CHINESE: LazyLock<Words> = LazyLock::new(|| Words::new(Lang::Zh));

impl Words {
    fn new(lang: Lang) -> Self {
        let (mut patterns, mut signals) = (Vec::new(), Vec::new());
        for class in CLASSES {
            let list = if lang == Lang::En { class.en } else { class.zh };
            for word in list.split_whitespace() {
                patterns.push(match (lang, word.strip_suffix('*')) {
                    (Lang::En, Some(stem)) => format!(" {}", stem.replace('_', " ")),
                    (Lang::En, None) => format!(" {} ", word.replace('_', " ")),
                    _ => fold(word).text,
                });
                signals.push(class.signal);
            }
        }
        // Only an automaton beyond its size limits fails to build, and this one is the same in every run.
        Self { automaton: AhoCorasick::new(&patterns).ok(), signals }
    }

    /// The words of the lexicon that stand in a sentence, a place counted once for each signal.
    fn found(&self, sentence: &str, lang: Lang) -> Vec<(Signal, String)> {
        let text = if lang == Lang::En { spaced(sentence) } else { fold(sentence).text };
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut last: Vec<(Signal, Range<usize>)> = Vec::new();
        for hit in automaton.find_overlapping_iter(&text) {
            let signal = self.signals[hit.pattern().as_usize()];
            let place = hit.start()..hit.end();
            // Of two words at one place the longer one is shown.
            match last.iter_mut().rev().take(8).find(|(s, r)| *s == signal && r.end > place.start + 1) {
                Some((_, seen)) => *seen = seen.start.min(place.start)..seen.end.max(place.end),
                None => last.push((signal, place)),
            }
        }
        last.into_iter().map(|(signal, place)| (signal, whole(&text, place, lang))).collect()
    }
}

/// The word of which a part was found.
fn whole(text: &str, place: Range<usize>, lang: Lang) -> String {
    let end = if lang == Lang::En && !text[place.clone()].ends_with(' ') {
        text[place.end..].find(' ').map_or(text.len(), |n| place.end + n)
    } else {
        place.end
    };
    text[place.start..end].trim().to_owned()
}

/// The words of an English text in lower case, each between spaces, without what is no letter.
fn spaced(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + 2);
    out.push(' ');
    for c in sentence.chars() {
        match c {
            '’' | '\'' => out.push('\''),
            c if c.is_alphabetic() => out.extend(c.to_lowercase()),
            _ if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}
