//! `claimwatch inspect`: shows what the readers see. No config and no store is needed, but for `why`, which reads the
//! claims and captures of the store where it is asked of those.

mod article;
mod change;
mod input;
mod jsonl;
mod jsonpath;
mod page;
mod robots;
mod text;
mod why;

use std::io::{stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use super::{Failure, Setting};
use crate::model::value::Lang;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Values and dates of a text; with --jsonl `{id, text, lang?, reference?}` a line in, one answer a line out
    #[command(after_help = "\
Examples:
  claimwatch inspect text 'about $22.4 billion, up from 119亿美元'
  echo '{\"id\": 1, \"text\": \"about $22.4 billion\"}' \\
      | claimwatch inspect text --jsonl")]
    Text(Text),
    /// Main text of a page, feed, JSON document or PDF with its places; with --jsonl
    /// `{id, path | html | body_base64, url?, content_type?}` a line in, one answer a line out
    #[command(after_help = "\
Examples:
  claimwatch inspect page https://www.example.org/news
  echo '<p>It holds 27%.</p>' | claimwatch inspect page -
  echo '{\"id\": 1, \"html\": \"<p>It holds 27%.</p>\"}' \\
      | claimwatch inspect page --jsonl")]
    Page(Page),
    /// How much each sentence is worth checking; with --jsonl `{id, text, lang?}` a line in
    #[command(after_help = "\
Examples:
  claimwatch inspect article 'Acme lost $5 million in 2024. Thank you all.'
  echo '{\"id\": 1, \"text\": \"Acme lost $5 million in 2024.\"}' \\
      | claimwatch inspect article --jsonl")]
    Article(Text),
    /// What a change means for a claim: `{id, claim, before, after, as_of?, subject?}` a line in
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"claim\": \"It holds 49%.\", \"after\": \"It holds 27%.\"}' \\
      | claimwatch inspect change --jsonl")]
    Change(Lines),
    /// Why a page, or the last capture of a source, speaks for a claim or not, passage by passage
    #[command(after_help = "\
Examples:
  claimwatch inspect why coreweave-contract coreweave-ir
  claimwatch inspect why coreweave-contract https://www.example.org/news
  claimwatch inspect why 'Acme employs 900 people.' article.txt")]
    Why(why::Options),
    /// What a robots.txt says of an address; with --jsonl `{id, robots, agent, url}` a line in
    #[command(after_help = "\
Examples:
  printf 'User-agent: *\\nDisallow: /private\\n' \\
      | claimwatch inspect robots - https://example.org/news")]
    Robots(Robots),
    /// What a JSONPath finds in a document; with --jsonl `{id, select, document}` a line in
    #[command(after_help = "\
Examples:
  echo '{\"items\": [{\"title\": \"News\"}]}' \\
      | claimwatch inspect jsonpath '$.items[*].title' -
  echo '{\"id\": 1, \"select\": \"$.a\", \"document\": {\"a\": 7}}' \\
      | claimwatch inspect jsonpath --jsonl")]
    Jsonpath(Jsonpath),
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
pub struct Robots {
    /// The crawler that is asked for, by its name in robots.txt
    #[arg(long, value_name = "NAME", default_value = crate::fetch::TOKEN)]
    agent: String,
    /// A robots.txt; - for standard input
    #[arg(value_name = "FILE", required_unless_present = "jsonl")]
    file: Option<PathBuf>,
    #[arg(value_name = "URL", required_unless_present = "jsonl")]
    url: Option<String>,
    /// Read JSON lines from standard input
    #[arg(long, conflicts_with_all = ["file", "url", "agent"])]
    jsonl: bool,
}

#[derive(Debug, clap::Args)]
pub struct Jsonpath {
    #[arg(value_name = "SELECT", required_unless_present = "jsonl")]
    select: Option<String>,
    /// A JSON document; - for standard input
    #[arg(value_name = "FILE", required_unless_present = "jsonl")]
    file: Option<PathBuf>,
    /// Read JSON lines from standard input
    #[arg(long, conflicts_with_all = ["select", "file"])]
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
        let json = setting.global.json;
        let (input, output) = (|| stdin().lock(), || stdout().lock());
        match self {
            Self::Text(Text { text: Some(text), .. }) => text::show(&text, json)?,
            Self::Page(Page { target: Some(target), allow_private, .. }) => {
                page::show(&target, allow_private, setting).await?;
            }
            Self::Text(_) => jsonl::lines(input(), output(), text::answer)?,
            Self::Page(_) => jsonl::lines(input(), output(), page::answer)?,
            Self::Article(Text { text: Some(text), .. }) => article::show(&text, json)?,
            Self::Article(_) => jsonl::lines(input(), output(), article::answer)?,
            Self::Change(_) => jsonl::lines(input(), output(), change::answer)?,
            Self::Why(options) => options.show(setting).await?,
            Self::Robots(Robots { agent, file: Some(file), url: Some(url), .. }) => {
                robots::show(&agent, &file, &url, json)?;
            }
            Self::Robots(_) => jsonl::lines(input(), output(), robots::answer)?,
            Self::Jsonpath(Jsonpath { select: Some(select), file: Some(file), .. }) => {
                jsonpath::show(&select, &file, json)?;
            }
            Self::Jsonpath(_) => jsonl::lines(input(), output(), jsonpath::answer)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The language of a BCP 47 tag, where it is one that the readers know.
fn language(tag: &str) -> Option<Lang> {
    match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}
