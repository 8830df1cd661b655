//! What words mean, in English and Chinese alike: a direction for each sentence or word, and how rare a word is.
//!
//! A table of words and pieces of words is built into the program (see `tools/meaning` for how it is made, and `NOTICE` for whose
//! work it is). A sentence is the sum of its pieces, common ones counting less, so translations and paraphrases
//! point the same way. Order, negation and numbers are hardly seen: this finds what speaks of the same thing, and
//! never decides whether it says the same.

mod pieces;
mod table;
mod vector;

pub use vector::Vector;

use pieces::{Cut, cut, is_han, normalised};
use table::{DIMS, TABLE};

/// A piece of this probability counts half.
const HALF_WEIGHT: f32 = 1e-3;

/// No word is rarer: one that is longer than a word is no word.
const RAREST: f32 = 60.0;

/// The direction of a sentence; nothing where no piece of it is known. Keep the text's own case: names are known
/// by their capitals.
#[must_use]
pub fn sentence(text: &str) -> Option<Vector> {
    sum(&cut(&normalised(text)))
}

/// The direction of one word or name, in whatever case it stands, alone or inside a Chinese sentence.
///
/// From 0.75 on English words say the same, from 0.85 on Chinese ones; below 0.4 they are strangers. Numbers, days
/// of the week, prepositions, and opposites that share half their letters are as near and must be caught before.
#[must_use]
pub fn word(word: &str) -> Option<Vector> {
    sum(&likeliest(word))
}

/// How rare a word is: minus the natural logarithm of its probability in the text of sixteen languages.
///
/// About 5 to 8 for `the` and `of`, 9 to 13 for the words of daily news, 14 to 18 for rare ones and names of one
/// piece, over 20 for what is put together of pieces; at most 60, and 0 for no word at all. Case is not looked at.
#[must_use]
pub fn rarity(word: &str) -> f32 {
    (-likeliest(word).score).clamp(0.0, RAREST)
}

/// The likeliest cut among the ways of writing the word.
fn likeliest(word: &str) -> Cut {
    let own = normalised(word);
    let lower = own.to_lowercase();
    let mut forms = vec![cut(&own)];
    for form in [capitalised(&lower), lower] {
        if form != own {
            forms.push(cut(&form));
        }
    }
    // Han words stand inside a sentence without a space before them.
    if own.chars().nth(1).is_some_and(is_han) {
        forms.push(cut(own.trim_start()));
    }
    forms.into_iter().max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or_default()
}

/// The first letter after the leading space in capitals.
fn capitalised(lower: &str) -> String {
    let mut chars = lower.chars();
    let space: String = chars.by_ref().take(1).collect();
    let first: String = chars.by_ref().take(1).flat_map(char::to_uppercase).collect();
    space + &first + chars.as_str()
}

fn sum(cut: &Cut) -> Option<Vector> {
    let mut sum = [0.0; DIMS];
    for piece in &cut.pieces {
        let weight = HALF_WEIGHT / (HALF_WEIGHT + TABLE.score(*piece).exp());
        TABLE.add(*piece, weight, &mut sum);
    }
    Vector::of(&sum)
}

#[cfg(test)]
mod tests;
