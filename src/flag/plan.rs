//! The plan of one sweep of one source.

use chrono::{DateTime, Utc};

use super::fingerprint;
use super::mute::Mute;
use super::news::{same_news, same_value};
use crate::model::flag::{FlagState, Verdict};
use crate::model::relation::{Detail, Relation};
use crate::model::source::Tier;
use crate::model::value::Value;

/// A finding on its way to becoming a flag, evidence or a suppressed row.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub claim: String,
    pub version: i64,
    pub relation: Relation,
    pub detail: Detail,
    pub before: Option<String>,
    pub after: Option<String>,
    pub path: String,
    pub entry: Option<String>,
    /// The date that the passage's entry states for itself.
    pub published: Option<DateTime<Utc>>,
    pub old: Option<Value>,
    pub new: Option<Value>,
    pub score: f64,
    pub reasons: Vec<String>,
    /// Whether it is put before a human.
    pub is_flag: bool,
}

impl Candidate {
    /// Names the passage that the finding is about.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.passage())
    }

    /// The passage that the finding is about: what stands now, else what stood before.
    #[must_use]
    pub fn passage(&self) -> &str {
        self.after.as_deref().or(self.before.as_deref()).unwrap_or_default()
    }
}

/// A flag that is in the store already.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub id: i64,
    pub claim: String,
    pub version: i64,
    pub source: String,
    pub tier: Tier,
    pub relation: Relation,
    pub detail: Detail,
    pub state: FlagState,
    pub before: Option<String>,
    pub after: Option<String>,
    pub entry: Option<String>,
    pub fingerprint: String,
    pub new: Option<Value>,
    pub merged_into: Option<i64>,
    /// The last decision on it that was not undone.
    pub verdict: Option<Verdict>,
}

/// Where a new flag is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Open,
    /// Open: the source went back on what this flag of the store was decided on.
    Returned(i64),
    Suppressed(String),
    /// Into a flag of the store.
    Merged(i64),
}

/// What to write, in this order: new rows, then what happens to the old ones.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    /// Candidate index, place.
    pub raise: Vec<(usize, Place)>,
    /// Old flag, index of the candidate whose flag takes its place.
    pub merge: Vec<(i64, usize)>,
    /// Old flags whose source went back.
    pub revert: Vec<i64>,
    /// Flags of an earlier version of the claim whose passage agrees with the new one, and that version.
    pub settle: Vec<(i64, i64)>,
    /// A flag that was merged and now stands open, because the one that stood for it lapsed.
    pub promote: Vec<i64>,
    /// Candidates that become evidence.
    pub evidence: Vec<usize>,
}

/// What the plan needs to know beside candidates and flags.
pub struct Setting<'a> {
    pub source: &'a str,
    pub tier: Tier,
    /// Whether a passage stands in the new capture, whatever its typography.
    pub stands: &'a dyn Fn(&str) -> bool,
    /// What a person wants to hear no more of.
    pub mutes: &'a [Mute],
    /// The whole document is assessed, not a change: nothing was edited.
    pub whole: bool,
}

/// Decides what becomes of the candidates and of the flags that they touch.
#[must_use]
pub fn plan(candidates: &[Candidate], known: &[Known], setting: &Setting<'_>) -> Plan {
    let mut plan = Plan::default();
    let waiting = |k: &Known| matches!(k.state, FlagState::Open | FlagState::Deferred | FlagState::Merged);

    for flag in known.iter().filter(|k| k.source == setting.source && waiting(k)) {
        let overtaken = candidates.iter().any(|c| {
            overtakes(c, flag, setting) && dismissal(c, setting).is_none() && !repeated(c, known, setting)
        });
        if !overtaken && went_back(flag, candidates, setting) {
            plan.revert.push(flag.id);
        }
    }

    for (index, candidate) in candidates.iter().enumerate() {
        if !candidate.is_flag {
            match candidate.relation {
                Relation::Supports => {
                    plan.evidence.push(index);
                    let settled = of_passage(candidate, known, setting)
                        .filter(|k| k.version < candidate.version && standing(k, &plan));
                    let settled: Vec<_> = settled.map(|k| (k.id, candidate.version)).collect();
                    plan.settle.extend(settled);
                    if let Some(flag) = went_back_on(candidate, known, setting) {
                        plan.raise.push((index, Place::Returned(flag)));
                    }
                }
                Relation::Mentions if !setting.whole && !listed(candidate, known, setting) => {
                    let why = "the change does not touch what the claim states".to_owned();
                    plan.raise.push((index, Place::Suppressed(why)));
                }
                _ => {}
            }
            continue;
        }
        if let Some(why) = dismissal(candidate, setting) {
            if !listed(candidate, known, setting) {
                plan.raise.push((index, Place::Suppressed(why)));
            }
            continue;
        }
        if repeated(candidate, known, setting) {
            continue;
        }
        place(index, candidate, candidates, known, setting, &mut plan);
    }
    promote_orphans(known, &mut plan);
    plan
}

fn place(
    index: usize,
    candidate: &Candidate,
    candidates: &[Candidate],
    known: &[Known],
    setting: &Setting<'_>,
    plan: &mut Plan,
) {
    let overtaken: Vec<i64> = known
        .iter()
        .filter(|k| k.source == setting.source && standing(k, plan) && overtakes(candidate, k, setting))
        .map(|k| k.id)
        .collect();
    // The same claim may have been raised by a weightier passage of this very sweep.
    let twin = plan.raise.iter().find(|(i, place)| {
        matches!(place, Place::Open | Place::Merged(_)) && adds_nothing(candidate, &candidates[*i])
    });
    if let Some(&(twin, _)) = twin {
        plan.merge.extend(overtaken.into_iter().map(|id| (id, twin)));
        plan.raise.push((index, Place::Suppressed("the same page says it in another passage".to_owned())));
        return;
    }
    plan.merge.extend(overtaken.into_iter().map(|id| (id, index)));
    let same = known
        .iter()
        .filter(|k| (standing(k, plan) || k.state == FlagState::Decided) && same_news(candidate, k))
        .filter(|k| k.state != FlagState::Decided || k.source != setting.source)
        .min_by_key(|k| (k.state == FlagState::Decided, by_judge(k.detail), k.tier, k.id));
    let own = (by_judge(candidate.detail), setting.tier);
    match same {
        Some(flag) if flag.state == FlagState::Decided || (by_judge(flag.detail), flag.tier) <= own => {
            plan.raise.push((index, Place::Merged(flag.id)));
        }
        Some(flag) => {
            plan.raise.push((index, Place::Open));
            plan.merge.push((flag.id, index));
        }
        None => plan.raise.push((index, Place::Open)),
    }
}

/// What the judge raised never stands for what the rules raise, and never takes its place.
fn by_judge(detail: Detail) -> bool {
    detail == Detail::RaisedByJudge
}

/// Whether a candidate says no more than a weightier one of the same sweep: the same value, or no contradiction of
/// its own.
fn adds_nothing(candidate: &Candidate, weightier: &Candidate) -> bool {
    candidate.claim == weightier.claim
        && (candidate.relation != weightier.relation
            || match (&candidate.new, &weightier.new) {
                (Some(a), Some(b)) => same_value(a, b),
                _ => candidate.detail == weightier.detail,
            })
}

fn standing(flag: &Known, plan: &Plan) -> bool {
    matches!(flag.state, FlagState::Open | FlagState::Deferred)
        && !plan.revert.contains(&flag.id)
        && !plan.merge.iter().any(|(id, _)| *id == flag.id)
}

/// The same passage of the same source waits for review already, or was reviewed and has not changed since.
/// That it was kept quiet once, as part of another change, does not keep it quiet for ever.
fn repeated(candidate: &Candidate, known: &[Known], setting: &Setting<'_>) -> bool {
    let seen = |k: &&Known| k.state == FlagState::Decided || by_judge(k.detail) <= by_judge(candidate.detail);
    of_passage(candidate, known, setting).filter(seen).any(|k| match k.state {
        // What waits is decided once, whatever version of the claim it was raised against.
        FlagState::Open | FlagState::Deferred => true,
        FlagState::Merged => k.version == candidate.version,
        FlagState::Suppressed | FlagState::Decided => setting.whole && k.version == candidate.version,
        FlagState::Reverted => false,
    })
}

/// What is kept quiet anyway has a row already.
fn listed(candidate: &Candidate, known: &[Known], setting: &Setting<'_>) -> bool {
    repeated(candidate, known, setting)
        || of_passage(candidate, known, setting)
            .any(|k| k.state == FlagState::Suppressed && k.version == candidate.version)
}

/// The flags of this source for the same passage, come or gone as it is in the candidate.
fn of_passage<'k>(
    candidate: &Candidate,
    known: &'k [Known],
    setting: &Setting<'_>,
) -> impl Iterator<Item = &'k Known> {
    let print = candidate.fingerprint();
    known.iter().filter(move |k| {
        k.source == setting.source
            && k.claim == candidate.claim
            && k.fingerprint == print
            && k.after.is_some() == candidate.after.is_some()
    })
}

/// The decided flag whose passage now agrees with the claim again: who decided it goes by something that the
/// source no longer says.
fn went_back_on(candidate: &Candidate, known: &[Known], setting: &Setting<'_>) -> Option<i64> {
    let before = fingerprint(candidate.before.as_deref()?);
    let after = fingerprint(candidate.after.as_deref()?);
    known
        .iter()
        .filter(|k| {
            k.source == setting.source
                && k.claim == candidate.claim
                && k.version == candidate.version
                && k.state == FlagState::Decided
                && k.verdict != Some(Verdict::Unrelated)
                && before != after
                && k.after.as_deref().is_some_and(|text| fingerprint(text) == before)
        })
        .map(|k| k.id)
        .max()
}

fn dismissal(candidate: &Candidate, setting: &Setting<'_>) -> Option<String> {
    setting.mutes.iter().find(|m| m.covers(candidate)).map(Mute::reason)
}

/// A → B → C: the candidate changes the flag's passage further, or brings other news of its claim in an edit that
/// took the flag's passage out without putting back what stood before. Or the rules now flag what the judge did.
fn overtakes(candidate: &Candidate, flag: &Known, setting: &Setting<'_>) -> bool {
    let judges = by_judge(candidate.detail);
    if !candidate.is_flag || candidate.claim != flag.claim || judges && !by_judge(flag.detail) {
        return false;
    }
    let Some(said) = flag.after.as_deref() else { return false };
    if !judges && by_judge(flag.detail) && candidate.after.as_deref() == Some(said) {
        return true;
    }
    if candidate.before.as_deref().is_some_and(|before| fingerprint(before) == fingerprint(said)) {
        return true;
    }
    let went_back = flag.before.as_deref().is_some_and(|before| (setting.stands)(before));
    !setting.whole
        && flag.entry.is_none()
        && candidate.after.is_some()
        && !(setting.stands)(said)
        && !went_back
}

/// A → B → A, or B was taken out again, or a withdrawn passage stands again.
fn went_back(flag: &Known, candidates: &[Candidate], setting: &Setting<'_>) -> bool {
    if flag.entry.is_some() || setting.whole {
        return false;
    }
    let stands = setting.stands;
    let supported_again = candidates.iter().any(|c| {
        c.claim == flag.claim
            && c.relation == Relation::Supports
            && c.before
                .as_deref()
                .zip(flag.after.as_deref())
                .is_some_and(|(b, a)| fingerprint(b) == fingerprint(a))
    });
    supported_again
        || match (flag.before.as_deref(), flag.after.as_deref()) {
            (Some(before), Some(after)) => !stands(after) && stands(before),
            (None, Some(after)) => !stands(after),
            (Some(before), None) => flag.detail == Detail::PassageRemoved && stands(before),
            (None, None) => false,
        }
}

/// When a flag lapses, the best of the other sources that tell the same comes forward.
fn promote_orphans(known: &[Known], plan: &mut Plan) {
    for lapsed in plan.revert.clone() {
        let best = known
            .iter()
            .filter(|k| {
                k.state == FlagState::Merged && k.merged_into == Some(lapsed) && !plan.revert.contains(&k.id)
            })
            .min_by_key(|k| (k.tier, k.id));
        if let Some(heir) = best {
            plan.promote.push(heir.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::Muted;

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
            entry: None,
            fingerprint: fingerprint(after.or(before).unwrap_or_default()),
            new: after.and_then(percent),
            merged_into: None,
            verdict: None,
        }
    }

    fn run(candidates: &[Candidate], flags: &[Known], tier: Tier, page: &[&str]) -> Plan {
        let stands = |text: &str| page.iter().any(|p| fingerprint(p) == fingerprint(text));
        let setting = Setting { source: "here", tier, stands: &stands, mutes: &[], whole: false };
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
        let mutes = [Mute::new(4, "stake", Muted::Passage(B.to_owned()), Some(7))];
        let setting =
            Setting { source: "here", tier: Tier::Press, stands: &stands, mutes: &mutes, whole: false };
        let plan = plan(&[candidate(Some(A), Some(B))], &[], &setting);
        assert_eq!(
            plan.raise,
            [(0, Place::Suppressed("this passage was dismissed before with flag 7".to_owned()))]
        );
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

    #[test]
    fn typography_does_not_make_another_passage() {
        assert_eq!(fingerprint("Alpha  holds 27% — of Beta."), fingerprint("alpha holds 27% of “Beta”"));
        assert_ne!(fingerprint(A), fingerprint(B));
    }
}
