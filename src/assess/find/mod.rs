//! Step 1: which claims a passage may concern.

pub mod index;
pub mod keys;
