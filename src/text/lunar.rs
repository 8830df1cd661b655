//! The Chinese lunar calendar: `农历八月十五`, `腊月廿三`, `正月初一`, `大年初三`.

use chrono::{Datelike, NaiveDate};
use icu_calendar::cal::{ChineseTraditional, Hijri};
use icu_calendar::types::Month;
use icu_calendar::{AsCalendar, Date};

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_zh::number;
use crate::model::value::Grain;

fn western<C: AsCalendar>(date: &Date<C>) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(date.to_rata_die().to_i64_date()).ok()?)
}

fn month_of(number: u32, leap: bool) -> Option<Month> {
    let number = u8::try_from(number).ok().filter(|n| (1..=12).contains(n))?;
    Some(if leap { Month::leap(number) } else { Month::new(number) })
}

/// The day of a lunar date; the lunar year bears the number of the year in which it begins (1900 to 2100).
pub(super) fn day(year: i32, month: u32, leap: bool, day: u32) -> Option<NaiveDate> {
    let day = u8::try_from(day).ok().filter(|_| (1900..=2100).contains(&year))?;
    let date = Date::try_new(year.into(), month_of(month, leap)?, day, ChineseTraditional::new()).ok()?;
    western(&date)
}

/// A month of 29 or 30 days.
fn month(year: i32, number: u32, leap: bool) -> Option<Span> {
    let start = day(year, number, leap, 1)?;
    let end = day(year, number, leap, 30).or_else(|| day(year, number, leap, 29))?;
    Some(Span { start, end, grain: Grain::Month })
}

/// The day before the lunar new year that ends the lunar year.
pub(super) fn eve(year: i32) -> Option<NaiveDate> {
    day(year + 1, 1, false, 1)?.pred_opt()
}

/// A day of the Islamic calendar that falls into this year.
pub(super) fn islamic(year: i32, month: u32, number: u32) -> Option<NaiveDate> {
    let guess = (year - 622) * 33 / 32;
    (guess - 1..=guess + 1).find_map(|hijri| {
        let day = u8::try_from(number).ok()?;
        let date =
            Date::try_new(hijri.into(), month_of(month, false)?, day, Hijri::new_umm_al_qura()).ok()?;
        western(&date).filter(|date| date.year() == year)
    })
}

/// 初三, 十五, 廿三, 三十, 18: a day of a lunar month, and the token after it.
fn day_number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let first = t.text(i) == "初";
    let (n, next) = number(c, i + usize::from(first)).filter(|(n, _)| (1..=30).contains(n))?;
    (!first || n <= 10).then(|| (n, next + usize::from(matches!(t.text(next), "日" | "号"))))
}

/// A lunar month by name or, where the calendar is named, by number: number, leap, the token after 月.
fn month_name(c: &Context, i: usize, named: bool) -> Option<(u32, bool, usize)> {
    let t = c.tokens;
    let leap = t.text(i) == "闰";
    let at = i + usize::from(leap);
    for (name, n) in [("正月", 1), ("冬月", 11), ("腊月", 12)] {
        if let Some(to) = t.spells(at, name) {
            return Some((n, leap, to));
        }
    }
    let (n, next) = number(c, at).filter(|(n, k)| (1..=12).contains(n) && t.text(*k) == "月")?;
    // 八月初三 counts the days as the lunar calendar does
    let counted = t.text(next + 1) == "初" && number(c, next + 2).is_some_and(|(n, _)| n <= 10);
    (named || leap || counted).then_some((n, leap, next + 1))
}

/// What stands after the year, named or not: month and day.
pub(super) fn in_year(c: &Context, from: usize, year: i32, at: usize, named: bool) -> Option<Found> {
    let (number, leap, next) = month_name(c, at, named)?;
    let (span, to) = match day_number(c, next) {
        Some((n, to)) => (calendar::on(day(year, number, leap, n)?), to),
        None => (month(year, number, leap)?, next),
    };
    Some(span.at(from, to))
}

/// `农历二〇二一年六月`, `腊月廿三`, `大年初三`, `大年三十`
pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let named = ["农历", "阴历", "旧历", "夏历"].iter().find_map(|name| t.spells(i, name));
    let at = named.unwrap_or(i);
    if let Some((year, next)) =
        named.and_then(|at| super::dates_zh::year(c, at)).filter(|(_, n)| t.text(*n) == "年")
    {
        return in_year(c, i, year, next + 1, true);
    }
    let reference = c.reference?;
    let near = |place: &dyn Fn(i32) -> Option<Found>| {
        let here = place(reference.year())?;
        if (here.start - reference).num_days() > 270 { place(reference.year() - 1) } else { Some(here) }
    };
    if let Some(at) = t.spells(i, "大年") {
        let new_year_eve = ["三十", "夜", "除夕"].iter().find_map(|w| t.spells(at, w));
        if let Some(to) = new_year_eve {
            return near(&|year| Some(calendar::on(eve(year - 1)?).at(i, to)));
        }
        let (n, to) = day_number(c, at).filter(|_| t.text(at) == "初")?;
        return near(&|year| Some(calendar::on(day(year, 1, false, n)?).at(i, to)));
    }
    near(&|year| in_year(c, i, year, at, named.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_new_years_and_leap_months() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(day(2024, 1, false, 1), date(2024, 2, 10));
        assert_eq!(day(2025, 6, true, 1), date(2025, 7, 25));
        assert_eq!(day(1949, 8, false, 15), date(1949, 10, 6));
        assert_eq!(day(2024, 6, true, 1), None);
        assert_eq!(eve(2024), date(2025, 1, 28));
        assert_eq!(islamic(2022, 10, 1), date(2022, 5, 2));
        assert_eq!(day(5000, 1, false, 1), None);
    }
}
