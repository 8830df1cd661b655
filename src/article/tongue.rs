//! Languages that are not read: told by their script or by a few of their smallest words.

/// Smallest words of languages in Latin letters that English has not.
const SMALL: &[(&str, &[&str])] = &[
    (
        "German",
        &[
            "der", "die", "das", "und", "ist", "nicht", "mit", "von", "für", "ein", "eine", "einen", "hat",
            "wird", "sich", "auf", "dem", "den", "im", "zum", "zur", "sind", "wurde", "bis",
        ],
    ),
    (
        "French",
        &[
            "le", "la", "les", "des", "est", "une", "un", "et", "du", "dans", "pour", "que", "qui", "sur",
            "avec", "pas", "sont", "été", "au", "aux", "ne", "cette", "en",
        ],
    ),
    (
        "Spanish",
        &[
            "el", "los", "las", "es", "una", "un", "y", "del", "en", "para", "que", "con", "por", "se", "su",
            "más", "ha", "fue", "al", "como", "tiene", "la", "de",
        ],
    ),
    (
        "Portuguese",
        &[
            "o", "os", "as", "é", "uma", "um", "e", "do", "da", "dos", "das", "em", "para", "que", "com",
            "por", "não", "foi", "ao", "tem", "no", "na",
        ],
    ),
    (
        "Italian",
        &[
            "il", "lo", "gli", "è", "una", "un", "e", "del", "della", "di", "in", "per", "che", "con", "non",
            "sono", "ha", "nel", "alla", "dei", "la", "le",
        ],
    ),
    (
        "Dutch",
        &[
            "de", "het", "een", "en", "van", "is", "niet", "met", "voor", "op", "zijn", "heeft", "wordt",
            "aan", "bij", "ook", "dat", "die", "naar",
        ],
    ),
    ("Polish", &["i", "w", "na", "z", "jest", "nie", "się", "do", "że", "od", "ma", "przez", "dla", "roku"]),
    (
        "Swedish",
        &[
            "och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "har", "inte", "till", "ett",
            "den",
        ],
    ),
    ("Turkish", &["ve", "bir", "bu", "için", "ile", "olarak", "olan", "çok", "da", "de", "yılında", "daha"]),
    (
        "Indonesian",
        &["dan", "yang", "di", "dengan", "untuk", "dari", "pada", "adalah", "akan", "ini", "itu", "tidak"],
    ),
    ("Vietnamese", &["và", "của", "là", "có", "được", "trong", "cho", "với", "không", "các", "một", "người"]),
];
/// Smallest words of English.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "are", "was", "were", "has", "have", "had", "will", "its", "it",
    "for", "on", "by", "with", "that", "from", "at", "an", "a", "as", "than", "be", "been", "not", "or",
    "no", "who", "which", "more",
];

/// The language of a sentence that is neither English nor Chinese, as far as that can be told.
#[must_use]
pub fn foreign(sentence: &str) -> Option<&'static str> {
    by_script(sentence).or_else(|| by_words(sentence))
}

fn by_script(sentence: &str) -> Option<&'static str> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut letters = 0;
    for c in sentence.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        if let Some(n) =
            SCRIPTS.iter().position(|(_, ranges)| ranges.iter().any(|(a, b)| (*a..=*b).contains(&c)))
        {
            counts[n] += 1;
        }
    }
    let (n, count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    // Kana stand between Han characters, so fewer of them tell.
    let enough = if SCRIPTS[n].0 == "Japanese" { count * 6 >= letters } else { count * 2 > letters };
    if *count == 0 || !enough {
        return None;
    }
    let ukrainian = SCRIPTS[n].0 == "Russian" && sentence.contains(['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є']);
    Some(if ukrainian { "Ukrainian" } else { SCRIPTS[n].0 })
}

const SCRIPTS: [(&str, &[(char, char)]); 9] = [
    ("Japanese", &[('\u{3041}', '\u{30fa}')]),
    ("Korean", &[('\u{ac00}', '\u{d7a3}'), ('\u{1100}', '\u{11ff}')]),
    ("Russian", &[('\u{0400}', '\u{052f}')]),
    ("Greek", &[('\u{0370}', '\u{03ff}')]),
    ("Arabic", &[('\u{0600}', '\u{06ff}')]),
    ("Hebrew", &[('\u{0590}', '\u{05ff}')]),
    ("Thai", &[('\u{0e00}', '\u{0e7f}')]),
    ("Hindi", &[('\u{0900}', '\u{097f}')]),
    ("Armenian or Georgian", &[('\u{0530}', '\u{058f}'), ('\u{10a0}', '\u{10ff}')]),
];

fn by_words(sentence: &str) -> Option<&'static str> {
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let count = |list: &[&str]| words.iter().filter(|w| list.contains(&w.as_str())).count();
    let english = count(ENGLISH);
    let (name, most) = SMALL.iter().map(|(name, list)| (*name, count(list))).rev().max_by_key(|(_, n)| *n)?;
    (most >= 2 && most > english).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_script_and_small_words() {
        for (sentence, want) in [
            ("Die Stadt Harlan hat 48.000 Einwohner und ist die größte im Land.", Some("German")),
            ("La ville de Harlan est la plus grande du pays.", Some("French")),
            ("El alcalde de Harlan es una figura conocida en el país.", Some("Spanish")),
            ("Население города составляет 48 тысяч человек.", Some("Russian")),
            ("Населення міста становить 48 тисяч осіб.", Some("Ukrainian")),
            ("サムスンの売上高は前年より増えた。", Some("Japanese")),
            ("도시의 인구는 4만 8천 명이다.", Some("Korean")),
            ("The city of Harlan has 48,000 people.", None),
            ("Acme employs 881 people.", None),
            ("La Liga and El Pais are in the list.", None),
            ("海东市常住人口为61万人。", None),
            ("Apple发布iPhone 17。", None),
        ] {
            assert_eq!(foreign(sentence), want, "{sentence}");
        }
    }
}
