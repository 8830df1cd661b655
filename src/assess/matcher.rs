//! All claims against one change set of one source.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};

use super::claim::{Names, Watch};
use super::decide::change::{Numbered, Setting, judge, unmet};
use super::decide::page::{Page, concerns};
use super::find::index::{Builder, Index};
use super::lexicon::Class;

use super::read::view::{View, Views};
use crate::model::claim::{Claim, Entity, Slot};
use crate::model::passage::{Change, Document};
use crate::model::relation::{Assessment, Detail, Relation};

/// A change set gives at most this many flags a claim; a page that repeats itself is not read out.
const MOST_FLAGS: usize = 8;

/// Of up to so many claims in the other language each is held against a passage; beyond, only those whose names or values
/// stand there.
const MOST_FOREIGN: usize = 2_000;

/// Of two claims that one value could answer, one that the passage speaks of so much more nearly has it.
const NEARER: f32 = 0.1;

/// One change set of one source.
pub struct Input<'a> {
    /// The last good capture; `None`: the source is read for the first time and assessed whole.
    pub before: Option<&'a Document>,
    pub after: &'a Document,
    /// What changed between the two; not looked at for a first capture.
    pub changes: &'a [Change],
    /// Whether a claim, by its id, is looked for in this source.
    pub bound: &'a dyn Fn(&str) -> bool,
    /// When `after` was captured.
    pub captured: DateTime<Utc>,
}

impl Input<'_> {
    /// The changes that are assessed: of a source that is read for the first time each passage is new.
    pub(super) fn every_change(&self) -> Vec<Change> {
        if self.before.is_some() {
            return self.changes.to_vec();
        }
        (0..self.after.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect()
    }
}

/// What a change set means for one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Place of the claim in the list that the matcher was made of.
    pub claim: usize,
    pub change: Change,
    pub assessment: Assessment,
}

/// All claims, ready to be held against changes.
#[derive(Debug)]
pub struct Matcher {
    claims: Vec<Entry>,
    index: Index,
    /// The claims without a wording in English, and in Chinese.
    foreign: [Vec<usize>; 2],
    reference: Option<NaiveDate>,
}

/// A claim, taken apart when it is first met: of a hundred thousand few ever are.
#[derive(Debug)]
struct Entry {
    claim: Claim,
    names: Names,
    watch: OnceLock<Box<Watch>>,
}

impl Matcher {
    /// Builds the index of the claims.
    #[must_use]
    pub fn new(claims: Vec<Claim>, entities: &[Entity]) -> Self {
        Self::reading(claims, entities, None)
    }

    /// The same where relative dates of a claim without an as-of date count from `reference`.
    pub(super) fn reading(claims: Vec<Claim>, entities: &[Entity], reference: Option<NaiveDate>) -> Self {
        let mut builder = Builder::default();
        builder.declare(entities);
        let foreign = [0, 1].map(|lang| {
            let text = |c: &Claim| if lang == 0 { c.text.en.is_none() } else { c.text.zh.is_none() };
            claims.iter().enumerate().filter(|(_, c)| text(c)).map(|(number, _)| number).collect()
        });
        let claims = claims
            .into_iter()
            .map(|claim| Entry {
                names: Names::post(&claim, reference, &mut builder),
                claim,
                watch: OnceLock::new(),
            })
            .collect();
        Self { claims, index: builder.build(), foreign, reference }
    }

    /// The claims, in the order in which they were given.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().map(|entry| &entry.claim)
    }

    /// The claim of that place in the list; findings name no other.
    #[must_use]
    pub fn claim(&self, number: usize) -> &Claim {
        &self.claims[number].claim
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn watch(&self, number: usize) -> &Watch {
        let Entry { claim, names, watch } = &self.claims[number];
        watch.get_or_init(|| Box::new(Watch::new(claim.clone(), names.clone(), self.reference, &self.index)))
    }

    /// What the change set means: the findings of each claim, weightiest first.
    #[must_use]
    pub fn assess(&self, input: &Input<'_>) -> Vec<Finding> {
        let changes = input.every_change();
        let before = input.before.map(|d| Views::new(&self.index, d, input.captured));
        let after = Views::new(&self.index, input.after, input.captured);
        let page = Page::new(&self.index, before.as_ref(), &after);
        let mut found: HashMap<usize, Vec<Finding>> = HashMap::new();
        for &change in &changes {
            let [old, new] = Views::sides(before.as_ref(), &after, change);
            let concerned = self.concerned(input, old, new);
            for &number in &concerned {
                let claim = (number, self.watch(number));
                let elsewhere =
                    || page.agrees_elsewhere(claim, change.after) || page.restated_elsewhere(claim, change);
                let setting = Setting { standing: input.before.is_none(), elsewhere: &elsewhere };
                let Some(mut assessment) = judge(claim, &self.index, [old, new], &setting) else { continue };
                let nearer = || new.and_then(|view| self.nearer(number, &concerned, view, &assessment));
                if let Some(why) = page.silenced(claim, change, &assessment).or_else(nearer) {
                    assessment.relation = Relation::Mentions;
                    assessment.bears_on = false;
                    assessment.reasons.push(why);
                }
                found.entry(number).or_default().push(Finding { claim: number, change, assessment });
            }
        }
        for &change in &changes {
            let [old, new] = Views::sides(before.as_ref(), &after, change);
            if let Some(cue) = new.and_then(|new| retraction(old, new)) {
                for number in self.on_page(input, &after, &page) {
                    let assessment = Page::retracted(self.watch(number), cue);
                    found.entry(number).or_default().push(Finding { claim: number, change, assessment });
                }
            }
        }
        // In the order of the claims, so that the same capture always gives the same list.
        let found: BTreeMap<usize, Vec<Finding>> = found.into_iter().collect();
        found.into_values().flat_map(worth_telling).collect()
    }

    /// Another claim that the passage speaks of more nearly, and that its value could answer: one value answers one claim.
    fn nearer(&self, number: usize, concerned: &[usize], view: &View, found: &Assessment) -> Option<String> {
        let own = self.watch(number);
        if found.relation != Relation::Differs || found.detail == Detail::Corrected || own.gave(Slot::Metric)
        {
            return None;
        }
        let likeness = |watch: &Watch| watch.likeness(watch.language(view.facts.chinese), view.direction());
        let kind = found.new.as_ref()?.kind;
        let answers = |watch: &Watch| {
            let stated = watch.wording.iter().flatten().flat_map(|f| &f.quantities).filter(|q| !q.bare);
            watch.value.iter().chain(stated).any(|q| q.shown().kind == kind)
        };
        let others =
            concerned.iter().filter(|n| **n != number).map(|n| self.watch(*n)).filter(|w| answers(w));
        let best = others.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
        (likeness(best) > likeness(own) + NEARER)
            .then(|| format!("the passage speaks more nearly of claim {}", best.claim.id))
    }

    /// What stands in two texts, each of one passage, that are not worth a line for the claim: how near they come, and
    /// what each would say by itself.
    pub(super) fn unmet(
        &self,
        number: usize,
        texts: [Option<&Document>; 2],
        captured: DateTime<Utc>,
    ) -> Assessment {
        let views = texts.map(|d| d.map(|d| Views::new(&self.index, d, captured)));
        let [old, new] = &views;
        let texts = [old.as_ref().and_then(|v| v.view(0)), new.as_ref().and_then(|v| v.view(0))];
        unmet((number, self.watch(number)), &self.index, texts)
    }

    /// The claims that some passage of the page states.
    fn on_page(&self, input: &Input<'_>, after: &Views<'_>, page: &Page<'_>) -> Vec<usize> {
        let claims = after.all().flat_map(|v| self.index.candidates(&v.seen)).collect();
        self.looked_for(input, claims, |claim| page.agrees_elsewhere(claim, None))
    }

    /// The claims that a change may concern.
    pub(super) fn concerned(&self, input: &Input<'_>, old: Option<&View>, new: Option<&View>) -> Vec<usize> {
        let views = || old.into_iter().chain(new);
        let mut claims: Vec<usize> = views().flat_map(|v| self.index.candidates(&v.seen)).collect();
        // Names and words are written otherwise in the other language: there what is spoken of tells.
        for view in views() {
            let list = &self.foreign[usize::from(view.facts.chinese)];
            claims.extend(list.iter().filter(|_| list.len() <= MOST_FOREIGN));
        }
        self.looked_for(input, claims, |claim| views().any(|v| concerns(&self.index, claim, v)))
    }

    /// Of `claims` those that are looked for in the source and that `keep` lets through, each once.
    fn looked_for<'a>(
        &'a self,
        input: &Input<'_>,
        mut claims: Vec<usize>,
        keep: impl Fn(Numbered<'a>) -> bool,
    ) -> Vec<usize> {
        claims.sort_unstable();
        claims.dedup();
        claims.retain(|number| {
            (input.bound)(&self.claims[*number].claim.id) && keep((*number, self.watch(*number)))
        });
        claims
    }
}

/// The words by which a change takes back the whole page, where they stood there not before.
fn retraction(old: Option<&View>, new: &View) -> Option<&'static str> {
    let cue = new.facts.cues(Class::Retraction, &new.facts.all()).next()?;
    old.is_none_or(|old| !old.facts.says(cue.phrase)).then(|| cue.words())
}

fn weight(assessment: &Assessment) -> (u8, f64) {
    let rank = match (assessment.relation, assessment.bears_on) {
        (Relation::Differs, _) => 4,
        (Relation::Withdrawn, _) => 3,
        (Relation::Mentions, true) => 2,
        (_, true) => 1,
        _ => 0,
    };
    (rank, assessment.score)
}

/// The findings of a claim that are put before a human, weightiest first, and the best of those that are not:
/// what was dismissed before must not hide what else the change says.
fn worth_telling(mut list: Vec<Finding>) -> impl Iterator<Item = Finding> {
    list.sort_by(|a, b| {
        let (x, y) = (weight(&a.assessment), weight(&b.assessment));
        y.0.cmp(&x.0).then(y.1.total_cmp(&x.1))
    });
    let (flags, others): (Vec<_>, Vec<_>) = list.into_iter().partition(|f| f.assessment.is_flag());
    flags.into_iter().take(MOST_FLAGS).chain(others.into_iter().next())
}
