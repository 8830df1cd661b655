//! How well the flags do, by source and by rule: which were worth a look, and what a person had to find by hand.

use serde::Serialize;
use sqlx::FromRow;

use super::{Result, Store};

/// One source or rule, or all of them. A flag that was merged into another counts as that one was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct Share {
    pub name: String,
    /// Flags of the program that were decided with anything but `unrelated` and `source-error`.
    pub useful: i64,
    /// Flags of the program that were decided.
    pub decided: i64,
    /// Flags of the program that a person held to matter: decided with `update`, `correct`, `refine` or `dispute`.
    pub found: i64,
    /// Flags that were raised by hand; not those that turned out to say nothing new: decided with `confirm`,
    /// `unrelated` or `source-error`.
    pub missed: i64,
}

impl Share {
    /// Useful flags in a hundred decided ones; `None` where none was decided.
    #[must_use]
    pub fn precision(&self) -> Option<i64> {
        percent(self.useful, self.decided)
    }

    /// What the program found, in a hundred of what mattered; `None` where nothing did.
    #[must_use]
    pub fn recall(&self) -> Option<i64> {
        percent(self.found, self.found + self.missed)
    }
}

fn percent(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| part * 100 / whole)
}

impl Store {
    /// By source, the least useful first.
    pub async fn shares_of_sources(&self) -> Result<Vec<Share>> {
        self.shares("COALESCE(f.source_id, 'deadlines')", "1 = 1").await
    }

    /// By relation and detail of the program's flags; what the judge raised is one line of its own.
    pub async fn shares_of_rules(&self) -> Result<Vec<Share>> {
        let judge = "f.detail = 'raised_by_judge'";
        let name =
            format!("CASE WHEN {judge} THEN 'raised by judge' ELSE f.relation || ', ' || f.detail END");
        self.shares(&name, "f.detail <> 'raised_by_hand'").await
    }

    /// All together.
    pub async fn share_of_all(&self) -> Result<Share> {
        let all = self.shares("'all'", "1 = 1").await?.pop();
        Ok(all.unwrap_or_else(|| Share {
            name: "all".to_owned(),
            useful: 0,
            decided: 0,
            found: 0,
            missed: 0,
        }))
    }

    async fn shares(&self, name: &str, which: &str) -> Result<Vec<Share>> {
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "WITH told AS (
                SELECT {name} AS name, f.detail = 'raised_by_hand' AS by_hand, d.verdict
                FROM flag f LEFT JOIN decision d ON d.flag_id = CASE WHEN f.state = 'merged' THEN f.merged_into ELSE f.id END
                    AND f.state IN ('decided', 'merged') AND d.undoes IS NULL
                    AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)
                WHERE {which} AND (f.detail = 'raised_by_hand' OR d.id IS NOT NULL))
             SELECT name,
                    SUM(CASE WHEN by_hand OR verdict IN ('unrelated', 'source-error') THEN 0 ELSE 1 END) AS useful,
                    SUM(CASE WHEN by_hand THEN 0 ELSE 1 END) AS decided,
                    SUM(CASE WHEN NOT by_hand AND verdict IN ('update', 'correct', 'refine', 'dispute') THEN 1 ELSE 0 END) AS found,
                    SUM(CASE WHEN by_hand AND COALESCE(verdict, '') NOT IN ('confirm', 'unrelated', 'source-error') THEN 1 ELSE 0 END) AS missed
             FROM told GROUP BY name ORDER BY useful * 1.0 / NULLIF(decided, 0), decided DESC, name"
        )))
        .fetch_all(&self.pool)
        .await?)
    }
}
