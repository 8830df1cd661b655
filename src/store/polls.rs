//! One row a fetch, whatever came of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;

use super::{Connection, Result, Store};
use crate::model::source::Outcome;

#[derive(Debug, Clone)]
pub struct NewPoll {
    pub source_id: String,
    pub at: DateTime<Utc>,
    pub outcome: Outcome,
    pub status: Option<u16>,
    pub error: Option<String>,
    pub changed: usize,
    pub millis: u64,
    /// File and offset of the `revisit` record of a poll that brought nothing new.
    pub revisit: Option<(String, u64)>,
}

/// A poll as `source history` shows it.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct StoredPoll {
    pub at: DateTime<Utc>,
    pub outcome: String,
    pub status: Option<i64>,
    pub error: Option<String>,
    pub changed: i64,
    pub flags: i64,
    pub capture_id: Option<i64>,
    pub millis: i64,
    /// How many polls of one day the row stands for; more than 1 once they are rolled up.
    pub polls: i64,
}

pub(super) async fn insert(
    tx: &mut Connection,
    poll: &NewPoll,
    flags: usize,
    capture: Option<i64>,
) -> Result<()> {
    let (file, offset) = poll.revisit.clone().unzip();
    sqlx::query(
        "INSERT INTO poll (source_id, at, outcome, status, error, changed, flags, capture_id, warc_file, warc_offset, millis)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&poll.source_id)
    .bind(poll.at)
    .bind(poll.outcome.word())
    .bind(poll.status.map(i64::from))
    .bind(&poll.error)
    .bind(i64::try_from(poll.changed).unwrap_or(i64::MAX))
    .bind(i64::try_from(flags).unwrap_or(i64::MAX))
    .bind(capture)
    .bind(file)
    .bind(offset.map(super::captures::as_i64).transpose()?)
    .bind(i64::try_from(poll.millis).unwrap_or(i64::MAX))
    .execute(tx)
    .await?;
    Ok(())
}

impl Store {
    /// Rolls polls older than `before` that brought nothing up to one row a day and outcome. Polls with a capture
    /// stay as they are. Returns how many rows went.
    pub async fn roll_up_polls(&self, before: DateTime<Utc>) -> Result<u64> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE poll SET polls = day.polls FROM (
                SELECT MAX(id) AS id, SUM(polls) AS polls FROM poll WHERE at < $1 AND capture_id IS NULL
                GROUP BY source_id, outcome, substr(at, 1, 10) HAVING COUNT(*) > 1) AS day
             WHERE poll.id = day.id",
        )
        .bind(before)
        .execute(&mut *tx)
        .await?;
        let done = sqlx::query(
            "DELETE FROM poll WHERE at < $1 AND capture_id IS NULL AND id NOT IN (
                SELECT MAX(id) FROM poll WHERE at < $1 AND capture_id IS NULL
                GROUP BY source_id, outcome, substr(at, 1, 10))",
        )
        .bind(before)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    /// The polls of a source, newest first.
    pub async fn polls_of(&self, source: &str, limit: i64) -> Result<Vec<StoredPoll>> {
        Ok(sqlx::query_as(
            "SELECT at, outcome, status, error, changed, flags, capture_id, millis, polls FROM poll
             WHERE source_id = $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(source)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?)
    }
}
