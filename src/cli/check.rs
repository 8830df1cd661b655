//! `claimwatch check`

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio_util::sync::CancellationToken;

use super::output::{self, plain};
use super::{Failure, Setting};
use crate::daemon::check::{check, check_beside};
use crate::daemon::engine::Engine;
use crate::daemon::lock::{Attempt, Holder, acquire};
use crate::daemon::sweep::Swept;
use crate::model::source::Outcome;
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch check                 every source
  claimwatch check coreweave-ir    one source
  claimwatch check --json          what came of it, for scripts

Exit code 0 when every source was tried; sources that failed are shown here and in `status`.")]
pub struct Options {
    /// Sources to sweep [default: all]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let config = setting.config()?;
        let dir = setting.data_dir()?;
        let stop = stop_on_ctrl_c();
        let total = if self.sources.is_empty() {
            config.sources.iter().filter(|s| s.enabled).count()
        } else {
            self.sources.len()
        };
        let started = setting.clock.now();
        let bar = progress(total, setting);
        let each = |swept: &Swept| {
            bar.set_message(swept.source.clone());
            bar.inc(1);
        };
        let lock = loop {
            match acquire(&dir, Holder::Check)? {
                Attempt::Got(lock) => break Some(lock),
                Attempt::Held(Some(Holder::Run), pid) => {
                    tracing::info!(pid, "A daemon runs on this folder; it does the sweep.");
                    break None;
                }
                // Another check is under way; this one follows it.
                Attempt::Held(..) if !stop.is_cancelled() => {
                    bar.set_message("waiting for another check");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Attempt::Held(..) => return Ok(ExitCode::FAILURE),
            }
        };
        let (swept, store) = if lock.is_some() {
            let engine = Arc::new(Engine::open(config, &dir, Arc::clone(&setting.clock)).await?);
            engine.warn_of_drift().await?;
            let swept = check(Arc::clone(&engine), &self.sources, &stop, each).await?;
            (swept, engine.store.clone())
        } else {
            let store = Store::open(&dir).await?;
            (check_beside(&store, setting.clock.as_ref(), &self.sources, &stop, each).await?, store)
        };
        bar.finish_and_clear();
        print(setting, &swept, &store, started).await?;
        store.close().await;
        Ok(if stop.is_cancelled() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

async fn print(
    setting: &Setting,
    swept: &[Swept],
    store: &Store,
    started: DateTime<Utc>,
) -> Result<(), Failure> {
    if setting.global.json {
        return output::json(swept);
    }
    if setting.global.quiet {
        return Ok(());
    }
    let count = |outcome| swept.iter().filter(|s| s.outcome == outcome).count();
    for failed in swept.iter().filter(|s| s.outcome == Outcome::Failed) {
        output::print(&format!(
            "✗ {}: {}",
            failed.source,
            plain(failed.error.as_deref().unwrap_or("failed"))
        ))?;
    }
    let passed = store.deadlines_flagged_since(started).await?;
    let opened: Vec<i64> = swept.iter().flat_map(|s| &s.flags).chain(&passed).copied().collect();
    for id in &opened {
        // It may have been merged by a later source of this very sweep.
        if let Some(flag) = store.flag(*id).await? {
            output::print(&super::flag::line(&flag))?;
        }
    }
    output::print(&format!(
        "{} sources: {} changed, {} unchanged, {} failed; {} new flags{}",
        swept.len(),
        count(Outcome::Changed),
        count(Outcome::Unchanged) + count(Outcome::NotModified),
        count(Outcome::Failed),
        opened.len(),
        if opened.is_empty() { "" } else { ": see `claimwatch review`" },
    ))
}

fn progress(total: usize, setting: &Setting) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
    if setting.global.json || setting.global.quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// The first Ctrl-C lets running fetches end; the second ends the program, as the system does by default.
fn stop_on_ctrl_c() -> CancellationToken {
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        }
    });
    token
}
