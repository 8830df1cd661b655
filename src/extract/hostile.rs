//! Tests: bodies made to stall or swell each reader. Quadratic work on them would take hours.

use super::{Options, extract};
use crate::model::passage::Document;
use crate::model::source::SourceKind;

const SIZE: usize = 200_000;
/// No reader says more than this for each byte that it was given: paths and headings stand beside the text.
const SWELL: usize = 40;

/// Reads as many repetitions of `unit` as make up a long body, between `head` and `tail`.
fn read(kind: SourceKind, [head, unit, tail]: [&str; 3]) {
    let body = format!("{head}{}{tail}", unit.repeat(SIZE / unit.len()));
    let options = Options { kind: Some(kind), ..Options::default() };
    if let Ok(document) = extract(body.as_bytes(), &options) {
        assert!(length(&document) < SWELL * body.len(), "{kind}: {head}{unit}");
    }
}

fn length(document: &Document) -> usize {
    let size = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    document.passages.iter().map(|p| p.text.len() + p.path.len() + size(&p.heading) + size(&p.entry)).sum()
}

#[test]
fn pages() {
    for parts in [
        ["<p>", "1,", ""],
        ["<p>", "$", ""],
        ["<p>", "一", ""],
        ["<p>", "&amp", ""],
        ["<p>", "a.", ""],
        ["", "<p>a", ""],
        ["", "<!--", ""],
        ["", "<a href=\"", ""],
        ["<table>", "<tr><td rowspan=9>1", ""],
        ["", "</b><b>x", ""],
        ["<script type=\"application/ld+json\">", "[", "</script>"],
    ] {
        read(SourceKind::Page, parts);
    }
}

#[test]
fn feeds() {
    const HEAD: &str = "<rss version=\"2.0\"><channel>";
    for parts in [
        [HEAD, "<item>", ""],
        [HEAD, "<item><title>a & b</title></item>", ""],
        [HEAD, "&", ""],
        [HEAD, "<![CDATA[", ""],
        ["<rss version=\"2.0\"><channel><title>", "&lt;b&gt;", "</title></channel></rss>"],
        ["<!DOCTYPE a [", "<!ENTITY a \"&a;&a;\">", "]><rss/>"],
    ] {
        read(SourceKind::Feed, parts);
    }
}

#[test]
fn documents() {
    for parts in [
        ["[", "1,", "1]"],
        ["[", "\"a\",", "1]"],
        ["{\"a\":\"", "\\\\", "\"}"],
        ["", "[", ""],
        ["", "{\"a\":", ""],
        ["[", "{\"id\":1},", "1]"],
        ["", "-", ""],
    ] {
        read(SourceKind::Json, parts);
    }
}
