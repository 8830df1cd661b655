//! `claimwatch inspect`: shows what the readers see. No config and no store is needed.

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
            Self::Text(_) => text::text_jsonl(input, output)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
