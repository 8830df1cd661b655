//! English weekdays and weeks: `Friday`, `Sunday, Jan. 16`, `week 23`, `the weekend of Halloween`.

use chrono::Datelike;

use super::calendar::{self, Found};
use super::dates::Context;
use super::dates_en::{named, weekday_year};
use super::relative_en::{ago, direction};
use super::special;
use super::token::Kind;
use crate::model::value::Grain;

/// 0 is Monday.
pub(super) fn weekday_of(word: &str) -> Option<u32> {
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

/// `, Fri`, `on Friday`, `Wednesday` after something else: the weekday and the token after it.
pub(super) fn weekday_after(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let at = i + usize::from(matches!(t.text(i), "," | "on" | "-"));
    let day = weekday_of(t.text(at)).filter(|_| t.text(at).len() >= 6 || t.capital(at))?;
    Some((day, at + 1))
}

/// `the week of October 6th`, `that weekend`, `the weekend of Halloween`, `week 23 of 2024`
pub(super) fn week_of(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference.filter(|_| !c.guess)?;
    match t.text(i) {
        "that" if t.text(i + 1) == "weekend" => {
            let day = c.earlier.map_or(reference, |found| found.start);
            let saturday = calendar::day_of_week(day, 0, 5)?;
            calendar::weekend(saturday.start).map(|s| s.at(i, i + 2))
        }
        "weekend" | "week" if t.text(i + 1) == "of" => {
            let at = i + 2 + usize::from(t.text(i + 2) == "the");
            let day = named(c, at).filter(|f| f.grain == Grain::Day)?;
            let span = if t.text(i) == "weekend" {
                calendar::weekend(day.start)?
            } else {
                // the week of a Sunday begins with it
                let sunday = day.start.weekday().num_days_from_monday() == 6;
                calendar::week(calendar::shift_days(day.start, i64::from(sunday))?)?
            };
            Some(span.at(i, day.to))
        }
        "week" => {
            let number = t.digits(i + 1).filter(|n| (1..=53).contains(n))?;
            let at = i + 2 + usize::from(matches!(t.text(i + 2), "of" | ","));
            let placed = c.alone || matches!(t.before(i, 1), "," | "calendar");
            match c.year(at) {
                Some(year) => calendar::iso_week(year, number).map(|s| s.at(i, at + 1)),
                None => {
                    calendar::iso_week(reference.year(), number).filter(|_| placed).map(|s| s.at(i, i + 2))
                }
            }
        }
        _ => None,
    }
}

/// `of next week`, `last week` after a weekday.
fn week_named(c: &Context, i: usize) -> Option<(i32, usize)> {
    let at = i + usize::from(c.tokens.text(i) == "of");
    let by = direction(c.tokens.text(at))?;
    (c.tokens.text(at + 1) == "week").then_some((by, at + 2))
}

/// `Friday`, `Sunday, Jan. 16`, `Tuesday 19th`, `friday after next`
pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let day = weekday_of(t.text(i)).filter(|_| !t.text(i).ends_with("days"))?;
    if t.text(i).len() < 6 && !(t.capital(i) || t.len() <= 2) {
        return None;
    }
    if t.text(i + 1) == "after" && t.text(i + 2) == "next" {
        let next = calendar::weekday(c.reference?, day, true)?;
        return calendar::shift_days(next.start, 7).map(|d| calendar::on(d).at(i, i + 3));
    }
    let at = i + 1 + usize::from(t.text(i + 1) == "." && t.text(i).len() < 6);
    let at = at + usize::from(matches!(t.text(at), "," | "("));
    let at = at + usize::from(t.text(at) == "the");
    let part = matches!(t.text(i + 1), "morning" | "afternoon" | "evening" | "night");
    if let Some((by, to)) = week_named(c, i + 1 + usize::from(part)) {
        return calendar::day_of_week(c.reference?, by, day).map(|s| s.at(i, to));
    }
    if let Some(found) = named(c, at).filter(|f| f.grain == Grain::Day && f.start == f.end) {
        let differs = found.start.weekday().num_days_from_monday() != day && !c.names_year(at, found.to);
        let span = weekday_year(c, found.start.month(), found.start.day(), day).filter(|_| differs);
        return Some(span.map_or(Found { from: i, ..found }, |span| span.at(i, found.to)));
    }
    let reference = c.reference?;
    // `Monday two weeks from now`
    if let Some(found) = ago(c, at).filter(|f| f.grain > Grain::Day && !c.guess) {
        return calendar::day_of_week(found.start, 0, day).map(|s| s.at(i, found.to));
    }
    let bare = |at: usize| {
        let last = t.text(at + 1).is_empty() || t.is(at + 1, Kind::Sign) && !t.joins(at + 1, "/");
        t.digits(at).filter(|n| last && at == i + 1 && (13..=31).contains(n)).map(|n| (n, at + 1))
    };
    let numbered =
        special::ordinal(t, at).and_then(|(n, next)| Some((u32::try_from(n.mantissa()).ok()?, next)));
    if let Some((number, next)) = numbered.or_else(|| bare(at)) {
        // the nearest month in which that day is this weekday
        let month = (0..=12).flat_map(|n| [-n, n]).find_map(|by| {
            let first = calendar::around(reference, Grain::Month, by)?.start;
            first.with_day(number).filter(|d| d.weekday().num_days_from_monday() == day)
        });
        return month.map(|d| calendar::on(d).at(i, next));
    }
    c.weekday_near(i, day).map(|s| s.at(i, i + 1))
}
