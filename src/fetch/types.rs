//! What is asked for and what comes back.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio_util::bytes::Bytes;
use url::{Position, Url};

/// How the fetcher behaves towards everybody.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Sent as User-Agent; names the program and a contact.
    pub user_agent: String,
    /// Least time between the end of one request to a host and the start of the next.
    pub host_gap: Duration,
    /// Requests under way in all.
    pub concurrency: usize,
    /// Time on the network for one fetch with all its redirects; waiting for the host's turn does not count.
    pub timeout: Duration,
    /// Bytes of a body as received.
    pub max_body: u64,
    /// Bytes of a body once decoded.
    pub max_decoded: u64,
    /// Decoded bytes per received byte; applies beyond the first MiB.
    pub max_ratio: u64,
    pub max_redirects: usize,
}

impl Settings {
    /// The default settings; `contact` (an address or URL, may be empty) goes into the User-Agent.
    pub fn new(contact: &str) -> Self {
        let program = concat!("claimwatch/", env!("CARGO_PKG_VERSION"));
        let contact: String = contact.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        let user_agent = match contact.trim() {
            "" => program.to_owned(),
            contact => format!("{program} (+{contact})"),
        };
        Self {
            user_agent,
            host_gap: Duration::from_secs(1),
            concurrency: 64,
            timeout: Duration::from_secs(30),
            max_body: 16 << 20,
            max_decoded: 32 << 20,
            max_ratio: 200,
            max_redirects: 10,
        }
    }
}

/// One fetch to be made.
#[derive(Debug, Clone)]
pub struct Request {
    pub url: Url,
    /// Lets the host and port of `url` (and nothing else) be on a private or loopback address.
    pub allow_private: bool,
    /// The source's own headers: sent to its own scheme, host and port only, and archived as `[redacted]`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The validators of the last good capture, verbatim as the server gave them.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The address that gave the validators (a capture's final URL), if not `url`: they are sent nowhere
    /// else.
    pub validators_of: Option<Url>,
    /// Least time between two requests to this host, instead of the settings' one. A source with
    /// `allow_private` and no gap waits for nobody and gets up to eight connections.
    pub gap: Option<Duration>,
    /// For documented interfaces, which have rules of their own. Redirects to other hosts obey robots.txt.
    pub ignore_robots: bool,
}

impl Request {
    /// A plain request: public addresses only, nothing conditional, robots.txt obeyed.
    pub fn new(url: Url) -> Self {
        Self {
            url,
            allow_private: false,
            headers: Vec::new(),
            etag: None,
            last_modified: None,
            validators_of: None,
            gap: None,
            ignore_robots: false,
        }
    }

    /// Whether the validators belong to this address.
    pub(super) fn validates(&self, url: &Url) -> bool {
        let of = self.validators_of.as_ref().unwrap_or(&self.url);
        of[..Position::AfterQuery] == url[..Position::AfterQuery]
    }
}

/// A redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub from: Url,
    pub status: u16,
    pub to: Url,
}

impl Hop {
    /// Whether the server said that the old address is to be forgotten.
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

/// Why a body is shorter than what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// A cap on size was reached.
    Length,
    /// The time was up.
    Time,
    /// The connection ended before the body did.
    Disconnect,
}

/// The last answer of a fetch.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    /// The address that answered, after redirects.
    pub url: Url,
    pub redirects: Vec<Hop>,
    /// Request line and headers as archived: a source's own headers are redacted.
    pub request_head: String,
    pub headers: HeaderMap,
    /// `HTTP/1.1` or the like.
    pub http_version: String,
    /// The body as received, content coding and all (transfer coding is undone).
    pub raw: Bytes,
    /// The body decoded; shares memory with `raw` where nothing had to be decoded. Empty if `truncated`.
    pub body: Bytes,
    pub content_type: Option<String>,
    /// The server's own strings, verbatim, for the next request. A 304 may leave them out: the old ones hold
    /// then.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The address that was dialled.
    pub remote: Option<SocketAddr>,
    /// 304: the last capture still holds.
    pub not_modified: bool,
    /// Where the source has moved: set if there were redirects and every one was permanent (301, 308).
    pub permanent_redirect: Option<Url>,
    pub truncated: Option<Truncation>,
}

impl Response {
    /// A header's value as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
