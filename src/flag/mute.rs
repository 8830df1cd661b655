//! What a person wants to hear no more of for a claim.

use std::collections::HashSet;

use super::gist::{Gist, Topic};
use super::news::words;
use super::phrase::{find, spaced};
use super::{Candidate, fingerprint};
use crate::text::{self, ReadOptions};

/// The least share of words that a passage has in common with a dismissed one to stay away with it.
const NEAR: f64 = 0.8;

/// What is muted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Muted {
    /// A dismissed passage, and what says the same in nearly the same words.
    Passage(String),
    /// Every passage that holds these words in this order; `*` stands for anything between them, and right at a word
    /// for the rest of it.
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
    /// What the passage is about, where that is something else than the claim; with the claim's names.
    about: Option<(Gist, Topic)>,
}

impl Mute {
    /// `topic` is the claim's where the passage was dismissed as unrelated to it: one that is about something else
    /// stays away whatever its figures. One that was dismissed for another reason is about the claim.
    #[must_use]
    pub fn new(id: i64, claim: &str, what: Muted, flag: Option<i64>, topic: Option<&Topic>) -> Self {
        let (fingerprint, about) = match &what {
            Muted::Passage(text) => {
                let gist = topic.map(|topic| (Gist::of(text, topic), topic.clone()));
                (fingerprint(text), gist.filter(|(gist, _)| gist.elsewhere))
            }
            Muted::Pattern(_) => (String::new(), None),
        };
        Self { id, claim: claim.to_owned(), what, flag, fingerprint, about }
    }

    /// Whether passages like this one stay away whatever their figures.
    #[must_use]
    pub fn any_figures(&self) -> bool {
        self.about.is_some()
    }

    /// Why the finding stays away; `None` where it does not.
    #[must_use]
    pub fn keeps_away(&self, candidate: &Candidate) -> Option<String> {
        if self.claim != candidate.claim {
            return None;
        }
        let passage = candidate.passage();
        let with = self.flag.map(|flag| format!(" with flag {flag}")).unwrap_or_default();
        match &self.what {
            Muted::Pattern(pattern) => matches(pattern, passage)
                .then(|| format!("muted by the pattern “{pattern}” (mute {})", self.id)),
            Muted::Passage(_) if self.fingerprint == candidate.fingerprint() => {
                Some(format!("this passage was dismissed before{with} (mute {})", self.id))
            }
            Muted::Passage(text) if is_near(text, passage) => {
                Some(format!("nearly the same passage was dismissed before{with} (mute {})", self.id))
            }
            Muted::Passage(text) if self.is_about_the_same(text, candidate) => Some(format!(
                "passages like “{text}” were dismissed before{with}, whatever their figures (mute {})",
                self.id
            )),
            Muted::Passage(_) => None,
        }
    }

    /// The same names and words with other figures, neither taking back what the other says; a passage that spoke of
    /// the claim's subject and no longer does is not kept away.
    fn is_about_the_same(&self, dismissed: &str, candidate: &Candidate) -> bool {
        let Some((gist, topic)) = &self.about else { return false };
        let now = Gist::of(candidate.passage(), topic);
        gist.is_like(&now)
            && candidate.before.as_deref().is_none_or(|text| !Gist::of(text, topic).names_more_than(&now))
            && !contradicts(dismissed, candidate.passage())
    }
}

/// Nearly the same words with the very same values and dates, and neither takes back what the other says.
fn is_near(dismissed: &str, passage: &str) -> bool {
    let (a, b) = (words(dismissed), words(passage));
    #[expect(clippy::cast_precision_loss, reason = "word counts of one passage")]
    let share = a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64;
    share >= NEAR && figures(dismissed) == figures(passage) && !contradicts(dismissed, passage)
}

fn contradicts(a: &str, b: &str) -> bool {
    crate::assess::contradicts(&text::fold(a).text, &text::fold(b).text)
}

/// Everything that a text says in numbers, whatever the order.
fn figures(text: &str) -> HashSet<String> {
    let read = text::read(text, &ReadOptions::default());
    let values =
        read.values.iter().map(|v| format!("{:?} {:?} {:?} {:?}", v.kind, v.low, v.high, v.currency));
    let dates = read.dates.iter().map(|d| format!("{} {}", d.start, d.end));
    values.chain(dates).collect()
}

/// Whether the parts of a pattern stand in the text in their order, in whole words, whatever the case and typography.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (spaced(pattern), spaced(text));
    let parts: Vec<&str> = pattern.split('*').collect();
    let mut from = 0;
    for (i, part) in parts.iter().enumerate() {
        let bare = part.trim();
        if bare.is_empty() {
            continue;
        }
        // `target*` goes on within the word, `target *` does not.
        let open = (i > 0 && !part.starts_with(' '), i + 1 < parts.len() && !part.ends_with(' '));
        let Some(found) = find(&text, bare, from, open) else { return false };
        from = found.end;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::{Claim, ClaimKind, Class, Terms, Wording};
    use crate::model::relation::{Detail, Relation};

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

    #[test]
    fn a_pattern_matches_words_and_no_parts_of_them() {
        assert!(!matches("AI", "The firm said that it paid again."));
        assert!(matches("AI", "The firm paid for AI chips.") && matches("AI", "该公司购买AI芯片。"));
        assert!(!matches("target", "Analysts raised their targets."));
        assert!(matches("target*", "Analysts raised their targets."));
        assert!(matches("*lysts * target*", "Analysts raised their targets."));
    }

    fn topic() -> Topic {
        let claim = Claim {
            id: "stake".into(),
            text: Wording {
                en: Some("Alpha holds 49% of Beta.".into()),
                zh: Some("阿尔法持有贝塔49%的股份。".into()),
            },
            kind: ClaimKind::Share,
            class: Class::State,
            article: None,
            claimant: None,
            as_of: None,
            priority: 2,
            subject: vec!["Alpha".into(), "Beta".into()],
            metric: Terms { en: vec!["stake".into(), "holds".into()], zh: vec!["股份".into()] },
            contrary: Terms::default(),
            value: Some("49 %".into()),
            period: None,
            scenario: None,
            deadline: None,
            note: None,
            proposed: Vec::new(),
        };
        Topic::of(&claim, &[])
    }

    fn finding(before: Option<&str>, after: &str) -> Candidate {
        Candidate {
            claim: "stake".into(),
            version: 1,
            relation: Relation::Differs,
            detail: Detail::ChangedLaterPeriod,
            before: before.map(Into::into),
            after: Some(after.into()),
            path: "p[1]".into(),
            entry: None,
            published: None,
            old: None,
            new: None,
            score: 0.9,
            reasons: Vec::new(),
            is_flag: true,
        }
    }

    fn dismissed(passage: &str) -> Mute {
        Mute::new(4, "stake", Muted::Passage(passage.to_owned()), Some(7), Some(&topic()))
    }

    #[test]
    fn another_subjects_next_figure_stays_away() {
        let mute = dismissed("Alpha holds a 14% stake in Gamma.");
        assert!(mute.any_figures());
        let why = mute.keeps_away(&finding(None, "Alpha now holds a 17% stake in Gamma.")).unwrap();
        assert!(why.contains("whatever their figures (mute 4)") && why.contains("flag 7"), "{why}");
        assert!(mute.keeps_away(&finding(None, "Alpha holds a 17% stake in Beta.")).is_none());
        assert!(mute.keeps_away(&finding(None, "Alpha no longer holds a 17% stake in Gamma.")).is_none());
        let swapped = finding(Some("Alpha holds a 49% stake in Beta."), "Alpha holds a 17% stake in Gamma.");
        assert!(mute.keeps_away(&swapped).is_none(), "the page stopped saying what the claim says");
    }

    #[test]
    fn the_claims_own_next_figure_comes_back() {
        let mute = dismissed("In a quiz, one answer was that Alpha holds 27% of Beta.");
        assert!(!mute.any_figures());
        assert!(
            mute.keeps_away(&finding(None, "In a quiz, one answer was that Alpha holds 31% of Beta."))
                .is_none()
        );
    }

    #[test]
    fn what_was_not_dismissed_as_unrelated_keeps_its_figures() {
        let passage = "Alpha holds a 14% stake in Gamma.";
        let mute = Mute::new(4, "stake", Muted::Passage(passage.to_owned()), Some(7), None);
        assert!(mute.keeps_away(&finding(None, "Alpha holds a 17% stake in Gamma.")).is_none());
        assert!(mute.keeps_away(&finding(None, passage)).is_some());
    }
}
