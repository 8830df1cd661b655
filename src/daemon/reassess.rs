//! A new claim, or a new version of one, is assessed against the last good capture of every source.

use anyhow::Context as _;
use serde::Deserialize;

use super::claims::ClaimSet;
use crate::model::passage::Change;
use crate::store::Store;
use crate::store::events::Act;

#[derive(Deserialize)]
struct Bindings {
    #[serde(default)]
    claims: Vec<String>,
}

/// Assesses the named claims; returns the ids of the flags that were opened. Fetches nothing.
pub async fn reassess(store: &Store, ids: &[String], act: &Act) -> anyhow::Result<Vec<i64>> {
    let claims = store.claims().await?.into_iter().filter(|c| ids.contains(&c.claim.id)).collect();
    let set = ClaimSet::new(claims, &store.entities().await?, 0);
    let mut opened = Vec::new();
    for (source, settings) in store.watched_settings().await? {
        let bindings: Bindings =
            serde_json::from_str(&settings).context("a source's settings cannot be read")?;
        let Some(id) = source.baseline_id else { continue };
        let Some(capture) = store.capture(id).await? else { continue };
        let Some(document) = store.document(&capture).await? else { continue };
        let (set, at) = (set.clone(), capture.fetched_at);
        let candidates = tokio::task::spawn_blocking(move || {
            let whole: Vec<Change> =
                (0..document.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect();
            set.assess(&bindings.claims, None, &document, &whole, at)
        })
        .await?;
        if !candidates.is_empty() {
            opened.extend(store.commit_reassessment(&source.id, source.tier, id, &candidates, act).await?);
        }
    }
    Ok(opened)
}
