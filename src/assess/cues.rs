//! Words that turn a statement: negation and cessation, plans, additions, totals, earlier values.

use std::ops::Range;

use super::facts::Facts;
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
];

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

const PRIOR_LEFT: &[&str] = &[
    "previously",
    "formerly",
    "compared with",
    "compared to",
    "up from",
    "down from",
    "originally",
    "original",
    "initial",
    "initially",
    "earlier",
    "instead of",
    "rather than",
    "once held",
    "used to",
    "had been",
    "versus",
    "raised from",
    "cut from",
    "reduced from",
    "increased from",
    "此前",
    "原先",
    "原来",
    "之前",
    "先前",
    "最初",
    "而非",
    "不是",
    "原为",
    "曾",
    "相比",
    "原本",
    "较",
];
const PRIOR_RIGHT: &[&str] =
    &["previously", "a year earlier", "a year ago", "the year before", "initially", "originally", "prior to"];
/// After an earlier value in Chinese stands the verb that leads to the new one.
const PRIOR_RIGHT_START: &[&str] = &[
    "增至",
    "升至",
    "降至",
    "提高到",
    "提高至",
    "增加到",
    "增加至",
    "减至",
    "下降到",
    "变为",
    "扩大到",
    "扩大至",
    "上调至",
    "下调至",
    "稀释至",
    "to ",
];
const ADDED_LEFT: &[&str] = &[
    "further",
    "additional",
    "another",
    "extra",
    "expanded by",
    "increased by",
    "increase by",
    "widened by",
    "extended by",
    "raised by",
    "expand by",
    "by up to",
    "by as much as",
    "by about",
    "by",
    "on top",
    "追加",
    "新增",
    "再",
    "另外",
    "另",
    "额外",
    "增加",
    "扩大",
    "增资",
    "扩充",
    "增订",
];
/// Announce a sum on top somewhat further off.
const EXPANDED: &[&str] =
    &["expansion agreement", "expansion order", "follow-on order", "second order", "third order"];
const ADDED_RIGHT_START: &[&str] = &[
    "more",
    "extra",
    "additional",
    "in additional",
    "of additional",
    "on top",
    "expansion",
    "increase",
    "的扩",
];
const TOTAL_LEFT: &[&str] = &[
    "total",
    "totals",
    "totalling",
    "totaling",
    "in all",
    "altogether",
    "combined",
    "cumulative",
    "overall",
    "now",
    "总额",
    "合计",
    "共计",
    "总计",
    "累计",
    "总价值",
    "总值",
    "达",
    "总规模",
    "目前",
    "现在",
    "如今",
    "共",
];
const TOTAL_RIGHT_START: &[&str] = &["in all", "in total", "altogether", "overall", "combined", "now"];
const PART_LEFT: &[&str] = &["of which", "including", "includes", "其中", "包括", "不含"];
const PER_RIGHT_START: &[&str] =
    &["a share", "per ", "each", "/share", "a year", "a month", "annually", "per-share"];
const PER_LEFT: &[&str] = &["每股", "每年", "每月", "per share"];

/// What a value is among the others of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Stated as it stands.
    Plain,
    /// The sum or the new state (`in all`, `to`, `现为`).
    Total,
    /// What held before (`from`, `previously`, `此前`).
    Prior,
    /// What comes on top (`a further`, `新增`).
    Added,
    /// A part of it or a rate (`of which`, `a share`, `每股`).
    Other,
}

/// The part that the value at `span` plays, told from the words around it; `(left, right)` stop at its neighbours.
pub(super) fn part(facts: &Facts, span: &Range<usize>) -> Part {
    let (left, right) = around(facts, span);
    let near = tail(&left, 28);
    let ahead = right.trim_start();
    if starts(ahead, PER_RIGHT_START)
        || contains(&near, PER_LEFT).is_some()
        || contains(&near, PART_LEFT).is_some()
    {
        return Part::Other;
    }
    if starts(ahead, TOTAL_RIGHT_START) {
        return Part::Total;
    }
    if starts(ahead, ADDED_RIGHT_START) && !leads_to(&near) {
        return Part::Added;
    }
    if leads_to(&near) {
        return Part::Total;
    }
    let from = ends(&near, &["from", "由", "从", "自"]);
    if contains(&tail(&left, 20), PRIOR_LEFT).is_some()
        || (from && starts(ahead, PRIOR_RIGHT_START))
        || contains(&head(ahead, 24), PRIOR_RIGHT).is_some()
        || (facts.chinese && starts(ahead, PRIOR_RIGHT_START))
    {
        return Part::Prior;
    }
    if ends_near(&near, ADDED_LEFT) || contains(&tail(&left, 48), EXPANDED).is_some() {
        return Part::Added;
    }
    if contains(&near, TOTAL_LEFT).is_some() { Part::Total } else { Part::Plain }
}

/// Whether the words before a value lead to it as the new state (`… to`, `增至`, `brings the total to`).
fn leads_to(left: &str) -> bool {
    let left = strip_hedges(left);
    ["to", "at", "totalling", "totaling", "total of", "total is", "now"]
        .iter()
        .any(|w| ends(left, &[w]) && *w != "at")
        || [
            "增至",
            "升至",
            "降至",
            "提高到",
            "提高至",
            "增加到",
            "增加至",
            "减至",
            "达到",
            "达",
            "变为",
            "至",
            "扩大到",
            "总额为",
            "共计",
            "合计",
            "总计",
            "累计",
            "现为",
            "总额",
        ]
        .iter()
        .any(|w| left.ends_with(w))
}

fn strip_hedges(left: &str) -> &str {
    let mut left = left.trim_end();
    loop {
        let shorter = [
            "about",
            "roughly",
            "approximately",
            "nearly",
            "some",
            "around",
            "as much as",
            "up to",
            "a",
            "约",
            "近",
            "大约",
            "最多",
            "至多",
            "了",
            "最高",
        ]
        .iter()
        .find_map(|h| left.strip_suffix(h).filter(|l| is_han_end(h) || l.ends_with(' ')).map(str::trim_end));
        match shorter {
            Some(l) => left = l,
            None => return left,
        }
    }
}

fn is_han_end(hedge: &str) -> bool {
    hedge.chars().last().is_some_and(is_han)
}

fn ends_near(left: &str, cues: &[&str]) -> bool {
    let left = strip_hedges(left);
    contains(&tail(left, 24), cues).is_some()
}

/// The text from the neighbour on the left (value or clause start) to `span`, and from it to the right neighbour.
fn around(facts: &Facts, span: &Range<usize>) -> (String, String) {
    let clause = facts.clause(span.start);
    let others = || facts.quantities.iter().filter(|q| q.value().is_some() && q.span != *span);
    let left = others().map(|q| q.span.end).filter(|&e| e <= span.start).max().unwrap_or(0).max(clause.start);
    let end = facts.clause(span.end.saturating_sub(1)).end;
    let right = others().map(|q| q.span.start).filter(|&s| s >= span.end).min().unwrap_or(end).min(end);
    (facts.slice(left..span.start), facts.slice(span.end..right.max(span.end)))
}

fn tail(text: &str, most: usize) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(most)).collect()
}

fn head(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn starts(text: &str, cues: &[&str]) -> bool {
    cues.iter().any(|c| {
        text.strip_prefix(c).is_some_and(|rest| {
            c.ends_with(' ') || is_han_end(c) || rest.chars().next().is_none_or(|n| !n.is_alphanumeric())
        })
    })
}

fn ends(text: &str, cues: &[&str]) -> bool {
    let text = text.trim_end();
    cues.iter().any(|c| {
        text.strip_suffix(c)
            .is_some_and(|rest| is_han_end(c) || rest.chars().last().is_none_or(|p| !p.is_alphanumeric()))
    })
}

/// The first of `cues` that stands in `text`, Latin ones as whole words, with its byte offset.
pub(super) fn find<'a>(text: &str, cues: &[&'a str]) -> Option<(&'a str, usize)> {
    cues.iter().find_map(|cue| {
        text.match_indices(cue).find_map(|(at, _)| {
            let before = text[..at].chars().last();
            let after = text[at + cue.len()..].chars().next();
            let whole = is_han_end(cue)
                || (before.is_none_or(|c| !c.is_alphanumeric() || cue.starts_with("n't"))
                    && after.is_none_or(|c| !c.is_ascii_alphanumeric()));
            whole.then_some((*cue, at))
        })
    })
}

fn contains<'a>(text: &str, cues: &[&'a str]) -> Option<&'a str> {
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

/// A negation or cessation in `text` that `claim` itself does not use; false friends are passed over.
pub(super) fn turned(text: &str, claim: &str) -> Option<&'static str> {
    let mut plain = text.to_owned();
    for friend in FALSE_FRIENDS {
        plain = plain.replace(friend, " ");
    }
    let lists: &[&[&'static str]] =
        if contains(claim, NEGATIVE).is_some() { &[DENIALS] } else { &[CESSATIONS, NEGATIONS] };
    lists
        .iter()
        .copied()
        .flatten()
        .find(|cue| contains(&plain, &[cue]).is_some() && contains(claim, &[cue]).is_none())
        .copied()
}

/// Whether `text` holds one of `cues`.
pub(super) fn has(text: &str, cues: &[&str]) -> bool {
    find(text, cues).is_some()
}
