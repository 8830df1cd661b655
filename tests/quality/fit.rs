//! The rows that `tools/fit` makes the weights of: our labelled cases with slots withheld by lot, and revisions of pages
//! that are public, where a file of them is named.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use claimwatch::article::propose;
use claimwatch::assess::{Input, Matcher, Row};
use claimwatch::model::claim::{Claim, Slot};
use claimwatch::model::passage::{Document, DocumentKind, Passage, Role};
use claimwatch::text::{detect, sentences};
use serde::{Deserialize, Serialize};

use crate::shipped;

/// A change with a claim about the page, as `tools/fit/README.md` describes it.
#[derive(Deserialize)]
struct Revision {
    page: Option<String>,
    claim: String,
    before: Option<String>,
    after: Option<String>,
    bears_on: bool,
    label_before: Option<String>,
    label_after: Option<String>,
}

/// A row as `fit.py` reads it.
#[derive(Serialize)]
struct Line<'a> {
    from: &'static str,
    /// Rows of one group are never on both sides of a fold.
    group: &'a str,
    bears_on: bool,
    across: bool,
    score: f64,
    bears: BTreeMap<&'static str, f64>,
    stances: [BTreeMap<&'static str, f64>; 2],
    labels: [Option<&'a str>; 2],
}

/// `CLAIMWATCH_REVISIONS`, as the test is built, names the file of revisions.
#[test]
#[ignore = "writes target/fit/rows.jsonl for tools/fit"]
fn rows_to_fit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fit");
    std::fs::create_dir_all(&folder).unwrap();
    let mut file = std::io::BufWriter::new(std::fs::File::create(folder.join("rows.jsonl")).unwrap());
    let mut write = |line: Line<'_>| writeln!(file, "{}", serde_json::to_string(&line).unwrap()).unwrap();
    let cases = of_cases(&mut write);
    let revisions =
        option_env!("CLAIMWATCH_REVISIONS").map_or(0, |path| of_revisions(Path::new(path), &mut write));
    println!("{cases} rows of cases, {revisions} of revisions");
    assert!(cases > 1_000);
}

fn line<'a>(from: &'static str, group: &'a str, bears_on: bool, row: Row) -> Line<'a> {
    let Row { across, bears, stances, score, .. } = row;
    Line { from, group, bears_on, across, score, bears, stances, labels: [None, None] }
}

/// Each case with each claim that its change may concern; a claim for which a flag is as right as none is left out.
fn of_cases(write: &mut dyn FnMut(Line<'_>)) -> usize {
    let desk = shipped::Desk::load();
    let mut coin = shipped::Coin::new();
    let claims = desk.claims.iter().cloned().map(|claim| shipped::withheld(claim, || coin.heads()));
    let matcher = Matcher::new(claims.collect(), &desk.config.entities);
    let mut rows = 0;
    for case in &desk.cases {
        let [before, after] =
            [(!case.first).then(|| crate::read(case, false)), Some(crate::read(case, true))];
        let after = after.unwrap();
        let changes = before.as_ref().map(|old| claimwatch::compare::compare(&old.passages, &after.passages));
        let changes = changes.unwrap_or_default();
        let bindings = shipped::bindings(case, &desk.config);
        let bound =
            |id: &str| bindings.is_empty() || bindings.iter().any(|glob| glob_match::glob_match(glob, id));
        let input = Input {
            before: before.as_ref(),
            after: &after,
            changes: &changes,
            bound: &bound,
            captured: case.captured(),
        };
        for row in matcher.rows(&input) {
            let id = matcher.claim(row.claim).id.clone();
            if !case.either.contains(&id) {
                write(line("cases", &case.id, case.flags.contains_key(&id), row));
                rows += 1;
            }
        }
    }
    rows
}

/// Each revision with its claim, which is a bare sentence; of several changed sentences the one that bears on it most.
fn of_revisions(path: &Path, write: &mut dyn FnMut(Line<'_>)) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = 0;
    for source in text.lines() {
        let revision: Revision = serde_json::from_str(source).unwrap();
        let claim = propose(&revision.claim, detect(&revision.claim), &[], &[], "claim");
        let matcher = Matcher::new(vec![Claim { proposed: Slot::ALL.to_vec(), ..claim }], &[]);
        let before = revision.before.as_deref().map(|text| page(&revision, text));
        let after = page(&revision, revision.after.as_deref().unwrap_or_default());
        let changes = before.as_ref().map(|old| claimwatch::compare::compare(&old.passages, &after.passages));
        let input = Input {
            before: before.as_ref(),
            after: &after,
            changes: &changes.unwrap_or_default(),
            bound: &|_| true,
            captured: chrono::DateTime::UNIX_EPOCH,
        };
        let best = matcher.rows(&input).into_iter().max_by(|a, b| a.score.total_cmp(&b.score));
        if let Some(row) = best {
            let group = revision.page.as_deref().unwrap_or(&revision.claim);
            let labels = [revision.label_before.as_deref(), revision.label_after.as_deref()];
            write(Line { labels, ..line("revisions", group, revision.bears_on, row) });
            rows += 1;
        }
    }
    rows
}

fn page(revision: &Revision, text: &str) -> Document {
    let passage = |(at, range): (usize, std::ops::Range<usize>)| Passage {
        text: text[range].to_owned(),
        path: format!("s[{at}]"),
        role: Role::Sentence,
        heading: None,
        entry: None,
        published: None,
        block: 0,
    };
    Document {
        kind: DocumentKind::Page,
        title: revision.page.clone(),
        lang: None,
        encoding: "UTF-8".to_owned(),
        published: None,
        passages: sentences(text).into_iter().enumerate().map(passage).collect(),
        warnings: Vec::new(),
    }
}
