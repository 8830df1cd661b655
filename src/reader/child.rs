//! The child's side: gives itself limits, reads a PDF from standard input, writes its text to standard output.

use std::io::{self, Read, Write, stdin, stdout};
use std::process::ExitCode;

use pdf_oxide::PdfDocument;
use pdf_oxide::layout::TextSpan;
use pdf_oxide::object::Object;
use rustix::process::{Resource, Rlimit, setrlimit};

use super::{Answer, MEMORY, PROCESSOR};
use crate::extract::PdfText;
use crate::extract::layout::{self, Word};

/// The largest PDF that is read; what is fetched is capped before.
const MAX_BODY: u64 = 64 << 20;
/// Pages beyond this are left out with a warning.
const MAX_PAGES: usize = 2_000;
/// Text beyond this, in bytes, is left out with a warning.
const MAX_TEXT: usize = 8 << 20;

/// The hidden command `extract-pdf`: exit 0 with an answer, even if that says why the PDF cannot be read.
#[must_use]
pub fn extract_pdf() -> ExitCode {
    match limit().and_then(|()| answer()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Limits this process before it sees a byte.
fn limit() -> io::Result<()> {
    let set = |resource, soft, hard| {
        setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) }).map_err(io::Error::from)
    };
    set(Resource::As, MEMORY, MEMORY)?;
    set(Resource::Cpu, PROCESSOR, PROCESSOR + 1)?;
    // It has no business with files, and its memory none on the disk.
    set(Resource::Fsize, 0, 0)?;
    set(Resource::Core, 0, 0)
}

fn answer() -> io::Result<()> {
    let mut body = Vec::new();
    stdin().lock().take(MAX_BODY).read_to_end(&mut body)?;
    let answer = match text_of_pdf(body) {
        Ok(text) => Answer::Text(text),
        Err(why) => Answer::Refused(why),
    };
    let mut out = stdout().lock();
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()
}

/// The pages of a PDF, read in this very process: only the child does so, and who looks for its faults.
///
/// A page that cannot be read fails the whole: what it held would seem withdrawn.
pub fn text_of_pdf(body: Vec<u8>) -> Result<PdfText, String> {
    let document = PdfDocument::from_bytes(body).map_err(|e| format!("it is broken ({e})"))?;
    if !document.is_authenticated() {
        return Err("it is encrypted and asks for a password".to_owned());
    }
    let count = document.page_count().map_err(|e| format!("it is broken, its pages are not found ({e})"))?;
    let mut text = PdfText { title: title(&document), ..PdfText::default() };
    let mut length = 0;
    for page in 0..count.min(MAX_PAGES) {
        let lines = page_text(&document, page).map_err(|e| format!("page {} is broken ({e})", page + 1))?;
        length += lines.len();
        if length > MAX_TEXT {
            break;
        }
        text.pages.push(lines);
    }
    if text.pages.len() < count {
        text.warnings.push(format!("{count} pages: only the first {} were read", text.pages.len()));
    }
    Ok(text)
}

/// The lines of a page. What runs across its reading direction (a note at the margin) stands behind them.
fn page_text(document: &PdfDocument, page: usize) -> pdf_oxide::Result<String> {
    let spans = document.extract_spans(page)?;
    let level = |degrees: f32| degrees.abs() < 45.0;
    let letters = |turned: bool| -> usize {
        spans.iter().filter(|s| level(s.rotation_degrees) != turned).map(|s| s.text.chars().count()).sum()
    };
    if letters(true) > letters(false) {
        return Ok(layout::page(spans.iter().map(turned).collect()));
    }
    // Letters and not spans: the library makes one span of neighbouring cells now and then.
    let chars = document.extract_chars(page)?;
    let upright = chars.iter().filter(|c| level(c.rotation_degrees)).map(|c| Word {
        text: c.char.to_string(),
        left: c.bbox.x,
        bottom: c.bbox.y,
        width: c.bbox.width,
        height: c.bbox.height,
    });
    let mut text = layout::page(upright.collect());
    for span in spans.iter().filter(|s| !level(s.rotation_degrees) && !s.text.trim().is_empty()) {
        text.push('\n');
        text.push_str(span.text.trim());
        text.push('\n');
    }
    Ok(text)
}

/// A run of a page that stands on its side: the library turns its place but not its width and height.
fn turned(span: &TextSpan) -> Word {
    let place = span.bbox;
    let top = if span.rotation_degrees > 0.0 { place.height - place.width } else { 0.0 };
    Word {
        text: span.text.clone(),
        left: place.x,
        bottom: place.y + top,
        width: place.height,
        height: place.width,
    }
}

/// The title that the document states for itself.
fn title(document: &PdfDocument) -> Option<String> {
    let info = document.resolve_object(document.trailer().as_dict()?.get("Info")?).ok()?;
    let title: Object = document.resolve_object(info.as_dict()?.get("Title")?).ok()?;
    let bytes = title.as_string()?;
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|b| pair([b[0], b[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    Some(match bytes {
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        _ => String::from_utf8(bytes.to_vec())
            .unwrap_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect()),
    })
}
