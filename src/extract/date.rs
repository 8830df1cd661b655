//! Dates as feeds and page metadata write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Utc};

/// Reads a timestamp in one of the many forms in use; one without a zone is taken as UTC, so that its day stays the
/// day that was written.
#[must_use]
pub fn timestamp(raw: &str) -> Option<DateTime<Utc>> {
    let text = raw.trim();
    if text.len() < 8 || text.len() > 80 {
        return None;
    }
    let text = plain(text);
    DateTime::parse_from_rfc3339(&text)
        .or_else(|_| DateTime::parse_from_rfc2822(&text))
        .map(|date| date.to_utc())
        .ok()
        .or_else(|| zoned(&text))
        .or_else(|| naive(&text).map(|date| Utc.from_utc_datetime(&date)))
        .filter(plausible)
}

/// One line, `年月日` as dashes, week days and long names of months as RFC 2822 has them.
fn plain(text: &str) -> String {
    // A point behind the first colon belongs to the seconds.
    let (day, time) = text.split_at(text.find(':').unwrap_or(text.len()));
    let out = day.replace(['年', '月', '/', '.'], "-").replace('日', " ") + time;
    let words: Vec<&str> = out.split_whitespace().collect();
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        let letters = word.trim_end_matches([',', '-']);
        if WEEK_DAYS.iter().any(|day| starts_with_word(letters, day)) {
            continue;
        }
        match MONTHS.iter().find(|month| starts_with_word(letters, month)) {
            Some(month) => kept.push(month[..3].to_owned()),
            None if matches!(letters, "UTC" | "UT" | "Z" | "GMT") => kept.push("+0000".to_owned()),
            None => kept.push(word.trim_end_matches(',').to_owned()),
        }
    }
    kept.join(" ")
}

const WEEK_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `word` is `full` or a beginning of it of three letters or more.
fn starts_with_word(word: &str, full: &str) -> bool {
    word.len() >= 3
        && word.is_ascii()
        && full.len() >= word.len()
        && full[..word.len()].eq_ignore_ascii_case(word)
}

fn zoned(text: &str) -> Option<DateTime<Utc>> {
    const FORMS: [&str; 9] = [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%d %H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M %z",
        "%d %b %Y %H:%M:%S %z",
        "%d %b %Y %H:%M %z",
        "%b %d %Y %H:%M:%S %z",
        "%d %b %y %H:%M:%S %z",
    ];
    let named =
        ZONES.iter().find_map(|(name, offset)| text.strip_suffix(name).map(|head| format!("{head}{offset}")));
    let text = named.as_deref().unwrap_or(text);
    FORMS
        .iter()
        .find_map(|form| DateTime::<FixedOffset>::parse_from_str(text, form).ok())
        .map(|date| date.to_utc())
}

const ZONES: [(&str, &str); 9] = [
    ("EST", "-0500"),
    ("EDT", "-0400"),
    ("CST", "-0600"),
    ("CDT", "-0500"),
    ("MST", "-0700"),
    ("MDT", "-0600"),
    ("PST", "-0800"),
    ("PDT", "-0700"),
    ("JST", "+0900"),
];

fn naive(text: &str) -> Option<NaiveDateTime> {
    const TIMES: [&str; 8] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%d %b %Y %H:%M:%S",
        "%d %b %Y %H:%M",
        "%b %d %Y %H:%M:%S",
        "%b %d %Y %I:%M %p",
    ];
    const DAYS: [&str; 5] = ["%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%b %d %Y", "%d-%b-%Y"];
    TIMES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).or_else(|| {
        DAYS.iter()
            .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
            .and_then(|day| day.and_hms_opt(0, 0, 0))
    })
}

fn plausible(date: &DateTime<Utc>) -> bool {
    use chrono::Datelike;
    (1980..=2200).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_use() {
        for (text, want) in [
            ("2025-10-28T13:00:00Z", "2025-10-28T13:00:00+00:00"),
            ("2025-10-28T13:00:00.250+08:00", "2025-10-28T05:00:00.250+00:00"),
            ("2025-10-28T13:00:00+0800", "2025-10-28T05:00:00+00:00"),
            ("Tue, 28 Oct 2025 13:00:00 GMT", "2025-10-28T13:00:00+00:00"),
            ("Thurs, 28 October 2025 13:00:00 -0400", "2025-10-28T17:00:00+00:00"),
            ("28 Oct 2025 13:00:00 EST", "2025-10-28T18:00:00+00:00"),
            ("2026-11-23 08:00:00", "2026-11-23T08:00:00+00:00"),
            ("2025-10-28", "2025-10-28T00:00:00+00:00"),
            ("October 28, 2025", "2025-10-28T00:00:00+00:00"),
            ("2025年10月28日 09:30", "2025-10-28T09:30:00+00:00"),
            ("2025/10/28 09:30:15", "2025-10-28T09:30:15+00:00"),
        ] {
            assert_eq!(timestamp(text).map(|date| date.to_rfc3339()).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "yesterday", "0000-00-00", "12345678901", "28 hours", "９９９９-９９-９９"] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }
}
