//! Words that widen a number or bound it from one side.

use super::token::{Kind, Tokens};
use crate::model::value::Comparator;

/// What stands around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hedge {
    /// `about`, `约`: the true number lies on either side.
    About,
    /// `nearly`, `近`: the true number lies a little below.
    Nearly,
    Bound(Comparator),
}

const MORE: Hedge = Hedge::Bound(Comparator::More);
const AT_LEAST: Hedge = Hedge::Bound(Comparator::AtLeast);
const LESS: Hedge = Hedge::Bound(Comparator::Less);
const AT_MOST: Hedge = Hedge::Bound(Comparator::AtMost);

/// The hedge that ends right before token `i`, with its first token.
pub(super) fn before(tokens: &Tokens, i: usize) -> Option<(Hedge, usize)> {
    let last = i.checked_sub(1)?;
    if tokens.is(last, Kind::Han) {
        return before_zh(tokens, i);
    }
    let back = |n: usize| tokens.before(i, n);
    let hedge = |hedge, n: usize| Some((hedge, i - n));
    match back(1) {
        "than" => match (back(3), back(2)) {
            ("no" | "not", "more" | "greater" | "higher") => hedge(AT_MOST, 3),
            ("no" | "not", "less" | "fewer" | "lower") => hedge(AT_LEAST, 3),
            (_, "more" | "greater" | "higher" | "larger" | "bigger" | "better") => hedge(MORE, 2),
            (_, "less" | "fewer" | "lower" | "smaller") => hedge(LESS, 2),
            _ => None,
        },
        "least" if back(2) == "at" => hedge(AT_LEAST, 2),
        "most" if back(2) == "at" => hedge(AT_MOST, 2),
        "to" => match (back(3), back(2)) {
            ("or", "equal") if back(5) == "greater" && back(4) == "than" => hedge(AT_LEAST, 5),
            ("or", "equal") if back(5) == "less" && back(4) == "than" => hedge(AT_MOST, 5),
            (_, "close") => hedge(Hedge::Nearly, 2),
            (_, "up") => hedge(AT_MOST, 2),
            _ => None,
        },
        "of" => match (back(3), back(2)) {
            ("a", "minimum") => hedge(AT_LEAST, 3),
            ("a", "maximum") => hedge(AT_MOST, 3),
            (_, "minimum") => hedge(AT_LEAST, 2),
            (_, "maximum") => hedge(AT_MOST, 2),
            ("in", "excess") => hedge(MORE, 3),
            (_, "upwards" | "upward" | "north") => hedge(MORE, 2),
            (_, "short" | "shy" | "south") => hedge(LESS, 2),
            _ => None,
        },
        "as" => match (back(3), back(2)) {
            ("as", "much" | "many" | "high") => hedge(AT_MOST, 3),
            ("as", "little" | "few" | "low") => hedge(AT_LEAST, 3),
            _ => None,
        },
        "estimated" if back(2) == "an" => hedge(Hedge::About, 2),
        "about" | "approximately" | "approx" | "around" | "roughly" | "circa" | "some" | "estimated"
        | "ca" | "~" | "≈" => hedge(Hedge::About, 1),
        "." if matches!(back(2), "approx" | "ca") => hedge(Hedge::About, 2),
        "nearly" | "almost" | "approaching" | "nearing" => hedge(Hedge::Nearly, 1),
        "over" | "above" | "exceeding" | "exceeded" | "exceeds" | "exceed" | ">" | "beyond" | "topped"
        | "surpassed" => match back(2) {
            "just" | "well" | "slightly" => hedge(MORE, 2),
            _ => hedge(MORE, 1),
        },
        "under" | "below" | "<" => match back(2) {
            "just" | "well" | "slightly" => hedge(LESS, 2),
            _ => hedge(LESS, 1),
        },
        "≥" => hedge(AT_LEAST, 1),
        "≤" => hedge(AT_MOST, 1),
        "=" if back(2) == ">" => hedge(AT_LEAST, 2),
        "=" if back(2) == "<" => hedge(AT_MOST, 2),
        _ => None,
    }
}

/// Longest first, so that 不超过 is found before 超过.
const ZH_BEFORE: &[(&str, Hedge)] = &[
    ("不少于", AT_LEAST),
    ("不低于", AT_LEAST),
    ("不小于", AT_LEAST),
    ("不超过", AT_MOST),
    ("不高于", AT_MOST),
    ("不多于", AT_MOST),
    ("不大于", AT_MOST),
    ("差不多", Hedge::About),
    ("大于等于", AT_LEAST),
    ("小于等于", AT_MOST),
    ("超过了", MORE),
    ("超过", MORE),
    ("超出", MORE),
    ("突破", MORE),
    ("高于", MORE),
    ("多于", MORE),
    ("大于", MORE),
    ("不止", MORE),
    ("逾", MORE),
    ("超", MORE),
    ("至少", AT_LEAST),
    ("起码", AT_LEAST),
    ("最少", AT_LEAST),
    ("至多", AT_MOST),
    ("最多", AT_MOST),
    ("少于", LESS),
    ("低于", LESS),
    ("小于", LESS),
    ("不到", LESS),
    ("不足", LESS),
    ("未满", LESS),
    ("大约", Hedge::About),
    ("大概", Hedge::About),
    ("约为", Hedge::About),
    ("约", Hedge::About),
    ("将近", Hedge::Nearly),
    ("接近", Hedge::Nearly),
    ("近", Hedge::Nearly),
];

fn before_zh(tokens: &Tokens, i: usize) -> Option<(Hedge, usize)> {
    ZH_BEFORE.iter().find_map(|(word, hedge)| Some((*hedge, tokens.spelled_before(i, word)?)))
}

const ZH_AFTER: &[(&str, Hedge)] = &[
    ("或以上", AT_LEAST),
    ("及以上", AT_LEAST),
    ("以上", AT_LEAST),
    ("或更多", AT_LEAST),
    ("以下", AT_MOST),
    ("以内", AT_MOST),
    ("之内", AT_MOST),
    ("左右", Hedge::About),
    ("上下", Hedge::About),
    ("出头", MORE),
    ("前後", Hedge::About),
];

/// What leads from a bounding word on to its number.
const NEXT_NUMBER: &[&str] = &["than", "$", "£", "€", "¥", "us"];

/// The hedge that begins at token `i`, right after a number, with the token after it.
pub(super) fn after(tokens: &Tokens, i: usize) -> Option<(Hedge, usize)> {
    if tokens.is(i, Kind::Han) {
        return ZH_AFTER.iter().find_map(|(word, hedge)| Some((*hedge, tokens.spells(i, word)?)));
    }
    match (tokens.text(i), tokens.text(i + 1)) {
        // “49 wins and less than 44 %”: these words bound the next number.
        ("or" | "and", _) if tokens.is(i + 2, Kind::Number) || NEXT_NUMBER.contains(&tokens.text(i + 2)) => {
            None
        }
        ("or" | "and", "more" | "above" | "higher" | "greater" | "over" | "up") | ("at", "least") => {
            Some((AT_LEAST, i + 2))
        }
        ("or" | "and", "less" | "fewer" | "below" | "lower" | "under") | ("at", "most") => {
            Some((AT_MOST, i + 2))
        }
        ("or", "so") => Some((Hedge::About, i + 2)),
        ("+", _) if tokens.glued(i) && !tokens.is(i + 1, Kind::Number) => Some((AT_LEAST, i + 1)),
        _ => None,
    }
}
