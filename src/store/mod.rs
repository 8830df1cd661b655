//! What claimwatch remembers: one SQLite file, through sqlx.
//!
//! Every function that changes a claim, flag, decision, evidence, rating or source setting appends to the
//! event log in the same transaction. Transactions that read and then write are `BEGIN IMMEDIATE`: a plain
//! `BEGIN` fails with “database is locked” when a second process writes. SQL is kept to what PostgreSQL
//! understands too (`$1`, `ON CONFLICT`, `RETURNING`).

pub mod articles;
pub mod captures;
mod changes;
pub mod claims;
pub mod deadlines;
pub mod decisions;
pub mod events;
pub mod flags;
pub mod judge;
pub mod mutes;
pub mod polls;
pub mod raise;
pub mod shares;
pub mod sources;
pub mod sweep;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

/// The file of the store inside the data folder.
pub const FILE: &str = "claimwatch.db";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store answered with an error: {0}")]
    Driver(#[from] sqlx::Error),
    #[error(
        "the store could not be brought to this version's schema: {0}; was it written by a newer claimwatch?"
    )]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("the store holds {what} that cannot be read: {message}")]
    Inconsistent { what: String, message: String },
    #[error("a write to {what} touched {actual} rows instead of {expected}")]
    RowsAffected { what: &'static str, expected: u64, actual: u64 },
    #[error("{0}")]
    Refused(String),
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// The open store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    /// One connection that survives a power cut: flags, baselines, decisions, events.
    ledger: SqlitePool,
    /// Reads, and poll rows: the last of those may be lost at a power cut, never at a kill.
    pool: SqlitePool,
    path: PathBuf,
}

impl Store {
    /// Opens the store in `dir`, creating folder, file and schema when absent.
    pub async fn open(dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|e| StoreError::Refused(format!("{}: {e}", dir.display())))?;
        let path = dir.join(FILE);
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true);
        let ledger = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone().synchronous(SqliteSynchronous::Full))
            .await?;
        MIGRATIONS.run(&ledger).await?;
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.synchronous(SqliteSynchronous::Normal))
            .await?;
        Ok(Self { ledger, pool, path })
    }

    /// Whether `dir` holds a store.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        dir.join(FILE).is_file()
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes every connection; the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.pool.close().await;
        self.ledger.close().await;
    }

    async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.ledger.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// `ok` or what SQLite's own check found.
    pub async fn integrity(&self) -> Result<String> {
        Ok(sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&self.pool).await?)
    }
}

type Connection = SqliteConnection;

fn expect_rows(what: &'static str, expected: u64, done: &sqlx::sqlite::SqliteQueryResult) -> Result<()> {
    let actual = done.rows_affected();
    if actual == expected { Ok(()) } else { Err(StoreError::RowsAffected { what, expected, actual }) }
}

/// Reads a stable word back from the store.
fn word<T: std::str::FromStr<Err = String>>(what: &str, text: &str) -> Result<T> {
    text.parse().map_err(|message| StoreError::Inconsistent { what: what.to_owned(), message })
}

fn from_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|e| StoreError::Inconsistent { what: what.to_owned(), message: e.to_string() })
}

fn to_json<T: serde::Serialize>(what: &str, value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Inconsistent { what: what.to_owned(), message: e.to_string() })
}
