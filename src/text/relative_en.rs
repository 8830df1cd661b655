//! English dates that are counted from a reference day: `yesterday`, `last week`, `two years ago`.

use chrono::Datelike;

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_en::{day_number, month_of, named};
use super::token::Kind;
use super::{holidays, hours, number_en, special, weekdays_en};
use crate::model::value::Grain;

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

pub(super) fn direction(word: &str) -> Option<i32> {
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
        return day_of_month(c, i).or_else(|| weekdays_en::read(c, i));
    }
    day(c, i)
        .or_else(|| nth_of(c, i))
        .or_else(|| edge_of(c, i))
        .or_else(|| rest_of(c, i))
        .or_else(|| weekdays_en::week_of(c, i))
        .or_else(|| near(c, i))
        .or_else(|| ago(c, i))
        .or_else(|| day_of_month(c, i))
        .or_else(|| weekdays_en::read(c, i))
        .or_else(|| hours::read_en(c, i))
}

/// `this year`, `last year`, `the previous year`
pub(super) fn near_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let by = direction(c.tokens.text(i))?;
    (c.tokens.text(i + 1) == "year").then(|| c.reference.map(|r| (r.year() + by, i + 2)))?
}

/// `today`, `yesterday`, `tomorrow`
pub(super) fn day(c: &Context, i: usize) -> Option<Found> {
    let by = match c.tokens.text(i) {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" | "tmrw" | "tmr" => 1,
        _ => return None,
    };
    calendar::around(c.reference?, Grain::Day, by).map(|s| s.at(i, i + 1))
}

/// A count in digits or words below a thousand; `a` is one.
pub(super) fn count(c: &Context, i: usize) -> Option<(i32, usize)> {
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
    if let Some(day) = weekdays_en::weekday_of(word) {
        return calendar::day_of_week(reference, by, day).map(|s| s.at(i, i + 2));
    }
    if holidays::season(reference.year(), word).is_some() {
        // `last summer` is the last one that is over, `next summer` the first one to come
        let year = [-1, 0, 1].into_iter().map(|k| reference.year() + k);
        let mut seasons = year.filter_map(|year| holidays::season(year, word));
        let found = match by {
            -1 => seasons.rfind(|s| s.end < reference),
            0 => seasons.find(|s| s.start.year() == reference.year()),
            _ => seasons.find(|s| s.start > reference),
        };
        return found.map(|s| s.at(i, i + 2));
    }
    let working = match (word, t.text(i + 2)) {
        ("workweek", _) => Some(i + 2),
        ("working" | "business" | "work", "week") => Some(i + 3),
        _ => None,
    };
    if let Some(to) = working {
        let week = calendar::around(reference, Grain::Week, by)?;
        return Some(Span { end: calendar::shift_days(week.start, 4)?, ..week }.at(i, to));
    }
    if word == "weekend" {
        let span = calendar::day_of_week(reference, by, 5)?;
        let end = calendar::shift_days(span.start, 1)?;
        return Some(Span { end, ..span }.at(i, i + 2));
    }
    if by != 0 {
        let few = matches!(word, "few" | "couple");
        if let Some((n, at)) = count(c, i + 1) {
            if matches!(t.text(at), "business" | "working") && t.text(at + 1).starts_with("day") && by > 0 {
                let n = u32::try_from(n).ok()?;
                let start = calendar::working_days(reference, 1)?;
                let end = calendar::working_days(reference, n)?;
                return Some(Span { start, end, grain: Grain::Day }.at(i, at + 2));
            }
            let grain = grain_of(t.text(at))?;
            return calendar::several(reference, grain, n * by).map(|s| s.at(i, at + 1));
        }
        if few {
            let grain = grain_of(t.text(i + 2))?;
            return calendar::several(reference, grain, 3 * by).map(|s| s.at(i, i + 3));
        }
    }
    let grain = grain_of(word).filter(|_| !word.ends_with('s'))?;
    if grain == Grain::Week
        && let Some((day, to)) = weekdays_en::weekday_after(c, i + 2)
    {
        return calendar::day_of_week(reference, by, day).map(|s| s.at(i, to));
    }
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
pub(super) fn ago(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    if t.text(i) == "in" || t.text(i) == "within" {
        // `for the first time in five years` looks back and names no day
        let (n, at) = count(c, i + 1).filter(|_| !matches!(t.before(i, 1), "time" | "first" | "once"))?;
        let grain = grain_of(t.text(at))?;
        return calendar::away(reference, grain, n).map(|s| s.at(i, at + 1));
    }
    let (n, at) = count(c, i)?;
    let fortnights = matches!(t.text(at), "fortnight" | "fortnights");
    let grain = if fortnights { Some(Grain::Week) } else { grain_of(t.text(at)) };
    let n = if fortnights { n.checked_mul(2)? } else { n };
    let (sign, to) = match (t.text(at + 1), t.text(at + 2)) {
        ("ago" | "back" | "earlier", _) => (-1, at + 2),
        ("hence" | "later", _) => (1, at + 2),
        ("from", "now") => (1, at + 3),
        ("from" | "after", _) => return beside(c, i, grain?, n, at + 2),
        ("before", _) => return beside(c, i, grain?, -n, at + 2),
        _ => return None,
    };
    if let Some(day) = weekdays_en::weekday_of(t.text(at)) {
        let first = calendar::weekday(reference, day, sign > 0)?;
        let weeks = i64::from(n - 1) * 7 * i64::from(sign);
        return calendar::shift_days(first.start, weeks).map(|d| calendar::on(d).at(i, to));
    }
    calendar::away(reference, grain?, n.checked_mul(sign)?).map(|s| s.at(i, to))
}

/// `2 weeks before May 13 1999`, `three weeks from tomorrow`, `3 weeks after Christmas on Friday`
fn beside(c: &Context, i: usize, grain: Grain, n: i32, at: usize) -> Option<Found> {
    let anchor = day(c, at).or_else(|| named(c, at)).filter(|f| f.grain == Grain::Day)?;
    let found = calendar::away(anchor.start, grain, n)?;
    if let Some((day, to)) = weekdays_en::weekday_after(c, anchor.to).filter(|_| grain != Grain::Day) {
        return calendar::day_of_week(found.start, 0, day).map(|s| s.at(i, to));
    }
    Some(found.at(i, anchor.to))
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
    let day = weekdays_en::weekday_of(unit);
    if day.is_none() && !matches!(unit, "day" | "week" | "month") || !matches!(t.text(at + 1), "of" | "in") {
        return None;
    }
    let next = at + 2 + usize::from(t.text(at + 2) == "the");
    let whole = near(c, next).or_else(|| named(c, next))?;
    let span = Span { start: whole.start, end: whole.end, grain: whole.grain };
    let found = match day {
        Some(day) => calendar::nth_weekday(span, day, n)?,
        None if unit == "week" => calendar::nth_week(span, n)?,
        None if unit == "month" && n > 0 => calendar::nth_of(span, Grain::Month, u32::try_from(n).ok()?)?,
        None if unit == "month" => calendar::part_of(span, Grain::Month, -1)?,
        None if n > 0 => calendar::on(calendar::shift_days(span.start, n - 1)?),
        None => calendar::on(calendar::shift_days(span.end, n + 1)?),
    };
    Some(found.at(i, whole.to))
}

/// `the first 2 weeks of 2021`, `the last 3 weeks of this year`
fn edge_of(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let sign = match t.text(i) {
        "first" => 1,
        "last" | "final" => -1,
        _ => return None,
    };
    let (n, at) = count(c, i + 1)?;
    let grain = grain_of(t.text(at)).filter(|_| matches!(t.text(at + 1), "of" | "in"))?;
    let next = at + 2 + usize::from(t.text(at + 2) == "the");
    let whole = near(c, next).or_else(|| named(c, next)).filter(|whole| grain < whole.grain)?;
    let span = Span { start: whole.start, end: whole.end, grain: whole.grain };
    calendar::part_of(span, grain, n * sign).map(|s| s.at(i, whole.to))
}

/// `the 20th of next month`, `20th day of this month`
fn day_of_month(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (day, next) = day_number(c, i)?;
    if let Some(found) = lone_day(c, i, day, next) {
        return Some(found);
    }
    let next = next + usize::from(t.text(next) == "day");
    let next = next + usize::from(t.text(next) == "of");
    let next = next + usize::from(t.text(next) == "the");
    let by = direction(t.text(next)).filter(|_| t.text(next + 1) == "month")?;
    let month = calendar::around(c.reference?, Grain::Month, by)?;
    month.start.with_day(day).map(|d| calendar::on(d).at(i, next + 2))
}

/// `on the 15th` with nothing after it: of the nearest month.
fn lone_day(c: &Context, i: usize, day: u32, next: usize) -> Option<Found> {
    let t = c.tokens;
    let ordinal = t.text(i) == "the" && (t.is(i + 1, Kind::Number) && t.glued(i + 2) || c.alone);
    let ends = t.text(next).is_empty() || matches!(t.text(next), "." | "," | ";" | ")" | "?" | "!");
    let placed = c.alone || matches!(t.before(i, 1), "on" | "by" | "until" | "since" | "before" | "after");
    let reference = c.reference.filter(|_| ordinal && ends && placed && !c.guess)?;
    let coming = c.ahead(i);
    let months = if coming { [0, 1, 2] } else { [0, -1, -2] };
    let found = months.into_iter().find_map(|by| {
        let first = calendar::around(reference, Grain::Month, by)?.start;
        let date = first.with_day(day)?;
        (if coming { date >= reference } else { date <= reference }).then_some(date)
    });
    found.map(|date| calendar::on(date).at(i, next))
}
