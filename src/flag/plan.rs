//! The plan of one sweep of one source.

use chrono::{DateTime, Utc};

use super::fingerprint;
use super::moved::{self, Edit, Now};
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
    /// What stood in the place of `after` when the page was seen last: itself, what it became, or nothing.
    pub now: Option<String>,
    pub entry: Option<String>,
    pub fingerprint: String,
    pub new: Option<Value>,
    pub merged_into: Option<i64>,
    /// The last decision on it that was not undone.
    pub verdict: Option<Verdict>,
}

impl Known {
    /// The passage that stands for the flag on the page; where it is gone, the one that the flag was raised for.
    fn said(&self) -> Option<&str> {
        self.now.as_deref().or(self.after.as_deref())
    }
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
    /// Waiting flags whose passage is not what it was, and what stands there now.
    pub moved: Vec<(i64, Now)>,
    /// Candidates that become evidence.
    pub evidence: Vec<usize>,
}

/// What the plan needs to know beside candidates and flags.
pub struct Setting<'a> {
    pub source: &'a str,
    pub tier: Tier,
    /// Whether a passage stands in the new capture, whatever its typography.
    pub stands: &'a dyn Fn(&str) -> bool,
    /// Whether its words stand there, be it within or across the passages.
    pub holds: &'a dyn Fn(&str) -> bool,
    /// What became of passages of the last capture; `None`: no new capture was read.
    pub edits: Option<&'a [Edit]>,
    /// What a person wants to hear no more of.
    pub mutes: &'a [Mute],
    /// The whole document is assessed, not a change: nothing was edited.
    pub whole: bool,
}

/// Decides what becomes of the candidates and of the flags that they touch.
#[must_use]
pub fn plan(candidates: &[Candidate], known: &[Known], setting: &Setting<'_>) -> Plan {
    let mut plan = Plan::default();
    let waits = |k: &Known| matches!(k.state, FlagState::Open | FlagState::Deferred | FlagState::Merged);
    // Merged into the next change of its own passage: what it showed is past.
    let is_past = |k: &Known| {
        k.state == FlagState::Merged
            && known.iter().any(|into| Some(into.id) == k.merged_into && into.source == k.source)
    };

    for flag in known.iter().filter(|k| k.source == setting.source && waits(k)) {
        let overtaken = candidates.iter().any(|c| {
            overtakes(c, flag, setting) && dismissal(c, setting).is_none() && !repeated(c, known, setting)
        });
        if !overtaken && went_back(flag, is_past(flag), candidates, setting) {
            plan.revert.push(flag.id);
        }
    }

    for (index, candidate) in candidates.iter().enumerate() {
        if !candidate.is_flag {
            match candidate.relation {
                Relation::Supports => {
                    plan.evidence.push(index);
                    let settled = showing(candidate, known, setting)
                        .filter(|k| k.version < candidate.version && standing(k, &plan));
                    let settled: Vec<_> = settled.map(|k| (k.id, candidate.version)).collect();
                    plan.settle.extend(settled);
                    if let Some(flag) = went_back_on(candidate, known, setting) {
                        plan.raise.push((index, Place::Returned(flag)));
                    }
                }
                Relation::Mentions if !setting.whole && !listed(candidate, known, setting) => {
                    let why = dismissal(candidate, setting)
                        .unwrap_or_else(|| "the change does not touch what the claim states".to_owned());
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
    let tells = |k: &&Known| {
        let merged = k.state == FlagState::Merged && !is_past(k) && !plan.revert.contains(&k.id);
        k.source == setting.source && (standing(k, &plan) || merged || plan.promote.contains(&k.id))
    };
    let waiting: Vec<&Known> = known.iter().filter(|k| standing(k, &plan)).collect();
    let moved = known.iter().filter(tells).filter_map(|k| Some((k.id, moved::now(k, &waiting, setting)?)));
    plan.moved = moved.collect();
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
        && !plan.settle.iter().any(|(id, _)| *id == flag.id)
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
    of_source(candidate, known, setting)
        .filter(move |k| k.fingerprint == print && k.after.is_some() == candidate.after.is_some())
}

/// The flags of this source that show the candidate's passage as what stands now.
fn showing<'k>(
    candidate: &Candidate,
    known: &'k [Known],
    setting: &Setting<'_>,
) -> impl Iterator<Item = &'k Known> {
    let print = candidate.fingerprint();
    of_source(candidate, known, setting)
        .filter(move |k| k.said().is_some_and(|said| fingerprint(said) == print))
}

/// The flags of this source for the candidate's claim.
fn of_source<'k>(
    candidate: &Candidate,
    known: &'k [Known],
    setting: &Setting<'_>,
) -> impl Iterator<Item = &'k Known> {
    known.iter().filter(move |k| k.source == setting.source && k.claim == candidate.claim)
}

/// The decided flag whose passage now agrees with the claim again: who decided it goes by something that the
/// source no longer says.
fn went_back_on(candidate: &Candidate, known: &[Known], setting: &Setting<'_>) -> Option<i64> {
    let before = fingerprint(candidate.before.as_deref()?);
    let after = fingerprint(candidate.after.as_deref()?);
    of_source(candidate, known, setting)
        .filter(|k| {
            k.version == candidate.version
                && k.state == FlagState::Decided
                && k.verdict != Some(Verdict::Unrelated)
                && before != after
                && k.after.as_deref().is_some_and(|text| fingerprint(text) == before)
        })
        .map(|k| k.id)
        .max()
}

fn dismissal(candidate: &Candidate, setting: &Setting<'_>) -> Option<String> {
    setting.mutes.iter().find_map(|m| m.keeps_away(candidate))
}

/// A → B → C: the candidate changes the flag's passage further, or brings other news of its claim in an edit that
/// took the flag's passage out without putting back what stood before. Or the rules now flag what the judge did.
fn overtakes(candidate: &Candidate, flag: &Known, setting: &Setting<'_>) -> bool {
    let judges = by_judge(candidate.detail);
    if !candidate.is_flag || candidate.claim != flag.claim || judges && !by_judge(flag.detail) {
        return false;
    }
    let Some(said) = flag.said() else { return false };
    let is_said = |text: Option<&str>| text.is_some_and(|text| fingerprint(text) == fingerprint(said));
    if !judges && by_judge(flag.detail) && is_said(candidate.after.as_deref()) {
        return true;
    }
    if is_said(candidate.before.as_deref()) {
        return true;
    }
    // What the flag only followed is news by itself: to another version of the claim.
    if is_said(candidate.after.as_deref()) && flag.now.is_some() && !is_said(flag.after.as_deref()) {
        return true;
    }
    let went_back = flag.before.as_deref().is_some_and(|before| (setting.stands)(before));
    !setting.whole
        && flag.entry.is_none()
        && candidate.after.is_some()
        && !(setting.stands)(said)
        && !went_back
}

/// A → B → A, or B was taken out again, or a withdrawn passage stands again. What a person raised does not lapse by
/// itself: what stood before it is not known. What `is_past` lapses with the start of the whole way only.
fn went_back(flag: &Known, is_past: bool, candidates: &[Candidate], setting: &Setting<'_>) -> bool {
    if flag.entry.is_some() || setting.whole || flag.detail == Detail::RaisedByHand {
        return false;
    }
    let stands = setting.stands;
    let supports = |c: &&Candidate| c.claim == flag.claim && c.relation == Relation::Supports;
    let supported_again = candidates
        .iter()
        .filter(supports)
        .any(|c| c.before.as_deref().zip(flag.said()).is_some_and(|(b, a)| fingerprint(b) == fingerprint(a)));
    let became_other = |said: &str| {
        let print = fingerprint(said);
        let edits = setting.edits.unwrap_or_default();
        edits.iter().any(|e| e.after.is_some() && fingerprint(&e.before) == print)
    };
    supported_again
        || match (flag.before.as_deref(), flag.after.as_deref()) {
            (Some(before), Some(after)) => !stands(after) && stands(before),
            (None, Some(_)) if is_past => false,
            (None, Some(after)) => {
                let said = flag.said().unwrap_or(after);
                !stands(after) && !(setting.holds)(said) && !became_other(said)
            }
            (Some(before), None) => {
                let again = || candidates.iter().any(|c| supports(&c) && c.after.is_some());
                flag.detail == Detail::PassageRemoved && (stands(before) || again())
            }
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
