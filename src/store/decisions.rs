//! Decisions and their effects. Append-only: an undo is another decision that moves everything back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{FromRow, Row};

use super::claims::{add_version, current_status, open_flags, rate, set_outcome, set_status};
use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, expect_rows, flags, from_json, mutes, to_json, word};
use crate::flag::{Muted, fingerprint};
use crate::model::claim::{Claim, Outcome, Status};
use crate::model::flag::{FlagState, Verdict};
use crate::model::relation::Stance;

/// What a person says about a flag.
#[derive(Debug, Clone)]
pub struct NewDecision {
    pub verdict: Verdict,
    pub reason: Option<String>,
    /// The claim as it reads from now on, where the decision gives a new version.
    pub revised: Option<Claim>,
    /// A word of the rating scale for the version that the flag was raised against.
    pub rating: Option<String>,
    /// The date at which a confirmed claim holds.
    pub as_of: Option<String>,
    /// How far the forecast has come.
    pub outcome: Option<Outcome>,
}

/// A decision as it is listed.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct StoredDecision {
    pub id: i64,
    pub flag_id: i64,
    pub verdict: String,
    pub reason: Option<String>,
    pub undoes: Option<i64>,
    pub actor: String,
    pub at: DateTime<Utc>,
}

/// What a decision moved.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Effects {
    status_before: Option<Status>,
    version_before: Option<i64>,
    version_after: Option<i64>,
    rated_version: Option<i64>,
    rating_before: Option<String>,
    confirmed: Option<ConfirmedBefore>,
    owed_before: Option<bool>,
    mute: Option<i64>,
    evidence: Option<i64>,
    outcome_before: Option<Outcome>,
}

/// The dates that a confirmation renewed.
#[derive(Debug, Serialize, Deserialize)]
struct ConfirmedBefore {
    as_of: Option<String>,
    at: Option<DateTime<Utc>>,
}

struct Subject {
    id: i64,
    claim: String,
    version: i64,
    /// None: a deadline passed, no source said so.
    source: Option<String>,
    state: FlagState,
    merged_into: Option<i64>,
    /// What the page says now; where that is gone, what was flagged.
    passage: Option<String>,
    /// What the page says now.
    now: Option<String>,
    path: Option<String>,
    capture: Option<i64>,
}

impl Store {
    /// Decides a flag. The claim's status after it is returned.
    pub async fn decide(&self, flag: i64, decision: &NewDecision, act: &Act) -> Result<Status> {
        let mut tx = self.begin().await?;
        let subject = subject(&mut tx, flag).await?;
        if !matches!(subject.state, FlagState::Open | FlagState::Deferred) {
            return Err(not_open(&subject));
        }
        let mut effects = Effects {
            status_before: Some(current_status(&mut tx, &subject.claim).await?),
            ..Effects::default()
        };
        let why = decision.reason.as_deref();
        apply(&mut tx, &subject, decision, &mut effects, act).await?;
        flags::set_state(&mut tx, flag, FlagState::Decided, why, None, act).await?;
        insert(&mut tx, flag, decision.verdict.word(), why, &effects, None, act).await?;
        let status = settle(&mut tx, &subject.claim, decision, act).await?;
        tx.commit().await?;
        Ok(status)
    }

    /// Takes the last decision on a flag back; returns its word.
    pub async fn undo(&self, flag: i64, act: &Act) -> Result<String> {
        let mut tx = self.begin().await?;
        let subject = subject(&mut tx, flag).await?;
        let last: Option<(i64, String, String)> = sqlx::query_as(
            "SELECT id, verdict, effects FROM decision d WHERE flag_id = $1 AND undoes IS NULL
               AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id) ORDER BY id DESC LIMIT 1",
        )
        .bind(flag)
        .fetch_optional(&mut *tx)
        .await?;
        let Some((id, verdict, effects)) = last.filter(|_| subject.state == FlagState::Decided) else {
            return Err(StoreError::Refused(format!(
                "flag {flag} has no decision to undo; it is {}",
                subject.state
            )));
        };
        let effects: Effects = from_json("a decision's effects", &effects)?;
        move_back(&mut tx, &subject, &effects, act).await?;
        flags::set_state(&mut tx, flag, FlagState::Open, Some("its decision was undone"), None, act).await?;
        insert(&mut tx, flag, "undo", None, &Effects::default(), Some(id), act).await?;
        // What was decided on the claim since stands. The flag is open again, so the claim is at least flagged.
        let later = decided_later(&mut tx, &subject.claim, id).await?;
        let before = if later { None } else { effects.status_before };
        let status = match before.unwrap_or(current_status(&mut tx, &subject.claim).await?) {
            Status::Watching => Status::Flagged,
            status => status,
        };
        set_status(&mut tx, &subject.claim, status, Some("a decision was undone"), act).await?;
        tx.commit().await?;
        Ok(verdict)
    }

    /// Puts a flag aside until a day (`2026-12-01`).
    pub async fn defer(&self, flag: i64, until: chrono::NaiveDate, act: &Act) -> Result<()> {
        let mut tx = self.begin().await?;
        let subject = subject(&mut tx, flag).await?;
        if subject.state != FlagState::Open {
            return Err(not_open(&subject));
        }
        sqlx::query("UPDATE flag SET deferred_until = $1 WHERE id = $2")
            .bind(until.to_string())
            .bind(flag)
            .execute(&mut *tx)
            .await?;
        let why = format!("until {until}");
        flags::set_state(&mut tx, flag, FlagState::Deferred, Some(&why), None, act).await?;
        flags::settle_claim(&mut tx, &subject.claim, act).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every decision on a flag, oldest first.
    pub async fn decisions_of(&self, flag: i64) -> Result<Vec<StoredDecision>> {
        Ok(sqlx::query_as("SELECT id, flag_id, verdict, reason, undoes, actor, at FROM decision WHERE flag_id = $1 ORDER BY id")
            .bind(flag)
            .fetch_all(&self.pool)
            .await?)
    }

    /// The flag that was decided last and not undone.
    pub async fn last_decided(&self) -> Result<Option<i64>> {
        Ok(sqlx::query_scalar(
            "SELECT flag_id FROM decision d WHERE undoes IS NULL
               AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id) ORDER BY id DESC LIMIT 1",
        )
        .fetch_optional(&self.pool)
        .await?)
    }
}

/// Whether another decision on the claim was taken after this one and stands.
async fn decided_later(tx: &mut Connection, claim: &str, decision: i64) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM decision d JOIN flag f ON f.id = d.flag_id
                        WHERE f.claim_id = $1 AND d.id > $2 AND d.undoes IS NULL
                          AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id))",
    )
    .bind(claim)
    .bind(decision)
    .fetch_one(tx)
    .await?)
}

fn not_open(subject: &Subject) -> StoreError {
    let hint = match (subject.state, subject.merged_into) {
        (FlagState::Merged, Some(into)) => format!("; decide flag {into}, into which it was merged"),
        (FlagState::Decided, _) => format!("; take that back with `claimwatch flag undo {}`", subject.id),
        _ => String::new(),
    };
    StoreError::Refused(format!("flag {} is not open, it is {}{hint}", subject.id, subject.state))
}

async fn subject(tx: &mut Connection, flag: i64) -> Result<Subject> {
    let row = sqlx::query(
        "SELECT f.id, f.claim_id, f.claim_version, f.source_id, f.state, f.merged_into, f.before_text, f.after_text,
                CASE WHEN f.now_change_id IS NULL THEN f.after_text ELSE ch.after_text END AS now_text,
                ch.path, ch.after_capture
         FROM flag f LEFT JOIN change ch ON ch.id = COALESCE(f.now_change_id, f.change_id) WHERE f.id = $1",
    )
    .bind(flag)
    .fetch_optional(tx)
    .await?
    .ok_or_else(|| StoreError::Refused(format!("there is no flag {flag}; `claimwatch flag list --all` shows them all")))?;
    let after: Option<String> = row.try_get("after_text")?;
    let before: Option<String> = row.try_get("before_text")?;
    let now: Option<String> = row.try_get("now_text")?;
    Ok(Subject {
        id: row.try_get("id")?,
        claim: row.try_get("claim_id")?,
        version: row.try_get("claim_version")?,
        source: row.try_get("source_id")?,
        state: word("a flag's state", row.try_get("state")?)?,
        merged_into: row.try_get("merged_into")?,
        passage: now.clone().or(after).or(before),
        now,
        path: row.try_get("path")?,
        capture: row.try_get("after_capture")?,
    })
}

async fn apply(
    tx: &mut Connection,
    subject: &Subject,
    decision: &NewDecision,
    effects: &mut Effects,
    act: &Act,
) -> Result<()> {
    let why = decision.reason.as_deref();
    let rating = match decision.verdict {
        Verdict::Update => Some(decision.rating.as_deref().unwrap_or("outdated")),
        _ => decision.rating.as_deref(),
    };
    if let Some(rating) = rating {
        effects.rated_version = Some(subject.version);
        effects.rating_before = Some(current_rating(tx, &subject.claim, subject.version).await?);
        rate(tx, &subject.claim, subject.version, rating, why, act).await?;
    }
    if let Some(outcome) = decision.outcome {
        effects.outcome_before = Some(set_outcome(tx, &subject.claim, outcome, why, act).await?);
    }
    match decision.verdict {
        Verdict::Update => {
            effects.evidence = hold(tx, subject, subject.version, Stance::Refutes, act).await?;
            set_status(tx, &subject.claim, Status::NeedsUpdate, why, act).await?;
        }
        Verdict::Correct => {
            effects.evidence = hold(tx, subject, subject.version, Stance::Refutes, act).await?;
            set_owed(tx, &subject.claim, true, effects).await?;
            set_status(tx, &subject.claim, Status::NeedsCorrection, why, act).await?;
        }
        Verdict::Confirm => confirm(tx, subject, decision, effects, act).await?,
        Verdict::Unrelated => effects.mute = mute(tx, subject, act).await?,
        Verdict::SourceError => {
            let Some(source) = &subject.source else {
                let message =
                    "no source said it, a deadline passed; decide it with “confirm”, “update” or “unrelated”";
                return Err(StoreError::Refused(message.to_owned()));
            };
            effects.mute = mute(tx, subject, act).await?;
            let data = json!({ "flag": subject.id, "passage": subject.passage });
            append(tx, act, "source_error", &format!("source:{source}"), &data, why).await?;
        }
        Verdict::Dispute => {
            effects.evidence = hold(tx, subject, subject.version, Stance::Refutes, act).await?;
            set_status(tx, &subject.claim, Status::Disputed, why, act).await?;
        }
        Verdict::Refine => {}
    }
    if let Some(claim) = &decision.revised {
        let version = add_version(tx, claim, why, act).await?;
        effects.version_before = Some(version - 1);
        effects.version_after = Some(version);
        if decision.verdict == Verdict::Refine {
            let same = current_rating(tx, &subject.claim, version - 1).await?;
            if same != "unrated" {
                rate(tx, &subject.claim, version, &same, Some("the rating of the version before it"), act)
                    .await?;
            }
        }
    }
    Ok(())
}

async fn current_rating(tx: &mut Connection, claim: &str, version: i64) -> Result<String> {
    let rating: Option<String> = sqlx::query_scalar(
        "SELECT rating FROM rating WHERE claim_id = $1 AND version = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(claim)
    .bind(version)
    .fetch_optional(tx)
    .await?;
    Ok(rating.unwrap_or_else(|| "unrated".to_owned()))
}

async fn set_owed(tx: &mut Connection, claim: &str, owed: bool, effects: &mut Effects) -> Result<()> {
    effects.owed_before = Some(
        sqlx::query_scalar("SELECT correction_owed FROM claim WHERE id = $1")
            .bind(claim)
            .fetch_one(&mut *tx)
            .await?,
    );
    let done = sqlx::query("UPDATE claim SET correction_owed = $1 WHERE id = $2")
        .bind(owed)
        .bind(claim)
        .execute(tx)
        .await?;
    expect_rows("claim", 1, &done)
}

/// The passage becomes evidence, and the claim holds as of the passage's day.
async fn confirm(
    tx: &mut Connection,
    subject: &Subject,
    decision: &NewDecision,
    effects: &mut Effects,
    act: &Act,
) -> Result<()> {
    let (as_of, confirmed, version): (Option<String>, Option<DateTime<Utc>>, i64) = sqlx::query_as(
        "SELECT v.as_of, c.last_confirmed_at, c.version FROM claim c JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version
         WHERE c.id = $1",
    )
    .bind(&subject.claim)
    .fetch_one(&mut *tx)
    .await?;
    effects.confirmed = Some(ConfirmedBefore { as_of, at: confirmed });
    set_confirmed(tx, &subject.claim, decision.as_of.as_deref(), Some(act.at)).await?;
    let data = json!({ "flag": subject.id, "as_of": decision.as_of });
    append(
        tx,
        act,
        "claim_confirmed",
        &format!("claim:{}", subject.claim),
        &data,
        decision.reason.as_deref(),
    )
    .await?;
    effects.evidence = hold(tx, subject, version, Stance::Supports, act).await?;
    effects.mute = mute(tx, subject, act).await?;
    Ok(())
}

/// Keeps what the page says now as evidence for or against a version of the claim.
async fn hold(
    tx: &mut Connection,
    subject: &Subject,
    version: i64,
    stance: Stance,
    act: &Act,
) -> Result<Option<i64>> {
    let (Some(source), Some(passage), Some(capture)) = (&subject.source, &subject.now, subject.capture)
    else {
        return Ok(None);
    };
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO evidence (claim_id, claim_version, source_id, capture_id, stance, passage, path, fingerprint, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (claim_id, claim_version, source_id, fingerprint)
         DO UPDATE SET stance = excluded.stance, retracted_at = NULL RETURNING id",
    )
    .bind(&subject.claim)
    .bind(version)
    .bind(source)
    .bind(capture)
    .bind(stance.word())
    .bind(passage)
    .bind(subject.path.as_deref().unwrap_or_default())
    .bind(fingerprint(passage))
    .bind(act.at)
    .fetch_one(&mut *tx)
    .await?;
    let data = json!({ "source": source, "capture": capture, "passage": passage, "stance": stance });
    append(tx, act, "evidence_added", &format!("claim:{}", subject.claim), &data, None).await?;
    Ok(Some(id))
}

async fn set_confirmed(
    tx: &mut Connection,
    claim: &str,
    as_of: Option<&str>,
    confirmed: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query("UPDATE claim SET last_confirmed_at = $1 WHERE id = $2")
        .bind(confirmed)
        .bind(claim)
        .execute(&mut *tx)
        .await?;
    if let Some(as_of) = as_of {
        sqlx::query(
            "UPDATE claim_version SET as_of = $1 WHERE claim_id = $2 AND version = (SELECT version FROM claim WHERE id = $2)",
        )
        .bind(as_of)
        .bind(claim)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Keeps the flag's passage and its near-duplicates away from now on; a passed deadline has none.
async fn mute(tx: &mut Connection, subject: &Subject, act: &Act) -> Result<Option<i64>> {
    let Some(passage) = &subject.passage else { return Ok(None) };
    let what = Muted::Passage(passage.clone());
    Ok(Some(mutes::insert(tx, &subject.claim, &what, Some(subject.id), None, act).await?))
}

/// Status returns to watching only when no flag is open and nothing is owed.
async fn settle(tx: &mut Connection, claim: &str, decision: &NewDecision, act: &Act) -> Result<Status> {
    let status = current_status(tx, claim).await?;
    let given = decision.revised.is_some();
    let next = match status {
        Status::NeedsUpdate | Status::NeedsCorrection if !given => status,
        Status::Disputed | Status::Draft | Status::Retired => status,
        _ if open_flags(tx, claim).await? > 0 => Status::Flagged,
        _ => Status::Watching,
    };
    set_status(tx, claim, next, decision.reason.as_deref(), act).await?;
    Ok(next)
}

async fn move_back(tx: &mut Connection, subject: &Subject, effects: &Effects, act: &Act) -> Result<()> {
    let why = Some("a decision was undone");
    if let (Some(before), Some(after)) = (effects.version_before, effects.version_after) {
        let current: i64 = sqlx::query_scalar("SELECT version FROM claim WHERE id = $1")
            .bind(&subject.claim)
            .fetch_one(&mut *tx)
            .await?;
        if current != after {
            return Err(StoreError::Refused(format!(
                "claim {} has a newer version {current} than the one that this decision gave; edit it with `claimwatch claim edit`",
                subject.claim
            )));
        }
        let body: String =
            sqlx::query_scalar("SELECT body FROM claim_version WHERE claim_id = $1 AND version = $2")
                .bind(&subject.claim)
                .bind(before)
                .fetch_one(&mut *tx)
                .await?;
        add_version(tx, &from_json("a claim version", &body)?, why, act).await?;
    }
    if let (Some(version), Some(rating)) = (effects.rated_version, &effects.rating_before) {
        rate(tx, &subject.claim, version, rating, why, act).await?;
    }
    if let Some(owed) = effects.owed_before {
        sqlx::query("UPDATE claim SET correction_owed = $1 WHERE id = $2")
            .bind(owed)
            .bind(&subject.claim)
            .execute(&mut *tx)
            .await?;
    }
    if let Some(before) = &effects.confirmed {
        set_confirmed(tx, &subject.claim, before.as_of.as_deref(), before.at).await?;
    }
    if let Some(id) = effects.mute {
        mutes::lift(tx, &subject.claim, id, why, act).await?;
    }
    if let Some(outcome) = effects.outcome_before {
        set_outcome(tx, &subject.claim, outcome, why, act).await?;
    }
    if let Some(id) = effects.evidence {
        sqlx::query("UPDATE evidence SET retracted_at = $1 WHERE id = $2")
            .bind(act.at)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        append(
            tx,
            act,
            "evidence_retracted",
            &format!("claim:{}", subject.claim),
            &json!({ "evidence": id }),
            why,
        )
        .await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut Connection,
    flag: i64,
    verdict: &str,
    reason: Option<&str>,
    effects: &Effects,
    undoes: Option<i64>,
    act: &Act,
) -> Result<()> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO decision (flag_id, verdict, reason, effects, undoes, actor, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(flag)
    .bind(verdict)
    .bind(reason)
    .bind(to_json("effects", effects)?)
    .bind(undoes)
    .bind(&act.actor)
    .bind(act.at)
    .fetch_one(&mut *tx)
    .await?;
    let data = json!({ "decision": id, "verdict": verdict, "undoes": undoes });
    append(tx, act, "flag_decided", &format!("flag:{flag}"), &data, reason).await
}
