//! Chinese parts and groups: fractions (`三分之二`, `三又四分之一`), halves (`半年`, `两个半月`), dozens (`五打`)
//! and coins without a whole (`两毛五`).

use rust_decimal::Decimal;

use super::draft::Draft;
use super::token::{Kind, Tokens};
use super::{number_zh, units};
use crate::model::value::ValueKind;

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

pub(super) fn read(tokens: &Tokens, i: usize) -> Option<Draft> {
    if tokens.text(i) == "半" {
        return half(tokens, i);
    }
    if let Some(draft) = short(tokens, i) {
        return Some(draft);
    }
    let number = number_zh::read(tokens, i)?;
    let next = number.next;
    let exact = |kind, value, to| Draft::exact(kind, value, Decimal::ZERO, i, to);
    match tokens.text(next) {
        "分" | "又" => {
            let at = tokens.spells(next, "分之");
            if at.is_some() {
                let (value, to) = fraction(tokens, i)?;
                // 一百分之二 is two hundredths, as 百分之二 is two percent
                return Some(exact(ValueKind::Number, value, to));
            }
            let (part, to) = fraction(tokens, next + 1).filter(|_| tokens.text(next) == "又")?;
            Some(exact(ValueKind::Number, number.value.checked_add(part)?, to))
        }
        "个" if tokens.text(next + 1) == "半" => {
            let (kind, name, to) = after_half(tokens, next + 2)?;
            let draft = Draft::exact(kind, number.value.checked_add(HALF)?, HALF, i, to);
            Some(Draft { unit: name, ..draft })
        }
        "打" => dozens(tokens, i, number.value, next + 1),
        "角" | "毛" => coins(tokens, i, number.value, next),
        _ => None,
    }
}

/// `千一`, `百三`: 1100 and 130, where nothing else stands around them.
fn short(tokens: &Tokens, i: usize) -> Option<Draft> {
    let (unit, at) = number_zh::units(tokens, i).filter(|(_, at)| *at == i + 1)?;
    let digit = tokens.han(at).and_then(number_zh::digit).filter(|d| *d > 0)?;
    let alone = (i == 0 || !tokens.is(i - 1, Kind::Han)) && !tokens.is(at + 1, Kind::Han);
    let step = unit.checked_div(Decimal::TEN).filter(|step| alone && *step > Decimal::ONE)?;
    let value = unit.checked_add(step.checked_mul(Decimal::from(digit))?)?;
    Some(Draft::exact(ValueKind::Number, value, step, i, at + 1))
}

/// `3分之1`, `十分之一`, `十分一`: the part, and the token after it.
fn fraction(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let bottom = match number_zh::units(tokens, i) {
        Some((value, next)) => (value, next),
        None => number_zh::read(tokens, i).map(|n| (n.value, n.next))?,
    };
    let at = tokens.spells(bottom.1, "分之").or_else(|| tokens.spells(bottom.1, "分"))?;
    let negative = tokens.text(at) == "负";
    let top = number_zh::read(tokens, at + usize::from(negative))?;
    let value = top.value.checked_div(bottom.0)?;
    Some((if negative { -value } else { value }, top.next))
}

/// `负三分之一`, `负百分之二`
pub(super) fn negative(tokens: &Tokens, i: usize) -> Option<Draft> {
    if let Some(at) = tokens.spells(i + 1, "百分之") {
        let number = number_zh::read(tokens, at)?;
        return Some(Draft::exact(ValueKind::Percent, -number.value, number.step, i, number.next));
    }
    let (value, to) = fraction(tokens, i + 1)?;
    Some(Draft::exact(ValueKind::Number, -value, Decimal::ZERO, i, to))
}

/// What stands after `半` or `个半`: kind, unit and the token after it.
fn after_half(tokens: &Tokens, at: usize) -> Option<(ValueKind, Option<String>, usize)> {
    const MONTH: &[(&str, &str)] = &[("个月", "month"), ("月", "month"), ("钟头", "hour")];
    if let Some((name, to)) = MONTH.iter().find_map(|(word, name)| Some((*name, tokens.spells(at, word)?))) {
        return Some((ValueKind::Duration, Some(name.to_owned()), to));
    }
    match units::after(tokens, at).filter(|u| tokens.is(at, Kind::Han) && u.kind != ValueKind::Percent) {
        Some(unit) => Some((unit.kind, unit.name, unit.next)),
        None => (!tokens.is(at, Kind::Han)).then_some((ValueKind::Number, None, at)),
    }
}

/// `半年`, `半个小时`, `半个`; `大半年` and `上半年` are not these.
fn half(tokens: &Tokens, i: usize) -> Option<Draft> {
    let inside = tokens.glued(i)
        && tokens.han(i - 1).is_some_and(|c| number_zh::begins(c) || "上下前后大小多一对过".contains(c));
    if inside || tokens.is(i - usize::from(i > 0), Kind::Number) && i > 0 {
        return None;
    }
    let (kind, name, to) = after_half(tokens, i + 1).filter(|(_, _, to)| *to > i + 1)?;
    let counted = kind == ValueKind::Duration || tokens.text(i + 1) == "个";
    counted.then(|| Draft { unit: name, ..Draft::exact(kind, HALF, HALF, i, to) })
}

/// `五打`: twelve each. A verb (`三打白骨精`) stands right before what it acts on, a dozen mostly does too, so a
/// lone numeral in running text is left alone.
fn dozens(tokens: &Tokens, i: usize, count: Decimal, to: usize) -> Option<Draft> {
    let other = tokens.han(to).is_some_and(|c| "算击开扮架工败造破断折电印包扫听".contains(c));
    let verb = tokens.han(i - usize::from(i > 0)).is_some_and(|_| i > 0) && tokens.is(to, Kind::Han);
    if other || verb {
        return None;
    }
    let value = count.checked_mul(Decimal::from(12))?;
    Some(Draft::exact(ValueKind::Number, value, Decimal::ZERO, i, to))
}

/// `两毛五`, `三角五分`: tenths of a yuan. `五角大楼` and `三角` are shapes.
fn coins(tokens: &Tokens, i: usize, tenths: Decimal, at: usize) -> Option<Draft> {
    if tenths >= Decimal::TEN || !tenths.is_integer() || (i > 0 && tokens.is(i - 1, Kind::Han)) {
        return None;
    }
    let digit = tokens.digits(at + 1).or_else(|| tokens.han(at + 1).and_then(number_zh::digit));
    let (part, to) = match digit.filter(|d| *d < 10) {
        Some(d) if tokens.text(at + 2) == "分" && tokens.text(at + 3) != "之" => (d, at + 3),
        Some(d) if !tokens.is(at + 2, Kind::Han) => (d, at + 2),
        Some(_) => return None,
        None => (0, tokens.spells(at + 1, "钱").unwrap_or(at + 1)),
    };
    let clear = to > at + 1 || tokens.text(at) == "毛";
    if !clear || tokens.is(to, Kind::Han) {
        return None;
    }
    let value = tenths.checked_div(Decimal::TEN)?.checked_add(Decimal::new(i64::from(part), 2))?;
    let mut draft = Draft::exact(ValueKind::Money, value, Decimal::new(1, 2), i, to);
    draft.currency = Some("CNY");
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, read};

    #[test]
    fn reads_parts_and_groups() {
        let value = |text: &str| {
            let values = read(text, &ReadOptions::default()).values;
            assert_eq!(values.len(), 1, "{text}: {values:?}");
            values[0].value.map(|v| v.round_dp(4).normalize().to_string()).unwrap_or_default()
        };
        for (text, want) in [
            ("三分之二", "0.6667"),
            ("三又四分之一", "3.25"),
            ("负三分之一", "-0.3333"),
            ("负百分之二", "-2"),
            ("百分之负二", "-2"),
            ("百万分之五", "0.0005"),
            ("千分之三", "0.3"),
            ("三百五十 又 2分之1", "350.5"),
            ("半个", "0.5"),
            ("半年", "0.5"),
            ("两个半月", "2.5"),
            ("三个半小时", "3.5"),
            ("三年半", "3.5"),
            ("十斤半", "10.5"),
            ("五打", "60"),
            ("两毛五", "0.25"),
            ("三角五分", "0.35"),
        ] {
            assert_eq!(value(text), want, "{text}");
        }
        for text in ["五角大楼发言人", "孙悟空三打白骨精"] {
            assert_eq!(read(text, &ReadOptions::default()).values, [], "{text}");
        }
    }
}
