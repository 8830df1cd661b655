//! What a fetch says of the health of its source.

use chrono::{DateTime, TimeDelta, Utc};

use crate::fetch::FailureKind;
use crate::model::source::Health;
use crate::store::sources::StoredSource;

/// Two checks this far apart must both find the page gone.
const GONE_FOR: TimeDelta = TimeDelta::hours(6);
/// Three failing checks over this long make a source dead.
const FAILING_FOR: TimeDelta = TimeDelta::days(6);
const FAILING_CHECKS: i64 = 3;

/// The health of a source after one more failing check.
#[must_use]
pub fn after_failure(source: &StoredSource, kind: FailureKind, now: DateTime<Utc>) -> Health {
    if source.health == Health::Dead {
        return Health::Dead;
    }
    let gone = kind == FailureKind::Gone && source.gone_since.is_some_and(|since| now - since >= GONE_FOR);
    let failing = source.failures + 1 >= FAILING_CHECKS
        && source.failing_since.is_some_and(|since| now - since >= FAILING_FOR);
    match kind {
        _ if gone => Health::Dead,
        // A server that does not want us is not gone, however long it says so.
        FailureKind::Blocked | FailureKind::Robots => Health::Blocked,
        _ if failing => Health::Dead,
        _ => Health::Failing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::Tier;

    fn source(now: DateTime<Utc>) -> StoredSource {
        StoredSource {
            id: "a".into(),
            url: "https://example.org/".into(),
            kind: None,
            title: None,
            tier: Tier::Press,
            enabled: true,
            health: Health::Ok,
            reason: None,
            health_since: None,
            last_attempt: None,
            last_success: None,
            next_due: now,
            retired_at: None,
            failures: 0,
            failing_since: None,
            gone_since: None,
            etag: None,
            last_modified: None,
            checks_since_full: 0,
            baseline_id: None,
            suspect_id: None,
            reading: String::new(),
        }
    }

    #[test]
    fn gone_needs_two_checks_six_hours_apart() {
        let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut s = source(now);
        assert_eq!(after_failure(&s, FailureKind::Gone, now), Health::Failing);
        s.gone_since = Some(now - TimeDelta::hours(5));
        assert_eq!(after_failure(&s, FailureKind::Gone, now), Health::Failing);
        s.gone_since = Some(now - TimeDelta::hours(6));
        assert_eq!(after_failure(&s, FailureKind::Gone, now), Health::Dead);
    }

    #[test]
    fn dead_after_three_failing_checks_over_six_days() {
        let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut s = source(now);
        s.failures = 2;
        s.failing_since = Some(now - TimeDelta::days(5));
        assert_eq!(after_failure(&s, FailureKind::Timeout, now), Health::Failing);
        s.failing_since = Some(now - TimeDelta::days(6));
        assert_eq!(after_failure(&s, FailureKind::Timeout, now), Health::Dead);
        s.failures = 1;
        assert_eq!(after_failure(&s, FailureKind::Timeout, now), Health::Failing);
    }

    #[test]
    fn a_wall_blocks_but_never_kills() {
        let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut s = source(now);
        s.failures = 50;
        s.failing_since = Some(now - TimeDelta::days(60));
        assert_eq!(after_failure(&s, FailureKind::Blocked, now), Health::Blocked);
    }
}
