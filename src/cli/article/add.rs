//! `claimwatch article add`

use serde::Serialize;
use serde_json::json;

use super::input::{self, Suggestion, Text, Where, share};
use super::prompt::{self, Answer};
use crate::article::{WORTH, lapse};
use crate::cli::claim::{at_odds, check};
use crate::cli::keys::Keys;
use crate::cli::{Failure, Setting, output};
use crate::daemon::reassess::reassess;
use crate::model::claim::{Anchor, Claim, Entity, Status};
use crate::store::Store;
use crate::store::articles::KeptText;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Keys:
  a accept   d accept as a draft   w accept and watch   e edit first
  s or Enter skip   q stop: what was accepted is kept

Examples:
  claimwatch article add article.txt --plain < /dev/null
  claimwatch article add https://www.example.org/news --yes-above 0.9
  claimwatch article add article.txt --yes-above 0.8 --watching --json")]
pub struct Options {
    #[command(flatten)]
    from: Where,
    /// Least score of what is asked about, 0 to 1
    #[arg(long, value_name = "SCORE", value_parser = share, default_value_t = WORTH)]
    min_score: f64,
    /// Accept everything from this score on and ask nothing
    #[arg(long, value_name = "SCORE", value_parser = share)]
    yes_above: Option<f64>,
    /// What is accepted is watched at once, not kept as a draft
    #[arg(long)]
    watching: bool,
    /// Read whole lines instead of single keys: for scripts and screen readers
    #[arg(long)]
    plain: bool,
}

/// A claim that was added, and where the article states it.
#[derive(Serialize)]
struct Added {
    #[serde(flatten)]
    claim: Claim,
    status: Status,
    anchor: Anchor,
}

/// Keeps the claims of one article in the store.
struct Keeper<'a> {
    setting: &'a Setting,
    store: &'a Store,
    text: &'a Text,
    /// The article as it is kept; `None` before the first claim is accepted.
    kept: Option<KeptText>,
    added: Vec<Added>,
    skipped: usize,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        if self.yes_above.is_none() && setting.global.json {
            return Err(Failure::usage(
                "--json asks nobody: say which score is accepted with --yes-above 0.8",
            ));
        }
        if self.yes_above.is_none() && self.from.is_stdin() {
            return Err(Failure::usage(
                "the article came on standard input, so nobody can answer there: give a file, or --yes-above 0.8",
            ));
        }
        let text = self.from.read(setting).await?;
        let store = setting.store_or_new().await?;
        if let Ok(config) = setting.config() {
            store.remember_entities(&config.entities, &setting.act()).await?;
        }
        let today = setting.clock.now().date_naive().to_string();
        let as_of = text.article.published.clone().unwrap_or(today);
        let least = self.yes_above.unwrap_or(self.min_score);
        let entities = input::entities(setting).await?;
        let mut all = input::suggestions(&text, &entities, least, Some(&as_of));
        let today = setting.clock.now().date_naive();
        for suggestion in &mut all {
            lapse(&mut suggestion.claim, today);
        }
        let before = all.len();
        let fresh = unknown(&store, &text, all).await?;
        let known = before - fresh.len();
        let usual = if self.watching { Status::Watching } else { Status::Draft };
        let mut keeper =
            Keeper { setting, store: &store, text: &text, kept: None, added: Vec::new(), skipped: 0 };
        if self.yes_above.is_some() {
            for suggestion in &fresh {
                keeper.keep(suggestion, suggestion.claim.clone(), usual).await?;
            }
        } else {
            keeper.ask(&Keys::new(self.plain), &fresh, &entities, usual).await?;
        }
        keeper.finish(known).await
    }
}

/// What no claim stands for yet: a sentence that this article's claims are anchored in is left out.
async fn unknown(store: &Store, text: &Text, all: Vec<Suggestion>) -> Result<Vec<Suggestion>, Failure> {
    let Some(id) = store.article_like(&text.article, &text.body).await? else { return Ok(all) };
    let there = store.anchored_in(&id).await?;
    Ok(all.into_iter().filter(|s| !there.iter().any(|(_, anchor)| anchor.exact == s.sentence.text)).collect())
}

impl Keeper<'_> {
    async fn ask(
        &mut self,
        keys: &Keys,
        suggestions: &[Suggestion],
        entities: &[Entity],
        usual: Status,
    ) -> Result<(), Failure> {
        for (n, suggestion) in suggestions.iter().enumerate() {
            let place = format!("{} of {}", n + 1, suggestions.len());
            loop {
                match prompt::ask(keys, suggestion, entities, &place, usual)? {
                    Answer::Keep(claim, status) => match self.keep(suggestion, *claim, status).await {
                        Ok(()) => break,
                        // What could not be kept is said, and the same sentence is asked again.
                        Err(Failure::Usage(error)) => output::print(&format!("Not kept: {error:#}"))?,
                        Err(error) => return Err(error),
                    },
                    Answer::Skip => {
                        self.skipped += 1;
                        break;
                    }
                    Answer::Quit => return Ok(()),
                }
            }
        }
        Ok(())
    }

    /// Keeps the article, where that is still to be done, and the claim with its place in it.
    async fn keep(&mut self, suggestion: &Suggestion, claim: Claim, status: Status) -> Result<(), Failure> {
        check(self.store, &claim).await?;
        let act = self.setting.act();
        let kept = match &self.kept {
            Some(kept) => kept.clone(),
            None => self.store.keep_article(&self.text.article, &self.text.body, &act).await?,
        };
        let claim = Claim { article: Some(kept.article.clone()), ..claim };
        let sentence = &suggestion.sentence;
        let anchor = Anchor::new(&kept.article, kept.version, &self.text.body, sentence.start, sentence.end);
        let id = self.store.add_anchored(&claim, &anchor, status, &act).await?;
        if !self.setting.global.json {
            output::print(&format!("Claim {id} is {status}."))?;
        }
        self.kept = Some(kept);
        self.added.push(Added { claim: Claim { id, ..claim }, status, anchor });
        Ok(())
    }

    async fn finish(self, known: usize) -> Result<(), Failure> {
        let watched: Vec<String> =
            self.added.iter().filter(|a| a.status == Status::Watching).map(|a| a.claim.id.clone()).collect();
        let flags = reassess(self.store, &watched, &self.setting.act()).await?;
        self.store.close().await;
        if self.setting.global.json {
            return output::json(&json!({
                "article": self.kept.as_ref().map(|k| &k.article),
                "version": self.kept.as_ref().map(|k| k.version),
                "added": self.added,
                "known": known,
                "flags": flags,
            }));
        }
        let known = if known > 0 { format!(", {known} known before") } else { String::new() };
        let (added, skipped) = (self.added.len(), self.skipped);
        output::print(&format!("{added} claims added, {skipped} skipped{known}.{}", at_odds(&flags)))
    }
}
