//! The `[judge]` table: an optional model that ranks textual flags.

use std::path::Path;
use std::time::Duration;

use url::Url;

use super::fields::Fields;
use super::problem::Sink;
use super::secret::Secret;
use super::service::above_zero;
use super::units::parse_url;

const EXAMPLE: &str = "{ url = \"http://127.0.0.1:8000/v1\", model = \"NAME\" }";

/// An endpoint that speaks OpenAI's chat completions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Base address; `chat/completions` is put behind it.
    pub url: Url,
    pub model: String,
    pub key: Option<Secret>,
    /// Longest time for one answer.
    pub timeout: Duration,
}

impl Judge {
    /// Reads the table; `None` where there is none: the rules decide alone.
    pub(super) fn read(root: &Fields<'_>, path: &Path, sink: &Sink<'_>) -> Option<Self> {
        let (table, span) = root.table("judge", EXAMPLE, sink)?;
        let f = Fields::new("[judge]", table, span.start, &["url", "model", "key", "timeout"], sink);
        let complete = [("url", "\"http://127.0.0.1:8000/v1\""), ("model", "\"NAME\"")]
            .into_iter()
            .fold(true, |all, (key, example)| f.require(key, example, sink) && all);
        let folder = path.parent().unwrap_or(Path::new(""));
        let key = f.parsed("key", sink, |text| Secret::parse(text, folder));
        let timeout = above_zero(&f, "timeout", sink).unwrap_or(Duration::from_secs(20));
        let (url, model) = (f.parsed("url", sink, base), f.owned("model", sink));
        complete.then_some(Self { url: url?, model: model?, key, timeout })
    }
}

/// With a slash at its end, so that a path can be joined.
fn base(text: &str) -> Result<Url, (String, String)> {
    let mut url = parse_url(text)?;
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}
