//! `claimwatch config`

use std::process::ExitCode;

use super::output;
use super::{Failure, Setting};
use crate::config;
use crate::store::Store;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Read sources.toml and claims.toml and say what is wrong; exit 2 if anything is
    #[command(after_help = "\
Examples:
  claimwatch config check
  claimwatch --config /etc/claimwatch/sources.toml config check")]
    Check,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Check => check(setting).await,
        }
    }
}

async fn check(setting: &Setting) -> Result<ExitCode, Failure> {
    let config = setting.config()?;
    let path = config.path.with_file_name("claims.toml");
    let mut ids: Vec<String> = Vec::new();
    let mut warnings = config.warnings();
    let mut claims = 0;
    if path.is_file() {
        let file = config::load_claims(&path, &config.entities)?;
        warnings.extend(file.warnings.iter().map(ToString::to_string));
        claims = file.claims.len();
        ids.extend(file.claims.into_iter().map(|c| c.id));
    }
    // Bindings may also name claims that were added on the command line.
    let dir = setting.data_dir()?;
    if Store::exists(&dir) {
        ids.extend(Store::open(&dir).await?.claims().await?.into_iter().map(|c| c.claim.id));
    }
    config::check_bindings(&config, &ids)?;
    for source in config.sources.iter().filter(|s| s.enabled) {
        for (name, secret) in &source.headers {
            if let Err(error) = config::resolve_secret(secret) {
                warnings.push(format!("source {}: header {name}: {error}", source.id));
            }
        }
    }
    if setting.global.json {
        output::json(&serde_json::json!({
            "file": config.path, "sources": config.sources.len(), "entities": config.entities.len(),
            "claims": claims, "warnings": warnings,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for warning in &warnings {
        anstream::eprintln!("warning: {warning}");
    }
    if !setting.global.quiet {
        let (file, sources, entities) = (config.path.display(), config.sources.len(), config.entities.len());
        output::print(&format!("{file} is good: {sources} sources, {entities} entities, {claims} claims."))?;
    }
    Ok(ExitCode::SUCCESS)
}
