//! XML as it comes: tags, text and CDATA of a feed, well-formed or not.
//!
//! Nothing is an error. What is no tag is text; what was cut off ends where the bytes end.

use std::borrow::Cow;

use super::super::clean;

/// One piece of a document, as slices of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name attributes>`; `empty` for `<name/>`.
    Start {
        name: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    End {
        name: &'a str,
    },
    /// Text with its references as they were written.
    Text(&'a str),
    /// The inside of a CDATA section.
    Literal(&'a str),
}

/// Reads a document from its first byte on, each byte a bounded number of times.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(xml: &'a str) -> Self {
        Self { rest: xml }
    }

    /// Takes the next `length` bytes away.
    fn take(&mut self, length: usize) -> &'a str {
        let (head, rest) = self.rest.split_at(length);
        self.rest = rest;
        head
    }

    /// The inside of what begins with `open` and ends with `close`, or with the document.
    fn between(&mut self, open: &str, close: &str) -> &'a str {
        let inside = &self.rest[open.len()..];
        let length = inside.find(close).unwrap_or(inside.len());
        self.rest = inside.get(length + close.len()..).unwrap_or_default();
        &inside[..length]
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with("<![CDATA[") {
                return Some(Token::Literal(self.between("<![CDATA[", "]]>")));
            } else if self.rest.starts_with("<!--") {
                self.between("<!--", "-->");
            } else if self.rest.starts_with("<?") {
                self.between("<?", "?>");
            } else if self.rest.starts_with("<!") {
                let end = doctype_end(self.rest);
                self.take(end);
            } else if let Some(length) = tag_length(self.rest) {
                return Some(tag(self.take(length)));
            } else if is_tag_start(self.rest) && !self.rest[1..].contains('<') {
                // A tag that was cut off.
                self.rest = "";
            } else {
                let first = self.rest.chars().next().map_or(0, char::len_utf8);
                let length = self.rest[first..].find('<').map_or(self.rest.len(), |at| first + at);
                return Some(Token::Text(self.take(length)));
            }
        }
    }
}

fn is_tag_start(text: &str) -> bool {
    let text = text.strip_prefix("</").or_else(|| text.strip_prefix('<'));
    text.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// The length of the tag that `text` begins with; `None` if it is no whole tag.
///
/// A value may hold `>` but never `<`, so that a stray quote spoils one tag and not the rest.
fn tag_length(text: &str) -> Option<usize> {
    if !is_tag_start(text) {
        return None;
    }
    let window = &text[..text[1..].find('<').map_or(text.len(), |at| at + 1)];
    let mut quote = None;
    let mut value = false;
    for (at, b) in window.bytes().enumerate() {
        match quote {
            Some(open) if b == open => quote = None,
            None if b == b'>' => return Some(at + 1),
            None if value && matches!(b, b'"' | b'\'') => quote = Some(b),
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            value = b == b'=';
        }
    }
    window.find('>').map(|at| at + 1)
}

fn tag(tag: &str) -> Token<'_> {
    let inside = tag[1..].strip_suffix('>').unwrap_or(&tag[1..]);
    if let Some(name) = inside.strip_prefix('/') {
        return Token::End { name: name.split(char::is_whitespace).next().unwrap_or_default() };
    }
    let (inside, empty) = match inside.strip_suffix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    Token::Start { name: &inside[..end], attributes: &inside[end..], empty }
}

/// The length of a declaration, with its internal subset in brackets.
fn doctype_end(text: &str) -> usize {
    let close = text.find('>').map_or(text.len(), |at| at + 1);
    match text[..close].find('[') {
        Some(open) => text[open..]
            .find(']')
            .and_then(|at| text[open + at..].find('>').map(|end| open + at + end + 1))
            .unwrap_or(text.len()),
        None => close,
    }
}

/// Names and values of a tag, names in lower case, references in values resolved.
pub(super) fn attributes(mut text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '=' | '"' | '\''));
        let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
        if end == 0 {
            return out;
        }
        let name = text[..end].to_lowercase();
        text = text[end..].trim_start();
        let mut value = "";
        if let Some(rest) = text.strip_prefix('=') {
            let rest = rest.trim_start();
            let quoted = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inside = &rest[usize::from(quoted.is_some())..];
            let length = match quoted {
                Some(quote) => inside.find(quote),
                None => inside.find(char::is_whitespace),
            };
            value = &inside[..length.unwrap_or(inside.len())];
            text = &inside[length.unwrap_or(inside.len())..];
        }
        out.push((name, resolved(value).into_owned()));
    }
}

/// Text with the references of XML resolved; others stay as they are, for the HTML reader or as what they look like.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let found = end.and_then(|end| character(&rest[1..end]).map(|c| (c, end + 1)));
        let (c, length) = found.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32).map(clean::windows)
        }
    }
}

/// A document with the entities resolved that its own DOCTYPE declares as plain text or character references.
///
/// Entities within entities and long ones are left alone: they are how bombs are built.
pub(super) fn with_own_entities(xml: &str) -> Cow<'_, str> {
    const LONGEST: usize = 100;
    let head = &xml[..xml.floor_char_boundary(64 * 1024)];
    let Some(doctype) = head.find("<!DOCTYPE") else { return Cow::Borrowed(xml) };
    let end = doctype + doctype_end(&xml[doctype..]);
    let declared: Vec<(&str, &str)> = xml[doctype..end]
        .split("<!ENTITY")
        .skip(1)
        .take(300)
        .filter_map(|entity| {
            let (name, rest) = entity.trim_start().split_once(char::is_whitespace)?;
            let rest = rest.trim_start();
            let value = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let value = value.or_else(|| rest.strip_prefix('\'').and_then(|rest| rest.split_once('\'')))?.0;
            let plain =
                value.len() <= LONGEST && !value.contains('<') && !value.replace("&#", "").contains('&');
            plain.then_some((name, value))
        })
        .collect();
    if declared.is_empty() {
        return Cow::Borrowed(xml);
    }
    let mut out = String::with_capacity(xml.len());
    let mut rest = &xml[end..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.bytes().take(LONGEST).position(|b| b == b';').map(|end| &rest[..end]);
        match name.and_then(|name| declared.iter().find(|(known, _)| *known == name)) {
            // What grows more than this is no text.
            Some((name, value)) if out.len() <= xml.len() * 2 => {
                out.push_str(value);
                rest = &rest[name.len() + 1..];
            }
            _ => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start<'a>(name: &'a str, attributes: &'a str) -> Token<'a> {
        Token::Start { name, attributes, empty: false }
    }

    fn all(xml: &str) -> Vec<Token<'_>> {
        Tokens::of(xml).collect()
    }

    #[test]
    fn well_formed_pieces() {
        assert_eq!(
            all(
                "<?xml version='1.0'?><!-- <x> --><!DOCTYPE a [<!ENTITY b '>'>]><a b='1>2'>t &amp; u<![CDATA[<i>]]><c/></a >"
            ),
            [
                start("a", " b='1>2'"),
                Token::Text("t &amp; u"),
                Token::Literal("<i>"),
                Token::Start { name: "c", attributes: "", empty: true },
                Token::End { name: "a" },
            ]
        );
    }

    #[test]
    fn faults_spoil_only_themselves() {
        assert_eq!(
            all("<a b=\"x>5 < 6<b>&</b"),
            [start("a", " b=\"x"), Token::Text("5 "), Token::Text("< 6"), start("b", ""), Token::Text("&")]
        );
        assert_eq!(all("<a><![CDATA[cut"), [start("a", ""), Token::Literal("cut")]);
        assert_eq!(all("<a <b>"), [Token::Text("<a "), start("b", "")]);
    }

    #[test]
    fn attributes_in_every_dress() {
        let pairs = attributes(" HREF = \"a&amp;b\" type='html' rel=self checked");
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("href", "a&b"), ("type", "html"), ("rel", "self"), ("checked", "")]);
    }

    #[test]
    fn references() {
        assert_eq!(resolved("a &lt;b&gt; &#20013;&#x4E2D; AT&T &nbsp; &#146;"), "a <b> 中中 AT&T &nbsp; ’");
        assert_eq!(
            with_own_entities(
                "<!DOCTYPE r [<!ENTITY firm \"Acme &#38; Co\"><!ENTITY b '&firm;&firm;'>]><r>&firm; &b;</r>"
            ),
            "<r>Acme &#38; Co &b;</r>"
        );
    }

    proptest! {
        #[test]
        fn every_text_ends(text in "[<>/!?&;=\"'\\[\\]a-c \u{4e2d}-]{0,200}") {
            let read: usize = all(&text).len();
            prop_assert!(read <= text.len());
            attributes(&text);
            resolved(&text);
            with_own_entities(&text);
        }
    }
}
