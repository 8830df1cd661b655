//! What is shipped in deploy/: the unit, its environment file and the image.

use std::path::Path;
use std::process::Command;

use crate::common::{Daemon, Desk, Server, until_true};

const UNIT: &str = include_str!("../../deploy/claimwatch.service");
const ENVIRONMENT: &str = include_str!("../../deploy/claimwatch.env");
const IMAGE: &str = include_str!("../../deploy/Dockerfile");
const BINARY: &str = env!("CARGO_BIN_EXE_claimwatch");

/// The value of a setting of the unit.
fn setting(name: &str) -> &'static str {
    UNIT.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap()
}

/// A command line of the unit, with binary and config where they lie here and the unit's environment.
fn command(line: &str, desk: &Desk) -> Command {
    let mut words = line.split(' ');
    assert_eq!(words.next(), Some("/usr/bin/claimwatch"));
    let mut command = Command::new(BINARY);
    command.current_dir("/").env_clear();
    command.env("STATE_DIRECTORY", desk.path("data"));
    for word in words {
        if word == "/etc/claimwatch/sources.toml" {
            command.arg(desk.path("sources.toml"));
        } else {
            command.arg(word);
        }
    }
    for line in ENVIRONMENT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (name, value) = line.split_once('=').unwrap();
        command.env(name, value);
    }
    command
}

#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("claimwatch.service");
    std::fs::write(&unit, UNIT.replace("/usr/bin/claimwatch", BINARY)).unwrap();
    let Ok(out) = Command::new("systemd-analyze").arg("verify").arg(&unit).output() else {
        println!("systemd-analyze is not installed: the unit was not verified");
        return;
    };
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    assert!(!said.contains("claimwatch"), "{said}");
}

#[test]
fn the_unit_starts_reloads_and_ends_a_daemon() {
    let server = Server::start();
    server.page(
        "/a",
        "<main><p>Microsoft holds a 49% stake in OpenAI, according to both companies.</p></main>",
    );
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), "").replace("1s", "1d"));
    let checked = command(setting("ExecStartPre"), &desk).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));

    assert_eq!((setting("Type"), setting("StateDirectory")), ("notify", "claimwatch"));
    let mut daemon = Daemon::start(command(setting("ExecStart"), &desk), desk.dir());
    until_true("it sweeps", || desk.polls("a").len() == 1);
    assert_eq!(desk.health("a")["health"], "ok");
    assert!(!setting("WatchdogSec").is_empty());
    daemon.told("WATCHDOG=1");
    assert_eq!(setting("ExecReload"), "kill -HUP $MAINPID");
    daemon.signal("HUP");
    daemon.logged("Reloaded the config.", 1);
    daemon.stop();
}

#[test]
fn a_bad_config_is_refused_before_the_start() {
    let desk = Desk::new("[[source]]\nid = \"a\"\nurl = \"ftp://example.org/\"\n");
    let checked = command(setting("ExecStartPre"), &desk).output().unwrap();
    assert_eq!(checked.status.code(), Some(2));
    let started = command(setting("ExecStart"), &desk).output().unwrap();
    assert_eq!(started.status.code(), setting("RestartPreventExitStatus").parse().ok());
    assert!(!desk.path("data").exists(), "nothing half-made");
}

#[test]
fn the_image_copies_what_there_is_and_runs_as_nobody_special() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stages = IMAGE.lines().filter(|line| line.starts_with("FROM ")).count();
    assert_eq!(stages, 2);
    for line in IMAGE.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.starts_with("--")).collect();
        let from_stage = line.starts_with("--from=build ");
        for word in &words[..words.len() - 1] {
            assert!(from_stage || root.join(word).exists(), "{word}");
        }
    }
    let last = IMAGE.rsplit("FROM ").next().unwrap();
    assert!(last.contains("\nUSER 10001\n") && last.contains("ca-certificates"));
}
