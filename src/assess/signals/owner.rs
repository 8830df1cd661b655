//! Whether a passage speaks of a claim's subjects, and to whom a value in it belongs.

use std::ops::Range;

use super::doer;
use super::measures::apart;
use crate::assess::claim::Watch;
use crate::assess::find::index::Index;
use crate::assess::lexicon::{Class, lexicon};
use crate::assess::read::view::View;
use crate::assess::read::words::{Word, likeness};
use crate::model::claim::Slot;

/// Share of a name, by its letters, that claim or page must know for the name to be theirs: two in five.
const KNOWN: (usize, usize) = (2, 5);

/// How a passage names the subjects of a claim.
#[derive(Debug, Default)]
pub struct Subject {
    /// Names found in the passage itself.
    pub own: Vec<usize>,
    /// Names found only around it.
    pub around: Vec<usize>,
    /// Other entities that the passage names and the claim does not.
    pub foreign: Vec<usize>,
    /// Every subject is named here or around.
    pub complete: bool,
}

impl Subject {
    /// The subjects of the claim in `view`; `None` where the passage is not about them. Subjects that a person gave must
    /// be meant; those that were only read out of the sentence may be missing where the rest of its words is there.
    pub fn find(watch: &Watch, view: &View, index: &Index) -> Option<Self> {
        let mut subject = Self::default();
        let mut missing = 0;
        for &entity in &watch.names.subjects {
            if view.scan.entities.contains_key(&entity) {
                subject.own.push(entity);
            } else if view.around.contains(&entity) {
                subject.around.push(entity);
            } else {
                missing += 1;
            }
        }
        subject.complete = missing == 0;
        let given = watch.gave(Slot::Subject);
        let allowed = may_lack(watch.names.subjects.len());
        if given && (missing > allowed || subject.own.len() + subject.around.len() == 0) {
            return None;
        }
        subject.foreign = view
            .scan
            .entities
            .iter()
            .filter(|(e, spans)| {
                index.is_declared(**e)
                    && !watch.names.subjects.contains(e)
                    && !watch.others.contains(e)
                    && spans.iter().any(|s| !aside(view, s) && !covered(watch, view, s))
            })
            .map(|(e, _)| *e)
            .collect();
        let taken = subject.own.is_empty() || (!subject.around.is_empty() && !view.refers);
        if given && !subject.foreign.is_empty() && taken {
            return None;
        }
        Some(subject)
    }

    /// Of whom else than the subjects the value at `span` is said, and whether that one is declared.
    pub fn belongs_elsewhere(
        &self,
        watch: &Watch,
        view: &View,
        span: &Range<usize>,
        index: &Index,
    ) -> Option<(String, bool)> {
        if let Some(found) = Self::done_by_another(watch, view, span.start, index) {
            return Some(found);
        }
        let clause = view.facts.clause(span.start);
        let inside = |s: &Range<usize>| clause.start <= s.start && s.end <= clause.end;
        let complete = watch
            .names
            .subjects
            .iter()
            .all(|e| view.scan.entities.get(e).is_some_and(|spans| spans.iter().any(inside)));
        if watch.names.subjects.len() > 1
            && watch.gave(Slot::Subject)
            && !complete
            && let Some(name) = partner(watch, view, &clause)
        {
            return Some((name, true));
        }
        let nearest = |entities: &[usize]| {
            entities
                .iter()
                .flat_map(|e| view.scan.entities.get(e).into_iter().flatten().map(move |s| (*e, s)))
                .filter(|(_, s)| inside(s) && !aside(view, s))
                .map(|(e, s)| (apart(s, span) + usize::from(s.start > span.end) * 12, e))
                .min()
        };
        let (far, foreign) = nearest(&self.foreign)?;
        let theirs = match nearest(&watch.names.subjects) {
            None => true,
            Some(_) if watch.names.subjects.len() > 1 => !complete,
            Some((near, _)) => far < near,
        };
        theirs.then(|| (index.name(foreign).to_owned(), true))
    }

    /// Who else than the subjects the statement that stands at `at` is about. A sentence without a name of its own
    /// takes up what the page, its heading or the sentence before is about.
    pub fn done_by_another(watch: &Watch, view: &View, at: usize, index: &Index) -> Option<(String, bool)> {
        let of = |e: &usize, span: &Range<usize>| {
            view.scan.entities.get(e).is_some_and(|spans| spans.contains(span))
        };
        let ours = |span: &Range<usize>| {
            let subjects = watch.names.subjects.iter().chain(&watch.others);
            let declared = view.scan.entities.iter().any(|(e, s)| index.is_declared(*e) && s.contains(span));
            subjects.into_iter().any(|e| of(e, span))
                || covered(watch, view, span)
                || (!declared && is_known(watch, view, span))
        };
        let holders = watch.names.subjects.first().and_then(|first| view.scan.entities.get(first));
        if watch.names.subjects.len() > 1
            && let Some(holders) = holders
            && holders.iter().all(|s| doer::compared(&view.facts, s))
        {
            return Some(("another than the claim's subject".to_owned(), true));
        }
        let names = view
            .scan
            .entities
            .iter()
            .filter(|(e, _)| index.is_declared(**e) || watch.names.subjects.contains(e));
        let known = names.flat_map(|(_, spans)| spans).filter(|s| !aside(view, s)).cloned().collect();
        let name = doer::doer(&view.facts, known, at, ours)?;
        let declared = view.scan.entities.iter().filter(|(e, _)| index.is_declared(**e));
        let entity = declared.into_iter().find(|(_, spans)| spans.contains(&name)).map(|(e, _)| *e);
        let stranger = || format!("“{}”", view.facts.slice(name.clone()));
        Some((entity.map_or_else(stranger, |e| index.name(e).to_owned()), entity.is_some()))
    }

    /// What was matched, in words.
    pub fn reason(&self, index: &Index) -> Option<String> {
        let names = |list: &[usize]| list.iter().map(|e| index.name(*e)).collect::<Vec<_>>().join(", ");
        match (self.own.is_empty(), self.around.is_empty()) {
            (false, true) => Some(format!("subject: {}", names(&self.own))),
            (false, false) => Some(format!(
                "subject: {}; {} from the title, heading or sentence before",
                names(&self.own),
                names(&self.around)
            )),
            (true, false) => {
                Some(format!("subject from the title, heading or sentence before: {}", names(&self.around)))
            }
            (true, true) => None,
        }
    }
}

/// Whether claim or page know the name at `span`, at least what tells in it: “Ellery” in “Port Ellery”, not “Bay” in
/// “Harlan Bay” for a claim about “Marlow Bay”.
fn is_known(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    let words = || view.facts.words.iter().filter(|w| w.from < span.end && span.start < w.to && !w.stop);
    if words().all(|w| w.han) {
        let name = view.facts.slice(span.clone());
        return watch.says(&name) || view.topic_says(&name);
    }
    let known = |w: &Word| {
        let claim = watch.wording.iter().flatten().flat_map(|f| &f.words);
        claim.chain(&view.topic).any(|k| likeness(k, w) >= 0.7)
    };
    let letters = |w: &Word| w.text.chars().count();
    let total: usize = words().map(letters).sum();
    words().filter(|w| known(w)).map(letters).sum::<usize>() * KNOWN.1 >= total * KNOWN.0
}

/// How many of so many subjects may go unnamed: of a list of customers two are enough.
pub fn may_lack(subjects: usize) -> usize {
    subjects.saturating_sub(2)
}

/// A name unknown to claim and config that the clause brings in as the other party (`a deal with Acme`).
fn partner(watch: &Watch, view: &View, clause: &Range<usize>) -> Option<String> {
    view.facts.words.windows(2).find_map(|pair| {
        let [before, name] = pair else { return None };
        // `a stake in Acme`: what the term is about
        let of_term = matches!(before.text.as_str(), "in" | "of" | "for")
            && view
                .scan
                .hits
                .iter()
                .any(|h| watch.names.metric.contains(&h.phrase) && h.span.end + 1 == before.from);
        let introduced = of_term || matches!(before.text.as_str(), "with" | "from" | "by");
        let known = view.scan.hits.iter().any(|h| h.span.start < name.to && name.from < h.span.end);
        let stranger = name.name && !name.number && !known && !watch.says(&name.text);
        let product = watch
            .names
            .subjects
            .iter()
            .flat_map(|e| view.scan.entities.get(e).into_iter().flatten())
            .any(|s| s.end <= name.from && name.from <= s.end + 1)
            && !lexicon().is(&name.text, Class::CompanyPart);
        ((introduced || product) && stranger && clause.contains(&name.from))
            .then(|| format!("“{}”", name.text))
    })
}

/// Named only by the way: `Nvidia-backed CoreWeave`.
fn aside(view: &View, span: &Range<usize>) -> bool {
    let after = view.facts.slice(span.end..span.end + 12);
    let participle = after.strip_prefix('-').and_then(|rest| rest.split(' ').next());
    participle.is_some_and(|w| w.ends_with("ed")) || ["支持的", "投资的"].iter().any(|w| after.starts_with(w))
}

/// The name stands inside a longer name of one of the subjects (`Microsoft` in `Microsoft AI`).
fn covered(watch: &Watch, view: &View, span: &Range<usize>) -> bool {
    watch.names.subjects.iter().any(|e| {
        view.scan.entities.get(e).is_some_and(|spans| {
            spans.iter().any(|s| s.start <= span.start && span.end <= s.end && s != span)
        })
    })
}
