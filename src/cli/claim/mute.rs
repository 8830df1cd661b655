//! `claimwatch claim mute`

use super::{Failure, Setting, existing, output, short, time};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch claim mute microsoft-stake-49          what is kept away
  claimwatch claim mute microsoft-stake-49 'price target'
  claimwatch claim mute microsoft-stake-49 'analyst * upgrade' --reason noise
  claimwatch claim mute microsoft-stake-49 'upgrade*'
  claimwatch claim mute microsoft-stake-49 --lift 1")]
pub struct Options {
    #[arg(value_name = "ID")]
    id: String,
    /// Whole words that a passage holds in this order, * for anything between or for the rest of a word; without it the
    /// mutes are listed
    #[arg(value_name = "PATTERN")]
    pattern: Option<String>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Take a mute back
    #[arg(long, value_name = "MUTE", conflicts_with = "pattern")]
    lift: Option<i64>,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let store = setting.store().await?;
        let (id, why, act) = (&self.id, self.reason.as_deref(), setting.act());
        existing(&store, id).await?;
        let done = match (&self.pattern, self.lift) {
            (Some(pattern), _) => {
                let mute = store.mute_pattern(id, pattern, why, &act).await?;
                Some(format!("Mute {mute}: passages with “{pattern}” stay away from claim {id}."))
            }
            (None, Some(mute)) => {
                store.lift_mute(id, mute, why, &act).await?;
                Some(format!("Mute {mute} of claim {id} is lifted."))
            }
            (None, None) => None,
        };
        let mutes = store.mutes(Some(id)).await?;
        if setting.global.json {
            return output::json(&mutes);
        }
        if let Some(done) = done {
            return output::print(&done);
        }
        if mutes.is_empty() {
            return output::print(&format!("Nothing is muted for claim {id}."));
        }
        let rows = mutes
            .iter()
            .map(|m| {
                let passage = short(m.passage.as_deref().unwrap_or_default(), 90);
                let (what, text) = match &m.pattern {
                    Some(pattern) => ("pattern", short(pattern, 90)),
                    None if m.any_figures => {
                        ("passages", format!("passages like “{passage}” whatever their figures"))
                    }
                    None => ("passage", passage),
                };
                let by =
                    m.flag_id.map(|f| format!("flag {f}")).or_else(|| m.reason.clone()).unwrap_or_default();
                vec![m.id.to_string(), what.to_owned(), text, by, m.actor.clone(), time(m.created_at)]
            })
            .collect();
        output::table(&["mute", "kind", "text", "why", "by", "since"], rows)
    }
}
