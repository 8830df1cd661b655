//! `claimwatch source test`

use std::process::ExitCode;

use serde::Serialize;

use super::probe::{Probe, probe};
use crate::cli::output::{self, plain, short};
use crate::cli::{Failure, Setting};
use crate::config::{self, Config, Source, parse_url};
use crate::daemon::claims::ClaimSet;
use crate::flag::Candidate;
use crate::model::claim::Entity;
use crate::model::passage::{Change, Passage};
use crate::model::source::{Extract, SourceKind};
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch source test https://www.example.org/news
  claimwatch source test coreweave-ir
  claimwatch source test --all     which sources of the file can be read?

Fetches, but writes nothing. Exit code 1 when an address could not be read.")]
pub struct Options {
    /// An address, or the id of a source in sources.toml
    #[arg(value_name = "URL|ID", required_unless_present = "all")]
    target: Option<String>,
    /// Every source of sources.toml
    #[arg(long, conflicts_with = "target")]
    all: bool,
    /// Read only what this CSS selector (or JSONPath) matches
    #[arg(long, value_name = "SELECTOR")]
    select: Option<String>,
    /// page, feed, json or pdf
    #[arg(long)]
    kind: Option<SourceKind>,
    /// The address may be private or loopback
    #[arg(long)]
    allow_private: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    source: &'a str,
    url: String,
    status: u16,
    kind: SourceKind,
    title: Option<&'a str>,
    lang: Option<&'a str>,
    encoding: &'a str,
    published: Option<chrono::DateTime<chrono::Utc>>,
    wall: Option<String>,
    warnings: &'a [String],
    passages: &'a [Passage],
    claims: Vec<Bearing>,
}

#[derive(Serialize)]
struct Bearing {
    claim: String,
    relation: crate::model::relation::Relation,
    detail: crate::model::relation::Detail,
    flagged: bool,
    passage: Option<String>,
    reasons: Vec<String>,
}

impl From<Candidate> for Bearing {
    fn from(c: Candidate) -> Self {
        Self {
            claim: c.claim,
            relation: c.relation,
            detail: c.detail,
            flagged: c.is_flag,
            passage: c.after,
            reasons: c.reasons,
        }
    }
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let config = match setting.config() {
            Ok(config) => Some(config),
            Err(failure) if self.all => return Err(failure),
            Err(_) => None,
        };
        if self.all {
            return all(setting, config.as_ref()).await;
        }
        let source = self.source(config.as_ref())?;
        let probe = probe(setting, config.as_ref(), &source).await?;
        let claims = claims(setting, config.as_ref()).await?;
        report(setting, &source, &probe, claims.as_ref())?;
        Ok(ExitCode::SUCCESS)
    }

    fn source(self, config: Option<&Config>) -> Result<Source, Failure> {
        let target = self.target.unwrap_or_default();
        let listed =
            config.and_then(|c| c.sources.iter().find(|s| s.id == target || s.url.as_str() == target));
        let mut source = if let Some(source) = listed {
            source.clone()
        } else {
            let url =
                parse_url(&target).map_err(|(message, help)| Failure::usage(format!("{message}; {help}")))?;
            Source::new("test", url)
        };
        source.allow_private |= self.allow_private;
        if self.select.is_some() {
            source.extract = (self.kind != Some(SourceKind::Json)).then_some(Extract::Selector);
            source.select = self.select;
        }
        source.kind = self.kind.or(source.kind);
        Ok(source)
    }
}

/// The claims of the store, or of claims.toml beside the config.
async fn claims(setting: &Setting, config: Option<&Config>) -> Result<Option<ClaimSet>, Failure> {
    let entities: &[Entity] = config.map_or(&[], |c| &c.entities);
    let dir = setting.data_dir()?;
    if Store::exists(&dir) {
        return Ok(Some(ClaimSet::new(Store::open(&dir).await?.claims().await?, entities, 0)));
    }
    let Some(path) = config.map(|c| c.path.with_file_name("claims.toml")).filter(|p| p.is_file()) else {
        return Ok(None);
    };
    Ok(Some(ClaimSet::of_file(config::load_claims(&path, entities)?.claims, entities)))
}

fn report(
    setting: &Setting,
    source: &Source,
    probe: &Probe,
    claims: Option<&ClaimSet>,
) -> Result<(), Failure> {
    let document = &probe.document;
    let whole: Vec<Change> =
        (0..document.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect();
    let bearings: Vec<Bearing> = claims
        .map(|set| set.assess(&source.claims, None, document, &whole, setting.clock.now()))
        .unwrap_or_default()
        .into_iter()
        .map(Bearing::from)
        .collect();
    if setting.global.json {
        return output::json(&Report {
            source: &source.id,
            url: probe.response.url.to_string(),
            status: probe.response.status,
            kind: probe.kind,
            title: document.title.as_deref(),
            lang: document.lang.as_deref(),
            encoding: &document.encoding,
            published: document.published,
            wall: probe.wall.as_ref().map(|w| w.reason.clone()),
            warnings: &document.warnings,
            passages: &document.passages,
            claims: bearings,
        });
    }
    output::print(&format!("{} answers {} as {}", probe.response.url, probe.response.status, probe.kind))?;
    for hop in &probe.response.redirects {
        output::print(&format!("  redirected ({}) from {}", hop.status, hop.from))?;
    }
    let title = plain(document.title.as_deref().unwrap_or("none"));
    let published = output::maybe_time(document.published).replace("never", "not stated");
    let lang = document.lang.as_deref().unwrap_or("unknown");
    output::print(&format!(
        "title {title} · published {published} · language {lang} · {}",
        document.encoding
    ))?;
    if let Some(wall) = &probe.wall {
        output::print(&format!("\x1b[33mthis is a wall, not the page: {}\x1b[0m", wall.reason))?;
    }
    for warning in &document.warnings {
        output::print(&format!("note: {}", plain(warning)))?;
    }
    output::print(&format!("\n{} passages:", document.passages.len()))?;
    for passage in &document.passages {
        output::print(&format!("  \x1b[2m{}\x1b[0m  {}", plain(&passage.path), plain(&passage.text)))?;
    }
    if claims.is_none() {
        return output::print("\nNo claims are known here, so none could be matched.");
    }
    output::print(&format!("\nbears on {} claims:", bearings.len()))?;
    for b in &bearings {
        let mark = if b.flagged { "⚑" } else { " " };
        let passage = short(b.passage.as_deref().unwrap_or_default(), 100);
        output::print(&format!(
            "  {mark} {}  {}, {}: {passage}",
            b.claim,
            b.relation,
            b.detail.word().replace('_', " ")
        ))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    ok: bool,
    message: String,
}

async fn all(setting: &Setting, config: Option<&Config>) -> Result<ExitCode, Failure> {
    let sources = config.map_or(&[][..], |c| &c.sources);
    let mut lines = Vec::new();
    for source in sources.iter().filter(|s| s.enabled) {
        let (ok, message) = match probe(setting, config, source).await {
            Ok(probe) => match probe.wall {
                Some(wall) => (false, format!("a wall: {}", wall.reason)),
                None => (true, format!("{} passages as {}", probe.document.passages.len(), probe.kind)),
            },
            Err(Failure::Usage(error) | Failure::Runtime(error)) => (false, format!("{error:#}")),
        };
        let line = Line { source: &source.id, ok, message };
        if !setting.global.json {
            output::print(&format!(
                "{} {}: {}",
                if line.ok { "✓" } else { "✗" },
                line.source,
                plain(&line.message)
            ))?;
        }
        lines.push(line);
    }
    if setting.global.json {
        output::json(&lines)?;
    }
    Ok(if lines.iter().all(|l| l.ok) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
