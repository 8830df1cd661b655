//! PDF sources: read in a process of their own, compared as pages are; what cannot be read fails by name.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::common::{Answer, Desk, Server, pdf};

fn report(stake: &str) -> Vec<u8> {
    pdf::page(&[
        "Report on the partnership",
        "The two companies have worked together for years, and both boards spoke of it.",
        &format!("After all of the talks of this year, Microsoft holds a {stake} stake in OpenAI, as the"),
        "two companies have said.",
        "Segment\t2024\t2023",
        "Cloud services\t3,620.1\t4,237.0",
    ])
}

fn answer(body: Vec<u8>) -> Answer {
    Answer::html(body).header("Content-Type", "application/pdf")
}

fn desk(server: &Server) -> Desk {
    Desk::new(&Desk::source("a", &server.url("/a"), "").replace("1s", "1h"))
}

#[test]
fn a_changed_number_in_a_pdf_raises_a_flag() {
    let server = Server::start();
    server.set("/a", answer(report("49%")));
    let desk = desk(&server);
    desk.check_at("2026-12-01T00:00:00Z");
    assert_eq!((desk.flagged().len(), &desk.health("a")["kind"]), (0, &"pdf".into()));
    server.set("/a", answer(report("27%")));
    desk.check_at("2026-12-01T02:00:00Z");
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    let flag = desk.flags(false).pop().unwrap();
    assert_eq!((&flag["old"]["value"], &flag["new"]["value"]), (&"49".into(), &"27".into()));
    assert!(flag["after"].as_str().unwrap().ends_with("stake in OpenAI, as the two companies have said."));
    desk.ok(&["archive", "verify"]);
}

#[test]
fn a_pdf_that_cannot_be_read_fails_by_name_and_hides_nothing() {
    let server = Server::start();
    server.set("/a", answer(report("49%")));
    let desk = desk(&server);
    desk.check_at("2026-12-01T00:00:00Z");
    let cases = [
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog".to_vec(), "broken"),
        (pdf::encrypted(), "encrypted"),
        (pdf::bomb(), "PDF cannot be read"),
        (pdf::page(&[]), "no text"),
    ];
    for (hour, (body, why)) in (2..).zip(cases) {
        server.set("/a", answer(body));
        desk.check_at(&format!("2026-12-01T{hour:02}:00:00Z"));
        let health = desk.health("a");
        assert_eq!(health["health"], "failing", "{why}");
        let reason = health["reason"].as_str().unwrap();
        assert!(reason.contains("PDF cannot be read") && reason.contains(why), "{why}: {reason}");
        assert_eq!(desk.polls("a").last().unwrap()["outcome"], "failed", "{why}");
    }
    // The baseline is still the one before.
    server.set("/a", answer(report("27%")));
    desk.check_at("2026-12-01T08:00:00Z");
    assert_eq!(desk.flags(false).pop().unwrap()["old"]["value"], "49");
    assert_eq!(desk.health("a")["health"], "ok");
}

#[test]
fn source_test_and_inspect_show_its_rows_and_pages() {
    let server = Server::start();
    server.set("/a", answer(report("49%")));
    let desk = desk(&server);
    let tested = desk.json(&["source", "test", "a"]);
    assert_eq!((&tested["kind"], &tested["title"]), (&"pdf".into(), &"Report of the board".into()));
    let passages = tested["passages"].as_array().unwrap();
    let row = passages.iter().find(|p| p["text"] == "Cloud services 3,620.1 4,237.0").unwrap();
    assert_eq!(row["path"], "page[1]/table[1]/tr[2]");

    std::fs::write(desk.path("report.pdf"), report("49%")).unwrap();
    std::fs::write(desk.path("broken.pdf"), "%PDF-1.7\nnothing else").unwrap();
    let mut inspect = desk.command();
    inspect.args(["inspect", "page", "--jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = inspect.spawn().unwrap();
    let lines = "{\"id\": 1, \"path\": \"broken.pdf\"}\n{\"id\": 2, \"path\": \"report.pdf\"}\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let answers: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(answers[0]["error"].as_str().unwrap().contains("PDF cannot be read"), "{out}");
    assert_eq!((&answers[1]["kind"], &answers[1]["passages"]), (&"pdf".into(), &shown(passages)));
}

/// What `inspect page` shows of passages.
fn shown(passages: &[serde_json::Value]) -> serde_json::Value {
    passages.iter().map(|p| serde_json::json!({"text": p["text"], "path": p["path"]})).collect()
}

#[test]
fn the_child_answers_what_is_no_pdf_too() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimwatch"));
    command.arg("extract-pdf").env_clear().stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"no PDF").unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    assert!(String::from_utf8(out.stdout).unwrap().starts_with("{\"refused\":"));
}
