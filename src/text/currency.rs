//! Currencies: signs and names in both languages.

use rust_decimal::Decimal;

use super::currency_en::{self, code, sign};
use super::number_zh;
use super::token::{Kind, Tokens};
use crate::model::value::Lang;

/// A currency as named in a text; `code` is `None` where the name does not settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Currency {
    pub code: Option<&'static str>,
    pub note: Option<&'static str>,
    /// The token after the name.
    pub next: usize,
    /// A minor unit (`cents`, `分`): a hundredth.
    pub minor: bool,
}

pub(super) const DOLLAR: &str = "“$” is read as USD but may be another dollar";
pub(super) const YEN_OR_YUAN: &str = "“¥” may be CNY or JPY";

/// The sign or code at token `i` that stands before an amount: `$`, `US$`, `HK$`, `EUR`, `人民币`.
pub(super) fn prefix(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    let text = tokens.text(i);
    let found = |code, next| Some(Currency { code: Some(code), note: None, next, minor: false });
    // `C$`, `NT$`, and with a space `US $`, `C $`
    if text == "u" && tokens.text(i + 1) == "." && tokens.text(i + 2) == "s" {
        let at = i + 3 + usize::from(tokens.text(i + 3) == ".");
        return (tokens.text(at) == "$").then(|| found("USD", at + 1))?;
    }
    let apart = matches!(text, "us" | "hk" | "nt" | "nz")
        || matches!(text, "c" | "s") && tokens.is(i + 2, Kind::Number);
    if tokens.text(i + 1) == "$" && (tokens.glued(i + 1) || apart && tokens.before(i, 1) != "'") {
        let code = match text {
            "us" | "usd" => "USD",
            "hk" | "hkd" => "HKD",
            "a" | "au" | "aus" | "aud" => "AUD",
            "c" | "ca" | "cdn" | "can" | "cad" => "CAD",
            "nt" | "twd" => "TWD",
            "s" | "sg" | "sgd" => "SGD",
            "nz" | "nzd" => "NZD",
            "r" => "BRL",
            "mx" | "mex" => "MXN",
            "rd" => "DOP",
            "tt" => "TTD",
            "j" | "ja" => "JMD",
            "col" => "COP",
            "arg" => "ARS",
            _ => return None,
        };
        return found(code, i + 2);
    }
    match text {
        "$" if tokens.glued(i + 1) && matches!(tokens.text(i + 1), "us" | "a" | "hk" | "c" | "nz") => {
            let code = match tokens.text(i + 1) {
                "us" => "USD",
                "a" => "AUD",
                "hk" => "HKD",
                "c" => "CAD",
                _ => "NZD",
            };
            return found(code, i + 2);
        }
        "$" => return dollar(tokens, i),
        "¥" if lang == Lang::Zh => return found("CNY", i + 1),
        "¥" if lang == Lang::Ja => return found("JPY", i + 1),
        "¥" => return Some(Currency { code: None, note: Some(YEN_OR_YUAN), next: i + 1, minor: false }),
        _ => {}
    }
    if matches!(text, "cn" | "rmb" | "jp") && tokens.text(i + 1) == "¥" {
        return found(if text == "jp" { "JPY" } else { "CNY" }, i + 2);
    }
    match tokens.list.get(i)?.kind {
        Kind::Han => return prefix_zh(tokens, i),
        Kind::Sign => return found(sign(text)?, i + 1),
        _ => {}
    }
    if matches!(text, "rm" | "rs") && tokens.is(i + 1, Kind::Number) {
        return found(if text == "rm" { "MYR" } else { "INR" }, i + 1);
    }
    if let Some(code) = egyptian(tokens, i).filter(|next| tokens.is(*next, Kind::Number)) {
        return found("EGP", code);
    }
    if tokens.is(i + 1, Kind::Number)
        && let Some(named) = currency_en::named(tokens, i).filter(|c| c.code.is_some())
    {
        // `ringgit 42`, but `the dollar 2 percent lower`
        return matches!(text, "ringgit" | "ringgits" | "malaysian" | "rupiah" | "naira").then_some(named);
    }
    if let Some(c) = code(tokens, i) {
        let next = if tokens.text(i + 1) == "$" { i + 2 } else { i + 1 };
        return found(c, next);
    }
    None
}

/// The token after `LE`, `L.E.`, the Egyptian pound.
pub(super) fn egyptian(tokens: &Tokens, i: usize) -> Option<usize> {
    let dotted = tokens.text(i) == "l"
        && tokens.text(i + 1) == "."
        && tokens.text(i + 2) == "e"
        && tokens.glued(i + 2);
    if dotted {
        return Some(i + 3 + usize::from(tokens.text(i + 3) == "." && tokens.glued(i + 3)));
    }
    let end = !tokens.is(i + 1, Kind::Word);
    (tokens.text(i) == "le" && (tokens.capital(i) || end)).then_some(i + 1)
}

/// `港币2960`, `人民币 ¥500`: names that also stand before the amount.
fn prefix_zh(tokens: &Tokens, i: usize) -> Option<Currency> {
    if !"人港美欧日台新".contains(tokens.han(i)?) {
        return None;
    }
    let next = ["人民币", "港币", "美元", "美金", "欧元", "日元", "台币", "新台币"]
        .iter()
        .find_map(|name| tokens.spells(i, name))?;
    let next = if tokens.text(next) == "¥" { next + 1 } else { next };
    let amount = tokens.is(next, Kind::Number) || tokens.han(next).is_some_and(number_zh::begins);
    suffix_zh(tokens, i).filter(|_| amount).map(|c| Currency { next, ..c })
}

/// `$` alone; a code before or after settles it (`$5 HKD` is settled by the suffix).
fn dollar(tokens: &Tokens, i: usize) -> Option<Currency> {
    // a sign glued to letters it does not know (`B$`) is no currency that could be named
    let strange = i > 0 && tokens.glued(i) && tokens.is(i - 1, Kind::Word);
    (!strange).then_some(Currency { code: Some("USD"), note: Some(DOLLAR), next: i + 1, minor: false })
}

/// Codes that are written without a space before the amount: `EUR50m`, `RM79`.
pub(super) fn glued_code(text: &str) -> bool {
    matches!(text, "rm" | "rs") || currency_en::plain_code(text).is_some_and(|code| code != "XBT")
}

/// The currency named at token `i`, after an amount: `dollars`, `USD`, `美元`, `块`.
pub(super) fn suffix(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    if tokens.is(i, Kind::Han) { suffix_zh(tokens, i) } else { currency_en::suffix(tokens, i, lang) }
}

/// Names in Chinese and Japanese, longest first where one begins another.
const NAMES: &[(&str, &str)] = &[
    ("美元", "USD"),
    ("美金", "USD"),
    ("美币", "USD"),
    ("人民币", "CNY"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("港纸", "HKD"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("新加坡元", "SGD"),
    ("新加坡币", "SGD"),
    ("新币", "SGD"),
    ("坡币", "SGD"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("日元", "JPY"),
    ("日圆", "JPY"),
    ("日币", "JPY"),
    ("韩元", "KRW"),
    ("韩圆", "KRW"),
    ("韩币", "KRW"),
    ("加元", "CAD"),
    ("加币", "CAD"),
    ("加拿大元", "CAD"),
    ("澳元", "AUD"),
    ("澳币", "AUD"),
    ("澳大利亚元", "AUD"),
    ("新西兰元", "NZD"),
    ("纽元", "NZD"),
    ("瑞士法郎", "CHF"),
    ("瑞郎", "CHF"),
    ("印度卢比", "INR"),
    ("卢布", "RUB"),
    ("俄罗斯卢布", "RUB"),
    ("泰铢", "THB"),
    ("越南盾", "VND"),
    ("土耳其里拉", "TRY"),
    ("里拉", "TRY"),
    ("巴西雷亚尔", "BRL"),
    ("雷亚尔", "BRL"),
    ("迪拉姆", "AED"),
    ("瑞典克朗", "SEK"),
    ("挪威克朗", "NOK"),
    ("丹麦克朗", "DKK"),
    ("林吉特", "MYR"),
    ("比特币", "XBT"),
    ("米ドル", "USD"),
    ("香港ドル", "HKD"),
    ("新台湾ドル", "TWD"),
    ("豪ドル", "AUD"),
    ("カナダドル", "CAD"),
    ("シンガポールドル", "SGD"),
    ("中国人民元", "CNY"),
    ("ウォン", "KRW"),
    ("ドル", "USD"),
    ("ユーロ", "EUR"),
    ("ポンド", "GBP"),
    ("円", "JPY"),
    ("人民元", "CNY"),
    ("元人民币", "CNY"),
    ("元", "CNY"),
    ("圆", "CNY"),
    ("蚊", "HKD"),
    ("块钱", "CNY"),
    ("块", "CNY"),
];

fn suffix_zh(tokens: &Tokens, i: usize) -> Option<Currency> {
    let minor = |code, next| Some(Currency { code: Some(code), note: None, next, minor: true });
    if let Some(next) = tokens.spells(i, "美分") {
        return minor("USD", next);
    }
    let (next, code) = NAMES.iter().find_map(|(name, code)| Some((tokens.spells(i, name)?, *code)))?;
    // `三万元欧元`: the second name says which
    let (next, code) = if tokens.text(i) == "元" && next == i + 1 {
        NAMES
            .iter()
            .filter(|(_, code)| *code != "CNY")
            .find_map(|(name, code)| Some((tokens.spells(next, name)?, *code)))
            .unwrap_or((next, code))
    } else {
        (next, code)
    };
    // 元 followed by what makes another word: 元首, 元素, 元宵
    let other = tokens.text(i) == "元"
        && tokens.han(i + 1).is_some_and(|c| matches!(c, '首' | '素' | '宵' | '老' | '旦' | '帅' | '件'));
    let piece = tokens.text(i) == "块"
        && next == i + 1
        && tokens.han(next).is_some_and(|c| !number_zh::begins(c) && !"以左多半出".contains(c));
    (!other && !piece).then_some(Currency { code: Some(code), note: None, next, minor: false })
}

/// 角 and 分 after 元, as a part of it: `三毛`, `1角1分`, and the bare digit of `三块五`.
pub(super) fn minor_zh(tokens: &Tokens, i: usize) -> Option<(Decimal, usize)> {
    let digit = |at: usize| {
        tokens.digits(at).filter(|d| *d < 10).or_else(|| tokens.han(at).and_then(number_zh::digit))
    };
    let block = matches!(tokens.before(i, 1), "块" | "蚊");
    let zero = tokens.text(i) == "零";
    let i = i + usize::from(zero);
    // `五块六到七块`, but `三块五百克`
    let ends = tokens.han(i + 1).is_none_or(|c| "到至的左右钱以多".contains(c));
    let first = digit(i)?;
    match tokens.text(i + 1) {
        "角" | "毛" => {
            let second = digit(i + 2);
            let bare = second.filter(|_| tokens.text(i + 3) == "分" || !tokens.is(i + 3, Kind::Han));
            let part = Decimal::new(i64::from(first * 10 + bare.unwrap_or(0)), 2);
            let next = match bare {
                Some(_) if tokens.text(i + 3) == "分" => i + 4,
                Some(_) => i + 3,
                None => i + 2,
            };
            Some((part, next))
        }
        "分" if tokens.text(i + 2) != "之" => Some((Decimal::new(i64::from(first), 2), i + 2)),
        _ if block && ends && tokens.is(i, Kind::Han) => {
            Some((Decimal::new(i64::from(first), 1 + u32::from(zero)), i + 1))
        }
        _ => None,
    }
}
