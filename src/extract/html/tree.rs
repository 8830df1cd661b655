//! Small questions to a parsed page.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node, Selector};

/// The name of an element.
pub(super) fn name(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_element().map(scraper::node::Element::name)
}

/// All text of a node, with blanks between blocks; without scripts and styles.
pub(super) fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match inner.value() {
            Node::Text(text) => {
                let hidden = inner.parent().and_then(name).is_some_and(is_silent);
                if !hidden {
                    out.push_str(&text.text);
                }
            }
            Node::Element(element) if is_block(element.name()) || element.name() == "br" => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// The first element that a selector of our own matches.
pub(super) fn first<'a>(html: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(selector).ok()?;
    html.root_element().select(&selector).next()
}

/// How deep the parsed tree really is.
pub(super) fn depth(html: &Html) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            ego_tree::iter::Edge::Close(_) => depth -= 1,
        }
    }
    deepest
}

/// Elements whose text is none of the page's.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "template" | "iframe" | "textarea" | "title")
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
