//! What a claim can be found by, and what a passage is searched with: words, names, terms and values as numbers.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::index::Scan;
use crate::assess::align::compare;
use crate::assess::read::facts::{Amount, Facts, Quantity};
use crate::assess::read::words::Word;

/// The number of a word, entity, term or value. Two that share one by chance cost a comparison, nothing else.
pub type Key = u32;

/// What a key of a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Says who or what the claim is about.
    Name,
    Word,
    /// A term that a person gave: it finds the claim, and counts for nothing where it is missing.
    Term,
    /// It finds a claim across languages too.
    Value,
}

/// A claim's key with what it tells: rare words and names tell more than common ones.
#[derive(Debug, Clone, Copy)]
pub struct Weighed {
    pub key: Key,
    pub weight: f32,
    pub kind: Kind,
}

fn number(kind: u8, what: impl Hash) -> Key {
    let mut hasher = DefaultHasher::new();
    (kind, what).hash(&mut hasher);
    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
    let key = hasher.finish() as Key;
    key.max(1)
}

pub fn word(word: &Word) -> Key {
    number(0, &word.stem)
}

pub fn entity(entity: usize) -> Key {
    number(1, entity)
}

pub fn phrase(phrase: usize) -> Key {
    number(2, phrase)
}

/// The key of a value or date, alike however it is written.
pub fn value(quantity: &Quantity) -> Option<Key> {
    let text = match &quantity.amount {
        Amount::Value(value) => compare::key(value)?,
        Amount::Date(date) => format!("{}–{}", date.start, date.end),
    };
    Some(number(3, text))
}

/// Everything by which a passage may find a claim; `names` gives the keys of all names of an entity.
pub fn of<'a>(facts: &Facts, scan: &Scan, names: impl Fn(usize) -> &'a [Key]) -> HashSet<Key> {
    let words = facts.words.iter().filter(|w| !w.stop && !w.number).map(word);
    let values = facts.quantities.iter().filter_map(value);
    let terms = scan.phrases.iter().copied().map(phrase);
    let entities = scan.entities.keys();
    let named = entities.flat_map(|e| names(*e).iter().copied().chain(std::iter::once(entity(*e))));
    words.chain(values).chain(terms).chain(named).collect()
}
