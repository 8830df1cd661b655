//! The value reader: any text, no panic, every span inside the text.
#![no_main]

use claimwatch::text::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let length = text.chars().count();
    for value in read(text, &ReadOptions::default()).values {
        assert!(value.start < value.end && value.end <= length);
        assert!(value.low.zip(value.high).is_none_or(|(low, high)| low <= high));
    }
});
