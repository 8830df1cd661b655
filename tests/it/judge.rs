//! The optional judge, against a stand-in for its endpoint.

use serde_json::{Value as Json, json};

use crate::common::pages::article;

use crate::common::{Answer, Desk, Server};

const CLAIM: &str = "agi-profit-test";
const PASSAGE: &str =
    "When OpenAI declares AGI, an independent expert panel will have to verify that declaration.";

/// A desk whose page contradicts a claim without a value, and whose judge answers this.
fn judged(answer: Answer, more: &str) -> (Server, Desk, Json) {
    let server = Server::start();
    server.page("/a", &article("Notice", &[PASSAGE]));
    server.set("/v1/chat/completions", answer);
    let judge = format!("[judge]\nurl = \"{}\"\nmodel = \"stand-in\"\n{more}\n", server.url("/v1"));
    let desk =
        Desk::new(&(judge + &Desk::source("a", &server.url("/a"), &format!("claims = [\"{CLAIM}\"]"))));
    desk.check();
    let flag = desk.flags(false).into_iter().find(|f| f["claim"] == CLAIM).unwrap();
    (server, desk, flag)
}

fn says(content: &str) -> Answer {
    let reply = json!({ "choices": [{ "message": { "role": "assistant", "content": content } }] });
    Answer::html(reply.to_string()).header("Content-Type", "application/json")
}

fn alone() -> Json {
    judged(Answer::status(500), "").2
}

fn reasons(flag: &Json) -> String {
    flag["reasons"].to_string()
}

#[test]
fn it_ranks_and_explains_and_never_hides() {
    let rules = alone();
    assert!(!reasons(&rules).contains("judge"), "{rules}");
    let (server, _desk, flag) = judged(
        says(r#"{"relation": "unrelated", "quote": "an independent expert panel"}"#),
        "key = \"sesame\"",
    );
    assert!(reasons(&flag).contains("judge stand-in"), "{flag}");
    assert_eq!(flag["state"], "open");
    assert!(flag["score"].as_f64().unwrap() < rules["score"].as_f64().unwrap());
    assert_eq!((&flag["relation"], &flag["detail"]), (&rules["relation"], &rules["detail"]));

    let asked = server.asked().into_iter().find(|a| a.path == "/v1/chat/completions").unwrap();
    assert_eq!(asked.headers["authorization"], "Bearer sesame");
    let body: Json = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["model"], "stand-in");
    assert!(body["messages"][1]["content"].as_str().unwrap().contains("independent expert panel"));
}

#[test]
fn what_is_late_or_nonsense_leaves_the_rules_standing() {
    let rules = alone();
    for answer in [
        says(r#"{"relation": "unrelated", "quote": "words that the page does not hold"}"#),
        says("I think it is unrelated."),
        Answer::html("<p>not JSON</p>"),
        Answer::status(302).header("Location", "/elsewhere"),
        Answer::html(vec![b' '; 200_000]),
        // The connection ends without an answer.
        Answer::raw(|_| {}),
    ] {
        let (_server, _desk, flag) = judged(answer, "");
        assert_eq!((&flag["score"], &flag["reasons"]), (&rules["score"], &rules["reasons"]));
    }
    let gate = crate::common::Gate::default();
    let never = says(r#"{"relation": "unrelated", "quote": "expert panel"}"#).behind(&gate);
    let (_server, _desk, flag) = judged(never, "timeout = \"1s\"");
    assert_eq!((&flag["score"], &flag["reasons"]), (&rules["score"], &rules["reasons"]));
    gate.open();
}

#[test]
fn a_flag_with_a_value_is_never_sent() {
    let server = Server::start();
    server.page("/a", &article("Notice on ownership", &[crate::decide::B]));
    let judge = format!("[judge]\nurl = \"{}\"\nmodel = \"stand-in\"\n", server.url("/v1"));
    let desk =
        Desk::new(&(judge + &Desk::source("a", &server.url("/a"), "claims = [\"microsoft-stake-49\"]")));
    desk.check();
    assert_eq!(desk.flagged(), ["microsoft-stake-49"]);
    assert_eq!(server.hits("/v1/chat/completions"), 0);
}

#[test]
fn an_incomplete_judge_is_a_problem_with_its_place() {
    let desk = Desk::new("[judge]\nurl = \"http://127.0.0.1:1/v1\"\n");
    let said = desk.fails(&["config", "check"], 2);
    assert!(said.contains("model"), "{said}");
}
