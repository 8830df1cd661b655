//! Wires the stages together: leases, sweeps, signals, reload, shutdown.

pub mod check;
pub mod claims;
mod dispatch;
pub mod engine;
mod health;
mod judged;
pub mod lock;
pub mod reassess;
pub mod run;
pub mod sweep;
