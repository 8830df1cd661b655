//! Editing sources.toml: entries are cut from and put into its text, so that comments, order, spacing and line
//! endings of everything else stay byte for byte as they were.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, Item, Table, value};

use super::problem::Problems;
use super::{parse, read};
use crate::model::source::{SourceKind, Tier};

/// An entry to be added; what is absent or empty is left out of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewSource {
    pub id: String,
    pub url: String,
    pub title: Option<String>,
    pub kind: Option<SourceKind>,
    /// `30m`
    pub every: Option<String>,
    pub tier: Option<Tier>,
    pub claims: Vec<String>,
    pub select: Option<String>,
    pub exclude: Vec<String>,
    pub allow_private: bool,
    pub api: bool,
    pub language: Option<String>,
}

/// Why the file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error(transparent)]
    Problems(#[from] Problems),
    #[error("there is no source “{0}” in the file")]
    NoSuchSource(String),
    #[error("there is a source “{0}” in the file already; choose another --id")]
    Taken(String),
    #[error(
        "`source` is written as one inline list; write each entry under a [[source]] heading, then try again"
    )]
    Inline,
    #[error("the file cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Puts an entry at the end of the file. The file is checked with it before it is written.
pub fn add_source(path: &Path, entry: &NewSource) -> Result<(), EditError> {
    let text = with_source(&read(path)?, path, entry)?;
    write(path, &text)
}

/// Takes an entry and one blank line before it out of the file. Comments above and below it stay.
pub fn remove_source(path: &Path, id: &str) -> Result<(), EditError> {
    let text = without_source(&read(path)?, path, id)?;
    write(path, &text)
}

/// The text of the file with the entry at its end.
fn with_source(text: &str, path: &Path, entry: &NewSource) -> Result<String, EditError> {
    let config = parse(text, path)?;
    if config.sources.iter().any(|s| s.id == entry.id) {
        return Err(EditError::Taken(entry.id.clone()));
    }
    if parts(text, path)?.inline {
        return Err(EditError::Inline);
    }
    let newline = if text.find('\n').is_some_and(|i| text[..i].ends_with('\r')) { "\r\n" } else { "\n" };
    let block = render(entry).replace('\n', newline);
    let new = if text.is_empty() || text == "\u{feff}" {
        format!("{text}{block}")
    } else if text.ends_with('\n') {
        format!("{text}{newline}{block}")
    } else {
        // A file without a line ending at its end keeps that habit.
        format!("{text}{newline}{newline}{}", block.trim_end())
    };
    parse(&new, path)?;
    Ok(new)
}

/// The entry as a `[[source]]` block.
pub fn render(entry: &NewSource) -> String {
    let mut table = Table::new();
    table["id"] = value(&entry.id);
    table["url"] = value(&entry.url);
    let mut text = |key: &str, text: Option<&str>| {
        if let Some(text) = text {
            table[key] = value(text);
        }
    };
    text("title", entry.title.as_deref());
    text("kind", entry.kind.map(SourceKind::word));
    text("every", entry.every.as_deref());
    text("tier", entry.tier.map(Tier::word));
    text("select", entry.select.as_deref());
    text("language", entry.language.as_deref());
    for (key, list) in [("claims", &entry.claims), ("exclude", &entry.exclude)] {
        if !list.is_empty() {
            table[key] = value(list.iter().map(String::as_str).collect::<Array>());
        }
    }
    for (key, set) in [("allow_private", entry.allow_private), ("api", entry.api)] {
        if set {
            table[key] = value(true);
        }
    }
    let mut document = DocumentMut::new();
    document["source"] = Item::ArrayOfTables(ArrayOfTables::from_iter([table]));
    document.to_string()
}

/// The text of the file without the entry.
fn without_source(text: &str, path: &Path, id: &str) -> Result<String, EditError> {
    let parts = parts(text, path)?;
    if parts.inline {
        return Err(EditError::Inline);
    }
    let Some(index) = parts.ids.iter().position(|other| other.as_deref() == Some(id)) else {
        return Err(EditError::NoSuchSource(id.to_owned()));
    };
    let mut new = text.to_owned();
    for piece in parts.pieces(text, index).into_iter().rev() {
        new.replace_range(piece, "");
    }
    parse(&new, path)?;
    Ok(new)
}

/// Where the headings and values of the file stand.
#[derive(Default)]
struct Parts {
    /// Start of every `[…]` and `[[…]]` heading, with the index of the source that it belongs to.
    headings: Vec<(usize, Option<usize>)>,
    /// Every value.
    values: Vec<Range<usize>>,
    /// The ids of the sources in order.
    ids: Vec<Option<String>>,
    /// `source = [{ … }]` instead of headings.
    inline: bool,
}

fn parts(text: &str, path: &Path) -> Result<Parts, EditError> {
    let offset = text.len() - super::without_bom(text).len();
    let document = match Document::parse(&text[offset..]) {
        Ok(document) => document,
        // The reader says it in its own words and with a place.
        Err(e) => {
            parse(text, path)?;
            return Err(Problems::of_file(path, format!("this is no TOML: {}", e.message()), "").into());
        }
    };
    let mut parts = Parts::default();
    for (key, item) in document.iter() {
        match item {
            Item::ArrayOfTables(list) if key == "source" => {
                for (index, table) in list.iter().enumerate() {
                    parts.ids.push(table.get("id").and_then(Item::as_str).map(str::to_owned));
                    parts.table(table, &text[offset..], Some(index));
                }
            }
            Item::Value(_) if key == "source" => parts.inline = true,
            other => parts.item(other, &text[offset..], None),
        }
    }
    for (start, _) in &mut parts.headings {
        *start += offset;
    }
    for value in &mut parts.values {
        *value = value.start + offset..value.end + offset;
    }
    parts.headings.sort_unstable();
    Ok(parts)
}

impl Parts {
    fn item(&mut self, item: &Item, text: &str, owner: Option<usize>) {
        match item {
            Item::Table(table) => self.table(table, text, owner),
            Item::ArrayOfTables(list) => list.iter().for_each(|table| self.table(table, text, owner)),
            Item::Value(value) => self.values.extend(value.span()),
            Item::None => {}
        }
    }

    fn table(&mut self, table: &Table, text: &str, owner: Option<usize>) {
        // A table that dotted keys imply has the span of its key.
        let heading = table.span().filter(|s| text[s.clone()].starts_with('['));
        self.headings.extend(heading.map(|span| (span.start, owner)));
        for (_, item) in table {
            self.item(item, text, owner);
        }
    }

    /// The stretches of text that belong to a source: from each of its headings to the end of its last line, with
    /// one blank line before.
    fn pieces(&self, text: &str, source: usize) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        for (i, (start, owner)) in self.headings.iter().enumerate() {
            if *owner != Some(source) {
                continue;
            }
            let next = self.headings.get(i + 1).map_or(text.len(), |(start, _)| *start);
            let values = self.values.iter().filter(|v| (*start..next).contains(&v.start));
            let last = values.map(|v| v.end).max().unwrap_or(*start);
            let end = text[last..].find('\n').map_or(text.len(), |i| last + i + 1);
            out.push(before_blank_line(text, *start, !text[..end].ends_with('\n'))..end);
        }
        out
    }
}

/// Where a block starts when the blank line before it is counted in. A block that ends the file without a line
/// ending takes the ending of the line before as well.
fn before_blank_line(text: &str, start: usize, unended: bool) -> usize {
    let Some(cut) = without_ending(&text[..start]) else { return start };
    if !(cut.is_empty() || cut.ends_with('\n')) {
        return start;
    }
    let cut = if unended { without_ending(cut).unwrap_or(cut) } else { cut };
    cut.len()
}

fn without_ending(text: &str) -> Option<&str> {
    text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n'))
}

/// Replaces the file in one step; its permissions stay. A link stays a link.
fn write(path: &Path, text: &str) -> Result<(), EditError> {
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".sources").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|e| EditError::Write(e.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "# Head of the file\n\n# the first\n[[source]]   # here\nid = \"a\"\nurl = \"https://a.org\"\n\
                        exclude = [\n  \".x\", # one\n]\n# after a\n\n[service]\nhost_gap = \"2s\"\n\n\
                        [[source]]\nid=\"b\"\nurl='https://b.org'\n[source.headers]\nX-A = \"1\"\n# end";

    fn path() -> &'static Path {
        Path::new("sources.toml")
    }

    fn entry(id: &str) -> NewSource {
        NewSource { id: id.to_owned(), url: "https://c.org/\"x\"".to_owned(), ..NewSource::default() }
    }

    fn ids(text: &str) -> Vec<String> {
        parse(text, path()).unwrap().sources.into_iter().map(|s| s.id).collect()
    }

    #[test]
    fn adding_leaves_the_rest_as_it_was() {
        let new = NewSource {
            title: Some("新闻 “C”".to_owned()),
            kind: Some(SourceKind::Feed),
            every: Some("30m".to_owned()),
            tier: Some(Tier::Primary),
            claims: vec!["coreweave-*".to_owned(), "x".to_owned()],
            allow_private: true,
            ..entry("c")
        };
        let text = with_source("# only a comment\n", path(), &new).unwrap();
        assert_eq!(
            text,
            "# only a comment\n\n[[source]]\nid = \"c\"\nurl = 'https://c.org/\"x\"'\ntitle = \"新闻 “C”\"\n\
             kind = \"feed\"\nevery = \"30m\"\ntier = \"primary\"\nclaims = [\"coreweave-*\", \"x\"]\n\
             allow_private = true\n"
        );
        let text = with_source(FILE, path(), &new).unwrap();
        assert!(text.starts_with(FILE));
        assert_eq!(ids(&text), ["a", "b", "c"]);
    }

    #[test]
    fn removing_the_first_keeps_the_head_comment() {
        let text = without_source(FILE, path(), "a").unwrap();
        assert!(text.starts_with("# Head of the file\n\n# the first\n# after a\n\n[service]\n"), "{text}");
        assert_eq!(ids(&text), ["b"]);
    }

    #[test]
    fn removing_takes_sub_tables_wherever_they_stand() {
        let text = without_source(FILE, path(), "b").unwrap();
        assert!(text.ends_with("host_gap = \"2s\"\n# end"), "{text}");
        let apart =
            "[[source]]\nid='a'\nurl='https://a.org'\n[service]\nhost_gap='1s'\n[source.headers]\nX='1'\n";
        assert_eq!(without_source(apart, path(), "a").unwrap(), "[service]\nhost_gap='1s'\n");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        assert!(matches!(with_source(FILE, path(), &entry("a")), Err(EditError::Taken(_))));
        assert!(matches!(with_source(FILE, path(), &entry("No Id")), Err(EditError::Problems(_))));
        assert!(matches!(without_source(FILE, path(), "z"), Err(EditError::NoSuchSource(_))));
        let inline = "source = [{ id = \"a\", url = \"https://a.org\" }]\n";
        assert!(matches!(with_source(inline, path(), &entry("b")), Err(EditError::Inline)));
        assert!(matches!(without_source(inline, path(), "a"), Err(EditError::Inline)));
        assert!(matches!(without_source("[x", path(), "a"), Err(EditError::Problems(_))));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("real.toml"), dir.path().join("sources.toml"));
        fs::write(&file, FILE).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        add_source(&link, &entry("c")).unwrap();
        assert_eq!(ids(&fs::read_to_string(&file).unwrap()), ["a", "b", "c"]);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        remove_source(&link, "c").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), FILE);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "no temporary file is left");
    }

    /// Lines of which files are made that hold comments, blank lines, entries and other tables.
    fn file() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just(String::new()),
            Just("# 注 comment".to_owned()),
            Just("  ".to_owned()),
            (0..1000u32).prop_map(|n| format!("[[entity]]\nnames = [\"e{n}\", # x\n \"f{n}\"]")),
            (0..1000u32)
                .prop_map(|n| format!("[[source]] # s\nid = 's{n}'\nurl = \"https://a.org/{n}\" # u")),
            (0..1000u32).prop_map(|n| format!(
                "[[source]]\nid = 't{n}'\nurl = 'https://a.org'\n[source.headers]\nX=\"1\""
            )),
        ];
        (prop::collection::vec(piece, 0..8), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(lines, windows, ended, bom)| {
                let mut text = lines.join("\n");
                if ended && !text.is_empty() {
                    text.push('\n');
                }
                let text = if windows { text.replace('\n', "\r\n") } else { text };
                if bom { format!("\u{feff}{text}") } else { text }
            },
        )
    }

    proptest! {
        #[test]
        fn added_and_removed_is_as_before(text in file()) {
            prop_assume!(parse(&text, path()).is_ok());
            let added = with_source(&text, path(), &entry("new")).unwrap();
            prop_assert!(added.starts_with(&text));
            prop_assert_eq!(without_source(&added, path(), "new").unwrap(), text);
        }

        #[test]
        fn removing_takes_only_lines_of_the_entry(text in file()) {
            prop_assume!(parse(&text, path()).is_ok());
            let before = ids(&text);
            for id in &before {
                let after = without_source(&text, path(), id).unwrap();
                let left: Vec<String> = before.iter().filter(|other| *other != id).cloned().collect();
                prop_assert_eq!(ids(&after), left);
                let comments = |t: &str| super::super::without_bom(t).lines().filter(|l| l.trim().starts_with('#')).count();
                prop_assert_eq!(comments(&after), comments(&text));
            }
        }
    }
}
