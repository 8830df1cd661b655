//! Chinese dates and periods that are named, and the Japanese ones that are written alike.

use chrono::Datelike;

use super::calendar::{self, Found, Span, Third};
use super::dates::Context;
use super::dates_en::Part;
use super::token::Kind;
use super::{holidays, hours, lunar, number_zh, relative_zh};
use crate::model::value::Grain;

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    if c.tokens.is(i, Kind::Han) && !starts(c.tokens.han(i)?) {
        return None;
    }
    era(c, i)
        .or_else(|| century(c, i))
        .or_else(|| dated(c, i))
        .or_else(|| lunar::read(c, i))
        .or_else(|| holidays::read_zh(c, i))
        .or_else(|| relative_zh::read(c, i))
        .or_else(|| hours::read_zh(c, i))
        .or_else(|| month_day(c, i))
        .or_else(|| spaced(c, i))
}

/// Characters that a date may begin with.
fn starts(c: char) -> bool {
    number_zh::begins(c)
        || "今明后前去昨上下本这当次同该翌来大近过最未之周星礼年月民令平昭第接寻听琴半\
             早清凌午中正傍晚夜深农阴旧夏闰冬腊元情妇植劳青母儿父建教国万双感圣除春端重复"
            .contains(c)
}

/// A whole number in digits or numerals at `i`, and the token after it.
pub(super) fn number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    if let Some(n) = t.digits(i) {
        return Some((n, i + 1));
    }
    if !t.is(i, Kind::Han) {
        return None;
    }
    let number = number_zh::read(t, i).filter(|n| n.value.is_integer() && !n.scaled && !n.more)?;
    Some((u32::try_from(number.value.normalize().mantissa()).ok().filter(|n| *n < 10_000)?, number.next))
}

/// Han digits one by one (`二〇二五`, `二零二零`): the number, how many, and the token after them.
fn positional(c: &Context, i: usize) -> Option<(u32, usize, usize)> {
    let t = c.tokens;
    if let Some(n) = t.digits(i) {
        return Some((n, t.text(i).len(), i + 1));
    }
    let digits: Vec<u32> = (i..i + 5).map_while(|k| t.han(k).and_then(number_zh::digit)).collect();
    let n = digits.iter().fold(0, |sum, d| sum * 10 + d);
    (!digits.is_empty()).then_some((n, digits.len(), i + digits.len()))
}

/// A year of four digits, or of two before 年.
pub(super) fn year(c: &Context, i: usize) -> Option<(i32, usize)> {
    let (n, length, next) = positional(c, i)?;
    let year = match length {
        4 if (1000..2200).contains(&n) => i32::try_from(n).ok()?,
        2 if c.tokens.text(next) == "年" => calendar::short_year(n),
        _ => return None,
    };
    Some((year, next))
}

/// Eras, and the year before their first.
const ERAS: &[(&str, i32)] =
    &[("民国", 1911), ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];

/// `民国113年2月29日`, `令和6年`, `R6/2/29`, `平成元年`
pub(super) fn era(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    if t.is(i, Kind::Word) {
        // `R6/2/29`: one letter for the era
        let word = t.text(i);
        let before = match word.chars().next()? {
            'r' => 2018,
            'h' => 1988,
            's' => 1925,
            _ => return None,
        };
        let n: i32 = word.get(1..).filter(|d| (1..=2).contains(&d.len())).and_then(|d| d.parse().ok())?;
        return slashed(c, i, i + 1, before + n);
    }
    let (name, before) = ERAS.iter().find(|(name, _)| t.spells(i, name).is_some())?;
    let at = t.spells(i, name)?;
    let (n, next) = if t.text(at) == "元" { (1, at + 1) } else { number(c, at)? };
    let year = before + i32::try_from(n).ok().filter(|n| *n < 200)?;
    if t.text(next) != "年" {
        return slashed(c, i, next, year);
    }
    in_year(c, i, year, next + 1).or_else(|| calendar::year(year).map(|s| s.at(i, next + 1)))
}

/// `/2/29` after a year.
fn slashed(c: &Context, from: usize, at: usize, year: i32) -> Option<Found> {
    let t = c.tokens;
    let date = t.joins(at, "/") && t.joins(at + 2, "/");
    date.then(|| calendar::day(year, t.digits(at + 1)?, t.digits(at + 3)?))?.map(|s| s.at(from, at + 4))
}

/// `20世纪60年代`, `90年代`, `2010年代`
fn century(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (n, next) = number(c, i)?;
    let n = i32::try_from(n).ok()?;
    if let Some(at) = t
        .spells(next, "世纪")
        .filter(|_| (1..=22).contains(&n) && !matches!(t.before(i, 1), "上" | "本" | "下" | "这" | "半"))
    {
        let first = (n - 1) * 100;
        if let Some((decade, to)) = number(c, at).and_then(|(d, k)| Some((d, t.spells(k, "年代")?))) {
            let year = first + i32::try_from(decade).ok().filter(|d| *d < 100)?;
            return calendar::decade(year).map(|s| s.at(i, to));
        }
        let (start, end) = (calendar::year(first)?, calendar::year(first + 99)?);
        return Some(Span { start: start.start, end: end.end, grain: Grain::Decade }.at(i, at));
    }
    let to = t.spells(next, "年代")?;
    let year = if n < 100 { 1900 + n } else { n };
    (year % 10 == 0 && (1500..2100).contains(&year)).then(|| calendar::decade(year))?.map(|s| s.at(i, to))
}

/// `2023年11月17日`, `2025财年第三季度`, `2023年下半年`, `2024年`
fn dated(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let (year, at) = year(c, i)?;
    if let Some(next) = t.spells(at, "财年").or_else(|| t.spells(at, "财政年度")) {
        return match part(c, next) {
            Some((part, to)) => part.of(year).map(|s| s.fiscal(i, to)),
            None => calendar::year(year).map(|s| s.fiscal(i, next)),
        };
    }
    if t.text(at) != "年" {
        return part(c, at)
            .filter(|_| t.is(at, Kind::Word) || t.text(at) == "第")
            .and_then(|(part, to)| part.of(year).map(|s| s.at(i, to)));
    }
    let short = at == i + 2 || t.text(i).len() == 2;
    let next = t.spells(at, "年度").unwrap_or(at + 1);
    if let Some(found) = in_year(c, i, year, next) {
        return Some(found);
    }
    let whole = calendar::year(year)?;
    match thirds(c, whole, next) {
        Some((span, to)) => Some(span.at(i, to)),
        // `15年` alone is a length of time
        None => (!short).then(|| whole.at(i, next)),
    }
}

/// 初, 中, 底 and the like after a period: its part, and the token after it.
pub(super) fn thirds(c: &Context, whole: Span, i: usize) -> Option<(Span, usize)> {
    const WORDS: &[(&str, Third)] = &[
        ("年初", Third::First),
        ("年中", Third::Middle),
        ("年底", Third::Last),
        ("年末", Third::Last),
        ("月初", Third::First),
        ("月中", Third::Middle),
        ("月底", Third::Last),
        ("月末", Third::Last),
        ("上旬", Third::First),
        ("中旬", Third::Middle),
        ("下旬", Third::Last),
        ("初", Third::First),
        ("中", Third::Middle),
        ("底", Third::Last),
        ("末", Third::Last),
    ];
    let (third, to) = WORDS.iter().find_map(|(word, third)| Some((*third, c.tokens.spells(i, word)?)))?;
    // 中 is also "in" and part of 中国
    if c.tokens.text(i) == "中" && to == i + 1 {
        return None;
    }
    // the end of a year is its last two months, not its last third
    let late = matches!(c.tokens.text(to - 1), "底" | "末") && whole.grain == Grain::Year;
    let span = calendar::third(whole, third)?;
    let start = if late { calendar::shift_months(span.start, 2)? } else { span.start };
    Some((Span { start, ..span }, to))
}

/// What follows a year: month and day, quarter, half, 底, 初.
pub(super) fn in_year(c: &Context, from: usize, year: i32, at: usize) -> Option<Found> {
    let t = c.tokens;
    if let Some((part, to)) = part(c, at) {
        return part.of(year).map(|s| s.at(from, to));
    }
    let at = at + usize::from(t.text(at) == "的");
    if let Some(found) = lunar::in_year(c, from, year, at, false) {
        return Some(found);
    }
    if let Some((rule, to)) = holidays::name_zh(t, at) {
        return rule.day(year).map(|day| calendar::on(day).at(from, to));
    }
    if let Some((span, to)) = inside(c, calendar::year(year)?, at).or_else(|| season(c, year, at)) {
        return Some(span.at(from, to));
    }
    let (month, next) = month_number(c, at)?;
    if let Some((day, next)) = day_number(c, next)
        && let Some(span) = calendar::day(year, month, day)
    {
        return Some(span.at(from, next));
    }
    let next = next - 1;
    let (span, to) = in_month(c, calendar::month(year, month)?, next + 1);
    Some(span.at(from, to))
}

/// `三月`: the number of the month and the token after 月; 两月 is a length of time.
fn month_number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let (n, next) = number(c, i).filter(|(n, k)| (1..=12).contains(n) && t.text(*k) == "月")?;
    (t.text(i) != "两").then_some((n, next + 1))
}

/// `3日`, `三号（周四）`, and the bare number of `1月3至2月10`: the day after a month.
fn day_number(c: &Context, i: usize) -> Option<(u32, usize)> {
    let t = c.tokens;
    let (day, next) = number(c, i).filter(|(n, _)| (1..=31).contains(n))?;
    if matches!(t.text(next), "日" | "号") {
        return Some((day, weekday_mark(c, next + 1)));
    }
    let ends = t.text(next).is_empty() || matches!(t.text(next), "至" | "到" | "~" | "，" | "。" | ")");
    (ends && t.is(i, Kind::Number)).then_some((day, next))
}

/// Whole units within a period: `第三十七周`, `前五个月`, `最后4个月`.
fn inside(c: &Context, whole: Span, i: usize) -> Option<(Span, usize)> {
    let t = c.tokens;
    if t.text(i) == "第" {
        let (n, next) = number(c, i + 1)?;
        let (grain, to) = relative_zh::grain(c, next)?;
        return calendar::nth_of(whole, grain, n).map(|span| (span, to));
    }
    let edges = [("最后", -1), ("最初", 1), ("前", 1), ("头", 1), ("后", -1)];
    let (at, sign) = edges.iter().find_map(|(word, sign)| Some((t.spells(i, word)?, *sign)))?;
    let (n, next) = number(c, at)?;
    let (grain, to) = relative_zh::grain(c, next).filter(|_| t.text(next) != "月" || t.text(at) == "两")?;
    let n = i32::try_from(n).ok()?.checked_mul(sign)?;
    calendar::part_of(whole, grain, n).filter(|_| grain < whole.grain).map(|span| (span, to))
}

/// `夏天`, `秋季`, `暑假` of a year.
fn season(c: &Context, year: i32, i: usize) -> Option<(Span, usize)> {
    let t = c.tokens;
    if let Some(to) = t.spells(i, "暑假").or_else(|| t.spells(i, "暑期")) {
        let (start, end) = (calendar::month(year, 7)?, calendar::month(year, 8)?);
        return Some((Span { end: end.end, ..start }, to));
    }
    let span = holidays::season(year, t.text(i))?;
    matches!(t.text(i + 1), "天" | "季").then_some((span, i + 2))
}

/// What follows a month: 初, 上旬, 第三周, 第一个周二; the whole month without them.
pub(super) fn in_month(c: &Context, month: Span, i: usize) -> (Span, usize) {
    let t = c.tokens;
    let i = i + usize::from(t.text(i) == "份");
    if let Some(found) = thirds(c, month, i) {
        return found;
    }
    if let Some(found) = inside(c, month, i).filter(|_| t.text(i) != "第") {
        return found;
    }
    for (word, first) in [("上半月", true), ("下半月", false)] {
        if let Some(to) = t.spells(i, word)
            && let Some(middle) = calendar::shift_days(month.start, 14)
        {
            let next = calendar::shift_days(middle, 1).unwrap_or(middle);
            let half = if first { Span { end: middle, ..month } } else { Span { start: next, ..month } };
            return (half, to);
        }
    }
    let at = i + usize::from(t.text(i) == "的");
    let nth = if let Some(next) = t.spells(at, "最后一") {
        Some((-1, next))
    } else if t.text(at) == "第" {
        number(c, at + 1).filter(|(n, _)| (1..=5).contains(n)).map(|(n, next)| (i64::from(n), next))
    } else {
        None
    };
    let Some((n, next)) = nth else { return (month, i) };
    let next = next + usize::from(t.text(next) == "个");
    let found = match relative_zh::weekday(c, next) {
        Some((day, to)) => calendar::nth_weekday(month, day, n).map(|s| (s, to)),
        // the first week of a month begins with its first Monday
        None => relative_zh::week(c, next).and_then(|to| {
            let monday = calendar::nth_weekday(month, 0, n)?;
            calendar::week(monday.start).map(|s| (s, to))
        }),
    };
    found.unwrap_or((month, i))
}

/// Skips a weekday after a date: `2024年2月29日 星期四`, `（周四）`.
fn weekday_mark(c: &Context, i: usize) -> usize {
    let t = c.tokens;
    let open = usize::from(t.text(i) == "(");
    match relative_zh::weekday(c, i + open) {
        Some((_, to)) if open == 0 => to,
        Some((_, to)) if t.text(to) == ")" => to + 1,
        _ => i,
    }
}

/// `第三季度`, `三季度`, `Q3`, `上半年`, `下半年`
pub(super) fn part(c: &Context, i: usize) -> Option<(Part, usize)> {
    let t = c.tokens;
    let i = i + usize::from(t.text(i) == "的");
    for (word, half) in [("上半", 1), ("下半", 2)] {
        let end = |at| t.spells(at, "年").or_else(|| t.spells(at, "财年"));
        if let Some(to) = t.spells(i, word).and_then(end) {
            return Some((Part::Half(half), to));
        }
    }
    if let Some(part) = Part::short(t.text(i)) {
        return Some((part, i + 1));
    }
    let at = i + usize::from(t.text(i) == "第");
    let (n, next) = number(c, at).filter(|(n, _)| (1..=4).contains(n))?;
    let to = t.spells(next, "季度").or_else(|| t.spells(next, "季"))?;
    Some((Part::Quarter(n), to))
}

/// `11月17日`, `十月`, `第三季度`, `上半年`: the nearest one.
fn month_day(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    if let Some((part, to)) = part(c, i).filter(|_| !t.is(i, Kind::Word)) {
        let here = part.of(reference.year())?;
        let span = if here.start > reference { part.of(reference.year() - 1)? } else { here };
        return Some(span.at(i, to));
    }
    // 同年3月 and 次年3月 hang on another date
    let hanging = t.before(i, 1) == "年" && matches!(t.before(i, 2), "同" | "当" | "次" | "翌" | "该" | "那");
    if hanging || (i > 0 && t.glued(i) && matches!(t.before(i, 1), "个" | "第")) {
        return None;
    }
    if let Some((n, next)) = month_number(c, i) {
        if let Some((day, to)) = day_number(c, next) {
            return c.day_near(i, n, day).map(|s| s.at(i, to));
        }
        let (span, to) = in_month(c, c.month_near(i, n)?, next);
        return Some(span.at(i, to));
    }
    let (n, next) = number(c, i)?;
    // `11/3号`
    if t.joins(next, "/")
        && let Some((day, to)) = number(c, next + 1).filter(|(_, k)| matches!(t.text(*k), "日" | "号"))
    {
        return c.day_near(i, n, day).map(|s| s.at(i, to + 1));
    }
    // `9日`: the last such day; `9日内` is a length of time
    let day = (1..=31).contains(&n) && matches!(t.text(next), "日" | "号");
    if !day || matches!(t.text(next + 1), "内" | "后" | "前" | "之" | "以" | "元" | "间" | "本" | "线" | "楼")
    {
        return None;
    }
    let joined = c.joined(i).filter(|found| found.grain == Grain::Day);
    let months = if joined.is_some() { [0, 1, 2] } else { [0, -1, -2] };
    let base = joined.map_or(reference, |found| found.start);
    let month = months.into_iter().find_map(|by| {
        let first = calendar::around(base, Grain::Month, by)?.start;
        first.with_day(n).filter(|d| if joined.is_some() { *d >= base } else { *d <= base })
    });
    month.map(|d| calendar::on(d).at(i, next + 1))
}

/// `2022 11 23`
fn spaced(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let year = c.year(i).filter(|_| t.len() == i + 3 || t.is(i + 3, Kind::Sign))?;
    let (month, day) = (t.digits(i + 1)?, t.digits(i + 2)?);
    let two = t.text(i + 1).len() == 2 && t.text(i + 2).len() == 2;
    two.then(|| calendar::day(year, month, day))?.map(|s| s.at(i, i + 3))
}
