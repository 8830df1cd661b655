//! Chinese dates that are counted from a reference day: 昨天, 上周五, 去年十月, 三天前.

use chrono::Datelike;

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_zh::{in_month, in_year, number};
use super::number_zh;
use crate::model::value::Grain;

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    c.reference?;
    if c.guess {
        // lengths of time stay values where nothing places them
        return day(c, i).or_else(|| year(c, i)).or_else(|| near(c, i)).or_else(|| bare_weekday(c, i));
    }
    day(c, i)
        .or_else(|| year(c, i))
        .or_else(|| span(c, i))
        .or_else(|| near(c, i))
        .or_else(|| away(c, i))
        .or_else(|| bare_weekday(c, i))
}

const DAYS: &[(&str, i32)] = &[
    ("大前天", -3),
    ("大后天", 3),
    ("今天", 0),
    ("今日", 0),
    ("本日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("昨晚", -1),
    ("前天", -2),
    ("前日", -2),
    ("明天", 1),
    ("明日", 1),
    ("后天", 2),
    ("次日", 1),
];

fn day(c: &Context, i: usize) -> Option<Found> {
    let (to, by) = DAYS.iter().find_map(|(word, by)| Some((c.tokens.spells(i, word)?, *by)))?;
    // 目前日益, 前日本
    (!matches!(c.tokens.text(to), "本" | "益"))
        .then(|| calendar::around(c.reference?, Grain::Day, by))?
        .map(|s| s.at(i, to))
}

/// Words for years, counted from the reference's.
const YEARS: &[(&str, i32)] = &[
    ("今年", 0),
    ("本年", 0),
    ("去年", -1),
    ("昨年", -1),
    ("上年", -1),
    ("明年", 1),
    ("下年", 1),
    ("前年", -2),
    ("后年", 2),
];

/// `今年`, `去年十月`, `明年上半年`, `年底`
fn year(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    let (at, by) = YEARS.iter().find_map(|(word, by)| Some((t.spells(i, word)?, *by)))?;
    let at = t.spells(at, "度").unwrap_or(at);
    let year = reference.year() + by;
    if let Some(found) = in_year(c, i, year, at) {
        return Some(found);
    }
    let whole = calendar::year(year)?;
    let (third, to) = match (t.text(at), t.text(at + 1)) {
        ("年", "底" | "末") => (Some(calendar::Third::Last), at + 2),
        ("年", "初") => (Some(calendar::Third::First), at + 2),
        ("底" | "末", _) => (Some(calendar::Third::Last), at + 1),
        ("初", _) => (Some(calendar::Third::First), at + 1),
        _ => (None, at),
    };
    let span = third.map_or(Some(whole), |third| calendar::third(whole, third))?;
    Some(span.at(i, to))
}

/// A unit of time at `i`, and the token after it.
fn grain(c: &Context, i: usize) -> Option<(Grain, usize)> {
    const UNITS: &[(&str, Grain)] = &[
        ("个月", Grain::Month),
        ("月", Grain::Month),
        ("个季度", Grain::Quarter),
        ("季度", Grain::Quarter),
        ("个星期", Grain::Week),
        ("星期", Grain::Week),
        ("个礼拜", Grain::Week),
        ("礼拜", Grain::Week),
        ("周", Grain::Week),
        ("天", Grain::Day),
        ("日", Grain::Day),
        ("年", Grain::Year),
    ];
    UNITS.iter().find_map(|(word, grain)| Some((*grain, c.tokens.spells(i, word)?)))
}

fn count(c: &Context, i: usize) -> Option<(i32, usize)> {
    let (n, next) = number(c, i).filter(|(n, _)| (1..1000).contains(n))?;
    Some((i32::try_from(n).ok()?, next))
}

/// `近三个月`, `过去五年`, `未来5年内`, `上两天`
fn span(c: &Context, i: usize) -> Option<Found> {
    const AROUND: &[(&str, i32)] = &[
        ("最近", -1),
        ("过去", -1),
        ("近", -1),
        ("上", -1),
        ("前", -1),
        ("未来", 1),
        ("今后", 1),
        ("接下来", 1),
        ("下", 1),
        ("后", 1),
    ];
    let (at, sign) = AROUND.iter().find_map(|(word, sign)| Some((c.tokens.spells(i, word)?, *sign)))?;
    let at = at + usize::from(c.tokens.text(at) == "的");
    let (n, next) = count(c, at)?;
    let (grain, to) = grain(c, next)?;
    let ordinal = matches!(c.tokens.text(i), "上" | "下" | "前" | "后") && n == 1;
    if ordinal
        || (grain == Grain::Day && c.tokens.text(to - 1) == "日")
        || (grain == Grain::Month && c.tokens.text(next) == "月")
    {
        return None;
    }
    let to = c.tokens.spells(to, "内").or_else(|| c.tokens.spells(to, "以来")).unwrap_or(to);
    // counted in days back from today, however long the unit
    let reference = c.reference?;
    let other = calendar::away(reference, grain, n * sign)?.start;
    let (start, end) = if sign < 0 { (other, reference) } else { (reference, other) };
    Some(Span { start, end, grain }.at(i, to))
}

/// 周, 星期 or 礼拜 at `i`; the token after it.
pub(super) fn week(c: &Context, i: usize) -> Option<usize> {
    ["星期", "礼拜", "周"].iter().find_map(|w| c.tokens.spells(i, w))
}

/// `周五`, `星期日`: the weekday (0 is Monday) and the token after it.
pub(super) fn weekday(c: &Context, i: usize) -> Option<(u32, usize)> {
    let at = week(c, i)?;
    let day = match c.tokens.han(at)? {
        '日' | '天' | '末' => 6,
        '两' | '零' | '〇' => return None,
        ch => number_zh::digit(ch).filter(|d| (1..=6).contains(d))? - 1,
    };
    Some((day, at + 1))
}

/// `上周`, `上周五`, `上上周`, `本月`, `下个月`, `上季度`, `同月`
fn near(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    let by = match t.text(i) {
        "上" => -1,
        "本" | "这" | "当" | "今" => 0,
        "下" => 1,
        _ => return None,
    };
    let doubled = t.text(i + 1) == t.text(i) && by != 0;
    let by = if doubled { by * 2 } else { by };
    let at = i + 1 + usize::from(doubled);
    let at = at + usize::from(t.text(at) == "一");
    let at = at + usize::from(t.text(at) == "个");
    if let Some((day, to)) = weekday(c, at) {
        return calendar::day_of_week(reference, by, day).map(|s| s.at(i, to));
    }
    if let Some(to) = week(c, at) {
        return calendar::around(reference, Grain::Week, by).map(|s| s.at(i, to));
    }
    if let Some(to) = t.spells(at, "季度").or_else(|| t.spells(at, "财季")) {
        return calendar::around(reference, Grain::Quarter, by).map(|s| s.at(i, to));
    }
    if t.text(at) != "月" {
        return None;
    }
    let month = calendar::around(reference, Grain::Month, by)?;
    if let Some((day, next)) = number(c, at + 1).filter(|(_, n)| matches!(t.text(*n), "日" | "号")) {
        return month.start.with_day(day).map(|d| calendar::on(d).at(i, next + 1));
    }
    let (span, to) = in_month(c, month, at + 1);
    Some(span.at(i, to))
}

/// `三天前`, `两个半月前`, `三星期之后`, `七年后`
fn away(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (n, next) = count(c, i)?;
    let (unit, mut at) =
        if t.spells(next, "个半月").is_some() { (Grain::Month, next + 3) } else { grain(c, next)? };
    if t.text(next) == "月" {
        return None;
    }
    let half = t.text(at) == "半" || t.spells(next, "个半月").is_some();
    at += usize::from(t.text(at) == "半") + usize::from(t.text(at) == "多");
    let to = ["之前", "以前", "前", "之后", "以后", "后"].iter().find_map(|w| t.spells(at, w))?;
    let sign = if t.text(to - 1) == "前" { -1 } else { 1 };
    // 三天后市 and the like cannot be told apart; 前 and 后 before another noun (前景) are no counts
    if matches!(t.text(to), "景" | "者" | "台" | "沿" | "期") {
        return None;
    }
    let reference = c.reference?;
    let base = if half {
        let days = match unit {
            Grain::Year => {
                return calendar::away(reference, Grain::Month, sign * (n * 12 + 6)).map(|s| s.at(i, to));
            }
            Grain::Month => 15,
            _ => 0,
        };
        calendar::shift_days(reference, i64::from(days * sign))?
    } else {
        reference
    };
    calendar::away(base, unit, n * sign).map(|s| s.at(i, to))
}

/// `周四`: the last one.
fn bare_weekday(c: &Context, i: usize) -> Option<Found> {
    let (day, to) = weekday(c, i)?;
    // 周一 to 周日 as parts of longer words (一周年) do not begin here
    let inside =
        c.tokens.glued(i) && c.tokens.han(i - 1).is_some_and(|ch| number_zh::begins(ch) || ch == '每');
    (!inside).then(|| calendar::weekday(c.reference?, day, false))?.map(|s| s.at(i, to))
}
