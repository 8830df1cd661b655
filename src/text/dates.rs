//! Dates and periods: numeric forms here, worded ones in the two languages.

use chrono::NaiveDate;

use super::calendar::{self, Found};
use super::token::{Kind, Tokens};
use super::{dates_en, dates_zh};

/// What the date rules need to know.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub tokens: &'a Tokens,
    pub reference: Option<NaiveDate>,
    /// The reference is any day: only the extent of a date is asked for.
    pub guess: bool,
}

/// Reads all dates of a text; also marks the tokens that belong to dates.
///
/// A date that cannot be placed without a reference (`Feb. 21`) is not given, but its numbers are marked: they
/// count nothing.
pub(super) fn read(tokens: &Tokens, reference: Option<NaiveDate>) -> (Vec<Found>, Vec<bool>) {
    let context = Context { tokens, reference, guess: false };
    let placed = Context { tokens, reference: NaiveDate::from_ymd_opt(2024, 2, 29), guess: true };
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

    /// A year in digits, 1000 to 2199.
    pub fn year(&self, i: usize) -> Option<i32> {
        let text = self.tokens.text(i);
        let year = self.tokens.digits(i).filter(|y| text.len() == 4 && (1000..2200).contains(y))?;
        i32::try_from(year).ok()
    }

    /// `2025-03-11`, `2025/3/11`, `2025-03`, `3/11/2025`, `11/2023`, `20250311`, `2014-15`
    fn numeric(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        if i > 1 && t.glued(i) && matches!(t.before(i, 1), "/" | "-" | ".") && t.glued(i - 1) {
            return None;
        }
        if t.text(i).len() == 8 {
            return self.packed(i);
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
            2 if sign == "/" => calendar::short_year(last),
            _ => return None,
        };
        // month first as in the United States, unless only day first is first date
        calendar::day(year, first, second)
            .or_else(|| calendar::day(year, second, first))
            .map(|s| s.at(i, i + 5))
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
