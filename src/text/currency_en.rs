//! English names, codes and signs of currencies (ISO 4217; the euro's forerunners keep their old codes).

use super::currency::{Currency, egyptian};
use super::token::{Kind, Tokens};
use crate::model::value::Lang;

pub(super) fn sign(text: &str) -> Option<&'static str> {
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
        "₵" => "GHS",
        "₲" => "PYG",
        "৳" => "BDT",
        "₼" => "AZN",
        "֏" => "AMD",
        "៛" => "KHR",
        _ => return None,
    })
}

/// The code at token `i`: those that are words too (`TRY`, `ALL`) in capitals only.
pub(super) fn code(tokens: &Tokens, i: usize) -> Option<&'static str> {
    if !tokens.is(i, Kind::Word) {
        return None;
    }
    let text = tokens.text(i);
    plain_code(text).or_else(|| if tokens.upper(i) { word_code(text) } else { None })
}

/// Codes that are no English words, and the few unofficial ones that the press uses.
pub(super) fn plain_code(text: &str) -> Option<&'static str> {
    if text.len() != 3 {
        return None;
    }
    match text {
        "rmb" | "cnh" => Some("CNY"),
        "ntd" => Some("TWD"),
        "btc" => Some("XBT"),
        _ => {
            let upper = |code: &&str| code.bytes().map(|b| b.to_ascii_lowercase()).cmp(text.bytes());
            CODES.binary_search_by(upper).ok().map(|n| CODES[n])
        }
    }
}

/// In order.
const CODES: &[&str] = &[
    "AED", "AFN", "AOA", "ARS", "AUD", "AWG", "AZN", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BRL",
    "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CVE", "CZK", "DJF",
    "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FKP", "GBP", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD",
    "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES",
    "KGS", "KHR", "KMF", "KRW", "KWD", "KYD", "KZT", "LBP", "LKR", "LRD", "LSL", "LYD", "MDL", "MGA", "MKD",
    "MMK", "MNT", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD",
    "OMR", "PAB", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RWF", "SAR", "SBD", "SCR", "SDG",
    "SEK", "SGD", "SHP", "SLL", "SRD", "SSP", "STN", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TTD", "TWD",
    "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER",
    "ZAR", "ZMW",
];

fn word_code(text: &str) -> Option<&'static str> {
    Some(match text {
        "amd" => "AMD",
        "bam" => "BAM",
        "bob" => "BOB",
        "gel" => "GEL",
        "lak" => "LAK",
        "mad" => "MAD",
        "mop" => "MOP",
        "pen" => "PEN",
        "rub" => "RUB",
        "sos" => "SOS",
        "try" => "TRY",
        _ => return None,
    })
}

/// A code behind the letter of a scale, in capitals (`MUSD`, `KEUR`), and the power of ten.
pub(super) fn scaled_code(tokens: &Tokens, i: usize) -> Option<(&'static str, u32)> {
    let text = tokens.text(i);
    if text.len() != 4 || !tokens.upper(i) {
        return None;
    }
    let zeros = match text.as_bytes().first()? {
        b'k' | b't' => 3,
        b'm' => 6,
        b'b' => 9,
        _ => return None,
    };
    Some((plain_code(text.get(1..)?)?, zeros))
}

/// The currency named at token `i`, after an amount: `dollars`, `USD`, `Swiss francs`, `pence`.
pub(super) fn suffix(tokens: &Tokens, i: usize, lang: Lang) -> Option<Currency> {
    let text = tokens.text(i);
    let found = |code, next| Some(Currency { code: Some(code), note: None, next, minor: false });
    match (text, tokens.text(i + 1)) {
        ("u", ".") if tokens.text(i + 2) == "s" => {
            let at = i + 3 + usize::from(tokens.text(i + 3) == ".");
            return matches!(tokens.text(at), "dollar" | "dollars").then(|| found("USD", at + 1))?;
        }
        ("us" | "hk", "$") => return found(if text == "us" { "USD" } else { "HKD" }, i + 2),
        ("pounds" | "pound", "sterling") => return found("GBP", i + 2),
        _ => {}
    }
    // `3 USD50 cards`: the code belongs to the number after it
    if tokens.glued(i + 1) && tokens.is(i + 1, Kind::Number) {
        return None;
    }
    if let Some(named) = named(tokens, i).or_else(|| loose(tokens, i)) {
        return Some(named);
    }
    match text {
        "¥" if lang == Lang::Ja => found("JPY", i + 1),
        "¥" if lang == Lang::Zh => found("CNY", i + 1),
        "rm" => found("MYR", i + 1),
        "l" | "le" => egyptian(tokens, i).and_then(|next| found("EGP", next)),
        _ => code(tokens, i).or_else(|| sign(text)).and_then(|c| found(c, i + 1)),
    }
}

/// A currency by its full name at token `i`: `euros`, `Hong Kong dollars`, `South Korean won`.
pub(super) fn named(tokens: &Tokens, i: usize) -> Option<Currency> {
    let found = |code, next| Some(Currency { code: Some(code), note: None, next, minor: false });
    if !tokens.is(i, Kind::Word) {
        return None;
    }
    let text = tokens.text(i);
    if let Some(code) = noun(singular(text)).or_else(|| noun(text)) {
        return found(code, i + 1);
    }
    let two = match (text, tokens.text(i + 1)) {
        ("hong", "kong") => "HKD",
        ("new", "zealand") => "NZD",
        ("new", "taiwan") => "TWD",
        ("united", "states") => "USD",
        ("south", "korean" | "african") => return national(tokens, i + 1),
        _ => return national(tokens, i),
    };
    (singular(tokens.text(i + 2)) == "dollar").then(|| found(two, i + 3))?
}

/// `Swiss francs`: an adjective and a noun.
fn national(tokens: &Tokens, i: usize) -> Option<Currency> {
    let (adjective, word) = (tokens.text(i), tokens.text(i + 1));
    let noun = |n: &str| n == word || n == singular(word);
    let (_, _, code) = NATIONAL.iter().find(|(a, n, _)| *a == adjective && noun(n))?;
    Some(Currency { code: Some(code), note: None, next: i + 2, minor: false })
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Nouns that name one currency.
fn noun(word: &str) -> Option<&'static str> {
    Some(match word {
        "euro" => "EUR",
        "yuan" | "renminbi" | "kuai" => "CNY",
        "yen" => "JPY",
        "quid" => "GBP",
        "ruble" | "rouble" => "RUB",
        "baht" => "THB",
        "rand" => "ZAR",
        "dirham" => "AED",
        "lira" => "TRY",
        "shekel" => "ILS",
        "zloty" => "PLN",
        "bitcoin" => "XBT",
        "ringgit" => "MYR",
        "tugrik" => "MNT",
        "rupiah" => "IDR",
        "dong" => "VND",
        "hryvnia" => "UAH",
        "naira" => "NGN",
        "forint" => "HUF",
        "koruna" => "CZK",
        "bolivar" => "VES",
        "cedi" => "GHS",
        "tenge" => "KZT",
        "kyat" => "MMK",
        "kwacha" => "ZMW",
        "quetzal" => "GTQ",
        "lempira" => "HNL",
        "guarani" => "PYG",
        "taka" => "BDT",
        "birr" => "ETB",
        "markka" => "FIM",
        "lev" | "leva" => "BGN",
        "lei" => "RON",
        "guilder" => "NLG",
        "deutschemark" => "DEM",
        "drachma" => "GRD",
        "peseta" => "ESP",
        "geneh" => "EGP",
        _ => return None,
    })
}

/// Names that more than one country uses, and minor units.
fn loose(tokens: &Tokens, i: usize) -> Option<Currency> {
    let noted = |code, note| Some(Currency { code, note: Some(note), next: i + 1, minor: false });
    match tokens.text(i) {
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
        "pound" | "pounds"
            if matches!(tokens.before(i, 1), "million" | "billion" | "m" | "bn" | "trillion") =>
        {
            noted(Some("GBP"), "“pound” is read as GBP")
        }
        "rupee" | "rupees" => noted(Some("INR"), "“rupee” is read as INR but may be another rupee"),
        "krona" | "kronor" => noted(Some("SEK"), "“krona” is read as SEK but may be Iceland's"),
        "franc" | "francs" => noted(None, "which franc is not said"),
        "krone" | "kroner" => noted(None, "which krone is not said"),
        "peso" | "pesos" => noted(None, "which peso is not said"),
        "dinar" | "dinars" => noted(None, "which dinar is not said"),
        "riyal" | "riyals" | "rial" | "rials" => noted(None, "which riyal is not said"),
        "shilling" | "shillings" => noted(None, "which shilling is not said"),
        _ => None,
    }
}

/// Adjective, noun in the singular or as it is used, code.
const NATIONAL: &[(&str, &str, &str)] = &[
    ("us", "dollar", "USD"),
    ("american", "dollar", "USD"),
    ("hk", "dollar", "HKD"),
    ("canadian", "dollar", "CAD"),
    ("australian", "dollar", "AUD"),
    ("singapore", "dollar", "SGD"),
    ("singaporean", "dollar", "SGD"),
    ("taiwan", "dollar", "TWD"),
    ("taiwanese", "dollar", "TWD"),
    ("jamaican", "dollar", "JMD"),
    ("fijian", "dollar", "FJD"),
    ("bahamian", "dollar", "BSD"),
    ("namibian", "dollar", "NAD"),
    ("liberian", "dollar", "LRD"),
    ("british", "pound", "GBP"),
    ("sterling", "pound", "GBP"),
    ("uk", "pound", "GBP"),
    ("egyptian", "pound", "EGP"),
    ("lebanese", "pound", "LBP"),
    ("syrian", "pound", "SYP"),
    ("sudanese", "pound", "SDG"),
    ("irish", "pound", "IEP"),
    ("swiss", "franc", "CHF"),
    ("french", "franc", "FRF"),
    ("belgian", "franc", "BEF"),
    ("congolese", "franc", "CDF"),
    ("rwandan", "franc", "RWF"),
    ("cfa", "franc", "XOF"),
    ("chinese", "yuan", "CNY"),
    ("chinese", "renminbi", "CNY"),
    ("japanese", "yen", "JPY"),
    ("turkish", "lira", "TRY"),
    ("italian", "lira", "ITL"),
    ("italian", "lire", "ITL"),
    ("indian", "rupee", "INR"),
    ("pakistani", "rupee", "PKR"),
    ("nepalese", "rupee", "NPR"),
    ("mauritian", "rupee", "MUR"),
    ("korean", "won", "KRW"),
    ("mexican", "peso", "MXN"),
    ("philippine", "peso", "PHP"),
    ("argentine", "peso", "ARS"),
    ("argentinian", "peso", "ARS"),
    ("chilean", "peso", "CLP"),
    ("colombian", "peso", "COP"),
    ("cuban", "peso", "CUP"),
    ("uruguayan", "peso", "UYU"),
    ("dominican", "peso", "DOP"),
    ("swedish", "krona", "SEK"),
    ("icelandic", "krona", "ISK"),
    ("swedish", "kronor", "SEK"),
    ("norwegian", "krone", "NOK"),
    ("danish", "krone", "DKK"),
    ("norwegian", "kroner", "NOK"),
    ("danish", "kroner", "DKK"),
    ("czech", "crown", "CZK"),
    ("swedish", "crown", "SEK"),
    ("norwegian", "crown", "NOK"),
    ("danish", "crown", "DKK"),
    ("saudi", "riyal", "SAR"),
    ("qatari", "riyal", "QAR"),
    ("yemeni", "riyal", "YER"),
    ("iranian", "rial", "IRR"),
    ("omani", "rial", "OMR"),
    ("yemeni", "rial", "YER"),
    ("kuwaiti", "dinar", "KWD"),
    ("iraqi", "dinar", "IQD"),
    ("bahraini", "dinar", "BHD"),
    ("jordanian", "dinar", "JOD"),
    ("algerian", "dinar", "DZD"),
    ("tunisian", "dinar", "TND"),
    ("libyan", "dinar", "LYD"),
    ("serbian", "dinar", "RSD"),
    ("malaysian", "ringgit", "MYR"),
    ("malaysia", "ringgit", "MYR"),
    ("uae", "dirham", "AED"),
    ("emirati", "dirham", "AED"),
    ("moroccan", "dirham", "MAD"),
    ("russian", "ruble", "RUB"),
    ("belarusian", "ruble", "BYN"),
    ("russian", "rouble", "RUB"),
    ("belarusian", "rouble", "BYN"),
    ("brazilian", "real", "BRL"),
    ("brazilian", "reais", "BRL"),
    ("peruvian", "sol", "PEN"),
    ("kenyan", "shilling", "KES"),
    ("ugandan", "shilling", "UGX"),
    ("tanzanian", "shilling", "TZS"),
    ("german", "mark", "DEM"),
    ("deutsche", "mark", "DEM"),
    ("finnish", "markka", "FIM"),
    ("dutch", "guilder", "NLG"),
    ("austrian", "schilling", "ATS"),
    ("spanish", "peseta", "ESP"),
    ("greek", "drachma", "GRD"),
    ("portuguese", "escudo", "PTE"),
    ("malawian", "kwacha", "MWK"),
    ("zambian", "kwacha", "ZMW"),
    ("thai", "baht", "THB"),
    ("vietnamese", "dong", "VND"),
    ("hungarian", "forint", "HUF"),
    ("polish", "zloty", "PLN"),
    ("african", "rand", "ZAR"),
];

#[cfg(test)]
mod tests {
    use crate::model::value::ValueKind;
    use crate::text::{ReadOptions, read};

    /// The amounts of money of a text, with their currencies.
    fn money(text: &str) -> Vec<String> {
        let values = read(text, &ReadOptions::default()).values;
        let money = values.iter().filter(|v| v.kind == ValueKind::Money);
        money
            .map(|v| {
                let value = v.value.map(|d| d.normalize().to_string()).unwrap_or_default();
                format!("{value} {}", v.currency.as_deref().unwrap_or("?"))
            })
            .collect()
    }

    #[test]
    fn names_of_many_countries() {
        for (text, want) in [
            ("420 million Finnish markka", "420000000 FIM"),
            ("3 billion South Korean won", "3000000000 KRW"),
            ("90 Brazilian reais", "90 BRL"),
            ("5 Hong Kong dollars", "5 HKD"),
            ("42 LE", "42 EGP"),
            ("L.E. 42", "42 EGP"),
            ("ringgit 42", "42 MYR"),
            ("48.5 MGBP", "48500000 GBP"),
            ("75 TRY", "75 TRY"),
            ("U.S. $7", "7 USD"),
            ("C $7", "7 CAD"),
            ("900 shillings", "900 ?"),
        ] {
            assert_eq!(money(text), [want], "{text}");
        }
        assert_eq!(money("we try 5 times"), [""; 0]);
        assert_eq!(money("They sold 3 USD50 cards"), ["50 USD"]);
    }

    #[test]
    fn minor_units_belong_to_their_amount() {
        assert_eq!(money("5 dollars and 30 cents"), ["5.3 USD"]);
        assert_eq!(money("It costs 15 dollars 50."), ["15.5 USD"]);
        assert_eq!(money("one dollar and two"), ["1.02 USD"]);
        assert_eq!(money("15 dollars and 50 shares"), ["15 USD"]);
        assert_eq!(money("80 pence"), ["0.8 GBP"]);
    }
}
