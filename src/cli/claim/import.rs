//! `claimwatch claim import`

use std::collections::HashMap;
use std::path::PathBuf;

use super::at_odds;
use crate::article::statement;
use crate::cli::unfindable::Unfindable;
use crate::cli::{Failure, Setting, output};
use crate::config;
use crate::daemon::reassess::reassess;
use crate::model::claim::{Claim, Status};
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A claim needs no more than its text. What the file does not give is proposed from
the sentence, and --update proposes it anew where the sentence has changed.

Examples:
  claimwatch claim import                    claims.toml beside the config
  claimwatch claim import more.toml --draft
  claimwatch claim import --update           changed claims get a new version")]
pub struct Options {
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

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let config = setting.config();
        let file = match (self.file, &config) {
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
        let status = if self.draft { Status::Draft } else { Status::Watching };
        let bodies = store.claim_bodies().await?;
        let stored: HashMap<&str, &Claim> = bodies.iter().map(|c| (c.id.as_str(), c)).collect();
        let claims = loaded.against(&bodies, act.at.date_naive());
        let added = store.import(&loaded.articles, &claims, status, &act).await?;
        let mut updated = Vec::new();
        let mut differ = 0;
        for claim in &claims {
            if stored.get(claim.id.as_str()).is_none_or(|stored| *stored == claim) {
                continue;
            }
            differ += 1;
            if self.update {
                store.revise_claim(claim, Some("claim import --update"), &act).await?;
                updated.push(claim.id.clone());
            }
        }
        let touched: Vec<String> = added.iter().chain(&updated).cloned().collect();
        let opened = reassess(&store, &touched, &act).await?;
        let lost: Vec<Unfindable> = claims
            .iter()
            .filter(|c| touched.contains(&c.id))
            .filter_map(|claim| Unfindable::of(claim, &entities))
            .collect();
        if setting.global.json {
            return output::json(&serde_json::json!({
                "added": added, "updated": updated, "flags": opened, "unfindable": lost,
            }));
        }
        let hint = if differ > updated.len() {
            format!("; {differ} read otherwise in the store, --update gives them a new version")
        } else {
            String::new()
        };
        let (new, renewed) = (added.len(), updated.len());
        output::print(&format!("{new} claims added, {renewed} updated{hint}.{}", at_odds(&opened)))?;
        lost.iter().try_for_each(|lost| output::print(&format!("Note: {}.", lost.sentence())))?;
        let stated = claims.iter().filter(|c| touched.contains(&c.id));
        let several = stated.filter_map(|c| {
            let texts = c.text.en.iter().chain(&c.text.zh);
            let fault = texts.filter_map(|t| statement(t).err()).find(|fault| fault.several)?;
            Some(format!("Note: {}: {fault}.", c.id))
        });
        several.into_iter().try_for_each(|note| output::print(&note))
    }
}
