//! What holds for every text, hostile or not.

use proptest::prelude::*;

use crate::assess::{ClaimText, assess_text};
use crate::model::relation::Relation;

const WORDS: &[&str] = &[
    "OpenAI",
    "holds",
    "49%",
    "no",
    "not",
    "stake",
    "the",
    "over",
    "$11.9 billion",
    "2025",
    "in",
    "than",
    "more",
    "COVID-19",
    "微软",
    "不再",
    "持有",
    "超过",
    "119亿美元",
    "。",
    ".",
    ",",
    "-",
    "8/10",
    "5 May",
    "and",
    "under",
];

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..14).prop_map(|w| w.join(" "))
}

fn of(sentence: &str) -> ClaimText<'_> {
    ClaimText { sentence, subject: Some("OpenAI"), as_of: None }
}

proptest! {
    #[test]
    fn swapping_the_texts_swaps_what_they_say(claim in sentence(), a in sentence(), b in sentence()) {
        let (there, back) = (assess_text(&of(&claim), Some(&a), Some(&b)), assess_text(&of(&claim), Some(&b), Some(&a)));
        prop_assert_eq!(there.stance_before, back.stance_after);
        prop_assert_eq!(there.stance_after, back.stance_before);
    }

    #[test]
    fn a_text_that_stays_as_it_is_bears_on_nothing(claim in sentence(), text in sentence()) {
        let same = assess_text(&of(&claim), Some(&text), Some(&text));
        prop_assert!(!same.bears_on);
        prop_assert_eq!(same.stance_before, same.stance_after);
    }

    #[test]
    fn a_change_of_something_else_stays_quiet(before in 1..999_u32, after in 1..999_u32) {
        let claim = of("Microsoft holds a 49% stake in OpenAI.");
        let about = |n: u32| format!("The town's library lent {n} novels to the readers of the valley last winter.");
        let told = assess_text(&claim, Some(&about(before)), Some(&about(after)));
        prop_assert!(!told.bears_on, "{:?}", told.reasons);
        // Nor with the claim's own sentence, unchanged, beside it.
        let beside = |n: u32| format!("Microsoft holds a 49% stake in OpenAI. {}", about(n));
        let told = assess_text(&claim, Some(&beside(before)), Some(&beside(after)));
        prop_assert!(!told.bears_on, "{:?}", told.reasons);
    }

    #[test]
    fn nothing_panics(claim in "\\PC{0,60}", before in "\\PC{0,80}", after in "\\PC{0,80}") {
        let told = assess_text(&of(&claim), Some(&before), Some(&after));
        prop_assert!((0.0..=1.0).contains(&told.score));
        let lone = assess_text(&of(&claim), None, Some(&after));
        prop_assert!(lone.relation != Relation::Withdrawn);
    }
}

#[test]
fn long_repetitions_are_read_in_time() {
    for unit in ["no not never ", "49% ", "不再没有", "over 1 and over ", "X said ", "2025-"] {
        let long = unit.repeat(40_000 / unit.len());
        let edited = format!("{long} stake");
        let told = assess_text(&of("Microsoft holds no 49% stake in OpenAI."), Some(&long), Some(&edited));
        assert!((0.0..=1.0).contains(&told.score));
    }
}
