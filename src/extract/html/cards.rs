//! Links to other articles that stand within one: paragraphs that are a link, and teasers with a heading that is one.

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::noise::words;
use super::stats::{Stat, Stats};
use super::tree::name;

/// A teaser is no heavier than this.
const MAX_CARD: usize = 700;
/// Words of a class that say that an element leads to another page.
const CARD_WORDS: [&str; 8] = ["teaser", "card", "tile", "promo", "story", "preview", "excerpt", "summary"];

/// Cuts links to other articles; a page that is mostly such links is a list of them and stays.
pub(super) fn prune(html: &mut Html) {
    let stats = Stats::of(html);
    let mut doomed = link_paragraphs(html, &stats);
    doomed.extend(cards(html, &stats));
    for id in doomed {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
}

/// Paragraphs that are nothing but a link, where most paragraphs are not.
fn link_paragraphs(html: &Html, stats: &Stats) -> Vec<NodeId> {
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
    if links.len() * 3 > paragraphs.len() { Vec::new() } else { links }
}

/// Teasers, where they are a small part of the page.
fn cards(html: &Html, stats: &Stats) -> Vec<NodeId> {
    let found: Vec<NodeRef<'_, Node>> =
        html.tree.root().descendants().filter(|node| is_card(*node, stats)).collect();
    let weight: usize = found.iter().map(|card| stats.get(*card).weight).sum();
    if weight * 3 > stats.get(html.tree.root()).weight {
        return Vec::new();
    }
    found.iter().map(NodeRef::id).collect()
}

fn is_card(node: NodeRef<'_, Node>, stats: &Stats) -> bool {
    let Some(element) = node.value().as_element() else { return false };
    let stat = stats.get(node);
    if !matches!(element.name(), "article" | "div" | "section" | "li" | "a") || stat.weight > MAX_CARD {
        return false;
    }
    let named = element.name() == "article"
        || element.attr("class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .take(40)
                .any(|class| words(class).iter().any(|word| CARD_WORDS.contains(&word.as_str())))
        });
    named && heading_is_link(node, stats)
}

/// It has one heading, which is a link to another page.
fn heading_is_link(node: NodeRef<'_, Node>, stats: &Stats) -> bool {
    let mut headings = node.descendants().filter(|inner| {
        name(*inner).is_some_and(|name| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    });
    let (Some(heading), None) = (headings.next(), headings.next()) else { return false };
    if name(heading) == Some("h1") {
        return false;
    }
    let outside = |link: NodeRef<'_, Node>| {
        link.value()
            .as_element()
            .is_some_and(|a| a.name() == "a" && a.attr("href").is_some_and(|href| !href.starts_with('#')))
    };
    let linked = stats.get(heading).link_share() >= 95 && heading.descendants().any(outside);
    linked || heading.ancestors().take_while(|outer| outer.id() != node.id()).chain([node]).any(outside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::html::tree::text_of;

    fn left(page: &str) -> String {
        let mut html = Html::parse_document(page);
        prune(&mut html);
        text_of(html.tree.root()).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn teasers_within_an_article_go() {
        let text = "<p>".to_owned() + &"The harbour was closed for a week. ".repeat(20) + "</p>";
        let teaser =
            "<div class='node--teaser'><h2><a href='/other'>Other news</a></h2><p>It begins so.</p></div>";
        assert!(!left(&format!("{text}{teaser}{text}")).contains("It begins so."));
        assert!(
            !left(&format!("{text}<p><a href='/other'>Other news</a></p>{text}{text}{text}"))
                .contains("Other")
        );
    }

    #[test]
    fn a_list_of_teasers_and_anchors_of_the_page_itself_stay() {
        let teaser = "<div class='card'><h2><a href='/other'>Other news</a></h2><p>It begins so.</p></div>";
        assert!(left(&teaser.repeat(5)).contains("It begins so."));
        let text = "<p>".to_owned() + &"The harbour was closed for a week. ".repeat(20) + "</p>";
        let section = "<div class='story'><h2><a href='#deal'>The deal</a></h2><p>It begins so.</p></div>";
        assert!(left(&format!("{text}{section}{text}")).contains("It begins so."));
    }
}
