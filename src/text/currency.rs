//! Currencies: signs and names in both languages.

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
            "us" => "USD",
            "hk" => "HKD",
            "a" | "au" | "aus" => "AUD",
            "c" | "ca" | "cdn" | "can" => "CAD",
            "nt" => "TWD",
            "s" | "sg" => "SGD",
            "nz" => "NZD",
            "r" => "BRL",
            "mx" | "mex" => "MXN",
            _ => return None,
        };
        return found(code, i + 2);
    }
    match text {
        "$" => return dollar(tokens, i),
        "¥" if lang == Lang::Zh => return found("CNY", i + 1),
        "¥" if lang == Lang::Ja => return found("JPY", i + 1),
        "¥" => return Some(Currency { code: None, note: Some(YEN_OR_YUAN), next: i + 1, minor: false }),
        _ => {}
    }
    if matches!(text, "cn" | "rmb" | "jp") && tokens.text(i + 1) == "¥" {
        return found(if text == "jp" { "JPY" } else { "CNY" }, i + 2);
    }
    if let Some(code) = sign(text) {
        return found(code, i + 1);
    }
    if let Some(next) = tokens.spells(i, "人民币") {
        let next = if tokens.text(next) == "¥" { next + 1 } else { next };
        return found("CNY", next);
    }
    if let Some(c) = code(text).filter(|_| tokens.is(i, Kind::Word)) {
        let next = if tokens.text(i + 1) == "$" { i + 2 } else { i + 1 };
        return found(c, next);
    }
    None
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
        _ => return None,
    })
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
    let long = match (text, two, tokens.text(i + 2)) {
        ("hong", "kong", "dollar" | "dollars") => Some(("HKD", 3)),
        ("new", "zealand", "dollar" | "dollars") => Some(("NZD", 3)),
        ("new", "taiwan", "dollar" | "dollars") => Some(("TWD", 3)),
        ("united", "states", "dollar" | "dollars") => Some(("USD", 3)),
        ("british" | "sterling", "pound" | "pounds", _) => Some(("GBP", 2)),
        ("pounds" | "pound", "sterling", _) => Some(("GBP", 2)),
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
        _ => None,
    };
    if let Some((code, n)) = long {
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
    ("ドル", "USD"),
    ("ユーロ", "EUR"),
    ("ポンド", "GBP"),
    ("円", "JPY"),
    ("人民元", "CNY"),
    ("元人民币", "CNY"),
    ("元", "CNY"),
    ("圆", "CNY"),
    ("块钱", "CNY"),
    ("块", "CNY"),
];

fn suffix_zh(tokens: &Tokens, i: usize) -> Option<Currency> {
    let minor = |code, next| Some(Currency { code: Some(code), note: None, next, minor: true });
    if let Some(next) = tokens.spells(i, "美分") {
        return minor("USD", next);
    }
    let (next, code) = NAMES.iter().find_map(|(name, code)| Some((tokens.spells(i, name)?, *code)))?;
    // 元 followed by what makes another word: 元首, 元素, 元宵
    let other = tokens.text(i) == "元"
        && tokens.han(i + 1).is_some_and(|c| matches!(c, '首' | '素' | '宵' | '老' | '旦' | '帅' | '件'));
    let piece = tokens.text(i) == "块" && next == i + 1 && tokens.is(next, Kind::Han);
    (!other && !piece).then_some(Currency { code: Some(code), note: None, next, minor: false })
}
