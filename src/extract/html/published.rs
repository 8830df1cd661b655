//! When a page says that it was published: linked data, metadata, marked times, visible lines, its address.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::super::{Options, clean, date};
use super::tree::text_of;
use super::words::dateline;
use crate::text::{ReadOptions, read};

/// The first of them that is a date, and none of a time after the visit.
pub(super) fn published(html: &Html, options: &Options<'_>) -> Option<DateTime<Utc>> {
    let latest = options.now.map(|now| now + TimeDelta::days(1));
    let sane = |date: &DateTime<Utc>| date.year() >= 1990 && latest.is_none_or(|latest| *date <= latest);
    linked_data(html)
        .filter(sane)
        .or_else(|| dated(html, META_DATES, "content").filter(sane))
        .or_else(|| dated(html, "[itemprop='datePublished']", "datetime").filter(sane))
        .or_else(|| dated(html, MARKED_TIMES, "datetime").filter(sane))
        .or_else(|| visible(html).filter(sane))
        .or_else(|| of_address(options.url?).filter(sane))
}

const META_DATES: &str = "meta[property='article:published_time'], meta[property='og:published_time'], meta[property='og:article:published_time'], \
    meta[itemprop='datePublished'], meta[name='article:published_time'], meta[name='pubdate' i], meta[name='publishdate' i], \
    meta[name='publish-date' i], meta[name='publish_date' i], meta[name='publication_date' i], meta[name='parsely-pub-date'], \
    meta[name='sailthru.date'], meta[name='dc.date.issued' i], meta[name='dc.date.created' i], meta[name='dcterms.date' i], \
    meta[name='dcterms.created' i], meta[name='dc.date' i], meta[name='citation_publication_date'], meta[name='date' i], \
    meta[property='bt:pubDate'], meta[itemprop='dateCreated']";
const MARKED_TIMES: &str =
    "time[pubdate], time[class*='publish' i], article time[datetime], main time[datetime], time[datetime]";

fn dated(html: &Html, selector: &str, attribute: &str) -> Option<DateTime<Utc>> {
    let selector = Selector::parse(selector).ok()?;
    let value = |element: ElementRef<'_>| {
        element
            .attr(attribute)
            .or_else(|| element.attr("content"))
            .map_or_else(|| text_of(*element), ToOwned::to_owned)
    };
    html.root_element().select(&selector).take(20).find_map(|element| moment(&value(element)))
}

/// A date as metadata or a person writes it.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    date::timestamp(text).or_else(|| day_in(&clean::line(text)))
}

/// The one day that a short text names, at midnight.
fn day_in(text: &str) -> Option<DateTime<Utc>> {
    let reading = read(text.get(..200).unwrap_or(text), &ReadOptions::default());
    let day = reading.dates.iter().find(|date| date.start == date.end && !date.fiscal)?;
    Some(midnight(day.start))
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// `datePublished` of the first object in JSON-LD that has one.
fn linked_data(html: &Html) -> Option<DateTime<Utc>> {
    let selector = Selector::parse("script[type='application/ld+json' i]").ok()?;
    html.root_element().select(&selector).take(20).find_map(|script| {
        let text: String = script.text().collect();
        match serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) {
            Ok(value) => find_published(&value, 0),
            // Many hold line breaks within strings or a comma too many.
            Err(_) => DATE_PUBLISHED.captures(&text).and_then(|found| date::timestamp(&found[1])),
        }
    })
}

fn find_published(value: &Value, depth: usize) -> Option<DateTime<Utc>> {
    if depth > 8 {
        return None;
    }
    match value {
        Value::Object(object) => {
            object.get("datePublished").and_then(Value::as_str).and_then(date::timestamp).or_else(|| {
                ["@graph", "mainEntity", "mainEntityOfPage"]
                    .iter()
                    .find_map(|key| find_published(object.get(*key)?, depth + 1))
            })
        }
        Value::Array(items) => items.iter().take(200).find_map(|item| find_published(item, depth + 1)),
        _ => None,
    }
}

/// Lines before and after the headline in which a date may stand.
const LINES_BEFORE: usize = 6;
const LINES_AFTER: usize = 30;

/// A line near the headline that says when the page was published; a page without headline has its date at the top.
fn visible(html: &Html) -> Option<DateTime<Utc>> {
    let body = Selector::parse("body").ok().and_then(|body| html.root_element().select(&body).next())?;
    let heading = Selector::parse("h1").ok().and_then(|heading| {
        html.root_element()
            .select(&heading)
            .map(|h1| clean::line(&text_of(*h1)))
            .find(|text| !text.is_empty())
    });
    let text = text_of(*body);
    let lines: Vec<String> = text.lines().map(clean::line).filter(|line| !line.is_empty()).collect();
    let headline = heading.and_then(|heading| lines.iter().position(|line| *line == heading));
    let after = &lines[headline.unwrap_or(0)..];
    let before = &lines[headline.map_or(0, |at| at.saturating_sub(LINES_BEFORE))..headline.unwrap_or(0)];
    let near = || after.iter().take(LINES_AFTER).chain(before.iter().rev());
    // A line that says what its date is comes before one that is only a date.
    near().filter(|line| PUBLISHED.is_match(line)).find_map(|line| line_date(line)).or_else(|| {
        near()
            .filter(|line| dateline(line).is_some() || is_source_line(line))
            .find_map(|line| line_date(line))
    })
}

/// A date with its source: `2025-10-28 09:00 来源：…`.
fn is_source_line(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit()) && super::words::is_stamp(line)
}

fn line_date(line: &str) -> Option<DateTime<Utc>> {
    let copyright =
        line.contains(['©', 'Ⓒ']) || line.to_lowercase().contains("copyright") || line.contains("版权");
    if copyright || line.chars().count() > 140 {
        return None;
    }
    date::timestamp(line).or_else(|| day_in(line))
}

/// `/2025/10/28/`, `/2025-10-28-`, `/20251028/`, `/2025/oct/28/` in an address.
fn of_address(url: &url::Url) -> Option<DateTime<Utc>> {
    let found = IN_ADDRESS.captures(url.path())?;
    let month = found[2].to_lowercase();
    let month = match month.parse() {
        Ok(month) => month,
        Err(_) => u32::try_from(MONTHS.iter().position(|name| *name == month)? + 1).ok()?,
    };
    NaiveDate::from_ymd_opt(found[1].parse().ok()?, month, found[3].parse().ok()?).map(midnight)
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

#[expect(clippy::expect_used, reason = "constant patterns, compiled in the tests below")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("pattern compiles")
}

static DATE_PUBLISHED: LazyLock<Regex> = LazyLock::new(|| pattern(r#""datePublished"\s*:\s*"([^"]{8,40})""#));
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^[\[(（【]?\s*(?:first\s+)?(?:published|posted|released?|publication\s+date|date\s+published|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b
        | ^date\s*: | (?:发布|发表|刊发|發布|發表)(?:时间|日期|時間|于|於)? | (?:时间|日期|時間)\s*[:：] | (?:公開|掲載|投稿)日",
    )
});
static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[/_-])((?:19|20)\d{2})[/-]?(\d{2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-]?(\d{2})(?:[/_.-]|$)",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn day(head: &str, body: &str, url: &str) -> Option<String> {
        let html = Html::parse_document(&format!("<html><head>{head}</head><body>{body}</body></html>"));
        let url = url::Url::parse(url).ok();
        let now = "2026-01-01T00:00:00Z".parse().ok();
        published(&html, &Options { url: url.as_ref(), now, ..Options::default() })
            .map(|date| date.to_rfc3339())
    }

    const NOON: &str = "2025-10-28T13:00:00+00:00";
    const MIDNIGHT: &str = "2025-10-28T00:00:00+00:00";

    #[test]
    fn linked_data_comes_before_meta_and_time() {
        let data = r#"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2025-10-28T13:00:00Z"}]}</script>"#;
        let meta = "<meta property='article:published_time' content='2025-10-28T21:00:00+08:00'>";
        let time = "<article><time datetime='2025-10-28T13:00:00Z'>Tuesday</time></article>";
        for (head, body) in [(data, ""), (meta, ""), ("", time), (&*data.replace("}]}", "},]}"), "")] {
            assert_eq!(day(head, body, "").as_deref(), Some(NOON), "{head}{body}");
        }
        assert_eq!(day("<meta name=date content=soon>", "", ""), None);
    }

    #[test]
    fn lines_that_people_read() {
        for body in [
            "<h1>Stake falls</h1><p>Published on October 28, 2025</p><p>The deal of 3 May 2024 ended.</p>",
            "<p>28 October 2025</p><h1>Stake falls</h1><p>It holds 27%.</p>",
            "<h1>持股下降</h1><span>发布时间：2025-10-28 09:00</span><p>双方于2024年5月3日签约。</p>",
            "<h1>持股下降</h1><div>2025年10月28日 来源：示例财经</div>",
        ] {
            assert_eq!(
                day("", body, "").map(|day| day[..10].to_owned()).as_deref(),
                Some(&MIDNIGHT[..10]),
                "{body}"
            );
        }
        for body in [
            "<h1>Stake falls</h1><p>The deal of 3 May 2024 ended.</p>",
            "<h1>Stake falls</h1><p>© 1 January 2025 Harbour Wire</p>",
            "<h1>Stake falls</h1><p>Published on October 28, 2095</p>",
        ] {
            assert_eq!(day("", body, ""), None, "{body}");
        }
    }

    #[test]
    fn addresses_are_the_last_resort() {
        for path in ["2025/10/28/stake", "news/2025-10-28-stake", "20251028/1.html", "2025/oct/28/stake"] {
            assert_eq!(
                day("", "<p>x</p>", &format!("https://e.org/{path}")).as_deref(),
                Some(MIDNIGHT),
                "{path}"
            );
        }
        assert_eq!(day("", "<p>x</p>", "https://e.org/2025/13/40/a"), None);
        assert_eq!(day("", "<p>x</p>", "https://e.org/id/120251028"), None);
    }
}
