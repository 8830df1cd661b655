//! A sentence with what was read of it, as the slots are taken from it.

use std::ops::Range;

use super::signal::{Signal, Traits};
use crate::model::value::Lang;
use crate::text::fold;

/// The sentence, its folded form character by character, and its traits.
pub(super) struct Parts<'a> {
    pub sentence: &'a str,
    pub lang: Lang,
    pub traits: Traits,
    chars: Vec<char>,
    folded: Vec<char>,
    /// The folded sentence between spaces, without signs: ` zelta holds 49 of it `.
    spaced: String,
}

impl<'a> Parts<'a> {
    pub fn of(sentence: &'a str, lang: Lang) -> Self {
        let folded = fold(sentence).text;
        let mut spaced = String::with_capacity(folded.len() + 2);
        spaced.push(' ');
        for c in folded.chars().chain([' ']) {
            match c {
                c if c.is_alphanumeric() || matches!(c, '\'' | '-') => spaced.push(c),
                _ if !spaced.ends_with(' ') => spaced.push(' '),
                _ => {}
            }
        }
        Self {
            sentence,
            lang,
            traits: Traits::of(sentence, lang),
            chars: sentence.chars().collect(),
            folded: folded.chars().collect(),
            spaced,
        }
    }

    pub fn english(&self) -> bool {
        self.lang == Lang::En
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// What stands there, as it is written.
    pub fn cut(&self, place: Range<usize>) -> String {
        self.chars.get(place).unwrap_or_default().iter().collect()
    }

    /// What stands there, folded.
    pub fn folded(&self, place: Range<usize>) -> String {
        self.folded.get(place).unwrap_or_default().iter().collect()
    }

    /// The folded characters before a place, at most so many.
    pub fn before(&self, at: usize, most: usize) -> String {
        self.folded(at.saturating_sub(most)..at.min(self.len()))
    }

    /// The folded characters from a place on, at most so many.
    pub fn after(&self, at: usize, most: usize) -> String {
        self.folded(at.min(self.len())..(at + most).min(self.len()))
    }

    /// Where a folded text stands, counted in characters.
    pub fn find(&self, text: &str) -> Option<usize> {
        let wanted: Vec<char> = text.chars().collect();
        self.places(&wanted).next()
    }

    /// Where a name stands as words of its own.
    pub fn name(&self, name: &str) -> Option<usize> {
        let name: Vec<char> = fold(name.trim()).text.chars().collect();
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        self.places(&name).find(|at| {
            let before = at.checked_sub(1).and_then(|n| self.folded.get(n));
            let after = self.folded.get(at + name.len());
            !(latin(name.first()) && latin(before) || latin(name.last()) && latin(after))
        })
    }

    fn places<'s>(&'s self, wanted: &'s [char]) -> impl Iterator<Item = usize> + 's {
        // No window is empty, and none is wanted.
        let windows = self.folded.windows(wanted.len().max(1)).enumerate();
        windows.filter(move |(_, window)| *window == wanted).map(|(at, _)| at)
    }

    /// Whether any of these stands in it: English words as whole words, Chinese ones anywhere.
    pub fn says(&self, english: &[&str], chinese: &[&str]) -> bool {
        if self.english() {
            english.iter().any(|w| self.spaced.contains(&format!(" {w} ")))
        } else {
            chinese.iter().any(|w| self.find(w).is_some())
        }
    }

    pub fn has(&self, signal: Signal) -> bool {
        !self.words(signal).is_empty() || self.traits.list.iter().any(|t| t.signal == signal)
    }

    /// The words that show a trait.
    pub fn words(&self, signal: Signal) -> &[String] {
        self.traits.list.iter().find(|t| t.signal == signal).map_or(&[][..], |t| &t.words)
    }

    /// Whether something was done: a verb in the past that is none of saying.
    pub fn done(&self) -> bool {
        let saying = self.words(Signal::Attribution);
        self.words(Signal::Past).iter().any(|w| !saying.contains(w) && !SAID.contains(&w.as_str()))
    }
}

/// Verbs of saying in the past.
const SAID: &[&str] =
    &["said", "told", "announced", "proposed", "reported", "宣布", "否认", "发表", "发布", "正在", "尝试"];
