//! `inspect` for a person: of an address, a file or standard input, as a table or in JSON.

use crate::common::{Desk, Server};
use crate::help::shell;

const PAGE: &str = "<html lang=en><head><title>Stake falls | Harbour Wire</title></head><body><h1>Stake falls</h1>\
    <p>Published on October 28, 2025</p><p>It holds 27%. It held 49%.</p></body></html>";

fn said(desk: &Desk, line: &str) -> String {
    let out = shell(desk, &line.replace("claimwatch", env!("CARGO_BIN_EXE_claimwatch")));
    assert!(out.status.success(), "{line}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn a_page_is_shown_with_what_it_says_of_itself() {
    let server = Server::start();
    server.page("/news", PAGE);
    let desk = Desk::new("");
    std::fs::write(desk.path("news.html"), PAGE).unwrap();
    let address = format!("claimwatch inspect page {} --allow-private", server.url("/news"));
    for line in [&*address, "claimwatch inspect page news.html", "claimwatch inspect page - < news.html"] {
        let shown = said(&desk, line);
        for part in [
            "Stake falls",
            "kind       page",
            "language   en",
            "2025-10-28T00:00:00Z",
            "p[2]/s[2]",
            "It held 49%.",
        ] {
            assert!(shown.contains(part), "{line}: {part} is not in\n{shown}");
        }
        let json: serde_json::Value =
            serde_json::from_str(&said(&desk, &line.replace("page ", "page --json "))).unwrap();
        assert_eq!(json["title"], "Stake falls", "{line}");
        assert_eq!(json["passages"].as_array().unwrap().last().unwrap()["text"], "It held 49%.", "{line}");
    }
}

#[test]
fn a_private_address_needs_a_word_and_a_missing_file_says_so() {
    let server = Server::start();
    server.page("/news", PAGE);
    let desk = Desk::new("");
    desk.fails(&["inspect", "page", &server.url("/news")], 1);
    desk.fails(&["inspect", "page", "missing.html"], 2);
}

#[test]
fn a_text_is_read_from_the_command_line_and_from_standard_input() {
    let desk = Desk::new("");
    for line in
        ["claimwatch inspect text 'It holds 27%.'", "echo 'It holds 27%.' | claimwatch inspect text -"]
    {
        let shown = said(&desk, line);
        assert!(shown.contains("27%") && shown.contains("percent"), "{line}: {shown}");
    }
}
