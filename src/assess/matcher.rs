//! All claims against one change set of one source.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::index::{Builder, Index};
use super::judge::{Side, judge};
use super::sight::{Said, look};
use super::slots::{self, Slots};
use super::subject::may_lack;
use super::view::{View, Views};
use crate::model::claim::{Claim, Entity};
use crate::model::passage::{Change, Document};
use crate::model::relation::{Assessment, Relation};

/// A change set gives at most this many flags a claim; a page that repeats itself is not read out.
const MOST_FLAGS: usize = 8;

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
    slots: Vec<Slots>,
    index: Index,
}

impl Matcher {
    /// Takes the claims apart and builds the index once.
    #[must_use]
    pub fn new(claims: Vec<Claim>, entities: &[Entity]) -> Self {
        let mut builder = Builder::default();
        for entity in entities {
            builder.entity(entity.names.iter().map(String::as_str));
        }
        let mut slots: Vec<Slots> = claims.into_iter().map(|c| Slots::prepare(c, &mut builder)).collect();
        let mut uses: HashMap<usize, usize> = HashMap::new();
        for subject in slots.iter().flat_map(|s| &s.subjects) {
            *uses.entry(*subject).or_default() += 1;
        }
        for (number, slot) in slots.iter().enumerate() {
            // A claim is found by its rarest subjects: one more than may go unnamed, so that one of them is named.
            let mut subjects = slot.subjects.clone();
            subjects.sort_by_key(|s| uses.get(s));
            subjects.truncate(may_lack(subjects.len()) + 1);
            let phrases: Vec<usize> = slot.metric.iter().chain(&slot.contrary).copied().collect();
            for subject in subjects {
                builder.post(number, subject, &phrases, slot.key());
            }
        }
        let index = builder.build();
        for slot in &mut slots {
            let named = index.scan(&slot.folded).entities;
            let claimant = slot.claim.claimant.as_deref().unwrap_or_default();
            slot.claimants = index.scan(claimant).entities.into_keys().collect();
            slot.others = named.into_keys().filter(|e| !slot.subjects.contains(e)).collect();
        }
        Self { slots, index }
    }

    /// The claims, in the order in which they were given.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.slots.iter().map(|slots| &slots.claim)
    }

    /// The claim of that place in the list; findings name no other.
    #[must_use]
    pub fn claim(&self, number: usize) -> &Claim {
        &self.slots[number].claim
    }

    /// What the change set means: the findings of each claim, weightiest first.
    #[must_use]
    pub fn assess(&self, input: &Input<'_>) -> Vec<Finding> {
        let whole: Vec<Change>;
        let changes = if input.before.is_none() {
            whole =
                (0..input.after.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect();
            &whole
        } else {
            input.changes
        };
        let before = input.before.map(|d| Views::new(&self.index, d, input.captured));
        let after = Views::new(&self.index, input.after, input.captured);
        let mut found: HashMap<usize, Vec<Finding>> = HashMap::new();
        for &change in changes {
            let old = before.as_ref().zip(change.before).and_then(|(views, at)| self.open(views, at));
            let new = change.after.and_then(|at| self.open(&after, at));
            let mut claims: Vec<usize> =
                old.iter().chain(&new).flat_map(|o| o.claims.iter().copied()).collect();
            claims.sort_unstable();
            claims.dedup();
            for number in claims {
                let slots = &self.slots[number];
                if !(input.bound)(&slots.claim.id) {
                    continue;
                }
                let (old, new) = (self.side(slots, old.as_ref()), self.side(slots, new.as_ref()));
                let elsewhere = || self.agrees_somewhere(slots, &after, change.after);
                if let Some(assessment) =
                    judge(slots, old.as_ref(), new.as_ref(), input.before.is_none(), elsewhere)
                {
                    found.entry(number).or_default().push(Finding { claim: number, change, assessment });
                }
            }
        }
        // In the order of the claims, so that the same capture always gives the same list.
        let found: BTreeMap<usize, Vec<Finding>> = found.into_iter().collect();
        found.into_values().flat_map(worth_telling).collect()
    }

    fn side<'v>(&self, slots: &Slots, opened: Option<&'v Opened>) -> Option<Side<'v>> {
        opened.map(|o| Side { view: &o.view, sight: look(slots, &self.index, &o.view) })
    }

    /// The passage with the claims it may concern; `None` for one that names nothing known.
    fn open(&self, views: &Views, at: usize) -> Option<Opened> {
        let scan = views.scan(at)?;
        let around = views.around(at);
        let subjects = scan.entities.keys().chain(&around).copied().collect();
        // A value finds a claim only beside a name; without either the passage need not be read at all.
        if scan.entities.is_empty() && self.index.candidates(&subjects, &scan, &[]).is_empty() {
            return None;
        }
        let view = views.view(at, scan, around)?;
        let keys: Vec<String> = view.facts.quantities.iter().filter_map(slots::key).collect();
        let claims = self.index.candidates(&subjects, &view.scan, &keys);
        Some(Opened { view, claims })
    }

    /// Whether another passage of the document than `but` agrees with the claim.
    fn agrees_somewhere(&self, slots: &Slots, views: &Views, but: Option<usize>) -> bool {
        (0..views.len())
            .filter(|at| Some(*at) != but)
            .filter_map(|at| self.open(views, at))
            .any(|opened| look(slots, &self.index, &opened.view).is_some_and(|s| s.said == Said::Agrees))
    }
}

/// A passage with the claims it may concern.
struct Opened {
    view: View,
    claims: Vec<usize>,
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
