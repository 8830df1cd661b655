//! The archive: what is in it, what must not be, and that every changed byte is found.

use std::io::Read as _;
use std::path::Path;

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
    let text = String::from_utf8(desk.warcs().iter().flat_map(|file| unpacked(file)).collect()).unwrap();
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
    let file = desk.warcs().remove(0);
    let whole = std::fs::read(&file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let numbers =
        |sql: &str| desk.sql(&[sql]).into_iter().map(|n| usize::try_from(n).unwrap()).collect::<Vec<_>>();
    let offsets = numbers("SELECT warc_offset FROM capture ORDER BY id");
    let lengths = numbers("SELECT warc_length FROM capture ORDER BY id");
    let (offset, length) = (offsets[1], lengths[1]);
    // Anywhere in a capture; in the head and the content of what surrounds it.
    let places = (0..10).map(|part| offset + part * (length - 1) / 9).chain([3, 40]);
    for place in places.chain([offset + length + 3, offset + length + 40]) {
        let mut bytes = whole.clone();
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
    let (desk, _server) = filled();
    let store = desk.path("data/claimwatch.db");
    desk.sql(&[
        "DROP TRIGGER event_no_update",
        "DROP TRIGGER event_no_delete",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ]);
    let whole = std::fs::read(&store).unwrap();
    let changes = [
        (
            "UPDATE event SET data = replace(data, '49', '94') WHERE kind = 'evidence_added'",
            "its content was altered",
        ),
        ("UPDATE event SET actor = 'somebody' WHERE seq = 5", "event 5: its content was altered"),
        ("DELETE FROM event WHERE seq = 7", "events 7 to 7 are missing"),
        ("UPDATE capture SET raw_sha256 = text_sha256 WHERE id = 2", "capture 2"),
        ("DELETE FROM capture_text WHERE rowid = 1", "its text"),
        (
            "UPDATE capture_text SET document = (SELECT document FROM capture_text ORDER BY rowid LIMIT 1)",
            "text",
        ),
        ("UPDATE capture_text SET document = x'1f8b0800' WHERE rowid = 2", "text"),
    ];
    for (change, named) in changes {
        desk.sql(&[change]);
        let found = faults(&desk);
        assert!(found.iter().any(|fault| fault.contains(named)), "{change}: {found:?}");
        for rest in ["data/claimwatch.db-wal", "data/claimwatch.db-shm"] {
            drop(std::fs::remove_file(desk.path(rest)));
        }
        std::fs::write(&store, &whole).unwrap();
        desk.ok(&["archive", "verify"]);
    }
    // Several at once are all named.
    desk.sql(&[changes[1].0, changes[3].0, changes[6].0]);
    let found = faults(&desk);
    for part in [1, 3, 6] {
        assert!(found.iter().any(|fault| fault.contains(changes[part].1)), "{found:?}");
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
    for path in desk.files() {
        assert!(!holds(&std::fs::read(&path).unwrap()), "{}", path.display());
    }
    let archived: Vec<u8> = desk.warcs().iter().flat_map(|file| unpacked(file)).collect();
    assert!(!holds(&archived));
    assert!(String::from_utf8(archived).unwrap().contains("authorization: [redacted]"));
}
