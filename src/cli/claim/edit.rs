//! `claimwatch claim edit`

use super::check::check;
use super::{at_odds, existing};
use crate::article::statement;
use crate::cli::{Failure, Setting, output};
use crate::daemon::reassess::reassess;
use crate::model::claim::{ClaimKind, Class, Scenario};
use crate::review::{Revision, revise};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
What is given is no longer proposed; what still is follows a changed sentence.

Examples:
  claimwatch claim edit microsoft-stake-49 --value '27%' --as-of 2025-10-28
  claimwatch claim edit agi-clause --text 'The rights run to 2032, AGI or not.'")]
pub struct Options {
    #[arg(value_name = "ID")]
    id: String,
    /// The new sentence in English
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The new sentence in Chinese
    #[arg(long, value_name = "TEXT")]
    text_zh: Option<String>,
    /// amount, share, ratio, date, event, forecast, deal-term, ranking, quote, comparison
    #[arg(long)]
    kind: Option<ClaimKind>,
    /// closed, state, forecast, definition, event
    #[arg(long)]
    class: Option<Class>,
    /// Name of an entity, or a word, in place of the old ones; may be repeated
    #[arg(long, value_name = "NAME")]
    subject: Vec<String>,
    /// English term of what is measured or asserted, in place of the old ones; may be repeated
    #[arg(long, value_name = "TERM")]
    metric: Vec<String>,
    /// Chinese term; may be repeated
    #[arg(long, value_name = "TERM")]
    metric_zh: Vec<String>,
    /// The new value
    #[arg(long)]
    value: Option<String>,
    #[arg(long)]
    period: Option<String>,
    /// actual, planned, up_to, estimated
    #[arg(long)]
    scenario: Option<Scenario>,
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

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let store = setting.store().await?;
        let claim = existing(&store, &self.id).await?.claim;
        // A sentence that slots are read out of has to be one.
        let whole = |text: String| {
            if claim.proposed.is_empty() { Ok(text) } else { statement(&text).map_err(Failure::usage) }
        };
        let revision = Revision {
            wording: self.text.map(whole).transpose()?,
            wording_zh: self.text_zh.map(whole).transpose()?,
            kind: self.kind,
            class: self.class,
            subject: self.subject,
            metric: self.metric,
            metric_zh: self.metric_zh,
            value: self.value,
            period: self.period,
            scenario: self.scenario,
            as_of: self.as_of,
            deadline: self.deadline,
            claimant: self.claimant,
            note: self.note,
            priority: self.priority,
        };
        let next = revise(&claim, &revision, &store.entities().await?).map_err(Failure::usage)?;
        check(&store, &next).await?;
        let version = store.revise_claim(&next, self.reason.as_deref(), &setting.act()).await?;
        let opened = reassess(&store, std::slice::from_ref(&next.id), &setting.act()).await?;
        if setting.global.json {
            return output::json(&existing(&store, &next.id).await?);
        }
        output::print(&format!("Claim {} is in version {version}.{}", next.id, at_odds(&opened)))
    }
}
