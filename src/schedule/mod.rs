//! When a source is due: pure arithmetic over its schedule. The due times themselves live in the store.

mod freshness;

pub use freshness::{Watch, freshness};

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::config::parse_cron;
use crate::model::source::Schedule;

/// The longest shift of a cron time.
const CRON_JITTER: Duration = Duration::from_mins(1);
/// The first pause after a failed check; it doubles with each further one.
const FIRST_RETRY: Duration = Duration::from_mins(2);
/// A dead source is still asked this often.
const DEAD_INTERVAL: TimeDelta = TimeDelta::days(1);

/// The next time after `after` at which the source is due.
///
/// Slots of `every` are anchored at the epoch and shifted by a hash of the source's id, so that sources with
/// one interval spread over it, and a missed slot is caught up once and not again and again.
#[must_use]
pub fn next_due(schedule: &Schedule, zone: Tz, id: &str, after: DateTime<Utc>) -> DateTime<Utc> {
    match schedule {
        Schedule::Every(every) => next_slot(*every, id, after),
        Schedule::Cron(pattern) => {
            let shift = delta(Duration::from_millis(spread(id) % millis(jitter(pattern, zone, after))));
            let base = after - shift;
            next_cron(pattern, zone, base).map_or_else(|| after + DEAD_INTERVAL, |next| next + shift)
        }
    }
}

/// How long it is between two slots, from `after` on.
#[must_use]
pub fn interval(schedule: &Schedule, zone: Tz, after: DateTime<Utc>) -> TimeDelta {
    match schedule {
        Schedule::Every(every) => delta(*every),
        Schedule::Cron(pattern) => next_cron(pattern, zone, after)
            .and_then(|first| next_cron(pattern, zone, first).map(|second| second - first))
            .unwrap_or(DEAD_INTERVAL),
    }
}

/// What a failed check means for the next one.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// Failing checks in a row, this one included.
    pub count: i64,
    /// What the server asked for.
    pub retry_after: Option<Duration>,
    pub dead: bool,
}

/// When to ask again after a failed check: sooner than the next slot where the interval is long, with doubling
/// pauses, never before the server's Retry-After; a dead source once a day.
#[must_use]
pub fn retry_at(
    schedule: &Schedule,
    zone: Tz,
    id: &str,
    now: DateTime<Utc>,
    failure: Failure,
) -> DateTime<Utc> {
    let slot = next_due(schedule, zone, id, now);
    let doublings = u32::try_from(failure.count.clamp(1, 12) - 1).unwrap_or(0);
    let pause = now + delta(FIRST_RETRY * 2_u32.pow(doublings));
    let next = if failure.dead { now + DEAD_INTERVAL } else { slot.min(pause) };
    failure.retry_after.map_or(next, |wait| next.max(now + delta(wait)))
}

fn next_slot(every: Duration, id: &str, after: DateTime<Utc>) -> DateTime<Utc> {
    let every = i64::try_from(millis(every)).unwrap_or(i64::MAX);
    let phase = i64::try_from(spread(id) % every.unsigned_abs()).unwrap_or(0);
    let now = after.timestamp_millis();
    let slot = (now - phase).div_euclid(every) + 1;
    DateTime::from_timestamp_millis(slot.saturating_mul(every).saturating_add(phase))
        .unwrap_or(after + DEAD_INTERVAL)
}

fn next_cron(pattern: &str, zone: Tz, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let cron = parse_cron(pattern).ok()?;
    let next = cron.find_next_occurrence(&after.with_timezone(&zone), false).ok()?;
    Some(next.with_timezone(&Utc))
}

/// A tenth of the pattern's gap, at most a minute.
fn jitter(pattern: &str, zone: Tz, after: DateTime<Utc>) -> Duration {
    let gap = interval(&Schedule::Cron(pattern.to_owned()), zone, after).to_std().unwrap_or(CRON_JITTER);
    (gap / 10).min(CRON_JITTER)
}

fn spread(id: &str) -> u64 {
    // The hasher of the standard library with its fixed keys: the same id, the same shift.
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX).max(1)
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(DEAD_INTERVAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn slots_are_one_interval_apart_and_do_not_drift() {
        let schedule = Schedule::Every(Duration::from_mins(30));
        let now = at("2026-11-23T10:00:00Z");
        let first = next_due(&schedule, Tz::UTC, "a", now);
        assert!(first > now && first <= now + TimeDelta::minutes(30));
        // Finished late within the slot: the next slot is still one interval after the first.
        assert_eq!(
            next_due(&schedule, Tz::UTC, "a", first + TimeDelta::seconds(50)),
            first + TimeDelta::minutes(30)
        );
    }

    #[test]
    fn a_missed_week_is_caught_up_by_one_slot_in_the_future() {
        let schedule = Schedule::Every(Duration::from_hours(1));
        let now = at("2026-11-23T10:00:00Z");
        assert!(next_due(&schedule, Tz::UTC, "a", now + TimeDelta::days(7)) > now + TimeDelta::days(7));
    }

    #[test]
    fn sources_with_one_interval_spread_over_it() {
        let schedule = Schedule::Every(Duration::from_hours(1));
        let now = at("2026-11-23T10:00:00Z");
        let minutes: std::collections::HashSet<i64> = (0..100)
            .map(|i| (next_due(&schedule, Tz::UTC, &format!("source-{i}"), now) - now).num_minutes())
            .collect();
        assert!(minutes.len() > 30, "{minutes:?}");
    }

    #[test]
    fn cron_is_read_in_the_zone_of_the_service() {
        let schedule = Schedule::Cron("0 9 * * *".to_owned());
        let next = next_due(&schedule, Tz::Asia__Shanghai, "a", at("2026-11-23T00:30:00Z"));
        assert!(next >= at("2026-11-23T01:00:00Z") && next < at("2026-11-23T01:01:00Z"), "{next}");
        assert_eq!(interval(&schedule, Tz::Asia__Shanghai, next), TimeDelta::days(1));
    }

    #[test]
    fn a_cron_slot_is_not_taken_twice() {
        let schedule = Schedule::Cron("0 9 * * *".to_owned());
        let first = next_due(&schedule, Tz::UTC, "b", at("2026-11-23T00:30:00Z"));
        let second = next_due(&schedule, Tz::UTC, "b", first);
        assert_eq!(second - first, TimeDelta::days(1));
    }

    #[test]
    fn failures_wait_longer_each_time_and_heed_retry_after() {
        let schedule = Schedule::Every(Duration::from_hours(24));
        let now = at("2026-11-23T10:00:00Z");
        let wait = |count, retry_after| {
            retry_at(&schedule, Tz::UTC, "a", now, Failure { count, retry_after, dead: false }) - now
        };
        assert_eq!(wait(1, None), TimeDelta::minutes(2));
        assert_eq!(wait(2, None), TimeDelta::minutes(4));
        assert!(wait(50, None) <= TimeDelta::days(1));
        assert_eq!(wait(1, Some(Duration::from_hours(2))), TimeDelta::hours(2));
        let dead =
            retry_at(&schedule, Tz::UTC, "a", now, Failure { count: 9, retry_after: None, dead: true });
        assert_eq!(dead - now, TimeDelta::days(1));
    }
}
