//! Where the words of a claim stand in a text, in its language or in the other one.

use super::facts::Facts;
use super::glossary;
use super::words::{Word, likeness, stem};

/// A word of a claim that can be looked for.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    pub word: Word,
    /// Belongs to the subject: also a word of the page's topic.
    pub subject: bool,
    /// Chinese words that stand for it, where claim and text differ in language.
    chinese: &'static [&'static str],
}

/// The words of `claim` that can be looked for in a text that is `chinese` or not. Stop words and figures are
/// left out; across languages also what the glossary does not know and cannot stand there in Latin letters.
pub(super) fn sought(claim: &Facts, topic: &[Word], chinese: bool) -> Vec<Sought> {
    let subject = |word: &Word| topic.iter().any(|t| !t.stop && likeness(word, t) >= 0.7);
    let plain = |word: &Word, chinese| Sought { word: word.clone(), subject: subject(word), chinese };
    let useful = claim.words.iter().filter(|w| !w.stop && !w.number);
    match (claim.chinese, chinese) {
        (false, true) => useful
            .map(|w| plain(w, glossary::chinese(&w.stem)))
            .filter(|s| !s.chinese.is_empty() || s.word.name)
            .collect(),
        (true, false) => {
            let mut out: Vec<Sought> = useful.filter(|w| !w.han).map(|w| plain(w, &[])).collect();
            let text = claim.slice(0..claim.folded.len());
            for (english, _) in glossary::english(&text) {
                for word in english.split(' ').take(1) {
                    out.push(plain(&made(word), &[]));
                }
            }
            out
        }
        _ => useful.map(|w| plain(w, &[])).collect(),
    }
}

fn made(word: &str) -> Word {
    Word {
        text: word.to_owned(),
        stem: stem(word),
        from: 0,
        to: 0,
        name: false,
        stop: false,
        number: false,
        han: false,
    }
}

/// For one sought word, the indices of words of a text that stand for it, with their likeness; best first kept all.
pub(super) type Places = Vec<(usize, f64)>;

/// Where each of `sought` stands in `text`.
pub(super) fn places(sought: &[Sought], text: &Facts) -> Vec<Places> {
    let whole = text.slice(0..text.folded.len());
    sought.iter().map(|s| place(s, text, &whole)).collect()
}

fn place(sought: &Sought, text: &Facts, whole: &str) -> Places {
    let mut out: Places = text
        .words
        .iter()
        .enumerate()
        .map(|(i, w)| (i, likeness(&sought.word, w)))
        .filter(|(_, like)| *like > 0.0)
        .collect();
    for chinese in sought.chinese {
        let width = chinese.chars().count();
        // A single character means little by itself.
        let degree = if width > 1 { 1.0 } else { 0.5 };
        for (byte, _) in whole.match_indices(chinese).take(8) {
            let from = whole[..byte].chars().count();
            let at = text.word_at(from);
            if at < text.words.len() {
                out.push((at, degree));
            }
        }
    }
    out
}

/// The best likeness among the places that `keep` lets through.
pub(super) fn best(places: &Places, keep: impl Fn(usize) -> bool) -> f64 {
    places.iter().filter(|(i, _)| keep(*i)).map(|(_, like)| *like).fold(0.0, f64::max)
}

/// Mean over words of what `degree` says; 0 for none.
pub(super) fn share(degrees: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for degree in degrees {
        sum += degree;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}
