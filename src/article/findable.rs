//! Whether anything in a claim tells texts that speak of it from all others.

use super::common_words::{is_common, rare_words};
use super::parts::Parts;
use crate::model::claim::{Claim, Entity, Slot};
use crate::model::value::Lang;
use crate::text::{detect, read_value};

/// What to do about a claim that nothing can find.
const MISSING: &str = "nothing in it tells a text about it from any other: name who or what it is about, or give a \
    figure or a word that only such texts have";

/// A claim is found by a name (an entity's, or one in its sentence), by a figure or by a rare word; the error says what
/// is missing.
pub fn findable(claim: &Claim, entities: &[Entity]) -> Result<(), String> {
    let given = |slot: Slot| !claim.proposed.contains(&slot);
    let given_words = || {
        let subject = claim.subject.iter().filter(|_| given(Slot::Subject)).map(String::as_str);
        let metric = claim.metric.all().filter(|_| given(Slot::Metric));
        let mut terms = subject.chain(metric).chain(claim.contrary.all());
        terms.any(|term| named(term, entities) || !rare_words(term).is_empty())
    };
    let figure = || claim.value.as_deref().is_some_and(|v| read_value(v).is_some());
    let telling =
        |text: &&String| !rare_words(text).is_empty() || capitals(text) || names_or_counts(text, entities);
    let sentence = || [&claim.text.en, &claim.text.zh].into_iter().flatten().any(|text| telling(&text));
    // The cheap ones first: a file may hold a hundred thousand claims.
    if figure() || given_words() || sentence() { Ok(()) } else { Err(MISSING.to_owned()) }
}

fn names_or_counts(sentence: &str, entities: &[Entity]) -> bool {
    let lang = if detect(sentence) == Lang::En { Lang::En } else { Lang::Zh };
    let parts = Parts::of(sentence, lang);
    !parts.traits.values.is_empty()
        || !parts.traits.names.is_empty()
        || entities.iter().flat_map(|e| &e.names).any(|name| parts.name(name).is_some())
}

fn named(term: &str, entities: &[Entity]) -> bool {
    entities.iter().any(|e| e.names.iter().any(|n| n.eq_ignore_ascii_case(term.trim())))
}

/// A word within the sentence that is written with a capital, in any script, or one at its head that is no common word.
fn capitals(sentence: &str) -> bool {
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        word.chars().count() > 1 && word.starts_with(char::is_uppercase) && !is_common(&word.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::super::propose_all;
    use super::*;
    use crate::model::claim::Wording;

    fn of(sentence: &str) -> Result<(), String> {
        let zh = detect(sentence) == Lang::Zh;
        let text = Wording { en: (!zh).then(|| sentence.to_owned()), zh: zh.then(|| sentence.to_owned()) };
        let mut claim = propose_all(&text, &[]);
        super::super::mark(&mut claim, Slot::ALL);
        findable(&claim, &[Entity { names: vec!["Ono".into(), "小野".into()] }])
    }

    #[test]
    fn a_name_a_figure_or_a_rare_word_finds() {
        for sentence in [
            "Ono did it again.",
            "It was done by Mr Wu.",
            "They have 12 of them.",
            "E-scooters are banned here.",
            "小野又来了。",
            "老城区禁止电动滑板车。",
            "Город больше не растёт.",
        ] {
            assert_eq!(of(sentence), Ok(()), "{sentence}");
        }
    }

    #[test]
    fn nothing_finds_what_stands_in_any_text() {
        for sentence in
            ["It will be better then.", "They did it again.", "他们又这样做了。", "The company says so."]
        {
            let said = of(sentence).unwrap_err();
            assert!(said.contains("name who or what it is about"), "{sentence}: {said}");
        }
    }

    #[test]
    fn terms_that_a_person_gives_find() {
        let text = Wording { en: Some("It will be better then.".into()), zh: None };
        let mut claim = propose_all(&text, &[]);
        claim.metric.en = vec!["harbour wall".into()];
        assert_eq!(findable(&claim, &[]), Ok(()));
    }
}
