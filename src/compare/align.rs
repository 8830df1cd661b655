//! Passages that only one of two captures has → changes.

use std::collections::{HashMap, HashSet};

use crate::model::passage::{Change, Passage, Role};

use super::key::{Key, letters};
use super::moved::Matched;

/// Least likeness of two passages at the same place, of the only two there, and of two anywhere.
const SAME_PLACE: f64 = 0.3;
const ONLY_TWO: f64 = 0.12;
const ANYWHERE: f64 = 0.5;
/// Groups with more pairs than this are aligned by their rare words only.
const MAX_PAIRS: usize = 4_096;
/// A token in more passages than this says nothing about which of them is meant.
const MAX_SHARED: usize = 40;

struct Aligner<'a> {
    before: &'a [Passage],
    after: &'a [Passage],
    old: &'a [Key],
    new: &'a [Key],
    /// What has no partner yet.
    gone: Vec<bool>,
    fresh: Vec<bool>,
    pairs: Vec<(usize, usize)>,
}

/// Pairs what was left over: by its place in a table, feed or document, then by likeness in the same gap between
/// passages that stayed, then by likeness anywhere; the rest was removed or added.
pub(super) fn align(
    before: &[Passage],
    after: &[Passage],
    old: &[Key],
    new: &[Key],
    matched: &Matched,
) -> Vec<Change> {
    let mut aligner = Aligner {
        before,
        after,
        old,
        new,
        gone: matched.to_new.iter().map(Option::is_none).collect(),
        fresh: matched.to_old.iter().map(Option::is_none).collect(),
        pairs: Vec::new(),
    };
    let backbone = backbone(&matched.to_new);
    aligner.leave_window();
    aligner.by_place();
    aligner.by_gap(&backbone);
    aligner.by_rare_words(ANYWHERE);
    aligner.changes(&backbone)
}

impl Aligner<'_> {
    /// Passages of an entry that left its feed or window are no change.
    fn leave_window(&mut self) {
        let entries: HashSet<&str> =
            self.after.iter().filter_map(|passage| passage.entry.as_deref()).collect();
        for (i, passage) in self.before.iter().enumerate() {
            if passage.entry.as_deref().is_some_and(|entry| !entries.contains(entry)) {
                self.gone[i] = false;
            }
        }
    }

    /// Rows by their row header, fields by their path, sentences of an entry by their field.
    fn by_place(&mut self) {
        let mut groups: HashMap<Place<'_>, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (i, passage) in self.before.iter().enumerate().filter(|(i, _)| self.gone[*i]) {
            if let Some(place) = Place::of(passage) {
                groups.entry(place).or_default().0.push(i);
            }
        }
        for (j, passage) in self.after.iter().enumerate().filter(|(j, _)| self.fresh[*j]) {
            if let Some(group) = Place::of(passage).and_then(|place| groups.get_mut(&place)) {
                group.1.push(j);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, (_, new))| !new.is_empty()).collect();
        groups.sort_unstable_by_key(|(_, (old, _))| old.first().copied());
        for (place, (old, new)) in groups {
            match place {
                Place::Row { .. } | Place::Field { .. } => {
                    old.iter().zip(&new).for_each(|(i, j)| self.pair(*i, *j));
                }
                Place::Entry { .. } => self.group(&old, &new),
            }
        }
    }

    /// What stands between the same two passages that stayed.
    fn by_gap(&mut self, backbone: &[(usize, usize)]) {
        let mut gaps: Vec<(Vec<usize>, Vec<usize>)> = vec![(Vec::new(), Vec::new()); backbone.len() + 1];
        for i in (0..self.before.len()).filter(|i| self.gone[*i]) {
            gaps[backbone.partition_point(|(anchor, _)| *anchor < i)].0.push(i);
        }
        for j in (0..self.after.len()).filter(|j| self.fresh[*j]) {
            gaps[backbone.partition_point(|(_, anchor)| *anchor < j)].1.push(j);
        }
        for (old, new) in gaps.into_iter().filter(|(old, new)| !old.is_empty() && !new.is_empty()) {
            self.resplit(&old, &new);
            self.group(&old, &new);
        }
    }

    /// Sentences that were only split or joined are no change.
    fn resplit(&mut self, old: &[usize], new: &[usize]) {
        if old.len() * new.len() > MAX_PAIRS {
            return;
        }
        let olds: Vec<String> = old.iter().map(|i| letters(&self.old[*i].text)).collect();
        let news: Vec<String> = new.iter().map(|j| letters(&self.new[*j].text)).collect();
        for (whole, at) in olds.iter().zip(old) {
            if let Some(parts) = run_of(whole, &news) {
                self.gone[*at] = false;
                new[parts].iter().for_each(|j| self.fresh[*j] = false);
            }
        }
        for (whole, at) in news.iter().zip(new) {
            if self.fresh[*at]
                && let Some(parts) = run_of(whole, &olds)
            {
                self.fresh[*at] = false;
                old[parts].iter().for_each(|i| self.gone[*i] = false);
            }
        }
    }

    /// Pairs the passages of one place by likeness; of nearly equal likeness the order decides.
    fn group(&mut self, old: &[usize], new: &[usize]) {
        let old: Vec<usize> = old.iter().copied().filter(|i| self.gone[*i]).collect();
        let new: Vec<usize> = new.iter().copied().filter(|j| self.fresh[*j]).collect();
        if old.len() * new.len() > MAX_PAIRS {
            return;
        }
        let mut candidates = Vec::new();
        for (m, &i) in old.iter().enumerate() {
            for (n, &j) in new.iter().enumerate() {
                let likeness = self.likeness(i, j);
                if likeness >= SAME_PLACE {
                    candidates.push((likeness - 0.1 * distance(m, old.len(), n, new.len()), i, j));
                }
            }
        }
        self.take_best(candidates);
        let left: Vec<usize> = old.into_iter().filter(|i| self.gone[*i]).collect();
        let came: Vec<usize> = new.into_iter().filter(|j| self.fresh[*j]).collect();
        if let ([i], [j]) = (left.as_slice(), came.as_slice())
            && self.before[*i].role == self.after[*j].role
            && self.likeness(*i, *j) >= ONLY_TWO
        {
            self.pair(*i, *j);
        }
    }

    /// Pairs what is alike wherever it stands; candidates are found by the tokens that few passages have.
    fn by_rare_words(&mut self, floor: f64) {
        let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
        for j in (0..self.after.len()).filter(|j| self.fresh[*j]) {
            let mut last = None;
            for token in &self.new[j].tokens {
                if last != Some(token) {
                    index.entry(*token).or_default().push(j);
                }
                last = Some(token);
            }
        }
        let mut candidates = Vec::new();
        for i in (0..self.before.len()).filter(|i| self.gone[*i]) {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for token in &self.old[i].tokens {
                for j in index.get(token).filter(|list| list.len() <= MAX_SHARED).into_iter().flatten() {
                    *shared.entry(*j).or_default() += 1;
                }
            }
            let mut best: Vec<(usize, usize)> = shared.into_iter().collect();
            best.sort_unstable_by_key(|(j, count)| (std::cmp::Reverse(*count), *j));
            for (j, _) in best.into_iter().take(8) {
                let likeness = self.likeness(i, j);
                let entries_agree = self.before[i].entry == self.after[j].entry;
                if likeness >= floor && entries_agree {
                    candidates.push((likeness, i, j));
                }
            }
        }
        self.take_best(candidates);
    }

    fn take_best(&mut self, mut candidates: Vec<(f64, usize, usize)>) {
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, i, j) in candidates {
            if self.gone[i] && self.fresh[j] {
                self.pair(i, j);
            }
        }
    }

    fn likeness(&self, i: usize, j: usize) -> f64 {
        self.old[i].likeness(&self.new[j])
    }

    fn pair(&mut self, i: usize, j: usize) {
        self.gone[i] = false;
        self.fresh[j] = false;
        self.pairs.push((i, j));
    }

    /// Pairs, removals and additions in the order of the new capture; one copy more or less of a passage that both
    /// captures have is none.
    fn changes(&self, backbone: &[(usize, usize)]) -> Vec<Change> {
        let mut out: Vec<((usize, usize), Change)> = self
            .pairs
            .iter()
            .map(|&(i, j)| ((2 * j + 2, i), Change { before: Some(i), after: Some(j) }))
            .collect();
        let still: HashSet<&str> = self.new.iter().map(|key| key.text.as_str()).collect();
        let known: HashSet<&str> = self.old.iter().map(|key| key.text.as_str()).collect();
        for i in
            (0..self.before.len()).filter(|i| self.gone[*i] && !still.contains(self.old[*i].text.as_str()))
        {
            let anchor = backbone.partition_point(|(anchor, _)| *anchor < i).checked_sub(1);
            let place = anchor.map_or(1, |at| 2 * backbone[at].1 + 3);
            out.push(((place, i), Change { before: Some(i), after: None }));
        }
        for j in
            (0..self.after.len()).filter(|j| self.fresh[*j] && !known.contains(self.new[*j].text.as_str()))
        {
            out.push(((2 * j + 2, 0), Change { before: None, after: Some(j) }));
        }
        out.sort_unstable_by_key(|(place, _)| *place);
        out.into_iter().map(|(_, change)| change).collect()
    }
}

/// A place that keeps its name when what stands there changes.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Place<'a> {
    Row { heading: Option<&'a str>, entry: Option<&'a str>, header: &'a str },
    Field { entry: Option<&'a str>, path: &'a str },
    Entry { entry: &'a str, field: &'a str },
}

impl<'a> Place<'a> {
    fn of(passage: &'a Passage) -> Option<Self> {
        let entry = passage.entry.as_deref();
        match passage.role {
            Role::TableRow => {
                let (header, _) = passage.text.split_once(" | ")?;
                Some(Self::Row { heading: passage.heading.as_deref(), entry, header })
            }
            // A row of a listing shifts with every new row: its id says which it is.
            Role::Field if entry.is_some() && passage.path.starts_with('$') => {
                Some(Self::Field { entry, path: "" })
            }
            Role::Field | Role::Title => Some(Self::Field { entry, path: &passage.path }),
            _ => {
                let rest = passage.path.rsplit_once("]/").map_or("", |_| field_of(&passage.path));
                entry.map(|entry| Self::Entry { entry, field: rest })
            }
        }
    }
}

/// `summary` of `entry[…]/summary/p[1]/s[2]`.
fn field_of(path: &str) -> &str {
    ["summary", "content"].into_iter().find(|field| path.contains(&format!("]/{field}"))).unwrap_or_default()
}

/// The longest run of pairs that keeps the order of both captures.
fn backbone(to_new: &[Option<usize>]) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> =
        to_new.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?))).collect();
    // Patience sorting: the top of each pile, and for each pair the pair below it.
    let mut tops: Vec<usize> = Vec::new();
    let mut below: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, j)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|top| pairs[*top].1 < *j);
        below.push(pile.checked_sub(1).map(|pile| tops[pile]));
        if pile == tops.len() {
            tops.push(at);
        } else {
            tops[pile] = at;
        }
    }
    let mut out = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied();
    while let Some(here) = at {
        out.push(pairs[here]);
        at = below[here];
    }
    out.reverse();
    out
}

/// Where `whole` is two or more neighbouring `parts` put together.
fn run_of(whole: &str, parts: &[String]) -> Option<std::ops::Range<usize>> {
    if whole.is_empty() {
        return None;
    }
    (0..parts.len()).find_map(|start| {
        let mut rest = whole;
        for (end, part) in parts.iter().enumerate().skip(start) {
            rest = rest.strip_prefix(part.as_str()).filter(|_| !part.is_empty())?;
            if rest.is_empty() {
                return (end > start).then_some(start..end + 1);
            }
        }
        None
    })
}

/// How far apart two places are in their groups, 0 to 1.
fn distance(m: usize, of: usize, n: usize, among: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "groups hold at most MAX_PAIRS passages")]
    let share = |at: usize, length: usize| at as f64 / length.max(1) as f64;
    (share(m, of) - share(n, among)).abs()
}
