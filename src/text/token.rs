//! The text as tokens: Latin words, written numbers, single Han or kana characters, signs.

use super::currency;
use super::fold::{Folded, fold};
use super::numerals::{Numeral, numeral};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of letters, with digits after the first letter (`billion`, `q3`, `h100`).
    Word,
    /// Digits with their separators (`1,234.56`), or a fraction sign (`½`).
    Number,
    /// One Han or kana character.
    Han,
    Sign,
    /// Addresses, versions: digits in here are never counts.
    Opaque,
}

/// A piece of the text; places in characters and in bytes of the folded text.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one token")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    byte_start: usize,
    byte_end: usize,
    /// The number that a word names.
    numeral: Numeral,
    /// White space stands before it.
    pub space: bool,
    /// First on its line.
    pub first: bool,
    /// Begins with a capital letter in the original.
    pub capital: bool,
    /// More than one letter, all of them capital in the original.
    pub upper: bool,
    /// A small letter, then a capital one in the original.
    pub inner_capital: bool,
}

/// A text in tokens. Asking for a token past either end gives an empty one, so rules may look around freely.
pub(super) struct Tokens {
    folded: Folded,
    pub list: Vec<Token>,
}

impl Tokens {
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let list = Scanner::new(text, &folded.text).run();
        Self { folded, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The folded words of a token, empty past the end.
    pub fn text(&self, i: usize) -> &str {
        self.list.get(i).map_or("", |t| &self.folded.text[t.byte_start..t.byte_end])
    }

    /// The folded words of the token `n` before `i`.
    pub fn before(&self, i: usize, n: usize) -> &str {
        i.checked_sub(n).map_or("", |k| self.text(k))
    }

    pub fn is(&self, i: usize, kind: Kind) -> bool {
        self.list.get(i).is_some_and(|t| t.kind == kind)
    }

    /// Token `i` follows the one before it without a space.
    pub fn glued(&self, i: usize) -> bool {
        i > 0 && self.list.get(i).is_some_and(|t| !t.space)
    }

    /// Token `i` is this sign and stands without spaces between its neighbours.
    pub fn joins(&self, i: usize, sign: &str) -> bool {
        self.text(i) == sign && self.glued(i) && self.glued(i + 1)
    }

    /// The token begins with a capital letter.
    pub fn capital(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.capital)
    }

    /// The word is written in capitals (`TRY`).
    pub fn upper(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.upper)
    }

    /// A capital letter stands inside the word (`iPhone`).
    pub fn inner_capital(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.inner_capital)
    }

    /// The Han character at `i`, if it is one.
    pub fn han(&self, i: usize) -> Option<char> {
        self.list.get(i).filter(|t| t.kind == Kind::Han).and_then(|_| self.text(i).chars().next())
    }

    /// The tokens from `i` on spell these characters with nothing between; gives the token after them.
    pub fn spells(&self, i: usize, word: &str) -> Option<usize> {
        let mut at = i;
        let mut rest = word;
        while !rest.is_empty() {
            let text = self.text(at);
            if text.is_empty() {
                return None;
            }
            rest = rest.strip_prefix(text)?;
            at += 1;
        }
        Some(at)
    }

    /// The tokens that end before `i` spell these characters; gives the first of them.
    pub fn spelled_before(&self, i: usize, word: &str) -> Option<usize> {
        let mut at = i;
        let mut rest = word;
        while !rest.is_empty() {
            at = at.checked_sub(1)?;
            rest = rest.strip_suffix(self.text(at))?;
        }
        Some(at)
    }

    /// The number below one hundred that the word at `i` names: 20 for `twenty`.
    pub fn count(&self, i: usize) -> Option<u32> {
        match self.list.get(i)?.numeral {
            Numeral::Count(n) => Some(u32::from(n)),
            _ => None,
        }
    }

    /// The place that the word at `i` names: 3 for `third`.
    pub fn ordinal(&self, i: usize) -> Option<u32> {
        match self.list.get(i)?.numeral {
            Numeral::Ordinal(n) => Some(u32::from(n)),
            _ => None,
        }
    }

    /// Plain digits without separators, as a small number.
    pub fn digits(&self, i: usize) -> Option<u32> {
        if !self.is(i, Kind::Number) {
            return None;
        }
        let text = self.text(i);
        if text.len() > 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        text.parse().ok()
    }
}

struct Scanner<'a> {
    original: Vec<char>,
    chars: Vec<char>,
    folded: &'a str,
    at: usize,
    byte: usize,
    list: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn new(text: &str, folded: &'a str) -> Self {
        Self {
            original: text.chars().collect(),
            chars: folded.chars().collect(),
            folded,
            at: 0,
            byte: 0,
            list: Vec::with_capacity(text.len() / 5),
        }
    }

    fn peek(&self, n: usize) -> char {
        self.chars.get(self.at + n).copied().unwrap_or('\0')
    }

    fn run(mut self) -> Vec<Token> {
        let (mut space, mut first) = (false, true);
        while let Some(&c) = self.chars.get(self.at) {
            if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                first |= c == '\n';
                space = true;
                self.byte += c.len_utf8();
                self.at += 1;
                continue;
            }
            let (kind, length) = self.measure(c);
            let (start, byte_start) = (self.at, self.byte);
            self.at += length;
            self.byte += self.chars[start..self.at].iter().map(|c| c.len_utf8()).sum::<usize>();
            let capital = self.original[start].is_uppercase();
            let inner_capital = kind == Kind::Word
                && !capital
                && self.original[start..self.at].iter().any(|c| c.is_uppercase());
            let upper =
                capital && length > 1 && self.original[start..self.at].iter().all(|c| c.is_uppercase());
            self.list.push(Token {
                kind,
                start,
                end: self.at,
                byte_start,
                byte_end: self.byte,
                numeral: if kind == Kind::Word {
                    numeral(&self.folded[byte_start..self.byte])
                } else {
                    Numeral::None
                },
                space,
                first,
                capital,
                upper,
                inner_capital,
            });
            (space, first) = (false, false);
        }
        debug_assert!(self.byte <= self.folded.len());
        self.list
    }

    /// The kind and length in characters of the token that begins with `c`.
    fn measure(&self, c: char) -> (Kind, usize) {
        match c {
            'a'..='z' => self.word(),
            '0'..='9' => self.number(),
            '.' if self.peek(1).is_ascii_digit() && !self.after_word() && !self.after_point() => {
                self.number()
            }
            '¼'..='¾' | '⅐'..='⅞' => (Kind::Number, 1),
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '〇' | '々' => (Kind::Han, 1),
            _ if c.is_alphabetic() => self.word(),
            _ => (Kind::Sign, 1),
        }
    }

    fn after_word(&self) -> bool {
        self.at > 0 && self.chars[self.at - 1].is_alphanumeric()
    }

    /// `...9`
    fn after_point(&self) -> bool {
        self.at > 0 && self.chars[self.at - 1] == '.'
    }

    fn word(&self) -> (Kind, usize) {
        let address = self.starts_address();
        if let Some(length) = self.code().filter(|_| !address) {
            return (Kind::Word, length);
        }
        let mut n = 1;
        loop {
            let c = self.peek(n);
            let inside = if address {
                c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>')
            } else {
                (c.is_alphabetic() && !is_cjk(c)) || c.is_ascii_digit()
            };
            if !inside {
                break;
            }
            n += 1;
        }
        (if address { Kind::Opaque } else { Kind::Word }, n)
    }

    /// A currency code glued to its amount (`EUR50m`, `RM79`): the letters alone are the word.
    fn code(&self) -> Option<usize> {
        let letters = (0..4).take_while(|n| self.peek(*n).is_ascii_lowercase()).count();
        if !self.peek(letters).is_ascii_digit() {
            return None;
        }
        // `$US55`, `$A82`
        if (1..=2).contains(&letters) && self.at > 0 && self.chars[self.at - 1] == '$' {
            return Some(letters);
        }
        let code: String = self.chars[self.at..self.at + letters].iter().collect();
        currency::glued_code(&code).then_some(letters)
    }

    fn starts_address(&self) -> bool {
        let rest = &self.chars[self.at..];
        ["http://", "https://", "www."]
            .iter()
            .any(|head| head.chars().eq(rest.iter().copied().take(head.len())))
    }

    /// Digits with thousands separators and one decimal point; more points make it a version or an address.
    fn number(&self) -> (Kind, usize) {
        let (mut n, mut points) = (0, 0);
        if let Some(n) = self.continental() {
            return (Kind::Number, n);
        }
        loop {
            let c = self.peek(n);
            if c.is_ascii_digit() {
                n += 1;
            } else if c == '.' && self.peek(n + 1).is_ascii_digit() {
                points += 1;
                n += 2;
            } else if points == 0 && (self.group(n) || self.zeros(n) || self.spaced(n)) {
                n += 4;
            } else if points == 0 && self.lakh(n) {
                n += 3;
            } else {
                break;
            }
        }
        n += self.exponent(n);
        (if points > 1 { Kind::Opaque } else { Kind::Number }, n)
    }

    /// A comma of Indian grouping at `n` (`12,34,567`): groups of two digits, and one of three at the end.
    fn lakh(&self, n: usize) -> bool {
        let comma = |k: usize| self.original.get(self.at + k) == Some(&',');
        let digits = |k: usize| (k..k + 4).take_while(|k| self.peek(*k).is_ascii_digit()).count();
        if n == 0 || n > 12 || !comma(n) || digits(n + 1) != 2 {
            return false;
        }
        let mut at = n + 3;
        while at < n + 12 && comma(at) && digits(at + 1) == 2 {
            at += 3;
        }
        comma(at) && digits(at + 1) == 3 && !comma(at + 4)
    }

    /// `10 000`: a space groups thousands where a group is nothing but zeros.
    fn zeros(&self, n: usize) -> bool {
        let three = |k: usize, c: char| self.peek(n + k) == c;
        (1..=3).contains(&n)
            && self.peek(0) != '0'
            && self.original.get(self.at + n) == Some(&' ')
            && (1..=3).all(|k| three(k, '0'))
            && !self.peek(n + 4).is_alphanumeric()
    }

    /// `1 234 567`: ordinary spaces group thousands where two groups or more follow one or two digits.
    fn spaced(&self, n: usize) -> bool {
        let space = |k: usize| self.original.get(self.at + k) == Some(&' ');
        let group = |k: usize| {
            space(k)
                && (1..=3).all(|d| self.peek(k + d).is_ascii_digit())
                && !self.peek(k + 4).is_alphanumeric()
        };
        if !group(n) {
            return false;
        }
        if n > 3 {
            return self.peek(n - 4) == ' ';
        }
        let before = self.at.checked_sub(1).and_then(|k| self.chars.get(k));
        let beyond = (n..).step_by(4).take(8).find(|k| !group(*k)).unwrap_or(n);
        n <= 2
            && self.peek(0) != '0'
            && before != Some(&'+')
            && beyond >= n + 8
            && !(space(beyond) && self.peek(beyond + 1).is_ascii_digit())
    }

    /// The length of `1.234,56`: points group thousands and a comma stands before one or two decimals.
    fn continental(&self) -> Option<usize> {
        let digits = |k: usize| (k..k + 4).take_while(|k| self.peek(*k).is_ascii_digit()).count();
        let mut n = digits(0);
        if !(1..=3).contains(&n) || self.peek(n) != '.' {
            return None;
        }
        while self.peek(n) == '.' && digits(n + 1) == 3 {
            n += 4;
        }
        let decimals = digits(n + 1);
        let whole = self.original.get(self.at + n) == Some(&',') && (1..=2).contains(&decimals) && n > 3;
        whole.then_some(n + 1 + decimals)
    }

    /// The length of `e10`, `e-3`, `e+14` at `n`.
    fn exponent(&self, n: usize) -> usize {
        if self.peek(n) != 'e' || n == 0 {
            return 0;
        }
        let sign = usize::from(matches!(self.peek(n + 1), '-' | '+'));
        let digits = (0..4).take_while(|k| self.peek(n + 1 + sign + k).is_ascii_digit()).count();
        let after = self.peek(n + 1 + sign + digits);
        if (1..=2).contains(&digits) && !after.is_alphanumeric() { 1 + sign + digits } else { 0 }
    }

    /// A thousands separator at `n`, followed by exactly three digits. A full-width comma separates clauses,
    /// unless the digits are full-width too; an ordinary space separates numbers, a no-break one groups.
    fn group(&self, n: usize) -> bool {
        let separates = match self.original.get(self.at + n) {
            Some(',') => true,
            Some('，') => self.original.get(self.at + n + 1).is_some_and(|c| !c.is_ascii()),
            Some('\u{a0}' | '\u{2009}' | '\u{202f}') => n <= 3 || self.peek(n - 4) == ' ',
            _ => false,
        };
        n > 0
            && separates
            && (1..=3).all(|k| self.peek(n + k).is_ascii_digit())
            && !self.peek(n + 4).is_ascii_digit()
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '〇' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tokens = Tokens::new(text);
        (0..tokens.len()).map(|i| tokens.text(i).to_owned()).collect()
    }

    #[test]
    fn splits_words_numbers_and_signs() {
        assert_eq!(words("$11.9bn in Q3"), ["$", "11.9", "bn", "in", "q3"]);
        assert_eq!(words("1,234,567.8, 12,34"), ["1,234,567.8", ",", "12", ",", "34"]);
        assert_eq!(words("约１，２００億元"), ["约", "1,200", "亿", "元"]);
        assert_eq!(words("3，400人"), ["3", ",", "400", "人"]);
        assert_eq!(words("v1.2.3 https://a.b/2024 x"), ["v1", ".", "2.3", "https://a.b/2024", "x"]);
    }
}
