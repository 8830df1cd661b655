//! `claimwatch status`

use std::collections::BTreeMap;
use std::process::ExitCode;

use serde::Serialize;

use super::output::{self, maybe_time, plain};
use super::unfindable::Unfindable;
use super::{Failure, Setting};
use crate::daemon::lock::{Attempt, Holder, acquire};
use crate::model::source::Health;
use crate::store::sources::StoredSource;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch status
  claimwatch status --json")]
pub struct Options {}

#[derive(Serialize)]
struct Status {
    /// Whether a daemon or check is alive on the data folder.
    running: bool,
    claims: BTreeMap<String, usize>,
    freshness: BTreeMap<String, usize>,
    flags: BTreeMap<String, i64>,
    sources: usize,
    /// Sources whose health is raised.
    troubled: Vec<StoredSource>,
    /// Claims that no text can be matched to.
    unfindable: Vec<Unfindable>,
    next_due: Option<chrono::DateTime<chrono::Utc>>,
    last_attempt: Option<chrono::DateTime<chrono::Utc>>,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let store = setting.store().await?;
        let dir = setting.data_dir()?;
        let running = matches!(acquire(&dir, Holder::Check)?, Attempt::Held(..));
        let sources: Vec<StoredSource> =
            store.sources().await?.into_iter().filter(|s| s.enabled && s.retired_at.is_none()).collect();
        let now = setting.clock.now();
        let (mut claims, mut freshness) = (BTreeMap::new(), BTreeMap::new());
        let watches = super::freshness::Watches::load(&store).await?;
        let all = store.claims().await?;
        for claim in &all {
            *claims.entry(claim.status.word().to_owned()).or_default() += 1;
            *freshness.entry(watches.freshness(claim, now).word().to_owned()).or_default() += 1;
        }
        let status = Status {
            running,
            claims,
            freshness,
            unfindable: Unfindable::among(&all, &store.entities().await?),
            flags: store.flag_counts().await?.into_iter().collect(),
            next_due: sources.iter().map(|s| s.next_due).min(),
            last_attempt: sources.iter().filter_map(|s| s.last_attempt).max(),
            troubled: sources
                .iter()
                .filter(|s| !matches!(s.health, Health::Ok | Health::Unknown))
                .cloned()
                .collect(),
            sources: sources.len(),
        };
        if setting.global.json {
            output::json(&status)?;
        } else {
            print(&status)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(status: &Status) -> Result<(), Failure> {
    let list = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(word, n)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
    };
    let flags: Vec<String> = status.flags.iter().map(|(state, n)| format!("{n} {state}")).collect();
    output::print(&format!("daemon     {}", if status.running { "running" } else { "not running" }))?;
    output::print(&format!("claims     {}", list(&status.claims)))?;
    output::print(&format!("freshness  {}", list(&status.freshness)))?;
    for lost in &status.unfindable {
        output::print(&format!("  {}", lost.sentence()))?;
    }
    let flags = if flags.is_empty() { "none".to_owned() } else { flags.join(", ") };
    output::print(&format!("flags      {flags}"))?;
    output::print(&format!(
        "sources    {} watched, {} in trouble; last check {}, next due {}",
        status.sources,
        status.troubled.len(),
        maybe_time(status.last_attempt),
        maybe_time(status.next_due),
    ))?;
    for source in &status.troubled {
        let since = maybe_time(source.health_since);
        let reason = plain(source.reason.as_deref().unwrap_or_default());
        output::print(&format!("  {} {} since {since}: {reason}", source.id, source.health))?;
    }
    Ok(())
}
