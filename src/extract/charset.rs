//! Bytes → text: which encoding a body is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// How far into a body a declaration is looked for.
const PRESCAN: usize = 16 * 1024;
/// How much of a body the guess is made from.
const GUESS: usize = 256 * 1024;

/// A body as text, with the encoding that was used.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static Encoding,
    /// What did not fit, in words.
    pub warning: Option<String>,
}

/// Decodes a body: byte order mark, HTTP charset, declaration in the body, strict UTF-8 (its last character may be
/// cut off), then a guess.
///
/// A declaration that the bytes contradict gives way to UTF-8 when they are valid UTF-8 with multi-byte characters.
#[must_use]
pub fn decode(body: &[u8], content_type: Option<&str>) -> Decoded {
    let (encoding, bom) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (encoding, length),
        None => (choose(body, content_type), 0),
    };
    let (text, malformed) = encoding.decode_without_bom_handling(&body[bom..]);
    let warning = (malformed && !cut_tail_only(&text))
        .then(|| format!("some bytes are not valid {}: they show as \u{fffd}", encoding.name()));
    let mut text = text.into_owned();
    if malformed && cut_tail_only(&text) {
        text.truncate(text.trim_end_matches('\u{fffd}').len());
    }
    Decoded { text, encoding, warning }
}

fn choose(body: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some(wide) = utf16_without_mark(body) {
        return wide;
    }
    // Bytes without a zero are not UTF-16, whatever the header says.
    let narrow =
        |declared: &&'static Encoding| !is_wide(declared) || body[..body.len().min(PRESCAN)].contains(&0);
    let declared = content_type.and_then(http_charset).filter(narrow).or_else(|| prescan(body));
    match declared {
        Some(encoding) if encoding == UTF_8 && !utf8_but_for_tail(body) => guess_unless_mostly_utf8(body),
        Some(encoding) if encoding != UTF_8 && has_wide(body) && utf8_but_for_tail(body) => UTF_8,
        Some(encoding) => encoding,
        // The default of HTML: the text is the same in both.
        None if body.is_ascii() && !utf8_by_default(body, content_type) => WINDOWS_1252,
        None if utf8_but_for_tail(body) => UTF_8,
        None => guess(body),
    }
}

/// XML and JSON are UTF-8 unless they say otherwise; HTML is not.
fn utf8_by_default(body: &[u8], content_type: Option<&str>) -> bool {
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    let head = body.trim_ascii_start();
    head.starts_with(b"<?xml")
        || head.starts_with(b"{")
        || head.starts_with(b"[")
        || declared.contains("xml")
        || declared.contains("json")
}

/// A body that says UTF-8 and breaks it in a few places is UTF-8 with faults; one that breaks it everywhere isn't.
fn guess_unless_mostly_utf8(body: &[u8]) -> &'static Encoding {
    let sample = &body[..body.len().min(GUESS)];
    let bad = String::from_utf8_lossy(sample).matches('\u{fffd}').count();
    let wide = sample.iter().filter(|b| **b >= 0x80).count();
    if bad * 4 > wide { guess(body) } else { UTF_8 }
}

fn guess(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&body[..body.len().min(GUESS)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The charset of a Content-Type header, when it names one that we know.
fn http_charset(content_type: &str) -> Option<&'static Encoding> {
    let (_, parameters) = content_type.split_once(';')?;
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        if !name.trim().eq_ignore_ascii_case("charset") {
            return None;
        }
        label(value.trim().trim_matches(['"', '\'']).as_bytes())
    })
}

/// A declaration in the first bytes: `<?xml encoding="…"?>`, `<meta charset>` or `<meta … content="…; charset=…">`.
fn prescan(body: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = body[..body.len().min(PRESCAN)].to_ascii_lowercase();
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    if head[start..].starts_with(b"<?xml") {
        let end = find(&head[start..], b"?>").map_or(head.len(), |end| start + end);
        if let Some(found) = value_after(&head[start..end], b"encoding") {
            return Some(not_wide(found));
        }
    }
    meta_charset(&head).map(not_wide)
}

/// The charset of the first `<meta>` that names one, as WHATWG's prescan finds it in lower-cased bytes.
fn meta_charset(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    loop {
        at += find(&head[at..], b"<")?;
        let tag = &head[at..];
        if tag.starts_with(b"<!--") {
            at += 2 + find(&tag[2..], b"-->")? + 3;
        } else if tag.starts_with(b"<!") || tag.starts_with(b"<?") {
            at += find(tag, b">")? + 1;
        } else if tag.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            let name = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            let (attributes, end) = attributes(&tag[name..])?;
            if matches!(&tag[..name], b"<meta" | b"<meta/")
                && let Some(found) = of_meta(&attributes)
            {
                return Some(found);
            }
            at += name + end;
        } else {
            at += 1;
        }
    }
}

fn of_meta(attributes: &[(&[u8], &[u8])]) -> Option<&'static Encoding> {
    let value = |name: &[u8]| attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| *value);
    value(b"charset").and_then(|name| label(name.trim_ascii())).or_else(|| {
        let pragma = value(b"http-equiv").is_some_and(|kind| kind == b"content-type");
        value_after(value(b"content").filter(|_| pragma)?, b"charset")
    })
}

type Attribute<'a> = (&'a [u8], &'a [u8]);

/// Names and values up to the end of a tag, and the index behind it; `None` if the tag does not end.
fn attributes(tag: &[u8]) -> Option<(Vec<Attribute<'_>>, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    let end_of = |from: usize, stops: &[u8]| {
        tag[from..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || stops.contains(b))
            .map(|length| from + length)
    };
    let skip =
        |from: usize| tag[from..].iter().position(|b| !b.is_ascii_whitespace()).map(|length| from + length);
    loop {
        at = skip(at)?;
        match tag[at] {
            b'>' => return Some((out, at + 1)),
            b'/' => at += 1,
            _ => {
                let name_end = end_of(at + 1, b"=>/")?;
                let name = &tag[at..name_end];
                at = skip(name_end)?;
                if tag[at] != b'=' {
                    out.push((name, &[][..]));
                    continue;
                }
                at = skip(at + 1)?;
                let value_end = match tag[at] {
                    quote @ (b'"' | b'\'') => {
                        at += 1;
                        at + find(&tag[at..], &[quote])?
                    }
                    _ => end_of(at, b">")?,
                };
                out.push((name, &tag[at..value_end]));
                at = value_end + usize::from(matches!(tag[value_end], b'"' | b'\''));
            }
        }
    }
}

/// What could be read as ASCII up to its own declaration is not UTF-16, whatever it says.
fn not_wide(declared: &'static Encoding) -> &'static Encoding {
    if is_wide(declared) {
        UTF_8
    } else if declared == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        declared
    }
}

fn is_wide(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The encoding named behind `name =` in a lower-cased tag; a quote that begins it must end it.
fn value_after(tag: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let mut from = 0;
    while let Some(at) = find(&tag[from..], name) {
        let rest = tag[from + at + name.len()..].trim_ascii_start();
        if let Some(value) = rest.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let named = if let Some(quote @ (b'"' | b'\'')) = value.first() {
                find(&value[1..], &[*quote]).map_or(&[][..], |end| &value[1..=end])
            } else {
                let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b';');
                value.split(stop).next().unwrap_or_default()
            };
            if let Some(encoding) = label(named) {
                return Some(encoding);
            }
        }
        from += at + name.len();
    }
    None
}

/// An encoding by its label; names of Chinese supersets that WHATWG does not list are known too.
fn label(name: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(name).or_else(|| {
        let name = name.to_ascii_lowercase();
        match name.as_slice() {
            b"utf8mb4" | b"utf_8" => Some(UTF_8),
            b"cp936" | b"ms936" | b"windows-936" | b"gb2312-80" => Some(GB18030),
            b"cp950" | b"ms950" | b"big5hkscs" => Some(encoding_rs::BIG5),
            _ => None,
        }
    })
}

/// UTF-16 without its mark, told by the zero bytes of its first two characters.
fn utf16_without_mark(body: &[u8]) -> Option<&'static Encoding> {
    match body {
        [9..=126, 0, b, 0, ..] if *b != 0 => Some(UTF_16LE),
        [0, 9..=126, 0, b, ..] if *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

fn has_wide(body: &[u8]) -> bool {
    body.iter().any(|b| *b >= 0x80)
}

/// Valid UTF-8, but for a last character that a size cap may have cut.
fn utf8_but_for_tail(body: &[u8]) -> bool {
    match std::str::from_utf8(body) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && error.valid_up_to() + 4 > body.len(),
    }
}

/// The only characters that could not be read stand at the very end.
fn cut_tail_only(text: &str) -> bool {
    !text.trim_end_matches('\u{fffd}').contains('\u{fffd}')
}

pub(super) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GBK};

    const PAGE: &str = "<p>微软持有这家公司约百分之二十七的股权，双方周二宣布。</p>";

    fn page(meta: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(&format!("<html><head>{meta}</head>{PAGE}")).0.into_owned()
    }

    #[test]
    fn the_http_charset_comes_first() {
        let body = page("<meta charset=big5>", GBK);
        let decoded = decode(&body, Some("text/html; Charset=\"GB2312\""));
        assert!(decoded.text.contains("微软持有"), "{}", decoded.text);
        assert_eq!(decoded.encoding.name(), "GBK");
    }

    #[test]
    fn a_meta_tag_is_read_in_both_forms_and_not_out_of_a_comment() {
        for meta in [
            "<meta charset=gbk>",
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"/>",
            "<!-- <meta charset=utf-8> --><META CHARSET='GBK'>",
            "<p title='>'><p title='<meta charset=utf-8>'><meta http-equiv=Style content='x; charset=utf-8'><meta charset=\"\ngbk\">",
        ] {
            assert!(decode(&page(meta, GBK), None).text.contains("微软持有"), "{meta}");
        }
        let body = BIG5.encode("<meta charset=big5><p>微軟持有股權</p>").0.into_owned();
        assert!(decode(&body, Some("text/html")).text.contains("微軟持有股權"));
    }

    #[test]
    fn utf8_without_a_word_may_be_cut_inside_a_character() {
        let body = PAGE.as_bytes();
        let cut = &body[..body.len() - 8];
        assert!(std::str::from_utf8(cut).is_err());
        let decoded = decode(cut, None);
        assert_eq!(decoded.encoding, UTF_8);
        assert!(!decoded.text.contains('\u{fffd}'));
        assert!(decoded.warning.is_none());
    }

    #[test]
    fn utf8_that_claims_to_be_latin_is_utf8() {
        let body = page("<meta charset=iso-8859-1>", UTF_8);
        assert_eq!(decode(&body, None).encoding, UTF_8);
    }

    #[test]
    fn gbk_that_claims_to_be_utf8_is_guessed() {
        let long = PAGE.repeat(20);
        let body = GBK.encode(&format!("<meta charset=utf-8>{long}")).0.into_owned();
        assert!(decode(&body, None).text.contains("微软持有"));
    }

    #[test]
    fn marks_and_bare_utf16_are_known() {
        let mut marked = vec![0xff, 0xfe];
        marked.extend(PAGE.encode_utf16().flat_map(u16::to_le_bytes));
        assert!(decode(&marked, Some("text/html; charset=utf-8")).text.starts_with("<p>微软"));
        let bare: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(decode(&bare, None).text.starts_with("<p>微软"));
        assert_eq!(decode(b"<p>x</p>", Some("text/html; charset=utf-16")).text, "<p>x</p>");
    }

    #[test]
    fn plain_ascii_is_the_default_of_its_format() {
        for (body, content_type, want) in [
            ("<p>x</p>", "text/html", WINDOWS_1252),
            ("<meta charset=utf-16><p>x</p>", "text/html", UTF_8),
            ("<meta charset=x-user-defined>", "text/html", WINDOWS_1252),
            ("<meta charset=koi8-r", "text/html", WINDOWS_1252),
            ("<meta http-equiv=content-type content='x; charset=\"koi8-r'>", "text/html", WINDOWS_1252),
            ("<?xml version='1.0'?><rss/>", "text/html", UTF_8),
            ("<rss/>", "application/rss+xml", UTF_8),
            ("{}", "", UTF_8),
        ] {
            assert_eq!(decode(body.as_bytes(), Some(content_type)).encoding, want, "{body}");
        }
    }

    #[test]
    fn an_undeclared_chinese_page_is_guessed() {
        let body = GBK.encode(&PAGE.repeat(10)).0.into_owned();
        assert!(decode(&body, None).text.contains("百分之二十七"));
    }
}
