//! The built program as a user runs it: real HTTP on loopback, a real SQLite file, real signals.
//! One test crate, so that it links once.

mod common;
mod first;
mod flags;
mod news;
mod noise;
mod review;
