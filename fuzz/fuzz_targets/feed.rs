//! Any bytes read as a feed: no panic, and no passage without text.
#![no_main]

use claimwatch::extract::{Options, extract};
use claimwatch::model::source::SourceKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let options = Options { kind: Some(SourceKind::Feed), ..Options::default() };
    if let Ok(document) = extract(body, &options) {
        assert!(document.passages.iter().all(|passage| !passage.text.trim().is_empty()));
    }
});
