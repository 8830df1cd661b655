//! Lengths of time, sizes, ids, addresses and cron patterns as they are written in the files.

use std::time::Duration;

use chrono::{TimeZone, Utc};
use croner::parser::{CronParser, Seconds, Year};
use croner::{Cron, Direction};
use url::Url;

/// Longest length of time that a file may name.
const LONGEST: Duration = Duration::from_hours(10 * 365 * 24);

/// Reads a length of time: `90s`, `30m`, `2h`, `1d`, `1w`.
///
/// # Errors
/// In words, with what to write instead.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    const HELP: &str = "write a whole number and one of s, m, h, d, w, such as 90s, 30m, 2h, 1d, 1w";
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err(format!("“{text}” is no length of time; {HELP}")),
    };
    let number: u64 = number.parse().map_err(|_| format!("“{text}” is no length of time; {HELP}"))?;
    number
        .checked_mul(seconds)
        .map(Duration::from_secs)
        .filter(|d| *d <= LONGEST)
        .ok_or_else(|| format!("“{text}” is longer than ten years; {HELP}"))
}

/// Reads a size in bytes: `500KB`, `10MB`, `10MiB`, `1GB`, or a bare number of bytes.
///
/// # Errors
/// In words, with what to write instead.
pub fn parse_size(text: &str) -> Result<u64, String> {
    const HELP: &str = "write a whole number and one of B, KB, MB, GB, KiB, MiB, GiB, such as 10MB";
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let bytes = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err(format!("“{text}” is no size; {HELP}")),
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(bytes))
        .ok_or_else(|| format!("“{text}” is no size; {HELP}"))
}

/// Whether an id is a slug: lower-case ASCII letters, digits, `-`, `_`, `.`, first a letter or digit, at most 80.
pub fn is_slug(id: &str) -> bool {
    id.len() <= 80
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
        && id.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
}

/// The nearest slug to any text, for proposals; `None` when no letter or digit is left.
pub fn slug(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 80 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    (!out.is_empty()).then(|| out.to_owned())
}

/// Reads the address of a source: http or https, with a host and without a name or password in it.
///
/// # Errors
/// Message and what to write instead.
pub fn parse_url(text: &str) -> Result<Url, (String, String)> {
    let url = Url::parse(text).map_err(|e| {
        let help = "write the whole address, such as https://www.example.org/news";
        // What stands before an @ may be a password.
        let shown = text.rsplit('@').next().unwrap_or_default();
        (format!("“{shown}” is no address: {e}"), help.to_owned())
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        let message = format!("addresses with “{}:” are not watched", url.scheme());
        return Err((message, "write an address that starts with https:// or http://".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let help = r#"take it out and write headers = { Authorization = "env:NAME" }"#;
        return Err(("the address holds a user name or password".to_owned(), help.to_owned()));
    }
    Ok(url)
}

/// Reads a cron pattern of five fields, or six with seconds first.
///
/// # Errors
/// In words, with what to write instead.
pub fn parse_cron(pattern: &str) -> Result<Cron, String> {
    const HELP: &str = "write five fields (minute, hour, day, month, weekday), or six with seconds first, \
                        such as 0 */2 * * *";
    if pattern.len() > 200 {
        return Err(format!("the cron pattern is longer than 200 characters; {HELP}"));
    }
    CronParser::builder()
        .seconds(Seconds::Optional)
        .year(Year::Disallowed)
        .build()
        .parse(pattern)
        .map_err(|e| format!("“{pattern}” is no cron pattern ({e}); {HELP}"))
}

/// The shortest time between two of the next few times of a pattern; `None` when it never comes.
pub(super) fn shortest_gap(cron: &Cron) -> Option<Duration> {
    // Any fixed moment does: what is looked for is how close together the times of the pattern lie.
    let from = Utc.timestamp_opt(1_735_689_600, 0).single()?;
    let times: Vec<_> = cron.iter_from(from, Direction::Forward).take(61).collect();
    times.first()?;
    let gaps = times.windows(2).filter_map(|pair| (pair[1] - pair[0]).to_std().ok());
    Some(gaps.min().unwrap_or(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations() {
        let read = |s: &str| parse_duration(s).map(|d| d.as_secs());
        assert_eq!(read("90s"), Ok(90));
        assert_eq!(read("30m"), Ok(1_800));
        assert_eq!(read(" 2 h "), Ok(7_200));
        assert_eq!(read("1d"), Ok(86_400));
        assert_eq!(read("1w"), Ok(604_800));
        assert_eq!(read("0s"), Ok(0));
        for bad in
            ["", "30", "m", "1.5h", "-1s", "30 minutes", "1h30m", "３０m", "99999999999999999999s", "9999w"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(parse_duration("30 minutes").unwrap_err().contains("30m"));
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("10MB"), Ok(10_000_000));
        assert_eq!(parse_size("10 MiB"), Ok(10 << 20));
        assert_eq!(parse_size("1024"), Ok(1024));
        for bad in ["", "MB", "10 megs", "1e6", "99999999999GB"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn slugs() {
        assert!(is_slug("microsoft-stake-49") && is_slug("36kr") && is_slug("a_b.c"));
        for bad in ["", "-a", ".a", "A", "a b", "微软", "a/b", &"a".repeat(81)] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert_eq!(slug("  Microsoft: 49% Stake! "), Some("microsoft-49-stake".to_owned()));
        assert_eq!(slug("微软"), None);
    }

    #[test]
    fn cron_patterns() {
        assert!(parse_cron("0 */2 * * *").is_ok() && parse_cron("*/30 0 8 * * MON-FRI").is_ok());
        for bad in ["", "* * * *", "0 0 0 1 1 * 2027", "61 * * * *", "5/5 * * * *", "every day"] {
            assert!(parse_cron(bad).is_err(), "{bad}");
        }
        let gap = |p: &str| shortest_gap(&parse_cron(p).unwrap());
        assert_eq!(gap("*/5 * * * * *"), Some(Duration::from_secs(5)));
        assert_eq!(gap("0 */2 * * *"), Some(Duration::from_hours(2)));
        assert_eq!(gap("0 0 30 2 *"), None);
    }

    #[test]
    fn addresses() {
        assert!(parse_url("https://zh.wikipedia.org/wiki/微软").is_ok());
        for bad in ["", "example.org", "ftp://a.org", "file:///etc/passwd", "https://", "https://u:p@a.org"] {
            assert!(parse_url(bad).is_err(), "{bad}");
        }
        let (message, help) = parse_url("https://u:hidden@a.org:99999").unwrap_err();
        assert!(!message.contains("hidden") && !help.contains("hidden"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = (parse_duration(&text), parse_size(&text), parse_cron(&text), parse_url(&text));
            prop_assert!(slug(&text).is_none_or(|s| is_slug(&s)));
        }
    }
}
