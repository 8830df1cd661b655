//! Chinese dates that are counted from a reference day: 昨天, 上周五, 去年十月, 三天前.

use chrono::{Datelike, NaiveDate};

use super::calendar::{self, Found, Span};
use super::dates::Context;
use super::dates_zh::{in_month, in_year, number, thirds};
use super::number_zh;
use super::token::Kind;
use crate::model::value::Grain;

pub(super) fn read(c: &Context, i: usize) -> Option<Found> {
    c.reference?;
    if c.guess {
        // lengths of time stay values where nothing places them
        return day(c, i).or_else(|| year(c, i)).or_else(|| near(c, i)).or_else(|| bare_weekday(c, i));
    }
    day(c, i)
        .or_else(|| year(c, i))
        .or_else(|| span(c, i))
        .or_else(|| near(c, i))
        .or_else(|| counted(c, i))
        .or_else(|| bare_weekday(c, i))
}

const DAYS: &[(&str, i32)] = &[
    ("大大前天", -4),
    ("大大后天", 4),
    ("大前天", -3),
    ("大前日", -3),
    ("大后天", 3),
    ("大后日", 3),
    ("今天", 0),
    ("今日", 0),
    ("今早", 0),
    ("今晨", 0),
    ("今晚", 0),
    ("今夜", 0),
    ("本日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("昨晚", -1),
    ("昨夜", -1),
    ("寻日", -1),
    ("琴日", -1),
    ("前天", -2),
    ("前日", -2),
    ("前晚", -2),
    ("明天", 1),
    ("明日", 1),
    ("明早", 1),
    ("明晚", 1),
    ("听日", 1),
    ("后天", 2),
];

fn day(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    if let Some(to) = t.spells(i, "次日").or_else(|| t.spells(i, "翌日")) {
        // counted from the day before in the text
        let base =
            c.earlier.filter(|found| found.grain == Grain::Day).map_or(c.reference?, |found| found.end);
        return calendar::around(base, Grain::Day, 1).map(|s| s.at(i, to));
    }
    let (to, by) = DAYS.iter().find_map(|(word, by)| Some((t.spells(i, word)?, *by)))?;
    // 目前日益, 前日本
    (!matches!(t.text(to), "本" | "益"))
        .then(|| calendar::around(c.reference?, Grain::Day, by))?
        .map(|s| s.at(i, to))
}

/// Words for years, counted from the reference's.
const YEARS: &[(&str, i32)] = &[
    ("今年", 0),
    ("本年", 0),
    ("去年", -1),
    ("昨年", -1),
    ("上年", -1),
    ("明年", 1),
    ("下年", 1),
    ("来年", 1),
    ("前年", -2),
    ("后年", 2),
];

/// Words for years, counted from the date before in the text.
const YEARS_AFTER: &[(&str, i32)] = &[("同年", 0), ("当年", 0), ("该年", 0), ("次年", 1), ("翌年", 1)];

/// `今年`, `去年十月`, `明年上半年`, `次年年底`
fn year(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let find = |list: &[(&str, i32)]| list.iter().find_map(|(word, by)| Some((t.spells(i, word)?, *by)));
    let reference = c.reference?;
    // 首次年度, 最近一次年报: the character belongs to the word before
    if t.text(i).starts_with('次') && matches!(t.before(i, 1), "首" | "一" | "每" | "多" | "数" | "几" | "两")
    {
        return None;
    }
    let (at, year) = if let Some((at, by)) = find(YEARS) {
        (at, reference.year() + by)
    } else {
        let (at, by) = find(YEARS_AFTER)?;
        let base = match c.earlier {
            Some(found) => found.start.year(),
            None if by == 0 => return None,
            None => reference.year(),
        };
        (at, base + by)
    };
    let at = t.spells(at, "度").unwrap_or(at);
    if let Some(found) = in_year(c, i, year, at) {
        return Some(found);
    }
    let whole = calendar::year(year)?;
    let (span, to) = thirds(c, whole, at).unwrap_or((whole, at));
    Some(span.at(i, to))
}

/// A unit of time at `i`, and the token after it.
pub(super) fn grain(c: &Context, i: usize) -> Option<(Grain, usize)> {
    const UNITS: &[(&str, Grain)] = &[
        ("个月", Grain::Month),
        ("月", Grain::Month),
        ("个季度", Grain::Quarter),
        ("季度", Grain::Quarter),
        ("个星期", Grain::Week),
        ("星期", Grain::Week),
        ("个礼拜", Grain::Week),
        ("礼拜", Grain::Week),
        ("周", Grain::Week),
        ("个周", Grain::Week),
        ("天", Grain::Day),
        ("日", Grain::Day),
        ("年", Grain::Year),
    ];
    UNITS.iter().find_map(|(word, grain)| Some((*grain, c.tokens.spells(i, word)?)))
}

/// A length of time: `三年半`, `两个半月`, `20多个月`, `半年`, `15个工作日`.
struct Length {
    n: i32,
    half: bool,
    /// Saturdays and Sundays are left out.
    working: bool,
    grain: Grain,
    /// The token after it.
    to: usize,
}

impl Length {
    fn read(c: &Context, i: usize) -> Option<Self> {
        let t = c.tokens;
        if t.text(i) == "半" {
            let (grain, to) = grain(c, i + 1).filter(|(g, _)| matches!(g, Grain::Year | Grain::Month))?;
            return Some(Self { n: 0, half: true, working: false, grain, to });
        }
        let number = number_zh::read(t, i).filter(|n| n.value.is_integer() && !n.scaled)?;
        let n =
            i32::try_from(number.value.normalize().mantissa()).ok().filter(|n| (1..10_000).contains(n))?;
        let next = number.next;
        let working = ["个工作日", "个交易日", "工作日", "交易日"].iter().find_map(|w| t.spells(next, w));
        if let Some(to) = working {
            return Some(Self { n, half: false, working: true, grain: Grain::Day, to });
        }
        // 三月前 is before March, 两月前 two months ago
        if t.text(next) == "月" && t.text(i) != "两" {
            return None;
        }
        let inner = t.text(next) == "个" && matches!(t.text(next + 1), "半" | "多");
        let (grain, to) = grain(c, if inner { next + 2 } else { next })?;
        let half = (inner && t.text(next + 1) == "半") || t.text(to) == "半";
        let to = to + usize::from(matches!(t.text(to), "半" | "多"));
        Some(Self { n, half, working: false, grain, to })
    }

    /// The day this long before (-1) or after (1) another.
    fn from(&self, day: NaiveDate, sign: i32) -> Option<NaiveDate> {
        if self.working {
            return calendar::working_days(day, u32::try_from(self.n).ok().filter(|_| sign > 0)?);
        }
        let whole = calendar::away(day, self.grain, self.n * sign)?.start;
        match self.grain {
            _ if !self.half => Some(whole),
            Grain::Year => calendar::shift_months(whole, 6 * sign),
            Grain::Month => calendar::shift_days(whole, i64::from(15 * sign)),
            Grain::Week => calendar::shift_days(whole, i64::from(4 * sign)),
            // half a day ago is the day before, half a day on the same
            _ => calendar::shift_days(whole, i64::from(sign.min(0))),
        }
    }
}

/// `近三个月`, `过去五年`, `未来5年内`, `上两天`
fn span(c: &Context, i: usize) -> Option<Found> {
    const AROUND: &[(&str, i32)] = &[
        ("最近", -1),
        ("过去", -1),
        ("近", -1),
        ("上", -1),
        ("前", -1),
        ("未来", 1),
        ("今后", 1),
        ("接下来", 1),
        ("下", 1),
        ("后", 1),
    ];
    let t = c.tokens;
    let (at, sign) = AROUND.iter().find_map(|(word, sign)| Some((t.spells(i, word)?, *sign)))?;
    let at = at + usize::from(t.text(at) == "的");
    let length = Length::read(c, at)?;
    let bare = matches!(t.text(i), "上" | "下" | "前" | "后") && at == i + 1;
    let ordinal = bare && length.n == 1 && t.is(at, Kind::Han);
    if ordinal || (length.grain == Grain::Day && !length.working && t.text(length.to - 1) == "日") {
        return None;
    }
    let to = t.spells(length.to, "内").or_else(|| t.spells(length.to, "以来")).unwrap_or(length.to);
    let reference = c.reference?;
    // 上两周 and 下两周 are whole weeks, 后三天 begins tomorrow
    if bare && length.grain == Grain::Week && matches!(t.text(i), "上" | "下") && !length.half {
        let (first, last) = if sign < 0 { (-length.n, -1) } else { (1, length.n) };
        let start = calendar::around(reference, Grain::Week, first)?.start;
        let end = calendar::around(reference, Grain::Week, last)?.end;
        return Some(Span { start, end, grain: Grain::Week }.at(i, to));
    }
    // counted in days back from today, however long the unit
    let other = length.from(reference, sign)?;
    let tomorrow = i64::from(bare && length.grain == Grain::Day);
    let (start, end) =
        if sign < 0 { (other, reference) } else { (calendar::shift_days(reference, tomorrow)?, other) };
    (start <= end).then(|| Span { start, end, grain: length.grain }.at(i, to))
}

/// 周, 星期 or 礼拜 at `i`; the token after it.
pub(super) fn week(c: &Context, i: usize) -> Option<usize> {
    ["星期", "礼拜", "周"].iter().find_map(|w| c.tokens.spells(i, w))
}

/// `周五`, `星期日`: the weekday (0 is Monday) and the token after it.
pub(super) fn weekday(c: &Context, i: usize) -> Option<(u32, usize)> {
    let at = week(c, i)?;
    let day = match c.tokens.han(at)? {
        '日' | '天' => 6,
        '两' | '零' | '〇' => return None,
        ch => number_zh::digit(ch).filter(|d| (1..=6).contains(d))? - 1,
    };
    Some((day, at + 1))
}

/// `上周`, `上周五`, `上上周`, `本月`, `下个月`, `上季度`, `同月`
fn near(c: &Context, i: usize) -> Option<Found> {
    let reference = c.reference?;
    let t = c.tokens;
    let by = match t.text(i) {
        "上" => -1,
        "本" | "这" | "当" | "今" => 0,
        "下" => 1,
        _ => return None,
    };
    let doubled = t.text(i + 1) == t.text(i) && by != 0;
    let by = if doubled { by * 2 } else { by };
    let at = i + 1 + usize::from(doubled);
    let at = at + usize::from(t.text(at) == "一");
    let at = at + usize::from(t.text(at) == "个");
    if let Some((first, to)) = half_week(c, i) {
        let week = calendar::around(reference, Grain::Week, 0)?;
        let middle = calendar::shift_days(week.start, 3)?;
        let half =
            if first { Span { end: middle.pred_opt()?, ..week } } else { Span { start: middle, ..week } };
        return Some(half.at(i, to));
    }
    if let Some(to) = t.spells(at, "半年").filter(|_| at > i + 1) {
        return calendar::around(reference, Grain::Half, by).map(|s| s.at(i, to));
    }
    if let Some(to) = weekend(c, at) {
        let saturday = calendar::day_of_week(reference, by, 5)?;
        return calendar::weekend(saturday.start).map(|s| s.at(i, to));
    }
    if let Some((day, to)) = weekday(c, at) {
        return calendar::day_of_week(reference, by, day).map(|s| s.at(i, to));
    }
    if let Some(to) = week(c, at) {
        return calendar::around(reference, Grain::Week, by).map(|s| s.at(i, to));
    }
    if let Some(to) = t.spells(at, "季度").or_else(|| t.spells(at, "财季")) {
        return calendar::around(reference, Grain::Quarter, by).map(|s| s.at(i, to));
    }
    if t.text(at) != "月" {
        return None;
    }
    let month = calendar::around(reference, Grain::Month, by)?;
    if let Some((day, next)) = number(c, at + 1).filter(|(_, n)| matches!(t.text(*n), "日" | "号")) {
        return month.start.with_day(day).map(|d| calendar::on(d).at(i, next + 1));
    }
    let (span, to) = in_month(c, month, at + 1);
    Some(span.at(i, to))
}

/// What stands after a length of time says where it lies: `三天前`, `七年后`, `3年半以来`, `17天内`; `过两天`.
fn counted(c: &Context, i: usize) -> Option<Found> {
    let t = c.tokens;
    let reference = c.reference?;
    let passing = t.text(i) == "过";
    let length = Length::read(c, i + usize::from(passing))?;
    let after = |words: &[&str]| words.iter().find_map(|w| t.spells(length.to, w));
    if passing {
        let ends = !t.is(length.to, Kind::Han) || after(&["就", "再", "后", "之后"]).is_some();
        let day = length.from(reference, 1).filter(|_| ends)?;
        return Some(calendar::on(day).at(i, after(&["之后", "后"]).unwrap_or(length.to)));
    }
    let grain = length.grain;
    if let Some(to) = after(&["以来", "来"]) {
        // 来自 and the like; so long a time is not counted to the day
        let day = length.from(reference, -1).filter(|_| !matches!(t.text(to), "自" | "到" | "说"))?;
        let start = if grain < Grain::Month { day } else { day.with_day(1)? };
        return Some(Span { start, end: reference, grain }.at(i, to));
    }
    if let Some(to) = after(&["之内", "以内", "内"]) {
        let end = length.from(reference, 1)?;
        return Some(Span { start: reference, end, grain }.at(i, to));
    }
    let to = after(&["之前", "以前", "前", "之后", "以后", "后"])?;
    let sign = if t.text(to - 1) == "前" { -1 } else { 1 };
    // 三天后市 and the like cannot be told apart; 前 and 后 before another noun (前景) are no counts
    if matches!(t.text(to), "景" | "者" | "台" | "沿" | "期") {
        return None;
    }
    let day = length.from(reference, sign)?;
    // 七年后 is that year, 一年半后 that month
    let span = match grain {
        Grain::Year if !length.half => calendar::year(day.year())?,
        Grain::Year => calendar::month(day.year(), day.month())?,
        Grain::Month if !length.half => calendar::month(day.year(), day.month())?,
        _ => Span { start: day, end: day, grain },
    };
    Some(span.at(i, to))
}

/// `上半周`, `下半周`
fn half_week(c: &Context, i: usize) -> Option<(bool, usize)> {
    let t = c.tokens;
    t.spells(i, "上半周").map(|to| (true, to)).or_else(|| Some((false, t.spells(i, "下半周")?)))
}

/// `周末`: the token after it.
fn weekend(c: &Context, i: usize) -> Option<usize> {
    let at = week(c, i)?;
    (c.tokens.text(at) == "末").then_some(at + 1)
}

/// `周四`: the last one, or the coming one.
fn bare_weekday(c: &Context, i: usize) -> Option<Found> {
    if let Some(to) = weekend(c, i) {
        let saturday = c.weekday_near(i, 5)?;
        return calendar::weekend(saturday.start).map(|s| s.at(i, to));
    }
    let (day, to) = weekday(c, i)?;
    // 周一 to 周日 as parts of longer words (一周年) do not begin here
    let inside =
        c.tokens.glued(i) && c.tokens.han(i - 1).is_some_and(|ch| number_zh::begins(ch) || ch == '每');
    (!inside).then(|| c.weekday_near(i, day))?.map(|s| s.at(i, to))
}
