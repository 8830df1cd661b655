//! Labels against what was flagged: precision, recall, and what each failing case says.

use std::collections::BTreeMap;
use std::fmt;

use claimwatch::flag::Candidate;
use claimwatch::model::relation::Relation;
use claimwatch::model::value::Value;

use crate::case::Case;

/// What a run must reach.
#[derive(Debug, Clone, Copy)]
pub struct Bars {
    /// Share of the claims to be flagged that are flagged.
    pub recall: f64,
    /// Share of the claims flagged that are to be flagged.
    pub precision: f64,
    /// Share of the claims rightly flagged that have the right relation.
    pub relation: f64,
}

/// Claims of some cases: to be flagged and flagged, flagged for nothing, missed.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    cases: usize,
    /// Cases in which all is flagged that is to be and nothing else.
    right: usize,
    hit: usize,
    false_alarm: usize,
    missed: usize,
    /// Hits with the right relation.
    related: usize,
}

/// All cases together, and by class and language.
#[derive(Debug, Default)]
pub struct Score {
    all: Tally,
    by_class: BTreeMap<(String, &'static str), Tally>,
    by_language: BTreeMap<&'static str, Tally>,
    /// Details and values that a label names: right ones, all.
    fine: (usize, usize),
    /// Claims that gain evidence: right ones, all.
    evidence: (usize, usize),
    failures: Vec<String>,
}

impl Score {
    /// Counts one case in.
    pub fn add(&mut self, case: &Case, candidates: &[Candidate]) {
        let mut tally = Tally { cases: 1, ..Tally::default() };
        let mut wrong = Vec::new();
        // The weightiest of a claim comes first.
        let mut flagged: BTreeMap<&str, &Candidate> = BTreeMap::new();
        for candidate in candidates.iter().filter(|c| c.is_flag) {
            flagged.entry(&candidate.claim).or_insert(candidate);
        }
        for (claim, label) in &case.flags {
            let Some(candidate) = flagged.remove(claim.as_str()) else {
                tally.missed += 1;
                wrong.push(format!("missed {claim} ({label}){}", told(candidates, claim)));
                continue;
            };
            tally.hit += 1;
            let (relation, detail) = label.split_once('/').unwrap_or((label, ""));
            if relation == "*" || relation == candidate.relation.word() {
                tally.related += 1;
            } else {
                wrong.push(format!("relation of {claim} is not {label}{}", told(candidates, claim)));
            }
            self.fine(case, candidate, detail, &mut wrong);
        }
        for claim in flagged.keys().filter(|claim| !case.either.iter().any(|e| e == *claim)) {
            tally.false_alarm += 1;
            wrong.push(format!("false alarm for {claim}{}", told(candidates, claim)));
        }
        for claim in &case.supports {
            let found = candidates.iter().any(|c| &c.claim == claim && c.relation == Relation::Supports);
            self.evidence.0 += usize::from(found);
            self.evidence.1 += 1;
            if !found {
                wrong.push(format!("no evidence for {claim}{}", told(candidates, claim)));
            }
        }
        tally.right = usize::from(tally.missed + tally.false_alarm == 0);
        let class = (case.class.clone(), if case.is_quiet() { "quiet" } else { "news" });
        let language = case.language();
        for sum in [
            &mut self.all,
            self.by_class.entry(class).or_default(),
            self.by_language.entry(language).or_default(),
        ] {
            sum.add(tally);
        }
        if !wrong.is_empty() {
            self.failures.push(described(case, &wrong));
        }
    }

    fn fine(&mut self, case: &Case, candidate: &Candidate, detail: &str, wrong: &mut Vec<String>) {
        let mut check = |what: &str, label: &str, found: &str| {
            self.fine.0 += usize::from(label == found);
            self.fine.1 += 1;
            if label != found {
                wrong.push(format!("{what} of {} is {found}, not {label}", candidate.claim));
            }
        };
        if !detail.is_empty() {
            check("detail", detail, candidate.detail.word());
        }
        for (what, label, value) in [("old", &case.old, &candidate.old), ("new", &case.new, &candidate.new)] {
            if let Some(label) = label {
                check(what, label, &value.as_ref().map(number).unwrap_or_default());
            }
        }
    }

    fn recall(&self) -> f64 {
        share(self.all.hit, self.all.hit + self.all.missed)
    }

    fn precision(&self) -> f64 {
        share(self.all.hit, self.all.hit + self.all.false_alarm)
    }

    fn relation(&self) -> f64 {
        share(self.all.related, self.all.hit)
    }

    /// Ends the test where the score falls below a bar.
    pub fn hold(&self, bars: Bars) {
        let shares = [
            ("recall", self.recall(), bars.recall),
            ("precision", self.precision(), bars.precision),
            ("right relation", self.relation(), bars.relation),
        ];
        for (name, share, bar) in shares {
            assert!(share >= bar, "{name} {share:.3}, the bar is {bar}");
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}\n")?;
        }
        writeln!(
            f,
            "{:<22}{:>6}{:>6}{:>6}{:>7}{:>7}{:>8}{:>11}",
            "", "cases", "right", "hit", "missed", "false", "recall", "precision"
        )?;
        for ((class, kind), tally) in &self.by_class {
            line(f, &format!("{class} ({kind})"), *tally)?;
        }
        for (language, tally) in &self.by_language {
            line(f, language, *tally)?;
        }
        line(f, "all", self.all)?;
        writeln!(
            f,
            "recall {:.3}, precision {:.3}, right relation {:.3}, right detail or value {}/{}, evidence {}/{}",
            self.recall(),
            self.precision(),
            self.relation(),
            self.fine.0,
            self.fine.1,
            self.evidence.0,
            self.evidence.1
        )
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.right += other.right;
        self.hit += other.hit;
        self.false_alarm += other.false_alarm;
        self.missed += other.missed;
        self.related += other.related;
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, t: Tally) -> fmt::Result {
    let percent =
        |part: usize, all: usize| if all == 0 { "-".into() } else { format!("{:.2}", share(part, all)) };
    let (recall, precision) = (percent(t.hit, t.hit + t.missed), percent(t.hit, t.hit + t.false_alarm));
    writeln!(
        f,
        "{name:<22}{:>6}{:>6}{:>6}{:>7}{:>7}{recall:>8}{precision:>11}",
        t.cases, t.right, t.hit, t.missed, t.false_alarm
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases stay far below 2^52")]
fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { part as f64 / all as f64 }
}

/// What the matcher says of the claim.
fn told(candidates: &[Candidate], claim: &str) -> String {
    let said = candidates.iter().filter(|c| c.claim == claim).map(|c| {
        let flag = if c.is_flag { "flag" } else { "no flag" };
        format!("\n      {}/{}, {flag}: {}", c.relation, c.detail, c.reasons.join("; "))
    });
    let said: String = said.collect();
    if said.is_empty() { "\n      not seen".to_owned() } else { said }
}

fn described(case: &Case, wrong: &[String]) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let claim = case.claim.as_ref().map(|claim| format!("\n  = {claim}")).unwrap_or_default();
    format!(
        "{} ({}, {}): {}{claim}\n  - {}\n  + {}\n    {}",
        case.id,
        case.class,
        case.language(),
        case.why,
        text(&case.before),
        text(&case.after),
        wrong.join("\n    ")
    )
}

fn number(value: &Value) -> String {
    value.value.map(|v| v.normalize().to_string()).unwrap_or_default()
}
