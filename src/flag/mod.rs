//! Findings become flags: what is raised, merged, overtaken, reverted or kept quiet. Pure; the store carries
//! the plan out in the transaction that moves the baseline.

mod news;
mod plan;

pub use plan::{Candidate, Known, Place, Plan, Setting, plan};

use sha2::{Digest, Sha256};

/// Names a passage whatever its typography: a hash of its folded letters and digits.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let folded = crate::text::fold(text);
    let letters: String =
        folded.text.chars().filter(|c| c.is_alphanumeric() || "%.$€£¥-".contains(*c)).collect();
    crate::store::events::hex(&Sha256::digest(letters.as_bytes())[..12])
}
