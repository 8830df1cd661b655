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
fn a_pattern_matches_words_and_no_parts_of_them() {
    let (server, desk) = flagged();
    desk.ok(&["flag", "decide", "1", "dispute"]);
    desk.ok(&["claim", "mute", CLAIM, "both compan"]);
    let says = |stake: &str| {
        server.page("/a", &article("Notice on ownership", &[&B.replace("27", stake)]));
        desk.check();
    };
    says("31");
    assert_eq!(desk.flagged(), [CLAIM], "half a word mutes nothing");
    let open = desk.flags(false)[0]["id"].as_str().unwrap().to_owned();
    desk.ok(&["flag", "decide", &open, "dispute"]);
    desk.ok(&["claim", "mute", CLAIM, "both compan*"]);
    says("33");
    assert!(desk.flagged().is_empty());
}

const TOWNS: &str = "[[claim]]
id = \"wick-residents\"
text = { en = \"Wick Harbour has 48,000 residents.\", zh = \"威克港有4.8万居民。\" }
kind = \"amount\"
class = \"state\"
subject = [\"Wick Harbour\"]
metric = { en = [\"residents\", \"population\"], zh = [\"居民\", \"人口\"] }
value = \"48,000 residents\"
as_of = \"2024\"
";

/// The passage is dismissed; its next figure stays away, and the claim's own does not.
fn stays_away(dismissed: &str, next: &str, own: &str) {
    let claim = "wick-residents";
    let server = Server::start();
    let says = |sentences: &[&str]| {
        server.page("/a", &article("Residents of Wick Harbour and of its neighbours", sentences));
    };
    says(&[dismissed]);
    let desk = Desk::with_claims(&Desk::source("a", &server.url("/a"), ""), TOWNS);
    desk.check();
    // Whether or not it was flagged: a person has seen it and finds that it is about something else.
    let id = match desk.flags(false).first() {
        Some(flag) => flag["id"].as_str().unwrap().to_owned(),
        None => desk.json(&["flag", "raise", claim, "a", "--passage", dismissed])["id"]
            .as_str()
            .unwrap()
            .to_owned(),
    };
    desk.ok(&["flag", "decide", &id, "unrelated"]);
    let mutes = desk.json(&["claim", "mute", claim]);
    assert_eq!((mutes[0]["passage"].as_str(), &mutes[0]["any_figures"]), (Some(dismissed), &true.into()));
    assert!(desk.ok(&["claim", "mute", claim]).contains("whatever their figures"));

    says(&[next]);
    desk.check();
    assert!(desk.flagged().is_empty(), "{:#?}", desk.flags(true));
    let kept = desk.json(&["flag", "list", "--state", "suppressed"]);
    for flag in kept.as_array().unwrap().iter().filter(|f| f["after"] == next) {
        assert!(flag["state_reason"].as_str().unwrap().contains("mute 1"), "{flag:#}");
    }
    says(&[next, own]);
    desk.check();
    assert_eq!(desk.flagged(), [claim], "{:#?}", desk.flags(true));
    assert_eq!(desk.flags(false)[0]["after"], own);
    desk.ok(&["claim", "mute", claim, "--lift", "1"]);
    assert_eq!(desk.json(&["claim", "mute", claim]), serde_json::json!([]));
}

#[test]
fn another_towns_next_figure_stays_away_with_the_dismissed_one() {
    stays_away(
        "Port Ellery: 12,300 residents",
        "Port Ellery: 13,900 residents",
        "The population of Wick Harbour is 52,000 residents.",
    );
    stays_away(
        "莱里镇共有12,300名居民。",
        "莱里镇共有13,900名居民。",
        "The population of Wick Harbour is 52,000 residents.",
    );
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
    let all = serde_json::json!([
        { "name": "a", "useful": 1, "decided": 2, "found": 1, "missed": 0, "precision": 50, "recall": 100 }
    ]);
    assert_eq!(stats["sources"], all);
    let rules: i64 = stats["rules"].as_array().unwrap().iter().map(|r| r["decided"].as_i64().unwrap()).sum();
    assert_eq!(rules, 2);
    let table = desk.ok(&["flag", "stats"]);
    assert!(table.contains("50 %"), "{table}");
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(desk.json(&["flag", "stats"])["sources"][0]["decided"], 1);
}
