//! Step 4: what else tells how a text stands to a claim, each signal a sentence for a person.

pub mod bearing;
pub mod contrast;
pub mod correction;
pub mod doer;
pub mod measures;
pub mod office;
pub mod owner;
pub mod part;
pub mod plan;
pub mod polarity;
pub mod restated;
pub mod speaker;
pub mod time;
