//! Step 2: a text taken apart once, and a passage with what its surroundings add.

pub mod facts;
pub mod view;
pub mod words;
