//! Every kind of mistake is found at its place, with what to write instead.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::model::source::{Extract, Schedule, SourceKind, Tier};

mod claims;
mod shipped;

const PATH: &str = "sources.toml";

fn sources(text: &str) -> Result<Config, Problems> {
    parse(text, Path::new(PATH))
}

/// The one problem of a file must stand at `place` (`line:column`) and say all of `words` in message and help.
fn check(problems: &Problems, place: &str, words: &[&str]) {
    assert_eq!(problems.0.len(), 1, "{problems}");
    let text = problems.to_string();
    assert!(text.contains(&format!(".toml:{place}: ")), "{place}: {text}");
    for word in words {
        assert!(text.contains(word), "“{word}” in {text}");
    }
}

/// A file with one entry of a source that has this line in addition, in line 4.
fn with_line(line: &str) -> Result<Config, Problems> {
    sources(&format!("[[source]]\nid = \"a\"\nurl = \"https://a.org/\"\n{line}\n"))
}

fn service(line: &str) -> Result<Config, Problems> {
    sources(&format!("[service]\n{line}\n"))
}

#[test]
fn defaults() {
    let config = with_line("").unwrap();
    assert_eq!(config.service, Service::default());
    let source = &config.sources[0];
    assert_eq!(source.schedule, Schedule::Every(Duration::from_hours(6)));
    assert_eq!((source.enabled, source.tier, source.kind), (true, Tier::Press, None));
    assert_eq!(source.places.entry, Place { line: 1, column: 1 });
    assert_eq!(config.service.max_body, 10 << 20);
    assert!(config.warnings()[0].contains("no contact"));
    assert!(sources("").unwrap().sources.is_empty());
}

#[test]
fn everything_that_can_be_said() {
    let config = sources(
        r#"
[service]
contact = "desk@claimwatch.news"
timezone = "Asia/Shanghai"
language = "zh"
database = "sqlite"
host_gap = "500s"
concurrency = 8
full_fetch_every = 5
timeout = "10s"
max_body = "2MiB"
[[entity]]
names = ["Microsoft", "微软"]
[[source]]
id = "a"
url = "http://127.0.0.1:8000/feed"
title = "A"
kind = "json"
enabled = false
cron = "*/2 * * * * *"
tier = "filing"
claims = ["x-*", "y"]
select = "$.a[*]"
extract = "selector"
headers = { Authorization = "env:TOKEN", X-Key = "abc" }
allow_private = true
gap = "0s"
api = true
language = "zh-Hans"
note = "why"
"#,
    )
    .unwrap();
    let service = &config.service;
    assert_eq!(service.timezone, chrono_tz::Asia::Shanghai);
    assert_eq!((service.language, service.concurrency, service.full_fetch_every), (Language::Zh, 8, 5));
    assert_eq!((service.host_gap, service.timeout), (Duration::from_secs(500), Duration::from_secs(10)));
    assert_eq!(service.max_body, 2 << 20);
    assert_eq!(config.entities[0].names, ["Microsoft", "微软"]);
    let a = &config.sources[0];
    assert_eq!((a.kind, a.tier, a.extract), (Some(SourceKind::Json), Tier::Filing, Some(Extract::Selector)));
    assert_eq!(a.schedule, Schedule::Cron("*/2 * * * * *".to_owned()));
    assert_eq!(a.gap, Some(Duration::ZERO));
    assert_eq!(a.headers["Authorization"], Secret::Env("TOKEN".to_owned()));
    assert!(!a.enabled && a.api && a.allow_private);
    assert!(!format!("{config:?}").contains("abc"), "a literal header shows");
}

#[test]
fn mistakes_in_a_source() {
    let table: &[(&str, &str, &[&str])] = &[
        ("evry = \"1h\"", "4:1", &["unknown key `evry` in [[source]]", "did you mean `every`?"]),
        ("colour = 1", "4:1", &["unknown key `colour`", "known here: id, url"]),
        ("enabled = \"yes\"", "4:11", &["true or false, not a string", "enabled = true"]),
        ("title = 7", "4:9", &["must be a string, not a whole number", "title = \"7\""]),
        ("title = \" \"", "4:9", &["`title` is empty"]),
        ("every = \"soon\"", "4:9", &["no length of time", "30m"]),
        ("every = \"0s\"", "4:9", &["above zero"]),
        ("every = \"5s\"", "4:9", &["more often than every 10 seconds", "every = \"10m\""]),
        ("cron = \"*/5 * * * * *\"", "4:8", &["more often than every 10 seconds"]),
        ("cron = \"61 * * * *\"", "4:8", &["no cron pattern", "five fields"]),
        ("cron = \"0 0 30 2 *\"", "4:8", &["never come"]),
        ("every = \"1h\"\ncron = \"0 * * * *\"", "5:8", &["both given", "keep one"]),
        ("kind = \"rss\"", "4:8", &["“rss” is not one of page, feed, json, pdf"]),
        ("tier = \"best\"", "4:8", &["is not one of primary, filing"]),
        ("extract = \"selector\"", "4:11", &["needs a `select`"]),
        ("select = \"main >\"", "4:10", &["no CSS selector", "main article"]),
        ("kind = \"json\"\nselect = \"$.a[\"", "5:10", &["no JSONPath", "$.items[*].title"]),
        ("select = \"$.facts.us-gaap\"", "4:10", &["no JSONPath", "$.facts['us-gaap']"]),
        ("exclude = [\".a\", \"..\"]", "4:18", &["“..” is no CSS selector"]),
        ("exclude = \".a\"", "4:11", &["a list of strings, not a string", "exclude = [\".a\"]"]),
        ("kind = \"json\"\nexclude = [\".a\"]", "5:11", &["does nothing for JSON"]),
        ("claims = [1]", "4:11", &["a whole number where a string must be", "write \"1\""]),
        ("headers = \"x\"", "4:11", &["must be a table", "env:TOKEN"]),
        ("headers = { \"a b\" = \"x\" }", "4:13", &["“a b” is no name of a header"]),
        ("headers = { Host = \"x\" }", "4:13", &["set by the program itself"]),
        ("headers = { X = \"env:\" }", "4:17", &["a name must follow"]),
        ("headers = { X = 1 }", "4:17", &["must be a string"]),
        ("gap = 5", "4:7", &["must be a string", "gap = \"5\""]),
        ("language = \"Chinese!\"", "4:12", &["no language tag", "zh-Hans"]),
        ("[[source]]\nid = \"a\"\nurl = \"https://b.org\"", "5:6", &["taken by the source in line 2"]),
        ("[[source]]\nid = \"b\"", "4:1", &["[[source]] has no `url`", "url = \"https://"]),
        ("[[source]]\nurl = \"https://b.org\"", "4:1", &["has no `id`"]),
        ("[[source]]\nid = \"B b\"\nurl = \"https://b.org\"", "5:6", &["is no id", "id = \"b-b\""]),
        ("[[source]]\nid = \"b\"\nurl = \"b.org\"", "6:7", &["no address", "https://www.example.org"]),
        ("[[source]]\nid = \"b\"\nurl = \"ftp://b.org\"", "6:7", &["“ftp:” are not watched"]),
        (
            "[[source]]\nid = \"b\"\nurl = \"https://u:pw@b.org\"",
            "6:7",
            &["user name or password", "env:NAME"],
        ),
    ];
    for (line, place, words) in table {
        let problems = with_line(line).expect_err(line);
        check(&problems, place, words);
        assert!(!problems.to_string().contains("pw@"));
    }
}

#[test]
fn mistakes_in_the_service() {
    let table: &[(&str, &str, &[&str])] = &[
        ("timezone = \"Asia/Shanghia\"", "2:12", &["no time zone", "did you mean \"Asia/Shanghai\"?"]),
        ("timezone = \"Moon\"", "2:12", &["no time zone"]),
        ("language = \"de\"", "2:12", &["“de” is not one of en, zh"]),
        ("database = \"postgres://u:pw@h/d\"", "2:12", &["PostgreSQL comes with a later version", "sqlite"]),
        ("database = \"env:DATABASE_URL\"", "2:12", &["PostgreSQL comes with a later version"]),
        ("database = \"mysql\"", "2:12", &["unknown `database`"]),
        ("concurrency = 0", "2:15", &["from 1 to 10000"]),
        ("concurrency = \"many\"", "2:15", &["whole number"]),
        ("timeout = \"0s\"", "2:11", &["above zero"]),
        ("max_body = \"1\"", "2:12", &["between 1KB and 10GB"]),
        ("max_body = \"big\"", "2:12", &["no size", "10MB"]),
        ("contact = \"编辑部\"", "2:11", &["plain ASCII"]),
        ("host-gap = \"1s\"", "2:1", &["did you mean `host_gap`?"]),
    ];
    for (line, place, words) in table {
        check(&service(line).expect_err(line), place, words);
    }
    check(&sources("service = 1").unwrap_err(), "1:11", &["must be a table", "[service]"]);
    check(&sources("[source]\nid = \"a\"").unwrap_err(), "1:1", &["must be a list", "[[source]]"]);
    check(&sources("[[sauce]]").unwrap_err(), "1:3", &["unknown key `sauce`", "`source`"]);
}

#[test]
fn mistakes_in_entities() {
    let table: &[(&str, &str, &[&str])] = &[
        ("[[entity]]", "1:1", &["has no `names`"]),
        ("[[entity]]\nnames = []", "2:9", &["`names` is empty"]),
        ("[[entity]]\nnames = [\"A\", \"a\"]", "2:15", &["“a” is listed twice"]),
        (
            "[[entity]]\nnames = [\"A\"]\n[[entity]]\nnames = [\"微软\", \"A\"]",
            "4:16",
            &["already that of another"],
        ),
    ];
    for (text, place, words) in table {
        check(&sources(text).expect_err(text), place, words);
    }
}

#[test]
fn what_is_no_toml() {
    check(&with_line("title = plain words").unwrap_err(), "4:9", &["no TOML", "title = \"…\""]);
    let cut = sources("[[source]]\nid = \"a").unwrap_err();
    assert!(cut.to_string().starts_with("sources.toml:2:"), "{cut}");
    let twice = with_line("id = \"b\"").unwrap_err();
    assert!(twice.to_string().starts_with("sources.toml:4:1: this is no TOML: duplicate key"), "{twice}");
}

#[test]
fn nesting_bombs_are_refused() {
    for bomb in ["[", "{a="] {
        assert!(sources(&format!("a = {}", bomb.repeat(100_000))).is_err());
    }
    assert!(sources(&"[a.".repeat(100_000)).is_err());
    assert!(sources(&format!("{}b = 1", "a.".repeat(100_000))).is_err());
    let select = format!("select = \"$[?{}\"", "(".repeat(100_000));
    check(&with_line(&select).unwrap_err(), "4:10", &["longer than 1000"]);
}

#[test]
fn all_problems_at_once_in_the_order_of_the_file() {
    let text =
        "[service]\ntimeout = 3\n[[source]]\nid = \"A\"\nurl = \"x\"\nevery = \"1\"\n[[entity]]\nname = 1\n";
    let problems = sources(text).unwrap_err();
    let places: Vec<(usize, usize)> = problems.0.iter().map(|p| (p.line, p.column)).collect();
    assert_eq!(places, [(2, 11), (4, 6), (5, 7), (6, 9), (7, 1), (8, 1)]);
    assert_eq!(problems.0[0].file, Path::new(PATH));
}

#[test]
fn columns_count_characters() {
    check(&with_line("claims = [\"微软\", 1]").unwrap_err(), "4:17", &[]);
    let bom = sources("\u{feff}x = 1").unwrap_err();
    assert_eq!((bom.0[0].line, bom.0[0].column), (1, 1));
}

#[test]
fn bound_claims_must_exist() {
    let ids = ["coreweave-contract", "microsoft-stake-49"].map(str::to_owned);
    assert_eq!(check_bindings(&with_line("claims = [\"coreweave-*\"]").unwrap(), &ids), Ok(()));
    let config =
        with_line("claims = [\n  \"coreweave-*\", \"microsoft-stake-94\",\n  \"apple-*\",\n]").unwrap();
    let problems = check_bindings(&config, &ids).unwrap_err();
    assert_eq!(problems.0.len(), 2);
    assert!(
        problems.0[0].to_string().starts_with("sources.toml:5:18: source a is bound to “microsoft-stake-94”")
    );
    assert_eq!(problems.0[0].help.as_deref(), Some("did you mean \"microsoft-stake-49\"?"));
    assert_eq!((problems.0[1].line, problems.0[1].column), (6, 3));
}

#[test]
fn files_that_cannot_be_read() {
    let problems = load(Path::new("/no/such/sources.toml")).unwrap_err().to_string();
    assert!(problems.starts_with("/no/such/sources.toml: cannot be read:"), "{problems}");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.toml");
    std::fs::write(&path, b"[service]\ncontact = \"\xff\"").unwrap();
    assert!(load(&path).unwrap_err().to_string().contains("save the file as UTF-8"));
    assert!(load(dir.path()).is_err());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = sources(&text);
        let _ = parse_claims(&text, Path::new("claims.toml"), &[]);
    }

    /// Files that are nearly right: lines of real ones in any order, cut anywhere.
    #[test]
    fn no_nearly_right_file_panics(seed in prop::collection::vec(0..2000usize, 0..40), cut in 0..4000usize) {
        for shipped in [include_str!("../../sources.toml"), include_str!("../../claims.toml")] {
            let lines: Vec<&str> = shipped.lines().collect();
            let text: String = seed.iter().flat_map(|i| [lines[i % lines.len()], "\n"]).collect();
            let text: String = text.chars().take(cut).collect();
            for result in [sources(&text).err(), parse_claims(&text, Path::new("c.toml"), &[]).err()] {
                for problem in result.into_iter().flat_map(|p| p.0) {
                    prop_assert!(problem.line >= 1 && problem.line <= text.lines().count() + 1);
                }
            }
        }
    }
}
