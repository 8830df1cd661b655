//! Times of day and spans of hours, as the day they fall on: `this morning`, `right now`, `晚上十一点`, `6个小时前`.

use chrono::NaiveDate;

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_zh::number;
use super::token::Kind;
use super::{number_en, relative_en};
use crate::model::value::Grain;

/// `this morning`, `right now`, `at present`, `5 hours ago`, `the last 24 hours`
pub(super) fn read_en(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference.filter(|_| !c.guess)?;
    let (by, to) = match (t.text(i), t.text(i + 1)) {
        ("this", "morning" | "afternoon" | "evening") | ("right", "now") | ("at", "present") => (0, i + 2),
        ("at", "the") if matches!(t.text(i + 2), "moment" | "minute") => (0, i + 3),
        ("last", "night") => (-1, i + 2),
        ("now", next) => {
            let ends = next.is_empty() || t.is(i + 1, Kind::Sign);
            let placed = matches!(t.before(i, 1), "between" | "until" | "till" | "to" | "and");
            return (ends || placed).then(|| calendar::on(reference).at(i, i + 1));
        }
        _ => return spans_en(c, i, reference),
    };
    calendar::around(reference, Grain::Day, by).map(|s| s.at(i, to))
}

/// Hours in a unit of at most a day, a shorter one counts as none.
fn hours(word: &str) -> Option<i64> {
    match word {
        "hour" | "hours" | "hrs" => Some(1),
        "minute" | "minutes" | "mins" | "second" | "seconds" => Some(0),
        _ => None,
    }
}

/// `5 hours ago`, `3 minutes from now`, `the last 24 hours`, `5 coming minutes`
fn spans_en(c: &Context, i: usize, reference: NaiveDate) -> Option<Found> {
    let t = c.tokens;
    let first = relative_en::direction(t.text(i)).filter(|by| *by != 0);
    let (n, at) = number_en::whole(t, i + usize::from(first.is_some()))?;
    let inner = relative_en::direction(t.text(at)).filter(|by| *by != 0);
    let unit = at + usize::from(inner.is_some());
    let days = hours(t.text(unit))? * i64::from(n).min(10_000) / 24;
    if let Some(by) = first.or(inner) {
        return around(reference, days * i64::from(by)).map(|s| s.at(i, unit + 1));
    }
    let (sign, to) = match (t.text(unit + 1), t.text(unit + 2)) {
        ("ago" | "earlier", _) => (-1, unit + 2),
        ("later" | "hence", _) => (1, unit + 2),
        ("from", "now") => (1, unit + 3),
        _ => return None,
    };
    calendar::shift_days(reference, days * sign).map(|d| calendar::on(d).at(i, to))
}

/// The days between the reference and the one `days` away.
fn around(reference: NaiveDate, days: i64) -> Option<Span> {
    let other = calendar::shift_days(reference, days)?;
    Some(Span { start: other.min(reference), end: other.max(reference), grain: Grain::Day })
}

/// Parts of the day; the ones that name their day are read with 今天 and 昨天.
const PARTS: &[&str] = &[
    "早上", "早晨", "清晨", "凌晨", "上午", "中午", "正午", "下午", "午后", "傍晚", "晚上", "晚间", "夜里",
    "夜间", "深夜", "当晚",
];

/// `下午`, `晚上十一点钟`, `6个小时前`, `未来48小时`
pub(super) fn read_zh(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference.filter(|_| !c.guess)?;
    if let Some(at) = PARTS.iter().find_map(|word| t.spells(i, word)) {
        // 8月3日上午 is said already
        let said = c.earlier.filter(|found| found.grain == Grain::Day && found.start == found.end);
        if said.is_some_and(|found| found.to == i) {
            return None;
        }
        let day = said.map_or(reference, |found| found.start);
        return Some(calendar::on(day).at(i, clock(c, at)));
    }
    spans_zh(c, i, reference)
}

/// Skips `十一点钟`, `8点30分`, `十时许`.
fn clock(c: &Context, i: usize) -> usize {
    let t = c.tokens;
    let Some((_, at)) = number(c, i).filter(|(n, at)| *n <= 24 && matches!(t.text(*at), "点" | "时"))
    else {
        return i;
    };
    let at = at + 1;
    if matches!(t.text(at), "钟" | "整" | "半" | "许") {
        return at + 1;
    }
    match number(c, at) {
        Some((n, next)) if n < 60 && t.text(next) == "分" => next + 1,
        _ => at,
    }
}

fn spans_zh(c: &Context, i: usize, reference: NaiveDate) -> Option<Found> {
    const AROUND: &[(&str, i64)] =
        &[("最近", -1), ("过去", -1), ("之前", -1), ("前", -1), ("未来", 1), ("今后", 1)];
    const UNITS: &[(&str, i64)] =
        &[("个小时", 1), ("小时", 1), ("个钟头", 1), ("钟头", 1), ("分钟", 0), ("秒钟", 0), ("秒", 0)];
    const AFTER: &[(&str, i64)] =
        &[("之前", -1), ("以前", -1), ("前", -1), ("之后", 1), ("以后", 1), ("后", 1)];
    let t = c.tokens;
    let sign = AROUND.iter().find_map(|(word, sign)| Some((t.spells(i, word)?, *sign)));
    let at = sign.map_or(i, |(at, _)| at);
    let (n, next) = if t.text(at) == "半" { (0, at + 1) } else { number(c, at)? };
    let (unit, to) = UNITS.iter().find_map(|(word, hours)| Some((*hours, t.spells(next, word)?)))?;
    let days = i64::from(n) * unit / 24;
    if let Some((_, sign)) = sign {
        return around(reference, days * sign).map(|s| s.at(i, to));
    }
    let (to, sign) = AFTER.iter().find_map(|(word, sign)| Some((t.spells(to, word)?, *sign)))?;
    calendar::shift_days(reference, days * sign).map(|d| calendar::on(d).at(i, to))
}
