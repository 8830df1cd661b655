//! What opinions make of the findings: raised, or ranked higher, and never less.

use std::collections::BTreeMap;

use super::answer::{Opinion, View};
use crate::flag::Candidate;
use crate::model::relation::{Detail, Relation};

/// A flag of the judge's ranks at least here: at the foot of the rules' own.
const RAISED: f64 = 0.5;
/// Longest quote in a reason, in characters.
const QUOTE: usize = 240;

impl View {
    /// Where it would rank a flag, in 0..1.
    fn rank(self) -> f64 {
        match self {
            Self::Contradicts => 1.0,
            Self::Supports => 0.5,
            Self::Related => 0.4,
            Self::Unrelated => 0.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Contradicts => "contradicts the claim",
            Self::Supports => "supports the claim",
            Self::Related => "is related to the claim",
            Self::Unrelated => "has nothing to do with the claim",
        }
    }
}

/// The findings after the opinions on some of them, by place. Flags that the judge raises come last, so that the rules'
/// own go before them; a support of the claim stays one beside the flag that is made of it.
#[must_use]
pub fn heard(candidates: Vec<Candidate>, opinions: &BTreeMap<usize, Opinion>, model: &str) -> Vec<Candidate> {
    let (mut out, mut raised) = (Vec::with_capacity(candidates.len()), Vec::new());
    for (at, mut candidate) in candidates.into_iter().enumerate() {
        match opinions.get(&at) {
            Some(opinion) if candidate.is_flag => rank(&mut candidate, opinion, model),
            Some(opinion) if opinion.bears_on => {
                raised.push(raise(&candidate, opinion, model));
                if candidate.relation == Relation::Mentions {
                    continue;
                }
            }
            _ => {}
        }
        out.push(candidate);
    }
    out.append(&mut raised);
    out
}

/// Moves a flag of the rules half-way up to the judge's rank, never down, and says what the judge made of it.
fn rank(flag: &mut Candidate, opinion: &Opinion, model: &str) {
    flag.score = flag.score.max(f64::midpoint(flag.score, opinion.relation.rank()));
    flag.reasons.push(format!("the judge {model}: it {}: “{}”", opinion.relation.words(), quote(opinion)));
}

/// The judge's own flag of a finding that the rules left undecided.
fn raise(undecided: &Candidate, opinion: &Opinion, model: &str) -> Candidate {
    let relation = match opinion.relation {
        View::Contradicts => Relation::Differs,
        _ => Relation::Mentions,
    };
    let (words, quote) = (opinion.relation.words(), quote(opinion));
    let mut flag = undecided.clone();
    flag.reasons.push(format!("raised by the judge {model}, not by the rules: it {words}: “{quote}”"));
    Candidate {
        relation,
        detail: Detail::RaisedByJudge,
        score: flag.score.max(RAISED),
        is_flag: true,
        ..flag
    }
}

/// The quote in one line of bearable length.
fn quote(opinion: &Opinion) -> String {
    let line = opinion.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A change without a value that the rules scored 0.4.
    pub(in crate::judge) fn finding(is_flag: bool) -> Candidate {
        Candidate {
            claim: "board".into(),
            version: 1,
            relation: Relation::Mentions,
            detail: Detail::MentionOnly,
            before: Some("The board met.".into()),
            after: Some("The board decides alone.".into()),
            path: "p[1]".into(),
            entry: None,
            published: None,
            old: None,
            new: None,
            score: 0.4,
            reasons: vec!["because".into()],
            is_flag,
        }
    }

    fn opinion(bears_on: bool, relation: View) -> Opinion {
        Opinion { bears_on, relation, quote: "decides\n alone".into() }
    }

    fn on(candidate: Candidate, opinion: Opinion) -> Vec<Candidate> {
        heard(vec![candidate, finding(true)], &BTreeMap::from([(0, opinion)]), "m")
    }

    #[test]
    fn a_rank_goes_up_and_never_down() {
        let scored = |relation| on(finding(true), opinion(false, relation))[0].clone();
        assert!((scored(View::Contradicts).score - 0.7).abs() < 1e-9);
        let low = scored(View::Unrelated);
        assert!((low.score - 0.4).abs() < 1e-9 && low.is_flag);
        assert_eq!(low.reasons[1], "the judge m: it has nothing to do with the claim: “decides alone”");
    }

    #[test]
    fn what_it_raises_is_marked_and_comes_last() {
        let list = on(finding(false), opinion(true, View::Contradicts));
        assert_eq!(list.len(), 2);
        assert_eq!(list[0], finding(true));
        let raised = &list[1];
        assert_eq!((raised.relation, raised.detail), (Relation::Differs, Detail::RaisedByJudge));
        assert!(raised.is_flag && raised.score >= RAISED && raised.reasons[0] == "because");
        assert!(raised.reasons[1].contains("judge m") && raised.reasons[1].contains("“decides alone”"));
    }

    #[test]
    fn a_support_stays_and_what_does_not_bear_changes_nothing() {
        let support = Candidate { relation: Relation::Supports, ..finding(false) };
        let list = on(support.clone(), opinion(true, View::Related));
        assert_eq!((list.len(), &list[0], list[2].relation), (3, &support, Relation::Mentions));
        assert_eq!(on(support.clone(), opinion(false, View::Contradicts)), [support, finding(true)]);
    }

    #[test]
    fn a_long_quote_is_cut() {
        let long = Opinion { quote: "长".repeat(QUOTE + 1), ..opinion(true, View::Related) };
        assert_eq!(quote(&long).chars().count(), QUOTE + 1);
    }
}
