//! `claimwatch article suggest`

use serde::Serialize;

use super::input::{self, Suggestion, Where, share};
use crate::article::WORTH;
use crate::cli::{Failure, Setting, output};
use crate::model::claim::{Article, Claim};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch article suggest article.txt
  claimwatch article suggest https://www.example.org/news --json
  claimwatch article suggest - --min-score 0.8 < article.txt

Writes nothing. `article add` keeps what you accept.")]
pub struct Options {
    #[command(flatten)]
    from: Where,
    /// Least score, 0 to 1 [default: 0.5]
    #[arg(long, value_name = "SCORE", value_parser = share)]
    min_score: Option<f64>,
    /// Every sentence
    #[arg(long, conflicts_with = "min_score")]
    all: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    article: &'a Article,
    sentences: &'a [Suggestion],
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let text = self.from.read(setting).await?;
        let least = if self.all { 0.0 } else { self.min_score.unwrap_or(WORTH) };
        let entities = input::entities(setting).await?;
        let found = input::suggestions(&text, &entities, least, text.article.published.as_deref());
        if setting.global.json {
            return output::json(&Answer { article: &text.article, sentences: &found });
        }
        if found.is_empty() {
            return output::print("No sentence is worth checking; --all shows every one with its score.");
        }
        let rows = found.iter().map(|s| {
            let score = format!("{:.2}", s.sentence.score);
            vec![score, s.sentence.text.clone(), slots(&s.claim).join("\n"), s.sentence.reasons.join("; ")]
        });
        output::table(&["score", "sentence", "read", "reasons"], rows.collect())?;
        output::print(&format!("{} sentences of “{}”.", found.len(), output::plain(&text.article.title)))
    }
}

/// What was read, one slot a line. All of it is proposed here, so that it is not said of each.
pub fn slots(claim: &Claim) -> Vec<String> {
    let plain = Claim { proposed: Vec::new(), ..claim.clone() };
    let shown = crate::cli::slots::lines(&plain).into_iter();
    shown.map(|(name, value)| if name == "kind" { value } else { format!("{name} {value}") }).collect()
}
