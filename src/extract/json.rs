//! JSON documents → rows or fields.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, PathElement};

use crate::model::passage::{Document, DocumentKind};

use super::writer::Writer;
use super::{ExtractError, Options, charset, clean, date, html};

/// Rows beyond this are left out.
const MAX_ROWS: usize = 5_000;
/// The longest JSONPath in bytes.
const LONGEST_PATH: usize = 1_000;
/// A row has no more fields than this.
const MAX_FIELDS: usize = 60;
/// Marks a number in the exact copy of a document, where numbers are strings as the source wrote them.
const NUMBER: char = '\u{1}';

/// What names a row of a window, best first.
const ID_KEYS: [&str; 14] = [
    "id",
    "guid",
    "uuid",
    "accessionNumber",
    "accession_number",
    "accn",
    "slug",
    "url",
    "link",
    "key",
    "symbol",
    "ticker",
    "name",
    "title",
];
const DATE_KEYS: [&str; 12] = [
    "published",
    "published_at",
    "publishedAt",
    "datePublished",
    "date_published",
    "filingDate",
    "filed",
    "pubDate",
    "date",
    "created_at",
    "createdAt",
    "timestamp",
];

/// Reads a JSON document: the rows that `select` finds, or every scalar with its path.
///
/// Numbers keep the digits of the source: they are read from a copy of the document in which they are strings, as
/// the parser's own numbers are binary fractions.
pub(super) fn json(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    let decoded = charset::decode(body, options.content_type);
    let text = unguarded(&decoded.text);
    let root: Value = serde_json::from_str(text).map_err(|error| ExtractError::Json(error.to_string()))?;
    let exact: Value = serde_json::from_str(&numbers_as_strings(text))
        .map_err(|error| ExtractError::Json(error.to_string()))?;
    let mut writer = Writer::default();
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    match options.select {
        Some(select) => {
            let places = places(&root, select)?;
            if places.len() > MAX_ROWS {
                warnings.push(format!("{} matches: only the first {MAX_ROWS} were read", places.len()));
            }
            for (pointer, path) in places.iter().take(MAX_ROWS) {
                if let Some(node) = exact.pointer(pointer) {
                    matched(node, path, &mut writer);
                }
            }
        }
        None => leaves(&exact, &mut "$".to_owned(), &mut writer),
    }
    let (passages, full) = writer.finish();
    if full {
        warnings.push("the document is longer than what is read of one: its end was left out".to_owned());
    }
    if passages.is_empty() {
        return Err(match options.select {
            Some(select) => ExtractError::JsonPathMatchesNothing { selector: select.to_owned() },
            None => ExtractError::Empty,
        });
    }
    let sample: String = passages.iter().take(50).map(|passage| passage.text.as_str()).collect();
    Ok(Document {
        kind: DocumentKind::Json,
        title: exact.as_object().and_then(|root| first_text(root, &["title", "name", "entityName"])),
        lang: html::settle_lang(None, &sample),
        encoding: decoded.encoding.name().to_owned(),
        published: None,
        passages,
        warnings,
    })
}

/// Without the guard that some services put before their JSON.
fn unguarded(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    text.strip_prefix(")]}'").map_or(text, |rest| rest.trim_start_matches(',').trim_start())
}

/// Where `select` matches, as JSON pointers with the paths for a person, in the order of the document.
fn places(root: &Value, select: &str) -> Result<Vec<(String, String)>, ExtractError> {
    let located = parse(select)?.query_located(root).dedup();
    let places: Vec<_> = located
        .iter()
        .map(|node| {
            let mut words = "$".to_owned();
            for element in node.location().iter() {
                match element {
                    PathElement::Name(name) => push_key(&mut words, name),
                    PathElement::Index(index) => push_index(&mut words, *index),
                }
            }
            (node.location().to_json_pointer(), words)
        })
        .collect();
    if places.is_empty() {
        return Err(ExtractError::JsonPathMatchesNothing { selector: select.to_owned() });
    }
    Ok(places)
}

/// The nodes that a JSONPath (RFC 9535) finds in a document, in its order; one found twice stands twice.
pub fn query<'a>(root: &'a Value, select: &str) -> Result<Vec<&'a Value>, ExtractError> {
    Ok(parse(select)?.query(root).all())
}

fn parse(select: &str) -> Result<JsonPath, ExtractError> {
    // The parser recurses.
    if select.len() > LONGEST_PATH {
        return Err(ExtractError::JsonPath(format!("it is longer than {LONGEST_PATH} bytes")));
    }
    JsonPath::parse(select).map_err(|error| ExtractError::JsonPath(hint(select, &error.to_string())))
}

/// The parser says only where it stopped: the usual cause is put beside it.
fn hint(select: &str, error: &str) -> String {
    let dashed = select
        .split(['.', '['])
        .map(|key| key.split([']', ' ', '=']).next().unwrap_or_default())
        .find(|key| {
            key.contains('-')
                && !key.contains([':', '\'', '"', '?', '*'])
                && key.contains(char::is_alphabetic)
        });
    if !select.trim_start().starts_with('$') {
        format!("{error}; a path begins with $, such as $.{}", select.trim())
    } else if let Some(key) = dashed {
        format!("{error}; a key with a dash stands in brackets: ['{key}']")
    } else {
        format!("{error} in {select}")
    }
}

fn push_key(path: &mut String, key: &str) {
    let simple = !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !key.starts_with(|c: char| c.is_ascii_digit());
    if simple {
        path.push('.');
        path.push_str(key);
    } else {
        path.push_str("['");
        path.push_str(&key.replace('\\', "\\\\").replace('\'', "\\'"));
        path.push_str("']");
    }
}

fn push_index(path: &mut String, index: usize) {
    path.push('[');
    path.push_str(&index.to_string());
    path.push(']');
}

fn matched(node: &Value, path: &str, writer: &mut Writer) {
    match node {
        Value::Array(items) => {
            for (i, item) in items.iter().take(MAX_ROWS).enumerate() {
                row(item, &format!("{path}[{i}]"), writer);
            }
        }
        _ => row(node, path, writer),
    }
}

fn row(node: &Value, path: &str, writer: &mut Writer) {
    match node {
        Value::Object(object) => match columns(object) {
            Some(length) => {
                for i in 0..length.min(MAX_ROWS) {
                    let fields = object
                        .iter()
                        .filter_map(|(key, column)| Some((key.clone(), column.get(i)?.clone())))
                        .collect();
                    object_row(&fields, &format!("{path}[*][{i}]"), writer);
                }
            }
            None => object_row(object, path, writer),
        },
        Value::Array(_) => {
            let mut fields = Vec::new();
            flatten("", node, &mut fields);
            writer.whole_field(&join(&fields), path.to_owned());
        }
        Value::String(text) if !text.starts_with(NUMBER) => prose(text, path, writer),
        _ => leaf(node, path, writer),
    }
}

/// The length of the columns of an object that is a table turned on its side, as EDGAR's `filings.recent` is.
fn columns(object: &Map<String, Value>) -> Option<usize> {
    let first = object.values().next()?.as_array()?.len();
    let same = object.values().all(|column| {
        column.as_array().is_some_and(|column| {
            column.len() == first && column.iter().take(20).all(|cell| !cell.is_array() && !cell.is_object())
        })
    });
    (same && object.len() >= 2 && first >= 1).then_some(first)
}

fn object_row(object: &Map<String, Value>, path: &str, writer: &mut Writer) {
    let mut fields = Vec::new();
    for (key, value) in object {
        flatten(key, value, &mut fields);
    }
    let id = first_text(object, &ID_KEYS);
    let published = DATE_KEYS
        .iter()
        .find_map(|key| date::timestamp(object.get(*key)?.as_str()?.trim_start_matches(NUMBER)));
    writer.dated_entry(id.as_deref(), published);
    writer.whole_field(&join(&fields), path.to_owned());
    writer.leave();
}

fn first_text(object: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| scalar(object.get(*key)?)).filter(|text| !text.is_empty())
}

fn flatten(key: &str, value: &Value, out: &mut Vec<(String, String)>) {
    if out.len() >= MAX_FIELDS {
        return;
    }
    match value {
        Value::Object(object) => {
            for (inner, value) in object {
                let key = if key.is_empty() { inner.clone() } else { format!("{key}.{inner}") };
                flatten(&key, value, out);
            }
        }
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let words: Vec<String> = items.iter().take(MAX_FIELDS).filter_map(scalar).collect();
            out.push((key.to_owned(), words.join(", ")));
        }
        Value::Array(items) => items.iter().for_each(|item| flatten(key, item, out)),
        _ => out.extend(scalar(value).map(|text| (key.to_owned(), text))),
    }
}

fn join(fields: &[(String, String)]) -> String {
    let parts: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| if key.is_empty() { value.clone() } else { format!("{key}: {value}") })
        .collect();
    parts.join(" | ")
}

/// A scalar as text on one line; HTML in it is unwrapped.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => match text.strip_prefix(NUMBER) {
            Some(number) => Some(number.to_owned()),
            None if is_html(text) => Some(html::one_line(text).unwrap_or_default()),
            None => Some(clean::line(text)),
        },
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_html(text: &str) -> bool {
    text.contains("</") || text.contains("<br") || text.contains("<p>")
}

/// A text that `select` names: its sentences.
fn prose(text: &str, path: &str, writer: &mut Writer) {
    writer.field(path.to_owned());
    if is_html(text) && html::fragment(text, writer).is_ok() {
        return;
    }
    writer.field_text(text);
}

fn leaf(node: &Value, path: &str, writer: &mut Writer) {
    let Some(text) = scalar(node).filter(|text| !text.is_empty()) else { return };
    let key = path.rsplit(['.', '\'']).find(|key| key.chars().any(char::is_alphabetic)).unwrap_or_default();
    let key = key.split('[').next().unwrap_or_default();
    let text = if key.is_empty() { text } else { format!("{key}: {text}") };
    writer.whole_field(&text, path.to_owned());
}

/// Every scalar with its path. The parser's own limit (128) bounds the depth.
fn leaves(node: &Value, path: &mut String, writer: &mut Writer) {
    let length = path.len();
    match node {
        Value::Object(object) => {
            for (key, value) in object {
                push_key(path, key);
                leaves(value, path, writer);
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                push_index(path, i);
                leaves(value, path, writer);
                path.truncate(length);
            }
        }
        _ => leaf(node, path, writer),
    }
}

/// The document with each number written as a string behind `NUMBER`.
fn numbers_as_strings(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut quoted = false;
    let mut escaped = false;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            out.push(c);
        } else if c == '-' || c.is_ascii_digit() {
            let mut end = at + 1;
            while let Some((next, _)) =
                rest.next_if(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
            {
                end = next + 1;
            }
            out.push_str("\"\\u0001");
            out.push_str(&text[at..end]);
            out.push('"');
        } else {
            quoted = c == '"';
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str, select: Option<&str>) -> Result<Document, ExtractError> {
        json(body.as_bytes(), &Options { select, ..Options::default() })
    }

    fn lines(body: &str, select: Option<&str>) -> Vec<(String, String)> {
        read(body, select).unwrap().passages.into_iter().map(|p| (p.path, p.text)).collect()
    }

    fn pair(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn without_a_path_every_scalar_is_a_field() {
        assert_eq!(
            lines(
                r#"{"holder":"Microsoft","stake":27.50,"us-gaap":{"Revenues":[1915000000000000000001]},"x":null}"#,
                None
            ),
            [
                pair("$.holder", "holder: Microsoft"),
                pair("$.stake", "stake: 27.50"),
                pair("$['us-gaap'].Revenues[0]", "Revenues: 1915000000000000000001"),
            ]
        );
    }

    #[test]
    fn each_match_is_a_row_with_exact_numbers() {
        let body = r#"{"rows":[{"id":7,"name":"A","price":{"usd":0.10}},{"id":8,"name":"B","price":{"usd":1e3},"tags":["x","y"]}]}"#;
        assert_eq!(
            lines(body, Some("$.rows[?@.price.usd > 0]")),
            [
                pair("$.rows[0]", "id: 7 | name: A | price.usd: 0.10"),
                pair("$.rows[1]", "id: 8 | name: B | price.usd: 1e3 | tags: x, y"),
            ]
        );
        let document = read(body, Some("$.rows")).unwrap();
        assert_eq!(document.passages[1].entry.as_deref(), Some("8"));
    }

    #[test]
    fn columns_turn_into_rows_as_in_edgar() {
        let body = r#"{"filings":{"recent":{"accessionNumber":["0-1","0-2"],"filingDate":["2025-03-10","2025-03-03"],"form":["8-K","S-1"]}}}"#;
        let document = read(body, Some("$.filings.recent")).unwrap();
        assert_eq!(document.passages[0].text, "accessionNumber: 0-1 | filingDate: 2025-03-10 | form: 8-K");
        assert_eq!(document.passages[0].entry.as_deref(), Some("0-1"));
        assert_eq!(document.passages[1].published.unwrap().to_rfc3339(), "2025-03-03T00:00:00+00:00");
    }

    #[test]
    fn texts_are_split_and_unwrapped() {
        let body = r#"{"body":"<p>It holds 27%. It held 49%.</p>"}"#;
        let texts: Vec<String> = lines(body, Some("$.body")).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["It holds 27%.", "It held 49%."]);
    }

    #[test]
    fn errors_hint_at_the_usual_causes() {
        let error = read("{}", Some("$.facts.us-gaap")).unwrap_err().to_string();
        assert!(error.contains("['us-gaap']"), "{error}");
        let error = read("{}", Some("facts")).unwrap_err().to_string();
        assert!(error.contains("begins with $"), "{error}");
        assert_eq!(
            read("{}", Some("$.a")),
            Err(ExtractError::JsonPathMatchesNothing { selector: "$.a".into() })
        );
        assert!(matches!(read("{", None), Err(ExtractError::Json(_))));
        assert_eq!(read("{}", None), Err(ExtractError::Empty));
        assert!(read(&"[".repeat(100_000), None).is_err());
    }

    #[test]
    fn numbers_inside_strings_stay() {
        assert_eq!(
            numbers_as_strings(r#"{"a 1":"-2 \" 3","b":-4.0}"#),
            r#"{"a 1":"-2 \" 3","b":"\u0001-4.0"}"#
        );
    }
}
