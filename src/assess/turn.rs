//! Whether a text says the opposite of another, told by words that turn it: opposites and negations.

use super::cues;
use super::edit;
use super::facts::Facts;

/// Phrases of which one side says what the other denies, in both languages.
const OPPOSITES: &[(&[&str], &[&str])] = &[
    (
        &[
            "fell short",
            "falls short",
            "fall short",
            "falling short",
            "missed",
            "lags",
            "lagged",
            "inferior",
            "不及",
            "未达",
            "低于",
            "逊于",
            "不如",
            "落后",
        ],
        &[
            "exceeded",
            "exceeds",
            "exceed",
            "beat",
            "beats",
            "surpassed",
            "topped",
            "outperformed",
            "超出",
            "超过",
            "高于",
            "好于",
            "超越",
        ],
    ),
    (
        &[
            "match",
            "matches",
            "matched",
            "comparable",
            "on par",
            "rivals",
            "媲美",
            "不相上下",
            "不输",
            "相当",
        ],
        &[
            "fell short",
            "falls short",
            "fall short",
            "inferior",
            "lags",
            "lag",
            "不及",
            "不如",
            "落后",
            "逊于",
        ],
    ),
    (
        &["slowed", "slows", "slower", "slowing", "放缓", "回落", "减速", "减慢"],
        &["accelerated", "accelerates", "faster", "sped up", "加快", "加速", "提速"],
    ),
    (
        &["only after", "only afterwards", "after the fact", "afterwards", "事后", "事后才"],
        &["beforehand", "in advance", "ahead of time", "事先", "事前", "提前"],
    ),
    (
        &["refused", "refuses", "refuse", "declined to", "withheld", "拒绝", "不肯", "不让", "不愿"],
        &["agreed to", "agrees to", "allowed", "allows", "granted", "has let", "同意", "允许", "准许"],
    ),
    (
        &["stopped", "blocked", "prevented", "阻止", "拦下", "阻拦"],
        &["allowed", "encouraged", "welcomed", "允许", "支持", "鼓励"],
    ),
    (
        &["loses", "lose", "lost", "forfeits", "失去", "丧失", "无权"],
        &[
            "keeps",
            "keep",
            "kept",
            "retains",
            "retain",
            "retained",
            "保留",
            "保有",
            "仍可",
            "仍能",
            "继续使用",
        ],
    ),
    (
        &["run out", "ran out", "out of", "short of", "shortage", "耗尽", "用尽", "短缺", "不足", "紧张"],
        &["enough", "ample", "sufficient", "充足", "充裕", "不缺", "不再缺"],
    ),
    (
        &["exclusive", "exclusively", "sole", "独家", "唯一"],
        &["one of several", "non-exclusive", "several", "非独家", "并非独家", "多家"],
    ),
    (
        &["most", "the majority", "大部分", "多数", "大多"],
        &["few", "a handful", "the minority", "少数", "个别"],
    ),
    (&["denied", "denies", "否认"], &["confirmed", "confirms", "admitted", "证实", "承认"]),
];

/// An opposite that `text` has where `claim` has the other side, with that of the claim.
pub(super) fn opposite(claim: &str, text: &str) -> Option<(&'static str, &'static str)> {
    let sides = OPPOSITES.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    sides.into_iter().find_map(|(own, other)| {
        let (own_there, other_there) = (cues::contains(claim, own)?, cues::contains(text, other)?);
        let mixed = cues::has(text, own) || cues::has(claim, other);
        (!mixed).then_some((own_there, other_there))
    })
}

/// What an edit turned round: an opposite put in place, a negation added or taken out. `old` and `new` are the
/// stretches that count; a negation counts only where a good part of the sentence stands as it stood.
pub(super) fn turned_round(
    (before, old): (&Facts, &str),
    (after, new): (&Facts, &str),
    claim: &str,
) -> Option<String> {
    if let Some((was, is)) = opposite(old, new)
        && !cues::has(claim, &[is])
    {
        return Some(format!("“{is}” stands where “{was}” stood"));
    }
    let edits = edit::edits(&before.words, &after.words);
    let lost: usize = edits.iter().map(|e| e.before.len()).sum();
    let gained: usize = edits.iter().map(|e| e.after.len()).sum();
    if lost * 3 > before.words.len() * 2 || gained * 3 > after.words.len() * 2 {
        return None;
    }
    let negative = cues::negation(claim).is_some();
    match (cues::negation(old), cues::negation(new)) {
        // What stands elsewhere in the sentence may only have moved.
        (None, Some(cue)) if !negative && cues::negation(&text(before)).is_none() => {
            Some(format!("“{cue}” turns what stood there"))
        }
        (Some(cue), None) if negative && cues::negation(&text(after)).is_none() => {
            Some(format!("“{cue}” stood there and is gone"))
        }
        _ => {
            cues::turned(new, &format!("{old}\n{claim}")).map(|cue| format!("“{cue}” turns what stood there"))
        }
    }
}

/// The whole folded text.
pub(super) fn text(facts: &Facts) -> String {
    facts.slice(0..facts.folded.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(before: &str, after: &str, claim: &str) -> bool {
        let read = |text| Facts::read(text, None, None);
        let (before, after) = (read(before), read(after));
        turned_round((&before, &text(&before)), (&after, &text(&after)), claim).is_some()
    }

    #[test]
    fn an_edit_that_negates_turns_the_statement() {
        let claim = "The model compares with its rivals.";
        assert!(turned(
            "The models are comparable with others.",
            "The models are not comparable with others.",
            claim
        ));
        assert!(turned(
            "It did not let the partner see the method.",
            "It has let the partner see the method.",
            "It did not let the partner see its method."
        ));
        assert!(!turned(
            "The models are comparable with others.",
            "The models are comparable with all others.",
            claim
        ));
    }

    #[test]
    fn opposites_are_told_in_both_languages() {
        assert!(turned("增速放缓，不及预期。", "增速加快，超出预期。", "增速放缓。"));
        assert!(opposite("sales fell short of hopes", "sales exceeded hopes").is_some());
        assert!(opposite("sales fell short of hopes", "sales fell short again").is_none());
    }
}
