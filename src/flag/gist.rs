//! What a passage is about, leaving aside what it counts: its names and its words without figures and dates.

use std::collections::{BTreeSet, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::news::words;
use super::phrase::{has, is_han, spaced};
use crate::model::claim::{Claim, Entity};
use crate::text::{self, ReadOptions};

/// The least share of words that two passages about the same have in common.
const NEAR: f64 = 0.8;

/// Written with a capital where a sentence begins, and the calendar's words: they name nobody.
const COMMON: &str = " the a an in on at by for from of to and but or if as when while after before since with \
    under over it its they their he his she her we our you your i this that these those there here both all each \
    some many most more no not now today according about around following despite during last next however until \
    although because so what who how why is are was were has have had will can may monday tuesday wednesday thursday \
    friday saturday sunday january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn winter q1 q2 q3 q4 fy us ";

/// Come and go beside a figure.
const HEDGES: &str = " about around roughly nearly almost approximately some over under only just now currently \
    already up down to the a an 约 近 超 逾 过 达 到 至 为 是 有 仅 已 现 增 减 升 降 涨 跌 多 余 ";

/// Point to something that was named before.
const REFERRING: &[&str] = &[
    "it",
    "its",
    "they",
    "their",
    "them",
    "he",
    "his",
    "she",
    "her",
    "we",
    "our",
    "both",
    "this",
    "these",
    "the company",
    "the companies",
    "the group",
    "the firm",
    "the deal",
    "the agreement",
    "the contract",
    "the town",
    "the city",
    "the country",
    "the two",
];
const REFERRING_HAN: &[&str] =
    &["该", "其", "它", "他", "她", "此", "这", "双方", "两家", "我们", "本公司", "本市", "本县", "本镇"];
/// Hold characters of those and point to nothing.
const NOT_REFERRING_HAN: &[&str] = &["其他", "其它", "其中", "其余", "其次", "此外", "因此", "为此", "此前"];

/// Say what somebody else is the subject of.
const SAYING: &str = " says said reports reported told writes wrote notes noted adds added quoted ";

/// How the subjects of a claim are called, and which words are its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// The names of each subject, spaced and folded.
    subjects: Vec<Vec<String>>,
    words: HashSet<String>,
}

impl Topic {
    /// The names are those of the claim's wording and of its subjects, with all that `entities` know of them.
    #[must_use]
    pub fn of(claim: &Claim, entities: &[Entity]) -> Self {
        let sentences: Vec<&str> =
            [&claim.text.en, &claim.text.zh].into_iter().flatten().map(String::as_str).collect();
        let folded: Vec<String> = sentences.iter().map(|s| spaced(s)).collect();
        let aliases = |name: &str| -> Vec<String> {
            let known = entities.iter().map(|e| e.names.iter().map(|n| spaced(n)).collect::<Vec<_>>());
            known
                .into_iter()
                .find(|names| names.iter().any(|n| n == name))
                .unwrap_or_else(|| vec![name.to_owned()])
        };
        let subjects: Vec<Vec<String>> = claim.subject.iter().map(|name| aliases(&spaced(name))).collect();
        let mut own: HashSet<String> = sentences.iter().flat_map(|s| words(s)).collect();
        own.extend(claim.metric.all().chain(claim.contrary.all()).flat_map(words));
        own.extend(claim.claimant.iter().flat_map(|c| words(c)));
        own.extend(subjects.iter().flatten().flat_map(|name| words(name)));
        let spoken_of =
            entities.iter().filter(|e| e.names.iter().any(|n| folded.iter().any(|s| has(s, &spaced(n)))));
        own.extend(spoken_of.flat_map(|e| &e.names).flat_map(|name| words(name)));
        Self { subjects, words: own }
    }

    /// Which of the subjects a text names.
    fn named(&self, folded: &str) -> Vec<bool> {
        self.subjects.iter().map(|names| names.iter().any(|name| has(folded, name))).collect()
    }

    fn knows(&self, name: &str) -> bool {
        name.split(' ').all(|word| self.words.contains(word))
    }
}

/// What a passage is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gist {
    /// The words of its names.
    names: BTreeSet<String>,
    words: HashSet<String>,
    /// Its Han characters in order.
    han: Vec<char>,
    /// Which subjects of the claim it names.
    named: Vec<bool>,
    /// It is recognisably about something else than the claim.
    pub elsewhere: bool,
}

impl Gist {
    #[must_use]
    pub fn of(passage: &str, topic: &Topic) -> Self {
        let (bare, figure) = without_figures(passage);
        let folded = spaced(passage);
        let named = topic.named(&folded);
        let names = names(&bare);
        let words: HashSet<String> = words(&bare)
            .into_iter()
            .filter(|w| !is_listed(HEDGES, w) && !w.chars().all(|c| c.is_ascii_digit()))
            .collect();
        let elsewhere = is_elsewhere(&names, &words, &named, &folded, figure, topic);
        let han = bare.chars().map(text::fold_char).filter(|c| is_han(*c)).collect();
        let names = names.iter().flat_map(|n| n.text.split(' ')).map(str::to_owned).collect();
        Self { names, words, han, named, elsewhere }
    }

    /// The same names and nearly the same words, in either language.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "word counts of one passage")]
        let share = self.words.intersection(&other.words).count() as f64
            / self.words.union(&other.words).count().max(1) as f64;
        share >= NEAR
            && self.names == other.names
            && self.named == other.named
            && !is_swapped(&self.han, &other.han)
    }

    /// Whether it names a subject of the claim that `other` does not.
    #[must_use]
    pub fn names_more_than(&self, other: &Self) -> bool {
        self.named.iter().zip(&other.named).any(|(here, there)| *here && !there)
    }
}

/// A name that is not the claim's, unless the figure is still the subject's; or no subject and nothing that points to
/// one, and more words than the claim's own.
fn is_elsewhere(
    names: &[Name],
    words: &HashSet<String>,
    named: &[bool],
    folded: &str,
    figure: Option<usize>,
    topic: &Topic,
) -> bool {
    let foreign = |name: &&Name| !name.speaks && !topic.knows(&name.text);
    if !named.is_empty() && named.iter().all(|n| *n) {
        // Reported by somebody, or set beside somebody: the figure goes to the name that stands right before it.
        let holder = figure.and_then(|at| names.iter().rfind(|n| n.at < at && !n.speaks));
        return holder.as_ref().is_some_and(foreign);
    }
    if names.iter().any(|name| foreign(&name)) {
        return true;
    }
    let refers = REFERRING.iter().any(|w| has(folded, w)) || refers_in_han(folded);
    let own = |word: &String| topic.words.contains(word) || is_listed(COMMON, word);
    !named.is_empty() && named.iter().all(|n| !n) && !refers && !words.iter().all(own)
}

fn refers_in_han(folded: &str) -> bool {
    let plain = NOT_REFERRING_HAN.iter().fold(folded.to_owned(), |text, other| text.replace(other, " "));
    // `贝塔公司` is a name, `公司` alone is whoever was named before.
    let alone = |at: usize| !plain[..at].chars().next_back().is_some_and(is_han);
    REFERRING_HAN.iter().any(|w| plain.contains(w)) || plain.match_indices("公司").any(|(at, _)| alone(at))
}

fn is_listed(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// A name as it is written.
struct Name {
    /// Its words, folded, one space between.
    text: String,
    /// Its first character.
    at: usize,
    /// It only tells what is said: `Reuters reports`, `according to Reuters`.
    speaks: bool,
}

/// Runs of words with a capital. Han names show nothing of the kind: they are told by comparison.
fn names(text: &str) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    // The words before, and where the last name ended.
    let (mut before, mut end) = ([String::new(), String::new()], None);
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let is_part = |c: char| (c.is_alphanumeric() && !is_han(c)) || matches!(c, '\'' | '’' | '&');
        let length = chars[at..].iter().take_while(|c| is_part(**c)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let word: String = chars[at..at + length].iter().collect();
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(&word);
        let bare = bare.trim_matches(['\'', '’', '&']);
        let folded = text::fold(bare).text;
        let is_name = bare.chars().any(char::is_uppercase) && !is_listed(COMMON, &folded);
        let follows = end.is_some_and(|end| chars[end..at].iter().all(|c| matches!(c, ' ' | '\u{a0}' | '-')));
        match out.last_mut() {
            Some(last) if is_name && follows => last.text = format!("{} {folded}", last.text),
            _ if is_name => {
                let speaks = before[0] == "according" && before[1] == "to";
                out.push(Name { text: folded.clone(), at, speaks });
            }
            Some(last) if follows && is_listed(SAYING, &folded) => last.speaks = true,
            _ => {}
        }
        at += length;
        // A possessive ends a name.
        end = (is_name && bare.len() == word.len()).then_some(at);
        before = [std::mem::take(&mut before[1]), folded];
    }
    out
}

/// The text with spaces in the place of its values and dates, and where the first value stands, in characters.
fn without_figures(passage: &str) -> (String, Option<usize>) {
    let read = text::read(passage, &ReadOptions::default());
    let mut chars: Vec<char> = passage.chars().collect();
    let spans = read.values.iter().map(|v| v.start..v.end).chain(read.dates.iter().map(|d| d.from..d.to));
    for span in spans {
        chars[span].fill(' ');
    }
    (chars.into_iter().collect(), read.values.first().map(|v| v.start))
}

/// Whether characters that may name something gave way to others; what comes and goes beside figures does not count.
fn is_swapped(a: &[char], b: &[char]) -> bool {
    let tells = |c: &char| !is_listed(HEDGES, &c.to_string());
    capture_diff_slices(Algorithm::Myers, a, b).into_iter().any(|op| match op {
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            a[old_index..old_index + old_len].iter().any(tells)
                && b[new_index..new_index + new_len].iter().any(tells)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::{ClaimKind, Class, Terms, Wording};

    fn topic() -> Topic {
        let claim = Claim {
            id: "harbour".into(),
            text: Wording {
                en: Some("Wick Harbour has 48,000 residents.".into()),
                zh: Some("威克港有4.8万居民。".into()),
            },
            kind: ClaimKind::Amount,
            class: Class::State,
            article: None,
            claimant: None,
            as_of: None,
            priority: 2,
            subject: vec!["Wick Harbour".into()],
            metric: Terms {
                en: vec!["residents".into(), "population".into()],
                zh: vec!["居民".into(), "人口".into()],
            },
            contrary: Terms::default(),
            value: Some("48,000".into()),
            period: None,
            scenario: None,
            deadline: None,
            note: None,
            proposed: Vec::new(),
        };
        Topic::of(
            &claim,
            &[Entity { names: vec!["Wick Harbour".into(), "威克港".into(), "Wick Hbr".into()] }],
        )
    }

    fn elsewhere(passage: &str) -> bool {
        Gist::of(passage, &topic()).elsewhere
    }

    fn alike(a: &str, b: &str) -> bool {
        Gist::of(a, &topic()).is_like(&Gist::of(b, &topic()))
    }

    #[test]
    fn another_town_is_something_else() {
        assert!(elsewhere("Port Ellery: 12,300"));
        assert!(elsewhere("Marlow has 12,300 residents."));
        assert!(elsewhere("Like Wick Harbour, Marlow grew: Port Ellery has 12,300 residents."));
        assert!(elsewhere("莱里镇共有12,300名居民。"));
        assert!(elsewhere("贝塔公司共有520名员工。"));
    }

    #[test]
    fn the_claims_own_subject_is_not() {
        assert!(!elsewhere("Wick Harbour has 52,000 residents."));
        assert!(!elsewhere("Reuters reports that Wick Harbour has 52,000 residents."));
        assert!(!elsewhere("Wick Harbour has 52,000 residents, according to Reuters."));
        assert!(!elsewhere("It has 52,000 residents now, according to Reuters."));
        assert!(!elsewhere("The town has 52,000 residents."));
        assert!(!elsewhere("Population: 52,000"));
        assert!(!elsewhere("威克港现有52,000名居民。"));
        assert!(!elsewhere("该市现有52,000名居民。"));
        assert!(!elsewhere("人口：52,000"));
        assert!(!elsewhere("去年，公司共有520名员工。"));
    }

    #[test]
    fn figures_and_their_hedges_do_not_count() {
        assert!(alike("Port Ellery: 12,300", "Port Ellery: 13,900"));
        assert!(alike(
            "In 2025 Port Ellery had 12,300 residents.",
            "In 2026 Port Ellery had about 13,900 residents."
        ));
        assert!(alike("莱里镇共有12,300名居民。", "莱里镇共有约1.39万名居民。"));
        assert!(!alike("Port Ellery: 12,300", "Port Marlow: 12,300"));
        assert!(!alike("Port Ellery: 12,300", "Wick Harbour: 12,300"));
        assert!(!alike(
            "据统计局昨日公布的数据，莱里镇共有12,300名居民。",
            "据统计局昨日公布的数据，埃勒镇共有12,300名居民。"
        ));
        assert!(!alike("Port Ellery has 12,300 residents.", "Port Ellery lost the vote on its new bridge."));
        assert!(!alike("12,300", "13,900"), "nothing but figures says nothing");
    }
}
