//! `claimwatch inspect`: shows what the readers see. No config and no store is needed.

mod change;
mod jsonl;
mod page;
mod text;

use std::io::{stdin, stdout};
use std::process::ExitCode;

use super::{Failure, Setting};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Values and dates of a text; with --jsonl `{id, text, lang?, reference?}` a line in, one answer a line out
    #[command(after_help = "\
Examples:
  claimwatch inspect text 'about $22.4 billion, up from 119亿美元'
  echo '{\"id\": 1, \"text\": \"about $22.4 billion\"}' \\
      | claimwatch inspect text --jsonl")]
    Text(Text),
    /// Main text of a page, feed or JSON document with its places; with --jsonl
    /// `{id, path | html | body_base64, url?, content_type?}` a line in, one answer a line out
    #[command(after_help = "\
Examples:
  claimwatch inspect page https://www.example.org/news
  echo '<p>It holds 27%.</p>' | claimwatch inspect page -
  echo '{\"id\": 1, \"html\": \"<p>It holds 27%.</p>\"}' \\
      | claimwatch inspect page --jsonl")]
    Page(Page),
    /// What a change means for a claim: `{id, claim, before, after, as_of?, subject?}` a line in
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"claim\": \"It holds 49%.\", \"after\": \"It holds 27%.\"}' \\
      | claimwatch inspect change --jsonl")]
    Change(Lines),
}

#[derive(Debug, clap::Args)]
pub struct Text {
    /// The text, or - for standard input
    #[arg(value_name = "TEXT", required_unless_present = "jsonl")]
    text: Option<String>,
    /// Read JSON lines from standard input
    #[arg(long, conflicts_with = "text")]
    jsonl: bool,
}

#[derive(Debug, clap::Args)]
pub struct Page {
    /// An address, a file, or - for standard input
    #[arg(value_name = "URL|FILE", required_unless_present = "jsonl")]
    target: Option<String>,
    /// Read JSON lines from standard input
    #[arg(long, conflicts_with = "target")]
    jsonl: bool,
    /// The address may be private or loopback
    #[arg(long)]
    allow_private: bool,
}

#[derive(Debug, clap::Args)]
pub struct Lines {
    /// Read JSON lines from standard input
    #[arg(long, required = true)]
    jsonl: bool,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Text(Text { text: Some(text), .. }) => text::show(&text, setting.global.json)?,
            Self::Page(Page { target: Some(target), allow_private, .. }) => {
                page::show(&target, allow_private, setting).await?;
            }
            Self::Text(_) => jsonl::lines(stdin().lock(), stdout().lock(), text::answer)?,
            Self::Page(_) => jsonl::lines(stdin().lock(), stdout().lock(), page::answer)?,
            Self::Change(_) => jsonl::lines(stdin().lock(), stdout().lock(), change::answer)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
