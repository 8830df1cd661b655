//! Who or what a sentence is about.

use super::common_words::is_common;
use super::parts::Parts;
use super::subject_zh;
use crate::model::claim::Entity;

/// Names that have to be meant all together; more would let hardly any text match.
const MOST: usize = 2;
/// Words of a subject that is no name.
const LONGEST: usize = 3;
/// Words in which the verb is looked for.
const REACH: usize = 14;

/// The known entities that are named, in the order of the sentence; where none is, the names that lead it; where it
/// names nobody, the thing that it speaks of. Empty where it only points (`it`, `the company`).
pub(super) fn subject(parts: &Parts<'_>, entities: &[Entity]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = entities
        .iter()
        .filter_map(|entity| {
            let at = entity.names.iter().filter_map(|name| parts.name(name)).min()?;
            Some((at, entity.names.first()?.clone()))
        })
        .collect();
    if !found.is_empty() {
        found.sort();
        return found.into_iter().map(|(_, name)| name).take(MOST).collect();
    }
    let mut out = if parts.english() { english(parts) } else { subject_zh::leading(parts) };
    out.truncate(MOST);
    out
}

/// A word with its place in characters.
#[derive(Clone)]
struct Word {
    text: String,
    at: usize,
    /// A comma, colon or bracket stands behind it.
    closes: bool,
}

impl Word {
    fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    fn capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// More of it than the first letter is a capital: `NASA`, `CoreWeave`.
    fn inner(&self) -> bool {
        self.text.chars().skip(1).any(char::is_uppercase)
    }
}

fn words(parts: &Parts<'_>) -> Vec<Word> {
    let mut out = Vec::new();
    let text: Vec<char> = parts.cut(0..parts.len()).chars().collect();
    let mut at = 0;
    for piece in text.split(|c| c.is_whitespace()) {
        let open = piece.iter().take_while(|c| !c.is_alphanumeric()).count();
        let word: String = piece.iter().skip(open).collect();
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            let closes = word[bare.len()..].contains([',', ';', ':', ')']);
            out.push(Word { text: bare.to_owned(), at: at + open, closes });
        }
        at += piece.len() + 1;
    }
    out
}

fn english(parts: &Parts<'_>) -> Vec<String> {
    let all = words(parts);
    let quoted = parts.sentence.trim_start().starts_with(['"', '“', '\'']);
    let start = if quoted { all.len() } else { after_opening(&all) };
    let (speaker, rest) = phrase(&all[start..]);
    let mut phrases = vec![speaker];
    // What somebody says is about what they speak of.
    if let Some((verb, clause)) = rest.split_first().filter(|(verb, _)| says(&verb.lower())) {
        let that = clause.first().is_some_and(|w| w.lower() == "that");
        if !verb.closes {
            phrases.insert(0, phrase(&clause[usize::from(that)..]).0);
        }
    }
    let named = phrases.iter().map(|p| names(parts, p)).find(|names| !names.is_empty());
    if let Some(named) = named {
        return named;
    }
    let others = parts.traits.names.iter().filter(|n| !is_time(n));
    if let Some((_, name)) = others.filter_map(|n| Some((parts.name(n)?, n))).min() {
        return vec![name.clone()];
    }
    phrases.iter().find_map(|p| thing(p)).into_iter().collect()
}

/// Where the main clause begins: after `In March,` or `According to a survey,`.
fn after_opening(words: &[Word]) -> usize {
    const OPENERS: &[&str] = &[
        "in",
        "on",
        "at",
        "according",
        "after",
        "before",
        "since",
        "by",
        "from",
        "under",
        "during",
        "for",
        "with",
        "despite",
        "as",
        "when",
        "while",
        "although",
        "last",
        "this",
    ];
    let opens = words.first().is_some_and(|w| OPENERS.contains(&w.lower().as_str()));
    if !opens {
        return 0;
    }
    words.iter().take(REACH).position(|w| w.closes).map_or(0, |n| n + 1)
}

/// The words before the verb, and the verb with what follows.
fn phrase(words: &[Word]) -> (Vec<Word>, &[Word]) {
    let reach = words.len().min(REACH);
    let bare = |w: &Word| ARTICLES.contains(&w.lower().as_str());
    let verb = (1..reach).find(|n| is_verb(&words[*n], &words[*n - 1]) && !words[..*n].iter().all(bare));
    match verb {
        Some(n) => {
            let adverb = |w: &Word| w.text.ends_with("ly") || ADVERBS.contains(&w.lower().as_str());
            let said = words[..n].iter().rposition(|w| !adverb(w)).map_or(n, |last| last + 1);
            (words[..said].to_vec(), &words[n..])
        }
        None => (words[..reach.min(6)].to_vec(), &[]),
    }
}

/// What may stand between the subject and its verb.
const ADVERBS: &[&str] =
    &["no", "not", "longer", "also", "now", "still", "already", "never", "often", "always", "soon", "itself"];
const ARTICLES: &[&str] = &["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those"];

/// Names among these words: runs of capitals, and one that opens the sentence where it cannot be anything else.
fn names(parts: &Parts<'_>, phrase: &[Word]) -> Vec<String> {
    let (Some(first), Some(last)) = (phrase.first(), phrase.last()) else { return Vec::new() };
    let within = first.at..last.at + last.text.chars().count();
    let mut found: Vec<(usize, String)> = parts
        .traits
        .names
        .iter()
        .filter(|name| !is_time(name))
        .filter_map(|name| Some((parts.name(name)?, unopened(name))))
        .filter(|(at, _)| within.contains(at))
        .collect();
    if let Some(name) = opening_name(phrase).filter(|_| found.iter().all(|(at, _)| *at != first.at)) {
        found.push((first.at, name));
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The name without a common word before it that has its capital from opening the sentence: `Once OpenAI`.
fn unopened(name: &str) -> String {
    const OPENERS: &[&str] = &[
        "Once",
        "Until",
        "Although",
        "However",
        "Meanwhile",
        "Unlike",
        "Despite",
        "Whether",
        "A",
        "An",
        "What",
    ];
    let rest = name.split_once(' ').filter(|(first, _)| OPENERS.contains(first)).map(|(_, rest)| rest);
    rest.unwrap_or(name).to_owned()
}

/// `Zelta` of `Zelta's revenue`, `Zelta and Norvale`, `Zelta`: the one word that opens the sentence.
fn opening_name(phrase: &[Word]) -> Option<String> {
    let first = phrase.first().filter(|w| w.at == 0 && w.capital())?;
    let owner = first.text.strip_suffix("'s").or_else(|| first.text.strip_suffix("’s"));
    let bare = owner.unwrap_or(&first.text);
    let joined = phrase.get(1).is_some_and(|w| matches!(w.lower().as_str(), "and" | "or" | "&"));
    let alone = phrase.len() == 1 && !plain_ending(bare) || first.inner() || owner.is_some() || joined;
    let common = is_common(&bare.to_lowercase()) || COUNTERS.contains(&bare.to_lowercase().as_str());
    (alone && !common && !is_time(bare)).then(|| bare.to_owned())
}

/// Endings of words that are no names.
fn plain_ending(word: &str) -> bool {
    const ENDINGS: &[&str] = &["s", "ing", "tion", "sion", "ment", "ness", "ship", "ity"];
    word.len() > 4 && ENDINGS.iter().any(|e| word.ends_with(e))
}

/// The thing that is spoken of: `ticket prices`, `e-scooters`, `old stadium` of `the lease of the old stadium`.
fn thing(phrase: &[Word]) -> Option<String> {
    const BREAKS: &[&str] = &[
        "in",
        "at",
        "on",
        "for",
        "from",
        "between",
        "with",
        "to",
        "by",
        "about",
        "under",
        "over",
        "against",
        "who",
        "that",
        "which",
        "during",
        "after",
        "before",
        "also",
        "now",
        "already",
        "currently",
        "still",
        "has",
        "have",
    ];
    let lower: Vec<String> = phrase.iter().map(Word::lower).collect();
    let mut start = 0;
    if let Some(of) = lower.iter().position(|w| w == "of") {
        start = of + 1;
    }
    let skipped = |w: &String| {
        ARTICLES.contains(&w.as_str())
            || COUNTERS.contains(&w.as_str())
            || w.starts_with(|c: char| c.is_ascii_digit())
    };
    while lower.get(start).is_some_and(skipped) {
        start += 1;
    }
    if lower.get(start).is_some_and(|w| PRONOUNS.contains(&w.as_str())) {
        return None;
    }
    let mut out: Vec<String> = Vec::new();
    for (n, word) in phrase.iter().enumerate().skip(start) {
        let counts = !out.is_empty() && lower[n].starts_with(|c: char| c.is_ascii_digit());
        if counts || BREAKS.contains(&lower[n].as_str()) || lower[n] == "of" || lower[n] == "and" {
            break;
        }
        // A word that only opens the sentence is written small.
        let opens = word.at == 0 && !word.inner();
        out.push(if opens { lower[n].clone() } else { word.text.clone() });
        if word.closes {
            break;
        }
    }
    let from = out.len().saturating_sub(LONGEST);
    let thing = out[from..].join(" ");
    let thing = thing.trim_end_matches("'s").trim_end_matches("’s").to_owned();
    let points = POINTERS.contains(&thing.to_lowercase().as_str());
    (thing.chars().count() > 2 && !points).then_some(thing)
}

/// Words that count or hedge what follows.
const COUNTERS: &[&str] = &[
    "about", "nearly", "almost", "roughly", "some", "over", "more", "than", "at", "least", "most", "up",
    "to", "around", "only", "all", "many", "several", "half", "one", "two", "three", "four", "five", "six",
    "ten", "million", "billion", "thousand", "no", "any", "each", "every", "both", "other", "another",
    "percent", "new", "as",
];
/// Words that stand for somebody.
const PRONOUNS: &[&str] =
    &["it", "they", "he", "she", "we", "i", "you", "there", "who", "what", "here", "such"];
/// What only points to who is meant.
const POINTERS: &[&str] = &["this", "that", "these", "those", "company", "firm", "group", "people", "one"];

/// Days and months are written with a capital and name nobody.
fn is_time(name: &str) -> bool {
    const DAYS: &[&str] = &[
        "Mondays",
        "Tuesdays",
        "Wednesdays",
        "Thursdays",
        "Fridays",
        "Saturdays",
        "Sundays",
        "Easter",
        "Christmas",
    ];
    DAYS.contains(&name)
        || matches!(name.to_lowercase().as_str(), "today" | "yesterday" | "tomorrow" | "spring" | "autumn")
}

fn says(verb: &str) -> bool {
    matches!(
        verb,
        "said"
            | "says"
            | "say"
            | "told"
            | "claims"
            | "claimed"
            | "reported"
            | "announced"
            | "estimates"
            | "warned"
            | "confirmed"
            | "believes"
            | "stated"
            | "thinks"
            | "expects"
    )
}

/// Whether a word is the verb of its clause.
fn is_verb(word: &Word, before: &Word) -> bool {
    let lower = word.lower();
    if before.closes || word.capital() || ARTICLES.contains(&before.lower().as_str()) {
        return false;
    }
    VERBS.contains(&lower.as_str())
        || lower.len() > 4 && lower.ends_with("ed") && !matches!(before.lower().as_str(), "of" | "and" | "in")
}

/// Forms of verbs that statements have; those in -ed are told by their ending.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "must",
    "shall",
    "should",
    "does",
    "do",
    "did",
    "won't",
    "isn't",
    "aren't",
    "wasn't",
    "became",
    "become",
    "becomes",
    "began",
    "begins",
    "beat",
    "beats",
    "bought",
    "broke",
    "brings",
    "brought",
    "builds",
    "built",
    "buys",
    "came",
    "carries",
    "charges",
    "chose",
    "closes",
    "comes",
    "competes",
    "consists",
    "contains",
    "contributes",
    "controls",
    "cost",
    "costs",
    "covers",
    "cut",
    "cuts",
    "denies",
    "drew",
    "drops",
    "earns",
    "employs",
    "employ",
    "ends",
    "exceeds",
    "expands",
    "expects",
    "expires",
    "exports",
    "faces",
    "falls",
    "fell",
    "flies",
    "flew",
    "gave",
    "gets",
    "gives",
    "goes",
    "got",
    "grew",
    "grows",
    "handles",
    "held",
    "hit",
    "hits",
    "hold",
    "holds",
    "hosts",
    "includes",
    "intends",
    "invests",
    "joins",
    "keeps",
    "kept",
    "knew",
    "lacks",
    "lasts",
    "launches",
    "lays",
    "leads",
    "learned",
    "leaves",
    "led",
    "left",
    "lies",
    "lists",
    "lives",
    "loses",
    "lost",
    "made",
    "makes",
    "manages",
    "means",
    "measures",
    "meets",
    "met",
    "moves",
    "needs",
    "offers",
    "opens",
    "operates",
    "overtakes",
    "owes",
    "owned",
    "owns",
    "own",
    "paid",
    "pay",
    "pays",
    "plans",
    "predicts",
    "produces",
    "projects",
    "provides",
    "publishes",
    "put",
    "puts",
    "raises",
    "ran",
    "reaches",
    "reads",
    "receives",
    "remains",
    "reopens",
    "reports",
    "requires",
    "rises",
    "rose",
    "run",
    "runs",
    "said",
    "sank",
    "say",
    "says",
    "seats",
    "sells",
    "sent",
    "serves",
    "set",
    "sets",
    "shows",
    "signs",
    "sits",
    "sold",
    "spans",
    "speaks",
    "spends",
    "spent",
    "stands",
    "starts",
    "states",
    "stays",
    "stood",
    "stops",
    "supplies",
    "support",
    "supports",
    "swam",
    "takes",
    "teaches",
    "tests",
    "thinks",
    "told",
    "took",
    "trains",
    "turns",
    "unveils",
    "uses",
    "wants",
    "warns",
    "weighs",
    "went",
    "win",
    "wins",
    "won",
    "works",
    "wrote",
    "return",
    "aims",
    "upheld",
    "forecasts",
    "begin",
    "open",
    "cover",
    "contain",
    "need",
    "use",
    "accept",
    "forbids",
    "bans",
    "allows",
    "go",
    "offer",
    "want",
    "sell",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Lang;

    fn of(sentence: &str) -> Vec<String> {
        subject(&Parts::of(sentence, Lang::En), &[])
    }

    #[test]
    fn names_lead() {
        for (sentence, want) in [
            ("Zelta holds 49% of Brightwater.", &["Zelta"][..]),
            ("Zelta's revenue was $2 billion.", &["Zelta"]),
            ("The merger of Zelta and Norvale must be completed.", &["Zelta", "Norvale"]),
            ("The Harlan Bridge will reopen on 15 March 2026.", &["Harlan Bridge"]),
            ("Unemployment in Harlan fell to 4.8%.", &["Harlan"]),
            ("The court sentenced Paul Gant to 12 years in prison.", &["Paul Gant"]),
            ("The mayor said that Harlan had spent $80 million.", &["Harlan"]),
            ("In March, Norvale Steel closed two mills.", &["Norvale Steel"]),
        ] {
            assert_eq!(of(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn things_are_subjects_where_nobody_is_named() {
        for (sentence, want) in [
            ("E-scooters are banned in the old town.", "e-scooters"),
            ("Ticket prices will rise by 8%.", "ticket prices"),
            ("The lease of the old stadium runs until June 2029.", "old stadium"),
            ("According to a survey, 63% of residents support the plan.", "residents"),
        ] {
            assert_eq!(of(sentence), [want], "{sentence}");
        }
        for sentence in ["It lost $3 million.", "The company lost $3 million.", "There are 12 of them."] {
            assert_eq!(of(sentence), [""; 0], "{sentence}");
        }
    }
}
