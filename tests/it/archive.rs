//! The archive: what is in it, what must not be, and that every changed byte is found.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::common::{Answer, Desk, Server};

fn page(stake: &str) -> String {
    format!(
        "<!doctype html><html lang=en><title>Microsoft and OpenAI</title><body><main><p>The two companies have worked together for years, as both boards said.</p><p>Microsoft holds a {stake} stake in OpenAI, according to the companies.</p></main></body></html>"
    )
}

/// A source with two captures and a 304.
fn filled() -> (Desk, Server) {
    let server = Server::start();
    server.set("/a", Answer::html(page("49%")).etag("\"1\""));
    let desk = Desk::new(&Desk::source("a", &server.url("/a"), ""));
    desk.check();
    desk.check();
    server.set("/a", Answer::html(page("27%")).etag("\"2\""));
    desk.check();
    desk.ok(&["archive", "verify"]);
    (desk, server)
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

fn warcs(desk: &Desk) -> Vec<PathBuf> {
    let mut files = files_below(&desk.path("data/archive"));
    files.retain(|path| path.to_string_lossy().ends_with(".warc.gz"));
    assert!(!files.is_empty());
    files
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut text).unwrap();
    text
}

/// What `archive verify` finds wrong.
fn faults(desk: &Desk) -> Vec<String> {
    let text = desk.fails(&["archive", "verify", "--json"], 1);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    report["faults"].as_array().unwrap().iter().map(|f| f.as_str().unwrap().to_owned()).collect()
}

#[test]
fn requests_answers_and_revisits_are_recorded() {
    let (desk, server) = filled();
    let text = String::from_utf8(warcs(&desk).iter().flat_map(|file| unpacked(file)).collect()).unwrap();
    let records = |kind: &str| text.matches(&format!("WARC-Type: {kind}\r\n")).count();
    assert_eq!(
        (records("warcinfo") >= 1, records("response"), records("revisit"), records("request")),
        (true, 2, 1, 3)
    );
    assert_eq!(text.matches(&format!("WARC-Target-URI: {}\r\n", server.url("/a"))).count(), 6);
    assert!(text.contains("Microsoft holds a 49% stake") && text.contains("Microsoft holds a 27% stake"));
    assert!(text.contains("if-none-match: \"1\""));
    let report = desk.json(&["archive", "verify"]);
    assert_eq!((&report["captures"], &report["unnamed"]), (&2.into(), &0.into()));
}

#[test]
fn one_flipped_byte_is_found_wherever_it_lies() {
    let (desk, _server) = filled();
    let file = warcs(&desk).remove(0);
    let whole = std::fs::read(&file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    for part in 1..20 {
        let mut bytes = whole.clone();
        let place = whole.len() * part / 20;
        bytes[place] ^= 0x10;
        std::fs::write(&file, bytes).unwrap();
        let found = faults(&desk);
        assert!(found.iter().any(|fault| fault.contains(&name)), "byte {place}: {found:?}");
    }
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(!faults(&desk).is_empty());
    std::fs::remove_file(&file).unwrap();
    assert!(faults(&desk).iter().any(|fault| fault.contains("capture 1 of a")));
    std::fs::write(&file, whole).unwrap();
    desk.ok(&["archive", "verify"]);
}

#[test]
fn changed_rows_of_the_store_are_found() {
    for (change, named) in [
        ("UPDATE event SET data = replace(data, '49', '94') WHERE kind = 'evidence_added'", "event"),
        ("UPDATE event SET actor = 'somebody' WHERE seq = 5", "event 5"),
        ("DELETE FROM event WHERE seq = 7", "event"),
        ("UPDATE capture SET raw_sha256 = text_sha256 WHERE id = 2", "capture 2 of a"),
        (
            "UPDATE capture_text SET document = (SELECT document FROM capture_text ORDER BY text_sha256 DESC LIMIT 1)",
            "text",
        ),
        ("UPDATE capture_text SET document = x'1f8b0800'", "text"),
        ("DELETE FROM capture_text", "text"),
    ] {
        let (desk, _server) = filled();
        desk.sql(&["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete", change]);
        println!("{change}");
        let found = faults(&desk);
        assert!(found.iter().any(|fault| fault.contains(named)), "{change}: {found:?}");
    }
}

#[test]
fn the_event_log_takes_no_change() {
    let (desk, _server) = filled();
    let before = desk.sql(&["SELECT count(*) FROM event"]);
    for statement in ["UPDATE event SET actor = 'somebody'", "DELETE FROM event"] {
        assert!(desk.sql_fails(statement).contains("append-only"));
    }
    assert_eq!(desk.sql(&["SELECT count(*) FROM event"]), before);
}

#[test]
fn secrets_go_to_their_own_origin_and_stand_nowhere() {
    let (server, other) = (Server::start(), Server::start());
    let (token, key) = ("Bearer s3cr3t-of-the-desk", "another-s3cr3t");
    server.page("/a", &page("49%"));
    server.set("/moves", Answer::status(302).header("Location", "/a"));
    server.set("/leaves", Answer::status(302).header("Location", &other.url("/a")));
    let headers = format!("headers = {{ Authorization = \"env:DESK_TOKEN\", X-Key = \"{key}\" }}");
    let entries: String = ["a", "moves", "leaves"]
        .map(|id| Desk::source(id, &server.url(&format!("/{id}")), &headers))
        .concat();
    let desk = Desk::new(&entries);
    let check = |token: Option<&str>| {
        let mut command = desk.command();
        command.args(["--log", "trace", "check", "--json"]).env_remove("DESK_TOKEN");
        let out = command.envs(token.map(|token| ("DESK_TOKEN", token))).output().unwrap();
        assert!(out.status.success());
        String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap()
    };
    let said = check(None);
    assert!(said.contains("DESK_TOKEN is not set"), "{said}");
    assert!(server.asked().is_empty());
    let said = check(Some(token)) + &check(Some(token));
    assert!(!said.contains("s3cr3t"), "in the log");
    assert_eq!(desk.health("a")["health"], "ok");
    assert_eq!(desk.health("moves")["health"], "ok");
    for asked in server.asked() {
        assert_eq!((asked.headers["authorization"].as_str(), asked.headers["x-key"].as_str()), (token, key));
    }
    assert!(other.asked().iter().all(|a| !a.headers.contains_key("authorization")));
    let holds = |bytes: &[u8]| bytes.windows(6).any(|w| w == b"s3cr3t");
    for path in files_below(&desk.path("data")) {
        assert!(!holds(&std::fs::read(&path).unwrap()), "{}", path.display());
    }
    let archived: Vec<u8> = warcs(&desk).iter().flat_map(|file| unpacked(file)).collect();
    assert!(!holds(&archived));
    assert!(String::from_utf8(archived).unwrap().contains("authorization: [redacted]"));
}
