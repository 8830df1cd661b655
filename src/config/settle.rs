//! What claims.toml says, held against the claims that the store has.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::ClaimsFile;
use crate::article::{free, is_open, lapse, propose_all, take};
use crate::model::claim::{Claim, Slot, Wording};

impl ClaimsFile {
    /// The file's claims as they would stand in a store that holds `stored` (each as its current version has it).
    ///
    /// A claim without an id in the file is the stored one of the same wording, else the one that differs in its
    /// value alone, else a new one whose id is free. What the file leaves open stays as it is in the store where a
    /// person has given it there or the sentence is the same; else it is proposed from the new sentence.
    #[must_use]
    pub fn against(&self, stored: &[Claim], today: NaiveDate) -> Vec<Claim> {
        let ids = self.ids(stored);
        let by_id: HashMap<&str, &Claim> = stored.iter().map(|c| (c.id.as_str(), c)).collect();
        let settled = self.claims.iter().zip(ids).map(|(claim, id)| {
            let mut claim = Claim { id, ..claim.clone() };
            if let Some(old) = by_id.get(claim.id.as_str()) {
                keep(&mut claim, old);
            }
            lapse(&mut claim, today);
            claim
        });
        settled.collect()
    }

    /// The id of each of the file's claims in that store.
    fn ids(&self, stored: &[Claim]) -> Vec<String> {
        let mut taken: HashSet<String> = self.claims.iter().map(|c| c.id.clone()).collect();
        taken.retain(|id| !self.unnamed.contains(id));
        let mut ids: Vec<Option<String>> = self.claims.iter().map(|c| taken.get(&c.id).cloned()).collect();
        let same = |ids: &mut Vec<Option<String>>,
                    taken: &mut HashSet<String>,
                    key: &dyn Fn(&Claim) -> Vec<String>| {
            let mut there: HashMap<String, Vec<&str>> = HashMap::new();
            for claim in stored.iter().filter(|c| !taken.contains(&c.id)) {
                for key in key(claim) {
                    there.entry(key).or_default().push(&claim.id);
                }
            }
            for (id, claim) in ids.iter_mut().zip(&self.claims).filter(|(id, _)| id.is_none()) {
                let mut found = key(claim).into_iter().filter_map(|key| there.get(&key)).flatten();
                if let Some(found) = found.find(|id| !taken.contains(**id)) {
                    taken.insert((*found).to_owned());
                    *id = Some((*found).to_owned());
                }
            }
        };
        if ids.iter().any(Option::is_none) {
            same(&mut ids, &mut taken, &|claim: &Claim| wordings(&claim.text).cloned().collect());
        }
        if ids.iter().any(Option::is_none) {
            same(&mut ids, &mut taken, &frames);
        }
        let known: HashSet<&str> = stored.iter().map(|c| c.id.as_str()).collect();
        let mut settled = Vec::with_capacity(ids.len());
        for (id, claim) in ids.into_iter().zip(&self.claims) {
            let id = id.unwrap_or_else(|| free(&claim.id, |id| known.contains(id) || taken.contains(id)));
            taken.insert(id.clone());
            settled.push(id);
        }
        settled
    }
}

fn wordings(text: &Wording) -> impl Iterator<Item = &String> {
    [&text.en, &text.zh].into_iter().flatten()
}

/// Its sentences without the value that is read of them: they stay when only the value changes.
fn frames(claim: &Claim) -> Vec<String> {
    let one = |sentence: &String, english: bool| {
        let wording = |on: bool| on.then(|| sentence.clone());
        let text = Wording { en: wording(english), zh: wording(!english) };
        let value = propose_all(&text, &[]).value?;
        Some(sentence.replacen(&value, "\0", 1))
    };
    let en = claim.text.en.as_ref().and_then(|s| one(s, true));
    en.into_iter().chain(claim.text.zh.as_ref().and_then(|s| one(s, false))).collect()
}

/// Leaves in `claim`, as the file has it, what the store knows better.
fn keep(claim: &mut Claim, old: &Claim) {
    if claim.proposed.is_empty() {
        return;
    }
    let same = claim.text == old.text;
    let kept: Vec<Slot> =
        Slot::ALL.iter().copied().filter(|s| is_open(claim, *s) && (same || !is_open(old, *s))).collect();
    for slot in &kept {
        take(claim, *slot, old);
    }
    claim.proposed.retain(|slot| !kept.contains(slot));
    claim.proposed.extend(kept.iter().filter(|slot| old.proposed.contains(slot)));
    claim.proposed.sort_unstable();
    if claim.as_of.is_none() {
        claim.as_of.clone_from(&old.as_of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse_claims;
    use std::path::Path;

    fn file(sentences: &[&str]) -> ClaimsFile {
        let entries: Vec<String> = sentences.iter().map(|s| format!("[[claim]]\ntext = \"{s}\"\n")).collect();
        let text = entries.concat();
        parse_claims(&text, Path::new("claims.toml"), &[]).unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
    }

    #[test]
    fn the_same_file_gives_the_same_claims() {
        let sentences =
            ["Zelta employs 881 people.", "Zelta employs 12 people in Rome.", "海东市常住人口为61万人。"];
        let first = file(&sentences).against(&[], today());
        assert_eq!(file(&sentences).against(&first, today()), first);
        let mut turned = sentences;
        turned.reverse();
        let mut again = file(&turned).against(&first, today());
        again.reverse();
        assert_eq!(again, first, "the order of the file makes no other claims");
    }

    #[test]
    fn another_value_is_the_same_claim_and_another_sentence_is_not() {
        let first = file(&["Zelta employs 881 people.", "海东市常住人口为61万人。"]).against(&[], today());
        let news =
            ["Zelta employs 900 people.", "海东市常住人口为62万人。", "Zelta employs 12 people in Rome."];
        let then = file(&news).against(&first, today());
        assert_eq!((&then[0].id, &then[1].id), (&first[0].id, &first[1].id));
        assert_eq!(then[0].value.as_deref(), Some("900 people"));
        assert!(first.iter().all(|c| c.id != then[2].id), "{}", then[2].id);
    }

    #[test]
    fn what_a_person_gave_in_the_store_stays() {
        let mut stored = file(&["Zelta employs 881 people."]).against(&[], today());
        stored[0].subject = vec!["Zelta Group".to_owned()];
        stored[0].proposed.retain(|slot| *slot != Slot::Subject);
        stored[0].as_of = Some("2026-11".to_owned());
        assert_eq!(file(&["Zelta employs 881 people."]).against(&stored, today()), stored);
        let then = file(&["Zelta employs 900 people."]).against(&stored, today());
        assert_eq!(
            (then[0].subject.as_slice(), then[0].value.as_deref()),
            (&["Zelta Group".to_owned()][..], Some("900 people"))
        );
        assert!(!then[0].proposed.contains(&Slot::Subject) && then[0].proposed.contains(&Slot::Value));
    }
}
