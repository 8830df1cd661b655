//! The built program as a user runs it: real HTTP on loopback, a real SQLite file, real signals.
//! One test crate, so that it links once.

#![expect(clippy::unwrap_used, reason = "what fails in a test is to end it; helpers are no exception")]

mod archive;
mod article;
mod common;
mod config;
mod crash;
mod daemon;
mod deadlines;
mod decide;
mod demo;
mod deploy;
mod fetching;
mod first;
mod flags;
mod health;
mod help;
mod inspect;
mod judge;
mod mutes;
mod news;
mod noise;
mod pdf;
mod raise;
mod readme;
mod review;
mod sentence;
mod sources;
mod stale;
