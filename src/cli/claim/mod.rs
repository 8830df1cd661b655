//! `claimwatch claim`

mod add;
mod check;
mod edit;
mod evidence;
mod import;
mod mute;
mod outcome;
mod show;

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::freshness::Watches;
use super::output::{self, plain, short, time};
use super::{Failure, Setting};
use crate::daemon::reassess::reassess;
use crate::model::claim::{Freshness, Status};
use crate::store::Store;
use crate::store::claims::StoredClaim;

pub(super) use check::check;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a claim: a sentence is enough
    Add(Box<add::Options>),
    /// List the claims
    List(List),
    /// Show one claim with its evidence and flags
    Show(Show),
    /// Give a claim a new version; the old one stays
    Edit(Box<edit::Options>),
    /// Rate the current version of a claim
    Rate(Rate),
    /// Say what came of a forecast
    Outcome(outcome::Options),
    /// Keep a pattern of passages away from a claim, or show what is kept away
    Mute(mute::Options),
    /// Stop watching a claim, or start again
    Retire(Retire),
    /// Load claims from a file: those that are not in the store yet
    Import(import::Options),
    /// Show everything that happened to a claim
    History(Show),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim list
  claimwatch claim list --status needs_update --json")]
pub struct List {
    /// Only claims of this status
    #[arg(long)]
    status: Option<Status>,
    /// Only claims whose id matches, such as 'coreweave-*'
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim show microsoft-stake-49
  claimwatch claim history microsoft-stake-49 --json")]
pub struct Show {
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim rate altman-fired mostly_true --reason 'it was November'
  claimwatch claim rate --scale")]
pub struct Rate {
    #[arg(value_name = "ID", required_unless_present = "scale")]
    id: Option<String>,
    /// A word of the scale
    #[arg(required_unless_present = "scale")]
    rating: Option<String>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Show the scale
    #[arg(long)]
    scale: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim retire microsoft-50 --reason 'the day has passed'
  claimwatch claim retire microsoft-50 --back")]
pub struct Retire {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Watch it again, or a draft from now on
    #[arg(long)]
    back: bool,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(options) => options.run(setting).await?,
            Self::List(options) => list(setting, options).await?,
            Self::Show(options) => show::show(setting, &options.id).await?,
            Self::Edit(options) => options.run(setting).await?,
            Self::Rate(options) => rate(setting, options).await?,
            Self::Outcome(options) => options.run(setting).await?,
            Self::Mute(options) => options.run(setting).await?,
            Self::Retire(options) => retire(setting, &options).await?,
            Self::Import(options) => options.run(setting).await?,
            Self::History(options) => {
                let store = setting.store().await?;
                if setting.global.json {
                    existing(&store, &options.id).await?;
                    output::json(&store.events_of(&format!("claim:{}", options.id)).await?)?;
                } else {
                    output::print(&history(&store, &options.id, setting.language()).await?)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    claim: &'a StoredClaim,
    freshness: Freshness,
}

async fn list(setting: &Setting, options: List) -> Result<(), Failure> {
    let store = setting.store().await?;
    let watches = Watches::load(&store).await?;
    let now = setting.clock.now();
    let mut claims = store.claims().await?;
    claims.retain(|c| {
        options.status.is_none_or(|s| c.status == s)
            && options.pattern.as_ref().is_none_or(|p| glob_match::glob_match(p, &c.claim.id))
    });
    let listed: Vec<Listed<'_>> =
        claims.iter().map(|claim| Listed { claim, freshness: watches.freshness(claim, now) }).collect();
    if setting.global.json {
        return output::json(&listed);
    }
    let language = setting.language();
    let rows = listed
        .iter()
        .map(|l| {
            let claim = &l.claim.claim;
            vec![
                claim.id.clone(),
                l.claim.status.to_string(),
                l.freshness.to_string(),
                l.claim.rating.clone(),
                claim.as_of.clone().unwrap_or_default(),
                short(claim.text.pick(language), 90),
            ]
        })
        .collect();
    output::table(&["claim", "status", "freshness", "rating", "as of", "text"], rows)
}

pub(super) async fn existing(store: &Store, id: &str) -> Result<StoredClaim, Failure> {
    let found = store.claim(id).await?;
    found.ok_or_else(|| {
        Failure::usage(format!("there is no claim “{id}”; `claimwatch claim list` shows them all"))
    })
}

/// Versions and events of a claim, oldest first.
pub async fn history(store: &Store, id: &str, language: &str) -> Result<String, Failure> {
    existing(store, id).await?;
    let mut out = String::new();
    for version in store.claim_versions(id).await? {
        let text = plain(version.claim.text.pick(language));
        _ = writeln!(
            out,
            "version {} ({}, rated {}): {text}",
            version.version,
            time(version.created_at),
            version.rating
        );
    }
    for event in store.events_of(&format!("claim:{id}")).await? {
        let reason = event.reason.as_deref().map(|r| format!(": {}", plain(r))).unwrap_or_default();
        let data: serde_json::Value = serde_json::from_str(&event.data)?;
        let what = match event.kind.as_str() {
            "claim_status" => {
                format!(" {} → {}", data["from"].as_str().unwrap_or("?"), data["to"].as_str().unwrap_or("?"))
            }
            "claim_outcome" => format!(" {}", data["to"].as_str().unwrap_or("?")),
            "claim_rated" => format!(" {}", data["rating"].as_str().unwrap_or("?")),
            "evidence_added" => format!(" from {}", plain(data["source"].as_str().unwrap_or("?"))),
            _ => String::new(),
        };
        _ = writeln!(out, "{}  {}{what}  by {}{reason}", event.at, event.kind.replace('_', " "), event.actor);
    }
    Ok(out.trim_end().to_owned())
}

pub(super) fn at_odds(opened: &[i64]) -> String {
    if opened.is_empty() {
        return String::new();
    }
    let ids: Vec<String> = opened.iter().map(ToString::to_string).collect();
    format!(" It is at odds with what sources say: flags {}.", ids.join(", "))
}

async fn retire(setting: &Setting, options: &Retire) -> Result<(), Failure> {
    let store = setting.store().await?;
    let (id, act) = (&options.id, setting.act());
    let draft = existing(&store, id).await?.status == Status::Draft;
    if options.back && draft {
        store.watch_claim(id, &act).await?;
    } else {
        store.set_retired(id, !options.back, options.reason.as_deref(), &act).await?;
    }
    if !options.back {
        return output::print(&format!("Claim {id} is retired."));
    }
    // What was published in the meantime was not held against it.
    let opened = reassess(&store, std::slice::from_ref(id), &act).await?;
    let again = if draft { "" } else { " again" };
    output::print(&format!("Claim {id} is watched{again}.{}", at_odds(&opened)))
}

async fn rate(setting: &Setting, options: Rate) -> Result<(), Failure> {
    let store = setting.store().await?;
    let (Some(id), Some(rating)) = (options.id, options.rating) else {
        let scale = store.rating_scale().await?;
        if setting.global.json {
            return output::json(&scale);
        }
        let rows = scale
            .into_iter()
            .map(|w| vec![w.score.map(|s| s.to_string()).unwrap_or_default(), w.word, w.label_en, w.label_zh])
            .collect();
        return output::table(&["score", "word", "English", "Chinese"], rows);
    };
    store.rate_claim(&id, &rating, options.reason.as_deref(), &setting.act()).await?;
    output::print(&format!("Claim {id} is rated {rating}."))
}
