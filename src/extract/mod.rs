//! Room: extract. Bytes of a capture → its passages; no I/O.
//!
//! A page brings its own text without its frame, a feed its entries, a JSON document its rows or fields, the text of a
//! PDF (which `crate::reader` takes out of its bytes) its paragraphs and table rows.

mod charset;
pub mod clean;
mod date;
mod feed;
#[cfg(test)]
mod hostile;
mod html;
mod json;
mod nesting;
mod pdf;
mod sniff;
mod wall;
mod writer;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::model::passage::Document;
use crate::model::source::{Extract, SourceKind};

pub use html::{Discovery, FeedKind, FeedLink, discover};
pub use json::query;
pub use pdf::{PdfText, layout, pdf};
pub use sniff::{is_pdf, sniff};
pub use wall::{Wall, WallKind, wall};

/// How a body is to be read; what is `None` is found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Where it came from: relative addresses are resolved against it.
    pub url: Option<&'a url::Url>,
    /// The Content-Type header as received.
    pub content_type: Option<&'a str>,
    pub kind: Option<SourceKind>,
    /// Which part of a page is read; the article by default, `select` where that is given.
    pub mode: Option<Extract>,
    /// CSS selector for a page, JSONPath (RFC 9535) for JSON.
    pub select: Option<&'a str>,
    /// CSS selectors of what is cut out of a page.
    pub exclude: &'a [String],
    /// The time of the visit: what a page says was published later is not believed.
    pub now: Option<DateTime<Utc>>,
}

/// Why nothing was read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractError {
    #[error(
        "nothing to read: the body holds no text; look at the address in a browser (pages drawn by scripts need another address, such as the feed)"
    )]
    Empty,
    #[error(
        "select = \"{selector}\" matches nothing: the page was rebuilt or serves something else; run `source test` and give a selector that matches"
    )]
    SelectorMatchesNothing { selector: String },
    #[error(
        "\"{selector}\" is not a CSS selector ({reason}); write one such as \"main article\" or \".release-body\""
    )]
    BadSelector { selector: String, reason: String },
    #[error(
        "elements nest {depth} deep or more, at most {} are read: this is broken or hostile markup; watch another address",
        nesting::MAX_DEPTH
    )]
    TooDeep { depth: usize },
    #[error("the body is {what}, not text; watch the page that links to it")]
    Binary { what: &'static str },
    #[error(
        "not a feed that can be read: {0}; set kind = \"page\", or take the feed's address that the page names (`source add` finds it)"
    )]
    Feed(String),
    #[error("not JSON: {0}; check the address and that it needs no key, or set kind = \"page\"")]
    Json(String),
    #[error("select is not a JSONPath: {0}")]
    JsonPath(String),
    #[error("select = \"{selector}\" matches nothing in this JSON; look at its keys with `source test`")]
    JsonPathMatchesNothing { selector: String },
    #[error("the body is no PDF; take out kind = \"pdf\", or look at the address in a browser")]
    NotPdf,
    #[error("the PDF cannot be read: {0}; watch the page that announces it")]
    Pdf(String),
}

/// The WHATWG name of the encoding that a body is read in.
#[must_use]
pub fn encoding(body: &[u8], content_type: Option<&str>) -> &'static str {
    charset::decode(body, content_type).encoding.name()
}

/// Reads a body.
///
/// The kind is taken from `options.kind`, else from the content type and the first bytes. Time is linear in the body
/// for all but the article finder; give it bodies under a size cap.
pub fn extract(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ExtractError::Empty);
    }
    sniff::refuse_binary(body)?;
    match options.kind.unwrap_or_else(|| sniff(body, options.content_type)) {
        SourceKind::Page => html::page(body, options),
        SourceKind::Feed => feed::feed(body, options),
        SourceKind::Json => json::json(body, options),
        SourceKind::Pdf => Err(ExtractError::NotPdf),
    }
}
