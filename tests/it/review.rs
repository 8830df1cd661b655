//! Decisions and what they move, by command, by script and at a terminal.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::common::pages::article;
use crate::common::{Desk, Server};

const B: &str = "Microsoft holds a 27% stake in OpenAI, both companies say.";
const CLAIM: &str = "microsoft-stake-49";

/// A desk whose one page contradicts the claim: flag 1 is open.
fn flagged() -> (Server, Desk) {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[B]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert_eq!(desk.flagged(), [CLAIM]);
    (server, desk)
}

fn claim(desk: &Desk) -> Json {
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

/// A desk with three open flags of three claims.
fn three_flags() -> (Server, Desk) {
    let server = Server::start();
    let sentences = [
        B,
        "OpenAI's contract with CoreWeave is now worth about $22.4 billion in all.",
        "When OpenAI declares AGI, an independent expert panel will have to verify that declaration.",
    ];
    server.page("/a", &article("Notice", &sentences));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    assert_eq!(desk.flagged(), ["agi-profit-test", "coreweave-contract", CLAIM]);
    (server, desk)
}

/// Runs `review --plain` with these lines on standard input.
fn review(desk: &Desk, lines: &str) -> String {
    let mut child = desk
        .command()
        .args(["review", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{stdout}\n{stderr}");
    stdout.into_owned()
}

fn states(desk: &Desk) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = desk
        .flags(true)
        .iter()
        .map(|f| (f["claim"].as_str().unwrap().to_owned(), f["state"].as_str().unwrap().to_owned()))
        .collect();
    out.sort();
    out
}

#[test]
fn review_by_lines() {
    let (_server, desk) = three_flags();
    // Unrelated; take that back; dispute with a reason; skip; defer for a week.
    let said = review(&desk, "n\nz\nd\nsources differ\n\ns\n\n");
    assert!(said.contains("3 to review"), "{said}");
    assert!(said.contains("“unrelated” was undone"), "{said}");
    assert!(said.contains("Nothing left to review: 2 decided, 1 skipped"), "{said}");
    let mut counts: Vec<String> = states(&desk).into_iter().map(|(_, state)| state).collect();
    counts.sort();
    assert_eq!(counts, ["decided", "deferred", "open"], "{said}");
    let decided = desk.json(&["flag", "list", "--state", "decided"]);
    assert_eq!(decided[0]["state_reason"], "sources differ");
    assert_eq!(decided[0]["verdict"], "dispute");

    // Update with the value that the page gives, in the old sentence.
    let said = review(&desk, "q\n");
    assert!(said.contains("1 to review"), "{said}");
    let (_server, desk) = flagged();
    let said = review(&desk, "u\nthe deal\n=\n\n");
    assert!(said.contains("in version 2"), "{said}");
    assert_eq!(claim(&desk)["text"]["en"], "Microsoft holds a 27% stake in OpenAI.");
    assert_eq!(claim(&desk)["versions"][0]["rating"], "outdated");
}

#[test]
fn review_ends_when_its_input_ends_and_keeps_asking_after_nonsense() {
    let (_server, desk) = flagged();
    let said = review(&desk, "§\nr\n\n\nh\n");
    assert!(said.contains("Not done: "), "{said}");
    assert!(said.contains("claim added"), "the history is shown: {said}");
    assert_eq!(states(&desk), [(CLAIM.to_owned(), "open".to_owned())]);
}

/// A terminal of its own under tmux, closed when it is dropped.
struct Terminal {
    socket: String,
}

impl Terminal {
    /// Starts the program with these arguments.
    fn start(desk: &Desk, args: &str) -> Self {
        let socket = format!("claimwatch-test-{}-{:p}", std::process::id(), desk);
        let binary = env!("CARGO_BIN_EXE_claimwatch");
        let line = format!(
            "'{binary}' --config sources.toml --data-dir data --actor tester {args}; echo ended with $?; read end"
        );
        let done = Command::new("tmux")
            .args([
                "-L",
                &socket,
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "160",
                "-y",
                "50",
                "sh",
                "-c",
                &line,
            ])
            .current_dir(desk.dir())
            .env_remove("TMUX")
            .env_remove("NO_COLOR")
            .status()
            .unwrap();
        assert!(done.success());
        Self { socket }
    }

    fn tmux(&self, args: &[&str]) -> String {
        let out = Command::new("tmux").args(["-L", &self.socket]).args(args).output().unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// The screen with what scrolled off, once it holds `text`.
    fn wait_for(&self, text: &str) -> String {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let screen = self.tmux(&["capture-pane", "-p", "-e", "-J", "-S", "-2000"]);
            if screen.contains(text) {
                return screen;
            }
            assert!(Instant::now() < end, "“{text}” does not come up:\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

#[test]
fn review_by_single_keys_at_a_terminal() {
    let (_server, desk) = three_flags();
    let terminal = Terminal::start(&desk, "review");
    let screen = terminal.wait_for("[q]uit");
    assert!(screen.contains("3 to review"), "{screen}");
    assert!(screen.contains("\u{1b}["), "colours at a terminal");
    terminal.keys(&["n"]);
    terminal.wait_for("2 to review");
    terminal.keys(&["z"]);
    terminal.wait_for("“unrelated” was undone");
    terminal.keys(&["d"]);
    terminal.wait_for("Reason");
    terminal.keys(&["sources differ", "Enter"]);
    terminal.wait_for("decided: dispute");
    terminal.keys(&["Enter"]);
    terminal.wait_for("1 to review");
    terminal.keys(&["q"]);
    terminal.wait_for("ended with 0");
    assert_eq!(desk.flags(false).len(), 2);
    assert_eq!(desk.json(&["flag", "list", "--state", "decided"])[0]["state_reason"], "sources differ");
}

#[test]
fn ctrl_c_leaves_the_review_and_the_terminal_as_they_were() {
    let (_server, desk) = flagged();
    let terminal = Terminal::start(&desk, "review");
    terminal.wait_for("[q]uit");
    terminal.keys(&["C-c"]);
    terminal.wait_for("ended with");
    terminal.keys(&["echo is on"]);
    terminal.wait_for("echo is on");
    assert_eq!(desk.flagged(), [CLAIM]);
}

#[test]
fn nothing_of_a_page_steers_the_terminal() {
    let server = Server::start();
    // Colours, a window title, a cursor move, C1 controls, bidi overrides, zero-width characters, a clickable link.
    let evil = "\u{1b}[31m\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}5A\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{61c}\u{1b}]8;;http://127.0.0.1/\u{1b}\\";
    let sentence = |stake: &str| {
        format!("Microsoft{evil} holds a {stake} stake{evil} in OpenAI, both{evil} companies say.")
    };
    let title = format!("Notice{evil} on ownership");
    server.page("/a", &article(&title, &[&sentence("49%")]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    server.page("/a", &article(&title, &[&sentence("27%")]));
    let checked = desk.run(&["check"]);
    assert_eq!(desk.flagged(), [CLAIM]);
    let mut outputs = vec![("check".to_owned(), checked)];
    for args in [
        &["flag", "list"][..],
        &["flag", "list", "--all"],
        &["flag", "show", "1"],
        &["claim", "show", CLAIM],
        &["claim", "history", CLAIM],
        &["source", "test", "a"],
        &["source", "list"],
        &["source", "history", "a"],
        &["status"],
        &["review", "--plain"],
        &["flag", "list", "--json"],
        &["flag", "show", "1", "--json"],
        &["source", "test", "a", "--json"],
        &["claim", "show", CLAIM, "--json"],
    ] {
        let mut command = desk.command();
        outputs.push((args.join(" "), command.args(args).stdin(Stdio::null()).output().unwrap()));
    }
    // As at a terminal, where colours are on: only colours of our own.
    for args in [&["flag", "show", "1"][..], &["review", "--plain"], &["source", "test", "a"]] {
        let mut command = desk.command();
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
        outputs.push((
            format!("{} in colour", args.join(" ")),
            command.args(args).stdin(Stdio::null()).output().unwrap(),
        ));
    }
    for (name, out) in outputs {
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        for stream in [&out.stdout, &out.stderr] {
            let text = std::str::from_utf8(stream).unwrap();
            let own = if name.ends_with("in colour") { uncoloured(text) } else { text.to_owned() };
            let bad: Vec<char> = own.chars().filter(|c| steers(*c)).collect();
            assert_eq!(bad, Vec::<char>::new(), "{name}: {own:?}");
        }
    }
}

/// Whether a character can move the cursor, hide text or turn it round.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// The text without the colours that the program itself uses.
fn uncoloured(text: &str) -> String {
    ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;31m", "\u{1b}[1;32m", "\u{1b}[33m"]
        .iter()
        .fold(text.to_owned(), |text, code| text.replace(code, ""))
}
