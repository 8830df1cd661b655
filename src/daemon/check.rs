//! One sweep now, then done.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::dispatch::Workers;
use super::engine::Engine;
use super::sweep::Swept;
use crate::clock::Clock;
use crate::model::source::Outcome;
use crate::store::{Store, StoreError};

/// Sweeps the named sources (all when none is named) once, whatever their schedule. `each` is told of every
/// source as it ends. Stops early, with what was done, when `stop` is cancelled.
pub async fn check(
    engine: Arc<Engine>,
    ids: &[String],
    stop: &CancellationToken,
    mut each: impl FnMut(&Swept),
) -> anyhow::Result<Vec<Swept>> {
    let mut waiting: VecDeque<String> = targets(&engine.store, ids).await?.into_iter().collect();
    engine.store.void_leases().await?;
    super::run::come_due(&engine).await?;
    let mut workers = Workers::new(Arc::clone(&engine));
    let mut done = Vec::new();
    loop {
        if !stop.is_cancelled() {
            workers.start_named(&mut waiting).await?;
        }
        let Some((_, swept)) = workers.next_done().await else { break };
        let swept = swept?;
        each(&swept);
        done.push(swept);
    }
    done.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(done)
}

/// The sources to sweep: every watched one, or the named ones, which must be watched.
async fn targets(store: &Store, ids: &[String]) -> anyhow::Result<BTreeSet<String>> {
    let watched: BTreeSet<String> = store
        .sources()
        .await?
        .into_iter()
        .filter(|s| s.enabled && s.retired_at.is_none())
        .map(|s| s.id)
        .collect();
    if ids.is_empty() {
        return Ok(watched);
    }
    if let Some(id) = ids.iter().find(|id| !watched.contains(*id)) {
        let message = format!("source “{id}” is not watched; `claimwatch source list` shows those that are");
        return Err(StoreError::Refused(message).into());
    }
    Ok(ids.iter().cloned().collect())
}

/// Asks a running daemon for the sweep: marks the sources due and waits until each was tried.
pub async fn check_beside(
    store: &Store,
    clock: &dyn Clock,
    ids: &[String],
    stop: &CancellationToken,
    mut each: impl FnMut(&Swept),
) -> anyhow::Result<Vec<Swept>> {
    let mut left = targets(store, ids).await?;
    let since = clock.now();
    store.make_due(&left.iter().cloned().collect::<Vec<_>>(), since).await?;
    let mut done = Vec::new();
    while !left.is_empty() && !stop.is_cancelled() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        for source in store.sources().await? {
            if source.last_attempt.is_none_or(|at| at < since) || !left.remove(&source.id) {
                continue;
            }
            let poll = store.polls_of(&source.id, 1).await?.pop();
            let swept = Swept {
                outcome: poll.as_ref().and_then(|p| p.outcome.parse().ok()).unwrap_or(Outcome::Failed),
                status: poll.as_ref().and_then(|p| p.status).and_then(|s| u16::try_from(s).ok()),
                error: poll.as_ref().and_then(|p| p.error.clone()),
                changed: poll.as_ref().and_then(|p| usize::try_from(p.changed).ok()).unwrap_or(0),
                flags: store.opened_since(&source.id, since).await?,
                source: source.id,
            };
            each(&swept);
            done.push(swept);
        }
    }
    done.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(done)
}
