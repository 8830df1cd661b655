//! Room: fetch.
