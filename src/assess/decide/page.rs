//! The passages of a page compete for a claim: the one that states it in its own row, line or sentence silences its
//! siblings.

use std::collections::HashMap;

use super::change::Numbered;
use super::sight::{Said, look};
use crate::assess::align::compare::Verdict;
use crate::assess::align::compared::Compared;
use crate::assess::find::index::Index;
use crate::assess::lexicon::Class;
use crate::assess::read::view::{View, Views};
use crate::model::passage::{Change, Role};
use crate::model::relation::{Assessment, Detail, Relation};

/// A sibling holds less of the claim than its own passage by this share.
const LESS: f64 = 0.05;
/// A passage of prose is a sibling only where it holds so much less.
const LESS_IN_PROSE: f64 = 0.1;

/// A passage that agrees with a claim, and how much of it stands there.
#[derive(Debug, Clone, Copy)]
struct Home {
    at: usize,
    coverage: f64,
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

    /// Why a finding that would be flagged is not the claim's, but a sibling's.
    pub fn silenced(&self, claim: Numbered<'_>, change: Change, found: &Assessment) -> Option<String> {
        let (at, contradicts) = (change.after?, found.relation == Relation::Differs);
        if !found.is_flag() || !contradicts || found.detail == Detail::Corrected {
            return None;
        }
        let view = self.after.view(at)?;
        let coverage = self.coverage(claim, view)?;
        // What stood beside the claim's own passage with another value all the time is another slot.
        if let Some((views, was)) = self.before.zip(change.before) {
            let homes = self.homes(claim, false);
            let own = homes.iter().any(|h| h.at == was);
            if !own
                && let Some(home) = homes.first()
                && self.differs(claim, views.view(was)?)
            {
                return Some(format!("the page states the claim in another passage: “{}”", self.text(views, home.at)));
            }
        }
        let homes = self.homes(claim, true);
        let home = homes.iter().find(|h| h.at != at)?;
        let row = is_row(view);
        let less = if row { LESS } else { LESS_IN_PROSE };
        let standing = self.before.is_none();
        let now = [Class::Present, Class::TotalLeft, Class::LeadsTo].iter().any(|c| view.facts.has(*c, &view.facts.all()));
        let sibling = coverage + less <= home.coverage && (row || (standing && !now));
        sibling.then(|| format!("the page states the claim in its own passage: “{}”", self.text(self.after, home.at)))
    }

    fn text(&self, views: &Views, at: usize) -> String {
        views.view(at).map(|v| v.facts.text().chars().take(80).collect()).unwrap_or_default()
    }

    /// The passages of one capture that agree with the claim, the fullest first.
    fn homes(&self, claim: Numbered<'_>, new: bool) -> Vec<Home> {
        if let Some(known) = self.homes.borrow().get(&(claim.0, new)) {
            return known.clone();
        }
        let views = if new { Some(self.after) } else { self.before };
        let mut homes: Vec<Home> = views
            .into_iter()
            .flat_map(|views| (0..views.len()).filter_map(|at| views.view(at)))
            .filter(|view| concerns(self.index, claim, view))
            .filter_map(|view| self.home(claim, view))
            .collect();
        homes.sort_by(|a, b| b.coverage.total_cmp(&a.coverage));
        self.homes.borrow_mut().insert((claim.0, new), homes.clone());
        homes
    }

    fn home(&self, claim: Numbered<'_>, view: &View) -> Option<Home> {
        let compared = Compared::new(claim, self.index, [None, Some(view)])?;
        let sight = look(&compared, 1, self.index).filter(|s| s.said == Said::Agrees)?;
        let exact = sight.verdict.is_none_or(|v| v != Verdict::Open);
        exact.then_some(Home { at: view.at, coverage: sight.coverage })
    }

    fn coverage(&self, claim: Numbered<'_>, view: &View) -> Option<f64> {
        let compared = Compared::new(claim, self.index, [None, Some(view)])?;
        Some(compared.share(compared.sides[1].as_ref()?))
    }

    fn differs(&self, claim: Numbered<'_>, view: &View) -> bool {
        let Some(compared) = Compared::new(claim, self.index, [None, Some(view)]) else { return false };
        look(&compared, 1, self.index)
            .is_some_and(|s| s.said != Said::Agrees && s.value.is_some() && s.verdict == Some(Verdict::Fails))
    }
}

/// A row of a table, an item of a list, a label with its value.
fn is_row(view: &View) -> bool {
    let labelled = || {
        let colon = view.facts.folded.iter().position(|c| *c == ':' || *c == '|');
        colon.is_some_and(|at| view.facts.word_at(at) <= 8)
    };
    matches!(view.role, Role::TableRow | Role::ListItem) || labelled()
}

/// Whether a passage holds enough of what a claim is found by: terms that a person gave, or names and words.
pub fn concerns(index: &Index, (number, watch): Numbered<'_>, view: &View) -> bool {
    let terms = || watch.names.metric.iter().chain(&watch.names.contrary);
    if terms().any(|p| view.scan.phrases.contains(p)) {
        return true;
    }
    let own = usize::from(view.facts.chinese);
    let across = watch.wording[own].is_none();
    index.hold(number, if across { 1 - own } else { own }, &view.seen).suffices(across)
}
