//! Flags and what a person decides about them.

use super::relation::words;

words! {
    /// Where a flag stands.
    FlagState {
        Open = "open",
        Deferred = "deferred",
        Decided = "decided",
        Suppressed = "suppressed",
        Merged = "merged",
        Reverted = "reverted",
    }
}

words! {
    /// What a person decides about a flag.
    Verdict {
        /// Was right, has changed.
        Update = "update",
        /// Was wrong.
        Correct = "correct",
        Refine = "refine",
        Confirm = "confirm",
        Unrelated = "unrelated",
        SourceError = "source-error",
        Dispute = "dispute",
    }
}
