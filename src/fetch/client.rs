//! The fetcher: takes a request through guard, robots.txt, the host's turn and redirects to an answer.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, LAST_MODIFIED, RETRY_AFTER};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use tokio_util::bytes::Bytes;
use url::Url;

use super::body::{self, Collected, LARGE_AT_ONCE, Room};
use super::decode;
use super::error::{FailureKind, FetchError};
use super::guard::{self, GuardedResolver, Reach};
use super::hop::{self, Head};
use super::polite::{self, Hosts, Manner};
use super::robots::Files;
use super::types::{Hop, Request, Response, Settings};
use crate::clock::{Clock, SystemClock};

/// What is read of an answer that brings no page: enough to see what it says.
const ERROR_BODY: u64 = 1 << 20;

/// Fetches sources. One for the whole program: it knows the hosts, their gaps and their robots.txt.
pub struct Fetcher {
    pub(super) settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    public: reqwest::Client,
    private: reqwest::Client,
    hosts: Hosts,
    pub(super) robots: Files,
    slots: Semaphore,
    large: Semaphore,
}

/// The time that a fetch may still spend on the network.
pub(super) struct Budget(Duration);

impl Budget {
    pub(super) fn new(time: Duration) -> Self {
        Self(time)
    }
}

/// What came of one request.
pub(super) struct Answer<'a> {
    url: Url,
    head: Head,
    response: reqwest::Response,
    /// Empty for a redirect, whose body nobody reads.
    collected: Collected<'a>,
}

impl Fetcher {
    pub fn new(settings: Settings) -> Result<Self, FetchError> {
        Self::with_clock(settings, Arc::new(SystemClock))
    }

    /// A fetcher whose robots.txt files age, and whose hosts rest, by the given clock.
    pub fn with_clock(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        Ok(Self {
            public: build_client(Reach::Public, &settings)?,
            private: build_client(Reach::Private, &settings)?,
            hosts: Hosts::default(),
            robots: Files::default(),
            slots: Semaphore::new(settings.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            large: Semaphore::new(LARGE_AT_ONCE),
            settings,
            clock,
        })
    }

    /// Fetches a page. Dropping the future ends the fetch and gives up its place in every queue.
    ///
    /// `Ok` is a whole page (200, 203) or 304 to a conditional request; everything else is an error.
    pub async fn fetch(&self, request: &Request) -> Result<Response, FetchError> {
        let mut url = request.url.clone();
        url.set_fragment(None);
        let mut redirects: Vec<Hop> = Vec::new();
        let mut budget = Budget::new(self.settings.timeout);
        loop {
            let step = self.step(request, &url, &mut budget).await;
            let answer = step.map_err(|error| name_redirect(error, &url, &redirects))?;
            let Some(hop) = answer.redirect()? else {
                return self.finish(answer, redirects).await;
            };
            if redirects.len() >= self.settings.max_redirects || redirects.contains(&hop) {
                return Err(too_many_redirects(redirects.len() + 1, &hop.to));
            }
            url = hop.to.clone();
            redirects.push(hop);
        }
    }

    /// One hop: the doors, robots.txt, the exchange.
    async fn step(
        &self,
        request: &Request,
        url: &Url,
        budget: &mut Budget,
    ) -> Result<Answer<'_>, FetchError> {
        check(request, url)?;
        let mut delay = None;
        if !(request.ignore_robots && url.host() == request.url.host()) {
            delay = self.obey_robots(request, url).await?;
        }
        self.exchange(request, url, delay, budget).await
    }

    /// Waits for the host's turn and sends one request. Tests no address: [`check`] did.
    pub(super) async fn exchange(
        &self,
        request: &Request,
        url: &Url,
        crawl_delay: Option<Duration>,
        budget: &mut Budget,
    ) -> Result<Answer<'_>, FetchError> {
        let head = Head::of(request, url, &self.settings.user_agent)?;
        let manner = self.manner(request, url, crawl_delay);
        let _turn = self.hosts.turn(url, manner, || self.clock.now()).await?;
        let _slot = self.slots.acquire().await.expect("nothing closes the semaphore of slots");
        let start = Instant::now();
        let mut deadline = start + budget.0;
        let result = self.talk(request, url, head, &mut deadline).await;
        budget.0 = deadline.saturating_duration_since(Instant::now());
        result
    }

    async fn talk(
        &self,
        request: &Request,
        url: &Url,
        head: Head,
        deadline: &mut Instant,
    ) -> Result<Answer<'_>, FetchError> {
        let mut response = self.send(request, url, &head, *deadline).await?;
        let status = response.status().as_u16();
        let room = Room::new(&self.large);
        let collected = if (300..400).contains(&status) {
            Collected { raw: Bytes::new(), cut: None, room }
        } else {
            let max =
                if is_page(status) { self.settings.max_body } else { self.settings.max_body.min(ERROR_BODY) };
            body::collect(&mut response, max, deadline, room).await
        };
        Ok(Answer { url: url.clone(), head, response, collected })
    }

    async fn send(
        &self,
        request: &Request,
        url: &Url,
        head: &Head,
        deadline: Instant,
    ) -> Result<reqwest::Response, FetchError> {
        let client = match reach(request, url) {
            Reach::Public => &self.public,
            Reach::Private => &self.private,
        };
        let host = url.host_str().unwrap_or_default();
        let mut is_second = false;
        loop {
            let sending = client.get(url.clone()).headers(head.sent.clone()).send();
            let Ok(sent) = timeout_at(deadline, sending).await else {
                let message = format!("{host} did not answer in time");
                return Err(FetchError::new(FailureKind::Timeout, message));
            };
            match sent.map_err(|error| FetchError::from_client(&error, host)) {
                // A server may close a kept connection just as it is used again.
                Err(error) if error.kind == FailureKind::Truncated && !is_second => is_second = true,
                sent => return sent,
            }
        }
    }

    /// Makes a page, or the error that it is not one, of the last answer.
    pub(super) async fn finish(
        &self,
        answer: Answer<'_>,
        redirects: Vec<Hop>,
    ) -> Result<Response, FetchError> {
        let conditional = answer.head.conditional;
        let retry_after = self.note_rest(&answer);
        let (mut response, cut, mut room) = answer.into_response(redirects);
        let status = response.status;
        if let Some(error) = status_error(&response, conditional) {
            // Its text helps to recognise walls; one that cannot be decoded is no second error.
            if let Ok(body) = self.decode(&response, &mut room).await {
                response.body = body;
            }
            return Err(FetchError {
                retry_after,
                status: Some(status),
                response: Some(Box::new(response)),
                ..error
            });
        }
        if let Some(error) = cut {
            return Err(FetchError { status: Some(status), response: Some(Box::new(response)), ..error });
        }
        response.body = self
            .decode(&response, &mut room)
            .await
            .map_err(|error| FetchError { status: Some(status), ..error })?;
        Ok(response)
    }

    async fn decode(&self, response: &Response, room: &mut Room<'_>) -> Result<Bytes, FetchError> {
        decode::decode(&response.raw, &response.headers, &self.settings, room).await
    }

    /// Leaves the host alone if it asks for that.
    fn note_rest(&self, answer: &Answer<'_>) -> Option<Duration> {
        let status = answer.response.status().as_u16();
        if !matches!(status, 429 | 503) {
            return None;
        }
        let now = self.clock.now();
        let asked = answer.response.headers().get(RETRY_AFTER)?.to_str().ok()?;
        let asked = polite::retry_after(asked, now)?;
        Some(self.hosts.rest(&answer.url, status, asked, now))
    }

    fn manner(&self, request: &Request, url: &Url, crawl_delay: Option<Duration>) -> Manner {
        let gap = request.gap.filter(|_| url.host() == request.url.host());
        match (gap, reach(request, url)) {
            (None, Reach::Private) => Manner::Free,
            (gap, _) => {
                let gap = gap.unwrap_or(self.settings.host_gap);
                Manner::Gap(gap.max(crawl_delay.unwrap_or_default()))
            }
        }
    }
}

impl<'a> Answer<'a> {
    pub(super) fn redirect(&self) -> Result<Option<Hop>, FetchError> {
        hop::redirect(&self.url, self.response.status().as_u16(), self.response.headers())
    }

    fn into_response(self, redirects: Vec<Hop>) -> (Response, Option<FetchError>, Room<'a>) {
        let headers = self.response.headers().clone();
        let Collected { raw, cut, room } = self.collected;
        let (truncated, error) = cut.unzip();
        let permanent = !redirects.is_empty() && redirects.iter().all(Hop::is_permanent);
        let response = Response {
            status: self.response.status().as_u16(),
            permanent_redirect: permanent.then(|| self.url.clone()),
            url: self.url,
            redirects,
            request_head: self.head.archived,
            http_version: format!("{:?}", self.response.version()),
            raw,
            body: Bytes::new(),
            content_type: text(&headers, &CONTENT_TYPE),
            etag: text(&headers, &ETAG),
            last_modified: text(&headers, &LAST_MODIFIED),
            headers,
            remote: self.response.remote_addr(),
            not_modified: self.response.status().as_u16() == 304,
            truncated,
        };
        (response, error, room)
    }
}

/// The doors that an address must pass before anything is sent.
pub(super) fn check(request: &Request, url: &Url) -> Result<(), FetchError> {
    guard::check_url(url)?;
    guard::check_literal(url, reach(request, url))
}

/// Where a request may go: a source's allowance holds for its own host and port and for nothing else.
fn reach(request: &Request, url: &Url) -> Reach {
    let same = url.host() == request.url.host()
        && url.port_or_known_default() == request.url.port_or_known_default();
    if request.allow_private && same { Reach::Private } else { Reach::Public }
}

fn is_page(status: u16) -> bool {
    matches!(status, 200 | 203)
}

fn text(headers: &HeaderMap, name: &reqwest::header::HeaderName) -> Option<String> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok().map(str::to_owned)
}

/// Why an answer with this status brings no page.
fn status_error(response: &Response, conditional: bool) -> Option<FetchError> {
    let status = response.status;
    if is_page(status) || (status == 304 && conditional) {
        return None;
    }
    let host = response.url.host_str().unwrap_or_default();
    // Two big networks mark the pages that only a browser gets past.
    let challenge =
        response.headers.contains_key("cf-mitigated") || response.headers.contains_key("x-amzn-waf-action");
    let (kind, what) = match status {
        _ if challenge => (FailureKind::Blocked, "wants to see a browser"),
        401 => (FailureKind::Blocked, "wants a login; put its token into the source's headers"),
        402 => (FailureKind::Blocked, "wants to be paid"),
        403 => (FailureKind::Blocked, "refuses us"),
        429 => (FailureKind::Blocked, "gets too many requests from here; raise the source's interval or gap"),
        451 => (FailureKind::Blocked, "refuses for legal reasons"),
        404 => (FailureKind::Gone, "has no such page; look whether it moved"),
        410 => (FailureKind::Gone, "has removed the page for good"),
        304 => (FailureKind::Protocol, "says “not modified” although nothing was asked about"),
        500.. => (FailureKind::Status, "has trouble of its own"),
        _ => (FailureKind::Status, "brought no page"),
    };
    Some(FetchError::new(kind, format!("{host} {what} (status {status})")))
}

pub(super) fn too_many_redirects(count: usize, to: &Url) -> FetchError {
    let message = format!(
        "{count} redirects and no end, last to {}; some sites do this where no cookies are kept",
        shown(to)
    );
    FetchError::new(FailureKind::Redirect, message)
}

fn name_redirect(mut error: FetchError, url: &Url, redirects: &[Hop]) -> FetchError {
    if !redirects.is_empty() {
        error.message = format!("redirected to {}: {}", shown(url), error.message);
    }
    error
}

/// An address for a message: without credentials and not too long.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_password(None);
    let _ = url.set_username("");
    let mut shown: String = url.as_str().chars().take(200).collect();
    if shown.len() < url.as_str().len() {
        shown.push('…');
    }
    shown
}

fn build_client(reach: Reach, settings: &Settings) -> Result<reqwest::Client, FetchError> {
    let idle = match reach {
        Reach::Public => 1,
        // A new connection costs next to nothing nearby, while a kept one waits 40 ms for the delayed
        // acknowledgement of each answer that a simple server sends in two pieces.
        Reach::Private => 0,
    };
    with_roots(|| {
        reqwest::Client::builder()
            .dns_resolver(GuardedResolver(reach))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(settings.timeout.min(Duration::from_secs(10)))
            .pool_max_idle_per_host(idle)
            .pool_idle_timeout(Duration::from_secs(15))
            .http2_max_header_list_size(64 << 10)
    })
}

/// Builds a client; where the machine has no CA certificates, one that still fetches what needs none and trusts
/// nobody else.
pub(super) fn with_roots(
    builder: impl Fn() -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, FetchError> {
    builder()
        .build()
        .or_else(|error| {
            tracing::warn!(?error, "No CA certificates found, so https fails: install ca-certificates.");
            builder().tls_certs_only([]).build()
        })
        .map_err(|error| {
            FetchError::new(FailureKind::Tls, format!("the HTTP client cannot be set up: {error:?}"))
        })
}
