//! Sources by command: looked at, added, tested, listed, taken out.

use std::fs;

use serde_json::Value as Json;

use crate::common::pages::{article, rss};
use crate::common::{Answer, Desk, Server};

const STAKE: &str = "Microsoft holds a stake of roughly 27% in OpenAI.";

/// A config as a person keeps it: comments, odd spacing, a comment at the end.
const KEPT: &str = "# my sources\n\n[service]\ncontact   = \"desk@example.org\"   # mine\n\n# the first\n[[source]]\nid=\"first\"\nurl = 'https://www.example.org/first'   # keep this\nclaims = [\n  \"coreweave-*\", # all of them\n]\n\n# the end\n";

fn desk_with(text: &str) -> Desk {
    let desk = Desk::new("");
    fs::write(desk.path("sources.toml"), text).unwrap();
    desk
}

fn config(desk: &Desk) -> String {
    fs::read_to_string(desk.path("sources.toml")).unwrap()
}

fn news() -> Server {
    let server = Server::start();
    server.page("/newsroom", &article("Newsroom of the laboratory", &[STAKE]));
    server.set(
        "/feed.xml",
        Answer::html(rss(&[("1", "Ownership", STAKE)])).header("Content-Type", "application/rss+xml"),
    );
    server
}

#[test]
fn a_page_is_looked_at_and_added() {
    let server = news();
    let desk = desk_with(KEPT);
    let said = desk.ok(&[
        "source",
        "add",
        &server.url("/newsroom"),
        "--id",
        "lab",
        "--claims",
        "microsoft-*",
        "--allow-private",
        "--yes",
    ]);
    assert!(said.contains("[[source]]") && said.contains("lab"), "{said}");
    let text = config(&desk);
    let entry = text.strip_prefix(KEPT).expect("everything before the entry is byte for byte as it was");
    for line in [
        "[[source]]".to_owned(),
        "id = \"lab\"".to_owned(),
        format!("url = \"{}\"", server.url("/newsroom")),
        "title = \"Newsroom of the laboratory\"".to_owned(),
        "kind = \"page\"".to_owned(),
        "every = \"6h\"".to_owned(),
        "claims = [\"microsoft-*\"]".to_owned(),
        "allow_private = true".to_owned(),
    ] {
        assert!(entry.lines().any(|l| l == line), "{line} is not in {entry}");
    }
    desk.ok(&["config", "check"]);
}

#[test]
fn a_feed_is_found_out_and_the_next_check_reads_it() {
    let server = news();
    let desk = Desk::new("");
    let before = config(&desk);
    let done = desk.json(&["source", "add", &server.url("/feed.xml"), "--allow-private", "--yes"]);
    assert_eq!((&done["kind"], &done["title"]), (&"feed".into(), &"Notices".into()), "{done:#}");
    let id = done["id"].as_str().unwrap();
    assert!(config(&desk).starts_with(&before));
    let swept = desk.check();
    assert_eq!((&swept[0]["source"], &swept[0]["outcome"]), (&id.into(), &"changed".into()));
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
}

#[test]
fn a_page_that_offers_a_feed_says_so() {
    let server = news();
    let page = article("Newsroom", &[STAKE]).replace(
        "<title>",
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"News\" href=\"/feed.xml\"><title>",
    );
    server.page("/with-feed", &page);
    let desk = Desk::new("");
    let done = desk.json(&["source", "add", &server.url("/with-feed"), "--allow-private", "--yes"]);
    assert_eq!(done["feeds"], serde_json::json!([server.url("/feed.xml")]));
}

#[test]
fn what_cannot_be_added_leaves_the_file_alone() {
    let server = news();
    server.set("/gone", Answer::status(404));
    let there = Desk::source("there", &server.url("/newsroom"), "");
    let desk = desk_with(&(KEPT.to_owned() + &there));
    let before = config(&desk);
    let (page, feed, gone) = (server.url("/newsroom"), server.url("/feed.xml"), server.url("/gone"));
    for (args, code, hint) in [
        (&["source", "add", &page, "--yes"][..], 2, "watched already, as source there"),
        (&["source", "add", &feed, "--id", "there", "--allow-private", "--yes"], 2, "--id"),
        (&["source", "add", &feed, "--id", "No Id", "--allow-private", "--yes"], 2, "lower-case"),
        (&["source", "add", &feed, "--allow-private"], 2, "--yes"),
        (&["source", "add", &feed, "--yes"], 1, "private"),
        (&["source", "add", &gone, "--allow-private", "--yes"], 1, "404"),
        (&["source", "add", "ftp://www.example.org/", "--yes"], 2, "http"),
        (&["source", "add", "not an address", "--yes"], 2, "http"),
        (&["source", "add", &feed, "--allow-private", "--every", "often", "--yes"], 2, "often"),
        (&["source", "remove", "no-such-source"], 2, "no-such-source"),
    ] {
        let said = desk.fails(args, code);
        assert!(said.contains(hint), "{args:?}: {said}");
        assert_eq!(config(&desk), before, "{args:?}");
    }
}

#[test]
fn a_title_that_is_meant_to_break_the_file_does_not() {
    let server = Server::start();
    server.page("/a", &article("News\"\n[[source]]\nid = \"evil\"\u{1b}[31m", &[STAKE]));
    let desk = desk_with(KEPT);
    desk.ok(&["source", "add", &server.url("/a"), "--id", "a", "--allow-private", "--yes"]);
    assert!(config(&desk).starts_with(KEPT));
    assert_eq!(desk.json(&["config", "check"])["sources"], 2);
    assert!(!config(&desk).contains('\u{1b}'));
}

#[test]
fn a_test_shows_passages_and_the_claims_they_bear_on() {
    let server = news();
    let desk = Desk::new(&Desk::source("lab", &server.url("/newsroom"), ""));
    let said = desk.ok(&["source", "test", "lab"]);
    assert!(said.contains(STAKE) && said.contains("microsoft-stake-49"), "{said}");
    let json = desk.json(&["source", "test", &server.url("/feed.xml"), "--allow-private"]);
    assert_eq!((&json["kind"], &json["status"]), (&"feed".into(), &200.into()));
    assert!(json["passages"].as_array().unwrap().iter().any(|p| p["text"] == STAKE), "{json:#}");
    let bearing =
        json["claims"].as_array().unwrap().iter().find(|c| c["claim"] == "microsoft-stake-49").unwrap();
    assert_eq!(
        (&bearing["relation"], &bearing["flagged"], &bearing["passage"]),
        (&"differs".into(), &true.into(), &STAKE.into())
    );
    assert!(!desk.path("data/archive").exists(), "a test remembers nothing");

    let narrow = desk.json(&["source", "test", "lab", "--select", "h1"]);
    let texts: Vec<&Json> = narrow["passages"].as_array().unwrap().iter().map(|p| &p["text"]).collect();
    assert!(
        texts.contains(&&"Newsroom of the laboratory".into()) && !texts.contains(&&STAKE.into()),
        "{texts:?}"
    );
    assert!(desk.fails(&["source", "test", &server.url("/feed.xml")], 1).contains("private"));
}

#[test]
fn testing_all_tells_which_can_be_read() {
    let server = news();
    server.set("/gone", Answer::status(404));
    let off = Desk::source("off", &server.url("/gone"), "enabled = false");
    let good = Desk::source("feed", &server.url("/feed.xml"), "")
        + &Desk::source("lab", &server.url("/newsroom"), "");
    let desk = Desk::new(&(good.clone() + &off));
    let lines = desk.json(&["source", "test", "--all"]);
    let seen: Vec<(&Json, &Json)> =
        lines.as_array().unwrap().iter().map(|l| (&l["source"], &l["ok"])).collect();
    assert_eq!(seen, [(&"feed".into(), &true.into()), (&"lab".into(), &true.into())]);
    desk.sources(&(good + &Desk::source("gone", &server.url("/gone"), "")));
    let said = desk.fails(&["source", "test", "--all"], 1);
    assert!(said.contains("✗ gone") && said.contains("404") && said.contains("✓ lab"), "{said}");
}

#[test]
fn a_source_is_taken_out_and_its_history_stays() {
    let server = news();
    let desk = Desk::new(
        &(Desk::source("lab", &server.url("/newsroom"), "")
            + &Desk::source("feed", &server.url("/feed.xml"), "")),
    );
    desk.check();
    let before = config(&desk);
    desk.ok(&["source", "remove", "lab"]);
    let after = config(&desk);
    assert!(!after.contains("id = \"lab\"") && after.contains("id = \"feed\""));
    assert!(
        before.len() > after.len()
            && before.starts_with(after.split("[[source]]").next().unwrap().trim_end())
    );
    desk.check();
    let ids = |args: &[&str]| -> Vec<String> {
        desk.json(args).as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["source", "list"]), ["feed"]);
    assert_eq!(ids(&["source", "list", "--all"]), ["feed", "lab"]);
    assert_eq!(desk.json(&["source", "history", "lab"]).as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["source", "history", "feed"]).as_array().unwrap().len(), 2);
}

#[test]
fn lists_have_the_fields_that_scripts_rely_on() {
    let server = news();
    server.set("/gone", Answer::status(404));
    let desk = Desk::new(
        &(Desk::source("lab", &server.url("/newsroom"), "tier = \"primary\"")
            + &Desk::source("gone", &server.url("/gone"), "")),
    );
    desk.check();
    let list = desk.json(&["source", "list"]);
    for source in list.as_array().unwrap() {
        for key in [
            "id",
            "url",
            "kind",
            "tier",
            "health",
            "reason",
            "last_attempt",
            "last_success",
            "next_due",
            "rules",
        ] {
            assert!(source.get(key).is_some(), "{key}: {source:#}");
        }
        for key in ["last_attempt", "next_due"] {
            let time = source[key].as_str().unwrap();
            assert!(
                time.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(time).is_ok(),
                "{key}: {time}"
            );
        }
    }
    let lab = desk.health("lab");
    assert_eq!(
        (&lab["kind"], &lab["tier"], &lab["health"], &lab["reason"]),
        (&"page".into(), &"primary".into(), &"ok".into(), &Json::Null)
    );
    let gone = desk.health("gone");
    assert_eq!((&gone["health"], &gone["last_success"]), (&"failing".into(), &Json::Null));
    assert!(gone["reason"].as_str().unwrap().contains("404"));

    desk.check();
    let polls = desk.json(&["source", "history", "lab"]);
    for poll in polls.as_array().unwrap() {
        for key in ["at", "outcome", "status", "changed"] {
            assert!(poll.get(key).is_some(), "{key}: {poll:#}");
        }
    }
    let outcomes = |id: &str| -> Vec<Json> {
        desk.json(&["source", "history", id])
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["outcome"].clone())
            .collect()
    };
    assert_eq!(outcomes("lab"), ["unchanged", "changed"]);
    assert_eq!(outcomes("gone"), ["failed", "failed"]);
    assert_eq!(desk.json(&["source", "history", "lab", "--limit", "1"]).as_array().unwrap().len(), 1);
}
