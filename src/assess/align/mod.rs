//! Step 3: a claim and the two texts of a change, word by word and value by value.

pub mod apart;
pub mod compare;
pub mod compared;
pub mod edit;
pub mod values;
pub mod wording;
