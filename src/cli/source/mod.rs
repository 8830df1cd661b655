//! `claimwatch source`

mod add;
pub(super) mod probe;
mod test;

use std::collections::HashMap;
use std::process::ExitCode;

use serde::Serialize;

use super::output::{self, maybe_time, plain, short, time};
use super::{Failure, Setting};
use crate::config::edit;
use crate::store::Store;
use crate::store::sources::StoredSource;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Look at an address and add it to sources.toml
    Add(add::Options),
    /// List the sources with their health
    List(List),
    /// Show what would be read at an address, as which passages, and which claims they bear on
    Test(test::Options),
    /// Take a source out of sources.toml; its history is kept
    Remove(Remove),
    /// Show the polls of a source, newest first
    History(History),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch source list
  claimwatch source list --json")]
pub struct List {
    /// Retired sources too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch source remove old-newsroom")]
pub struct Remove {
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch source history coreweave-ir
  claimwatch source history coreweave-ir --json")]
pub struct History {
    #[arg(value_name = "ID")]
    id: String,
    /// How many polls
    #[arg(long, default_value_t = 100, value_name = "N")]
    limit: i64,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(options) => return options.run(setting).await,
            Self::Test(options) => return options.run(setting).await,
            Self::List(options) => list(setting, options.all).await?,
            Self::Remove(options) => remove(setting, &options.id)?,
            Self::History(options) => history(setting, &options).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    source: StoredSource,
    /// `robots` (robots.txt is obeyed) or `api` (a documented interface with rules of its own).
    rules: &'static str,
    claims: Vec<String>,
    /// How many of its flags a person put down to an error of the source.
    errors: i64,
}

#[derive(serde::Deserialize)]
struct Settings {
    #[serde(default)]
    api: bool,
    #[serde(default)]
    claims: Vec<String>,
}

async fn list(setting: &Setting, all: bool) -> Result<(), Failure> {
    let store = setting.store().await?;
    let errors: HashMap<String, i64> = store.source_errors().await?.into_iter().collect();
    let mut listed = Vec::new();
    for (source, settings) in store.all_settings().await? {
        if source.retired_at.is_some() && !all {
            continue;
        }
        let settings: Settings = serde_json::from_str(&settings)?;
        listed.push(Listed {
            errors: errors.get(&source.id).copied().unwrap_or(0),
            source,
            rules: if settings.api { "api" } else { "robots" },
            claims: settings.claims,
        });
    }
    if setting.global.json {
        return output::json(&listed);
    }
    let rows = listed
        .iter()
        .map(|l| {
            let s = &l.source;
            let reason = s.reason.as_deref().map(|r| format!(": {}", plain(r))).unwrap_or_default();
            let health = if s.retired_at.is_some() {
                "retired".to_owned()
            } else if s.enabled {
                format!("{}{reason}", s.health)
            } else {
                "disabled".to_owned()
            };
            let kind = s.kind.map_or("?", crate::model::source::SourceKind::word);
            vec![
                s.id.clone(),
                format!("{kind}, {}, {}", s.tier, l.rules),
                health,
                maybe_time(s.last_success),
                time(s.next_due),
                short(&s.url, 60),
            ]
        })
        .collect();
    output::table(&["source", "kind", "health", "last success", "next due", "url"], rows)
}

fn remove(setting: &Setting, id: &str) -> Result<(), Failure> {
    let path = setting.config_path()?;
    edit::remove_source(&path, id)?;
    if setting.global.quiet {
        return Ok(());
    }
    output::print(&format!(
        "Took {id} out of {}; its history stays in the store. A running daemon follows at once.",
        path.display()
    ))
}

async fn history(setting: &Setting, options: &History) -> Result<(), Failure> {
    let store = setting.store().await?;
    known(&store, &options.id).await?;
    let polls = store.polls_of(&options.id, options.limit).await?;
    if setting.global.json {
        return output::json(&polls);
    }
    let rows = polls
        .iter()
        .map(|p| {
            vec![
                time(p.at),
                p.outcome.clone(),
                p.status.map(|s| s.to_string()).unwrap_or_default(),
                p.changed.to_string(),
                p.flags.to_string(),
                format!("{} ms", p.millis),
                short(p.error.as_deref().unwrap_or_default(), 80),
            ]
        })
        .collect();
    output::table(&["at", "outcome", "status", "changed", "flags", "took", "error"], rows)
}

async fn known(store: &Store, id: &str) -> Result<StoredSource, Failure> {
    let found = store.source(id).await?;
    found.ok_or_else(|| {
        Failure::usage(format!("there is no source “{id}”; `claimwatch source list --all` shows them all"))
    })
}
