//! `claimwatch inspect`: shows what the readers see. No config and no store is needed.

mod change;
mod jsonl;
mod page;
mod text;

use std::io::{stdin, stdout};
use std::process::ExitCode;

use super::Failure;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Values and dates of texts: `{id, text, lang?, reference?}` a line in, one answer a line out
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"text\": \"about $22.4 billion\"}' | claimwatch inspect text --jsonl")]
    Text(Lines),
    /// Main text of pages, feeds and JSON: `{id, path | html | body_base64, url?, content_type?}` a line in
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"html\": \"<p>It holds 27%.</p>\"}' | claimwatch inspect page --jsonl")]
    Page(Lines),
    /// What a change means for a claim: `{id, claim, before, after, as_of?, subject?}` a line in
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"claim\": \"Acme holds 49% of Beta.\", \"before\": null, \"after\": \"Acme holds 27% of Beta.\"}' \\
      | claimwatch inspect change --jsonl")]
    Change(Lines),
}

#[derive(Debug, clap::Args)]
pub struct Lines {
    /// Read JSON lines from standard input
    #[arg(long, required = true)]
    jsonl: bool,
}

impl Command {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (input, output) = (stdin().lock(), stdout().lock());
        match self {
            Self::Text(_) => jsonl::lines(input, output, text::answer)?,
            Self::Page(_) => jsonl::lines(input, output, page::answer)?,
            Self::Change(_) => jsonl::lines(input, output, change::answer)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
