//! Values that are no number with a unit after it: ranks, multiples in verbs, 百分之, 成, 折.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::hedges::Hedge;
use super::number::Number;
use super::token::{Kind, Tokens};
use super::{currency, number_en, number_zh, numerals, parts_zh, units};
use crate::model::value::{Lang, ValueKind};

pub(super) fn read(tokens: &Tokens, i: usize) -> Option<Draft> {
    if tokens.is(i, Kind::Han) || (tokens.is(i, Kind::Number) && tokens.is(i + 1, Kind::Han)) {
        return han(tokens, i);
    }
    if tokens.is(i, Kind::Number) || tokens.is(i, Kind::Word) && opens(tokens, i) {
        return rank_en(tokens, i).or_else(|| verb_en(tokens, i)).or_else(|| tens_of(tokens, i));
    }
    None
}

/// Whether one of the English rules can begin with the word at token `i`.
fn opens(tokens: &Tokens, i: usize) -> bool {
    let word = tokens.text(i);
    match word.as_bytes() {
        b"a" => tokens.text(i + 1) == "couple",
        b"no" | b"number" | b"half" | b"hundreds" | [b'd' | b't' | b'q', ..] => true,
        _ => tokens.count(i).is_some() || tokens.ordinal(i).is_some() || word.ends_with("fold"),
    }
}

fn plain(kind: ValueKind, number: &Number, from: usize, to: usize) -> Draft {
    Draft::exact(kind, number.value, number.step, from, to)
}

fn han(tokens: &Tokens, i: usize) -> Option<Draft> {
    let begins = |c: char| number_zh::begins(c) || "百千万数几对翻第前半负".contains(c);
    if tokens.han(i).is_some_and(|c| !begins(c)) {
        return None;
    }
    if tokens.text(i) == "负" {
        return parts_zh::negative(tokens, i);
    }
    if let Some(at) = tokens.spells(i, "百分之") {
        if tokens.text(at) == "负" {
            let mut number = number_zh::read(tokens, at + 1)?;
            number.value = -number.value;
            return Some(plain(ValueKind::Percent, &number, i, number.next));
        }
        let number = number_zh::read(tokens, at)?;
        return Some(plain(ValueKind::Percent, &number, i, number.next));
    }
    if let Some(draft) = several(tokens, i) {
        return Some(draft);
    }
    if let Some((bottom, at)) = thousandths(tokens, i) {
        let number = number_zh::read(tokens, at)?;
        let factor = Decimal::ONE_HUNDRED.checked_div(bottom)?;
        let (value, step) = (number.value.checked_mul(factor)?, number.step.checked_mul(factor)?);
        return Some(Draft::exact(ValueKind::Percent, value, step, i, number.next));
    }
    if let Some(at) = tokens.spells(i, "对折") {
        return Some(Draft::exact(ValueKind::Percent, Decimal::from(50), Decimal::ZERO, i, at));
    }
    if let Some(draft) = fan(tokens, i).or_else(|| rank_zh(tokens, i)).or_else(|| tenths(tokens, i)) {
        return Some(draft);
    }
    if let Some(at) = tokens.spells(i, "一半").or_else(|| tokens.spells(i, "半数")) {
        return Some(Draft::exact(ValueKind::Percent, Decimal::from(50), Decimal::ONE, i, at));
    }
    parts_zh::read(tokens, i)
}

/// 数十亿, 几百万: some number between one and ten of the unit.
fn several(tokens: &Tokens, i: usize) -> Option<Draft> {
    if !matches!(tokens.text(i), "数" | "几") {
        return None;
    }
    let (unit, next) = number_zh::units(tokens, i + 1)?;
    let name = units::after(tokens, next).filter(|u| u.kind != ValueKind::Percent);
    let money = currency::suffix(tokens, next, Lang::Zh);
    let kind = match (&money, &name) {
        (Some(_), _) => ValueKind::Money,
        (None, Some(u)) => u.kind,
        _ => ValueKind::Number,
    };
    let to = money.map(|c| c.next).or(name.as_ref().map(|u| u.next)).unwrap_or(next);
    let mut draft = Draft::exact(kind, unit, Decimal::ZERO, i, to);
    draft.currency = money.and_then(|c| c.code);
    draft.unit = name.filter(|_| money.is_none()).and_then(|u| u.name);
    let high = unit.checked_mul(Decimal::TEN)?;
    Some(draft.open(unit, high, "no single number is named"))
}

/// `tens of thousands of dollars`, `hundreds of millions`
fn tens_of(tokens: &Tokens, i: usize) -> Option<Draft> {
    let many = match tokens.text(i) {
        "tens" => Decimal::TEN,
        "hundreds" => Decimal::ONE_HUNDRED,
        _ => return None,
    };
    let scale = match (tokens.text(i + 1), tokens.text(i + 2)) {
        ("of", "thousands") => Decimal::ONE_THOUSAND,
        ("of", "millions") => Decimal::from(1_000_000),
        ("of", "billions") => Decimal::from(1_000_000_000),
        _ => return None,
    };
    let low = many.checked_mul(scale)?;
    let at = i + 3 + usize::from(tokens.text(i + 3) == "of");
    let money = currency::suffix(tokens, at, Lang::En);
    let kind = if money.is_some() { ValueKind::Money } else { ValueKind::Number };
    let mut draft = Draft::exact(kind, low, Decimal::ZERO, i, money.map_or(i + 3, |c| c.next));
    draft.currency = money.and_then(|c| c.code);
    Some(draft.open(low, low.checked_mul(Decimal::TEN)?, "no single number is named"))
}

/// 千分之, 万分之, 百万分之: the bottom of the fraction, and the token after it.
fn thousandths(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let (bottom, at) = number_zh::units(tokens, i).filter(|(bottom, _)| *bottom >= Decimal::ONE_THOUSAND)?;
    Some((bottom, tokens.spells(at, "分之")?))
}

/// 翻倍, 翻了一番, 翻三番: each 番 doubles.
fn fan(tokens: &Tokens, i: usize) -> Option<Draft> {
    if tokens.text(i) != "翻" {
        return None;
    }
    let at = if tokens.text(i + 1) == "了" { i + 2 } else { i + 1 };
    if let Some(next) = tokens.spells(at, "倍").or_else(|| tokens.spells(at, "番")) {
        return Some(Draft::exact(ValueKind::Multiple, Decimal::TWO, Decimal::ZERO, i, next));
    }
    let number = number_zh::read(tokens, at)?;
    let times = u32::try_from(number.value.normalize().mantissa()).ok().filter(|n| *n <= 40)?;
    match tokens.text(number.next) {
        "番" if number.value.is_integer() => {
            let value = Decimal::from(1_u64.checked_shl(times)?);
            Some(Draft::exact(ValueKind::Multiple, value, Decimal::ZERO, i, number.next + 1))
        }
        "倍" => Some(plain(ValueKind::Multiple, &number, i, number.next + 1)),
        _ => None,
    }
}

/// 第三, 排名前五, 前十大
fn rank_zh(tokens: &Tokens, i: usize) -> Option<Draft> {
    let (at, unit) = match tokens.text(i) {
        "第" => (i + 1, None),
        "前" if tokens.list.get(i + 1).is_some_and(|t| t.kind == Kind::Number)
            || tokens.han(i + 1).is_some_and(number_zh::begins) =>
        {
            (i + 1, Some("top"))
        }
        _ => return None,
    };
    let number = number_zh::read(tokens, at)?;
    if !number.value.is_integer() || number.value > Decimal::ONE_THOUSAND {
        return None;
    }
    let next = number.next;
    let after = tokens.text(next);
    if unit.is_some() {
        // 前三季度, 前五年 are periods
        if matches!(after, "季" | "年" | "个" | "月" | "天" | "周" | "日") {
            return None;
        }
        let to = if matches!(after, "名" | "大" | "强" | "位") { next + 1 } else { next };
        return Some(Draft::exact(ValueKind::Rank, number.value, Decimal::ZERO, i, to).unit("top"));
    }
    // 第三季度 and 第二天 are dates, 第三方 and 第89分钟 are no places; 第三大 and 排名第三 are
    let placed = matches!(tokens.before(i, 1), "名" | "列" | "居" | "位" | "排" | "获");
    if tokens.han(next).is_some_and(|c| !placed && !"名大位高多长富好".contains(c)) {
        return None;
    }
    let to = if matches!(after, "名" | "大" | "位") { next + 1 } else { next };
    Some(Draft::exact(ValueKind::Rank, number.value, Decimal::ZERO, i, to))
}

/// 四成九 (49 %), 八成, 2折
fn tenths(tokens: &Tokens, i: usize) -> Option<Draft> {
    let number = number_zh::read(tokens, i)?;
    let next = number.next;
    let word = tokens.text(next);
    let ten = Decimal::TEN;
    if word == "折" && number.value < Decimal::ONE_HUNDRED {
        // 八折 is 80 percent, 七五折 and 75折 are 75
        let factor = if number.value < ten { ten } else { Decimal::ONE };
        let value = number.value.checked_mul(factor)?;
        return Some(Draft::exact(ValueKind::Percent, value, number.step.checked_mul(factor)?, i, next + 1));
    }
    if number.value > ten {
        return None;
    }
    if word == "成" {
        if tokens.han(next + 1).is_some_and(|c| "立功为员长本果就交熟都分绩年".contains(c)) {
            return None;
        }
        let last = tokens.han(next + 1).and_then(number_zh::digit);
        let half = tokens.text(next + 1) == "半";
        let (points, step, to) = match last {
            Some(d) => (Decimal::from(d), Decimal::ONE, next + 2),
            None if half => (Decimal::from(5), Decimal::ONE, next + 2),
            None => (Decimal::ZERO, ten, next + 1),
        };
        let value = number.value.checked_mul(ten)?.checked_add(points)?;
        return Some(Draft::exact(ValueKind::Percent, value, step, i, to));
    }
    None
}

/// `top five`, `No. 1`, `fourth-largest`, `ranked third`
fn rank_en(tokens: &Tokens, i: usize) -> Option<Draft> {
    let rank = |value: Decimal, to| Draft::exact(ValueKind::Rank, value, Decimal::ZERO, i, to);
    match tokens.text(i) {
        "top" => {
            let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
            let number = number_en::read(tokens, at, false).filter(|n| n.value.is_integer() && !n.scaled)?;
            return (!matches!(tokens.text(at), "a" | "an"))
                .then(|| rank(number.value, number.next).unit("top"));
        }
        "no" | "number" => {
            let at = i + 1 + usize::from(tokens.text(i + 1) == "." && tokens.glued(i + 1));
            let (n, next) = number_en::whole(tokens, at)?;
            let placed = matches!(tokens.before(i, 1), "at" | "as" | "became" | "ranked" | "the" | "to");
            let named = (tokens.capital(i) && tokens.is(at, Kind::Number)) || at == i + 2 || placed;
            return (named && n > 0).then(|| rank(Decimal::from(n), next));
        }
        _ => {}
    }
    if let Some((n, at)) = number_en::whole(tokens, i).filter(|(n, _)| (2..=100).contains(n)) {
        let best =
            matches!(tokens.text(at), "largest" | "biggest" | "highest" | "richest" | "fastest" | "best");
        return best.then(|| rank(Decimal::from(n), at + 1).unit("top"));
    }
    let (value, next) = ordinal(tokens, i)?;
    let at = next + usize::from(tokens.joins(next, "-"));
    let superlative = tokens.text(at).len() > 4 && tokens.text(at).ends_with("est")
        || matches!(tokens.text(at), "most" | "best");
    if superlative {
        return Some(rank(value, at + 1));
    }
    let ranked = matches!(tokens.before(i, 1), "ranked" | "ranks" | "ranking" | "placed" | "finished");
    ranked.then(|| rank(value, next))
}

/// `third`, `4th`; the value and the token after it.
pub(super) fn ordinal(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    if let Some(digits) = tokens.digits(i) {
        let suffix = matches!(tokens.text(i + 1), "st" | "nd" | "rd" | "th") && tokens.glued(i + 1);
        return suffix.then(|| (Decimal::from(digits), i + 2));
    }
    if let Some(value) = tokens.ordinal(i) {
        return Some((Decimal::from(value), i + 1));
    }
    // `twenty-seventh`
    let tens = tokens.count(i).filter(|n| matches!(n, 20 | 30))?;
    let at = i + 1 + usize::from(tokens.joins(i + 1, "-"));
    let unit = tokens.ordinal(at).filter(|n| *n < 10)?;
    Some((Decimal::from(tens + unit), at + 1))
}

/// `doubled`, `tripled`, `eightfold`, `twice`
fn verb_en(tokens: &Tokens, i: usize) -> Option<Draft> {
    let word = tokens.text(i);
    let value = match word {
        "doubled" | "doubling" | "twice" => 2,
        "double" if doubles(tokens, i) => 2,
        "tripled" | "trebled" | "tripling" | "thrice" => 3,
        "triple" | "treble" if doubles(tokens, i) => 3,
        "quadrupled" | "quadrupling" => 4,
        "quintupled" => 5,
        "half" if tokens.before(i, 1) != "-" => return half(tokens, i),
        "a" if tokens.text(i + 1) == "couple" => return couple(tokens, i),
        // `eightfold`, `fifteenfold`
        _ => match word.strip_suffix("fold")? {
            "hundred" => 100,
            "thousand" => 1000,
            tens => numerals::count(tens).filter(|n| *n > 1)?,
        },
    };
    Some(Draft::exact(ValueKind::Multiple, Decimal::from(value), Decimal::ZERO, i, i + 1))
}

/// `double` as a multiple (`will double`, `double the price`), not as in `double room`.
fn doubles(tokens: &Tokens, i: usize) -> bool {
    let after = matches!(
        tokens.text(i + 1),
        "the"
            | "its"
            | "their"
            | "his"
            | "her"
            | "our"
            | "that"
            | "what"
            | "last"
            | "from"
            | "in"
            | "by"
            | "to"
    );
    let before = matches!(
        tokens.before(i, 1),
        "than"
            | "nearly"
            | "almost"
            | "about"
            | "roughly"
            | "to"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
    );
    after || before
}

/// `a couple of years`: about two.
fn couple(tokens: &Tokens, i: usize) -> Option<Draft> {
    if tokens.text(i + 2) != "of" {
        return None;
    }
    let unit = units::after(tokens, i + 3);
    let (kind, to) = unit.as_ref().map_or((ValueKind::Number, i + 3), |u| (u.kind, u.next));
    let mut draft = Draft::exact(kind, Decimal::TWO, Decimal::ONE, i, to);
    draft.unit = unit.and_then(|u| u.name);
    draft.hedge(Hedge::About);
    Some(draft)
}

/// `half of its revenue` is 50 percent; `the first half of 2024` is a period.
fn half(tokens: &Tokens, i: usize) -> Option<Draft> {
    let share = matches!(tokens.text(i + 1), "of" | "the" | "its" | "their" | "all")
        || matches!(tokens.before(i, 1), "than" | "nearly" | "about" | "almost");
    let period = matches!(tokens.before(i, 1), "first" | "second" | "last" | "latter" | "other" | "former");
    (share && !period).then(|| Draft::exact(ValueKind::Percent, Decimal::from(50), Decimal::ONE, i, i + 1))
}

/// A multiple after a verb of increase is open: `增长8倍` may be 8 or 9 times as much.
pub(super) fn multiple(tokens: &Tokens, draft: Draft, number: usize) -> Draft {
    let Some(value) = draft.value else { return draft };
    let Some(upper) = value.checked_add(Decimal::ONE) else { return draft };
    let more =
        matches!(tokens.text(draft.to), "more" | "higher" | "larger" | "bigger" | "greater" | "faster");
    if more && tokens.text(draft.to - 1) == "times" {
        let note = format!("“{value} times more” may mean {value} or {upper} times as much");
        let mut draft = draft.open(value, upper, &note);
        draft.to += 1;
        return draft;
    }
    if tokens.text(draft.to - 1) == "倍" && increases(tokens, number) {
        let note = format!("“增长{value}倍” may mean {value} or {upper} times as much");
        return draft.open(value, upper, &note);
    }
    draft
}

fn increases(tokens: &Tokens, number: usize) -> bool {
    let mut at = number;
    for _ in 0..3 {
        let skip = ["超过", "至少", "将近", "接近", "了", "近", "约", "逾", "超"];
        match skip.iter().find_map(|w| tokens.spelled_before(at, w)) {
            Some(before) => at = before,
            None => break,
        }
    }
    [
        "增长", "成长", "增加", "提高", "上涨", "提升", "扩大", "飙升", "暴涨", "大涨", "增", "涨", "高出",
        "多出",
    ]
    .iter()
    .any(|verb| tokens.spelled_before(at, verb).is_some())
}
