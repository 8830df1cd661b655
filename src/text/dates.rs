//! Dates and periods: numeric forms here, worded ones in the two languages.

use chrono::NaiveDate;

use super::calendar::{self, Found};
use super::token::{Kind, Tokens};
use super::{dates_en, dates_zh};

/// What the date rules need to know.
pub(super) struct Context<'a> {
    pub tokens: &'a Tokens,
    pub reference: Option<NaiveDate>,
}

/// Reads all dates of a text.
pub(super) fn read(tokens: &Tokens, reference: Option<NaiveDate>) -> Vec<Found> {
    let context = Context { tokens, reference };
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match context.at(i).filter(|f| f.from >= i && f.to > i && f.to <= tokens.len()) {
            Some(found) => {
                i = found.to;
                out.push(found);
            }
            None => i += 1,
        }
    }
    out
}

impl Context<'_> {
    fn at(&self, i: usize) -> Option<Found> {
        if self.tokens.is(i, Kind::Sign) || self.tokens.is(i, Kind::Opaque) {
            return self.dotted(i);
        }
        if self.tokens.is(i, Kind::Han) {
            return dates_zh::read(self, i);
        }
        if self.tokens.is(i, Kind::Number) {
            return self.numeric(i).or_else(|| dates_zh::read(self, i)).or_else(|| dates_en::read(self, i));
        }
        dates_en::read(self, i)
    }

    /// A year in digits, 1000 to 2199.
    pub fn year(&self, i: usize) -> Option<i32> {
        let text = self.tokens.text(i);
        let year = self.tokens.digits(i).filter(|y| text.len() == 4 && (1000..2200).contains(y))?;
        i32::try_from(year).ok()
    }

    /// `2025-03-11`, `2025/3/11`, `2025-03`, `3/11/2025`
    fn numeric(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        if i > 0 && t.glued(i) && matches!(t.before(i, 1), "/" | "-") && t.is(i.wrapping_sub(2), Kind::Number)
        {
            return None;
        }
        let sign = t.text(i + 1);
        if !matches!(sign, "-" | "/") || !t.joins(i + 1, sign) {
            return None;
        }
        let (a, b) = (t.digits(i)?, t.digits(i + 2)?);
        let third = t.joins(i + 3, sign).then(|| t.digits(i + 4)).flatten();
        if let Some(year) = self.year(i) {
            return match third {
                Some(c) => calendar::day(year, b, c).map(|s| s.at(i, i + 5)),
                None if t.text(i + 2).len() == 2 && (1..=12).contains(&b) => {
                    calendar::month(year, b).map(|s| s.at(i, i + 3))
                }
                None => None,
            };
        }
        let last = third?;
        let year = match t.text(i + 4).len() {
            4 => i32::try_from(last).ok()?,
            2 if sign == "/" => calendar::short_year(last),
            _ => return None,
        };
        // month first as in the United States, unless only day first is a date
        calendar::day(year, a, b).or_else(|| calendar::day(year, b, a)).map(|s| s.at(i, i + 5))
    }

    /// `2025.03.11`: the scanner took `2025.03.11` for a version.
    fn dotted(&self, i: usize) -> Option<Found> {
        let text = self.tokens.text(i);
        if text.len() > 10 || !self.tokens.is(i, Kind::Opaque) {
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
            calendar::day(i32::try_from(c).ok()?, b, a)
        } else {
            None
        };
        span.map(|s| s.at(i, i + 1))
    }
}
