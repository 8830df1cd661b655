//! Parses arguments, starts tracing, sets the exit code; nothing else.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use claimwatch::cli::{self, Cli, Command, Failure, Global};
use claimwatch::reader;
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    if reader::is_child() {
        // Without a runtime: its threads would count against the limits.
        return reader::extract_pdf();
    }
    let cli = Cli::parse();
    if let Err(message) = start_tracing(&cli.global, matches!(cli.command, Command::Run(_))) {
        anstream::eprintln!("error: {message}");
        return ExitCode::from(2);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            anstream::eprintln!("error: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(cli::run(cli));
    // Parsers on blocking threads cannot be stopped; nothing waits for them.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(Failure::Usage(error)) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
        Err(Failure::Runtime(error)) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Logs go to stderr: lines for a terminal, JSON for a service manager.
fn start_tracing(global: &Global, service: bool) -> Result<(), String> {
    // A service says what it does without being asked.
    let steps = global.verbose + u8::from(service);
    let level = match (global.quiet, steps) {
        (true, _) => "error",
        (false, 0) => "claimwatch=warn,error",
        (false, 1) => "claimwatch=info,warn",
        (false, _) => "claimwatch=debug,info",
    };
    let filter = global.log.as_deref().unwrap_or(level);
    let filter = EnvFilter::try_new(filter).map_err(|e| format!("--log {filter}: {e}"))?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        logs.with_target(false).init();
    } else {
        logs.json().init();
    }
    Ok(())
}
