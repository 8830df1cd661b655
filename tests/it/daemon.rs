//! `run`: it sweeps by itself, heeds signals, follows the config and shares the folder with `check`.

use std::time::{Duration, Instant};

use crate::common::{Answer, Desk, Gate, Server, until, until_true};

fn page(stake: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Microsoft and OpenAI</title><body><main><p>The two companies have worked together for years, as both boards said.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p></main></body></html>"
    )
}

/// A source that is due once and then not for days.
fn rare(id: &str, server: &Server) -> String {
    Desk::source(id, &server.url(&format!("/{id}")), "").replace("1s", "7d")
}

#[test]
fn it_sweeps_by_itself_and_flags_what_changes() {
    let server = Server::start();
    server.set("/a", Answer::html(page("49%")).etag("\"1\""));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    let mut daemon = desk.daemon(&[]);
    until_true("it polled twice", || desk.polls("a").len() >= 2);
    server.set("/a", Answer::html(page("27%")).etag("\"2\""));
    until_true("the claim is flagged", || desk.flagged() == ["microsoft-stake-49"]);
    daemon.logged("A claim is flagged.", 1);
    daemon.told("WATCHDOG=1");
    daemon.signal("TERM");
    daemon.told("STOPPING=1");
    assert!(daemon.ended().success());
    assert_eq!(desk.outcomes("a")[..2], ["changed", "not_modified"]);
    assert_eq!(desk.flags(true).len(), 1);
    desk.ok(&["archive", "verify"]);
}

#[test]
fn a_first_signal_lets_a_fetch_end_and_a_second_cuts_it() {
    let server = Server::start();
    let gate = Gate::default();
    server.set("/a", Answer::html(page("27%")).behind(&gate));
    let desk = Desk::new(&rare("a", &server));
    let mut daemon = desk.daemon(&[]);
    until_true("it asked", || server.hits("/a") == 1);
    daemon.signal("TERM");
    daemon.logged("Stopping", 1);
    gate.open();
    assert!(daemon.ended().success());
    assert_eq!(desk.outcomes("a"), ["changed"]);
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);

    server.set("/b", Answer::html(page("27%")).behind(&Gate::default()));
    desk.sources(&rare("b", &server));
    let mut daemon = desk.daemon(&[]);
    until_true("it asked", || server.hits("/b") == 1);
    let begin = Instant::now();
    daemon.signal("INT");
    daemon.logged("Stopping", 1);
    daemon.signal("TERM");
    assert_eq!(daemon.ended().code(), Some(1));
    assert!(begin.elapsed() < Duration::from_secs(15), "the grace period was not waited for");
    assert_eq!(desk.outcomes("b"), Vec::<String>::new());
    assert_eq!(desk.sql(&["SELECT count(*) FROM source WHERE lease_owner IS NOT NULL"]), [0]);
}

#[test]
fn a_changed_file_is_taken_over_and_a_bad_one_is_not() {
    let server = Server::start();
    for id in ["a", "b", "c"] {
        server.page(&format!("/{id}"), &page("49%"));
    }
    let desk = Desk::new(&rare("a", &server));
    let mut daemon = desk.daemon(&[]);
    until_true("a was swept", || desk.polls("a").len() == 1);

    desk.sources(&(rare("a", &server) + &rare("b", &server)));
    until_true("b was swept", || server.hits("/b") == 1);
    assert_eq!(server.hits("/a"), 1, "a is not due for it");

    let good = std::fs::read_to_string(desk.path("sources.toml")).unwrap();
    std::fs::write(desk.path("sources.toml"), good.clone() + "[[source]]\nid = \"c\"\nurll = \"x\"\n")
        .unwrap();
    daemon.logged("the old one stays in force", 1);
    let line = good.lines().count() + 3;
    assert!(daemon.log().contains(&format!("sources.toml:{line}:1: unknown key `urll`")), "{}", daemon.log());
    assert_eq!(desk.json(&["source", "list"]).as_array().unwrap().len(), 2);

    // An editor that writes a new file and renames it; a is taken out.
    let new = desk.path("sources.toml.new");
    let text = good.replace(&rare("a", &server), &rare("c", &server));
    std::fs::write(&new, text).unwrap();
    std::fs::rename(new, desk.path("sources.toml")).unwrap();
    until_true("c was swept", || server.hits("/c") == 1);
    let list = desk.json(&["source", "list"]);
    let ids: Vec<&str> = list.as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["b", "c"]);
    let all = desk.json(&["source", "list", "--all"]);
    assert!(!Desk::listed(&all, "a")["retired_at"].is_null());
    assert_eq!(desk.polls("a").len(), 1, "its history is kept");
    daemon.stop();
}

#[test]
fn a_hangup_reloads_a_file_that_cannot_be_watched() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    server.page("/b", &page("49%"));
    let desk = Desk::new(&rare("a", &server));
    // The file lies elsewhere; only a link to it is in the folder.
    std::fs::create_dir(desk.path("elsewhere")).unwrap();
    std::fs::rename(desk.path("sources.toml"), desk.path("elsewhere/sources.toml")).unwrap();
    std::os::unix::fs::symlink("elsewhere/sources.toml", desk.path("sources.toml")).unwrap();
    let mut daemon = desk.daemon(&[]);
    until_true("a was swept", || desk.polls("a").len() == 1);
    desk.sources(&(rare("a", &server) + &rare("b", &server)));
    daemon.signal("HUP");
    until_true("b was swept", || server.hits("/b") == 1);
    std::fs::write(desk.path("sources.toml"), "[[source]]\nid = 5\n").unwrap();
    daemon.signal("HUP");
    daemon.logged("the old one stays in force", 1);
    assert!(daemon.log().contains("sources.toml:2:6"), "{}", daemon.log());
    daemon.stop();
}

#[test]
fn a_check_beside_it_is_done_by_it() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    server.page("/b", &page("49%"));
    let desk = Desk::new(&(rare("a", &server) + &rare("b", &server)));
    let mut daemon = desk.daemon(&[]);
    until_true("both were swept", || desk.polls("a").len() + desk.polls("b").len() == 2);
    server.page("/a", &page("27%"));
    let swept = desk.check();
    assert_eq!(swept.as_array().unwrap().len(), 2);
    assert_eq!(Desk::of(&swept, "a")["outcome"], "changed");
    assert_eq!(Desk::of(&swept, "a")["flags"].as_array().unwrap().len(), 1);
    assert_eq!(Desk::of(&swept, "b")["outcome"], "unchanged");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    let swept = desk.json(&["check", "b"]);
    assert_eq!(swept.as_array().unwrap().len(), 1);
    assert_eq!((server.hits("/a"), server.hits("/b")), (2, 3));
    daemon.stop();
}

#[test]
fn a_check_beside_it_waits_for_a_sweep_of_its_own() {
    let server = Server::start();
    let gate = Gate::default();
    server.set("/a", Answer::html(page("49%")).behind(&gate));
    let desk = Desk::new(&rare("a", &server));
    let mut daemon = desk.daemon(&[]);
    until_true("it asked", || server.hits("/a") == 1);
    // The fetch under way began before the check was asked for, and may have missed an edit.
    let mut check =
        desk.command().args(["check", "--json"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    until_true("the check marked it", || {
        desk.sql(&["SELECT count(*) FROM source WHERE next_due_at > (SELECT max(at) FROM event)"])[0] == 1
    });
    server.page("/a", &page("27%"));
    gate.open();
    until("the check ends", || check.try_wait().unwrap());
    let out = check.wait_with_output().unwrap();
    let swept: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(Desk::of(&swept, "a")["outcome"], "changed");
    assert_eq!(desk.outcomes("a"), ["changed", "changed"]);
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    daemon.stop();
}

#[test]
fn a_second_one_is_refused() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    let desk = Desk::new(&rare("a", &server));
    let mut daemon = desk.daemon(&[]);
    let said = desk.fails(&["run"], 1);
    assert!(said.contains("in use by a running `claimwatch run` (process "), "{said}");
    assert!(said.contains("--data-dir"), "{said}");
    until_true("the first goes on", || desk.polls("a").len() == 1);
    daemon.stop();
    let mut daemon = desk.daemon(&[]);
    daemon.stop();
}

#[test]
fn missed_slots_are_caught_up_once() {
    let server = Server::start();
    server.page("/a", &page("49%"));
    server.page("/b", &page("49%"));
    let hourly = Desk::source("a", &server.url("/a"), "").replace("1s", "1h");
    let cron = Desk::source("b", &server.url("/b"), "").replace("every = \"1s\"", "cron = \"0 9 * * *\"");
    let desk = Desk::new(&(hourly + &cron));
    desk.check_at("2026-12-01T00:30:00Z");
    let mut daemon = desk.daemon(&["--clock", "2026-12-11T00:30:00Z"]);
    until_true("both were caught up", || desk.polls("a").len() == 2 && desk.polls("b").len() == 2);
    // Two ticks of the metronome later nothing more was asked.
    daemon.told("WATCHDOG=1");
    daemon.told("WATCHDOG=1");
    daemon.stop();
    assert_eq!((server.hits("/a"), server.hits("/b")), (2, 2));
    assert!(desk.polls("a")[1]["at"].as_str().unwrap().starts_with("2026-12-11T00:30"));
    let next = |id| desk.health(id)["next_due"].as_str().unwrap().to_owned();
    assert!(("2026-12-11T00:30".."2026-12-11T01:31").contains(&next("a").as_str()), "{}", next("a"));
    assert!(next("b").starts_with("2026-12-11T09:00"), "{}", next("b"));
}

#[test]
fn a_source_that_fails_does_not_hold_up_the_others() {
    let server = Server::start();
    server.set("/a", Answer::raw(|_| ()));
    server.page("/b", &page("49%"));
    let both = Desk::source("a", &server.url("/a"), "") + &Desk::source("b", &server.url("/b"), "");
    let desk = Desk::new(&both);
    let mut daemon = desk.daemon(&[]);
    until("b was swept often", || (desk.polls("b").len() >= 2).then_some(()));
    daemon.logged("A check failed.", 1);
    assert_eq!(desk.health("a")["health"], "failing");
    daemon.stop();
}
