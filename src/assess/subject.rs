//! Whether a passage speaks of a claim's subjects, and to whom a value in it belongs.

use std::ops::Range;

use super::doer;
use super::index::Index;
use super::measures::apart;
use super::slots::Slots;
use super::view::View;

/// How a passage names the subjects of a claim.
#[derive(Debug, Default)]
pub(super) struct Subject {
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
    /// The subjects of `slots` in `view`; `None` where the passage is not about them.
    pub(super) fn find(slots: &Slots, view: &View) -> Option<Self> {
        let mut subject = Self::default();
        let mut missing = 0;
        for &entity in &slots.subjects {
            if view.scan.entities.contains_key(&entity) {
                subject.own.push(entity);
            } else if view.around.contains(&entity) {
                subject.around.push(entity);
            } else {
                missing += 1;
            }
        }
        let allowed = may_lack(slots.subjects.len());
        if missing > allowed || subject.own.len() + subject.around.len() == 0 {
            return None;
        }
        subject.complete = missing == 0;
        subject.foreign = view
            .scan
            .entities
            .iter()
            .filter(|(e, spans)| {
                !slots.subjects.contains(e)
                    && !slots.others.contains(e)
                    && spans.iter().any(|s| !aside(view, s) && !covered(slots, view, s))
            })
            .map(|(e, _)| *e)
            .collect();
        let taken = subject.own.is_empty() || (!subject.around.is_empty() && !view.refers);
        if !subject.foreign.is_empty() && taken {
            return None;
        }
        Some(subject)
    }

    /// Whether the value at `span` is said of someone else than the subjects.
    pub(super) fn belongs_elsewhere(
        &self,
        slots: &Slots,
        view: &View,
        span: &Range<usize>,
        index: &Index,
    ) -> Option<String> {
        if let Some(name) = self.done_by_another(slots, view, span.start, index) {
            return Some(name);
        }
        let clause = view.facts.clause(span.start);
        let inside = |s: &Range<usize>| clause.start <= s.start && s.end <= clause.end;
        let complete = slots
            .subjects
            .iter()
            .all(|e| view.scan.entities.get(e).is_some_and(|spans| spans.iter().any(inside)));
        if slots.subjects.len() > 1
            && !complete
            && let Some(name) = partner(slots, view, &clause)
        {
            return Some(name);
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
        let theirs = match nearest(&slots.subjects) {
            None => true,
            Some(_) if slots.subjects.len() > 1 => !complete,
            Some((near, _)) => far < near,
        };
        theirs.then(|| index.name(foreign).to_owned())
    }

    /// Who else than the subjects the statement that stands at `at` is about.
    pub(super) fn done_by_another(
        &self,
        slots: &Slots,
        view: &View,
        at: usize,
        index: &Index,
    ) -> Option<String> {
        if self.own.is_empty() {
            return None;
        }
        let ours = |span: &Range<usize>| {
            let of = |e: &usize| view.scan.entities.get(e).is_some_and(|spans| spans.contains(span));
            slots.subjects.iter().chain(&slots.others).any(of) || covered(slots, view, span)
        };
        let holders = slots.subjects.first().and_then(|first| view.scan.entities.get(first));
        if slots.subjects.len() > 1
            && let Some(holders) = holders
            && holders.iter().all(|s| doer::compared(&view.facts, s))
        {
            return Some("another than the claim's subject".to_owned());
        }
        let known = view.scan.entities.values().flatten().filter(|s| !aside(view, s)).cloned().collect();
        let name = doer::doer(&view.facts, known, at, ours)?;
        let entity = view.scan.entities.iter().find(|(_, spans)| spans.contains(&name)).map(|(e, _)| *e);
        Some(entity.map_or_else(|| format!("“{}”", view.facts.slice(name)), |e| index.name(e).to_owned()))
    }

    /// What was matched, in words.
    pub(super) fn reason(&self, index: &Index) -> String {
        let names = |list: &[usize]| list.iter().map(|e| index.name(*e)).collect::<Vec<_>>().join(", ");
        match (self.own.is_empty(), self.around.is_empty()) {
            (false, true) => format!("subject: {}", names(&self.own)),
            (false, false) => {
                format!(
                    "subject: {}; {} from the title, heading or sentence before",
                    names(&self.own),
                    names(&self.around)
                )
            }
            _ => format!("subject from the title, heading or sentence before: {}", names(&self.around)),
        }
    }
}

/// How many of so many subjects may go unnamed: of a list of customers two are enough.
pub(super) fn may_lack(subjects: usize) -> usize {
    subjects.saturating_sub(2)
}

/// Words that stand behind a company's name and name no product of it.
const PART_OF_COMPANY: &[&str] =
    &["ai", "ceo", "cfo", "cto", "coo", "inc", "corp", "group", "plc", "ltd", "co", "llc", "pbc"];

/// A name unknown to claim and config that the clause brings in as the other party (`a deal with Acme`).
fn partner(slots: &Slots, view: &View, clause: &Range<usize>) -> Option<String> {
    view.facts.words.windows(2).find_map(|pair| {
        let [before, name] = pair else { return None };
        // `a stake in Acme`: what the term is about
        let of_term = matches!(before.text.as_str(), "in" | "of" | "for")
            && view
                .scan
                .hits
                .iter()
                .any(|h| slots.metric.contains(&h.phrase) && h.span.end + 1 == before.from);
        let introduced = of_term || matches!(before.text.as_str(), "with" | "from" | "by");
        let known = view.scan.hits.iter().any(|h| h.span.start < name.to && name.from < h.span.end);
        let stranger = name.name && !name.number && !known && !slots.folded.contains(&name.text);
        let product = slots
            .subjects
            .iter()
            .flat_map(|e| view.scan.entities.get(e).into_iter().flatten())
            .any(|s| s.end <= name.from && name.from <= s.end + 1)
            && !PART_OF_COMPANY.contains(&name.text.as_str());
        ((introduced || product) && stranger && clause.contains(&name.from))
            .then(|| format!("“{}”", name.text))
    })
}

/// Named only by the way: `Nvidia-backed CoreWeave`.
fn aside(view: &View, span: &Range<usize>) -> bool {
    let after = view.facts.slice(span.end..span.end + 8);
    ["-backed", "-owned", "支持的", "投资的", "-based"].iter().any(|w| after.starts_with(w))
}

/// The name stands inside a longer name of one of the subjects (`Microsoft` in `Microsoft AI`).
fn covered(slots: &Slots, view: &View, span: &Range<usize>) -> bool {
    slots.subjects.iter().any(|e| {
        view.scan.entities.get(e).is_some_and(|spans| {
            spans.iter().any(|s| s.start <= span.start && span.end <= s.end && s != span)
        })
    })
}
