//! A text taken apart once for all comparisons: words, clauses, values and dates with their places.

use std::ops::Range;

use chrono::NaiveDate;

use super::words::{Word, clip, words};
use crate::model::value::{DateSpan, Lang, Value};
use crate::text::{self, ReadOptions};

/// A value or a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Amount {
    Value(Value),
    Date(DateSpan),
}

/// A value or date with its place in the text, in Unicode scalar values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub amount: Amount,
    pub span: Range<usize>,
}

impl Quantity {
    pub(super) fn surface(&self) -> &str {
        match &self.amount {
            Amount::Value(value) => &value.surface,
            Amount::Date(date) => &date.surface,
        }
    }

    pub(super) fn value(&self) -> Option<&Value> {
        match &self.amount {
            Amount::Value(value) => Some(value),
            Amount::Date(_) => None,
        }
    }

    pub(super) fn date(&self) -> Option<&DateSpan> {
        match &self.amount {
            Amount::Date(date) => Some(date),
            Amount::Value(_) => None,
        }
    }
}

/// A text taken apart.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Folded characters, one for each of the source.
    pub folded: Vec<char>,
    pub words: Vec<Word>,
    /// Values and dates in order of place.
    pub quantities: Vec<Quantity>,
    pub clauses: Vec<Range<usize>>,
    pub chinese: bool,
}

impl Facts {
    /// Takes `source` apart; relative dates count from `reference`.
    pub(super) fn read(source: &str, lang: Option<Lang>, reference: Option<NaiveDate>) -> Self {
        let source = clip(source);
        let reading = text::read(source, &ReadOptions { lang, reference });
        let folded: Vec<char> = text::fold(source).text.chars().collect();
        let mut quantities: Vec<Quantity> = reading
            .values
            .into_iter()
            .map(|v| Quantity { span: v.start..v.end, amount: Amount::Value(v) })
            .chain(
                reading.dates.into_iter().map(|d| Quantity { span: d.from..d.to, amount: Amount::Date(d) }),
            )
            .filter(|q| q.span.start < q.span.end && q.span.end <= folded.len())
            .collect();
        quantities.sort_by_key(|q| (q.span.start, q.span.end));
        let mut words = words(source);
        for word in &mut words {
            word.number |= word.from < word.to && quantities.iter().any(|q| holds(q, word));
        }
        Self {
            clauses: clauses(&folded, &quantities),
            words,
            quantities,
            folded,
            chinese: reading.lang != Lang::En,
        }
    }

    /// The clause that holds the character at `at`.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.clauses.iter().find(|c| c.contains(&at)).cloned().unwrap_or(0..self.folded.len())
    }

    /// The folded text of a stretch.
    pub(super) fn slice(&self, span: Range<usize>) -> String {
        let end = span.end.min(self.folded.len());
        self.folded[span.start.min(end)..end].iter().collect()
    }

    /// Index of the first word that ends after `at`.
    pub(super) fn word_at(&self, at: usize) -> usize {
        self.words.partition_point(|w| w.to <= at)
    }
}

/// Whether the word is written inside the quantity and is part of the figure, not its unit noun.
fn holds(quantity: &Quantity, word: &Word) -> bool {
    quantity.span.start <= word.from && word.to <= quantity.span.end && quantity.date().is_some()
}

/// Splits at commas, semicolons, brackets and contrasting words; a comma inside a number or date splits nothing.
fn clauses(folded: &[char], quantities: &[Quantity]) -> Vec<Range<usize>> {
    let inside = |at: usize| {
        let next = quantities.partition_point(|q| q.span.start <= at);
        quantities[next.saturating_sub(3)..next].iter().any(|q| q.span.contains(&at))
    };
    let mut out = Vec::new();
    let mut start = 0;
    for (i, &c) in folded.iter().enumerate() {
        let mark = matches!(c, ',' | ';' | ':' | '(' | ')' | '。' | '、' | '—' | '–' | '|' | '!' | '?')
            || (matches!(c, '.') && folded.get(i + 1).is_none_or(|n| n.is_whitespace()));
        let word =
            contrast(&folded[i..]) && i.checked_sub(1).is_none_or(|p| !folded[p].is_ascii_alphanumeric());
        if (mark || word) && i > start && !inside(i) {
            out.push(start..i);
            start = i;
        }
    }
    if start < folded.len() {
        out.push(start..folded.len());
    }
    out
}

fn contrast(rest: &[char]) -> bool {
    ["while ", "whereas ", "but ", "although ", "compared ", "versus ", "而", "但", "相比之下", "同时"]
        .iter()
        .any(|w| rest.iter().copied().take(w.chars().count()).eq(w.chars()))
}
