//! `claimwatch article`: from a text, file or address to its check-worthy claims.

mod add;
mod input;
mod prompt;
mod suggest;

use std::process::ExitCode;

pub(super) use input::entities;

use super::{Failure, Setting};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// List the sentences that are worth checking, with reasons and what was read
    Suggest(suggest::Options),
    /// Accept, edit or skip them one after the other; what is accepted becomes a claim
    Add(Box<add::Options>),
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Suggest(options) => options.run(setting).await?,
            Self::Add(options) => options.run(setting).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
