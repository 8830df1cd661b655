//! What is archived: a request and its answer, as they went over the wire.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use tokio_util::bytes::Bytes;

use crate::fetch::{HeaderMap, Hop, Response, Truncation};

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The address that answered.
    pub url: String,
    /// The redirects that led there.
    pub redirects: Vec<Hop>,
    /// When the answer came.
    pub at: DateTime<Utc>,
    /// Request line and headers, secrets redacted, with the empty line at the end.
    pub request_head: String,
    pub http_version: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as received.
    pub raw: Bytes,
    /// The address that was dialled.
    pub ip: Option<IpAddr>,
    pub truncated: Option<Truncation>,
}

impl Exchange {
    /// The exchange that brought a response; shares its body.
    pub fn of(response: &Response, at: DateTime<Utc>) -> Self {
        Self {
            url: response.url.to_string(),
            redirects: response.redirects.clone(),
            at,
            request_head: response.request_head.clone(),
            http_version: response.http_version.clone(),
            status: response.status,
            headers: response.headers.clone(),
            raw: response.raw.clone(),
            ip: response.remote.map(|remote| remote.ip()),
            truncated: response.truncated,
        }
    }

    /// Status line and headers as archived.
    ///
    /// Transfer coding is undone by the client library and HTTP/2 has no textual form: the version is written
    /// as 1.1, and `Transfer-Encoding` gets a name that keeps readers from undoing it again.
    pub(super) fn response_head(&self) -> Vec<u8> {
        let version = if self.http_version == "HTTP/1.0" { "HTTP/1.0" } else { "HTTP/1.1" };
        let reason = StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason());
        let mut head = format!("{version} {} {}\r\n", self.status, reason.unwrap_or("Unknown")).into_bytes();
        for (name, value) in &self.headers {
            let name = match name.as_str() {
                "transfer-encoding" => "x-archive-orig-transfer-encoding",
                name => name,
            };
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    /// The protocol where the version in the status line does not say it.
    pub(super) fn protocol(&self) -> Option<&'static str> {
        self.http_version.starts_with("HTTP/2").then_some("h2")
    }
}

/// The capture that a revisit found unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// `urn:uuid:…`
    pub record_id: String,
    pub url: String,
    pub at: DateTime<Utc>,
    /// Of its body as received, in hex.
    pub payload_sha256: String,
}
