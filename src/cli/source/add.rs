//! `claimwatch source add`

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;

use super::probe::probe;
use crate::cli::output::{self, plain};
use crate::cli::{Failure, Setting};
use crate::config::edit::{self, NewSource};
use crate::config::{self, Config, Source, parse_url, slug};
use crate::extract;
use crate::model::source::{SourceKind, Tier};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch source add https://www.example.org/newsroom
  claimwatch source add https://www.example.org/feed.xml --id example \\
      --claims 'coreweave-*' --every 30m --yes")]
pub struct Options {
    #[arg(value_name = "URL")]
    url: String,
    /// Its name in sources.toml [default: made from the address]
    #[arg(long, value_name = "SLUG")]
    id: Option<String>,
    /// Claims it is watched for: an id or a pattern; may be repeated [default: all]
    #[arg(long, value_name = "GLOB")]
    claims: Vec<String>,
    /// How often: 30m, 2h, 1d [default: 1h for feeds, else 6h]
    #[arg(long, value_name = "DURATION")]
    every: Option<String>,
    /// primary, filing, official, press, aggregator
    #[arg(long, default_value = "press")]
    tier: Tier,
    /// The address may be private or loopback
    #[arg(long)]
    allow_private: bool,
    /// Write without asking
    #[arg(long)]
    yes: bool,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let config = setting.config()?;
        let url =
            parse_url(&self.url).map_err(|(message, help)| Failure::usage(format!("{message}; {help}")))?;
        if let Some(there) = config.sources.iter().find(|s| s.url == url) {
            return Err(Failure::usage(format!("{url} is watched already, as source {}", there.id)));
        }
        let id = self.free_id(&config, &url)?;
        let mut source = Source::new(&id, url);
        source.allow_private = self.allow_private;
        let looked = probe(setting, Some(&config), &source).await?;
        if let Some(wall) = &looked.wall {
            return Err(anyhow::anyhow!("{} shows a wall, not its page: {}", source.url, wall.reason).into());
        }
        let usual = if looked.kind == SourceKind::Feed { "1h" } else { "6h" };
        let entry = NewSource {
            id,
            url: source.url.to_string(),
            title: looked.document.title.as_deref().map(plain).filter(|t| !t.is_empty()),
            kind: Some(looked.kind),
            every: Some(self.every.clone().unwrap_or_else(|| usual.to_owned())),
            tier: Some(self.tier),
            claims: self.claims.clone(),
            allow_private: self.allow_private,
            ..NewSource::default()
        };
        let feeds = match looked.kind {
            SourceKind::Page => extract::discover(&looked.response.body, &looked.response.url).feeds,
            _ => Vec::new(),
        };
        if !setting.global.json && !setting.global.quiet {
            output::print(&format!(
                "{} passages can be read. The entry:\n\n{}",
                looked.document.passages.len(),
                edit::render(&entry).trim_end()
            ))?;
            for feed in &feeds {
                output::print(&format!(
                    "\nThe page offers a feed, which is steadier: {}",
                    plain(feed.url.as_str())
                ))?;
            }
        }
        if !self.yes && !ask(&config)? {
            output::print("Nothing was written.")?;
            return Ok(ExitCode::FAILURE);
        }
        let path = &config.path;
        edit::add_source(path, &entry)?;
        if setting.global.json {
            output::json(&serde_json::json!({
                "id": entry.id, "url": entry.url, "kind": entry.kind, "title": entry.title,
                "file": path, "feeds": feeds.iter().map(|f| f.url.as_str()).collect::<Vec<_>>(),
            }))?;
        } else if !setting.global.quiet {
            output::print(&format!(
                "\nAdded {} to {}; the rest of the file is as it was.",
                entry.id,
                path.display()
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The id as given, or one made from the address that is not taken.
    fn free_id(&self, config: &Config, url: &url::Url) -> Result<String, Failure> {
        let taken = |id: &str| config.sources.iter().any(|s| s.id == id);
        if let Some(id) = &self.id {
            if !config::is_slug(id) {
                return Err(Failure::usage(format!(
                    "“{id}” is no id; use lower-case letters, digits and hyphens"
                )));
            }
            if taken(id) {
                return Err(Failure::usage(format!("the id “{id}” is taken; choose another with --id")));
            }
            return Ok(id.clone());
        }
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
        let last = url.path_segments().and_then(|mut s| s.rfind(|p| !p.is_empty())).unwrap_or_default();
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let base = slug(&format!("{host} {stem}")).unwrap_or_else(|| "source".to_owned());
        let free = std::iter::once(base.clone())
            .chain((2..1000).map(|n| format!("{base}-{n}")))
            .find(|id| !taken(id));
        free.ok_or_else(|| Failure::usage("no free id is left for this address; choose one with --id"))
    }
}

fn ask(config: &Config) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("nobody is there to ask; add --yes to write without asking"));
    }
    print!("\nAdd it to {}? [y/N] ", config.path.display());
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}
