//! Step 4: what else tells how a text stands to a claim, each signal a sentence for a person.

pub mod contrast;
pub mod correction;
pub mod doer;
pub mod measures;
pub mod owner;
pub mod part;
pub mod plan;
pub mod polarity;
pub mod speaker;
pub mod time;
