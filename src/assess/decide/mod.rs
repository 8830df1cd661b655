//! Step 6: what each text says of the claim, and what the change from one to the other means.

pub mod change;
pub mod page;
pub mod sight;
