//! RSS, Atom, RDF, CDF and JSON Feed → passages by entry.

mod json_feed;
mod markup;
mod reader;
mod token;
mod vocabulary;

use std::collections::HashMap;

use crate::model::passage::{Document, DocumentKind};

use super::html::{settle_lang, well_formed};
use super::writer::Writer;
use super::{ExtractError, Options, charset, clean, html};
use markup::Markup;
use reader::{Entry, Feed};

/// Entries beyond this are left out.
const MAX_ENTRIES: usize = 2_000;

/// Reads a feed, well-formed or not.
pub(super) fn feed(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    let decoded = charset::decode(body, options.content_type);
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    let mut feed = parse(&decoded.text, options)?;
    if feed.cut {
        warnings.push("the feed ends in the middle of an element: what stood there was left out".to_owned());
    }
    if feed.entries.len() > MAX_ENTRIES {
        warnings.push(format!("only the first {MAX_ENTRIES} entries were read"));
        feed.entries.truncate(MAX_ENTRIES);
    }
    let title = feed.head.title.as_ref().map(plain).filter(|title| !title.is_empty());
    let mut writer = Writer::default();
    head(&feed.head, title.as_deref(), &mut writer);
    let mut seen: HashMap<String, u32> = HashMap::new();
    for entry in &feed.entries {
        let title = entry.title.as_ref().map(plain).filter(|title| !title.is_empty());
        let id = stable_id(entry, title.as_deref(), &mut seen);
        write_entry(entry, &id, title.as_deref(), &mut writer);
    }
    let (passages, full) = writer.finish();
    if full {
        warnings.push("the feed is longer than what is read of one feed: its end was left out".to_owned());
    }
    let declared = feed.lang.map(|lang| lang.trim().replace('_', "-")).filter(|lang| well_formed(lang));
    let text: String = passages.iter().take(200).map(|passage| passage.text.as_str()).collect();
    Ok(Document {
        kind: DocumentKind::Feed,
        title,
        lang: settle_lang(declared, &text),
        encoding: decoded.encoding.name().to_owned(),
        published: feed.head.updated.or(feed.head.published),
        passages,
        warnings,
    })
}

fn parse(text: &str, options: &Options<'_>) -> Result<Feed, ExtractError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with(['{', '[']) {
        return json_feed::read(text, options.url, MAX_ENTRIES);
    }
    reader::read(&token::with_own_entities(text), options.url, MAX_ENTRIES)
}

/// An entry without an id is known by its link, so that an edited title stays the same entry.
fn stable_id(entry: &Entry, title: Option<&str>, seen: &mut HashMap<String, u32>) -> String {
    let id = entry.id.as_deref().or(entry.link.as_deref()).or(title).map(clean::line).unwrap_or_default();
    let id: String = if id.is_empty() { "entry".to_owned() } else { id.chars().take(500).collect() };
    let count = seen.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id}#{count}") }
}

fn head(head: &Entry, title: Option<&str>, writer: &mut Writer) {
    if let Some(title) = title {
        writer.title(title);
    }
    if let Some(description) = &head.summary {
        writer.field("description".to_owned());
        rich(description, writer);
    }
    if let Some(link) = &head.link {
        writer.whole_field(link, "link".to_owned());
    }
}

fn write_entry(entry: &Entry, id: &str, title: Option<&str>, writer: &mut Writer) {
    writer.enter(id, title, entry.published.or(entry.updated));
    if let Some(title) = title {
        writer.whole_field(title, format!("entry[{id}]/title"));
    }
    // Many feeds send the beginning of the content, or the title, as summary again.
    let short = entry.summary.as_ref().map(plain).unwrap_or_default();
    let long = entry.content.first().map(plain).unwrap_or_default();
    let repeated = long.starts_with(short.trim_end_matches(['.', '…', ' ']));
    if let Some(summary) = entry.summary.as_ref().filter(|_| !repeated && Some(short.as_str()) != title) {
        writer.field(format!("entry[{id}]/summary"));
        rich(summary, writer);
    }
    if Some(long.as_str()) != title {
        writer.field(format!("entry[{id}]/content"));
        for content in &entry.content {
            rich(content, writer);
        }
    }
    if let Some(link) = &entry.link {
        writer.whole_field(link, format!("entry[{id}]/link"));
    }
}

/// A text as passages of the current field.
fn rich(markup: &Markup, writer: &mut Writer) {
    if !markup.html {
        writer.field_text(&markup.text);
    } else if html::fragment(&markup::without_open_embeds(&markup.text), writer).is_err() {
        writer.field_text(&without_tags(&markup.text));
    }
}

/// A text as one line.
fn plain(markup: &Markup) -> String {
    if !markup.html {
        return clean::line(&markup.text);
    }
    html::one_line(&markup.text).unwrap_or_else(|| clean::line(&without_tags(&markup.text)))
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
