//! Words within a text, whatever the case and typography: found whole, never as a part of a longer word.

use std::ops::Range;

/// The Han characters that texts are written with.
const HAN: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

pub fn is_han(c: char) -> bool {
    HAN.contains(&c)
}

/// The text folded, with single spaces.
pub fn spaced(text: &str) -> String {
    crate::text::fold(text).text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where `part` begins and ends in `text`, both [`spaced`], from byte `from` on. Latin words stand whole there,
/// unless that side is left `open`; Han characters have no gaps between words.
pub fn find(text: &str, part: &str, from: usize, open: (bool, bool)) -> Option<Range<usize>> {
    let first = part.chars().next()?;
    let last = part.chars().next_back()?;
    let mut at = from;
    while let Some(found) = text.get(at..)?.find(part) {
        let range = at + found..at + found + part.len();
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        let cut = |a: Option<char>, b: char| a.is_some_and(is_letter) && is_letter(b);
        if (open.0 || !cut(before, first)) && (open.1 || !cut(after, last)) {
            return Some(range);
        }
        at = range.start + first.len_utf8();
    }
    None
}

/// Whether `part` stands in `text` in words of its own; both are [`spaced`].
pub fn has(text: &str, part: &str) -> bool {
    find(text, part, 0, (false, false)).is_some()
}

/// A letter or digit of a script that puts gaps between words.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) && !('\u{3041}'..='\u{30ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        assert!(has("an ai chip", "ai") && has("ai", "ai") && has("the ai-led work", "ai"));
        assert!(!has("he said so", "ai") && !has("127 %", "27"));
        assert!(has("said ai", "ai"), "a later one counts where the first is part of a word");
    }

    #[test]
    fn han_characters_have_no_gaps() {
        assert!(has("分析师上调目标价。", "目标价") && has("新的ai芯片", "ai"));
    }

    #[test]
    fn an_open_side_takes_the_rest_of_the_word() {
        assert_eq!(find("price targets", "target", 0, (false, true)), Some(6..12));
        assert_eq!(find("price targets", "target", 0, (false, false)), None);
    }
}
