//! The `[judge]` table: an optional model that gives a second opinion.

use std::path::Path;
use std::time::Duration;

use url::Url;

use super::fields::Fields;
use super::problem::Sink;
use super::secret::{Secret, resolve_secret};
use super::service::above_zero;
use super::units::parse_url;

const KNOWN: &[&str] = &["url", "model", "key", "timeout", "budget", "allow_private"];
const EXAMPLE: &str = "{ url = \"http://127.0.0.1:8000/v1\", model = \"NAME\" }";

/// Questions a day where the table does not say.
const BUDGET: u32 = 200;
/// Where the completions are, below the base address.
const PATH: &str = "chat/completions";

/// An endpoint that speaks OpenAI's chat completions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Where questions are posted.
    pub url: Url,
    pub model: String,
    pub key: Option<Secret>,
    /// The longest that a sweep waits for it.
    pub timeout: Duration,
    /// Most questions in a day of the service's time zone.
    pub budget: u32,
    /// Whether the name in the address may lead to a private or loopback address.
    pub allow_private: bool,
}

impl Judge {
    /// Reads the table; `None` where there is none: the rules decide alone.
    pub(super) fn read(root: &Fields<'_>, path: &Path, sink: &Sink<'_>) -> Option<Self> {
        let (table, span) = root.table("judge", EXAMPLE, sink)?;
        let f = Fields::new("[judge]", table, span.start, KNOWN, sink);
        let complete = [("url", "\"http://127.0.0.1:8000/v1\""), ("model", "\"NAME\"")]
            .into_iter()
            .fold(true, |all, (key, example)| f.require(key, example, sink) && all);
        let folder = path.parent().unwrap_or(Path::new(""));
        let key = f.parsed("key", sink, |text| Secret::parse(text, folder));
        let timeout = above_zero(&f, "timeout", sink).unwrap_or(Duration::from_secs(20));
        let budget = f.number("budget", 1..=1_000_000, sink).unwrap_or(BUDGET);
        let allow_private = f.boolean("allow_private", false, sink);
        let (url, model) = (f.parsed("url", sink, completions), f.owned("model", sink));
        complete.then_some(Self { url: url?, model: model?, key, timeout, budget, allow_private })
    }
}

impl Judge {
    pub(super) fn warnings(&self) -> Vec<String> {
        let host = self.url.host_str().unwrap_or_default();
        let nearby = matches!(host, "localhost" | "[::1]") || host.starts_with("127.");
        let mut out = Vec::new();
        if self.key.is_some() && self.url.scheme() == "http" && !nearby {
            out.push(format!("[judge] sends its key to {host} unencrypted: write https"));
        }
        if self.allow_private {
            out.push("[judge] may be on a private address (allow_private)".to_owned());
        }
        if let Some(Err(error)) = self.key.as_ref().map(resolve_secret) {
            out.push(format!("[judge] key: {error}"));
        }
        out
    }
}

/// Takes the base address, with or without a slash at its end, to the address of the completions.
fn completions(text: &str) -> Result<Url, (String, String)> {
    let mut url = parse_url(text)?;
    url.set_path(&format!("{}/{PATH}", url.path().trim_end_matches('/')));
    Ok(url)
}
