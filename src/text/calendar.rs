//! Days, months, quarters and years as spans of days.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::model::value::Grain;

/// First and last day with the precision that was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub grain: Grain,
}

/// A date with its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub grain: Grain,
    pub fiscal: bool,
    pub from: usize,
    pub to: usize,
}

impl Span {
    pub fn at(self, from: usize, to: usize) -> Found {
        Found { start: self.start, end: self.end, grain: self.grain, fiscal: false, from, to }
    }

    pub fn fiscal(self, from: usize, to: usize) -> Found {
        Found { fiscal: true, ..self.at(from, to) }
    }
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Span> {
    NaiveDate::from_ymd_opt(year, month, day).map(on)
}

pub(super) fn on(date: NaiveDate) -> Span {
    Span { start: date, end: date, grain: Grain::Day }
}

/// `months` whole months from the first of a month.
fn months(year: i32, month: u32, months: u32, grain: Grain) -> Option<Span> {
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    let end = start.checked_add_months(Months::new(months))?.pred_opt()?;
    Some(Span { start, end, grain })
}

pub(super) fn month(year: i32, month: u32) -> Option<Span> {
    months(year, month, 1, Grain::Month)
}

/// Quarter 1 to 4.
pub(super) fn quarter(year: i32, quarter: u32) -> Option<Span> {
    (1..=4).contains(&quarter).then(|| months(year, quarter * 3 - 2, 3, Grain::Quarter))?
}

/// Half 1 or 2.
pub(super) fn half(year: i32, half: u32) -> Option<Span> {
    (1..=2).contains(&half).then(|| months(year, half * 6 - 5, 6, Grain::Half))?
}

pub(super) fn year(year: i32) -> Option<Span> {
    months(year, 1, 12, Grain::Year)
}

/// The ten years from `year` on.
pub(super) fn decade(year: i32) -> Option<Span> {
    months(year, 1, 120, Grain::Decade)
}

/// Monday to Sunday around a day.
pub(super) fn week(date: NaiveDate) -> Option<Span> {
    let start = date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))?;
    Some(Span { start, end: start.checked_add_days(Days::new(6))?, grain: Grain::Week })
}

/// A day moved by whole days.
pub(super) fn shift_days(date: NaiveDate, by: i64) -> Option<NaiveDate> {
    let days = Days::new(by.unsigned_abs());
    if by < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) }
}

/// A day moved by whole months.
pub(super) fn shift_months(date: NaiveDate, by: i32) -> Option<NaiveDate> {
    let months = Months::new(by.unsigned_abs());
    if by < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
}

/// A part of a period: its first, middle or last third (`early 2024`, `年底`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    First,
    Middle,
    Last,
}

/// A third of a year (four months), of a month (ten days) or of another period (by days).
pub(super) fn third(span: Span, third: Third) -> Option<Span> {
    let place = match third {
        Third::First => 0,
        Third::Middle => 1,
        Third::Last => 2,
    };
    match span.grain {
        Grain::Year => {
            let part = months(span.start.year(), place * 4 + 1, 4, Grain::Month)?;
            Some(part)
        }
        Grain::Month => {
            let start = span.start.with_day(place * 10 + 1)?;
            let end = if third == Third::Last { span.end } else { span.start.with_day(place * 10 + 10)? };
            Some(Span { start, end, grain: Grain::Week })
        }
        Grain::Day => Some(span),
        _ => {
            let days = (span.end - span.start).num_days() + 1;
            let start = shift_days(span.start, days * i64::from(place) / 3)?;
            let end = shift_days(span.start, days * i64::from(place + 1) / 3 - 1)?;
            Some(Span { start, end, grain: span.grain })
        }
    }
}

/// `n` whole units before (negative) or after the one that holds the reference; days are counted from it.
pub(super) fn several(reference: NaiveDate, grain: Grain, n: i32) -> Option<Span> {
    let (first, last) = if n < 0 { (n, -1) } else { (1, n) };
    if matches!(grain, Grain::Day | Grain::Week) {
        let days = i64::from(n) * if grain == Grain::Week { 7 } else { 1 };
        let other = shift_days(reference, days)?;
        let tomorrow = shift_days(reference, 1)?;
        let (start, end) = if n < 0 { (other, reference) } else { (tomorrow, other) };
        return Some(Span { start, end, grain });
    }
    Some(Span {
        start: around(reference, grain, first)?.start,
        end: around(reference, grain, last)?.end,
        grain,
    })
}

/// The day `n` units away; its precision is that of the unit.
pub(super) fn away(reference: NaiveDate, grain: Grain, n: i32) -> Option<Span> {
    let date = match grain {
        Grain::Day => shift_days(reference, i64::from(n)),
        Grain::Week => shift_days(reference, i64::from(n) * 7),
        Grain::Month => shift_months(reference, n),
        Grain::Quarter => shift_months(reference, n.checked_mul(3)?),
        Grain::Half => shift_months(reference, n.checked_mul(6)?),
        Grain::Year => shift_months(reference, n.checked_mul(12)?),
        Grain::Decade => shift_months(reference, n.checked_mul(120)?),
    }?;
    Some(Span { start: date, end: date, grain })
}

/// The month of the reference's year, as undated news means it; of the year before where that is more than
/// three quarters of a year ahead (`in December`, written in January).
pub(super) fn nearest_month(reference: NaiveDate, number: u32) -> Option<Span> {
    month(reference.year() - i32::from(number > reference.month() + 8), number)
}

/// Such a day, by the same rule.
pub(super) fn nearest_day(reference: NaiveDate, month: u32, number: u32) -> Option<Span> {
    let here = day(reference.year(), month, number).filter(|span| (span.start - reference).num_days() <= 270);
    here.or_else(|| day(reference.year() - 1, month, number))
}

/// The coming month of this number, which may be the reference's own.
pub(super) fn coming_month(reference: NaiveDate, number: u32) -> Option<Span> {
    month(reference.year() + i32::from(number < reference.month()), number)
}

/// The coming day of this month, which may be the reference itself.
pub(super) fn coming_day(reference: NaiveDate, month: u32, number: u32) -> Option<Span> {
    let here = day(reference.year(), month, number).filter(|span| span.start >= reference);
    here.or_else(|| day(reference.year() + 1, month, number))
}

/// Saturday and Sunday nearest to a day.
pub(super) fn weekend(date: NaiveDate) -> Option<Span> {
    let ahead = 5 - i64::from(date.weekday().num_days_from_monday());
    let start = shift_days(date, if ahead > 3 { ahead - 7 } else { ahead })?;
    Some(Span { start, end: shift_days(start, 1)?, grain: Grain::Day })
}

/// Monday to Sunday of a numbered week (ISO 8601).
pub(super) fn iso_week(year: i32, number: u32) -> Option<Span> {
    week(NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon)?)
}

/// The day `n` working days after another, weekends left out.
pub(super) fn working_days(from: NaiveDate, n: u32) -> Option<NaiveDate> {
    let weekday = from.weekday().num_days_from_monday().min(4);
    let monday = week(from)?.start;
    let days = weekday + n;
    shift_days(monday, i64::from(days / 5) * 7 + i64::from(days % 5))
}

/// `n` whole units at the start of a period, or at its end with a negative `n`: `the first 2 weeks of 2021`.
pub(super) fn part_of(span: Span, grain: Grain, n: i32) -> Option<Span> {
    let (low, high) = if n > 0 { (0, n - 1) } else { (n + 1, 0) };
    let edge = match (grain, n > 0) {
        (Grain::Week, first) => nth_week(span, if first { 1 } else { -1 })?.start,
        (_, true) => span.start,
        (_, false) => span.end,
    };
    let found = Span { start: around(edge, grain, low)?.start, end: around(edge, grain, high)?.end, grain };
    (found.start <= span.end && found.end >= span.start && n != 0).then_some(found)
}

/// The `n`th unit of a period: `the 9th month of next year`, `今年第三十七周`.
pub(super) fn nth_of(span: Span, grain: Grain, n: u32) -> Option<Span> {
    let by = i32::try_from(n).ok().filter(|n| *n > 0)? - 1;
    let found = match grain {
        Grain::Week if span.grain == Grain::Year => iso_week(span.start.year(), n)?,
        Grain::Week => nth_week(span, i64::from(n))?,
        _ => around(span.start, grain, by)?,
    };
    (grain < span.grain && found.start <= span.end).then_some(found)
}

/// The last day of this weekday up to the reference, as news speaks of it; the first one after it with `next`.
pub(super) fn weekday(reference: NaiveDate, number: u32, next: bool) -> Option<Span> {
    let back = (7 + reference.weekday().num_days_from_monday() - number % 7) % 7;
    let by = if next { 7 - i64::from(back) } else { -i64::from(back) };
    shift_days(reference, by).map(on)
}

/// The weekday (0 is Monday) of the week `weeks` away.
pub(super) fn day_of_week(reference: NaiveDate, weeks: i32, number: u32) -> Option<Span> {
    let week = around(reference, Grain::Week, weeks)?;
    shift_days(week.start, i64::from(number)).map(on)
}

/// The `n`th such weekday of a period, counted from its end with a negative `n`.
pub(super) fn nth_weekday(span: Span, number: u32, n: i64) -> Option<Span> {
    let date = if n > 0 {
        let ahead = (7 + number - span.start.weekday().num_days_from_monday()) % 7;
        shift_days(span.start, i64::from(ahead) + (n - 1) * 7)?
    } else {
        let back = (7 + span.end.weekday().num_days_from_monday() - number) % 7;
        shift_days(span.end, -i64::from(back) + (n + 1) * 7)?
    };
    (span.start <= date && date <= span.end).then_some(on(date))
}

/// The `n`th week of a period: the one that holds its first Thursday is the first.
pub(super) fn nth_week(span: Span, n: i64) -> Option<Span> {
    week(nth_weekday(span, 3, n)?.start)
}

/// The unit of time around a day, `by` units away: `last month` is `(Month, -1)`.
pub(super) fn around(reference: NaiveDate, grain: Grain, by: i32) -> Option<Span> {
    match grain {
        Grain::Day => shift_days(reference, i64::from(by)).map(on),
        Grain::Week => week(shift_days(reference, i64::from(by) * 7)?),
        Grain::Month => {
            let first = shift_months(reference.with_day(1)?, by)?;
            month(first.year(), first.month())
        }
        Grain::Quarter => {
            let first = shift_months(reference.with_day(1)?, by.checked_mul(3)?)?;
            quarter(first.year(), first.month0() / 3 + 1)
        }
        Grain::Half => {
            let first = shift_months(reference.with_day(1)?, by.checked_mul(6)?)?;
            half(first.year(), first.month0() / 6 + 1)
        }
        Grain::Year => year(reference.year().checked_add(by)?),
        Grain::Decade => decade((reference.year().div_euclid(10) * 10).checked_add(by.checked_mul(10)?)?),
    }
}

/// A year of two digits: 00 to 68 are of this century.
pub(super) fn short_year(year: u32) -> i32 {
    let year = i32::try_from(year).unwrap_or(0);
    if year < 69 { 2000 + year } else { 1900 + year }
}
