//! Decisions and what they move.

use serde_json::Value as Json;

use crate::common::pages::article;
use crate::common::{Desk, Server};

pub const B: &str = "Microsoft holds a 27% stake in OpenAI, both companies say.";
pub const CLAIM: &str = "microsoft-stake-49";

/// A desk whose one page contradicts the claim: flag 1 is open.
pub fn flagged() -> (Server, Desk) {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[B]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
    (server, desk)
}

pub fn claim(desk: &Desk) -> Json {
    desk.json(&["claim", "show", CLAIM])
}

/// Everything that a decision may move, without times.
fn standing(desk: &Desk) -> Json {
    let claim = claim(desk);
    let ratings: Vec<&Json> = claim["versions"].as_array().unwrap().iter().map(|v| &v["rating"]).collect();
    // Evidence of another version is that version's.
    let evidence =
        claim["evidence"].as_array().unwrap().iter().filter(|e| e["claim_version"] == claim["version"]);
    serde_json::json!({
        "status": claim["status"], "version": claim["version"], "rating": claim["rating"], "ratings": ratings,
        "owed": claim["correction_owed"], "as_of": claim["as_of"], "confirmed": claim["last_confirmed_at"],
        "evidence": evidence.count(), "en": claim["text"]["en"],
        "state": claim["flags"][0]["state"], "errors": desk.health("a")["errors"],
    })
}

fn decide(desk: &Desk, args: &[&str]) -> String {
    desk.ok(&[&["flag", "decide", "1"], args].concat())
}

/// Decides, holds what changed to `expected`, undoes, and holds everything else to what it was.
fn there_and_back(args: &[&str], expected: &[(&str, Json)]) {
    let (_server, desk) = flagged();
    let before = standing(&desk);
    decide(&desk, args);
    let after = standing(&desk);
    let mut wanted = before.clone();
    wanted["state"] = "decided".into();
    for (key, value) in expected {
        wanted[*key] = value.clone();
    }
    assert_eq!(after, wanted, "{args:?}");

    desk.ok(&["flag", "undo", "1"]);
    let mut back = standing(&desk);
    if back["version"] != before["version"] {
        // Versions are never taken back: the old wording is the newest version.
        assert_eq!(back["version"], 3, "{args:?}");
        back["version"] = before["version"].clone();
        back["ratings"] = before["ratings"].clone();
        back["rating"] = before["rating"].clone();
    }
    assert_eq!(back, before, "undo of {args:?}");
    assert_eq!(desk.flagged(), [CLAIM], "undo of {args:?} opens the flag and no other");
    let shown = desk.json(&["flag", "show", "1"]);
    let verdicts: Vec<&Json> = shown["decisions"].as_array().unwrap().iter().map(|d| &d["verdict"]).collect();
    assert_eq!(verdicts, [args[0], "undo"]);
    assert_eq!(desk.json(&["archive", "verify"])["faults"], serde_json::json!([]));
}

#[test]
fn update_waits_for_the_new_version() {
    there_and_back(
        &["update", "--reason", "the deal of October"],
        &[
            ("status", "needs_update".into()),
            ("rating", "outdated".into()),
            ("ratings", serde_json::json!(["outdated"])),
        ],
    );
}

#[test]
fn update_with_the_new_value() {
    there_and_back(
        &["update", "--value", "27%", "--as-of", "2025-10-28"],
        &[
            ("status", "watching".into()),
            ("version", 2.into()),
            ("rating", "unrated".into()),
            ("ratings", serde_json::json!(["outdated", "unrated"])),
            ("as_of", "2025-10-28".into()),
            ("en", "Microsoft holds a 27% stake in OpenAI.".into()),
            ("evidence", 1.into()),
        ],
    );
}

#[test]
fn correct_owes_a_correction() {
    there_and_back(
        &["correct", "--rating", "false"],
        &[
            ("status", "needs_correction".into()),
            ("rating", "false".into()),
            ("ratings", serde_json::json!(["false"])),
            ("owed", true.into()),
        ],
    );
    there_and_back(
        &["correct", "--rating", "mostly_false", "--value", "27%"],
        &[
            ("status", "watching".into()),
            ("version", 2.into()),
            ("ratings", serde_json::json!(["mostly_false", "unrated"])),
            ("owed", true.into()),
            ("en", "Microsoft holds a 27% stake in OpenAI.".into()),
            ("evidence", 1.into()),
        ],
    );
}

#[test]
fn refine_keeps_the_rating() {
    let (_server, desk) = flagged();
    desk.ok(&["claim", "rate", CLAIM, "mostly_true"]);
    decide(
        &desk,
        &[
            "refine",
            "--value",
            "27%",
            "--wording",
            "Microsoft holds about 27% of OpenAI.",
            "--wording-zh",
            "微软持有OpenAI约27%的股权。",
        ],
    );
    let now = claim(&desk);
    assert_eq!(
        (&now["status"], &now["version"], &now["rating"]),
        (&"watching".into(), &2.into(), &"mostly_true".into())
    );
    assert_eq!(now["text"]["zh"], "微软持有OpenAI约27%的股权。");
    assert_eq!(
        now["versions"][0]["text"]["en"], "Microsoft holds a 49% stake in OpenAI.",
        "the old one stays"
    );
    let said = desk.fails(&["flag", "decide", "1", "refine"], 2);
    assert!(said.contains("--wording"), "{said}");
}

#[test]
fn confirm_renews_the_date_and_keeps_the_passage() {
    let (_server, desk) = flagged();
    let before = standing(&desk);
    decide(&desk, &["confirm"]);
    let now = claim(&desk);
    let today = now["last_confirmed_at"].as_str().unwrap()[..10].to_owned();
    assert_eq!(now["as_of"], today.as_str(), "the page gives no date, so the capture's counts");
    assert_eq!(
        (&now["status"], &now["version"], &now["rating"]),
        (&"watching".into(), &1.into(), &"unrated".into())
    );
    assert_eq!(now["evidence"][0]["passage"], B);
    desk.check();
    assert_eq!(desk.flagged(), Vec::<String>::new());
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(standing(&desk), before);
}

#[test]
fn unrelated_mutes_the_passage() {
    there_and_back(&["unrelated"], &[("status", "watching".into())]);
}

#[test]
fn source_error_is_noted_on_the_source() {
    there_and_back(
        &["source-error", "--reason", "a typo of theirs"],
        &[("status", "watching".into()), ("errors", 1.into())],
    );
}

#[test]
fn dispute_stays() {
    there_and_back(&["dispute"], &[("status", "disputed".into())]);
}

#[test]
fn a_new_version_is_held_against_every_source_at_once() {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[B]));
    server.page("/b", &article("Other news", &["Microsoft owns a 31% stake in OpenAI, it is said."]));
    server.page("/c", &article("Old news", &["Nothing is new here."]));
    let sources: String =
        ["a", "b", "c"].iter().map(|id| Desk::source(id, &server.url(&format!("/{id}")), "")).collect();
    let desk = Desk::new(&sources);
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM, CLAIM]);
    let asked = server.asked().len();
    let of = |source: &str| desk.flags(true).into_iter().find(|f| f["source"] == source).unwrap();
    let (a, b) = (of("a"), of("b"));

    // 30 %: neither page says so; one of the two waits already, the other is decided and comes anew.
    let said = desk.ok(&["flag", "decide", a["id"].as_str().unwrap(), "update", "--value", "30%"]);
    assert!(said.contains("at odds"), "{said}");
    assert_eq!(claim(&desk)["status"], "flagged");
    let open = desk.flags(false);
    assert_eq!(open.len(), 2, "{open:#?}");
    assert!(open.iter().any(|f| f["source"] == "a" && f["claim_version"] == 2), "{open:#?}");
    assert!(open.iter().any(|f| f["id"] == b["id"]), "b's passage waits once: {open:#?}");

    // 31 %: b agrees now, its flag lapses and says why.
    let again = open.iter().find(|f| f["source"] == "a").unwrap()["id"].as_str().unwrap().to_owned();
    desk.ok(&["flag", "decide", &again, "update", "--value", "31%"]);
    let b = of("b");
    assert_eq!(b["state"], "suppressed");
    assert!(b["state_reason"].as_str().unwrap().contains("version 3"), "{b:#}");
    assert_eq!(server.asked().len(), asked, "nothing is fetched for it");
}

#[test]
fn the_status_returns_only_when_no_flag_is_open() {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[B]));
    server.page("/b", &article("Other news", &["Microsoft owns a 31% stake in OpenAI, it is said."]));
    let desk =
        Desk::new(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    assert_eq!(claim(&desk)["status"], "flagged");
    desk.ok(&["flag", "decide", "2", "unrelated"]);
    assert_eq!(claim(&desk)["status"], "watching");
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(claim(&desk)["status"], "flagged");
    desk.ok(&["flag", "defer", "1", "--until", "2099-01-01"]);
    assert_eq!(claim(&desk)["status"], "watching");
    let status = desk.json(&["status"]);
    assert_eq!(status["claims"]["watching"], 70, "{status:#}");
    assert_eq!((&status["flags"]["deferred"], &status["flags"]["decided"]), (&1.into(), &1.into()));
}

#[test]
fn undoing_an_older_decision_leaves_what_was_decided_since() {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[B]));
    server.page("/b", &article("Other news", &["Microsoft owns a 31% stake in OpenAI, it is said."]));
    let desk =
        Desk::new(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    desk.ok(&["flag", "decide", "1", "unrelated"]);
    desk.ok(&["flag", "decide", "2", "dispute"]);
    desk.ok(&["flag", "undo", "1"]);
    assert_eq!(claim(&desk)["status"], "disputed");
}

#[test]
fn a_deferred_flag_comes_back_on_its_day() {
    let (_server, desk) = flagged();
    desk.ok(&["flag", "defer", "1", "--until", "2099-12-01"]);
    assert_eq!(desk.flagged(), Vec::<String>::new());
    assert_eq!(desk.json(&["flag", "list", "--state", "deferred"])[0]["deferred_until"], "2099-12-01");
    let at = |time: &str| desk.json(&["--clock", time, "flag", "list"]).as_array().unwrap().len();
    assert_eq!(at("2099-11-30T23:59:00Z"), 0);
    assert_eq!(at("2099-12-01T00:00:00Z"), 1);
    assert_eq!(claim(&desk)["status"], "flagged");
}

#[test]
fn a_sweep_wakes_a_deferred_flag_too() {
    let (_server, desk) = flagged();
    desk.ok(&["flag", "defer", "1", "--until", "2099-12-01"]);
    desk.check_at("2099-11-30T12:00:00Z");
    assert_eq!(desk.flagged(), Vec::<String>::new());
    desk.check_at("2099-12-02T12:00:00Z");
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn what_cannot_be_decided_is_refused_with_a_hint() {
    let (server, desk) = flagged();
    server.page("/b", &article("Other news", &["Microsoft owns a stake of 27 percent in OpenAI now."]));
    desk.sources(&(Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "")));
    desk.check();
    for (args, hint) in [
        (&["flag", "decide", "2", "confirm"][..], "decide flag 1"),
        (&["flag", "defer", "2", "--until", "2099-01-01"], "decide flag 1"),
        (&["flag", "undo", "1"], "no decision to undo"),
        (&["flag", "decide", "99", "confirm"], "claimwatch flag list --all"),
        (&["flag", "show", "99"], "claimwatch flag list --all"),
        (&["flag", "undo", "99"], "claimwatch flag list --all"),
        (&["flag", "defer", "99", "--until", "2099-01-01"], "claimwatch flag list --all"),
        (&["flag", "decide", "1", "forget"], "source-error"),
        (&["flag", "decide", "1", "confirm", "--value", "27%"], "leave out --wording and --value"),
        (&["flag", "decide", "1", "update", "--value", "a lot"], "27 %"),
        (&["flag", "decide", "1", "update", "--value", "27%", "--as-of", "soon"], "2025-10-28"),
        (&["flag", "decide", "1", "correct", "--rating", "so-so"], "half_true"),
        (&["claim", "show", "no-such-claim"], "claimwatch claim list"),
        (&["claim", "rate", "no-such-claim", "true"], "claimwatch claim list"),
        (&["claim", "rate", CLAIM, "so-so"], "half_true"),
        (&["claim", "retire", "no-such-claim"], "claimwatch claim list"),
        (&["claim", "edit", CLAIM], "--help"),
        (&["claim", "history", "no-such-claim"], "claimwatch claim list"),
        (&["source", "history", "no-such-source"], "claimwatch source list"),
    ] {
        let said = desk.fails(args, 2);
        assert!(said.contains(hint), "{args:?}: {said}");
    }
    assert_eq!(desk.flagged(), [CLAIM], "nothing was moved");
    assert_eq!(claim(&desk)["version"], 1);

    desk.ok(&["flag", "decide", "1", "confirm"]);
    let said = desk.fails(&["flag", "decide", "1", "dispute"], 2);
    assert!(said.contains("claimwatch flag undo 1"), "{said}");
}

#[test]
fn claims_are_rated_retired_edited_added_and_imported() {
    let (server, desk) = flagged();
    desk.ok(&["claim", "rate", "altman-fired", "mostly_true", "--reason", "right event, wrong month"]);
    assert_eq!(desk.json(&["claim", "show", "altman-fired"])["rating"], "mostly_true");

    desk.ok(&["claim", "retire", CLAIM, "--reason", "of no interest"]);
    server.page("/a", &article("Notice on ownership", &["Microsoft holds a 31% stake in OpenAI."]));
    desk.check();
    assert_eq!(desk.flags(true).len(), 1, "a retired claim is not watched");
    assert!(desk.fails(&["claim", "retire", CLAIM], 2).contains("already"));
    desk.ok(&["claim", "retire", CLAIM, "--back"]);
    assert_eq!(claim(&desk)["status"], "flagged", "and what was missed is found when it is watched again");
    assert!(desk.flags(false).iter().any(|f| f["after"] == "Microsoft holds a 31% stake in OpenAI."));

    desk.ok(&["claim", "edit", CLAIM, "--value", "31%", "--as-of", "2026-11-23", "--reason", "a new count"]);
    let now = claim(&desk);
    assert_eq!(
        (&now["version"], &now["value"], &now["text"]["en"]),
        (&2.into(), &"31%".into(), &"Microsoft holds a 31% stake in OpenAI.".into())
    );

    let add = [
        "claim",
        "add",
        "--id",
        "acme-staff",
        "--text",
        "Acme employs 1,200 people.",
        "--kind",
        "amount",
        "--class",
        "state",
        "--subject",
        "Acme",
        "--metric",
        "employs",
        "--metric",
        "employees",
        "--value",
        "1,200 people",
        "--as-of",
        "2026-11",
    ];
    desk.ok(&add);
    assert_eq!(desk.json(&["claim", "show", "acme-staff"])["status"], "watching");
    assert!(desk.fails(&add, 2).contains("claim edit"));
    server.page(
        "/a",
        &article(
            "Acme in figures",
            &["Acme employs 1,500 people.", "Microsoft holds a 31% stake in OpenAI."],
        ),
    );
    desk.check();
    assert!(desk.flagged().contains(&"acme-staff".to_owned()), "{:?}", desk.flagged());

    let more = "[[claim]]\nid = \"acme-town\"\ntext = { en = \"Acme has 3 shops.\" }\nkind = \"amount\"\nclass = \"state\"\nsubject = [\"Acme\"]\nmetric = { en = [\"shops\"] }\nvalue = \"3 shops\"\n";
    std::fs::write(desk.path("more.toml"), more).unwrap();
    let done = desk.json(&["claim", "import", "more.toml", "--draft"]);
    assert_eq!(done["added"], serde_json::json!(["acme-town"]));
    assert_eq!(desk.json(&["claim", "show", "acme-town"])["status"], "draft");
    desk.ok(&["claim", "retire", "acme-town", "--back"]);
    assert_eq!(desk.json(&["claim", "show", "acme-town"])["status"], "watching");
    std::fs::write(desk.path("more.toml"), more.replace('3', "4")).unwrap();
    assert!(desk.ok(&["claim", "import", "more.toml"]).contains("--update"));
    assert_eq!(desk.json(&["claim", "show", "acme-town"])["version"], 1);
    desk.ok(&["claim", "import", "more.toml", "--update"]);
    let town = desk.json(&["claim", "show", "acme-town"]);
    assert_eq!((&town["version"], &town["value"]), (&2.into(), &"4 shops".into()));

    let kinds: Vec<String> = desk
        .json(&["claim", "history", CLAIM])
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap().to_owned())
        .collect();
    for kind in ["claim_added", "claim_status", "claim_retired", "claim_watched", "claim_revised"] {
        assert!(kinds.iter().any(|k| k == kind), "{kind} is not in {kinds:?}");
    }
    let text = desk.ok(&["claim", "history", CLAIM]);
    assert!(
        text.contains("version 2") && text.contains("by human:tester") && text.contains("of no interest"),
        "{text}"
    );
    assert_eq!(desk.json(&["archive", "verify"])["faults"], serde_json::json!([]));
}
