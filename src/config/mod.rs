//! sources.toml and claims.toml: read, checked and edited. Every problem has its file, line and column and
//! says what to write instead; all problems of a file are found in one go.

mod claims;
pub mod edit;
mod fields;
mod judge;
mod problem;
mod secret;
mod service;
mod settle;
mod source;
mod units;

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

pub use claims::{ClaimsFile, is_iso_date, load_claims, parse_claims};
use fields::Fields;
pub use judge::Judge;
use problem::Sink;
pub use problem::{Place, Problem, Problems};
pub use secret::{Secret, SecretError, resolve_secret};
pub use service::{Language, Service};
pub use source::{Places, Source, looks_for};
pub use units::{is_slug, parse_cron, parse_duration, parse_size, parse_url, slug};

use crate::model::claim::Entity;

/// Largest file that is read, in bytes: a hundred thousand claims fit.
const LARGEST: u64 = 256 << 20;

/// What sources.toml says.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub service: Service,
    pub entities: Vec<Entity>,
    pub sources: Vec<Source>,
    /// None: the rules decide alone.
    pub judge: Option<Judge>,
    pub path: PathBuf,
}

impl Config {
    /// What is allowed and yet hardly meant, in words.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut out: Vec<String> = self.service.warnings();
        if self.sources.is_empty() {
            out.push("no [[source]] is listed: nothing is watched".to_owned());
        }
        for source in self.sources.iter().filter(|s| s.allow_private) {
            out.push(format!("source {} may be on a private address (allow_private)", source.id));
        }
        out.extend(self.judge.iter().flat_map(Judge::warnings));
        out
    }
}

/// Reads and checks a sources.toml.
pub fn load(path: &Path) -> Result<Config, Problems> {
    parse(&read(path)?, path)
}

/// Checks the text of a sources.toml; `path` is for messages and for relative `file:` secrets.
pub fn parse(text: &str, path: &Path) -> Result<Config, Problems> {
    let text = without_bom(text);
    let sink = Sink::new(path, text);
    let root = toml(text, &sink)?;
    let root =
        Fields::new("sources.toml", root.get_ref(), 0, &["service", "judge", "entity", "source"], &sink);
    let config = Config {
        service: Service::read(&root, &sink),
        entities: entities(&root, &sink),
        sources: source::read_all(&root, &sink),
        judge: Judge::read(&root, path, &sink),
        path: path.to_owned(),
    };
    sink.finish(config)
}

/// Reports every bound id or pattern that matches no claim, with its place in sources.toml.
pub fn check_bindings(config: &Config, claim_ids: &[String]) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for source in &config.sources {
        for (pattern, place) in source.claims.iter().zip(&source.places.claims) {
            if claim_ids.iter().any(|id| source::matches(pattern, id)) {
                continue;
            }
            let help = match fields::nearest(pattern, claim_ids.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => {
                    "write the id of a claim or a pattern such as \"coreweave-*\"; `claim list` shows them"
                        .to_owned()
                }
            };
            problems.push(Problem {
                file: config.path.clone(),
                line: place.line,
                column: place.column,
                message: format!("source {} is bound to “{pattern}”, which matches no claim", source.id),
                help: Some(help),
            });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
}

/// Reads the `[[entity]]` entries; a name stands for one entity only.
fn entities(root: &Fields<'_>, sink: &Sink<'_>) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, (table, span)) in root.entries("entity", sink).into_iter().enumerate() {
        let fields = Fields::new("[[entity]]", table, span.start, &["names"], sink);
        if !fields.require("names", "[\"Microsoft\", \"微软\", \"MSFT\"]", sink) {
            continue;
        }
        let names = fields.list("names", sink);
        if names.is_empty() && fields.get("names").is_some_and(|n| n.get_ref().is_array()) {
            sink.report(
                &fields.span_of("names"),
                "`names` is empty",
                "write names = [\"Microsoft\", \"微软\"]",
            );
        }
        for name in &names {
            if let Some(first) = seen.insert(name.get_ref().trim().to_lowercase(), index) {
                let message = format!("the name “{}” is already that of another entity", name.get_ref());
                let (message, help) = if first == index {
                    (format!("the name “{}” is listed twice", name.get_ref()), "take one of them out")
                } else {
                    (message, "a name must stand for one entity alone: take it out of one of the two")
                };
                sink.report(&name.span(), message, help);
            }
        }
        out.push(Entity { names: names.iter().map(|n| n.get_ref().trim().to_owned()).collect() });
    }
    out
}

/// Parses the text. Where it is no TOML nothing else is reported: half a table misleads.
fn toml<'t>(text: &'t str, sink: &Sink<'_>) -> Result<Spanned<DeTable<'t>>, Problems> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table);
    }
    let problem = |error: &toml::de::Error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', ", ");
        sink.problem(&span, format!("this is no TOML: {message}"), toml_help(text, span.start))
    };
    Err(Problems(errors.iter().map(problem).collect()))
}

/// What to write where the text is no TOML.
fn toml_help(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    match line.split_once('=') {
        // The value itself is not repeated: it may be a secret.
        Some((key, value)) if !value.trim().is_empty() && !value.contains('"') && key.len() < 60 => {
            format!("text stands in double quotes: {} = \"…\"", key.trim())
        }
        _ => "a line is `key = value`, with text in double quotes, or a heading such as [service] or [[source]]"
            .to_owned(),
    }
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Reads a whole file that must be UTF-8.
fn read(path: &Path) -> Result<String, Problems> {
    let failed = |e: std::io::Error| {
        let help = match e.kind() {
            std::io::ErrorKind::NotFound => "name an existing file with --config",
            std::io::ErrorKind::InvalidData => "save the file as UTF-8",
            _ => "check the path and its permissions",
        };
        Problems::of_file(path, format!("cannot be read: {e}"), help)
    };
    let file = File::open(path).map_err(failed)?;
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > LARGEST {
        return Err(Problems::of_file(path, "is larger than 256 MiB".to_owned(), "split it"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
