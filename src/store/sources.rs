//! Sources as the store knows them: settings mirrored from sources.toml, due times, leases, health.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::{FromRow, Row};

use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, expect_rows, word};
use crate::model::source::{Health, SourceKind, Tier};

/// An entry of sources.toml as the store mirrors it.
#[derive(Debug, Clone)]
pub struct SourceEntry {
    pub id: String,
    pub url: String,
    pub kind: Option<SourceKind>,
    pub title: Option<String>,
    pub tier: Tier,
    pub enabled: bool,
    /// Without secrets, as JSON.
    pub settings: String,
    /// Hash of what decides how bytes are read (kind, extract, select, exclude, address).
    pub reading: String,
    /// When a source that was not known before is first due.
    pub first_due: DateTime<Utc>,
    /// What this entry newly makes due: a changed schedule re-anchors the due time.
    pub next_due: DateTime<Utc>,
}

/// A source with its state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredSource {
    pub id: String,
    pub url: String,
    pub kind: Option<SourceKind>,
    pub title: Option<String>,
    pub tier: Tier,
    pub enabled: bool,
    pub health: Health,
    pub reason: Option<String>,
    pub health_since: Option<DateTime<Utc>>,
    pub last_attempt: Option<DateTime<Utc>>,
    pub last_success: Option<DateTime<Utc>>,
    pub next_due: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
    pub failures: i64,
    pub failing_since: Option<DateTime<Utc>>,
    pub gone_since: Option<DateTime<Utc>>,
    #[serde(skip)]
    pub etag: Option<String>,
    #[serde(skip)]
    pub last_modified: Option<String>,
    #[serde(skip)]
    pub checks_since_full: i64,
    #[serde(skip)]
    pub baseline_id: Option<i64>,
    #[serde(skip)]
    pub suspect_id: Option<i64>,
    #[serde(skip)]
    pub reading: String,
}

fn read_row(row: &sqlx::sqlite::SqliteRow) -> Result<StoredSource> {
    let kind: Option<&str> = row.try_get("kind")?;
    Ok(StoredSource {
        id: row.try_get("id")?,
        url: row.try_get("url")?,
        kind: kind.map(|k| word("a source's kind", k)).transpose()?,
        title: row.try_get("title")?,
        tier: word("a source's tier", row.try_get("tier")?)?,
        enabled: row.try_get("enabled")?,
        health: word("a source's health", row.try_get("health")?)?,
        reason: row.try_get("health_reason")?,
        health_since: row.try_get("health_since")?,
        last_attempt: row.try_get("last_attempt_at")?,
        last_success: row.try_get("last_success_at")?,
        next_due: row.try_get("next_due_at")?,
        retired_at: row.try_get("retired_at")?,
        failures: row.try_get("failures")?,
        failing_since: row.try_get("failing_since")?,
        gone_since: row.try_get("gone_since")?,
        etag: row.try_get("etag")?,
        last_modified: row.try_get("last_modified")?,
        checks_since_full: row.try_get("checks_since_full")?,
        baseline_id: row.try_get("baseline_id")?,
        suspect_id: row.try_get("suspect_id")?,
        reading: row.try_get("reading")?,
    })
}

#[derive(FromRow)]
struct Known {
    settings: String,
    reading: String,
    retired_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Mirrors sources.toml: new entries are added, changed ones updated, missing ones retired with their
    /// history kept. Returns how many were added, changed and retired.
    pub async fn sync_sources(&self, entries: &[SourceEntry], act: &Act) -> Result<(usize, usize, usize)> {
        let mut tx = self.begin().await?;
        let (mut added, mut changed, mut retired) = (0, 0, 0);
        for entry in entries {
            let known: Option<Known> =
                sqlx::query_as("SELECT settings, reading, retired_at FROM source WHERE id = $1")
                    .bind(&entry.id)
                    .fetch_optional(&mut *tx)
                    .await?;
            match known {
                None => {
                    insert(&mut tx, entry, act).await?;
                    added += 1;
                }
                Some(known) if known.settings != entry.settings || known.retired_at.is_some() => {
                    update(&mut tx, entry, known.reading != entry.reading, act).await?;
                    changed += 1;
                }
                Some(_) => {}
            }
        }
        let ids: Vec<String> =
            sqlx::query_scalar("SELECT id FROM source WHERE retired_at IS NULL").fetch_all(&mut *tx).await?;
        for id in ids.iter().filter(|id| !entries.iter().any(|e| &e.id == *id)) {
            sqlx::query(
                "UPDATE source SET retired_at = $1, lease_owner = NULL, lease_until = NULL WHERE id = $2",
            )
            .bind(act.at)
            .bind(id)
            .execute(&mut *tx)
            .await?;
            append(
                &mut tx,
                act,
                "source_retired",
                &format!("source:{id}"),
                &json!({}),
                Some("not in sources.toml"),
            )
            .await?;
            retired += 1;
        }
        tx.commit().await?;
        Ok((added, changed, retired))
    }

    pub async fn sources(&self) -> Result<Vec<StoredSource>> {
        let rows = sqlx::query("SELECT * FROM source ORDER BY retired_at IS NOT NULL, id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_row).collect()
    }

    /// Every watched source with its settings as JSON.
    pub async fn watched_settings(&self) -> Result<Vec<(StoredSource, String)>> {
        let rows = sqlx::query("SELECT * FROM source WHERE enabled = 1 AND retired_at IS NULL ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((read_row(row)?, row.try_get("settings")?))).collect()
    }

    /// Every source, retired ones last, with its settings as JSON.
    pub async fn all_settings(&self) -> Result<Vec<(StoredSource, String)>> {
        let rows = sqlx::query("SELECT * FROM source ORDER BY retired_at IS NOT NULL, id")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((read_row(row)?, row.try_get("settings")?))).collect()
    }

    /// How many flags of each source were decided as its error.
    pub async fn source_errors(&self) -> Result<Vec<(String, i64)>> {
        Ok(sqlx::query_as(
            "SELECT f.source_id, COUNT(*) FROM decision d JOIN flag f ON f.id = d.flag_id
             WHERE d.verdict = 'source-error' AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)
             GROUP BY f.source_id",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    pub async fn source(&self, id: &str) -> Result<Option<StoredSource>> {
        let row =
            sqlx::query("SELECT * FROM source WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(read_row).transpose()
    }

    /// Leases up to `limit` due sources to `owner` until `until`; two owners never get the same one.
    pub async fn lease_due(
        &self,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<StoredSource>> {
        let rows = sqlx::query(
            "UPDATE source SET lease_owner = $1, lease_until = $2
             WHERE id IN (SELECT id FROM source
                          WHERE enabled = 1 AND retired_at IS NULL AND next_due_at <= $3
                            AND (lease_until IS NULL OR lease_until < $3)
                          ORDER BY next_due_at, id LIMIT $4)
             RETURNING *",
        )
        .bind(owner)
        .bind(until)
        .bind(now)
        .bind(limit)
        .fetch_all(&self.ledger)
        .await?;
        rows.iter().map(read_row).collect()
    }

    /// Makes the named sources due now and leases them to `owner` until `until`; fails if one has another owner.
    pub async fn lease_named(
        &self,
        owner: &str,
        ids: &[String],
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<StoredSource>> {
        // A lease may be lost at a power cut; it need not wait for the disk.
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut leased = Vec::with_capacity(ids.len());
        for id in ids {
            let row = sqlx::query(
                "UPDATE source SET lease_owner = $1, lease_until = $2, next_due_at = MIN(next_due_at, $4)
                 WHERE id = $3 AND enabled = 1 AND retired_at IS NULL
                   AND (lease_until IS NULL OR lease_until < $4 OR lease_owner = $1)
                 RETURNING *",
            )
            .bind(owner)
            .bind(until)
            .bind(id)
            .bind(now)
            .fetch_optional(&mut *tx)
            .await?;
            let row = row.ok_or_else(|| StoreError::Refused(format!("source “{id}” could not be leased")))?;
            leased.push(read_row(&row)?);
        }
        tx.commit().await?;
        Ok(leased)
    }

    /// Voids every lease: whoever holds the lock on the data folder knows that no other worker lives.
    pub async fn void_leases(&self) -> Result<()> {
        sqlx::query("UPDATE source SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL")
            .execute(&self.ledger)
            .await?;
        Ok(())
    }

    pub async fn release_lease(&self, id: &str, owner: &str) -> Result<()> {
        sqlx::query(
            "UPDATE source SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2",
        )
        .bind(id)
        .bind(owner)
        .execute(&self.ledger)
        .await?;
        Ok(())
    }

    /// Makes the named sources (all watched ones when empty) due at `at`.
    pub async fn make_due(&self, ids: &[String], at: DateTime<Utc>) -> Result<u64> {
        let sql = "UPDATE source SET next_due_at = $1 WHERE enabled = 1 AND retired_at IS NULL";
        if ids.is_empty() {
            return Ok(sqlx::query(sql).bind(at).execute(&self.ledger).await?.rows_affected());
        }
        let mut tx = self.begin().await?;
        let mut count = 0;
        for id in ids {
            count += sqlx::query(
                "UPDATE source SET next_due_at = $1 WHERE enabled = 1 AND retired_at IS NULL AND id = $2",
            )
            .bind(at)
            .bind(id)
            .execute(&mut *tx)
            .await?
            .rows_affected();
        }
        tx.commit().await?;
        Ok(count)
    }

    /// The earliest due time of any watched source.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        Ok(sqlx::query_scalar("SELECT MIN(next_due_at) FROM source WHERE enabled = 1 AND retired_at IS NULL")
            .fetch_one(&self.pool)
            .await?)
    }
}

async fn insert(tx: &mut Connection, entry: &SourceEntry, act: &Act) -> Result<()> {
    sqlx::query(
        "INSERT INTO source (id, url, kind, title, tier, enabled, settings, reading, health, next_due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&entry.id)
    .bind(&entry.url)
    .bind(entry.kind.map(SourceKind::word))
    .bind(&entry.title)
    .bind(entry.tier.word())
    .bind(entry.enabled)
    .bind(&entry.settings)
    .bind(&entry.reading)
    .bind(Health::Unknown.word())
    .bind(entry.first_due)
    .execute(&mut *tx)
    .await?;
    log_settings(tx, "source_added", entry, act).await
}

async fn update(tx: &mut Connection, entry: &SourceEntry, rereads: bool, act: &Act) -> Result<()> {
    let done = sqlx::query(
        "UPDATE source SET url = $1, kind = COALESCE($2, CASE WHEN $9 THEN NULL ELSE kind END), title = $3, tier = $4, enabled = $5, settings = $6, reading = $7,
                retired_at = NULL, next_due_at = MIN(next_due_at, $8),
                etag = CASE WHEN $9 THEN NULL ELSE etag END,
                last_modified = CASE WHEN $9 THEN NULL ELSE last_modified END
         WHERE id = $10",
    )
    .bind(&entry.url)
    .bind(entry.kind.map(SourceKind::word))
    .bind(&entry.title)
    .bind(entry.tier.word())
    .bind(entry.enabled)
    .bind(&entry.settings)
    .bind(&entry.reading)
    .bind(entry.next_due)
    .bind(rereads)
    .bind(&entry.id)
    .execute(&mut *tx)
    .await?;
    expect_rows("source", 1, &done)?;
    log_settings(tx, "source_changed", entry, act).await
}

async fn log_settings(tx: &mut Connection, kind: &str, entry: &SourceEntry, act: &Act) -> Result<()> {
    let settings: serde_json::Value = super::from_json("a source's settings", &entry.settings)?;
    append(tx, act, kind, &format!("source:{}", entry.id), &settings, None).await
}

/// Sets the health of a source; a change is an event, so that raised and cleared can be dated.
pub(super) async fn set_health(
    tx: &mut Connection,
    id: &str,
    health: Health,
    reason: Option<&str>,
    act: &Act,
) -> Result<()> {
    let row = sqlx::query("SELECT health, health_pinned FROM source WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    let row = row.ok_or_else(|| StoreError::Refused(format!("there is no source “{id}”")))?;
    if row.try_get::<bool, _>("health_pinned")? {
        return Ok(());
    }
    let before: Health = word("a source's health", row.try_get("health")?)?;
    sqlx::query(
        "UPDATE source SET health = $1, health_reason = $2,
                health_since = CASE WHEN health = $1 THEN COALESCE(health_since, $3) ELSE $3 END
         WHERE id = $4",
    )
    .bind(health.word())
    .bind(reason)
    .bind(act.at)
    .bind(id)
    .execute(&mut *tx)
    .await?;
    if before != health {
        let data = json!({ "from": before, "to": health });
        append(tx, act, "source_health", &format!("source:{id}"), &data, reason).await?;
    }
    Ok(())
}
