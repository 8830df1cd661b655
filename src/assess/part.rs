//! The part that a value plays beside the others of its sentence: total, addition, earlier value, rate.

use std::ops::Range;

use super::cues::{contains, is_han_end};
use super::facts::Facts;

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
    // `增长到原来的15倍`: the old level is what the multiple counts from
    if contains(&tail(&left, 20).replace("原来的", " "), PRIOR_LEFT).is_some()
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
    ["to", "totalling", "totaling", "total of", "total is", "now"].iter().any(|w| ends(left, &[w]))
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
