//! `inspect why`: why a page speaks for a claim or not.

use std::fmt::Write as _;
use std::path::Path;

use super::page;
use crate::article;
use crate::assess::{Matcher, Near};
use crate::cli::output::{self, plain};
use crate::cli::{Failure, Setting};
use crate::config::parse_url;
use crate::model::claim::{Claim, Entity};
use crate::model::passage::Document;
use crate::store::Store;
use crate::text;

/// Passages that are shown to a person; `--json` gives all.
const MOST: usize = 8;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// The id of a claim, or a sentence in quotes
    #[arg(value_name = "CLAIM")]
    claim: String,
    /// The id of a source, an address, a file, or - for standard input
    #[arg(value_name = "FILE|URL|SOURCE")]
    target: String,
    /// The address may be private or loopback
    #[arg(long)]
    allow_private: bool,
}

impl Options {
    pub async fn show(self, setting: &Setting) -> Result<(), Failure> {
        let sentence = self.claim.chars().any(|c| c.is_whitespace() || !c.is_ascii());
        let is_file =
            self.target == "-" || Path::new(&self.target).exists() || parse_url(&self.target).is_ok();
        let store = if sentence && is_file { None } else { Some(setting.store().await?) };
        let (claim, entities) = match &store {
            Some(store) if !sentence => (stored(store, &self.claim).await?, store.entities().await?),
            Some(store) => {
                let entities = store.entities().await?;
                (proposed(&self.claim, &entities), entities)
            }
            None => (proposed(&self.claim, &[]), Vec::new()),
        };
        let document = match &store {
            Some(store) if !is_file => captured(store, &self.target).await?,
            _ => page::load(&self.target, self.allow_private, setting).await?,
        };
        let matcher = Matcher::new(vec![claim], &entities);
        let near = matcher.explain(0, &document, setting.clock.now());
        if setting.global.json {
            return output::json(&near);
        }
        if near.is_empty() {
            return output::print(&format!(
                "None of {} passages names enough of the claim to be looked at.",
                document.passages.len()
            ));
        }
        for passage in near.iter().take(MOST) {
            output::print(&described(passage))?;
        }
        Ok(())
    }
}

async fn stored(store: &Store, id: &str) -> Result<Claim, Failure> {
    let found = store.claim(id).await?;
    found.map(|c| c.claim).ok_or_else(|| {
        Failure::usage(format!(
            "there is no claim “{id}”; `claimwatch claim list` shows them all, or give a sentence in quotes"
        ))
    })
}

fn proposed(sentence: &str, entities: &[Entity]) -> Claim {
    article::propose(sentence, text::detect(sentence), entities, &[], "sentence")
}

/// The last good capture of a source.
async fn captured(store: &Store, id: &str) -> Result<Document, Failure> {
    let Some(source) = store.source(id).await? else {
        return Err(Failure::usage(format!(
            "there is no file, address or source “{id}”; `claimwatch source list` shows the sources"
        )));
    };
    let none =
        || Failure::usage(format!("source {id} has no capture yet; `claimwatch check {id}` makes one"));
    let capture = store.capture(source.baseline_id.ok_or_else(none)?).await?.ok_or_else(none)?;
    store.document(&capture).await?.ok_or_else(none)
}

fn described(near: &Near) -> String {
    let mut out = format!("\x1b[1m{}\x1b[0m  {}\n", plain(&near.path), plain(&near.passage));
    let words = |list: &[String]| list.iter().map(|w| plain(w)).collect::<Vec<_>>().join(", ");
    _ = writeln!(
        out,
        "  found through  {} (names {:.0} %, all {:.0} %)",
        words(&near.found),
        near.identity * 100.0,
        near.cover * 100.0
    );
    if !near.missing.is_empty() {
        _ = writeln!(out, "  not there      {}", words(&near.missing));
    }
    if let Some(found) = &near.assessment {
        let flag = if found.is_flag() { "a flag" } else { "no flag" };
        _ = writeln!(
            out,
            "  says           {}, {} – {flag}, score {:.2}",
            found.relation, found.detail, found.score
        );
        for reason in &found.reasons {
            _ = writeln!(out, "                 {}", plain(reason));
        }
    }
    if let Some(wanting) = &near.wanting {
        _ = writeln!(out, "  no flag since  {}", plain(wanting));
    }
    out
}
