//! What extraction brings: passages of a capture's main text, and what changed between two captures.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The part a passage plays in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Title,
    Heading,
    Sentence,
    ListItem,
    /// A table row with its column headers: `Revenue | 2024: 1,915 | 2023: 229`.
    TableRow,
    /// A field of a feed entry or a JSON document.
    Field,
}

/// A sentence, heading, list item, table row or field of a capture's main text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    pub text: String,
    /// Where it stands, for a person: `h2[1]/p[3]/s[2]`, `entry[guid]/summary/s[1]`, `$.items[0].title`.
    pub path: String,
    pub role: Role,
    /// The heading it stands under, or the title of its feed entry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub heading: Option<String>,
    /// The entry of a feed, listing or JSON window; such passages are never withdrawn by leaving it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entry: Option<String>,
    /// The date that the entry states for itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published: Option<DateTime<Utc>>,
    /// Which block (paragraph, list, table) it belongs to: passages of one block stand side by side.
    #[serde(default)]
    pub block: u32,
}

/// The kind of document that bytes turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Page,
    Feed,
    Pdf,
    Json,
}

/// A capture's main text with what it says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub kind: DocumentKind,
    pub title: Option<String>,
    /// BCP 47 tag as declared or as found (`en`, `zh-Hans`).
    pub lang: Option<String>,
    /// WHATWG name of the encoding that was used.
    pub encoding: String,
    pub published: Option<DateTime<Utc>>,
    pub passages: Vec<Passage>,
    /// What was repaired or left out, in words.
    #[serde(default)]
    pub warnings: Vec<String>,
}

impl Document {
    /// The main text, passages joined by newlines.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (i, passage) in self.passages.iter().enumerate() {
            if i > 0 {
                out.push('\n');
            }
            out.push_str(&passage.text);
        }
        out
    }
}

/// A passage before and after; either may be missing. Indices into the two passage lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub before: Option<usize>,
    pub after: Option<usize>,
}
