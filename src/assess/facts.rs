//! A text taken apart once for all comparisons: words, clauses, values and dates with their places.

use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words::{Word, clip, words};
use crate::model::value::{Comparator, DateSpan, Lang, Value, ValueKind};
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

    /// The kind of value; a date counts as one.
    pub(super) fn kind(&self) -> ValueKind {
        self.value().map_or(ValueKind::Date, |v| v.kind)
    }

    /// As a flag shows it.
    pub(super) fn shown(&self) -> Value {
        match &self.amount {
            Amount::Value(value) => value.clone(),
            Amount::Date(date) => date.to_value(),
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

    /// Adds the bare figures that were read as no value (`58th`, `7-3-1`), as plain numbers.
    pub(super) fn with_bare_figures(mut self) -> Self {
        let free = |span: &Range<usize>| {
            !self.quantities.iter().any(|q| q.span.start < span.end && span.start < q.span.end)
        };
        let latin = self.words.iter().filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()));
        let latin =
            latin.filter_map(|w| Some((w.from..w.to, w.text.replace(',', "").parse::<Decimal>().ok()?)));
        let mut bare: Vec<Quantity> = latin
            .filter(|(span, _)| !self.joined(span.start))
            .chain(self.han_figures())
            .filter(|(span, _)| free(span))
            .map(|(span, number)| Quantity {
                amount: Amount::Value(plain(number, &span, self.slice(span.clone()))),
                span,
            })
            .collect();
        self.quantities.append(&mut bare);
        self.quantities.sort_by_key(|q| (q.span.start, q.span.end));
        self
    }

    /// A figure tied to a word by a hyphen is part of a name (`COVID-19`).
    fn joined(&self, at: usize) -> bool {
        at >= 2 && self.folded[at - 1] == '-' && self.folded[at - 2].is_alphabetic()
    }

    /// The word that a bare figure numbers (`Route 516`, `Chapter 3`): a name right before it.
    pub(super) fn label(&self, quantity: &Quantity) -> Option<&Word> {
        let plain = quantity
            .value()
            .is_some_and(|v| v.kind == ValueKind::Number && v.comparator == Comparator::Equal);
        let at = self.word_at(quantity.span.start);
        let word = self.words.get(at.checked_sub(1)?)?;
        (plain && word.name && !word.number && word.to + 1 == quantity.span.start).then_some(word)
    }

    /// Numbers in Han digits that count nothing known: two or more digits, or an ordinal.
    fn han_figures(&self) -> Vec<(Range<usize>, Decimal)> {
        let digit = |c: &char| "〇零一二三四五六七八九十百千万亿".contains(*c);
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.folded.len() {
            let end = self.folded[at..].iter().position(|c| !digit(c)).map_or(self.folded.len(), |n| at + n);
            let ordinal = at > 0 && self.folded[at - 1] == '第';
            if (end - at >= 2 && end - at <= 12) || (end > at && ordinal) {
                let number = text::read_value(&self.slice(at..end)).and_then(|v| v.value);
                out.extend(number.map(|n| (at..end, n)));
            }
            at = end.max(at + 1);
        }
        out
    }

    /// Leaves out the figures that belong to a name (`Volume 2`, the song `1999`).
    pub(super) fn drop_figures_of(&mut self, name: &[Word]) {
        let named = |q: &Quantity| {
            name.iter()
                .any(|w| w.number && q.surface().trim_matches(|c: char| !c.is_alphanumeric()) == w.text)
        };
        self.quantities.retain(|q| !named(q));
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

    /// The folded text of a stretch without its dates, so that the month of May is no “may”.
    pub(super) fn slice_undated(&self, span: Range<usize>) -> String {
        let dated = |at: usize| self.quantities.iter().any(|q| q.date().is_some() && q.span.contains(&at));
        let end = span.end.min(self.folded.len());
        let plain: String =
            (span.start.min(end)..end).map(|at| if dated(at) { '.' } else { self.folded[at] }).collect();
        plain.replace("in may", "in .").replace("since may", "since .")
    }

    /// Index of the first word that ends after `at`.
    pub(super) fn word_at(&self, at: usize) -> usize {
        self.words.partition_point(|w| w.to <= at)
    }
}

fn plain(number: Decimal, span: &Range<usize>, surface: String) -> Value {
    Value {
        kind: ValueKind::Number,
        value: Some(number),
        low: Some(number),
        high: Some(number),
        unit: None,
        currency: None,
        comparator: Comparator::Equal,
        surface,
        start: span.start,
        end: span.end,
        note: None,
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
