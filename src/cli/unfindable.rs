//! Claims that no text can be matched to.

use serde::Serialize;

use super::output::plain;
use crate::article::findable;
use crate::model::claim::{Claim, Entity, Status};
use crate::store::claims::StoredClaim;

/// A claim that is watched in vain, and what to add to it.
#[derive(Debug, Serialize)]
pub struct Unfindable {
    pub claim: String,
    pub missing: String,
}

impl Unfindable {
    /// Of the claims that are watched.
    pub fn among(claims: &[StoredClaim], entities: &[Entity]) -> Vec<Self> {
        let watched = claims.iter().filter(|c| !matches!(c.status, Status::Draft | Status::Retired));
        watched.filter_map(|c| Self::of(&c.claim, entities)).collect()
    }

    pub fn of(claim: &Claim, entities: &[Entity]) -> Option<Self> {
        findable(claim, entities).err().map(|missing| Self { claim: claim.id.clone(), missing })
    }

    /// In words.
    pub fn sentence(&self) -> String {
        format!("claim {} cannot be found anywhere: {}", self.claim, plain(&self.missing))
    }
}
