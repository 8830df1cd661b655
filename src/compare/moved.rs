//! Passages that both captures have, wherever they stand.

use std::collections::HashMap;

use crate::model::passage::Passage;

use super::key::Key;

/// Which passage of the other capture each passage is.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) to_new: Vec<Option<usize>>,
    pub(super) to_old: Vec<Option<usize>>,
}

/// How closely the places of two equal passages must agree, round by round.
#[derive(Debug, Clone, Copy)]
enum Round {
    BothNeighbours,
    Previous,
    Next,
    Heading,
    Anywhere,
}

/// Pairs passages of equal text.
///
/// Of several equal ones those pair first that stand in the same entry between the same neighbours, then beside one
/// of them, then under the same heading, then any in order: so the copy that was edited is the one left over.
pub(super) fn matched(before: &[Passage], after: &[Passage], old: &[Key], new: &[Key]) -> Matched {
    let mut matched = Matched { to_new: vec![None; old.len()], to_old: vec![None; new.len()] };
    for round in [Round::BothNeighbours, Round::Previous, Round::Next, Round::Heading, Round::Anywhere] {
        let mut free: HashMap<_, Vec<usize>> = HashMap::new();
        for j in (0..new.len()).rev().filter(|j| matched.to_old[*j].is_none()) {
            free.entry(place(after, new, j, round)).or_default().push(j);
        }
        for i in 0..old.len() {
            if matched.to_new[i].is_none()
                && let Some(j) = free.get_mut(&place(before, old, i, round)).and_then(Vec::pop)
            {
                matched.to_new[i] = Some(j);
                matched.to_old[j] = Some(i);
            }
        }
    }
    matched
}

/// A passage's text with as much of its place as the round asks for.
fn place<'a>(passages: &'a [Passage], keys: &'a [Key], i: usize, round: Round) -> [Option<&'a str>; 5] {
    let text = |at: Option<usize>| at.and_then(|at| keys.get(at)).map(|key| key.text.as_str());
    let own = text(Some(i));
    let entry = passages[i].entry.as_deref();
    let previous = || text(i.checked_sub(1));
    let next = || text(Some(i + 1));
    match round {
        Round::BothNeighbours => [own, entry, previous(), next(), None],
        Round::Previous => [own, entry, previous(), None, None],
        Round::Next => [own, entry, None, next(), None],
        Round::Heading => [own, entry, None, None, passages[i].heading.as_deref()],
        Round::Anywhere => [own, None, None, None, None],
    }
}
