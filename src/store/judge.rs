//! What the judge was asked: how many questions a day, and its answers, so that nothing is asked twice.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Result, Store, to_json};

/// What became of one question.
#[derive(Debug, Clone)]
pub struct Answered<'a> {
    /// Names the question: a hash.
    pub question: &'a str,
    pub claim: &'a str,
    pub version: i64,
    /// None: what came was of no use, and asking again would bring no better.
    pub opinion: Option<String>,
}

impl Store {
    /// The answers to those of the questions that were asked before.
    pub async fn opinions(&self, questions: &[&str]) -> Result<HashMap<String, Option<String>>> {
        let rows: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT question, opinion FROM judge_answer WHERE question IN (SELECT value FROM json_each($1))",
        )
        .bind(to_json("questions", &questions)?)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().collect())
    }

    pub async fn remember_opinions(&self, answers: &[Answered<'_>], at: DateTime<Utc>) -> Result<()> {
        let mut tx = self.begin().await?;
        for answer in answers {
            sqlx::query(
                "INSERT INTO judge_answer (question, claim_id, claim_version, opinion, at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (question) DO NOTHING",
            )
            .bind(answer.question)
            .bind(answer.claim)
            .bind(answer.version)
            .bind(&answer.opinion)
            .bind(at)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes up to `wanted` questions out of the day's budget; returns how many were left to take.
    pub async fn take_questions(&self, day: NaiveDate, wanted: u32, budget: u32) -> Result<u32> {
        let day = day.to_string();
        let mut tx = self.begin().await?;
        let asked: Option<i64> = sqlx::query_scalar("SELECT asked FROM judge_day WHERE day = $1")
            .bind(&day)
            .fetch_optional(&mut *tx)
            .await?;
        let left = i64::from(budget) - asked.unwrap_or_default();
        // A budget that was lowered may be overspent already.
        let taken = wanted.min(u32::try_from(left).unwrap_or_default());
        if taken > 0 {
            sqlx::query(
                "INSERT INTO judge_day (day, asked) VALUES ($1, $2)
                 ON CONFLICT (day) DO UPDATE SET asked = judge_day.asked + excluded.asked",
            )
            .bind(&day)
            .bind(i64::from(taken))
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// Puts back what was taken for questions that never left.
    pub async fn give_questions_back(&self, day: NaiveDate, count: u32) -> Result<()> {
        sqlx::query("UPDATE judge_day SET asked = asked - $1 WHERE day = $2")
            .bind(i64::from(count))
            .bind(day.to_string())
            .execute(&self.ledger)
            .await?;
        Ok(())
    }

    /// Forgets answers and counts older than `before`; returns how many answers went.
    pub async fn forget_opinions(&self, before: DateTime<Utc>) -> Result<u64> {
        let mut tx = self.begin().await?;
        let done =
            sqlx::query("DELETE FROM judge_answer WHERE at < $1").bind(before).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM judge_day WHERE day < $1")
            .bind(before.date_naive().to_string())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 6, number).unwrap()
    }

    #[tokio::test]
    async fn a_day_has_its_budget_whatever_is_opened_anew() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        assert_eq!(store.take_questions(day(1), 3, 5).await.unwrap(), 3);
        store.close().await;
        let store = Store::open(dir.path()).await.unwrap();
        assert_eq!(store.take_questions(day(1), 3, 5).await.unwrap(), 2);
        assert_eq!(store.take_questions(day(1), 3, 5).await.unwrap(), 0);
        assert_eq!(store.take_questions(day(1), 3, 1).await.unwrap(), 0, "lowered meanwhile");
        assert_eq!(store.take_questions(day(2), 3, 5).await.unwrap(), 3, "another day");
        store.give_questions_back(day(1), 2).await.unwrap();
        assert_eq!(store.take_questions(day(1), 3, 5).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn what_is_old_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&store.ledger).await.unwrap();
        let answer = |question, opinion: Option<&str>| Answered {
            question,
            claim: "stake",
            version: 1,
            opinion: opinion.map(str::to_owned),
        };
        store.remember_opinions(&[answer("a", Some("{}"))], at("2025-06-01T10:00:00Z")).await.unwrap();
        store.remember_opinions(&[answer("b", None)], at("2025-09-01T10:00:00Z")).await.unwrap();
        store.take_questions(day(1), 5, 5).await.unwrap();
        assert_eq!(store.forget_opinions(at("2025-08-01T00:00:00Z")).await.unwrap(), 1);
        let left = store.opinions(&["a", "b", "c"]).await.unwrap();
        assert_eq!(left, HashMap::from([("b".to_owned(), None)]));
        assert_eq!(store.take_questions(day(1), 5, 5).await.unwrap(), 5);
    }
}
