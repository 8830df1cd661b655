//! A person found by hand what was not flagged.

use crate::flag::{Found, find};
use crate::model::claim::Claim;
use crate::model::value::Value;
use crate::store::events::Act;
use crate::store::raise::NewFlag;
use crate::store::{Store, StoreError};
use crate::text::{self, ReadOptions};

/// What a person holds against a claim.
#[derive(Debug, Clone)]
pub struct Tip {
    pub claim: String,
    pub source: String,
    /// Words of the source's last good capture; None: the source as a whole.
    pub passage: Option<String>,
    pub reason: Option<String>,
}

/// Puts it into the queue as an open flag; returns its id. Fetches nothing.
pub async fn raise(store: &Store, tip: &Tip, act: &Act) -> anyhow::Result<i64> {
    let refused = |message: String| anyhow::Error::from(StoreError::Refused(message));
    let claim = store.claim(&tip.claim).await?.ok_or_else(|| {
        refused(format!("there is no claim “{}”; `claimwatch claim list` shows them all", tip.claim))
    })?;
    let source = store.source(&tip.source).await?.ok_or_else(|| {
        refused(format!("there is no source “{}”; `claimwatch source list` shows them all", tip.source))
    })?;
    let unread =
        || refused(format!("source {0} was not read yet; `claimwatch check {0}` does it now", tip.source));
    let capture = source.baseline_id.ok_or_else(unread)?;
    let stored = store.capture(capture).await?.ok_or_else(unread)?;
    let document = store.document(&stored).await?.ok_or_else(unread)?;
    let passage = match &tip.passage {
        None => None,
        Some(text) => match find(&document.passages, text) {
            Found::Passage(passage) => Some(passage),
            Found::Nearest(nearest) => {
                let hint = nearest.map_or_else(
                    || "no passage of it comes near".to_owned(),
                    |p| format!("the nearest passage is “{}”", p.text),
                );
                let seen = stored.fetched_at.format("%Y-%m-%d %H:%M UTC");
                return Err(refused(format!(
                    "“{text}” does not stand in what source {} said on {seen}; {hint}",
                    tip.source
                )));
            }
        },
    };
    let (old, new) = values(&claim.claim, passage.map(|p| p.text.as_str()));
    let flag = NewFlag {
        claim: &tip.claim,
        source: &tip.source,
        capture,
        passage,
        old,
        new,
        reason: tip.reason.as_deref(),
    };
    Ok(store.raise_flag(&flag, act).await?)
}

/// The claim's value, and the one of its kind in the passage, where it is the only one.
fn values(claim: &Claim, passage: Option<&str>) -> (Option<Value>, Option<Value>) {
    let old = claim.value.as_deref().and_then(text::read_value);
    let new = old.as_ref().zip(passage).and_then(|(old, passage)| only_value_like(old, passage));
    (old, new)
}

/// The value of a text that has the kind and currency of another one, where it is the only one.
#[must_use]
pub fn only_value_like(like: &Value, text: &str) -> Option<Value> {
    let read = text::read(text, &ReadOptions::default()).values;
    let mut same = read.into_iter().filter(|v| v.kind == like.kind && v.currency == like.currency);
    same.next().filter(|_| same.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_value_of_its_kind_is_taken() {
        let old = text::read_value("$11.9 billion").unwrap();
        let of = |passage: &str| only_value_like(&old, passage).map(|v| v.surface);
        assert_eq!(of("The deal of 2025 is worth $22.4 billion, 5% less.").as_deref(), Some("$22.4 billion"));
        assert_eq!(of("It grew from $1 billion to $2 billion."), None);
        assert_eq!(of("It is worth €3 billion."), None);
    }
}
