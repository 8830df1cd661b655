//! Which elements of a page are its frame and not its text.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};

use super::super::clean;
use super::stats::{Stat, Stats};
use super::tree::{name, text_of};
use super::words::{is_stamp, names_link_list};

/// Elements that never hold text of the page.
const DROPPED: [&str; 27] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "map", "nav", "footer", "aside", "menu", "dialog", "button", "input", "select",
    "textarea", "datalist", "progress", "meter", "rp",
];
const DROPPED_ROLES: [&str; 14] = [
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "menu",
    "menubar",
    "dialog",
    "alertdialog",
    "toolbar",
    "timer",
    "tooltip",
    "button",
    "progressbar",
];
/// Words of a class or id that name a frame whatever it holds.
const SURE_WORDS: [&str; 38] = [
    "nav",
    "navbar",
    "navigation",
    "navigator",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "crumbs",
    "sidebar",
    "footer",
    "masthead",
    "related",
    "relateds",
    "recommend",
    "recommended",
    "recommendation",
    "recommendations",
    "adsbygoogle",
    "newsletter",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "comments",
    "comment",
    "disqus",
    "pagination",
    "pager",
    "taboola",
    "outbrain",
    "noprint",
    "editsection",
    "hatnote",
    "navbox",
    "printfooter",
    "reflist",
    "catlinks",
];
/// Words that name a frame unless the element holds running text.
const LIKELY_WORDS: [&str; 47] = [
    "share",
    "shares",
    "sharing",
    "sharebar",
    "sharethis",
    "addthis",
    "social",
    "socials",
    "bdsharebuttonbox",
    "trending",
    "popular",
    "ad",
    "ads",
    "adv",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "adsense",
    "adslot",
    "adbox",
    "banner",
    "sponsor",
    "sponsored",
    "promo",
    "promos",
    "promotion",
    "subscribe",
    "subscription",
    "signup",
    "popup",
    "modal",
    "overlay",
    "lightbox",
    "toolbar",
    "views",
    "pageviews",
    "viewcount",
    "counter",
    "hits",
    "readcount",
    "timeago",
    "credit",
    "credits",
    "caption",
    "byline",
    "copyright",
];
/// Two words side by side in a class or id.
const FRAME_PAIRS: [(&str, &str); 33] = [
    ("print", "none"),
    ("widget", "search"),
    ("search", "widget"),
    ("search", "form"),
    ("search", "box"),
    ("read", "more"),
    ("most", "read"),
    ("read", "next"),
    ("up", "next"),
    ("more", "from"),
    ("more", "news"),
    ("more", "stories"),
    ("also", "like"),
    ("view", "count"),
    ("page", "views"),
    ("read", "count"),
    ("relative", "time"),
    ("time", "ago"),
    ("skip", "link"),
    ("sr", "only"),
    ("screen", "reader"),
    ("visually", "hidden"),
    ("print", "only"),
    ("back", "top"),
    ("sign", "up"),
    ("log", "in"),
    ("live", "clock"),
    ("mw", "jump"),
    ("tag", "list"),
    ("post", "tags"),
    ("tag", "cloud"),
    ("author", "bio"),
    ("site", "header"),
];
/// After these a word says what the page has, not what the element is (`has-sidebar`, `no-ads`).
const STATE_WORDS: [&str; 10] =
    ["has", "no", "with", "without", "is", "not", "hide", "show", "single", "type"];

/// What hides or frames: removed from the tree before anything is read.
///
/// Classes and ids are only words of a designer, so an element that they mark stays when it holds a large part of
/// the page's text, the main heading or the article itself.
pub(super) fn prune(html: &mut Html) {
    let stats = Stats::of(html);
    for id in doomed(html, &stats) {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
}

fn doomed(html: &Html, stats: &Stats) -> Vec<NodeId> {
    let total = stats.get(html.tree.root()).weight;
    let mut gone = Vec::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    for node in html.tree.root().descendants() {
        let Some(element) = node.value().as_element() else {
            if matches!(node.value(), Node::Comment(_)) {
                gone.push(node.id());
            }
            continue;
        };
        let stat = stats.get(node);
        if seen.contains(&node.id()) || node.parent().is_some_and(|parent| seen.contains(&parent.id())) {
            seen.insert(node.id());
        } else if never(node, element, stats, total)
            || framed(element, stat, total)
            || stamp(node, element, stats)
        {
            seen.insert(node.id());
            gone.push(node.id());
        } else {
            let list = related_list(node, stats);
            if !list.is_empty() {
                let cut = || std::iter::once(node.id()).chain(list.iter().map(NodeRef::id));
                gone.extend(cut());
                seen.extend(cut());
            }
        }
    }
    gone
}

fn never(node: NodeRef<'_, Node>, element: &Element, stats: &Stats, total: usize) -> bool {
    let stat = stats.get(node);
    let name = element.name();
    if matches!(name, "html" | "head" | "body" | "main") {
        return false;
    }
    DROPPED.contains(&name)
        || (name == "header" && !stat.main && !inside(node, &["article", "main"]))
        || (name == "figcaption"
            && !stat.table
            && !node.parent().is_some_and(|figure| stats.get(figure).table))
        || (name == "sup" && is_reference(element))
        || element.attr("hidden").is_some_and(|value| value != "until-found")
        || (element.attr("style").is_some_and(hides) && !veil(stat, total))
        || element
            .attr("role")
            .is_some_and(|role| DROPPED_ROLES.contains(&role.trim().to_ascii_lowercase().as_str()))
}

/// Most of the page, hidden only until a script has run.
fn veil(stat: Stat, total: usize) -> bool {
    stat.paragraphs >= 2 && stat.weight * 10 >= total * 6
}

/// Marked as frame by class or id, or hidden from screen readers, and without the looks of the text itself.
fn framed(element: &Element, stat: Stat, total: usize) -> bool {
    if matches!(element.name(), "html" | "head" | "body" | "main" | "article" | "h1") || stat.main {
        return false;
    }
    let hidden = element.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let frame =
        [element.attr("class"), element.attr("id")].into_iter().flatten().filter_map(frame_name).max();
    let running = match frame {
        Some(Frame::Sure) => false,
        Some(Frame::Likely) => stat.paragraphs >= 2,
        None if hidden => stat.paragraphs >= 1,
        None => return false,
    };
    // On a page of a few lines a share says little.
    !running && (stat.weight * 10 <= total * 4 || (stat.weight <= 120 && element.attr("itemprop").is_none()))
}

/// A time that counts up, or a date that stands alone: `<time>3 hours ago</time>`.
fn stamp(node: NodeRef<'_, Node>, element: &Element, stats: &Stats) -> bool {
    if element.name() == "relative-time" {
        return true;
    }
    let own = stats.get(node).weight;
    element.name() == "time"
        && own <= 120
        && (is_stamp(&clean::line(&text_of(node)))
            || node.parent().is_some_and(|parent| stats.get(parent).weight <= own + 12))
}

/// `style` hides the element.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.split(';').any(|rule| {
        matches!(
            rule.trim_end_matches("!important"),
            "display:none" | "visibility:hidden" | "font-size:0" | "font-size:0px"
        )
    })
}

fn is_reference(element: &Element) -> bool {
    element.attr("class").is_some_and(|class| {
        class.split_ascii_whitespace().any(|c| matches!(c, "reference" | "noprint" | "footnote"))
    })
}

/// How sure a class or id is a name of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Frame {
    Likely,
    Sure,
}

/// The words of a class or id name the page's frame.
fn frame_name(value: &str) -> Option<Frame> {
    value.split_ascii_whitespace().take(40).filter_map(|name| frame_of(&words(name))).max()
}

fn frame_of(words: &[String]) -> Option<Frame> {
    let mut found = None;
    for (i, word) in words.iter().map(String::as_str).enumerate() {
        if STATE_WORDS.contains(&word) {
            break;
        }
        let next = words.get(i + 1).map_or("", String::as_str);
        // `modal-enabled` says what may happen to the element.
        if matches!(
            next,
            "enabled"
                | "disabled"
                | "open"
                | "opened"
                | "closed"
                | "ready"
                | "active"
                | "loaded"
                | "on"
                | "off"
        ) {
            continue;
        }
        if SURE_WORDS.contains(&word) {
            found = Some(Frame::Sure);
        } else if LIKELY_WORDS.contains(&word) || FRAME_PAIRS.contains(&(word, next)) {
            found = found.max(Some(Frame::Likely));
        }
    }
    // `content-sidebar-wrap` holds the content too.
    let text = words
        .iter()
        .any(|word| matches!(word.as_str(), "content" | "entry" | "wrap" | "wrapper" | "body" | "container"));
    if text { found.map(|_| Frame::Likely) } else { found }
}

/// `relatedPosts__list-item` as `related`, `posts`, `list`, `item`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut lower = false;
    for c in name.chars().take(120) {
        if !c.is_alphabetic() || (c.is_uppercase() && lower) {
            out.push(String::new());
        }
        lower = c.is_lowercase();
        if c.is_alphabetic()
            && let Some(last) = out.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

/// A heading like «Related stories» with links behind it: gives those links. Nothing, if it heads no links.
fn related_list<'a>(node: NodeRef<'a, Node>, stats: &Stats) -> Vec<NodeRef<'a, Node>> {
    let heads = name(node)
        .is_some_and(|name| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "strong" | "b"));
    if !heads || stats.get(node).weight > 80 || !names_link_list(&clean::line(&text_of(node))) {
        return Vec::new();
    }
    let links = |sibling: &NodeRef<'a, Node>| {
        let stat = stats.get(*sibling);
        stat.weight == 0 || stat.link_share() >= 60
    };
    let mut list: Vec<_> = node
        .next_siblings()
        .filter(|sibling| sibling.value().is_element())
        .take_while(links)
        .take(30)
        .collect();
    while list.last().is_some_and(|last| stats.get(*last).weight == 0) {
        list.pop();
    }
    list
}

fn inside(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.ancestors().any(|ancestor| name(ancestor).is_some_and(|name| names.contains(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_frame() {
        for frame in ["related-posts", "comments", "mw-editsection", "postComments", "sidebar-left"] {
            assert_eq!(frame_name(frame), Some(Frame::Sure), "{frame}");
        }
        for frame in [
            "postShareBar",
            "td-post-views",
            "ad",
            "ad_slot_3",
            "social-links",
            "read-more",
            "content-sidebar-wrap",
        ] {
            assert_eq!(frame_name(frame), Some(Frame::Likely), "{frame}");
        }
        for text in [
            "has-sidebar",
            "no-ads content",
            "article-body",
            "header",
            "shareholder-letter",
            "advantage",
            "thread",
            "loaded",
            "storyline",
        ] {
            assert_eq!(frame_name(text), None, "{text}");
        }
    }

    #[test]
    fn styles_that_hide() {
        assert!(hides("color: red; display : none !important"));
        assert!(!hides("display: block"));
    }
}
