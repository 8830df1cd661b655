//! A labelled change, as `cases/*.toml` writes it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

/// How the passage stands on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A sentence of a paragraph.
    #[default]
    Page,
    /// A row of a table, cells parted by `|`; `head` is its head.
    Table,
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
    /// Id in sources.toml, whose bindings hold; without it every claim is looked for.
    pub source: Option<String>,
    pub title: Option<String>,
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

    /// `en`, `zh`, or `en-zh` where the page changes its language.
    pub fn language(&self) -> &'static str {
        let chinese = |text: &Option<String>| text.as_deref().map(is_chinese);
        match (chinese(&self.before), chinese(&self.after)) {
            (Some(a), Some(b)) if a != b => "en-zh",
            (a, b) if b.or(a) == Some(true) => "zh",
            _ => "en",
        }
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

/// Reads every case; a label that names no known claim ends the test.
pub fn load(folder: &Path, known: &[String]) -> Vec<Case> {
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
        let named = case.flags.keys().chain(&case.supports).chain(&case.either).chain(&case.about);
        for claim in named {
            assert!(known.contains(claim), "case {}: there is no claim {claim}", case.id);
        }
    }
    cases
}
