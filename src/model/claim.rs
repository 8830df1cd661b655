//! Claims, their slots and their four axes.

use serde::{Deserialize, Serialize};

use super::relation::words;

words! {
    /// Where a claim stands in the workflow.
    Status {
        Draft = "draft",
        Watching = "watching",
        Flagged = "flagged",
        NeedsUpdate = "needs_update",
        NeedsCorrection = "needs_correction",
        Disputed = "disputed",
        Retired = "retired",
    }
}

words! {
    /// What drives what counts as news for a claim.
    Class {
        /// A past period: only a restatement of that same period matters.
        Closed = "closed",
        /// Holds until told otherwise: any newer value matters.
        State = "state",
        /// Says what is to come: deadline and outcome matter.
        Forecast = "forecast",
        /// The wording matters.
        Definition = "definition",
        /// Happened or not, and when.
        Event = "event",
    }
}

words! {
    /// The kind of statement.
    ClaimKind {
        Amount = "amount",
        Share = "share",
        Ratio = "ratio",
        Date = "date",
        Event = "event",
        Forecast = "forecast",
        DealTerm = "deal-term",
        Ranking = "ranking",
        Quote = "quote",
        Comparison = "comparison",
    }
}

words! {
    /// Under which condition a value holds.
    Scenario {
        Actual = "actual",
        Planned = "planned",
        UpTo = "up_to",
        Estimated = "estimated",
    }
}

words! {
    /// How far a forecast has come; set by a human.
    Outcome {
        NotYetRated = "not_yet_rated",
        InTheWorks = "in_the_works",
        Stalled = "stalled",
        Kept = "kept",
        Partly = "partly",
        NotKept = "not_kept",
        Unrateable = "unrateable",
    }
}

words! {
    /// How recently the sources of a claim were read; computed, never stored.
    Freshness {
        NeverChecked = "never_checked",
        Fresh = "fresh",
        Due = "due",
        Overdue = "overdue",
        Blind = "blind",
        Expired = "expired",
    }
}

words! {
    /// What is taken out of a claim's sentence where a person does not give it.
    Slot {
        Kind = "kind",
        Class = "class",
        Subject = "subject",
        Metric = "metric",
        Value = "value",
        Period = "period",
        Scenario = "scenario",
        Claimant = "claimant",
        Deadline = "deadline",
    }
}

/// A list of terms in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zh: Vec<String>,
}

impl Terms {
    /// Every term of both languages.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.en.iter().chain(&self.zh).map(String::as_str)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty()
    }
}

/// The sentence of a claim in one or both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

impl Wording {
    /// The sentence in the language asked for (`en`, `zh`), else in the other one.
    #[must_use]
    pub fn pick(&self, language: &str) -> &str {
        let (first, second) = if language == "zh" { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

/// One check-worthy statement, as claims.toml gives it and as a version of it is stored.
///
/// Values, periods and dates are kept as a person wrote them; [`crate::text`] reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Stable slug (`microsoft-stake-49`).
    pub id: String,
    pub text: Wording,
    pub kind: ClaimKind,
    pub class: Class,
    /// The article that states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Who said it: a person, organisation or “reportedly”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<String>,
    /// The date at which it was stated to hold: `2025`, `2025-03` or `2025-03-11`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// 1 (first) to 3.
    #[serde(default = "default_priority")]
    pub priority: u8,
    /// Names of entities, or words where none fits; all of them must be meant.
    pub subject: Vec<String>,
    /// Terms of what is measured or asserted.
    #[serde(default)]
    pub metric: Terms,
    /// Terms that say the opposite or the successor of what is asserted (`expert panel`, `no longer exclusive`).
    #[serde(default, skip_serializing_if = "Terms::is_empty")]
    pub contrary: Terms,
    /// What it states, as the value reader reads it (`$11.9 billion`, `49 %`, `2017`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The period the value belongs to (`FY2024`, `2024`, `October 2024`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// The day by which a forecast is due or until which the claim is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// For the editor: what to know when reviewing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The slots that were read out of the sentence and that no person has confirmed: weak evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<Slot>,
}

fn default_priority() -> u8 {
    2
}

/// A person, organisation, product or place with all its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// The first is the one that claims use; the others are aliases in any language or script, and tickers.
    pub names: Vec<String>,
}

/// The text whose claims are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it: a paper, site or account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Where an article states a claim: the W3C's TextQuoteSelector and TextPositionSelector in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    pub article: String,
    /// Version of the article's text, from 1.
    pub version: i64,
    pub exact: String,
    /// What stands right before and after it.
    pub prefix: String,
    pub suffix: String,
    /// Place in Unicode scalar values, end exclusive.
    pub start: usize,
    pub end: usize,
}

impl Anchor {
    /// How many characters of its surroundings an anchor keeps on each side.
    const AROUND: usize = 32;

    /// The anchor of `start..end` (Unicode scalar values) in version `version` of an article's text.
    #[must_use]
    pub fn new(article: &str, version: i64, text: &str, start: usize, end: usize) -> Self {
        let part = |from: usize, to: usize| text.chars().skip(from).take(to.saturating_sub(from)).collect();
        let before = start.saturating_sub(Self::AROUND);
        Self {
            article: article.to_owned(),
            version,
            exact: part(start, end),
            prefix: part(before, start),
            suffix: part(end, end + Self::AROUND),
            start,
            end,
        }
    }
}
