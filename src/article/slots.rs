//! What a sentence states, taken apart into the slots of a claim that a person then accepts or corrects.

use super::signal::{Signal, Traits};
use crate::model::claim::{Claim, ClaimKind, Class, Entity, Scenario, Terms, Wording};
use crate::model::value::{Comparator, Lang, Value, ValueKind};
use crate::text::{fold, read_period, read_value};

/// Known names that have to be meant all together; more would let hardly any text match.
const SUBJECTS: usize = 2;
/// Characters between a name and the word that says that it speaks.
const NEAR: usize = 10;
/// Terms that a claim proposes at most.
const TERMS: usize = 6;

/// The claim that `sentence` makes, as far as it can be read. `entities` are the names that are known, `context`
/// the subject of the sentence before, for one that names nobody; `id` begins the slug where nothing else does.
#[must_use]
pub fn propose(sentence: &str, lang: Lang, entities: &[Entity], context: &[String], id: &str) -> Claim {
    let traits = Traits::of(sentence, lang);
    let mut subject = subject(sentence, &traits, entities);
    if subject.is_empty() {
        subject = context.to_vec();
    }
    let terms = terms(sentence, &traits, lang);
    if subject.is_empty() {
        // Someone has to be meant: the first thing that is spoken of, else the sentence itself.
        let first = terms.first().cloned().or_else(|| sentence.split_whitespace().next().map(str::to_owned));
        subject.extend(first);
    }
    let (kind, class) = sort(&traits);
    let value = value(&traits);
    let date = traits.dates.iter().find(|d| read_period(&d.surface).is_some()).map(|d| d.surface.clone());
    let (value, period) = match (value, class) {
        (Some(value), _) => (Some(value.surface.clone()), date),
        (None, Class::Event) => (date, None),
        (None, _) => (None, date),
    };
    let scenario = match (class, traits.values.iter().any(|v| v.comparator == Comparator::AtMost)) {
        (Class::Forecast, _) => Some(Scenario::Planned),
        (_, true) => Some(Scenario::UpTo),
        _ => None,
    };
    let (text, metric) = if lang == Lang::En {
        (Wording { en: Some(sentence.to_owned()), zh: None }, Terms { en: terms, zh: Vec::new() })
    } else {
        (Wording { en: None, zh: Some(sentence.to_owned()) }, Terms { en: Vec::new(), zh: terms })
    };
    Claim {
        id: slug(&subject, &metric, kind, id),
        text,
        kind,
        class,
        article: None,
        claimant: claimant(sentence, &traits),
        as_of: None,
        priority: 2,
        subject,
        metric,
        contrary: Terms::default(),
        value,
        period,
        scenario,
        deadline: None,
        note: None,
        proposed: Vec::new(),
    }
}

/// The known entities that are named, in the order of the sentence; where none is, the names as written.
fn subject(sentence: &str, traits: &Traits, entities: &[Entity]) -> Vec<String> {
    let folded = fold(sentence).text;
    let place = |name: &String| {
        let name = fold(name).text;
        folded.match_indices(&name).map(|(at, _)| at).find(|at| whole(&folded, *at, *at + name.len()))
    };
    let mut found: Vec<(usize, String)> = entities
        .iter()
        .filter_map(|entity| {
            let at = entity.names.iter().filter(|n| !n.is_empty()).filter_map(place).min()?;
            Some((at, entity.names.first()?.clone()))
        })
        .collect();
    found.sort();
    if found.is_empty() {
        // Which of the names that nobody knows must be meant cannot be told: the first leads.
        found.extend(traits.names.iter().filter_map(|name| Some((place(name)?, name.clone()))).min());
    }
    found.into_iter().map(|(_, name)| name).take(SUBJECTS).collect()
}

/// Whether a Latin name stands there as a word of its own.
fn whole(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (first, last) = (text[start..].chars().next(), text[..end].chars().next_back());
    !(letter(first) && letter(text[..start].chars().next_back())
        || letter(last) && letter(text[end..].chars().next()))
}

/// The value that says most: an amount before a count, a count before a length of time.
fn value(traits: &Traits) -> Option<&Value> {
    const ORDER: [ValueKind; 6] = [
        ValueKind::Money,
        ValueKind::Percent,
        ValueKind::Multiple,
        ValueKind::Rank,
        ValueKind::Number,
        ValueKind::Duration,
    ];
    ORDER
        .iter()
        .find_map(|kind| traits.values.iter().find(|v| v.kind == *kind && read_value(&v.surface).is_some()))
}

fn has(traits: &Traits, signal: Signal) -> bool {
    traits.list.iter().any(|t| t.signal == signal)
}

/// Whether it speaks of what is to come. Of something done, a mere “will” tells the consequence.
fn foretells(traits: &Traits, done: bool) -> bool {
    let Some(words) = traits.list.iter().find(|t| t.signal == Signal::Forecast).map(|t| &t.words) else {
        return false;
    };
    let mere = |word: &String| ["将", "will ", "would ", "计划"].iter().any(|w| word.starts_with(w));
    !(done && words.iter().all(mere))
}

/// Kind and temporal class.
fn sort(traits: &Traits) -> (ClaimKind, Class) {
    let kind = value(traits).map(|v| v.kind);
    let (dated, event) = (!traits.dates.is_empty(), has(traits, Signal::Past));
    if foretells(traits, event) {
        return (ClaimKind::Forecast, Class::Forecast);
    }
    // A figure of a named period is closed, one that was agreed or paid is an event, any other may move.
    let of_period = dated && (has(traits, Signal::Economy) || has(traits, Signal::Change));
    let class = if of_period {
        Class::Closed
    } else if event && dated {
        Class::Event
    } else {
        Class::State
    };
    match kind {
        Some(ValueKind::Percent) if has(traits, Signal::Deal) => (ClaimKind::Share, class),
        Some(ValueKind::Percent | ValueKind::Multiple) => (ClaimKind::Ratio, class),
        Some(ValueKind::Rank) => (ClaimKind::Ranking, class),
        Some(ValueKind::Money | ValueKind::Number) => (ClaimKind::Amount, class),
        _ if has(traits, Signal::Quote) && has(traits, Signal::Attribution) => {
            (ClaimKind::Quote, Class::Event)
        }
        _ if has(traits, Signal::Deal) && !event => (ClaimKind::DealTerm, Class::Definition),
        _ if has(traits, Signal::Compare) && !event => (ClaimKind::Comparison, Class::State),
        _ if dated => (ClaimKind::Date, Class::Event),
        _ if event => (ClaimKind::Event, Class::Event),
        _ => (ClaimKind::Event, Class::State),
    }
}

/// The words by which the sentence speaks of what it states.
fn terms(sentence: &str, traits: &Traits, lang: Lang) -> Vec<String> {
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
    let mut out: Vec<String> = Vec::new();
    let words = TELLING.iter().flat_map(|s| traits.list.iter().filter(move |t| t.signal == *s));
    let saying = traits.list.iter().find(|t| t.signal == Signal::Attribution).map_or(&[][..], |t| &t.words);
    for word in words.flat_map(|t| &t.words).filter(|word| !saying.contains(word)) {
        if out.len() < TERMS && !out.contains(word) {
            out.push(word.clone());
        }
    }
    if lang == Lang::En && out.len() < 2 {
        // Nothing of the lexicon: the longer words that are no name.
        for word in sentence.split(|c: char| !c.is_alphabetic()) {
            let plain = word.chars().all(char::is_lowercase) && word.len() > 4;
            if plain && out.len() < TERMS && !out.iter().any(|w| w == word) {
                out.push(word.to_owned());
            }
        }
    }
    out
}

/// Who said it, where the sentence says so: a name before the saying, else `reportedly`.
fn claimant(sentence: &str, traits: &Traits) -> Option<String> {
    const HEARSAY: &[&str] = &[
        "report",
        "according",
        "familiar",
        "据",
        "報",
        "报道",
        "消息",
        "知情",
        "透露",
        "文件",
        "survey",
        "poll",
    ];
    let said = traits.list.iter().find(|t| t.signal == Signal::Attribution)?;
    if said.words.iter().any(|w| HEARSAY.iter().any(|h| w.contains(h))) {
        return Some("reportedly".to_owned());
    }
    let folded = fold(sentence).text;
    let at = folded.find(said.words.first()?.as_str())?;
    let before = folded.get(..at)?;
    let ends = |name: &String| Some(before.rfind(&fold(name).text)? + fold(name).text.len());
    let (end, name) = traits.names.iter().filter_map(|name| Some((ends(name)?, name))).max()?;
    (before[end..].chars().count() <= NEAR).then(|| name.clone())
}

/// A slug of the subject and of what is said of it, in the letters that slugs have.
fn slug(subject: &[String], metric: &Terms, kind: ClaimKind, fallback: &str) -> String {
    let said: Vec<&str> = metric.en.iter().take(2).map(String::as_str).collect();
    let said = if said.is_empty() { vec![kind.word()] } else { said };
    let slug = slugged(subject.iter().map(String::as_str).chain(said));
    let named = subject.iter().any(|name| name.chars().any(|c| c.is_ascii_alphabetic()));
    if slug.is_empty() || !named { fallback.to_owned() } else { slug }
}

/// Words as a slug: lower-case letters and digits, joined by hyphens; empty where they hold none.
#[must_use]
pub fn slugged<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 48;
    let mut out = String::new();
    for word in words {
        for part in word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()) {
            let room = out.len() + usize::from(!out.is_empty()) + part.len();
            if room > LONGEST || out.split('-').any(|p| p.eq_ignore_ascii_case(part)) {
                continue;
            }
            if !out.is_empty() {
                out.push('-');
            }
            out.push_str(&part.to_ascii_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(sentence: &str) -> Claim {
        let entities = [
            Entity { names: vec!["Acme".to_owned(), "甲公司".to_owned()] },
            Entity { names: vec!["Beta Bank".to_owned(), "贝塔银行".to_owned()] },
        ];
        propose(sentence, crate::text::detect(sentence), &entities, &[], "piece-12")
    }

    #[test]
    fn slots_are_what_was_read() {
        let c = claim("Beta Bank said Acme's revenue fell to about $5 million in 2024.");
        assert_eq!(c.subject, ["Beta Bank", "Acme"]);
        assert_eq!((c.kind, c.class), (ClaimKind::Amount, Class::Closed));
        assert_eq!((c.value.as_deref(), c.period.as_deref()), (Some("about $5 million"), Some("2024")));
        assert_eq!(c.claimant.as_deref(), Some("Beta Bank"));
        assert!(c.metric.en.iter().any(|t| t == "revenue"), "{:?}", c.metric);
        assert!(c.id.starts_with("beta-bank-acme-"), "{}", c.id);
    }

    #[test]
    fn aliases_in_chinese_are_the_same_subject() {
        let c = claim("据悉，贝塔银行持有甲公司30%的股权。");
        assert_eq!(c.subject, ["Beta Bank", "Acme"]);
        assert_eq!((c.kind, c.class), (ClaimKind::Share, Class::State));
        assert_eq!(c.value.as_deref(), Some("30%"));
        assert_eq!(c.claimant.as_deref(), Some("reportedly"));
        assert_eq!(c.metric.zh, ["股权"]);
        assert_eq!(c.id, "beta-bank-acme-share");
    }

    #[test]
    fn forecasts_dates_and_ranks_are_told_apart() {
        let sorted = |s: &str| {
            let c = claim(s);
            (c.kind, c.class)
        };
        assert_eq!(
            sorted("Acme expects sales of $5 million in 2027."),
            (ClaimKind::Forecast, Class::Forecast)
        );
        let founded = claim("甲公司成立于2017年。");
        assert_eq!((founded.kind, founded.class), (ClaimKind::Date, Class::Event));
        assert_eq!(founded.value.as_deref(), Some("2017年"));
        assert_eq!(sorted("甲公司签订了12亿元合同，将为客户供应瓷砖。").0, ClaimKind::Amount);
        assert_eq!(sorted("Acme is the third largest maker of tiles.").1, Class::State);
    }

    #[test]
    fn a_sentence_without_names_takes_the_subject_before_it() {
        let c = propose("It lost $3 million.", Lang::En, &[], &["Acme".to_owned()], "piece-1");
        assert_eq!(c.subject, ["Acme"]);
        let alone = propose("今年亏损3亿元。", Lang::Zh, &[], &[], "piece-1");
        assert_eq!((alone.subject.len(), alone.id.as_str()), (1, "piece-1"));
    }
}
