//! The `[[source]]` entries.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use scraper::Selector;
use serde_json_path::JsonPath;
use url::Url;

use super::fields::{Fields, Text};
use super::problem::{Place, Sink};
use super::secret::Secret;
use super::service::duration;
use super::units::{is_slug, parse_cron, parse_url, shortest_gap, slug};
use crate::model::source::{Extract, Schedule, SourceKind, Tier};

/// How often a source is read that does not say it.
const EVERY: Duration = Duration::from_hours(6);
/// Public sources are not asked more often than this.
const SHORTEST: Duration = Duration::from_secs(10);

/// A public address that is watched, as sources.toml gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub id: String,
    pub url: Url,
    pub title: Option<String>,
    /// Found out at the first fetch when absent.
    pub kind: Option<SourceKind>,
    pub enabled: bool,
    pub schedule: Schedule,
    pub tier: Tier,
    /// Ids of claims or patterns (`coreweave-*`); none: every claim is looked for.
    pub claims: Vec<String>,
    pub extract: Option<Extract>,
    /// CSS selector, or JSONPath for JSON.
    pub select: Option<String>,
    /// CSS selectors of what is left out.
    pub exclude: Vec<String>,
    pub headers: BTreeMap<String, Secret>,
    /// Whether the source may be on a private or loopback address.
    pub allow_private: bool,
    /// Least time between two requests to its host, in place of the service's.
    pub gap: Option<Duration>,
    /// A documented interface, which follows its own rules in place of robots.txt.
    pub api: bool,
    /// BCP 47 tag of its text where the source does not declare it rightly.
    pub language: Option<String>,
    /// For the editor: what to know of this source.
    pub note: Option<String>,
    pub places: Places,
}

/// Where an entry and the claims that it names stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    pub entry: Place,
    /// One for each of [`Source::claims`].
    pub claims: Vec<Place>,
}

impl Source {
    /// A source with nothing but its id and address: every six hours, tier press, all claims.
    #[must_use]
    pub fn new(id: &str, url: Url) -> Self {
        Self {
            id: id.to_owned(),
            url,
            title: None,
            kind: None,
            enabled: true,
            schedule: Schedule::Every(EVERY),
            tier: Tier::Press,
            claims: Vec::new(),
            extract: None,
            select: None,
            exclude: Vec::new(),
            headers: BTreeMap::new(),
            allow_private: false,
            gap: None,
            api: false,
            language: None,
            note: None,
            places: Places::default(),
        }
    }

    /// Whether the claim is looked for in this source: bound by id or pattern, or nothing is bound.
    #[must_use]
    pub fn looks_for(&self, claim: &str) -> bool {
        looks_for(&self.claims, claim)
    }

    /// Whether the claim is bound to this source by id or pattern.
    #[must_use]
    pub fn binds(&self, claim: &str) -> bool {
        self.claims.iter().any(|pattern| matches(pattern, claim))
    }
}

/// Whether a source with these bindings is watched for a claim; bound to nothing, it is for every claim.
#[must_use]
pub fn looks_for(bindings: &[String], claim: &str) -> bool {
    bindings.is_empty() || bindings.iter().any(|pattern| matches(pattern, claim))
}

/// Whether a bound id or pattern means a claim.
pub(super) fn matches(pattern: &str, claim: &str) -> bool {
    pattern == claim || glob_match::glob_match(pattern, claim)
}

const KNOWN: &[&str] = &[
    "id",
    "url",
    "title",
    "kind",
    "enabled",
    "every",
    "cron",
    "tier",
    "claims",
    "extract",
    "select",
    "exclude",
    "headers",
    "allow_private",
    "gap",
    "api",
    "language",
    "note",
];

/// Reads every `[[source]]`; an entry that has no usable id or address is reported and left out.
pub(super) fn read_all(root: &Fields<'_>, sink: &Sink<'_>) -> Vec<Source> {
    let mut out = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (table, span) in root.entries("source", sink) {
        let fields = Fields::new("[[source]]", table, span.start, KNOWN, sink);
        let id = read_id(&fields, "\"coreweave-ir\"", sink);
        if let Some(id) = &id
            && let Some(first) = seen.insert(id.get_ref(), id.span().start)
        {
            let line = sink.place(first).line;
            let message = format!("the id “{}” is taken by the source in line {line}", id.get_ref());
            sink.report(&id.span(), message, "give each source an id of its own");
        }
        let url = fields.require("url", "\"https://www.example.org/news\"", sink);
        let url = if url { fields.parsed("url", sink, parse_url) } else { None };
        let finish = read(&fields, sink);
        if let (Some(id), Some(url)) = (id, url) {
            out.push(finish(id.get_ref(), url));
        }
    }
    out
}

/// The `id` of an entry, when it is there and a slug.
pub(super) fn read_id<'t>(fields: &Fields<'t>, example: &str, sink: &Sink<'_>) -> Option<Text<'t>> {
    if !fields.require("id", example, sink) {
        return None;
    }
    let id = fields.text("id", sink)?;
    if is_slug(id.get_ref()) {
        return Some(id);
    }
    let help = match slug(id.get_ref()) {
        Some(slug) => format!("write id = \"{slug}\": lower-case letters, digits, hyphens"),
        None => format!("write id = {example}: lower-case letters, digits, hyphens"),
    };
    sink.report(&id.span(), format!("“{}” is no id", id.get_ref()), help);
    None
}

/// Checks everything but id and address, and gives what makes the source of these two.
fn read(fields: &Fields<'_>, sink: &Sink<'_>) -> impl FnOnce(&str, Url) -> Source {
    let allow_private = fields.boolean("allow_private", false, sink);
    let kind = fields.word("kind", sink);
    let claims = fields.list("claims", sink);
    let places = Places {
        entry: sink.place(fields.span().start),
        claims: claims.iter().map(|c| sink.place(c.span().start)).collect(),
    };
    let claims: Vec<String> = claims.iter().map(|c| (*c.get_ref()).to_owned()).collect();
    let title = fields.owned("title", sink);
    let enabled = fields.boolean("enabled", true, sink);
    let schedule = schedule(fields, allow_private, sink);
    let tier = fields.word("tier", sink).unwrap_or(Tier::Press);
    let select = fields.parsed("select", sink, |s| selector(s, kind).map(|()| s.to_owned()));
    let extract = extract(fields, sink);
    let exclude = exclude(fields, kind, sink);
    let headers = headers(fields, sink);
    let gap = duration(fields, "gap", sink);
    let api = fields.boolean("api", false, sink);
    let language = fields.parsed("language", sink, language);
    let note = fields.owned("note", sink);
    move |id, url| Source {
        id: id.to_owned(),
        url,
        title,
        kind,
        enabled,
        schedule,
        tier,
        claims,
        extract,
        select,
        exclude,
        headers,
        allow_private,
        gap,
        api,
        language,
        note,
        places,
    }
}

fn extract(fields: &Fields<'_>, sink: &Sink<'_>) -> Option<Extract> {
    let extract = fields.word("extract", sink);
    if extract == Some(Extract::Selector) && !fields.has("select") {
        let help = "write select = \"main article\" or leave `extract` out";
        sink.report(&fields.span_of("extract"), "`extract = \"selector\"` needs a `select`", help);
    }
    extract
}

fn schedule(fields: &Fields<'_>, allow_private: bool, sink: &Sink<'_>) -> Schedule {
    if fields.has("every") && fields.has("cron") {
        let message = "`every` and `cron` are both given";
        sink.report(&fields.span_of("cron"), message, "keep one of the two");
    }
    let too_often = |key: &str| {
        let message = format!("`{key}` asks a public source more often than every 10 seconds");
        let help = format!("write {key} = {}", if key == "cron" { "\"*/10 * * * *\"" } else { "\"10m\"" });
        sink.report(&fields.span_of(key), message, help);
    };
    if let Some(cron) = fields.text("cron", sink) {
        match parse_cron(cron.get_ref()) {
            Err(e) => sink.report(&cron.span(), format!("`cron`: {e}"), ""),
            Ok(parsed) => match shortest_gap(&parsed) {
                None => {
                    let message = format!("the times of “{}” never come", cron.get_ref());
                    sink.report(&cron.span(), message, "check day and month");
                }
                Some(gap) if gap < SHORTEST && !allow_private => too_often("cron"),
                Some(_) => {}
            },
        }
        return Schedule::Cron((*cron.get_ref()).to_owned());
    }
    let every = duration(fields, "every", sink).unwrap_or(EVERY);
    if every.is_zero() {
        sink.report(&fields.span_of("every"), "`every` must be above zero", "write every = \"10m\"");
    } else if every < SHORTEST && !allow_private {
        too_often("every");
    }
    Schedule::Every(every)
}

/// Checks a selector: JSONPath for JSON and for whatever starts with `$`, else CSS.
fn selector(text: &str, kind: Option<SourceKind>) -> Result<(), (String, String)> {
    // The parsers of both recurse.
    if text.len() > 1_000 {
        return Err(("`select` is longer than 1000 bytes".to_owned(), "write a shorter one".to_owned()));
    }
    if kind == Some(SourceKind::Pdf) {
        return Err(("`select` does nothing for a PDF".to_owned(), "take it out".to_owned()));
    }
    let is_path = kind == Some(SourceKind::Json) || (kind.is_none() && text.trim_start().starts_with('$'));
    if !is_path {
        return css(text);
    }
    JsonPath::parse(text).map(|_| ()).map_err(|e| {
        let help =
            "write a path such as $.items[*].title; a key with a dash stands in brackets: $.facts['us-gaap']";
        (format!("“{text}” is no JSONPath: {e}"), help.to_owned())
    })
}

fn css(text: &str) -> Result<(), (String, String)> {
    Selector::parse(text).map(|_| ()).map_err(|e| {
        (
            format!("“{text}” is no CSS selector: {e}"),
            "write one such as \"main article\" or \".news p\"".to_owned(),
        )
    })
}

fn exclude(fields: &Fields<'_>, kind: Option<SourceKind>, sink: &Sink<'_>) -> Vec<String> {
    let list = fields.list("exclude", sink);
    if kind == Some(SourceKind::Json) && !list.is_empty() {
        let help = "take it out and let the JSONPath in `select` pick what is read";
        sink.report(&fields.span_of("exclude"), "`exclude` does nothing for JSON", help);
        return Vec::new();
    }
    if kind == Some(SourceKind::Pdf) && !list.is_empty() {
        sink.report(&fields.span_of("exclude"), "`exclude` does nothing for a PDF", "take it out");
        return Vec::new();
    }
    for item in &list {
        if let Err((message, help)) = css(item.get_ref()) {
            sink.report(&item.span(), message, help);
        }
    }
    list.iter().map(|t| (*t.get_ref()).to_owned()).collect()
}

fn headers(fields: &Fields<'_>, sink: &Sink<'_>) -> BTreeMap<String, Secret> {
    const EXAMPLE: &str = "{ Authorization = \"env:TOKEN\" }";
    let folder = sink.file().parent().unwrap_or(Path::new("")).to_owned();
    let mut out = BTreeMap::new();
    let Some((table, _)) = fields.table("headers", EXAMPLE, sink) else { return out };
    for (key, value) in table {
        let name: &str = key.get_ref();
        if !is_header(name) {
            sink.report(
                &key.span(),
                format!("“{name}” is no name of a header"),
                format!("write headers = {EXAMPLE}"),
            );
        } else if is_ours(name) {
            let message = format!("the header {name} is set by the program itself");
            sink.report(&key.span(), message, "take it out");
        } else if let Some(text) = value.get_ref().as_str() {
            match Secret::parse(text, &folder) {
                Ok(secret) => drop(out.insert(name.to_owned(), secret)),
                Err((message, help)) => sink.report(&value.span(), format!("header {name}: {message}"), help),
            }
        } else {
            sink.report(
                &value.span(),
                format!("the header {name} must be a string"),
                format!("write {EXAMPLE}"),
            );
        }
    }
    out
}

/// A token of RFC 9110.
fn is_header(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Headers that a source may not set: they frame the request or are needed for reading the answer.
fn is_ours(name: &str) -> bool {
    ["host", "content-length", "transfer-encoding", "connection", "accept-encoding", "user-agent"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

fn language(text: &str) -> Result<String, (String, String)> {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    let sound = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if sound {
        return Ok(text.to_owned());
    }
    Err((format!("“{text}” is no language tag"), "write one such as \"en\", \"zh-Hans\"".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binding_by_id_pattern_or_none() {
        let mut source = Source::new("a", Url::parse("https://a.org").unwrap());
        assert!(source.looks_for("x-1") && !source.binds("x-1"));
        source.claims = vec!["coreweave-*".to_owned(), "microsoft-stake-49".to_owned()];
        assert!(source.binds("coreweave-contract") && source.binds("microsoft-stake-49"));
        assert!(!source.looks_for("microsoft-50"));
    }

    #[test]
    fn language_tags() {
        for good in ["en", "zh-Hans", "zh-Hant-TW"] {
            assert!(language(good).is_ok(), "{good}");
        }
        for bad in ["english", "e", "zh_CN", "zh-", "12"] {
            assert!(language(bad).is_err(), "{bad}");
        }
    }
}
