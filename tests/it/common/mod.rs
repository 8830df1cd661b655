//! A folder with a config, a server on loopback, and the built binary.

mod desk;
mod server;

pub use desk::Desk;
pub use server::{Answer, Server};
