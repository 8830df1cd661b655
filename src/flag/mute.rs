//! What a person wants to hear no more of for a claim.

use std::collections::HashSet;

use super::news::words;
use super::{Candidate, fingerprint};
use crate::text::{self, ReadOptions};

/// The least share of words that a passage has in common with a dismissed one to stay away with it.
const NEAR: f64 = 0.8;

/// What is muted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Muted {
    /// A dismissed passage, and what says the same in nearly the same words.
    Passage(String),
    /// Every passage that holds these words in this order; `*` stands for anything between them.
    Pattern(String),
}

/// One mute of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mute {
    pub id: i64,
    pub claim: String,
    pub what: Muted,
    /// The flag with which the passage was dismissed.
    pub flag: Option<i64>,
    fingerprint: String,
}

impl Mute {
    #[must_use]
    pub fn new(id: i64, claim: &str, what: Muted, flag: Option<i64>) -> Self {
        let fingerprint = match &what {
            Muted::Passage(text) => fingerprint(text),
            Muted::Pattern(_) => String::new(),
        };
        Self { id, claim: claim.to_owned(), what, flag, fingerprint }
    }

    /// Whether the finding stays away.
    #[must_use]
    pub fn covers(&self, candidate: &Candidate) -> bool {
        let passage = candidate.passage();
        self.claim == candidate.claim
            && match &self.what {
                Muted::Passage(text) => self.fingerprint == candidate.fingerprint() || is_near(text, passage),
                Muted::Pattern(pattern) => matches(pattern, passage),
            }
    }

    /// Why a finding that it covers is kept quiet.
    #[must_use]
    pub fn reason(&self) -> String {
        match (&self.what, self.flag) {
            (Muted::Pattern(pattern), _) => format!("muted by the pattern “{pattern}” (mute {})", self.id),
            (Muted::Passage(_), Some(flag)) => format!("this passage was dismissed before with flag {flag}"),
            (Muted::Passage(_), None) => "this passage was dismissed before".to_owned(),
        }
    }
}

/// Nearly the same words with the very same values and dates, and neither takes back what the other says.
fn is_near(dismissed: &str, passage: &str) -> bool {
    let (a, b) = (words(dismissed), words(passage));
    #[expect(clippy::cast_precision_loss, reason = "word counts of one passage")]
    let share = a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64;
    share >= NEAR
        && figures(dismissed) == figures(passage)
        && !crate::assess::contradicts(&text::fold(dismissed).text, &text::fold(passage).text)
}

/// Everything that a text says in numbers, whatever the order.
fn figures(text: &str) -> HashSet<String> {
    let read = text::read(text, &ReadOptions::default());
    let values =
        read.values.iter().map(|v| format!("{:?} {:?} {:?} {:?}", v.kind, v.low, v.high, v.currency));
    let dates = read.dates.iter().map(|d| format!("{} {}", d.start, d.end));
    values.chain(dates).collect()
}

/// Whether the parts of a pattern stand in the text in their order, whatever the case and typography.
fn matches(pattern: &str, text: &str) -> bool {
    let spaced = |text: &str| text::fold(text).text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (pattern, text) = (spaced(pattern), spaced(text));
    let mut rest = text.as_str();
    for part in pattern.split('*').map(str::trim).filter(|p| !p.is_empty()) {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_duplicates_keep_their_figures_and_their_sense() {
        let said = "Alpha told analysts on Monday that it holds 27% of Beta after the latest sale.";
        assert!(is_near(said, "Alpha told analysts Monday that it holds 27% of Beta after the latest sale"));
        let other = said.replace("27%", "31%");
        assert!(!is_near(said, &other));
        let denied = said.replace("it holds", "it no longer holds");
        assert!(!is_near(said, &denied));
        assert!(!is_near(said, "Beta sells shoes."));
        let zh = "阿尔法周一对分析师说，出售之后它持有贝塔27%的股份。";
        assert!(is_near(zh, "阿尔法周一对分析师说，出售之后，它持有贝塔27%的股份"));
        assert!(!is_near(zh, "阿尔法周一对分析师说，出售之后它不再持有贝塔27%的股份。"));
    }

    #[test]
    fn a_pattern_is_words_in_order() {
        assert!(matches("price target", "Analysts raised their Price  Target to $90."));
        assert!(matches("analysts * target", "Analysts raised their price target to $90."));
        assert!(!matches("target * analysts", "Analysts raised their price target to $90."));
        assert!(matches("目标价", "分析师上调目标价。"));
    }
}
