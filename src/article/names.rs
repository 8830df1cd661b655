//! Names of people, organisations, products and places, told by how they are written.
//!
//! English names by their capitals, Chinese ones by Latin letters, by characters that write foreign sounds, and by
//! the endings of organisations. Well-known names that show none of these are listed.

use crate::model::value::Lang;
use crate::text::fold;

/// A sentence with more names is a list; the rest is not looked for.
const MOST: usize = 12;

/// The names of a sentence in order, each once.
#[must_use]
pub(super) fn names(sentence: &str, lang: Lang) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let found = if lang == Lang::En { capitals(sentence, true) } else { chinese(sentence) };
    for name in found {
        if out.len() < MOST && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Runs of capitalised words. Where a sentence begins, one such word alone is a name only if more of it than
/// its first letter is a capital; Latin names within Chinese are not `english`.
fn capitals(sentence: &str, english: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut first = english;
    let mut run_first = false;
    for piece in sentence
        .split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '&' | '\'' | '’' | '-')))
    {
        let word = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let capital = bare.starts_with(|c: char| c.is_ascii_uppercase()) && !COMMON.contains(&bare);
        if capital {
            if run.is_empty() {
                run_first = first;
            }
            run.push(bare);
        }
        let goes_on =
            capital && piece.ends_with(' ') && bare == word && !piece.trim_end().ends_with(['.', ':']);
        if !goes_on {
            close(&mut run, run_first, &mut out);
        }
        if !word.is_empty() {
            first = english && piece.trim_end().ends_with(['.', '!', '?', ':']);
        }
    }
    close(&mut run, run_first, &mut out);
    out
}

fn close(run: &mut Vec<&str>, first: bool, out: &mut Vec<String>) {
    let inner = |word: &str| word.chars().skip(1).any(|c| c.is_ascii_uppercase());
    match run.as_slice() {
        [] => {}
        [one] if first && !inner(one) => {}
        // `In Chicago`: the word that opens the sentence is none of the name's.
        [opener, rest @ ..] if first && OPENERS.contains(opener) => {
            if !rest.is_empty() {
                out.push(rest.join(" "));
            }
        }
        words => out.push(words.join(" ")),
    }
    run.clear();
}

/// Words that are written with a capital and name nobody.
const COMMON: &[&str] = &[
    "I",
    "I'm",
    "I've",
    "I'd",
    "I'll",
    "I’m",
    "I’ve",
    "I’d",
    "I’ll",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "OK",
    "A",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that begin a sentence right before a name.
const OPENERS: &[&str] = &[
    "In", "On", "At", "The", "And", "But", "For", "When", "While", "After", "Before", "If", "As", "With",
    "By", "From", "Under", "Since", "This", "That", "So", "Or", "Then", "Now", "Because", "Both", "Yes",
    "No", "Well", "Last", "Our", "Their", "His", "Her", "Its", "My", "Your", "Although", "Though", "Is",
    "Was", "Did", "Does", "Will", "Would",
];

/// Characters that write foreign sounds; three or more in a row are a name.
const SOUNDS: &str = "阿埃艾安奥巴贝比彼博布查达戴丹德迪蒂丁多杜俄厄尔恩法菲费弗福富盖戈格古哈海汉赫霍基吉加盖贾杰卡凯康科克肯库拉莱兰\
    朗劳勒雷里理利莉列林伦罗洛吕马迈麦曼梅门蒙米莫姆穆纳娜内尼涅诺努帕佩皮珀普奇契乔切琼瑞若撒萨塞桑瑟森沙莎舍史斯苏索塔泰坦\
    汤唐特图托瓦威薇维韦温文翁沃乌西希夏谢辛休雪逊雅亚扬耶伊尤约泽詹珍佐朱茨";

/// Endings of organisations.
const ENDINGS: &[&str] = &[
    "公司",
    "集团",
    "银行",
    "大学",
    "基金",
    "董事会",
    "委员会",
    "协会",
    "交易所",
    "法院",
    "研究院",
    "证券",
    "峰会",
];

/// Names that are known to all and show no other mark.
const KNOWN: &[&str] = &[
    "美国",
    "中国",
    "英国",
    "法国",
    "德国",
    "日本",
    "韩国",
    "印度",
    "俄罗斯",
    "欧盟",
    "沙特",
    "阿联酋",
    "以色列",
    "台湾",
    "香港",
    "北京",
    "上海",
    "深圳",
    "硅谷",
    "华尔街",
    "纽约",
    "中东",
    "欧洲",
    "非洲",
    "微软",
    "谷歌",
    "苹果",
    "英伟达",
    "软银",
    "甲骨文",
    "阿里巴巴",
    "腾讯",
    "华为",
    "百度",
    "字节跳动",
    "京东",
    "小米",
    "比亚迪",
    "特斯拉",
    "三星",
    "台积电",
    "高通",
    "英特尔",
    "高盛",
    "摩根",
    "纳斯达克",
    "白宫",
    "国会",
    "最高法院",
    "央行",
    "证监会",
];

fn chinese(sentence: &str) -> Vec<String> {
    let folded = fold(sentence).text;
    let mut out = capitals(sentence, false);
    out.retain(|name| {
        name.chars().count() > 1
            && !matches!(name.as_str(), "AI" | "CEO" | "IPO" | "GPU" | "PC" | "CFO" | "CTO")
    });
    for known in KNOWN {
        if folded.contains(known) {
            out.push((*known).to_owned());
        }
    }
    let mut run = String::new();
    for c in folded.chars().chain(['。']) {
        if SOUNDS.contains(c) || (c == '·' && !run.is_empty()) {
            run.push(c);
            continue;
        }
        let long = run.chars().count() >= 3;
        if long && !out.iter().any(|known| run.contains(known.as_str())) {
            out.push(run.trim_matches('·').to_owned());
        }
        run.clear();
    }
    let ending = ENDINGS.iter().find(|e| folded.contains(**e));
    if let (Some(ending), true) = (ending, out.is_empty()) {
        out.push((*ending).to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_names_are_runs_of_capitals() {
        let of = |text: &str| names(text, Lang::En);
        assert_eq!(
            of("In March Acme Tiles bought the Bank of Lyon's shop from Jane Doe."),
            ["Acme Tiles", "Bank", "Lyon", "Jane Doe"]
        );
        assert_eq!(of("Tiles are made here."), [""; 0]);
        assert_eq!(of("In Lyon I saw it. OpenAI did too."), ["Lyon", "OpenAI"]);
    }

    #[test]
    fn chinese_names_are_latin_letters_foreign_sounds_and_known_ones() {
        let of = |text: &str| names(text, Lang::Zh);
        assert_eq!(of("維克多·雨果在法國寫作"), ["法国", "维克多"]);
        assert_eq!(of("Acme的AI产品由贝塔尼亚公司出售"), ["Acme", "贝塔尼亚"]);
        assert_eq!(of("该集团出售股份"), ["集团"]);
    }
}
