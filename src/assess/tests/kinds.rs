//! What an edit says, in kinds, of a claim that is a bare sentence: offices, concessions, times allowed, other words.

use proptest::prelude::*;

use super::*;
use crate::article::propose;
use crate::model::claim::Slot;
use crate::model::relation::Assessment;
use crate::text::detect;

fn sentence(id: &str, text: &str) -> Claim {
    Claim { id: id.into(), proposed: Slot::ALL.to_vec(), ..propose(text, detect(text), &[], &[], id) }
}

/// The findings, each with its claim's id, as a page of these sentences turns into one of those.
fn told(claims: &[(&str, &str)], title: &str, before: &[&str], after: &[&str]) -> Vec<(String, Assessment)> {
    let matcher = Matcher::new(claims.iter().map(|(id, text)| sentence(id, text)).collect(), &[]);
    let (old, new) = (page(title, before), page(title, after));
    let changes = crate::compare::compare(&old.passages, &new.passages);
    let found = assess(&matcher, Some(&old), &new, &changes).into_iter();
    found.map(|f| (matcher.claim(f.claim).id.clone(), f.assessment)).collect()
}

/// The same of the flags, with relation.
fn flagged(claims: &[(&str, &str)], title: &str, before: &[&str], after: &[&str]) -> Vec<(String, Relation)> {
    let flags = told(claims, title, before, after).into_iter().filter(|(_, a)| a.is_flag());
    flags.map(|(id, a)| (id, a.relation)).collect()
}

fn is_turned(claim: &str, before: &str, after: &str) -> bool {
    flagged(&[("c", claim)], "News", &[before], &[after]).iter().any(|(_, r)| *r == Relation::Differs)
}

fn is_quiet(claim: &str, before: &str, after: &str) -> bool {
    flagged(&[("c", claim)], "News", &[before], &[after]).is_empty()
}

#[test]
fn an_office_has_one_holder() {
    for (claim, after) in [
        ("Ingrid Solheim is the mayor of Vantor.", "Petra Kallio was elected mayor of Vantor on Sunday."),
        (
            "Ingrid Solheim is the chief executive of Vantor.",
            "Petra Kallio took over as chief executive of Vantor.",
        ),
        ("顾言蹊现任柳港市市长。", "柳港市市长由秦望舒接任。"),
    ] {
        assert!(is_turned(claim, claim, after), "{after}");
    }
    let claim = "Ingrid Solheim is the mayor of Vantor.";
    assert!(is_quiet(claim, claim, "Vantor is governed by its mayor, Ingrid Solheim."));
    assert!(!is_turned(
        claim,
        claim,
        "Ingrid Solheim is the mayor of Vantor; the deputy mayor is Petra Kallio."
    ));
}

#[test]
fn what_is_conceded_turns_nothing() {
    let claim = "Corvell owns 41% of Tarn Energy.";
    let after = "Although it gave up two seats on the board, Corvell still owns 41% of Tarn Energy.";
    assert!(is_quiet(claim, claim, after));
    let claim = "石渡电厂将于2028年关停。";
    assert!(is_quiet(claim, claim, "尽管公司放弃了扩建，石渡电厂仍将于2028年关停。"));
}

#[test]
fn the_time_allowed_is_a_value() {
    let claim = "Corvell must answer within 20 days.";
    assert!(is_turned(claim, claim, "Corvell must answer within 10 days."));
    let claim = "科维公司两年内不得出售股份。";
    assert!(is_turned(claim, claim, "科维公司五年内不得出售股份。"));
}

#[test]
fn an_ordinal_is_a_value() {
    let claim = "Northern Lights is the band's sixth album.";
    assert!(is_turned(claim, claim, "Northern Lights is the band's seventh album."));
}

#[test]
fn what_is_said_in_other_words_is_no_news() {
    let claim = "Tarn Energy will build a plant for 300 workers in Ostrava.";
    assert!(is_quiet(
        claim,
        claim,
        "In Ostrava, Tarn Energy is to set up a factory which will employ 300 workers."
    ));
    let claim = "石渡集团将投资12亿元在临港建设新工厂。";
    assert!(is_quiet(claim, claim, "石渡集团计划在临港兴建一座新厂，投资额为12亿元。"));
}

#[test]
fn one_value_answers_one_claim() {
    let claims = [
        ("stake", "Corvell holds a 41% stake in Tarn Energy."),
        ("profit", "Corvell takes 70% of Tarn Energy's profit."),
    ];
    let before = ["Corvell holds a 41% stake in Tarn Energy."];
    let after = ["Corvell holds a 29% stake in Tarn Energy."];
    assert_eq!(flagged(&claims, "News", &before, &after), [("stake".to_owned(), Relation::Differs)]);
}

#[test]
fn a_sentence_about_another_of_the_kind_is_not_the_claims() {
    let claims = [("halls", "Marlow Hall seats 2,400 people.")];
    let before = ["The hall has a cafe."];
    let after = ["The hall has a cafe.", "The Orlan Hall seats 900 people."];
    assert!(flagged(&claims, "Concert halls of the north", &before, &after).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_figure_that_changed_is_never_the_same_and_leaves_a_trace(
        n in 11_u32..90_000, m in 11_u32..90_000, form in 0_usize..7,
    ) {
        prop_assume!(n != m);
        let say = |x: u32| match form {
            0 => format!("Corvell employs {x} people."),
            1 => format!("Corvell employs at least {x} people."),
            2 => format!("Corvell employs up to {x} people."),
            3 => format!("Corvell employs more than {x} people."),
            4 => format!("Corvell employs between {x} and {} people.", x + 3),
            5 => format!("科维公司雇用了{x}人。"),
            _ => format!("科维公司雇用了超过{x}人。"),
        };
        let (was, is) = (say(n), say(m));
        let told = told(&[("c", &was)], "News", &[&was], &[&is]);
        prop_assert!(!told.is_empty(), "{was} {is}");
        prop_assert!(told.iter().all(|(_, a)| a.detail != Detail::Same), "{was} {is} {told:?}");
    }
}
