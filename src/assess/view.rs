//! A passage made ready for matching, with what its surroundings add: title, heading, the sentence before, dates.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::cues;
use super::facts::{Amount, Facts};
use super::index::{Index, Scan};
use super::measures::{self, Named};
use crate::model::passage::{Document, Role};
use crate::model::value::{DateSpan, ValueKind};

/// Words that take up what was named before.
const REFERRING: &[&str] = &[
    "the company",
    "the firm",
    "the group",
    "the startup",
    "the start-up",
    "the chipmaker",
    "it",
    "its",
    "they",
    "their",
    "he",
    "she",
    "his",
    "her",
    "both companies",
    "the two",
    "the parties",
    "the deal",
    "the agreement",
    "the contract",
    "the partnership",
    "we",
    "our",
    "us",
    "该公司",
    "公司",
    "本公司",
    "其",
    "双方",
    "两家",
    "它",
    "他",
    "她",
    "我们",
    "该协议",
    "该合同",
    "该交易",
    "两者",
];
/// Further back than this the sentence before says nothing of the subject.
const MOST_BACK: usize = 2;

/// A passage with its surroundings.
#[derive(Debug)]
pub(super) struct View {
    pub facts: Facts,
    pub scan: Scan,
    /// Entities named in title, heading, entry title or the sentences before.
    pub around: HashSet<usize>,
    /// The passage takes up something named before.
    pub refers: bool,
    pub measures: Vec<Named>,
    /// The day it speaks for where it states none: publication, else capture.
    pub spoken: NaiveDate,
    /// Dates of heading, title and the sentence before, nearest first.
    pub dates: Vec<DateSpan>,
    /// Belongs to an entry of a feed or listing, which is not withdrawn by leaving it.
    pub entry: bool,
}

/// Builds views of one document's passages.
pub(super) struct Views<'a> {
    index: &'a Index,
    document: &'a Document,
    captured: DateTime<Utc>,
    title: Scan,
}

impl<'a> Views<'a> {
    pub(super) fn new(index: &'a Index, document: &'a Document, captured: DateTime<Utc>) -> Self {
        let title = document.title.as_deref().map(|t| index.scan(t)).unwrap_or_default();
        Self { index, document, captured, title }
    }

    /// How many passages the document has.
    pub(super) fn len(&self) -> usize {
        self.document.passages.len()
    }

    /// Everything known that the passage names by itself.
    pub(super) fn scan(&self, at: usize) -> Option<Scan> {
        self.document.passages.get(at).map(|p| self.index.scan(&p.text))
    }

    /// Entities that the surroundings of passage `at` name.
    pub(super) fn around(&self, at: usize) -> HashSet<usize> {
        let mut around: HashSet<usize> = self.title.entities.keys().copied().collect();
        if let Some(heading) = self.document.passages.get(at).and_then(|p| p.heading.as_deref()) {
            around.extend(self.index.scan(heading).entities.into_keys());
        }
        for passage in self.before(at) {
            around.extend(self.index.scan(&passage.text).entities.into_keys());
        }
        around
    }

    /// The passages before `at` that it may take up: same block or the heading above, nearest first.
    fn before(&self, at: usize) -> impl Iterator<Item = &'a crate::model::passage::Passage> {
        let passages = &self.document.passages;
        let (block, entry) = passages.get(at).map_or((0, None), |p| (p.block, p.entry.clone()));
        passages[..at.min(passages.len())]
            .iter()
            .rev()
            .take(MOST_BACK)
            .filter(move |p| p.entry == entry && (block.abs_diff(p.block) <= 1))
    }

    /// The whole view of passage `at`.
    pub(super) fn view(&self, at: usize, mut scan: Scan, around: HashSet<usize>) -> Option<View> {
        let passage = self.document.passages.get(at)?;
        let published = passage.published.or(self.document.published);
        let spoken = published.unwrap_or(self.captured).date_naive();
        let mut facts = Facts::read(&passage.text, None, Some(spoken));
        let context: Vec<&str> = passage
            .heading
            .as_deref()
            .into_iter()
            .chain(self.before(at).map(|p| p.text.as_str()))
            .chain(self.document.title.as_deref())
            .collect();
        if passage.role == Role::TableRow
            && let Some(scale) =
                std::iter::once(passage.text.as_str()).chain(context.iter().copied()).find_map(scale)
        {
            rescale(&mut facts, scale);
        }
        let parting: Vec<_> = facts.quantities.iter().map(|q| q.span.clone()).collect();
        for hit in self.index.scan_across(&passage.text, &parting) {
            scan.phrases.insert(hit.phrase);
            scan.hits.push(hit);
        }
        let dates = context
            .iter()
            .flat_map(|c| Facts::read(c, None, Some(spoken)).quantities)
            .filter_map(|q| q.date().cloned())
            .collect();
        Some(View {
            refers: cues::has(&facts.slice(0..facts.folded.len()), REFERRING),
            measures: measures::measures(&facts),
            entry: passage.entry.is_some(),
            facts,
            scan,
            around,
            spoken,
            dates,
        })
    }
}

/// The scale that a table's surroundings state for its bare numbers.
fn scale(text: &str) -> Option<Decimal> {
    let text = crate::text::fold(text).text;
    let known: &[(&str, i64)] = &[
        ("in millions", 1_000_000),
        ("in thousands", 1_000),
        ("in billions", 1_000_000_000),
        ("$ millions", 1_000_000),
        ("百万美元", 1_000_000),
        ("千美元", 1_000),
        ("亿美元", 100_000_000),
        ("单位:百万", 1_000_000),
        ("单位:亿", 100_000_000),
    ];
    known.iter().find(|(words, _)| text.contains(words)).map(|(_, factor)| Decimal::from(*factor))
}

/// Turns the bare numbers of a table row into money of that scale.
fn rescale(facts: &mut Facts, scale: Decimal) {
    for quantity in &mut facts.quantities {
        if let Amount::Value(value) = &mut quantity.amount
            && value.kind == ValueKind::Number
            && value.unit.is_none()
        {
            let times = |d: Option<Decimal>| d.and_then(|d| d.checked_mul(scale));
            (value.value, value.low, value.high) = (times(value.value), times(value.low), times(value.high));
            value.kind = ValueKind::Money;
        }
    }
}
