//! What the program says of itself is true: every help text has examples, and every example runs as written.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

use crate::common::pages::article;
use crate::common::{Desk, Server};

/// Every command with subcommands' names: its `--help`.
fn tree() -> BTreeMap<Vec<String>, String> {
    let mut out = BTreeMap::new();
    let mut left: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = left.pop() {
        let run = Command::new(env!("CARGO_BIN_EXE_claimwatch")).args(&path).arg("--help").output().unwrap();
        assert!(run.status.success(), "{path:?}");
        let text = String::from_utf8(run.stdout).unwrap();
        if let Some((_, commands)) = text.split_once("\nCommands:\n") {
            let names = commands.lines().take_while(|l| !l.is_empty());
            // Descriptions that go on in the next line are indented deeper.
            for name in names.filter(|l| l.starts_with("  ") && !l.starts_with("   ")) {
                let name = name.split_whitespace().next().unwrap().to_owned();
                left.push([path.clone(), vec![name]].concat());
            }
        }
        out.insert(path, text);
    }
    out
}

/// The example lines of a help text, continuations joined, remarks after two spaces taken off.
fn examples(help: &str) -> Vec<String> {
    let Some((_, examples)) = help.split_once("\nExamples:\n") else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    for line in examples.lines().take_while(|l| l.starts_with("  ")) {
        let line = line.trim();
        let line = line.split_once("  ").map_or(line, |(command, _)| command);
        match out.last_mut() {
            Some(open) if open.ends_with('\\') => {
                open.pop();
                open.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

#[test]
fn every_command_has_examples_that_fit_the_screen() {
    let tree = tree();
    assert!(tree.len() > 35, "{:?}", tree.keys());
    for (path, help) in &tree {
        assert!(help.contains("Usage: claimwatch"), "{path:?}");
        let examples = examples(help);
        assert!(!examples.is_empty(), "{path:?} has no examples:\n{help}");
        // The example of a command is of that command.
        let name = path.join(" ");
        assert!(examples.iter().any(|e| e.contains(&name)), "{name}: {examples:#?}");
        let (_, text) = help.split_once("\nExamples:\n").unwrap();
        for line in text.lines().take_while(|l| l.starts_with("  ")) {
            assert!(line.chars().count() < 80, "{path:?}: too wide for a terminal: {line}");
        }
        let short = Command::new(env!("CARGO_BIN_EXE_claimwatch")).args(path).arg("-h").output().unwrap();
        assert!(short.status.success());
    }
}

/// Examples that are not run, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("claimwatch run", "a daemon does not end by itself; its own tests run it"),
    ("claimwatch --config /etc/claimwatch/sources.toml run", "the same"),
    ("claimwatch demo", "has its own tests"),
    ("claimwatch man | man -l -", "needs a pager"),
];

/// Public addresses and places of the system, and what stands for them here.
pub fn stand_ins(example: &str, server: &Server) -> String {
    let mut line = example.to_owned();
    if line.contains("https://www.example.org") {
        line = line.replace("https://www.example.org", &server.url("")) + " --allow-private";
    }
    if line.contains("source add") && !line.contains("--yes") {
        line += " --yes";
    }
    for (there, here) in [
        ("/etc/bash_completion.d/", ""),
        ("/usr/local/share/man/man1/", ""),
        ("~/.zfunc/", ""),
        ("/etc/claimwatch/", ""),
    ] {
        line = line.replace(there, here);
    }
    line
}

/// A desk in which every example finds what it names: four open flags, the sources, more.toml.
pub fn prepared(server: &Server) -> Desk {
    let sentences = [
        "Microsoft holds a stake of roughly 27% in OpenAI.",
        "When OpenAI declares AGI, an independent expert panel will have to verify that declaration.",
        "OpenAI's contract with CoreWeave is now worth about $22.4 billion in all.",
        "CoreWeave's revenue in 2024 was $2.5 billion.",
    ];
    for path in ["/ir", "/old", "/newsroom", "/news", "/feed.xml"] {
        server.page(path, &article("Notice", &sentences));
    }
    let sources = Desk::source("coreweave-ir", &server.url("/ir"), "")
        + &Desk::source("old-newsroom", &server.url("/old"), "");
    let desk = Desk::new(&sources);
    desk.check();
    let open = desk.flags(false);
    assert!(["3", "4"].iter().all(|id| open.iter().any(|f| f["id"] == *id)), "{open:#?}");
    let more = "[[claim]]\nid = \"acme-shops\"\ntext = { en = \"Acme has 3 shops.\" }\nkind = \"amount\"\nclass = \"state\"\nsubject = [\"Acme\"]\nmetric = { en = [\"shops\"] }\nvalue = \"3 shops\"\n";
    std::fs::write(desk.path("more.toml"), more).unwrap();
    let text = "Notes on tiles\nAcme employs 1,200 people in two factories.\nIt lost $35 million in 2024.\n";
    std::fs::write(desk.path("article.txt"), text).unwrap();
    std::fs::create_dir(desk.path("bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_claimwatch"), desk.path("bin/claimwatch")).unwrap();
    desk
}

/// Runs a line in a shell, in the desk's folder.
pub fn shell(desk: &Desk, line: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("PATH=$PWD/bin:$PATH; {line}")])
        .current_dir(desk.dir())
        .env("CLAIMWATCH_CONFIG", "sources.toml")
        .env("CLAIMWATCH_DATA_DIR", "data")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn every_example_runs_as_written() {
    let server = Server::start();
    let desk = prepared(&server);
    let mut before: Option<Desk> = None;
    for (path, help) in tree() {
        for example in examples(&help) {
            if NOT_RUN.iter().any(|(line, _)| example == *line || example.starts_with(&format!("{line} --")))
            {
                continue;
            }
            // What decides, undoes or removes starts from a desk of its own.
            let moves = [
                "flag decide",
                "flag undo",
                "flag defer",
                "flag raise",
                "source add",
                "source remove",
                "claim add",
                "claim edit",
                "claim retire",
                "article add",
            ];
            let fresh = moves.iter().any(|m| example.contains(m));
            let desk = if fresh { &*before.insert(prepared(&server)) } else { &desk };
            match example.as_str() {
                e if e.contains("flag undo 3") => drop(shell(desk, "claimwatch flag decide 3 confirm")),
                e if e.contains("--back") => drop(shell(desk, &e.replace("--back", ""))),
                _ => {}
            }
            let line = stand_ins(&example, &server);
            let out = shell(desk, &line);
            let said =
                format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
            // doctor says 1 where the machine lacks something.
            let allowed: &[i32] = if line.contains("doctor") { &[0, 1] } else { &[0] };
            assert!(allowed.contains(&out.status.code().unwrap()), "{path:?}: {line}\n{said}");
            assert!(!line.contains("inspect") || !said.contains("\"error\""), "{line}: {said}");
        }
    }
}

#[test]
fn completions_and_the_manual_are_printed() {
    for (shell, mark) in
        [("bash", "_claimwatch()"), ("zsh", "#compdef claimwatch"), ("fish", "complete -c claimwatch")]
    {
        let desk = Desk::new("");
        let script = desk.ok(&["completions", shell]);
        assert!(script.contains(mark) && script.contains("review"), "{shell}: {script}");
    }
    let desk = Desk::new("");
    assert!(desk.ok(&["man"]).contains(".TH claimwatch 1"));
    desk.fails(&["completions", "cobol"], 2);
}

#[test]
fn everything_that_lists_prints_json() {
    let server = Server::start();
    let desk = prepared(&server);
    for args in [
        &["check"][..],
        &["status"],
        &["flag", "list"],
        &["flag", "list", "--all"],
        &["flag", "list", "--state", "merged"],
        &["flag", "list", "--claim", "agi-profit-test"],
        &["flag", "list", "--source", "coreweave-ir"],
        &["flag", "show", "3"],
        &["claim", "list"],
        &["claim", "list", "coreweave-*"],
        &["claim", "list", "--status", "flagged"],
        &["claim", "show", "microsoft-stake-49"],
        &["claim", "history", "microsoft-stake-49"],
        &["claim", "rate", "--scale"],
        &["claim", "import"],
        &["source", "list"],
        &["source", "list", "--all"],
        &["source", "history", "coreweave-ir"],
        &["source", "test", "coreweave-ir"],
        &["source", "test", "--all"],
        &["archive", "verify"],
        &["config", "check"],
    ] {
        let json = desk.json(args);
        assert!(json.is_array() || json.is_object(), "{args:?}");
    }
    let flagged = desk.json(&["claim", "list", "--status", "flagged"]);
    assert_eq!(flagged.as_array().unwrap().len(), 4);
    for list in
        [desk.json(&["flag", "list", "--state", "deferred"]), desk.json(&["claim", "list", "no-such-*"])]
    {
        assert_eq!(list, Json::Array(Vec::new()), "an empty list is a list");
    }
    let doctor = desk.run(&["doctor", "--json"]);
    assert!(serde_json::from_slice::<Json>(&doctor.stdout).unwrap().is_array());
}

#[test]
fn exit_codes() {
    let server = Server::start();
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    for usage in [
        &["no-such-command"][..],
        &["check", "--no-such-option"],
        &["flag", "show", "three"],
        &["flag", "defer", "1", "--until", "tomorrow"],
        &["--log", "=,=", "status"],
        &["status"],
        &["flag", "list"],
        &[],
    ] {
        let said = desk.fails(usage, 2);
        assert!(!said.is_empty(), "{usage:?}");
    }
    // A source that fails is no failure of the sweep.
    desk.ok(&["check"]);
    assert_eq!(desk.health("a")["health"], "failing");
    let said = desk.fails(&["check", "no-such-source"], 2);
    assert!(said.contains("source list"), "{said}");
    desk.ok(&["--version"]);
    assert!(desk.ok(&["--help"]).contains("Commands:"));
}

#[test]
fn no_colours_where_no_terminal_is() {
    let server = Server::start();
    let desk = prepared(&server);
    for args in [
        &["flag", "list"][..],
        &["flag", "show", "3"],
        &["claim", "list"],
        &["claim", "show", "microsoft-stake-49"],
        &["source", "list"],
        &["source", "test", "coreweave-ir"],
        &["status"],
        &["doctor"],
        &["check"],
        &["review"],
        &["--help"],
        &["no-such-command"],
    ] {
        let out = desk.command().env_remove("NO_COLOR").args(args).stdin(Stdio::null()).output().unwrap();
        for stream in [&out.stdout, &out.stderr] {
            assert!(!stream.contains(&0x1b), "{args:?}: {}", String::from_utf8_lossy(stream));
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let server = Server::start();
    let desk = prepared(&server);
    for args in [
        &["claim", "list"][..],
        &["claim", "list", "--json"],
        &["man"],
        &["completions", "bash"],
        &["check"],
        &["review", "--plain"],
        &["--help"],
    ] {
        let mut child = desk
            .command()
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}: {said}");
        assert_eq!(said, "", "{args:?}");
    }
}
