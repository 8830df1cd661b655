//! `article`: from a text, file or address to claims that are kept, anchored and watched.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value as Json;

use crate::common::pages::article;
use crate::common::{Desk, Server};
use crate::review::Terminal;

/// Three statements and three sentences that state nothing.
const TEXT: &str = "\
Notes from the tile market

Good morning to all of you.
Acme Tiles employs 1,200 people in its two factories. I hope that we can do better.
The company lost $35 million in 2024, people familiar with the matter said.
What should we do about it?
据悉，贝塔银行以12亿元收购了该公司30%的股权。
";
const STAFF: &str = "Acme Tiles employs 1,200 people in its two factories.";

/// A desk without claims, with the article in a file.
fn desk(sources: &str) -> Desk {
    let desk = Desk::with_claims(sources, "");
    std::fs::write(desk.path("article.txt"), TEXT).unwrap();
    desk
}

fn sentences(found: &Json) -> Vec<&str> {
    found["sentences"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap()).collect()
}

/// Runs with this on standard input.
fn fed(desk: &Desk, args: &[&str], input: &str) -> String {
    let mut child = desk
        .command()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{args:?}\n{stdout}\n{stderr}");
    stdout.into_owned()
}

fn claims(desk: &Desk) -> Vec<(String, String)> {
    let list = desk.json(&["claim", "list"]);
    let word = |c: &Json, key: &str| c[key].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|c| (word(c, "id"), word(c, "status"))).collect()
}

#[test]
fn suggests_what_a_text_states() {
    let desk = desk("");
    let found = desk.json(&["article", "suggest", "article.txt"]);
    assert_eq!(found["article"]["title"], "Notes from the tile market");
    assert_eq!(sentences(&found).len(), 3, "{found:#}");
    let chars: Vec<char> = TEXT.chars().collect();
    for s in found["sentences"].as_array().unwrap() {
        let place = |key: &str| usize::try_from(s[key].as_u64().unwrap()).unwrap();
        let there: String = chars[place("start")..place("end")].iter().collect();
        assert_eq!(s["text"], there.as_str());
    }
    let staff = &found["sentences"][0];
    assert_eq!(staff["text"], STAFF);
    assert_eq!(staff["claim"]["subject"][0], "Acme Tiles");
    assert_eq!(staff["claim"]["value"], "1,200 people");
    // Who “the company” is was said before.
    let loss = &found["sentences"][1]["claim"];
    assert_eq!(
        (loss["subject"][0].as_str(), loss["claimant"].as_str()),
        (Some("Acme Tiles"), Some("reportedly"))
    );
    assert_eq!((loss["value"].as_str(), loss["period"].as_str()), (Some("$35 million"), Some("2024")));

    let all = desk.json(&["article", "suggest", "article.txt", "--all"]);
    assert_eq!(sentences(&all).len(), 7);
    let piped = fed(&desk, &["article", "suggest", "-", "--min-score", "0.9", "--json"], TEXT);
    let piped: Json = serde_json::from_str(&piped).unwrap();
    assert!(sentences(&piped).len() <= 3);
    let table = desk.ok(&["article", "suggest", "article.txt"]);
    assert!(table.contains("3 sentences") && table.contains("1,200 people"), "{table}");
    assert!(!desk.path("data/claimwatch.db").exists(), "suggesting writes nothing");
}

#[test]
fn suggests_from_a_page_without_its_frame() {
    let server = Server::start();
    let page = article("Tiles", &[STAFF, "Thank you for your visit.", "It lost $35 million in 2024."]);
    server.page("/news", &page);
    let desk = desk("");
    std::fs::write(desk.path("page.html"), &page).unwrap();
    let least = ["--min-score", "0.7"];
    let file = desk.json(&[&["article", "suggest", "page.html"], &least[..]].concat());
    let url = server.url("/news");
    let far = desk.json(&[&["article", "suggest", &url, "--allow-private"], &least[..]].concat());
    for found in [&file, &far] {
        assert_eq!(sentences(found), [STAFF, "It lost $35 million in 2024."]);
        assert_eq!(found["article"]["title"], "Tiles");
    }
    assert_eq!(far["article"]["url"], server.url("/news"));
    let refused = desk.fails(&["article", "suggest", &server.url("/news")], 1);
    assert!(refused.contains("private") || refused.contains("loopback"), "{refused}");
}

#[test]
fn a_person_accepts_edits_and_skips() {
    let desk = desk("");
    // The first as it is; the second changed, after a slug that is none, and watched; then stop.
    let answers = "a\ne\nNo Slug!\n\n\n\n\n\n\n\n\nw\ne\nacme-loss\n\nAcme Tiles, Beta\nloss\n-\n\nAcme Tiles\n\n\nw\nq\n";
    let said = fed(&desk, &["article", "add", "article.txt", "--plain"], answers);
    assert!(said.contains("1 of 3") && said.contains("Not kept: "), "{said}");
    assert!(said.contains("2 claims added"), "{said}");
    let kept = claims(&desk);
    assert!(kept.contains(&("acme-loss".to_owned(), "watching".to_owned())), "{kept:?}");
    assert!(kept.iter().any(|(id, status)| id.starts_with("acme-tiles") && status == "draft"), "{kept:?}");
    let loss = desk.json(&["claim", "show", "acme-loss"]);
    assert_eq!(loss["subject"], serde_json::json!(["Acme Tiles", "Beta"]));
    assert_eq!((&loss["metric"]["en"][0], &loss["claimant"]), (&"loss".into(), &"Acme Tiles".into()));
    assert!(loss["value"].is_null(), "{loss:#}");
    assert_eq!(loss["anchor"]["suffix"].as_str().unwrap().chars().next(), Some('\n'));

    // What is kept is not asked about again; what was not reached is.
    let said = fed(&desk, &["article", "add", "article.txt", "--plain"], "\n");
    assert!(said.contains("1 of 1") && said.contains("0 claims added, 1 skipped, 2 known"), "{said}");
    // Without any answer nothing happens.
    assert!(fed(&desk, &["article", "add", "article.txt"], "").contains("0 claims added"));
    assert_eq!(claims(&desk).len(), 2);
    desk.ok(&["archive", "verify"]);
}

#[test]
fn scripts_accept_by_score_and_nothing_is_doubled() {
    let desk = desk("");
    let add = ["article", "add", "article.txt", "--yes-above", "0.5", "--published", "2026-11-20"];
    let first = desk.json(&add);
    let added = first["added"].as_array().unwrap();
    assert_eq!(added.len(), 3);
    let staff = &added[0];
    assert_eq!((&staff["status"], &staff["as_of"]), (&"draft".into(), &"2026-11-20".into()));
    let anchor = &staff["anchor"];
    assert_eq!(anchor["exact"], STAFF);
    let quote =
        format!("{}{STAFF}{}", anchor["prefix"].as_str().unwrap(), anchor["suffix"].as_str().unwrap());
    assert!(TEXT.contains(&quote), "{quote}");
    let start = TEXT[..TEXT.find(STAFF).unwrap()].chars().count();
    assert_eq!(anchor["start"], start);

    let again = desk.json(&add);
    assert_eq!((again["added"].as_array().unwrap().len(), &again["known"]), (0, &3.into()));
    assert_eq!(desk.sql(&["SELECT COUNT(*) FROM article"]), [1]);
    assert_eq!(desk.sql(&["SELECT COUNT(*) FROM article_text"]), [1]);
    assert_eq!(claims(&desk).len(), 3);
    // The same slots in another article get a slug of their own.
    std::fs::write(desk.path("other.txt"), format!("Other notes\n{STAFF}\n")).unwrap();
    let other = desk.json(&["article", "add", "other.txt", "--yes-above", "0.5"]);
    let id = other["added"][0]["id"].as_str().unwrap();
    assert_eq!(id, format!("{}-2", staff["id"].as_str().unwrap()));
    assert!(desk.ok(&["claim", "show", id]).contains("quote"));
}

#[test]
fn a_changed_text_of_one_address_is_its_next_version() {
    let server = Server::start();
    let desk = desk("");
    let url = server.url("/news");
    let add = ["article", "add", url.as_str(), "--allow-private", "--yes-above", "0.7"];
    server.page("/news", &article("Tiles", &[STAFF]));
    assert_eq!(desk.json(&add)["version"], 1);
    server.page("/news", &article("Tiles", &[STAFF, "Acme Tiles lost $35 million in 2024."]));
    let second = desk.json(&add);
    assert_eq!((&second["version"], &second["known"]), (&2.into(), &1.into()));
    assert_eq!(second["added"].as_array().unwrap().len(), 1);
    assert_eq!(desk.sql(&["SELECT COUNT(*) FROM article"]), [1]);
}

#[test]
fn what_is_accepted_is_watched_from_the_next_check_on() {
    let server = Server::start();
    server.page("/staff", &article("Staff", &["Acme Tiles employs 1,200 people in its two factories."]));
    let desk = desk(&Desk::source("staff", &server.url("/staff"), ""));
    let added = desk.json(&["article", "add", "article.txt", "--yes-above", "0.5", "--watching"]);
    let slug = added["added"][0]["id"].as_str().unwrap().to_owned();
    desk.check();
    assert_eq!(desk.flagged(), [""; 0]);
    server.page("/staff", &article("Staff", &["Acme Tiles employs 900 people in its two factories."]));
    desk.check();
    assert_eq!(desk.flagged(), [slug.as_str()]);
    assert_eq!(desk.flags(false)[0]["new"]["value"], "900");

    // A claim that is at odds with what was read already is flagged at once.
    std::fs::write(
        desk.path("late.txt"),
        "Late notes\nAcme Tiles employs 1,500 people in its two factories.",
    )
    .unwrap();
    let late = desk.json(&["article", "add", "late.txt", "--yes-above", "0.5", "--watching"]);
    assert_eq!(late["flags"].as_array().unwrap().len(), 1, "{late:#}");
}

#[test]
fn single_keys_at_a_terminal() {
    let desk = desk("");
    let terminal = Terminal::start(&desk, "article add article.txt");
    terminal.wait_for("1 of 3");
    terminal.wait_for("[q]uit");
    terminal.keys(&["w"]);
    terminal.wait_for("is watching");
    terminal.wait_for("2 of 3");
    terminal.keys(&["s"]);
    terminal.wait_for("3 of 3");
    terminal.keys(&["q"]);
    terminal.wait_for("1 claims added, 1 skipped");
    terminal.wait_for("ended with 0");
    assert_eq!(claims(&desk).len(), 1);
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = desk("");
    std::fs::write(desk.path("empty.txt"), " \n").unwrap();
    for (args, word) in [
        (&["article", "suggest", "no-such-file"][..], "no-such-file"),
        (&["article", "suggest", "empty.txt"], "no text"),
        (&["article", "suggest", "article.txt", "--min-score", "2"], "between 0 and 1"),
        (&["article", "add", "-"], "--yes-above"),
        (&["article", "add", "article.txt", "--json"], "--yes-above"),
        (&["article", "add", "article.txt", "--published", "soon"], "2025-03-11"),
    ] {
        let said = desk.fails(args, 2);
        assert!(said.contains(word), "{args:?}: {said}");
    }
    assert!(!desk.path("data/claimwatch.db").exists());
}
