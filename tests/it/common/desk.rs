//! One person's folder: sources.toml, claims.toml, data, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use sqlx::Connection as _;
use tempfile::TempDir;

use super::Daemon;

/// A claim that most tests watch.
pub const CLAIMS: &str = include_str!("../../../claims.toml");

pub struct Desk {
    dir: TempDir,
}

impl Desk {
    /// With the shipped claims and these `[[source]]` entries below the shipped entities. Deadlines are left out:
    /// those that have passed are flagged by themselves, see the tests of deadlines.
    pub fn new(sources: &str) -> Self {
        let timeless: Vec<&str> = CLAIMS.lines().filter(|line| !line.starts_with("deadline = ")).collect();
        Self::with_claims(sources, &timeless.join("\n"))
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
            .flat_map(|part| ["\n[[", part])
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

    /// Adds lines to `[service]`; after [`Desk::sources`], which writes the file anew.
    pub fn service(&self, lines: &str) {
        let path = self.path("sources.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replacen("[service]\n", &format!("[service]\n{lines}\n"), 1)).unwrap();
    }

    /// Starts `run` and waits until it is ready.
    pub fn daemon(&self, options: &[&str]) -> Daemon {
        let mut command = self.command();
        command.args(options).args(["--log", "claimwatch=info", "run"]);
        Daemon::start(command, self.dir())
    }

    /// The polls of a source, oldest first.
    pub fn polls(&self, id: &str) -> Vec<Json> {
        let mut polls = self.json(&["source", "history", id]).as_array().unwrap().clone();
        polls.reverse();
        polls
    }

    /// Their outcomes.
    pub fn outcomes(&self, id: &str) -> Vec<String> {
        self.polls(id).iter().map(|p| p["outcome"].as_str().unwrap().to_owned()).collect()
    }

    /// Runs statements on the store as an intruder would, and returns the numbers of the last one's first column.
    pub fn sql(&self, statements: &[&str]) -> Vec<i64> {
        self.on_store(statements).unwrap()
    }

    /// Why the store takes no such statement.
    pub fn sql_fails(&self, statement: &str) -> String {
        self.on_store(&[statement]).unwrap_err().to_string()
    }

    fn on_store(&self, statements: &[&str]) -> sqlx::Result<Vec<i64>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.path("data/claimwatch.db"));
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            let mut rows = Vec::new();
            for statement in statements {
                let query = sqlx::query_scalar(sqlx::AssertSqlSafe((*statement).to_owned()));
                rows = query.fetch_all(&mut connection).await?;
            }
            connection.close().await?;
            Ok(rows)
        })
    }

    /// Every file of store and archive.
    pub fn files(&self) -> Vec<PathBuf> {
        files_below(&self.path("data"))
    }

    /// The files of the archive, oldest first.
    pub fn warcs(&self) -> Vec<PathBuf> {
        let mut files = self.files();
        files.retain(|path| path.to_string_lossy().ends_with(".warc.gz"));
        files.sort();
        assert!(!files.is_empty());
        files
    }

    /// A source in what `source list` brought.
    pub fn listed<'a>(list: &'a Json, id: &str) -> &'a Json {
        list.as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()
    }

    /// The outcome of one source in what `check` brought.
    pub fn of<'a>(swept: &'a Json, id: &str) -> &'a Json {
        swept.as_array().unwrap().iter().find(|s| s["source"] == id).unwrap()
    }
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
