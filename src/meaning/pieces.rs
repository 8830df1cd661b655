//! Cuts a text into the pieces that are likeliest together (the unigram model of SentencePiece).

use icu_normalizer::ComposingNormalizerBorrowed;

use super::table::{Piece, TABLE};
use crate::text::fold_char;

/// Characters that are read of a text; what stands after them changes its topic no more.
const MOST_CHARS: usize = 6_000;

/// The log probability of a character that is in no piece.
pub(super) const UNKNOWN: f32 = -28.833;

/// The best way to cut a text.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// In text order, without what is unknown.
    pub pieces: Vec<Piece>,
    /// The sum of the log probabilities, unknown characters with theirs.
    pub score: f32,
}

/// The text as the pieces are written: compatibility forms composed, each run of white space one space, one space
/// before the first word, no control characters. Han is simplified, since the simplified forms have better vectors;
/// capitals stay.
pub(super) fn normalised(text: &str) -> String {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(place, _)| place);
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&text[..end]);
    let mut out = String::with_capacity(composed.len() + 1);
    let mut space = true;
    for c in composed.chars() {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{fffd}') {
            space = true;
        } else if !c.is_control() {
            if space {
                out.push(' ');
            }
            space = false;
            out.push(if is_han(c) { fold_char(c) } else { c });
        }
    }
    out
}

/// How a place in the text is best reached.
#[derive(Clone, Copy)]
struct Step {
    score: f32,
    from: usize,
    piece: Option<Piece>,
}

/// The best cut of a normalised text, in time linear in its length.
pub(super) fn cut(text: &str) -> Cut {
    let bytes = text.as_bytes();
    let unreached = Step { score: f32::NEG_INFINITY, from: 0, piece: None };
    let mut steps = vec![unreached; bytes.len() + 1];
    steps[0].score = 0.0;
    for (place, c) in text.char_indices() {
        let reached = steps[place].score;
        let mut whole = false;
        for (piece, length) in TABLE.prefixes(&bytes[place..]) {
            whole |= length == c.len_utf8();
            offer(&mut steps[place + length], reached + TABLE.score(piece), place, Some(piece));
        }
        if !whole {
            offer(&mut steps[place + c.len_utf8()], reached + UNKNOWN, place, None);
        }
    }
    let mut pieces = Vec::new();
    let mut place = bytes.len();
    while place > 0 {
        let step = steps[place];
        pieces.extend(step.piece);
        place = step.from;
    }
    pieces.reverse();
    Cut { pieces, score: steps[bytes.len()].score }
}

fn offer(step: &mut Step, score: f32, from: usize, piece: Option<Piece>) {
    if score > step.score {
        *step = Step { score, from, piece };
    }
}

pub(super) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}
