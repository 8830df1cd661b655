//! How much text every element of a page holds, counted once for all of them.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::super::clean;
use super::tree::{is_silent, name};

/// A paragraph of at least this weight is running text, as frames rarely have.
const LONG_PARAGRAPH: usize = 100;
/// An `article` of this weight is more than a teaser, whatever its paragraphs are made of.
const LONG_ARTICLE: usize = 1500;

/// What an element holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stat {
    /// Its text, an ideograph counted as two and a half letters.
    pub(super) weight: usize,
    /// The part of it that is links.
    pub(super) links: usize,
    /// Its paragraphs of running text.
    pub(super) paragraphs: usize,
    /// It holds the main heading or the article itself.
    pub(super) main: bool,
    /// It holds a table.
    pub(super) table: bool,
}

impl Stat {
    /// How much of the text is links, in percent.
    pub(super) fn link_share(&self) -> usize {
        self.links * 100 / self.weight.max(1)
    }

    fn add(&mut self, inner: Self) {
        self.weight += inner.weight;
        self.links += inner.links;
        self.paragraphs += inner.paragraphs;
        self.main |= inner.main;
        self.table |= inner.table;
    }
}

/// The counts of all elements of a page, in one pass.
#[derive(Debug)]
pub(super) struct Stats(HashMap<NodeId, Stat>);

impl Stats {
    pub(super) fn of(html: &Html) -> Self {
        let mut done = HashMap::new();
        let mut open: Vec<Stat> = vec![Stat::default()];
        let mut silent = 0_usize;
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    silent += usize::from(name(node).is_some_and(is_silent));
                    open.push(Stat::default());
                    if let (Node::Text(text), 0) = (node.value(), silent)
                        && let Some(top) = open.last_mut()
                    {
                        top.weight = clean::weight(text);
                    }
                }
                Edge::Close(node) => {
                    silent -= usize::from(name(node).is_some_and(is_silent));
                    let mut stat = open.pop().unwrap_or_default();
                    let own = stat;
                    match name(node) {
                        Some("a") => stat.links = stat.weight,
                        Some("p") if stat.weight >= LONG_PARAGRAPH && stat.link_share() < 50 => {
                            stat.paragraphs += 1;
                        }
                        _ => {}
                    }
                    if node.value().is_element() {
                        done.insert(node.id(), Stat { main: own.main, ..stat });
                        stat.main |= match name(node) {
                            Some("h1" | "main") => true,
                            // Teasers are articles to their page too.
                            Some("article") => own.paragraphs >= 2 || own.weight >= LONG_ARTICLE,
                            _ => false,
                        };
                        stat.table |= name(node) == Some("table");
                    }
                    if let Some(outer) = open.last_mut() {
                        outer.add(stat);
                    }
                }
            }
        }
        let all = open.pop().unwrap_or_default();
        done.insert(html.tree.root().id(), all);
        Self(done)
    }

    pub(super) fn get(&self, node: NodeRef<'_, Node>) -> Stat {
        self.0.get(&node.id()).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_what_stands_inside() {
        let html = Html::parse_document("<div><h1>ab</h1><p>cd <a>ef</a></p><script>xyz</script>微</div>");
        let stats = Stats::of(&html);
        let div = html.tree.root().descendants().find(|node| name(*node) == Some("div")).unwrap();
        let stat = stats.get(div);
        assert_eq!((stat.weight, stat.links, stat.main), (8, 2, true));
        let heading = html.tree.root().descendants().find(|node| name(*node) == Some("h1")).unwrap();
        assert!(!stats.get(heading).main);
    }
}
