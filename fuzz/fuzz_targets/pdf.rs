//! Any bytes read as a PDF, in this process: what the program does in a child must not go wrong often.
#![no_main]

use claimwatch::extract::pdf;
use claimwatch::reader::text_of_pdf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(text) = text_of_pdf(body.to_vec()) {
        drop(pdf(&text));
    }
});
