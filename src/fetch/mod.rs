//! The only door to the network: a guarded, polite HTTP client.
//!
//! ```text
//! url → guard (scheme, credentials, address) → robots.txt → host's turn → exchange → body (caps) → decode
//!        ↑ every redirect comes back to the start
//! ```
//!
//! Redirects are followed here, not in the client library, so that each hop passes the same door and a
//! source's headers are dropped as soon as scheme, host or port differ. The body is kept both as received
//! (for the archive) and decoded.

mod body;
mod client;
mod decode;
mod endpoint;
mod error;
mod guard;
mod hop;
mod polite;
mod robots;
mod types;

#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;

pub use client::Fetcher;
pub use endpoint::Endpoint;
pub use error::{FailureKind, FetchError};
pub use guard::{check_url, forbidden};
pub use hop::is_reserved_header;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
pub use robots::{TOKEN, Verdict};
pub use types::{Hop, Request, Response, Settings, Truncation};
