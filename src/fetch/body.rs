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
pub(super) struct Collected<'a> {
    pub raw: Bytes,
    pub cut: Option<(Truncation, FetchError)>,
    /// The room that it takes, with what is decoded from it.
    pub room: Room<'a>,
}

fn kept(mut raw: Vec<u8>) -> Bytes {
    raw.truncate(KEPT_OF_CUT);
    raw.into()
}

/// Reads a body as received, at most `max` bytes of it, until `deadline`, which waiting for room puts off.
pub(super) async fn collect<'a>(
    response: &mut reqwest::Response,
    max: u64,
    deadline: &mut Instant,
    mut room: Room<'a>,
) -> Collected<'a> {
    let mut raw = Vec::new();
    match read(response, max, deadline, &mut room, &mut raw).await {
        Ok(()) => Collected { raw: raw.into(), cut: None, room },
        Err(cut) => Collected { raw: kept(raw), cut: Some(cut), room },
    }
}

async fn read(
    response: &mut reqwest::Response,
    max: u64,
    deadline: &mut Instant,
    room: &mut Room<'_>,
    raw: &mut Vec<u8>,
) -> Result<(), (Truncation, FetchError)> {
    let host = response.url().host_str().unwrap_or_default().to_owned();
    let too_large = || {
        let message = format!("the body is larger than {max} bytes; watch a smaller page, or raise max_body");
        (Truncation::Length, FetchError::new(FailureKind::TooLarge, message))
    };
    if response.content_length().is_some_and(|length| length > max) {
        return Err(too_large());
    }
    loop {
        let chunk = timeout_at(*deadline, response.chunk()).await.map_err(|_| {
            let message = format!("{host} sends too slowly: {} bytes came before the time was up", raw.len());
            (Truncation::Time, FetchError::new(FailureKind::Timeout, message))
        })?;
        let chunk =
            chunk.map_err(|error| (Truncation::Disconnect, FetchError::from_client(&error, &host)))?;
        let Some(chunk) = chunk else { return Ok(()) };
        if (raw.len() + chunk.len()) as u64 > max {
            return Err(too_large());
        }
        *deadline += room.make(raw.len() + chunk.len()).await;
        raw.extend_from_slice(&chunk);
    }
}
