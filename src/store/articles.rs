//! Articles, their texts, and where they state the claims that are kept.

use serde::Serialize;
use serde_json::json;
use sqlx::Row;

use super::claims::insert_claim;
use super::events::{Act, append};
use super::{Connection, Result, Store};
use crate::hash::sha256;
use crate::model::claim::{Anchor, Article, Claim, Status};

/// Which text of which article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptText {
    pub article: String,
    pub version: i64,
}

/// The article that has this address or, without one, this very text; and its text's version.
async fn known(tx: &mut Connection, article: &Article, sha: &str) -> Result<Option<(String, Option<i64>)>> {
    let row =
        sqlx::query("SELECT article_id, version FROM article_text WHERE sha256 = $1 ORDER BY article_id")
            .bind(sha)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some(row) = row {
        return Ok(Some((row.try_get("article_id")?, Some(row.try_get("version")?))));
    }
    let id: Option<String> = sqlx::query_scalar("SELECT id FROM article WHERE url = $1 ORDER BY id")
        .bind(&article.url)
        .fetch_optional(&mut *tx)
        .await?;
    Ok(id.map(|id| (id, None)))
}

/// `id`, or `id-2`, `id-3` … where it is taken.
async fn free(tx: &mut Connection, table: &str, id: &str) -> Result<String> {
    let mut next = id.to_owned();
    for n in 2.. {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = $1)");
        let taken: bool =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(&next).fetch_one(&mut *tx).await?;
        if !taken {
            break;
        }
        next = format!("{id}-{n}");
    }
    Ok(next)
}

/// Adds an article unless one of its id is there.
pub(super) async fn insert_article(tx: &mut Connection, article: &Article, act: &Act) -> Result<()> {
    let done = sqlx::query(
        "INSERT INTO article (id, title, url, published, author, publisher, language, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&article.id)
    .bind(&article.title)
    .bind(&article.url)
    .bind(&article.published)
    .bind(&article.author)
    .bind(&article.publisher)
    .bind(&article.language)
    .bind(act.at)
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 1 {
        let about = format!("article:{}", article.id);
        append(tx, act, "article_added", &about, &json!(article), None).await?;
    }
    Ok(())
}

impl Store {
    /// The kept article that has this address or this very text.
    pub async fn article_like(&self, article: &Article, text: &str) -> Result<Option<String>> {
        let mut connection = self.pool.acquire().await?;
        let found = known(&mut connection, article, &sha256(&[text.as_bytes()])).await?;
        Ok(found.map(|(id, _)| id))
    }

    /// Keeps an article with its text. A text that is kept already, or another text of the same address, belongs
    /// to the article that has it; else the article's id is made unique.
    pub async fn keep_article(&self, article: &Article, text: &str, act: &Act) -> Result<KeptText> {
        let mut tx = self.begin().await?;
        let sha = sha256(&[text.as_bytes()]);
        let (id, version) = match known(&mut tx, article, &sha).await? {
            Some((article, Some(version))) => return Ok(KeptText { article, version }),
            Some((id, None)) => {
                let last: i64 = sqlx::query_scalar(
                    "SELECT COALESCE(MAX(version), 0) FROM article_text WHERE article_id = $1",
                )
                .bind(&id)
                .fetch_one(&mut *tx)
                .await?;
                (id, last + 1)
            }
            None => {
                let id = free(&mut tx, "article", &article.id).await?;
                insert_article(&mut tx, &Article { id: id.clone(), ..article.clone() }, act).await?;
                (id, 1)
            }
        };
        sqlx::query(
            "INSERT INTO article_text (article_id, version, sha256, body, added_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&id)
        .bind(version)
        .bind(&sha)
        .bind(text)
        .bind(act.at)
        .execute(&mut *tx)
        .await?;
        let data = json!({ "version": version, "sha256": sha });
        append(&mut tx, act, "article_text_kept", &format!("article:{id}"), &data, None).await?;
        tx.commit().await?;
        Ok(KeptText { article: id, version })
    }

    /// Adds a claim with its place in the article, its id made unique; the id is returned.
    pub async fn add_anchored(
        &self,
        claim: &Claim,
        anchor: &Anchor,
        status: Status,
        act: &Act,
    ) -> Result<String> {
        let mut tx = self.begin().await?;
        let id = free(&mut tx, "claim", &claim.id).await?;
        insert_claim(&mut tx, &Claim { id: id.clone(), ..claim.clone() }, status, act).await?;
        sqlx::query(
            "INSERT INTO anchor (claim_id, article_id, version, exact, prefix, suffix, from_char, to_char)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&id)
        .bind(&anchor.article)
        .bind(anchor.version)
        .bind(&anchor.exact)
        .bind(&anchor.prefix)
        .bind(&anchor.suffix)
        .bind(i64::try_from(anchor.start).unwrap_or(i64::MAX))
        .bind(i64::try_from(anchor.end).unwrap_or(i64::MAX))
        .execute(&mut *tx)
        .await?;
        append(&mut tx, act, "claim_anchored", &format!("claim:{id}"), &json!(anchor), None).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Where its article states a claim.
    pub async fn anchor_of(&self, claim: &str) -> Result<Option<Anchor>> {
        let rows = self.anchors("claim_id", claim).await?;
        Ok(rows.into_iter().next().map(|(_, anchor)| anchor))
    }

    /// The claims that are anchored in an article, with their places.
    pub async fn anchored_in(&self, article: &str) -> Result<Vec<(String, Anchor)>> {
        self.anchors("article_id", article).await
    }

    async fn anchors(&self, column: &str, id: &str) -> Result<Vec<(String, Anchor)>> {
        let sql = format!(
            "SELECT claim_id, article_id, version, exact, prefix, suffix, from_char, to_char FROM anchor
             WHERE {column} = $1 ORDER BY from_char, claim_id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_all(&self.pool).await?;
        let place = |n: i64| usize::try_from(n).unwrap_or_default();
        rows.iter()
            .map(|row| {
                let anchor = Anchor {
                    article: row.try_get("article_id")?,
                    version: row.try_get("version")?,
                    exact: row.try_get("exact")?,
                    prefix: row.try_get("prefix")?,
                    suffix: row.try_get("suffix")?,
                    start: place(row.try_get("from_char")?),
                    end: place(row.try_get("to_char")?),
                };
                Ok((row.try_get("claim_id")?, anchor))
            })
            .collect()
    }
}
