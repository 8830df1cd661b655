//! What a number can be the number of: measures that stand close to values and claim them for themselves.

use std::ops::Range;

use crate::assess::claim::Watch;
use crate::assess::lexicon::{Class, Meaning, lexicon};
use crate::assess::read::facts::Facts;
use crate::assess::read::view::View;

/// Sums of these are never a side of something else, within so many characters.
const OF_ITS_OWN: &[&str] = &["debt", "donation", "dividend", "tax", "turnout"];
const OF_ITS_OWN_NEAR: usize = 30;

/// A measure named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Place in [`crate::assess::lexicon::Lexicon::families`].
    pub family: usize,
    pub span: Range<usize>,
}

impl Named {
    pub fn family(&self) -> &'static str {
        lexicon().families.get(self.family).map_or("", String::as_str)
    }
}

/// Every measure that `facts` names.
pub fn measures(facts: &Facts) -> impl Iterator<Item = Named> + '_ {
    facts.cues.iter().flat_map(|cue| {
        cue.meanings().iter().filter_map(|meaning| match meaning {
            Meaning::Measure(family) => Some(Named { family: *family, span: cue.span.clone() }),
            _ => None,
        })
    })
}

/// How many characters lie between two stretches.
pub fn apart(a: &Range<usize>, b: &Range<usize>) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// The measure that stands nearest to `span` within its clause, with its distance in characters.
pub fn nearest(facts: &Facts, span: &Range<usize>) -> Option<(Named, usize)> {
    let clause = facts.clause(span.start);
    measures(facts)
        .filter(|n| clause.start <= n.span.start && n.span.end <= clause.end)
        .map(|n| {
            let far = apart(&n.span, span);
            (n, far)
        })
        .min_by_key(|(n, d)| (*d, std::cmp::Reverse(n.span.len())))
}

/// The measure near a value that makes it a figure of that kind alone.
pub fn of_its_own(facts: &Facts, span: &Range<usize>) -> Option<Named> {
    let clause = facts.clause(span.start);
    measures(facts).find(|n| {
        OF_ITS_OWN.contains(&n.family())
            && clause.contains(&n.span.start)
            && apart(&n.span, span) <= OF_ITS_OWN_NEAR
    })
}

/// Whether `valued at` at `span` is said of a thing (`a contract valued at`), not of a company.
pub fn priced(facts: &Facts, span: &Range<usize>) -> bool {
    const VALUED: &[&str] = &["valued at", "worth", "value", "价值", "作价"];
    let ahead = facts.words.partition_point(|w| w.to <= span.start);
    let before = &facts.words[ahead.saturating_sub(2)..ahead];
    VALUED.contains(&facts.slice(span.clone()).as_str())
        && before.iter().any(|w| lexicon().is(&w.text, Class::Thing))
}

/// Whether the thing is the claim's own.
pub fn priced_by(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    view.scan.hits.iter().any(|h| {
        h.span.end <= span.start && apart(&h.span, span) <= 12 && watch.names.metric.contains(&h.phrase)
    })
}
