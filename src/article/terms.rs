//! The words by which a sentence speaks of what it states.

use super::common_words::is_common;
use super::parts::Parts;
use super::signal::Signal;
use super::subject_zh;

/// Terms that a claim proposes at most.
const TERMS: usize = 6;
/// Terms that are enough without words that no list holds.
const ENOUGH: usize = 2;

/// The traits whose words tell what is spoken of.
const TELLING: [Signal; 8] = [
    Signal::Deal,
    Signal::Economy,
    Signal::Jobs,
    Signal::Force,
    Signal::Office,
    Signal::Law,
    Signal::Change,
    Signal::Past,
];

/// Terms of what is measured or asserted, without the subject's own words.
pub(super) fn terms(parts: &Parts<'_>, subject: &[String]) -> Vec<String> {
    let own: Vec<String> = subject.iter().map(|s| s.to_lowercase()).collect();
    let saying = parts.words(Signal::Attribution);
    let mut out: Vec<String> = Vec::new();
    let add = |out: &mut Vec<String>, word: &str| {
        let part = own
            .iter()
            .any(|name| name.split(' ').any(|w| w == word) || name.contains(word) && !word.is_ascii());
        if out.len() < TERMS && !part && !out.iter().any(|w| w == word) {
            out.push(word.to_owned());
        }
    };
    let telling = TELLING.iter().flat_map(|s| parts.words(*s)).filter(|w| !saying.contains(w));
    for word in telling.filter(|w| !is_common(w)) {
        add(&mut out, word);
    }
    if !parts.english() {
        if let Some(rest) = subject_zh::rest(parts, subject) {
            add(&mut out, &rest);
        }
        if out.len() < ENOUGH {
            for run in runs(parts, subject) {
                add(&mut out, &run);
            }
        }
    } else if out.len() < ENOUGH {
        // Nothing of the lexicon: the longer words that are no name.
        for word in parts.sentence.split(|c: char| !c.is_alphabetic()) {
            if word.len() > 4 && word.chars().all(char::is_lowercase) && !is_common(word) {
                add(&mut out, word);
            }
        }
    }
    out
}

/// Runs of two to six characters between figures, dates, signs and function words.
fn runs(parts: &Parts<'_>, subject: &[String]) -> Vec<String> {
    const BETWEEN: &str =
        "的了为将于在是有已和与及对以从由至到把被等中上下须内并每该全，。、；：《》“”（）,.;:\"() ";
    let taken: Vec<_> = parts
        .traits
        .values
        .iter()
        .map(|v| v.start..v.end)
        .chain(parts.traits.dates.iter().map(|d| d.from..d.to))
        .chain(subject.iter().filter_map(|s| parts.name(s).map(|at| at..at + s.chars().count())))
        .collect();
    let mut out = Vec::new();
    let mut run = String::new();
    for (at, c) in parts.folded(0..parts.len()).chars().chain(['。']).enumerate() {
        if BETWEEN.contains(c) || taken.iter().any(|t| t.contains(&at)) {
            if (2..=6).contains(&run.chars().count()) {
                out.push(run.clone());
            }
            run.clear();
        } else {
            run.push(c);
        }
    }
    out
}
