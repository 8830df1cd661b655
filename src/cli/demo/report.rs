//! What a person sees of the demonstration. Everything that is told is read back from the store.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::server::Server;
use crate::cli::output::{self, plain};
use crate::cli::{Failure, Setting, flag};
use crate::config::ClaimsFile;
use crate::daemon::sweep::Swept;
use crate::model::flag::FlagState;
use crate::model::source::Outcome;
use crate::store::Store;
use crate::store::flags::{Filter, StoredFlag};

pub struct Report<'a> {
    store: &'a Store,
    claims: &'a ClaimsFile,
    language: &'static str,
    /// Nothing is told: JSON is wanted, or silence.
    silent: bool,
    sweeps: usize,
    changed: usize,
    evidence: usize,
}

impl<'a> Report<'a> {
    pub fn new(setting: &Setting, store: &'a Store, claims: &'a ClaimsFile) -> Self {
        let silent = setting.global.json || setting.global.quiet;
        Self { store, claims, language: setting.language(), silent, sweeps: 0, changed: 0, evidence: 0 }
    }

    pub fn opening(&self, server: &Server) -> Result<(), Failure> {
        self.tell(&format!(
            "\x1b[1mclaimwatch demo\x1b[0m: {} claims of one article, pages on http://{}, three days of 2025.\n\
             The pages were written for this demonstration; what they tell is on the public record.",
            self.claims.claims.len(),
            server.address
        ))
    }

    /// What the sweep of one day came to.
    pub async fn day(&mut self, at: DateTime<Utc>, news: &str, swept: &[Swept]) -> Result<(), Failure> {
        let first = self.sweeps == 0;
        self.sweeps += swept.len();
        let changed: usize = swept.iter().map(|s| s.changed).sum();
        self.changed += if first { 0 } else { changed };
        let evidence = self.evidence().await?;
        let new_evidence = evidence.saturating_sub(self.evidence);
        self.evidence = evidence;

        let flags: Vec<StoredFlag> =
            self.store.flags(&Filter::default()).await?.into_iter().filter(|f| f.created_at == at).collect();
        let count = |state: FlagState| flags.iter().filter(|f| f.state == state).count();
        self.tell(&format!("\n\x1b[1;36m── {} ──\x1b[0m {news}", at.format("%-d %B %Y")))?;
        for failed in swept.iter().filter(|s| s.outcome == Outcome::Failed) {
            let why = failed.error.as_deref().unwrap_or("failed");
            self.tell(&format!("✗ {}: {}", failed.source, plain(why)))?;
        }
        for flag in flags.iter().filter(|f| f.state == FlagState::Open) {
            self.flag(flag)?;
        }
        let what = if first { "passages read" } else { "passages changed" };
        let still = swept.iter().filter(|s| s.changed == 0 && s.outcome != Outcome::Failed).count();
        self.tell(&format!(
            "\n\x1b[2m{changed} {what} in {} sources: {}; {} told the same news, {new_evidence} support a claim \
             (kept as evidence), {} were kept quiet{}\x1b[0m",
            swept.len(),
            many(count(FlagState::Open), "flag"),
            count(FlagState::Merged),
            count(FlagState::Suppressed),
            if still > 0 {
                format!("; {} changed only around the text", many(still, "page"))
            } else {
                String::new()
            },
        ))
    }

    fn flag(&self, flag: &StoredFlag) -> Result<(), Failure> {
        let sentence = self.claims.claims.iter().find(|c| c.id == flag.claim);
        let mut lines = vec![format!("\n\x1b[1;33m⚑ {}\x1b[0m  {}", flag.claim, flag::relation(flag))];
        lines.extend(
            sentence.map(|claim| format!("  \x1b[3m{}\x1b[0m", plain(claim.text.pick(self.language)))),
        );
        lines.push(output::diff(flag.before.as_deref(), flag.after.as_deref()));
        let values = flag::values(flag);
        if !values.is_empty() {
            lines.push(format!("  value   \x1b[1m{values}\x1b[0m"));
        }
        if let (Some(source), Some(tier)) = (&flag.source, flag.tier) {
            lines.push(format!("  source  {source} ({tier})"));
        }
        if let [_, others @ ..] = flag.sources.as_slice()
            && !others.is_empty()
        {
            lines.push(format!("          the same news: {}", others.join(", ")));
        }
        self.tell(&lines.join("\n"))
    }

    /// What is left for a person to decide, and how to go on.
    pub async fn end(&self, dir: &Path) -> Result<(), Failure> {
        let all = self.store.flags(&Filter::default()).await?;
        let of = |state: FlagState| all.iter().filter(move |f| f.state == state);
        self.tell("\n\x1b[1;36m── To review ──\x1b[0m")?;
        let rows = of(FlagState::Open).map(|f| {
            let sources = match f.sources.as_slice() {
                [first, others @ ..] if !others.is_empty() => format!("{first} +{}", others.len()),
                _ => f.source.clone().unwrap_or_default(),
            };
            let values = flag::values(f);
            let news = if values.is_empty() { flag::relation(f) } else { values };
            vec![f.id.clone(), f.claim.clone(), news, sources]
        });
        if !self.silent {
            output::table(&["id", "claim", "news", "sources"], rows.collect())?;
        }
        let sources = self.store.sources().await?.len();
        self.tell(&format!(
            "\n{} of {sources} sources, {} passages changed, {}; {} merged with one of them, {} kept quiet.",
            many(self.sweeps, "check"),
            self.changed,
            many(of(FlagState::Open).count(), "open flag"),
            of(FlagState::Merged).count(),
            of(FlagState::Suppressed).count(),
        ))?;
        let dir = shell_word(&dir.display().to_string());
        self.tell(&format!(
            "\nGo on with\n  \
             claimwatch --data-dir {dir} review            decide, one key a flag\n  \
             claimwatch --data-dir {dir} flag list --all   also what was merged and kept quiet, and why\n  \
             claimwatch --data-dir {dir} archive verify    recompute every hash of the archive"
        ))
    }

    async fn evidence(&self) -> Result<usize, Failure> {
        let mut count = 0;
        for claim in &self.claims.claims {
            count += self.store.evidence_of(&claim.id).await?.len();
        }
        Ok(count)
    }

    fn tell(&self, text: &str) -> Result<(), Failure> {
        if self.silent {
            return Ok(());
        }
        let term = console::Term::stdout();
        match term.size_checked() {
            Some((_, width)) if term.is_term() => output::print(&output::wrap(text, width.into(), 4)),
            _ => output::print(text),
        }
    }
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A path as a shell takes it.
fn shell_word(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if !text.is_empty() && text.chars().all(safe) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
