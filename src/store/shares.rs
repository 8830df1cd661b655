//! How many of the decided flags were worth a look: of each source, and of each rule that raised them.

use serde::Serialize;
use sqlx::FromRow;

use super::{Result, Store};

/// One source or rule. A flag that was merged into another counts as that one was decided.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct Share {
    pub name: String,
    /// Decided with anything but `unrelated` and `source-error`.
    pub useful: i64,
    pub decided: i64,
}

impl Share {
    /// Useful flags in a hundred decided ones.
    #[must_use]
    pub fn percent(&self) -> i64 {
        self.useful * 100 / self.decided.max(1)
    }
}

impl Store {
    /// By source, the least useful first.
    pub async fn shares_of_sources(&self) -> Result<Vec<Share>> {
        self.shares("COALESCE(f.source_id, 'deadlines')").await
    }

    /// By relation and detail; what the judge raised is one line of its own.
    pub async fn shares_of_rules(&self) -> Result<Vec<Share>> {
        let judge = "f.detail = 'raised_by_judge'";
        self.shares(&format!(
            "CASE WHEN {judge} THEN 'raised by judge' ELSE f.relation || ', ' || f.detail END"
        ))
        .await
    }

    async fn shares(&self, name: &str) -> Result<Vec<Share>> {
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT {name} AS name,
                    SUM(CASE WHEN d.verdict IN ('unrelated', 'source-error') THEN 0 ELSE 1 END) AS useful,
                    COUNT(*) AS decided
             FROM flag f JOIN decision d ON d.flag_id = CASE WHEN f.state = 'merged' THEN f.merged_into ELSE f.id END
             WHERE f.state IN ('decided', 'merged') AND d.undoes IS NULL
               AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)
             GROUP BY 1 ORDER BY useful * 1.0 / COUNT(*), decided DESC, 1"
        )))
        .fetch_all(&self.pool)
        .await?)
    }
}
