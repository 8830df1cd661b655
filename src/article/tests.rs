use proptest::prelude::*;

use super::*;

fn of(text: &str) -> f64 {
    let scored = score(text, None);
    assert_eq!(scored.len(), 1, "{scored:#?}");
    scored[0].score
}

#[test]
fn statements_are_worth_checking_and_talk_is_not() {
    for (fact, talk) in [
        (
            "The company lost $863 million in 2019, twice as much as a year before.",
            "Thank you all for coming tonight.",
        ),
        ("Unemployment has fallen to 4 percent since last year.", "I believe that we should do better."),
        ("The senator voted against the bill in 2011.", "What do you think we should do about it?"),
        ("According to the agency, the plant closed in June.", "Let me tell you what I am going to do."),
        ("甲公司去年亏损5亿元，同比扩大三成。", "谢谢大家，我们应该继续努力。"),
        ("據報道，該銀行以12億美元收購了這家基金。", "你覺得應該怎麼辦？"),
        ("预计2027年产量将超过30万吨。", "这无疑是最荒唐的说法。"),
        ("知情人士透露，董事会已经解雇首席执行官。", "扫一扫，分享给朋友"),
    ] {
        assert!(of(fact) >= WORTH, "{fact}: {}", of(fact));
        assert!(of(talk) < WORTH, "{talk}: {}", of(talk));
    }
}

#[test]
fn traditional_characters_score_as_simplified_ones() {
    assert!((of("該公司去年虧損5億元。") - of("该公司去年亏损5亿元。")).abs() < 1e-9);
}

#[test]
fn reasons_name_the_words() {
    let scored = score("Acme Corp said it lost $5 million in 2024.", None);
    let reasons = scored[0].reasons.join("; ");
    for part in ["money ($5 million)", "date (2024)", "attribution (said)"] {
        assert!(reasons.contains(part), "{reasons}");
    }
    let against = score("I believe we should try.", None)[0].reasons.join("; ");
    assert!(against.contains("against: opinion (believe)"), "{against}");
}

#[test]
fn what_is_quoted_is_not_the_authors_stance() {
    let said = "研究者说：“我们应该希望这一切都更好，而不是追求速度。”";
    let own = "我们应该希望这一切都更好，而不是追求速度。";
    assert!(of(said) > of(own));
}

#[test]
fn long_runs_take_linear_time() {
    for piece in ["the ", "“", "第一", "said ", "A", "according to", "亿", "“a”", "阿"] {
        assert!(!score(&piece.repeat(40_000 / piece.len()), None).is_empty());
    }
}

proptest! {
    #[test]
    fn offsets_are_right_and_scores_are_shares(text in "\\PC*|([A-Z][a-z]{0,6}|said| |\\. |[0-9]{1,3}%|亿|微软|“|”|。|\n){0,40}") {
        let chars: Vec<char> = text.chars().collect();
        let mut last = 0;
        for lang in [None, Some(Lang::En), Some(Lang::Zh)] {
            for s in score(&text, lang) {
                prop_assert!(s.start < s.end && s.end <= chars.len());
                let there: String = chars[s.start..s.end].iter().collect();
                prop_assert_eq!(&there, &s.text);
                prop_assert!((0.0..=1.0).contains(&s.score));
                prop_assert!(lang.is_some() || s.start >= last);
                last = s.end;
            }
        }
    }
}
