//! What a person's decision means for the claim: its new version, and a second look at the sources.

mod raise;
mod revise;

pub use raise::{Tip, only_value_like, raise};
pub use revise::{Revision, revise};

use crate::daemon::reassess::reassess;
use crate::model::claim::{Outcome as Progress, Status};
use crate::model::flag::Verdict;
use crate::store::claims::StoredClaim;
use crate::store::decisions::NewDecision;
use crate::store::events::Act;
use crate::store::flags::StoredFlag;
use crate::store::{Store, StoreError};

/// A decision as a person gives it.
#[derive(Debug, Clone)]
pub struct Wish {
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub wording: Option<String>,
    pub wording_zh: Option<String>,
    pub value: Option<String>,
    pub as_of: Option<String>,
    pub rating: Option<String>,
    pub outcome: Option<Progress>,
}

impl Wish {
    #[must_use]
    pub fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            reason: None,
            wording: None,
            wording_zh: None,
            value: None,
            as_of: None,
            rating: None,
            outcome: None,
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    pub flag: i64,
    pub claim: String,
    pub verdict: Verdict,
    pub status: Status,
    /// The new version's number, where one was given.
    pub version: Option<i64>,
    /// Flags that the new version raised at once.
    pub opened: Vec<i64>,
}

impl Outcome {
    /// The outcome in words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { flag, verdict, claim, status, .. } = self;
        let version = self.version.map(|v| format!(" in version {v}")).unwrap_or_default();
        let owed = match status {
            Status::NeedsUpdate | Status::NeedsCorrection => {
                "; give its new version with `claimwatch claim edit` when it is written."
            }
            _ => ".",
        };
        let ids: Vec<String> = self.opened.iter().map(ToString::to_string).collect();
        let odds = if ids.is_empty() {
            String::new()
        } else {
            format!(" The new version is at odds with what sources say: flags {}.", ids.join(", "))
        };
        format!("Flag {flag} decided: {verdict}. Claim {claim} is {status}{version}{owed}{odds}")
    }
}

/// Decides a flag and, where the decision gives a new version, assesses that against what the sources say.
pub async fn decide(store: &Store, flag: i64, wish: Wish, act: &Act) -> anyhow::Result<Outcome> {
    let stored = store.flag(flag).await?.ok_or_else(|| {
        StoreError::Refused(format!("there is no flag {flag}; `claimwatch flag list --all` shows them all"))
    })?;
    let claim = store
        .claim(&stored.claim)
        .await?
        .ok_or_else(|| StoreError::Refused(format!("the claim of flag {flag} is not in the store")))?;
    let revision = Revision {
        wording: wish.wording,
        wording_zh: wish.wording_zh,
        value: wish.value,
        // What has changed holds as of the passage that says so; what was wrong was wrong all along.
        as_of: wish.as_of.clone().or_else(|| (wish.verdict == Verdict::Update).then(|| spoken_on(&stored))),
        ..Revision::default()
    };
    let gives_version = matches!(wish.verdict, Verdict::Update | Verdict::Correct | Verdict::Refine);
    let revised = match (gives_version, revision.changes_wording()) {
        (true, true) => Some(revise(&claim.claim, &revision, &store.entities().await?)?),
        (false, true) => {
            let message = format!("“{}” gives no new version; leave out --wording and --value", wish.verdict);
            return Err(StoreError::Refused(message).into());
        }
        (_, false) => None,
    };
    if wish.verdict == Verdict::Refine && revised.is_none() {
        let message = "“refine” says the claim more exactly; give --wording or --value".to_owned();
        return Err(StoreError::Refused(message).into());
    }
    let as_of = match wish.as_of {
        Some(as_of) => {
            revise::check_date(&as_of)?;
            Some(as_of)
        }
        None => Some(spoken_on(&stored)),
    };
    let decision = NewDecision {
        verdict: wish.verdict,
        reason: wish.reason,
        revised,
        rating: wish.rating,
        as_of,
        outcome: wish.outcome,
    };
    let status = store.decide(flag, &decision, act).await?;
    if decision.revised.is_none() {
        return Ok(Outcome {
            flag,
            claim: stored.claim,
            verdict: decision.verdict,
            status,
            version: None,
            opened: Vec::new(),
        });
    }
    let opened = reassess(store, std::slice::from_ref(&stored.claim), act).await?;
    let now = store.claim(&stored.claim).await?;
    let (status, version) = now.map_or((status, None), |c| (c.status, Some(c.version)));
    Ok(Outcome { flag, claim: stored.claim, verdict: decision.verdict, status, version, opened })
}

/// Takes the last decision on a flag back and, where that brings the claim's old version back, assesses it against
/// what the sources say. Returns the decision's word.
pub async fn undo(store: &Store, flag: i64, act: &Act) -> anyhow::Result<String> {
    let version = |claim: Option<StoredClaim>| claim.map(|c| c.version);
    let claim = store.flag(flag).await?.map(|f| f.claim).unwrap_or_default();
    let before = version(store.claim(&claim).await?);
    let verdict = store.undo(flag, act).await?;
    if version(store.claim(&claim).await?) != before {
        reassess(store, std::slice::from_ref(&claim), act).await?;
    }
    Ok(verdict)
}

/// The day that a flag's passage speaks for: its own, else the day of the capture.
fn spoken_on(flag: &StoredFlag) -> String {
    let dated = if flag.has_moved() { flag.now_since } else { flag.published_at.or(flag.captured_at) };
    dated.unwrap_or(flag.created_at).format("%Y-%m-%d").to_string()
}
