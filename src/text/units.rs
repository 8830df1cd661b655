//! What follows a number: percent, times, lengths of time, unit nouns.

use super::measures;
use super::token::{Kind, Tokens};
use crate::model::value::ValueKind;

/// What a number counts; `next` is the token after the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub kind: ValueKind,
    pub name: Option<String>,
    pub next: usize,
}

impl Unit {
    fn new(kind: ValueKind, name: Option<&str>, next: usize) -> Self {
        Self { kind, name: name.map(str::to_owned), next }
    }
}

/// The unit at token `i`, after a number.
pub(super) fn after(tokens: &Tokens, i: usize) -> Option<Unit> {
    percent(tokens, i)
        .or_else(|| times(tokens, i))
        .or_else(|| scale_of(tokens, i))
        .or_else(|| if tokens.is(i, Kind::Han) { classifier(tokens, i) } else { noun(tokens, i) })
}

/// `7.2/10`, `48 out of 100`: a mark on a scale, compared by its first number.
fn scale_of(tokens: &Tokens, i: usize) -> Option<Unit> {
    let at = match tokens.text(i) {
        "/" if tokens.joins(i, "/") => i + 1,
        "out" if tokens.text(i + 1) == "of" => i + 2,
        _ => return None,
    };
    let scale = tokens.digits(at).filter(|n| matches!(n, 5 | 10 | 100))?;
    let part = tokens.joins(at + 1, "/") || matches!(tokens.text(at + 1), "of" | "%" | "percent");
    (!part).then(|| Unit::new(ValueKind::Number, Some(&format!("out of {scale}")), at + 1))
}

pub(super) fn percent(tokens: &Tokens, i: usize) -> Option<Unit> {
    let points = |next| {
        let hyphen = usize::from(tokens.joins(next, "-"));
        let word = tokens.text(next + hyphen);
        let point = matches!(word, "point" | "points");
        if point {
            Unit::new(ValueKind::Percent, Some("percentage point"), next + hyphen + 1)
        } else {
            Unit::new(ValueKind::Percent, None, next)
        }
    };
    let hyphen = usize::from(tokens.joins(i, "-"));
    match tokens.text(i + hyphen) {
        "%" | "percent" | "pct" | "percentage" | "percents" | "pc" => {
            let unit = points(i + hyphen + 1);
            let word = tokens.text(i + hyphen);
            (word != "percentage" || unit.name.is_some()).then_some(unit)
        }
        "per" if tokens.text(i + hyphen + 1) == "cent" => Some(points(i + hyphen + 2)),
        "‰" => None,
        _ => {
            let at = if tokens.text(i) == "个" { i + 1 } else { i };
            if let Some(next) = tokens.spells(at, "百分点") {
                return Some(Unit::new(ValueKind::Percent, Some("percentage point"), next));
            }
            tokens.spells(i, "パーセント").map(|next| Unit::new(ValueKind::Percent, None, next))
        }
    }
}

fn times(tokens: &Tokens, i: usize) -> Option<Unit> {
    let hyphen = usize::from(tokens.joins(i, "-"));
    let multiple = |next| Some(Unit::new(ValueKind::Multiple, None, next));
    match tokens.text(i + hyphen) {
        "times" | "fold" => multiple(i + hyphen + 1),
        "x" if tokens.glued(i) && !tokens.is(i + 1, Kind::Number) => multiple(i + 1),
        "倍" => multiple(i + 1),
        _ => None,
    }
}

/// The singular of a length of time in English.
pub(super) fn duration(word: &str) -> Option<&'static str> {
    Some(match word {
        "year" | "years" | "yr" | "yrs" => "year",
        "month" | "months" => "month",
        "week" | "weeks" => "week",
        "day" | "days" => "day",
        "hour" | "hours" | "hrs" => "hour",
        "minute" | "minutes" | "mins" => "minute",
        "second" | "seconds" | "secs" => "second",
        "decade" | "decades" => "decade",
        "century" | "centuries" => "century",
        "quarter" | "quarters" => "quarter",
        _ => return None,
    })
}

/// Words after a number that are no unit of it.
pub(super) fn filler(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "to"
            | "by"
            | "for"
            | "and"
            | "or"
            | "the"
            | "a"
            | "an"
            | "as"
            | "is"
            | "was"
            | "has"
            | "its"
            | "this"
            | "his"
            | "us"
            | "plus"
            | "minus"
            | "versus"
            | "vs"
            | "per"
            | "from"
            | "with"
            | "who"
            | "which"
            | "that"
            | "were"
            | "are"
            | "be"
            | "it"
            | "but"
            | "than"
            | "more"
            | "less"
            | "so"
            | "if"
            | "when"
            | "after"
            | "before"
            | "since"
            | "during"
            | "between"
            | "because"
            | "about"
            | "over"
            | "under"
            | "out"
            | "up"
            | "down"
            | "does"
            | "goes"
            | "says"
            | "gives"
            | "equals"
            | "makes"
            | "yes"
            | "pm"
            | "am"
            | "ago"
            | "across"
            | "towards"
            | "regardless"
            | "besides"
            | "perhaps"
            | "always"
            | "whereas"
            | "unless"
            | "thus"
            | "plays"
            | "comes"
    )
}

/// Nouns that are counted without a plural ending, and what they are called.
pub(super) fn irregular(word: &str) -> Option<&'static str> {
    Some(match word {
        "people" | "persons" => "people",
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "staff" => "staff",
        "km" | "kilometres" | "kilometers" => "kilometre",
        "kg" | "kilograms" | "kilogrammes" => "kilogram",
        "gw" | "gigawatt" | "gigawatts" => "gigawatt",
        "mw" | "megawatt" | "megawatts" => "megawatt",
        "kwh" => "kilowatt hour",
        "mwh" => "megawatt hour",
        "gwh" => "gigawatt hour",
        "twh" => "terawatt hour",
        "gb" | "gigabyte" | "gigabytes" => "gigabyte",
        "tb" | "terabyte" | "terabytes" => "terabyte",
        "mb" | "megabyte" | "megabytes" => "megabyte",
        "mph" => "mile an hour",
        "ft" | "foot" | "feet" => "foot",
        "mi" | "mile" | "miles" => "mile",
        "lb" | "lbs" | "pound" => "pound",
        "bps" => "basis point",
        "share" => "share",
        "employee" => "employee",
        "user" => "user",
        "token" => "token",
        "acre" => "acre",
        "barrel" => "barrel",
        "bedroom" => "bedroom",
        "seat" => "seat",
        "vote" => "vote",
        "point" => "point",
        "parameter" => "parameter",
        "degree" => "degree",
        "goal" => "goal",
        "cm" | "centimeters" | "centimetres" => "centimetre",
        "mm" | "millimeters" | "millimetres" => "millimetre",
        "m" | "meters" | "metres" | "meter" | "metre" => "metre",
        "hz" => "hertz",
        "khz" => "kilohertz",
        "mhz" => "megahertz",
        "ghz" => "gigahertz",
        "w" | "watt" | "watts" => "watt",
        "kw" | "kilowatt" | "kilowatts" => "kilowatt",
        "wh" => "watt hour",
        "v" | "volt" | "volts" => "volt",
        "mah" => "milliampere hour",
        "l" | "litre" | "litres" | "liter" | "liters" => "litre",
        "ml" => "millilitre",
        "g" | "gram" | "grams" => "gram",
        "mg" | "milligram" | "milligrams" => "milligram",
        "t" | "ton" | "tons" | "tonne" | "tonnes" => "tonne",
        "mbps" => "megabit a second",
        "gbps" => "gigabit a second",
        "mpg" => "mile a gallon",
        "hp" | "horsepower" => "horsepower",
        "km2" => "square kilometre",
        "m2" | "sqm" => "square metre",
        "sqft" => "square foot",
        "dm" => "decimetre",
        "nm" => "nanometre",
        "min" => "minute",
        "inch" | "inches" => "inch",
        "oz" | "ounce" | "ounces" => "ounce",
        "kb" => "kilobyte",
        "pb" => "petabyte",
        "kph" | "kmh" | "kmph" => "kilometre an hour",
        "rad" => "radian",
        _ => return None,
    })
}

fn singular(word: &str) -> Option<String> {
    if let Some(name) = irregular(word) {
        return Some(name.to_owned());
    }
    let regular = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "ous"].iter().any(|end| word.ends_with(end))
        && !filler(word);
    if !regular {
        return None;
    }
    Some(if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        format!("{stem}y")
    } else if let Some(stem) =
        word.strip_suffix("es").filter(|s| ["sh", "ch", "ss", "x"].iter().any(|end| s.ends_with(end)))
    {
        stem.to_owned()
    } else {
        word.trim_end_matches('s').to_owned()
    })
}

/// Nouns that are looked for behind adjectives: `37.5 million common shares`.
pub(super) fn common(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "employees"
            | "workers"
            | "shares"
            | "users"
            | "customers"
            | "companies"
            | "jobs"
            | "gpus"
            | "chips"
            | "stores"
            | "countries"
            | "members"
            | "patients"
            | "students"
            | "vehicles"
            | "cars"
            | "homes"
            | "units"
            | "deaths"
            | "cases"
            | "engineers"
            | "staff"
            | "subscribers"
            | "downloads"
            | "parameters"
            | "tokens"
            | "investors"
            | "partners"
            | "states"
            | "votes"
            | "points"
            | "barrels"
            | "tonnes"
            | "tons"
            | "acres"
            | "locations"
            | "restaurants"
            | "products"
            | "models"
            | "researchers"
            | "developers"
            | "clients"
            | "women"
            | "men"
            | "children"
            | "dollars"
            | "miles"
            | "seats"
            | "goals"
            | "games"
            | "times"
    )
}

/// Whether a word looks like the plural of a noun.
pub(super) fn plural(word: &str) -> bool {
    singular(word).is_some()
}

/// `300 employees`, `37.5 million common shares`, `five-year`, `300 full-time employees`.
fn noun(tokens: &Tokens, i: usize) -> Option<Unit> {
    let hyphen = tokens.joins(i, "-");
    let at = i + usize::from(hyphen);
    if !tokens.is(at, Kind::Word) {
        return measures::compound(tokens, at).map(|(name, next)| Unit {
            kind: ValueKind::Number,
            name: Some(name),
            next,
        });
    }
    // `5G`, `3D`: a capital letter glued to a small number is a name
    if !hyphen && tokens.glued(at) && tokens.capital(at) && matches!(tokens.text(at), "g" | "t" | "d" | "l") {
        return None;
    }
    if let Some((name, next)) = measures::compound(tokens, at) {
        return Some(Unit { kind: ValueKind::Number, name: Some(name), next });
    }
    if let Some(name) = duration(tokens.text(at)) {
        return Some(Unit::new(ValueKind::Duration, Some(name), at + 1));
    }
    if tokens.text(at) == "basis" && tokens.text(at + 1).starts_with("point") {
        return Some(Unit::new(ValueKind::Number, Some("basis point"), at + 2));
    }
    for k in at..at + 3 {
        let word = tokens.text(k);
        if !tokens.is(k, Kind::Word) || (k > at && filler(word)) {
            return None;
        }
        let name = if k == at { singular(word) } else { singular(word).filter(|_| common(word)) };
        if let Some(name) = name {
            return Some(Unit::new(ValueKind::Number, Some(&name), k + 1));
        }
        if filler(word) || !tokens.text(k + 1).chars().all(char::is_alphabetic) {
            return None;
        }
    }
    None
}

/// Chinese measure words and nouns; the value is the English unit where it says what is counted.
const CLASSIFIERS: &[(&str, ValueKind, &str)] = &[
    ("周年", ValueKind::Duration, "year"),
    ("年", ValueKind::Duration, "year"),
    ("个季度", ValueKind::Duration, "quarter"),
    ("个月", ValueKind::Duration, "month"),
    ("个星期", ValueKind::Duration, "week"),
    ("个小时", ValueKind::Duration, "hour"),
    ("小时", ValueKind::Duration, "hour"),
    ("周", ValueKind::Duration, "week"),
    ("天", ValueKind::Duration, "day"),
    ("日", ValueKind::Duration, "day"),
    ("分钟", ValueKind::Duration, "minute"),
    ("秒", ValueKind::Duration, "second"),
    ("年间", ValueKind::Duration, "year"),
    ("个基点", ValueKind::Number, "basis point"),
    ("名员工", ValueKind::Number, "employee"),
    ("名雇员", ValueKind::Number, "employee"),
    ("个员工", ValueKind::Number, "employee"),
    ("人", ValueKind::Number, "people"),
    ("名", ValueKind::Number, "people"),
    ("位", ValueKind::Number, "people"),
    ("股", ValueKind::Number, "share"),
    ("家公司", ValueKind::Number, "company"),
    ("家企业", ValueKind::Number, "company"),
    ("家", ValueKind::Number, "company"),
    ("个用户", ValueKind::Number, "user"),
    ("用户", ValueKind::Number, "user"),
    ("公里", ValueKind::Number, "kilometre"),
    ("千米", ValueKind::Number, "kilometre"),
    ("平方米", ValueKind::Number, "square metre"),
    ("米", ValueKind::Number, "metre"),
    ("吨", ValueKind::Number, "tonne"),
    ("公斤", ValueKind::Number, "kilogram"),
    ("千克", ValueKind::Number, "kilogram"),
    ("吉瓦", ValueKind::Number, "gigawatt"),
    ("兆瓦", ValueKind::Number, "megawatt"),
    ("千瓦时", ValueKind::Number, "kilowatt hour"),
    ("度", ValueKind::Number, "degree"),
    ("次", ValueKind::Number, "time"),
    ("辆", ValueKind::Number, "vehicle"),
    ("台", ValueKind::Number, "machine"),
    ("部", ValueKind::Number, "machine"),
    ("个", ValueKind::Number, ""),
    ("颗", ValueKind::Number, ""),
    ("块", ValueKind::Number, ""),
    ("项", ValueKind::Number, "item"),
    ("款", ValueKind::Number, "model"),
    ("座", ValueKind::Number, ""),
    ("种", ValueKind::Number, "kind"),
    ("件", ValueKind::Number, "item"),
    ("套", ValueKind::Number, "set"),
    ("例", ValueKind::Number, "case"),
    ("张", ValueKind::Number, ""),
    ("条", ValueKind::Number, ""),
    ("倍", ValueKind::Multiple, ""),
    ("克", ValueKind::Number, "gram"),
    ("斤", ValueKind::Number, "jin"),
    ("两", ValueKind::Number, "liang"),
    ("千瓦", ValueKind::Number, "kilowatt"),
    ("瓦", ValueKind::Number, "watt"),
    ("千卡", ValueKind::Number, "kilocalorie"),
    ("升", ValueKind::Number, "litre"),
    ("亩", ValueKind::Number, "mu"),
    ("公顷", ValueKind::Number, "hectare"),
    ("英里", ValueKind::Number, "mile"),
    ("桶", ValueKind::Number, "barrel"),
    ("厘米", ValueKind::Number, "centimetre"),
    ("毫米", ValueKind::Number, "millimetre"),
    ("摄氏度", ValueKind::Number, "degree"),
    ("票", ValueKind::Number, "vote"),
    ("户", ValueKind::Number, "household"),
    ("字节", ValueKind::Number, "byte"),
    ("千字节", ValueKind::Number, "kilobyte"),
    ("兆字节", ValueKind::Number, "megabyte"),
    ("吉字节", ValueKind::Number, "gigabyte"),
    ("太字节", ValueKind::Number, "terabyte"),
    ("比特", ValueKind::Number, "bit"),
    ("千比特", ValueKind::Number, "kilobit"),
    ("兆比特", ValueKind::Number, "megabit"),
    ("平方公里", ValueKind::Number, "square kilometre"),
    ("平方千米", ValueKind::Number, "square kilometre"),
    ("平米", ValueKind::Number, "square metre"),
    ("立方米", ValueKind::Number, "cubic metre"),
    ("海里", ValueKind::Number, "nautical mile"),
    ("英尺", ValueKind::Number, "foot"),
    ("英寸", ValueKind::Number, "inch"),
    ("磅", ValueKind::Number, "pound"),
    ("盎司", ValueKind::Number, "ounce"),
    ("华氏度", ValueKind::Number, "degree Fahrenheit"),
    ("钟头", ValueKind::Duration, "hour"),
    ("个钟头", ValueKind::Duration, "hour"),
    ("个世纪", ValueKind::Duration, "century"),
    ("架", ValueKind::Number, "aircraft"),
    ("艘", ValueKind::Number, "ship"),
    ("所", ValueKind::Number, ""),
    ("只", ValueKind::Number, ""),
    ("支", ValueKind::Number, ""),
    ("双", ValueKind::Number, ""),
    ("对", ValueKind::Number, ""),
    ("份", ValueKind::Number, ""),
    ("篇", ValueKind::Number, ""),
    ("本", ValueKind::Number, ""),
    ("头", ValueKind::Number, ""),
    ("批", ValueKind::Number, ""),
    ("席", ValueKind::Number, "seat"),
    ("枚", ValueKind::Number, ""),
    ("瓶", ValueKind::Number, ""),
    ("箱", ValueKind::Number, ""),
    ("层", ValueKind::Number, "floor"),
    ("字", ValueKind::Number, "character"),
    ("岁", ValueKind::Number, "year of age"),
    ("轮", ValueKind::Number, "round"),
    ("场", ValueKind::Number, ""),
];

fn classifier(tokens: &Tokens, i: usize) -> Option<Unit> {
    CLASSIFIERS.iter().find_map(|(word, kind, name)| {
        let next = tokens.spells(i, word)?;
        // 年级, 年代, 年轻 are other words
        if *word == "年" && tokens.han(next).is_some_and(|c| "级代轻纪".contains(c)) {
            return None;
        }
        Some(Unit::new(*kind, Some(*name).filter(|n| !n.is_empty()), next))
    })
}
