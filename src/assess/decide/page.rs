//! The passages of a page compete for a claim: the one that states it in its own row, line or sentence silences its
//! siblings.

use std::collections::HashMap;

use super::change::Numbered;
use super::sight::{Said, look};
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::Compared;
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::find::keys;
use crate::assess::lexicon::Class;
use crate::assess::read::facts::{Facts, Quantity};
use crate::assess::read::view::{View, Views};
use crate::assess::read::words::is_han;
use crate::assess::signals::owner::may_lack;
use crate::assess::signals::restated::restates;
use crate::assess::signals::{doer, office};
use crate::model::claim::Slot;
use crate::model::passage::{Change, Role};
use crate::model::relation::{Assessment, Detail, Relation, Stance};
use crate::model::value::ValueKind;

/// A sibling holds less of the claim than its own passage by this share.
const LESS: f64 = 0.05;
/// Across languages a passage may concern a claim when it speaks of nearly the same, or of something like it with a name or
/// value of the claim.
const LIKE: f32 = 0.58;
const LIKE_AND_NAMED: f32 = 0.42;
const LIKELIER: f32 = 0.13;
/// On a page whose title and heading name nothing of a claim, a passage that lacks more of its names is about another.
const WHOLE: f32 = 0.8;
/// A passage of prose is a sibling only where it holds so much less.
const LESS_IN_PROSE: f64 = 0.1;

/// Of so many words at most is the label of a value.
const LABEL: usize = 14;

/// The rank of a retraction.
const RETRACTED: f64 = 0.9;

/// A passage that agrees with a claim, and how much of it stands there.
#[derive(Debug, Clone, Copy)]
struct Home {
    at: usize,
    coverage: f64,
    /// It states the very value.
    exact: bool,
}

/// Both captures of a page, with what of each claim stands where.
pub struct Page<'a> {
    index: &'a Index,
    before: Option<&'a Views<'a>>,
    after: &'a Views<'a>,
    homes: std::cell::RefCell<HashMap<(usize, bool), Vec<Home>>>,
}

impl<'a> Page<'a> {
    pub fn new(index: &'a Index, before: Option<&'a Views<'a>>, after: &'a Views<'a>) -> Self {
        Self { index, before, after, homes: std::cell::RefCell::default() }
    }

    /// Whether another passage of the new capture than `but` agrees with the claim.
    pub fn agrees_elsewhere(&self, claim: Numbered<'_>, but: Option<usize>) -> bool {
        self.homes(claim, true).iter().any(|h| Some(h.at) != but)
    }

    /// Whether another passage of the new capture than the one in its place says in other words what the passage of the
    /// earlier one said.
    pub fn restated_elsewhere(&self, (_, watch): Numbered<'_>, change: Change) -> bool {
        let old = self.before.zip(change.before).and_then(|(views, at)| views.view(at));
        let Some(old) = old else { return false };
        let Some(claim) = &watch.wording[usize::from(old.facts.chinese)] else { return false };
        let prose = |v: &&View| !matches!(v.role, Role::Heading | Role::Title);
        let passages: Vec<&View> = self.after.all().filter(prose).collect();
        let others = passages.iter().filter(|new| Some(new.at) != change.after);
        others.into_iter().any(|new| restates(claim, old, new, &passages))
    }

    /// What it means for a claim that the page states when the whole page is taken back.
    pub fn retracted(watch: &Watch, cue: &str) -> Assessment {
        Assessment {
            relation: Relation::Differs,
            detail: Detail::Corrected,
            bears_on: true,
            score: RETRACTED,
            stance_before: Stance::Supports,
            stance_after: Stance::Refutes,
            old: watch.value.as_ref().map(Quantity::shown),
            new: None,
            reasons: vec![format!("“{cue}” takes back the page, which states the claim")],
        }
    }

    /// Whether a passage of the earlier capture said in other words what the passage says that a change brought.
    fn said_before(&self, (_, watch): Numbered<'_>, change: Change) -> bool {
        let Some(views) = self.before.filter(|_| change.before.is_none()) else { return false };
        let Some(new) = change.after.and_then(|at| self.after.view(at)) else { return false };
        let Some(claim) = &watch.wording[usize::from(new.facts.chinese)] else { return false };
        views.all().any(|old| restates(claim, old, new, &[new]))
    }

    /// Why a finding that would be flagged is not the claim's, but a sibling's.
    pub fn silenced(&self, claim: Numbered<'_>, change: Change, found: &Assessment) -> Option<String> {
        if let Some(why) = self.likelier(claim, change).filter(|_| found.is_flag()) {
            return Some(why);
        }
        let (at, contradicts) = (change.after?, found.relation == Relation::Differs);
        if !found.is_flag() || !contradicts || found.detail == Detail::Corrected {
            return None;
        }
        if found.detail == Detail::Negated && self.said_before(claim, change) {
            return Some("the page said so before, in other words".into());
        }
        let view = self.after.view(at)?;
        if let Some(why) = self.other_row(claim, view) {
            return Some(why);
        }
        let coverage = self.coverage(claim, view)?;
        // What stood beside the claim's own passage with another value all the time is another slot.
        if let Some((views, was)) = self.before.zip(change.before) {
            let homes = self.homes(claim, false);
            let same = |h: &Home| label(view).is_some() && views.view(h.at).and_then(label) == label(view);
            let own = homes.iter().any(|h| h.at == was || same(h));
            if !own
                && let Some(home) = homes.first()
                && self.differs(claim, views.view(was)?)
            {
                return Some(format!(
                    "the page states the claim in another passage: “{}”",
                    quoted(views, home.at)
                ));
            }
        }
        let homes = self.homes(claim, true);
        let home = homes.iter().find(|h| h.at != at)?;
        let row = is_row(view);
        let less = if row { LESS } else { LESS_IN_PROSE };
        let standing = self.before.is_none();
        let now = [Class::Present, Class::TotalLeft, Class::LeadsTo]
            .iter()
            .any(|c| view.facts.has(*c, &view.facts.all()));
        let fuller = coverage + less <= home.coverage;
        let sibling = (fuller && row) || (standing && !now && (fuller || !claim.1.gave(Slot::Metric)));
        sibling.then(|| {
            format!("the page states the claim in its own passage: “{}”", quoted(self.after, home.at))
        })
    }

    /// Where a row states the very claim, before the change or after it, no row of another label contradicts it.
    fn other_row(&self, claim: Numbered<'_>, view: &View) -> Option<String> {
        let own = label(view)?;
        let of = |new: bool| {
            let views = if new { Some(self.after) } else { self.before };
            let homes = self.homes(claim, new);
            let rows = homes
                .iter()
                .filter(|h| h.exact)
                .filter_map(|h| Some((views?, h.at, label(views?.view(h.at)?)?)));
            rows.collect::<Vec<_>>()
        };
        let rows: Vec<(&Views<'_>, usize, String)> = of(false).into_iter().chain(of(true)).collect();
        let (views, at, _) = rows.first()?;
        rows.iter()
            .all(|(_, _, label)| *label != own)
            .then(|| format!("the page states the claim in its own row: “{}”", quoted(views, *at)))
    }

    /// Across languages the passage that speaks of most nearly the same is the claim's.
    fn likelier(&self, (_, watch): Numbered<'_>, change: Change) -> Option<String> {
        let views = self.before.unwrap_or(self.after);
        let view = views.view(change.before.or(change.after)?)?;
        let own = usize::from(view.facts.chinese);
        if watch.wording[own].is_some() {
            return None;
        }
        let likeness = |view: &View| watch.likeness(1 - own, view.direction());
        let best = views
            .all()
            .filter(|v| v.at != view.at && !matches!(v.role, Role::Heading | Role::Title))
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
        (likeness(best) > likeness(view) + LIKELIER)
            .then(|| format!("another passage speaks more nearly of the claim: “{}”", quoted(views, best.at)))
    }

    /// The passages of one capture that agree with the claim, the fullest first.
    fn homes(&self, claim: Numbered<'_>, new: bool) -> Vec<Home> {
        if let Some(known) = self.homes.borrow().get(&(claim.0, new)) {
            return known.clone();
        }
        let views = if new { Some(self.after) } else { self.before };
        let mut homes: Vec<Home> = views
            .into_iter()
            .flat_map(Views::all)
            .filter(|view| states(claim, view) && concerns(self.index, claim, view))
            .filter_map(|view| self.home(claim, view))
            .collect();
        homes.sort_by(|a, b| b.coverage.total_cmp(&a.coverage));
        self.homes.borrow_mut().insert((claim.0, new), homes.clone());
        homes
    }

    fn home(&self, claim: Numbered<'_>, view: &View) -> Option<Home> {
        let compared = Compared::new(claim, self.index, [None, Some(view)])?;
        let sight = look(&compared, 1, self.index).filter(|s| s.said == Said::Agrees)?;
        let exact = sight.verdict == Some(Verdict::Same);
        Some(Home { at: view.at, coverage: sight.coverage, exact })
    }

    fn coverage(&self, claim: Numbered<'_>, view: &View) -> Option<f64> {
        let compared = Compared::new(claim, self.index, [None, Some(view)])?;
        Some(compared.sides[1].as_ref()?.share())
    }

    fn differs(&self, claim: Numbered<'_>, view: &View) -> bool {
        let Some(compared) = Compared::new(claim, self.index, [None, Some(view)]) else { return false };
        look(&compared, 1, self.index)
            .is_some_and(|s| s.said != Said::Agrees && s.value.is_some() && s.verdict == Some(Verdict::Fails))
    }
}

/// The beginning of a passage.
fn quoted(views: &Views, at: usize) -> String {
    views.view(at).map(|v| v.facts.text().chars().take(80).collect()).unwrap_or_default()
}

/// Whether a passage holds a value of the claim, where the claim has any, or one that may lie within a bound that it
/// states: others need not be compared.
fn states((_, watch): Numbered<'_>, view: &View) -> bool {
    watch.value_keys.is_empty()
        || watch.value_keys.iter().any(|value| view.seen.contains(value))
        || (watch.bounded && view.facts.quantities.iter().any(|q| q.value().is_some()))
}

/// What a row says its value is: the words before the last colon, or before the first cell.
fn label(view: &View) -> Option<String> {
    let text = &view.facts.folded;
    let end = match text.iter().position(|c| *c == '|') {
        Some(at) => at,
        None => text.iter().rposition(|c| *c == ':')?,
    };
    (is_row(view) && end > 0).then(|| text[..end].iter().collect::<String>().trim().to_owned())
}

/// A row of a table, an item of a list, a label with its value. What has a sum or share before its colon is a sentence;
/// ages and counts may be part of a label.
fn is_row(view: &View) -> bool {
    let text = &view.facts.folded;
    let ends = |i: &usize| {
        text[*i] == '|'
            || (text[*i] == ':'
                && text.get(i + 1).is_none_or(|c| c.is_whitespace() || is_han(*c) || c.is_ascii_digit()))
    };
    let sum =
        |q: &Quantity| q.value().is_some_and(|v| matches!(v.kind, ValueKind::Money | ValueKind::Percent));
    let valued = |until: usize| view.facts.quantities.iter().any(|q| sum(q) && q.span.end <= until);
    let labelled = || {
        let colon = (0..text.len()).find(ends);
        colon.is_some_and(|at| view.facts.word_at(at) <= LABEL && !valued(at))
    };
    matches!(view.role, Role::TableRow | Role::ListItem) || labelled()
}

/// Whether a passage holds enough of what a claim is found by: terms that a person gave, or names and words.
pub fn concerns(index: &Index, (number, watch): Numbered<'_>, view: &View) -> bool {
    let named = |e: &&usize| view.scan.entities.contains_key(*e) || view.around.contains(*e);
    let subjects = &watch.names.subjects;
    if watch.gave(Slot::Subject)
        && subjects.iter().filter(named).count() < (subjects.len() - may_lack(subjects.len())).max(1)
    {
        return false;
    }
    let terms = || watch.names.metric.iter().chain(&watch.names.contrary);
    if terms().any(|p| view.scan.phrases.contains(p)) {
        return true;
    }
    let own = usize::from(view.facts.chinese);
    if watch.wording[own].is_some() {
        let hold = index.hold(number, own, &view.seen);
        let whole = hold.identity >= WHOLE || watch.gave(Slot::Subject);
        let named = || whole || (of_topic(watch, own, view) && !another_of_the_kind(watch, own, view));
        let office = || {
            let claim = watch.wording[own].as_ref().filter(|_| watch.of_office);
            claim.is_some_and(|f| office::another_holder(f, view).is_some())
        };
        return (hold.suffices() && named()) || office();
    }
    let named = index.hold(number, 1 - own, &view.seen).named;
    watch.likeness(1 - own, view.direction()) >= if named { LIKE_AND_NAMED } else { LIKE }
}

/// Whether title or heading share a name with the claim.
fn of_topic(watch: &Watch, own: usize, view: &View) -> bool {
    let Some(claim) = &watch.wording[own] else { return false };
    let shared = |i: usize| {
        let word = &claim.words[i];
        !word.stop
            && view.topic.iter().any(|t| t.stem == word.stem)
            && (claim.chinese || doer::share(claim, i) > 0.0)
    };
    view.topic.is_empty() || (0..claim.words.len()).any(shared)
}

/// Whether the text names something else of the very kind that the claim names: `Orlan Hall` for `Marlow Hall`.
fn another_of_the_kind(watch: &Watch, own: usize, view: &View) -> bool {
    let Some(claim) = &watch.wording[own] else { return false };
    let text = &view.facts;
    let pairs = |facts: &Facts| -> Vec<usize> {
        let glued = |i: &usize| facts.words[i + 1].from <= facts.words[*i].to + 1;
        let named = |i: usize| doer::share(facts, i) > 0.0;
        (0..facts.words.len().saturating_sub(1)).filter(glued).filter(|i| named(*i) && named(i + 1)).collect()
    };
    let theirs = pairs(text);
    pairs(claim).into_iter().any(|i| {
        let (first, kind) = (&claim.words[i], &claim.words[i + 1]);
        let other = |j: &usize| text.words[j + 1].stem == kind.stem && text.words[*j].stem != first.stem;
        !view.seen.contains(&keys::word(first)) && theirs.iter().any(other)
    })
}
