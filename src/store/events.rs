//! The event log: append-only, hash-chained.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use sqlx::FromRow;

use super::{Connection, Result, Store, to_json};
use crate::hash::sha256;

/// The hash that the first event follows.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who acts, and when: every change of the store names both.
#[derive(Debug, Clone)]
pub struct Act {
    /// `daemon`, or `human:NAME`.
    pub actor: String,
    pub at: DateTime<Utc>,
}

impl Act {
    #[must_use]
    pub fn daemon(at: DateTime<Utc>) -> Self {
        Self { actor: "daemon".to_owned(), at }
    }

    #[must_use]
    pub fn human(name: &str, at: DateTime<Utc>) -> Self {
        Self { actor: format!("human:{name}"), at }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct Event {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub kind: String,
    pub subject: String,
    pub data: String,
    pub reason: Option<String>,
    pub tool: String,
    pub prev_hash: String,
    pub hash: String,
}

impl Event {
    /// SHA-256 over the previous hash and every other field, each with its length in front, so that no
    /// two rows can spell the same bytes.
    #[must_use]
    pub fn computed_hash(&self) -> String {
        let seq = self.seq.to_string();
        let reason = self.reason.as_deref().unwrap_or("\u{0}");
        let fields = [
            self.prev_hash.as_str(),
            &seq,
            &self.at,
            &self.actor,
            &self.kind,
            &self.subject,
            &self.data,
            reason,
            &self.tool,
        ];
        let lengths = fields.map(|field| (field.len() as u64).to_be_bytes());
        let parts: Vec<&[u8]> =
            lengths.iter().zip(fields).flat_map(|(length, field)| [&length[..], field.as_bytes()]).collect();
        sha256(&parts)
    }
}

/// Appends one event inside the caller's transaction.
pub(super) async fn append(
    tx: &mut Connection,
    act: &Act,
    kind: &str,
    subject: &str,
    data: &Json,
    reason: Option<&str>,
) -> Result<()> {
    let last: Option<(i64, String)> = sqlx::query_as("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        .fetch_optional(&mut *tx)
        .await?;
    let (seq, prev_hash) = last.map_or((1, GENESIS.to_owned()), |(seq, hash)| (seq + 1, hash));
    let mut event = Event {
        seq,
        at: act.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        actor: act.actor.clone(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        data: to_json("an event", data)?,
        reason: reason.map(ToOwned::to_owned),
        tool: concat!("claimwatch/", env!("CARGO_PKG_VERSION")).to_owned(),
        prev_hash,
        hash: String::new(),
    };
    event.hash = event.computed_hash();
    sqlx::query(
        "INSERT INTO event (seq, at, actor, kind, subject, data, reason, tool, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(event.seq)
    .bind(event.at)
    .bind(event.actor)
    .bind(event.kind)
    .bind(event.subject)
    .bind(event.data)
    .bind(event.reason)
    .bind(event.tool)
    .bind(event.prev_hash)
    .bind(event.hash)
    .execute(tx)
    .await?;
    Ok(())
}

impl Store {
    /// The events of one subject (`claim:ID`, `flag:ID`, `source:ID`), oldest first.
    pub async fn events_of(&self, subject: &str) -> Result<Vec<Event>> {
        Ok(sqlx::query_as("SELECT * FROM event WHERE subject = $1 ORDER BY seq")
            .bind(subject)
            .fetch_all(&self.pool)
            .await?)
    }

    pub async fn last_event_at(&self) -> Result<Option<DateTime<Utc>>> {
        let at: Option<String> = sqlx::query_scalar("SELECT at FROM event ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        at.map(|at| {
            at.parse().map_err(|e: chrono::ParseError| super::StoreError::Inconsistent {
                what: "an event's time".to_owned(),
                message: e.to_string(),
            })
        })
        .transpose()
    }

    /// Recomputes the chain; each fault in words. Reads in pages, so memory stays small.
    pub async fn verify_events(&self) -> Result<(u64, Vec<String>)> {
        let mut faults = Vec::new();
        let (mut count, mut expected_seq, mut previous) = (0_u64, 1_i64, GENESIS.to_owned());
        loop {
            let page: Vec<Event> =
                sqlx::query_as("SELECT * FROM event WHERE seq >= $1 ORDER BY seq LIMIT 1000")
                    .bind(expected_seq)
                    .fetch_all(&self.pool)
                    .await?;
            if page.is_empty() {
                return Ok((count, faults));
            }
            for event in page {
                if event.seq != expected_seq {
                    faults.push(format!("event log: events {expected_seq} to {} are missing", event.seq - 1));
                }
                if event.prev_hash != previous {
                    faults.push(format!("event {}: does not follow the event before it", event.seq));
                }
                if event.computed_hash() != event.hash {
                    faults.push(format!("event {}: its content was altered", event.seq));
                }
                count += 1;
                expected_seq = event.seq + 1;
                previous = event.hash;
            }
        }
    }
}
