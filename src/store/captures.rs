//! Captures and the documents extracted from them.

use std::io::{Read as _, Write as _};

use chrono::{DateTime, Utc};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::Serialize;
use serde_json::json;
use sqlx::FromRow;

use super::events::{Act, append};
use super::{Connection, Result, Store, StoreError, from_json, to_json};
use crate::archive::Stored;
use crate::hash::sha256;
use crate::model::passage::Document;

/// A capture as the store names it; the bytes are at its place in the archive.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct StoredCapture {
    pub id: i64,
    pub source_id: String,
    pub fetched_at: DateTime<Utc>,
    pub url: String,
    pub status: i64,
    pub content_type: Option<String>,
    /// good, suspect or refused
    pub state: String,
    pub state_reason: Option<String>,
    pub reading: String,
    pub raw_sha256: String,
    pub text_sha256: Option<String>,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub warc_file: String,
    pub warc_offset: i64,
    pub warc_length: i64,
    pub warc_record: String,
    pub warc_sha256: String,
}

/// A capture to be written.
#[derive(Debug, Clone)]
pub struct NewCapture {
    pub source_id: String,
    pub fetched_at: DateTime<Utc>,
    pub url: String,
    pub status: u16,
    pub content_type: Option<String>,
    pub state: CaptureState,
    pub state_reason: Option<String>,
    pub reading: String,
    pub raw_sha256: String,
    pub document: Option<Document>,
    /// Where its response record lies in the archive.
    pub stored: Stored,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureState {
    Good,
    /// Lost most of the last good text; waits for a second fetch.
    Suspect,
    /// A wall, or bytes that could not be read: kept, never a baseline.
    Refused,
}

impl CaptureState {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Suspect => "suspect",
            Self::Refused => "refused",
        }
    }
}

/// SHA-256 of a document's passages with the parts they play: equal texts, equal hash.
#[must_use]
pub fn text_sha256(document: &Document) -> String {
    let parts = document.passages.iter().flat_map(|p| {
        let entry = p.entry.as_deref().unwrap_or_default();
        [p.text.as_bytes(), b"\n", entry.as_bytes(), b"\n"]
    });
    sha256(&parts.collect::<Vec<&[u8]>>())
}

fn pack(document: &Document) -> Result<Vec<u8>> {
    let json = to_json("a document", document)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(json.as_bytes())
        .and_then(|()| encoder.finish())
        .map_err(|e| StoreError::Inconsistent { what: "a document".to_owned(), message: e.to_string() })
}

fn unpack(bytes: &[u8]) -> Result<Document> {
    let mut json = String::new();
    GzDecoder::new(bytes).read_to_string(&mut json).map_err(|e| StoreError::Inconsistent {
        what: "the text of a capture".to_owned(),
        message: e.to_string(),
    })?;
    from_json("the text of a capture", &json)
}

pub(super) async fn insert(tx: &mut Connection, capture: &NewCapture, act: &Act) -> Result<i64> {
    let text_sha256 = capture.document.as_ref().map(text_sha256);
    if let (Some(document), Some(hash)) = (&capture.document, &text_sha256) {
        sqlx::query("INSERT INTO capture_text (text_sha256, document) VALUES ($1, $2) ON CONFLICT (text_sha256) DO NOTHING")
            .bind(hash)
            .bind(pack(document)?)
            .execute(&mut *tx)
            .await?;
    }
    let document = capture.document.as_ref();
    let place = &capture.stored.place;
    let (offset, length) = (as_i64(place.offset)?, as_i64(place.length)?);
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO capture (source_id, fetched_at, url, status, content_type, state, state_reason, reading, raw_sha256,
             text_sha256, title, lang, published_at, warc_file, warc_offset, warc_length, warc_record, warc_sha256)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id",
    )
    .bind(&capture.source_id)
    .bind(capture.fetched_at)
    .bind(&capture.url)
    .bind(i64::from(capture.status))
    .bind(&capture.content_type)
    .bind(capture.state.word())
    .bind(&capture.state_reason)
    .bind(&capture.reading)
    .bind(&capture.raw_sha256)
    .bind(&text_sha256)
    .bind(document.and_then(|d| d.title.as_deref()))
    .bind(document.and_then(|d| d.lang.as_deref()))
    .bind(document.and_then(|d| d.published))
    .bind(&place.file)
    .bind(offset)
    .bind(length)
    .bind(&capture.stored.record_id)
    .bind(&capture.stored.member_sha256)
    .fetch_one(&mut *tx)
    .await?;
    let data = facts(
        &capture.raw_sha256,
        text_sha256.as_deref(),
        &capture.stored.record_id,
        &capture.stored.member_sha256,
    );
    append(tx, act, EVENT, &format!("capture:{id}"), &data, None).await?;
    Ok(id)
}

/// The event that holds the hashes of a capture in the chain.
const EVENT: &str = "capture_stored";

fn facts(raw: &str, text: Option<&str>, record: &str, member: &str) -> serde_json::Value {
    json!({ "raw_sha256": raw, "text_sha256": text, "record": record, "member_sha256": member })
}

pub(super) fn as_i64(n: u64) -> Result<i64> {
    i64::try_from(n).map_err(|e| StoreError::Refused(e.to_string()))
}

impl Store {
    pub async fn capture(&self, id: i64) -> Result<Option<StoredCapture>> {
        Ok(sqlx::query_as("SELECT * FROM capture WHERE id = $1").bind(id).fetch_optional(&self.pool).await?)
    }

    /// Captures after `id` in order of id: for walking through all of them in pages.
    pub async fn captures_after(&self, id: i64, limit: i64) -> Result<Vec<StoredCapture>> {
        Ok(sqlx::query_as("SELECT * FROM capture WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(id)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?)
    }

    /// Whether a capture's row still says what the event chain says of it; the fault in words.
    pub async fn verify_capture(&self, capture: &StoredCapture) -> Result<Option<String>> {
        let data: Option<String> =
            sqlx::query_scalar("SELECT data FROM event WHERE subject = $1 AND kind = $2")
                .bind(format!("capture:{}", capture.id))
                .bind(EVENT)
                .fetch_optional(&self.pool)
                .await?;
        let Some(data) = data else {
            return Ok(Some(format!("capture {}: the event log does not know of it", capture.id)));
        };
        let said: serde_json::Value = from_json("an event", &data)?;
        let stands = facts(
            &capture.raw_sha256,
            capture.text_sha256.as_deref(),
            &capture.warc_record,
            &capture.warc_sha256,
        );
        Ok((said != stands)
            .then(|| format!("capture {}: its row is not what the event log says", capture.id)))
    }

    /// Recomputes the hash of every extracted text that a capture names; each fault in words.
    pub async fn verify_texts(&self) -> Result<Vec<String>> {
        let missing: Vec<(i64, String)> = sqlx::query_as(
            "SELECT id, text_sha256 FROM capture
             WHERE text_sha256 IS NOT NULL AND text_sha256 NOT IN (SELECT text_sha256 FROM capture_text) ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut faults: Vec<String> =
            missing.iter().map(|(id, hash)| format!("capture {id}: its text {hash} is missing")).collect();
        let mut last = String::new();
        loop {
            let page: Vec<(String, Vec<u8>)> =
                sqlx::query_as("SELECT text_sha256, document FROM capture_text WHERE text_sha256 > $1 ORDER BY text_sha256 LIMIT 200")
                    .bind(&last)
                    .fetch_all(&self.pool)
                    .await?;
            let Some((end, _)) = page.last() else { return Ok(faults) };
            last.clone_from(end);
            for (hash, packed) in &page {
                match unpack(packed) {
                    Ok(document) if text_sha256(&document) == *hash => {}
                    Ok(_) => faults.push(format!("text {hash}: its content was altered")),
                    Err(error) => faults.push(format!("text {hash}: {error}")),
                }
            }
        }
    }

    /// The document that was extracted from a capture; `None` when nothing could be read of it.
    pub async fn document(&self, capture: &StoredCapture) -> Result<Option<Document>> {
        let Some(hash) = &capture.text_sha256 else { return Ok(None) };
        let packed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT document FROM capture_text WHERE text_sha256 = $1")
                .bind(hash)
                .fetch_optional(&self.pool)
                .await?;
        packed.as_deref().map(unpack).transpose()
    }
}
