//! Editing sources.toml.
