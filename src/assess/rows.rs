//! The signals of changes as rows, for `tools/fit`, which makes the table of weights out of them.

use std::collections::BTreeMap;

use super::align::compared::Compared;
use super::matcher::{Input, Matcher};
use super::read::view::Views;
use super::signals::contrast::Signals;
use super::weigh::bears::Bearing;
use super::weigh::stance;

/// The signals of a claim and a change, by the names that the table of weights has.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Place of the claim in the list that the matcher was made of.
    pub claim: usize,
    /// Claim and texts differ in language.
    pub across: bool,
    /// What tells how far the change bears on the claim.
    pub bears: BTreeMap<&'static str, f64>,
    /// What tells the stance of the text before and of that after; nothing where there is no text.
    pub stances: [BTreeMap<&'static str, f64>; 2],
    /// How far the change bears on the claim by the weights as they are, in 0..=1.
    pub score: f64,
}

impl Matcher {
    /// The signals of every change and every claim that it may concern.
    #[must_use]
    pub fn rows(&self, input: &Input<'_>) -> Vec<Row> {
        let before = input.before.map(|d| Views::new(self.index(), d, input.captured));
        let after = Views::new(self.index(), input.after, input.captured);
        let mut out = Vec::new();
        for change in input.every_change() {
            let [old, new] = Views::sides(before.as_ref(), &after, change);
            for claim in self.concerned(input, old, new) {
                let compared = Compared::new((claim, self.watch(claim)), self.index(), [old, new]);
                let Some(compared) = compared else { continue };
                let bearing = Bearing::of(&compared);
                let stance =
                    |at| Signals::read(&compared, at).map(|s| stance::signals(&s).into_iter().collect());
                out.push(Row {
                    claim,
                    across: compared.across,
                    bears: bearing.signals.iter().map(|s| (s.name, s.value)).collect(),
                    stances: [0, 1].map(|at| stance(at).unwrap_or_default()),
                    score: bearing.rank(),
                });
            }
        }
        out
    }
}
