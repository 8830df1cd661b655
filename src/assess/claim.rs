//! A claim made ready for comparing: its wordings taken apart, and the slots that were given or proposed.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::find::index::{Builder, Index};
use super::find::keys::{self, Key, Kind, Weighed};
use super::lexicon::Class as Cues;
use super::read::facts::{Facts, Quantity};
use super::read::words::{Word, weight, words};
use super::signals::{doer, measures};
use crate::meaning::{self, Vector};
use crate::model::claim::{Claim, ClaimKind, Class, Slot, Terms};
use crate::model::value::{Comparator, DateSpan, Lang};
use crate::text;

/// What a name weighs among the keys of a claim.
const NAME: f32 = 9.0;
const VALUE: f32 = 2.0;

/// A claim's numbers in the index: what it is found by.
#[derive(Debug, Clone)]
pub struct Names {
    /// Entities that all must be meant.
    pub subjects: Vec<usize>,
    /// Phrases.
    pub metric: Vec<usize>,
    pub contrary: Vec<usize>,
}

impl Names {
    /// Makes the names and terms of `claim` known to `builder` and posts the claim under its keys.
    pub fn post(claim: &Claim, reference: Option<NaiveDate>, builder: &mut Builder) -> Self {
        let mut phrases = |terms: &Terms, slot| -> Vec<usize> {
            let given = !claim.proposed.contains(&slot);
            let given = terms.all().filter(|t| given && !t.trim().is_empty());
            given.map(|t| builder.phrase(t)).collect()
        };
        let metric = phrases(&claim.metric, Slot::Metric);
        let contrary = phrases(&claim.contrary, Slot::Metric);
        let subjects: Vec<usize> = claim.subject.iter().map(|name| builder.named(name)).collect();
        let names = Self { subjects, metric, contrary };
        builder.post(
            wordings(claim, reference).map(|facts| facts.map(|f| names.keys(claim, &f)).unwrap_or_default()),
        );
        names
    }

    fn keys(&self, claim: &Claim, facts: &Facts) -> Vec<Weighed> {
        // A name that was only read out of the sentence is among its words as well.
        let given = !self.subjects.is_empty() && !claim.proposed.contains(&Slot::Subject);
        let entities = self.subjects.iter().filter(|_| given).map(|e| (keys::entity(*e), NAME, Kind::Name));
        let spoken = (0..facts.words.len()).filter(|i| !facts.words[*i].stop && !facts.words[*i].number);
        let spoken = spoken.map(|i| {
            let (word, share) = (&facts.words[i], doer::share(facts, i));
            // Who gave the subject said which names count.
            let kind = if share > 0.0 && !given { Kind::Name } else { Kind::Word };
            (keys::word(word), if share > 0.0 { share * NAME } else { weight(word) }, kind)
        });
        let terms = self.metric.iter().chain(&self.contrary).map(|p| (keys::phrase(*p), 0.0, Kind::Term));
        let given = claim.value.as_deref().and_then(first_quantity);
        let values = facts.quantities.iter().filter(|q| q.value().is_some()).chain(&given);
        let values = values.filter_map(keys::value).map(|v| (v, VALUE, Kind::Value));
        let mut out: Vec<Weighed> = Vec::new();
        for (key, weight, kind) in entities.chain(spoken).chain(terms).chain(values) {
            if !out.iter().any(|k| k.key == key) {
                out.push(Weighed { key, weight, kind });
            }
        }
        out
    }
}

/// The sentences of a claim taken apart, English then Chinese. Relative dates count from its as-of date, else from
/// `reference`.
fn wordings(claim: &Claim, reference: Option<NaiveDate>) -> [Option<Facts>; 2] {
    let as_of = claim.as_of.as_deref().and_then(text::read_period).map(|d| d.end).or(reference);
    [(&claim.text.en, Lang::En), (&claim.text.zh, Lang::Zh)]
        .map(|(text, lang)| text.as_deref().map(|t| Facts::read(t, Some(lang), as_of).with_bare_figures()))
}

/// A claim ready to be held against passages.
#[derive(Debug)]
pub struct Watch {
    pub claim: Claim,
    pub names: Names,
    /// Numbers of the entities that its sentences name beside the subjects.
    pub others: Vec<usize>,
    pub value: Option<Quantity>,
    pub period: Option<DateSpan>,
    /// The time that its own sentence says its value holds for.
    pub stated: Option<DateSpan>,
    pub as_of: Option<DateSpan>,
    /// Its sentence, English then Chinese.
    pub wording: [Option<Facts>; 2],
    /// Where each wording names an entity.
    pub named: [Vec<(std::ops::Range<usize>, usize)>; 2],
    /// Where each wording points, for texts in the other language.
    directions: [OnceLock<Option<Vector>>; 2],
    /// Numbers of the entities that said it, and the words that name them.
    pub claimants: Vec<usize>,
    pub claimant_words: Vec<Word>,
    /// Families of measures that its value belongs to.
    pub families: Vec<usize>,
    /// The claim speaks of a part that came on top.
    pub additive: bool,
    /// The keys of the values that it states, and whether one of them is a bound that another number may keep.
    pub value_keys: Vec<Key>,
    pub bounded: bool,
    /// It says that somebody holds an office.
    pub of_office: bool,
}

impl Watch {
    pub fn new(claim: Claim, names: Names, reference: Option<NaiveDate>, index: &Index) -> Self {
        let value = claim.value.as_deref().and_then(first_quantity);
        let given = value.as_ref().filter(|_| !claim.proposed.contains(&Slot::Value));
        let mut wording = wordings(&claim, reference);
        if let Some(given) = given {
            wording.iter_mut().flatten().for_each(|facts| facts.state(given));
        }
        let named = [&claim.text.en, &claim.text.zh].map(|text| {
            let scan = text.as_deref().map(|t| index.scan(t)).unwrap_or_default();
            let spans =
                scan.entities.into_iter().flat_map(|(e, spans)| spans.into_iter().map(move |s| (s, e)));
            spans.collect::<Vec<_>>()
        });
        let mut others: Vec<usize> =
            named.iter().flatten().map(|(_, e)| *e).filter(|e| !names.subjects.contains(e)).collect();
        others.sort_unstable();
        others.dedup();
        let terms: String = claim.metric.all().flat_map(|t| [t, " ; "]).collect();
        let measured = std::iter::once(Facts::read(&terms, None, None));
        let families = measured
            .chain(wording.iter().flatten().cloned())
            .flat_map(|f| measures::measures(&f).map(|n| n.family).collect::<Vec<_>>())
            .collect();
        let claimant = claim.claimant.as_deref().unwrap_or_default();
        let date = |s: Option<&str>| s.and_then(text::read_period);
        let additive = |f: &Facts| f.has(Cues::Additive, &f.all());
        let stated = || wording.iter().flatten().flat_map(|f| &f.quantities);
        let bound = |q: &Quantity| q.value().is_some_and(|v| v.comparator != Comparator::Equal);
        let (value_keys, bounded) = (stated().filter_map(keys::value).collect(), stated().any(bound));
        Self {
            others,
            claimants: index.scan(claimant).entities.into_keys().collect(),
            claimant_words: words(claimant),
            value,
            period: date(claim.period.as_deref()),
            stated: wording.iter().flatten().find_map(|f| {
                let valued = f.quantities.iter().any(|q| q.value().is_some());
                f.quantities.iter().filter(|_| valued).find_map(|q| q.date().cloned())
            }),
            as_of: date(claim.as_of.as_deref()),
            additive: wording.iter().flatten().any(additive),
            value_keys,
            bounded,
            of_office: wording.iter().flatten().any(|f| f.cues.iter().any(|c| c.office().is_some())),
            families,
            wording,
            directions: [OnceLock::new(), OnceLock::new()],
            named,
            names,
            claim,
        }
    }

    /// Whether a person gave the slot, or confirmed it.
    pub fn gave(&self, slot: Slot) -> bool {
        let there = match slot {
            Slot::Subject => !self.claim.subject.is_empty(),
            Slot::Metric => !self.claim.metric.is_empty(),
            Slot::Value => self.claim.value.is_some(),
            Slot::Period => self.claim.period.is_some(),
            _ => true,
        };
        there && !self.claim.proposed.contains(&slot)
    }

    /// The wording that a text is held against (0 English, 1 Chinese): the one in its language, where there is one.
    pub fn language(&self, chinese: bool) -> usize {
        let own = usize::from(chinese);
        if self.wording[own].is_some() { own } else { 1 - own }
    }

    /// How near a wording (0 English, 1 Chinese) and a text of the other language are in what they speak of, -1..=1.
    pub fn likeness(&self, wording: usize, text: Option<&Vector>) -> f32 {
        let source = if wording == 0 { &self.claim.text.en } else { &self.claim.text.zh };
        let own = self.directions[wording].get_or_init(|| source.as_deref().and_then(meaning::sentence));
        own.as_ref().zip(text).map_or(0.0, |(a, b)| a.likeness(b))
    }

    /// Whether any wording says the folded words.
    pub fn says(&self, words: &str) -> bool {
        self.wording.iter().flatten().any(|f| f.text().contains(words))
    }

    /// The time that a forecast is for: its period, its deadline, else the date that it states. The flag tells a
    /// deadline, before which anything may come.
    pub fn target(&self) -> Option<(DateSpan, bool)> {
        if self.claim.class != Class::Forecast && self.claim.kind != ClaimKind::Forecast {
            return None;
        }
        let deadline = || self.claim.deadline.as_deref().and_then(text::read_period).map(|d| (d, true));
        let stated = || self.value.as_ref().and_then(Quantity::date).cloned().map(|d| (d, false));
        self.period.clone().map(|d| (d, false)).or_else(deadline).or_else(stated)
    }

    /// Whether it speaks of one past period or occasion only.
    pub fn settled(&self) -> bool {
        matches!(self.claim.class, Class::Closed | Class::Event)
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
