use proptest::prelude::*;

use super::*;
use crate::model::passage::Role;

fn sentence(text: &str) -> Passage {
    Passage {
        text: text.to_owned(),
        path: String::new(),
        role: Role::Sentence,
        heading: None,
        entry: None,
        published: None,
        block: 1,
    }
}

fn page(texts: &[&str]) -> Vec<Passage> {
    texts.iter().map(|text| sentence(text)).collect()
}

fn row(text: &str) -> Passage {
    Passage { role: Role::TableRow, heading: Some("Holdings".into()), ..sentence(text) }
}

fn entry(id: &str, field: &str, text: &str) -> Passage {
    Passage { entry: Some(id.into()), path: format!("entry[{id}]/{field}/p[1]/s[1]"), ..sentence(text) }
}

/// Changes as texts, before → after.
fn told<'a>(before: &'a [Passage], after: &'a [Passage]) -> Vec<(&'a str, &'a str)> {
    compare(before, after)
        .iter()
        .map(|change| {
            let text =
                |passages: &'a [Passage], at: Option<usize>| at.map_or("", |at| passages[at].text.as_str());
            (text(before, change.before), text(after, change.after))
        })
        .collect()
}

#[test]
fn an_edited_sentence_is_one_change() {
    let before = page(&[
        "Harbour Inc. was founded in 2015.",
        "Microsoft holds a 49% stake in it.",
        "It is based in Oslo.",
    ]);
    let after = page(&[
        "Harbour Inc. was founded in 2015.",
        "Microsoft holds roughly 27% of it after the restructuring.",
        "It is based in Oslo.",
    ]);
    assert_eq!(told(&before, &after), [(before[1].text.as_str(), after[1].text.as_str())]);
}

#[test]
fn an_edited_chinese_sentence_is_one_change() {
    let before = page(&["公司成立于2015年。", "微软持有其49%的股权。", "总部位于奥斯陆。"]);
    let after = page(&["总部位于奥斯陆。", "公司成立于2015年。", "重组之后，微软持有其约27%的股权。"]);
    assert_eq!(told(&before, &after), [("微软持有其49%的股权。", "重组之后，微软持有其约27%的股权。")]);
}

#[test]
fn typography_order_and_copies_are_no_change() {
    let before =
        page(&["“It’s done,” he said.", "持股 27%，约5亿美元。", "Share this view.", "A third line."]);
    let after = page(&[
        "A third line.",
        "\"It's done,\" he said",
        "持股27%,约５亿美元。",
        "Share this view.",
        "Share this view.",
    ]);
    assert_eq!(compare(&before, &after), []);
    assert_eq!(compare(&after, &before), []);
}

#[test]
fn split_and_joined_sentences_are_no_change() {
    let before = page(&["It signed the deal; the term is five years.", "End."]);
    let after = page(&["It signed the deal.", "The term is five years.", "End."]);
    assert_eq!(compare(&before, &after), []);
    assert_eq!(compare(&after, &before), []);
}

#[test]
fn removed_and_added_sentences_stand_where_they_were() {
    let before = page(&["One stays here.", "Revenue was $5 million last year.", "Two stays here."]);
    let after = page(&["One stays here.", "Two stays here.", "Quite another matter altogether."]);
    assert_eq!(
        told(&before, &after),
        [("Revenue was $5 million last year.", ""), ("", "Quite another matter altogether.")]
    );
}

#[test]
fn a_changed_row_pairs_by_its_header() {
    let before = vec![row("Board seats | 2024: 0"), row("Stake | 2024: 49%")];
    let after =
        vec![row("Stake | 2025: 27% | 2024: 49%"), row("Board seats | 2024: 0"), row("Votes | 2025: 1")];
    assert_eq!(
        told(&before, &after),
        [("Stake | 2024: 49%", "Stake | 2025: 27% | 2024: 49%"), ("", "Votes | 2025: 1")]
    );
}

#[test]
fn the_copy_that_was_edited_is_the_one_that_changed() {
    let before = page(&["Alpha stands first.", "It holds 49%.", "Beta stands second.", "It holds 49%."]);
    let after = page(&["Alpha stands first.", "It holds 27%.", "Beta stands second.", "It holds 49%."]);
    assert_eq!(compare(&before, &after), [Change { before: Some(1), after: Some(1) }]);
}

#[test]
fn entries_leave_without_a_change_and_come_as_additions() {
    let before =
        vec![entry("a", "summary", "Old news of March."), entry("b", "summary", "Stake is 49% now.")];
    let after = vec![
        entry("c", "summary", "Stake of another firm is 10% now."),
        entry("b", "summary", "Stake is 27% now."),
    ];
    assert_eq!(
        told(&before, &after),
        [("", "Stake of another firm is 10% now."), ("Stake is 49% now.", "Stake is 27% now.")]
    );
    assert!(share_lost(&before, &after) < 0.01);
}

#[test]
fn a_new_address_alone_is_no_change() {
    let before = vec![Passage { role: Role::Field, ..entry("a", "link", "https://example.com/a?utm=1") }];
    let after = vec![Passage { role: Role::Field, ..entry("a", "link", "https://example.com/a?utm=2") }];
    assert_eq!(compare(&before, &after), []);
}

#[test]
fn most_of_the_text_gone_is_seen() {
    let before = page(&[
        "Revenue rose to five million dollars.",
        "The board agreed on a plan.",
        "Staff grew to ninety people.",
    ]);
    assert!(share_lost(&before, &before[..1]) > 0.5);
    assert!(share_lost(&before, &[]) > 0.99);
    assert!(share_lost(&[], &before) < 0.01);
    let edited = page(&[
        "Revenue rose to six million dollars.",
        "The board agreed on a plan.",
        "Staff grew to ninety people.",
    ]);
    assert!(share_lost(&before, &edited) < 0.01);
}

#[test]
fn long_pages_take_no_quadratic_time() {
    let before: Vec<Passage> =
        (0..20_000).map(|n| sentence(&format!("Line a{n} says that b{n} was {n} in all."))).collect();
    let after: Vec<Passage> =
        (0..20_000).map(|n| sentence(&format!("Line a{n} says that b{n} was {} in all.", n + 1))).collect();
    assert_eq!(compare(&before, &after).len(), 20_000);
    let other: Vec<Passage> =
        (0..20_000).map(|n| sentence(&format!("Words c{n} and d{n} stand there."))).collect();
    assert_eq!(compare(&before, &other).len(), 40_000);
}

fn passages() -> impl Strategy<Value = Vec<Passage>> {
    let text = prop_oneof![
        "[ab ]{0,6}[.]?",
        Just("The firm holds 49%.".to_owned()),
        Just("The firm holds 27%.".to_owned()),
        Just("微软持有49%的股权。".to_owned()),
        "\\PC{0,12}",
    ];
    let role = prop_oneof![Just(Role::Sentence), Just(Role::TableRow), Just(Role::Field), Just(Role::Title)];
    let one = (text, role, proptest::option::of("[xy]"), proptest::option::of("[pq]")).prop_map(
        |(text, role, entry, heading)| Passage {
            path: entry
                .as_ref()
                .map_or_else(|| "p[1]".to_owned(), |entry| format!("entry[{entry}]/summary/s[1]")),
            role,
            heading,
            entry,
            ..sentence(&text)
        },
    );
    proptest::collection::vec(one, 0..14)
}

proptest! {
    #[test]
    fn the_same_is_no_change(a in passages()) {
        prop_assert_eq!(compare(&a, &a), vec![]);
        prop_assert!(share_lost(&a, &a) < 0.01);
    }

    #[test]
    fn shuffled_is_no_change((a, b) in passages().prop_flat_map(|a| (Just(a.clone()), Just(a).prop_shuffle()))) {
        prop_assert_eq!(compare(&a, &b), vec![]);
    }

    #[test]
    fn indices_are_valid_and_used_once(a in passages(), b in passages()) {
        let changes = compare(&a, &b);
        let (mut old, mut new) = (std::collections::HashSet::new(), std::collections::HashSet::new());
        for change in &changes {
            prop_assert!(change.before.is_some() || change.after.is_some());
            prop_assert!(change.before.is_none_or(|i| i < a.len() && old.insert(i)));
            prop_assert!(change.after.is_none_or(|j| j < b.len() && new.insert(j)));
        }
        prop_assert!((0.0..=1.0).contains(&share_lost(&a, &b)));
    }
}
