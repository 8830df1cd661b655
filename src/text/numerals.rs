//! English number words; the scanner looks each word up once.

/// The value of a word below one hundred.
pub(super) fn count(word: &str) -> Option<u32> {
    Some(match word {
        "zero" | "nil" | "nought" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// The number that an ordinal names: 3 for `third`.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

/// A number word as a token remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    None,
    Count(u8),
    Ordinal(u8),
}

/// What a word is: no number word is shorter than three letters or longer than eleven.
pub(super) fn numeral(word: &str) -> Numeral {
    let short = |n: u32| u8::try_from(n).ok();
    if !(3..=11).contains(&word.len()) || !word.starts_with(['z', 'n', 'o', 't', 'f', 's', 'e']) {
        return Numeral::None;
    }
    count(word)
        .and_then(short)
        .map(Numeral::Count)
        .or_else(|| ordinal(word).and_then(short).map(Numeral::Ordinal))
        .unwrap_or(Numeral::None)
}
