//! What a person wants to hear no more of, and which flags were worth a look.

use crate::common::pages::article;
use crate::common::{Desk, Server};
use crate::decide::{B, CLAIM, flagged};

#[test]
fn a_muted_pattern_keeps_passages_away_until_it_is_lifted() {
    let server = Server::start();
    server.page("/a", &article("Notice", &["Nothing of note."]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    desk.ok(&["claim", "mute", CLAIM, "stake in * both companies", "--reason", "a quiz"]);
    let listed = desk.ok(&["claim", "mute", CLAIM]);
    assert!(listed.contains("both companies") && listed.contains("a quiz"), "{listed}");

    server.page("/a", &article("Notice", &["Nothing of note.", B]));
    desk.check();
    assert!(desk.flagged().is_empty());
    let quiet = &desk.json(&["flag", "list", "--state", "suppressed", "--claim", CLAIM])[0];
    assert!(quiet["state_reason"].as_str().unwrap().contains("muted by the pattern"), "{quiet}");

    desk.ok(&["claim", "mute", CLAIM, "--lift", "1"]);
    assert_eq!(desk.json(&["claim", "mute", CLAIM]).as_array().unwrap().len(), 0);
    desk.fails(&["claim", "mute", CLAIM, "--lift", "1"], 2);
    server.page("/a", &article("Notice", &["Nothing of note.", &B.replace("27", "26")]));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn a_pattern_that_would_mute_everything_is_refused() {
    let (_server, desk) = flagged();
    let said = desk.fails(&["claim", "mute", CLAIM, "*"], 2);
    assert!(said.contains("would mute everything"), "{said}");
}

#[test]
fn near_duplicates_of_a_dismissed_passage_stay_away_and_other_values_do_not() {
    let (server, desk) = flagged();
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    let near = B.replace("both companies say", "the companies say");
    server.page("/a", &article("Notice on ownership", &[&near]));
    desk.check();
    assert!(desk.flagged().is_empty(), "{:?}", desk.flags(true));
    server.page("/a", &article("Notice on ownership", &[&near.replace("27", "31")]));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn stats_show_whose_flags_are_worth_a_look() {
    let (server, desk) = flagged();
    assert!(desk.ok(&["flag", "stats"]).contains("No flag was decided yet"));
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    server.page("/a", &article("Notice on ownership", &[&B.replace("27", "31")]));
    desk.check();
    let next = desk.flags(false)[0]["id"].as_str().unwrap().to_owned();
    desk.ok(&["flag", "decide", &next, "update"]);
    let stats = desk.json(&["flag", "stats"]);
    assert_eq!(stats["sources"], serde_json::json!([{ "name": "a", "useful": 1, "decided": 2 }]));
    let rules: i64 = stats["rules"].as_array().unwrap().iter().map(|r| r["decided"].as_i64().unwrap()).sum();
    assert_eq!(rules, 2);
    let table = desk.ok(&["flag", "stats"]);
    assert!(table.contains("50 %"), "{table}");
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(desk.json(&["flag", "stats"])["sources"][0]["decided"], 1);
}
