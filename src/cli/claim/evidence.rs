//! The passages that `claim show` lists: for and against the version that stands, apart.

use std::fmt::Write as _;

use crate::cli::output::{plain, short, time};
use crate::model::relation::Stance;
use crate::store::claims::StoredEvidence;

#[derive(Debug, Default)]
pub struct Evidence {
    pub supporting: Vec<StoredEvidence>,
    pub refuting: Vec<StoredEvidence>,
    /// For or against earlier versions.
    pub earlier: Vec<StoredEvidence>,
}

impl Evidence {
    pub fn of(all: Vec<StoredEvidence>, version: i64) -> Self {
        let mut evidence = Self::default();
        for passage in all {
            let side = if passage.claim_version != version {
                &mut evidence.earlier
            } else if passage.stance == Stance::Supports.word() {
                &mut evidence.supporting
            } else {
                &mut evidence.refuting
            };
            side.push(passage);
        }
        evidence
    }

    pub fn write(&self, out: &mut String) {
        for (side, passages) in [("for", &self.supporting), ("against", &self.refuting)] {
            for e in passages {
                let passage = short(&e.passage, 160);
                _ = writeln!(out, "  {side:<10} {} ({}): {passage}", plain(&e.source_id), time(e.created_at));
            }
        }
        if !self.earlier.is_empty() {
            let count = self.earlier.len();
            _ = writeln!(
                out,
                "  earlier    {count} passages for or against earlier versions (--json lists them)"
            );
        }
    }
}
