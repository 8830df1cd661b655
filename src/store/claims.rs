//! Claims, their versions and ratings.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::{FromRow, Row};

use super::articles::insert_article;
use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, expect_rows, from_json, to_json, word};
use crate::model::claim::{Article, Claim, Entity, Outcome, Status};

/// A claim as it stands: its current version with the four axes that are stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredClaim {
    #[serde(flatten)]
    pub claim: Claim,
    pub version: i64,
    pub status: Status,
    pub outcome: Outcome,
    pub rating: String,
    pub correction_owed: bool,
    pub open_flags: i64,
    pub created_at: DateTime<Utc>,
    pub last_confirmed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimVersion {
    pub version: i64,
    #[serde(flatten)]
    pub claim: Claim,
    pub rating: String,
    pub created_at: DateTime<Utc>,
}

/// A passage that is held for a claim.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct StoredEvidence {
    pub source_id: String,
    pub capture_id: i64,
    pub claim_version: i64,
    pub stance: String,
    pub passage: String,
    pub path: String,
    pub created_at: DateTime<Utc>,
}

/// One word of the rating scale.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct ScaleWord {
    pub word: String,
    pub score: Option<i64>,
    pub label_en: String,
    pub label_zh: String,
}

/// Kinds of event after which a claim has to be loaded anew.
const CHANGING: &str = "'claim_added', 'claim_revised', 'claim_confirmed', 'claim_watched', 'claim_retired'";

const SELECT: &str = "SELECT c.id, c.version, c.status, c.outcome, c.correction_owed, c.created_at, c.last_confirmed_at, v.body, v.as_of,
        COALESCE((SELECT r.rating FROM rating r WHERE r.claim_id = c.id AND r.version = c.version ORDER BY r.id DESC LIMIT 1), 'unrated') AS rating,
        (SELECT COUNT(*) FROM flag f WHERE f.claim_id = c.id AND f.state = 'open') AS open_flags
     FROM claim c JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version";

fn read_row(row: &sqlx::sqlite::SqliteRow) -> Result<StoredClaim> {
    let mut claim: Claim = from_json("a claim", row.try_get("body")?)?;
    // A confirmation renews the date without a new version.
    claim.as_of = row.try_get("as_of")?;
    Ok(StoredClaim {
        claim,
        version: row.try_get("version")?,
        status: word("a claim's status", row.try_get("status")?)?,
        outcome: word("a claim's outcome", row.try_get("outcome")?)?,
        rating: row.try_get("rating")?,
        correction_owed: row.try_get("correction_owed")?,
        open_flags: row.try_get("open_flags")?,
        created_at: row.try_get("created_at")?,
        last_confirmed_at: row.try_get("last_confirmed_at")?,
    })
}

impl Store {
    pub async fn claim(&self, id: &str) -> Result<Option<StoredClaim>> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")))
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read_row).transpose()
    }

    /// Every claim, retired ones last, by priority and id.
    pub async fn claims(&self) -> Result<Vec<StoredClaim>> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} ORDER BY c.status = 'retired', v.priority, c.id"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_row).collect()
    }

    /// The current version of every claim as it was written, whatever a confirmation has renewed since.
    pub async fn claim_bodies(&self) -> Result<Vec<Claim>> {
        let sql = "SELECT v.body FROM claim c JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version \
                   ORDER BY c.id";
        let bodies: Vec<String> = sqlx::query_scalar(sql).fetch_all(&self.pool).await?;
        bodies.iter().map(|body| from_json("a claim", body)).collect()
    }

    /// Moves whenever a claim is added, revised, retired or brought back.
    pub async fn claims_mark(&self) -> Result<i64> {
        let sql = format!("SELECT COALESCE(MAX(seq), 0) FROM event WHERE kind IN ({CHANGING})");
        Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&self.pool).await?)
    }

    /// The claims that changed after `mark`, as they are now.
    pub async fn claims_since(&self, mark: i64) -> Result<Vec<StoredClaim>> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE 'claim:' || c.id IN (SELECT subject FROM event WHERE kind IN ({CHANGING}) AND seq > $1)
             ORDER BY v.priority, c.id"
        )))
        .bind(mark)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_row).collect()
    }

    /// Keeps the entities of the config, so that commands without one know the aliases.
    pub async fn remember_entities(&self, entities: &[Entity], act: &Act) -> Result<()> {
        if self.entities().await? == entities {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM entity").execute(&mut *tx).await?;
        for (place, entity) in (0_i64..).zip(entities) {
            sqlx::query("INSERT INTO entity (place, names) VALUES ($1, $2)")
                .bind(place)
                .bind(to_json("an entity", &entity.names)?)
                .execute(&mut *tx)
                .await?;
        }
        append(&mut tx, act, "entities_set", "config", &json!(entities), None).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn entities(&self) -> Result<Vec<Entity>> {
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT names FROM entity ORDER BY place").fetch_all(&self.pool).await?;
        rows.iter().map(|names| Ok(Entity { names: from_json("an entity", names)? })).collect()
    }

    pub async fn claim_count(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM claim").fetch_one(&self.pool).await?)
    }

    pub async fn claim_versions(&self, id: &str) -> Result<Vec<ClaimVersion>> {
        let rows = sqlx::query(
            "SELECT v.version, v.body, v.created_at,
                COALESCE((SELECT r.rating FROM rating r WHERE r.claim_id = v.claim_id AND r.version = v.version ORDER BY r.id DESC LIMIT 1), 'unrated') AS rating
             FROM claim_version v WHERE v.claim_id = $1 ORDER BY v.version",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(ClaimVersion {
                    version: row.try_get("version")?,
                    claim: from_json("a claim version", row.try_get::<&str, _>("body")?)?,
                    rating: row.try_get("rating")?,
                    created_at: row.try_get("created_at")?,
                })
            })
            .collect()
    }

    /// The evidence of a claim that stands, newest first.
    pub async fn evidence_of(&self, id: &str) -> Result<Vec<StoredEvidence>> {
        Ok(sqlx::query_as(
            "SELECT source_id, capture_id, claim_version, stance, passage, path, created_at FROM evidence
             WHERE claim_id = $1 AND retracted_at IS NULL ORDER BY id DESC",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Which sources hold evidence for the current version of which claims.
    pub async fn evidence_pairs(&self) -> Result<Vec<(String, String)>> {
        Ok(sqlx::query_as(
            "SELECT DISTINCT e.claim_id, e.source_id FROM evidence e
             JOIN claim c ON c.id = e.claim_id AND c.version = e.claim_version WHERE e.retracted_at IS NULL",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    pub async fn articles(&self) -> Result<Vec<Article>> {
        let rows = sqlx::query(
            "SELECT id, title, url, published, author, publisher, language FROM article ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Article {
                    id: row.try_get("id")?,
                    title: row.try_get("title")?,
                    url: row.try_get("url")?,
                    published: row.try_get("published")?,
                    author: row.try_get("author")?,
                    publisher: row.try_get("publisher")?,
                    language: row.try_get("language")?,
                })
            })
            .collect()
    }

    pub async fn rating_scale(&self) -> Result<Vec<ScaleWord>> {
        Ok(sqlx::query_as(
            "SELECT word, score, label_en, label_zh FROM rating_scale ORDER BY score IS NULL, score, word",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// Adds articles and claims that are not there yet, in one transaction; returns the ids of the new claims.
    pub async fn import(
        &self,
        articles: &[Article],
        claims: &[Claim],
        status: Status,
        act: &Act,
    ) -> Result<Vec<String>> {
        let mut tx = self.begin().await?;
        for article in articles {
            insert_article(&mut tx, article, act).await?;
        }
        let mut added = Vec::new();
        for claim in claims {
            let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM claim WHERE id = $1)")
                .bind(&claim.id)
                .fetch_one(&mut *tx)
                .await?;
            if !there {
                insert_claim(&mut tx, claim, status, act).await?;
                added.push(claim.id.clone());
            }
        }
        tx.commit().await?;
        Ok(added)
    }

    /// Gives a claim a new version; the old one stays. The version number is returned.
    pub async fn revise_claim(&self, claim: &Claim, reason: Option<&str>, act: &Act) -> Result<i64> {
        let mut tx = self.begin().await?;
        let version = add_version(&mut tx, claim, reason, act).await?;
        // What was owed is given: a claim that waited for its new version goes back to watching.
        let status = current_status(&mut tx, &claim.id).await?;
        if matches!(status, Status::NeedsUpdate | Status::NeedsCorrection) {
            let open = open_flags(&mut tx, &claim.id).await?;
            let next = if open > 0 { Status::Flagged } else { Status::Watching };
            set_status(&mut tx, &claim.id, next, reason, act).await?;
        }
        tx.commit().await?;
        Ok(version)
    }

    /// Sets the rating of the claim's current version; the word must be on the scale.
    pub async fn rate_claim(&self, id: &str, rating: &str, reason: Option<&str>, act: &Act) -> Result<()> {
        let mut tx = self.begin().await?;
        let version: Option<i64> = sqlx::query_scalar("SELECT version FROM claim WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
        let version = version.ok_or_else(|| no_such_claim(id))?;
        rate(&mut tx, id, version, rating, reason, act).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Retires a claim, or brings a retired one back to watching.
    pub async fn set_retired(&self, id: &str, retired: bool, reason: Option<&str>, act: &Act) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = current_status(&mut tx, id).await?;
        if (now == Status::Retired) == retired {
            return Err(StoreError::Refused(format!("claim {id} is {now} already")));
        }
        let next = match (retired, open_flags(&mut tx, id).await?) {
            (true, _) => Status::Retired,
            (false, 0) => Status::Watching,
            (false, _) => Status::Flagged,
        };
        set_status(&mut tx, id, next, reason, act).await?;
        let kind = if retired { "claim_retired" } else { "claim_watched" };
        append(&mut tx, act, kind, &format!("claim:{id}"), &json!({}), reason).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Starts watching a draft.
    pub async fn watch_claim(&self, id: &str, act: &Act) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = current_status(&mut tx, id).await?;
        if now != Status::Draft {
            return Err(StoreError::Refused(format!("claim {id} is no draft, it is {now}")));
        }
        set_status(&mut tx, id, Status::Watching, None, act).await?;
        append(&mut tx, act, "claim_watched", &format!("claim:{id}"), &json!({}), None).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) fn no_such_claim(id: &str) -> StoreError {
    StoreError::Refused(format!("there is no claim “{id}”; `claimwatch claim list` shows them all"))
}

pub(super) async fn insert_claim(
    tx: &mut Connection,
    claim: &Claim,
    status: Status,
    act: &Act,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO claim (id, status, outcome, article_id, version, created_at)
         VALUES ($1, $2, $3, (SELECT id FROM article WHERE id = $4), 1, $5)",
    )
    .bind(&claim.id)
    .bind(status.word())
    .bind(Outcome::NotYetRated.word())
    .bind(&claim.article)
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    insert_version(tx, claim, 1, act).await?;
    append(
        tx,
        act,
        "claim_added",
        &format!("claim:{}", claim.id),
        &json!({ "claim": claim, "status": status }),
        None,
    )
    .await
}

async fn insert_version(tx: &mut Connection, claim: &Claim, version: i64, act: &Act) -> Result<()> {
    sqlx::query(
        "INSERT INTO claim_version (claim_id, version, body, as_of, due_on, priority, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&claim.id)
    .bind(version)
    .bind(to_json("a claim", claim)?)
    .bind(&claim.as_of)
    .bind(claim.deadline.as_deref().and_then(crate::text::read_period).map(|d| d.end.to_string()))
    .bind(i64::from(claim.priority))
    .bind(act.at)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn add_version(
    tx: &mut Connection,
    claim: &Claim,
    reason: Option<&str>,
    act: &Act,
) -> Result<i64> {
    let version: Option<i64> =
        sqlx::query_scalar("UPDATE claim SET version = version + 1 WHERE id = $1 RETURNING version")
            .bind(&claim.id)
            .fetch_optional(&mut *tx)
            .await?;
    let version = version.ok_or_else(|| no_such_claim(&claim.id))?;
    insert_version(tx, claim, version, act).await?;
    append(
        tx,
        act,
        "claim_revised",
        &format!("claim:{}", claim.id),
        &json!({ "version": version, "claim": claim }),
        reason,
    )
    .await?;
    Ok(version)
}

pub(super) async fn rate(
    tx: &mut Connection,
    id: &str,
    version: i64,
    rating: &str,
    reason: Option<&str>,
    act: &Act,
) -> Result<()> {
    let known: Vec<String> =
        sqlx::query_scalar("SELECT word FROM rating_scale ORDER BY word").fetch_all(&mut *tx).await?;
    if !known.iter().any(|w| w == rating) {
        return Err(StoreError::Refused(format!(
            "“{rating}” is not on the rating scale: {}",
            known.join(", ")
        )));
    }
    sqlx::query(
        "INSERT INTO rating (claim_id, version, rating, reason, actor, at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(version)
    .bind(rating)
    .bind(reason)
    .bind(&act.actor)
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    let data = json!({ "version": version, "rating": rating });
    append(tx, act, "claim_rated", &format!("claim:{id}"), &data, reason).await
}

/// Sets how far a forecast has come; returns the outcome before.
pub(super) async fn set_outcome(
    tx: &mut Connection,
    id: &str,
    outcome: Outcome,
    reason: Option<&str>,
    act: &Act,
) -> Result<Outcome> {
    let before: Option<String> = sqlx::query_scalar("SELECT outcome FROM claim WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    let before: Outcome = word("a claim's outcome", &before.ok_or_else(|| no_such_claim(id))?)?;
    sqlx::query("UPDATE claim SET outcome = $1 WHERE id = $2")
        .bind(outcome.word())
        .bind(id)
        .execute(&mut *tx)
        .await?;
    let data = json!({ "from": before, "to": outcome });
    append(tx, act, "claim_outcome", &format!("claim:{id}"), &data, reason).await?;
    Ok(before)
}

pub(super) async fn current_status(tx: &mut Connection, id: &str) -> Result<Status> {
    let status: Option<String> =
        sqlx::query_scalar("SELECT status FROM claim WHERE id = $1").bind(id).fetch_optional(tx).await?;
    word("a claim's status", &status.ok_or_else(|| no_such_claim(id))?)
}

pub(super) async fn open_flags(tx: &mut Connection, id: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM flag WHERE claim_id = $1 AND state = 'open'")
        .bind(id)
        .fetch_one(tx)
        .await?)
}

pub(super) async fn set_status(
    tx: &mut Connection,
    id: &str,
    status: Status,
    reason: Option<&str>,
    act: &Act,
) -> Result<()> {
    let before = current_status(tx, id).await?;
    if before == status {
        return Ok(());
    }
    let done = sqlx::query("UPDATE claim SET status = $1 WHERE id = $2")
        .bind(status.word())
        .bind(id)
        .execute(&mut *tx)
        .await?;
    expect_rows("claim", 1, &done)?;
    let data = json!({ "from": before, "to": status });
    append(tx, act, "claim_status", &format!("claim:{id}"), &data, reason).await
}
