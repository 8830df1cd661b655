//! Undoing the content coding of a body, under a cap on size and on the ratio.

use async_compression::tokio::bufread::{
    BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder,
};
use async_compression::zstd::DParameter;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_util::bytes::Bytes;

use super::body::Room;
use super::error::{FailureKind, FetchError};
use super::types::Settings;

/// What we say that we can undo.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";
/// Codings on top of each other; more are an attack.
const MOST_LAYERS: usize = 3;
/// The ratio counts only beyond this size: a small page of spaces is harmless.
const RATIO_FROM: u64 = 1 << 20;
/// Windows of up to 8 MiB, all that RFC 9659 allows on the web (the library would take 128 MiB).
const ZSTD_WINDOW_LOG: u32 = 23;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// The body as it was before the codings that its headers name.
pub(super) async fn decode(
    raw: &Bytes,
    headers: &HeaderMap,
    settings: &Settings,
    room: &mut Room<'_>,
) -> Result<Bytes, FetchError> {
    let mut body = raw.clone();
    if body.is_empty() {
        return Ok(body);
    }
    let ratio = settings.max_ratio.saturating_mul(raw.len() as u64).max(RATIO_FROM);
    let cap = settings.max_decoded.min(ratio);
    for coding in codings(headers)?.into_iter().rev() {
        body = undo(coding, &body, cap, room).await?;
    }
    if body.len() as u64 > settings.max_decoded {
        return Err(bomb(settings.max_decoded));
    }
    Ok(body)
}

/// The codings in the order in which they were put on.
fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, FetchError> {
    let mut codings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        for name in value.split(',').map(str::trim) {
            codings.push(match name {
                "" | "identity" | "none" => continue,
                "gzip" | "x-gzip" => Coding::Gzip,
                "deflate" => Coding::Deflate,
                "br" => Coding::Brotli,
                "zstd" => Coding::Zstd,
                other => {
                    let other: String = other.chars().filter(char::is_ascii_graphic).take(40).collect();
                    let message =
                        format!("the body has the content coding “{other}”, which was not asked for");
                    return Err(FetchError::new(FailureKind::Encoding, message));
                }
            });
        }
    }
    if codings.len() > MOST_LAYERS {
        let message = format!("the body has {} content codings on top of each other", codings.len());
        return Err(FetchError::new(FailureKind::DecompressionBomb, message));
    }
    Ok(codings)
}

async fn undo(coding: Coding, body: &Bytes, cap: u64, room: &mut Room<'_>) -> Result<Bytes, FetchError> {
    let input: &[u8] = body;
    match coding {
        Coding::Gzip => {
            let mut decoder = GzipDecoder::new(input);
            // The decoder would stop after the first member and give a page cut in half.
            decoder.multiple_members(true);
            drain(decoder, cap, room).await
        }
        Coding::Deflate if is_zlib(input) => drain(ZlibDecoder::new(input), cap, room).await,
        Coding::Deflate => drain(DeflateDecoder::new(input), cap, room).await,
        Coding::Brotli => drain(BrotliDecoder::new(input), cap, room).await,
        Coding::Zstd => {
            let window = DParameter::window_log_max(ZSTD_WINDOW_LOG);
            let mut decoder = ZstdDecoder::with_params(input, &[window]);
            decoder.multiple_members(true);
            drain(decoder, cap, room).await
        }
    }
}

/// “deflate” means zlib, but some servers send the bare stream.
fn is_zlib(input: &[u8]) -> bool {
    matches!(input, [cmf, flg, ..] if cmf & 0x0f == 8 && u16::from_be_bytes([*cmf, *flg]).is_multiple_of(31))
}

async fn drain(
    mut decoder: impl AsyncRead + Unpin,
    cap: u64,
    room: &mut Room<'_>,
) -> Result<Bytes, FetchError> {
    let mut out = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let read = decoder.read(&mut chunk).await.map_err(|error| broken(&error))?;
        if read == 0 {
            return Ok(out.into());
        }
        if (out.len() + read) as u64 > cap {
            return Err(bomb(cap));
        }
        room.make(out.len() + read).await;
        out.extend_from_slice(&chunk[..read]);
        // All of this is computing: let others run in between.
        tokio::task::yield_now().await;
    }
}

fn bomb(cap: u64) -> FetchError {
    let message = format!(
        "the body unpacks to more than {cap} bytes, beyond the caps on size and ratio; watch a smaller page, or raise max_body"
    );
    FetchError::new(FailureKind::DecompressionBomb, message)
}

fn broken(error: &std::io::Error) -> FetchError {
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        return FetchError::new(FailureKind::Truncated, "the compressed body ends in the middle");
    }
    FetchError::new(FailureKind::Encoding, format!("the body is not what its content coding says: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use async_compression::tokio::bufread::{
        BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder,
    };
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;
    use tokio::sync::Semaphore;

    use super::*;

    fn headers(coding: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(coding))])
    }

    async fn decoded(raw: Vec<u8>, coding: &'static str) -> Result<Bytes, FetchError> {
        let settings = Settings { max_decoded: 4 << 20, max_ratio: 50, ..Settings::new("") };
        let large = Semaphore::new(1);
        decode(&raw.into(), &headers(coding), &settings, &mut Room::new(&large)).await
    }

    async fn pack(mut encoder: impl AsyncRead + Unpin) -> Vec<u8> {
        let mut out = Vec::new();
        encoder.read_to_end(&mut out).await.unwrap();
        out
    }

    fn page() -> Vec<u8> {
        (0..2000).flat_map(|i| format!("<p>Sentence {i}: 第{i}句。</p>\n").into_bytes()).collect()
    }

    #[tokio::test]
    async fn every_coding_is_undone() {
        let page = page();
        let text = page.as_slice();
        for (coding, raw) in [
            ("gzip", pack(GzipEncoder::new(text)).await),
            ("X-GZip", pack(GzipEncoder::new(text)).await),
            ("deflate", pack(ZlibEncoder::new(text)).await),
            ("deflate", pack(DeflateEncoder::new(text)).await),
            ("br", pack(BrotliEncoder::new(text)).await),
            ("zstd", pack(ZstdEncoder::new(text)).await),
            ("identity", page.clone()),
            ("gzip, br", pack(BrotliEncoder::new(pack(GzipEncoder::new(text)).await.as_slice())).await),
        ] {
            assert_eq!(decoded(raw, coding).await.unwrap(), page, "{coding}");
        }
        let mut two = pack(GzipEncoder::new(&text[..100])).await;
        two.extend(pack(GzipEncoder::new(&text[100..])).await);
        assert_eq!(decoded(two, "gzip").await.unwrap(), page, "gzip in two members");
        assert!(decoded(Vec::new(), "gzip").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn bombs_stop_at_the_cap() {
        let zeros = vec![0; 8 << 20];
        let text = zeros.as_slice();
        for (coding, raw) in [
            ("gzip", pack(GzipEncoder::new(text)).await),
            ("deflate", pack(DeflateEncoder::new(text)).await),
            ("br", pack(BrotliEncoder::new(text)).await),
            ("zstd", pack(ZstdEncoder::new(text)).await),
            ("gzip,gzip", pack(GzipEncoder::new(pack(GzipEncoder::new(text)).await.as_slice())).await),
            ("gzip,gzip,gzip,gzip", page()),
        ] {
            let error = decoded(raw, coding).await.unwrap_err();
            assert_eq!(error.kind, FailureKind::DecompressionBomb, "{coding}: {error}");
        }
        let half = pack(GzipEncoder::new(&text[..2 << 20])).await;
        assert_eq!(decoded(half, "gzip").await.unwrap_err().kind, FailureKind::DecompressionBomb, "ratio");
        let small = pack(GzipEncoder::new(&text[..1 << 19])).await;
        assert_eq!(decoded(small, "gzip").await.unwrap().len(), 1 << 19, "small bodies may be all spaces");
    }

    #[tokio::test]
    async fn wrong_unknown_and_cut_codings_fail() {
        for (coding, raw) in
            [("gzip", page()), ("br", page()), ("zstd", page()), ("compress", page()), ("utf-8", page())]
        {
            assert_eq!(decoded(raw, coding).await.unwrap_err().kind, FailureKind::Encoding, "{coding}");
        }
        let page = page();
        for (coding, raw) in [
            ("gzip", pack(GzipEncoder::new(page.as_slice())).await),
            ("br", pack(BrotliEncoder::new(page.as_slice())).await),
            ("zstd", pack(ZstdEncoder::new(page.as_slice())).await),
        ] {
            let half = raw[..raw.len() / 2].to_vec();
            assert_eq!(decoded(half, coding).await.unwrap_err().kind, FailureKind::Truncated, "{coding}");
        }
        let mut tail = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        tail.write_all(b"page").unwrap();
        let mut tail = tail.finish().unwrap();
        let crc = tail.len() - 8;
        tail[crc] ^= 1;
        assert_eq!(decoded(tail, "gzip").await.unwrap_err().kind, FailureKind::Encoding, "wrong checksum");
    }

    proptest! {
        #[test]
        fn rubbish_never_panics(raw in proptest::collection::vec(any::<u8>(), 0..300), coding in 0..4_usize) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let coding = ["gzip", "deflate", "br", "zstd"][coding];
            let result = runtime.block_on(decoded(raw, coding));
            prop_assert!(result.is_err() || result.is_ok_and(|body| body.len() <= 4 << 20));
        }
    }
}
