//! Chinese dates and periods, and the Japanese ones that are written alike.

use chrono::{Datelike, NaiveDate};

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::number_zh;
use super::token::Kind;
use crate::model::value::Grain;

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    if c.tokens.is(i, Kind::Han) && !starts(c.tokens.han(i)?) {
        return None;
    }
    dated(c, i).or_else(|| relative_year(c, i)).or_else(|| month_day(c, i)).or_else(|| relative(c, i))
}

/// Characters that a date may begin with.
fn starts(c: char) -> bool {
    number_zh::begins(c) || "今明后前去昨上下本这当".contains(c)
}

/// A whole number in digits or numerals at `i`, and the token after it.
fn number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    if let Some(n) = t.digits(i) {
        return Some((n, i + 1));
    }
    if !t.is(i, Kind::Han) {
        return None;
    }
    let number = number_zh::read(t, i).filter(|n| n.value.is_integer() && !n.scaled && !n.more)?;
    Some((u32::try_from(number.value.normalize().mantissa()).ok()?, number.next))
}

/// A year of four digits, or of two before 年.
fn year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let t = c.tokens;
    let positional = |from: usize| -> Option<(u32, usize, usize)> {
        if let Some(n) = t.digits(from) {
            return Some((n, t.text(from).len(), from + 1));
        }
        let digits: Vec<u32> = (from..from + 5).map_while(|k| t.han(k).and_then(number_zh::digit)).collect();
        let n = digits.iter().fold(0, |sum, d| sum * 10 + d);
        (!digits.is_empty()).then_some((n, digits.len(), from + digits.len()))
    };
    let (n, length, next) = positional(i)?;
    let year = match length {
        4 if (1000..2200).contains(&n) => i32::try_from(n).ok()?,
        2 if t.text(next) == "年" => calendar::short_year(n),
        _ => return None,
    };
    Some((year, next))
}

/// `2023年11月17日`, `2025财年第三季度`, `2023年下半年`, `2024年`
fn dated(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (year, at) = year(c, i)?;
    if let Some(next) = t.spells(at, "财年").or_else(|| t.spells(at, "财政年度")) {
        return match part(c, next) {
            Some((part, to)) => part.of(year).map(|s| s.fiscal(i, to)),
            None => calendar::year(year).map(|s| s.fiscal(i, next)),
        };
    }
    if t.text(at) != "年" {
        return None;
    }
    let short = t.text(i).len() == 2 && t.is(i, Kind::Number);
    let next = t.spells(at, "年度").unwrap_or(at + 1);
    in_year(c, i, year, next).or_else(|| {
        // `15年` alone is a length of time
        (!short && !(t.is(i, Kind::Han) && at - i == 2)).then(|| calendar::year(year))?.map(|s| s.at(i, next))
    })
}

/// What follows a year: month and day, quarter, half, 底, 初.
fn in_year(c: &Context, from: usize, year: i32, at: usize) -> Option<Found> {
    if let Some((part, to)) = part(c, at) {
        return part.of(year).map(|s| s.at(from, to));
    }
    let (month, next) = number(c, at).filter(|(m, n)| (1..=12).contains(m) && c.tokens.text(*n) == "月")?;
    let at = next + 1;
    if let Some((day, next)) = number(c, at).filter(|(_, n)| matches!(c.tokens.text(*n), "日" | "号")) {
        if let Some(span) = calendar::day(year, month, day) {
            return Some(span.at(from, next + 1));
        }
    }
    calendar::month(year, month).map(|s| s.at(from, at))
}

#[derive(Clone, Copy)]
enum Part {
    Quarter(u32),
    Half(u32),
}

impl Part {
    fn of(self, year: i32) -> Option<Span> {
        match self {
            Self::Quarter(n) => calendar::quarter(year, n),
            Self::Half(n) => calendar::half(year, n),
        }
    }
}

/// `第三季度`, `三季度`, `Q3`, `上半年`, `下半年`
fn part(c: &Context, i: usize) -> Option<(Part, usize)> {
    let t = c.tokens;
    let i = i + usize::from(t.text(i) == "的");
    if let Some(to) = t.spells(i, "上半年").or_else(|| t.spells(i, "上半财年")) {
        return Some((Part::Half(1), to));
    }
    if let Some(to) = t.spells(i, "下半年").or_else(|| t.spells(i, "下半财年")) {
        return Some((Part::Half(2), to));
    }
    match t.text(i) {
        "q1" => return Some((Part::Quarter(1), i + 1)),
        "q2" => return Some((Part::Quarter(2), i + 1)),
        "q3" => return Some((Part::Quarter(3), i + 1)),
        "q4" => return Some((Part::Quarter(4), i + 1)),
        "h1" => return Some((Part::Half(1), i + 1)),
        "h2" => return Some((Part::Half(2), i + 1)),
        _ => {}
    }
    let at = i + usize::from(t.text(i) == "第");
    let (n, next) = number(c, at).filter(|(n, _)| (1..=4).contains(n))?;
    let to = t.spells(next, "季度").or_else(|| t.spells(next, "季"))?;
    Some((Part::Quarter(n), to))
}

/// `今年`, `去年十月`, `明年上半年`
fn relative_year(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    let by = match t.text(i) {
        "今" | "本" | "当" => 0,
        "去" | "昨" => -1,
        "明" => 1,
        "前" => -2,
        "后" => 2,
        _ => return None,
    };
    if t.text(i + 1) != "年" {
        return None;
    }
    let year = reference.year() + by;
    in_year(c, i, year, i + 2).or_else(|| calendar::year(year).map(|s| s.at(i, i + 2)))
}

/// `11月17日`, `十月`: the nearest one, not more than half a year ahead.
fn month_day(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    let (month, next) = number(c, i).filter(|(m, n)| (1..=12).contains(m) && t.text(*n) == "月")?;
    if let Some((day, to)) = number(c, next + 1).filter(|(_, n)| matches!(t.text(*n), "日" | "号")) {
        let span = calendar::day(reference.year(), month, day)?;
        let ahead = (span.start - reference).num_days() > 183;
        let span = if ahead { calendar::day(reference.year() - 1, month, day)? } else { span };
        return Some(span.at(i, to + 1));
    }
    let year = reference.year() - i32::from(month > reference.month() + 6);
    calendar::month(year, month).map(|s| s.at(i, next + 1))
}

const DAYS: &[(&str, i32)] = &[
    ("今天", 0),
    ("今日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("前天", -2),
    ("前日", -2),
    ("明天", 1),
    ("明日", 1),
    ("后天", 2),
];

/// `昨天`, `上周`, `上周五`, `本月`, `下个月`, `上季度`
fn relative(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    for (word, by) in DAYS {
        if let Some(to) = t.spells(i, word) {
            return calendar::around(reference, Grain::Day, *by).map(|s| s.at(i, to));
        }
    }
    let by = match t.text(i) {
        "上" => -1,
        "本" | "这" | "当" => 0,
        "下" => 1,
        _ => return None,
    };
    let at = i + 1 + usize::from(t.text(i + 1) == "个");
    for week in ["星期", "礼拜", "周"] {
        if let Some(next) = t.spells(at, week) {
            return week_day(c, reference, by, i, next);
        }
    }
    if let Some(to) = t.spells(at, "季度").or_else(|| t.spells(at, "季")) {
        return calendar::around(reference, Grain::Quarter, by).map(|s| s.at(i, to));
    }
    if t.text(at) != "月" {
        return None;
    }
    let span = calendar::around(reference, Grain::Month, by)?;
    if let Some((day, next)) = number(c, at + 1).filter(|(_, n)| matches!(t.text(*n), "日" | "号")) {
        return span.start.with_day(day).map(|d| calendar::on(d).at(i, next + 1));
    }
    Some(span.at(i, at + 1))
}

fn week_day(c: &Context, reference: NaiveDate, by: i32, from: usize, at: usize) -> Option<Found> {
    let week = calendar::around(reference, Grain::Week, by)?;
    let day = match c.tokens.han(at) {
        Some('日' | '天') => Some(6),
        Some('末') => None,
        Some(ch) => number_zh::digit(ch).filter(|d| (1..=6).contains(d)).map(|d| d - 1),
        None => None,
    };
    match day {
        Some(n) => calendar::shift_days(week.start, i64::from(n)).map(|d| calendar::on(d).at(from, at + 1)),
        None => Some(week.at(from, at)),
    }
}
