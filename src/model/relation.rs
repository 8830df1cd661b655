//! How a passage stands to a claim.

use serde::{Deserialize, Serialize};

use super::value::Value;

/// Declares an enum whose variants have one stable word each, used in JSON, SQL and on the command line.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every variant, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("“{s}” is not one of {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The coarse relation of a change to a claim.
    Relation {
        Supports = "supports",
        Differs = "differs",
        Mentions = "mentions",
        Withdrawn = "withdrawn",
        Unrelated = "unrelated",
    }
}

words! {
    /// The fine relation: why the coarse one holds.
    Detail {
        Same = "same",
        RoundingEqual = "rounding_equal",
        Refined = "refined",
        ChangedLaterPeriod = "changed_later_period",
        ChangedSamePeriod = "changed_same_period",
        ScenarioMoved = "scenario_moved",
        OutcomeReached = "outcome_reached",
        DeadlinePassed = "deadline_passed",
        Negated = "negated",
        /// Said to have been wrong: a correction or retraction.
        Corrected = "corrected",
        AttributionChanged = "attribution_changed",
        PassageRemoved = "passage_removed",
        SourceGone = "source_gone",
        OlderValue = "older_value",
        MentionOnly = "mention_only",
        /// No rule: the configured judge.
        RaisedByJudge = "raised_by_judge",
        /// A person found what was not flagged.
        RaisedByHand = "raised_by_hand",
    }
}

words! {
    /// What a lone text says of a claim.
    Stance {
        Supports = "supports",
        Refutes = "refutes",
        Neutral = "neutral",
    }
}

/// The judgement on one claim and one change, with everything a person needs to check it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub relation: Relation,
    pub detail: Detail,
    /// Whether the change is put before a human or kept as new evidence.
    pub bears_on: bool,
    /// Rank in 0..1.
    pub score: f64,
    pub stance_before: Stance,
    pub stance_after: Stance,
    /// The value that the claim (or the passage before) states and the one that the passage after states.
    pub old: Option<Value>,
    pub new: Option<Value>,
    /// Which slots matched by which words, and what could not be compared.
    pub reasons: Vec<String>,
}

impl Assessment {
    /// Whether the change is put before a human: what bears on the claim and is more than one more support of it.
    #[must_use]
    pub fn is_flag(&self) -> bool {
        self.bears_on && matches!(self.relation, Relation::Differs | Relation::Withdrawn | Relation::Mentions)
    }
}
