//! A claim that is only a sentence, against a change: slots are taken from the sentence itself.
//!
//! The score is a logistic sum of a few shares; the weights were fitted once on revisions of an encyclopedia and
//! on translated news, and agree in sign with what one would set by hand.

use chrono::NaiveDate;

use super::compare::Verdict;
use super::cues;
use super::facts::{Facts, Quantity};
use super::features::{Compared, Features};
use super::stance::{Told, told};
use crate::model::relation::{Assessment, Detail, Relation, Stance};
use crate::model::value::Value;
use crate::text;

/// A claim without configured slots. The language of each text is found from its script.
#[derive(Debug, Clone, Copy)]
pub struct ClaimText<'a> {
    pub sentence: &'a str,
    /// What the page is about, where that is known.
    pub subject: Option<&'a str>,
    /// The date at which the claim was stated to hold, as a person writes it.
    pub as_of: Option<&'a str>,
}

/// At this score a change bears on the claim: the best F1 on the development rows lies on a plateau around it.
const THRESHOLD: f64 = 0.5;
/// Below this share of the predicate near the edit, and with no aligned value changed, the edit is elsewhere.
const GATE: f64 = 0.15;
/// Below this score the texts have nothing to do with the claim.
const UNRELATED: f64 = 0.25;

/// What the change from `before` to `after` means for the claim; one of the two may be missing.
#[must_use]
pub fn assess_text(claim: &ClaimText<'_>, before: Option<&str>, after: Option<&str>) -> Assessment {
    let as_of = claim.as_of.and_then(text::read_period);
    let reference: Option<NaiveDate> = as_of.as_ref().map(|d| d.end);
    let own = Facts::read(claim.sentence, None, reference);
    let read = |t: Option<&str>| t.map(|t| Facts::read(t, None, reference));
    let compared = Compared::new(own, claim.subject, [read(before), read(after)]);
    let features = compared.features();
    let across = compared.sides.iter().flatten().any(|s| s.facts.chinese != compared.claim.chinese);
    let terms = if across { across_languages(&features) } else { one_language(&features) };
    let score = 1.0 / (1.0 + (-terms.iter().map(|(_, _, share)| share).sum::<f64>()).exp());
    let edited = before.is_some() && after.is_some();
    let touched = !edited || features.near > GATE || features.slot_changed;
    let stances = [told(&compared, 0), told(&compared, 1)];
    let bears_on = score >= THRESHOLD && touched;
    let (relation, detail) = relation(&compared, &stances, bears_on, score);
    Assessment {
        relation,
        detail,
        bears_on,
        score: if touched { score } else { score * 0.3 },
        stance_before: stances[0].stance,
        stance_after: stances[1].stance,
        old: shown(&compared, 0, &stances[0]).or_else(|| claimed(&compared, &stances)),
        new: shown(&compared, 1, &stances[1]),
        reasons: reasons(&compared, &stances, touched, &terms),
    }
}

type Term = (&'static str, f64, f64);

fn one_language(f: &Features) -> Vec<Term> {
    weighed(&[
        ("claim's words around the edit", f.win, 4.0),
        ("claim's words in the texts", f.cover, 2.0),
        ("subject named", f.subject, 1.0),
        ("value slot", f.slot, 1.5),
        ("names of the claim missing", f.missing_names * f.has_names, -2.5),
        ("length", f.length - 3.4, -0.5),
        ("base", 1.0, -3.1),
    ])
}

fn across_languages(f: &Features) -> Vec<Term> {
    weighed(&[
        ("claim's words in the texts", f.cover, 5.0),
        ("values found", f.hits, 1.5),
        ("values missing", f.misses, -1.5),
        ("values unknown to the claim", f.strangers, -0.7),
        ("names of the claim missing", f.missing_names * f.has_names, -0.5),
        ("lengths apart", f.ratio, -2.0),
        ("base", 1.0, -1.0),
    ])
}

fn weighed(terms: &[Term]) -> Vec<Term> {
    terms.iter().map(|(name, value, weight)| (*name, *value, value * weight)).collect()
}

fn relation(compared: &Compared, told: &[Told; 2], bears_on: bool, score: f64) -> (Relation, Detail) {
    let [before, after] = told;
    if !bears_on {
        let relation = if score < UNRELATED { Relation::Unrelated } else { Relation::Mentions };
        return (relation, Detail::MentionOnly);
    }
    if compared.sides[1].is_none() {
        return match before.stance {
            Stance::Supports => (Relation::Withdrawn, Detail::PassageRemoved),
            _ => (Relation::Mentions, Detail::MentionOnly),
        };
    }
    match (before.stance, after.stance) {
        (_, Stance::Refutes) => (Relation::Differs, difference(compared, after)),
        (_, Stance::Supports) => (Relation::Supports, agreement(after)),
        (Stance::Supports, Stance::Neutral) => (Relation::Withdrawn, Detail::PassageRemoved),
        _ => (Relation::Mentions, Detail::MentionOnly),
    }
}

fn agreement(told: &Told) -> Detail {
    match told.value {
        Some((Verdict::Rounded, ..)) => Detail::RoundingEqual,
        Some((Verdict::Finer, ..)) => Detail::Refined,
        _ => Detail::Same,
    }
}

/// A number that changed is another period's where the text names a later one.
fn difference(compared: &Compared, told: &Told) -> Detail {
    let Some((_, at, x)) = told.value else { return Detail::Negated };
    let Some(side) = &compared.sides[1] else { return Detail::ChangedSamePeriod };
    let claim = &compared.claim.quantities[x];
    if claim.date().is_some() {
        return Detail::ChangedSamePeriod;
    }
    let text = |f: &Facts| f.slice(0..f.folded.len());
    if cues::has(&text(&compared.claim), cues::EXPECTED) && !cues::has(&text(&side.facts), cues::EXPECTED) {
        return Detail::OutcomeReached;
    }
    let latest = |f: &Facts| f.quantities.iter().filter_map(Quantity::date).map(|d| d.start).max();
    let clause = side.facts.clause(side.facts.quantities[at].span.start);
    let now = cues::has(
        &side.facts.slice(clause),
        &["now", "total", "in all", "currently", "目前", "现", "共", "总"],
    );
    match (latest(&compared.claim), latest(&side.facts)) {
        (Some(ours), Some(theirs)) if theirs > ours => Detail::ChangedLaterPeriod,
        (None, Some(_)) => Detail::ChangedLaterPeriod,
        _ if now => Detail::ChangedLaterPeriod,
        _ => Detail::ChangedSamePeriod,
    }
}

fn shown(compared: &Compared, at: usize, told: &Told) -> Option<Value> {
    let side = compared.sides[at].as_ref()?;
    let (_, y, _) = told.value?;
    side.facts.quantities.get(y)?.value().cloned()
}

/// The claim's own value that a side answers.
fn claimed(compared: &Compared, told: &[Told; 2]) -> Option<Value> {
    let (_, _, x) = told.iter().find_map(|t| t.value)?;
    compared.claim.quantities.get(x)?.value().cloned()
}

fn reasons(compared: &Compared, told: &[Told; 2], touched: bool, terms: &[Term]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, name) in [(0, "before"), (1, "after")] {
        if let Some((verdict, y, x)) = told[at].value
            && let Some(side) = &compared.sides[at]
        {
            let (claim, text) = (compared.claim.quantities[x].surface(), side.facts.quantities[y].surface());
            out.push(match verdict {
                Verdict::Fails => format!("{name}: “{text}” where the claim states “{claim}”"),
                Verdict::Open => format!("{name}: “{text}” cannot be told apart from “{claim}”"),
                _ => format!("{name}: “{text}” agrees with “{claim}”"),
            });
        }
        if let Some(why) = &told[at].why {
            out.push(format!("{name}: {why}"));
        }
    }
    let open: Vec<&str> = compared
        .claim
        .quantities
        .iter()
        .enumerate()
        .filter(|(x, _)| compared.sides.iter().flatten().all(|s| s.aligned[*x].is_empty()))
        .map(|(_, q)| q.surface())
        .collect();
    if !open.is_empty() {
        out.push(format!("nothing to compare with “{}”", open.join("”, “")));
    }
    if !touched {
        out.push("the edit is beside what the claim states".into());
    }
    let shares: Vec<String> = terms
        .iter()
        .filter(|(_, _, share)| share.abs() >= 0.05)
        .map(|(name, value, share)| format!("{name} {value:.2} ({share:+.2})"))
        .collect();
    out.push(format!("score: {}", shares.join(", ")));
    out
}
