//! Collects the passages of a document with their places, headings and blocks.

use chrono::{DateTime, Utc};

use crate::model::passage::{Passage, Role};

use super::clean;

/// A document or a field of a feed entry holds no more passages than this; the rest is left out with a warning.
const MAX_PASSAGES: usize = 50_000;
/// A passage is cut at this many bytes: no sentence is longer, hostile text is.
const MAX_TEXT: usize = 20_000;

/// Writes passages one after the other and keeps count of where they stand.
#[derive(Debug, Default)]
pub(super) struct Writer {
    passages: Vec<Passage>,
    block: u32,
    /// Stands before every path: the feed entry and its field.
    prefix: String,
    section: String,
    /// How many headings of each level, and blocks of each kind in this section, came so far.
    headings: [u32; 6],
    blocks: [u32; 3],
    item: u32,
    heading: Option<String>,
    entry: Option<String>,
    published: Option<DateTime<Utc>>,
    full: bool,
}

/// The kinds of block that paths count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    List,
    Table,
}

impl Writer {
    /// Everything that follows belongs to this entry of a feed, with its title as heading.
    pub(super) fn enter(&mut self, entry: &str, title: Option<&str>, published: Option<DateTime<Utc>>) {
        self.entry = Some(entry.to_owned());
        self.heading = title.map(ToOwned::to_owned);
        self.published = published;
    }

    /// What follows is a row with an id and a date of its own, where it has them.
    pub(super) fn dated_entry(&mut self, entry: Option<&str>, published: Option<DateTime<Utc>>) {
        self.entry = entry.map(ToOwned::to_owned);
        self.published = published;
    }

    /// What follows belongs to no entry.
    pub(super) fn leave(&mut self) {
        self.dated_entry(None, None);
    }

    /// What follows stands in this field; counting starts anew.
    pub(super) fn field(&mut self, prefix: String) {
        self.prefix = prefix;
        self.section.clear();
        self.headings = [0; 6];
        self.blocks = [0; 3];
        self.item = 0;
    }

    /// Starts a block; passages until the next start stand side by side.
    pub(super) fn start(&mut self, kind: Block) {
        self.block += 1;
        self.blocks[kind as usize] += 1;
        self.item = 0;
    }

    pub(super) fn title(&mut self, text: &str) {
        let text = clean::line(text);
        self.block += 1;
        self.push(text, Role::Title, "title".to_owned());
    }

    /// A heading of level 1 to 6; what follows stands under it, unless it stands in a feed entry.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        let text = clean::line(text);
        if clean::letters(&text) == 0 {
            return;
        }
        let level = usize::from(level.clamp(1, 6));
        self.headings[level - 1] += 1;
        self.section = format!("h{level}[{}]", self.headings[level - 1]);
        self.blocks = [0; 3];
        self.block += 1;
        let path = self.place("");
        if self.entry.is_none() {
            self.heading = Some(text.clone());
        }
        self.push(text, Role::Heading, path);
    }

    /// The sentences of a paragraph; its raw text may hold line breaks that part it.
    pub(super) fn paragraph(&mut self, raw: &str) {
        let lines = lines(raw);
        if lines.is_empty() {
            return;
        }
        self.start(Block::Paragraph);
        let path = self.place(&format!("p[{}]", self.blocks[Block::Paragraph as usize]));
        self.sentences(&lines, Role::Sentence, &path);
    }

    /// The sentences of an item of the list that was started.
    pub(super) fn list_item(&mut self, raw: &str) {
        let lines = lines(raw);
        if lines.is_empty() {
            return;
        }
        if self.blocks[Block::List as usize] == 0 {
            // A heading within the list began a section.
            self.start(Block::List);
        }
        self.item += 1;
        let path = self.place(&format!("list[{}]/li[{}]", self.blocks[Block::List as usize], self.item));
        self.sentences(&lines, Role::ListItem, &path);
    }

    /// A row of the table that was started, under the table's own caption where it has one.
    pub(super) fn row(&mut self, text: &str, caption: Option<&str>) {
        let text = clean::line(text);
        self.item += 1;
        let path = self.place(&format!("table[{}]/tr[{}]", self.blocks[Block::Table as usize], self.item));
        let outer = caption.map(|caption| self.heading.replace(caption.to_owned()));
        self.push(text, Role::TableRow, path);
        if let Some(outer) = outer {
            self.heading = outer;
        }
    }

    /// A field with its whole path given.
    pub(super) fn whole_field(&mut self, text: &str, path: String) {
        self.block += 1;
        self.push(clean::line(text), Role::Field, path);
    }

    /// Several short texts of one field, each a sentence or the whole.
    pub(super) fn field_text(&mut self, raw: &str) {
        let lines = lines(raw);
        if !lines.is_empty() {
            self.block += 1;
            let path = self.prefix.clone();
            self.sentences(&lines, Role::Sentence, &path);
        }
    }

    /// Takes passages of another writer, whose blocks come after those of this one.
    pub(super) fn adopt(&mut self, full: bool, passages: Vec<Passage>) {
        self.full |= full;
        let blocks = self.block;
        for mut passage in passages {
            passage.block += blocks;
            self.block = self.block.max(passage.block);
            self.passages.push(passage);
        }
    }

    /// Some passages were left out.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    pub(super) fn len(&self) -> usize {
        self.passages.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The passages, and whether some were left out.
    pub(super) fn finish(self) -> (Vec<Passage>, bool) {
        (self.passages, self.full)
    }

    fn sentences(&mut self, lines: &[String], role: Role, path: &str) {
        let mut n = 0;
        for line in lines {
            for range in crate::text::sentences(line) {
                let Some(text) = line.get(range) else { continue };
                n += 1;
                self.push(text.trim().to_owned(), role, format!("{path}/s[{n}]"));
            }
        }
    }

    fn place(&self, rest: &str) -> String {
        [self.prefix.as_str(), self.section.as_str(), rest]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    }

    fn push(&mut self, mut text: String, role: Role, path: String) {
        if self.passages.len() >= MAX_PASSAGES {
            self.full = true;
            return;
        }
        if text.len() > MAX_TEXT {
            text.truncate(text.floor_char_boundary(MAX_TEXT));
            self.full = true;
        }
        if clean::letters(&text) == 0 {
            return;
        }
        let heading = if matches!(role, Role::Title) { None } else { self.heading.clone() };
        let heading = heading.filter(|heading| role != Role::Heading || *heading != text);
        self.passages.push(Passage {
            text,
            path,
            role,
            heading,
            entry: self.entry.clone(),
            published: self.published,
            block: self.block,
        });
    }
}

/// A line this long may have been broken only to fit.
const WRAPPED: usize = 30;

/// The lines of a block's raw text, cleaned.
///
/// A line that begins in lower case after one that has no end was only broken to fit, and goes on with it.
fn lines(raw: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in raw.split(LINE_BREAK) {
        let line = clean::line(part);
        if line.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last)
                if last.len() >= WRAPPED
                    && line.starts_with(char::is_lowercase)
                    && !last.ends_with(['.', '!', '?', ':', ';']) =>
            {
                last.push(' ');
                last.push_str(&line);
            }
            _ => out.push(line),
        }
    }
    out
}

/// Marks a line break of the page (`<br>`) in raw text, where newlines are only blanks.
pub(super) const LINE_BREAK: char = '\u{b}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_headings_and_blocks() {
        let mut writer = Writer::default();
        writer.heading(2, "Contract");
        writer.paragraph("It pays $5 million. It began in May.");
        writer.start(Block::List);
        writer.list_item("First");
        let (passages, full) = writer.finish();
        assert!(!full);
        let places: Vec<_> = passages.iter().map(|p| (p.path.as_str(), p.text.as_str())).collect();
        assert_eq!(
            places,
            [
                ("h2[1]", "Contract"),
                ("h2[1]/p[1]/s[1]", "It pays $5 million."),
                ("h2[1]/p[1]/s[2]", "It began in May."),
                ("h2[1]/list[1]/li[1]/s[1]", "First"),
            ]
        );
        assert_eq!(passages[1].block, passages[2].block);
        assert_ne!(passages[2].block, passages[3].block);
        assert_eq!(passages[3].heading.as_deref(), Some("Contract"));
    }

    #[test]
    fn a_line_broken_to_fit_goes_on() {
        assert_eq!(
            lines("The deal between the two was then\u{b}signed."),
            ["The deal between the two was then signed."]
        );
        assert_eq!(lines("GPT: $5\u{b}Claude: $3"), ["GPT: $5", "Claude: $3"]);
    }
}
