//! What a page offers to a watcher: its title, language and feeds.

use scraper::{Html, Selector};
use serde::Serialize;
use url::Url;

use super::super::{Options, charset, clean, nesting};
use super::meta;

/// A page as `source add` sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Discovery {
    pub title: Option<String>,
    pub feeds: Vec<FeedLink>,
    pub lang: Option<String>,
}

/// A feed that a page names in `<link rel="alternate">`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    pub url: Url,
    pub title: Option<String>,
    pub kind: FeedKind,
}

/// The format of a feed, as its link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    Rss,
    Atom,
    Json,
}

/// Finds the feeds of a page at `url`, feeds of comments last; nothing of a page that cannot be read.
#[must_use]
pub fn discover(html: &[u8], url: &Url) -> Discovery {
    let text = charset::decode(html, None).text;
    if nesting::check(&text).is_err() {
        return Discovery::default();
    }
    let html = Html::parse_document(&text);
    let meta = meta::read(&html, &Options { url: Some(url), ..Options::default() });
    let mut feeds = feeds(&html, url);
    feeds.sort_by_key(|feed| feed.title.as_deref().is_some_and(of_comments) || of_comments(feed.url.path()));
    Discovery { title: meta.title, feeds, lang: meta.lang }
}

fn feeds(html: &Html, url: &Url) -> Vec<FeedLink> {
    let Ok(links) = Selector::parse("link[rel~='alternate' i][href]") else { return Vec::new() };
    let base = Selector::parse("base[href]")
        .ok()
        .and_then(|base| html.root_element().select(&base).next())
        .and_then(|base| url.join(base.attr("href")?).ok());
    let base = base.as_ref().unwrap_or(url);
    let mut out: Vec<FeedLink> = Vec::new();
    for link in html.root_element().select(&links).take(200) {
        let kind = match link.attr("type").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/rss+xml" | "text/xml" | "application/xml" | "application/rdf+xml" => FeedKind::Rss,
            "application/atom+xml" => FeedKind::Atom,
            "application/feed+json" => FeedKind::Json,
            _ => continue,
        };
        let Some(href) = link.attr("href").and_then(|href| base.join(href.trim()).ok()) else { continue };
        if matches!(href.scheme(), "http" | "https") && !out.iter().any(|feed| feed.url == href) {
            let title = link.attr("title").map(clean::line).filter(|title| !title.is_empty());
            out.push(FeedLink { url: href, title, kind });
        }
    }
    out
}

fn of_comments(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("comment") || text.contains("评论") || text.contains("評論")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_with_whole_addresses() {
        let page = br#"<html lang=en-GB><head><title>Newsroom</title>
            <link rel="alternate" type="application/rss+xml" title="Comments feed" href="/comments/feed">
            <link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">
            <link rel="alternate" type="application/atom+xml" href="https://example.org/atom">
            <link rel="alternate" hreflang="zh" href="/zh/"><link rel=alternate type="application/rss+xml" href="javascript:x">
            </head></html>"#;
        let found = discover(page, &Url::parse("https://example.com/news/").unwrap());
        let feeds: Vec<_> = found.feeds.iter().map(|feed| (feed.url.as_str(), feed.kind)).collect();
        assert_eq!(
            feeds,
            [
                ("https://example.com/feed.xml", FeedKind::Rss),
                ("https://example.org/atom", FeedKind::Atom),
                ("https://example.com/comments/feed", FeedKind::Rss),
            ]
        );
        assert_eq!(found.title.as_deref(), Some("Newsroom"));
        assert_eq!(found.lang.as_deref(), Some("en-GB"));
    }

    #[test]
    fn a_bomb_offers_nothing() {
        let bomb = "<div>".repeat(50_000);
        assert_eq!(
            discover(bomb.as_bytes(), &Url::parse("https://example.com/").unwrap()),
            Discovery::default()
        );
    }
}
