//! Slugs of claims and articles.

use crate::hash::sha256;
use crate::model::claim::ClaimKind;

/// A slug of the subject and of what is said of it, in the letters that slugs have; `fallback` where it has none.
pub(super) fn slug(subject: &[String], terms: &[String], kind: ClaimKind, fallback: &str) -> String {
    let latin = |word: &&String| word.chars().any(|c| c.is_ascii_alphabetic());
    if !subject.iter().any(|name| latin(&name)) {
        return fallback.to_owned();
    }
    let said: Vec<&str> = terms.iter().filter(latin).take(2).map(String::as_str).collect();
    let said = if said.is_empty() { vec![kind.word()] } else { said };
    let names: Vec<String> = subject.iter().map(|s| s.replace("'s", "").replace("’s", "")).collect();
    slugged(names.iter().map(String::as_str).chain(said))
}

/// The slug of a sentence that has no Latin names: the same for the same sentence.
#[must_use]
pub(super) fn of_hash(sentence: &str) -> String {
    format!("claim-{}", sha256(&[sentence.as_bytes()]).get(..8).unwrap_or_default())
}

/// Words as a slug: lower-case letters and digits, joined by hyphens; empty where they hold none.
#[must_use]
pub fn slugged<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 48;
    let mut out = String::new();
    for word in words {
        for part in word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()) {
            let room = out.len() + usize::from(!out.is_empty()) + part.len();
            if room > LONGEST || out.split('-').any(|p| p.eq_ignore_ascii_case(part)) {
                continue;
            }
            if !out.is_empty() {
                out.push('-');
            }
            out.push_str(&part.to_ascii_lowercase());
        }
    }
    out
}

/// `id`, or `id-2`, `id-3` … where it is taken.
#[must_use]
pub fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut next = id.to_owned();
    for n in 2.. {
        if !taken(&next) {
            break;
        }
        next = format!("{id}-{n}");
    }
    next
}
