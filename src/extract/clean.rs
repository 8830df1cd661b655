//! Text of a page without what a reader cannot see: control, bidi and zero-width characters, runs of blanks.

/// Makes running text of raw text: one line, single blanks, nothing that steers a terminal or hides words.
///
/// A line break between two Chinese or Japanese characters is only the source's line width and leaves no blank.
#[must_use]
pub fn line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut last = None;
    let mut blank = false;
    let mut newline = false;
    for c in raw.chars().map(windows) {
        if is_blank(c) {
            blank = true;
            newline |= c == '\n';
        } else if !is_invisible(c) {
            let wrapped = newline && is_wide(c) && last.is_some_and(is_wide);
            if blank && last.is_some() && !wrapped {
                out.push(' ');
            }
            out.push(c);
            last = Some(c);
            blank = false;
            newline = false;
        }
    }
    out
}

/// Control characters of the upper half are letters of Windows-1252 that someone took for Unicode.
pub(super) fn windows(c: char) -> char {
    match c {
        '\u{80}' => '€',
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{95}' => '•',
        '\u{96}' => '–',
        '\u{97}' => '—',
        '\u{99}' => '™',
        _ => c,
    }
}

/// Blanks of every width, line and paragraph separators.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{180e}' | '\u{2800}' | '\u{3164}')
}

/// Characters that show nothing: controls, bidi marks and overrides, zero-width and tag characters.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Letters and punctuation of Chinese and Japanese, which stand without blanks.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{323af}')
}

/// Letters, digits and ideographs of `text`: what is left when punctuation and blanks go.
pub(crate) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// How much `text` says, with an ideograph counted as about two and a half Latin letters.
pub(crate) fn weight(text: &str) -> usize {
    let wide = text.chars().filter(|&c| is_wide(c)).count();
    letters(text) + wide + wide / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_become_one_and_ends_are_trimmed() {
        assert_eq!(line("  Revenue\u{a0}\u{3000} rose\r\n\tagain "), "Revenue rose again");
    }

    #[test]
    fn a_wrapped_chinese_line_has_no_blank() {
        assert_eq!(line("微软持有\n  约27%的\n股权"), "微软持有约27%的股权");
        assert_eq!(line("微软 持有"), "微软 持有");
    }

    #[test]
    fn windows_quotes_are_kept() {
        assert_eq!(line("It\u{92}s 5 \u{80}"), "It’s 5 €");
    }

    #[test]
    fn what_hides_or_steers_is_gone() {
        assert_eq!(line("a\u{0}b\u{1b}[31mc\u{202e}d\u{200b}e\u{ad}f\u{feff}g\u{e0041}"), "ab[31mcdefg");
    }
}
