//! Whose turn it is at a host: connections, gaps and the rest that a server asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use super::error::{FailureKind, FetchError};

/// Connections at once to the host of a source that is on our own network and sets no gap.
const CONNECTIONS: u32 = 8;
/// No server is left alone for longer than this, whatever it asks for.
const LONGEST_REST: Duration = Duration::from_hours(24);
/// Hosts remembered before idle ones are forgotten.
const MANY_HOSTS: usize = 4096;

/// How a host is approached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Up to eight connections, no gap.
    Free,
    /// One connection, and this long since the last request ended.
    Gap(Duration),
}

/// What is remembered of each host that was asked.
#[derive(Default)]
pub(super) struct Hosts(Mutex<HashMap<String, Arc<Host>>>);

struct Host {
    connections: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_end: Option<Instant>,
    rest: Option<Rest>,
}

/// A server's wish to be left alone.
#[derive(Clone, Copy)]
struct Rest {
    until: DateTime<Utc>,
    status: u16,
}

/// The right to send one request to a host; the gap runs from when it is dropped.
pub(super) struct Turn {
    host: Arc<Host>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Turn {
    fn drop(&mut self) {
        lock(&self.host.state).last_end = Some(Instant::now());
    }
}

impl Hosts {
    /// Waits for the host's turn. Fails at once while the host is left alone. Dropping the future gives up
    /// the place.
    pub(super) async fn turn(
        &self,
        url: &Url,
        manner: Manner,
        now: impl Fn() -> DateTime<Utc>,
    ) -> Result<Turn, FetchError> {
        let host = self.host(url, now());
        host.refuse_while_resting(url, now())?;
        // A request that keeps a gap takes all connections, so both manners get along on one host.
        let (wanted, gap) = match manner {
            Manner::Free => (1, None),
            Manner::Gap(gap) => (CONNECTIONS, Some(gap)),
        };
        let permit = Arc::clone(&host.connections)
            .acquire_many_owned(wanted)
            .await
            .expect("nothing closes a host's semaphore");
        let last_end = lock(&host.state).last_end;
        if let (Some(gap), Some(last_end)) = (gap, last_end) {
            tokio::time::sleep_until(last_end + gap).await;
        }
        // The one before us may have been told to wait.
        host.refuse_while_resting(url, now())?;
        Ok(Turn { host, _permit: permit })
    }

    /// Leaves a host alone for as long as it asked with this status (429 or 503). Returns the time that
    /// holds.
    pub(super) fn rest(&self, url: &Url, status: u16, asked: Duration, now: DateTime<Utc>) -> Duration {
        let asked = asked.min(LONGEST_REST);
        let until = now + TimeDelta::from_std(asked).unwrap_or_default();
        lock(&self.host(url, now).state).rest = Some(Rest { until, status });
        asked
    }

    fn host(&self, url: &Url, now: DateTime<Utc>) -> Arc<Host> {
        let mut hosts = lock(&self.0);
        if hosts.len() >= MANY_HOSTS {
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || !host.is_idle(now));
        }
        let host = hosts.entry(host_key(url)).or_insert_with(|| {
            let connections = Arc::new(Semaphore::new(CONNECTIONS as usize));
            Arc::new(Host { connections, state: Mutex::default() })
        });
        Arc::clone(host)
    }
}

impl Host {
    fn refuse_while_resting(&self, url: &Url, now: DateTime<Utc>) -> Result<(), FetchError> {
        let Some(Rest { until, status }) = lock(&self.state).rest else { return Ok(()) };
        let Ok(left) = (until - now).to_std() else { return Ok(()) };
        if left.is_zero() {
            return Ok(());
        }
        let kind = if status == 429 { FailureKind::Blocked } else { FailureKind::Status };
        let message = format!(
            "{} answered {status} and asked to be left alone until {}; nothing was sent",
            url.host_str().unwrap_or_default(),
            until.format("%Y-%m-%d %H:%M:%S UTC"),
        );
        Err(FetchError { status: Some(status), retry_after: Some(left), ..FetchError::new(kind, message) })
    }

    fn is_idle(&self, now: DateTime<Utc>) -> bool {
        let state = lock(&self.state);
        state.rest.is_none_or(|rest| rest.until <= now)
            && state.last_end.is_none_or(|end| end.elapsed() > Duration::from_mins(1))
    }
}

/// One key for http and https of a host; other ports are servers of their own.
fn host_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        None | Some(80 | 443) => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

/// Reads a Retry-After header: seconds or an HTTP date.
pub(super) fn retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit mean “very long”, and the cap on rests cuts it.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let date = DateTime::parse_from_rfc2822(value).ok()?.with_timezone(&Utc);
    Some((date - now).to_std().unwrap_or(Duration::ZERO))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    fn noon() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-03-01T12:00:00Z").unwrap().to_utc()
    }

    #[tokio::test(start_paused = true)]
    async fn polite_requests_to_one_host_come_one_by_one_with_the_gap_between() {
        let hosts = Hosts::default();
        let gap = Manner::Gap(Duration::from_secs(1));
        let begin = Instant::now();
        let page = url("https://a.example/1");
        drop(hosts.turn(&page, gap, noon).await.unwrap());
        let second = hosts.turn(&url("http://a.example/2"), gap, noon).await.unwrap();
        assert_eq!(begin.elapsed(), Duration::from_secs(1));
        let other = hosts.turn(&url("https://b.example/"), gap, noon).await.unwrap();
        assert_eq!(begin.elapsed(), Duration::from_secs(1), "another host does not wait");
        drop(other);
        let third = hosts.turn(&page, gap, noon);
        let too_early = tokio::time::timeout(Duration::from_secs(5), third).await;
        assert!(too_early.is_err(), "two connections at once");
        drop(second);
        drop(hosts.turn(&page, gap, noon).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn free_requests_get_eight_connections_and_no_gap() {
        let hosts = Hosts::default();
        let page = url("http://127.0.0.1:9000/");
        let begin = Instant::now();
        let mut turns = Vec::new();
        for _ in 0..8 {
            turns.push(hosts.turn(&page, Manner::Free, noon).await.unwrap());
        }
        let ninth = tokio::time::timeout(Duration::from_secs(1), hosts.turn(&page, Manner::Free, noon)).await;
        assert!(ninth.is_err());
        turns.pop();
        let ninth = hosts.turn(&page, Manner::Free, noon).await;
        assert!(ninth.is_ok());
        assert_eq!(begin.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asks_for_rest_gets_it() {
        let hosts = Hosts::default();
        let page = url("https://a.example/");
        assert_eq!(hosts.rest(&page, 429, Duration::from_mins(1), noon()), Duration::from_mins(1));
        let refused = hosts.turn(&page, Manner::Free, noon).await.err().unwrap();
        assert_eq!((refused.kind, refused.status), (FailureKind::Blocked, Some(429)));
        assert_eq!(refused.retry_after, Some(Duration::from_mins(1)));
        let later = || noon() + TimeDelta::seconds(60);
        assert!(hosts.turn(&page, Manner::Free, later).await.is_ok());
        let years = Duration::from_secs(u64::from(u32::MAX));
        assert_eq!(hosts.rest(&page, 503, years, noon()), LONGEST_REST);
        assert_eq!(hosts.turn(&page, Manner::Free, noon).await.err().unwrap().kind, FailureKind::Status);
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_date() {
        let seconds = |s| Some(Duration::from_secs(s));
        assert_eq!(retry_after("120", noon()), seconds(120));
        assert_eq!(retry_after(" 0 ", noon()), seconds(0));
        assert_eq!(retry_after("99999999999999999999999", noon()), seconds(u64::from(u32::MAX)));
        assert_eq!(retry_after("Sun, 01 Mar 2026 12:05:00 GMT", noon()), seconds(300));
        assert_eq!(retry_after("Sun, 01 Mar 2026 11:00:00 GMT", noon()), seconds(0));
        for bad in ["", "soon", "-5", "1.5", "2026-03-01"] {
            assert_eq!(retry_after(bad, noon()), None, "{bad}");
        }
    }

    const WILD: &str =
        "[ -~]{0,60}|[0-9]{1,30}|[A-Z][a-z]{2}, [0-9]{1,6} [A-Z][a-z]{2} -?[0-9]{1,9} [0-9:]{8} GMT";

    proptest::proptest! {
        #[test]
        fn any_retry_after_is_read_or_left(value in WILD) {
            if let Some(asked) = retry_after(&value, noon()) {
                let hosts = Hosts::default();
                let rest = hosts.rest(&url("https://a.example/"), 429, asked, noon());
                proptest::prop_assert!(rest <= LONGEST_REST);
            }
        }
    }

    #[test]
    fn idle_hosts_are_forgotten_when_there_are_many() {
        let hosts = Hosts::default();
        for i in 0..MANY_HOSTS + 10 {
            hosts.host(&url(&format!("https://h{i}.example/")), noon());
        }
        assert!(lock(&hosts.0).len() <= 10);
    }
}
