//! Step 5: weights. Signals become a score and a stance.

pub mod bears;
pub mod stance;
pub mod table;
