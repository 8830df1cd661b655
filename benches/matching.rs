//! What matching costs, with few claims and with many: `cargo bench --bench matching`.
//!
//! A changed page of 60 passages is held against 100 and against 100,000 claims. The claims are bare sentences, variants
//! over companies, metrics and values; the page speaks of companies that both sets know. Loading is measured apart: all
//! claims, and one changed claim.

use std::fmt::Write as _;
use std::hint::black_box;

use chrono::{DateTime, NaiveDate, Utc};
use claimwatch::article::propose;
use claimwatch::compare::compare;
use claimwatch::daemon::claims::ClaimSet;
use claimwatch::extract::{Options, extract};
use claimwatch::model::claim::{Claim, Outcome, Slot, Status};
use claimwatch::model::passage::Document;
use claimwatch::model::value::Lang;
use claimwatch::store::claims::StoredClaim;
use criterion::{Criterion, criterion_group, criterion_main};

/// Term and the claim's unit.
const METRICS: &[(&str, &str)] = &[
    ("revenue", "billion"),
    ("net loss", "million"),
    ("capital expenditure", "billion"),
    ("workforce", "people"),
    ("market share", "%"),
    ("order backlog", "billion"),
    ("dividend", "million"),
    ("debt", "billion"),
    ("valuation", "billion"),
    ("research budget", "million"),
];
const FIRST: &[&str] =
    &["Alder", "Birch", "Cedar", "Dorn", "Elm", "Fir", "Ginkgo", "Hazel", "Iris", "Juniper"];
const LAST: &[&str] = &["holm", "mark", "stead", "wick", "ford", "by", "gate", "haven", "mere", "ton"];

/// The name of company `number`; no two are alike.
fn company(number: usize) -> String {
    let tail = LAST[number / FIRST.len() % LAST.len()];
    let series = number / (FIRST.len() * LAST.len());
    let mark: String =
        series.to_string().chars().map(|d| "abcdefghij".as_bytes()[d as usize - 48] as char).collect();
    format!("{}{tail} {}", FIRST[number % FIRST.len()], mark.to_uppercase() + "ex")
}

fn value(number: usize, unit: &str) -> String {
    match unit {
        "%" => format!("{} %", 10 + number % 80),
        "people" => format!("{}", 1_200 + number % 9_000),
        _ => format!("US${}.{} {unit}", 1 + number % 90, number % 10),
    }
}

/// A claim that is a sentence, with what is read out of it.
fn claim(number: usize) -> Claim {
    let (en, unit) = METRICS[number % METRICS.len()];
    let (company, value) = (company(number / METRICS.len()), value(number, unit));
    let sentence = format!("{company} reports a {en} of {value}.");
    let id = format!("claim-{number}");
    let claim = propose(&sentence, Lang::En, &[], &[], &id);
    Claim { id, as_of: Some("2025-03".into()), proposed: Slot::ALL.to_vec(), ..claim }
}

fn stored(number: usize, version: i64) -> StoredClaim {
    StoredClaim {
        claim: claim(number),
        version,
        status: Status::Watching,
        outcome: Outcome::NotYetRated,
        rating: "unrated".into(),
        correction_owed: false,
        open_flags: 0,
        created_at: at(),
        last_confirmed_at: None,
    }
}

fn at() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2025, 11, 3)
        .unwrap_or_default()
        .and_hms_opt(9, 0, 0)
        .unwrap_or_default()
        .and_utc()
}

/// Sixty paragraphs, of which ten state another value than before.
fn page(changed: bool) -> Document {
    let mut body = String::from(
        "<!doctype html><html lang=\"en\"><title>Figures of the week</title><article><h1>Figures of the week</h1>",
    );
    for number in 0..60 {
        let (en, unit) = METRICS[number % METRICS.len()];
        let edited = usize::from(changed && number % 6 == 0) * 7;
        let (name, value) = (company(number % 10), value(number + 40 + edited, unit));
        let _ =
            write!(body, "<p>{name} put its {en} at {value} when it spoke to investors, room {number}.</p>");
    }
    body.push_str("</article></html>");
    extract(
        body.as_bytes(),
        &Options { content_type: Some("text/html; charset=utf-8"), ..Options::default() },
    )
    .unwrap_or_else(|e| panic!("the page of the benchmark cannot be read: {e}"))
}

fn matching(criterion: &mut Criterion) {
    let (before, after) = (page(false), page(true));
    let changes = compare(&before.passages, &after.passages);
    let mut group = criterion.benchmark_group("matching a changed page");
    for count in [100, 100_000] {
        let set = ClaimSet::of_file((0..count).map(claim).collect(), &[]);
        group.bench_function(format!("{count} claims"), |b| {
            b.iter(|| black_box(set.assess(&[], Some(&before), &after, &changes, at())));
        });
    }
    group.finish();
}

fn loading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("loading 100000 claims");
    group.sample_size(10);
    group.bench_function("all of them", |b| {
        b.iter_with_large_drop(|| ClaimSet::of_file((0..100_000).map(claim).collect(), &[]));
    });
    let set = ClaimSet::new((0..100_000).map(|n| stored(n, 1)).collect(), &[], 1);
    group.bench_function("one that changed", |b| {
        b.iter(|| black_box(set.updated(vec![stored(17, 2)], &[], 2)));
    });
    group.finish();
}

criterion_group!(benches, matching, loading);
criterion_main!(benches);
