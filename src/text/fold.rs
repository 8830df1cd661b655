//! Folding for matching: one output character for each input character.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// First and last character of the Han blocks that have simplified forms (extension A and the unified block).
const HAN: std::ops::RangeInclusive<u32> = 0x3400..=0x9fff;

/// The simplified form of every character of [`HAN`], itself where there is none.
static SIMPLIFIED: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let own: Vec<char> = HAN.filter_map(char::from_u32).collect();
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return own.into_boxed_slice();
    };
    // A space between keeps phrases from forming, so each character is converted alone.
    let spaced: String = own.iter().flat_map(|c| [*c, ' ']).collect();
    let converted: Vec<char> = converter.convert(&spaced).split(' ').filter_map(single).collect();
    if converted.len() == own.len() { converted } else { own }.into_boxed_slice()
});

fn single(part: &str) -> Option<char> {
    let mut chars = part.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// A text folded for matching. It has exactly as many characters as the original: character `n` of one is
/// character `n` of the other, so offsets in Unicode scalar values are the same on both sides. Byte offsets
/// are not; [`Folded::byte`] and [`Folded::char_at`] translate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    pub text: String,
    /// Byte offset in `text` of every character, and its length at the end; empty when all are one byte long.
    starts: Vec<u32>,
}

impl Folded {
    /// The byte offset in the folded text of character `n`; its length for characters past the end.
    #[must_use]
    pub fn byte(&self, n: usize) -> usize {
        if self.starts.is_empty() {
            return n.min(self.text.len());
        }
        self.starts.get(n).map_or(self.text.len(), |b| *b as usize)
    }

    /// The character that holds the byte offset of the folded text.
    #[must_use]
    pub fn char_at(&self, byte: usize) -> usize {
        if self.starts.is_empty() {
            return byte.min(self.text.len());
        }
        match self.starts.binary_search_by(|start| (*start as usize).cmp(&byte)) {
            Ok(n) => n,
            Err(n) => n.saturating_sub(1),
        }
    }
}

/// Folds a text for matching: lower case, full-width ASCII to half-width, traditional to simplified characters,
/// curly quotes, dashes and odd spaces to their ASCII forms.
///
/// Exactly one character comes out for each that goes in, so offsets in characters hold on both sides.
/// Nothing is decomposed: `½`, `㎡` and `①` stay what they are.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
        return Folded { text: out, starts: Vec::new() };
    }
    let mut starts = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        starts.push(u32::try_from(out.len()).unwrap_or(u32::MAX));
        out.push(fold_char(c));
    }
    starts.push(u32::try_from(out.len()).unwrap_or(u32::MAX));
    Folded { text: out, starts }
}

/// The folded form of one character.
#[must_use]
pub fn fold_char(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        '\u{3400}'..='\u{9fff}' => {
            let place = usize::try_from(u32::from(c) - HAN.start()).unwrap_or(0);
            SIMPLIFIED.get(place).copied().unwrap_or(c)
        }
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => '-',
        '〜' | '∼' | '～' => '~',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '￥' => '¥',
        '￡' => '£',
        '￠' => '¢',
        '￦' => '₩',
        '﹪' | '٪' => '%',
        '﹩' => '$',
        '\u{ff01}'..='\u{ff5d}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(c, |ascii| ascii.to_ascii_lowercase())
        }
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_width_script_case_and_signs() {
        assert_eq!(fold("ＵＳ＄１１９億，成長 “X” – Z").text, "us$119亿,成长 \"x\" - z");
        assert_eq!(fold("臺灣積體電路 ½ ㎡").text, "台湾积体电路 ½ ㎡");
    }

    #[test]
    fn offsets_translate() {
        let folded = fold("微軟 buys");
        assert_eq!(folded.byte(2), 6);
        assert_eq!(folded.char_at(6), 2);
        assert_eq!(folded.char_at(7), 3);
        assert_eq!(folded.byte(99), folded.text.len());
        assert_eq!(fold("abc").byte(2), 2);
    }

    proptest! {
        #[test]
        fn keeps_the_number_of_characters(text in "\\PC*") {
            prop_assert_eq!(fold(&text).text.chars().count(), text.chars().count());
        }
    }
}
