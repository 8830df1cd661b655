//! The one transaction of a sweep: capture, baseline, changes, flags, evidence, poll and due time together.
//! Killed before it, the next sweep finds the same change again; killed after it, nothing is done twice.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;

use super::captures::NewCapture;
use super::changes::NewChange;
use super::events::{Act, append};
use super::flags::Start;
use super::polls::NewPoll;
use super::{Connection, Result, Store, captures, changes, expect_rows, flags, mutes, polls, sources};
use crate::flag::{Candidate, Edit, Now, Place, Setting, fingerprint, letters, plan};
use crate::model::flag::FlagState;
use crate::model::relation::{Detail, Relation};
use crate::model::source::{Health, SourceKind, Tier};

/// What a fetch teaches about its source.
#[derive(Debug, Clone)]
pub struct Standing {
    pub health: Health,
    pub reason: Option<String>,
    pub next_due: DateTime<Utc>,
    /// A good fetch: the run of failures ends.
    pub success: bool,
    pub gone: bool,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The body was asked for in full, without validators.
    pub full: bool,
}

/// What to do with the capture of a sweep.
#[derive(Debug)]
pub enum Baseline {
    /// The last good capture stays.
    Keep,
    /// The new capture is the last good one from now on.
    Replace,
    /// The new capture waits for a second one that agrees.
    Suspect,
}

/// Everything that one sweep of one source brings.
#[derive(Debug)]
pub struct Sweep {
    pub source: String,
    pub tier: Tier,
    pub poll: NewPoll,
    pub standing: Standing,
    pub health_before: Health,
    /// The due time that the source was leased with.
    pub was_due: DateTime<Utc>,
    /// What the document turned out to be, for a source whose entry does not say.
    pub kind: Option<SourceKind>,
    pub capture: Option<NewCapture>,
    pub baseline: Baseline,
    pub before_capture: Option<i64>,
    pub candidates: Vec<Candidate>,
    /// No last good capture to compare with: the document is assessed whole.
    pub whole: bool,
    /// What became of passages of the last good capture.
    pub edits: Vec<Edit>,
    /// Texts of the new capture's passages.
    pub passages: Vec<String>,
}

/// What a plan is made for: findings of one source, by two of its captures.
struct Found<'a> {
    source: &'a str,
    tier: Tier,
    /// The last good capture before this one.
    before: Option<i64>,
    after: i64,
    candidates: &'a [Candidate],
    whole: bool,
    /// The page as it is now; `None`: it was not read anew.
    page: Option<Page<'a>>,
}

/// What a new capture says.
struct Page<'a> {
    edits: &'a [Edit],
    /// Fingerprints of its passages.
    prints: HashSet<String>,
    /// All its letters and digits in order.
    letters: String,
}

impl<'a> Page<'a> {
    /// A passage with fewer letters may stand within another one by chance.
    const FEWEST: usize = 8;

    fn of(sweep: &'a Sweep) -> Self {
        Self {
            edits: &sweep.edits,
            prints: sweep.passages.iter().map(|p| fingerprint(p)).collect(),
            letters: sweep.passages.iter().map(|p| letters(p)).collect(),
        }
    }

    fn holds(&self, text: &str) -> bool {
        let said = letters(text);
        said.chars().count() >= Self::FEWEST && self.letters.contains(&said)
    }
}

impl Store {
    /// Writes a sweep. Returns the ids of the flags that it opened.
    pub async fn commit_sweep(&self, sweep: &Sweep, act: &Act) -> Result<Vec<i64>> {
        let quiet = sweep.capture.is_none() && sweep.standing.health == sweep.health_before;
        let mut tx = if quiet {
            // A poll that brought nothing new may be lost at a power cut; it need not wait for the disk.
            self.pool.begin_with("BEGIN IMMEDIATE").await?
        } else {
            self.begin().await?
        };
        let capture = match &sweep.capture {
            Some(capture) => Some(captures::insert(&mut tx, capture, act).await?),
            None => None,
        };
        let opened = match capture {
            Some(capture) if matches!(sweep.baseline, Baseline::Replace) => {
                raise(&mut tx, sweep, capture, act).await?
            }
            _ => Vec::new(),
        };
        let opened = match (sweep.health_before, sweep.standing.health) {
            (Health::Dead, Health::Dead) => opened,
            (_, Health::Dead) => gone(&mut tx, sweep, act).await?,
            (Health::Dead, _) if sweep.standing.success => {
                back(&mut tx, &sweep.source, act).await?;
                opened
            }
            _ => opened,
        };
        polls::insert(&mut tx, &sweep.poll, opened.len(), capture).await?;
        move_source(&mut tx, sweep, capture, act).await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// Assesses the last good capture of a source anew (a new claim, or a new version of one).
    pub async fn commit_reassessment(
        &self,
        source: &str,
        tier: Tier,
        capture: i64,
        candidates: &[Candidate],
        act: &Act,
    ) -> Result<Vec<i64>> {
        let mut tx = self.begin().await?;
        let found = Found {
            source,
            tier,
            before: Some(capture),
            after: capture,
            candidates,
            whole: true,
            page: None,
        };
        let opened = apply_plan(&mut tx, &found, act).await?;
        tx.commit().await?;
        Ok(opened)
    }
}

async fn raise(tx: &mut Connection, sweep: &Sweep, capture: i64, act: &Act) -> Result<Vec<i64>> {
    let found = Found {
        source: &sweep.source,
        tier: sweep.tier,
        before: sweep.before_capture,
        after: capture,
        candidates: &sweep.candidates,
        whole: sweep.whole,
        page: Some(Page::of(sweep)),
    };
    apply_plan(tx, &found, act).await
}

/// A source has gone for good: one flag for each claim whose current support is this source alone.
async fn gone(tx: &mut Connection, sweep: &Sweep, act: &Act) -> Result<Vec<i64>> {
    let rows: Vec<(String, i64, String, String, i64)> = sqlx::query_as(
        "SELECT e.claim_id, e.claim_version, e.passage, e.path, MAX(e.id) FROM evidence e
         JOIN claim c ON c.id = e.claim_id AND c.version = e.claim_version AND c.status <> 'retired'
         WHERE e.source_id = $1 AND e.retracted_at IS NULL AND e.stance = 'supports'
           AND NOT EXISTS (SELECT 1 FROM evidence o
                           JOIN source s ON s.id = o.source_id AND s.health <> 'dead' AND s.retired_at IS NULL
                           WHERE o.claim_id = e.claim_id AND o.claim_version = e.claim_version
                             AND o.source_id <> $1 AND o.retracted_at IS NULL AND o.stance = 'supports')
         GROUP BY e.claim_id, e.claim_version",
    )
    .bind(&sweep.source)
    .fetch_all(&mut *tx)
    .await?;
    let Some(capture) = sweep.before_capture else { return Ok(Vec::new()) };
    let why = sweep.standing.reason.as_deref().unwrap_or("it cannot be reached any more");
    let candidates: Vec<Candidate> = rows
        .into_iter()
        .map(|(claim, version, passage, path, _)| Candidate {
            claim,
            version,
            relation: Relation::Withdrawn,
            detail: Detail::SourceGone,
            before: Some(passage),
            after: None,
            path,
            entry: None,
            published: None,
            old: None,
            new: None,
            score: 0.5,
            reasons: vec![format!("the only source that supports the claim is gone: {why}")],
            is_flag: true,
        })
        .collect();
    let found = Found {
        source: &sweep.source,
        tier: sweep.tier,
        before: Some(capture),
        after: capture,
        candidates: &candidates,
        whole: true,
        page: None,
    };
    apply_plan(tx, &found, act).await
}

/// A dead source is back: what was flagged because it was gone lapses.
async fn back(tx: &mut Connection, source: &str, act: &Act) -> Result<()> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, claim_id FROM flag WHERE source_id = $1 AND detail = 'source_gone' AND state IN ('open', 'deferred', 'merged')",
    )
    .bind(source)
    .fetch_all(&mut *tx)
    .await?;
    for (id, claim) in rows {
        flags::set_state(tx, id, FlagState::Reverted, Some("the source is back"), None, act).await?;
        flags::settle_claim(tx, &claim, act).await?;
    }
    Ok(())
}

async fn apply_plan(tx: &mut Connection, found: &Found<'_>, act: &Act) -> Result<Vec<i64>> {
    let Found { source, before, after, candidates, page, .. } = found;
    let (source, after, captures) = (*source, *after, (*before, *after));
    let claims: Vec<&str> = candidates.iter().map(|c| c.claim.as_str()).collect();
    let known = flags::known(tx, source, &claims).await?;
    let mutes = mutes::of_claims(tx, &claims).await?;
    let plan = {
        let setting = Setting {
            source,
            tier: found.tier,
            stands: &|text| page.as_ref().is_some_and(|p| p.prints.contains(&fingerprint(text))),
            holds: &|text| page.as_ref().is_some_and(|p| p.holds(text)),
            edits: page.as_ref().map(|p| p.edits),
            mutes: &mutes,
            whole: found.whole,
        };
        plan(candidates, &known, &setting)
    };

    let mut touched: BTreeSet<&str> = BTreeSet::new();
    let mut ids: Vec<Option<i64>> = vec![None; candidates.len()];
    let mut opened = Vec::new();
    for (index, place) in &plan.raise {
        let mut candidate = candidates[*index].clone();
        if let Place::Returned(id) = place {
            candidate.reasons.push(format!("the source went back on what flag {id} was decided on"));
        }
        let candidate = &candidate;
        let change = changes::insert(tx, &NewChange::of_candidate(source, captures, candidate)).await?;
        let start = match place {
            Place::Open | Place::Returned(_) => {
                Start { state: FlagState::Open, reason: None, merged_into: None }
            }
            Place::Suppressed(why) => {
                Start { state: FlagState::Suppressed, reason: Some(why), merged_into: None }
            }
            Place::Merged(id) => {
                Start { state: FlagState::Merged, reason: Some("the same news"), merged_into: Some(*id) }
            }
        };
        let id = flags::insert(tx, source, change, candidate, &start, act).await?;
        ids[*index] = Some(id);
        touched.insert(&candidates[*index].claim);
        if start.state == FlagState::Open {
            opened.push(id);
        }
    }
    for (old, index) in &plan.merge {
        let Some(new) = ids[*index] else { continue };
        let flag = known.iter().find(|k| k.id == *old);
        let overtaken = flag.is_some_and(|k| k.source == source);
        let why = if overtaken { flags::OVERTAKEN } else { "the same news from a better source" };
        merge(tx, *old, new, why, act).await?;
    }
    for (id, now) in &plan.moved {
        let said = known.iter().find(|k| k.id == *id).and_then(|k| k.now.clone());
        match now {
            Now::Edited(index) => {
                let edits = page.as_ref().map_or(&[][..], |p| p.edits);
                let Some(edit) = edits.get(*index) else { continue };
                let change = changes::insert(tx, &NewChange::of_edit(source, captures, edit)).await?;
                flags::set_now(tx, *id, Some(change), edit.after.as_deref(), act).await?;
            }
            Now::Gone => {
                let Some(text) = said else { continue };
                let edit =
                    Edit { before: text, after: None, path: String::new(), entry: None, published: None };
                let change = changes::insert(tx, &NewChange::of_edit(source, captures, &edit)).await?;
                flags::set_now(tx, *id, Some(change), None, act).await?;
            }
            Now::Back => {
                let raised = known.iter().find(|k| k.id == *id).and_then(|k| k.after.as_deref());
                flags::set_now(tx, *id, None, raised, act).await?;
            }
            Now::Flagged(other) => merge(tx, *id, *other, flags::OVERTAKEN, act).await?,
        }
    }
    for id in &plan.revert {
        flags::set_state(tx, *id, FlagState::Reverted, Some("the source went back before review"), None, act)
            .await?;
    }
    for (id, version) in &plan.settle {
        let why = format!("the passage agrees with version {version} of the claim");
        flags::set_state(tx, *id, FlagState::Suppressed, Some(&why), None, act).await?;
    }
    for id in &plan.promote {
        let from = known.iter().find(|k| k.id == *id).and_then(|k| k.merged_into);
        flags::set_state(tx, *id, FlagState::Open, Some("the source that stood for it went back"), None, act)
            .await?;
        sqlx::query("UPDATE flag SET merged_into = $1 WHERE merged_into = $2 AND state = 'merged'")
            .bind(id)
            .bind(from)
            .execute(&mut *tx)
            .await?;
    }
    touched.extend(
        known
            .iter()
            .filter(|k| {
                plan.revert.contains(&k.id)
                    || plan.promote.contains(&k.id)
                    || plan.settle.iter().any(|(id, _)| *id == k.id)
            })
            .map(|k| k.claim.as_str()),
    );
    for index in &plan.evidence {
        insert_evidence(tx, source, after, &candidates[*index], act).await?;
    }
    for claim in touched {
        flags::settle_claim(tx, claim, act).await?;
    }
    Ok(opened)
}

/// Merges a flag into another one; those that had been merged into it follow it.
async fn merge(tx: &mut Connection, old: i64, new: i64, why: &str, act: &Act) -> Result<()> {
    flags::set_state(tx, old, FlagState::Merged, Some(why), Some(new), act).await?;
    sqlx::query("UPDATE flag SET merged_into = $1 WHERE merged_into = $2 AND state = 'merged'")
        .bind(new)
        .bind(old)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

async fn insert_evidence(
    tx: &mut Connection,
    source: &str,
    capture: i64,
    candidate: &Candidate,
    act: &Act,
) -> Result<()> {
    let Some(passage) = &candidate.after else { return Ok(()) };
    let done = sqlx::query(
        "INSERT INTO evidence (claim_id, claim_version, source_id, capture_id, stance, passage, path, fingerprint, created_at)
         VALUES ($1, $2, $3, $4, 'supports', $5, $6, $7, $8)
         ON CONFLICT (claim_id, claim_version, source_id, fingerprint) DO NOTHING",
    )
    .bind(&candidate.claim)
    .bind(candidate.version)
    .bind(source)
    .bind(capture)
    .bind(passage)
    .bind(&candidate.path)
    .bind(candidate.fingerprint())
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let data =
        json!({ "source": source, "capture": capture, "passage": passage, "detail": candidate.detail });
    append(tx, act, "evidence_added", &format!("claim:{}", candidate.claim), &data, None).await
}

async fn move_source(tx: &mut Connection, sweep: &Sweep, capture: Option<i64>, act: &Act) -> Result<()> {
    let standing = &sweep.standing;
    let (baseline, suspect) = match (&sweep.baseline, capture) {
        (Baseline::Replace, Some(id)) => (Some(id), None),
        (Baseline::Suspect, Some(id)) => (None, Some(id)),
        _ => (None, None),
    };
    // A due time that was moved while the sweep was under way was asked for and is not answered yet.
    let done = sqlx::query(
        "UPDATE source SET last_attempt_at = $1,
            next_due_at = CASE WHEN next_due_at <> $12 THEN MIN(next_due_at, $2) ELSE $2 END, lease_owner = NULL, lease_until = NULL,
            last_success_at = CASE WHEN $3 THEN $1 ELSE last_success_at END,
            failures = CASE WHEN $3 THEN 0 ELSE failures + 1 END,
            failing_since = CASE WHEN $3 THEN NULL ELSE COALESCE(failing_since, $1) END,
            gone_since = CASE WHEN $4 THEN COALESCE(gone_since, $1) ELSE NULL END,
            etag = $5, last_modified = $6,
            checks_since_full = CASE WHEN $7 THEN 0 ELSE checks_since_full + 1 END,
            baseline_id = COALESCE($8, baseline_id),
            suspect_id = CASE WHEN $3 THEN NULL ELSE COALESCE($9, suspect_id) END,
            kind = COALESCE(kind, $10)
         WHERE id = $11",
    )
    .bind(sweep.poll.at)
    .bind(standing.next_due)
    .bind(standing.success)
    .bind(standing.gone)
    .bind(&standing.etag)
    .bind(&standing.last_modified)
    .bind(standing.full)
    .bind(baseline)
    .bind(suspect)
    .bind(sweep.kind.map(SourceKind::word))
    .bind(&sweep.source)
    .bind(sweep.was_due)
    .execute(&mut *tx)
    .await?;
    expect_rows("source", 1, &done)?;
    sources::set_health(tx, &sweep.source, standing.health, standing.reason.as_deref(), act).await
}
