//! A folder with a config, a server on loopback, and the built binary.

mod daemon;
mod desk;
pub mod pages;
pub mod pdf;
mod server;
mod wait;

pub use daemon::Daemon;
pub use desk::{CLAIMS, Desk};
pub use server::{Answer, Server};
pub use wait::{Gate, until, until_true};
