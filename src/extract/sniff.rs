//! What a body is, by its content type and its first bytes.

use crate::model::source::SourceKind;

use super::ExtractError;
use super::charset::find;

/// How far into a body its kind is looked for.
const LOOK: usize = 4096;

const PDF: &[u8] = b"%PDF-";

/// Whether a body is a PDF.
#[must_use]
pub fn is_pdf(body: &[u8]) -> bool {
    let head = body[..body.len().min(LOOK)].trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // Some writers put lines of their own before the header; a text may quote one, but holds no objects.
    head.starts_with(PDF)
        || !matches!(head.first(), Some(b'<' | b'{' | b'['))
            && find(head, PDF).is_some()
            && find(head, b" 0 obj").is_some()
}

/// Tells page, feed, JSON and PDF apart; the bytes count more than the content type, which servers often get wrong.
#[must_use]
pub fn sniff(body: &[u8], content_type: Option<&str>) -> SourceKind {
    if is_pdf(body) {
        return SourceKind::Pdf;
    }
    let head = narrow(&body[..body.len().min(LOOK)]);
    let head = head.trim_ascii_start();
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    match head.first() {
        Some(b'{' | b'[') if !declared.contains("html") => {
            if find(head, b"jsonfeed.org/version").is_some() {
                SourceKind::Feed
            } else {
                SourceKind::Json
            }
        }
        Some(b'<') => match root(head).as_deref() {
            Some("rss" | "feed" | "rdf:rdf" | "rdf" | "entry" | "channel") => SourceKind::Feed,
            Some("html" | "head" | "body") => SourceKind::Page,
            _ if declares_feed(&declared) && !says_html(head) => SourceKind::Feed,
            _ => SourceKind::Page,
        },
        _ if find(head, b"<rss").is_some() || find(head, b"<feed").is_some() || declares_feed(&declared) => {
            SourceKind::Feed
        }
        _ if declared.contains("json") => SourceKind::Json,
        _ => SourceKind::Page,
    }
}

fn declares_feed(content_type: &str) -> bool {
    ["application/rss", "application/atom", "application/rdf", "application/feed+json"]
        .iter()
        .any(|kind| content_type.contains(kind))
}

fn says_html(head: &[u8]) -> bool {
    head.len() >= 14 && head[..14].eq_ignore_ascii_case(b"<!doctype html")
}

/// The first bytes without byte order mark and without the zeros of UTF-16.
fn narrow(head: &[u8]) -> Vec<u8> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = head.strip_prefix(b"\xff\xfe").or_else(|| head.strip_prefix(b"\xfe\xff")).unwrap_or(head);
    head.iter().copied().filter(|b| *b != 0).collect()
}

/// The lower-case name of the first element, behind declarations and comments.
fn root(mut head: &[u8]) -> Option<String> {
    loop {
        let at = head.iter().position(|b| *b == b'<')?;
        head = &head[at..];
        if head.starts_with(b"<!--") {
            head = &head[find(head, b"-->")? + 3..];
        } else if head.starts_with(b"<?") || head.starts_with(b"<!") {
            head = &head[find(head, b">")? + 1..];
        } else {
            let end = head[1..].iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
            return Some(String::from_utf8_lossy(&head[1..=end]).to_ascii_lowercase());
        }
    }
}

/// Refuses what is no text at all.
pub(super) fn refuse_binary(body: &[u8]) -> Result<(), ExtractError> {
    const MAGIC: [(&[u8], &str); 13] = [
        (PDF, "a PDF"),
        (b"PK\x03\x04", "a ZIP or Office file"),
        (b"\x1f\x8b", "compressed (gzip)"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
        (b"\x7fELF", "a program"),
        (b"\xd0\xcf\x11\xe0", "an Office file"),
        (b"Rar!", "an archive"),
        (b"7z\xbc\xaf", "an archive"),
        (b"BZh", "compressed (bzip2)"),
        (b"OggS", "sound or video"),
    ];
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| body.starts_with(magic)) {
        return Err(ExtractError::Binary { what });
    }
    let sample = &body[..body.len().min(LOOK)];
    let wide = sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff");
    let even_zeros = sample.iter().step_by(2).filter(|b| **b == 0).count();
    let odd_zeros = sample.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    let utf16 = wide || (even_zeros == 0) != (odd_zeros == 0) && (even_zeros + odd_zeros) * 3 > sample.len();
    let odd = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    if !utf16 && odd * 10 > sample.len() {
        return Err(ExtractError::Binary { what: "binary data" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_more_than_the_header() {
        for (body, content_type, want) in [
            ("<!doctype html><title>x</title>", Some("application/rss+xml"), SourceKind::Page),
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- made by x -->\n<rss version='2.0'>",
                Some("text/html"),
                SourceKind::Feed,
            ),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", None, SourceKind::Feed),
            ("<rdf:RDF>", None, SourceKind::Feed),
            (
                " {\"version\": \"https://jsonfeed.org/version/1.1\"}",
                Some("application/json"),
                SourceKind::Feed,
            ),
            ("[1]", None, SourceKind::Json),
            ("{\"a\":1}", Some("text/plain"), SourceKind::Json),
            ("<div>x</div>", None, SourceKind::Page),
            ("Microsoft holds 27%.", Some("text/plain"), SourceKind::Page),
            ("", None, SourceKind::Page),
        ] {
            assert_eq!(sniff(body.as_bytes(), content_type), want, "{body}");
        }
        let wide: Vec<u8> =
            "<?xml version='1.0'?><rss version='2.0'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide, None), SourceKind::Feed);
    }

    #[test]
    fn binary_is_refused_by_name() {
        assert_eq!(refuse_binary(b"%PDF-1.7\n"), Err(ExtractError::Binary { what: "a PDF" }));
        assert!(is_pdf(b"\n%PDF-1.7\n") && !is_pdf(b"<p>%PDF-1.7"));
        assert!(is_pdf(b"Page 1\n%PDF-1.7\n5 0 obj") && !is_pdf(b"It begins with %PDF-1.7."));
        assert_eq!(refuse_binary(b"\x89PNG\r\n"), Err(ExtractError::Binary { what: "an image" }));
        assert_eq!(
            refuse_binary(&[0, 1, 2, 3, 4, 200, 0, 0]),
            Err(ExtractError::Binary { what: "binary data" })
        );
        assert_eq!(refuse_binary("微软".as_bytes()), Ok(()));
        let wide: Vec<u8> = "<p>ab".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(refuse_binary(&wide), Ok(()));
    }
}
