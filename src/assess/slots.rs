//! The slots of a claim, taken apart once: subjects, terms, value, period, as-of date, wording.

use super::cues;
use super::facts::{Amount, Facts, Quantity};
use super::index::Builder;
use super::words::Word;
use super::{compare, measures};
use crate::model::claim::{Claim, ClaimKind, Class};
use crate::model::value::{DateSpan, Lang};
use crate::text;

/// A configured claim made ready for matching.
#[derive(Debug)]
pub(super) struct Slots {
    pub claim: Claim,
    /// Numbers of the entities that all must be meant.
    pub subjects: Vec<usize>,
    /// Numbers of the entities that its sentences name beside the subjects.
    pub others: Vec<usize>,
    /// Numbers of phrases.
    pub metric: Vec<usize>,
    pub contrary: Vec<usize>,
    pub value: Option<Quantity>,
    pub period: Option<DateSpan>,
    pub as_of: Option<DateSpan>,
    /// Its sentence, English then Chinese.
    pub wording: [Option<Facts>; 2],
    /// Its sentences folded, for words that both claim and passage use.
    pub folded: String,
    /// Numbers of the entities that said it, and the words that name them.
    pub claimants: Vec<usize>,
    pub claimant_words: Vec<Word>,
    /// Families of measures that its value belongs to.
    pub families: Vec<&'static str>,
    /// The claim speaks of a part that came on top.
    pub additive: bool,
}

impl Slots {
    /// Takes `claim` apart and makes its names and terms known to `builder`.
    pub(super) fn prepare(claim: Claim, builder: &mut Builder) -> Self {
        let read = |source: Option<&String>, lang| source.map(|s| Facts::read(s, Some(lang), None));
        let wording = [read(claim.text.en.as_ref(), Lang::En), read(claim.text.zh.as_ref(), Lang::Zh)];
        let mut folded = String::new();
        for facts in wording.iter().flatten() {
            folded.extend(&facts.folded);
            folded.push('\n');
        }
        let subjects: Vec<usize> = claim.subject.iter().map(|name| builder.named(name)).collect();
        let terms = |terms: &crate::model::claim::Terms, builder: &mut Builder| -> Vec<usize> {
            terms.all().filter(|t| !t.trim().is_empty()).map(|t| builder.phrase(t)).collect()
        };
        let metric = terms(&claim.metric, builder);
        let contrary = terms(&claim.contrary, builder);
        let value = claim.value.as_deref().and_then(first_quantity);
        let words: String = claim.metric.all().flat_map(|t| [t, " ; "]).collect::<String>() + &folded;
        let families =
            measures::measures(&Facts::read(&words, None, None)).into_iter().map(|n| n.family).collect();
        let claimant = claim.claimant.as_deref().map(super::words::words).unwrap_or_default();
        let date = |s: Option<&str>| s.and_then(text::read_period);
        Self {
            subjects,
            others: Vec::new(),
            claimants: Vec::new(),
            claimant_words: claimant,
            metric,
            contrary,
            value,
            period: date(claim.period.as_deref()),
            as_of: date(claim.as_of.as_deref()),
            additive: ["further", "additional", "another", "追加", "新增"]
                .iter()
                .any(|w| cues::has(&folded, &[w])),
            wording,
            folded,
            families,
            claim,
        }
    }

    /// The sentence to compare a passage with: in its language where there is one.
    pub(super) fn wording(&self, chinese: bool) -> Option<&Facts> {
        self.wording[usize::from(chinese)].as_ref()
    }

    /// The key of its value, by which equal values are found.
    pub(super) fn key(&self) -> Option<String> {
        self.value.as_ref().and_then(key)
    }

    /// The time that a forecast is for: its period, its deadline, else the date that it states. The flag tells a
    /// deadline, before which anything may come.
    pub(super) fn target(&self) -> Option<(DateSpan, bool)> {
        if self.claim.class != Class::Forecast && self.claim.kind != ClaimKind::Forecast {
            return None;
        }
        let deadline = || self.claim.deadline.as_deref().and_then(text::read_period).map(|d| (d, true));
        let stated = || self.value.as_ref().and_then(Quantity::date).cloned().map(|d| (d, false));
        self.period.clone().map(|d| (d, false)).or_else(deadline).or_else(stated)
    }

    /// Whether it speaks of one past period or occasion only.
    pub(super) fn settled(&self) -> bool {
        matches!(self.claim.class, Class::Closed | Class::Event)
    }
}

/// The key under which equal values, or equal dates, are found.
pub(super) fn key(quantity: &Quantity) -> Option<String> {
    match &quantity.amount {
        Amount::Value(value) => compare::key(value),
        Amount::Date(date) => Some(format!("{}–{}", date.start, date.end)),
    }
}

/// The value that the text of a slot states, else its date.
fn first_quantity(source: &str) -> Option<Quantity> {
    let facts = Facts::read(source, None, None);
    let value = facts.quantities.iter().find(|q| q.value().is_some());
    let date = facts.quantities.iter().find(|q| q.date().is_some());
    match (value, date) {
        (_, Some(date)) if date.span.len() * 2 > facts.folded.len() => Some(date.clone()),
        (Some(value), _) => Some(value.clone()),
        (None, date) => date.cloned(),
    }
}
