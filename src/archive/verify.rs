//! Recomputing every digest of an archive, offline, and comparing what is there with what ought to be.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::Path;

use super::members::{Found as Member, Members};
use super::record::Record;
use super::{Place, Stored, writer};
use crate::hash::sha256;

/// A record that was found, with its digests recomputed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    /// `response`, `request`, `revisit`, `metadata` or `warcinfo`.
    pub kind: String,
    pub record_id: String,
    /// Recomputed for responses; for revisits as the record states it (the body lies elsewhere).
    pub payload_sha256: Option<String>,
    pub member_sha256: String,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub offset: u64,
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.file, self.offset, self.what)
    }
}

/// Everything that was found in an archive or a file of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub records: Vec<Found>,
    pub problems: Vec<Problem>,
}

/// The files of the archive in `dir`, oldest first. Large archives are best verified file by file.
pub fn files(dir: &Path) -> io::Result<Vec<String>> {
    writer::files(dir)
}

/// Verifies all files of the archive in `dir`.
pub fn verify(dir: &Path) -> io::Result<Report> {
    let mut report = Report::default();
    for file in files(dir)? {
        let part = verify_file(dir, &file)?;
        report.records.extend(part.records);
        report.problems.extend(part.problems);
    }
    Ok(report)
}

/// Verifies one file. A file that is not there is a problem, not an error.
pub fn verify_file(dir: &Path, file: &str) -> io::Result<Report> {
    let mut report = Report::default();
    let problem = |offset, what: String| Problem { file: file.to_owned(), offset, what };
    let path = dir.join(file);
    let mut members = match Members::from(&path, 0) {
        Ok(members) => members,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            report.problems.push(problem(0, "the file is missing".into()));
            return Ok(report);
        }
        Err(error) => return Err(error),
    };
    while let Some(member) = members.next()? {
        match member {
            Member::Damage { offset, length, why, at_end } => {
                let what = if at_end { "torn tail or changed bytes" } else { "changed bytes" };
                report
                    .problems
                    .push(problem(offset, format!("{what} ({length} bytes are no record: {why})")));
            }
            Member::Record { offset, length, record } => {
                report.problems.extend(mismatches(&record).into_iter().map(|what| problem(offset, what)));
                let place = Place { file: file.to_owned(), offset, length };
                report.records.push(found(dir, place, &record)?);
            }
        }
    }
    if report.records.first().is_none_or(|first| first.kind != "warcinfo" || first.place.offset != 0) {
        report.problems.push(problem(0, "the file does not begin with a warcinfo record".into()));
    }
    Ok(report)
}

/// What is missing from a file or differs, of the records that the store says lie in it.
pub fn missing(found: &[Found], expected: &[Stored]) -> Vec<Problem> {
    let by_place: HashMap<_, _> = found.iter().map(|found| (&found.place, found)).collect();
    let mut problems = Vec::new();
    for stored in expected {
        let mut problem = |what: String| {
            let Place { file, offset, .. } = stored.place.clone();
            problems.push(Problem { file, offset, what });
        };
        match by_place.get(&stored.place) {
            None => problem(format!("record {} is missing", stored.record_id)),
            Some(found) if found.record_id != stored.record_id => {
                problem(format!("holds record {} in place of {}", found.record_id, stored.record_id));
            }
            Some(found) if found.payload_sha256.as_ref() != Some(&stored.payload_sha256) => {
                problem(format!("the body of record {} is not the one that was stored", stored.record_id));
            }
            Some(found) if found.member_sha256 != stored.member_sha256 => {
                problem(format!(
                    "record {} was written anew: headers, time or address may differ",
                    stored.record_id
                ));
            }
            Some(_) => {}
        }
    }
    problems
}

fn found(dir: &Path, place: Place, record: &Record) -> io::Result<Found> {
    let payload_sha256 = match record.kind() {
        "response" => Some(sha256(&[record.payload()])),
        "revisit" => {
            record.header("WARC-Payload-Digest").and_then(|d| d.strip_prefix("sha256:")).map(str::to_owned)
        }
        _ => None,
    };
    let member_sha256 = sha256(&[&writer::read_bytes(dir, &place)?]);
    let (kind, record_id) = (record.kind().to_owned(), record.id().to_owned());
    Ok(Found { place, kind, record_id, payload_sha256, member_sha256 })
}

/// The digests in a record's headers that do not fit what it holds.
fn mismatches(record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |name: &str, part: &[u8]| {
        let actual = format!("sha256:{}", sha256(&[part]));
        match record.header(name) {
            Some(stated) if stated == actual => {}
            Some(stated) => {
                wrong.push(format!("{name} of {} is {stated} but should be {actual}", record.id()));
            }
            None => wrong.push(format!("{} has no {name}", record.id())),
        }
    };
    compare("WARC-Block-Digest", &record.block);
    if record.kind() == "response" {
        compare("WARC-Payload-Digest", record.payload());
    }
    wrong
}
