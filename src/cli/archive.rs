//! `claimwatch archive`

use std::collections::HashMap;
use std::process::ExitCode;

use serde::Serialize;

use super::output;
use super::{Failure, Setting};
use crate::store::Store;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Recompute every hash of archive, store and event log, offline; exit 1 names each mismatch
    #[command(after_help = "\
Examples:
  claimwatch archive verify
  claimwatch archive verify --json")]
    Verify,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    records: u64,
    captures: u64,
    events: u64,
    /// Records that no capture names: written just before a process was killed. Not a fault.
    unnamed: u64,
    faults: Vec<String>,
}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        match self {
            Self::Verify => verify(setting).await,
        }
    }
}

async fn verify(setting: &Setting) -> Result<ExitCode, Failure> {
    let dir = setting.data_dir()?;
    let store = setting.store().await?;
    let mut report = Report::default();
    // The captures first: what a daemon adds meanwhile is then in the archive, at least unnamed.
    let captures = named_captures(&store).await?;
    let archive = Setting::archive_dir(&dir);
    let verified = tokio::task::spawn_blocking(move || crate::archive::verify::verify(&archive)).await??;
    report.records = verified.records.len() as u64;
    report.faults = verified.problems.iter().map(ToString::to_string).collect();
    let mut found: HashMap<&str, &crate::archive::verify::Found> = HashMap::new();
    for record in &verified.records {
        found.insert(record.record_id.as_str(), record);
    }
    let mut named = std::collections::HashSet::new();
    for capture in &captures {
        report.captures += 1;
        named.insert(capture.warc_record.as_str());
        report.faults.extend(store.verify_capture(capture).await?);
        match found.get(capture.warc_record.as_str()) {
            None => report.faults.push(format!(
                "capture {} of {}: its record {} is not in the archive ({}:{})",
                capture.id, capture.source_id, capture.warc_record, capture.warc_file, capture.warc_offset
            )),
            Some(record) => {
                if record.payload_sha256.as_deref() != Some(capture.raw_sha256.as_str())
                    || record.member_sha256 != capture.warc_sha256
                {
                    report.faults.push(format!(
                        "capture {} of {}: the archived bytes are not those that were captured ({}:{})",
                        capture.id, capture.source_id, record.place.file, record.place.offset
                    ));
                }
            }
        }
    }
    report.faults.extend(store.verify_texts().await?);
    report.unnamed = verified
        .records
        .iter()
        .filter(|r| r.kind == "response" && !named.contains(r.record_id.as_str()))
        .count() as u64;
    let (events, faults) = store.verify_events().await?;
    report.events = events;
    report.faults.extend(faults);
    store.close().await;
    if setting.global.json {
        output::json(&report)?;
    } else {
        for fault in &report.faults {
            output::print(&format!("✗ {}", output::plain(fault)))?;
        }
        output::print(&format!(
            "{} records, {} captures, {} events: {}",
            report.records,
            report.captures,
            report.events,
            if report.faults.is_empty() {
                "everything checks".to_owned()
            } else {
                format!("{} mismatches", report.faults.len())
            },
        ))?;
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn named_captures(store: &Store) -> Result<Vec<crate::store::captures::StoredCapture>, Failure> {
    let mut all = Vec::new();
    loop {
        let page = store
            .captures_after(all.last().map_or(0, |c: &crate::store::captures::StoredCapture| c.id), 1000)
            .await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}
