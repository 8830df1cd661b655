//! robots.txt (RFC 9309): fetched through the same doors, kept for a day, obeyed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use robotxt::Robots;
use serde::Serialize;
use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use super::client::{Budget, Fetcher, check, too_many_redirects};
use super::error::{FailureKind, FetchError};
use super::types::{Hop, Request, Response};

/// Our product token, the name to address us by in robots.txt.
pub const TOKEN: &str = "claimwatch";
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How soon a file that could not be had is asked for again.
const RETRY: TimeDelta = TimeDelta::seconds(10);
/// How long an old copy stands in for a file that cannot be had.
const STALE: TimeDelta = TimeDelta::days(30);
const MOST_REDIRECTS: usize = 5;
const LONGEST_DELAY: Duration = Duration::from_secs(30);
const LONGEST_TIME: Duration = Duration::from_secs(10);
/// Files remembered before those that are out of date are forgotten.
const MANY_FILES: usize = 4096;

/// The files of all origins; each is asked for once, however many wait for it.
#[derive(Default)]
pub(super) struct Files(Mutex<HashMap<String, Arc<AsyncMutex<File>>>>);

/// What is known of one origin's file.
#[derive(Default)]
struct File {
    copy: Option<Arc<Robots>>,
    /// When the copy was fetched.
    fetched: Option<DateTime<Utc>>,
    /// The last attempt, if it failed.
    failure: Option<(DateTime<Utc>, Failure)>,
}

/// Why a file could not be had, kept to be told again.
#[derive(Clone)]
struct Failure {
    kind: FailureKind,
    status: Option<u16>,
    message: String,
    retry_after: Option<Duration>,
}

impl Fetcher {
    /// Whether robots.txt lets us fetch this address; the delay that it asks for, within bounds.
    pub(super) async fn obey_robots(
        &self,
        request: &Request,
        url: &Url,
    ) -> Result<Option<Duration>, FetchError> {
        let file = self.robots.of(url, self.clock.now());
        let mut file = file.lock().await;
        if !file.is_settled(self.clock.now()) {
            let fetched = self.fetch_robots(request, url).await;
            file.note(fetched, self.clock.now());
        }
        let robots = file.current(self.clock.now())?;
        drop(file);
        let verdict = Verdict::of(&robots, url);
        if verdict.allowed {
            return Ok(robots.crawl_delay().map(|delay| delay.min(LONGEST_DELAY)));
        }
        let rule: String = verdict.rule.unwrap_or_default().chars().take(80).collect();
        let host = url.host_str().unwrap_or_default();
        let message = format!("{host}'s robots.txt does not let {TOKEN} read this page ({rule})");
        Err(FetchError::new(FailureKind::Robots, message))
    }

    async fn fetch_robots(&self, request: &Request, url: &Url) -> Result<Robots, Failure> {
        let request = Request {
            url: robotxt::robots_url(url).map_err(|error| Failure::robots(&error.to_string()))?,
            headers: Vec::new(),
            etag: None,
            last_modified: None,
            validators_of: None,
            // The file of an address elsewhere, to which the source redirects, has no part in its allowance.
            allow_private: request.allow_private && url.origin() == request.url.origin(),
            ..request.clone()
        };
        read(self.follow_robots(&request).await)
    }

    async fn follow_robots(&self, request: &Request) -> Result<Response, FetchError> {
        let mut url = request.url.clone();
        let mut redirects: Vec<Hop> = Vec::new();
        let mut budget = Budget::new(self.settings.timeout.min(LONGEST_TIME));
        loop {
            check(request, &url)?;
            let answer = self.exchange(request, &url, None, &mut budget).await?;
            let Some(hop) = answer.redirect()? else { return self.finish(answer, redirects).await };
            if redirects.len() >= MOST_REDIRECTS {
                return Err(too_many_redirects(redirects.len() + 1, &hop.to));
            }
            url = hop.to.clone();
            redirects.push(hop);
        }
    }
}

/// The rules that an answer to /robots.txt means.
fn read(answer: Result<Response, FetchError>) -> Result<Robots, Failure> {
    let error = match answer {
        Ok(response) => return Ok(parse(&response.body, TOKEN)),
        Err(error) => error,
    };
    match (error.status, error.kind) {
        (Some(status), _) if status == 429 || status >= 500 => Err(Failure {
            kind: FailureKind::Robots,
            status: Some(status),
            message: format!("robots.txt answered {status}, so nothing may be read there for now"),
            retry_after: error.retry_after,
        }),
        // 4xx, other statuses that bring no file (204), too many redirects or one that leads nowhere.
        (Some(400..500), _) | (Some(..400), FailureKind::Status) | (_, FailureKind::Redirect) => {
            Ok(Robots::allow_all())
        }
        (_, FailureKind::TooLarge | FailureKind::DecompressionBomb | FailureKind::Encoding) => {
            Err(Failure::robots(&format!("robots.txt cannot be read: {}", error.message)))
        }
        // A host that cannot be reached is not one that forbids: the kind stays what it is.
        (status, kind) => Err(Failure {
            kind,
            status,
            message: format!("{} (asked for robots.txt)", error.message),
            retry_after: error.retry_after,
        }),
    }
}

/// What a robots.txt says of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub allowed: bool,
    /// The rule that decided (`Disallow: /private`), where one did.
    pub rule: Option<String>,
}

impl Verdict {
    /// What the file `body` says of `url` to the crawler with the product token `agent`.
    #[must_use]
    pub fn read(body: &[u8], agent: &str, url: &Url) -> Self {
        Self::of(&parse(body, agent), url)
    }

    fn of(robots: &Robots, url: &Url) -> Self {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let rule = robots.matching_rule(path).map(|rule| {
            let word = if rule.is_allow() { "Allow" } else { "Disallow" };
            format!("{word}: {}", rule.pattern())
        });
        Self { allowed: robots.is_url_allowed(url), rule }
    }
}

fn parse(body: &[u8], agent: &str) -> Robots {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    // A page that says “not found” with status 200 is no robots.txt.
    if text.starts_with(b"<") { Robots::allow_all() } else { Robots::parse(text, product(agent)) }
}

/// The product token of a User-Agent: `Bot/1.0 (+https://…)` is addressed as `Bot`.
fn product(agent: &str) -> &str {
    let agent = agent.trim();
    let end = agent.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_')));
    match end {
        Some(end) if end > 0 => &agent[..end],
        _ => agent,
    }
}

impl Files {
    fn of(&self, url: &Url, now: DateTime<Utc>) -> Arc<AsyncMutex<File>> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= MANY_FILES {
            files.retain(|_, file| file.try_lock().map_or(true, |file| file.is_settled(now)));
        }
        if files.len() >= 4 * MANY_FILES {
            // A flood of names: start anew rather than grow.
            files.retain(|_, file| Arc::strong_count(file) > 1);
        }
        Arc::clone(files.entry(url.origin().ascii_serialization()).or_default())
    }
}

impl File {
    /// Whether nothing has to be asked for now.
    fn is_settled(&self, now: DateTime<Utc>) -> bool {
        let is_new = |at: DateTime<Utc>, lasts| at <= now && now - at < lasts;
        self.fetched.is_some_and(|at| is_new(at, KEPT))
            || self.failure.as_ref().is_some_and(|(at, _)| is_new(*at, RETRY))
    }

    fn note(&mut self, fetched: Result<Robots, Failure>, now: DateTime<Utc>) {
        match fetched {
            Ok(robots) => *self = Self { copy: Some(Arc::new(robots)), fetched: Some(now), failure: None },
            Err(failure) => self.failure = Some((now, failure)),
        }
    }

    /// The rules in force: the copy, even an old one if the file cannot be had.
    fn current(&self, now: DateTime<Utc>) -> Result<Arc<Robots>, FetchError> {
        let lasts = self.fetched.is_some_and(|at| now - at < STALE);
        match (&self.copy, &self.failure) {
            (Some(copy), _) if lasts => Ok(Arc::clone(copy)),
            (_, Some((_, failure))) => Err(failure.clone().into()),
            _ => Err(FetchError::new(FailureKind::Robots, "robots.txt has not been read yet")),
        }
    }
}

impl Failure {
    fn robots(message: &str) -> Self {
        Self { kind: FailureKind::Robots, status: None, message: message.to_owned(), retry_after: None }
    }
}

impl From<Failure> for FetchError {
    fn from(failure: Failure) -> Self {
        let Failure { kind, status, message, retry_after } = failure;
        Self { status, retry_after, ..Self::new(kind, message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_place_of_the_file_allows_everything() {
        for page in ["<!doctype html><p>User-agent: *\nDisallow: /", "\u{feff}\n <html>", ""] {
            assert!(parse(page.as_bytes(), TOKEN).is_allowed("/news"), "{page}");
        }
        let rules = parse("\u{feff}User-agent: *\nDisallow: /中/\nCrawl-delay: 2.5".as_bytes(), TOKEN);
        assert!(!rules.is_url_allowed(&Url::parse("https://a.example/中/x").unwrap()));
        assert_eq!(rules.crawl_delay(), Some(Duration::from_millis(2500)));
    }

    const WILD: &str = concat!(
        "(User-agent: [*a-z]{1,9}\n|Disallow: [/*$%a-z]{0,30}\n|",
        "Crawl-delay: [-0-9.e]{1,9}\n|.{0,20}\n){0,20}"
    );

    proptest::proptest! {
        #[test]
        fn any_file_is_read(body in WILD) {
            let rules = parse(body.as_bytes(), TOKEN);
            let url = Url::parse("https://a.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?b=%20").unwrap();
            proptest::prop_assert!(rules.is_url_allowed(&url) || body.contains("Disallow"));
            proptest::prop_assert!(rules.is_allowed("/robots.txt"));
        }
    }

    #[test]
    fn our_own_group_counts_before_everybodys() {
        let rules =
            parse(b"User-agent: *\nDisallow: /\n\nUser-agent: ClaimWatch\nDisallow: /private\n", TOKEN);
        assert!(rules.is_allowed("/news") && !rules.is_allowed("/private/x"));
    }

    #[test]
    fn a_verdict_names_its_rule() {
        let file = b"User-agent: other-bot\nAllow: /a/\nDisallow: /\nUser-agent: *\nDisallow: /b";
        let verdict = |agent, path: &str| {
            let url = Url::parse("https://a.example").unwrap().join(path).unwrap();
            let verdict = Verdict::read(file, agent, &url);
            (verdict.allowed, verdict.rule)
        };
        assert_eq!(verdict("Other-Bot/2.0", "/a/x"), (true, Some("Allow: /a/".into())));
        assert_eq!(verdict("other-bot", "/x"), (false, Some("Disallow: /".into())));
        assert_eq!(verdict("claimwatch", "/a"), (true, None));
        assert_eq!(verdict("claimwatch", "/b"), (false, Some("Disallow: /b".into())));
    }

    #[test]
    fn files_are_forgotten_rather_than_hoarded() {
        let files = Files::default();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for i in 0..MANY_FILES + 10 {
            files.of(&Url::parse(&format!("https://h{i}.example/")).unwrap(), now);
        }
        assert!(files.0.lock().unwrap().len() <= 10);
    }
}
