//! Flags that a person raises: what was found by hand and not by the program.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::changes::{self, NewChange};
use super::claims::{current_status, no_such_claim};
use super::events::{Act, append};
use super::flags::settle_claim;
use super::{Connection, Result, Store, StoreError, to_json};
use crate::flag::fingerprint;
use crate::model::claim::Status;
use crate::model::passage::Passage;
use crate::model::relation::{Detail, Relation};
use crate::model::value::Value;

/// A person has looked: nothing weighs more.
const SCORE: f64 = 1.0;

/// What is raised.
#[derive(Debug)]
pub struct NewFlag<'a> {
    pub claim: &'a str,
    pub source: &'a str,
    /// The last good capture of the source, in which the passage stands.
    pub capture: i64,
    /// None: the source as a whole.
    pub passage: Option<&'a Passage>,
    pub old: Option<Value>,
    pub new: Option<Value>,
    pub reason: Option<&'a str>,
}

/// An earlier flag of the same claim and passage.
#[derive(Debug, sqlx::FromRow)]
struct Earlier {
    id: i64,
    source_id: Option<String>,
    state: String,
    state_reason: Option<String>,
    verdict: Option<String>,
    /// The waiting flag of another source into which it was merged.
    stands_for_it: Option<i64>,
}

impl Store {
    /// Puts what a person found into the queue; returns the flag's id.
    pub async fn raise_flag(&self, flag: &NewFlag<'_>, act: &Act) -> Result<i64> {
        let mut tx = self.begin().await?;
        let status = current_status(&mut tx, flag.claim).await?;
        if matches!(status, Status::Draft | Status::Retired) {
            return Err(StoreError::Refused(format!(
                "claim {0} is {status} and not watched; `claimwatch claim retire {0} --back` watches it",
                flag.claim
            )));
        }
        let last: Option<i64> = sqlx::query_scalar("SELECT baseline_id FROM source WHERE id = $1")
            .bind(flag.source)
            .fetch_one(&mut *tx)
            .await?;
        if last != Some(flag.capture) {
            return Err(StoreError::Refused(format!(
                "source {} was read anew in this very moment; say it again",
                flag.source
            )));
        }
        let text = flag.passage.map(|p| p.text.as_str());
        let earlier = earlier(&mut tx, flag, text.unwrap_or_default()).await?;
        let waits = |e: &&Earlier| {
            let waiting = matches!(e.state.as_str(), "open" | "deferred") || e.stands_for_it.is_some();
            waiting && e.source_id.as_deref() == Some(flag.source)
        };
        if let Some(waiting) = earlier.iter().find(waits) {
            let what = if text.is_some() { "this passage" } else { "this source" };
            let id = waiting.stands_for_it.unwrap_or(waiting.id);
            return Err(StoreError::Refused(format!(
                "{what} waits for review already; `claimwatch flag show {id}` shows its flag"
            )));
        }
        let mut reasons = vec![match flag.reason {
            Some(reason) => format!("raised by hand: {reason}"),
            None => "raised by hand".to_owned(),
        }];
        if text.is_some() {
            reasons.extend(known_before(&earlier));
        }
        let id = insert(&mut tx, flag, text, &reasons, act).await?;
        settle_claim(&mut tx, flag.claim, act).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// The flags of this claim for the passage, those of the same source first, newest first; without a passage, those of
/// the source as a whole.
async fn earlier(tx: &mut Connection, flag: &NewFlag<'_>, text: &str) -> Result<Vec<Earlier>> {
    Ok(sqlx::query_as(
        "SELECT f.id, f.source_id, f.state, f.state_reason,
                (SELECT d.verdict FROM decision d WHERE d.flag_id = f.id AND d.undoes IS NULL ORDER BY d.id DESC LIMIT 1) AS verdict,
                (SELECT m.id FROM flag m WHERE m.id = f.merged_into AND f.state = 'merged' AND m.state IN ('open', 'deferred')
                   AND m.source_id <> f.source_id) AS stands_for_it
         FROM flag f LEFT JOIN change n ON n.id = f.now_change_id
         WHERE f.claim_id = $1
           AND (CASE WHEN f.now_change_id IS NULL THEN f.fingerprint = $3 ELSE n.after_text = $4 END)
         ORDER BY f.source_id <> $2, f.id DESC",
    )
    .bind(flag.claim)
    .bind(flag.source)
    .bind(fingerprint(text))
    .bind(text)
    .fetch_all(tx)
    .await?)
}

/// What the program or a person made of the passage before.
fn known_before(earlier: &[Earlier]) -> Option<String> {
    let last = earlier.iter().find(|e| matches!(e.state.as_str(), "suppressed" | "decided"))?;
    let because = last.state_reason.as_deref().map(|why| format!(" because {why}")).unwrap_or_default();
    Some(match (last.state.as_str(), &last.verdict) {
        ("decided", Some(verdict)) => format!("it had been decided “{verdict}” as flag {}{because}", last.id),
        _ => format!("it had been kept quiet as flag {}{because}", last.id),
    })
}

async fn insert(
    tx: &mut Connection,
    flag: &NewFlag<'_>,
    text: Option<&str>,
    reasons: &[String],
    act: &Act,
) -> Result<i64> {
    let published: Option<DateTime<Utc>> = flag.passage.and_then(|p| p.published);
    let change = NewChange {
        source: flag.source,
        before_capture: None,
        after_capture: flag.capture,
        before: None,
        after: text,
        path: flag.passage.map_or("", |p| p.path.as_str()),
        entry: flag.passage.and_then(|p| p.entry.as_deref()),
        published,
    };
    let change = changes::insert(tx, &change).await?;
    let value = |v: &Option<Value>| v.as_ref().map(|v| to_json("a value", v)).transpose();
    let row: Option<(i64, i64)> = sqlx::query_as(
        "INSERT INTO flag (claim_id, claim_version, source_id, change_id, relation, detail, state, after_text, fingerprint,
             old_value, new_value, score, reasons, created_at)
         SELECT id, version, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12 FROM claim WHERE id = $1
         RETURNING id, claim_version",
    )
    .bind(flag.claim)
    .bind(flag.source)
    .bind(change)
    .bind(Relation::Mentions.word())
    .bind(Detail::RaisedByHand.word())
    .bind(text)
    .bind(fingerprint(text.unwrap_or_default()))
    .bind(value(&flag.old)?)
    .bind(value(&flag.new)?)
    .bind(SCORE)
    .bind(to_json("reasons", &reasons)?)
    .bind(act.at)
    .fetch_optional(&mut *tx)
    .await?;
    let (id, version) = row.ok_or_else(|| no_such_claim(flag.claim))?;
    let data = json!({
        "claim": flag.claim, "version": version, "source": flag.source, "relation": Relation::Mentions,
        "detail": Detail::RaisedByHand, "state": "open", "before": null, "after": text, "merged_into": null,
    });
    append(tx, act, "flag_raised", &format!("flag:{id}"), &data, flag.reason).await?;
    Ok(id)
}
