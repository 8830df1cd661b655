//! Printing: tables, JSON, and text of pages made harmless.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use super::Failure;

/// Text of a page as it may reach a terminal: no control sequences, no bidi or zero-width characters.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' | '\r' => Some(' '),
            c if c.is_control() => None,
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{061c}' => None,
            c => Some(c),
        })
        .collect()
}

/// Text cut to at most `width` characters.
#[must_use]
pub fn short(text: &str, width: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= width {
        return text;
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[must_use]
pub fn maybe_time(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "never".to_owned(), time)
}

pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)?;
    print(&text)
}

/// Prints a line. A reader that has gone away is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut out = anstream::stdout().lock();
    match writeln!(out, "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

pub fn table(header: &[&str], rows: Vec<Vec<String>>) -> Result<(), Failure> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row.iter().map(|cell| plain(cell)));
    }
    print(&table.to_string())
}

/// A passage before and after with what changed marked: `-` and `+` lines, changed words in bold where the
/// terminal shows it.
#[must_use]
pub fn diff(before: Option<&str>, after: Option<&str>) -> String {
    let (before, after) = (before.map(plain), after.map(plain));
    let mut out = String::new();
    match (before, after) {
        (Some(before), Some(after)) => {
            let (mut old, mut new) = (String::new(), String::new());
            let diff = similar::TextDiff::from_unicode_words(&before, &after);
            for change in diff.iter_all_changes() {
                let word = change.value();
                match change.tag() {
                    similar::ChangeTag::Equal => {
                        old.push_str(word);
                        new.push_str(word);
                    }
                    similar::ChangeTag::Delete => _ = write!(old, "\x1b[1;31m{word}\x1b[0m"),
                    similar::ChangeTag::Insert => _ = write!(new, "\x1b[1;32m{word}\x1b[0m"),
                }
            }
            _ = write!(out, "  - {old}\n  + {new}");
        }
        (Some(before), None) => _ = write!(out, "  - {before}\n  + (gone)"),
        (None, Some(after)) => _ = write!(out, "  + {after}"),
        (None, None) => {}
    }
    out
}

/// Breaks lines that are longer than `width` columns between words; what is carried over is indented by `indent`.
/// Escape sequences take no room and stay with their word.
#[must_use]
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for word in line.split_inclusive(' ') {
            let room = console::measure_text_width(word.trim_end());
            if column > indent && column + room > width {
                out.truncate(out.trim_end().len());
                _ = write!(out, "\n{:indent$}", "");
                column = indent;
            }
            out.push_str(word);
            column += console::measure_text_width(word);
        }
    }
    out
}

/// A value as a person reads it.
#[must_use]
pub fn value(value: &crate::model::value::Value) -> String {
    plain(&value.surface)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_escapes_take_no_room() {
        assert_eq!(wrap("one two three\nfour", 8, 2), "one two\n  three\nfour");
        assert_eq!(wrap("\x1b[1mone\x1b[0m two", 7, 2), "\x1b[1mone\x1b[0m two");
        assert_eq!(wrap("  - 算力合同 总额", 10, 4), "  - 算力合同\n    总额");
        assert_eq!(wrap("", 8, 2), "");
    }
}
