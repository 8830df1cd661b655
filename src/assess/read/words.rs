//! Words of a text: folded, stemmed, with their places; and how far two words mean the same.

use crate::meaning;
use crate::text;

/// Longer passages are cut here: comparing words costs their product.
pub const MOST_WORDS: usize = 1_200;

/// Nothing that a passage says further on is looked at: no sentence is that long.
pub const MOST_CHARS: usize = 6_000;

/// One word of a text; of Han script a pair of neighbouring characters stands for a word.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a word")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded: lower case, half width.
    pub text: String,
    pub stem: String,
    /// Place in Unicode scalar values, end exclusive.
    pub from: usize,
    pub to: usize,
    /// Written with a capital and not for opening a sentence: probably a name.
    pub name: bool,
    /// Says nothing by itself (`the`, `of`, `的`).
    pub stop: bool,
    /// Begins with a digit or is a number word: compared as a value only.
    pub number: bool,
    pub han: bool,
}

/// Whether the character belongs to the Han script.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FFFF}' | '〇')
}

/// The first [`MOST_CHARS`] characters of a passage.
pub fn clip(source: &str) -> &str {
    source.char_indices().nth(MOST_CHARS).map_or(source, |(end, _)| &source[..end])
}

/// The words of `source`, at most [`MOST_WORDS`].
pub fn words(source: &str) -> Vec<Word> {
    let original: Vec<char> = source.chars().collect();
    let folded: Vec<char> = text::fold(source).text.chars().collect();
    let mut out = Vec::new();
    let mut opens = true;
    let mut at = 0;
    while at < folded.len() && out.len() < MOST_WORDS {
        let c = folded[at];
        if is_han(c) {
            let end = run(&folded, at, is_han);
            push_han(&folded[at..end], at, &mut out);
            opens = false;
            at = end;
        } else if c.is_alphanumeric() {
            let end = latin_end(&folded, at);
            out.push(latin(&folded[at..end], original.get(at).copied().unwrap_or(c), at, opens));
            opens = false;
            at = end;
        } else {
            opens = opens || matches!(c, '.' | '!' | '?' | '。' | ':' | '"' | '“' | ';' | '\n');
            at += 1;
        }
    }
    out
}

fn run(chars: &[char], from: usize, keep: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| !keep(c)).map_or(chars.len(), |n| from + n)
}

/// The end of the Latin word, number or mix that starts at `from`: inner points and commas between digits and
/// inner apostrophes belong to it; digits and letters that touch are two words (`109million`).
fn latin_end(chars: &[char], from: usize) -> usize {
    let digits = chars[from].is_ascii_digit();
    let mut at = from + 1;
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        let inner = if digits {
            c.is_ascii_digit() || (matches!(c, '.' | ',') && next.is_ascii_digit())
        } else {
            (c.is_alphanumeric() && !is_han(c)) || (c == '\'' && next.is_alphabetic())
        };
        if !inner {
            break;
        }
        at += 1;
    }
    at
}

fn latin(chars: &[char], first: char, from: usize, opens: bool) -> Word {
    let whole: String = chars.iter().collect();
    let text = whole.strip_suffix("'s").unwrap_or(&whole).to_owned();
    let stem = stem(&text);
    let number = text.starts_with(|c: char| c.is_ascii_digit()) || is_number_word(&text);
    Word {
        stop: is_stop(&text),
        name: first.is_uppercase() && !opens,
        number,
        han: false,
        from,
        to: from + chars.len(),
        text,
        stem,
    }
}

fn push_han(chars: &[char], from: usize, out: &mut Vec<Word>) {
    let width = chars.len().min(2);
    for (i, pair) in chars.windows(width).enumerate() {
        let text: String = pair.iter().collect();
        out.push(Word {
            stop: pair.iter().any(|&c| is_stop_han(c)),
            number: pair.iter().any(|c| HAN_DIGITS.contains(*c)),
            name: false,
            han: true,
            from: from + i,
            to: from + i + width,
            stem: text.clone(),
            text,
        });
        if out.len() >= MOST_WORDS {
            return;
        }
    }
}

/// What a word tells of what a text is about: a rare one much, a common one little, in 1..=14.
pub fn weight(word: &Word) -> f32 {
    /// So rare are the words that tell nothing.
    const COMMON: f32 = 6.0;
    const MOST: f32 = 14.0;
    /// Two neighbouring characters need not be a word.
    const PAIR: f32 = 4.0;
    if word.han { PAIR } else { (meaning::rarity(&word.text) - COMMON).clamp(1.0, MOST) }
}

/// How far two words mean the same: 1 for equal stems, less for a shared beginning or a slip of the pen.
pub fn likeness(a: &Word, b: &Word) -> f64 {
    if a.stem == b.stem {
        return 1.0;
    }
    if a.han || b.han || a.number || b.number {
        return 0.0;
    }
    let shared = a.stem.chars().zip(b.stem.chars()).take_while(|(x, y)| x == y).count();
    let longer = a.stem.chars().count().max(b.stem.chars().count());
    if shared >= 5 && shared * 5 >= longer * 3 {
        return 0.8;
    }
    if a.text.len() >= 6 && b.text.len() >= 6 && one_edit(&a.text, &b.text) { 0.7 } else { 0.0 }
}

/// Whether one letter more, less, other or swapped turns `a` into `b`.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(rest);
    let (x, y) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    (x.len() <= 1 && y.len() <= 1) || (x.len() == 2 && y.len() == 2 && x[0] == y[1] && x[1] == y[0])
}

/// A light English stem: plural, participle and adverb endings off, so that inflected forms fall together.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let plural = if let Some(root) = word.strip_suffix("ies") {
        format!("{root}y")
    } else if ["sses", "xes", "ches", "shes", "zzes"].iter().any(|end| word.ends_with(end)) {
        word[..word.len() - 2].to_owned()
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word[..word.len() - 1].to_owned()
    } else {
        word.to_owned()
    };
    if let Some(root) = plural.strip_suffix("eed") {
        return closed(format!("{root}ee"));
    }
    for (ending, least) in [("ing", 6), ("ied", 5), ("ed", 5), ("ly", 6)] {
        if plural.len() >= least
            && let Some(root) = plural.strip_suffix(ending)
            && root.bytes().any(|b| b"aeiouy".contains(&b))
        {
            return closed(if ending == "ied" { format!("{root}y") } else { undoubled(root) });
        }
    }
    closed(plural)
}

fn undoubled(root: &str) -> String {
    let bytes = root.as_bytes();
    match bytes {
        [.., a, b] if a == b && !b"lsz".contains(a) => root[..root.len() - 1].to_owned(),
        _ => root.to_owned(),
    }
}

fn closed(mut stem: String) -> String {
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    stem
}

const HAN_DIGITS: &str = "〇零一二三四五六七八九十百千万亿兆两";

fn is_stop_han(c: char) -> bool {
    "的了是在和与及或也就都而对于从向被把将已其该这那此之为以上下中个们着地得让使但并等又还".contains(c)
}

/// Whether the folded word is an English number word or scale.
pub fn is_number_word(word: &str) -> bool {
    matches!(
        word,
        "zero"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "thirteen"
            | "fourteen"
            | "fifteen"
            | "sixteen"
            | "seventeen"
            | "eighteen"
            | "nineteen"
            | "twenty"
            | "thirty"
            | "forty"
            | "fifty"
            | "sixty"
            | "seventy"
            | "eighty"
            | "ninety"
            | "hundred"
            | "thousand"
            | "million"
            | "billion"
            | "trillion"
            | "bn"
            | "percent"
            | "per"
            | "cent"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

fn is_stop(word: &str) -> bool {
    const STOP: &str = " a an the of in on at to for from by with as and or but is are was were be been being has have had do does did it its this that these those he she they his her their him them which who whom whose there than then so such also into over under about after before during between while when where not no more less most least up out off only very can could will would may might must shall should i we you our your my me us if s t per 's own some any all each both other another same just even still yet ever many much several few according made make known called named because since though although ";
    word.len() < 14 && STOP.contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(word: &str) -> Word {
        words(word).remove(0)
    }

    #[test]
    fn inflected_forms_fall_together() {
        for (a, b) in [
            ("holds", "holding"),
            ("agreed", "agrees"),
            ("companies", "company"),
            ("planned", "planning"),
            ("licence", "licences"),
            ("verified", "verifies"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("stake"), stem("state"));
    }

    #[test]
    fn likeness_grades_equal_prefix_and_slip() {
        assert!((likeness(&one("contract"), &one("contracts")) - 1.0).abs() < 1e-9);
        assert!((likeness(&one("competes"), &one("competitor")) - 0.8).abs() < 1e-9);
        assert!((likeness(&one("recieve"), &one("receive")) - 0.7).abs() < 1e-9);
        assert!(likeness(&one("profit"), &one("loss")).abs() < 1e-9);
    }

    #[test]
    fn han_runs_become_pairs_and_numbers_split_from_letters() {
        let found: Vec<String> = words("微软持股49%，109million").into_iter().map(|w| w.text).collect();
        assert_eq!(found, ["微软", "软持", "持股", "49", "109", "million"]);
    }

    #[test]
    fn names_are_capitals_inside_a_sentence() {
        let found: Vec<bool> =
            words("Yesterday Microsoft said no. Then it left").into_iter().map(|w| w.name).collect();
        assert_eq!(found, [false, true, false, false, false, false, false]);
    }
}
