//! Room: reader. Any body → its document. PDF is read in a process of its own, under limits; the rest is pure.
//!
//! A PDF may blow up in its reader, and a thread that does cannot be stopped; a process can. The program starts itself
//! anew (`claimwatch extract-pdf`), hands the bytes over on standard input and takes the text from standard output.

mod child;
mod parent;

use serde::{Deserialize, Serialize};

use crate::extract::{self, ExtractError, Options, PdfText};
use crate::model::passage::Document;

pub use child::{extract_pdf, text_of_pdf};

/// Memory that a PDF's reader may take, in bytes of address space.
const MEMORY: u64 = 512 << 20;
/// Processor time that it may take, in seconds.
const PROCESSOR: u64 = 20;
/// The name of the hidden command; it stands alone on the command line.
const COMMAND: &str = "extract-pdf";

/// What the child says on standard output.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Text(PdfText),
    /// Why the PDF cannot be read, in words that go on from “the PDF cannot be read: ”.
    Refused(String),
}

/// Whether this process was started to read one PDF.
#[must_use]
pub fn is_child() -> bool {
    std::env::args_os().skip(1).eq([COMMAND])
}

/// Reads a body as [`extract::extract`] does, and PDF too. It blocks: a PDF may take as long as its limits allow.
pub fn read(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    if !extract::is_pdf(body) {
        return extract::extract(body, options);
    }
    extract::pdf(&parent::text(body).map_err(ExtractError::Pdf)?)
}
