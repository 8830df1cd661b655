//! `inspect page`: what is read of a page, feed, JSON document or PDF.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::input::read_file;
use crate::cli::source::probe::probe;
use crate::cli::{Failure, Setting, output};
use crate::config::{Source, parse_url};
use crate::extract::{Options, encoding};
use crate::model::passage::{Document, DocumentKind, Passage, Role};
use crate::reader;

#[derive(Deserialize)]
pub struct PageInput {
    path: Option<String>,
    html: Option<String>,
    body_base64: Option<String>,
    url: Option<String>,
    content_type: Option<String>,
}

/// `{path | html | body_base64, url?, content_type?}` →
/// `{kind, title, lang, encoding, published, text, passages: [{text, path}], warnings}`.
pub fn answer(input: &PageInput) -> Result<Value, String> {
    let url = input.url.as_deref().and_then(|url| Url::parse(url).ok());
    // HTML that came as text is decoded already, whatever it declares.
    let content_type = match &input.html {
        Some(_) => Some("text/html; charset=utf-8"),
        None => input.content_type.as_deref(),
    };
    let options = Options { url: url.as_ref(), content_type, ..Options::default() };
    let body = body(input)?;
    let mut document = match reader::read(&body, &options) {
        Ok(document) => document,
        Err(error) => {
            let encoding = encoding(&body, content_type);
            return Ok(json!({ "error": error.to_string(), "encoding": encoding }));
        }
    };
    without_title(&mut document);
    Ok(json_of(&document))
}

/// The title has a field of its own.
fn without_title(document: &mut Document) {
    if document.kind == DocumentKind::Page {
        document.passages.retain(|passage| passage.role != Role::Title);
    }
}

fn json_of(document: &Document) -> Value {
    let passage = |passage: &Passage| json!({ "text": passage.text, "path": passage.path });
    json!({
        "kind": document.kind,
        "title": document.title,
        "lang": document.lang,
        "encoding": document.encoding,
        "published": document.published,
        "text": document.text(),
        "passages": document.passages.iter().map(passage).collect::<Vec<_>>(),
        "warnings": document.warnings,
    })
}

/// Reads an address, a file or standard input (`-`).
pub async fn load(target: &str, allow_private: bool, setting: &Setting) -> Result<Document, Failure> {
    if let Ok(url) = parse_url(target) {
        let mut source = Source::new("inspect", url);
        source.allow_private = allow_private;
        return Ok(probe(setting, setting.config().ok().as_ref(), &source).await?.document);
    }
    let options = Options { now: Some(setting.clock.now()), ..Options::default() };
    let body = read_file(Path::new(target)).map_err(|error| {
        Failure::usage(format!(
            "{error}; give an address that begins with https://, a file, or - for standard input"
        ))
    })?;
    Ok(reader::read(&body, &options).map_err(|error| anyhow::anyhow!("{target}: {error}"))?)
}

/// Prints what is read of an address, of a file or of standard input (`-`), for a person.
pub async fn show(target: &str, allow_private: bool, setting: &Setting) -> Result<(), Failure> {
    let mut document = load(target, allow_private, setting).await?;
    without_title(&mut document);
    if setting.global.json {
        return output::json(&json_of(&document));
    }
    let kind = serde_json::to_value(document.kind)?;
    let said = [
        ("title", document.title.clone()),
        ("kind", kind.as_str().map(ToOwned::to_owned)),
        ("language", document.lang.clone()),
        ("encoding", Some(document.encoding.clone())),
        ("published", document.published.map(output::time)),
    ];
    for (name, value) in said {
        output::print(&format!("{name:<10} {}", output::plain(value.as_deref().unwrap_or("not said"))))?;
    }
    for warning in &document.warnings {
        output::print(&format!("{:<10} {}", "warning", output::plain(warning)))?;
    }
    let rows = document.passages.into_iter().map(|passage| vec![passage.path, passage.text]);
    output::table(&["path", "text"], rows.collect())
}

fn body(input: &PageInput) -> Result<Vec<u8>, String> {
    if let Some(body) = &input.body_base64 {
        return STANDARD.decode(body).map_err(|error| format!("body_base64: {error}"));
    }
    if let Some(html) = &input.html {
        return Ok(html.clone().into_bytes());
    }
    let path = input.path.as_deref().ok_or("give one of path, html, body_base64")?;
    read_file(Path::new(path)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &str) -> Vec<Value> {
        super::super::jsonl::run(input, answer)
    }

    #[test]
    fn answers_every_line_in_order() {
        let html = "<title>Stake falls</title><p>It holds 27%. It held 49%.</p>";
        let input = format!(
            "{}\nnonsense\n{}\n{}\n",
            json!({"id": "a", "html": html}),
            json!({"id": 2, "body_base64": STANDARD.encode(html), "content_type": "text/html"}),
            json!({"id": 3})
        );
        let out = run(&input);
        assert_eq!(out[0]["kind"], "page");
        assert_eq!(out[0]["text"], "It holds 27%.\nIt held 49%.");
        assert_eq!(out[2]["passages"], out[0]["passages"]);
        assert_eq!(out[2]["id"], 2);
        assert!(out[1]["error"].is_string());
        assert!(out[3]["error"].as_str().unwrap().contains("body_base64"));
    }
}
