//! Bad config and claims files: an error with file, line, column and what to write instead; nothing half-applied.

use std::fs;

use crate::common::pages::article;
use crate::common::{Desk, Server};

/// Three good lines, and one that is not, in line 4.
fn source(line: &str) -> String {
    format!("[[source]]\nid = \"a\"\nurl = \"https://www.example.org/a\"\n{line}\n")
}

/// What is wrong, the file's text, the place and what the message must hold: what is wrong and what to write.
fn bad_sources() -> Vec<(&'static str, String, &'static str, &'static [&'static str])> {
    vec![
        ("unknown key", source("intervall = \"2h\""), "4:1", &["intervall"]),
        ("unknown key near a known one", source("clams = [\"a\"]"), "4:1", &["clams", "claims"]),
        ("unknown table", "[sevice]\ncontact = \"a@example.org\"\n".into(), "1:2", &["sevice", "service"]),
        ("bad cron", source("cron = \"61 * * * *\""), "4:8", &["cron", "61"]),
        ("cron with too few fields", source("cron = \"* *\""), "4:8", &["cron"]),
        ("bad selector", source("select = \"main >> p[\""), "4:10", &["main >> p[", "CSS"]),
        ("bad JSONPath", source("kind = \"json\"\nselect = \"$[\""), "5:10", &["JSONPath"]),
        ("bad exclude", source("exclude = [\".good\", \"::::\"]"), "4:21", &["::::"]),
        ("bad duration", source("every = \"2 fortnights\""), "4:9", &["every"]),
        ("too often", source("every = \"1s\""), "4:9", &["10 seconds", "10m"]),
        ("both schedules", source("every = \"1h\"\ncron = \"0 * * * *\""), "5:8", &["keep one"]),
        ("unknown kind", source("kind = \"webpage\""), "4:8", &["webpage", "page"]),
        ("unknown tier", source("tier = \"best\""), "4:8", &["best", "primary"]),
        ("a string for a list", source("claims = \"a\""), "4:10", &["[\"a\"]"]),
        ("not a boolean", source("enabled = \"yes\""), "4:11", &["enabled = true"]),
        (
            "missing id",
            "[[source]]\nurl = \"https://www.example.org/a\"\n".into(),
            "1:1",
            &["id", "coreweave-ir"],
        ),
        ("missing url", "[[source]]\nid = \"a\"\n".into(), "1:1", &["url", "https://"]),
        (
            "bad id",
            "[[source]]\nid = \"My Source\"\nurl = \"https://www.example.org/a\"\n".into(),
            "2:6",
            &["my-source"],
        ),
        ("not http", "[[source]]\nid = \"a\"\nurl = \"file:///etc/passwd\"\n".into(), "3:7", &["http"]),
        (
            "duplicate id",
            source("[[source]]\nid = \"a\"\nurl = \"https://www.example.org/b\""),
            "5:6",
            &["line 2"],
        ),
        (
            "claim that does not exist",
            source("claims = [\"coreweave-*\", \"microsoft-stake-94\"]"),
            "4:26",
            &["microsoft-stake-94", "microsoft-stake-49"],
        ),
        ("not TOML", source("every = 2h"), "4:9", &["text stands in double quotes"]),
        ("unknown time zone", "[service]\ntimezone = \"Asia/Shangai\"\n".into(), "2:12", &["Asia/Shanghai"]),
        (
            "a name of two entities",
            "[[entity]]\nnames = [\"A\", \"B\"]\n[[entity]]\nnames = [\"b\"]\n".into(),
            "4:10",
            &["another entity"],
        ),
    ]
}

const CLAIM: &str = "[[claim]]\nid = \"acme-staff\"\ntext = { en = \"Acme employs 1,200 people.\" }\nkind = \"amount\"\nclass = \"state\"\nsubject = [\"Acme\"]\nmetric = { en = [\"employs\"] }\nvalue = \"1,200 people\"\nas_of = \"2026-11\"\n";

fn bad_claims() -> Vec<(&'static str, String, &'static str, &'static [&'static str])> {
    let with = |from: &str, to: &str| {
        assert!(CLAIM.contains(from));
        CLAIM.replace(from, to)
    };
    vec![
        ("unreadable value", with("\"1,200 people\"", "\"quite a few\""), "8:9", &["quite a few"]),
        ("unknown key", with("as_of", "asof"), "9:1", &["asof", "as_of"]),
        ("unknown kind", with("amount", "sum"), "4:8", &["sum", "amount"]),
        ("unknown class", with("\"state\"", "\"steady\""), "5:9", &["steady", "state"]),
        ("bad date", with("2026-11", "last autumn"), "9:9", &["last autumn", "2025-03"]),
        ("duplicate id", format!("{CLAIM}\n{CLAIM}"), "12:6", &["acme-staff", "line 2"]),
        ("no text", with("text = { en = \"Acme employs 1,200 people.\" }\n", ""), "1:1", &["text"]),
        (
            "text is no text",
            with("{ en = \"Acme employs 1,200 people.\" }", "1200"),
            "3:8",
            &["text", "stake"],
        ),
        ("a question", "[[claim]]\ntext = \"Is Acme rich?\"\n".into(), "2:8", &["question"]),
        ("bad id", with("acme-staff", "Acme staff"), "2:6", &["acme-staff"]),
        ("bad priority", format!("{CLAIM}priority = 9\n"), "10:12", &["priority", "1"]),
        ("not TOML", with("\"state\"", "state"), "5:9", &["text stands in double quotes"]),
    ]
}

#[test]
fn every_mistake_in_the_config_has_its_place_and_its_remedy() {
    let desk = Desk::new("");
    for (name, text, place, words) in bad_sources() {
        fs::write(desk.path("sources.toml"), text).unwrap();
        for command in [&["config", "check"][..], &["check"], &["run"]] {
            let said = desk.fails(command, 2);
            assert!(said.contains(&format!("sources.toml:{place}:")), "{name}, {command:?}, {place}: {said}");
            for word in words {
                assert!(said.contains(word), "{name}, {command:?}, “{word}”: {said}");
            }
            assert!(!said.contains("panicked"), "{name}: {said}");
        }
    }
    assert_no_store(&desk);
}

#[test]
fn every_mistake_in_the_claims_has_its_place_and_its_remedy() {
    let desk = Desk::new("");
    for (name, text, place, words) in bad_claims() {
        fs::write(desk.path("claims.toml"), text).unwrap();
        for command in [&["config", "check"][..], &["check"], &["run"], &["claim", "import"]] {
            let said = desk.fails(command, 2);
            assert!(said.contains(&format!("claims.toml:{place}:")), "{name}, {command:?}, {place}: {said}");
            for word in words {
                assert!(said.contains(word), "{name}, {command:?}, “{word}”: {said}");
            }
        }
    }
    assert_no_store(&desk);
}

/// No store and no archive lie in the data folder.
fn assert_no_store(desk: &Desk) {
    let Ok(entries) = fs::read_dir(desk.path("data")) else { return };
    let names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|n| n.contains("lock")), "{names:?}");
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let desk = Desk::new("");
    fs::write(desk.path("sources.toml"), source("every = \"soon\"\ntier = \"best\"\nclams = [\"a\"]"))
        .unwrap();
    let said = desk.fails(&["config", "check"], 2);
    for place in ["4:9", "5:8", "6:1"] {
        assert!(said.contains(&format!("sources.toml:{place}:")), "{place}: {said}");
    }
}

#[test]
fn a_bad_file_leaves_the_store_as_it_was() {
    let server = Server::start();
    server.page("/a", &article("Notice", &["Nothing is new."]));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    let asked = server.asked().len();
    let seen =
        || (desk.json(&["claim", "list"]), desk.json(&["source", "list"]), desk.json(&["archive", "verify"]));
    let before = seen();
    for (name, text, _, _) in bad_sources() {
        // Each with a second source that is good: it must not be taken over alone.
        let good = Desk::source("good", &server.url("/a"), "");
        fs::write(desk.path("sources.toml"), format!("{text}\n{good}")).unwrap();
        desk.fails(&["check"], 2);
        assert_eq!(seen(), before, "{name}");
    }
    desk.sources(&Desk::source("a", &server.url("/a"), ""));
    let mut broken = crate::common::CLAIMS.to_owned();
    broken += &CLAIM.replace("1,200 people\"\nas", "quite a few\"\nas");
    fs::write(desk.path("claims.toml"), broken).unwrap();
    desk.fails(&["claim", "import", "--update"], 2);
    assert_eq!(seen(), before);
    assert_eq!(server.asked().len(), asked, "nothing was fetched");
}

#[test]
fn a_good_config_is_called_good() {
    let desk = Desk::new(&Desk::source("a", "http://127.0.0.1:9/a", "claims = [\"coreweave-*\"]"));
    let said = desk.ok(&["config", "check"]);
    assert!(said.contains("is good: 1 sources") && said.contains("70 claims"), "{said}");
    let json = desk.json(&["config", "check"]);
    assert_eq!((&json["sources"], &json["claims"]), (&1.into(), &70.into()));
    assert!(json["warnings"].to_string().contains("allow_private"), "{json:#}");
    assert!(!desk.path("data").exists(), "checking the config makes no store");
}

#[test]
fn a_missing_file_is_named() {
    let desk = Desk::new("");
    fs::remove_file(desk.path("sources.toml")).unwrap();
    for command in [&["check"][..], &["run"], &["config", "check"]] {
        let said = desk.fails(command, 2);
        assert!(said.contains("sources.toml") && said.contains("--config"), "{command:?}: {said}");
    }
    fs::write(desk.path("sources.toml"), b"[service]\ncontact = \"\xff\xfe\"\n").unwrap();
    assert!(desk.fails(&["check"], 2).contains("UTF-8"));
}
