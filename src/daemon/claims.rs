//! The claims that are watched, ready for matching.

use std::sync::Arc;

use super::sweep::candidate;
use crate::assess::{Input, Matcher};
use crate::config::looks_for;
use crate::flag::Candidate;
use crate::model::claim::{Claim, Entity, Status};
use crate::model::passage::{Change, Document};
use crate::store::claims::StoredClaim;
use chrono::{DateTime, Utc};

/// The matcher over one state of the store. Cheap to clone.
#[derive(Clone)]
pub struct ClaimSet {
    matcher: Arc<Matcher>,
    /// Slug and version, in the matcher's order.
    names: Arc<Vec<(String, i64)>>,
    /// The last event that it knows of.
    pub mark: i64,
}

impl ClaimSet {
    /// Drafts and retired claims are left out.
    #[must_use]
    pub fn new(claims: Vec<StoredClaim>, entities: &[Entity], mark: i64) -> Self {
        let watched = claims.into_iter().filter(|c| !matches!(c.status, Status::Draft | Status::Retired));
        Self::of(watched.map(|c| (c.claim, c.version)), entities, mark)
    }

    /// Claims that are in no store yet.
    #[must_use]
    pub fn of_file(claims: Vec<Claim>, entities: &[Entity]) -> Self {
        Self::of(claims.into_iter().map(|claim| (claim, 1)), entities, 0)
    }

    fn of(claims: impl Iterator<Item = (Claim, i64)>, entities: &[Entity], mark: i64) -> Self {
        let (names, claims) = claims.map(|(claim, version)| ((claim.id.clone(), version), claim)).unzip();
        Self { matcher: Arc::new(Matcher::new(claims, entities)), names: Arc::new(names), mark }
    }

    /// What the changes of one source mean for the claims that are bound to it (`globs`; none: for all).
    #[must_use]
    pub fn assess(
        &self,
        globs: &[String],
        before: Option<&Document>,
        after: &Document,
        changes: &[Change],
        captured: DateTime<Utc>,
    ) -> Vec<Candidate> {
        let bound = |id: &str| looks_for(globs, id);
        let input = Input { before, after, changes, bound: &bound, captured };
        let findings = self.matcher.assess(&input);
        findings
            .into_iter()
            .map(|finding| {
                let (id, version) = &self.names[finding.claim];
                candidate(id, *version, finding, before, after)
            })
            .collect()
    }
}
