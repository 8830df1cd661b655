//! How recently the sources of a claim were read.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::model::claim::Freshness;
use crate::model::source::Health;

/// One source that counts for a claim: bound to it by name or pattern, or holding evidence for it.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    pub health: Health,
    pub last_success: Option<DateTime<Utc>>,
    pub interval: TimeDelta,
}

/// Computed, never stored. A failed fetch makes nothing fresher: only `last_success` counts.
#[must_use]
pub fn freshness(watches: &[Watch], deadline: Option<NaiveDate>, now: DateTime<Utc>) -> Freshness {
    if deadline.is_some_and(|d| d < now.date_naive()) {
        return Freshness::Expired;
    }
    if watches.iter().all(|w| w.last_success.is_none()) {
        return Freshness::NeverChecked;
    }
    if watches.iter().all(|w| !matches!(w.health, Health::Ok | Health::Unknown | Health::Moved)) {
        return Freshness::Blind;
    }
    let within = |factor: i32| {
        watches.iter().any(|w| w.last_success.is_some_and(|at| now - at <= w.interval * factor))
    };
    match (within(1), within(3)) {
        (true, _) => Freshness::Fresh,
        (false, true) => Freshness::Due,
        (false, false) => Freshness::Overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(health: Health, hours_ago: Option<i64>, now: DateTime<Utc>) -> Watch {
        Watch {
            health,
            last_success: hours_ago.map(|h| now - TimeDelta::hours(h)),
            interval: TimeDelta::hours(2),
        }
    }

    #[test]
    fn every_word_is_reached() {
        let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        let one = |health, hours| freshness(&[watch(health, hours, now)], None, now);
        assert_eq!(freshness(&[], None, now), Freshness::NeverChecked);
        assert_eq!(one(Health::Ok, None), Freshness::NeverChecked);
        assert_eq!(one(Health::Ok, Some(1)), Freshness::Fresh);
        assert_eq!(one(Health::Ok, Some(5)), Freshness::Due);
        assert_eq!(one(Health::Ok, Some(7)), Freshness::Overdue);
        assert_eq!(one(Health::Failing, Some(1)), Freshness::Blind);
        let past = NaiveDate::from_ymd_opt(2026, 11, 22);
        assert_eq!(freshness(&[watch(Health::Ok, Some(1), now)], past, now), Freshness::Expired);
    }

    #[test]
    fn one_healthy_source_is_enough() {
        let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        let watches = [watch(Health::Dead, Some(100), now), watch(Health::Ok, Some(1), now)];
        assert_eq!(freshness(&watches, None, now), Freshness::Fresh);
    }
}
