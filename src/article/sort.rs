//! Kind, temporal class and scenario of a sentence.

use super::dated::{Dated, Role};
use super::figure::Figure;
use super::parts::Parts;
use super::signal::Signal;
use crate::model::claim::{ClaimKind, Class, Scenario};
use crate::model::value::{Comparator, Grain, ValueKind};

/// Words of rules.
const RULES: [&[&str]; 2] = [
    &[
        "must",
        "mustn't",
        "shall",
        "is banned",
        "are banned",
        "been banned",
        "is prohibited",
        "are prohibited",
        "is forbidden",
        "are forbidden",
        "is allowed",
        "are allowed",
        "is not allowed",
        "are not allowed",
        "is permitted",
        "are permitted",
        "is not permitted",
        "are not permitted",
        "is illegal",
        "are illegal",
        "compulsory",
        "mandatory",
        "is required to",
        "are required to",
        "is obliged to",
        "are obliged to",
        "counts as",
        "is defined as",
        "may only",
        "may not",
        "is entitled to",
        "are entitled to",
        "right of first refusal",
    ],
    &[
        "不得",
        "禁止",
        "严禁",
        "必须",
        "须",
        "应当",
        "不准",
        "不允许",
        "视为",
        "定义为",
        "有权",
        "无须",
        "一律",
    ],
];
/// Words of what is to come.
const FUTURE: [&[&str]; 2] = [
    &[
        "will",
        "won't",
        "would",
        "is expected",
        "are expected",
        "expects",
        "expect",
        "expected to",
        "plans",
        "plan to",
        "planned to",
        "aims",
        "aim to",
        "targets",
        "is set to",
        "are set to",
        "is due to",
        "are due to",
        "scheduled",
        "forecasts",
        "forecast",
        "predicts",
        "predict",
        "projects",
        "projected",
        "intends",
        "intend to",
        "hopes to",
        "hope to",
        "is to",
        "are to",
        "pledged to",
        "promised to",
        "vowed to",
        "going to",
        "is likely to",
        "are likely to",
        "means to",
        "about to",
        "proposes to",
    ],
    &["预计", "计划", "有望", "目标", "力争", "打算", "预期", "预测", "预料", "即将", "定于", "拟"],
];
/// Verbs that, in the present and with a date, announce something.
const SCHEDULED: &[&str] = &[
    "opens",
    "begins",
    "starts",
    "launches",
    "takes place",
    "closes",
    "reopens",
    "turns",
    "go on sale",
    "goes on sale",
    "meets",
    "begin",
    "open",
];
/// What holds until told otherwise, whatever day it was agreed on.
const HOLDS: [&[&str]; 2] = [
    &[
        "budget",
        "contract",
        "agreement",
        "deal",
        "holds",
        "hold",
        "stake",
        "valued",
        "employs",
        "owns",
        "is",
        "are",
    ],
    &["预算", "合同", "协议", "持有", "持股", "估值", "现有", "共有", "拥有", "股份"],
];
/// Acts that are over once they are done.
const ACTS: [&[&str]; 2] = [
    &[
        "bought",
        "acquired",
        "sold",
        "joined",
        "sentenced",
        "ordered",
        "fined",
        "invested",
        "paid",
        "awarded",
        "donated",
        "founded",
        "filed",
        "won",
        "beat",
        "upheld",
    ],
    &[
        "买下",
        "收购了",
        "出售了",
        "判处",
        "罚款",
        "处罚",
        "加盟",
        "入股",
        "出资",
        "捐赠",
        "支付",
        "击败",
        "夺得",
        "注资",
        "裁定",
    ],
];
/// Acts that are over where a day, month or year is named.
const DATED_ACTS: [&[&str]; 2] = [
    &[
        "put",
        "raised",
        "spent",
        "closed",
        "signed",
        "cancelled",
        "canceled",
        "launched",
        "opened",
        "licensed",
    ],
    &["收购", "投资", "融资", "签署", "签订", "签下", "推出", "发行"],
];
/// Words of a part of something.
const SHARES: [&[&str]; 2] = [
    &["stake", "share", "shares", "holds", "hold", "owns", "accounted for", "accounts for"],
    &["股权", "股份", "持股", "持有", "份额", "占", "分成"],
];

fn any(parts: &Parts<'_>, words: [&[&str]; 2]) -> bool {
    parts.says(words[0], words[1])
}

/// The temporal class.
pub(super) fn class(
    parts: &Parts<'_>,
    figure: Option<&Figure>,
    period: Option<&Dated<'_>>,
    dates: &[Dated<'_>],
) -> Class {
    if foretells(parts, figure, dates) {
        return Class::Forecast;
    }
    if any(parts, RULES) {
        return Class::Definition;
    }
    let at = dates.iter().any(|d| matches!(d.role, Role::At | Role::Starts));
    let lasts = dates.iter().any(|d| matches!(d.role, Role::Until | Role::Since));
    if figure.is_none() {
        // What runs until a day or has been so since one holds; what happened on one is over.
        return if lasts {
            Class::State
        } else if at || happened(parts) {
            Class::Event
        } else {
            Class::State
        };
    }
    let holds = any(parts, HOLDS) && !any(parts, ACTS);
    if holds {
        return Class::State;
    }
    if any(parts, ACTS) || at && any(parts, DATED_ACTS) {
        return Class::Event;
    }
    let named = period.is_some_and(|d| !matches!(d.date.grain, Grain::Day | Grain::Decade));
    if named && (!parts.english() || past(parts)) { Class::Closed } else { Class::State }
}

fn past(parts: &Parts<'_>) -> bool {
    let moved = parts.words(Signal::Change).iter().any(|word| word.ends_with("ed"));
    moved || parts.done() || parts.has(Signal::Was) || parts.says(&["reported", "has", "have"], &[])
}

/// Whether something is told that was done, and not how things are.
fn happened(parts: &Parts<'_>) -> bool {
    const STANDING: [&[&str]; 2] = [&["is", "are", "has been", "have been"], &["担任", "正在", "是"]];
    (parts.done() || any(parts, ACTS)) && !any(parts, STANDING)
}

/// Whether it speaks of what is to come. Of something done, what follows is its consequence.
fn foretells(parts: &Parts<'_>, figure: Option<&Figure>, dates: &[Dated<'_>]) -> bool {
    let announced = dates.iter().any(|d| matches!(d.role, Role::At | Role::Starts | Role::Earliest))
        && parts.says(SCHEDULED, &[]);
    let Some(cue) = cue(parts) else { return announced };
    let told_before = figure.is_some_and(|f| f.place.end <= cue);
    !(told_before && parts.done())
}

/// Where the word stands that looks ahead.
fn cue(parts: &Parts<'_>) -> Option<usize> {
    if parts.english() {
        let words = FUTURE[0].iter().filter(|w| parts.says(&[**w], &[]));
        return words.filter_map(|w| parts.find(&format!(" {w}"))).min();
    }
    let word = FUTURE[1].iter().filter_map(|w| parts.find(w).filter(|at| !within(parts, *at))).min();
    [word, coming(parts)].into_iter().flatten().min()
}

/// `模拟`, `虚拟`: 拟 is no plan there.
fn within(parts: &Parts<'_>, at: usize) -> bool {
    matches!(parts.before(at, 1).as_str(), "模" | "虚" | "比")
}

/// 将 as “will”: neither part of a word nor before what is moved (`将利率上调至`).
fn coming(parts: &Parts<'_>) -> Option<usize> {
    const MOVED: &[&str] = &[
        "上调",
        "下调",
        "提高至",
        "提高到",
        "提升至",
        "降至",
        "降到",
        "调整为",
        "调至",
        "改为",
        "列为",
        "定为",
        "卖给",
        "售予",
        "出售给",
    ];
    let at = parts.find("将")?;
    let (before, after) = (parts.before(at, 1), parts.after(at + 1, 1));
    let word = matches!(before.as_str(), "麻" | "大" | "上" | "名" | "主")
        || matches!(after.as_str(), "近" | "军" | "士");
    let moves = MOVED.iter().any(|w| parts.find(w).is_some_and(|m| m > at + 1)) && after != "于";
    (!word && !moves).then_some(at)
}

/// The kind of statement.
pub(super) fn kind(parts: &Parts<'_>, class: Class, figure: Option<&Figure>, dated: bool) -> ClaimKind {
    if class == Class::Forecast {
        return ClaimKind::Forecast;
    }
    match figure.map(|f| f.kind) {
        Some(ValueKind::Percent) if any(parts, SHARES) => ClaimKind::Share,
        Some(ValueKind::Percent | ValueKind::Multiple) => ClaimKind::Ratio,
        Some(ValueKind::Rank) => ClaimKind::Ranking,
        Some(_) => ClaimKind::Amount,
        None if parts.has(Signal::Quote) && parts.has(Signal::Attribution) => ClaimKind::Quote,
        None if class == Class::Definition && parts.has(Signal::Deal) => ClaimKind::DealTerm,
        None if dated => ClaimKind::Date,
        None if class == Class::State && parts.has(Signal::Compare) => ClaimKind::Comparison,
        None => ClaimKind::Event,
    }
}

/// The condition under which it holds, where there is one.
pub(super) fn scenario(parts: &Parts<'_>, class: Class, figure: Option<&Figure>) -> Option<Scenario> {
    const ESTIMATED: [&[&str]; 2] =
        [&["estimated", "estimates", "is forecast", "are forecast"], &["估计", "估算", "预测"]];
    let most = figure.is_some_and(|f| f.comparator == Comparator::AtMost && f.kind != ValueKind::Duration);
    if any(parts, ESTIMATED) {
        Some(Scenario::Estimated)
    } else if class == Class::Forecast {
        Some(Scenario::Planned)
    } else {
        most.then_some(Scenario::UpTo)
    }
}
