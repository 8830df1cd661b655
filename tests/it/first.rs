//! The smallest whole story: a page, a check, what is remembered of it.

use crate::common::{Answer, Desk, Server};

#[test]
fn a_first_check_makes_the_store_and_a_second_finds_nothing_new() {
    let server = Server::start();
    server.set(
        "/news",
        Answer::html("<html><title>News</title><body><p>The harbour opened today.</p></body></html>")
            .etag("\"a\""),
    );
    let desk = Desk::new(&Desk::source("news", &server.url("/news"), ""));
    let first = desk.check();
    assert_eq!(first[0]["outcome"], "changed");
    let second = desk.check();
    assert_eq!(second[0]["outcome"], "not_modified");
    assert_eq!(server.asked()[1].headers["if-none-match"], "\"a\"");
    let polls = desk.json(&["source", "history", "news"]);
    let outcomes: Vec<&str> =
        polls.as_array().unwrap().iter().map(|p| p["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["not_modified", "changed"]);
    assert_eq!(desk.json(&["claim", "list"]).as_array().unwrap().len(), 70);
    assert_eq!(desk.health("news")["health"], "ok");
    assert_eq!(desk.json(&["archive", "verify"])["faults"].as_array().unwrap().len(), 0);
}
