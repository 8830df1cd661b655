//! A cheap scan for markup that would take a parser quadratic time or overflow a stack.

/// Elements deeper than this are refused: the deepest real pages stay far below.
pub const MAX_DEPTH: usize = 400;
/// Formatting elements that a parser would open again in later blocks, summed over all blocks.
const MAX_REOPENED: usize = 1_000_000;

const VOID: [&str; 17] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "wbr",
];
/// Their end tags may be missing and the next of their kind closes them, so they add no depth of their own.
const OPTIONAL_END: [&str; 15] = [
    "html", "head", "body", "p", "li", "dt", "dd", "tr", "tbody", "thead", "tfoot", "colgroup", "option",
    "optgroup", "track",
];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// An end tag does not reach beyond these.
const BARRIER: [&str; 11] = [
    "table",
    "td",
    "th",
    "caption",
    "object",
    "applet",
    "marquee",
    "template",
    "foreignobject",
    "svg",
    "math",
];
const TABLE_END: [&str; 9] =
    ["table", "td", "th", "caption", "template", "svg", "math", "object", "foreignobject"];
const RAW_TEXT: [&str; 9] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];
const BLOCK: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "main",
    "nav",
    "ol",
    "pre",
    "section",
    "ul",
];

/// How deep the elements of a page nest, from its tags alone, in linear time.
///
/// `Err` gives the depth at which counting stopped.
pub fn check(html: &str) -> Result<(), usize> {
    let mut scan = Scan { open: Vec::new(), formatting: 0, reopened: 0 };
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr(bytes, b'<', at) {
        at = step + 1;
        match bytes.get(at) {
            Some(b'!') if bytes[at..].starts_with(b"!--") => at = after(html, at + 3, "-->"),
            Some(b'!' | b'?') => at = after(html, at, ">"),
            Some(b'/') => {
                let (name, end) = tag_name(html, at + 1);
                scan.close(&name);
                at = tag_end(bytes, end);
            }
            Some(b) if b.is_ascii_alphabetic() => {
                let (name, end) = tag_name(html, at);
                at = tag_end(bytes, end);
                scan.open(&name, &bytes[end..at]);
                if RAW_TEXT.contains(&name.as_str()) && !scan.foreign() {
                    at = after_raw_text(bytes, at, name.as_bytes());
                    scan.close(&name);
                }
                if scan.open.len() > MAX_DEPTH || scan.reopened > MAX_REOPENED {
                    return Err(scan.open.len().max(MAX_DEPTH + 1));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

struct Open<'a> {
    name: String,
    attributes: &'a [u8],
}

struct Scan<'a> {
    open: Vec<Open<'a>>,
    formatting: usize,
    reopened: usize,
}

impl<'a> Scan<'a> {
    fn open(&mut self, name: &str, attributes: &'a [u8]) {
        let block = BLOCK.contains(&name);
        if block || matches!(name, "p" | "li" | "td" | "dd") {
            self.reopened += self.formatting;
        }
        if VOID.contains(&name) || OPTIONAL_END.contains(&name) {
            return;
        }
        if matches!(name, "td" | "th" | "caption") && !self.foreign() {
            // A cell ends the cell before it; outside of tables its tag counts for nothing.
            let table = self.open.iter().rposition(|open| open.name == "table" || open.name == "template");
            let Some(table) = table else { return };
            if let Some(cell) = self.open[table..]
                .iter()
                .position(|open| matches!(open.name.as_str(), "td" | "th" | "caption"))
            {
                self.cut(table + cell);
            }
        }
        let formatting = FORMATTING.contains(&name);
        if attributes.ends_with(b"/>") && self.foreign() && !block && !formatting {
            return;
        }
        if formatting {
            // A parser keeps at most three alike ("Noah's Ark clause").
            let alike = |open: &Open<'_>| open.name == name && open.attributes == attributes;
            if self.open.iter().filter(|open| alike(open)).count() >= 3
                && let Some(first) = self.open.iter().position(alike)
            {
                self.open.remove(first);
                self.formatting -= 1;
            }
            self.formatting += 1;
        }
        self.open.push(Open { name: name.to_owned(), attributes });
    }

    fn close(&mut self, name: &str) {
        let formatting = FORMATTING.contains(&name);
        let found = self.open.iter().rposition(|open| open.name == name);
        let Some(found) = found else { return };
        let stops = |open: &Open<'_>| {
            let open = open.name.as_str();
            if formatting || BLOCK.contains(&name) {
                BARRIER.contains(&open)
            } else {
                BARRIER.contains(&open) || BLOCK.contains(&open)
            }
        };
        if !TABLE_END.contains(&name) && self.open[found + 1..].iter().any(stops) {
            return;
        }
        if formatting {
            // Blocks that stand inside stay open, as they do in a browser.
            self.open.remove(found);
            self.formatting -= 1;
        } else {
            self.cut(found);
        }
    }

    /// Ends the element at `found` with all that stands in it.
    fn cut(&mut self, found: usize) {
        let gone = self.open.split_off(found);
        // Formatting elements are opened again in the next block: only their own end tags end them.
        self.open.extend(gone.into_iter().skip(1).filter(|open| FORMATTING.contains(&open.name.as_str())));
    }

    fn foreign(&self) -> bool {
        self.open.iter().any(|open| open.name == "svg" || open.name == "math")
    }
}

/// The lower-case name of a tag that starts at `at`, and the index behind it.
fn tag_name(html: &str, at: usize) -> (String, usize) {
    let bytes = html.as_bytes();
    let end = bytes[at..]
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<'))
        .map_or(bytes.len(), |length| at + length);
    let name = &bytes[at..end.min(at + 24)];
    (String::from_utf8_lossy(name).to_ascii_lowercase(), end)
}

/// The index behind the `>` that ends a tag; quotes may hold one.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    let mut quote = None;
    let mut value = false;
    while let Some(&b) = bytes.get(at) {
        at += 1;
        match quote {
            Some(open) if b == open => quote = None,
            None if b == b'>' => return at,
            None if value && (b == b'"' || b == b'\'') => quote = Some(b),
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            value = b == b'=';
        }
    }
    at
}

fn after(html: &str, from: usize, end: &str) -> usize {
    let bytes = html.as_bytes();
    let Some(rest) = bytes.get(from..) else { return bytes.len() };
    let mut at = 0;
    while let Some(hit) = memchr(rest, end.as_bytes()[0], at) {
        if rest[hit..].starts_with(end.as_bytes()) {
            return from + hit + end.len();
        }
        at = hit + 1;
    }
    bytes.len()
}

fn after_raw_text(bytes: &[u8], mut at: usize, name: &[u8]) -> usize {
    while let Some(hit) = memchr(bytes, b'<', at) {
        let rest = &bytes[hit + 1..];
        if rest.first() == Some(&b'/')
            && rest.len() > name.len()
            && rest[1..=name.len()].eq_ignore_ascii_case(name)
        {
            return tag_end(bytes, hit + 2 + name.len());
        }
        at = hit + 1;
    }
    bytes.len()
}

fn memchr(bytes: &[u8], wanted: u8, from: usize) -> Option<usize> {
    bytes.get(from..)?.iter().position(|b| *b == wanted).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts(n: usize) -> String {
        (0..n).fold(String::new(), |page, i| page + "<font size=" + &i.to_string() + ">")
    }

    #[test]
    fn bombs_are_refused_in_every_disguise() {
        for bomb in [
            "<div>".repeat(20_000),
            "<div></x>".repeat(20_000),
            "<div><table><tr><td></div>".repeat(5_000),
            "<b><div></b>".repeat(5_000),
            "<span><div></span>".repeat(5_000),
            "<ul><li>".repeat(5_000),
            "<svg><g/><g>".repeat(5_000),
            "<div title='a>b'>".repeat(5_000),
            fonts(300) + &"<p>x".repeat(20_000),
        ] {
            assert!(check(&bomb).is_err(), "{}", &bomb[..40]);
        }
    }

    #[test]
    fn sloppy_pages_pass() {
        for page in [
            "<p>a<p>b".repeat(5_000),
            "<ul>".to_owned() + &"<li>x".repeat(5_000) + "</ul>",
            "<table>".to_owned() + &"<tr><td>1<td>2".repeat(5_000),
            "<div><span>a</div>".repeat(5_000),
            "<script>if (a<b) '<div>'</script>".repeat(5_000),
            "<!-- <div> -->".repeat(5_000),
            "<br><img src=a><input>".repeat(5_000),
            "<p><b>a</p>".repeat(5_000),
            "<ul><li><b>a<li><i>b</ul>".repeat(5_000),
            "<svg><path d=''/></svg>".repeat(5_000),
            "<dl><dt>a<dd>b</dl>".repeat(5_000),
        ] {
            assert!(check(&page).is_ok(), "{}", &page[..40]);
        }
    }
}
