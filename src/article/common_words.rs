//! Words that stand in any text and so tell none apart.

use crate::text::fold;

/// A word of so many letters or more that is not common is taken for a rare one.
const LETTERS: usize = 5;

/// Whether a word, in lower case, stands in any English text.
#[must_use]
pub(super) fn is_common(word: &str) -> bool {
    ENGLISH.split_whitespace().any(|w| w == word)
}

/// The words of a text that few others have: for now, those of five letters or more and runs of Han characters that
/// are no function words. The one place where rarity is decided.
#[must_use]
pub(super) fn rare_words(text: &str) -> Vec<String> {
    let mut text = fold(text).text;
    for word in CHINESE.split_whitespace() {
        if text.contains(word) {
            text = text.replace(word, " ");
        }
    }
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
        let mut latin = String::new();
        let mut run = String::new();
        for c in word.chars() {
            if han(c) && !SINGLE.contains(c) {
                run.push(c);
            } else {
                close(&mut run, 2, &mut out);
            }
            if !han(c) && !c.is_numeric() {
                latin.push(c);
            }
        }
        close(&mut run, 2, &mut out);
        if !is_common(&latin) {
            close(&mut latin, LETTERS, &mut out);
        }
    }
    out
}

fn close(run: &mut String, least: usize, out: &mut Vec<String>) {
    if run.chars().count() >= least {
        out.push(run.clone());
    }
    run.clear();
}

/// Function words and words of every text, four letters and more; pronouns and helpers of fewer.
const ENGLISH: &str = "\
    a an and are as at be been but by did do does for from had has have he her here him his how i if in into is it its \
    me more most much my no nor not of off on once one only or other our out own same she so some such than that the \
    their them then there these they this those through to too two under until up upon us very was we were what when \
    where which while who whom whose why will with would you your about above after again against almost alone along \
    already also although always among another anybody anyone anything around away back became because become becomes \
    before began behind being below better between beyond both bring brought called came cannot certain certainly clear \
    clearly come comes could course days different doing done down during each early either else enough even ever every \
    everybody everyone everything exactly fact far feel felt few first following former found further gave general get \
    gets getting give given gives giving going gone good goes great group half happen happened happens hard having \
    herself high himself hold however important indeed instead itself just keep kept kind knew know known large last \
    late later least left less let like likely little long longer look looks made main make makes making many matter may \
    maybe mean means might moment month months must myself near nearly need needs neither never next nobody none nothing \
    now number often older onto open order others otherwise ought over part parts people perhaps place please point \
    possible probably problem put quite rather real really reason right said saw say saying says second see seem seemed \
    seems seen several shall should show shown side simply since small somebody someone something sometimes somewhere \
    soon sort state still stop sure take taken takes taking tell tells therefore thing things think third though thought \
    three today together told tomorrow tonight took toward towards true turn under understand unless used using usually \
    want wanted wants well went whatever whether whole within without word words work world wrong year years yesterday \
    yet company companies government everywhere anywhere nowhere better worse worst bigger biggest larger largest \
    million billion trillion thousand hundred percent percentage quarter spring summer autumn winter week weeks \
    again quickly slowly change changed changes situation result results wonderful terrible";

/// The same in Chinese, simplified, longer ones first.
const CHINESE: &str = "\
    也就是说 一般来说 事实上 实际上 为什么 怎么样 有时候 越来越 他们 她们 它们 我们 你们 咱们 大家 自己 这个 那个 这些 那些 \
    这样 那样 这里 那里 这种 那种 什么 怎么 怎样 多少 哪里 哪些 为了 因为 所以 但是 可是 不过 而且 并且 或者 还是 如果 虽然 \
    然而 因此 于是 以及 关于 对于 由于 通过 根据 按照 可以 能够 应该 需要 必须 可能 也许 一定 已经 曾经 正在 将要 马上 立刻 \
    现在 目前 以前 以后 之后 之前 今天 明天 昨天 时候 时间 一直 总是 经常 常常 有时 再次 非常 十分 特别 比较 更加 最后 最终 \
    开始 结束 继续 没有 不是 就是 只是 也是 都是 还有 只有 所有 一些 一个 一种 一样 一起 一切 很多 许多 不少 几个 事情 问题 \
    东西 情况 方面 方式 结果 原因 公司 人们 有人 别人 其他 其中 其实 当然 确实 真的 觉得 认为 知道 看到 说道 表示 进行 成为 \
    变得 变化 改变 更好 很好 不好 不会 不能 不要";

/// Characters that join words and are none.
const SINGLE: &str = "的了是在和与及也都就不很会要将把被有这那他她它我你们着过得地之其所从到向对为以而且但或又再还没吗呢吧啊个些么上下来去说做";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_are_those_that_tell_texts_apart() {
        assert_eq!(rare_words("They did it again, and it was better than before."), [""; 0]);
        assert_eq!(rare_words("他们又这样做了。"), [""; 0]);
        assert_eq!(rare_words("E-scooters are banned."), ["scooters", "banned"]);
        assert_eq!(rare_words("老城区禁止电动滑板车。"), ["老城区禁止电动滑板车"]);
    }
}
