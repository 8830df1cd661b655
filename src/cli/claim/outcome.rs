//! `claimwatch claim outcome`

use super::{Failure, Setting, existing, output};
use crate::model::claim::Outcome;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim outcome microsoft-50 kept --reason 'both were there'
  claimwatch claim outcome microsoft-capex-2025 in_the_works")]
pub struct Options {
    #[arg(value_name = "ID")]
    id: String,
    /// not_yet_rated, in_the_works, stalled, kept, partly, not_kept, unrateable
    #[arg(value_name = "OUTCOME")]
    outcome: Outcome,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let store = setting.store().await?;
        let Self { id, outcome, reason } = self;
        existing(&store, &id).await?;
        let before = store.set_outcome(&id, outcome, reason.as_deref(), &setting.act()).await?;
        if setting.global.json {
            return output::json(&existing(&store, &id).await?);
        }
        output::print(&format!("The outcome of claim {id} is {outcome}; it was {before}."))
    }
}
