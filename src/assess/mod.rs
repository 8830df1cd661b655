//! Room: assess.
