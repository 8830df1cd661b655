//! `inspect robots`: what a robots.txt says of an address, by the rules that the fetcher obeys.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::input::read_file;
use crate::cli::{Failure, output};
use crate::fetch::Verdict;

#[derive(Deserialize)]
pub struct RobotsInput {
    robots: String,
    agent: String,
    url: String,
}

/// `{robots, agent, url}` → `{allowed, rule}`; `rule` is null where none matches.
pub fn answer(input: &RobotsInput) -> Result<Value, String> {
    let url = Url::parse(&input.url).map_err(|error| format!("url: {error}"))?;
    let verdict = Verdict::read(input.robots.as_bytes(), &input.agent, &url);
    serde_json::to_value(&verdict).map_err(|error| error.to_string())
}

/// Prints what a file says of an address, for a person.
pub fn show(agent: &str, file: &Path, url: &str, json: bool) -> Result<(), Failure> {
    let url = Url::parse(url).map_err(|error| Failure::usage(format!("“{url}” is no address: {error}")))?;
    let verdict = Verdict::read(&read_file(file)?, agent, &url);
    if json {
        return output::json(&verdict);
    }
    let word = if verdict.allowed { "allowed" } else { "not allowed" };
    let rule = verdict.rule.unwrap_or_else(|| "no rule matches".to_owned());
    output::print(&format!("{word} to {}: {}", output::plain(agent), output::plain(&rule)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_every_line_in_order() {
        let out = super::super::jsonl::run(
            concat!(
                r#"{"id":1,"robots":"User-agent: a\nDisallow: /x","agent":"A","url":"https://a.example/x/y"}"#,
                "\n",
                r#"{"id":2,"robots":"","agent":"a","url":"https://a.example/"}"#,
                "\n",
                r#"{"id":3,"robots":"","agent":"a","url":"nowhere"}"#,
            ),
            answer,
        );
        assert_eq!(out[0], serde_json::json!({"id": 1, "allowed": false, "rule": "Disallow: /x"}));
        assert_eq!(out[1], serde_json::json!({"id": 2, "allowed": true, "rule": null}));
        assert!(out[2]["error"].as_str().unwrap().contains("url"));
    }
}
