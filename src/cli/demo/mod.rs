//! `claimwatch demo`: the real pipeline over pages of its own, on three days of 2025.

mod folder;
mod pages;
mod report;
mod server;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::output;
use super::{Failure, Setting};
use crate::clock::{Clock, ManualClock};
use crate::config::{self, ClaimsFile, Config};
use crate::daemon::check::check;
use crate::daemon::engine::Engine;
use crate::model::claim::Status;
use crate::model::flag::FlagState;
use crate::store::Store;
use crate::store::events::Act;
use crate::store::flags::Filter;
use report::Report;
use server::Server;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A server on 127.0.0.1 serves pages that were written for this, in English and Chinese. They tell what became
public between March and October 2025. The claims of claims.toml are held against them on three days, by the
same steps that `check` and `run` take. No network and no config are needed.

The store stays in --data-dir [default: ./claimwatch-demo]; another demo in the same folder starts afresh.

Examples:
  claimwatch demo
  claimwatch --data-dir demo demo
  claimwatch --data-dir demo review      decide what it found")]
pub struct Options {}

/// The days on which the sources are checked, and what had become public by then.
const DAYS: [(&str, &str); 3] = [
    ("2025-03-18T07:00:00Z", "the article has just appeared; every source is read for the first time"),
    ("2025-05-16T07:00:00Z", "CoreWeave is listed, and OpenAI has ordered more from it"),
    ("2025-10-29T07:00:00Z", "the contract has grown, and Microsoft and OpenAI have new terms"),
];

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let dir = setting.global.data_dir.clone().unwrap_or_else(|| PathBuf::from("claimwatch-demo"));
        let days = days()?;
        let clock = Arc::new(ManualClock::at(days[0].0));
        let server = Server::start(Arc::clone(&clock) as Arc<dyn Clock>).await?;
        let (config, claims) = inputs(&server, &dir)?;
        let _lock = folder::prepare(&dir)?;
        let engine = Arc::new(open(config, &claims, &dir, Arc::clone(&clock)).await?);
        let mut report = Report::new(setting, &engine.store, &claims);
        report.opening(&server)?;
        for (stage, (at, news)) in days.into_iter().enumerate() {
            clock.set(at);
            server.turn_to(stage);
            let swept = check(Arc::clone(&engine), &[], &CancellationToken::new(), |_| {}).await?;
            report.day(at, news, &swept).await?;
        }
        report.end(&dir).await?;
        if setting.global.json {
            let open = Filter { states: vec![FlagState::Open], ..Filter::default() };
            output::json(&engine.store.flags(&open).await?)?;
        }
        engine.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn days() -> anyhow::Result<[(DateTime<Utc>, &'static str); 3]> {
    let [first, second, third] = DAYS;
    let read = |(at, news): (&str, &'static str)| anyhow::Ok((at.parse()?, news));
    Ok([read(first)?, read(second)?, read(third)?])
}

/// The demonstration's sources with the entities and claims that the program ships.
fn inputs(server: &Server, dir: &Path) -> Result<(Config, ClaimsFile), Failure> {
    let shipped = config::parse(include_str!("../../../sources.toml"), Path::new("sources.toml"))?;
    let sources = include_str!("sources.toml").replace("HOST", &server.address.to_string());
    // The path is for messages only: claims come from the program, not from a file beside the store.
    let mut config = config::parse(&sources, &dir.join("sources.toml"))?;
    config.entities = shipped.entities;
    let claims = config::parse_claims(
        include_str!("../../../claims.toml"),
        Path::new("claims.toml"),
        &config.entities,
    )?;
    Ok((config, claims))
}

/// A new store with the claims, and the engine over it.
async fn open(
    config: Config,
    claims: &ClaimsFile,
    dir: &Path,
    clock: Arc<ManualClock>,
) -> anyhow::Result<Engine> {
    let store = Store::open(dir).await?;
    let act = Act { actor: "import".to_owned(), at: clock.now() };
    store.import(&claims.articles, &claims.claims, Status::Watching, &act).await?;
    store.close().await;
    Engine::open(config, dir, clock).await
}
