//! The `[service]` table.

use std::time::Duration;

use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::DeValue;

use super::fields::{Fields, nearest};
use super::problem::Sink;
use super::units::{parse_duration, parse_size};
use crate::model::relation::words;

words! {
    /// The language of claims, reasons and prompts.
    Language {
        En = "en",
        Zh = "zh",
    }
}

/// The settings of the whole service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Goes into the User-Agent.
    pub contact: Option<String>,
    pub timezone: Tz,
    pub language: Language,
    /// `sqlite`.
    pub database: String,
    /// Least time between two requests to one host.
    pub host_gap: Duration,
    /// Requests under way in all.
    pub concurrency: usize,
    /// Every so many checks a source is fetched without validators.
    pub full_fetch_every: u32,
    /// Longest time that one fetch may take.
    pub timeout: Duration,
    /// Largest body after decoding, in bytes.
    pub max_body: u64,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            contact: None,
            timezone: Tz::UTC,
            language: Language::En,
            database: "sqlite".to_owned(),
            host_gap: Duration::from_secs(1),
            concurrency: 64,
            full_fetch_every: 20,
            timeout: Duration::from_secs(30),
            max_body: 10 << 20,
        }
    }
}

const KNOWN: &[&str] = &[
    "contact",
    "timezone",
    "language",
    "database",
    "host_gap",
    "concurrency",
    "full_fetch_every",
    "timeout",
    "max_body",
];

impl Service {
    /// Reads the table, or takes the defaults where there is none.
    pub(super) fn read(root: &Fields<'_>, sink: &Sink<'_>) -> Self {
        let default = Self::default();
        let Some(value) = root.get("service") else { return default };
        let DeValue::Table(table) = value.get_ref() else {
            sink.report(
                &value.span(),
                "`service` must be a table",
                "write [service], in one pair of brackets",
            );
            return default;
        };
        let f = Fields::new("[service]", table, value.span().start, KNOWN, sink);
        Self {
            contact: f.parsed("contact", sink, contact),
            timezone: f.parsed("timezone", sink, timezone).unwrap_or(default.timezone),
            language: f.word("language", sink).unwrap_or(default.language),
            database: f.parsed("database", sink, database).unwrap_or(default.database),
            host_gap: duration(&f, "host_gap", sink).unwrap_or(default.host_gap),
            concurrency: f.number("concurrency", 1..=10_000, sink).unwrap_or(default.concurrency),
            full_fetch_every: f
                .number("full_fetch_every", 1..=100_000, sink)
                .unwrap_or(default.full_fetch_every),
            timeout: above_zero(&f, "timeout", sink).unwrap_or(default.timeout),
            max_body: size(&f, sink).unwrap_or(default.max_body),
        }
    }

    pub(super) fn warnings(&self) -> Vec<String> {
        let why = "site owners are told it in the User-Agent, and SEC EDGAR refuses requests without one";
        match &self.contact {
            None => vec![format!("[service] has no contact: {why}")],
            Some(contact) if is_placeholder(contact) => {
                vec![format!(
                    "[service] contact = \"{contact}\" is a placeholder: put your own address there; {why}"
                )]
            }
            Some(_) => Vec::new(),
        }
    }
}

/// Whether an address lies in a domain that is reserved for examples.
fn is_placeholder(contact: &str) -> bool {
    let contact = contact.to_lowercase();
    ["example.org", "example.com", "example.net", ".example", ".invalid", ".test"]
        .iter()
        .any(|end| contact.trim_end_matches('/').ends_with(end))
}

/// A contact goes into a header: one line of printable ASCII.
fn contact(text: &str) -> Result<String, (String, String)> {
    if text.len() <= 200 && text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return Ok(text.trim().to_owned());
    }
    let message = "`contact` goes into the User-Agent and must be short plain ASCII".to_owned();
    Err((message, "write an e-mail address or the address of a page".to_owned()))
}

fn timezone(text: &str) -> Result<Tz, (String, String)> {
    text.parse().map_err(|_| {
        let help = match nearest(text, TZ_VARIANTS.iter().map(|tz| tz.name())) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "write a name of the IANA list, such as \"Asia/Shanghai\" or \"UTC\"".to_owned(),
        };
        (format!("“{text}” is no time zone"), help)
    })
}

fn database(text: &str) -> Result<String, (String, String)> {
    let postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
    match text {
        "sqlite" => Ok(text.to_owned()),
        // The text may hold a password and is not repeated.
        _ if postgres || text.starts_with("env:") => {
            let message = "PostgreSQL comes with a later version".to_owned();
            Err((message, "write database = \"sqlite\" for now".to_owned()))
        }
        _ => Err(("unknown `database`".to_owned(), "write database = \"sqlite\"".to_owned())),
    }
}

/// A length of time.
pub(super) fn duration(fields: &Fields<'_>, key: &str, sink: &Sink<'_>) -> Option<Duration> {
    fields.parsed(key, sink, |s| parse_duration(s).map_err(|e| (format!("`{key}`: {e}"), String::new())))
}

/// A length of time that is not nothing.
pub(super) fn above_zero(fields: &Fields<'_>, key: &str, sink: &Sink<'_>) -> Option<Duration> {
    let found = duration(fields, key, sink)?;
    if found.is_zero() {
        sink.report(
            &fields.span_of(key),
            format!("`{key}` must be above zero"),
            format!("write {key} = \"30s\""),
        );
    }
    Some(found)
}

fn size(fields: &Fields<'_>, sink: &Sink<'_>) -> Option<u64> {
    const KEY: &str = "max_body";
    if fields.get(KEY).is_some_and(|v| v.get_ref().is_integer()) {
        return fields.number(KEY, 1_000..=10_000_000_000, sink);
    }
    fields.parsed(KEY, sink, |s| match parse_size(s) {
        Ok(bytes) if (1_000..=10_000_000_000).contains(&bytes) => Ok(bytes),
        Ok(_) => Err((format!("`{KEY}` must lie between 1KB and 10GB"), format!("write {KEY} = \"10MB\""))),
        Err(e) => Err((format!("`{KEY}`: {e}"), String::new())),
    })
}
