//! One sentence and one change, given as texts: the same way as a claim of the store and a change of a page take.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::matcher::{Finding, Input, Matcher};
use super::weigh::bears::BEARS;
use crate::article;
use crate::compare::compare;
use crate::model::claim::{Claim, Slot};
use crate::model::passage::{Document, DocumentKind, Passage, Role};
use crate::model::relation::{Assessment, Stance};
use crate::text::{self, ReadOptions};

/// A claim that is only a sentence, and what is known of the page. The language of each text is found from its script.
#[derive(Debug, Clone, Copy)]
pub struct ClaimText<'a> {
    pub sentence: &'a str,
    /// What the page is about, where that is known.
    pub subject: Option<&'a str>,
    /// The date at which the claim was stated to hold, as a person writes it.
    pub as_of: Option<&'a str>,
}

/// What the change from `before` to `after` means for the claim; one of the two may be missing.
///
/// What a text says of the claim does not hang on which of the two came first: where the two orders disagree about
/// it, it is not known.
#[must_use]
pub fn assess_text(claim: &ClaimText<'_>, before: Option<&str>, after: Option<&str>) -> Assessment {
    let captured = claim.captured(before, after);
    let matcher = Matcher::reading(vec![claim.proposed()], &[], Some(captured.date_naive()));
    let there = one_way(&matcher, claim, [before, after], captured);
    if before.is_none() || after.is_none() {
        // Nothing changed: here the question is what the text speaks of, not whether it is news.
        return Assessment { bears_on: there.bears_on || there.score >= BEARS, ..there };
    }
    let back = one_way(&matcher, claim, [after, before], captured);
    let agreed = |a, b| if a == b { a } else { Stance::Neutral };
    Assessment {
        stance_before: agreed(there.stance_before, back.stance_after),
        stance_after: agreed(there.stance_after, back.stance_before),
        ..there
    }
}

fn one_way(
    matcher: &Matcher,
    claim: &ClaimText<'_>,
    texts: [Option<&str>; 2],
    captured: DateTime<Utc>,
) -> Assessment {
    let [before, after] = texts;
    let (old, new) = (before.map(|t| page(claim, t)), page(claim, after.unwrap_or_default()));
    let changes = old.as_ref().map(|old| compare(&old.passages, &new.passages)).unwrap_or_default();
    let input = Input { before: old.as_ref(), after: &new, changes: &changes, bound: &|_| true, captured };
    let found = matcher.assess(&input).into_iter().next().map(|f: Finding| f.assessment);
    found.unwrap_or_else(|| {
        let whole = |text: &str| Document { passages: vec![passage(0, text.to_owned())], ..page(claim, "") };
        let texts = [before.map(whole), after.map(whole)];
        matcher.unmet(0, [texts[0].as_ref(), texts[1].as_ref()], captured)
    })
}

impl ClaimText<'_> {
    /// The claim as it would be added.
    fn proposed(&self) -> Claim {
        let lang = text::detect(self.sentence);
        let claim = article::propose(self.sentence, lang, &[], &[], "claim");
        Claim { as_of: self.as_of.map(str::to_owned), proposed: Slot::ALL.to_vec(), ..claim }
    }

    /// The day from which relative dates count: the claim's, else the latest that any text names with its year; where
    /// none does any will do, for it is the same for all.
    fn captured(&self, before: Option<&str>, after: Option<&str>) -> DateTime<Utc> {
        let as_of = self.as_of.and_then(text::read_period).map(|d| d.end);
        let dates = |text: &str| text::read(text, &ReadOptions::default()).dates;
        let all = [Some(self.sentence), before, after];
        let latest = || all.iter().flatten().flat_map(|t| dates(t)).map(|d| d.end).max();
        let day = as_of.or_else(latest).or(NaiveDate::from_ymd_opt(2000, 12, 31)).unwrap_or_default();
        day.and_time(NaiveTime::MIN).and_utc()
    }
}

/// The text as a paragraph of a page about the claim's subject.
fn page(claim: &ClaimText<'_>, text: &str) -> Document {
    let sentences = crate::text::sentences(text).into_iter().map(|range| text[range].to_owned());
    Document {
        kind: DocumentKind::Page,
        title: claim.subject.map(str::to_owned),
        lang: None,
        encoding: "UTF-8".to_owned(),
        published: None,
        passages: sentences.enumerate().map(|(at, text)| passage(at, text)).collect(),
        warnings: Vec::new(),
    }
}

fn passage(at: usize, text: String) -> Passage {
    Passage {
        text,
        path: format!("s[{}]", at + 1),
        role: Role::Sentence,
        heading: None,
        entry: None,
        published: None,
        block: 0,
    }
}
