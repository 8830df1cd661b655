//! What a person finds by hand goes into the queue, and counts as missed.

use serde_json::{Value as Json, json};

use crate::common::pages::{article, article_zh};
use crate::common::{Desk, Server};
use crate::decide::{B, CLAIM, flagged};

const PLAIN: &str =
    "The two firms met in “Harbour House” on Monday – for the third time – and said little of their stakes.";
const OTHER: &str = "agi-profit-test";

/// A desk whose page says nothing that is flagged.
fn quiet() -> (Server, Desk) {
    let server = Server::start();
    server.page("/a", &article("A meeting", &[PLAIN]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert!(desk.flagged().is_empty());
    (server, desk)
}

fn status(desk: &Desk, claim: &str) -> Json {
    desk.json(&["claim", "show", claim])["status"].clone()
}

#[test]
fn a_part_of_a_passage_raises_the_whole_of_it_with_its_evidence() {
    let (_server, desk) = quiet();
    // Typed with other quotes and dashes, as people do.
    let part = "\"Harbour House\" on Monday - for the third time";
    let flag = desk.json(&["flag", "raise", CLAIM, "a", "--passage", part, "--reason", "see the minutes"]);
    assert_eq!(
        (&flag["claim"], &flag["source"], &flag["state"]),
        (&json!(CLAIM), &json!("a"), &json!("open"))
    );
    assert_eq!((&flag["relation"], &flag["detail"]), (&json!("mentions"), &json!("raised_by_hand")));
    assert_eq!((&flag["before"], &flag["after"], &flag["now"]), (&Json::Null, &json!(PLAIN), &json!(PLAIN)));
    assert_eq!(flag["reasons"], json!(["raised by hand: see the minutes"]));
    let place = flag["archived"].as_str().unwrap();
    assert!(place.contains(".warc.gz:") && flag["captured_at"].is_string(), "{flag:#}");
    assert_eq!(status(&desk, CLAIM), "flagged");
    assert_eq!(desk.flagged(), [CLAIM]);

    let shown = desk.json(&["flag", "show", "1"]);
    let raised = &shown["events"][0];
    assert_eq!((&raised["kind"], &raised["actor"]), (&json!("flag_raised"), &json!("human:tester")));
    assert_eq!(desk.json(&["archive", "verify"])["faults"], json!([]));

    let said = desk.fails(&["flag", "raise", CLAIM, "a", "--passage", PLAIN], 2);
    assert!(said.contains("flag show 1"), "{said}");
    desk.ok(&["flag", "raise", OTHER, "a", "--passage", PLAIN]);
    assert_eq!(desk.flagged(), [OTHER, CLAIM], "it may matter to another claim");
}

#[test]
fn the_value_of_a_passage_is_read() {
    let (server, desk) = quiet();
    let sentence = "据介绍，双方股权比例调整后为27%，其余细节未披露。";
    server.page("/zh", &article_zh("会议", &[sentence]));
    desk.sources(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("zh", &server.url("/zh"), "")));
    desk.check();
    let flag = desk.json(&["flag", "raise", CLAIM, "zh", "--passage", "调整后为27%"]);
    assert_eq!((&flag["after"], &flag["new"]["value"]), (&json!(sentence), &json!("27")), "{flag:#}");
    assert_eq!(flag["old"]["value"], "49");
    let id = flag["id"].as_str().unwrap();
    desk.ok(&["flag", "decide", id, "update", "--value", "27%"]);
    assert_eq!(desk.json(&["claim", "show", CLAIM])["version"], 2);
}

#[test]
fn without_a_passage_the_source_as_a_whole_is_meant() {
    let (_server, desk) = quiet();
    let flag = desk.json(&["flag", "raise", CLAIM, "a"]);
    assert_eq!((&flag["before"], &flag["after"], &flag["now"]), (&Json::Null, &Json::Null, &Json::Null));
    assert!(flag["archived"].as_str().unwrap().contains(".warc.gz:"), "{flag:#}");
    assert!(desk.ok(&["flag", "show", "1"]).contains("the source as a whole"));
    assert!(desk.ok(&["flag", "list"]).contains("the source as a whole"));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
    desk.fails(&["flag", "raise", CLAIM, "a"], 2);
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    assert_eq!(status(&desk, CLAIM), "watching");
    assert_eq!(desk.json(&["claim", "mute", CLAIM]), json!([]), "nothing was said that could be muted");
}

#[test]
fn what_does_not_stand_there_is_refused_with_the_nearest_passage() {
    let (server, desk) = quiet();
    let said = desk.fails(&["flag", "raise", CLAIM, "a", "--passage", "The two firms met on Friday"], 2);
    assert!(said.contains("does not stand") && said.contains("Harbour House"), "{said}");
    for (args, hint) in [
        (&["flag", "raise", "no-such-claim", "a"][..], "claimwatch claim list"),
        (&["flag", "raise", CLAIM, "no-such-source"], "claimwatch source list"),
    ] {
        let said = desk.fails(args, 2);
        assert!(said.contains(hint), "{args:?}: {said}");
    }
    desk.sources(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    assert!(desk.fails(&["flag", "raise", CLAIM, "b"], 2).contains("claimwatch check b"));
    desk.ok(&["claim", "retire", CLAIM]);
    assert!(desk.fails(&["flag", "raise", CLAIM, "a"], 2).contains("--back"));
    assert_eq!(desk.flags(true), Vec::<Json>::new());
}

#[test]
fn a_passage_that_was_kept_quiet_says_so() {
    let server = Server::start();
    server.page("/a", &article("Notice", &["Nothing of note."]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    desk.ok(&["claim", "mute", CLAIM, "both companies"]);
    server.page("/a", &article("Notice", &["Nothing of note.", B]));
    desk.check();
    let quiet = desk.json(&["flag", "list", "--state", "suppressed", "--claim", CLAIM])[0].clone();
    let flag = desk.json(&["flag", "raise", CLAIM, "a", "--passage", "a 27% stake"]);
    let told = flag["reasons"][1].as_str().unwrap();
    let start = format!("it had been kept quiet as flag {} because muted by", quiet["id"].as_str().unwrap());
    assert!(told.starts_with(&start), "{told}");
}

#[test]
fn what_was_raised_by_hand_counts_as_missed() {
    let (server, desk) = flagged();
    server.page("/b", &article("A meeting", &[PLAIN]));
    desk.sources(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    desk.ok(&["flag", "decide", "1", "dispute"]);
    desk.ok(&["flag", "raise", OTHER, "b", "--passage", PLAIN]);
    let stats = desk.json(&["flag", "stats"]);
    let all = &stats["overall"];
    assert_eq!(
        (&all["found"], &all["missed"], &all["recall"]),
        (&json!(1), &json!(1), &json!(50)),
        "{stats:#}"
    );
    assert_eq!((&all["useful"], &all["decided"], &all["precision"]), (&json!(1), &json!(1), &json!(100)));
    let of =
        |source: &str| stats["sources"].as_array().unwrap().iter().find(|s| s["name"] == source).cloned();
    assert_eq!(of("b").unwrap()["missed"], 1);
    assert_eq!(of("a").unwrap()["missed"], 0);
    assert!(!stats["rules"].to_string().contains("raised_by_hand"), "{stats:#}");
    assert!(desk.ok(&["flag", "stats"]).contains("missed"));

    let hand = desk.flags(false)[0]["id"].as_str().unwrap().to_owned();
    desk.ok(&["flag", "decide", &hand, "update"]);
    assert_eq!(desk.json(&["flag", "stats"])["overall"]["missed"], 1);
    desk.ok(&["flag", "undo", &hand]);
    desk.ok(&["flag", "decide", &hand, "unrelated"]);
    let all = &desk.json(&["flag", "stats"])["overall"];
    assert_eq!((&all["missed"], &all["recall"], &all["decided"]), (&json!(0), &json!(100), &json!(1)));
}

#[test]
fn a_raised_flag_follows_its_passage_and_does_not_lapse() {
    let (server, desk) = quiet();
    desk.ok(&["flag", "raise", CLAIM, "a", "--passage", PLAIN]);
    let next = PLAIN.replace("Monday", "Friday");
    server.page("/a", &article("A meeting", &[&next]));
    desk.check();
    let open = desk.flags(false);
    assert_eq!((open.len(), &open[0]["now"]), (1, &json!(next)), "{open:#?}");
    server.page("/a", &article("A meeting", &[]));
    desk.check();
    let open = desk.flags(false);
    assert_eq!((open.len(), &open[0]["now"]), (1, &Json::Null), "{open:#?}");
}
