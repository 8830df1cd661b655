//! The claims that are watched, ready for matching.

use std::collections::HashSet;
use std::sync::Arc;

use super::sweep::candidate;
use crate::assess::{Finding, Input, Matcher};
use crate::config::looks_for;
use crate::flag::Candidate;
use crate::model::claim::{Claim, Entity, Status};
use crate::model::passage::{Change, Document};
use crate::store::claims::StoredClaim;
use chrono::{DateTime, Utc};

/// While no more than this many claims changed since all were loaded (or an eighth of them), those are loaded alone.
const FEW: usize = 64;

/// The matcher over one state of the store. Cheap to clone.
///
/// Loading a hundred thousand claims takes seconds, so claims that change stand in a part of their own, which is
/// built anew at each change; they are masked in the part that holds all.
#[derive(Clone)]
pub struct ClaimSet {
    all: Part,
    changed: Option<Part>,
    /// Slugs of `all` that changed since, or were retired.
    masked: Arc<HashSet<String>>,
    /// The last event that it knows of.
    pub mark: i64,
}

/// Claims with their matcher.
#[derive(Clone)]
struct Part {
    matcher: Arc<Matcher>,
    /// The version of each claim, in the matcher's order.
    versions: Arc<Vec<i64>>,
}

impl Part {
    fn new(claims: Vec<(Claim, i64)>, entities: &[Entity]) -> Self {
        let (claims, versions) = claims.into_iter().unzip();
        Self { matcher: Arc::new(Matcher::new(claims, entities)), versions: Arc::new(versions) }
    }

    fn claims(&self) -> impl Iterator<Item = (Claim, i64)> {
        self.matcher.claims().cloned().zip(self.versions.iter().copied())
    }
}

impl ClaimSet {
    /// Drafts and retired claims are left out.
    #[must_use]
    pub fn new(claims: Vec<StoredClaim>, entities: &[Entity], mark: i64) -> Self {
        Self::of(claims.into_iter().filter(is_watched).map(versioned).collect(), entities, mark)
    }

    /// Claims that are in no store yet.
    #[must_use]
    pub fn of_file(claims: Vec<Claim>, entities: &[Entity]) -> Self {
        Self::of(claims.into_iter().map(|claim| (claim, 1)).collect(), entities, 0)
    }

    fn of(claims: Vec<(Claim, i64)>, entities: &[Entity], mark: i64) -> Self {
        Self { all: Part::new(claims, entities), changed: None, masked: Arc::default(), mark }
    }

    /// The set with the claims of `news` as they are now, new and retired ones among them; `None` where so many
    /// changed that all are better loaded anew.
    #[must_use]
    pub fn updated(&self, news: Vec<StoredClaim>, entities: &[Entity], mark: i64) -> Option<Self> {
        let mut masked = HashSet::clone(&self.masked);
        masked.extend(news.iter().map(|c| c.claim.id.clone()));
        if masked.len() > FEW.max(self.all.versions.len() / 8) {
            return None;
        }
        let renewed: HashSet<&str> = news.iter().map(|c| c.claim.id.as_str()).collect();
        let before = self.changed.iter().flat_map(Part::claims);
        let mut claims: Vec<_> = before.filter(|(c, _)| !renewed.contains(c.id.as_str())).collect();
        claims.extend(news.into_iter().filter(is_watched).map(versioned));
        let changed = (!claims.is_empty()).then(|| Part::new(claims, entities));
        Some(Self { all: self.all.clone(), changed, masked: Arc::new(masked), mark })
    }

    /// What the changes of one source mean for the claims that are bound to it (`globs`; none: for all).
    #[must_use]
    pub fn assess(
        &self,
        globs: &[String],
        before: Option<&Document>,
        after: &Document,
        changes: &[Change],
        captured: DateTime<Utc>,
    ) -> Vec<Candidate> {
        let bound = |id: &str| looks_for(globs, id);
        let unmasked = |id: &str| !self.masked.contains(id) && bound(id);
        let told = |part: &Part, bound: &dyn Fn(&str) -> bool| -> Vec<Candidate> {
            let findings = part.matcher.assess(&Input { before, after, changes, bound, captured });
            let of = |finding: Finding| {
                let id = part.matcher.claim(finding.claim).id.clone();
                candidate(&id, part.versions[finding.claim], finding, before, after)
            };
            findings.into_iter().map(of).collect()
        };
        let mut out = told(&self.all, &unmasked);
        out.extend(self.changed.iter().flat_map(|part| told(part, &bound)));
        out
    }
}

fn is_watched(claim: &StoredClaim) -> bool {
    !matches!(claim.status, Status::Draft | Status::Retired)
}

fn versioned(claim: StoredClaim) -> (Claim, i64) {
    (claim.claim, claim.version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::extract::{Options, extract};
    use crate::model::claim::Outcome;
    use std::path::Path;

    const CLAIMS: &str = "[[claim]]\nid = \"a\"\ntext = { en = \"Acme holds 49% of Bolt.\" }\nkind = \"share\"\n\
        class = \"state\"\nsubject = [\"Acme\", \"Bolt\"]\nmetric = { en = [\"stake\"] }\nvalue = \"49 %\"\n\
        [[claim]]\nid = \"b\"\ntext = { en = \"Acme has 900 staff.\" }\nkind = \"amount\"\nclass = \"state\"\n\
        subject = [\"Acme\"]\nmetric = { en = [\"employees\"] }\nvalue = \"900 employees\"\n";

    fn stored(mut claim: Claim, value: &str, version: i64, status: Status) -> StoredClaim {
        claim.value = Some(value.to_owned());
        StoredClaim {
            claim,
            version,
            status,
            outcome: Outcome::NotYetRated,
            rating: "unrated".into(),
            correction_owed: false,
            open_flags: 0,
            created_at: DateTime::UNIX_EPOCH,
            last_confirmed_at: None,
        }
    }

    /// Claim, version and relation of each flag for a page that gives Acme 27% of Bolt and 950 employees.
    fn flags(set: &ClaimSet) -> Vec<(String, i64)> {
        let body = "<p>Acme holds a stake of 27% in Bolt.</p><p>Acme has 950 employees.</p>";
        let page = extract(body.as_bytes(), &Options::default()).unwrap();
        let found = set.assess(&[], None, &page, &[], DateTime::UNIX_EPOCH);
        found.into_iter().filter(|c| c.is_flag).map(|c| (c.claim, c.version)).collect()
    }

    #[test]
    fn a_changed_claim_takes_the_place_of_the_old_one() {
        let claims = config::parse_claims(CLAIMS, Path::new("claims.toml"), &[]).unwrap().claims;
        let set = ClaimSet::of_file(claims.clone(), &[]);
        assert_eq!(flags(&set), [("a".to_owned(), 1), ("b".to_owned(), 1)]);

        let revised = stored(claims[0].clone(), "27 %", 2, Status::Watching);
        let set = set.updated(vec![revised], &[], 2).unwrap();
        assert_eq!(flags(&set), [("b".to_owned(), 1)], "the new version agrees with the page");

        let again = stored(claims[0].clone(), "30 %", 3, Status::Watching);
        let set = set.updated(vec![again], &[], 3).unwrap();
        assert_eq!(flags(&set), [("b".to_owned(), 1), ("a".to_owned(), 3)]);

        let retired = stored(claims[1].clone(), "900 employees", 1, Status::Retired);
        let set = set.updated(vec![retired], &[], 4).unwrap();
        assert_eq!(flags(&set), [("a".to_owned(), 3)]);
        assert_eq!(set.mark, 4);
    }

    #[test]
    fn after_many_changes_all_are_loaded_anew() {
        let claims = config::parse_claims(CLAIMS, Path::new("claims.toml"), &[]).unwrap().claims;
        let set = ClaimSet::of_file(claims.clone(), &[]);
        let news = (0..=FEW).map(|n| {
            let claim = Claim { id: format!("n{n}"), ..claims[0].clone() };
            stored(claim, "27 %", 1, Status::Watching)
        });
        assert!(set.updated(news.collect(), &[], 5).is_none());
    }
}
