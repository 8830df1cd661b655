//! The next version of a claim.

use std::ops::Range;

use crate::article::{confirm, refill};
use crate::model::claim::{Claim, ClaimKind, Class, Entity, Scenario, Slot};
use crate::store::StoreError;
use crate::text;

/// What changes; everything else stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    pub wording: Option<String>,
    pub wording_zh: Option<String>,
    pub kind: Option<ClaimKind>,
    pub class: Option<Class>,
    /// Empty: as it was. So for the terms.
    pub subject: Vec<String>,
    pub metric: Vec<String>,
    pub metric_zh: Vec<String>,
    pub value: Option<String>,
    pub period: Option<String>,
    pub scenario: Option<Scenario>,
    pub as_of: Option<String>,
    pub deadline: Option<String>,
    pub claimant: Option<String>,
    pub note: Option<String>,
    pub priority: Option<u8>,
}

impl Revision {
    /// Whether the claim would state something else.
    #[must_use]
    pub fn changes_wording(&self) -> bool {
        self.wording.is_some() || self.wording_zh.is_some() || self.value.is_some()
    }

    /// The slots that a person now says what they hold.
    fn given(&self) -> Vec<Slot> {
        let slots = [
            (Slot::Kind, self.kind.is_some()),
            (Slot::Class, self.class.is_some()),
            (Slot::Subject, !self.subject.is_empty()),
            (Slot::Metric, !self.metric.is_empty() || !self.metric_zh.is_empty()),
            (Slot::Value, self.value.is_some()),
            (Slot::Period, self.period.is_some()),
            (Slot::Scenario, self.scenario.is_some()),
            (Slot::Claimant, self.claimant.is_some()),
            (Slot::Deadline, self.deadline.is_some()),
        ];
        slots.into_iter().filter_map(|(slot, given)| given.then_some(slot)).collect()
    }
}

/// The claim with the revision applied. A new value without a new wording is put into the old sentences where
/// the old value stands; where it cannot be found, a wording is asked for. What is given is no longer proposed; what
/// still is follows the new sentence.
pub fn revise(claim: &Claim, revision: &Revision, entities: &[Entity]) -> Result<Claim, StoreError> {
    let mut next = claim.clone();
    if let Some(value) = &revision.value {
        if text::read_value(value).is_none() && text::read_period(value).is_none() {
            return Err(refused(format!(
                "“{value}” cannot be read as one value; write it like “$22.4 billion” or “27 %”"
            )));
        }
        next.value = Some(value.clone());
    }
    next.text.en = wording(revision.wording.as_ref(), claim.text.en.as_ref(), claim, revision)?;
    next.text.zh = wording(revision.wording_zh.as_ref(), claim.text.zh.as_ref(), claim, revision)?;
    if let Some(as_of) = &revision.as_of {
        check_date(as_of)?;
    }
    let take = |new: &Option<String>, old: &mut Option<String>| {
        if new.is_some() {
            old.clone_from(new);
        }
    };
    take(&revision.as_of, &mut next.as_of);
    take(&revision.period, &mut next.period);
    take(&revision.deadline, &mut next.deadline);
    take(&revision.claimant, &mut next.claimant);
    take(&revision.note, &mut next.note);
    if let Some(priority) = revision.priority {
        next.priority = priority;
    }
    next.kind = revision.kind.unwrap_or(next.kind);
    next.class = revision.class.unwrap_or(next.class);
    next.scenario = revision.scenario.or(next.scenario);
    for (new, old) in [
        (&revision.subject, &mut next.subject),
        (&revision.metric, &mut next.metric.en),
        (&revision.metric_zh, &mut next.metric.zh),
    ] {
        if !new.is_empty() {
            old.clone_from(new);
        }
    }
    confirm(&mut next, &revision.given());
    if next.text != claim.text {
        refill(&mut next, entities);
    }
    if next == *claim {
        return Err(refused("nothing would change; name what does (`--help` lists it)".to_owned()));
    }
    Ok(next)
}

/// A date as claims write it: `2025`, `2025-10`, `2025-10-28`.
pub fn check_date(text: &str) -> Result<(), StoreError> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole
        .parse::<chrono::NaiveDate>()
        .map(|_| ())
        .map_err(|_| refused(format!("“{text}” is no date; write 2025, 2025-10 or 2025-10-28")))
}

fn refused(message: String) -> StoreError {
    StoreError::Refused(message)
}

fn wording(
    new: Option<&String>,
    old: Option<&String>,
    claim: &Claim,
    revision: &Revision,
) -> Result<Option<String>, StoreError> {
    if let Some(new) = new {
        return Ok(Some(new.clone()));
    }
    let (Some(old), Some(value)) = (old, &revision.value) else { return Ok(old.cloned()) };
    // A sentence in the other language was given: the one that was not must follow by its value.
    put_value(old, claim.value.as_deref(), value).map(Some).ok_or_else(|| {
        let language = if claim.text.zh.as_ref() == Some(old) { "--wording-zh" } else { "--wording" };
        refused(format!(
            "the old value does not stand alone in “{old}”; give the new sentence with {language}"
        ))
    })
}

/// The sentence with its value replaced; `None` when the old value is not found in it just once.
fn put_value(sentence: &str, old: Option<&str>, new: &str) -> Option<String> {
    let old = old?;
    if let Some(place) = verbatim(sentence, old) {
        return Some(format!("{}{new}{}", &sentence[..place.start], &sentence[place.end..]));
    }
    let old = text::read_value(old)?;
    let read = text::read(sentence, &text::ReadOptions::default());
    let mut same =
        read.values.iter().filter(|v| v.kind == old.kind && v.value.is_some() && v.value == old.value);
    let place = same.next()?;
    if same.next().is_some() {
        return None;
    }
    let chars: Vec<char> = sentence.chars().collect();
    let head: String = chars[..place.start].iter().collect();
    let tail: String = chars[place.end..].iter().collect();
    Some(format!("{head}{new}{tail}"))
}

/// Where a value stands just as it is written, once and not within a longer word or number.
fn verbatim(sentence: &str, value: &str) -> Option<Range<usize>> {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut places = sentence.match_indices(value).map(|(at, _)| at..at + value.len());
    let place = places.next().filter(|_| places.next().is_none())?;
    let (before, after) = (&sentence[..place.start], &sentence[place.end..]);
    let number = before.ends_with(['.', ',']) && value.starts_with(|c: char| c.is_ascii_digit());
    let part = number
        || latin(before.chars().next_back()) && latin(value.chars().next())
        || latin(after.chars().next()) && latin(value.chars().next_back());
    (!part).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::{ClaimKind, Class, Terms, Wording};

    fn claim() -> Claim {
        Claim {
            id: "stake".into(),
            text: Wording {
                en: Some("Alpha holds 49% of Beta.".into()),
                zh: Some("阿尔法持有贝塔49%的股份。".into()),
            },
            kind: ClaimKind::Share,
            class: Class::State,
            article: None,
            claimant: None,
            as_of: Some("2025-03".into()),
            priority: 2,
            subject: vec!["Alpha".into()],
            metric: Terms::default(),
            contrary: Terms::default(),
            value: Some("49 %".into()),
            period: None,
            scenario: None,
            deadline: None,
            note: None,
            proposed: Vec::new(),
        }
    }

    #[test]
    fn a_new_value_goes_into_both_sentences() {
        let revision = Revision { value: Some("27%".into()), ..Revision::default() };
        let next = revise(&claim(), &revision, &[]).unwrap();
        assert_eq!(next.text.en.as_deref(), Some("Alpha holds 27% of Beta."));
        assert_eq!(next.text.zh.as_deref(), Some("阿尔法持有贝塔27%的股份。"));
        assert_eq!(next.value.as_deref(), Some("27%"));
    }

    #[test]
    fn a_sentence_without_the_old_value_asks_for_a_wording() {
        let mut claim = claim();
        claim.text.en = Some("Alpha holds nearly half of Beta.".into());
        let revision = Revision { value: Some("27%".into()), ..Revision::default() };
        let error = revise(&claim, &revision, &[]).unwrap_err().to_string();
        assert!(error.contains("--wording"), "{error}");
    }

    #[test]
    fn an_unreadable_value_and_a_bad_date_are_refused() {
        let bad = Revision { value: Some("a lot".into()), ..Revision::default() };
        assert!(revise(&claim(), &bad, &[]).is_err());
        let bad = Revision { as_of: Some("soon".into()), ..Revision::default() };
        assert!(revise(&claim(), &bad, &[]).is_err());
        assert!(check_date("2025-10").is_ok());
        assert!(check_date("2025-13").is_err());
    }

    #[test]
    fn no_change_is_refused() {
        assert!(revise(&claim(), &Revision::default(), &[]).is_err());
    }

    #[test]
    fn what_is_given_is_no_longer_proposed_and_the_rest_follows_the_sentence() {
        let metric = Terms { en: vec!["stake".into()], zh: Vec::new() };
        let open = Claim { metric, proposed: vec![Slot::Class, Slot::Value], ..claim() };
        let value = Revision { value: Some("27 %".into()), ..Revision::default() };
        assert_eq!(revise(&open, &value, &[]).unwrap().proposed, [Slot::Class]);
        let same = Revision { value: open.value.clone(), ..Revision::default() };
        assert_eq!(revise(&open, &same, &[]).unwrap().proposed, [Slot::Class], "confirmed as it is");
        let wording = Revision {
            wording: Some("Alpha is to hold 60% of Beta by 2031.".into()),
            wording_zh: Some("阿尔法将在2031年前持有贝塔60%的股份。".into()),
            ..Revision::default()
        };
        let next = revise(&open, &wording, &[]).unwrap();
        assert_eq!((next.class, next.value.as_deref()), (Class::Forecast, Some("60%")));
        assert_eq!(next.subject, ["Alpha"], "a person gave it");
        let by_hand = revise(&claim(), &wording, &[]).unwrap();
        assert_eq!((by_hand.class, by_hand.value.as_deref()), (Class::State, Some("49 %")));
    }

    #[test]
    fn a_value_that_is_a_date_is_replaced_where_it_stands() {
        let text = Wording { en: Some("The bridge reopens on 15 March 2026.".into()), zh: None };
        let date = Claim { text, value: Some("15 March 2026".into()), ..claim() };
        let revision = Revision { value: Some("2 May 2026".into()), ..Revision::default() };
        let next = revise(&date, &revision, &[]).unwrap();
        assert_eq!(next.text.en.as_deref(), Some("The bridge reopens on 2 May 2026."));
    }
}
