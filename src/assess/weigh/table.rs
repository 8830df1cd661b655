//! The weights of all signals, as data: `weights.toml`, which `tools/fit` makes out of labelled changes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("weights.toml")).unwrap_or_default());

/// For each sum the weight of each of its signals.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// How far a change bears on a claim, both in one language.
    pub one_language: BTreeMap<String, f64>,
    /// The same where they differ in language.
    pub across: BTreeMap<String, f64>,
    /// What a text says of a claim: for `supports`, for `refutes`.
    pub stance: BTreeMap<String, [f64; 2]>,
}

/// The weights in the order in which code makes the signals; the default where the table has none.
pub fn column<W: Copy + Default>(weights: &BTreeMap<String, W>, signals: &[(&'static str, f64)]) -> Vec<W> {
    signals.iter().map(|(name, _)| weights.get(*name).copied().unwrap_or_default()).collect()
}

/// A signal, how much of it there is, and how much it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    pub name: &'static str,
    pub value: f64,
    pub weight: f64,
}

impl Weighing {
    pub fn all(signals: &[(&'static str, f64)], weights: &[f64]) -> Vec<Self> {
        let both = signals.iter().zip(weights);
        both.map(|((name, value), weight)| Self { name, value: *value, weight: *weight }).collect()
    }

    /// What it adds to the sum.
    pub fn share(&self) -> f64 {
        self.value * self.weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::weigh::{bears, stance};

    #[test]
    fn every_signal_has_a_weight_and_every_weight_a_signal() {
        let table: Table = toml::from_str(include_str!("weights.toml")).unwrap();
        let names = |signals: Vec<&'static str>| {
            let mut names: Vec<String> = signals.into_iter().map(str::to_owned).collect();
            names.sort();
            names
        };
        let [one, across] = bears::names();
        assert_eq!(table.one_language.into_keys().collect::<Vec<_>>(), names(one));
        assert_eq!(table.across.into_keys().collect::<Vec<_>>(), names(across));
        assert_eq!(table.stance.into_keys().collect::<Vec<_>>(), names(stance::names()));
    }
}
