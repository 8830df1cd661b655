//! Who said it, and for when it was forecast.

use super::*;
use crate::assess::{ClaimText, assess_text};
use crate::model::relation::Stance;

/// What the two texts say of the sentence.
fn stances(claim: &str, before: &str, after: &str) -> (Stance, Stance) {
    let claim = ClaimText { sentence: claim, subject: None, as_of: None };
    let told = assess_text(&claim, Some(before), Some(after));
    (told.stance_before, told.stance_after)
}

#[test]
fn negation_turns_a_statement_in_claim_and_text() {
    for (claim, states, denies) in [
        ("Acme is the sole supplier.", "Acme is the sole supplier.", "Acme is no longer the sole supplier."),
        ("Acme denied the report.", "Acme denied the report.", "Acme confirmed the report."),
        ("Acme was not profitable.", "Acme was not profitable.", "Acme was profitable."),
        ("微软是该公司的独家供应商。", "微软是该公司的独家供应商。", "微软不再是该公司的独家供应商。"),
        ("他未辞去主席一职。", "他没有辞去主席一职。", "他辞去主席一职。"),
        ("Microsoft is the exclusive provider.", "微软是独家供应商。", "微软不再是独家供应商。"),
    ] {
        assert_eq!(stances(claim, states, denies), (Stance::Supports, Stance::Refutes), "{claim} {denies}");
    }
}

#[test]
fn each_value_answers_its_own() {
    for (claim, holds, fails) in [
        (
            "The film made over 50 million abroad and over 100 million in all.",
            "The film made 55.6 million abroad, in all 107.4 million.",
            "The film made 47 million abroad, in all 98.8 million.",
        ),
        ("Over 510 cases of COVID-19 were healed.", "516 persons were healed.", "505 persons were healed."),
        ("他在8月5日之后首次登场。", "他在8月6日首次登场。", "他在8月4日首次登场。"),
        ("用户超过2亿。", "该服务的用户超过2.1亿。", "该服务的用户超过1.8亿。"),
    ] {
        assert_eq!(stances(claim, holds, fails), (Stance::Supports, Stance::Refutes), "{claim} {fails}");
    }
}

/// The flags of one sentence that turns into another, for this claim alone.
fn turned(claim: Claim, before: &str, after: &str) -> Vec<(Relation, Detail)> {
    let (old, new) = (page("News", &[before]), page("News", &[after]));
    let matcher = Matcher::new(vec![claim], &entities());
    let changes = [Change { before: Some(0), after: Some(0) }];
    let found = assess(&matcher, Some(&old), &new, &changes).into_iter().filter(|f| f.assessment.is_flag());
    found.map(|f| (f.assessment.relation, f.assessment.detail)).collect()
}

fn quote() -> Claim {
    Claim {
        kind: ClaimKind::Quote,
        claimant: Some("Sam Altman".into()),
        metric: terms(&["out of chips", "chip shortage"], &["芯片用尽", "芯片短缺"]),
        ..claim(
            "out-of-chips",
            Class::State,
            &["OpenAI"],
            "Altman said that OpenAI was out of chips.",
            "奥特曼称，OpenAI的芯片短缺。",
        )
    }
}

fn forecast() -> Claim {
    Claim {
        kind: ClaimKind::Forecast,
        metric: terms(&["revenue"], &["营收"]),
        value: Some("$100 billion".into()),
        period: Some("2029".into()),
        ..claim(
            "revenue-2029",
            Class::Forecast,
            &["OpenAI"],
            "OpenAI expects revenue of $100 billion in 2029.",
            "OpenAI预计2029年营收达到1000亿美元。",
        )
    }
}

const MOVED: [(Relation, Detail); 1] = [(Relation::Differs, Detail::ScenarioMoved)];
const REATTRIBUTED: [(Relation, Detail); 1] = [(Relation::Differs, Detail::AttributionChanged)];

#[test]
fn a_statement_is_given_to_somebody_else() {
    for (before, after) in [
        (
            "Altman said last week that OpenAI was out of chips.",
            "Nadella said last week that OpenAI was out of chips.",
        ),
        (
            "OpenAI was out of chips, according to Sam Altman, and had to wait.",
            "OpenAI was out of chips, according to Brockman, and had to wait.",
        ),
        ("Altman said that OpenAI was out of chips by May.", "Reportedly OpenAI was out of chips by May."),
        ("奥特曼表示，OpenAI目前芯片短缺。", "布罗克曼表示，OpenAI目前芯片短缺。"),
    ] {
        assert_eq!(turned(quote(), before, after), REATTRIBUTED, "{before} → {after}");
    }
}

#[test]
fn another_verb_or_form_of_the_name_changes_nothing() {
    let before = "Altman said last week that OpenAI was out of chips.";
    for after in [
        "Sam Altman stated last week that OpenAI was out of chips.",
        "Altman has said last week that OpenAI was out of chips.",
        "He said last week that OpenAI was out of chips, Altman claimed.",
    ] {
        assert_eq!(turned(quote(), before, after), [], "{after}");
    }
    let anyone = Claim { claimant: None, ..quote() };
    assert_eq!(turned(anyone, before, "Nadella said last week that OpenAI was out of chips."), []);
}

#[test]
fn a_forecast_moves_to_another_year() {
    for (before, after) in [
        (
            "OpenAI expects revenue of $100 billion in 2029.",
            "OpenAI expects revenue of $100 billion in 2031.",
        ),
        ("OpenAI预计2029年营收达到1000亿美元。", "OpenAI预计2031年营收达到1000亿美元。"),
    ] {
        assert_eq!(turned(forecast(), before, after), MOVED, "{before} → {after}");
    }
    for after in [
        "OpenAI expects revenue of $100 billion by the end of 2029.",
        "OpenAI expects revenue of $100 billion in 2029 and more in 2031.",
    ] {
        assert_eq!(
            turned(forecast(), "OpenAI expects revenue of $100 billion in 2029.", after),
            [],
            "{after}"
        );
    }
}

#[test]
fn only_a_later_time_misses_a_deadline() {
    let due = Claim { period: None, deadline: Some("2029-12-31".into()), ..forecast() };
    let before = "OpenAI expects revenue of $100 billion by 2029.";
    assert_eq!(turned(due.clone(), before, "OpenAI expects revenue of $100 billion by 2031."), MOVED);
    assert_eq!(turned(due, before, "OpenAI expects revenue of $100 billion by 2028."), []);
}

#[test]
fn a_forecast_date_moves() {
    let opening = Claim {
        kind: ClaimKind::Forecast,
        metric: terms(&["open", "opening"], &["投产", "启用"]),
        value: Some("2026".into()),
        ..claim(
            "opening-2026",
            Class::Forecast,
            &["Stargate"],
            "The first Stargate site is expected to open in 2026.",
            "星际之门首个园区预计2026年启用。",
        )
    };
    let edit = |after| turned(opening.clone(), "The first Stargate site is expected to open in 2026.", after);
    assert_eq!(edit("The first Stargate site is expected to open in 2028."), MOVED);
    assert_eq!(edit("星际之门首个园区预计2028年启用。"), MOVED);
}
