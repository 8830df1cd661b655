//! Collecting a body under its caps, and the room in memory that large bodies share.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};
use tokio_util::bytes::Bytes;

use super::error::{FailureKind, FetchError};
use super::types::Truncation;

/// What is kept of a body that was cut: enough to see what came.
const KEPT_OF_CUT: usize = 512 << 10;
/// From this size on a body counts as large.
const LARGE: usize = 1 << 20;
/// Large bodies in memory at once: with the caps on one body this bounds the memory of all.
pub(super) const LARGE_AT_ONCE: usize = 8;

/// A fetch's claim on the memory for large bodies.
pub(super) struct Room<'a> {
    large: &'a Semaphore,
    permit: Option<SemaphorePermit<'a>>,
}

impl<'a> Room<'a> {
    pub(super) fn new(large: &'a Semaphore) -> Self {
        Self { large, permit: None }
    }

    /// Waits until a body of this size has room; tells how long that took.
    pub(super) async fn make(&mut self, size: usize) -> Duration {
        if size < LARGE || self.permit.is_some() {
            return Duration::ZERO;
        }
        let begin = Instant::now();
        self.permit = Some(self.large.acquire().await.expect("nothing closes the semaphore of large bodies"));
        begin.elapsed()
    }
}

/// A body, whole or cut with the reason.
pub(super) struct Collected {
    pub raw: Bytes,
    pub cut: Option<(Truncation, FetchError)>,
}

impl Collected {
    fn cut(mut raw: Vec<u8>, truncation: Truncation, error: FetchError) -> Self {
        raw.truncate(KEPT_OF_CUT);
        Self { raw: raw.into(), cut: Some((truncation, error)) }
    }
}

/// Reads a body as received, at most `max` bytes of it, until `deadline`, which waiting for room puts off.
pub(super) async fn collect(
    response: &mut reqwest::Response,
    max: u64,
    deadline: &mut Instant,
    room: &mut Room<'_>,
) -> Collected {
    let host = response.url().host_str().unwrap_or_default().to_owned();
    let too_large = || {
        let message = format!("the body is larger than {max} bytes; watch a smaller page, or raise max_body");
        FetchError::new(FailureKind::TooLarge, message)
    };
    let announced = response.content_length();
    if announced.is_some_and(|length| length > max) {
        return Collected::cut(Vec::new(), Truncation::Length, too_large());
    }
    let mut raw = Vec::new();
    loop {
        let chunk = match timeout_at(*deadline, response.chunk()).await {
            Err(_) => {
                let message =
                    format!("{host} sends too slowly: {} bytes came before the time was up", raw.len());
                return Collected::cut(raw, Truncation::Time, FetchError::new(FailureKind::Timeout, message));
            }
            Ok(Err(error)) => {
                let error = FetchError::from_client(&error, &host);
                return Collected::cut(raw, Truncation::Disconnect, error);
            }
            Ok(Ok(None)) => break,
            Ok(Ok(Some(chunk))) => chunk,
        };
        if (raw.len() + chunk.len()) as u64 > max {
            return Collected::cut(raw, Truncation::Length, too_large());
        }
        *deadline += room.make(raw.len() + chunk.len()).await;
        raw.extend_from_slice(&chunk);
    }
    Collected { raw: raw.into(), cut: None }
}
