//! A passage made ready for matching, with what its surroundings add: title, heading, the sentences before, dates.

use std::cell::OnceCell;
use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::facts::{Amount, Facts};
use super::words::{Word, words};
use crate::assess::find::index::{Index, Scan};
use crate::assess::find::keys::{self, Key};
use crate::assess::lexicon::Class;
use crate::meaning::{self, Vector};
use crate::model::passage::{Change, Document, Passage, Role};
use crate::model::value::{DateSpan, ValueKind};
use crate::text::fold;

/// Further back than this the sentence before says nothing of the subject.
const MOST_BACK: usize = 2;

/// A passage with its surroundings.
#[derive(Debug)]
pub struct View {
    /// Its place in the document.
    pub at: usize,
    pub facts: Facts,
    pub scan: Scan,
    /// Entities named in title, heading, entry title or the sentences before.
    pub around: HashSet<usize>,
    /// The words of title and heading: what the page is about.
    pub topic: Vec<Word>,
    /// Title and heading, folded.
    pub headings: String,
    /// What stands in the passage and around it, for finding claims.
    pub seen: HashSet<Key>,
    /// The passage takes up something named before.
    pub refers: bool,
    pub role: Role,
    /// The day it speaks for where it states none: publication, else capture.
    pub spoken: NaiveDate,
    /// Dates of heading, title and the sentence before, nearest first.
    pub dates: Vec<DateSpan>,
    /// Belongs to an entry of a feed or listing, which is not withdrawn by leaving it.
    pub entry: bool,
    text: String,
    direction: OnceCell<Option<Vector>>,
}

impl View {
    /// What the passage speaks of, for claims in the other language.
    pub fn direction(&self) -> Option<&Vector> {
        self.direction.get_or_init(|| meaning::sentence(&self.text)).as_ref()
    }

    /// Whether title or heading say the folded words, of Han script.
    pub fn topic_says(&self, words: &str) -> bool {
        self.headings.contains(words)
    }
}

/// The views of one document's passages, each made when it is asked for.
pub struct Views<'a> {
    index: &'a Index,
    document: &'a Document,
    captured: DateTime<Utc>,
    title: Context,
    passages: Vec<OnceCell<View>>,
}

/// What a title, heading or sentence before adds to a passage.
#[derive(Debug, Default)]
struct Context {
    scan: Scan,
    words: Vec<Word>,
}

impl Context {
    fn of(index: &Index, text: &str) -> Self {
        Self { scan: index.scan(text), words: words(text) }
    }
}

impl<'a> Views<'a> {
    pub fn new(index: &'a Index, document: &'a Document, captured: DateTime<Utc>) -> Self {
        let title = document.title.as_deref().map(|t| Context::of(index, t)).unwrap_or_default();
        let passages = document.passages.iter().map(|_| OnceCell::new()).collect();
        Self { index, document, captured, title, passages }
    }

    /// How many passages the document has.
    pub fn len(&self) -> usize {
        self.document.passages.len()
    }

    /// The passage that a change takes away or edits, and the one that it brings.
    pub fn sides<'v>(before: Option<&'v Self>, after: &'v Self, change: Change) -> [Option<&'v View>; 2] {
        let old = before.zip(change.before).and_then(|(views, at)| views.view(at));
        [old, change.after.and_then(|at| after.view(at))]
    }

    /// The views of all passages.
    pub fn all(&self) -> impl Iterator<Item = &View> {
        (0..self.len()).filter_map(|at| self.view(at))
    }

    /// The view of passage `at`.
    pub fn view(&self, at: usize) -> Option<&View> {
        let passage = self.document.passages.get(at)?;
        Some(self.passages.get(at)?.get_or_init(|| self.read(at, passage)))
    }

    /// The passages before `at` that it may take up: same block or the heading above, nearest first.
    fn before(&self, at: usize) -> impl Iterator<Item = &'a Passage> {
        let passages = &self.document.passages;
        let (block, entry) = passages.get(at).map_or((0, None), |p| (p.block, p.entry.clone()));
        passages[..at.min(passages.len())]
            .iter()
            .rev()
            .take(MOST_BACK)
            .filter(move |p| p.entry == entry && (block.abs_diff(p.block) <= 1))
    }

    fn read(&self, at: usize, passage: &Passage) -> View {
        let published = passage.published.or(self.document.published);
        let spoken = published.unwrap_or(self.captured).date_naive();
        let scan = self.index.scan(&passage.text);
        let heading = passage.heading.as_deref().map(|h| Context::of(self.index, h)).unwrap_or_default();
        let lead: Vec<Context> = self.before(at).map(|p| Context::of(self.index, &p.text)).collect();
        let mut topic = self.title.words.clone();
        topic.extend(
            heading.words.iter().filter(|w| !self.title.words.iter().any(|t| t.stem == w.stem)).cloned(),
        );
        let mut facts = Facts::read(&passage.text, None, Some(spoken)).with_bare_figures();
        facts.drop_figures_of(&self.title.words);
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
        let dates = context
            .iter()
            .flat_map(|c| Facts::read(c, None, Some(spoken)).quantities)
            .filter_map(|q| q.date().cloned())
            .collect();
        let scan = self.index.scan_across(scan, &passage.text, &facts);
        let contexts = || lead.iter().chain([&heading, &self.title]);
        let around: HashSet<usize> = contexts().flat_map(|c| c.scan.entities.keys().copied()).collect();
        let names = |e: usize| self.index.name_keys(e);
        let mut seen = keys::of(&facts, &scan, names);
        let spoken_around = contexts().flat_map(|c| &c.words).filter(|w| !w.stop && !w.number);
        seen.extend(spoken_around.map(keys::word));
        seen.extend(around.iter().flat_map(|e| names(*e).iter().copied().chain([keys::entity(*e)])));
        View {
            at,
            refers: facts.has(Class::Refers, &facts.all()),
            entry: passage.entry.is_some(),
            role: passage.role,
            facts,
            scan,
            around,
            topic,
            headings: fold(&context_of(self.document, passage)).text,
            seen,
            spoken,
            dates,
            text: passage.text.clone(),
            direction: OnceCell::new(),
        }
    }
}

fn context_of(document: &Document, passage: &Passage) -> String {
    format!(
        "{}\n{}",
        document.title.as_deref().unwrap_or_default(),
        passage.heading.as_deref().unwrap_or_default()
    )
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
