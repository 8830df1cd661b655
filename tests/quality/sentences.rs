//! Claims that are one bare sentence, about subjects that the program does not know.
//!
//! Each case is run alone with its own claim, and with the claims of all cases together: what is flagged there for
//! another case's claim is alien.

use std::collections::BTreeSet;
use std::path::Path;

use claimwatch::article::propose;
use claimwatch::daemon::claims::ClaimSet;
use claimwatch::flag::Candidate;
use claimwatch::model::claim::{Claim, Slot};
use claimwatch::text::detect;

use crate::case::{self, Case};
use crate::score::{Bars, Score};

/// What must be reached with each claim alone.
const ALONE: Bars = Bars { recall: 0.86, precision: 0.95, relation: 0.92 };
/// What must be reached with all claims together. Likewise.
const TOGETHER: Bars = Bars { recall: 0.87, precision: 0.95, relation: 0.92 };
/// Most flags for claims of other cases, over all cases.
const ALIENS: usize = 2;
/// Fewest cases, fewest of them that raise nothing, and fewest that are not in English alone.
const SIZES: (usize, usize, usize) = (100, 50, 50);
/// The day on which a claim was stated, unless the case says otherwise.
const AS_OF: &str = "2025-10-15";

#[test]
fn a_sentence_alone_is_watched_as_a_person_would() {
    let desk = Desk::load();
    let mut score = Score::default();
    for case in &desk.cases {
        let set = ClaimSet::of_file(vec![desk.own(case).clone()], &[]);
        score.add(case, &crate::assess(case, &[], &set));
    }
    println!("sentences, each claim alone\n\n{score}");
    score.hold(ALONE);
}

#[test]
fn sentences_together_are_not_mistaken_for_one_another() {
    let desk = Desk::load();
    let set = ClaimSet::of_file(desk.claims.clone(), &[]);
    let mut score = Score::default();
    let mut alien = 0;
    for case in &desk.cases {
        let candidates = crate::assess(case, &[], &set);
        alien += aliens(&candidates, &desk.own(case).id);
        score.add(case, &candidates);
    }
    println!("sentences, all claims together\n\n{score}alien flags {alien}\n");
    score.hold(TOGETHER);
    assert!(alien <= ALIENS, "{alien} alien flags, the bar is {ALIENS}");
}

/// The cases with their claims.
struct Desk {
    cases: Vec<Case>,
    claims: Vec<Claim>,
}

impl Desk {
    /// Cases with the same sentence share a claim, which has the id of the first of them.
    fn load() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality/sentences");
        let mut desk = Self { cases: Vec::new(), claims: Vec::new() };
        for mut case in case::read(&folder) {
            let own = proposed(&case);
            let known = desk.claims.iter().find(|claim| claim.text == own.text);
            let id = known.unwrap_or(&own).id.clone();
            if let Some(known) = known {
                assert_eq!(known.as_of, own.as_of, "case {}: its claim has another day elsewhere", case.id);
            } else {
                desk.claims.push(own);
            }
            case.flags.extend(case.flag.clone().map(|flag| (id.clone(), flag)));
            case.about.push(id);
            desk.cases.push(case);
        }
        let hard = desk.cases.iter().filter(|c| c.is_quiet()).count();
        let chinese = desk.cases.iter().filter(|c| c.language() != "en").count();
        assert!(desk.cases.len() >= SIZES.0 && hard >= SIZES.1 && chinese >= SIZES.2);
        desk
    }

    /// The claim that the case brings.
    fn own(&self, case: &Case) -> &Claim {
        self.claims.iter().find(|claim| case.about.contains(&claim.id)).unwrap()
    }
}

/// The claim of the case as one who knows only its sentence would enter it.
fn proposed(case: &Case) -> Claim {
    let sentence = case.claim.as_deref().unwrap_or_else(|| panic!("case {} has no claim", case.id));
    let claim = propose(sentence, detect(sentence), &[], &[], &case.id);
    Claim {
        id: case.id.clone(),
        as_of: Some(case.as_of.clone().unwrap_or_else(|| AS_OF.to_owned())),
        proposed: Slot::ALL.to_vec(),
        ..claim
    }
}

/// How many claims other than the case's own are flagged.
fn aliens(candidates: &[Candidate], own: &str) -> usize {
    let flagged = candidates.iter().filter(|c| c.is_flag && c.claim != own);
    flagged.map(|c| &c.claim).collect::<BTreeSet<_>>().len()
}
