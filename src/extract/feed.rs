//! RSS, Atom and JSON Feed → passages by entry.

use std::collections::HashMap;

use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser::Builder;

use crate::model::passage::{Document, DocumentKind};

use super::html::{settle_lang, well_formed};
use super::writer::Writer;
use super::{ExtractError, Options, charset, clean, date, feed_repair, html};

/// Entries beyond this are left out.
const MAX_ENTRIES: usize = 2_000;
/// XML deeper than this is refused before it is parsed.
const MAX_XML_DEPTH: usize = 256;

/// Reads a feed; one that is not well-formed is repaired once.
pub(super) fn feed(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    let decoded = charset::decode(body, options.content_type);
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    let (mut feed, repaired) = parse(&decoded.text, options)?;
    if repaired {
        warnings.push(
            "the feed is not well-formed; it was repaired, and its last entry may be missing".to_owned(),
        );
    }
    if feed.entries.len() > MAX_ENTRIES {
        warnings.push(format!("only the first {MAX_ENTRIES} entries were read"));
        feed.entries.truncate(MAX_ENTRIES);
    }
    let title = feed.title.as_ref().map(|title| plain(&title.content)).filter(|title| !title.is_empty());
    let mut writer = Writer::default();
    head(&feed, &mut writer);
    let mut seen: HashMap<String, u32> = HashMap::new();
    for entry in &feed.entries {
        let id = stable_id(entry, &mut seen);
        write_entry(entry, &id, &mut writer);
    }
    let (passages, full) = writer.finish();
    if full {
        warnings.push("the feed is longer than what is read of one feed: its end was left out".to_owned());
    }
    let declared = feed.language.map(|lang| lang.trim().replace('_', "-")).filter(|lang| well_formed(lang));
    let text: String = passages.iter().take(200).map(|passage| passage.text.as_str()).collect();
    Ok(Document {
        kind: DocumentKind::Feed,
        title,
        lang: settle_lang(declared, &text),
        encoding: decoded.encoding.name().to_owned(),
        published: feed.updated.or(feed.published),
        passages,
        warnings,
    })
}

fn parse(text: &str, options: &Options<'_>) -> Result<(Feed, bool), ExtractError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let parser = || {
        Builder::new()
            .base_uri(options.url.map(url::Url::as_str))
            .id_generator(|links, title, _| id_of(links, title.as_ref()))
            .timestamp_parser(date::timestamp)
            .sanitize_content(false)
            .build()
    };
    let failed = |error: feed_rs::parser::ParseFeedError| ExtractError::Feed(clean::line(&error.to_string()));
    if text.starts_with(['{', '[']) {
        return parser().parse(text.as_bytes()).map(|feed| (feed, false)).map_err(failed);
    }
    if !text.contains('<') {
        return Err(ExtractError::Feed("the body holds no XML".to_owned()));
    }
    let prepared = feed_repair::prepared(text);
    shallow(&prepared)?;
    match parser().parse(prepared.as_bytes()) {
        Ok(feed) => Ok((feed, false)),
        Err(_) => parser()
            .parse(feed_repair::repaired(&prepared).as_bytes())
            .map(|feed| (feed, true))
            .map_err(failed),
    }
}

/// Refuses XML that nests too deep, by its tags alone.
fn shallow(xml: &str) -> Result<(), ExtractError> {
    let mut depth = 0_usize;
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let skip = if rest.starts_with("<![CDATA[") {
            rest.find("]]>")
        } else if rest.starts_with("<!--") {
            rest.find("-->")
        } else {
            let end = rest.find('>');
            match (rest.as_bytes().get(1), end) {
                (Some(b'/'), _) => depth = depth.saturating_sub(1),
                (Some(b), Some(end)) if b.is_ascii_alphabetic() && rest.as_bytes()[end - 1] != b'/' => {
                    depth += 1;
                }
                _ => {}
            }
            end
        };
        if depth > MAX_XML_DEPTH {
            return Err(ExtractError::TooDeep { depth });
        }
        let Some(skip) = skip else { break };
        rest = &rest[skip..];
        rest = rest.strip_prefix(['>', ']', '-']).unwrap_or(rest);
    }
    Ok(())
}

/// An entry without an id is known by its link, so that an edited title stays the same entry.
fn id_of(links: &[Link], title: Option<&Text>) -> String {
    let link = links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| links.first());
    link.map(|link| link.href.trim().to_owned())
        .or_else(|| title.map(|title| title.content.trim().to_owned()))
        .unwrap_or_default()
}

fn stable_id(entry: &Entry, seen: &mut HashMap<String, u32>) -> String {
    let id = clean::line(&entry.id);
    let id: String = if id.is_empty() { "entry".to_owned() } else { id.chars().take(500).collect() };
    let count = seen.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id}#{count}") }
}

fn head(feed: &Feed, writer: &mut Writer) {
    if let Some(title) = &feed.title {
        writer.title(&plain(&title.content));
    }
    if let Some(description) = &feed.description {
        writer.field("description".to_owned());
        rich(&description.content, writer);
    }
    if let Some(link) = main_link(&feed.links) {
        writer.whole_field(link, "link".to_owned());
    }
}

fn write_entry(entry: &Entry, id: &str, writer: &mut Writer) {
    let title = entry.title.as_ref().map(|title| plain(&title.content)).filter(|title| !title.is_empty());
    writer.enter(id, title.as_deref(), entry.published.or(entry.updated));
    if let Some(title) = &title {
        writer.whole_field(title, format!("entry[{id}]/title"));
    }
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str()).unwrap_or_default();
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
    // Many feeds send the beginning of the content, or the title, as summary again.
    let (short, long) = (plain(summary), plain(content));
    let repeated = !short.is_empty() && long.starts_with(short.trim_end_matches(['.', '…', ' ']));
    if !summary.is_empty() && !repeated && Some(&short) != title.as_ref() {
        writer.field(format!("entry[{id}]/summary"));
        rich(summary, writer);
    }
    if !content.is_empty() && Some(&long) != title.as_ref() {
        writer.field(format!("entry[{id}]/content"));
        rich(content, writer);
    }
    if let Some(link) = main_link(&entry.links) {
        writer.whole_field(link, format!("entry[{id}]/link"));
    }
}

fn main_link(links: &[Link]) -> Option<&str> {
    links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| links.first())
        .map(|link| link.href.trim())
        .filter(|href| !href.is_empty())
}

/// Text that may hold HTML, as passages of the current field.
fn rich(text: &str, writer: &mut Writer) {
    let html = text.contains('<') || (text.contains('&') && text.contains(';'));
    if !html || html::fragment(text, writer).is_err() {
        writer.field_text(&without_tags(text));
    }
}

/// Text that may hold HTML, as one line.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return clean::line(text);
    }
    html::one_line(text).unwrap_or_else(|| clean::line(&without_tags(text)))
}

/// What stands outside of angle brackets, for markup that no parser should see.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::passage::Role;

    fn read(body: &str) -> Document {
        feed(body.as_bytes(), &Options::default()).unwrap()
    }

    fn texts(document: &Document) -> Vec<&str> {
        document.passages.iter().filter(|p| !p.path.ends_with("link")).map(|p| p.text.as_str()).collect()
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour News</title>
        <item><title>Stake falls</title><link>https://example.com/1</link><guid isPermaLink="false">g-1</guid>
        <pubDate>Tue, 28 Oct 2025 13:00:00 GMT</pubDate>
        <description>&lt;p&gt;The firm now holds 27%. It held 49% before.&lt;/p&gt;&lt;div class="share"&gt;Tweet this&lt;/div&gt;</description></item>
        <item><title>Second</title><link>https://example.com/2</link></item></channel></rss>"#;

    #[test]
    fn entries_become_passages_with_id_heading_and_date() {
        let document = read(RSS);
        assert_eq!(document.kind, DocumentKind::Feed);
        assert_eq!(document.title.as_deref(), Some("Harbour News"));
        assert_eq!(
            texts(&document),
            ["Harbour News", "Stake falls", "The firm now holds 27%.", "It held 49% before.", "Second"]
        );
        let sentence = &document.passages[2];
        assert_eq!(sentence.entry.as_deref(), Some("g-1"));
        assert_eq!(sentence.heading.as_deref(), Some("Stake falls"));
        assert_eq!(sentence.path, "entry[g-1]/summary/p[1]/s[1]");
        assert_eq!(sentence.published.unwrap().to_rfc3339(), "2025-10-28T13:00:00+00:00");
        assert_eq!(document.passages.last().unwrap().entry.as_deref(), Some("https://example.com/2"));
        assert!(document.passages.iter().any(|p| p.role == Role::Field && p.text == "https://example.com/1"));
    }

    #[test]
    fn a_bare_ampersand_and_a_cut_tail_lose_little() {
        let document = read(
            &RSS.replace("Stake falls", "Stake & board seats fall").replace("</item></channel></rss>", ""),
        );
        assert!(texts(&document).contains(&"Stake & board seats fall"));
        assert!(!document.warnings.is_empty());
    }

    #[test]
    fn chinese_feeds_in_gbk() {
        let xml = "<?xml version=\"1.0\" encoding=\"GB2312\"?><rss version=\"2.0\"><channel><title>示例新闻</title><item>\
            <title>微软持股降至27%</title><guid>1</guid><pubDate>2025-10-28 21:00:00</pubDate><description><![CDATA[<p>双方周二宣布。持股约为27%。</p>]]></description></item></channel></rss>";
        let body = encoding_rs::GBK.encode(xml).0;
        let document =
            feed(&body, &Options { content_type: Some("text/html"), ..Options::default() }).unwrap();
        assert_eq!(texts(&document), ["示例新闻", "微软持股降至27%", "双方周二宣布。", "持股约为27%。"]);
        assert_eq!(document.lang.as_deref(), Some("zh"));
        assert_eq!(document.passages[1].published.unwrap().to_rfc3339(), "2025-10-28T21:00:00+00:00");
    }

    #[test]
    fn an_edited_title_is_the_same_entry() {
        let id = |document: &Document| document.passages.last().unwrap().entry.clone();
        assert_eq!(id(&read(RSS)), id(&read(&RSS.replace("Second", "Second, corrected"))));
    }

    #[test]
    fn atom_and_json_feeds() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Filings</title><entry><id>urn:1</id><title>8-K</title>
            <updated>2025-10-28T13:00:00Z</updated><content type="html">&lt;p&gt;It raised $5 million.&lt;/p&gt;</content></entry></feed>"#;
        assert_eq!(texts(&read(atom)), ["Filings", "8-K", "It raised $5 million."]);
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Notes","items":[{"id":"1","url":"https://example.com/a","content_html":"<p>It raised $5 million.</p>"}]}"#;
        assert!(texts(&read(json)).contains(&"It raised $5 million."));
    }

    #[test]
    fn rubbish_is_an_error_that_says_what_to_do() {
        for body in
            ["<html><p>no feed</p></html>", "plain", "<rss", "{\"version\": 3}", &"<a>".repeat(90_000)]
        {
            let error = feed(body.as_bytes(), &Options::default()).unwrap_err();
            assert!(matches!(error, ExtractError::Feed(_) | ExtractError::TooDeep { .. }), "{error}");
        }
    }
}
