//! `claimwatch doctor`

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::output;
use super::unfindable::Unfindable;
use super::{Failure, Setting};
use crate::daemon::lock::{Attempt, Holder, acquire};
use crate::model::source::Health;
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch doctor
  claimwatch doctor --json

Exit code 1 when something needs mending.")]
pub struct Options {}

#[derive(Serialize)]
struct Finding {
    part: &'static str,
    ok: bool,
    message: String,
}

fn good(part: &'static str, message: impl Into<String>) -> Finding {
    Finding { part, ok: true, message: message.into() }
}

fn bad(part: &'static str, message: impl Into<String>) -> Finding {
    Finding { part, ok: false, message: message.into() }
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let mut findings = vec![config(setting)];
        let dir = setting.data_dir()?;
        findings.push(folder(&dir));
        findings.push(daemon(&dir));
        if Store::exists(&dir) {
            findings.extend(store(setting, &dir).await);
        } else {
            findings.push(bad(
                "store",
                format!("there is none in {} yet; `claimwatch check` makes it", dir.display()),
            ));
        }
        findings.push(certificates());
        let healthy = findings.iter().all(|f| f.ok);
        if setting.global.json {
            output::json(&findings)?;
        } else {
            for finding in &findings {
                let mark = if finding.ok { "\x1b[32m✓\x1b[0m" } else { "\x1b[31m✗\x1b[0m" };
                output::print(&format!("{mark} {:<13} {}", finding.part, output::plain(&finding.message)))?;
            }
        }
        Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn config(setting: &Setting) -> Finding {
    match setting.config() {
        Ok(config) => good("config", format!("{}: {} sources", config.path.display(), config.sources.len())),
        Err(Failure::Usage(error) | Failure::Runtime(error)) => bad("config", format!("{error:#}")),
    }
}

/// Whether the data folder can be written to.
fn folder(dir: &Path) -> Finding {
    if !dir.exists() {
        return good("data folder", format!("{} will be made on the first check", dir.display()));
    }
    match tempfile::NamedTempFile::new_in(dir) {
        Ok(_) => good("data folder", format!("{} can be written to", dir.display())),
        Err(error) => bad("data folder", format!("{} cannot be written to: {error}", dir.display())),
    }
}

fn daemon(dir: &Path) -> Finding {
    if !dir.exists() {
        return good("daemon", "not running");
    }
    match acquire(dir, Holder::Check) {
        Ok(Attempt::Got(_)) => good("daemon", "not running"),
        Ok(Attempt::Held(_, pid)) => {
            good("daemon", format!("running{}", pid.map_or_else(String::new, |p| format!(" as process {p}"))))
        }
        Err(error) => bad("daemon", format!("the lock cannot be read: {error}")),
    }
}

async fn store(setting: &Setting, dir: &Path) -> Vec<Finding> {
    let store = match Store::open(dir).await {
        Ok(store) => store,
        Err(error) => return vec![bad("store", error.to_string())],
    };
    let mut findings = Vec::new();
    findings.push(match store.integrity().await {
        Ok(answer) if answer == "ok" => good("store", format!("{} is sound", store.path().display())),
        Ok(answer) => bad("store", format!("{}: {answer}; restore it from a backup", store.path().display())),
        Err(error) => bad("store", error.to_string()),
    });
    findings.push(match store.verify_events().await {
        Ok((count, faults)) if faults.is_empty() => {
            good("event log", format!("{count} events, the chain holds"))
        }
        Ok((_, faults)) => bad("event log", faults.join("; ")),
        Err(error) => bad("event log", error.to_string()),
    });
    findings.push(match store.last_event_at().await {
        Ok(Some(at)) if at > setting.clock.now() + chrono::TimeDelta::minutes(5) => {
            bad("clock", format!("the last event is dated {at}, later than now; set the clock"))
        }
        Ok(_) => good("clock", format!("{} UTC", output::time(setting.clock.now()))),
        Err(error) => bad("clock", error.to_string()),
    });
    findings.push(match store.sources().await {
        Ok(sources) => {
            let watched: Vec<_> = sources.iter().filter(|s| s.enabled && s.retired_at.is_none()).collect();
            let troubled: Vec<&str> = watched
                .iter()
                .filter(|s| !matches!(s.health, Health::Ok | Health::Unknown))
                .map(|s| s.id.as_str())
                .collect();
            if troubled.is_empty() {
                good("sources", format!("{} watched, none in trouble", watched.len()))
            } else {
                bad("sources", format!("in trouble: {}; `claimwatch status` says why", troubled.join(", ")))
            }
        }
        Err(error) => bad("sources", error.to_string()),
    });
    findings.push(match claims(&store).await {
        Ok(finding) => finding,
        Err(error) => bad("claims", error.to_string()),
    });
    store.close().await;
    findings
}

/// Whether each claim can be found at all.
async fn claims(store: &Store) -> crate::store::Result<Finding> {
    let claims = store.claims().await?;
    let lost = Unfindable::among(&claims, &store.entities().await?);
    if lost.is_empty() {
        return Ok(good("claims", format!("{} in the store, each can be found", claims.len())));
    }
    Ok(bad("claims", lost.iter().map(Unfindable::sentence).collect::<Vec<_>>().join("; ")))
}

/// TLS trusts the system's certificates; a minimal image may have none.
fn certificates() -> Finding {
    let places =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
    match places.iter().find(|p| Path::new(p).is_file()) {
        Some(place) => good("certificates", *place),
        None => {
            bad("certificates", "none found; install the package ca-certificates, else https sources fail")
        }
    }
}
