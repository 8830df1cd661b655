//! One request and its answer: the headers that go out, and how they are written down.

use std::fmt::Write;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION,
    USER_AGENT,
};
use url::{Position, Url};

use super::decode;
use super::error::{FailureKind, FetchError};
use super::types::{Hop, Request};

const ACCEPTED: &str = concat!(
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,",
    "application/xml;q=0.9,*/*;q=0.8"
);

/// Whether a header is set by the fetcher itself, so that no source may set it.
pub fn is_reserved_header(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "host"
            | "connection"
            | "content-length"
            | "transfer-encoding"
            | "te"
            | "upgrade"
            | "accept-encoding"
            | "if-none-match"
            | "if-modified-since"
            | "if-match"
            | "if-unmodified-since"
            | "if-range"
            | "range"
    )
}

/// The headers of one request, sent and as archived.
pub(super) struct Head {
    pub sent: HeaderMap,
    /// Request line and headers with the source's own values redacted.
    pub archived: String,
    /// Whether a validator is among them.
    pub conditional: bool,
}

impl Head {
    /// The headers for `url`, which is the request's own address or one that it was redirected to.
    pub(super) fn of(request: &Request, url: &Url, user_agent: &str) -> Result<Self, FetchError> {
        let mut sent = HeaderMap::new();
        let agent = HeaderValue::from_str(user_agent).map_err(|_| {
            FetchError::new(FailureKind::Protocol, "the User-Agent holds characters that HTTP forbids")
        })?;
        sent.insert(USER_AGENT, agent);
        sent.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
        sent.insert(ACCEPT_ENCODING, HeaderValue::from_static(decode::ACCEPTED));
        let mut conditional = false;
        if request.validates(url) {
            for (name, validator) in
                [(IF_NONE_MATCH, &request.etag), (IF_MODIFIED_SINCE, &request.last_modified)]
            {
                // One that cannot be sent is left out: the page then comes in full.
                if let Some(Ok(value)) =
                    validator.as_ref().map(|value| HeaderValue::from_bytes(value.as_bytes()))
                {
                    sent.insert(name, value);
                    conditional = true;
                }
            }
        }
        if url.origin() == request.url.origin() {
            add_own(&mut sent, request)?;
        }
        let archived = write_head(url, &sent);
        Ok(Self { sent, archived, conditional })
    }
}

fn add_own(sent: &mut HeaderMap, request: &Request) -> Result<(), FetchError> {
    for (name, value) in &request.headers {
        if is_reserved_header(name) {
            let message =
                format!("the header {name} is set by claimwatch itself; take it out of the source's headers");
            return Err(FetchError::new(FailureKind::Protocol, message));
        }
        let mut value = value.clone();
        value.set_sensitive(true);
        sent.insert(name.clone(), value);
    }
    Ok(())
}

fn write_head(url: &Url, headers: &HeaderMap) -> String {
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let mut head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n");
    for (name, value) in headers {
        let value = if value.is_sensitive() {
            "[redacted]".into()
        } else {
            String::from_utf8_lossy(value.as_bytes())
        };
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    head
}

/// The redirect that an answer asks for; `None` if its status is not one.
pub(super) fn redirect(from: &Url, status: u16, headers: &HeaderMap) -> Result<Option<Hop>, FetchError> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let refuse = |why: &str| {
        let message = format!("the server answered {status} but {why}");
        Err(FetchError { status: Some(status), ..FetchError::new(FailureKind::Redirect, message) })
    };
    let Some(location) = headers.get(LOCATION) else { return refuse("names no address to go to") };
    let Ok(location) = std::str::from_utf8(location.as_bytes()) else {
        return refuse("the address to go to is not readable");
    };
    match from.join(location) {
        Ok(mut to) => {
            to.set_fragment(None);
            Ok(Some(Hop { from: from.clone(), status, to }))
        }
        Err(_) => refuse("the address to go to is not a URL"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    fn request() -> Request {
        Request {
            headers: vec![(HeaderName::from_static("x-token"), HeaderValue::from_static("secret-1"))],
            etag: Some("W/\"ä\"".into()),
            last_modified: Some("yesterday, more or less".into()),
            ..Request::new(url("https://a.example/page?q=1#top"))
        }
    }

    proptest::proptest! {
        #[test]
        fn any_location_is_resolved_or_refused(location in proptest::collection::vec(0x20_u8..=0xff, 0..80)) {
            if let Ok(value) = HeaderValue::from_bytes(&location) {
                let headers = HeaderMap::from_iter([(LOCATION, value)]);
                if let Ok(Some(hop)) = redirect(&url("https://a.example/x"), 302, &headers) {
                    proptest::prop_assert!(hop.to.fragment().is_none());
                }
            }
        }
    }

    #[test]
    fn the_archived_head_holds_no_secret() {
        let head = Head::of(&request(), &request().url, "claimwatch/0.1").unwrap();
        assert_eq!(head.sent["x-token"], "secret-1");
        assert!(!head.archived.contains("secret-1"), "{}", head.archived);
        assert!(
            head.archived.starts_with("GET /page?q=1 HTTP/1.1\r\nHost: a.example\r\n"),
            "{}",
            head.archived
        );
        assert!(head.archived.contains("x-token: [redacted]\r\n"));
        assert!(head.archived.contains("if-none-match: W/\"ä\"\r\n"));
        assert!(head.archived.ends_with("\r\n\r\n"));
    }

    #[test]
    fn own_headers_and_validators_stay_with_their_address() {
        for other in
            ["http://a.example/page?q=1", "https://a.example:8443/page?q=1", "https://b.example/page?q=1"]
        {
            let head = Head::of(&request(), &url(other), "claimwatch/0.1").unwrap();
            assert!(!head.sent.contains_key("x-token"), "{other}");
            assert!(!head.conditional && !head.sent.contains_key(IF_NONE_MATCH), "{other}");
        }
        let moved = Request { validators_of: Some(url("https://b.example/new")), ..request() };
        assert!(!Head::of(&moved, &moved.url, "a").unwrap().conditional);
        assert!(Head::of(&moved, &url("https://b.example/new"), "a").unwrap().conditional);
    }

    #[test]
    fn headers_that_would_break_the_exchange_are_refused() {
        let range = (HeaderName::from_static("range"), HeaderValue::from_static("bytes=0-9"));
        let request = Request { headers: vec![range], ..request() };
        assert_eq!(Head::of(&request, &request.url, "a").err().unwrap().kind, FailureKind::Protocol);
    }

    #[test]
    fn redirects_are_resolved_against_where_they_come_from() {
        let from = url("https://a.example/x/y");
        let to = |location: &'static str| {
            let headers =
                HeaderMap::from_iter([(LOCATION, HeaderValue::from_bytes(location.as_bytes()).unwrap())]);
            redirect(&from, 302, &headers)
        };
        for (location, expected) in [
            ("/z", "https://a.example/z"),
            ("z?q#f", "https://a.example/x/z?q"),
            ("//b.example/", "https://b.example/"),
            ("http://c.example/新闻", "http://c.example/%E6%96%B0%E9%97%BB"),
            ("file:///etc/passwd", "file:///etc/passwd"),
        ] {
            assert_eq!(to(location).unwrap().unwrap().to.as_str(), expected);
        }
        assert_eq!(to("http://[").unwrap_err().kind, FailureKind::Redirect);
        assert_eq!(redirect(&from, 301, &HeaderMap::new()).unwrap_err().kind, FailureKind::Redirect);
        assert_eq!(redirect(&from, 300, &HeaderMap::new()).unwrap(), None);
    }
}
