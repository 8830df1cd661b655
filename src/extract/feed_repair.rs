//! Repairs of feeds that are not well-formed XML: bare ampersands, named entities, a cut tail, odd versions.

use std::borrow::Cow;

/// Makes text of a feed that an XML parser takes more often than the original; used when the original is refused.
#[must_use]
pub(super) fn repaired(xml: &str) -> String {
    close_tail(&entities(&control_free(xml)))
}

/// From the first tag on, with the declaration of an encoding taken away (the text is decoded already) and the
/// version of RSS as the parser knows it.
#[must_use]
pub(super) fn prepared(text: &str) -> String {
    let text = text.find('<').map_or(text, |at| &text[at..]);
    let body = match text.strip_prefix("<?xml").and_then(|rest| rest.find("?>")) {
        Some(end) => &text["<?xml".len() + end + 2..],
        None => text,
    };
    known_version(&known_namespaces(body))
}

/// Older names of the namespaces that the parser knows.
const OLD_NAMESPACES: [(&str, &str); 14] = [
    ("http://purl.org/atom/ns#", ATOM),
    ("http://purl.org/atom/", ATOM),
    ("http://example.com/newformat#", ATOM),
    ("http://example.com/necho", ATOM),
    ("http://purl.org/echo/", ATOM),
    ("uri/of/echo/namespace#", ATOM),
    ("http://purl.org/pie/", ATOM),
    ("http://my.netscape.com/rdf/simple/0.9/", RSS),
    ("http://channel.netscape.com/rdf/simple/0.9/", RSS),
    ("http://purl.org/net/rss1.1#", RSS),
    ("http://backend.userland.com/rss", RSS),
    ("http://backend.userland.com/rss2", RSS),
    ("http://blogs.law.harvard.edu/tech/rss", RSS),
    ("http://www.itunes.com/DTDs/Podcast-1.0.dtd", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
];
const ATOM: &str = "http://www.w3.org/2005/Atom";
const RSS: &str = "http://purl.org/rss/1.0/";
/// Elements of Atom 0.3 by the names that they have today.
const OLD_ELEMENTS: [(&str, &str); 4] =
    [("tagline", "subtitle"), ("modified", "updated"), ("issued", "published"), ("created", "published")];

/// Types of text by the names that the parser takes.
const OLD_TYPES: [(&str, &str); 6] = [
    ("text/html", "html"),
    ("text/plain", "text"),
    ("application/xhtml+xml", "xhtml"),
    ("application/octet-stream", "text"),
    ("text/xhtml", "xhtml"),
    ("", "text"),
];

fn known_namespaces(body: &str) -> Cow<'_, str> {
    let head = &body[..body.floor_char_boundary(4096)];
    let mut out = Cow::Borrowed(body);
    if find_tag(head, "feed").is_some() {
        for (old, new) in OLD_TYPES {
            for quote in ['"', '\''] {
                let old = format!("type={quote}{old}{quote}");
                if out.contains(&old) {
                    out = Cow::Owned(out.replace(&old, &format!("type={quote}{new}{quote}")));
                }
            }
        }
    }
    for (old, new) in OLD_NAMESPACES.iter().filter(|(old, _)| head.contains(old)) {
        for quote in ['"', '\''] {
            out = Cow::Owned(out.replace(&format!("{quote}{old}{quote}"), &format!("{quote}{new}{quote}")));
        }
        if *new == ATOM {
            for (old, new) in OLD_ELEMENTS {
                for mark in ["<", "</"] {
                    out = Cow::Owned(out.replace(&format!("{mark}{old}>"), &format!("{mark}{new}>")));
                    out = Cow::Owned(out.replace(&format!("{mark}{old} "), &format!("{mark}{new} ")));
                }
            }
        }
    }
    out
}

fn known_version(body: &str) -> String {
    let Some(at) = find_tag(body, "rss") else { return body.to_owned() };
    let end = body[at..].find('>').map_or(body.len(), |end| at + end);
    let tag = &body[at..end];
    if [
        "version=\"2.0\"",
        "version='2.0'",
        "version=\"0.91\"",
        "version=\"0.92\"",
        "version='0.91'",
        "version='0.92'",
    ]
    .iter()
    .any(|version| tag.contains(version))
    {
        return body.to_owned();
    }
    let mut attributes = tag["<rss".len()..].to_owned();
    if let Some(version) = attributes.find("version") {
        let rest = &attributes[version..];
        let quote = rest.find(['"', '\'']);
        let length = quote.and_then(|open| {
            let mark = rest.as_bytes()[open] as char;
            rest[open + 1..].find(mark).map(|close| open + close + 2)
        });
        if let Some(length) = length {
            attributes.replace_range(version..version + length, "");
        }
    }
    format!("{}<rss version=\"2.0\"{attributes}{}", &body[..at], &body[end..])
}

fn find_tag(body: &str, name: &str) -> Option<usize> {
    let open = format!("<{name}");
    body.match_indices(&open)
        .map(|(at, _)| at)
        .find(|at| body[at + open.len()..].starts_with(|c: char| c.is_whitespace() || c == '>'))
}

/// Without the characters that XML forbids.
fn control_free(xml: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if xml.contains(forbidden) { Cow::Owned(xml.replace(forbidden, "")) } else { Cow::Borrowed(xml) }
}

/// Escapes ampersands that begin no reference, and writes named HTML entities as characters.
fn entities(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 64);
    let mut rest = xml;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let length = if rest.starts_with("<![CDATA[") {
                rest.find("]]>").map_or(rest.len(), |end| end + 3)
            } else if rest.starts_with("<!--") {
                rest.find("-->").map_or(rest.len(), |end| end + 3)
            } else if rest[1..]
                .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '?' | '!' | '_'))
            {
                1
            } else {
                out.push_str("&lt;");
                rest = &rest[1..];
                continue;
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let (written, length) = reference(rest);
        out.push_str(&written);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// What an ampersand at the start of `rest` becomes, and how much of `rest` that takes.
fn reference(rest: &str) -> (Cow<'static, str>, usize) {
    let body = &rest[1..];
    let end = body.bytes().take(12).position(|b| b == b';');
    let Some(end) = end else { return (Cow::Borrowed("&amp;"), 1) };
    let name = &body[..end];
    let numeric = name.strip_prefix('#').is_some_and(|digits| {
        let value = digits
            .strip_prefix(['x', 'X'])
            .map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        value.and_then(char::from_u32).is_some_and(|c| c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
    });
    if numeric || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
        return (Cow::Owned(rest[..end + 2].to_owned()), end + 2);
    }
    match NAMED.iter().find(|(known, _)| *known == name) {
        Some((_, c)) => (Cow::Owned(c.to_string()), end + 2),
        None if name.starts_with('#') => (Cow::Borrowed(""), end + 2),
        None => (Cow::Borrowed("&amp;"), 1),
    }
}

const NAMED: [(&str, char); 40] = [
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("deg", '°'),
    ("times", '×'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("ccedil", 'ç'),
    ("ouml", 'ö'),
    ("auml", 'ä'),
    ("uuml", 'ü'),
    ("Ouml", 'Ö'),
    ("Auml", 'Ä'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("iacute", 'í'),
    ("plusmn", '±'),
];

/// Ends a feed that was cut off: the last whole entry stays, what began after it goes.
fn close_tail(xml: &str) -> String {
    let whole = ["</rss>", "</feed>", "</rdf:RDF>", "</RDF>"].iter().any(|end| xml.trim_end().ends_with(end));
    if whole {
        return xml.to_owned();
    }
    let last = ["</item>", "</entry>"].iter().filter_map(|end| xml.rfind(end).map(|at| at + end.len())).max();
    let Some(last) = last else { return close_open(xml) };
    let kept = &xml[..last];
    let mut out = kept.to_owned();
    if kept.ends_with("</entry>") {
        out.push_str("</feed>");
    } else if find_tag(kept, "rss").is_some() {
        out.push_str("</channel></rss>");
    } else if let Some(at) = kept.find(":RDF") {
        let prefix = kept[..at].rsplit('<').next().unwrap_or("rdf");
        out.push_str("</");
        out.push_str(prefix);
        out.push_str(":RDF>");
    }
    out
}

/// A feed with more open elements is not worth mending.
const MAX_OPEN: usize = 300;

/// Ends every element that is open where a feed without a whole entry was cut off.
fn close_open(xml: &str) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut out = String::with_capacity(xml.len() + 64);
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let cdata = rest.starts_with("<![CDATA[");
        let end = if cdata {
            "]]>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        let Some(length) = rest.find(end).map(|at| at + end.len()) else {
            // A token that was cut off: the text of a CDATA section stays, anything else goes.
            if cdata {
                out.push_str(rest);
                out.push_str("]]>");
            }
            rest = "";
            break;
        };
        let token = &rest[..length];
        if let Some(name) = token.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim();
            if let Some(at) = open.iter().rposition(|open| *open == name) {
                open.truncate(at);
            }
        } else if token[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') && !token.ends_with("/>") {
            let name =
                token[1..].find(|c: char| c.is_whitespace() || c == '>').map_or("", |end| &token[1..=end]);
            open.push(name);
            if open.len() > MAX_OPEN {
                return xml.to_owned();
            }
        }
        out.push_str(token);
        rest = &rest[length..];
    }
    out.push_str(rest);
    for name in open.iter().rev().filter(|name| !name.is_empty()) {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ampersands_and_entities() {
        assert_eq!(
            entities("a & b &amp; c&nbsp;d &#233; &bogus; AT&T <![CDATA[x & y]]>"),
            "a &amp; b &amp; c\u{a0}d &#233; &amp;bogus; AT&amp;T <![CDATA[x & y]]>"
        );
        assert_eq!(entities("5 < 6 &#0; &"), "5 &lt; 6  &amp;");
    }

    #[test]
    fn a_cut_tail_keeps_whole_entries() {
        let cut = "<rss version=\"2.0\"><channel><item><title>a</title></item><item><title>b</ti";
        assert_eq!(
            close_tail(cut),
            "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>"
        );
        assert_eq!(close_tail("<feed><entry></entry><entr"), "<feed><entry></entry></feed>");
    }

    #[test]
    fn a_feed_cut_in_its_first_entry_keeps_what_there_is() {
        let cut = "<rss version=\"2.0\"><channel><title>a</title><item><description><![CDATA[<p>text";
        assert_eq!(close_tail(cut), format!("{cut}]]></description></item></channel></rss>"));
        assert_eq!(close_tail("<feed><title>a</title><li"), "<feed><title>a</title></feed>");
    }

    #[test]
    fn declarations_and_versions() {
        assert_eq!(
            prepared(" \n<?xml version='1.0' encoding='gbk'?><rss><channel/></rss>"),
            "<rss version=\"2.0\"><channel/></rss>"
        );
        assert_eq!(prepared("<rss xmlns:a='b' version=\"2.0.1\"/>"), "<rss version=\"2.0\" xmlns:a='b' />");
        assert_eq!(prepared("<rss version='2.0'>"), "<rss version='2.0'>");
        assert_eq!(
            prepared("<feed xmlns=\"http://purl.org/atom/ns#\"><tagline>x</tagline></feed>"),
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><subtitle>x</subtitle></feed>"
        );
    }
}
