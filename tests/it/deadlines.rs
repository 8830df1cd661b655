//! Forecasts whose day comes.

use crate::common::pages::article;
use crate::common::{Desk, Server};

const CLAIMS: &str = r#"
[[claim]]
id = "acme-plant"
text = { en = "Acme will open its Oslo plant by June 2026." }
kind = "forecast"
class = "forecast"
subject = ["Acme"]
metric = { en = ["Oslo plant"] }
deadline = "2026-06"
"#;

/// A desk with one page that says nothing of the claim.
fn desk() -> (Server, Desk) {
    let server = Server::start();
    server.page("/a", &article("Notice", &["The kitchen serves soup on Fridays."]));
    let desk = Desk::with_claims(&Desk::source("a", &server.url("/a"), ""), CLAIMS);
    (server, desk)
}

#[test]
fn a_deadline_is_flagged_once_when_it_has_passed() {
    let (_server, desk) = desk();
    desk.check_at("2026-06-30T12:00:00Z");
    assert!(desk.flags(true).is_empty(), "the last day is not over");

    desk.check_at("2026-07-01T00:10:00Z");
    desk.check_at("2026-07-02T12:00:00Z");
    let flags = desk.flags(true);
    assert_eq!(flags.len(), 1, "{flags:?}");
    let flag = &flags[0];
    assert_eq!((&flag["claim"], &flag["detail"]), (&"acme-plant".into(), &"deadline_passed".into()));
    assert_eq!((&flag["state"], &flag["relation"]), (&"open".into(), &"mentions".into()));
    assert!(flag["source"].is_null() && flag["sources"].as_array().unwrap().is_empty());
    assert_eq!(flag["old"]["high"], "20260630");
    let card = desk.ok(&["flag", "show", "1"]);
    assert!(card.contains("claimwatch claim outcome acme-plant"), "{card}");
    assert_eq!(desk.json(&["claim", "show", "acme-plant"])["status"], "flagged");
}

#[test]
fn saying_the_outcome_settles_it() {
    let (_server, desk) = desk();
    desk.check_at("2026-07-01T12:00:00Z");
    // Still under way: the question stays.
    desk.ok(&["claim", "outcome", "acme-plant", "stalled"]);
    assert_eq!(desk.flagged(), ["acme-plant"]);
    desk.ok(&["claim", "outcome", "acme-plant", "not_kept", "--reason", "it opened in August"]);
    assert!(desk.flagged().is_empty());
    let claim = desk.json(&["claim", "show", "acme-plant"]);
    assert_eq!((&claim["outcome"], &claim["status"]), (&"not_kept".into(), &"watching".into()));
    desk.check_at("2026-08-01T12:00:00Z");
    assert_eq!(desk.flags(true).len(), 1, "it is not asked again");
    let history = desk.ok(&["claim", "history", "acme-plant"]);
    assert!(history.contains("claim outcome not_kept"), "{history}");
}

#[test]
fn a_decision_may_say_the_outcome_and_undo_takes_it_back() {
    let (_server, desk) = desk();
    desk.check_at("2026-07-01T12:00:00Z");
    let refused = desk.fails(&["flag", "decide", "1", "source-error"], 2);
    assert!(refused.contains("no source said it"), "{refused}");
    desk.ok(&["flag", "decide", "1", "confirm", "--outcome", "kept"]);
    assert_eq!(desk.json(&["claim", "show", "acme-plant"])["outcome"], "kept");
    desk.ok(&["flag", "undo", "1"]);
    let claim = desk.json(&["claim", "show", "acme-plant"]);
    assert_eq!((&claim["outcome"], &claim["status"]), (&"not_yet_rated".into(), &"flagged".into()));
}

#[test]
fn the_review_asks_what_came_of_it() {
    let (_server, desk) = desk();
    desk.check_at("2026-07-01T12:00:00Z");
    let mut review = desk.command();
    review.args(["review", "--plain"]);
    let out =
        assert_cmd::Command::from_std(review).write_stdin("k\nperhaps\nnot_kept\nq\n").output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(said.contains("“perhaps” is not one of"), "{said}");
    assert_eq!(desk.json(&["claim", "show", "acme-plant"])["outcome"], "not_kept");
    assert!(desk.flagged().is_empty());
}

#[test]
fn a_moved_deadline_lapses_and_is_flagged_anew_on_its_day() {
    let (_server, desk) = desk();
    desk.check_at("2026-07-01T12:00:00Z");
    desk.ok(&["claim", "edit", "acme-plant", "--deadline", "2026-12-31"]);
    desk.check_at("2026-07-02T12:00:00Z");
    assert!(desk.flagged().is_empty());
    let old = &desk.flags(true)[0];
    assert_eq!(old["state"], "suppressed");
    desk.check_at("2027-01-01T12:00:00Z");
    assert_eq!(desk.flagged(), ["acme-plant"]);
}

#[test]
fn drafts_retired_claims_and_others_are_left_alone() {
    let (_server, desk) = desk();
    desk.check_at("2026-06-01T12:00:00Z");
    desk.ok(&["claim", "retire", "acme-plant"]);
    desk.check_at("2026-07-01T12:00:00Z");
    assert!(desk.flags(true).is_empty());
    let (_server, other) = crate::decide::flagged();
    let refused = other.fails(&["claim", "outcome", crate::decide::CLAIM, "kept"], 2);
    assert!(refused.contains("no forecast"), "{refused}");
}

#[test]
fn the_daemon_flags_deadlines_when_it_starts() {
    let (_server, desk) = desk();
    let mut daemon = desk.daemon(&["--clock", "2026-07-01T12:00:00Z"]);
    daemon.logged("A claim is flagged.", 1);
    daemon.stop();
    assert_eq!(desk.flagged(), ["acme-plant"]);
}
