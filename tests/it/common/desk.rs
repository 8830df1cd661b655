//! One person's folder: sources.toml, claims.toml, data, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use tempfile::TempDir;

/// A claim that most tests watch.
pub const CLAIMS: &str = include_str!("../../../claims.toml");

pub struct Desk {
    dir: TempDir,
}

impl Desk {
    /// With the shipped claims and these `[[source]]` entries below the shipped entities.
    pub fn new(sources: &str) -> Self {
        Self::with_claims(sources, CLAIMS)
    }

    pub fn with_claims(sources: &str, claims: &str) -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        desk.sources(sources);
        std::fs::write(desk.path("claims.toml"), claims).unwrap();
        desk
    }

    /// Writes sources.toml anew: service and the shipped entities, then these entries.
    pub fn sources(&self, entries: &str) {
        let shipped = include_str!("../../../sources.toml");
        let entities: String = shipped
            .split("\n[[")
            .filter(|part| part.starts_with("entity]]"))
            .map(|part| format!("\n[[{part}"))
            .collect();
        let text =
            format!("[service]\ncontact = \"desk@example.org\"\ntimezone = \"UTC\"\n{entities}\n{entries}\n");
        std::fs::write(self.path("sources.toml"), text).unwrap();
    }

    /// A `[[source]]` of a page on loopback, due every second.
    pub fn source(id: &str, url: &str, more: &str) -> String {
        format!("[[source]]\nid = \"{id}\"\nurl = \"{url}\"\nevery = \"1s\"\nallow_private = true\n{more}\n")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The program with this folder's config and data, ready for more arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimwatch"));
        command
            .current_dir(self.dir.path())
            .args(["--config", "sources.toml", "--data-dir", "data", "--actor", "tester"])
            .env_remove("CLAIMWATCH_LOG")
            .env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    /// Runs and expects exit 0; returns standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let out = self.run(args);
        let (stdout, stderr) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success(), "{args:?} ended with {}\n{stdout}\n{stderr}", out.status);
        stdout.into_owned()
    }

    /// Runs and expects this exit code; returns standard output and error together.
    pub fn fails(&self, args: &[&str], code: i32) -> String {
        let out = self.run(args);
        let text =
            format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert_eq!(out.status.code(), Some(code), "{args:?}\n{text}");
        text
    }

    pub fn json(&self, args: &[&str]) -> Json {
        let text = self.ok(&[args, &["--json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{args:?}: {e}\n{text}"))
    }

    /// One sweep now.
    pub fn check(&self) -> Json {
        self.json(&["check"])
    }

    /// One sweep at a time of its own.
    pub fn check_at(&self, time: &str) -> Json {
        self.json(&["--clock", time, "check"])
    }

    /// Open flags, or those of `--all`.
    pub fn flags(&self, all: bool) -> Vec<Json> {
        let list = if all { self.json(&["flag", "list", "--all"]) } else { self.json(&["flag", "list"]) };
        list.as_array().unwrap().clone()
    }

    /// The claims of the open flags, sorted.
    pub fn flagged(&self) -> Vec<String> {
        let mut slugs: Vec<String> =
            self.flags(false).iter().map(|f| f["claim"].as_str().unwrap().to_owned()).collect();
        slugs.sort();
        slugs
    }

    /// The line of `source list --json` of one source.
    pub fn health(&self, id: &str) -> Json {
        let list = self.json(&["source", "list"]);
        list.as_array().unwrap().iter().find(|s| s["id"] == id).unwrap().clone()
    }
}
