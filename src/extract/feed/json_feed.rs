//! JSON Feed (version 1 and 1.1) → the same feed that the XML formats give.

use serde_json::{Map, Value};
use url::Url;

use super::super::{ExtractError, date};
use super::markup::Markup;
use super::reader::{Entry, Feed, resolve};

/// Reads a feed of at most `most` entries and one.
pub(super) fn read(text: &str, base: Option<&Url>, most: usize) -> Result<Feed, ExtractError> {
    let value: Value = serde_json::from_str(text).map_err(|error| ExtractError::Json(error.to_string()))?;
    let items = value.get("items").and_then(Value::as_array);
    let (Some(feed), Some(items)) = (value.as_object(), items) else {
        return Err(ExtractError::Feed("it is JSON without the `items` of JSON Feed".to_owned()));
    };
    let head = Entry {
        title: string(feed, "title").map(plain),
        summary: string(feed, "description").map(plain),
        link: string(feed, "home_page_url").map(|url| resolve(url, base)),
        ..Entry::default()
    };
    let entries = items.iter().filter_map(Value::as_object).take(most + 1).map(|item| entry(item, base));
    Ok(Feed {
        head,
        lang: string(feed, "language").map(ToOwned::to_owned),
        entries: entries.collect(),
        cut: false,
    })
}

fn entry(item: &Map<String, Value>, base: Option<&Url>) -> Entry {
    let time = |key| string(item, key).and_then(date::timestamp);
    let content = string(item, "content_html")
        .map(|html| Markup { text: html.to_owned(), html: true })
        .or_else(|| string(item, "content_text").map(plain));
    Entry {
        // An id should be a string, many are numbers.
        id: item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), ToOwned::to_owned)),
        title: string(item, "title").map(plain),
        summary: string(item, "summary").map(plain),
        content: content.into_iter().collect(),
        link: string(item, "url").or_else(|| string(item, "external_url")).map(|url| resolve(url, base)),
        published: time("date_published"),
        updated: time("date_modified"),
    }
}

fn string<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str().filter(|text| !text.trim().is_empty())
}

fn plain(text: &str) -> Markup {
    Markup::plain(text.to_owned())
}
