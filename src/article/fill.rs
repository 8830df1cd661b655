//! Claims whose slots a person gives in part or not at all: the rest is proposed from the sentence.

use chrono::NaiveDate;

use super::common_words::rare_words;
use super::slots::propose;
use super::slug::{of_hash, slugged};
use crate::model::claim::{Claim, Entity, Slot, Terms, Wording};
use crate::model::value::Lang;
use crate::text::{detect, read_period};

/// The slots that are proposed where a person gives these: all others, unless the claim is described in full. Who
/// gives kind, class and subject leaves out on purpose what is not given.
#[must_use]
pub fn open(given: &[Slot]) -> Vec<Slot> {
    let in_full = [Slot::Kind, Slot::Class, Slot::Subject].iter().all(|slot| given.contains(slot));
    if in_full {
        return Vec::new();
    }
    Slot::ALL.iter().copied().filter(|slot| !given.contains(slot)).collect()
}

/// Whether nobody but the sentence says what a slot holds. In a claim that was proposed, so is what is empty.
#[must_use]
pub fn is_open(claim: &Claim, slot: Slot) -> bool {
    claim.proposed.contains(&slot) || (!claim.proposed.is_empty() && !holds(claim, slot))
}

/// Gives these slots what was read of the claim's sentence and marks them; the others stay as they are.
pub fn fill(claim: &mut Claim, open: &[Slot], read: &Claim) {
    for slot in open {
        take(claim, *slot, read);
    }
    mark(claim, open);
}

/// Proposes anew what is open: after the sentence has changed.
pub fn refill(claim: &mut Claim, entities: &[Entity]) {
    let open: Vec<Slot> = Slot::ALL.iter().copied().filter(|slot| is_open(claim, *slot)).collect();
    if !open.is_empty() {
        let read = propose_all(&claim.text, entities);
        fill(claim, &open, &read);
    }
}

/// Gives a slot of a claim what it holds in another.
pub fn take(claim: &mut Claim, slot: Slot, from: &Claim) {
    match slot {
        Slot::Kind => claim.kind = from.kind,
        Slot::Class => claim.class = from.class,
        Slot::Subject => claim.subject.clone_from(&from.subject),
        Slot::Metric => claim.metric.clone_from(&from.metric),
        Slot::Value => claim.value.clone_from(&from.value),
        Slot::Period => claim.period.clone_from(&from.period),
        Slot::Scenario => claim.scenario = from.scenario,
        Slot::Claimant => claim.claimant.clone_from(&from.claimant),
        Slot::Deadline => claim.deadline.clone_from(&from.deadline),
    }
}

/// Marks as proposed those of these slots that hold something.
pub fn mark(claim: &mut Claim, open: &[Slot]) {
    claim.proposed = open.iter().copied().filter(|slot| holds(claim, *slot)).collect();
    claim.proposed.sort_unstable();
}

/// A person has said what these slots hold.
pub fn confirm(claim: &mut Claim, slots: &[Slot]) {
    claim.proposed.retain(|slot| !slots.contains(slot));
}

/// Takes a proposed deadline away that had passed when the claim was stated, or is stored where that is not known:
/// nobody waits for it.
pub fn lapse(claim: &mut Claim, today: NaiveDate) {
    let stated = claim.as_of.as_deref().and_then(read_period).map_or(today, |day| day.start);
    let due = claim.deadline.as_deref().and_then(read_period).map(|day| day.end);
    if claim.proposed.contains(&Slot::Deadline) && due.is_some_and(|due| due < stated) {
        claim.deadline = None;
        confirm(claim, &[Slot::Deadline]);
    }
}

fn holds(claim: &Claim, slot: Slot) -> bool {
    match slot {
        Slot::Kind | Slot::Class => true,
        Slot::Subject => !claim.subject.is_empty(),
        Slot::Metric => !claim.metric.is_empty(),
        Slot::Value => claim.value.is_some(),
        Slot::Period => claim.period.is_some(),
        Slot::Scenario => claim.scenario.is_some(),
        Slot::Claimant => claim.claimant.is_some(),
        Slot::Deadline => claim.deadline.is_some(),
    }
}

/// What the sentence states; where it stands in both languages, the Chinese one adds what the English lacks.
#[must_use]
pub fn propose_all(text: &Wording, entities: &[Entity]) -> Claim {
    let read = |sentence: &str| {
        let lang = if detect(sentence) == Lang::En { Lang::En } else { Lang::Zh };
        propose(sentence, lang, entities, &[], &fallback(sentence))
    };
    let (first, second) = match (&text.en, &text.zh) {
        (Some(en), Some(zh)) => (read(en), Some(read(zh))),
        (Some(one), None) | (None, Some(one)) => (read(one), None),
        (None, None) => (read(""), None),
    };
    let mut out = Claim { text: text.clone(), ..first };
    if let Some(other) = second {
        let known =
            |claim: &Claim| claim.subject.iter().any(|s| entities.iter().any(|e| e.names.contains(s)));
        if out.subject.is_empty() || known(&other) && !known(&out) {
            out.subject.clone_from(&other.subject);
        }
        out.metric = Terms { en: out.metric.en, zh: other.metric.zh };
        out.value = out.value.or(other.value);
        out.period = out.period.or(other.period);
        out.claimant = out.claimant.or(other.claimant);
    }
    out
}

/// The slug of a sentence that names nobody: its rare words, else a hash of it.
fn fallback(sentence: &str) -> String {
    let words = rare_words(sentence);
    let slug = slugged(words.iter().take(4).map(String::as_str));
    if slug.len() >= 8 { slug } else { of_hash(sentence) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::Class;

    fn claim(en: &str) -> Claim {
        let mut claim = propose_all(&Wording { en: Some(en.to_owned()), zh: None }, &[]);
        mark(&mut claim, Slot::ALL);
        claim
    }

    #[test]
    fn what_a_person_gave_stays_and_the_rest_follows_the_sentence() {
        let mut c = claim("Zelta employs 881 people.");
        c.value = Some("900 people".to_owned());
        confirm(&mut c, &[Slot::Value]);
        c.text.en = Some("Norvale Steel is to close 12 mills by 2030.".to_owned());
        refill(&mut c, &[]);
        assert_eq!((c.subject.as_slice(), c.class), (&["Norvale Steel".to_owned()][..], Class::Forecast));
        assert_eq!((c.value.as_deref(), c.deadline.as_deref()), (Some("900 people"), Some("2030")));
        assert!(
            !c.proposed.contains(&Slot::Value) && c.proposed.contains(&Slot::Deadline),
            "{:?}",
            c.proposed
        );
    }

    #[test]
    fn a_claim_described_in_full_is_taken_as_it_is() {
        assert_eq!(open(&[Slot::Kind, Slot::Class, Slot::Subject]), []);
        assert!(open(&[Slot::Kind, Slot::Class]).contains(&Slot::Value));
        let mut by_hand = Claim { proposed: Vec::new(), value: None, ..claim("Zelta employs 881 people.") };
        refill(&mut by_hand, &[]);
        assert_eq!(by_hand.value, None);
    }

    #[test]
    fn nobody_waits_for_a_day_that_had_passed() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut c = claim("The bridge will reopen on 15 March 2026.");
        lapse(&mut c, day("2026-03-15"));
        assert_eq!(c.deadline.as_deref(), Some("2026-03-15"));
        c.as_of = Some("2025-12".to_owned());
        lapse(&mut c, day("2026-11-01"));
        assert!(c.deadline.is_some(), "it was ahead when it was stated");
        c.as_of = None;
        lapse(&mut c, day("2026-11-01"));
        assert_eq!((c.deadline.clone(), c.proposed.contains(&Slot::Deadline)), (None, false));
    }

    #[test]
    fn both_languages_add_up() {
        let text = Wording {
            en: Some("Zelta employs 881 people.".to_owned()),
            zh: Some("泽尔塔公司现有员工881人。".to_owned()),
        };
        let c = propose_all(&text, &[]);
        assert_eq!(c.value.as_deref(), Some("881 people"));
        assert!(!c.metric.en.is_empty() && !c.metric.zh.is_empty(), "{:?}", c.metric);
        assert_eq!(propose_all(&text, &[]).id, c.id);
    }
}
