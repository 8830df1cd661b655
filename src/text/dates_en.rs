//! English dates and periods that are named: days, months, quarters, fiscal years, decades.

use super::calendar::{self, Found, Span, Third};
use super::dates::Context;
use super::token::Kind;
use super::{holidays, number_en, relative_en, special, units, weekdays_en};
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

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    thirds(c, i).or_else(|| relative_en::read(c, i)).or_else(|| named(c, i))
}

/// A period that a name places: what may follow `early` and `the end of`.
pub(super) fn named(c: &Context, i: usize) -> Option<Found> {
    holidays::read_en(c, i)
        .or_else(|| period(c, i))
        .or_else(|| month_first(c, i))
        .or_else(|| day_first(c, i))
        .or_else(|| decade(c, i))
        .or_else(|| century(c, i))
        .or_else(|| season(c, i))
        .or_else(|| spoken_year(c, i))
        .or_else(|| lone_year(c, i))
}

/// `early 2024`, `mid-November`, `the end of last year`
fn thirds(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    for (word, grain) in [("eoy", Grain::Year), ("eom", Grain::Month)] {
        if t.text(i) == word {
            let whole = calendar::around(c.reference.filter(|_| !c.guess)?, grain, 0)?;
            return calendar::third(whole, Third::Last).map(|s| s.at(i, i + 1));
        }
    }
    let third = match t.text(i) {
        "early" | "beginning" | "start" => Third::First,
        "mid" | "middle" => Third::Middle,
        "late" | "end" => Third::Last,
        _ => return None,
    };
    // `beginning in 2010` says when something began
    let loose = matches!(t.text(i), "early" | "mid" | "late");
    let joined = matches!(t.text(i + 1), "of" | "-") || (loose && t.text(i + 1) == "in");
    if matches!(t.text(i), "beginning" | "start" | "middle") && !joined {
        return None;
    }
    let at = i + 1 + usize::from(joined);
    let at = at + usize::from(joined && matches!(t.text(at), "around" | "about"));
    let article = t.text(at) == "the";
    let at = at + usize::from(article);
    // `the end of the year` is this year's
    let this = || {
        let grain = relative_en::grain_of(t.text(at)).filter(|_| article || at > i + 1)?;
        calendar::around(c.reference.filter(|_| !c.guess)?, grain, 0).map(|s| s.at(at, at + 1))
    };
    let whole = relative_en::read(c, at).or_else(|| named(c, at)).or_else(this)?;
    let span = Span { start: whole.start, end: whole.end, grain: whole.grain };
    let part = calendar::third(span, third)?;
    Some(Found { fiscal: whole.fiscal, ..part.at(i, whole.to) })
}

/// Skips `.` glued to an abbreviated month.
fn after_month(c: &Context, i: usize) -> usize {
    i + usize::from(c.tokens.text(i) == "." && c.tokens.glued(i) && c.tokens.text(i - 1).len() <= 4)
}

fn comma(c: &Context, i: usize) -> usize {
    i + usize::from(c.tokens.text(i) == ",")
}

/// A day of the month: `17`, `17th`, `the 17th`, `seventeenth`; the token after it.
pub(super) fn day_number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let i = i + usize::from(t.text(i) == "the");
    if let Some((n, next)) = special::ordinal(t, i) {
        let day = u32::try_from(n.mantissa()).ok().filter(|d| (1..=31).contains(d))?;
        return Some((day, next));
    }
    if matches!(t.text(i), "twenty" | "thirty") {
        // `twenty five`
        let (n, next) = number_en::whole(t, i).filter(|(n, _)| (20..=31).contains(n))?;
        return Some((n, next));
    }
    let day = t.digits(i).filter(|d| (1..=31).contains(d) && t.text(i).len() <= 2)?;
    Some((day, i + 1))
}

/// The year after a month or day, behind a comma, `of` or `in`.
fn year_after(c: &Context, i: usize) -> Option<(i32, usize)> {
    let at = if matches!(c.tokens.text(i), "of" | "in") { i + 1 } else { comma(c, i) };
    let short = || {
        let year =
            c.tokens.digits(at).filter(|_| c.tokens.text(i) == "of" && c.tokens.text(at).len() == 2)?;
        Some((calendar::short_year(year), at + 1))
    };
    let named = c.year(at).map(|y| (y, at + 1)).or_else(|| short_year(c, at));
    named.or_else(|| year_in_words(c, at)).or_else(short)
}

/// `nineteen ninety six`, `two thousand and five`
fn year_in_words(c: &Context, i: usize) -> Option<(i32, usize)> {
    let t = c.tokens;
    let century = match (t.text(i), t.text(i + 1)) {
        ("eighteen", _) => 1800,
        ("nineteen", _) => 1900,
        ("two", "thousand") | ("twenty", _) => 2000,
        _ => return None,
    };
    let at = i + 1 + usize::from(t.text(i + 1) == "thousand");
    let at = at + usize::from(t.text(at) == "and");
    let (rest, next) = number_en::whole(t, at).filter(|(n, _)| *n < 100 && t.is(at, Kind::Word))?;
    let short = rest < 10 && t.text(i + 1) != "thousand";
    (!short).then_some((century + i32::try_from(rest).ok()?, next))
}

/// `'23`, `’23`
fn short_year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let t = c.tokens;
    let year = (t.text(i) == "'" && t.glued(i + 1)).then(|| t.digits(i + 1)).flatten()?;
    (t.text(i + 1).len() == 2).then(|| (calendar::short_year(year), i + 2))
}

/// The second end of a range of days: `20-24`, `27th to the 29th`.
fn day_range(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    matches!(t.text(i), "-" | "to" | "through" | "and" | "until").then(|| day_number(c, i + 1))?
}

/// `November 17, 2023`, `Nov. 17`, `Sept. 20-24`, `October 2024`, `Nov-Feb 2017`, `May`
fn month_first(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let month = month_of(t.text(i))?;
    let at = after_month(c, i + 1);
    if t.joins(at, "-") && t.joins(at + 2, "-") {
        // `Sep-23-2020`, `Sep-2020-23`
        let (day, year) = match (c.year(at + 3), c.year(at + 1)) {
            (Some(year), _) => (t.digits(at + 1)?, year),
            (None, year) => (t.digits(at + 3)?, year?),
        };
        return calendar::day(year, month, day).map(|s| s.at(i, at + 4));
    }
    // `Jan/3`, `Jun-15`
    let sign = t.joins(at, "/") || t.joins(at, "-");
    if let Some(day) = t.digits(at + 1).filter(|d| sign && (1..=31).contains(d) && !t.joins(at + 2, "/")) {
        return c.day_near(i, month, day).map(|s| s.at(i, at + 2));
    }
    if let Some((first, next)) = day_number(c, at).filter(|(_, n)| !measures(c, *n)) {
        let (last, next) = match day_range(c, next) {
            Some((last, after))
                if last > first && !measures(c, after) && month_of(t.text(after)).is_none() =>
            {
                (last, after)
            }
            _ => (first, next),
        };
        let (year, to) = year_after(c, next).map_or((None, next), |(y, to)| (Some(y), to));
        if let (None, Some((day, to))) = (year, weekdays_en::weekday_after(c, next)) {
            return weekday_year(c, month, first, day).map(|s| s.at(i, to));
        }
        return days(c, i, year, month, first, last).map(|s| s.at(i, to));
    }
    if let Some((year, to)) = year_after(c, at) {
        return calendar::month(year, month).map(|s| s.at(i, to));
    }
    if let Some(span) = months(c, i, month, at) {
        return Some(span);
    }
    // `may` and `march` are also verbs
    let verb = matches!(t.text(i), "may" | "march" | "mar" | "sep" | "dec" | "jan" | "jun" | "jul");
    if verb && !(t.capital(i) && (t.before(i, 1).is_empty() || placed(t.before(i, 1)))) {
        return None;
    }
    c.month_near(i, month).map(|s| s.at(i, at))
}

/// `Nov-Feb 2017`, `January to March 2024`
fn months(c: &Context, i: usize, first: u32, at: usize) -> Option<Found> {
    let t = c.tokens;
    let second = at + 1;
    let joined = matches!(t.text(at), "-" | "to" | "through" | "and");
    let last = joined.then(|| month_of(t.text(second)))??;
    let after = after_month(c, second + 1);
    // `Nov-Feb 5th, 2017`: up to a day
    let (day, after) = match day_number(c, after) {
        Some((day, next)) if year_after(c, next).is_some() => (Some(day), next),
        _ => (None, after),
    };
    let Some((year, to)) = year_after(c, after) else {
        // `may to march`: months without a year
        let near =
            if c.ahead(i) { calendar::coming_month(c.reference?, last)? } else { c.month_near(i, first)? };
        let (start, end) = if c.ahead(i) {
            // the range that is not over yet
            let year = chrono::Datelike::year(&near.start) - i32::from(first > last);
            (calendar::month(year, first)?, near)
        } else {
            (near, calendar::coming_month(near.start, last)?)
        };
        if t.text(at) == "and" {
            return None;
        }
        return Some(Span { end: end.end, ..start }.at(i, after));
    };
    let start = calendar::month(year - i32::from(first > last), first)?;
    let end = match day {
        Some(day) => calendar::day(year, last, day)?,
        None => calendar::month(year, last)?,
    };
    Some(Span { end: end.end, ..start }.at(i, to))
}

/// The days from first to last of a month, of the nearest year where none is named.
fn days(c: &Context, i: usize, year: Option<i32>, month: u32, first: u32, last: u32) -> Option<Span> {
    let place = |day| match year {
        Some(year) => calendar::day(year, month, day),
        None => c.day_near(i, month, day),
    };
    let (start, end) = (place(first)?, place(last)?);
    (start.start <= end.start).then_some(Span { end: end.end, ..start })
}

/// Words before a date.
fn placed(word: &str) -> bool {
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
            | "-"
    )
}

/// The number before is an amount, not a day: `May 5 million`.
fn measures(c: &Context, i: usize) -> bool {
    matches!(c.tokens.text(i), "%" | "percent" | "million" | "billion" | "bn" | "per")
}

/// `17 November 2023`, `17th of November`, `13 to 15 July`
fn day_first(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (first, next) = day_number(c, i)?;
    let (last, at) = match day_range(c, next).filter(|(last, _)| *last > first) {
        Some(range) => range,
        None => (first, next),
    };
    let at = at + usize::from(matches!(t.text(at), "day"));
    let at = at + usize::from(t.text(at) == "of" || t.joins(at, "-") || t.joins(at, "/"));
    if let (true, Some(year), Some(month)) =
        (t.joins(at - 1, "-") && t.joins(at + 1, "-"), c.year(at), month_of(t.text(at + 2)))
    {
        // `23-2020-September`
        return calendar::day(year, month, first).map(|s| s.at(i, at + 3));
    }
    let month = month_of(t.text(at))?;
    let next = after_month(c, at + 1);
    let next = next + usize::from(t.joins(next, "-") || t.joins(next, "/"));
    let (year, to) = year_after(c, next).map_or((None, at + 1), |(y, to)| (Some(y), to));
    days(c, i, year, month, first, last).map(|s| s.at(i, to))
}

/// Quarters, halves and fiscal years: `Q3 FY2025`, `third quarter of 2025`, `H1 2025`, `2023 H2`, `FY2024`.
fn period(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    if let Some(year) = c.year(i).or_else(|| glued_year(c, i)) {
        let at = i + 1 + usize::from(t.text(i + 1) == "-" && t.glued(i + 1));
        let (part, next) = part(c, at).filter(|_| t.text(at).len() == 2)?;
        return part.of(year).map(|s| s.at(i, next));
    }
    if let Some((year, next)) = fiscal_year(c, i) {
        let (span, to) = match part(c, next) {
            Some((part, to)) => (part.of(year)?, to),
            None => (calendar::year(year)?, next),
        };
        return Some(span.fiscal(i, to));
    }
    let (part, next) = part(c, i)?;
    let at = next + usize::from(matches!(t.text(next), "of" | "," | "in"));
    let at = at + usize::from(t.text(at) == "the" || t.joins(at, "-"));
    if let Some((year, to)) = fiscal_year(c, at) {
        return Some(part.of(year)?.fiscal(i, to));
    }
    let named = c.year(at).map(|year| (year, at + 1)).or_else(|| short_year(c, at));
    if let Some((year, to)) = named.or_else(|| relative_en::near_year(c, at)) {
        return Some(part.of(year)?.at(i, to));
    }
    // the last one that has begun
    let reference = c.reference?;
    let year = chrono::Datelike::year(&reference);
    let here = part.of(year)?;
    if c.alone {
        let coming = if here.end < reference { part.of(year + 1)? } else { here };
        return Some(coming.at(i, next));
    }
    let span = if here.start > reference { part.of(year - 1)? } else { here };
    Some(span.at(i, next))
}

/// `18q4`
fn glued_year(c: &Context, i: usize) -> Option<i32> {
    let short = c.tokens.digits(i).filter(|_| c.tokens.text(i).len() == 2 && c.tokens.glued(i + 1))?;
    c.tokens.text(i + 1).starts_with('q').then(|| calendar::short_year(short))
}

#[derive(Clone, Copy)]
pub(super) enum Part {
    Quarter(u32),
    Half(u32),
}

impl Part {
    pub fn of(self, year: i32) -> Option<Span> {
        match self {
            Self::Quarter(n) => calendar::quarter(year, n),
            Self::Half(n) => calendar::half(year, n),
        }
    }

    /// `q3`, `h1`
    pub fn short(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        let (letter, digit, None) = (chars.next()?, chars.next()?.to_digit(10)?, chars.next()) else {
            return None;
        };
        match (letter, digit) {
            ('q', 1..=4) => Some(Self::Quarter(digit)),
            ('h', 1..=2) => Some(Self::Half(digit)),
            _ => None,
        }
    }
}

/// `Q3`, `3Q`, `H1`, `third quarter`, `second half`
fn part(c: &Context, i: usize) -> Option<(Part, usize)> {
    let t = c.tokens;
    if let Some(part) = Part::short(t.text(i)) {
        return Some((part, i + 1));
    }
    if t.glued(i + 1)
        && let Some(n) = t.digits(i).filter(|n| (1..=4).contains(n))
    {
        match t.text(i + 1) {
            "q" => return Some((Part::Quarter(n), i + 2)),
            "h" if n <= 2 => return Some((Part::Half(n), i + 2)),
            _ => {}
        }
    }
    let (n, next) = special::ordinal(t, i)?;
    let n = u32::try_from(n.mantissa()).ok()?;
    let next = next + usize::from(t.text(next) == "-");
    let next = next + usize::from(matches!(t.text(next), "fiscal" | "financial"));
    match t.text(next) {
        "quarter" | "qtr" if (1..=4).contains(&n) => Some((Part::Quarter(n), next + 1)),
        "half" if (1..=2).contains(&n) => Some((Part::Half(n), next + 1)),
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
        "fiscal" | "financial" => i + 1 + usize::from(matches!(t.text(i + 1), "year" | "years")),
        _ => return None,
    };
    let at = at + usize::from(t.text(at) == "'");
    if let Some(year) = c.year(at) {
        return Some((year, at + 1));
    }
    let short = t.digits(at).filter(|_| word == "fy" && t.text(at).len() == 2)?;
    Some((calendar::short_year(short), at + 1))
}

/// `the 2020s`, `1980s`, `1990's`
fn decade(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let year = c.year(i).filter(|y| y % 10 == 0)?;
    let at = i + 1 + usize::from(t.text(i + 1) == "'" && t.glued(i + 1));
    (t.text(at) == "s" && t.glued(at)).then(|| calendar::decade(year))?.map(|s| s.at(i, at + 1))
}

/// The year near the reference in which that day is this weekday: `Jul 18, Fri`.
pub(super) fn weekday_year(c: &Context, month: u32, day: u32, weekday: u32) -> Option<Span> {
    let year = chrono::Datelike::year(&c.reference?);
    [0, 1, -1, 2, -2].into_iter().find_map(|by| {
        let span = calendar::day(year + by, month, day)?;
        let same = chrono::Datelike::weekday(&span.start).num_days_from_monday() == weekday;
        same.then_some(span)
    })
}

/// `21st century`, `the nineteenth century`
fn century(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (n, next) = special::ordinal(t, i)?;
    let at = next + usize::from(t.joins(next, "-"));
    let n = i32::try_from(n.mantissa()).ok().filter(|n| (1..=22).contains(n) && t.text(at) == "century")?;
    let (start, end) = (calendar::year((n - 1) * 100)?, calendar::year(n * 100 - 1)?);
    Some(Span { end: end.end, grain: Grain::Decade, ..start }.at(i, at + 1))
}

/// `summer 2024`, `the fall of 2023`
fn season(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    holidays::season(2000, t.text(i))?;
    let at = i + 1 + usize::from(matches!(t.text(i + 1), "of" | ","));
    // `fall of 1989` of a wall is no season, but it is of that year
    let year = c.year(at).filter(|_| t.text(i) != "fall" || at == i + 1 || t.before(i, 1) == "the")?;
    holidays::season(year, t.text(i)).map(|s| s.at(i, at + 1))
}

/// `in nineteen ninety six`
fn spoken_year(c: &Context, i: usize) -> Option<Found> {
    let (year, to) = year_in_words(c, i)?;
    let placed = c.tokens.text(i) == "nineteen" || placed(c.tokens.before(i, 1));
    placed.then(|| calendar::year(year))?.map(|s| s.at(i, to))
}

/// A bare year: `founded in 2017`, `the 2008 crisis`.
fn lone_year(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let year = c.year(i)?;
    if t.is(i + 1, Kind::Han) {
        return None;
    }
    let before = t.before(i, 1);
    let glued = t.glued(i) && !matches!(before, "(" | "\"" | "'" | "-" | "/" | "[" | "," | "~");
    let name = t.glued(i)
        && before == "-"
        && i >= 2
        && t.is(i - 2, Kind::Word)
        && !matches!(t.before(i, 2), "mid" | "pre" | "post" | "early" | "late" | "fy");
    let amount = matches!(
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
    ) && !matches!(t.before(i, 2), "later" | "earlier" | "older" | "newer");
    if glued || name || amount || counts(c, i + 1) {
        return None;
    }
    let dated = placed(before) || matches!(before, "year" | "(" | "circa" | "d");
    let modern = (1900..2100).contains(&year);
    // `in 1831 theatres`
    let counted = !modern && t.is(i + 1, Kind::Word) && units::plural(t.text(i + 1));
    (modern || (dated && !counted)).then(|| calendar::year(year))?.map(|s| s.at(i, i + 1))
}

/// The four digits count something: `2000 employees`, `2048 GPUs`, `2000 million`.
fn counts(c: &Context, i: usize) -> bool {
    let t = c.tokens;
    let word = t.text(i);
    if word == "per" {
        return t.text(i + 1) == "cent";
    }
    let measure = matches!(
        word,
        "%" | "percent"
            | "million"
            | "billion"
            | "trillion"
            | "thousand"
            | "dollars"
            | "euros"
            | "yuan"
            | "yen"
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
            | "euro"
            | "feet"
            | "soldiers"
            | "troops"
            | "houses"
            | "words"
    );
    measure || (t.is(i, Kind::Word) && (units::common(word) || units::duration(word).is_some() || t.glued(i)))
}
