//! `review`: one flag after the other, by lines and by single keys at a terminal.

use crate::common::pages::article;
use crate::common::{Desk, Server};
use crate::decide::{B, CLAIM, claim, flagged};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
pub struct Terminal {
    socket: String,
}

impl Terminal {
    /// Starts the program with these arguments.
    pub fn start(desk: &Desk, args: &str) -> Self {
        // In the desk's folder, so that it goes with it.
        let socket = desk.path("tmux").to_str().unwrap().to_owned();
        let binary = env!("CARGO_BIN_EXE_claimwatch");
        let line = format!(
            "'{binary}' --config sources.toml --data-dir data --actor tester {args}; echo ended with $?; read end"
        );
        let done = Command::new("tmux")
            .args([
                "-S",
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
        let out = Command::new("tmux").args(["-S", &self.socket]).args(args).output().unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    pub fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// The screen with what scrolled off, once it holds `text`.
    pub fn wait_for(&self, text: &str) -> String {
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
