//! A labelled change, as `cases/*.toml` and `sentences/*.toml` write it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use claimwatch::model::relation::Relation;
use serde::Deserialize;

/// How the passage stands on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A sentence of a paragraph.
    #[default]
    Page,
    /// Rows of a table, one a line, cells parted by `|`; `head` is its head.
    Table,
    /// A list of facts, one a line, each a label and what it is, parted by a colon.
    Facts,
    /// An item of a list of links.
    List,
    /// The summary of a feed's entry.
    Feed,
}

/// One change with what is to come of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    /// The kind of news, or of trap.
    pub class: String,
    #[serde(default)]
    pub shape: Shape,
    /// The sentence of the case's own claim; without it the case is about claims that ship.
    pub claim: Option<String>,
    /// The day on which its own claim was stated.
    pub as_of: Option<String>,
    /// What its own claim is to be flagged as, like the words of `flags`; absent where nothing is to be flagged.
    pub flag: Option<String>,
    /// Id in sources.toml, whose bindings hold; without it every claim is looked for.
    pub source: Option<String>,
    pub title: Option<String>,
    /// The title after, where it changes too.
    pub title_after: Option<String>,
    pub heading: Option<String>,
    /// The sentence before the passage, in the same paragraph.
    pub lead: Option<String>,
    pub head: Option<String>,
    /// The passage; absent where it does not stand on the page.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Another paragraph that only the new page has.
    pub beside_after: Option<String>,
    /// The source is read for the first time.
    #[serde(default)]
    pub first: bool,
    /// The day of the capture.
    pub date: Option<NaiveDate>,
    /// Claims to be flagged, each with `relation`, `relation/detail` or `*` for any.
    #[serde(default)]
    pub flags: BTreeMap<String, String>,
    /// Claims that gain evidence without a flag.
    #[serde(default)]
    pub supports: Vec<String>,
    /// Claims for which a flag is as right as none.
    #[serde(default)]
    pub either: Vec<String>,
    /// Claims that the change might be mistaken to bear on.
    #[serde(default)]
    pub about: Vec<String>,
    /// The numbers that the flag is to show, as plain decimals.
    pub old: Option<String>,
    pub new: Option<String>,
    pub why: String,
}

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

impl Case {
    /// Nothing is to be flagged.
    pub fn is_quiet(&self) -> bool {
        self.flags.is_empty()
    }

    /// `en`, `zh`, or `en-zh` where the page changes its language or has another than the case's own claim.
    pub fn language(&self) -> &'static str {
        let texts = [&self.claim, &self.before, &self.after];
        let chinese: Vec<bool> = texts.into_iter().flatten().map(|text| is_chinese(text)).collect();
        match (chinese.contains(&true), chinese.contains(&false)) {
            (true, true) => "en-zh",
            (true, false) => "zh",
            _ => "en",
        }
    }

    /// Whether the page has a passage in Chinese, now or before.
    pub fn is_chinese_page(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|text| is_chinese(text))
    }

    /// When the page after was captured.
    pub fn captured(&self) -> DateTime<Utc> {
        let day = self.date.unwrap_or_else(|| NaiveDate::from_ymd_opt(2025, 11, 3).unwrap());
        day.and_hms_opt(9, 0, 0).unwrap().and_utc()
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Reads every case about the claims that ship; a label that names no known claim ends the test.
pub fn load(folder: &Path, known: &[String]) -> Vec<Case> {
    let cases = read(folder);
    for case in &cases {
        let named = case.flags.keys().chain(&case.supports).chain(&case.either).chain(&case.about);
        for claim in named {
            assert!(known.contains(claim), "case {}: there is no claim {claim}", case.id);
        }
    }
    cases
}

/// Reads every case of a folder.
pub fn read(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        cases.extend(file.case);
    }
    let mut ids = HashSet::new();
    for case in &cases {
        assert!(ids.insert(case.id.as_str()), "two cases are called {}", case.id);
        assert!(!case.why.is_empty(), "case {} does not say why", case.id);
        for label in case.flags.values().chain(&case.flag) {
            let relation = label.split('/').next().unwrap_or_default();
            let known = relation == "*" || relation.parse::<Relation>().is_ok();
            assert!(known, "case {}: {label} is no relation", case.id);
        }
    }
    cases
}
