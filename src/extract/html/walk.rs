//! A tree of elements → passages with their structure.

use ego_tree::NodeRef;
use scraper::Node;

use super::super::clean;
use super::super::writer::{Block, LINE_BREAK, Writer};
use super::table;
use super::tree::{is_block, name, text_of};
use super::words::is_stamp;

/// Deeper than this nothing is read; `nesting::check` and the tree's own depth stop worse before.
const MAX_WALK: usize = 700;

/// Writes what stands in `root`.
pub(super) fn walk(root: NodeRef<'_, Node>, writer: &mut Writer) {
    let mut walker = Walker { writer, line: String::new(), item: false };
    walker.node(root, 0);
    walker.flush();
}

struct Walker<'w> {
    writer: &'w mut Writer,
    /// Running text of the block that is being read.
    line: String,
    /// That block is an item of a list.
    item: bool,
}

impl Walker<'_> {
    fn children(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        for child in node.children() {
            self.node(child, depth + 1);
        }
    }

    fn node(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        if depth > MAX_WALK {
            return;
        }
        match node.value() {
            Node::Text(text) => self.line.push_str(&text.text),
            Node::Element(element) => self.element(node, element.name(), depth),
            Node::Document | Node::Fragment => self.children(node, depth),
            _ => {}
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, name: &str, depth: usize) {
        match name {
            "script" | "style" | "template" | "noscript" | "head" | "rt" | "rp" | "wbr" => {}
            "br" => self.line.push(LINE_BREAK),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, name.as_bytes()[1] - b'0'),
            "ul" | "ol" | "menu" | "dir" => self.list(node, depth),
            "li" => self.list_item(node, depth),
            "dl" => self.definitions(node, depth),
            "table" => self.table(node, depth),
            "pre" => {
                self.flush();
                self.line.extend(text_of(node).chars().map(|c| if c == '\n' { LINE_BREAK } else { c }));
                self.flush();
            }
            _ if is_block(name) => {
                self.flush();
                self.children(node, depth);
                self.flush();
            }
            _ => self.children(node, depth),
        }
    }

    fn heading(&mut self, node: NodeRef<'_, Node>, level: u8) {
        self.flush();
        let text = clean::line(&text_of(node));
        if !is_stamp(&text) {
            self.writer.heading(level, &text);
        }
    }

    fn list(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        self.flush();
        let outer = self.item;
        if !outer {
            self.writer.start(Block::List);
        }
        for child in node.children() {
            self.item = true;
            self.node(child, depth + 1);
            self.flush();
        }
        self.item = outer;
    }

    fn list_item(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        self.flush();
        let outer = std::mem::replace(&mut self.item, true);
        self.children(node, depth);
        self.flush();
        self.item = outer;
    }

    /// Terms with their descriptions: `Founded: 2015`.
    fn definitions(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        self.flush();
        let outer = std::mem::replace(&mut self.item, true);
        if !outer {
            self.writer.start(Block::List);
        }
        let mut term = String::new();
        for (child, kind) in rows_of(node) {
            let simple = !child.children().any(|c| name(c).is_some_and(is_block));
            if kind == "dt" && simple {
                self.item_of(&term);
                term = clean::line(&text_of(child));
            } else {
                let text = clean::line(&text_of(child));
                if simple && !term.is_empty() && text.len() <= 400 {
                    let colon = if term.ends_with([':', '：']) { "" } else { ":" };
                    self.item_of(&format!("{term}{colon} {text}"));
                } else {
                    self.item_of(&term);
                    self.children(child, depth + 1);
                    self.flush();
                }
                term.clear();
            }
        }
        self.item_of(&term);
        self.item = outer;
    }

    fn item_of(&mut self, text: &str) {
        if !text.is_empty() && !is_stamp(text) {
            self.writer.list_item(text);
        }
    }

    fn table(&mut self, node: NodeRef<'_, Node>, depth: usize) {
        self.flush();
        let Some(table) = table::rows(node) else {
            self.children(node, depth);
            self.flush();
            return;
        };
        if let Some(caption) = &table.caption {
            self.writer.paragraph(caption);
        }
        self.writer.start(Block::Table);
        for row in &table.rows {
            self.writer.row(row, table.caption.as_deref());
        }
    }

    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.line);
        if raw.trim().is_empty() || is_stamp(&clean::line(&raw)) {
            return;
        }
        if self.item {
            self.writer.list_item(&raw);
        } else {
            self.writer.paragraph(&raw);
        }
    }
}

/// The `dt` and `dd` elements of a list, which may stand in `div`s.
fn rows_of(list: NodeRef<'_, Node>) -> Vec<(NodeRef<'_, Node>, &str)> {
    let mut out = Vec::new();
    for child in list.children() {
        match name(child) {
            Some(kind @ ("dt" | "dd")) => out.push((child, kind)),
            Some(_) => out.extend(child.children().filter_map(|inner| {
                let kind = name(inner)?;
                matches!(kind, "dt" | "dd").then_some((inner, kind))
            })),
            None => {}
        }
    }
    out
}
