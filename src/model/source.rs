//! Sources: what is watched, how often, and how well that goes.

use serde::{Deserialize, Serialize};

use super::relation::words;

words! {
    /// How a source is read.
    SourceKind {
        Page = "page",
        Feed = "feed",
        Json = "json",
        Pdf = "pdf",
    }
}

words! {
    /// How close a source is to the fact; the best tier leads when several bring the same news.
    Tier {
        Primary = "primary",
        Filing = "filing",
        Official = "official",
        Press = "press",
        Aggregator = "aggregator",
    }
}

words! {
    /// How well reading a source goes.
    Health {
        Unknown = "unknown",
        Ok = "ok",
        Failing = "failing",
        Blocked = "blocked",
        Dead = "dead",
        Moved = "moved",
    }
}

words! {
    /// Which part of a page is read.
    Extract {
        /// The main text, found by the shape of the page.
        Article = "article",
        /// What `select` matches.
        Selector = "selector",
        /// The whole body.
        Body = "body",
    }
}

words! {
    /// What came of one fetch.
    Outcome {
        Changed = "changed",
        Unchanged = "unchanged",
        NotModified = "not_modified",
        Failed = "failed",
    }
}

/// When a source is due: every so often, or by a cron pattern in the service's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    Every(std::time::Duration),
    Cron(String),
}
