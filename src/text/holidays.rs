//! Days that have a name: `Christmas`, `Labor Day`, `Easter`, `春节`, `国庆节`.

use chrono::{Datelike, NaiveDate};

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::lunar;
use super::token::Tokens;
use crate::model::value::Grain;

/// How the day is found in a year.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// Month and day.
    Day(u32, u32),
    /// The nth weekday (0 is Monday) of a month, counted from its end with a negative number.
    Nth(u32, u32, i64),
    /// Days after Easter Sunday.
    Easter(i64),
    /// Days after Thanksgiving.
    Thanks(i64),
    /// Month and day of the Chinese calendar.
    Lunar(u32, u32),
    /// The evening before the Chinese new year.
    LunarEve,
    /// 清明: when the sun stands at 15 degrees.
    Clear,
    /// Month and day of the Islamic calendar.
    Islamic(u32, u32),
}

impl Rule {
    pub fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Day(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Nth(month, day, n) => {
                Some(calendar::nth_weekday(calendar::month(year, month)?, day, n)?.start)
            }
            Self::Easter(days) => calendar::shift_days(easter(year)?, days),
            Self::Thanks(days) => {
                let thursday = calendar::nth_weekday(calendar::month(year, 11)?, 3, 4)?;
                calendar::shift_days(thursday.start, days)
            }
            Self::Lunar(month, day) => lunar::day(year, month, false, day),
            Self::LunarEve => lunar::eve(year - 1),
            Self::Clear => clear(year),
            Self::Islamic(month, day) => lunar::islamic(year, month, day),
        }
    }
}

/// Easter Sunday of the western churches (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..4100).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

/// 清明 by the usual rule of thumb, which holds from 1901 to 2099.
fn clear(year: i32) -> Option<NaiveDate> {
    let (y, base) = match year {
        1901..=2000 => (year - 1900, 559),
        2001..=2099 => (year - 2000, 481),
        _ => return None,
    };
    let day = (y * 2422 + base * 100) / 10_000 - y / 4;
    NaiveDate::from_ymd_opt(year, 4, u32::try_from(day).ok()?)
}

/// Names as tokens, longest first where one begins another.
const EN: &[(&str, Rule)] = &[
    ("new year ' s eve", Rule::Day(12, 31)),
    ("new year ' s day", Rule::Day(1, 1)),
    ("new years eve", Rule::Day(12, 31)),
    ("new years day", Rule::Day(1, 1)),
    ("new year day", Rule::Day(1, 1)),
    ("new year", Rule::Day(1, 1)),
    ("martin luther king day", Rule::Nth(1, 0, 3)),
    ("mlk day", Rule::Nth(1, 0, 3)),
    ("valentine ' s day", Rule::Day(2, 14)),
    ("valentines day", Rule::Day(2, 14)),
    ("presidents ' day", Rule::Nth(2, 0, 3)),
    ("presidents day", Rule::Nth(2, 0, 3)),
    ("st patrick ' s day", Rule::Day(3, 17)),
    ("ash wednesday", Rule::Easter(-46)),
    ("palm sunday", Rule::Easter(-7)),
    ("good friday", Rule::Easter(-2)),
    ("easter monday", Rule::Easter(1)),
    ("easter sunday", Rule::Easter(0)),
    ("easter day", Rule::Easter(0)),
    ("easter", Rule::Easter(0)),
    ("earth day", Rule::Day(4, 22)),
    ("may day", Rule::Day(5, 1)),
    ("international workers ' day", Rule::Day(5, 1)),
    ("mother ' s day", Rule::Nth(5, 6, 2)),
    ("memorial day", Rule::Nth(5, 0, -1)),
    ("father ' s day", Rule::Nth(6, 6, 3)),
    ("juneteenth", Rule::Day(6, 19)),
    ("independence day", Rule::Day(7, 4)),
    ("bastille day", Rule::Day(7, 14)),
    ("labor day", Rule::Nth(9, 0, 1)),
    ("columbus day", Rule::Nth(10, 0, 2)),
    ("halloween", Rule::Day(10, 31)),
    ("veterans day", Rule::Day(11, 11)),
    ("singles ' day", Rule::Day(11, 11)),
    ("thanksgiving day", Rule::Thanks(0)),
    ("thanksgiving", Rule::Thanks(0)),
    ("black friday", Rule::Thanks(1)),
    ("cyber monday", Rule::Thanks(4)),
    ("christmas eve", Rule::Day(12, 24)),
    ("christmas day", Rule::Day(12, 25)),
    ("christmas", Rule::Day(12, 25)),
    ("xmas", Rule::Day(12, 25)),
    ("boxing day", Rule::Day(12, 26)),
    ("chinese new year", Rule::Lunar(1, 1)),
    ("lunar new year", Rule::Lunar(1, 1)),
    ("dragon boat festival", Rule::Lunar(5, 5)),
    ("mid - autumn festival", Rule::Lunar(8, 15)),
    ("eid al fitr", Rule::Islamic(10, 1)),
    ("eid al - fitr", Rule::Islamic(10, 1)),
    ("eid al adha", Rule::Islamic(12, 10)),
    ("eid al - adha", Rule::Islamic(12, 10)),
];

const ZH: &[(&str, Rule)] = &[
    ("元旦", Rule::Day(1, 1)),
    ("情人节", Rule::Day(2, 14)),
    ("妇女节", Rule::Day(3, 8)),
    ("植树节", Rule::Day(3, 12)),
    ("清明", Rule::Clear),
    ("五一", Rule::Day(5, 1)),
    ("劳动节", Rule::Day(5, 1)),
    ("青年节", Rule::Day(5, 4)),
    ("母亲节", Rule::Nth(5, 6, 2)),
    ("儿童节", Rule::Day(6, 1)),
    ("父亲节", Rule::Nth(6, 6, 3)),
    ("建军节", Rule::Day(8, 1)),
    ("教师节", Rule::Day(9, 10)),
    ("国庆", Rule::Day(10, 1)),
    ("万圣节", Rule::Day(10, 31)),
    ("双十一", Rule::Day(11, 11)),
    ("双11", Rule::Day(11, 11)),
    ("感恩节", Rule::Thanks(0)),
    ("双十二", Rule::Day(12, 12)),
    ("平安夜", Rule::Day(12, 24)),
    ("圣诞", Rule::Day(12, 25)),
    ("除夕", Rule::LunarEve),
    ("春节", Rule::Lunar(1, 1)),
    ("元宵", Rule::Lunar(1, 15)),
    ("端午", Rule::Lunar(5, 5)),
    ("七夕", Rule::Lunar(7, 7)),
    ("中秋", Rule::Lunar(8, 15)),
    ("重阳", Rule::Lunar(9, 9)),
    ("腊八节", Rule::Lunar(12, 8)),
    ("复活节", Rule::Easter(0)),
];

/// The tokens from `i` on are these words; gives the token after them.
fn words(t: &Tokens, i: usize, name: &str) -> Option<usize> {
    let mut at = i;
    for word in name.split(' ') {
        if t.text(at) != word {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The English name at `i`, and the token after it.
fn name_en(t: &Tokens, i: usize) -> Option<(Rule, usize)> {
    let first = t.text(i).as_bytes().first()?;
    EN.iter()
        .filter(|(name, _)| name.as_bytes().first() == Some(first))
        .find_map(|(name, rule)| Some((*rule, words(t, i, name)?)))
        // `in the new year` is no day
        .filter(|_| t.text(i) != "new" || !matches!(t.before(i, 1), "the" | "a" | "happy"))
}

/// The Chinese name at `i`, and the token after it.
pub(super) fn name_zh(t: &Tokens, i: usize) -> Option<(Rule, usize)> {
    let (rule, to) = ZH.iter().find_map(|(name, rule)| Some((*rule, t.spells(i, name)?)))?;
    // 五一 may be digits of a longer number
    let number = t.text(i) == "五" && t.han(to).is_some_and(|c| super::number_zh::digit(c).is_some());
    (!number).then(|| (rule, to + usize::from(t.text(to) == "节")))
}

/// `Easter 2018`, `next New Year's Day`, `Labor Day weekend`
pub(super) fn read_en(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let by = match t.text(i) {
        "next" => Some(1),
        "last" => Some(-1),
        "this" => Some(0),
        _ => None,
    };
    let (rule, at) = name_en(t, i + usize::from(by.is_some()))?;
    let weekend = t.text(at) == "weekend";
    let at = at + usize::from(weekend);
    let comma = at + usize::from(matches!(t.text(at), "," | "of" | "in"));
    let (day, to) = match c.year(comma) {
        Some(year) => (rule.day(year)?, comma + 1),
        None => (near(c, i, rule, by)?, at),
    };
    let span = if weekend { calendar::weekend(day)? } else { calendar::on(day) };
    Some(span.at(i, to))
}

/// `中秋节`, `国庆期间`: the nearest one.
pub(super) fn read_zh(c: &Context, i: usize) -> Option<Found> {
    let (rule, to) = name_zh(c.tokens, i)?;
    near(c, i, rule, None).map(|day| calendar::on(day).at(i, to))
}

/// The day in the year that the words around it mean: 1 is the next one, -1 the last one.
fn near(c: &Context, i: usize, rule: Rule, by: Option<i32>) -> Option<NaiveDate> {
    let reference = c.reference?;
    let year = reference.year();
    let here = rule.day(year)?;
    let coming = by == Some(1) || (by.is_none() && c.ahead(i));
    match by {
        _ if coming && here < reference => rule.day(year + 1),
        _ if coming => Some(here),
        Some(-1) if here >= reference => rule.day(year - 1),
        None if (here - reference).num_days() > 270 => rule.day(year - 1),
        _ => Some(here),
    }
}

/// The seasons by whole months, winter from December on.
pub(super) fn season(year: i32, word: &str) -> Option<Span> {
    let month = match word {
        "spring" | "春" => 3,
        "summer" | "夏" => 6,
        "autumn" | "fall" | "秋" => 9,
        "winter" | "冬" => 12,
        _ => return None,
    };
    let start = NaiveDate::from_ymd_opt(year, month, 1)?;
    let end = calendar::shift_months(start, 3)?.pred_opt()?;
    Some(Span { start, end, grain: Grain::Quarter })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_days_by_rule() {
        let on = |rule: Rule, year| rule.day(year).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(on(Rule::Easter(0), 2024), "2024-03-31");
        assert_eq!(on(Rule::Easter(0), 2018), "2018-04-01");
        assert_eq!(on(Rule::Thanks(1), 2010), "2010-11-26");
        assert_eq!(on(Rule::Nth(5, 0, -1), 2024), "2024-05-27");
        assert_eq!(on(Rule::Lunar(8, 15), 2020), "2020-10-01");
        assert_eq!(on(Rule::LunarEve, 2022), "2022-01-31");
        for (year, day) in [(2000, 4), (2007, 5), (2021, 4), (2023, 5), (2024, 4), (1999, 5)] {
            assert_eq!(on(Rule::Clear, year), format!("{year}-04-0{day}"));
        }
    }
}
