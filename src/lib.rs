//! claimwatch: a fact-checking claim tracker with a scheduled source monitor.
//!
//! ```text
//! schedule → fetch → extract → compare → assess → flag → review → publish
//! ```

pub mod archive;
pub mod article;
pub mod assess;
pub mod cli;
pub mod clock;
pub mod compare;
pub mod config;
pub mod daemon;
pub mod extract;
pub mod fetch;
pub mod flag;
pub mod hash;
pub mod judge;
pub mod meaning;
pub mod model;
pub mod reader;
pub mod review;
pub mod schedule;
pub mod store;
pub mod text;
