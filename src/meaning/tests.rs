use proptest::prelude::*;

use super::*;

fn likeness(a: &str, b: &str) -> f32 {
    sentence(a).unwrap().likeness(&sentence(b).unwrap())
}

fn words(a: &str, b: &str) -> f32 {
    word(a).unwrap().likeness(&word(b).unwrap())
}

/// The wheel's own tokenizer and sums in 64 bits come to the same directions.
#[test]
#[expect(clippy::cast_possible_truncation, reason = "four decimals")]
fn agrees_with_the_maker() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../../tools/meaning/golden.json")).unwrap();
    let golden = golden.as_array().unwrap();
    assert_eq!(golden.len(), 11);
    for case in golden {
        let text = case["text"].as_str().unwrap();
        let mut wanted = [0.0f32; DIMS];
        for (part, x) in wanted.iter_mut().zip(case["vector"].as_array().unwrap()) {
            *part = x.as_f64().unwrap() as f32;
        }
        let likeness = Vector::of(&wanted).unwrap().likeness(&sentence(text).unwrap());
        assert!(likeness > 0.999, "{likeness} for {text}");
    }
}

#[test]
fn a_translation_is_nearer_than_other_news() {
    let claim = "The ferry sank off the coast and twelve passengers are missing.";
    assert!(likeness(claim, "渡轮在近海沉没，十二名乘客失踪。") > 0.6);
    assert!(likeness(claim, "央行将基准利率维持不变。") < 0.35);
    assert!(likeness(claim, "Twelve people are missing after a passenger ship went down.") > 0.6);
}

#[test]
fn script_width_and_spaces_make_no_difference() {
    assert!(likeness("渡輪公司將向失蹤船員的家屬支付賠償。", "渡轮公司将向失踪船员的家属支付赔偿。") > 0.999);
    assert!(likeness("Ｔａｌｋｓ　ended", " Talks \n ended ") > 0.999);
}

#[test]
fn words_are_known_in_every_case_and_in_both_languages() {
    assert!(words("purchase", "bought") > words("purchase", "river") + 0.3);
    assert!(words("earthquake", "地震") > 0.6);
    assert!(words("购买", "收购") > words("购买", "河流") + 0.3);
    assert!((words("microsoft", "Microsoft") - 1.0).abs() < 1e-3);
    assert!(word("").is_none());
    assert!(word("\u{1f9ff}").is_none());
}

#[test]
fn rare_words_are_told_from_common_ones() {
    assert!((3.0..8.0).contains(&rarity("the")));
    assert!((8.0..14.0).contains(&rarity("minister")));
    assert!((8.0..14.0).contains(&rarity("宣布")));
    assert!(rarity("Steinmeierowa") > 20.0);
    assert!((rarity("BERLIN") - rarity("berlin")).abs() < 0.01);
    assert!(rarity("").abs() < 0.01);
    assert!(rarity(&"x".repeat(100_000)) <= 60.0);
}

proptest! {
    #[test]
    fn any_text_is_read(a in "\\PC{0,80}", b in ".{0,40}") {
        if let (Some(x), Some(y)) = (sentence(&a), word(&b)) {
            let likeness = x.likeness(&y);
            prop_assert!((-1.0..=1.0).contains(&likeness));
            prop_assert!((likeness - y.likeness(&x)).abs() < 1e-6);
            prop_assert!(x.likeness(&x) > 0.999);
        }
        prop_assert!((0.0..=60.0).contains(&rarity(&b)));
    }
}
