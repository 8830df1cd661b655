//! What people want to hear no more of, claim by claim.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;

use super::claims::current_status;
use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, to_json};
use crate::flag::{Mute, Muted};

/// A mute that is in force, as it is listed.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct StoredMute {
    pub id: i64,
    pub claim_id: String,
    /// A dismissed passage, with its near-duplicates.
    pub passage: Option<String>,
    /// Or words in their order, `*` for anything between.
    pub pattern: Option<String>,
    pub reason: Option<String>,
    pub flag_id: Option<i64>,
    pub actor: String,
    pub created_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT id, claim_id, passage, pattern, reason, flag_id, actor, created_at FROM mute WHERE lifted_at IS NULL";

impl Store {
    /// The mutes in force, of one claim or of all, oldest first.
    pub async fn mutes(&self, claim: Option<&str>) -> Result<Vec<StoredMute>> {
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "{SELECT} AND ($1 IS NULL OR claim_id = $1) ORDER BY id"
        )))
        .bind(claim)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Mutes a pattern for a claim; returns the mute's id.
    pub async fn mute_pattern(
        &self,
        claim: &str,
        pattern: &str,
        reason: Option<&str>,
        act: &Act,
    ) -> Result<i64> {
        if !pattern.chars().any(char::is_alphanumeric) {
            return Err(StoreError::Refused(format!(
                "“{pattern}” would mute everything; write words, with * for anything between them"
            )));
        }
        let mut tx = self.begin().await?;
        current_status(&mut tx, claim).await?;
        let what = Muted::Pattern(pattern.to_owned());
        let id = insert(&mut tx, claim, &what, None, reason, act).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes a mute of a claim back.
    pub async fn lift_mute(&self, claim: &str, id: i64, reason: Option<&str>, act: &Act) -> Result<()> {
        let mut tx = self.begin().await?;
        lift(&mut tx, claim, id, reason, act).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn insert(
    tx: &mut Connection,
    claim: &str,
    what: &Muted,
    flag: Option<i64>,
    reason: Option<&str>,
    act: &Act,
) -> Result<i64> {
    let (passage, pattern) = match what {
        Muted::Passage(text) => (Some(text), None),
        Muted::Pattern(text) => (None, Some(text)),
    };
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO mute (claim_id, passage, pattern, reason, flag_id, actor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(claim)
    .bind(passage)
    .bind(pattern)
    .bind(reason)
    .bind(flag)
    .bind(&act.actor)
    .bind(act.at)
    .fetch_one(&mut *tx)
    .await?;
    let data = json!({ "mute": id, "flag": flag, "passage": passage, "pattern": pattern });
    append(tx, act, "claim_muted", &format!("claim:{claim}"), &data, reason).await?;
    Ok(id)
}

pub(super) async fn lift(
    tx: &mut Connection,
    claim: &str,
    id: i64,
    reason: Option<&str>,
    act: &Act,
) -> Result<()> {
    let done =
        sqlx::query("UPDATE mute SET lifted_at = $1 WHERE id = $2 AND claim_id = $3 AND lifted_at IS NULL")
            .bind(act.at)
            .bind(id)
            .bind(claim)
            .execute(&mut *tx)
            .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Refused(format!(
            "claim {claim} has no mute {id} in force; `claimwatch claim mute {claim}` lists them"
        )));
    }
    append(tx, act, "mute_lifted", &format!("claim:{claim}"), &json!({ "mute": id }), reason).await
}

/// The mutes in force of these claims.
pub(super) async fn of_claims(tx: &mut Connection, claims: &[&str]) -> Result<Vec<Mute>> {
    let rows: Vec<StoredMute> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} AND claim_id IN (SELECT value FROM json_each($1))"
    )))
    .bind(to_json("claims", &claims)?)
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let what = row.passage.map(Muted::Passage).or(row.pattern.map(Muted::Pattern))?;
            Some(Mute::new(row.id, &row.claim_id, what, row.flag_id))
        })
        .collect())
}
