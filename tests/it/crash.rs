//! Killed at any point, a sweep loses nothing and doubles nothing.

use std::process::{Child, Stdio};

use crate::common::{Answer, Daemon, Desk, Server, until, until_true};

const PAGES: usize = 60;
const EDITED: usize = 20;

fn page(number: usize, stake: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Microsoft and OpenAI</title><body><main><p>This is page {number} of the desk's list of reports about both.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p></main></body></html>"
    )
}

fn path(number: usize) -> String {
    format!("/{number:02}")
}

fn start(desk: &Desk) -> Child {
    let mut command = desk.command();
    command.args(["check", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_check_killed_anywhere_is_made_good_by_the_next() {
    let server = Server::start();
    let mut entries = String::new();
    for number in 0..PAGES {
        server.set(&path(number), Answer::html(page(number, "49%")).etag(&format!("\"{number}\"")));
        entries += &Desk::source(&format!("page-{number:02}"), &server.url(&path(number)), "");
    }
    let desk = Desk::new(&entries.replace("every = \"1s\"", "every = \"1d\""));
    desk.check();
    let polls = || desk.sql(&["SELECT count(*) FROM poll"])[0];
    let captures = || desk.sql(&["SELECT count(*) FROM capture"])[0];
    assert_eq!((polls(), captures()), (60, 60));

    // Each round edits twenty other pages, and dies after so many answers; in the second with some written.
    for (round, answers) in [4, 31, 58].into_iter().enumerate() {
        let edited: Vec<usize> = (0..PAGES).filter(|n| n % 3 == round).collect();
        assert_eq!(edited.len(), EDITED);
        for number in &edited {
            let body = page(*number, &format!("{}%", 20 + round));
            server.set(&path(*number), Answer::html(body).etag(&format!("\"{number} {round}\"")));
        }
        let (polls_before, captures_before, asked) = (polls(), captures(), server.asked().len());
        let gate = server.answer_only(answers);
        let mut child = start(&desk);
        until_true("the answers were sent", || server.asked().len() > asked + answers);
        if round == 1 {
            until_true("something was written", || polls() > polls_before + 8);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        gate.open();
        let done = polls() - polls_before;
        assert!((0..=i64::try_from(answers).unwrap()).contains(&done), "{done}");

        let swept = desk.check();
        assert_eq!(swept.as_array().unwrap().len(), PAGES);
        assert!(swept.as_array().unwrap().iter().all(|s| s["outcome"] != "failed"), "{swept}");
        assert_eq!(polls() - polls_before, done + 60, "one poll a source for the rerun");
        assert_eq!(captures() - captures_before, 20, "one capture an edit");
        let flags = desk.flags(true);
        assert_eq!(flags.len(), EDITED * (round + 1));
        for number in &edited {
            let id = format!("page-{number:02}");
            let count = flags.iter().filter(|f| f["source"] == *id).count();
            assert_eq!(count, 1, "flags of {id}");
        }
        assert_eq!(desk.sql(&["SELECT count(*) FROM source WHERE lease_owner IS NOT NULL"]), [0]);
        let report = desk.json(&["archive", "verify"]);
        assert_eq!(report["faults"].as_array().unwrap().len(), 0, "{report}");
    }
}

#[test]
fn a_first_check_that_is_killed_starts_over() {
    let server = Server::start();
    server.page("/a", &page(0, "27%"));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    let gate = server.answer_only(0);
    let mut child = start(&desk);
    until_true("it asked", || !server.asked().is_empty());
    child.kill().unwrap();
    child.wait().unwrap();
    gate.open();
    desk.check();
    assert_eq!(desk.json(&["claim", "list"]).as_array().unwrap().len(), 70);
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    desk.ok(&["archive", "verify"]);
}

#[test]
fn the_leases_of_a_dead_daemon_are_void() {
    let server = Server::start();
    server.page("/a", &page(0, "49%"));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), "").replace("1s", "1d"));
    desk.check();
    server.page("/a", &page(0, "27%"));
    desk.sql(&["UPDATE source SET next_due_at = '2020-01-01T00:00:00+00:00'"]);
    let gate = server.answer_only(0);
    let mut daemon: Daemon = desk.daemon(&[]);
    until("it asked", || (server.hits("/a") == 2).then_some(()));
    assert_eq!(desk.sql(&["SELECT count(*) FROM source WHERE lease_owner IS NOT NULL"]), [1]);
    daemon.signal("KILL");
    daemon.ended();
    gate.open();
    assert_eq!(Desk::of(&desk.check(), "a")["outcome"], "changed");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    // A daemon started anew does as well.
    server.page("/a", &page(0, "30%"));
    desk.sql(&["UPDATE source SET next_due_at = '2020-01-01T00:00:00+00:00', lease_owner = '1', lease_until = '2099-01-01T00:00:00+00:00'"]);
    let mut daemon = desk.daemon(&[]);
    until("it was swept", || (desk.polls("a").len() == 3).then_some(()));
    daemon.stop();
    assert_eq!(desk.flags(true).len(), 2);
}

#[test]
fn a_torn_archive_is_mended_and_nothing_is_lost() {
    let server = Server::start();
    server.page("/a", &page(0, "49%"));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    // What a kill in the middle of a write leaves behind.
    let file = desk.warcs().remove(0);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, [&whole[..], &whole[..whole.len() / 3 * 2]].concat()).unwrap();
    server.page("/a", &page(0, "27%"));
    desk.check();
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    desk.ok(&["archive", "verify"]);
}
