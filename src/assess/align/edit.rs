//! Where two texts differ, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::assess::read::words::Word;

/// One replaced, added or removed stretch; ranges of word indices on both sides, either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub before: std::ops::Range<usize>,
    pub after: std::ops::Range<usize>,
}

/// The edits that turn `before` into `after`. A missing side counts as empty: then everything is one edit.
/// The way back gives the same places.
pub fn edits(before: &[Word], after: &[Word]) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.iter().map(|w| w.text.as_str()).collect(), after.iter().map(|w| w.text.as_str()).collect());
    if old <= new {
        return ordered(&old, &new);
    }
    ordered(&new, &old).into_iter().map(|e| Edit { before: e.after, after: e.before }).collect()
}

fn ordered(old: &[&str], new: &[&str]) -> Vec<Edit> {
    capture_diff_slices(Algorithm::Myers, old, new)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal { .. } => None,
            DiffOp::Delete { old_index, old_len, new_index } => {
                Some(Edit { before: old_index..old_index + old_len, after: new_index..new_index })
            }
            DiffOp::Insert { old_index, new_index, new_len } => {
                Some(Edit { before: old_index..old_index, after: new_index..new_index + new_len })
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                Some(Edit { before: old_index..old_index + old_len, after: new_index..new_index + new_len })
            }
        })
        .collect()
}

/// For each word of one side, how many words it stands from the nearest edit; 0 inside one.
pub fn distances(count: usize, spots: impl Iterator<Item = std::ops::Range<usize>>) -> Vec<usize> {
    let mut near = vec![usize::MAX; count];
    for spot in spots {
        for i in spot.clone() {
            if let Some(slot) = near.get_mut(i) {
                *slot = 0;
            }
        }
        // An insertion on the other side touches the two words around its place.
        if spot.is_empty() {
            for i in [spot.start.wrapping_sub(1), spot.start] {
                if let Some(slot) = near.get_mut(i) {
                    *slot = (*slot).min(1);
                }
            }
        }
    }
    for i in 1..count {
        near[i] = near[i].min(near[i - 1].saturating_add(1));
    }
    for i in (1..count).rev() {
        near[i - 1] = near[i - 1].min(near[i].saturating_add(1));
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::read::words::words;

    #[test]
    fn a_changed_number_is_one_edit() {
        let (old, new) = (words("It holds 49 % of the shares"), words("It holds 27 % of the shares"));
        assert_eq!(edits(&old, &new), [Edit { before: 2..3, after: 2..3 }]);
    }

    #[test]
    fn distance_grows_from_the_edit() {
        assert_eq!(distances(5, std::iter::once(1..2)), [1, 0, 1, 2, 3]);
        assert_eq!(distances(4, std::iter::once(2..2)), [2, 1, 1, 2]);
        assert_eq!(distances(2, std::iter::empty()), [usize::MAX, usize::MAX]);
    }
}
