//! Who a text says said it: `X said`, `according to X`, `X称`, `据X`; and whether an edit changed that.

use std::ops::Range;

use super::cues;
use super::facts::Facts;
use super::slots::Slots;
use super::view::View;
use super::words::likeness;

/// Verbs of speech, after their subject.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "called",
    "calls",
    "told",
    "described",
    "describes",
    "stated",
    "states",
    "claimed",
    "claims",
    "announced",
    "announces",
    "confirmed",
    "confirms",
    "admitted",
    "admits",
    "wrote",
    "tweeted",
    "argued",
    "predicted",
    "predicts",
    "acknowledged",
    "suggested",
];
/// The same in Chinese; the longer ones first.
const SPEECH_ZH: &[&str] = &[
    "表示", "承认", "透露", "指出", "宣布", "认为", "坦言", "预测", "预计", "证实", "写道", "形容", "批评",
    "直言", "称", "说",
];
/// Say that nobody is named.
const UNNAMED: &[&str] = &[
    "reportedly",
    "sources said",
    "people familiar",
    "unnamed",
    "rumoured",
    "rumored",
    "it is said",
    "reports say",
    "据报道",
    "有消息称",
    "知情人士",
    "消息人士",
    "据传",
    "传闻",
    "有报道",
];
/// May stand between a speaker and the verb.
const BETWEEN: &[&str] =
    &["has", "have", "had", "also", "later", "once", "then", "again", "publicly", "recently"];
/// Stand for somebody named before, or for nobody.
const NOBODY: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "we",
    "who",
    "which",
    "that",
    "company",
    "firm",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "people",
    "report",
    "reports",
    "is",
    "was",
    "are",
    "were",
    "been",
    "be",
    "and",
    "so",
    "often",
];
/// A speaker's name in Chinese is no longer than this.
const MOST_NAME: usize = 16;

/// Who is said to have said it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Speaker {
    /// Somebody, with the stretch that names them.
    Named(Range<usize>),
    Unnamed,
}

/// The speaker of each statement in `facts`, in order.
fn speakers(facts: &Facts) -> Vec<Speaker> {
    let text = facts.slice(0..facts.folded.len());
    let mut out: Vec<Speaker> = Vec::new();
    if cues::has(&text, UNNAMED) {
        out.push(Speaker::Unnamed);
    }
    for (i, word) in facts.words.iter().enumerate() {
        if SPEECH.contains(&word.text.as_str()) {
            out.extend(before_verb(facts, i).map(Speaker::Named));
        } else if word.text == "according" {
            let name = facts.words.get(i + 2..).unwrap_or_default();
            let length = name.iter().take_while(|w| w.name).count();
            if let Some(last) = length.checked_sub(1).and_then(|n| name.get(n)) {
                out.push(Speaker::Named(name[0].from..last.to));
            }
        }
    }
    out.extend(in_chinese(facts).map(Speaker::Named));
    out
}

/// The name right before the verb at `verb`, in its clause.
fn before_verb(facts: &Facts, verb: usize) -> Option<Range<usize>> {
    let clause = facts.clause(facts.words[verb].from);
    let mut last = verb.checked_sub(1)?;
    while BETWEEN.contains(&facts.words[last].text.as_str()) {
        last = last.checked_sub(1)?;
    }
    let word = &facts.words[last];
    let opens = last == 0 || word.from == clause.start;
    if word.from < clause.start
        || word.number
        || NOBODY.contains(&word.text.as_str())
        || !(word.name || opens)
    {
        return None;
    }
    let mut first = last;
    while first > 0
        && facts.words[first - 1].from >= clause.start
        && (facts.words[first - 1].name || first == 1)
    {
        first -= 1;
    }
    Some(facts.words[first].from..word.to)
}

/// What stands in a clause before a Chinese verb of speech.
fn in_chinese(facts: &Facts) -> impl Iterator<Item = Range<usize>> + '_ {
    facts.clauses.iter().filter_map(|clause| {
        let text = facts.slice(clause.clone());
        let (_, byte) =
            SPEECH_ZH.iter().filter_map(|v| text.find(v).map(|at| (*v, at))).min_by_key(|(_, at)| *at)?;
        let before = text[..byte].trim_start_matches(|c: char| !c.is_alphanumeric());
        let skipped = text[..byte].chars().count() - before.chars().count();
        let length = before.chars().count();
        let from = clause.start + skipped;
        (length > 0 && length <= MOST_NAME).then(|| from..from + length)
    })
}

/// Why the edit moves the statement from the claim's claimant to somebody else; `None` where it does not, or where
/// either text leaves open who said it.
pub(super) fn changed(slots: &Slots, before: &View, after: &View) -> Option<String> {
    let claimant = slots.claim.claimant.as_deref()?;
    let (old, new) = (speakers(&before.facts), speakers(&after.facts));
    let rumour = cues::has(&claimant.to_lowercase(), UNNAMED);
    let is_claimant = |view: &View, speaker: &Speaker| match speaker {
        Speaker::Unnamed => rumour,
        Speaker::Named(span) => !rumour && names_claimant(slots, view, span),
    };
    let was = old.iter().find(|s| is_claimant(before, s))?;
    if new.is_empty() || new.iter().any(|s| is_claimant(after, s)) {
        return None;
    }
    let said = |view: &View, speaker: &Speaker| match speaker {
        Speaker::Unnamed => "nobody named".to_owned(),
        Speaker::Named(span) => format!("“{}”", view.facts.slice(span.clone())),
    };
    Some(format!("said by {} before, by {} now", said(before, was), said(after, &new[0])))
}

/// Whether the stretch names the claimant: an entity of it, or a word of it.
fn names_claimant(slots: &Slots, view: &View, span: &Range<usize>) -> bool {
    let entity = slots.claimants.iter().any(|entity| {
        view.scan
            .entities
            .get(entity)
            .is_some_and(|all| all.iter().any(|s| s.start < span.end && span.start < s.end))
    });
    let inside = view.facts.words.iter().filter(|w| span.start <= w.from && w.to <= span.end && !w.stop);
    entity
        || inside.into_iter().any(|w| slots.claimant_words.iter().any(|c| !c.stop && likeness(c, w) >= 1.0))
}
