//! Step 6: what each text says of the claim, and what the change from one to the other means.

mod case;
pub mod change;
pub mod page;
mod picked;
mod sight;
mod valued;
mod worded;
