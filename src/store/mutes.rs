//! What people want to hear no more of, claim by claim.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;

use super::claims::current_status;
use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, from_json, to_json};
use crate::flag::{Mute, Muted, Topic};
use crate::model::claim::{Claim, Entity};
use crate::model::flag::Verdict;

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
    /// A passage about something else than the claim: those like it stay away whatever their figures.
    #[sqlx(skip)]
    pub any_figures: bool,
    /// What the flag with which it was dismissed was decided as.
    #[serde(skip)]
    verdict: Option<String>,
    /// The claim as it stands, as JSON.
    #[serde(skip)]
    body: String,
}

const SELECT: &str = "SELECT m.id, m.claim_id, m.passage, m.pattern, m.reason, m.flag_id, m.actor, m.created_at, v.body,
        (SELECT d.verdict FROM decision d WHERE d.flag_id = m.flag_id AND d.undoes IS NULL ORDER BY d.id DESC LIMIT 1) AS verdict
     FROM mute m JOIN claim c ON c.id = m.claim_id
     JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version
     WHERE m.lifted_at IS NULL";

impl Store {
    /// The mutes in force, of one claim or of all, oldest first.
    pub async fn mutes(&self, claim: Option<&str>) -> Result<Vec<StoredMute>> {
        let sql = format!("{SELECT} AND ($1 IS NULL OR m.claim_id = $1) ORDER BY m.id");
        let mut mutes: Vec<StoredMute> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(claim).fetch_all(&self.pool).await?;
        let entities = self.entities().await?;
        for mute in &mut mutes {
            mute.any_figures = mute.ready(&entities)?.is_some_and(|m| m.any_figures());
        }
        Ok(mutes)
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

impl StoredMute {
    /// The mute as findings are held against it.
    fn ready(&self, entities: &[Entity]) -> Result<Option<Mute>> {
        let passage = self.passage.clone().map(Muted::Passage);
        let Some(what) = passage.or_else(|| self.pattern.clone().map(Muted::Pattern)) else {
            return Ok(None);
        };
        // What was confirmed, or a source's mistake, is about the claim.
        let topic = if self.verdict.as_deref() == Some(Verdict::Unrelated.word()) {
            let claim: Claim = from_json("a claim", &self.body)?;
            Some(Topic::of(&claim, entities))
        } else {
            None
        };
        Ok(Some(Mute::new(self.id, &self.claim_id, what, self.flag_id, topic.as_ref())))
    }
}

/// The mutes in force of these claims.
pub(super) async fn of_claims(tx: &mut Connection, claims: &[&str]) -> Result<Vec<Mute>> {
    let sql = format!("{SELECT} AND m.claim_id IN (SELECT value FROM json_each($1))");
    let rows: Vec<StoredMute> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(to_json("claims", &claims)?)
        .fetch_all(&mut *tx)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> =
        sqlx::query_scalar("SELECT names FROM entity ORDER BY place").fetch_all(tx).await?;
    let entities = names
        .iter()
        .map(|names| Ok(Entity { names: from_json("an entity", names)? }))
        .collect::<Result<Vec<Entity>>>()?;
    rows.iter().filter_map(|row| row.ready(&entities).transpose()).collect()
}
