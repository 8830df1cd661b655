//! The slots of a claim as a person sees and corrects them.

use super::keys::{Keys, some};
use super::{Failure, output};
use crate::article::{confirm, refill};
use crate::model::claim::{Claim, Entity, Scenario, Slot};

/// What each slot holds that holds something, with what is proposed marked as such.
pub fn lines(claim: &Claim) -> Vec<(&'static str, String)> {
    let mark = |slot: Slot| if claim.proposed.contains(&slot) { " (proposed)" } else { "" };
    let (kind, class) = (mark(Slot::Kind), mark(Slot::Class));
    let sorts = if kind == class {
        format!("{}, {}{kind}", claim.kind, claim.class)
    } else {
        format!("{}{kind}, {}{class}", claim.kind, claim.class)
    };
    let mut out = vec![("kind", sorts)];
    let mut slot = |name: &'static str, slot: Slot, value: &str| {
        if !value.is_empty() {
            out.push((name, format!("{value}{}", mark(slot))));
        }
    };
    slot("subject", Slot::Subject, &claim.subject.join(", "));
    slot("metric", Slot::Metric, &claim.metric.all().collect::<Vec<_>>().join(", "));
    slot("value", Slot::Value, claim.value.as_deref().unwrap_or_default());
    slot("period", Slot::Period, claim.period.as_deref().unwrap_or_default());
    slot("scenario", Slot::Scenario, claim.scenario.map_or("", Scenario::word));
    slot("claimant", Slot::Claimant, claim.claimant.as_deref().unwrap_or_default());
    slot("deadline", Slot::Deadline, claim.deadline.as_deref().unwrap_or_default());
    out
}

/// How much of a claim a person is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What an article states of itself.
    Statement,
    /// That, and scenario, deadline and date.
    Whole,
}

/// Asks for each slot; Enter leaves it, `-` empties it. What is said is no longer proposed, and what was proposed
/// follows a changed sentence. False: no more input.
pub fn edit(keys: &Keys, claim: &mut Claim, entities: &[Entity], extent: Extent) -> Result<bool, Failure> {
    let Some(done) = asked(keys, claim, entities, extent)? else { return Ok(false) };
    confirm(claim, &done);
    Ok(true)
}

/// The slots that were given an answer; `None`: no more input.
fn asked(
    keys: &Keys,
    claim: &mut Claim,
    entities: &[Entity],
    extent: Extent,
) -> Result<Option<Vec<Slot>>, Failure> {
    let mut done = Vec::new();
    // The slug, sentence and subject cannot be empty.
    match ask(keys, "Slug", Some(&claim.id))? {
        Answer::End => return Ok(None),
        Answer::Text(id) => claim.id = id,
        Answer::Same | Answer::Empty => {}
    }
    match ask(keys, "Sentence", None)? {
        Answer::End => return Ok(None),
        Answer::Text(text) => {
            let sentence = if claim.text.en.is_some() { &mut claim.text.en } else { &mut claim.text.zh };
            *sentence = Some(text);
            refill(claim, entities);
        }
        Answer::Same | Answer::Empty => {}
    }
    match ask(keys, "Subject, names by commas", Some(&claim.subject.join(", ")))? {
        Answer::End => return Ok(None),
        Answer::Text(subject) => {
            claim.subject = list(&subject);
            done.push(Slot::Subject);
        }
        Answer::Same | Answer::Empty => {}
    }
    let terms = if claim.text.en.is_some() { &mut claim.metric.en } else { &mut claim.metric.zh };
    let now = terms.join(", ");
    match ask(keys, "Metric, terms by commas", Some(&now))? {
        Answer::End => return Ok(None),
        Answer::Same => {}
        answer => {
            *terms = answer.text().map(|text| list(&text)).unwrap_or_default();
            done.push(Slot::Metric);
        }
    }
    for (name, slot, field) in [
        ("Value", Slot::Value, &mut claim.value),
        ("Period", Slot::Period, &mut claim.period),
        ("Claimant", Slot::Claimant, &mut claim.claimant),
    ] {
        match ask(keys, name, field.as_deref())? {
            Answer::End => return Ok(None),
            Answer::Same => {}
            answer => {
                *field = answer.text();
                done.push(slot);
            }
        }
    }
    if !word(keys, "Kind", Slot::Kind, &mut claim.kind, &mut done)?
        || !word(keys, "Class", Slot::Class, &mut claim.class, &mut done)?
    {
        return Ok(None);
    }
    if extent == Extent::Whole && !rest(keys, claim, &mut done)? {
        return Ok(None);
    }
    Ok(Some(done))
}

/// Scenario, deadline and date.
fn rest(keys: &Keys, claim: &mut Claim, done: &mut Vec<Slot>) -> Result<bool, Failure> {
    match ask(keys, "Scenario", claim.scenario.map(Scenario::word))? {
        Answer::End => return Ok(false),
        Answer::Same => {}
        answer => match answer.text().map(|word| word.parse()).transpose() {
            Ok(scenario) => {
                claim.scenario = scenario;
                done.push(Slot::Scenario);
            }
            Err(error) => output::print(&error)?,
        },
    }
    match ask(keys, "Deadline", claim.deadline.as_deref())? {
        Answer::End => return Ok(false),
        Answer::Same => {}
        answer => {
            claim.deadline = answer.text();
            done.push(Slot::Deadline);
        }
    }
    match ask(keys, "As of", claim.as_of.as_deref())? {
        Answer::End => return Ok(false),
        Answer::Same => {}
        answer => claim.as_of = answer.text(),
    }
    Ok(true)
}

/// Asks for one word of a list. False: no more input.
fn word<T: std::str::FromStr<Err = String> + std::fmt::Display>(
    keys: &Keys,
    name: &str,
    slot: Slot,
    field: &mut T,
    done: &mut Vec<Slot>,
) -> Result<bool, Failure> {
    match ask(keys, name, Some(&field.to_string()))? {
        Answer::End => return Ok(false),
        Answer::Text(word) => match word.parse() {
            Ok(word) => {
                *field = word;
                done.push(slot);
            }
            Err(error) => output::print(&error)?,
        },
        Answer::Same | Answer::Empty => {}
    }
    Ok(true)
}

/// What a person answers about one slot.
enum Answer {
    Same,
    Empty,
    Text(String),
    /// No more input.
    End,
}

impl Answer {
    fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

fn ask(keys: &Keys, name: &str, now: Option<&str>) -> Result<Answer, Failure> {
    let shown = now.map(|now| format!(" (Enter: {})", output::plain(now))).unwrap_or_default();
    Ok(match keys.line(&format!("{name}{shown}"))?.map(|line| some(&line)) {
        None => Answer::End,
        Some(None) => Answer::Same,
        Some(Some(text)) if text == "-" => Answer::Empty,
        Some(Some(text)) => Answer::Text(text),
    })
}

fn list(text: &str) -> Vec<String> {
    text.split([',', '，', '、']).filter_map(some).collect()
}
