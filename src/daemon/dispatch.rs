//! Hands due sources to workers: a lease each, bounded in number.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::TimeDelta;
use tokio::task::JoinSet;

use super::engine::Engine;
use super::sweep::{Swept, sweep};
use crate::store::sources::StoredSource;

/// How long a worker may take before another takes its source over: far longer than every cap on a fetch and
/// the wait for a host's turn together.
const LEASE: TimeDelta = TimeDelta::hours(1);

/// The sweeps under way.
pub struct Workers {
    engine: Arc<Engine>,
    running: JoinSet<(String, anyhow::Result<Swept>)>,
}

impl Workers {
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine, running: JoinSet::new() }
    }

    /// Leases what is due, as far as there is room, and starts it. Returns how many were started.
    pub async fn start_due(&mut self) -> anyhow::Result<usize> {
        let room = self.room();
        if room == 0 {
            return Ok(0);
        }
        let now = self.engine.clock.now();
        let limit = i64::try_from(room)?;
        let due = self.engine.store.lease_due(&self.engine.owner, now, now + LEASE, limit).await?;
        let count = due.len();
        for source in due {
            self.start(source);
        }
        Ok(count)
    }

    /// Leases the first of the waiting sources, due or not, as far as there is room, and starts them.
    pub async fn start_named(&mut self, waiting: &mut VecDeque<String>) -> anyhow::Result<()> {
        let ids: Vec<String> = waiting.drain(..self.room().min(waiting.len())).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let now = self.engine.clock.now();
        for source in self.engine.store.lease_named(&self.engine.owner, &ids, now, now + LEASE).await? {
            self.start(source);
        }
        Ok(())
    }

    fn room(&self) -> usize {
        self.engine.setup().config.service.concurrency.saturating_sub(self.running.len())
    }

    fn start(&mut self, source: StoredSource) {
        let engine = Arc::clone(&self.engine);
        self.running.spawn(async move {
            let swept = sweep(&engine, &source).await;
            if let Err(error) = &swept {
                tracing::error!(source = %source.id, %error, "A sweep could not be written; its lease runs out.");
            }
            (source.id, swept)
        });
    }

    /// The next sweep that ends; `None` when none is under way. Safe to drop while waiting.
    pub async fn next_done(&mut self) -> Option<(String, anyhow::Result<Swept>)> {
        match self.running.join_next().await? {
            Ok(done) => Some(done),
            Err(error) => Some((String::new(), Err(error.into()))),
        }
    }

    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Stops what runs at once. Nothing is half-written: a sweep is one transaction.
    pub async fn abort(&mut self) {
        self.running.shutdown().await;
    }
}
