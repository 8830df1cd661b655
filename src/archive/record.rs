//! WARC records: written into gzip members, and read back.

use std::fmt::Write as _;
use std::io::{self, BufRead, Read, Write};

use crate::hash::sha256;
use chrono::{DateTime, SecondsFormat, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use uuid::Uuid;

use super::exchange::{Exchange, Reference};
use crate::fetch::{Hop, Truncation};

const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
const IDENTICAL: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// Larger than any record that we write; a larger one is not ours.
const MAX_BLOCK: u64 = 256 << 20;
const MAX_HEADERS: u64 = 64 << 10;

/// Records ready to be appended: the main one, then the request and the redirects.
pub(super) struct Packed {
    pub bytes: Vec<u8>,
    /// Length of the main record's member.
    pub length: u64,
    pub at: DateTime<Utc>,
    pub record_id: String,
    pub payload_sha256: String,
    pub member_sha256: String,
}

/// A request and its answer as records.
pub(super) fn capture(exchange: &Exchange) -> io::Result<Packed> {
    let id = new_id();
    let payload_sha256 = sha256(&[&exchange.raw]);
    let mut headers = Headers::new("response", &id, exchange.at);
    describe(&mut headers, exchange);
    headers.add("WARC-Payload-Digest", format_args!("sha256:{payload_sha256}"));
    if let Some(truncated) = exchange.truncated {
        let reason = match truncated {
            Truncation::Length => "length",
            Truncation::Time => "time",
            Truncation::Disconnect => "disconnect",
        };
        headers.add("WARC-Truncated", reason);
    }
    headers.add("Content-Type", "application/http; msgtype=response");
    pack(exchange, headers, &[&exchange.response_head(), &exchange.raw], id, payload_sha256)
}

/// A request and an answer that brought nothing new as records.
pub(super) fn revisit(exchange: &Exchange, of: &Reference) -> io::Result<Packed> {
    let id = new_id();
    let mut headers = Headers::new("revisit", &id, exchange.at);
    describe(&mut headers, exchange);
    headers.add("WARC-Profile", if exchange.status == 304 { NOT_MODIFIED } else { IDENTICAL });
    headers.add("WARC-Refers-To", format_args!("<{}>", of.record_id));
    headers.add("WARC-Refers-To-Target-URI", &of.url);
    headers.add("WARC-Refers-To-Date", date(of.at));
    headers.add("WARC-Payload-Digest", format_args!("sha256:{}", of.payload_sha256));
    headers.add("Content-Type", "application/http; msgtype=response");
    pack(exchange, headers, &[&exchange.response_head()], id, of.payload_sha256.clone())
}

/// The record that opens a file.
pub(super) fn warcinfo(filename: &str, at: DateTime<Utc>) -> io::Result<Vec<u8>> {
    let fields = concat!(
        "software: claimwatch/",
        env!("CARGO_PKG_VERSION"),
        "\r\nformat: WARC File Format 1.1\r\n",
        "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
    );
    let mut headers = Headers::new("warcinfo", &new_id(), at);
    headers.add("WARC-Filename", filename);
    headers.add("Content-Type", "application/warc-fields");
    member(headers, &[fields.as_bytes()])
}

fn describe(headers: &mut Headers, exchange: &Exchange) {
    headers.add("WARC-Target-URI", &exchange.url);
    if let Some(ip) = exchange.ip {
        headers.add("WARC-IP-Address", ip);
    }
    if let Some(protocol) = exchange.protocol() {
        headers.add("WARC-Protocol", protocol);
    }
}

fn pack(
    exchange: &Exchange,
    headers: Headers,
    block: &[&[u8]],
    id: String,
    payload_sha256: String,
) -> io::Result<Packed> {
    let mut bytes = member(headers, block)?;
    let (length, member_sha256) = (bytes.len() as u64, sha256(&[&bytes]));
    let mut request = Headers::new("request", &new_id(), exchange.at);
    describe(&mut request, exchange);
    request.add("WARC-Concurrent-To", format_args!("<{id}>"));
    request.add("Content-Type", "application/http; msgtype=request");
    bytes.extend(member(request, &[exchange.request_head.as_bytes()])?);
    if !exchange.redirects.is_empty() {
        bytes.extend(redirects(exchange, &id)?);
    }
    Ok(Packed { bytes, length, at: exchange.at, record_id: id, payload_sha256, member_sha256 })
}

/// How the source's address led to the one that answered.
fn redirects(exchange: &Exchange, id: &str) -> io::Result<Vec<u8>> {
    let mut headers = Headers::new("metadata", &new_id(), exchange.at);
    headers.add("WARC-Target-URI", &exchange.url);
    headers.add("WARC-Concurrent-To", format_args!("<{id}>"));
    headers.add("Content-Type", "application/warc-fields");
    let mut fields = String::new();
    for Hop { from, status, to } in &exchange.redirects {
        // Writing to a string cannot fail.
        let _ = write!(fields, "redirect: {status} {from} {to}\r\n");
    }
    member(headers, &[fields.as_bytes()])
}

/// The named fields at the head of a record.
struct Headers(String);

impl Headers {
    fn new(kind: &str, id: &str, at: DateTime<Utc>) -> Self {
        let mut headers = Self("WARC/1.1\r\n".to_owned());
        headers.add("WARC-Type", kind);
        headers.add("WARC-Record-ID", format_args!("<{id}>"));
        headers.add("WARC-Date", date(at));
        headers
    }

    fn add(&mut self, name: &str, value: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{name}: {value}\r\n");
    }
}

/// One record as a gzip member.
fn member(mut headers: Headers, block: &[&[u8]]) -> io::Result<Vec<u8>> {
    let length: usize = block.iter().map(|part| part.len()).sum();
    headers.add("WARC-Block-Digest", format_args!("sha256:{}", sha256(block)));
    headers.add("Content-Length", length);
    let mut gzip = GzEncoder::new(Vec::with_capacity(length / 2 + 512), Compression::default());
    gzip.write_all(headers.0.as_bytes())?;
    gzip.write_all(b"\r\n")?;
    for part in block {
        gzip.write_all(part)?;
    }
    gzip.write_all(b"\r\n\r\n")?;
    gzip.finish()
}

fn new_id() -> String {
    Uuid::now_v7().urn().to_string()
}

fn date(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A record as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The WARC headers in order.
    pub headers: Vec<(String, String)>,
    /// An HTTP message, or the fields of `warcinfo` and `metadata`.
    pub block: Vec<u8>,
}

impl Record {
    /// Reads one unpacked record to its end.
    pub(super) fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut input = io::BufReader::new(input);
        let headers = read_headers(&mut input)?;
        let mut record = Self { headers, block: Vec::new() };
        let length: u64 = record
            .header("Content-Length")
            .and_then(|length| length.parse().ok())
            .filter(|length| *length <= MAX_BLOCK)
            .ok_or_else(|| invalid("the record has no proper Content-Length"))?;
        (&mut input).take(length).read_to_end(&mut record.block)?;
        if record.block.len() as u64 != length {
            return Err(invalid("the record is shorter than its Content-Length"));
        }
        let mut end = Vec::new();
        (&mut input).take(5).read_to_end(&mut end)?;
        if end != b"\r\n\r\n" {
            return Err(invalid("the record is longer than its Content-Length"));
        }
        Ok(record)
    }

    /// A WARC header's value; names are told apart without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// `response`, `request`, `revisit`, `metadata` or `warcinfo`.
    pub fn kind(&self) -> &str {
        self.header("WARC-Type").unwrap_or_default()
    }

    /// `urn:uuid:…`
    pub fn id(&self) -> &str {
        self.header("WARC-Record-ID").unwrap_or_default().trim_start_matches('<').trim_end_matches('>')
    }

    /// Start line and headers of the HTTP message, with the empty line at the end.
    pub fn http_head(&self) -> &[u8] {
        &self.block[..self.payload_start()]
    }

    /// The body as received.
    pub fn payload(&self) -> &[u8] {
        &self.block[self.payload_start()..]
    }

    fn payload_start(&self) -> usize {
        let end = self.block.windows(4).position(|four| four == b"\r\n\r\n");
        end.map_or(self.block.len(), |end| end + 4)
    }
}

fn read_headers(input: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut input = input.take(MAX_HEADERS);
    let mut line = String::new();
    input.read_line(&mut line)?;
    if line != "WARC/1.1\r\n" {
        return Err(invalid("no WARC record begins here"));
    }
    let mut headers = Vec::new();
    loop {
        line.clear();
        input.read_line(&mut line)?;
        let Some(text) = line.strip_suffix("\r\n") else {
            return Err(invalid("the record's headers do not end"));
        };
        if text.is_empty() {
            return Ok(headers);
        }
        let (name, value) =
            text.split_once(": ").ok_or_else(|| invalid("a header of the record has no value"))?;
        headers.push((name.to_owned(), value.to_owned()));
    }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
