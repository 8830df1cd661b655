//! Currencies: signs and names in both languages.

use rust_decimal::Decimal;

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

const DOLLAR: &str = "“$” is read as USD but may be another dollar";
const YEN_OR_YUAN: &str = "“¥” may be CNY or JPY";

/// The sign or code at token `i` that stands before an amount: `$`, `US$`, `HK$`, `EUR`, `人民币`.
pub(super) fn prefix(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    let text = tokens.text(i);
    let found = |code, next| Some(Currency { code: Some(code), note: None, next, minor: false });
    if tokens.text(i + 1) == "$" && tokens.glued(i + 1) {
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
    if let Some(c) = code(text).filter(|_| tokens.is(i, Kind::Word)) {
        let next = if tokens.text(i + 1) == "$" { i + 2 } else { i + 1 };
        return found(c, next);
    }
    None
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

fn sign(text: &str) -> Option<&'static str> {
    Some(match text {
        "€" => "EUR",
        "£" => "GBP",
        "₹" => "INR",
        "₩" => "KRW",
        "₽" => "RUB",
        "₺" => "TRY",
        "₫" => "VND",
        "฿" => "THB",
        "₱" => "PHP",
        "₪" => "ILS",
        "₴" => "UAH",
        "₦" => "NGN",
        "₿" => "XBT",
        "₾" => "GEL",
        "₭" => "LAK",
        "₮" => "MNT",
        "₸" => "KZT",
        "₡" => "CRC",
        _ => return None,
    })
}

/// ISO codes, and the few unofficial ones that the press uses.
fn code(text: &str) -> Option<&'static str> {
    Some(match text {
        "usd" => "USD",
        "eur" => "EUR",
        "gbp" => "GBP",
        "cny" | "rmb" | "cnh" => "CNY",
        "jpy" => "JPY",
        "hkd" => "HKD",
        "twd" | "ntd" => "TWD",
        "krw" => "KRW",
        "inr" => "INR",
        "cad" => "CAD",
        "aud" => "AUD",
        "nzd" => "NZD",
        "sgd" => "SGD",
        "chf" => "CHF",
        "sek" => "SEK",
        "nok" => "NOK",
        "dkk" => "DKK",
        "rub" => "RUB",
        "brl" => "BRL",
        "mxn" => "MXN",
        "zar" => "ZAR",
        "aed" => "AED",
        "sar" => "SAR",
        "thb" => "THB",
        "vnd" => "VND",
        "idr" => "IDR",
        "myr" => "MYR",
        "php" => "PHP",
        "pln" => "PLN",
        "czk" => "CZK",
        "ils" => "ILS",
        "kwd" => "KWD",
        "qar" => "QAR",
        "uah" => "UAH",
        "huf" => "HUF",
        "ron" => "RON",
        "egp" => "EGP",
        "lbp" => "LBP",
        "ngn" => "NGN",
        "pkr" => "PKR",
        "clp" => "CLP",
        "cop" => "COP",
        "btc" => "XBT",
        _ => return None,
    })
}

/// Codes that are written without a space before the amount: `EUR50m`, `RM79`.
pub(super) fn glued_code(text: &str) -> bool {
    matches!(text, "rm" | "rs") || text != "btc" && code(text).is_some()
}

/// The currency named at token `i`, after an amount: `dollars`, `USD`, `美元`, `块`.
pub(super) fn suffix(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    if tokens.is(i, Kind::Han) { suffix_zh(tokens, i) } else { suffix_en(tokens, i, lang) }
}

fn suffix_en(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    let found = |code, next| Some(Currency { code: Some(code), note: None, next, minor: false });
    let text = tokens.text(i);
    let two = tokens.text(i + 1);
    if matches!(two, "dollar" | "dollars" | "$") {
        let named = match text {
            "us" | "american" => Some("USD"),
            "hk" => Some("HKD"),
            "canadian" => Some("CAD"),
            "australian" => Some("AUD"),
            "singapore" => Some("SGD"),
            "taiwan" => Some("TWD"),
            _ => None,
        };
        if let Some(code) = named {
            return found(code, i + 2);
        }
    }
    if text == "u" && two == "." && tokens.text(i + 2) == "s" {
        let at = i + 3 + usize::from(tokens.text(i + 3) == ".");
        return matches!(tokens.text(at), "dollar" | "dollars").then(|| found("USD", at + 1))?;
    }
    let name = match (text, two, tokens.text(i + 2)) {
        ("hong", "kong", "dollar" | "dollars") => Some(("HKD", 3)),
        ("new", "zealand", "dollar" | "dollars") => Some(("NZD", 3)),
        ("new", "taiwan", "dollar" | "dollars") => Some(("TWD", 3)),
        ("united", "states", "dollar" | "dollars") => Some(("USD", 3)),
        ("british" | "sterling", "pound" | "pounds", _) | ("pounds" | "pound", "sterling", _) => {
            Some(("GBP", 2))
        }
        ("swiss", "franc" | "francs", _) => Some(("CHF", 2)),
        ("chinese", "yuan" | "renminbi", _) => Some(("CNY", 2)),
        ("japanese", "yen", _) => Some(("JPY", 2)),
        ("turkish", "lira", _) => Some(("TRY", 2)),
        ("indian", "rupee" | "rupees", _) => Some(("INR", 2)),
        ("korean", "won", _) | ("mexican", "peso" | "pesos", _) => {
            Some((if text == "korean" { "KRW" } else { "MXN" }, 2))
        }
        ("swedish", "krona" | "kronor", _) => Some(("SEK", 2)),
        ("norwegian", "krone" | "kroner", _) => Some(("NOK", 2)),
        ("danish", "krone" | "kroner", _) => Some(("DKK", 2)),
        ("saudi", "riyal" | "riyals", _) => Some(("SAR", 2)),
        ("qatari", "riyal" | "riyals", _) => Some(("QAR", 2)),
        ("kuwaiti", "dinar" | "dinars", _) => Some(("KWD", 2)),
        ("malaysian", "ringgit" | "ringgits", _) => Some(("MYR", 2)),
        ("egyptian", "pound" | "pounds", _) => Some(("EGP", 2)),
        ("lebanese", "pound" | "pounds", _) => Some(("LBP", 2)),
        ("south", "korean", "won") => Some(("KRW", 3)),
        _ => None,
    };
    if let Some((code, n)) = name {
        return found(code, i + n);
    }
    let noted = |code, note| Some(Currency { code, note: Some(note), next: i + 1, minor: false });
    match text {
        "dollar" | "dollars" | "buck" | "bucks" | "$" => {
            noted(Some("USD"), "“dollar” is read as USD but may be another dollar")
        }
        "cent" | "cents" | "¢" => Some(Currency {
            code: Some("USD"),
            note: Some("“cent” is read as a hundredth of USD but may be another currency's"),
            next: i + 1,
            minor: true,
        }),
        "pence" => Some(Currency { code: Some("GBP"), note: None, next: i + 1, minor: true }),
        "yuan" | "renminbi" => found("CNY", i + 1),
        "yen" => found("JPY", i + 1),
        "euro" | "euros" => found("EUR", i + 1),
        "quid" => found("GBP", i + 1),
        "pound" | "pounds"
            if matches!(tokens.before(i, 1), "million" | "billion" | "m" | "bn" | "trillion") =>
        {
            noted(Some("GBP"), "“pound” is read as GBP")
        }
        "rupee" | "rupees" => noted(Some("INR"), "“rupee” is read as INR but may be another rupee"),
        "ruble" | "rubles" | "rouble" | "roubles" => found("RUB", i + 1),
        "baht" => found("THB", i + 1),
        "rand" => found("ZAR", i + 1),
        "dirham" | "dirhams" => found("AED", i + 1),
        "franc" | "francs" => noted(None, "which franc is not said"),
        "krona" | "kronor" => found("SEK", i + 1),
        "krone" | "kroner" => noted(None, "which krone is not said"),
        "peso" | "pesos" => noted(None, "which peso is not said"),
        "lira" => found("TRY", i + 1),
        "shekel" | "shekels" => found("ILS", i + 1),
        "zloty" | "zlotys" => found("PLN", i + 1),
        "bitcoin" | "bitcoins" => found("XBT", i + 1),
        "ringgit" | "ringgits" | "rm" => found("MYR", i + 1),
        "dinar" | "dinars" => noted(None, "which dinar is not said"),
        "riyal" | "riyals" | "rial" | "rials" => noted(None, "which riyal is not said"),
        "¥" if lang == Lang::Ja => found("JPY", i + 1),
        "¥" if lang == Lang::Zh => found("CNY", i + 1),
        _ => code(text).or_else(|| sign(text)).and_then(|c| found(c, i + 1)),
    }
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
