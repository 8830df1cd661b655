//! English dates and periods.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::token::Kind;
use super::{number_en, special, units};
use crate::model::value::Grain;

pub(super) fn month_of(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

fn weekday_of(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" => Weekday::Sun,
        _ => return None,
    })
}

fn grain_of(word: &str) -> Option<Grain> {
    Some(match word {
        "day" | "days" => Grain::Day,
        "week" | "weeks" => Grain::Week,
        "month" | "months" => Grain::Month,
        "quarter" | "quarters" => Grain::Quarter,
        "year" | "years" => Grain::Year,
        "decade" | "decades" => Grain::Decade,
        _ => return None,
    })
}

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    period(c, i)
        .or_else(|| month_first(c, i))
        .or_else(|| day_first(c, i))
        .or_else(|| relative(c, i))
        .or_else(|| ago(c, i))
        .or_else(|| decade(c, i))
        .or_else(|| lone_year(c, i))
}

/// Skips `.` glued to an abbreviated month and a comma.
fn after_month(c: &Context, i: usize) -> usize {
    i + usize::from(c.tokens.text(i) == "." && c.tokens.glued(i) && c.tokens.text(i - 1).len() <= 4)
}

fn comma(c: &Context, i: usize) -> usize {
    i + usize::from(c.tokens.text(i) == ",")
}

/// A day of the month in digits, with or without `th`.
fn day_number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let i = i + usize::from(t.text(i) == "the");
    let day = t.digits(i).filter(|d| (1..=31).contains(d) && t.text(i).len() <= 2)?;
    let suffix = matches!(t.text(i + 1), "st" | "nd" | "rd" | "th") && t.glued(i + 1);
    Some((day, i + 1 + usize::from(suffix)))
}

/// The year after a month or day, behind a comma or `of`.
fn year_after(c: &Context, i: usize) -> Option<(i32, usize)> {
    let at = if c.tokens.text(i) == "of" { i + 1 } else { comma(c, i) };
    c.year(at).map(|y| (y, at + 1))
}

/// `November 17, 2023`, `Nov. 17`, `October 2024`, `May`
fn month_first(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let month = month_of(t.text(i))?;
    let at = after_month(c, i + 1);
    if let Some((day, next)) = day_number(c, at).filter(|(_, n)| !unit_follows(c, *n)) {
        if let Some((year, to)) = year_after(c, next) {
            return calendar::day(year, month, day).map(|s| s.at(i, to));
        }
        return nearest_day(c, month, day).map(|s| s.at(i, next));
    }
    if let Some((year, to)) = year_after(c, at).or_else(|| short_year(c, at)) {
        return calendar::month(year, month).map(|s| s.at(i, to));
    }
    // `may` and `march` are also verbs
    let plain = matches!(t.text(i), "may" | "march" | "mar" | "sep" | "dec" | "jan" | "jun" | "jul");
    if plain && !(t.capital(i) && t.before(i, 1) != "" && preposition(t.before(i, 1))) {
        return None;
    }
    nearest_month(c, month).map(|s| s.at(i, at.min(i + 1).max(i + 1)))
}

fn preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "of"
            | "through"
            | "during"
            | "before"
            | "after"
            | "for"
            | "to"
            | "and"
            | "early"
            | "late"
            | "mid"
            | "last"
            | "next"
            | "this"
            | "between"
            | "on"
    )
}

/// `'23`, `’23`
fn short_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let t = c.tokens;
    let year = (t.text(i) == "'" && t.glued(i + 1)).then(|| t.digits(i + 1)).flatten()?;
    (t.text(i + 1).len() == 2).then(|| (calendar::short_year(year), i + 2))
}

fn unit_follows(c: &Context, i: usize) -> bool {
    matches!(c.tokens.text(i), "%" | "percent" | "million" | "billion") || c.tokens.joins(i, ",")
}

/// The month of the reference's year; a year earlier where that is more than half a year ahead.
fn nearest_month(c: &Context, month: u32) -> Option<Span> {
    let reference = c.reference?;
    let ahead = i64::from(month) - i64::from(reference.month());
    let year = if ahead > 6 { reference.year() - 1 } else { reference.year() };
    calendar::month(year, month)
}

fn nearest_day(c: &Context, month: u32, day: u32) -> Option<Span> {
    let reference = c.reference?;
    let here = calendar::day(reference.year(), month, day)?;
    if (here.start - reference).num_days() > 183 {
        return calendar::day(reference.year() - 1, month, day);
    }
    Some(here)
}

/// `17 November 2023`, `17th of November`
fn day_first(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let from = if t.text(i) == "the" { i } else { i };
    let (day, mut at) = day_number(c, i)?;
    at += usize::from(t.text(at) == "of");
    at += usize::from(t.joins(at, "-"));
    let month = month_of(t.text(at))?;
    let next = after_month(c, at + 1);
    let next = next + usize::from(t.joins(next, "-"));
    if let Some((year, to)) = year_after(c, next) {
        return calendar::day(year, month, day).map(|s| s.at(from, to));
    }
    nearest_day(c, month, day).map(|s| s.at(from, at + 1))
}

/// Quarters, halves and fiscal years: `Q3 FY2025`, `third quarter of 2025`, `H1 2025`, `2023 H2`, `FY2024`.
fn period(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    if let Some(year) = c.year(i) {
        let (part, next) = part(c, i + 1)?;
        let short = t.text(i + 1).len() == 2 || t.text(i + 1).starts_with("half");
        return (short).then(|| part.of(year))?.map(|s| s.at(i, next));
    }
    if let Some((year, next)) = fiscal_year(c, i) {
        if let Some((part, to)) = part(c, next) {
            return part.of(year)?.fiscal(i, to).into();
        }
        return calendar::year(year)?.fiscal(i, next).into();
    }
    let (part, next) = part(c, i)?;
    let at = next + usize::from(matches!(t.text(next), "of" | "," | "in"));
    let at = at + usize::from(t.text(at) == "the" || t.joins(at, "-"));
    if let Some((year, to)) = fiscal_year(c, at) {
        return Some(part.of(year)?.fiscal(i, to));
    }
    if let Some(year) = c.year(at) {
        return Some(part.of(year)?.at(i, at + 1));
    }
    if let Some((year, to)) = short_year(c, at) {
        return Some(part.of(year)?.at(i, to));
    }
    if let Some((year, to)) = near_year(c, at) {
        return Some(part.of(year)?.at(i, to));
    }
    None
}

/// `this year`, `last year`
fn near_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let by = match c.tokens.text(i) {
        "this" => 0,
        "last" => -1,
        "next" => 1,
        _ => return None,
    };
    (c.tokens.text(i + 1) == "year").then(|| c.reference.map(|r| (r.year() + by, i + 2)))?
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

/// `Q3`, `3Q`, `H1`, `third quarter`, `second half`
fn part(c: &Context, i: usize) -> Option<(Part, usize)> {
    let t = c.tokens;
    match t.text(i) {
        "q1" => return Some((Part::Quarter(1), i + 1)),
        "q2" => return Some((Part::Quarter(2), i + 1)),
        "q3" => return Some((Part::Quarter(3), i + 1)),
        "q4" => return Some((Part::Quarter(4), i + 1)),
        "h1" => return Some((Part::Half(1), i + 1)),
        "h2" => return Some((Part::Half(2), i + 1)),
        _ => {}
    }
    if t.glued(i + 1) {
        if let Some(n) = t.digits(i).filter(|n| (1..=4).contains(n)) {
            match t.text(i + 1) {
                "q" => return Some((Part::Quarter(n), i + 2)),
                "h" if n <= 2 => return Some((Part::Half(n), i + 2)),
                _ => {}
            }
        }
    }
    let (n, next) = special::ordinal(t, i)?;
    let n = u32::try_from(n.mantissa()).ok()?;
    let next = next + usize::from(t.joins(next, "-"));
    let next = next + usize::from(t.text(next) == "fiscal");
    match t.text(next) {
        "quarter" if n <= 4 => Some((Part::Quarter(n), next + 1)),
        "half" if n <= 2 => Some((Part::Half(n), next + 1)),
        _ => None,
    }
}

/// `FY2025`, `FY25`, `fiscal 2025`, `fiscal year 2025`
fn fiscal_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let t = c.tokens;
    let word = t.text(i);
    if let Some(digits) = word.strip_prefix("fy").filter(|d| !d.is_empty() && d.len() <= 4) {
        let year: u32 = digits.parse().ok()?;
        return match digits.len() {
            4 => Some((i32::try_from(year).ok()?, i + 1)),
            2 => Some((calendar::short_year(year), i + 1)),
            _ => None,
        };
    }
    let at = match word {
        "fy" => i + 1,
        "fiscal" => i + 1 + usize::from(t.text(i + 1) == "year"),
        _ => return None,
    };
    if let Some(year) = c.year(at) {
        return Some((year, at + 1));
    }
    let short = t.digits(at).filter(|_| word == "fy" && t.text(at).len() == 2)?;
    Some((calendar::short_year(short), at + 1))
}

/// `yesterday`, `last week`, `this year`, `next Friday`, `on Tuesday`
fn relative(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    let near = |by, to: usize| calendar::around(reference, Grain::Day, by).map(|s| s.at(i, to));
    match t.text(i) {
        "today" | "tonight" => return near(0, i + 1),
        "yesterday" => return near(-1, i + 1),
        "tomorrow" => return near(1, i + 1),
        _ => {}
    }
    if let Some(day) = weekday_of(t.text(i)).filter(|_| t.text(i).len() > 5 || t.capital(i)) {
        return weekday(reference, day, t.before(i, 1) == "next").map(|s| s.at(i, i + 1));
    }
    let by = match t.text(i) {
        "last" | "previous" | "past" => -1,
        "this" | "current" => 0,
        "next" | "coming" => 1,
        _ => return None,
    };
    let word = t.text(i + 1);
    if let Some(month) = month_of(word) {
        let year = reference.year();
        let this = month.cmp(&reference.month());
        let year = match (by, this) {
            (-1, std::cmp::Ordering::Greater | std::cmp::Ordering::Equal) => year - 1,
            (1, std::cmp::Ordering::Less | std::cmp::Ordering::Equal) => year + 1,
            _ => year,
        };
        return calendar::month(year, month).map(|s| s.at(i, i + 2));
    }
    if let Some(day) = weekday_of(word) {
        let monday = calendar::week(reference)?.start;
        let days = i64::from(by) * 7 + i64::from(day.num_days_from_monday());
        return calendar::shift_days(monday, days).map(|d| calendar::on(d).at(i, i + 2));
    }
    let grain = grain_of(word).filter(|_| !word.ends_with('s'))?;
    calendar::around(reference, grain, by).map(|s| s.at(i, i + 2))
}

/// A bare weekday: the nearest past one, as news speaks of it.
fn weekday(reference: NaiveDate, day: Weekday, next: bool) -> Option<Span> {
    let back = (7 + reference.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
    let by = if next { 7 - i64::from(back) } else { -i64::from(back) };
    calendar::shift_days(reference, by).map(calendar::on)
}

/// `three years ago`, `two weeks earlier`
fn ago(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    let (count, next) = if matches!(t.text(i), "a" | "an") {
        (1, i + 1)
    } else {
        let number = number_en::read(t, i, false).filter(|n| n.value.is_integer() && !n.scaled)?;
        (i32::try_from(number.value.normalize().mantissa()).ok().filter(|n| *n < 1000)?, number.next)
    };
    units::duration(t.text(next))?;
    let grain = grain_of(t.text(next))?;
    let by = match t.text(next + 1) {
        "ago" | "earlier" => -count,
        _ => return None,
    };
    let moved = match grain {
        Grain::Day => calendar::shift_days(reference, i64::from(by))?,
        Grain::Week => calendar::shift_days(reference, i64::from(by) * 7)?,
        Grain::Month => calendar::shift_months(reference, by)?,
        Grain::Quarter => calendar::shift_months(reference, by * 3)?,
        _ => calendar::shift_months(reference, by * if grain == Grain::Decade { 120 } else { 12 })?,
    };
    Some(calendar::on(moved).at(i, next + 2))
}

/// `the 2020s`, `1980s`, `1990's`
fn decade(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let year = c.year(i).filter(|y| y % 10 == 0)?;
    let at = i + 1 + usize::from(t.text(i + 1) == "'" && t.glued(i + 1));
    (t.text(at) == "s" && t.glued(at)).then(|| calendar::decade(year))?.map(|s| s.at(i, at + 1))
}

/// A bare year: `founded in 2017`, `the 2008 crisis`.
fn lone_year(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let year = c.year(i)?;
    if t.is(i + 1, Kind::Han) {
        return None;
    }
    let before = t.before(i, 1);
    let glued = t.glued(i) && !matches!(before, "(" | "\"" | "'" | "-" | "/" | "[");
    let name = t.glued(i)
        && before == "-"
        && t.is(i.wrapping_sub(2), Kind::Word)
        && !matches!(t.before(i, 2), "mid" | "pre" | "post" | "early" | "late" | "fy");
    let money = matches!(
        before,
        "$" | "€"
            | "£"
            | "¥"
            | "about"
            | "around"
            | "nearly"
            | "almost"
            | "over"
            | "than"
            | "some"
            | "approximately"
            | "roughly"
            | "least"
            | "only"
    );
    if glued || name || money || followed_by_unit(c, i + 1) {
        return None;
    }
    let dated = preposition(before) || matches!(before, "year" | "(" | "circa");
    let modern = (1900..2100).contains(&year);
    (dated || modern).then(|| calendar::year(year))?.map(|s| s.at(i, i + 1))
}

/// The four digits count something: `2000 employees`, `2048 GPUs`, `2000 million`.
fn followed_by_unit(c: &Context, i: usize) -> bool {
    let t = c.tokens;
    if matches!(
        t.text(i),
        "%" | "percent"
            | "per"
            | "million"
            | "billion"
            | "trillion"
            | "thousand"
            | "dollars"
            | "euros"
            | "yuan"
            | "yen"
            | "people"
            | "times"
            | "km"
            | "miles"
            | "metres"
            | "meters"
            | "kg"
            | "mw"
            | "gw"
            | "usd"
            | "x"
    ) {
        return t.text(i) != "per" || t.text(i + 1) == "cent";
    }
    if units::duration(t.text(i)).is_some() || (t.glued(i) && t.is(i, Kind::Word)) {
        return true;
    }
    t.is(i, Kind::Word)
        && matches!(
            t.text(i),
            "employees"
                | "workers"
                | "shares"
                | "users"
                | "gpus"
                | "jobs"
                | "customers"
                | "stores"
                | "units"
                | "staff"
                | "houses"
                | "homes"
                | "students"
                | "vehicles"
                | "cars"
                | "points"
                | "votes"
                | "patients"
                | "deaths"
                | "cases"
                | "engineers"
                | "companies"
                | "members"
                | "tonnes"
                | "tons"
                | "barrels"
                | "acres"
                | "euro"
                | "feet"
                | "locations"
                | "restaurants"
                | "chips"
                | "tokens"
                | "words"
                | "soldiers"
                | "troops"
        )
}
