//! Dates and periods: numeric forms here, worded ones in the two languages.

use chrono::{Datelike, NaiveDate};

use super::calendar::{self, Found, Span};
use super::token::{Kind, Tokens};
use super::{dates_en, dates_zh};
use crate::model::value::Grain;

/// What the date rules need to know.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub tokens: &'a Tokens,
    pub reference: Option<NaiveDate>,
    /// The reference is any day: only the extent of a date is asked for.
    pub guess: bool,
    /// The text is nothing but this date, as in a calendar or a query: it means the coming one.
    pub alone: bool,
    /// The date before in the text.
    pub earlier: Option<Found>,
}

/// Texts up to this many tokens may be nothing but a date.
const ALONE: usize = 10;

/// Reads all dates of a text; also marks the tokens that belong to dates.
///
/// A date that cannot be placed without a reference (`Feb. 21`) is not given, but its numbers are marked: they
/// count nothing.
pub(super) fn read(tokens: &Tokens, reference: Option<NaiveDate>) -> (Vec<Found>, Vec<bool>) {
    if reference.is_some() && tokens.len() <= ALONE {
        let (found, used) = scan(tokens, reference, true);
        if let [only] = found[..]
            && (0..tokens.len()).all(|k| (only.from..only.to).contains(&k) || filler(tokens, k))
        {
            return (found, used);
        }
    }
    scan(tokens, reference, false)
}

/// A token around a date that says nothing else.
fn filler(tokens: &Tokens, i: usize) -> bool {
    let word =
        matches!(tokens.text(i), "the" | "on" | "at" | "in" | "by" | "for" | "during" | "from" | "days");
    word || tokens.is(i, Kind::Sign) || tokens.is(i, Kind::Number)
}

fn scan(tokens: &Tokens, reference: Option<NaiveDate>, alone: bool) -> (Vec<Found>, Vec<bool>) {
    let mut context = Context { tokens, reference, guess: false, alone, earlier: None };
    let placed = Context { reference: NaiveDate::from_ymd_opt(2024, 2, 29), guess: true, ..context };
    let mut out = Vec::new();
    let mut used = vec![false; tokens.len()];
    let mut i = 0;
    while i < tokens.len() {
        let valid = |f: &Found| f.from >= i && f.to > i && f.to <= tokens.len();
        let (found, extent) = if reference.is_some() {
            let found = context.at(i).filter(valid);
            (found, found)
        } else {
            // what is read without a reference is read with any
            let extent = placed.at(i).filter(valid);
            (extent.and_then(|_| context.at(i).filter(valid)), extent)
        };
        match (found, extent) {
            (Some(found), extent) if extent.is_none_or(|e| e.to <= found.to) => {
                used[found.from..found.to].fill(true);
                i = found.to;
                if let Some(first) = out.last_mut().filter(|_| context.joined(found.from).is_some()) {
                    context.share_year(first, &found);
                }
                context.earlier = Some(found);
                out.push(found);
            }
            (_, Some(extent)) => {
                used[extent.from..extent.to].fill(true);
                i = extent.to;
            }
            _ => i += 1,
        }
    }
    (out, used)
}

impl Context<'_> {
    fn at(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        match t.list.get(i)?.kind {
            Kind::Opaque => self.dotted(i),
            Kind::Sign => None,
            Kind::Han => dates_zh::read(self, i),
            Kind::Number => {
                self.numeric(i).or_else(|| dates_zh::read(self, i)).or_else(|| dates_en::read(self, i))
            }
            Kind::Word => dates_zh::era(self, i).or_else(|| dates_en::read(self, i)),
        }
    }

    /// The words before token `i` say that what follows is still to come.
    pub fn ahead(&self, i: usize) -> bool {
        let t = self.tokens;
        let word = |k: usize| {
            matches!(
                t.text(k),
                "will"
                    | "shall"
                    | "ll"
                    | "scheduled"
                    | "expected"
                    | "plans"
                    | "due"
                    | "upcoming"
                    | "将"
                    | "拟"
            )
        };
        let stop = |k: usize| matches!(t.text(k), "." | "。" | ";" | "!" | "?");
        self.alone || (i.saturating_sub(14)..i).rev().take_while(|k| !stop(*k)).any(word)
    }

    /// The date that a range begins with, where token `i` is its second end: `3月5日至7日`.
    pub fn joined(&self, i: usize) -> Option<Found> {
        let joins =
            matches!(self.tokens.before(i, 1), "-" | "~" | "to" | "through" | "until" | "till" | "至" | "到");
        self.earlier.filter(|found| joins && found.to + 1 == i)
    }

    /// A year in digits is among the tokens.
    pub fn names_year(&self, from: usize, to: usize) -> bool {
        (from..to).any(|k| self.year(k).is_some())
    }

    /// `26 June to 28 June 2020`: the first end has the year of the second.
    fn share_year(&self, first: &mut Found, second: &Found) {
        let days = first.grain == Grain::Day && second.grain == Grain::Day && first.start == first.end;
        if !days || self.names_year(first.from, first.to) || !self.names_year(second.from, second.to) {
            return;
        }
        let same = first.start.with_year(second.start.year()).filter(|day| *day <= second.start);
        let day = same.or_else(|| first.start.with_year(second.start.year() - 1));
        if let Some(day) = day {
            (first.start, first.end) = (day, day);
        }
    }

    /// Such a day near the reference, or after the first end of its range.
    pub fn day_near(&self, i: usize, month: u32, number: u32) -> Option<Span> {
        if let Some(first) = self.joined(i) {
            return calendar::coming_day(first.start, month, number);
        }
        let reference = self.reference?;
        let latin = !self.tokens.is(i, Kind::Han) && !self.tokens.is(i + 1, Kind::Han);
        // a Chinese month or day alone is one of this year
        if self.ahead(i) && (latin || !self.alone) {
            return calendar::coming_day(reference, month, number);
        }
        calendar::nearest_day(reference, month, number)
    }

    /// Such a month, by the same rule.
    pub fn month_near(&self, i: usize, number: u32) -> Option<Span> {
        if let Some(first) = self.joined(i) {
            return calendar::coming_month(first.start, number);
        }
        let reference = self.reference?;
        let latin = !self.tokens.is(i, Kind::Han) && !self.tokens.is(i + 1, Kind::Han);
        if self.ahead(i) && (latin || !self.alone) {
            return calendar::coming_month(reference, number);
        }
        calendar::nearest_month(reference, number)
    }

    /// Such a weekday (0 is Monday): the last one, as news speaks of it, or the coming one.
    pub fn weekday_near(&self, i: usize, number: u32) -> Option<Span> {
        calendar::weekday(self.reference?, number, self.ahead(i))
    }

    /// A year in digits, 1000 to 2199.
    pub fn year(&self, i: usize) -> Option<i32> {
        let text = self.tokens.text(i);
        let year = self.tokens.digits(i).filter(|y| text.len() == 4 && (1000..2200).contains(y))?;
        i32::try_from(year).ok()
    }

    /// `2025-03-11`, `2025/3/11`, `2025-03`, `3/11/2025`, `11/2023`, `20250311`, `2014-15`
    fn numeric(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let inner = i > 1 && t.glued(i) && matches!(t.before(i, 1), "/" | "-" | ".") && t.glued(i - 1);
        // `report-2002-10-09.xlsx`
        let named = inner && t.is(i - 2, Kind::Word) && t.joins(i + 1, "-") && t.joins(i + 3, "-");
        if inner && !(named && self.year(i).is_some()) && self.joined(i).is_none() {
            return None;
        }
        if t.text(i).len() == 8 {
            return self.packed(i);
        }
        if let Some(found) = self.dotted_months(i).or_else(|| self.month_slash_day(i)) {
            return Some(found);
        }
        let sign = t.text(i + 1);
        if !matches!(sign, "-" | "/") || !t.joins(i + 1, sign) {
            return None;
        }
        if let Some(found) = self.days(i) {
            return Some(found);
        }
        let (first, second) = (t.digits(i)?, t.digits(i + 2)?);
        let third = t.joins(i + 3, sign).then(|| t.digits(i + 4)).flatten();
        if let Some(year) = self.year(i) {
            return match third {
                Some(third) => calendar::day(year, second, third).map(|s| s.at(i, i + 5)),
                None if t.text(i + 2).len() == 2 && (1..=12).contains(&second) => {
                    calendar::month(year, second).map(|s| s.at(i, i + 3))
                }
                None => self.years(i, year, second),
            };
        }
        let Some(last) = third else {
            let year = self.year(i + 2).filter(|y| (1900..2100).contains(y))?;
            return calendar::month(year, first).map(|s| s.at(i, i + 3));
        };
        let year = match t.text(i + 4).len() {
            4 => i32::try_from(last).ok()?,
            // in Chinese the year comes first: `12-11-10`
            2 if sign == "-" && (t.is(i + 5, Kind::Han) || i > 0 && t.is(i - 1, Kind::Han)) => {
                let two = t.text(i).len() == 2 && t.text(i + 2).len() == 2;
                let year = calendar::short_year(first);
                return two.then(|| calendar::day(year, second, last))?.map(|s| s.at(i, i + 5));
            }
            2 if sign == "/" => calendar::short_year(last),
            _ => return None,
        };
        // month first as in the United States, unless only day first is first date
        calendar::day(year, first, second)
            .or_else(|| calendar::day(year, second, first))
            .map(|s| s.at(i, i + 5))
    }

    /// `2008.03-2009`, `2019.08-2022.02`: from one month to another, which a decimal would not be.
    fn dotted_months(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let month = |k: usize| {
            let (year, month) = t.text(k).split_once('.').filter(|(y, m)| y.len() == 4 && m.len() == 2)?;
            let year = year.parse().ok().filter(|y| (1900..2200).contains(y))?;
            calendar::month(year, month.parse().ok()?)
        };
        if !matches!(t.text(i + 1), "-" | "~" | "至" | "到") {
            return None;
        }
        let start = month(i)?;
        let end = month(i + 2).or_else(|| calendar::year(self.year(i + 2)?))?;
        (start.start < end.start).then(|| Span { end: end.end, ..start }.at(i, i + 3))
    }

    /// `2/15`, `from 10/1 to 11/7`: month and day, where the words around say that it is no fraction.
    fn month_slash_day(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let sign = t.text(i + 1) == "/" && (t.joins(i + 1, "/") || self.alone);
        if !sign || self.guess || self.reference.is_none() || t.joins(i + 3, "/") {
            return None;
        }
        let (month, day) = (t.digits(i)?, t.digits(i + 2)?);
        if self.days(i).is_some() {
            return None;
        }
        let placed = matches!(
            t.before(i, 1),
            "on" | "from"
                | "since"
                | "by"
                | "until"
                | "till"
                | "through"
                | "this"
                | "before"
                | "after"
                | "friday"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "saturday"
                | "sunday"
        );
        let fraction = month < day && day <= 10;
        let said = placed || self.joined(i).is_some() || (self.alone && !fraction);
        if !said || !(1..=12).contains(&month) || t.text(i + 3) == "of" {
            return None;
        }
        self.day_near(i, month, day).map(|s| s.at(i, i + 3))
    }

    /// `2014-15`, `2019-2021`: from one year to another.
    fn years(&self, i: usize, from: i32, last: u32) -> Option<Found> {
        let last = i32::try_from(last).ok()?;
        let to = match self.tokens.text(i + 2).len() {
            2 => from.div_euclid(100) * 100 + last,
            4 => last,
            _ => return None,
        };
        let whole = from < to && to - from < 100 && (1000..2200).contains(&to);
        let (start, end) = (calendar::year(from)?, calendar::year(to)?);
        whole.then(|| calendar::Span { end: end.end, ..start }.at(i, i + 3))
    }

    /// `10/1-11/2/2017`: days of one year, month first.
    fn days(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let signs = ["/", "-", "/", "/"];
        if !(0..4).all(|k| t.joins(i + 1 + 2 * k, signs[k])) {
            return None;
        }
        let year = self.year(i + 8)?;
        let start = calendar::day(year, t.digits(i)?, t.digits(i + 2)?)?;
        let end = calendar::day(year, t.digits(i + 4)?, t.digits(i + 6)?)?;
        (start.start < end.start).then(|| calendar::Span { end: end.end, ..start }.at(i, i + 9))
    }

    /// `20250311`
    fn packed(&self, i: usize) -> Option<Found> {
        let n = self.tokens.digits(i).filter(|n| (19_000_101..21_000_000).contains(n))?;
        calendar::day(i32::try_from(n / 10_000).ok()?, n / 100 % 100, n % 100).map(|s| s.at(i, i + 1))
    }

    /// `2025.03.11`, `11.3.2025`: the scanner took it for a version.
    fn dotted(&self, i: usize) -> Option<Found> {
        let text = self.tokens.text(i);
        if text.len() > 10 {
            return None;
        }
        let mut parts = text.split('.').map(str::parse::<u32>);
        let (Some(Ok(a)), Some(Ok(b)), Some(Ok(c)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let span = if a >= 1000 {
            calendar::day(i32::try_from(a).ok()?, b, c)
        } else if c >= 1000 {
            let year = i32::try_from(c).ok()?;
            calendar::day(year, b, a).or_else(|| calendar::day(year, a, b))
        } else {
            None
        };
        span.map(|s| s.at(i, i + 1))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::{ReadOptions, read};

    /// The spans that a text names, counted from Wednesday, 2024-05-15.
    fn spans(text: &str) -> Vec<(String, String)> {
        let reference = NaiveDate::from_ymd_opt(2024, 5, 15);
        let dates = read(text, &ReadOptions { lang: None, reference }).dates;
        dates.iter().map(|d| (d.start.to_string(), d.end.to_string())).collect()
    }

    fn same(cases: &[(&str, &str, &str)]) {
        for (text, start, end) in cases {
            assert_eq!(spans(text), [((*start).to_owned(), (*end).to_owned())], "{text}");
        }
    }

    #[test]
    fn english_periods_count_from_the_reference() {
        same(&[
            ("sales fell on Monday.", "2024-05-13", "2024-05-13"),
            ("The court will meet on Monday.", "2024-05-20", "2024-05-20"),
            ("it closed two weeks before May 13, 2021", "2021-04-29", "2021-04-29"),
            ("three weeks from tomorrow", "2024-06-06", "2024-06-06"),
            ("the first 2 weeks of 2021", "2021-01-04", "2021-01-17"),
            ("the last 3 weeks of this year", "2024-12-09", "2024-12-29"),
            ("the 9th month of next year", "2025-09-01", "2025-09-30"),
            ("the next 3 business days", "2024-05-16", "2024-05-20"),
            ("Black Friday 2010", "2010-11-26", "2010-11-26"),
            ("Labor Day weekend", "2024-08-31", "2024-09-01"),
            ("summer of 2023", "2023-06-01", "2023-08-31"),
            ("the 21st century", "2000-01-01", "2099-12-31"),
            ("they met on Monday two weeks from now", "2024-05-27", "2024-05-27"),
            ("open from 10/1", "2024-10-01", "2024-10-01"),
            ("born on twenty five January nineteen eighty six", "1986-01-25", "1986-01-25"),
            ("the 5 hours ago mark", "2024-05-15", "2024-05-15"),
        ]);
        assert_eq!(spans("26 June to 28 June 2020")[0].0, "2020-06-26");
        assert_eq!(spans("a slice of 1/8 and a score of 3/4 of it"), []);
    }

    #[test]
    fn chinese_periods_count_from_the_reference() {
        same(&[
            ("中秋节", "2024-09-17", "2024-09-17"),
            ("去年春节期间", "2023-01-22", "2023-01-22"),
            ("农历二〇二四年正月初三", "2024-02-12", "2024-02-12"),
            ("今年第三十七周", "2024-09-09", "2024-09-15"),
            ("去年前五个月", "2023-01-01", "2023-05-31"),
            ("2021年的最后4个月", "2021-09-01", "2021-12-31"),
            ("去年年底", "2023-11-01", "2023-12-31"),
            ("三年前", "2021-01-01", "2021-12-31"),
            ("三天前", "2024-05-12", "2024-05-12"),
            ("3年半以来", "2020-11-01", "2024-05-15"),
            ("15个工作日内", "2024-05-15", "2024-06-05"),
            ("上两周", "2024-04-29", "2024-05-12"),
            ("后三天", "2024-05-16", "2024-05-18"),
            ("下半周", "2024-05-16", "2024-05-19"),
            ("上个半年", "2023-07-01", "2023-12-31"),
            ("2008.03-2009", "2008-03-01", "2009-12-31"),
            ("去年暑假", "2023-07-01", "2023-08-31"),
            ("他在晚上十一点整到达", "2024-05-15", "2024-05-15"),
        ]);
        assert_eq!(spans("2019年3月开工，次年年底完工")[1].0, "2020-11-01");
        assert_eq!(spans("2022年12月30日至1月2日")[1].0, "2023-01-02");
    }

    proptest! {
        #[test]
        fn lunar_days_lie_in_their_year(year in 1901_i32..2099, month in 1_u32..=12, day in 1_u32..=29) {
            let text = format!("农历{year}年{month}月{day}日");
            let found = read(&text, &ReadOptions::default()).dates;
            prop_assert_eq!(found.len(), 1, "{}", text);
            // New year falls from 20 January on, at most 32 days later, and a year has up to 385 days.
            let earliest = NaiveDate::from_ymd_opt(year, 1, 20).unwrap();
            prop_assert!((0..=32 + 385).contains(&(found[0].start - earliest).num_days()), "{}", text);
        }

        #[test]
        fn phrases_of_dates_do_not_panic(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "the ", "first ", "last ", "next ", "3 ", "999999999 ", "weeks ", "months ", "of ", "before ",
                    "after ", "Friday ", "week ", "2021 ", "Easter ", "weekend ", "May ", "1/2 ", "-", "上", "下",
                    "前", "后", "第", "半", "三", "9999", "个", "月", "周", "年", "日", "初", "农历", "闰", "春节", "内",
                    "以来", "工作日", "季度", "最后", "小时", "至", "过", "now ", "century ", "fortnight ",
                ]),
                0..12,
            ),
        ) {
            for found in spans(&words.concat()) {
                prop_assert!(found.0 <= found.1, "{:?} {:?}", words, found);
            }
        }
    }
}
