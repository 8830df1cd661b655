//! The configured endpoint: one request for several questions.

use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::sync::{Mutex, MutexGuard};

use super::answer::{self, INSTRUCTION, Opinion};
use super::question::Question;
use crate::config;
use crate::fetch::{Endpoint, FailureKind, FetchError};

/// Longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// The client of the configured endpoint.
#[derive(Debug)]
pub struct Judge {
    endpoint: Endpoint,
    config: config::Judge,
    turn: Mutex<()>,
}

/// Why no answers came.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// Nothing left this machine.
    #[error("{0}")]
    NotAsked(String),
    #[error("{0}")]
    Asked(String),
}

impl From<FetchError> for Unanswered {
    fn from(error: FetchError) -> Self {
        match error.kind {
            FailureKind::Dns | FailureKind::Connect | FailureKind::Tls | FailureKind::ForbiddenAddress => {
                Self::NotAsked(error.message)
            }
            _ => Self::Asked(error.message),
        }
    }
}

impl Judge {
    pub fn new(config: &config::Judge) -> Result<Self, FetchError> {
        let endpoint = Endpoint::new(config.url.clone(), config.allow_private, config.timeout)?;
        Ok(Self { endpoint, config: config.clone(), turn: Mutex::default() })
    }

    #[must_use]
    pub fn model(&self) -> &str {
        &self.config.model
    }

    /// Most questions of one day.
    #[must_use]
    pub fn budget(&self) -> u32 {
        self.config.budget
    }

    /// The longest that a sweep waits.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.config.timeout
    }

    /// One sweep asks at a time: two that bring the same news ask once, and a small machine is not overrun.
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Asks in one request. The opinions come in the order of the questions; none where the answer was of no use.
    pub async fn ask(&self, questions: &[&Question]) -> Result<Vec<Option<Opinion>>, Unanswered> {
        let key = self.config.key.as_ref().map(config::resolve_secret).transpose();
        let key = key.map_err(|error| Unanswered::NotAsked(error.to_string()))?;
        let numbered: Vec<Json> = questions.iter().zip(1..).map(|(question, id)| question.json(id)).collect();
        let body = json!({
            "model": self.config.model, "temperature": 0,
            "response_format": { "type": "json_object" },
            "messages": [
                { "role": "system", "content": INSTRUCTION },
                { "role": "user", "content": json!({ "questions": numbered }).to_string() },
            ],
        });
        let bytes = self.endpoint.post(body.to_string(), key.as_deref(), LONGEST).await?;
        let useless = |why: &str| Unanswered::Asked(why.to_owned());
        let reply: Json = serde_json::from_slice(&bytes).map_err(|_| useless("the answer is not JSON"))?;
        let content = reply.pointer("/choices/0/message/content").and_then(Json::as_str);
        let content = content.ok_or_else(|| useless("the answer holds no message"))?;
        let read = answer::read(content, questions).map_err(useless)?;
        let noted = |(opinion, question): (Result<Opinion, &str>, &&Question)| {
            opinion
                .inspect_err(|why| tracing::warn!(claim = %question.claim, %why, "An answer of the judge is of no use."))
                .ok()
        };
        Ok(read.into_iter().zip(questions).map(noted).collect())
    }
}
