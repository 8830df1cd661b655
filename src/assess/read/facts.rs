//! A text taken apart once for all comparisons: words, clauses, values and dates with their places.

use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words::{Word, clip, words};
use crate::assess::lexicon::{Class, Meaning, lexicon};
use crate::model::value::{Comparator, DateSpan, Lang, Value, ValueKind};
use crate::text::{self, ReadOptions};

/// A value or a date.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    Value(Value),
    Date(DateSpan),
}

/// A value or date with its place in the text, in Unicode scalar values.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    pub amount: Amount,
    pub span: Range<usize>,
    /// A figure that no reader of values took for one (`58th`, `7-3-1`).
    pub bare: bool,
}

impl Quantity {
    pub fn surface(&self) -> &str {
        match &self.amount {
            Amount::Value(value) => &value.surface,
            Amount::Date(date) => &date.surface,
        }
    }

    pub fn value(&self) -> Option<&Value> {
        match &self.amount {
            Amount::Value(value) => Some(value),
            Amount::Date(_) => None,
        }
    }

    /// The kind of value; a date counts as one.
    pub fn kind(&self) -> ValueKind {
        self.value().map_or(ValueKind::Date, |v| v.kind)
    }

    /// As a flag shows it.
    pub fn shown(&self) -> Value {
        match &self.amount {
            Amount::Value(value) => value.clone(),
            Amount::Date(date) => date.to_value(),
        }
    }

    /// Whether it is a figure of a name or title (`Volume 2`, the song `1999`): stands there beside a name, or alone.
    pub fn is_of_name(&self, title: &[Word]) -> bool {
        let bare = self.surface().trim_matches(|c: char| !c.is_alphanumeric());
        let name = |i: Option<usize>| i.and_then(|i| title.get(i)).is_none_or(|w| w.name || i == Some(0));
        title
            .iter()
            .enumerate()
            .any(|(i, w)| w.number && w.text == bare && name(i.checked_sub(1)) && name(Some(i + 1)))
    }

    pub fn date(&self) -> Option<&DateSpan> {
        match &self.amount {
            Amount::Date(date) => Some(date),
            Amount::Value(_) => None,
        }
    }
}

/// A phrase of the lexicon that stands in a text, with its place in Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    pub phrase: usize,
    pub span: Range<usize>,
}

impl Cue {
    pub fn words(&self) -> &'static str {
        lexicon().words(self.phrase)
    }

    pub fn is(&self, class: Class) -> bool {
        self.meanings().contains(&Meaning::Cue(class))
    }

    /// The office that it names.
    pub fn office(&self) -> Option<usize> {
        self.meanings().iter().find_map(|m| match m {
            Meaning::Office(office) => Some(*office),
            _ => None,
        })
    }

    pub fn meanings(&self) -> &'static [Meaning] {
        lexicon().meanings(self.phrase)
    }
}

/// A text taken apart.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Folded characters, one for each of the source.
    pub folded: Vec<char>,
    pub words: Vec<Word>,
    /// Values and dates in order of place.
    pub quantities: Vec<Quantity>,
    pub clauses: Vec<Range<usize>>,
    /// What the lexicon knows, in order of place.
    pub cues: Vec<Cue>,
    pub chinese: bool,
}

impl Facts {
    /// Takes `source` apart; relative dates count from `reference`.
    pub fn read(source: &str, lang: Option<Lang>, reference: Option<NaiveDate>) -> Self {
        let source = clip(source);
        let reading = text::read(source, &ReadOptions { lang, reference });
        let fold = text::fold(source);
        let folded: Vec<char> = fold.text.chars().collect();
        let mut quantities: Vec<Quantity> = reading
            .values
            .into_iter()
            .map(|v| Quantity { span: v.start..v.end, amount: Amount::Value(v), bare: false })
            .chain(reading.dates.into_iter().map(|d| {
                let allowed = time_allowed(&folded, lang, &d);
                allowed.unwrap_or(Quantity { span: d.from..d.to, amount: Amount::Date(d), bare: false })
            }))
            .filter(|q| q.span.start < q.span.end && q.span.end <= folded.len())
            .collect();
        quantities.sort_by_key(|q| (q.span.start, q.span.end));
        let mut words = words(source);
        for word in &mut words {
            word.number |= word.from < word.to && quantities.iter().any(|q| holds(q, word));
        }
        let clauses = clauses(&folded, &quantities);
        let mut cues = cues(&fold, &quantities);
        drop_conceded(&mut cues, &clauses, &folded);
        Self { clauses, cues, words, quantities, folded, chinese: reading.lang != Lang::En }
    }

    /// Adds the bare figures that were read as no value (`58th`, `7-3-1`), as plain numbers.
    pub fn with_bare_figures(mut self) -> Self {
        let free = |span: &Range<usize>| {
            !self.quantities.iter().any(|q| q.span.start < span.end && span.start < q.span.end)
        };
        let latin = self.words.iter().filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()));
        let latin =
            latin.filter_map(|w| Some((w.from..w.to, w.text.replace(',', "").parse::<Decimal>().ok()?)));
        let mut bare: Vec<Quantity> = latin
            .filter(|(span, _)| !self.joined(span.start))
            .chain(self.han_figures())
            .chain(self.ordinals())
            .filter(|(span, _)| free(span))
            .map(|(span, number)| Quantity {
                amount: Amount::Value(plain(number, &span, self.slice(span.clone()))),
                span,
                bare: true,
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
    pub fn label(&self, quantity: &Quantity) -> Option<&Word> {
        let plain = quantity
            .value()
            .is_some_and(|v| v.kind == ValueKind::Number && v.comparator == Comparator::Equal);
        let at = self.word_at(quantity.span.start);
        let word = self.words.get(at.checked_sub(1)?)?;
        (plain && word.name && !word.number && word.to + 1 == quantity.span.start).then_some(word)
    }

    /// Ordinals in words that tell which one is meant (`his sixth album`).
    fn ordinals(&self) -> impl Iterator<Item = (Range<usize>, Decimal)> + '_ {
        const ORDINALS: [&str; 19] = [
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ];
        self.words.iter().filter_map(|w| {
            let at = ORDINALS.iter().position(|o| *o == w.text)?;
            Some((w.from..w.to, Decimal::from(at + 2)))
        })
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

    /// Takes `given` for what the sentence states in the place of the same figure, else of the first of its kind; else it
    /// is added without a place.
    pub fn state(&mut self, given: &Quantity) {
        let number = |q: &Quantity| q.value().and_then(|v| v.value.or(v.low));
        let same = |q: &Quantity| match (given.date(), q.date()) {
            (Some(a), Some(b)) => !a.excludes(b),
            (None, None) => given.kind() == q.kind() && number(given) == number(q),
            _ => false,
        };
        let kind = |q: &Quantity| q.kind() == given.kind() && !q.bare;
        let place = self.quantities.iter().position(same).or_else(|| self.quantities.iter().position(kind));
        match place.and_then(|at| self.quantities.get_mut(at)) {
            Some(own) => own.amount = given.amount.clone(),
            None => self.quantities.push(Quantity { span: 0..0, ..given.clone() }),
        }
    }

    /// Leaves out the figures that belong to a name (`Volume 2`, the song `1999`).
    pub fn drop_figures_of(&mut self, name: &[Word]) {
        self.quantities.retain(|q| !q.is_of_name(name));
    }

    /// The clause that holds the character at `at`.
    pub fn clause(&self, at: usize) -> Range<usize> {
        self.clauses.iter().find(|c| c.contains(&at)).cloned().unwrap_or(0..self.folded.len())
    }

    /// The folded text of a stretch.
    pub fn slice(&self, span: Range<usize>) -> String {
        let end = span.end.min(self.folded.len());
        self.folded[span.start.min(end)..end].iter().collect()
    }

    /// The whole folded text.
    pub fn text(&self) -> String {
        self.folded.iter().collect()
    }

    /// The places of the whole text.
    pub fn all(&self) -> Range<usize> {
        0..self.folded.len()
    }

    /// The cues of a class that lie within a stretch.
    pub fn cues(&self, class: Class, within: &Range<usize>) -> impl Iterator<Item = &Cue> {
        let (start, end) = (within.start, within.end);
        let first = self.cues.partition_point(|c| c.span.start < start);
        self.cues[first..]
            .iter()
            .take_while(move |c| c.span.start < end)
            .filter(move |c| c.span.end <= end && c.is(class))
    }

    pub fn has(&self, class: Class, within: &Range<usize>) -> bool {
        self.cues(class, within).next().is_some()
    }

    /// Whether the very phrase stands anywhere.
    pub fn says(&self, phrase: usize) -> bool {
        self.cues.iter().any(|c| c.phrase == phrase)
    }

    /// Whether a cue of the class ends right before `at`, but for spaces.
    pub fn ends_with(&self, class: Class, from: usize, at: usize) -> bool {
        let end = self.back(from, at);
        self.cues(class, &(from..end)).any(|c| c.span.end == end)
    }

    /// Whether a cue of the class stands right at `at`, but for spaces.
    pub fn starts_with(&self, class: Class, at: usize, until: usize) -> bool {
        let start = (at..until).find(|i| self.folded.get(*i).is_some_and(|c| !c.is_whitespace()));
        start.is_some_and(|start| self.cues(class, &(start..until)).any(|c| c.span.start == start))
    }

    /// The place before `at` without the spaces and hedges (`about`, `up to`) that lead to it.
    pub fn before_hedges(&self, from: usize, at: usize) -> usize {
        self.before(&[Class::Hedge], from, at)
    }

    /// The place before `at` without the spaces and the cues of `classes` that lead to it.
    pub fn before(&self, classes: &[Class], from: usize, at: usize) -> usize {
        let mut end = self.back(from, at);
        let cue = |end: usize| {
            let ending = |c: &&Cue| c.span.end == end && classes.iter().any(|class| c.is(*class));
            let first = self.cues.partition_point(|c| c.span.start < from);
            let inside = self.cues[first..].iter().take_while(|c| c.span.start < end);
            inside.filter(ending).map(|c| c.span.start).min()
        };
        while let Some(start) = cue(end) {
            end = self.back(from, start);
        }
        end
    }

    fn back(&self, from: usize, at: usize) -> usize {
        let mut end = at.min(self.folded.len());
        while end > from && self.folded[end - 1].is_whitespace() {
            end -= 1;
        }
        end
    }

    /// Index of the first word that ends after `at`.
    pub fn word_at(&self, at: usize) -> usize {
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

/// What the lexicon knows in a text. A negation within a phrase that only looks like one is none, and the month of May
/// is no “may”.
fn cues(fold: &text::Folded, quantities: &[Quantity]) -> Vec<Cue> {
    let mut out: Vec<Cue> = lexicon()
        .find(&fold.text)
        .into_iter()
        .map(|f| Cue { phrase: f.phrase, span: fold.char_at(f.start)..fold.char_at(f.end) })
        .collect();
    let friends: Vec<Range<usize>> =
        out.iter().filter(|c| c.is(Class::Friend)).map(|c| c.span.clone()).collect();
    let inside = |outer: &Range<usize>, c: &Cue| outer.start <= c.span.start && c.span.end <= outer.end;
    let dated = |c: &Cue| quantities.iter().any(|q| q.date().is_some() && inside(&q.span, c));
    let month = |c: &Cue| {
        let before: String = fold.text.chars().skip(c.span.start.saturating_sub(3)).take(3).collect();
        c.words() == "may" && (before.ends_with("in ") || before == "ce ")
    };
    out.retain(|c| {
        let negative = [
            Class::Negation,
            Class::Reverser,
            Class::Cessation,
            Class::Negated,
            Class::Abolished,
            Class::Denial,
        ];
        !(negative.iter().any(|n| c.is(*n)) && friends.iter().any(|f| inside(f, c)))
            && !(c.is(Class::Tentative) && (dated(c) || month(c)))
    });
    out
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

/// What is conceded (`although …`, `虽然…`) turns nothing: the main clause counts.
fn drop_conceded(cues: &mut Vec<Cue>, clauses: &[Range<usize>], folded: &[char]) {
    /// A clause begins with its mark and a space.
    const MARK: usize = 2;
    const TURNING: [Class; 9] = [
        Class::Negation,
        Class::Reverser,
        Class::Cessation,
        Class::Negated,
        Class::Denial,
        Class::Abolished,
        Class::Postponed,
        Class::Tentative,
        Class::Correction,
    ];
    let opens = |clause: &&Range<usize>| {
        let begins = |c: &Cue| (clause.start..=clause.start + MARK).contains(&c.span.start);
        cues.iter().any(|c| c.is(Class::Concedes) && begins(c))
            && (clause.end < folded.len() || clause.start > 0)
    };
    let conceded: Vec<Range<usize>> = clauses.iter().filter(opens).cloned().collect();
    cues.retain(|cue| {
        let turns = TURNING.iter().any(|c| cue.is(*c))
            || cue.meanings().iter().any(|m| matches!(m, Meaning::Opposite(..)));
        !(turns && conceded.iter().any(|c| c.contains(&cue.span.start)))
    });
}

fn contrast(rest: &[char]) -> bool {
    ["while ", "whereas ", "but ", "although ", "compared ", "versus ", "而", "但", "相比之下", "同时"]
        .iter()
        .any(|w| rest.iter().copied().take(w.chars().count()).eq(w.chars()))
}

/// The length of time that something must come within (`within 20 days`, `两年内`): what is stated is the length, not the
/// day that it would end on if it began today.
fn time_allowed(folded: &[char], lang: Option<Lang>, date: &DateSpan) -> Option<Quantity> {
    let surface: String = folded.get(date.from..date.to)?.iter().collect();
    let within = surface.starts_with("within ") || surface.ends_with('内');
    let reading = within.then(|| text::read(&surface, &ReadOptions { lang, reference: None }))?;
    let value = reading.values.into_iter().find(|v| v.kind == ValueKind::Duration)?;
    let (start, end) = (date.from + value.start, date.from + value.end);
    Some(Quantity { span: start..end, amount: Amount::Value(Value { start, end, ..value }), bare: false })
}
