//! An open flag shows what the page says now.

use serde_json::{Value as Json, json};

use crate::common::pages::{article, rss};
use crate::common::{Answer, Desk, Server};
use crate::decide::{B, CLAIM};

const A: &str = "Microsoft holds a 49% stake in OpenAI, both companies say.";
const C: &str = "Microsoft holds a 31% stake in OpenAI, both companies say.";
/// Takes the figure out and puts none in its place.
const VAGUE: &str = "Microsoft holds a stake in OpenAI, and both companies say no more.";

struct Page {
    server: Server,
    desk: Desk,
}

impl Page {
    /// The page says each of these in turn.
    fn said(sentences: &[&str]) -> Self {
        let server = Server::start();
        let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
        let page = Self { server, desk };
        for sentence in sentences {
            page.says(&[sentence]);
        }
        page
    }

    fn says(&self, sentences: &[&str]) {
        self.server.page("/a", &article("Notice on ownership", sentences));
        self.desk.check();
    }

    /// The one flag that waits for review.
    fn open(&self) -> Json {
        let open = self.desk.flags(false);
        assert_eq!(open.len(), 1, "{open:#?}");
        open[0].clone()
    }
}

#[test]
fn a_flag_that_stands_says_what_was_flagged() {
    let page = Page::said(&[A, B]);
    let flag = page.open();
    assert_eq!((&flag["after"], &flag["now"], &flag["now_since"]), (&json!(B), &json!(B), &Json::Null));
    assert!(!page.desk.ok(&["flag", "show", "1"]).contains("  now "));
}

#[test]
fn the_passage_changes_again_and_supports_nothing() {
    let page = Page::said(&[A, B, VAGUE]);
    let flag = page.open();
    assert_eq!(flag["now"], VAGUE, "{flag:#}");
    let shown = page.desk.ok(&["flag", "show", flag["id"].as_str().unwrap()]);
    let listed = page.desk.ok(&["flag", "list"]);
    assert!(shown.contains(VAGUE) && listed.contains("both companies say no more"), "{shown}\n{listed}");
    // A, B and what stands now are all there.
    assert!(shown.contains(A) && shown.contains(B), "{shown}");
    assert_eq!(page.desk.json(&["claim", "show", CLAIM])["status"], "flagged");

    // The same page again is no news.
    let count = page.desk.flags(true).len();
    page.desk.check();
    assert_eq!((page.open()["now"].clone(), page.desk.flags(true).len()), (json!(VAGUE), count));

    // The next figure takes its place, and the whole way is shown.
    page.says(&[C]);
    let flag = page.open();
    assert_eq!((&flag["after"], &flag["now"]), (&json!(C), &json!(C)), "{flag:#}");
    let shown = page.desk.ok(&["flag", "show", flag["id"].as_str().unwrap()]);
    for text in [A, B, VAGUE, C] {
        assert!(shown.contains(text), "“{text}” is not in\n{shown}");
    }
    // And back to the start: all lapse.
    page.says(&[A]);
    assert_eq!(page.desk.flags(false), Vec::<Json>::new());
    assert_eq!(page.desk.json(&["claim", "show", CLAIM])["status"], "watching");
    assert_eq!(page.desk.json(&["archive", "verify"])["faults"], json!([]));
}

#[test]
fn the_passage_goes_away_and_comes_back() {
    let page = Page::said(&[A, B]);
    page.says(&[]);
    let flag = page.open();
    assert_eq!((&flag["after"], &flag["now"]), (&json!(B), &Json::Null), "{flag:#}");
    assert!(flag["now_since"].is_string());
    assert!(flag["state_reason"].as_str().unwrap().contains("gone from the page"), "{flag:#}");
    assert!(page.desk.ok(&["flag", "list"]).contains("gone"));
    assert!(page.desk.ok(&["flag", "show", "1"]).contains("gone from the page"));
    let shown = page.desk.json(&["flag", "show", "1"]);
    let kinds: Vec<&Json> = shown["events"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
    assert_eq!(kinds, ["flag_raised", "flag_passage"]);

    page.says(&[B]);
    let flag = page.open();
    assert_eq!((&flag["id"], &flag["now"], &flag["now_since"]), (&json!("1"), &json!(B), &Json::Null));
}

#[test]
fn a_deferred_flag_is_no_older_than_the_page() {
    let page = Page::said(&[A, B]);
    page.desk.ok(&["flag", "defer", "1", "--until", "2099-12-01"]);
    page.says(&[VAGUE]);
    let all = page.desk.flags(true);
    let waiting = all.iter().find(|f| f["state"] == "deferred" || f["state"] == "open").unwrap();
    assert_eq!(waiting["now"], VAGUE, "{all:#?}");
}

#[test]
fn a_muted_change_still_moves_the_flag_on() {
    let page = Page::said(&[A, B]);
    page.desk.ok(&["claim", "mute", CLAIM, "31%"]);
    page.says(&[C]);
    let flag = page.open();
    assert_eq!((&flag["after"], &flag["now"]), (&json!(B), &json!(C)), "{flag:#}");
}

#[test]
fn a_sentence_that_is_joined_with_another_one_has_not_moved() {
    let page = Page::said(&[A]);
    page.says(&[B, "More is to come in the spring."]);
    page.says(&[&format!("{B} More is to come in the spring.")]);
    let flag = page.open();
    assert_eq!((&flag["now"], &flag["now_since"]), (&json!(B), &Json::Null), "{flag:#}");
}

#[test]
fn what_is_decided_is_what_the_page_says_now() {
    let page = Page::said(&[A, B, VAGUE]);
    let id = page.open()["id"].as_str().unwrap().to_owned();
    page.desk.ok(&["flag", "decide", &id, "confirm"]);
    let claim = page.desk.json(&["claim", "show", CLAIM]);
    assert_eq!(claim["evidence"][0]["passage"], VAGUE, "{claim:#}");
}

#[test]
fn an_entry_that_is_edited_in_a_feed_moves_its_flag_on() {
    let xml = |text: &str| {
        let hours = ("n2", "Opening hours", "The reading room opens at nine on weekdays.");
        let feed = rss(&[("n1", "Ownership", text), hours]);
        Answer::html(feed).header("Content-Type", "application/rss+xml")
    };
    let server = Server::start();
    server.set("/feed", xml(B));
    let desk = Desk::new(&Desk::source("a", &server.url("/feed"), ""));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
    server.set("/feed", xml(VAGUE));
    desk.check();
    assert_eq!(desk.flags(false)[0]["now"], VAGUE, "{:#?}", desk.flags(true));
}

#[test]
fn evidence_is_listed_for_its_version_and_side() {
    let page = Page::said(&[A, B]);
    let before = page.desk.json(&["claim", "show", CLAIM]);
    assert_eq!((&before["evidence"][0]["passage"], &before["against"]), (&json!(A), &json!([])));
    page.desk.ok(&["flag", "decide", "1", "dispute"]);
    let disputed = page.desk.json(&["claim", "show", CLAIM]);
    assert_eq!(
        (&disputed["against"][0]["passage"], &disputed["evidence"][0]["passage"]),
        (&json!(B), &json!(A))
    );
    let shown = page.desk.ok(&["claim", "show", CLAIM]);
    assert!(shown.contains("  against    a ") && shown.contains("  for        a "), "{shown}");
    page.desk.ok(&["flag", "undo", "1"]);
    assert_eq!(page.desk.json(&["claim", "show", CLAIM])["against"], json!([]));

    page.desk.ok(&["flag", "decide", "1", "update", "--value", "27%"]);
    let claim = page.desk.json(&["claim", "show", CLAIM]);
    let passages: Vec<&Json> = claim["evidence"].as_array().unwrap().iter().map(|e| &e["passage"]).collect();
    assert_eq!(passages, [B], "{claim:#}");
    assert_eq!(claim["against"], json!([]));
    assert_eq!(claim["earlier_evidence"].as_array().unwrap().len(), 2, "A for the old version, B against it");
}
