//! Forecasts whose day has come: one flag a deadline, for a person to say what came of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::claims::{current_status, set_outcome};
use super::events::{Act, append};
use super::flags::{set_state, settle_claim};
use super::{Connection, Result, Store, StoreError, from_json, to_json};
use crate::model::claim::{Claim, Class, Outcome};
use crate::model::flag::FlagState;
use crate::model::relation::{Detail, Relation};

/// How much a passed deadline weighs in the queue: nothing is known yet, a person has to look.
const SCORE: f64 = 0.5;

/// Claims that are watched, whose last day lies before `$1`, of which nobody has said what came, and that were not
/// flagged for that day before.
const DUE: &str = "SELECT c.id, c.version, v.due_on, v.body FROM claim_version v
     JOIN claim c ON c.id = v.claim_id AND c.version = v.version
     WHERE v.due_on < $1 AND c.status NOT IN ('draft', 'retired')
       AND c.outcome IN ('not_yet_rated', 'in_the_works', 'stalled')
       AND NOT EXISTS (SELECT 1 FROM flag f WHERE f.claim_id = c.id AND f.detail = 'deadline_passed'
                       AND f.fingerprint = v.due_on AND f.state NOT IN ('suppressed', 'reverted'))
     ORDER BY v.due_on, c.id";

/// Flags of deadlines that were moved since, or of which the outcome was said in the meantime.
const LAPSED: &str = "SELECT f.id, f.claim_id FROM flag f JOIN claim c ON c.id = f.claim_id
     JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version
     WHERE f.detail = 'deadline_passed' AND f.state IN ('open', 'deferred')
       AND (v.due_on IS NULL OR v.due_on <> f.fingerprint OR c.outcome IN ('kept', 'partly', 'not_kept', 'unrateable'))";

type Due = (String, i64, String, String);

impl Store {
    /// Flags the claims whose deadline lies before the day of `act`; what was settled otherwise lapses. Returns the
    /// ids of the new flags. Doing it again does nothing.
    pub async fn flag_deadlines(&self, act: &Act) -> Result<Vec<i64>> {
        let today = act.at.date_naive().to_string();
        let idle = sqlx::query(DUE).bind(&today).fetch_optional(&self.pool).await?.is_none()
            && sqlx::query(LAPSED).fetch_optional(&self.pool).await?.is_none();
        // Nearly always there is nothing to do, and nothing need be locked.
        if idle {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        lapse(&mut tx, act).await?;
        let due: Vec<Due> = sqlx::query_as(DUE).bind(&today).fetch_all(&mut *tx).await?;
        let mut opened = Vec::new();
        for row in &due {
            opened.push(raise(&mut tx, row, act).await?);
            settle_claim(&mut tx, &row.0, act).await?;
        }
        tx.commit().await?;
        Ok(opened)
    }

    /// Ids of the flags of deadlines that were raised since a time.
    pub async fn deadlines_flagged_since(&self, since: DateTime<Utc>) -> Result<Vec<i64>> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM flag WHERE detail = 'deadline_passed' AND created_at >= $1 AND state = 'open' ORDER BY id",
        )
        .bind(since)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Says how far a forecast has come; an open flag of its deadline lapses when that is final. Returns the outcome
    /// before.
    pub async fn set_outcome(
        &self,
        claim: &str,
        outcome: Outcome,
        reason: Option<&str>,
        act: &Act,
    ) -> Result<Outcome> {
        let mut tx = self.begin().await?;
        current_status(&mut tx, claim).await?;
        let body: String = sqlx::query_scalar(
            "SELECT v.body FROM claim c JOIN claim_version v ON v.claim_id = c.id AND v.version = c.version WHERE c.id = $1",
        )
        .bind(claim)
        .fetch_one(&mut *tx)
        .await?;
        let stored: Claim = from_json("a claim", &body)?;
        if stored.class != Class::Forecast && stored.deadline.is_none() {
            return Err(StoreError::Refused(format!(
                "claim {claim} is no forecast and has no deadline; `claimwatch claim rate` says whether it is true"
            )));
        }
        let before = set_outcome(&mut tx, claim, outcome, reason, act).await?;
        lapse(&mut tx, act).await?;
        tx.commit().await?;
        Ok(before)
    }
}

async fn lapse(tx: &mut Connection, act: &Act) -> Result<()> {
    let lapsed: Vec<(i64, String)> = sqlx::query_as(LAPSED).fetch_all(&mut *tx).await?;
    for (id, claim) in lapsed {
        let why = "the deadline was moved or the outcome was said";
        set_state(tx, id, FlagState::Suppressed, Some(why), None, act).await?;
        settle_claim(tx, &claim, act).await?;
    }
    Ok(())
}

async fn raise(tx: &mut Connection, (claim, version, due_on, body): &Due, act: &Act) -> Result<i64> {
    let stored: Claim = from_json("a claim", body)?;
    let stated = stored.deadline.as_deref().and_then(crate::text::read_period).map(|d| d.to_value());
    let days = due_on.parse::<NaiveDate>().map_or(0, |day| (act.at.date_naive() - day).num_days());
    let reasons = [
        format!("the deadline {due_on} passed {days} days ago"),
        format!(
            "say what came of it: claimwatch claim outcome {claim} kept|partly|not_kept|stalled|unrateable"
        ),
    ];
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO flag (claim_id, claim_version, relation, detail, state, fingerprint, old_value, score, reasons, created_at)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9) RETURNING id",
    )
    .bind(claim)
    .bind(version)
    .bind(Relation::Mentions.word())
    .bind(Detail::DeadlinePassed.word())
    .bind(due_on)
    .bind(stated.map(|v| to_json("a value", &v)).transpose()?)
    .bind(SCORE)
    .bind(to_json("reasons", &reasons)?)
    .bind(act.at)
    .fetch_one(&mut *tx)
    .await?;
    let data =
        json!({ "claim": claim, "version": version, "detail": Detail::DeadlinePassed, "due_on": due_on });
    append(tx, act, "flag_raised", &format!("flag:{id}"), &data, None).await?;
    Ok(id)
}
