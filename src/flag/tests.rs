//! The plan of a sweep: what becomes of findings and of the flags that they touch.

use super::*;
use crate::model::flag::FlagState;
use crate::model::relation::{Detail, Relation};
use crate::model::source::Tier;
use crate::model::value::Value;

const B: &str = "Alpha holds 27% of Beta.";
const A: &str = "Alpha holds 49% of Beta.";
const C: &str = "Alpha holds 31% of Beta.";

fn percent(text: &str) -> Option<Value> {
    crate::text::read(text, &crate::text::ReadOptions::default()).values.into_iter().next()
}

fn candidate(before: Option<&str>, after: Option<&str>) -> Candidate {
    Candidate {
        claim: "stake".into(),
        version: 1,
        relation: Relation::Differs,
        detail: Detail::ChangedLaterPeriod,
        before: before.map(Into::into),
        after: after.map(Into::into),
        path: "p[1]".into(),
        entry: None,
        published: None,
        old: None,
        new: after.and_then(percent),
        score: 0.9,
        reasons: vec!["because".into()],
        is_flag: true,
    }
}

fn known(id: i64, source: &str, tier: Tier, before: Option<&str>, after: Option<&str>) -> Known {
    Known {
        id,
        claim: "stake".into(),
        version: 1,
        source: source.into(),
        tier,
        relation: Relation::Differs,
        detail: Detail::ChangedLaterPeriod,
        state: FlagState::Open,
        before: before.map(Into::into),
        after: after.map(Into::into),
        now: after.map(Into::into),
        entry: None,
        fingerprint: fingerprint(after.or(before).unwrap_or_default()),
        new: after.and_then(percent),
        merged_into: None,
        verdict: None,
    }
}

fn run(candidates: &[Candidate], flags: &[Known], tier: Tier, page: &[&str]) -> Plan {
    edited(candidates, flags, tier, page, &[])
}

fn edited(
    candidates: &[Candidate],
    flags: &[Known],
    tier: Tier,
    page: &[&str],
    edits: &[(&str, Option<&str>)],
) -> Plan {
    let stands = |text: &str| page.iter().any(|p| fingerprint(p) == fingerprint(text));
    let edits: Vec<Edit> = edits
        .iter()
        .map(|(before, after)| Edit {
            before: (*before).into(),
            after: after.map(Into::into),
            path: "p[1]".into(),
            entry: None,
            published: None,
        })
        .collect();
    let holds = |text: &str| letters(&page.concat()).contains(&letters(text));
    let setting = Setting {
        source: "here",
        tier,
        stands: &stands,
        holds: &holds,
        edits: Some(&edits),
        mutes: &[],
        whole: false,
    };
    plan(candidates, flags, &setting)
}

#[test]
fn a_change_opens_a_flag() {
    let plan = run(&[candidate(Some(A), Some(B))], &[], Tier::Press, &[B]);
    assert_eq!(plan.raise, [(0, Place::Open)]);
}

#[test]
fn there_and_back_reverts_and_raises_nothing() {
    let mut back = candidate(Some(B), Some(A));
    back.relation = Relation::Supports;
    back.is_flag = false;
    let plan = run(&[back], &[known(7, "here", Tier::Press, Some(A), Some(B))], Tier::Press, &[A]);
    assert_eq!((plan.revert, plan.raise, plan.evidence), (vec![7], vec![], vec![0]));
}

#[test]
fn the_next_change_overtakes_the_waiting_flag() {
    let plan = run(
        &[candidate(Some(B), Some(C))],
        &[known(7, "here", Tier::Press, Some(A), Some(B))],
        Tier::Press,
        &[C],
    );
    assert_eq!(plan.raise, [(0, Place::Open)]);
    assert_eq!(plan.merge, [(7, 0)]);
    assert!(plan.revert.is_empty());
}

#[test]
fn the_better_tier_stands_open() {
    let there = known(7, "there", Tier::Press, None, Some(B));
    let plan = run(&[candidate(Some(A), Some(B))], std::slice::from_ref(&there), Tier::Aggregator, &[B]);
    assert_eq!(plan.raise, [(0, Place::Merged(7))]);
    let plan = run(&[candidate(Some(A), Some(B))], &[there], Tier::Primary, &[B]);
    assert_eq!((plan.raise, plan.merge), (vec![(0, Place::Open)], vec![(7, 0)]));
}

#[test]
fn another_value_is_other_news() {
    let there = known(7, "there", Tier::Primary, None, Some(C));
    let plan = run(&[candidate(Some(A), Some(B))], &[there], Tier::Press, &[B]);
    assert_eq!(plan.raise, [(0, Place::Open)]);
}

#[test]
fn a_dismissed_passage_is_suppressed_with_its_reason() {
    let stands = |_: &str| true;
    let mutes = [Mute::new(4, "stake", Muted::Passage(B.to_owned()), Some(7), None)];
    let setting = Setting {
        source: "here",
        tier: Tier::Press,
        stands: &stands,
        holds: &stands,
        edits: Some(&[]),
        mutes: &mutes,
        whole: false,
    };
    let plan = plan(&[candidate(Some(A), Some(B))], &[], &setting);
    let why = "this passage was dismissed before with flag 7 (mute 4)".to_owned();
    assert_eq!(plan.raise, [(0, Place::Suppressed(why))]);
}

#[test]
fn when_the_standing_flag_lapses_another_source_comes_forward() {
    let mut merged = known(8, "there", Tier::Press, None, Some(B));
    merged.state = FlagState::Merged;
    merged.merged_into = Some(7);
    let flags = [known(7, "here", Tier::Primary, Some(A), Some(B)), merged];
    let plan = run(&[], &flags, Tier::Primary, &[A]);
    assert_eq!((plan.revert, plan.promote), (vec![7], vec![8]));
}

#[test]
fn leaving_a_feed_reverts_nothing() {
    let mut flag = known(7, "here", Tier::Press, None, Some(B));
    flag.entry = Some("guid-1".into());
    assert_eq!(run(&[], &[flag], Tier::Press, &[]), Plan::default());
}

/// The flag of `A → B`, and what the plan does with it when the page reads `page` after these edits.
fn after(candidates: &[Candidate], page: &[&str], edits: &[(&str, Option<&str>)]) -> Plan {
    edited(candidates, &[known(7, "here", Tier::Press, Some(A), Some(B))], Tier::Press, page, edits)
}

const QUIET: &str = "Alpha and Beta talked about the stake again.";

#[test]
fn a_waiting_flag_shows_what_its_passage_became() {
    let plan = after(&[], &[QUIET], &[(B, Some(QUIET))]);
    assert_eq!(plan, Plan { moved: vec![(7, Now::Edited(0))], ..Plan::default() });
    let mut mention = candidate(Some(B), Some(QUIET));
    (mention.relation, mention.is_flag) = (Relation::Mentions, false);
    let plan = after(&[mention], &[QUIET], &[(B, Some(QUIET))]);
    assert_eq!(plan.moved, [(7, Now::Edited(0))]);
    assert!(matches!(plan.raise.as_slice(), [(0, Place::Suppressed(_))]), "{plan:?}");
}

#[test]
fn a_passage_that_is_gone_is_said_to_be_gone() {
    assert_eq!(after(&[], &[QUIET], &[(B, None)]).moved, [(7, Now::Gone)]);
    assert_eq!(
        after(&[], &[QUIET], &[]).moved,
        [(7, Now::Gone)],
        "even where nothing tells what became of it"
    );
    let back = after(&[], &[A], &[(B, Some(A))]);
    assert_eq!((back.revert, back.moved), (vec![7], vec![]));
}

#[test]
fn a_sentence_that_is_joined_with_another_one_still_stands() {
    assert_eq!(after(&[], &[&format!("{QUIET} {B}")], &[]), Plan::default());
}

#[test]
fn what_a_flag_shows_moves_on() {
    let mut flag = known(7, "here", Tier::Press, Some(A), Some(B));
    flag.now = Some(QUIET.into());
    let moved = |page: &str, edits: &[(&str, Option<&str>)]| {
        edited(&[], std::slice::from_ref(&flag), Tier::Press, &[page], edits)
    };
    assert_eq!(moved(QUIET, &[]), Plan::default());
    assert_eq!(moved(B, &[(QUIET, Some(B))]).moved, [(7, Now::Back)]);
    assert_eq!(moved("No word.", &[(QUIET, Some("No word."))]).moved, [(7, Now::Edited(0))]);
    assert_eq!(moved(A, &[(QUIET, Some(A))]).revert, [7]);
    // The next change that is news takes its place.
    let next = edited(&[candidate(Some(QUIET), Some(C))], &[flag], Tier::Press, &[C], &[(QUIET, Some(C))]);
    assert_eq!((next.raise, next.merge, next.moved), (vec![(0, Place::Open)], vec![(7, 0)], vec![]));
}

#[test]
fn a_passage_that_is_gone_may_come_back() {
    let mut flag = known(7, "here", Tier::Press, Some(A), Some(B));
    flag.now = None;
    assert_eq!(run(&[], std::slice::from_ref(&flag), Tier::Press, &[QUIET]), Plan::default());
    assert_eq!(run(&[], &[flag], Tier::Press, &[B]).moved, [(7, Now::Back)]);
}

#[test]
fn two_flags_never_show_the_same_passage() {
    let flags =
        [known(7, "here", Tier::Press, Some(A), Some(B)), known(8, "here", Tier::Press, None, Some(C))];
    let plan = edited(&[], &flags, Tier::Press, &[C], &[(B, Some(C))]);
    assert_eq!(plan.moved, [(7, Now::Flagged(8))]);
}

#[test]
fn what_was_overtaken_stays_part_of_the_way() {
    let mut first = known(7, "here", Tier::Press, None, Some(B));
    (first.state, first.merged_into) = (FlagState::Merged, Some(8));
    let flags = [first, known(8, "here", Tier::Press, Some(B), Some(C))];
    assert_eq!(edited(&[], &flags, Tier::Press, &[C], &[]), Plan::default());
    assert_eq!(edited(&[], &flags, Tier::Press, &[QUIET], &[(C, None)]).moved, [(8, Now::Gone)]);
    // Back to B: the first flag stands for it again, and shows it.
    let mut followed = flags.clone();
    followed[0].now = Some(QUIET.into());
    let back = edited(&[candidate(Some(C), Some(B))], &followed, Tier::Press, &[B], &[(C, Some(B))]);
    assert_eq!((back.revert, back.promote, back.moved), (vec![8], vec![7], vec![(7, Now::Back)]));
}

#[test]
fn a_new_version_is_held_against_what_stands_now() {
    let mut flag = known(7, "here", Tier::Press, Some(A), Some(B));
    flag.now = Some(C.into());
    let whole = |candidate: Candidate| {
        let stands = |_: &str| false;
        let setting = Setting {
            source: "here",
            tier: Tier::Press,
            stands: &stands,
            holds: &stands,
            edits: None,
            mutes: &[],
            whole: true,
        };
        plan(&[Candidate { version: 2, ..candidate }], std::slice::from_ref(&flag), &setting)
    };
    let news = whole(candidate(None, Some(C)));
    assert_eq!((news.raise, news.merge), (vec![(0, Place::Open)], vec![(7, 0)]));
    let mut agrees = candidate(None, Some(C));
    (agrees.relation, agrees.is_flag) = (Relation::Supports, false);
    assert_eq!(whole(agrees).settle, [(7, 2)]);
}

#[test]
fn what_was_raised_by_hand_does_not_lapse() {
    let mut flag = known(7, "here", Tier::Press, None, Some(B));
    flag.detail = Detail::RaisedByHand;
    let plan = edited(&[], &[flag], Tier::Press, &[QUIET], &[(B, None)]);
    assert_eq!((plan.revert, plan.moved), (vec![], vec![(7, Now::Gone)]));
}

#[test]
fn a_contradiction_that_was_there_from_the_start_is_gone_or_became_something_else() {
    let flag = known(7, "here", Tier::Press, None, Some(B));
    let gone = edited(&[], std::slice::from_ref(&flag), Tier::Press, &[QUIET], &[(B, None)]);
    assert_eq!((gone.revert, gone.moved), (vec![7], vec![]));
    let other = edited(&[], &[flag], Tier::Press, &[QUIET], &[(B, Some(QUIET))]);
    assert_eq!((other.revert, other.moved), (vec![], vec![(7, Now::Edited(0))]));
}

#[test]
fn a_withdrawn_claim_that_the_page_supports_again_lapses() {
    let mut flag = known(7, "here", Tier::Press, Some(A), None);
    (flag.relation, flag.detail) = (Relation::Withdrawn, Detail::PassageRemoved);
    let mut again = candidate(None, Some("A 49% share of Beta is held by Alpha."));
    (again.relation, again.is_flag) = (Relation::Supports, false);
    assert_eq!(run(&[again], &[flag], Tier::Press, &[QUIET]).revert, [7]);
}

#[test]
fn typography_does_not_make_another_passage() {
    assert_eq!(fingerprint("Alpha  holds 27% — of Beta."), fingerprint("alpha holds 27% of “Beta”"));
    assert_ne!(fingerprint(A), fingerprint(B));
}

#[test]
fn what_the_judge_raised_never_stands_for_what_the_rules_raise() {
    let by_judge = |c: Candidate| Candidate { detail: Detail::RaisedByJudge, ..c };
    let judges = |k: Known| Known { detail: Detail::RaisedByJudge, ..k };
    let rules = known(7, "here", Tier::Press, Some(A), Some(B));
    let overtaking = run(&[by_judge(candidate(Some(B), Some(C)))], &[rules], Tier::Press, &[C]);
    assert_eq!((overtaking.raise, overtaking.merge), (vec![(0, Place::Open)], vec![]));

    let same = known(7, "there", Tier::Press, None, Some(B));
    let better = run(&[by_judge(candidate(None, Some(B)))], &[same], Tier::Primary, &[B]);
    assert_eq!((better.raise, better.merge), (vec![(0, Place::Merged(7))], vec![]));

    for waiting in [
        judges(known(7, "there", Tier::Primary, None, Some(B))),
        judges(known(7, "here", Tier::Press, None, Some(B))),
    ] {
        let own = run(&[candidate(None, Some(B))], &[waiting], Tier::Press, &[B]);
        assert_eq!((own.raise, own.merge), (vec![(0, Place::Open)], vec![(7, 0)]));
    }
}
