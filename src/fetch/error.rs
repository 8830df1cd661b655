//! Why a fetch failed, in kinds that source health is decided by and in words for a person.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use super::guard::{Forbidden, Unresolved};
use super::types::Response;
use crate::model::relation::words;

words! {
    /// What kind of failure a fetch met.
    FailureKind {
        Dns = "dns",
        Connect = "connect",
        Tls = "tls",
        Timeout = "timeout",
        TooLarge = "too_large",
        DecompressionBomb = "decompression_bomb",
        Redirect = "redirect",
        /// A scheme, address or credentials that are never dialled.
        ForbiddenAddress = "forbidden_address",
        Robots = "robots",
        /// 401, 402, 403, 429, 451, or a challenge for browsers: the server does not want us.
        Blocked = "blocked",
        /// 404, 410.
        Gone = "gone",
        /// Any other status that brings no page.
        Status = "status",
        /// The connection ended before the body did.
        Truncated = "truncated",
        /// The content coding is unknown or broken.
        Encoding = "encoding",
        /// Not HTTP as it should be.
        Protocol = "protocol",
        /// The page came, but could not be read: a selector that matches nothing, binary data, a broken feed.
        Unreadable = "unreadable",
        /// The page came, but lost most of its text.
        Suspect = "suspect",
    }
}

/// A fetch that brought no page.
#[derive(Debug)]
pub struct FetchError {
    pub kind: FailureKind,
    pub status: Option<u16>,
    /// What happened and what to do about it.
    pub message: String,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The answer, for error statuses and cut bodies.
    pub response: Option<Box<Response>>,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for FetchError {}

impl FetchError {
    pub(super) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, status: None, message: message.into(), retry_after: None, response: None }
    }

    /// Sorts an error of the client library into a kind.
    pub(super) fn from_client(error: &reqwest::Error, host: &str) -> Self {
        let chain = Chain::of(error);
        if let Some(forbidden) = chain.forbidden {
            return Self::new(FailureKind::ForbiddenAddress, forbidden);
        }
        if let Some(unresolved) = chain.unresolved {
            return Self::new(FailureKind::Dns, unresolved);
        }
        let why = chain.deepest;
        if error.is_timeout() {
            return Self::new(FailureKind::Timeout, format!("{host} did not answer in time ({why})"));
        }
        if error.is_connect() {
            return if chain.tls {
                Self::new(FailureKind::Tls, format!("no trusted TLS connection to {host}: {why}"))
            } else {
                Self::new(FailureKind::Connect, format!("no connection to {host}: {why}"))
            };
        }
        if chain.cut {
            return Self::new(
                FailureKind::Truncated,
                format!("{host} hung up before the answer was complete: {why}"),
            );
        }
        Self::new(FailureKind::Protocol, format!("{host} does not answer in proper HTTP: {why}"))
    }
}

/// What is of interest in an error's chain of causes.
#[derive(Default)]
struct Chain {
    forbidden: Option<String>,
    unresolved: Option<String>,
    tls: bool,
    cut: bool,
    deepest: String,
}

impl Chain {
    fn of(error: &(dyn Error + 'static)) -> Self {
        let mut chain = Self::default();
        chain.walk(error, 0);
        chain
    }

    fn walk(&mut self, error: &(dyn Error + 'static), depth: usize) {
        // Causes are a handful; the bound only guards against a cycle.
        if depth > 16 {
            return;
        }
        self.deepest = error.to_string();
        if let Some(forbidden) = error.downcast_ref::<Forbidden>() {
            self.forbidden = Some(forbidden.to_string());
        }
        if let Some(unresolved) = error.downcast_ref::<Unresolved>() {
            self.unresolved = Some(unresolved.to_string());
        }
        // hyper does not export its error; its wording is all there is.
        if self.deepest.contains("connection closed before message completed")
            || self.deepest.contains("end of file before message length reached")
        {
            self.cut = true;
        }
        // An io::Error's source() skips the error that it wraps.
        let inner = error.downcast_ref::<io::Error>().and_then(|io| {
            self.tls |= io.kind() == io::ErrorKind::InvalidData || self.deepest.contains("tls handshake");
            self.cut |= matches!(
                io.kind(),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
            );
            io.get_ref().map(|inner| inner as &(dyn Error + 'static))
        });
        if let Some(next) = inner.or_else(|| error.source()) {
            self.walk(next, depth + 1);
        }
    }
}
