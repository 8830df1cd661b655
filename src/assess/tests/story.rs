//! What became public after the article.

use super::*;
use Detail::{ChangedLaterPeriod, ChangedSamePeriod, Negated, OutcomeReached, PassageRemoved};
use Relation::{Differs, Mentions, Supports, Withdrawn};

#[test]
fn the_contract_grows_to_a_stated_total() {
    one(
        "CoreWeave and OpenAI",
        "CoreWeave's agreement with OpenAI is worth $11.9 billion.",
        "CoreWeave has widened its agreement with OpenAI by up to $6.5 billion, to about $22.4 billion in all.",
        "coreweave-contract",
        Differs,
        ChangedLaterPeriod,
    );
    one(
        "CoreWeave与OpenAI",
        "CoreWeave与OpenAI的合同价值119亿美元。",
        "CoreWeave与OpenAI的合同再扩大最多65亿美元，总额约224亿美元。",
        "coreweave-contract",
        Differs,
        ChangedLaterPeriod,
    );
}

#[test]
fn the_total_is_the_new_value_not_the_sum_on_top() {
    let old = page("CoreWeave", &["The contract with OpenAI is worth $11.9 billion."]);
    let new = page(
        "CoreWeave",
        &["The contract with OpenAI grew by up to $6.5 billion more and now totals about $22.4 billion."],
    );
    let found = found(Some(&old), &new);
    let value = found[0].assessment.new.as_ref().unwrap();
    assert_eq!(value.value.unwrap().normalize().to_string(), "22400000000");
    assert_eq!(
        found[0].assessment.old.as_ref().unwrap().value.unwrap().normalize().to_string(),
        "11900000000"
    );
}

#[test]
fn a_further_order_is_a_mention_and_not_the_new_total() {
    one(
        "CoreWeave results",
        "CoreWeave reports results in May.",
        "CoreWeave signed a further order of up to $4 billion with OpenAI in May 2025.",
        "coreweave-contract",
        Mentions,
        Detail::MentionOnly,
    );
}

#[test]
fn the_stake_falls() {
    one(
        "Microsoft and OpenAI",
        "Microsoft holds a 49% stake in OpenAI.",
        "Microsoft holds an investment in OpenAI that is worth about $135 billion, a stake of roughly 27% as converted and diluted.",
        "microsoft-stake-49",
        Differs,
        ChangedLaterPeriod,
    );
    one(
        "微软与OpenAI",
        "微软持有OpenAI约49%的股权。",
        "重组后，微软持有OpenAI约27%的股权，价值约1350亿美元。",
        "microsoft-stake-49",
        Differs,
        ChangedLaterPeriod,
    );
}

#[test]
fn the_stake_falls_across_languages() {
    let old = page("微软", &["微软拥有OpenAI百分之四十九的股份。"]);
    let new = page("Microsoft", &["Microsoft now owns about 27 percent of OpenAI, down from 49%."]);
    assert_eq!(flags(Some(&old), &new), [("microsoft-stake-49".into(), Differs, ChangedLaterPeriod)]);
}

#[test]
fn a_panel_decides_about_agi() {
    one(
        "OpenAI and Microsoft",
        "OpenAI and Microsoft have agreed that AGI is reached once a system can earn $100 billion in profit.",
        "Once OpenAI declares AGI, that declaration will now be verified by an independent expert panel, Microsoft says.",
        "agi-profit-test",
        Differs,
        Negated,
    );
    one(
        "OpenAI与微软",
        "微软和OpenAI约定，系统能赚取1000亿美元利润才算AGI。",
        "微软表示，OpenAI宣布实现AGI后，须由独立专家小组核实。",
        "agi-profit-test",
        Differs,
        Negated,
    );
}

#[test]
fn the_right_is_given_up() {
    one(
        "The next chapter",
        "Microsoft has a right of first refusal on OpenAI's new cloud capacity.",
        "Microsoft will no longer have a right of first refusal to be OpenAI's compute provider.",
        "right-of-first-refusal",
        Differs,
        Negated,
    );
    one(
        "新篇章",
        "微软对OpenAI新增的云算力保有优先购买权。",
        "微软不再拥有对OpenAI云算力的优先购买权。",
        "right-of-first-refusal",
        Differs,
        Negated,
    );
    one(
        "The next chapter",
        "Other terms stay as they are.",
        "Microsoft gave up its right of first refusal on OpenAI's computing.",
        "right-of-first-refusal",
        Differs,
        Negated,
    );
}

#[test]
fn the_dismissal_was_in_november() {
    for (title, text) in [
        ("Sam Altman", "The board of OpenAI dismissed Altman on 17 November 2023."),
        ("奥特曼", "2023年11月17日，OpenAI董事会宣布解除奥特曼的职务。"),
    ] {
        let got = flags(None, &page(title, &[text]));
        assert_eq!(got, [("altman-fired".into(), Differs, ChangedSamePeriod)], "{text}");
    }
}

#[test]
fn a_past_share_is_restated() {
    one(
        "CoreWeave annual report",
        "Microsoft accounted for 62% of CoreWeave's revenue in 2024.",
        "Microsoft accounted for 67% of CoreWeave's revenue in 2024.",
        "coreweave-microsoft-share",
        Differs,
        ChangedSamePeriod,
    );
    one(
        "CoreWeave年报",
        "2024年，微软占CoreWeave营收的62%。",
        "2024年，微软占CoreWeave营收的67%。",
        "coreweave-microsoft-share",
        Differs,
        ChangedSamePeriod,
    );
}

#[test]
fn the_offering_brought_less_than_expected() {
    one(
        "CoreWeave IPO",
        "CoreWeave's IPO is expected to raise about $4 billion.",
        "CoreWeave raised $1.5 billion in its IPO, selling 37.5 million shares at $40 a share.",
        "coreweave-ipo-raise",
        Differs,
        OutcomeReached,
    );
    one(
        "CoreWeave上市",
        "CoreWeave的IPO预计募资约40亿美元。",
        "CoreWeave在IPO中募资15亿美元，发行价为每股40美元。",
        "coreweave-ipo-raise",
        Differs,
        OutcomeReached,
    );
}

#[test]
fn a_first_capture_that_contradicts_is_a_flag_and_a_mention_is_not() {
    let page = page(
        "OpenAI",
        &[
            "Microsoft holds a stake of about 27% in OpenAI.",
            "Microsoft and OpenAI spoke about their right of first refusal.",
        ],
    );
    assert_eq!(flags(None, &page), [("microsoft-stake-49".into(), Differs, ChangedLaterPeriod)]);
}

#[test]
fn a_passage_that_agreed_and_goes_is_withdrawn_unless_it_moved() {
    let old = page("OpenAI", &["Microsoft holds a 49% stake in OpenAI.", "The office is in San Francisco."]);
    let gone = page("OpenAI", &["The office is in San Francisco."]);
    let change = [Change { before: Some(0), after: None }];
    let matcher = Matcher::new(claims(), &entities());
    let run = |after: &Document| {
        let input = Input {
            before: Some(&old),
            after,
            changes: &change,
            bound: &|_| true,
            captured: at(2025, 11, 3),
        };
        matcher.assess(&input).remove(0).assessment
    };
    let withdrawn = run(&gone);
    assert_eq!((withdrawn.relation, withdrawn.detail), (Withdrawn, PassageRemoved));
    assert!(withdrawn.is_flag());
    let moved = page(
        "OpenAI",
        &["The office is in San Francisco.", "49 percent of OpenAI's shares: such is Microsoft's stake."],
    );
    let moved = run(&moved);
    assert_eq!(moved.relation, Supports);
    assert!(!moved.is_flag());
}

#[test]
fn an_entry_that_leaves_a_feed_withdraws_nothing() {
    let mut old = page("News", &["Microsoft holds a 49% stake in OpenAI."]);
    old.passages[0].entry = Some("1".into());
    assert!(flags(Some(&old), &page("News", &[])).is_empty());
}

#[test]
fn a_contrary_term_turns_a_claim_without_a_value() {
    one(
        "Stargate",
        "The Stargate project starts in Texas.",
        "Microsoft is among the key technology partners of the Stargate project.",
        "microsoft-not-in-stargate",
        Differs,
        Negated,
    );
    one(
        "星际之门",
        "星际之门项目启动。",
        "微软是星际之门项目的技术合作伙伴。",
        "microsoft-not-in-stargate",
        Differs,
        Negated,
    );
}

#[test]
fn support_becomes_evidence_without_a_flag() {
    let old = page("CoreWeave", &["Nothing here."]);
    let new = page("CoreWeave", &["OpenAI's contract with CoreWeave is worth $11.9 billion."]);
    let found = found(Some(&old), &new);
    assert_eq!(found.len(), 1);
    let assessment = &found[0].assessment;
    assert_eq!((assessment.relation, assessment.bears_on, assessment.is_flag()), (Supports, true, false));
}

#[test]
fn reasons_name_words_and_values() {
    let old = page("OpenAI", &["Microsoft holds a 49% stake in OpenAI."]);
    let new = page("OpenAI", &["Microsoft holds a 27% stake in OpenAI."]);
    let reasons = found(Some(&old), &new)[0].assessment.reasons.join("; ");
    for words in ["Microsoft", "OpenAI", "stake", "27%", "49%"] {
        assert!(reasons.contains(words), "{words}: {reasons}");
    }
}
