//! Flags: reading them, and the rows of new ones.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use sqlx::Row;

use super::events::{Act, append};
use super::{Connection, Result, Store, expect_rows, from_json, to_json, word};
use crate::flag::{Candidate, Known};
use crate::model::flag::FlagState;
use crate::model::relation::{Detail, Relation};
use crate::model::source::Tier;
use crate::model::value::Value;

/// A flag as `flag list --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredFlag {
    pub id: String,
    pub claim: String,
    pub claim_version: i64,
    /// None: a deadline passed, no source said so.
    pub source: Option<String>,
    /// This source, and the others that bring the same news.
    pub sources: Vec<String>,
    pub merged_into: Option<String>,
    pub relation: Relation,
    pub detail: Detail,
    pub state: FlagState,
    pub state_reason: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    /// What the page says now in the place of `after`: the same, what it became, or nothing where it is gone.
    pub now: Option<String>,
    /// When the page was first seen to say so, where that is not `after`.
    pub now_since: Option<DateTime<Utc>>,
    pub old: Option<Value>,
    pub new: Option<Value>,
    pub score: f64,
    pub reasons: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub deferred_until: Option<String>,
    pub url: Option<String>,
    pub tier: Option<Tier>,
    pub path: Option<String>,
    pub captured_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    /// File and offset of the archived response.
    pub archived: Option<String>,
    /// The same of the response with `now`, where that is not `after`.
    pub now_archived: Option<String>,
    pub capture_id: Option<i64>,
    pub verdict: Option<String>,
    #[serde(skip)]
    pub entry: Option<String>,
    #[serde(skip)]
    pub fingerprint: String,
}

impl StoredFlag {
    /// The number behind the id.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.id.parse().unwrap_or_default()
    }

    /// Whether the page says something else by now than what was flagged, or nothing.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        self.now_since.is_some()
    }
}

/// Why a flag was merged into the one of the next change of its passage.
pub(super) const OVERTAKEN: &str = "overtaken by the next change of the same passage";

/// Which flags to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// None: every state.
    pub states: Vec<FlagState>,
    pub claim: Option<String>,
    pub source: Option<String>,
    pub id: Option<i64>,
    /// Only those that were merged into this flag.
    pub merged_into: Option<i64>,
}

const SELECT: &str = "SELECT f.*, s.url, s.tier, ch.path, ch.entry, ch.after_capture,
        CASE WHEN f.now_change_id IS NULL THEN f.after_text ELSE nch.after_text END AS now_text,
        ncap.fetched_at AS now_since, ncap.warc_file AS now_file, ncap.warc_offset AS now_offset,
        cap.fetched_at AS captured_at, COALESCE(ch.published_at, cap.published_at) AS published_at, cap.warc_file, cap.warc_offset,
        (SELECT d.verdict FROM decision d WHERE d.flag_id = f.id ORDER BY d.id DESC LIMIT 1) AS verdict,
        (SELECT json_group_array(DISTINCT m.source_id) FROM flag m WHERE m.merged_into = f.id AND m.state = 'merged'
            AND m.now_change_id IS NULL) AS others
     FROM flag f LEFT JOIN source s ON s.id = f.source_id
     LEFT JOIN change ch ON ch.id = f.change_id
     LEFT JOIN capture cap ON cap.id = ch.after_capture
     LEFT JOIN change nch ON nch.id = f.now_change_id
     LEFT JOIN capture ncap ON ncap.id = nch.after_capture";

fn optional_value(text: Option<&str>) -> Result<Option<Value>> {
    text.map(|t| from_json("a flag's value", t)).transpose()
}

fn read_row(row: &sqlx::sqlite::SqliteRow) -> Result<StoredFlag> {
    let source: Option<String> = row.try_get("source_id")?;
    let mut sources: Vec<String> = source.iter().cloned().collect();
    let others: Option<&str> = row.try_get("others")?;
    let mut others: Vec<String> =
        others.map(|o| from_json("a flag's sources", o)).transpose()?.unwrap_or_default();
    others.retain(|o| source.as_ref() != Some(o));
    others.sort();
    sources.extend(others);
    let place = |file: &str, offset: &str| -> Result<Option<String>> {
        let (file, offset): (Option<String>, Option<i64>) = (row.try_get(file)?, row.try_get(offset)?);
        Ok(file.zip(offset).map(|(file, offset)| format!("{file}:{offset}")))
    };
    Ok(StoredFlag {
        id: row.try_get::<i64, _>("id")?.to_string(),
        claim: row.try_get("claim_id")?,
        claim_version: row.try_get("claim_version")?,
        source,
        sources,
        merged_into: row.try_get::<Option<i64>, _>("merged_into")?.map(|id| id.to_string()),
        relation: word("a flag's relation", row.try_get("relation")?)?,
        detail: word("a flag's detail", row.try_get("detail")?)?,
        state: word("a flag's state", row.try_get("state")?)?,
        state_reason: row.try_get("state_reason")?,
        before: row.try_get("before_text")?,
        after: row.try_get("after_text")?,
        now: row.try_get("now_text")?,
        now_since: row.try_get("now_since")?,
        old: optional_value(row.try_get("old_value")?)?,
        new: optional_value(row.try_get("new_value")?)?,
        score: row.try_get("score")?,
        reasons: from_json("a flag's reasons", row.try_get("reasons")?)?,
        created_at: row.try_get("created_at")?,
        deferred_until: row.try_get("deferred_until")?,
        url: row.try_get("url")?,
        tier: row.try_get::<Option<&str>, _>("tier")?.map(|t| word("a source's tier", t)).transpose()?,
        path: row.try_get("path")?,
        captured_at: row.try_get("captured_at")?,
        published_at: row.try_get("published_at")?,
        archived: place("warc_file", "warc_offset")?,
        now_archived: place("now_file", "now_offset")?,
        capture_id: row.try_get("after_capture")?,
        verdict: row.try_get("verdict")?,
        entry: row.try_get("entry")?,
        fingerprint: row.try_get("fingerprint")?,
    })
}

impl Store {
    /// Flags by rank: the claim's priority, then the score, then age.
    pub async fn flags(&self, filter: &Filter) -> Result<Vec<StoredFlag>> {
        let states: Vec<&str> = filter.states.iter().map(|s| s.word()).collect();
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} JOIN claim_version v ON v.claim_id = f.claim_id AND v.version = f.claim_version
             WHERE ($1 = '[]' OR f.state IN (SELECT value FROM json_each($1)))
               AND ($2 IS NULL OR f.claim_id = $2) AND ($3 IS NULL OR f.source_id = $3) AND ($4 IS NULL OR f.id = $4)
               AND ($5 IS NULL OR (f.merged_into = $5 AND f.state = 'merged'))
             ORDER BY v.priority, f.score DESC, f.id"
        )))
        .bind(to_json("states", &states)?)
        .bind(&filter.claim)
        .bind(&filter.source)
        .bind(filter.id)
        .bind(filter.merged_into)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_row).collect()
    }

    pub async fn flag(&self, id: i64) -> Result<Option<StoredFlag>> {
        Ok(self.flags(&Filter { id: Some(id), ..Filter::default() }).await?.pop())
    }

    /// The flags of the earlier changes of a flag's passage, which were overtaken, oldest first.
    pub async fn overtaken_by(&self, flag: &StoredFlag) -> Result<Vec<StoredFlag>> {
        let filter =
            Filter { source: flag.source.clone(), merged_into: Some(flag.number()), ..Filter::default() };
        let mut earlier = self.flags(&filter).await?;
        earlier.retain(|e| e.state_reason.as_deref() == Some(OVERTAKEN));
        earlier.sort_by_key(StoredFlag::number);
        Ok(earlier)
    }

    /// Brings deferred flags back whose day has come; returns how many.
    pub async fn wake_deferred(&self, act: &Act) -> Result<usize> {
        let today = act.at.format("%Y-%m-%d").to_string();
        let select = "SELECT id, claim_id FROM flag WHERE state = 'deferred' AND deferred_until <= $1";
        // Nearly always there is none, and nothing need be locked.
        if sqlx::query(select).bind(&today).fetch_optional(&self.pool).await?.is_none() {
            return Ok(0);
        }
        let mut tx = self.begin().await?;
        let due: Vec<(i64, String)> = sqlx::query_as(select).bind(today).fetch_all(&mut *tx).await?;
        for (id, claim) in &due {
            set_state(&mut tx, *id, FlagState::Open, Some("its day has come"), None, act).await?;
            settle_claim(&mut tx, claim, act).await?;
        }
        tx.commit().await?;
        Ok(due.len())
    }

    /// New open flags whose notice has not left yet, oldest first.
    pub async fn unannounced(&self) -> Result<Vec<StoredFlag>> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE f.announced_at IS NULL AND f.state = 'open' ORDER BY f.id"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_row).collect()
    }

    /// Ids of the open flags that a source has raised since a time.
    pub async fn opened_since(&self, source: &str, since: DateTime<Utc>) -> Result<Vec<i64>> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM flag WHERE source_id = $1 AND created_at >= $2 AND state = 'open' ORDER BY id",
        )
        .bind(source)
        .bind(since)
        .fetch_all(&self.pool)
        .await?)
    }

    pub async fn mark_announced(&self, ids: &[i64], at: DateTime<Utc>) -> Result<()> {
        for id in ids {
            sqlx::query("UPDATE flag SET announced_at = $1 WHERE id = $2")
                .bind(at)
                .bind(id)
                .execute(&self.ledger)
                .await?;
        }
        Ok(())
    }

    pub async fn flag_counts(&self) -> Result<Vec<(String, i64)>> {
        Ok(sqlx::query_as("SELECT state, COUNT(*) FROM flag GROUP BY state ORDER BY state")
            .fetch_all(&self.pool)
            .await?)
    }
}

/// The flags that a sweep of `source` may touch: its own, and those of the claims that it found something for.
pub(super) async fn known(tx: &mut Connection, source: &str, claims: &[&str]) -> Result<Vec<Known>> {
    let rows = sqlx::query(
        "SELECT f.*, s.tier, ch.entry,
                CASE WHEN f.now_change_id IS NULL THEN f.after_text ELSE nch.after_text END AS now_text,
                (SELECT d.verdict FROM decision d WHERE d.flag_id = f.id AND d.undoes IS NULL
                   AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id) ORDER BY d.id DESC LIMIT 1) AS verdict
         FROM flag f JOIN source s ON s.id = f.source_id
         LEFT JOIN change ch ON ch.id = f.change_id
         LEFT JOIN change nch ON nch.id = f.now_change_id
         WHERE (f.source_id = $1 AND f.state IN ('open', 'deferred', 'merged'))
            OR f.claim_id IN (SELECT value FROM json_each($2))
            OR f.claim_id IN (SELECT w.claim_id FROM flag w
                              WHERE w.source_id = $1 AND w.state IN ('open', 'deferred', 'merged'))",
    )
    .bind(source)
    .bind(to_json("claims", &claims)?)
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let verdict: Option<&str> = row.try_get("verdict")?;
            Ok(Known {
                id: row.try_get("id")?,
                claim: row.try_get("claim_id")?,
                version: row.try_get("claim_version")?,
                source: row.try_get("source_id")?,
                tier: word("a source's tier", row.try_get("tier")?)?,
                relation: word("a flag's relation", row.try_get("relation")?)?,
                detail: word("a flag's detail", row.try_get("detail")?)?,
                state: word("a flag's state", row.try_get("state")?)?,
                before: row.try_get("before_text")?,
                after: row.try_get("after_text")?,
                now: row.try_get("now_text")?,
                entry: row.try_get("entry")?,
                fingerprint: row.try_get("fingerprint")?,
                new: optional_value(row.try_get("new_value")?)?,
                merged_into: row.try_get("merged_into")?,
                verdict: verdict.map(|v| word("a decision", v)).transpose()?,
            })
        })
        .collect()
}

/// Where a new flag's row starts.
pub(super) struct Start<'a> {
    pub state: FlagState,
    pub reason: Option<&'a str>,
    pub merged_into: Option<i64>,
}

pub(super) async fn insert(
    tx: &mut Connection,
    source: &str,
    change: i64,
    candidate: &Candidate,
    start: &Start<'_>,
    act: &Act,
) -> Result<i64> {
    let value = |v: &Option<Value>| v.as_ref().map(|v| to_json("a value", v)).transpose();
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO flag (claim_id, claim_version, source_id, change_id, relation, detail, state, state_reason, before_text,
             after_text, fingerprint, old_value, new_value, score, reasons, merged_into, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id",
    )
    .bind(&candidate.claim)
    .bind(candidate.version)
    .bind(source)
    .bind(change)
    .bind(candidate.relation.word())
    .bind(candidate.detail.word())
    .bind(start.state.word())
    .bind(start.reason)
    .bind(&candidate.before)
    .bind(&candidate.after)
    .bind(candidate.fingerprint())
    .bind(value(&candidate.old)?)
    .bind(value(&candidate.new)?)
    .bind(candidate.score)
    .bind(to_json("reasons", &candidate.reasons)?)
    .bind(start.merged_into)
    .bind(act.at)
    .fetch_one(&mut *tx)
    .await?;
    let data = json!({
        "claim": candidate.claim, "version": candidate.version, "source": source, "relation": candidate.relation,
        "detail": candidate.detail, "state": start.state, "before": candidate.before, "after": candidate.after,
        "merged_into": start.merged_into,
    });
    append(tx, act, "flag_raised", &format!("flag:{id}"), &data, start.reason).await?;
    Ok(id)
}

pub(super) async fn set_state(
    tx: &mut Connection,
    id: i64,
    state: FlagState,
    reason: Option<&str>,
    merged_into: Option<i64>,
    act: &Act,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE flag SET state = $1, state_reason = $2, merged_into = $3,
                deferred_until = CASE WHEN $1 = 'deferred' THEN deferred_until ELSE NULL END
         WHERE id = $4",
    )
    .bind(state.word())
    .bind(reason)
    .bind(merged_into)
    .bind(id)
    .execute(&mut *tx)
    .await?;
    expect_rows("flag", 1, &done)?;
    let data = json!({ "state": state, "merged_into": merged_into });
    append(tx, act, "flag_state", &format!("flag:{id}"), &data, reason).await
}

/// Says what the page says now where a flag's passage stood: by the change that moved it on, or as it was flagged.
pub(super) async fn set_now(
    tx: &mut Connection,
    id: i64,
    change: Option<i64>,
    text: Option<&str>,
    act: &Act,
) -> Result<()> {
    let reason = match (change, text) {
        (None, _) => "the passage says again what was flagged",
        (Some(_), Some(_)) => "the passage changed again",
        (Some(_), None) => "the passage is gone from the page",
    };
    let done = sqlx::query(
        "UPDATE flag SET now_change_id = $1, state_reason = CASE WHEN state = 'open' THEN $2 ELSE state_reason END WHERE id = $3",
    )
    .bind(change)
    .bind(reason)
    .bind(id)
    .execute(&mut *tx)
    .await?;
    expect_rows("flag", 1, &done)?;
    let data = json!({ "now": text, "change": change });
    append(tx, act, "flag_passage", &format!("flag:{id}"), &data, Some(reason)).await
}

/// Moves a claim between watching and flagged as its open flags come and go: all that the daemon may do.
pub(super) async fn settle_claim(tx: &mut Connection, claim: &str, act: &Act) -> Result<()> {
    use crate::model::claim::Status;
    let open = super::claims::open_flags(tx, claim).await?;
    let status = super::claims::current_status(tx, claim).await?;
    let next = match (status, open) {
        (Status::Watching, 1..) => Status::Flagged,
        (Status::Flagged, 0) => Status::Watching,
        _ => return Ok(()),
    };
    super::claims::set_status(tx, claim, next, None, act).await
}
