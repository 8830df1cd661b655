//! Room: extract.
