//! `claimwatch run`

use std::process::ExitCode;
use std::sync::Arc;

use super::{Failure, Setting};
use crate::daemon::engine::Engine;
use crate::daemon::lock::{Attempt, Holder, acquire};
use crate::daemon::run::{Ended, run};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch run                                  with ./sources.toml
  claimwatch --config /etc/claimwatch/sources.toml run

SIGTERM or Ctrl-C lets running checks end, then exits 0; a second one stops at once.
SIGHUP, or a change of the file, reloads the config; a bad file leaves the old one in force.")]
pub struct Options {}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let config = setting.config()?;
        let dir = setting.data_dir()?;
        let _lock = match acquire(&dir, Holder::Run)? {
            Attempt::Got(lock) => lock,
            Attempt::Held(holder, pid) => {
                let who = holder.map_or("another claimwatch", |h| match h {
                    Holder::Run => "a running `claimwatch run`",
                    Holder::Check => "a `claimwatch check` under way",
                });
                let pid = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
                let dir = dir.display();
                return Err(anyhow::anyhow!(
                    "{dir} is in use by {who}{pid}; stop it, or name another --data-dir"
                )
                .into());
            }
        };
        let engine = Arc::new(Engine::open(config, &dir, Arc::clone(&setting.clock)).await?);
        engine.warn_of_drift().await?;
        let ended = run(Arc::clone(&engine), |_| {}).await?;
        engine.store.close().await;
        Ok(match ended {
            Ended::Clean => ExitCode::SUCCESS,
            Ended::Cut => ExitCode::FAILURE,
        })
    }
}
