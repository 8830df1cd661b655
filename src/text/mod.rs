//! Room: text.
