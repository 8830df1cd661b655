//! Which language a text is in, by its scripts.

use crate::model::value::Lang;

/// Finds the language by the share of scripts: kana make it Japanese, Han characters Chinese.
///
/// A Chinese sentence often holds more Latin letters than Han characters (names of products and companies), and
/// one Han character says about as much as four letters, so it counts as four.
#[must_use]
pub fn detect(text: &str) -> Lang {
    if text.is_ascii() {
        return Lang::En;
    }
    let (mut han, mut kana, mut letters) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => letters += 1,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => han += 1,
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => kana += 1,
            _ => {}
        }
    }
    if (han + kana) * 4 <= letters || han + kana == 0 {
        Lang::En
    } else if kana * 8 >= han + kana || kana > 0 && han < 8 {
        Lang::Ja
    } else {
        Lang::Zh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_apart() {
        assert_eq!(detect("Microsoft holds a stake."), Lang::En);
        assert_eq!(detect("Apple发布iPhone 17，售价999美元"), Lang::Zh);
        assert_eq!(detect("微軟持有其股權"), Lang::Zh);
        assert_eq!(detect("売上高は前年より増えた"), Lang::Ja);
        assert_eq!(detect("The company, known as 微软 in China, said so on Tuesday evening."), Lang::En);
        assert_eq!(detect(""), Lang::En);
    }
}
