//! Which elements of a page are its frame and not its text.

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::{NodeId, NodeRef};
use regex::Regex;
use scraper::node::Element;
use scraper::{Html, Node};

use super::super::clean;
use super::stats::{Stat, Stats};
use super::tree::{name, text_of};

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
const FRAME_PAIRS: [(&str, &str); 28] = [
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
        } else if never(node, element, stats) || framed(element, stat, total) || stamp(node, element, stats) {
            seen.insert(node.id());
            gone.push(node.id());
        } else if let Some(list) = related_list(node, stats) {
            gone.extend([node.id(), list.id()]);
            seen.extend([node.id(), list.id()]);
        }
    }
    gone
}

fn never(node: NodeRef<'_, Node>, element: &Element, stats: &Stats) -> bool {
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
        || element.attr("style").is_some_and(hides)
        || element
            .attr("role")
            .is_some_and(|role| DROPPED_ROLES.contains(&role.trim().to_ascii_lowercase().as_str()))
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
            "display:none" | "visibility:hidden" | "opacity:0" | "font-size:0" | "font-size:0px"
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
fn words(name: &str) -> Vec<String> {
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

/// A heading like «Related stories» with a list of links behind it: gives that list.
fn related_list<'a>(node: NodeRef<'a, Node>, stats: &Stats) -> Option<NodeRef<'a, Node>> {
    if !matches!(name(node)?, "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "strong" | "b")
        || stats.get(node).weight > 80
    {
        return None;
    }
    if !RELATED.is_match(&clean::line(&text_of(node))) {
        return None;
    }
    let next = node.next_siblings().find(|sibling| sibling.value().is_element())?;
    let list = matches!(name(next), Some("ul" | "ol" | "div" | "section" | "table" | "dl"));
    (list && stats.get(next).link_share() >= 60).then_some(next)
}

/// Cuts paragraphs of an article that are nothing but a link to another one, where most paragraphs are not.
pub(super) fn prune_link_paragraphs(html: &mut Html) {
    let stats = Stats::of(html);
    let paragraphs: Vec<(NodeId, Stat)> = html
        .tree
        .root()
        .descendants()
        .filter(|node| name(*node) == Some("p"))
        .map(|node| (node.id(), stats.get(node)))
        .filter(|(_, stat)| stat.weight > 0)
        .collect();
    let links: Vec<NodeId> =
        paragraphs.iter().filter(|(_, stat)| stat.link_share() >= 95).map(|(id, _)| *id).collect();
    if links.len() * 3 > paragraphs.len() {
        return;
    }
    for id in links {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
}

fn inside(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.ancestors().any(|ancestor| name(ancestor).is_some_and(|name| names.contains(&name)))
}

/// A short text that only tells the time, counts readers or asks for a click: noise wherever it stands alone.
pub(super) fn is_stamp(text: &str) -> bool {
    text.len() <= 120 && STAMP.is_match(text.trim())
}

static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(
        r"(?ix)^(?:
        (?:(?:last\s+)?(?:updated|published|posted|modified|checked|refreshed|generated)(?:\s+(?:on|at))?:?\s*)?
            (?:about\s+|over\s+)?(?:an?|\d+)\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)\s+ago
        | just\s+now | yesterday | today
        | (?:last|page)\s+(?:updated|modified|checked|refreshed|generated|reviewed)\b.{0,60}
        | (?:updated|generated|current\s+time|as\s+of|time\s+now|server\s+time)\s*(?:on|at)?\s*:?\s*[\d:.,/\-\sTZ]*(?:utc|gmt|[ap]m|[ecmp][sd]?t)?
        | \d[\d.,]*\s*[km]?\s*(?:page\s*)?(?:views?|shares?|comments?|likes?|reads?|readers?|people\s+(?:are\s+)?reading(?:\s+this)?(?:\s+now)?|visitors?(?:\s+online)?)
        | (?:page\s*)?(?:views?|shares?|comments?|likes?|reads|visitors?|hits)\s*:?\s*\(?\d[\d.,]*\s*[km]?\)?
        | advertisements? | ads? | advertorial | sponsored(?:\s+content)? | promoted | story\s+continues\s+below(?:\s+advertisement)? | continue\s+reading\s+below
        | share(?:\s+this)?(?:\s+(?:article|story|page))? | print | e-?mail | tweet | \d+\s+min(?:ute)?s?\s+read
        | \d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?(?:\s*(?:utc|gmt))?
        | (?:约|更新于|发布于|更新于：)?\s*\d+\s*(?:秒|秒钟|分钟|小时|小時|天|日|周|个月|分鐘)(?:之)?前(?:更新|发布)? | 刚刚 | 剛剛
        | (?:更新时间|发布时间|最后更新|更新時間|發布時間|发表时间|当前时间|发布于|更新于)\s*[:：]?\s*[\d年月日:：/\-.\s]*
        | (?:阅读|浏览|閱讀|瀏覽|点击|评论|點擊|評論|转发|分享|点赞|阅读量|浏览量|播放|人气|查看|已阅|访问量|浏览次数|阅读数|点击数|点击量)\s*(?:量|数|次数|次)?\s*[（(:：]?\s*\d[\d.,]*\s*[万千w]?\+?\s*次?[)）]?
        | \d[\d.,]*\s*[万千w]?\s*(?:次|人)?(?:阅读|浏览|評論|评论|点赞|播放|观看|分享|转发|在线|閱讀|瀏覽)(?:量|过|了)?
        | 广告 | 廣告 | 推广 | 赞助内容 | 分享到?[:：]? | 打印
        )[.。]?$",
    )
    .expect("STAMP compiles")
});

static RELATED: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled in the tests below")]
    Regex::new(
        r"(?ix)^(?:
        related(?:\s+(?:articles?|stories|story|news|posts?|links?|content|topics?|reading|coverage|press\s+releases))?
        | (?:you\s+)?(?:may|might)\s+also\s+(?:like|enjoy|be\s+interested\s+in) | recommended(?:\s+(?:for\s+you|reading|stories))?
        | (?:read|see)\s+(?:also|more|next) | also\s+read | more\s+(?:from|on|news|stories|like\s+this|articles)\b.{0,40}
        | most\s+(?:read|popular|viewed|shared) | trending(?:\s+now)? | popular(?:\s+(?:posts|stories|now))? | latest(?:\s+(?:news|stories|posts|articles))?
        | up\s+next | editors?['’]?s?\s+(?:picks?|choice) | from\s+(?:around\s+)?the\s+web | top\s+stories | what\s+to\s+read\s+next | don['’]t\s+miss
        | 相关(?:阅读|新闻|文章|链接|报道|推荐|内容) | 相關(?:閱讀|新聞|文章|連結|報導|推薦) | (?:推荐|延伸|热门|精彩)(?:阅读|文章|新闻|推荐|内容)? | (?:推薦|延伸|熱門)(?:閱讀|文章|新聞)?
        | 猜你喜欢 | 大家都在看 | 热点(?:新闻|推荐)? | 最新(?:文章|新闻|消息) | 上一篇.* | 下一篇.* | 更多(?:新闻|文章|内容|推荐)?
        )\s*[:：>»…]*$",
    )
    .expect("RELATED compiles")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_and_counters() {
        for noise in [
            "3 hours ago",
            "Updated 12 minutes ago",
            "just now",
            "1,204 views",
            "Views: 88",
            "1.2K shares",
            "Advertisement",
            "Last updated: 28 October 2025 at 10:21",
            "10:32:07 UTC",
            "3分钟前",
            "阅读 1.2万",
            "浏览次数：3021",
            "更新时间：2025-10-28 09:00",
            "广告",
            "4 min read",
        ] {
            assert!(is_stamp(noise), "{noise}");
        }
        for news in [
            "Revenue rose 12% from a year ago.",
            "The video drew 3 million views in a day and a lawsuit.",
            "Shares: 1,915 million at $40",
            "公司三天前宣布了这笔交易。",
            "2025年10月28日，微软宣布持有约27%的股权",
            "Microsoft",
        ] {
            assert!(!is_stamp(news), "{news}");
        }
    }

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
    fn headings_of_link_lists() {
        assert!(RELATED.is_match("Related stories"));
        assert!(RELATED.is_match("相关阅读："));
        assert!(!RELATED.is_match("Related party transactions"));
    }

    #[test]
    fn styles_that_hide() {
        assert!(hides("color: red; display : none !important"));
        assert!(!hides("display: block"));
    }
}
