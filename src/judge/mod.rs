//! An optional second opinion on textual flags, behind an OpenAI-compatible endpoint that the config names.
//!
//! It ranks and explains, nothing else: a flag that the rules raised stays a flag, one with a value is never sent, and
//! an answer that is late, malformed or quotes what the passage does not say is as good as none.

mod answer;

use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Value as Json, json};

use crate::config;
use crate::flag::Candidate;
use answer::Opinion;

/// Most questions for one sweep: a page that bears on everything must not hold the others up.
pub const MOST: usize = 16;
/// Longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// Longest passage that is sent, in characters.
const PASSAGE: usize = 4_000;

/// Whether a finding is one to ask about: a flag whose passage states no value of the claim's.
#[must_use]
pub fn is_textual(candidate: &Candidate) -> bool {
    candidate.is_flag && candidate.new.is_none()
}

/// The client of the configured endpoint.
#[derive(Debug)]
pub struct Judge {
    client: reqwest::Client,
    config: config::Judge,
}

impl Judge {
    pub fn new(config: &config::Judge) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(config.timeout)
            .connect_timeout(Duration::from_secs(5))
            // The key goes to the configured address and nowhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { client, config: config.clone() })
    }

    /// Asks about one flag and moves its rank. False: no usable answer, the rules' rank stands.
    pub async fn rank(&self, claim: &str, candidate: &mut Candidate) -> bool {
        match self.ask(claim, candidate).await {
            Ok(opinion) => opinion.apply(candidate, &self.config.model),
            Err(error) => {
                tracing::warn!(claim = %candidate.claim, %error, "The judge gave no usable answer; the rules stand.");
                return false;
            }
        }
        true
    }

    async fn ask(&self, claim: &str, candidate: &Candidate) -> anyhow::Result<Opinion> {
        let passage: String = candidate.passage().chars().take(PASSAGE).collect();
        let before = candidate.before.as_deref().filter(|_| candidate.after.is_some()).unwrap_or_default();
        let question = json!({ "claim": claim, "passage": passage, "passage_before": before });
        let body = json!({
            "model": self.config.model, "temperature": 0,
            "response_format": { "type": "json_object" },
            "messages": [
                { "role": "system", "content": answer::INSTRUCTION },
                { "role": "user", "content": question.to_string() },
            ],
        });
        let url = self.config.url.join("chat/completions")?;
        let mut request =
            self.client.post(url).header("content-type", "application/json").body(body.to_string());
        if let Some(key) = &self.config.key {
            request = request.bearer_auth(config::resolve_secret(key)?);
        }
        let response = request.send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk?);
            anyhow::ensure!(bytes.len() <= LONGEST, "the answer is longer than {LONGEST} bytes");
        }
        let reply: Json = serde_json::from_slice(&bytes)?;
        let content = reply.pointer("/choices/0/message/content").and_then(Json::as_str);
        let content = content.ok_or_else(|| anyhow::anyhow!("the answer holds no message"))?;
        answer::read(content, &passage).map_err(anyhow::Error::msg)
    }
}
