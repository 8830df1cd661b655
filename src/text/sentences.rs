//! Cuts a text into sentences, English and Chinese.

use std::ops::Range;

/// The sentences of a text as byte ranges without white space at their ends, in order.
///
/// Ends are `。！？` and `.!?` with the quotes and brackets that close after them, and line breaks. Points in
/// abbreviations (`Inc.`, `U.S.`, `No. 5`, `Nov. 17`), initials, decimals and ellipses within a sentence are none.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let end = match c {
            '\n' | '\r' => {
                push(text, start..at, &mut out);
                start = after;
                continue;
            }
            '。' | '！' | '？' | '｡' | '!' | '?' => true,
            '.' => point_ends(text, start, at),
            _ => false,
        };
        if !end {
            continue;
        }
        let mut stop = after;
        while let Some((place, next)) =
            chars.next_if(|(_, n)| closes(*n) || matches!(n, '。' | '！' | '？' | '!' | '?' | '.'))
        {
            stop = place + next.len_utf8();
        }
        let rest = &text[stop..];
        let wide = matches!(c, '。' | '！' | '？' | '｡');
        if wide || rest.is_empty() || (rest.starts_with(char::is_whitespace) && begins(rest.trim_start())) {
            push(text, start..stop, &mut out);
            start = stop;
        }
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + (part.len() - part.trim_start().len());
        out.push(start..start + trimmed.len());
    }
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '」' | '』' | '）' | '》' | '】')
}

/// What follows may begin a sentence: not a small letter.
fn begins(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_lowercase())
}

/// Whether the point at `at` ends a sentence that began at `start`.
fn point_ends(text: &str, start: usize, at: usize) -> bool {
    let before = &text[start..at];
    let after = &text[at + 1..];
    if after.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',') {
        return false;
    }
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '['))
        .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    let rest = after.trim_start();
    // an initial: `J. Smith`; but `Vitamin C. Then` cannot be told apart
    let mut letters = word.chars();
    if let (Some(one), None) = (letters.next(), letters.next())
        && one.is_uppercase()
    {
        return false;
    }
    let lower = word.to_lowercase();
    if TITLES.contains(&lower.as_str()) {
        return false;
    }
    if NUMBERED.contains(&lower.as_str()) {
        return !rest.starts_with(|c: char| c.is_ascii_digit());
    }
    if ENDINGS.contains(&lower.as_str()) || lower.contains('.') {
        // these may end a sentence as well: they do where a new one plainly begins
        return rest.is_empty() || sentence_opener(rest);
    }
    true
}

/// Abbreviations that are always followed by the rest of their sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "rev", "hon",
    "st", "vs", "e.g", "i.e", "cf", "al", "messrs", "mt", "ft",
];

/// Abbreviations before a number: `No. 5`, `Nov. 17`.
const NUMBERED: &[&str] = &[
    "no", "nos", "fig", "vol", "p", "pp", "art", "sec", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "approx", "ca", "c",
];

/// Abbreviations that may end a sentence.
const ENDINGS: &[&str] =
    &["inc", "corp", "co", "ltd", "llc", "plc", "jr", "sr", "etc", "bros", "dept", "est", "univ"];

/// The next word is one that opens sentences and is no name.
fn sentence_opener(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).take(12).collect();
    matches!(
        word.as_str(),
        "The"
            | "A"
            | "An"
            | "It"
            | "In"
            | "He"
            | "She"
            | "They"
            | "We"
            | "This"
            | "That"
            | "These"
            | "But"
            | "And"
            | "However"
            | "For"
            | "On"
            | "At"
            | "As"
            | "If"
            | "When"
            | "While"
            | "After"
            | "Its"
            | "His"
            | "Her"
            | "Their"
            | "There"
            | "I"
            | "You"
            | "By"
            | "With"
            | "From"
            | "Under"
            | "Last"
            | "Since"
            | "Although"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn keeps_abbreviations_and_decimals_together() {
        assert_eq!(
            cut("Acme Inc. paid $3.5 billion on Nov. 17. The U.S. firm is No. 1."),
            ["Acme Inc. paid $3.5 billion on Nov. 17.", "The U.S. firm is No. 1."]
        );
        assert_eq!(
            cut("It works in the U.S. The rest follows."),
            ["It works in the U.S.", "The rest follows."]
        );
        assert_eq!(
            cut("Dr. J. B. Good came. “Really?” he asked. Yes!"),
            ["Dr. J. B. Good came.", "“Really?” he asked.", "Yes!"]
        );
    }

    #[test]
    fn cuts_chinese_behind_closing_quotes_and_at_lines() {
        assert_eq!(
            cut("他说：“会的。”然后走了。真的？！是"),
            ["他说：“会的。”", "然后走了。", "真的？！", "是"]
        );
        assert_eq!(cut("标题\n  第一段。\n\n3.5亿元"), ["标题", "第一段。", "3.5亿元"]);
        assert_eq!(cut(" \n "), [""; 0]);
    }

    proptest! {
        #[test]
        fn ranges_are_ordered_and_trimmed(text in "\\PC*|[a-zA-Z.!?。！？”\" \n0-9]{0,60}") {
            let mut last = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= last && range.end > range.start);
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                last = range.end;
            }
        }
    }
}
