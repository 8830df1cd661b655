//! The quality of matching: labelled changes of our own, held against what is flagged.
//!
//! Each case is a page before and after. It takes the way a page takes in the daemon: extract, compare, assess.
//! Those of `cases/*.toml` are held against the claims and sources that ship with the program ([`shipped`]), those
//! of `sentences/*.toml` bring a claim of their own, a bare sentence ([`sentences`]). What is flagged is held against
//! the label, the score against the bars of each run. `cargo test --test quality -- --nocapture` prints the tables
//! and each case that fails.

#![expect(clippy::unwrap_used, reason = "what fails in a test is to end it; helpers are no exception")]

mod case;
mod fit;
mod page;
mod score;
mod sentences;
mod shipped;

use case::Case;
use claimwatch::daemon::claims::ClaimSet;
use claimwatch::extract::{self, extract};
use claimwatch::flag::Candidate;
use claimwatch::model::passage::{Change, Document};

/// What the daemon would make of the case; `bindings` are the claims of its source (none: every claim).
fn assess(case: &Case, bindings: &[String], set: &ClaimSet) -> Vec<Candidate> {
    let before = (!case.first).then(|| read(case, false));
    let after = read(case, true);
    let changes = match &before {
        Some(before) => claimwatch::compare::compare(&before.passages, &after.passages),
        None => (0..after.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect(),
    };
    set.assess(bindings, before.as_ref(), &after, &changes, case.captured())
}

fn read(case: &Case, after: bool) -> Document {
    let body = page::body(case, after);
    let options = extract::Options { content_type: Some(page::content_type(case)), ..Default::default() };
    extract(body.as_bytes(), &options).unwrap_or_else(|e| panic!("case {}: {e}", case.id))
}
