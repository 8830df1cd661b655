//! An optional second opinion, behind an OpenAI-compatible endpoint that the config names.
//!
//! It may raise and never lower. Of what the rules leave undecided it may make a flag of its own, marked as such; a
//! flag of the rules without a value it may rank higher and explain. An answer that is late, malformed or quotes what
//! the passage does not say is as good as none. What it is asked is kept and counted by the store; asking is wired in
//! `daemon::judged`.

mod answer;
mod client;
mod question;
mod verdict;

pub use answer::Opinion;
pub use client::{Judge, Unanswered};
pub use question::{BAND, Question, worth_asking};
pub use verdict::heard;
