//! How fresh the claims of a store are: the same for `status`, `claim list` and `claim show`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Failure;
use crate::config;
use crate::model::claim::Freshness;
use crate::model::source::Schedule;
use crate::schedule::{Watch, freshness, interval};
use crate::store::Store;
use crate::store::claims::StoredClaim;

/// What counts for the freshness of claims: every watched source with its bindings.
pub struct Watches {
    sources: Vec<(String, Vec<String>, Watch)>,
    evidence: HashMap<String, Vec<String>>,
}

#[derive(serde::Deserialize)]
struct Bindings {
    claims: Vec<String>,
    schedule: serde_json::Value,
}

impl Watches {
    pub async fn load(store: &Store) -> Result<Self, Failure> {
        let mut sources = Vec::new();
        for (source, settings) in store.watched_settings().await? {
            let bindings: Bindings = serde_json::from_str(&settings)?;
            let schedule =
                match (bindings.schedule["every_seconds"].as_u64(), bindings.schedule["cron"].as_str()) {
                    (Some(every), _) => Schedule::Every(std::time::Duration::from_secs(every)),
                    (None, Some(cron)) => Schedule::Cron(cron.to_owned()),
                    (None, None) => {
                        return Err(
                            anyhow::anyhow!("source {} has no schedule in the store", source.id).into()
                        );
                    }
                };
            let gap = interval(&schedule, chrono_tz::Tz::UTC, source.last_success.unwrap_or(source.next_due));
            let watch = Watch { health: source.health, last_success: source.last_success, interval: gap };
            sources.push((source.id, bindings.claims, watch));
        }
        let mut evidence: HashMap<String, Vec<String>> = HashMap::new();
        for (claim, source) in store.evidence_pairs().await? {
            evidence.entry(claim).or_default().push(source);
        }
        Ok(Self { sources, evidence })
    }

    /// Bound by name or pattern, or holding evidence; a source that is bound to nothing counts by evidence only.
    pub fn freshness(&self, claim: &StoredClaim, now: DateTime<Utc>) -> Freshness {
        let id = &claim.claim.id;
        let holds = |source: &String| self.evidence.get(id).is_some_and(|sources| sources.contains(source));
        let watches: Vec<Watch> = self
            .sources
            .iter()
            .filter(|(source, globs, _)| (!globs.is_empty() && config::looks_for(globs, id)) || holds(source))
            .map(|(_, _, watch)| *watch)
            .collect();
        let deadline = claim.claim.deadline.as_deref().and_then(crate::text::read_period).map(|d| d.end);
        freshness(&watches, deadline, now)
    }
}
