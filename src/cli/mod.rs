//! The command line: one file a command.

mod archive;
mod article;
mod check;
mod claim;
mod config;
mod demo;
mod doctor;
mod flag;
mod freshness;
mod generate;
pub mod inspect;
mod keys;
pub mod output;
mod review;
mod run;
mod setting;
mod slots;
mod source;
mod status;
mod unfindable;

pub use output::plain;
pub use setting::{Failure, Setting};

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};

/// Keeps watch over published claims: fetches public sources on schedule, finds the sentence that bears on a
/// claim, says what changed, and puts it before a person who decides with one key.
#[derive(Debug, Parser)]
#[command(
    name = "claimwatch",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  claimwatch demo                           see it work, without a network
  claimwatch check                          sweep every source once now
  claimwatch run                            keep watching
  claimwatch review                         decide what was flagged"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The config [default: ./sources.toml, the user's config folder, /etc/claimwatch]
    #[arg(long, global = true, value_name = "FILE", env = "CLAIMWATCH_CONFIG", hide_env = true)]
    pub config: Option<PathBuf>,
    /// Where store and archive are [default: $STATE_DIRECTORY, the user's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "CLAIMWATCH_DATA_DIR", hide_env = true)]
    pub data_dir: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// What is logged, as tracing filters (`info`, `claimwatch=debug`)
    #[arg(long, global = true, value_name = "FILTER", env = "CLAIMWATCH_LOG", hide_env = true)]
    pub log: Option<String>,
    /// Log more: -v for info, -vv for debug
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Print and log less
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Who decides, as the event log names it
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "USER",
        hide_env = true,
        default_value = "unnamed"
    )]
    pub actor: String,
    /// Start the clock at this time: for tests and for looking ahead
    #[arg(long, global = true, value_name = "TIME", hide = true)]
    pub clock: Option<DateTime<Utc>>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keep watching: the daemon
    Run(run::Options),
    /// Sweep the sources once now, whatever their schedule, then exit
    Check(check::Options),
    /// Show what is watched, what is flagged and which sources are in trouble
    Status(status::Options),
    /// Decide what was flagged, one flag after the other
    Review(review::Options),
    /// List, show and decide flags
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch flag list
  claimwatch flag show 3
  claimwatch flag decide 3 update --value '$22.4 billion'"
    )]
    Flag(flag::Command),
    /// Keep the claims
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch claim list 'coreweave-*'
  claimwatch claim show microsoft-stake-49"
    )]
    Claim(claim::Command),
    /// Find the check-worthy claims of an article and keep them
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch article suggest article.txt
  claimwatch article add article.txt --yes-above 0.8"
    )]
    Article(article::Command),
    /// Keep the sources
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch source list
  claimwatch source add https://www.example.org/newsroom"
    )]
    Source(source::Command),
    /// Verify the archive
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch archive verify"
    )]
    Archive(archive::Command),
    /// Show what is read in a text, page or change
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch inspect text 'about $22.4 billion'"
    )]
    Inspect(inspect::Command),
    /// Check the config
    #[command(
        subcommand,
        after_help = "\
Examples:
  claimwatch config check"
    )]
    Config(config::Command),
    /// See it work on pages of its own, without a network
    Demo(demo::Options),
    /// Find what is wrong with the set-up
    Doctor(doctor::Options),
    /// Print shell completions
    Completions(generate::Completions),
    /// Print the manual page
    Man(generate::Man),
}

/// Runs a parsed command line.
pub async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let setting = Setting::new(cli.global);
    match cli.command {
        Command::Run(options) => options.run(&setting).await,
        Command::Check(options) => options.run(&setting).await,
        Command::Status(options) => options.run(&setting).await,
        Command::Review(options) => options.run(&setting).await,
        Command::Flag(command) => command.run(&setting).await,
        Command::Claim(command) => command.run(&setting).await,
        Command::Article(command) => command.run(&setting).await,
        Command::Source(command) => command.run(&setting).await,
        Command::Archive(command) => command.run(&setting).await,
        Command::Inspect(command) => command.run(&setting).await,
        Command::Config(command) => command.run(&setting).await,
        Command::Demo(options) => options.run(&setting).await,
        Command::Doctor(options) => options.run(&setting).await,
        Command::Completions(options) => options.run(),
        Command::Man(options) => options.run(),
    }
}
