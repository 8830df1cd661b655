//! A JSONPath on its first line, a document below: no panic, and what `select` reads is what the path finds.
#![no_main]

use claimwatch::extract::{Options, extract, query};
use claimwatch::model::source::SourceKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (select, body) = input.split_once('\n').unwrap_or(("$", input));
    let options = Options { kind: Some(SourceKind::Json), ..Options::default() };
    drop(extract(body.as_bytes(), &options));
    let selected = extract(body.as_bytes(), &Options { select: Some(select), ..options });
    if let Ok(document) = serde_json::from_str(body) {
        let found = query(&document, select).map_or(0, |nodes| nodes.len());
        assert!(selected.is_err() || found > 0);
    }
});
