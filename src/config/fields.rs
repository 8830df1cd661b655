//! Reading a TOML table field by field, so that every problem is found in one go and has a place.

use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Sink;

/// A string with its span in the file.
pub(super) type Text<'t> = Spanned<&'t str>;

/// A table of the file whose fields are read one by one.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    /// What the table is, for messages: `[service]`, `[[source]]`.
    name: &'static str,
    table: &'t DeTable<'t>,
    /// Where a missing key is reported.
    start: usize,
}

impl<'t> Fields<'t> {
    /// A table that may have the keys of `known` alone; any other is reported with the nearest of them.
    pub(super) fn new(
        name: &'static str,
        table: &'t DeTable<'t>,
        start: usize,
        known: &[&str],
        sink: &Sink<'_>,
    ) -> Self {
        for key in table.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let help = match nearest(word, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                sink.report(&key.span(), format!("unknown key `{word}` in {name}"), help);
            }
        }
        Self { name, table, start }
    }

    /// Where the table itself stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// Where the value of a key stands, else where the table does.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.get(key).map_or_else(|| self.span(), Spanned::span)
    }

    /// Reports a key that must be there and is not.
    pub(super) fn require(&self, key: &str, example: &str, sink: &Sink<'_>) -> bool {
        if self.has(key) {
            return true;
        }
        sink.report(
            &self.span(),
            format!("{} has no `{key}`", self.name),
            format!("write {key} = {example}"),
        );
        false
    }

    /// A string that is not blank.
    pub(super) fn text(&self, key: &str, sink: &Sink<'_>) -> Option<Text<'t>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => not_blank(key, text, value.span(), sink),
            other => {
                let written = literal(other).unwrap_or_else(|| "…".to_owned());
                let message = format!("`{key}` must be a string, not {}", kind_of(other));
                sink.report(&value.span(), message, format!("write {key} = \"{written}\""));
                None
            }
        }
    }

    /// A string, or a bare TOML date, which is taken as written (`2025-03-11`).
    pub(super) fn text_or_date(&self, key: &str, sink: &Sink<'_>) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        if let DeValue::Datetime(date) = value.get_ref() {
            return Some(Spanned::new(value.span(), date.to_string()));
        }
        self.text(key, sink).map(|t| Spanned::new(t.span(), (*t.get_ref()).to_owned()))
    }

    pub(super) fn owned(&self, key: &str, sink: &Sink<'_>) -> Option<String> {
        self.text(key, sink).map(|t| (*t.get_ref()).to_owned())
    }

    pub(super) fn boolean(&self, key: &str, default: bool, sink: &Sink<'_>) -> bool {
        let Some(value) = self.get(key) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            let message = format!("`{key}` must be true or false, not {}", kind_of(value.get_ref()));
            sink.report(
                &value.span(),
                message,
                format!("write {key} = true or {key} = false, without quotes"),
            );
            default
        })
    }

    /// A whole number within `range`.
    pub(super) fn number<T>(
        &self,
        key: &str,
        range: std::ops::RangeInclusive<T>,
        sink: &Sink<'_>,
    ) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        let found = number.and_then(|n| T::try_from(n).ok()).filter(|n| range.contains(n));
        if found.is_none() {
            let message = format!("`{key}` must be a whole number from {} to {}", range.start(), range.end());
            sink.report(&value.span(), message, format!("write {key} = {}", range.start()));
        }
        found
    }

    /// One of a fixed set of words.
    pub(super) fn word<T: FromStr<Err = String>>(&self, key: &str, sink: &Sink<'_>) -> Option<T> {
        self.parsed(key, sink, |s| s.parse().map_err(|e: String| (format!("`{key}`: {e}"), String::new())))
    }

    /// A string that `read` understands; its error is message and help.
    pub(super) fn parsed<T>(
        &self,
        key: &str,
        sink: &Sink<'_>,
        read: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        let text = self.text(key, sink)?;
        match read(text.get_ref()) {
            Ok(value) => Some(value),
            Err((message, help)) => {
                sink.report(&text.span(), message, help);
                None
            }
        }
    }

    /// A list of strings, none of them blank.
    pub(super) fn list(&self, key: &str, sink: &Sink<'_>) -> Vec<Text<'t>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let written = literal(value.get_ref()).unwrap_or_else(|| "…".to_owned());
            let message = format!("`{key}` must be a list of strings, not {}", kind_of(value.get_ref()));
            sink.report(&value.span(), message, format!("write {key} = [\"{written}\"]"));
            return Vec::new();
        };
        let mut out = Vec::with_capacity(array.len());
        for item in array {
            if let Some(text) = item.get_ref().as_str() {
                out.extend(not_blank(key, text, item.span(), sink));
            } else {
                let message = format!("`{key}` holds {} where a string must be", kind_of(item.get_ref()));
                let written = literal(item.get_ref()).unwrap_or_else(|| "…".to_owned());
                sink.report(&item.span(), message, format!("write \"{written}\""));
            }
        }
        out
    }

    pub(super) fn owned_list(&self, key: &str, sink: &Sink<'_>) -> Vec<String> {
        self.list(key, sink).into_iter().map(|t| (*t.get_ref()).to_owned()).collect()
    }

    /// A table under this one; `example` shows how it is written.
    pub(super) fn table(
        &self,
        key: &str,
        example: &str,
        sink: &Sink<'_>,
    ) -> Option<(&'t DeTable<'t>, Range<usize>)> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            let message = format!("`{key}` must be a table, not {}", kind_of(value.get_ref()));
            sink.report(&value.span(), message, format!("write {key} = {example}"));
        }
        table.map(|t| (t, value.span()))
    }

    /// The entries of an array of tables (`[[key]]`).
    pub(super) fn entries(&self, key: &str, sink: &Sink<'_>) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("`{key}` must be a list of tables, not {}", kind_of(value.get_ref()));
            sink.report(
                &value.span(),
                message,
                format!("start each entry with [[{key}]], in two pairs of brackets"),
            );
            return Vec::new();
        };
        let mut out = Vec::with_capacity(array.len());
        for item in array {
            if let Some(table) = item.get_ref().as_table() {
                out.push((table, item.span()));
            } else {
                let message = format!("`{key}` holds {} where a table must be", kind_of(item.get_ref()));
                sink.report(&item.span(), message, format!("start each entry with [[{key}]]"));
            }
        }
        out
    }
}

fn not_blank<'t>(key: &str, text: &'t str, span: Range<usize>, sink: &Sink<'_>) -> Option<Text<'t>> {
    if text.trim().is_empty() {
        sink.report(
            &span,
            format!("`{key}` is empty"),
            "write something between the quotes or leave the key out",
        );
        return None;
    }
    Some(Spanned::new(span, text))
}

/// The value as a person would put it between quotes, where that makes sense.
fn literal(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(n) => Some(n.to_string()),
        DeValue::Float(n) => Some(n.to_string()),
        DeValue::Boolean(b) => Some(b.to_string()),
        DeValue::Datetime(d) => Some(d.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The candidate that takes the fewest edits, if these are at most a third of its letters.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > 60 {
        return None;
    }
    let folded = word.to_lowercase();
    let letters = folded.chars().count();
    let most = |c: &str| (c.chars().count() / 3).max(1);
    candidates
        .filter(|c| c.chars().count().abs_diff(letters) <= most(c))
        .map(|c| (edits(&folded, &c.to_lowercase()), c))
        .filter(|(n, c)| *n <= most(c))
        .min()
        .map(|(_, c)| c)
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("微软", "微軟"), 1);
    }

    #[test]
    fn only_what_is_near_is_proposed() {
        let known = ["every", "cron", "claims", "id"];
        let near = |w: &str| nearest(w, known.into_iter());
        assert_eq!(near("evry"), Some("every"));
        assert_eq!(near("Claim"), Some("claims"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(&"x".repeat(10_000)), None);
    }
}
