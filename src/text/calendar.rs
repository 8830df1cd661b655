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
