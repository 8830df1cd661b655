//! What is worth a question, and the question.

use std::ops::RangeInclusive;

use serde_json::{Value as Json, json};

use super::answer::INSTRUCTION;
use crate::flag::{Candidate, fingerprint};
use crate::hash::sha256;
use crate::model::relation::Relation;

/// Where the rules are in two minds: what they score lower has next to nothing to do with the claim, and what they
/// score higher they are sure of.
pub const BAND: RangeInclusive<f64> = 0.25..=0.75;
/// Most questions of one sweep, all in one request: a page that bears on everything must not hold the others up.
const MOST: usize = 16;
/// Longest side of a change that is sent, in characters; one that is longer is left to the rules, since a part of
/// a change may say the opposite of the whole.
const SIDE: usize = 4_000;
/// Most characters of passages in one request: what a small model reads at once.
const ROOM: usize = 24_000;

/// A claim and a change that may bear on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub claim: String,
    pub version: i64,
    /// The claim's wording.
    wording: String,
    before: Option<String>,
    after: Option<String>,
}

impl Question {
    #[must_use]
    pub fn of(candidate: &Candidate, wording: &str) -> Self {
        Self {
            claim: candidate.claim.clone(),
            version: candidate.version,
            wording: wording.to_owned(),
            before: candidate.before.clone(),
            after: candidate.after.clone(),
        }
    }

    /// Names the question to this model: the same for the same version of a claim and the same two passages.
    #[must_use]
    pub fn key(&self, model: &str) -> String {
        let parts =
            json!([INSTRUCTION, model, self.claim, self.version, self.wording, self.before, self.after]);
        sha256(&[parts.to_string().as_bytes()])
    }

    /// What an answer has to quote: what stands now, else what stood before.
    pub(super) fn passage(&self) -> &str {
        self.after.as_deref().or(self.before.as_deref()).unwrap_or_default()
    }

    pub(super) fn json(&self, id: usize) -> Json {
        json!({ "id": id, "claim": self.wording, "before": self.before, "after": self.after })
    }
}

/// Places of the findings to ask about, the most telling questions first. `whole`: nothing was edited, the source is
/// read for the first time.
#[must_use]
pub fn worth_asking(candidates: &[Candidate], whole: bool) -> Vec<usize> {
    let mut list: Vec<(Turn, usize)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| sides(candidate).all(|side| side <= SIDE))
        .filter_map(|(at, candidate)| Some((turn(candidate, whole)?, at)))
        .collect();
    list.sort_by(|(a, i), (b, j)| {
        a.cmp(b).then_with(|| candidates[*j].score.total_cmp(&candidates[*i].score))
    });
    let mut room = ROOM;
    list.retain(|(_, at)| {
        let length: usize = sides(&candidates[*at]).sum();
        let fits = length <= room;
        if fits {
            room -= length;
        }
        fits
    });
    list.truncate(MOST);
    list.into_iter().map(|(_, at)| at).collect()
}

/// The order in which questions are asked while there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Undecided, and no value of the claim's was compared: the rules see words alone.
    Words,
    /// A flag of the rules that states no value: to be ranked and explained.
    Flag,
    /// Undecided although a value was compared.
    Value,
}

fn turn(candidate: &Candidate, whole: bool) -> Option<Turn> {
    match (candidate.is_flag, candidate.new.is_some()) {
        (true, false) => Some(Turn::Flag),
        (true, true) => None,
        (false, _) if whole || !is_undecided(candidate) => None,
        (false, false) => Some(Turn::Words),
        (false, true) => Some(Turn::Value),
    }
}

/// A passage that has to do with the claim and really changed, of which the rules made no flag.
fn is_undecided(candidate: &Candidate) -> bool {
    let print = |side: &Option<String>| side.as_deref().map(fingerprint);
    matches!(candidate.relation, Relation::Mentions | Relation::Supports)
        && BAND.contains(&candidate.score)
        && print(&candidate.before) != print(&candidate.after)
}

/// The lengths of the sides that there are.
fn sides(candidate: &Candidate) -> impl Iterator<Item = usize> {
    [&candidate.before, &candidate.after].into_iter().flatten().map(|side| side.chars().count())
}

#[cfg(test)]
mod tests {
    use super::super::verdict::tests::finding;
    use super::*;

    fn scored(score: f64) -> Candidate {
        Candidate { score, ..finding(false) }
    }

    #[test]
    fn what_is_undecided_really_changed_and_lies_in_the_band() {
        let asked = |candidate: Candidate, whole| !worth_asking(&[candidate], whole).is_empty();
        assert!(asked(scored(0.3), false));
        assert!(!asked(scored(0.3), true), "a first reading changes nothing");
        assert!(!asked(scored(0.2), false));
        assert!(!asked(scored(0.8), false));
        assert!(!asked(Candidate { relation: Relation::Unrelated, ..scored(0.3) }, false));
        let typography = Candidate { before: Some("The board met .".into()), ..scored(0.3) };
        assert!(asked(typography.clone(), false));
        assert!(!asked(Candidate { after: Some("“The board met.”".into()), ..typography }, false));
        assert!(asked(Candidate { after: None, ..scored(0.3) }, false), "it went away");
        assert!(!asked(Candidate { after: Some("x".repeat(SIDE + 1)), ..scored(0.3) }, false));
    }

    #[test]
    fn words_come_first_and_flags_with_a_value_never() {
        let value = crate::text::read("27%", &crate::text::ReadOptions::default()).values.into_iter().next();
        let valued = |is_flag| Candidate { new: value.clone(), score: 0.4, ..finding(is_flag) };
        let list = [valued(true), valued(false), finding(true), scored(0.3), scored(0.5)];
        assert_eq!(worth_asking(&list, false), [4, 3, 2, 1]);
        assert_eq!(worth_asking(&list, true), [2]);
    }

    #[test]
    fn a_sweep_asks_so_much_and_no_more() {
        let many = vec![scored(0.3); MOST + 5];
        assert_eq!(worth_asking(&many, false).len(), MOST);
        let long = Candidate { after: Some("x".repeat(SIDE)), ..scored(0.3) };
        assert_eq!(worth_asking(&vec![long; MOST], false).len(), (ROOM - 1) / SIDE);
    }

    #[test]
    fn a_key_is_of_one_model_version_and_change() {
        let key = |candidate: &Candidate| Question::of(candidate, "The board decides.").key("m");
        let one = finding(false);
        assert_eq!(key(&one), key(&Candidate { score: 0.9, path: "p[9]".into(), ..one.clone() }));
        assert_ne!(key(&one), key(&Candidate { version: 2, ..one.clone() }));
        assert_ne!(key(&one), key(&Candidate { before: None, ..one.clone() }));
        assert_ne!(key(&one), Question::of(&one, "The board decides.").key("n"));
    }
}
