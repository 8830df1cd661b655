//! `inspect page`: what is read of a page, feed, JSON document or PDF.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::input::read_file;
use crate::extract::{Options, encoding};
use crate::model::passage::{DocumentKind, Passage, Role};
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
    // The title has a field of its own.
    if document.kind == DocumentKind::Page {
        document.passages.retain(|passage| passage.role != Role::Title);
    }
    let passage = |passage: &Passage| json!({ "text": passage.text, "path": passage.path });
    Ok(json!({
        "kind": document.kind,
        "title": document.title,
        "lang": document.lang,
        "encoding": document.encoding,
        "published": document.published,
        "text": document.text(),
        "passages": document.passages.iter().map(passage).collect::<Vec<_>>(),
        "warnings": document.warnings,
    }))
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
