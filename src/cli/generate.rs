//! `claimwatch completions` and `claimwatch man`: made from the command line's own definition.

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Failure};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch completions bash > /etc/bash_completion.d/claimwatch
  claimwatch completions zsh > ~/.zfunc/_claimwatch")]
pub struct Completions {
    shell: Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch man | man -l -
  claimwatch man > /usr/local/share/man/man1/claimwatch.1")]
pub struct Man {}

impl Completions {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "claimwatch", &mut script);
        super::output::print(String::from_utf8_lossy(&script).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Man {
    #[expect(clippy::unused_self, reason = "every command runs its options")]
    pub fn run(self) -> Result<ExitCode, Failure> {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        super::output::print(String::from_utf8_lossy(&page).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
