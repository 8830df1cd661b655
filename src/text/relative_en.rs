//! English dates that are counted from a reference day: `yesterday`, `last week`, `two years ago`.

use chrono::Datelike;

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_en::{day_number, month_of, named};
use super::{number_en, special};
use crate::model::value::Grain;

/// 0 is Monday.
fn weekday_of(word: &str) -> Option<u32> {
    Some(match word {
        "monday" | "mon" | "mondays" => 0,
        "tuesday" | "tue" | "tues" | "tuesdays" => 1,
        "wednesday" | "wed" | "wednesdays" => 2,
        "thursday" | "thu" | "thur" | "thurs" | "thursdays" => 3,
        "friday" | "fri" | "fridays" => 4,
        "saturday" | "sat" | "saturdays" => 5,
        "sunday" | "sun" | "sundays" => 6,
        _ => return None,
    })
}

pub(super) fn grain_of(word: &str) -> Option<Grain> {
    Some(match word {
        "day" | "days" => Grain::Day,
        "week" | "weeks" => Grain::Week,
        "month" | "months" => Grain::Month,
        "quarter" | "quarters" | "qtr" => Grain::Quarter,
        "year" | "years" | "yr" | "yrs" => Grain::Year,
        "decade" | "decades" => Grain::Decade,
        _ => return None,
    })
}

fn direction(word: &str) -> Option<i32> {
    Some(match word {
        "last" | "previous" | "past" | "prior" => -1,
        "this" | "current" | "same" => 0,
        "next" | "coming" | "upcoming" | "following" => 1,
        _ => return None,
    })
}

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    if c.guess || c.reference.is_none() {
        // lengths of time stay values where nothing places them
        return day_of_month(c, i).or_else(|| weekday(c, i));
    }
    day(c, i)
        .or_else(|| nth_of(c, i))
        .or_else(|| rest_of(c, i))
        .or_else(|| near(c, i))
        .or_else(|| ago(c, i))
        .or_else(|| day_of_month(c, i))
        .or_else(|| weekday(c, i))
}

/// `this year`, `last year`, `the previous year`
pub(super) fn near_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let by = direction(c.tokens.text(i))?;
    (c.tokens.text(i + 1) == "year").then(|| c.reference.map(|r| (r.year() + by, i + 2)))?
}

/// `today`, `yesterday`, `tomorrow`
fn day(c: &Context, i: usize) -> Option<Found> {
    let by = match c.tokens.text(i) {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    calendar::around(c.reference?, Grain::Day, by).map(|s| s.at(i, i + 1))
}

/// A count in digits or words below a thousand; `a` is one.
fn count(c: &Context, i: usize) -> Option<(i32, usize)> {
    if matches!(c.tokens.text(i), "a" | "an") && c.tokens.text(i + 1) != "hundred" {
        return Some((1, i + 1));
    }
    let (n, next) = number_en::whole(c.tokens, i).filter(|(n, _)| *n > 0)?;
    Some((i32::try_from(n).ok()?, next))
}

/// `last week`, `last two weeks`, `two previous weeks`, `next May`, `last Friday`, `this weekend`
fn near(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    let Some(by) = direction(t.text(i)) else {
        // `two previous weeks`
        let (n, at) = count(c, i)?;
        let by = direction(t.text(at)).filter(|by| *by != 0)?;
        let grain = grain_of(t.text(at + 1))?;
        return calendar::several(reference, grain, n * by).map(|s| s.at(i, at + 2));
    };
    let word = t.text(i + 1);
    if let Some(month) = month_of(word) {
        let year = match by {
            -1 if month >= reference.month() => reference.year() - 1,
            1 if month <= reference.month() => reference.year() + 1,
            _ => reference.year(),
        };
        return calendar::month(year, month).map(|s| s.at(i, i + 2));
    }
    if let Some(day) = weekday_of(word) {
        return calendar::day_of_week(reference, by, day).map(|s| s.at(i, i + 2));
    }
    if word == "weekend" {
        let span = calendar::day_of_week(reference, by, 5)?;
        let end = calendar::shift_days(span.start, 1)?;
        return Some(Span { end, ..span }.at(i, i + 2));
    }
    if by != 0 {
        let few = matches!(word, "few" | "couple");
        if let Some((n, at)) = count(c, i + 1) {
            let grain = grain_of(t.text(at))?;
            return calendar::several(reference, grain, n * by).map(|s| s.at(i, at + 1));
        }
        if few {
            let grain = grain_of(t.text(i + 2))?;
            return calendar::several(reference, grain, 3 * by).map(|s| s.at(i, i + 3));
        }
    }
    let grain = grain_of(word).filter(|_| !word.ends_with('s'))?;
    calendar::around(reference, grain, by).map(|s| s.at(i, i + 2))
}

/// `later this month`, `earlier this year`, `year to date`
fn rest_of(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    if t.text(i) == "year" && t.text(i + 1) == "to" && t.text(i + 2) == "date" {
        let span = calendar::year(reference.year())?;
        return Some(Span { end: reference, ..span }.at(i, i + 3));
    }
    if !matches!(t.text(i), "later" | "earlier") || t.text(i + 1) != "this" {
        return None;
    }
    let whole = calendar::around(reference, grain_of(t.text(i + 2))?, 0)?;
    let span = if t.text(i) == "later" {
        Span { start: reference, ..whole }
    } else {
        Span { end: reference, ..whole }
    };
    Some(span.at(i, i + 3))
}

/// `three years ago`, `two weeks from now`, `in two weeks`
fn ago(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    if t.text(i) == "in" || t.text(i) == "within" {
        // `for the first time in five years` looks back and names no day
        let (n, at) = count(c, i + 1).filter(|_| !matches!(t.before(i, 1), "time" | "first" | "once"))?;
        let grain = grain_of(t.text(at))?;
        return calendar::away(reference, grain, n).map(|s| s.at(i, at + 1));
    }
    let (n, at) = count(c, i)?;
    let (sign, to) = match (t.text(at + 1), t.text(at + 2)) {
        ("ago" | "back" | "earlier", _) => (-1, at + 2),
        ("hence" | "later", _) => (1, at + 2),
        ("from", "now" | "today") | ("from" | "after", "tomorrow") => (1, at + 3),
        _ => return None,
    };
    if let Some(day) = weekday_of(t.text(at)) {
        let first = calendar::weekday(reference, day, sign > 0)?;
        let weeks = i64::from(n - 1) * 7 * i64::from(sign);
        return calendar::shift_days(first.start, weeks).map(|d| calendar::on(d).at(i, to));
    }
    let from = if t.text(to - 1) == "tomorrow" { calendar::shift_days(reference, 1)? } else { reference };
    calendar::away(from, grain_of(t.text(at))?, n * sign).map(|s| s.at(i, to))
}

/// `second Monday of last month`, `last Friday of October`, `first week of 2018`
fn nth_of(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (n, at) = if t.text(i) == "last" {
        (-1, i + 1)
    } else {
        let (n, next) = special::ordinal(t, i)?;
        let n = i64::try_from(n.mantissa()).ok().filter(|n| (1..=53).contains(n))?;
        if t.text(next) == "last" { (-n, next + 1) } else { (n, next) }
    };
    let unit = t.text(at);
    let day = weekday_of(unit);
    if day.is_none() && !matches!(unit, "day" | "week") || !matches!(t.text(at + 1), "of" | "in") {
        return None;
    }
    let next = at + 2 + usize::from(t.text(at + 2) == "the");
    let whole = near(c, next).or_else(|| named(c, next))?;
    let span = Span { start: whole.start, end: whole.end, grain: whole.grain };
    let found = match day {
        Some(day) => calendar::nth_weekday(span, day, n)?,
        None if unit == "week" => calendar::nth_week(span, n)?,
        None if n > 0 => calendar::on(calendar::shift_days(span.start, n - 1)?),
        None => calendar::on(calendar::shift_days(span.end, n + 1)?),
    };
    Some(found.at(i, whole.to))
}

/// `the 20th of next month`, `20th day of this month`
fn day_of_month(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (day, next) = day_number(c, i)?;
    let next = next + usize::from(t.text(next) == "day");
    let next = next + usize::from(t.text(next) == "of");
    let next = next + usize::from(t.text(next) == "the");
    let by = direction(t.text(next)).filter(|_| t.text(next + 1) == "month")?;
    let month = calendar::around(c.reference?, Grain::Month, by)?;
    month.start.with_day(day).map(|d| calendar::on(d).at(i, next + 2))
}

/// `of next week`, `last week` after a weekday.
fn week_named(c: &Context, i: usize) -> Option<(i32, usize)> {
    let at = i + usize::from(c.tokens.text(i) == "of");
    let by = direction(c.tokens.text(at))?;
    (c.tokens.text(at + 1) == "week").then_some((by, at + 2))
}

/// `Friday`, `Sunday, Jan. 16`, `Tuesday 19th`, `friday after next`
fn weekday(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let day = weekday_of(t.text(i)).filter(|_| !t.text(i).ends_with("days"))?;
    if t.text(i).len() < 6 && !(t.capital(i) || t.len() <= 2) {
        return None;
    }
    if t.text(i + 1) == "after" && t.text(i + 2) == "next" {
        return calendar::day_of_week(c.reference?, 2, day).map(|s| s.at(i, i + 3));
    }
    let at = i + 1 + usize::from(t.text(i + 1) == "." && t.text(i).len() < 6);
    let at = at + usize::from(matches!(t.text(at), "," | "("));
    let at = at + usize::from(t.text(at) == "the");
    if let Some((by, to)) = week_named(c, i + 1) {
        return calendar::day_of_week(c.reference?, by, day).map(|s| s.at(i, to));
    }
    if let Some(found) = named(c, at).filter(|f| f.grain == Grain::Day && f.start == f.end) {
        return Some(Found { from: i, ..found });
    }
    let reference = c.reference?;
    if let Some((number, next)) =
        special::ordinal(t, at).and_then(|(n, next)| Some((u32::try_from(n.mantissa()).ok()?, next)))
    {
        // the nearest month in which that day is this weekday
        let month = [0, -1, 1, -2, 2].into_iter().find_map(|by| {
            let first = calendar::around(reference, Grain::Month, by)?.start;
            first.with_day(number).filter(|d| d.weekday().num_days_from_monday() == day)
        });
        return month.map(|d| calendar::on(d).at(i, next));
    }
    calendar::weekday(reference, day, false).map(|s| s.at(i, i + 1))
}
