//! Where the words of a claim stand in a text, in its language or in the other one.

use crate::assess::claim::Watch;
use crate::assess::glossary;
use crate::assess::read::facts::Facts;
use crate::assess::read::view::View;
use crate::assess::read::words::{Word, likeness, stem};

/// From this likeness two words count as the same.
pub const ALIKE: f64 = 0.7;

/// A word of a claim that can be looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    pub word: Word,
    /// Belongs to the subject: also a word of the page's topic, or a name that a person gave as the subject.
    pub subject: bool,
    /// The entity that it names: any of its names stands for it.
    entity: Option<usize>,
    /// The terms that a person gave: any one of them stands for all.
    pub terms: bool,
    /// Chinese words that stand for it, where claim and text differ in language.
    chinese: &'static [&'static str],
}

/// The words of a claim that can be looked for in a text that is `chinese` or not. Stop words and figures are left
/// out; across languages also what the glossary does not know and cannot stand there in Latin letters.
pub fn sought(
    watch: &Watch,
    claim: &Facts,
    topic: &[Word],
    around: &dyn Fn(usize) -> bool,
    chinese: bool,
) -> Vec<Sought> {
    let named = &watch.named[usize::from(claim.chinese)];
    let of =
        |word: &Word| named.iter().find(|(s, _)| s.start <= word.from && word.to <= s.end).map(|(_, e)| *e);
    let plain = |word: &Word, chinese| {
        let entity = of(word);
        let topical = topic.iter().any(|t| !t.stop && likeness(word, t) >= ALIKE);
        let subject = topical || entity.is_some_and(|e| around(e) || watch.names.subjects.contains(&e));
        Sought { word: word.clone(), subject, entity, terms: false, chinese }
    };
    let useful = claim.words.iter().filter(|w| !w.stop && !w.number);
    let mut out: Vec<Sought> = match (claim.chinese, chinese) {
        (false, true) => useful
            .map(|w| plain(w, glossary::chinese(&w.stem)))
            .filter(|s| !s.chinese.is_empty() || s.word.name || s.entity.is_some())
            .collect(),
        (true, false) => {
            let mut out: Vec<Sought> =
                useful.map(|w| plain(w, &[])).filter(|s| !s.word.han || s.entity.is_some()).collect();
            for (english, _) in glossary::english(&claim.text()) {
                for word in english.split(' ').take(1) {
                    out.push(plain(&made(word), &[]));
                }
            }
            out
        }
        _ => useful.map(|w| plain(w, &[])).collect(),
    };
    if !watch.names.metric.is_empty() {
        // Terms that a person gave weigh as much as two words of the sentence.
        let terms = Sought { word: made(""), subject: false, entity: None, terms: true, chinese: &[] };
        out.extend([terms.clone(), terms]);
    }
    out
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
pub type Places = Vec<(usize, f64)>;

/// Where each of `sought` stands in the passage.
pub fn places(watch: &Watch, sought: &[Sought], view: &View) -> Vec<Places> {
    let whole = view.facts.text();
    sought.iter().map(|s| place(watch, s, view, &whole)).collect()
}

fn place(watch: &Watch, sought: &Sought, view: &View, whole: &str) -> Places {
    let text = &view.facts;
    let at = |from: usize| Some(text.word_at(from)).filter(|i| *i < text.words.len());
    if sought.terms {
        let hits = view.scan.hits.iter().filter(|h| watch.names.metric.contains(&h.phrase));
        return hits.filter_map(|h| Some((at(h.span.start)?, 1.0))).collect();
    }
    let mut out: Places = text
        .words
        .iter()
        .enumerate()
        .map(|(i, w)| (i, likeness(&sought.word, w)))
        .filter(|(_, like)| *like > 0.0)
        .collect();
    if let Some(spans) = sought.entity.and_then(|e| view.scan.entities.get(&e)) {
        out.extend(spans.iter().filter_map(|s| Some((at(s.start)?, 1.0))));
    }
    for chinese in sought.chinese {
        let width = chinese.chars().count();
        // A single character means little by itself.
        let degree = if width > 1 { 1.0 } else { 0.5 };
        for (byte, _) in whole.match_indices(chinese).take(8) {
            out.extend(at(whole[..byte].chars().count()).map(|i| (i, degree)));
        }
    }
    out
}

/// The best likeness among the places that `keep` lets through.
pub fn best(places: &Places, keep: impl Fn(usize) -> bool) -> f64 {
    places.iter().filter(|(i, _)| keep(*i)).map(|(_, like)| *like).fold(0.0, f64::max)
}

/// Mean over words of what `degree` says; 0 for none.
pub fn share(degrees: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for degree in degrees {
        sum += degree;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}
