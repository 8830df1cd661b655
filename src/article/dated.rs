//! The dates of a sentence: which says for when its figure holds, when something happens, by when it is due.

use std::ops::Range;

use chrono::Datelike as _;

use super::parts::Parts;
use crate::model::value::{DateSpan, Grain};
use crate::text::read_period;

/// What a date is to its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Something happens, or a figure holds, then.
    At,
    /// It lasts until then.
    Until,
    /// It is to be done by then.
    By,
    /// It has been so since then.
    Since,
    /// It begins then.
    Starts,
    /// Not before then.
    Earliest,
}

/// A date with its role.
pub(super) struct Dated<'a> {
    pub date: &'a DateSpan,
    pub role: Role,
}

const ROLES: &[(Role, &[&str])] = &[
    (Role::Earliest, &["no earlier than ", "not before ", "after ", "not until "]),
    (
        Role::By,
        &["by ", "by the ", "before ", "before the ", "later than ", "within ", "最迟", "不迟于", "力争"],
    ),
    (
        Role::Until,
        &[
            "until ",
            "till ",
            "until the ",
            "through ",
            "expires on ",
            "expires in ",
            "expire on ",
            "expire in ",
            "ends on ",
            "ends in ",
            "valid to ",
            "有效期至",
            "延长至",
            "延至",
            "直到",
            "至",
            "到",
        ],
    ),
    (Role::Starts, &["from ", "from the ", "starting ", "effective "]),
    (Role::Since, &["since ", "since the ", "自", "从", "自从"]),
];
const ROLES_AFTER: &[(Role, &[&str])] = &[
    (Role::Until, &["到期", "届满", "为止", "止", "期满"]),
    (Role::By, &["前", "之前", "以前"]),
    (Role::Starts, &["起"]),
    (Role::Since, &["以来", "至今"]),
];
/// What stands before a time that is only compared with.
const COMPARED: &[&str] = &["than in ", "than ", "compared with ", "compared to ", "比", "较"];

/// The dates that say when, in order; those of a comparison or of a name (`the 2019 deal`) are left out.
pub(super) fn dates<'a>(parts: &'a Parts<'_>) -> Vec<Dated<'a>> {
    let told = |date: &'a DateSpan| {
        let before = format!(" {}", parts.before(date.from, 18));
        let after = parts.after(date.to, 2);
        let as_of = before.ends_with("截至") || before.ends_with("as of ");
        let named = before.ends_with(" the ") && date.grain == Grain::Year && !date.fiscal;
        let find = |roles: &[(Role, &[&str])], fits: &dyn Fn(&str) -> bool| {
            roles.iter().find(|(_, words)| words.iter().any(|w| fits(w))).map(|(role, _)| *role)
        };
        let before_it = find(ROLES, &|w: &str| {
            before.strip_suffix(w).is_some_and(|rest| !w.is_ascii() || rest.ends_with(' '))
        });
        let compared = before_it.is_none() && COMPARED.iter().any(|w| before.ends_with(w));
        if named || compared {
            return None;
        }
        // `from 2023 to 2024` is one time, not a beginning.
        let range = date.surface.contains(" to ") || date.surface.contains(['至', '到', '-', '–']);
        let role = find(ROLES_AFTER, &|w: &str| after.starts_with(w))
            .or(before_it)
            .filter(|role| !(as_of || range && matches!(*role, Role::Since | Role::Starts)));
        Some(Dated { date, role: role.unwrap_or(Role::At) })
    };
    parts.traits.dates.iter().filter_map(told).collect()
}

/// The date for which the figure at `figure` holds: the nearest that is none of another figure's.
pub(super) fn period<'d>(
    dates: &'d [Dated<'d>],
    figure: &Range<usize>,
    earlier: &[Range<usize>],
) -> Option<&'d Dated<'d>> {
    let gap = |date: &DateSpan, at: &Range<usize>| {
        // A time follows its figure more often than it goes before it.
        if date.from >= at.end { date.from - at.end } else { at.start.saturating_sub(date.to) + 6 }
    };
    dates
        .iter()
        .filter(|d| d.role == Role::At)
        .filter(|d| earlier.iter().all(|e| gap(d.date, e) > gap(d.date, figure)))
        .min_by_key(|d| gap(d.date, figure))
}

/// Its words as a claim's period or value gives them; `None` where they cannot be read by themselves.
pub(super) fn written(date: &DateSpan) -> Option<String> {
    let alone = [date.surface.clone(), format!("in {}", date.surface)];
    alone.into_iter().find(|text| read_period(text).is_some_and(|read| read.end == date.end))
}

/// The last day as claims write a date: `2029`, `2029-06`, `2029-06-30`.
pub(super) fn iso(date: &DateSpan) -> String {
    let first_of_month = date.start.day() == 1;
    match date.grain {
        Grain::Year if date.start.ordinal() == 1 => date.end.format("%Y").to_string(),
        Grain::Month if first_of_month => date.end.format("%Y-%m").to_string(),
        _ => date.end.format("%Y-%m-%d").to_string(),
    }
}
