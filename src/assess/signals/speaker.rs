//! Who a text says said it: `X said`, `according to X`, `X称`, `据X`; and whether an edit changed that.

use std::ops::Range;

use crate::assess::claim::Watch;
use crate::assess::lexicon::{Class, lexicon};
use crate::assess::read::facts::Facts;
use crate::assess::read::view::View;
use crate::assess::read::words::likeness;

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
    let mut out: Vec<Speaker> = Vec::new();
    if facts.has(Class::Unnamed, &facts.all()) {
        out.push(Speaker::Unnamed);
    }
    for (i, word) in facts.words.iter().enumerate() {
        if !word.han && lexicon().is(&word.text, Class::Speech) {
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
    while lexicon().is(&facts.words[last].text, Class::Between) {
        last = last.checked_sub(1)?;
    }
    let word = &facts.words[last];
    let opens = last == 0 || word.from == clause.start;
    if word.from < clause.start
        || word.number
        || lexicon().is(&word.text, Class::Nobody)
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
    facts.clauses.iter().filter(|_| facts.chinese).filter_map(|clause| {
        let verb = facts.cues(Class::Speech, clause).next()?;
        let from = (clause.start..verb.span.start).find(|i| facts.folded[*i].is_alphanumeric())?;
        (verb.span.start - from <= MOST_NAME).then_some(from..verb.span.start)
    })
}

/// Why the edit moves the statement from the claim's claimant to somebody else; `None` where it does not, or where
/// either text leaves open who said it.
pub fn changed(watch: &Watch, before: &View, after: &View) -> Option<String> {
    let claimant = watch.claim.claimant.as_deref()?;
    let (old, new) = (speakers(&before.facts), speakers(&after.facts));
    let said_by = Facts::read(claimant, None, None);
    let rumour = said_by.has(Class::Unnamed, &said_by.all());
    let is_claimant = |view: &View, speaker: &Speaker| match speaker {
        Speaker::Unnamed => rumour,
        Speaker::Named(span) => !rumour && names_claimant(watch, view, span),
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
fn names_claimant(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    let entity = watch.claimants.iter().any(|entity| {
        view.scan
            .entities
            .get(entity)
            .is_some_and(|all| all.iter().any(|s| s.start < span.end && span.start < s.end))
    });
    let inside = view.facts.words.iter().filter(|w| span.start <= w.from && w.to <= span.end && !w.stop);
    entity
        || inside.into_iter().any(|w| watch.claimant_words.iter().any(|c| !c.stop && likeness(c, w) >= 1.0))
}
