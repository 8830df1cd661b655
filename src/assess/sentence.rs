//! A claim that is only a sentence, against a change: slots are taken from the sentence itself.
//!
//! The score is a logistic sum of a few shares; the weights were fitted once on revisions of an encyclopedia and
//! on translated news, and agree in sign with what one would set by hand.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::compare::Verdict;
use super::cues;
use super::facts::{Facts, Quantity};
use super::features::{Compared, Features, flag};
use super::stance::{Told, told};
use super::words::{clip, words};
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
/// A sentence without an edit that holds so much more of the claim states it: the edit is elsewhere.
const BESIDE: f64 = 0.3;
/// Below this score the texts have nothing to do with the claim.
const UNRELATED: f64 = 0.25;

/// What the change from `before` to `after` means for the claim; one of the two may be missing.
#[must_use]
pub fn assess_text(claim: &ClaimText<'_>, before: Option<&str>, after: Option<&str>) -> Assessment {
    let as_of = claim.as_of.and_then(text::read_period);
    let reference = as_of.map(|d| d.end).or_else(|| latest_day(&[Some(claim.sentence), before, after]));
    let topic = claim.subject.map(words).unwrap_or_default();
    let read = |text: &str| {
        let mut facts = Facts::read(text, None, reference).with_bare_figures();
        facts.drop_figures_of(&topic);
        facts
    };
    let own = read(claim.sentence);
    let read = |t: Option<&str>| t.map(read);
    let (old, new) = changed_sentences(before, after);
    let compared = Compared::new(own, claim.subject, [read(old.as_deref()), read(new.as_deref())]);
    let features = compared.features();
    let edited = before.is_some() && after.is_some();
    let across = compared.sides.iter().flatten().any(|s| s.facts.chinese != compared.claim.chinese);
    let terms = if across { across_languages(&features, !edited) } else { one_language(&features) };
    let score = 1.0 / (1.0 + (-terms.iter().map(|(_, _, share)| share).sum::<f64>()).exp());
    let touched = !edited || features.slot_changed || (features.near > GATE && features.beside < BESIDE);
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

/// The latest day that any of the texts names with its year: a day without one is taken to be near it. Where no text
/// names a year, any will do: it is the same for all, so that their days can be compared.
fn latest_day(texts: &[Option<&str>]) -> Option<NaiveDate> {
    let read = |text: &&str| text::read(clip(text), &text::ReadOptions::default()).dates;
    texts.iter().flatten().flat_map(read).map(|d| d.end).max().or(NaiveDate::from_ymd_opt(2000, 12, 31))
}

/// The sentences of the two texts that are not in both; the whole texts where nothing would be left.
fn changed_sentences(before: Option<&str>, after: Option<&str>) -> (Option<String>, Option<String>) {
    let whole = (before.map(str::to_owned), after.map(str::to_owned));
    let (Some(before), Some(after)) = (before, after) else { return whole };
    let split =
        |t: &'_ str| -> Vec<String> { text::sentences(t).into_iter().map(|r| t[r].to_owned()).collect() };
    let (old, new) = (split(before), split(after));
    let only = |these: &[String], those: &[String]| {
        let those: HashSet<&String> = those.iter().collect();
        these.iter().filter(|s| !those.contains(s)).map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let (removed, added) = (only(&old, &new), only(&new, &old));
    if removed.is_empty() && added.is_empty() { whole } else { (Some(removed), Some(added)) }
}

type Term = (&'static str, f64, f64);

fn one_language(f: &Features) -> Vec<Term> {
    weighed(&[
        ("claim's words around the edit", f.win, 2.25),
        ("claim's words at the edit", f.near, 1.4),
        ("more of the claim beside the edit", f.beside, -0.95),
        ("claim's words in the texts", f.cover, 2.0),
        ("names of the claim missing", f.missing_names, -3.2),
        ("claim names names", f.has_names, 0.65),
        ("subject named", f.subject, 1.15),
        ("value slot", f.slot, 0.95),
        ("value of the claim changed", flag(f.slot_changed), 1.25),
        ("names unknown to the claim", f.strange_names, -0.4),
        ("begins with another name", f.strange_lead, -0.65),
        ("values found", f.hits, -0.7),
        ("values missing", f.misses, -0.9),
        ("claim's words around the edit, claim has values", f.win * f.has_value, -1.85),
        ("length", f.length, -0.55),
        ("claim has values", f.has_value, -0.7),
        ("its value stands there", f.equal, 1.65),
        ("words changed", f.changed, -0.35),
        ("base", 1.0, 0.35),
    ])
}

fn across_languages(f: &Features, lone: bool) -> Vec<Term> {
    weighed(&[
        ("claim's words in the texts", f.cover, 1.9),
        ("number of words found", f.found, 2.4),
        ("values found", f.hits, 2.25),
        ("values missing", f.misses, -0.9),
        ("values unknown to the claim", f.strangers, -0.7),
        ("names of the claim missing", f.missing_names, -0.1),
        ("claim names names", f.has_names, -0.3),
        // A translation has the length of what it translates; the text of an edit need not.
        ("lengths apart", if lone { f.ratio } else { f.ratio.min(0.25) }, -2.95),
        ("length", f.length, -0.5),
        ("claim has values", f.has_value, -0.65),
        ("base", 1.0, -0.15),
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
    let Some((Verdict::Fails, at, x)) = told.value else { return Detail::Negated };
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
