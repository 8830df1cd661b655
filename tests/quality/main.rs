//! The quality of matching: labelled changes of our own against the claims and sources that ship with the program.
//!
//! Each case of `cases/*.toml` is a page before and after. It takes the way a page takes in the daemon: extract,
//! compare, assess, with the bindings of its source. What is flagged is held against the label; the bars below are
//! what must be reached. `cargo test --test quality -- --nocapture` prints the table and each case that fails.

#![expect(clippy::unwrap_used, reason = "what fails in a test is to end it; helpers are no exception")]

mod case;
mod page;
mod score;

use std::path::Path;

use case::Case;
use claimwatch::config::{self, Config};
use claimwatch::daemon::claims::ClaimSet;
use claimwatch::extract::{self, extract};
use claimwatch::flag::Candidate;
use claimwatch::model::passage::{Change, Document};
use score::Score;

/// Share of the claims to be flagged that are flagged.
const RECALL: f64 = 0.97;
/// Share of the claims flagged that are to be flagged.
const PRECISION: f64 = 0.97;
/// Share of the claims rightly flagged that have the right relation.
const RELATION: f64 = 0.98;
/// Fewest cases, fewest of them that raise nothing, and fewest with a passage in Chinese.
const SIZES: (usize, usize, usize) = (220, 110, 110);

#[test]
fn changes_are_flagged_as_a_person_would() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = config::load(&root.join("sources.toml")).unwrap();
    let claims = config::load_claims(&root.join("claims.toml"), &config.entities).unwrap().claims;
    let known: Vec<String> = claims.iter().map(|c| c.id.clone()).collect();
    let set = ClaimSet::of_file(claims, &config.entities);
    let cases = case::load(&root.join("tests/quality/cases"), &known);
    let hard = cases.iter().filter(|c| c.is_quiet()).count();
    let chinese = cases.iter().filter(|c| c.language() != "en").count();
    assert!(cases.len() >= SIZES.0 && hard >= SIZES.1 && chinese >= SIZES.2);

    let mut score = Score::default();
    for case in &cases {
        score.add(case, &assess(case, &config, &set));
    }
    println!("{score}");
    assert!(score.recall() >= RECALL, "recall {:.3}, the bar is {RECALL}", score.recall());
    assert!(score.precision() >= PRECISION, "precision {:.3}, the bar is {PRECISION}", score.precision());
    assert!(score.relation() >= RELATION, "relation {:.3}, the bar is {RELATION}", score.relation());
}

/// What the daemon would make of the case.
fn assess(case: &Case, config: &Config, set: &ClaimSet) -> Vec<Candidate> {
    let bindings = case.source.as_ref().map_or(&[][..], |id| {
        let source = config.sources.iter().find(|s| &s.id == id);
        &source.unwrap_or_else(|| panic!("case {}: no source {id}", case.id)).claims
    });
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
