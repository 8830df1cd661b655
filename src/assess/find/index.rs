//! Finds, for all claims at once, the names and terms that stand in a passage, and the claims they may concern.
//!
//! One automaton holds every alias and every term. Claims are looked up by pairs of their rarest keys (a name with a
//! word, term or value), so that the cost of a passage depends on what stands in it, not on how many claims there are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::keys::{self, Key, Kind, Weighed};
use crate::assess::lexicon::Class;
use crate::assess::read::facts::Facts;
use crate::assess::read::words::{clip, is_han, words};
use crate::model::claim::Entity;
use crate::text;

/// A passage that matches more often than this is cut short: it is a list of names, not a statement.
const MOST_HITS: usize = 2_000;
/// Endings under which a Latin term is still the same word.
const ENDINGS: &[&str] = &["", "s", "es", "d", "ed", "ing", "'s", "s'", "’s"];

/// A term that a value parts reaches no further than this many characters to either side of it.
const MOST_APART: usize = 40;
/// Something that stands in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Number of the phrase.
    pub phrase: usize,
    /// Place in Unicode scalar values.
    pub span: Range<usize>,
}

/// What stands in a passage: entities and terms.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    pub hits: Vec<Hit>,
    /// Entities with the places where they are named.
    pub entities: HashMap<usize, Vec<Range<usize>>>,
    pub phrases: HashSet<usize>,
}

#[derive(Debug, Clone)]
struct Phrase {
    folded: String,
    /// A short Latin name must be written with a capital (`Meta`, not `meta`).
    capital: bool,
    entities: Vec<usize>,
}

/// Collects phrases before the automaton is built.
#[derive(Debug, Default)]
pub struct Builder {
    phrases: Vec<Phrase>,
    numbers: HashMap<String, usize>,
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    /// English and Chinese keys of each claim.
    claims: Vec<[Vec<Weighed>; 2]>,
    /// For each entity the keys of the words of all its names.
    name_keys: Vec<Vec<Key>>,
    /// How many entities the config declares; those that claims bring along come after them.
    declared: usize,
}

impl Builder {
    /// Adds the entities that the config declares.
    pub fn declare(&mut self, entities: &[Entity]) {
        for entity in entities {
            self.entity(entity.names.iter().map(String::as_str));
        }
        self.declared = self.names.len();
    }

    /// Adds an entity with all its names; its number.
    fn entity<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> usize {
        let number = self.names.len();
        let mut keys = Vec::new();
        for (i, name) in names.enumerate() {
            keys.extend(words(name).iter().filter(|w| !w.stop).map(keys::word));
            if i == 0 {
                self.names.push(name.to_owned());
            }
            let phrase = self.phrase(name);
            self.phrases[phrase].entities.push(number);
            let starts_upper = name.chars().next().is_some_and(char::is_uppercase);
            self.phrases[phrase].capital = starts_upper && name.is_ascii() && name.len() <= 5;
            self.by_name.entry(text::fold(name).text).or_insert(number);
        }
        if self.names.len() == number {
            self.names.push(String::new());
        }
        self.name_keys.push(keys);
        number
    }

    /// The entity of that name, made where there is none.
    pub fn named(&mut self, name: &str) -> usize {
        match self.by_name.get(&text::fold(name).text) {
            Some(&number) => number,
            None => self.entity(std::iter::once(name)),
        }
    }

    /// The number of a phrase.
    pub fn phrase(&mut self, phrase: &str) -> usize {
        let folded = text::fold(phrase.trim()).text;
        if let Some(&number) = self.numbers.get(&folded) {
            return number;
        }
        let number = self.phrases.len();
        self.numbers.insert(folded.clone(), number);
        self.phrases.push(Phrase { folded, capital: false, entities: Vec::new() });
        number
    }

    /// Lets the next claim be found by the keys of its English and of its Chinese wording.
    pub fn post(&mut self, keys: [Vec<Weighed>; 2]) {
        self.claims.push(keys);
    }

    pub fn build(self) -> Index {
        let patterns: Vec<&str> = self.phrases.iter().map(|p| p.folded.as_str()).collect();
        // Only an automaton beyond its size limits fails to build; without one nothing is found, which tests show.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        let (keys, ends, postings) = postings(self.claims);
        Index {
            automaton,
            phrases: self.phrases,
            names: self.names,
            name_keys: self.name_keys,
            declared: self.declared,
            keys,
            ends,
            postings,
        }
    }
}

/// A claim is posted under at most so many of its keys, each with at most so many of the others.
const ANCHORS: usize = 3;
const PAIRED: usize = 10;
/// Stands for “with whatever else”.
const ANY: Key = 0;
/// A key without another one that leads to more claims than this leads nowhere.
const TOO_MANY: usize = 4_096;
/// Up to here a list is read through, beyond it is searched.
const SHORT: usize = 64;
/// Least share, by weight, of the keys that say who or what a claim is about, and of all its keys, from which a passage
/// with its title and surroundings may concern it.
const IDENTITY: f32 = 0.5;
const COVER: f32 = 0.3;
/// The same where nearly all that names the subject stands there.
const SURE: f32 = 0.85;
const COVER_OF_SURE: f32 = 0.2;

/// Without a name, so much of a claim's words must stand there, by weight.
const TELLING: f32 = 12.0;
/// How much less a key weighs that many claims have.
const USES: f32 = 0.5;

/// (the other key, the claim), sorted, for each key that leads.
type Postings = HashMap<Key, Vec<(Key, u32)>>;

fn postings(claims: Vec<[Vec<Weighed>; 2]>) -> (Vec<Weighed>, Vec<usize>, Postings) {
    let mut uses: HashMap<Key, u32> = HashMap::new();
    for key in claims.iter().flatten().flatten() {
        *uses.entry(key.key).or_default() += 1;
    }
    let (mut flat, mut ends) = (Vec::new(), Vec::new());
    let mut postings = Postings::new();
    for (number, wordings) in claims.into_iter().enumerate() {
        let Ok(claim) = u32::try_from(number) else { break };
        for mut keys in wordings {
            // What many claims name tells little of which one is meant.
            for key in &mut keys {
                #[expect(clippy::cast_precision_loss, reason = "a count of claims")]
                let uses = uses.get(&key.key).copied().unwrap_or(1).max(1) as f32;
                key.weight /= 1.0 + USES * uses.ln();
            }
            post(claim, &keys, &uses, &mut postings);
            flat.extend(keys.into_iter().filter(|k| k.kind != Kind::Term));
            ends.push(flat.len());
        }
    }
    for list in postings.values_mut() {
        list.sort_unstable();
        list.dedup();
        list.shrink_to_fit();
    }
    (flat, ends, postings)
}

/// Posts one wording of a claim under pairs of its rarest keys.
fn post(claim: u32, keys: &[Weighed], uses: &HashMap<Key, u32>, postings: &mut Postings) {
    let rank = |k: &Weighed| (k.kind != Kind::Name, uses.get(&k.key).copied().unwrap_or(0));
    let mut order: Vec<&Weighed> = keys.iter().filter(|k| k.kind != Kind::Term).collect();
    order.sort_by(|a, b| rank(a).cmp(&rank(b)).then(b.weight.total_cmp(&a.weight)));
    let terms = || keys.iter().filter(|k| k.kind == Kind::Term);
    for (at, anchor) in order.iter().take(ANCHORS).enumerate() {
        let list = postings.entry(anchor.key).or_default();
        let others = order.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| *other);
        list.extend(others.take(PAIRED).chain(terms()).map(|other| (other.key, claim)));
        if order.len() == 1 && terms().next().is_none() {
            list.push((ANY, claim));
        }
    }
    for value in keys.iter().filter(|k| k.kind == Kind::Value) {
        postings.entry(value.key).or_default().push((ANY, claim));
    }
}

/// The automaton with its postings.
#[derive(Debug)]
pub struct Index {
    automaton: Option<AhoCorasick>,
    phrases: Vec<Phrase>,
    names: Vec<String>,
    name_keys: Vec<Vec<Key>>,
    declared: usize,
    /// The keys of all wordings, one after the other, and where those of each end: two wordings a claim.
    keys: Vec<Weighed>,
    ends: Vec<usize>,
    postings: Postings,
}

/// How far a passage and its surroundings hold what a claim is found by, in 0..1 by weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold {
    /// Of what says who or what it is about; of a claim that names nothing, 1 where its words tell enough.
    pub identity: f32,
    pub cover: f32,
    /// Some name or value of the claim stands there.
    pub named: bool,
}

impl Hold {
    /// Whether that is enough for a closer look.
    pub fn suffices(self) -> bool {
        let cover = if self.identity >= SURE { COVER_OF_SURE } else { COVER };
        self.identity >= IDENTITY && self.cover >= cover
    }
}

impl Index {
    /// Everything known that stands in `source`.
    pub fn scan(&self, source: &str) -> Scan {
        let Some(automaton) = &self.automaton else { return Scan::default() };
        let source = clip(source);
        let folded = text::fold(source);
        let original: Vec<char> = source.chars().collect();
        let mut scan = Scan::default();
        for found in automaton.find_overlapping_iter(&folded.text).take(MOST_HITS) {
            let phrase = &self.phrases[found.pattern().as_usize()];
            if phrase.folded.is_empty() || !whole(&folded.text, found.start(), found.end()) {
                continue;
            }
            let from = folded.char_at(found.start());
            if phrase.capital && original.get(from).is_some_and(|c| c.is_lowercase()) {
                continue;
            }
            let place = from..from + phrase.folded.chars().count();
            for &entity in &phrase.entities {
                scan.entities.entry(entity).or_default().push(place.clone());
            }
            scan.phrases.insert(found.pattern().as_usize());
            scan.hits.push(Hit { phrase: found.pattern().as_usize(), span: place });
        }
        scan
    }

    /// Adds the terms that a value or date parts (`spend $80 billion on data centers`): they are found in the text
    /// without it.
    pub fn scan_across(&self, mut scan: Scan, source: &str, facts: &Facts) -> Scan {
        let chars: Vec<char> = clip(source).chars().collect();
        for span in facts.quantities.iter().filter(|q| !q.bare).map(|q| &q.span) {
            let from = span.start.saturating_sub(MOST_APART);
            let to = (span.end + MOST_APART).min(chars.len());
            let seam = facts.before(&[Class::Hedge, Class::Joint], from, span.start);
            let Some(left) = chars.get(from..seam) else { continue };
            let left: String = left.iter().collect();
            let right: String = chars[span.end.min(to)..to].iter().collect();
            let gap = if left.ends_with(is_han) { "" } else { " " };
            let seam = seam - from;
            for hit in self.scan(&format!("{left}{gap}{}", right.trim_start())).hits {
                if hit.span.start < seam && hit.span.end > seam + gap.len() {
                    scan.phrases.insert(hit.phrase);
                    scan.hits.push(Hit { phrase: hit.phrase, span: from + hit.span.start..span.start });
                }
            }
        }
        scan
    }

    /// The claims that share a pair of rare keys with what stands in a passage or around it.
    pub fn candidates(&self, seen: &HashSet<Key>) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        for anchor in seen {
            let Some(list) = self.postings.get(anchor) else { continue };
            let claims = |part: &[(Key, u32)]| part.iter().map(|(_, c)| *c as usize).collect::<Vec<_>>();
            let of = |key: Key| {
                let from = list.partition_point(|(k, _)| *k < key);
                let until = from + list[from..].partition_point(|(k, _)| *k == key);
                &list[from..until]
            };
            let any = of(ANY);
            if any.len() <= TOO_MANY {
                out.extend(claims(any));
            }
            if list.len() <= SHORT {
                out.extend(list.iter().filter(|(k, _)| seen.contains(k)).map(|(_, c)| *c as usize));
            } else {
                for key in seen {
                    out.extend(claims(of(*key)));
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether the config declares the entity; others are names that some claim takes for its subject.
    pub fn is_declared(&self, entity: usize) -> bool {
        entity < self.declared
    }

    /// The keys of all names of an entity.
    pub fn name_keys(&self, entity: usize) -> &[Key] {
        self.name_keys.get(entity).map_or(&[], Vec::as_slice)
    }

    /// How far `seen` holds the keys of a claim's wording (0 English, 1 Chinese).
    pub fn hold(&self, claim: usize, wording: usize, seen: &HashSet<Key>) -> Hold {
        let place = claim * 2 + wording;
        let until = self.ends.get(place).copied().unwrap_or(0);
        let from = place.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0).min(until);
        let (mut own, mut all, mut found, mut total) = (0.0, 0.0, 0.0, 0.0);
        let mut named = false;
        for key in &self.keys[from..until] {
            let here = if seen.contains(&key.key) { key.weight } else { 0.0 };
            total += key.weight;
            found += here;
            named |= here > 0.0 && key.kind != Kind::Word;
            if key.kind == Kind::Name {
                all += key.weight;
                own += here;
            }
        }
        let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
        // Without a name the words must tell by themselves.
        let nameless = if found >= TELLING { 1.0 } else { 0.0 };
        let identity = if all > 0.0 { own / all } else { nameless };
        Hold { identity, cover: share(found, total), named }
    }

    /// The first name of an entity.
    pub fn name(&self, entity: usize) -> &str {
        self.names.get(entity).map_or("", String::as_str)
    }
}

/// Whether the match is a whole word: Latin neighbours end it, except for the endings of the same word.
fn whole(folded: &str, start: usize, end: usize) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_han(c);
    let (first, last) = (folded[start..].chars().next(), folded[..end].chars().last());
    if first.is_some_and(latin) && folded[..start].chars().last().is_some_and(latin) {
        return false;
    }
    if !last.is_some_and(latin) {
        return true;
    }
    let rest = &folded[end..];
    ENDINGS.iter().any(|ending| {
        rest.strip_prefix(ending).is_some_and(|tail| tail.chars().next().is_none_or(|c| !latin(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::find::keys;
    use crate::assess::read::facts::Facts;

    fn index() -> Index {
        let mut builder = Builder::default();
        let microsoft = builder.entity(["Microsoft", "微软", "MSFT"].into_iter());
        let meta = builder.entity(["Meta"].into_iter());
        let stake = builder.phrase("stake");
        let name = |entity| Weighed { key: keys::entity(entity), weight: 1.0, kind: Kind::Name };
        let term = Weighed { key: keys::phrase(stake), weight: 0.0, kind: Kind::Term };
        builder.post([vec![name(microsoft), term], Vec::new()]);
        builder.post([vec![name(meta), term], Vec::new()]);
        builder.build()
    }

    #[test]
    fn names_are_found_as_whole_words_in_both_scripts() {
        let index = index();
        assert!(index.scan("微軟与微软的合作").entities.contains_key(&0));
        assert!(index.scan("MSFT's stakes").entities.contains_key(&0));
        assert!(!index.scan("Microsoftware").entities.contains_key(&0));
        assert!(!index.scan("a meta analysis").entities.contains_key(&1));
        assert!(index.scan("Meta's models").entities.contains_key(&1));
    }

    #[test]
    fn claims_are_found_by_a_name_with_a_term() {
        let index = index();
        let seen =
            |text: &str| keys::of(&Facts::read(text, None, None), &index.scan(text), |e| index.name_keys(e));
        assert_eq!(index.candidates(&seen("Microsoft sold its stakes")), [0]);
        assert!(index.candidates(&seen("Microsoft sold its shares")).is_empty());
        assert_eq!(index.candidates(&seen("Meta's and Microsoft's stake")), [0, 1]);
        assert!(index.hold(0, 0, &seen("Microsoft sold its shares")).identity > 0.9);
        assert!(!index.hold(1, 0, &seen("Microsoft sold its stake")).suffices());
    }
}
