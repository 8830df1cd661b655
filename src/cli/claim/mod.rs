//! `claimwatch claim`

mod evidence;
mod mute;
mod outcome;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use self::evidence::Evidence;
use super::freshness::Watches;
use super::output::{self, maybe_time, plain, short, time};
use super::{Failure, Setting};
use crate::config;
use crate::daemon::reassess::reassess;
use crate::model::claim::{Article, Claim, ClaimKind, Class, Freshness, Scenario, Status, Terms, Wording};
use crate::review::{Revision, revise};
use crate::store::Store;
use crate::store::claims::StoredClaim;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a claim
    Add(Box<Add>),
    /// List the claims
    List(List),
    /// Show one claim with its evidence and flags
    Show(Show),
    /// Give a claim a new version; the old one stays
    Edit(Box<Edit>),
    /// Rate the current version of a claim
    Rate(Rate),
    /// Say what came of a forecast
    Outcome(outcome::Options),
    /// Keep a pattern of passages away from a claim, or show what is kept away
    Mute(mute::Options),
    /// Stop watching a claim, or start again
    Retire(Retire),
    /// Load claims from a file: those that are not in the store yet
    Import(Import),
    /// Show everything that happened to a claim
    History(Show),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim add --id acme-staff --text 'Acme employs 1,200 people.' \\
      --kind amount --class state --subject Acme --metric employs \\
      --metric staff --value '1,200 people' --as-of 2026-11")]
pub struct Add {
    /// Stable slug, such as acme-headcount
    #[arg(long, value_name = "SLUG")]
    id: String,
    /// The sentence in English
    #[arg(long, value_name = "TEXT", required_unless_present = "text_zh")]
    text: Option<String>,
    /// The sentence in Chinese
    #[arg(long, value_name = "TEXT")]
    text_zh: Option<String>,
    /// amount, share, ratio, date, event, forecast, deal-term, ranking, quote, comparison
    #[arg(long)]
    kind: ClaimKind,
    /// closed, state, forecast, definition, event
    #[arg(long)]
    class: Class,
    /// Name of an entity, or a word; may be repeated
    #[arg(long, value_name = "NAME", required = true)]
    subject: Vec<String>,
    /// English term of what is measured or asserted; may be repeated
    #[arg(long, value_name = "TERM")]
    metric: Vec<String>,
    /// Chinese term; may be repeated
    #[arg(long, value_name = "TERM")]
    metric_zh: Vec<String>,
    /// English term that says the opposite; may be repeated
    #[arg(long, value_name = "TERM")]
    contrary: Vec<String>,
    /// Chinese term that says the opposite; may be repeated
    #[arg(long, value_name = "TERM")]
    contrary_zh: Vec<String>,
    /// What it states, such as '$11.9 billion' or '49 %'
    #[arg(long)]
    value: Option<String>,
    /// The period the value belongs to, such as 'FY2024'
    #[arg(long)]
    period: Option<String>,
    /// actual, planned, up_to, estimated
    #[arg(long)]
    scenario: Option<Scenario>,
    /// Who said it
    #[arg(long, value_name = "NAME")]
    claimant: Option<String>,
    /// The date at which it holds: 2025, 2025-03 or 2025-03-11
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The day by which it is due
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// 1 (first) to 3
    #[arg(long, default_value_t = 2)]
    priority: u8,
    /// The article that states it
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Do not watch it yet
    #[arg(long)]
    draft: bool,
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
  claimwatch claim edit microsoft-stake-49 --value '27%' --as-of 2025-10-28
  claimwatch claim edit agi-clause --text 'The rights run to 2032, AGI or not.'")]
pub struct Edit {
    #[arg(value_name = "ID")]
    id: String,
    /// The new sentence in English
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The new sentence in Chinese
    #[arg(long, value_name = "TEXT")]
    text_zh: Option<String>,
    /// The new value
    #[arg(long)]
    value: Option<String>,
    #[arg(long)]
    period: Option<String>,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    #[arg(long, value_name = "NAME")]
    claimant: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// 1 (first) to 3
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    priority: Option<u8>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
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

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim import                    claims.toml beside the config
  claimwatch claim import more.toml --draft
  claimwatch claim import --update           changed claims get a new version")]
pub struct Import {
    /// The file [default: claims.toml beside the config]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Give claims that read otherwise in the file a new version
    #[arg(long)]
    update: bool,
    /// Load them as drafts, not watched yet
    #[arg(long)]
    draft: bool,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(options) => add(setting, *options).await?,
            Self::List(options) => list(setting, options).await?,
            Self::Show(options) => show(setting, &options.id).await?,
            Self::Edit(options) => edit(setting, *options).await?,
            Self::Rate(options) => rate(setting, options).await?,
            Self::Outcome(options) => options.run(setting).await?,
            Self::Mute(options) => options.run(setting).await?,
            Self::Retire(options) => retire(setting, &options).await?,
            Self::Import(options) => import(setting, options).await?,
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

async fn show(setting: &Setting, id: &str) -> Result<(), Failure> {
    let store = setting.store().await?;
    let claim = existing(&store, id).await?;
    let freshness = Watches::load(&store).await?.freshness(&claim, setting.clock.now());
    let versions = store.claim_versions(id).await?;
    let evidence = Evidence::of(store.evidence_of(id).await?, claim.version);
    let anchor = store.anchor_of(id).await?;
    let filter = crate::store::flags::Filter { claim: Some(id.to_owned()), ..Default::default() };
    let flags = store.flags(&filter).await?;
    if setting.global.json {
        let mut object = serde_json::to_value(Listed { claim: &claim, freshness })?;
        object["versions"] = serde_json::to_value(&versions)?;
        object["evidence"] = serde_json::to_value(evidence.supporting)?;
        object["against"] = serde_json::to_value(evidence.refuting)?;
        object["earlier_evidence"] = serde_json::to_value(evidence.earlier)?;
        object["anchor"] = serde_json::to_value(&anchor)?;
        object["flags"] = serde_json::to_value(&flags)?;
        return output::json(&object);
    }
    let c = &claim.claim;
    let mut out = String::new();
    _ = writeln!(
        out,
        "\x1b[1m{}\x1b[0m  {} · {freshness} · rating {} · version {}",
        c.id, claim.status, claim.rating, claim.version
    );
    for sentence in [&c.text.en, &c.text.zh].into_iter().flatten() {
        _ = writeln!(out, "  {}", plain(sentence));
    }
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            _ = writeln!(out, "  {name:<10} {}", plain(value));
        }
    };
    fact("kind", Some(&format!("{}, {}", c.kind, c.class)));
    fact("claimant", c.claimant.as_deref());
    fact("value", c.value.as_deref());
    fact("period", c.period.as_deref());
    fact("as of", c.as_of.as_deref());
    fact("deadline", c.deadline.as_deref());
    let forecast = c.class == Class::Forecast || c.deadline.is_some();
    fact("outcome", forecast.then(|| claim.outcome.word()));
    fact("subject", Some(&c.subject.join(", ")));
    fact("metric", Some(&c.metric.all().collect::<Vec<_>>().join(", ")));
    fact("article", c.article.as_deref());
    if let Some(anchor) = &anchor {
        let place = format!("“{}” at {}–{}", anchor.exact, anchor.start, anchor.end);
        fact("quote", Some(&place));
    }
    fact("confirmed", Some(&maybe_time(claim.last_confirmed_at)));
    fact("note", c.note.as_deref());
    if claim.correction_owed {
        fact("owed", Some("a correction"));
    }
    evidence.write(&mut out);
    for flag in &flags {
        _ = writeln!(out, "  {} [{}]", super::flag::line(flag), flag.state);
    }
    output::print(out.trim_end())
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

async fn add(setting: &Setting, options: Add) -> Result<(), Failure> {
    let claim = Claim {
        id: options.id,
        text: Wording { en: options.text, zh: options.text_zh },
        kind: options.kind,
        class: options.class,
        article: options.article,
        claimant: options.claimant,
        as_of: options.as_of,
        priority: options.priority,
        subject: options.subject,
        metric: Terms { en: options.metric, zh: options.metric_zh },
        contrary: Terms { en: options.contrary, zh: options.contrary_zh },
        value: options.value,
        period: options.period,
        scenario: options.scenario,
        deadline: options.deadline,
        note: None,
        proposed: Vec::new(),
    };
    let store = setting.store_or_new().await?;
    if store.claim(&claim.id).await?.is_some() {
        return Err(Failure::usage(format!(
            "there is a claim “{}” already; `claimwatch claim edit` changes it",
            claim.id
        )));
    }
    check(&store, &claim).await?;
    let status = if options.draft { Status::Draft } else { Status::Watching };
    store.import(&[], std::slice::from_ref(&claim), status, &setting.act()).await?;
    let opened = reassess(&store, std::slice::from_ref(&claim.id), &setting.act()).await?;
    if setting.global.json {
        return output::json(&existing(&store, &claim.id).await?);
    }
    output::print(&format!("Claim {} is {status}.{}", claim.id, at_odds(&opened)))
}

pub(super) fn at_odds(opened: &[i64]) -> String {
    if opened.is_empty() {
        return String::new();
    }
    let ids: Vec<String> = opened.iter().map(ToString::to_string).collect();
    format!(" It is at odds with what sources say: flags {}.", ids.join(", "))
}

#[derive(Serialize)]
struct AsFile<'a> {
    article: Vec<Article>,
    claim: [&'a Claim; 1],
}

/// Holds a claim of the command line to the rules of claims.toml.
pub(super) async fn check(store: &Store, claim: &Claim) -> Result<(), Failure> {
    let articles = store.articles().await?;
    let text = toml::to_string(&AsFile { article: articles, claim: [claim] })?;
    let entities = store.entities().await?;
    match config::parse_claims(&text, Path::new("claim"), &entities) {
        Ok(_) => Ok(()),
        Err(problems) => {
            let said: Vec<String> = problems
                .0
                .iter()
                .map(|p| match &p.help {
                    Some(help) => format!("{}; {help}", p.message),
                    None => p.message.clone(),
                })
                .collect();
            Err(Failure::usage(said.join("\n")))
        }
    }
}

async fn edit(setting: &Setting, options: Edit) -> Result<(), Failure> {
    let store = setting.store().await?;
    let claim = existing(&store, &options.id).await?;
    let revision = Revision {
        wording: options.text,
        wording_zh: options.text_zh,
        value: options.value,
        period: options.period,
        as_of: options.as_of,
        deadline: options.deadline,
        claimant: options.claimant,
        note: options.note,
        priority: options.priority,
    };
    let next = revise(&claim.claim, &revision).map_err(Failure::usage)?;
    check(&store, &next).await?;
    let version = store.revise_claim(&next, options.reason.as_deref(), &setting.act()).await?;
    let opened = reassess(&store, std::slice::from_ref(&next.id), &setting.act()).await?;
    if setting.global.json {
        return output::json(&existing(&store, &next.id).await?);
    }
    output::print(&format!("Claim {} is in version {version}.{}", next.id, at_odds(&opened)))
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

async fn import(setting: &Setting, options: Import) -> Result<(), Failure> {
    let config = setting.config();
    let file = match (options.file, &config) {
        (Some(file), _) => file,
        (None, Ok(config)) => config.path.with_file_name("claims.toml"),
        (None, Err(_)) => {
            return Err(Failure::usage("say which file to import: claimwatch claim import claims.toml"));
        }
    };
    let entities = match config {
        Ok(config) => config.entities,
        Err(_) if Store::exists(&setting.data_dir()?) => setting.store().await?.entities().await?,
        Err(_) => Vec::new(),
    };
    // A bad file makes no store.
    let loaded = config::load_claims(&file, &entities)?;
    let store = setting.store_or_new().await?;
    let act = setting.act();
    let status = if options.draft { Status::Draft } else { Status::Watching };
    let added = store.import(&loaded.articles, &loaded.claims, status, &act).await?;
    let mut updated = Vec::new();
    let mut differ = 0;
    for claim in &loaded.claims {
        let Some(stored) = store.claim_versions(&claim.id).await?.pop() else { continue };
        if stored.claim == *claim {
            continue;
        }
        differ += 1;
        if options.update {
            store.revise_claim(claim, Some("claim import --update"), &act).await?;
            updated.push(claim.id.clone());
        }
    }
    let touched: Vec<String> = added.iter().chain(&updated).cloned().collect();
    let opened = reassess(&store, &touched, &act).await?;
    if setting.global.json {
        return output::json(&serde_json::json!({ "added": added, "updated": updated, "flags": opened }));
    }
    let hint = if differ > updated.len() {
        format!("; {differ} read otherwise in the store, --update gives them a new version")
    } else {
        String::new()
    };
    output::print(&format!(
        "{} claims added, {} updated{hint}.{}",
        added.len(),
        updated.len(),
        at_odds(&opened)
    ))
}
