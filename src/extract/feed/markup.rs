//! The texts of a feed: plain, HTML that was escaped, inline XHTML, base64.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use url::Url;

use super::token::{Token, resolved};
use super::vocabulary::Field;

/// Forgives what writers of base64 get wrong at its end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A text, and whether it is HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Markup {
    pub(super) text: String,
    pub(super) html: bool,
}

impl Markup {
    /// Text that may be HTML: it is where it holds a tag or a reference.
    pub(super) fn guessed(text: String) -> Self {
        let html = tags(&text).next().is_some() || has_reference(&text);
        Self { text, html }
    }

    /// Text that says it is plain; some of it is HTML nevertheless.
    pub(super) fn plain(text: String) -> Self {
        let html = tags(&text).any(|tag| tag.starts_with("</")) || has_reference(&text);
        Self { text, html }
    }
}

/// What follows each `<` that begins a tag, from that `<` on.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('<').map(|(at, _)| &text[at..]).filter(|tag| {
        tag.starts_with("<!--")
            || tag[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

fn has_reference(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let name = text[at + 1..].trim_start_matches('#');
        let end = name.bytes().take(10).position(|b| !b.is_ascii_alphanumeric()).unwrap_or_default();
        end > 0 && name.as_bytes()[end] == b';'
    })
}

/// How the text of an element is to be understood, by its `type` and `mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unsaid,
    Plain,
    Base64,
}

fn kind(pairs: &[(String, String)]) -> Kind {
    let value = |name: &str| {
        pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    if value("mode").as_deref() == Some("base64") {
        return Kind::Base64;
    }
    match value("type").as_deref() {
        Some("text" | "plain" | "text/plain") => Kind::Plain,
        // Atom: what is neither text nor XML is base64.
        Some(kind) if kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") => {
            Kind::Base64
        }
        _ => Kind::Unsaid,
    }
}

/// A field of a feed while its text is read.
#[derive(Debug)]
pub(super) struct Capture<'a> {
    pub(super) field: Field,
    pub(super) rank: u8,
    /// The text alone, references resolved.
    pub(super) text: String,
    pub(super) base: Option<Url>,
    /// A `guid` that is an address.
    pub(super) permalink: bool,
    name: &'a str,
    kind: Kind,
    /// How many elements of the same name are open within.
    inner: usize,
    /// The text with its elements, as HTML.
    html: String,
    elements: bool,
}

impl<'a> Capture<'a> {
    pub(super) fn new(
        field: Field,
        rank: u8,
        name: &'a str,
        pairs: &[(String, String)],
        base: Option<&Url>,
    ) -> Self {
        let denied =
            pairs.iter().any(|(name, value)| name == "ispermalink" && value.eq_ignore_ascii_case("false"));
        Self {
            field,
            rank,
            text: String::new(),
            base: base.cloned(),
            permalink: name.to_ascii_lowercase().ends_with("guid") && !denied,
            name,
            kind: kind(pairs),
            inner: 0,
            html: String::new(),
            elements: false,
        }
    }

    /// Takes what follows; true when the field ends with it.
    pub(super) fn push(&mut self, token: Token<'_>) -> bool {
        match token {
            Token::Text(text) => {
                self.text.push_str(&resolved(text));
                self.html.push_str(text);
            }
            Token::Literal(text) => {
                self.text.push_str(text);
                self.html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Token::Start { name, attributes, empty } => {
                self.inner += usize::from(!empty && name == self.name);
                self.elements = true;
                let local = name.rsplit(':').next().unwrap_or(name);
                self.html.extend(["<", local, attributes, ">"]);
                if empty && !is_void(local) {
                    self.html.extend(["</", local, ">"]);
                }
            }
            Token::End { name } => {
                if name == self.name {
                    if self.inner == 0 {
                        return true;
                    }
                    self.inner -= 1;
                }
                self.html.extend(["</", name.rsplit(':').next().unwrap_or(name), ">"]);
            }
        }
        false
    }

    /// What was captured; `None` if it holds no text.
    pub(super) fn markup(self) -> Option<Markup> {
        let markup = if self.elements {
            Markup { text: self.html, html: true }
        } else {
            match self.kind {
                Kind::Unsaid => Markup::guessed(self.text),
                Kind::Plain => Markup::plain(self.text),
                Kind::Base64 => Markup::guessed(decoded(self.text)?),
            }
        };
        (!markup.text.trim().is_empty()).then_some(markup)
    }
}

/// The text in base64; `None` if it is no text, and itself if it is no base64.
fn decoded(text: String) -> Option<String> {
    let packed: String = text.split_whitespace().collect();
    match BASE64.decode(packed) {
        Ok(bytes) => String::from_utf8(bytes).ok(),
        Err(_) => Some(text),
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "wbr"
    )
}

/// HTML in which an embedding element that is never closed does not swallow what follows it.
pub(super) fn without_open_embeds(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    let last: Vec<(&str, usize)> =
        EMBEDS.iter().map(|name| (*name, lower.rfind(&format!("</{name}")).unwrap_or_default())).collect();
    for (at, _) in lower.match_indices('<') {
        let open = last.iter().find(|(name, closed)| {
            at >= from
                && at >= *closed
                && lower[at + 1..].strip_prefix(name).is_some_and(|rest| {
                    rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
                })
        });
        if open.is_some() {
            let Some(length) = lower[at..].find('>') else { break };
            out.push_str(&html[from..at]);
            from = at + length + 1;
        }
    }
    out.push_str(&html[from..]);
    out
}

const EMBEDS: [&str; 6] = ["iframe", "object", "applet", "noframes", "noembed", "textarea"];

#[cfg(test)]
mod tests {
    use super::super::token::Tokens;
    use super::*;

    fn captured(inner: &str, kind: &str) -> Option<Markup> {
        let pairs = [("type".to_owned(), kind.to_owned())];
        let mut capture = Capture::new(Field::Content, 0, "content", &pairs, None);
        let xml = format!("{inner}</content>");
        let ended = Tokens::of(&xml).any(|token| capture.push(token));
        assert!(ended);
        capture.markup()
    }

    #[test]
    fn kinds_of_text() {
        for (inner, kind, text, html) in [
            ("&lt;b&gt;5&lt;/b&gt; &amp;amp; 6", "html", "<b>5</b> &amp; 6", true),
            ("5 &lt; 6", "", "5 < 6", false),
            ("the &lt;b&gt; tag", "text", "the <b> tag", false),
            ("<![CDATA[<p>a</p>]]>", "text/html", "<p>a</p>", true),
            ("<x:div>a &lt; b<x:br/><x:p/></x:div>", "xhtml", "<div>a &lt; b<br><p></p></div>", true),
            ("\n PHA+YTwvcD4= \n", "application/octet-stream", "<p>a</p>", true),
            ("no base64!", "application/octet-stream", "no base64!", false),
            ("a<content>b</content>c", "", "a<content>b</content>c", true),
        ] {
            assert_eq!(captured(inner, kind), Some(Markup { text: text.to_owned(), html }), "{inner}");
        }
        assert_eq!(captured("//79", "image/png"), None);
        assert_eq!(captured(" ", ""), None);
    }

    #[test]
    fn an_open_embed_swallows_nothing() {
        assert_eq!(without_open_embeds("a<iframe src='x'/> b<OBJECT id=1>c"), "a bc");
        assert_eq!(without_open_embeds("a<iframe></iframe><object>b"), "a<iframe></iframe>b");
        assert_eq!(without_open_embeds("<objective>"), "<objective>");
    }
}
