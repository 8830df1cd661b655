//! The words of the project as types: claims, slots, values, sources, captures, changes, flags, decisions.
//! No I/O, and nothing here knows how a value is read or a page fetched.

pub mod claim;
pub mod flag;
pub mod passage;
pub mod relation;
pub mod source;
pub mod value;
