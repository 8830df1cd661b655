//! Mistakes in claims.toml.

use std::path::Path;

use super::super::{ClaimsFile, Problems, parse_claims};
use super::check;
use crate::model::claim::{Class, Entity, Scenario, Slot};

fn claims(text: &str) -> Result<ClaimsFile, Problems> {
    let names = ["Microsoft", "微软", "MSFT"].map(str::to_owned).to_vec();
    parse_claims(text, Path::new("claims.toml"), &[Entity { names }])
}

const GOOD: &str = r#"[[claim]]
id = "stake"
kind = "share"
class = "state"
text = { en = "Microsoft holds 49%." }
subject = ["微软", "a plain word"]
metric = { en = ["stake"], zh = ["持股"] }
"#;

/// A good claim with one more line, in line 8.
fn with_line(line: &str) -> Result<ClaimsFile, Problems> {
    claims(&format!("{GOOD}{line}\n"))
}

/// A good claim with one of its lines replaced.
fn with(key: &str, line: &str) -> Result<ClaimsFile, Problems> {
    let lines = GOOD.lines().map(|l| if l.starts_with(&format!("{key} =")) { line } else { l });
    claims(&lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_good_claim() {
    let file = with_line("as_of = 2025-03-11\ndeadline = \"2025\"\nvalue = \" 49 % \"\nscenario = \"up_to\"")
        .unwrap();
    let claim = &file.claims[0];
    assert_eq!(claim.subject, ["Microsoft", "a plain word"], "an alias becomes the first name");
    assert_eq!((claim.priority, claim.class, claim.scenario), (2, Class::State, Some(Scenario::UpTo)));
    assert_eq!((claim.as_of.as_deref(), claim.value.as_deref()), (Some("2025-03-11"), Some("49 %")));
    assert_eq!(file.warnings, []);
}

#[test]
fn what_is_hardly_meant_is_a_warning() {
    let file = with("subject", "subject = [\"Microsft\"]").unwrap();
    assert_eq!(file.warnings.len(), 1);
    assert!(file.warnings[0].to_string().starts_with("claims.toml:6:12: the subject “Microsft”"));
    assert_eq!(with("metric", "").unwrap().warnings, [], "terms help, and need not be given");
    let vague = claims("[[claim]]\ntext = \"It will be better then.\"\n").unwrap();
    assert!(vague.warnings[0].to_string().starts_with("claims.toml:2:8: no text can be matched"));
}

#[test]
fn mistakes_in_a_claim() {
    let table: &[(&str, &str, &[&str])] = &[
        ("valu = \"49 %\"", "8:1", &["unknown key `valu`", "did you mean `value`?"]),
        ("value = \"some\"", "8:9", &["“some” cannot be read", "$11.9 billion"]),
        ("value = 49", "8:9", &["must be a string", "value = \"49\""]),
        ("period = \"whenever\"", "8:10", &["“whenever” cannot be read", "Q3 2025"]),
        ("as_of = \"March\"", "8:9", &["no date", "2025-03"]),
        ("as_of = \"2025-13\"", "8:9", &["no date"]),
        ("deadline = \"soon\"", "8:12", &["no date", "deadline = \"2025\""]),
        ("scenario = \"maybe\"", "8:12", &["is not one of actual, planned, up_to, estimated"]),
        ("priority = 4", "8:12", &["from 1 to 3"]),
        ("priority = \"high\"", "8:12", &["from 1 to 3"]),
        ("article = \"none\"", "8:11", &["no article “none”", "add an [[article]]"]),
        ("contrary = { de = [\"x\"] }", "8:14", &["unknown key `de` in `contrary`"]),
        ("contrary = [\"x\"]", "8:12", &["must be a table", "{ en = ["]),
    ];
    for (line, place, words) in table {
        check(&with_line(line).expect_err(line), place, words);
    }
    let table: &[(&str, &str, &str, &[&str])] = &[
        ("id", "id = \"微软\"", "2:6", &["is no id"]),
        ("kind", "kind = \"percent\"", "3:8", &["is not one of amount, share, ratio"]),
        ("class", "class = \"open\"", "4:9", &["is not one of closed, state"]),
        ("text", "text = {}", "5:8", &["no wording"]),
        ("text", "", "1:1", &["has no `text`"]),
        ("text", "text = 49", "5:8", &["must be a string, or a table", "49% stake"]),
        ("text", "text = \"\"", "5:8", &["`text` is empty"]),
        ("text", "text = { en = \"\" }", "5:15", &["`en` is empty"]),
        ("subject", "subject = []", "6:11", &["`subject` is empty"]),
        ("subject", "subject = [\"\"]", "6:12", &["`subject` is empty"]),
        ("subject", "subject = [\"MSFT\", \"微软\"]", "6:20", &["listed twice"]),
        ("metric", "metric = { en = \"stake\" }", "7:17", &["must be a list", "en = [\"stake\"]"]),
    ];
    for (key, line, place, words) in table {
        check(&with(key, line).expect_err(line), place, words);
    }
}

#[test]
fn a_text_is_enough() {
    let text = "[[claim]]\ntext = \"微软持有某公司49%的股份。\"\nas_of = \"2025\"\n\
        [[claim]]\nid = \"msft\"\ntext = { en = \"Microsoft employs 200 people.\" }\nvalue = \"201 people\"\n\
        [[claim]]\ntext = \"Microsoft employs 300 people.\"\n\
        [[claim]]\ntext = \"Microsoft employs 400 people.\"\n";
    let file = claims(text).unwrap();
    let [first, second, third, fourth] = file.claims.as_slice() else { panic!("{:?}", file.claims) };
    assert_eq!(first.subject, ["Microsoft"], "entities are known");
    assert_eq!((first.text.en.as_ref(), first.value.as_deref()), (None, Some("49%")));
    assert_eq!(second.value.as_deref(), Some("201 people"));
    assert!(second.proposed.contains(&Slot::Class) && !second.proposed.contains(&Slot::Value));
    assert_eq!(fourth.id, format!("{}-2", third.id));
    assert!(file.unnamed.contains(&third.id) && !file.unnamed.contains("msft"));
    assert_eq!(claims(text).unwrap(), file, "the same file gives the same ids");
    assert_eq!(claims(GOOD).unwrap().claims[0].proposed, [], "described in full");
    for (text, words) in [("Who is Acme?", "question"), ("Acme", "states nothing")] {
        check(&claims(&format!("[[claim]]\ntext = \"{text}\"\n")).unwrap_err(), "2:8", &[words]);
    }
    let file = claims("[[claim]]\ntext = \"Acme grew in 2024. Bolt shrank.\"\n").unwrap();
    assert_eq!(file.claims[0].text.en.as_deref(), Some("Acme grew in 2024. Bolt shrank."));
    assert!(file.warnings.iter().any(|w| w.to_string().contains("2 sentences")), "{:?}", file.warnings);
}

#[test]
fn ids_are_taken_once() {
    check(&claims(&format!("{GOOD}{GOOD}")).unwrap_err(), "9:6", &["taken by the claim in line 2"]);
    let article = "[[article]]\nid = \"a\"\ntitle = \"A\"\n";
    check(&claims(&article.repeat(2)).unwrap_err(), "5:6", &["taken by another article"]);
    let near =
        format!("{GOOD}article = \"funtalk-2025\"\n[[article]]\nid = \"funtalk-2024\"\ntitle = \"A\"\n");
    check(&claims(&near).unwrap_err(), "8:11", &["did you mean \"funtalk-2024\"?"]);
}

#[test]
fn mistakes_in_an_article() {
    let table: &[(&str, &str, &[&str])] = &[
        ("[[article]]\nid = \"a\"", "1:1", &["[[article]] has no `title`"]),
        ("[[article]]\nid = \"a\"\ntitle = \"A\"\npublished = \"May\"", "4:13", &["no date"]),
        ("[[article]]\nid = \"a\"\ntitle = \"A\"\nurl = \"a\"", "4:7", &["no address"]),
        ("[[article]]\nid = \"a\"\ntitle = \"A\"\nauthors = \"a\"", "4:1", &["did you mean `author`?"]),
    ];
    for (text, place, words) in table {
        check(&claims(text).expect_err(text), place, words);
    }
}
