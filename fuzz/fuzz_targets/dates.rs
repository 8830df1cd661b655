//! The date reader: any text beside a reference day, no panic, no period that ends before it starts.
#![no_main]

use chrono::NaiveDate;
use claimwatch::text::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i16, &str)| {
    let (days, text) = input;
    let reference = NaiveDate::from_ymd_opt(2025, 3, 11)
        .and_then(|day| day.checked_add_signed(chrono::TimeDelta::days(i64::from(days))));
    for date in read(text, &ReadOptions { lang: None, reference }).dates {
        assert!(date.start <= date.end, "{date:?}");
    }
});
