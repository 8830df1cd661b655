//! Changes: a passage before and after, between two captures of one source.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::flag::{Candidate, Edit};

/// A change to be written; either text may be missing.
pub(super) struct NewChange<'a> {
    pub source: &'a str,
    pub before_capture: Option<i64>,
    pub after_capture: i64,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
    pub path: &'a str,
    pub entry: Option<&'a str>,
    pub published: Option<DateTime<Utc>>,
}

impl<'a> NewChange<'a> {
    pub fn of_candidate(source: &'a str, captures: (Option<i64>, i64), candidate: &'a Candidate) -> Self {
        Self {
            source,
            before_capture: captures.0,
            after_capture: captures.1,
            before: candidate.before.as_deref(),
            after: candidate.after.as_deref(),
            path: &candidate.path,
            entry: candidate.entry.as_deref(),
            published: candidate.published,
        }
    }

    pub fn of_edit(source: &'a str, captures: (Option<i64>, i64), edit: &'a Edit) -> Self {
        Self {
            source,
            before_capture: captures.0,
            after_capture: captures.1,
            before: Some(&edit.before),
            after: edit.after.as_deref(),
            path: &edit.path,
            entry: edit.entry.as_deref(),
            published: edit.published,
        }
    }
}

pub(super) async fn insert(tx: &mut Connection, change: &NewChange<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "INSERT INTO change (source_id, before_capture, after_capture, before_text, after_text, path, entry, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    )
    .bind(change.source)
    .bind(change.before_capture)
    .bind(change.after_capture)
    .bind(change.before)
    .bind(change.after)
    .bind(change.path)
    .bind(change.entry)
    .bind(change.published)
    .fetch_one(tx)
    .await?)
}
