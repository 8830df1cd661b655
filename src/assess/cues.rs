//! Words that turn a statement: negation and cessation, plans and expectations.

use std::ops::Range;

use super::words::is_han;

/// Says that something does not hold or was untrue.
pub(super) const NEGATIONS: &[&str] = &[
    "not",
    "n't",
    "never",
    "neither",
    "cannot",
    "denied",
    "denies",
    "deny",
    "false",
    "untrue",
    "refuted",
    "rejected",
    "rejects",
    "incorrect",
    "wrongly",
    "retracted",
    "no evidence",
    "没有",
    "并非",
    "不是",
    "并不",
    "从未",
    "并未",
    "尚未",
    "未能",
    "未曾",
    "否认",
    "不实",
    "不属实",
    "错误",
    "驳斥",
    "不会",
    "拒绝",
    "无法",
];

/// A reverser that stands more often than this in one text says nothing of a claim.
const MOST_REVERSERS: usize = 16;

/// With the negations, what turns a statement that follows it (in Chinese: in its clause) into the opposite.
const REVERSERS: &[&str] = &[
    "no",
    "none",
    "nor",
    "without",
    "refused",
    "refuses",
    "declined to",
    "failed to",
    "fails to",
    "unable",
    "incapable",
    "yet to",
    "lacks",
    "lacked",
    "lack of",
    "rarely",
    "hardly",
    "no longer",
    "gave up",
    "没能",
    "未",
    "不再",
    "放弃",
];

/// Says that something held and holds no more.
pub(super) const CESSATIONS: &[&str] = &[
    "no longer",
    "any more",
    "anymore",
    "ceased",
    "ceases",
    "stepped down",
    "steps down",
    "stepping down",
    "step down",
    "resigned",
    "resigns",
    "gave up",
    "gives up",
    "given up",
    "giving up",
    "give up",
    "waived",
    "waives",
    "relinquished",
    "relinquishes",
    "relinquish",
    "surrendered",
    "cancelled",
    "canceled",
    "cancels",
    "scrapped",
    "abandoned",
    "terminated",
    "terminates",
    "withdrew",
    "withdrawn",
    "dropped",
    "drops",
    "removed",
    "eliminated",
    "eliminates",
    "revoked",
    "rescinded",
    "reversed",
    "replaced",
    "replaces",
    "succeeded by",
    "expired",
    "lapsed",
    "ended",
    "ends",
    "halted",
    "stopped",
    "discontinued",
    "former",
    "fell through",
    "called off",
    "left the company",
    "left his",
    "left her",
    "不再",
    "取消",
    "放弃",
    "终止",
    "辞去",
    "辞职",
    "卸任",
    "离任",
    "撤回",
    "撤销",
    "停止",
    "结束",
    "失去",
    "废除",
    "解除",
    "中止",
    "终结",
    "告吹",
    "取代",
    "接替",
    "离职",
    "下台",
    "失效",
    "退出",
];

/// Look like negations and are none.
const FALSE_FRIENDS: &[&str] = &[
    "not only",
    "not just",
    "not merely",
    "no doubt",
    "not surprisingly",
    "not least",
    "不仅",
    "不但",
    "不只",
    "whether or not",
    "no less than",
    "not to mention",
    "not yet public",
    "无论",
    "而不是",
    "rather than",
    "不断",
    "不过",
    "不少",
    "不同",
    "不得不",
    "不相上下",
    "不输",
    "不逊",
    "不亚于",
    "不低于",
    "不低於",
    "不予置评",
    "未来",
];

/// Negations and what comes to the same, for telling whether a statement is negated at all.
const NEGATED: &[&str] =
    &["not", "n't", "no", "no longer", "never", "neither", "cannot", "without", "不", "没", "未", "无", "非"];

/// Says that the value is hoped for, discussed or depends on a condition.
pub(super) const TENTATIVE: &[&str] = &[
    "plans to",
    "planning to",
    "planned to",
    "plan to",
    "in talks",
    "considering",
    "considers",
    "proposed",
    "proposes",
    "could",
    "may",
    "might",
    "would",
    "if",
    "seeking",
    "seeks",
    "hopes to",
    "rumoured",
    "rumored",
    "negotiating",
    "discussing",
    "weighing",
    "拟",
    "考虑",
    "洽谈",
    "可能",
    "或将",
    "谈判",
    "有意",
    "如果",
    "若",
    "计划",
    "商讨",
    "提议",
];

/// Says that the value is expected, not reached.
pub(super) const EXPECTED: &[&str] = &[
    "will",
    "expects",
    "expected",
    "expecting",
    "expect",
    "forecast",
    "forecasts",
    "projected",
    "projects",
    "estimates",
    "estimated",
    "aims",
    "aiming",
    "target",
    "targets",
    "targeting",
    "targeted",
    "guidance",
    "anticipates",
    "anticipated",
    "intends",
    "set to",
    "on track",
    "outlook",
    "预计",
    "将",
    "预期",
    "目标",
    "有望",
    "打算",
    "预测",
    "估计",
    "料",
    "指引",
];

/// Says that a forecast came true or was settled otherwise.
pub(super) const SETTLED: &[&str] = &[
    "raised",
    "reached",
    "priced",
    "completed",
    "closed",
    "totalled",
    "totaled",
    "spent",
    "posted",
    "reported",
    "recorded",
    "came to",
    "amounted",
    "debuted",
    "was",
    "were",
    "had",
    "earned",
    "finished",
    "fetched",
    "sold",
    "筹得",
    "募得",
    "募集了",
    "募资",
    "完成",
    "定价",
    "最终",
    "达到",
    "实际",
    "已",
    "录得",
    "实现",
    "了",
];

/// The first of `cues` that stands in `text`, Latin ones as whole words, with its byte offset.
pub(super) fn find<'a>(text: &str, cues: &[&'a str]) -> Option<(&'a str, usize)> {
    cues.iter().find_map(|cue| Some((*cue, places(text, cue).next()?)))
}

/// The byte offsets at which `cue` stands in `text`, a Latin one as a whole word.
fn places<'a>(text: &'a str, cue: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(cue).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().last();
        let after = text[at + cue.len()..].chars().next();
        is_han_end(cue)
            || (before.is_none_or(|c| !c.is_alphanumeric() || cue.starts_with("n't"))
                && after.is_none_or(|c| !c.is_ascii_alphanumeric()))
    })
}

/// Every place of a reverser in `text`, as ranges of characters; false friends are passed over.
pub(super) fn reversers(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut plain = text.to_owned();
    for friend in FALSE_FRIENDS {
        // Blanks of the same length keep the places.
        plain = plain.replace(friend, &" ".repeat(friend.len()));
    }
    let mut out = Vec::new();
    for cue in NEGATIONS.iter().chain(REVERSERS) {
        for at in places(&plain, cue).take(MOST_REVERSERS) {
            let numbered = *cue == "no" && plain[at + 2..].starts_with(['.', ' ']) && {
                plain[at + 2..].trim_start_matches(['.', ' ', '#']).starts_with(|c: char| c.is_ascii_digit())
            };
            if !numbered && text.is_char_boundary(at) {
                let from = text[..at].chars().count();
                out.push((*cue, from..from + cue.chars().count()));
            }
        }
    }
    out
}

/// The first of `cues` that stands in `text`.
pub(super) fn contains<'a>(text: &str, cues: &[&'a str]) -> Option<&'a str> {
    find(text, cues).map(|(cue, _)| cue)
}

/// Says that something was untrue, whatever it was.
const DENIALS: &[&str] = &[
    "denied",
    "denies",
    "deny",
    "false",
    "untrue",
    "refuted",
    "rejected",
    "rejects",
    "incorrect",
    "retracted",
    "否认",
    "不实",
    "不属实",
    "驳斥",
];

/// Words of a claim that is itself a negation: a negation in a passage then says the same.
const NEGATIVE: &[&str] = &[
    "not",
    "no",
    "n't",
    "never",
    "without",
    "fell short",
    "falls short",
    "short of",
    "out of",
    "below",
    "refused",
    "stopped",
    "stops",
    "blocked",
    "lost",
    "loses",
    "gave up",
    "cancelled",
    "canceled",
    "only afterwards",
    "half-heartedly",
    "不",
    "没",
    "未",
    "无",
    "别",
    "阻止",
    "放弃",
    "取消",
    "低于",
    "失去",
    "耗尽",
    "用完",
    "拒绝",
    "事后",
    "敷衍",
];

/// The first word that negates `text`; false friends are passed over.
pub(super) fn negation(text: &str) -> Option<&'static str> {
    contains(&plain(text), NEGATED)
}

fn plain(text: &str) -> String {
    FALSE_FRIENDS.iter().fold(text.to_owned(), |plain, friend| plain.replace(friend, " "))
}

/// Says that a clause, a plan or an agreement was done away with.
const ABOLISHED: &[&str] = &[
    "scrapped",
    "abandoned",
    "abandons",
    "cancelled",
    "canceled",
    "dropped",
    "drops",
    "terminated",
    "removed",
    "deleted",
    "eliminated",
    "revoked",
    "rescinded",
    "called off",
    "取消",
    "放弃",
    "终止",
    "废除",
    "删除",
    "撤销",
    "作废",
];

/// Says in front of one of the claim's own terms that it was done away with.
pub(super) fn abolished(before_term: &str) -> Option<&'static str> {
    contains(&plain(before_term), ABOLISHED)
}

/// A negation or cessation in `text` that `claim` itself does not use; false friends are passed over.
pub(super) fn turned(text: &str, claim: &str) -> Option<&'static str> {
    let plain = plain(text);
    let claim = &self::plain(claim);
    let lists: &[&[&'static str]] =
        if contains(claim, NEGATIVE).is_some() { &[DENIALS] } else { &[CESSATIONS, NEGATIONS] };
    lists
        .iter()
        .copied()
        .flatten()
        .find(|cue| contains(&plain, &[cue]).is_some() && contains(claim, &[cue]).is_none())
        .copied()
}

/// Whether one of two folded texts denies or ends something and the other does not.
#[must_use]
pub fn contradicts(a: &str, b: &str) -> bool {
    turned(a, b).is_some() || turned(b, a).is_some()
}

/// Whether `text` holds one of `cues`.
pub(super) fn has(text: &str, cues: &[&str]) -> bool {
    find(text, cues).is_some()
}

/// Whether a cue ends in Han script, where words have no gaps between them.
pub(super) fn is_han_end(hedge: &str) -> bool {
    hedge.chars().last().is_some_and(is_han)
}
