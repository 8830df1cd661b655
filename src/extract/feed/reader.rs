//! Tokens → a feed with its entries: one reader for every XML format and its faults.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use url::Url;

use super::super::{ExtractError, clean, date};
use super::markup::{Capture, Markup};
use super::token::{Token, Tokens, attributes};
use super::vocabulary::{Field, Space, field, holds_fields, is_entry, is_root};

/// Elements outside of texts deeper than this are refused.
const MAX_DEPTH: usize = 256;

/// A feed as it was sent.
#[derive(Debug, Default)]
pub(super) struct Feed {
    pub(super) head: Entry,
    pub(super) lang: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// The document ends within an element.
    pub(super) cut: bool,
}

/// An entry, or what a feed says of itself.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    pub(super) title: Option<Markup>,
    pub(super) summary: Option<Markup>,
    pub(super) content: Vec<Markup>,
    pub(super) link: Option<String>,
    pub(super) published: Option<DateTime<Utc>>,
    pub(super) updated: Option<DateTime<Utc>>,
}

/// An entry that is being read: what was found, with the rank of the element it came from.
#[derive(Debug, Default)]
struct Draft {
    id: Ranked<String>,
    title: Ranked<Markup>,
    summary: Ranked<Markup>,
    content: Vec<Markup>,
    link: Ranked<String>,
    published: Ranked<DateTime<Utc>>,
    updated: Ranked<DateTime<Utc>>,
}

#[derive(Debug)]
struct Ranked<T>(Option<(u8, T)>);

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Ranked<T> {
    /// Takes `value` where nothing of its rank or a better one was found before.
    fn offer(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

impl Draft {
    fn finish(self) -> Entry {
        Entry {
            id: self.id.take(),
            title: self.title.take(),
            summary: self.summary.take(),
            content: self.content,
            link: self.link.take(),
            published: self.published.take(),
            updated: self.updated.take(),
        }
    }
}

/// An element that is open and no field.
#[derive(Debug)]
struct Open {
    name: String,
    /// What its children without a prefix belong to.
    space: Space,
    /// Its children are fields of the feed or the entry.
    holds: bool,
    entry: bool,
    base: Option<Url>,
}

#[derive(Debug)]
struct Reader<'a> {
    open: Vec<Open>,
    prefixes: HashMap<String, Space>,
    base: Option<Url>,
    capture: Option<Capture<'a>>,
    head: Draft,
    lang: Ranked<String>,
    entry: Option<Draft>,
    entries: Vec<Entry>,
    most: usize,
}

/// Reads a feed of at most `most` entries and one; links are resolved against `xml:base` and `base`.
pub(super) fn read(xml: &str, base: Option<&Url>, most: usize) -> Result<Feed, ExtractError> {
    let mut reader = Reader {
        open: Vec::new(),
        prefixes: HashMap::new(),
        base: base.cloned(),
        capture: None,
        head: Draft::default(),
        lang: Ranked::default(),
        entry: None,
        entries: Vec::new(),
        most,
    };
    let mut begun = false;
    for token in Tokens::of(xml) {
        if let (false, Token::Start { name, .. }) = (begun, token) {
            begun = true;
            if !is_root(&local(name).1) {
                return Err(ExtractError::Feed(format!(
                    "it begins with <{}> and not with rss, feed or rdf:RDF",
                    clean::line(&name.chars().take(40).collect::<String>())
                )));
            }
        }
        reader.token(token)?;
        if reader.entries.len() > reader.most {
            break;
        }
    }
    if begun { Ok(reader.finish()) } else { Err(ExtractError::Feed("the body holds no XML".to_owned())) }
}

/// Prefix and name of an element in lower case.
fn local(name: &str) -> (String, String) {
    let name = name.to_lowercase();
    match name.split_once(':') {
        Some((prefix, local)) => (prefix.to_owned(), local.to_owned()),
        None => (String::new(), name),
    }
}

impl<'a> Reader<'a> {
    fn token(&mut self, token: Token<'a>) -> Result<(), ExtractError> {
        if let Some(capture) = &mut self.capture {
            let ends = match token {
                Token::Start { name, .. } => is_entry(Space::Core, &local(name).1),
                Token::End { name } => is_root(&local(name).1),
                _ => false,
            };
            if !ends {
                if capture.push(token) {
                    self.settle();
                }
                return Ok(());
            }
            // The end tag of the text is missing.
            self.settle();
        }
        match token {
            Token::Start { name, attributes: text, empty } => self.start(name, &attributes(text), empty),
            Token::End { name } => {
                self.end(&local(name).1);
                Ok(())
            }
            Token::Text(_) | Token::Literal(_) => Ok(()),
        }
    }

    fn start(&mut self, raw: &'a str, pairs: &[(String, String)], empty: bool) -> Result<(), ExtractError> {
        let (prefix, name) = local(raw);
        let space = self.space(&prefix, pairs);
        if is_entry(space, &name) {
            self.end_entry();
        }
        let base = value(pairs, "xml:base").map(|base| self.resolved(base));
        let base = base.and_then(|base| Url::parse(&base).ok()).or_else(|| self.base().cloned());
        let within = self.open.last().is_none_or(|outer| outer.holds);
        if within && let Some((field, rank)) = field(space, &name) {
            self.field(field, rank, raw, pairs, empty, base.as_ref());
            return Ok(());
        }
        let entry = is_entry(space, &name);
        if entry {
            self.entry = Some(Draft::default());
        }
        if entry || is_root(&name) {
            self.container(pairs, base.as_ref());
        } else if within {
            self.address(space, &name, pairs, base.as_ref());
        }
        let default = if prefix.is_empty() { space } else { self.default_space() };
        let holds = within && holds_fields(space, &name);
        self.open.push(Open { name: name.clone(), space: default, holds, entry, base });
        if self.open.len() > MAX_DEPTH {
            return Err(ExtractError::TooDeep { depth: self.open.len() });
        }
        if empty {
            self.end(&name);
        }
        Ok(())
    }

    /// The vocabulary of an element; takes note of the prefixes that it declares.
    fn space(&mut self, prefix: &str, pairs: &[(String, String)]) -> Space {
        let mut default = None;
        for (name, uri) in pairs {
            if name == "xmlns" {
                default = Some(Space::of(uri).unwrap_or_default());
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                let space = Space::of(uri).unwrap_or(match Space::of_prefix(prefix) {
                    Space::Core => Space::Core,
                    _ => Space::Other,
                });
                self.prefixes.insert(prefix.to_owned(), space);
            }
        }
        if prefix.is_empty() {
            return default.unwrap_or_else(|| self.default_space());
        }
        self.prefixes.get(prefix).copied().unwrap_or_else(|| Space::of_prefix(prefix))
    }

    fn default_space(&self) -> Space {
        self.open.last().map_or(Space::Core, |outer| outer.space)
    }

    fn base(&self) -> Option<&Url> {
        self.open.last().map_or(self.base.as_ref(), |outer| outer.base.as_ref())
    }

    fn resolved(&self, address: &str) -> String {
        resolve(address, self.base())
    }

    fn draft(&mut self) -> &mut Draft {
        self.entry.as_mut().unwrap_or(&mut self.head)
    }

    fn field(
        &mut self,
        field: Field,
        rank: u8,
        raw: &'a str,
        pairs: &[(String, String)],
        empty: bool,
        base: Option<&Url>,
    ) {
        if field == Field::Link
            && let Some(href) = value(pairs, "href").filter(|href| !href.trim().is_empty())
        {
            let other = value(pairs, "rel").is_some_and(|rel| !rel.trim().eq_ignore_ascii_case("alternate"));
            self.draft().link.offer(if other { 3 } else { 0 }, resolve(href, base));
        } else if !empty {
            self.capture = Some(Capture::new(field, rank, raw, pairs, base));
        }
    }

    /// What a feed or an entry says in its own tag.
    fn container(&mut self, pairs: &[(String, String)], base: Option<&Url>) {
        if let Some(lang) = value(pairs, "xml:lang").filter(|_| self.entry.is_none()) {
            self.lang.offer(1, lang.to_owned());
        }
        if let Some(about) = value(pairs, "rdf:about") {
            self.draft().id.offer(1, about.to_owned());
            self.draft().link.offer(2, resolve(about, base));
        }
        if let Some(href) = value(pairs, "href") {
            self.draft().link.offer(0, resolve(href, base));
        }
        if let Some(changed) = value(pairs, "lastmod").and_then(date::timestamp) {
            self.draft().updated.offer(1, changed);
        }
    }

    /// Where an entry has no link: the address of what comes with it.
    fn address(&mut self, space: Space, name: &str, pairs: &[(String, String)], base: Option<&Url>) {
        let (key, rank) = match (space, name) {
            (Space::Core, "a") => ("href", 1),
            (Space::Core, "enclosure") | (Space::Media, "content" | "player") => ("url", 3),
            _ => return,
        };
        if let Some(url) = value(pairs, key) {
            self.draft().link.offer(rank, resolve(url, base));
        }
    }

    /// Puts the text that was captured where it belongs.
    fn settle(&mut self) {
        let Some(capture) = self.capture.take() else { return };
        let (field, rank) = (capture.field, capture.rank);
        if matches!(field, Field::Title | Field::Summary | Field::Content) {
            let Some(markup) = capture.markup() else { return };
            let draft = self.draft();
            match field {
                Field::Title => draft.title.offer(rank, markup),
                Field::Summary => draft.summary.offer(rank, markup),
                _ => draft.content.push(markup),
            }
            return;
        }
        let text = clean::line(&capture.text);
        if text.is_empty() {
            return;
        }
        match field {
            Field::Link => self.draft().link.offer(0, resolve(&text, capture.base.as_ref())),
            Field::Id => {
                if capture.permalink && text.starts_with("http") {
                    self.draft().link.offer(1, text.clone());
                }
                self.draft().id.offer(rank, text);
            }
            Field::Lang if self.entry.is_none() => self.lang.offer(rank, text),
            Field::Published | Field::Updated => {
                let Some(time) = date::timestamp(&text) else { return };
                let draft = self.draft();
                let slot = if field == Field::Published { &mut draft.published } else { &mut draft.updated };
                slot.offer(rank, time);
            }
            _ => {}
        }
    }

    /// Ends the innermost element of this name with all that stands in it.
    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        if self.open[at..].iter().any(|open| open.entry) {
            self.entries.extend(self.entry.take().map(Draft::finish));
        }
        self.open.truncate(at);
    }

    /// An entry begins where another is open: that one's end tag is missing.
    fn end_entry(&mut self) {
        if let Some(at) = self.open.iter().rposition(|open| open.entry) {
            self.open.truncate(at);
            self.entries.extend(self.entry.take().map(Draft::finish));
        }
    }

    fn finish(mut self) -> Feed {
        let cut = !self.open.is_empty() && self.entries.len() <= self.most;
        self.settle();
        // Half an entry would look like an edit of it.
        if self.entries.is_empty() {
            self.entries.extend(self.entry.take().map(Draft::finish));
        }
        Feed { head: self.head.finish(), lang: self.lang.take(), entries: self.entries, cut }
    }
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// An address in full, where there is something to resolve it against.
pub(super) fn resolve(address: &str, base: Option<&Url>) -> String {
    let address = clean::line(address);
    let whole = Url::parse(&address).ok().or_else(|| base?.join(&address).ok());
    whole.map_or(address, |url| url.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feed(xml: &str) -> Feed {
        read(xml, None, 100).unwrap()
    }

    fn text(markup: Option<&Markup>) -> &str {
        markup.map_or("", |markup| markup.text.as_str())
    }

    #[test]
    fn one_entry_in_every_format() {
        for xml in [
            "<rss version='0.91'><channel><title>F</title><item><title>T</title><link>http://e.org/1</link></item></channel></rss>",
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel><title>F</title></channel><item rdf:about='http://e.org/1'><title>T</title></item></rdf:RDF>",
            "<feed xmlns='http://purl.org/atom/ns#'><title>F</title><entry><title mode='escaped'>T</title><link href='http://e.org/1'/></entry></feed>",
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>F</a:title><a:entry><a:title>T</a:title><a:link rel='alternate' href='http://e.org/1'></a:link></a:entry></a:feed>",
            "<CHANNEL><TITLE>F</TITLE><ITEM HREF='http://e.org/1'><TITLE>T</TITLE></ITEM></CHANNEL>",
            "<rss><channel><dc:title>F</dc:title><item><dc:title>T</dc:title><guid>http://e.org/1</guid></item></channel></rss>",
        ] {
            let feed = feed(xml);
            assert_eq!(text(feed.head.title.as_ref()), "F", "{xml}");
            assert_eq!(feed.entries.len(), 1, "{xml}");
            assert_eq!(text(feed.entries[0].title.as_ref()), "T", "{xml}");
            assert_eq!(feed.entries[0].link.as_deref(), Some("http://e.org/1"), "{xml}");
            assert!(!feed.cut, "{xml}");
        }
    }

    #[test]
    fn the_formats_own_element_comes_first_and_foreign_ones_do_not_count() {
        let feed = feed(
            "<rss xmlns:media='http://search.yahoo.com/mrss/' xmlns:p='http://example.org/planet'><channel>\
             <image><title>logo</title></image><title>F</title><item><p:title>no</p:title><source><title>no</title></source>\
             <media:group><media:title>clip</media:title></media:group><title>T</title>\
             <enclosure url='http://e.org/a.mp3'/><link>http://e.org/1</link><guid isPermaLink='true'>http://e.org/2</guid></item></channel></rss>",
        );
        assert_eq!(text(feed.head.title.as_ref()), "F");
        assert_eq!(text(feed.entries[0].title.as_ref()), "T");
        assert_eq!(feed.entries[0].link.as_deref(), Some("http://e.org/1"));
        assert_eq!(feed.entries[0].id.as_deref(), Some("http://e.org/2"));
    }

    #[test]
    fn links_are_resolved_by_the_nearest_base() {
        let url = Url::parse("http://e.org/feeds/all").unwrap();
        let feed = read(
            "<feed xml:base='/blog/'><link href='.'/><entry xml:base='2025/'><link href='a'/></entry><entry><link href='b'/></entry></feed>",
            Some(&url),
            9,
        )
        .unwrap();
        let links: Vec<_> = feed.entries.iter().map(|entry| entry.link.as_deref().unwrap()).collect();
        assert_eq!(links, ["http://e.org/blog/2025/a", "http://e.org/blog/b"]);
        assert_eq!(feed.head.link.as_deref(), Some("http://e.org/blog/"));
    }

    #[test]
    fn missing_end_tags() {
        let feed = feed("<rss><channel><item><title>A</title><item><description>B</item><item><title>C</tit");
        let titles: Vec<_> = feed.entries.iter().map(|entry| text(entry.title.as_ref())).collect();
        assert_eq!(titles, ["A", ""]);
        assert_eq!(text(feed.entries[1].summary.as_ref()), "B");
        assert!(feed.cut);
    }

    #[test]
    fn what_is_no_feed() {
        assert!(matches!(read("<html><item/></html>", None, 9), Err(ExtractError::Feed(_))));
        assert!(matches!(read("<rss", None, 9), Err(ExtractError::Feed(_))));
        let deep = "<feed>".to_owned() + &"<a>".repeat(300);
        assert!(matches!(read(&deep, None, 9), Err(ExtractError::TooDeep { .. })));
    }

    proptest! {
        #[test]
        fn every_mix_of_tags_is_read(parts in proptest::collection::vec(
            prop::sample::select(vec![
                "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "text & more", "<![CDATA[", "]]>", "<b>",
                "<content type='xhtml'>", "</content>", "<link href='a'/>", "<entry xml:base='x'>", "</entry>", "<", "&#0;", "中",
            ]),
            0..60,
        )) {
            let xml = parts.concat();
            if let Ok(feed) = read(&xml, None, 5) {
                prop_assert!(feed.entries.len() <= 6);
            }
        }
    }
}
