//! What of a passage's text counts when two are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::extract::clean::{is_blank, is_invisible, is_wide};
use crate::model::passage::Passage;

/// Tokens beyond this do not count for likeness.
const MAX_TOKENS: usize = 400;

/// A passage's text without typography, and its tokens for likeness.
#[derive(Debug)]
pub(super) struct Key {
    /// Case kept; quotes, dashes, width and blanks folded; the last full stop gone.
    pub(super) text: String,
    /// Sorted hashes of words, of pairs of ideographs, and one for every number.
    pub(super) tokens: Vec<u64>,
}

impl Key {
    pub(super) fn of(passage: &Passage) -> Self {
        let text = folded(&passage.text);
        let tokens = tokens(&text);
        Self { text, tokens }
    }

    /// How alike two passages are, 0 to 1: the share of tokens that both have (Dice). A number counts as like any other.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let total = self.tokens.len() + other.tokens.len();
        if total == 0 {
            return 0.0;
        }
        let (mut i, mut j, mut shared) = (0, 0, 0_u32);
        while let (Some(a), Some(b)) = (self.tokens.get(i), other.tokens.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 800 tokens")]
        let total = total as f64;
        2.0 * f64::from(shared) / total
    }
}

/// The text as it counts: what only a typesetter would see is folded.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut blank = false;
    for c in text.chars() {
        if is_blank(c) {
            blank = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        // Blanks beside an ideograph or a full-width sign are a matter of taste.
        if blank && last.is_some_and(|last| !is_wide(last)) && !is_wide(c) {
            out.push(' ');
        }
        blank = false;
        last = Some(c);
        if c == '…' {
            out.push_str("...");
        } else {
            out.push(plain(c));
        }
    }
    let end = out.trim_end_matches('.').len();
    if !out[..end].is_empty() && out.len() - end == 1 {
        out.truncate(end);
    }
    out
}

fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | '「' | '」' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '『' | '』' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '。' | '｡' => '.',
        '、' => ',',
        '￥' => '¥',
        '【' => '[',
        '】' => ']',
        _ => c,
    }
}

fn tokens(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        if out.len() >= MAX_TOKENS {
            break;
        }
        if is_wide(c) && c.is_alphanumeric() {
            end_word(&mut word, &mut out);
            out.push(match previous {
                Some(previous) => hash(&(previous, c)),
                None => hash(&c),
            });
            previous = Some(c);
            continue;
        }
        previous = None;
        // Points and commas inside of a number belong to it.
        let inside = matches!(c, '.' | ',') && word.ends_with(|c: char| c.is_ascii_digit());
        if c.is_alphanumeric() || inside {
            word.extend(c.to_lowercase());
        } else {
            end_word(&mut word, &mut out);
        }
    }
    end_word(&mut word, &mut out);
    out.sort_unstable();
    out
}

fn end_word(word: &mut String, out: &mut Vec<u64>) {
    if !word.is_empty() {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        out.push(if number { hash(&"#") } else { hash(word) });
        word.clear();
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Only letters and digits, in lower case, for telling whether sentences were only split or joined.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '¥' | '-' | '+'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_is_folded() {
        for (a, b) in [
            ("“It’s a 2024–25 deal,” he said.", "\"It's a 2024-25 deal,\" he said."),
            ("持股 27%，约 ５亿美元。", "持股27%,约5亿美元"),
            ("a\u{a0}b\u{ad}c\u{200b}", "a bc"),
            ("Wait… what?", "Wait... what?"),
        ] {
            assert_eq!(folded(a), folded(b));
        }
        assert_ne!(folded("It holds 27%"), folded("It holds 2.7%"));
        assert_ne!(folded("Now"), folded("now"));
        assert_ne!(folded("$1.5"), folded("$15"));
    }
}
