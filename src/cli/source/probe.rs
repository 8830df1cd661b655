//! Looks at one address without remembering anything.

use crate::config::{Config, Source};
use crate::daemon::engine::{Watched, fetcher};
use crate::extract::{self, Wall};
use crate::fetch::Response;
use crate::model::passage::Document;
use crate::model::source::SourceKind;

use crate::cli::{Failure, Setting};

/// What an address brought.
pub struct Probe {
    pub response: Response,
    pub kind: SourceKind,
    pub document: Document,
    pub wall: Option<Wall>,
}

/// Fetches and reads a source as the daemon would.
pub async fn probe(setting: &Setting, service: Option<&Config>, source: &Source) -> Result<Probe, Failure> {
    let defaults;
    let service = if let Some(config) = service {
        &config.service
    } else {
        defaults = crate::config::Service::default();
        &defaults
    };
    let fetcher = fetcher(service, &setting.clock)?;
    let request = Watched::new(source).request().map_err(|e| anyhow::anyhow!(e))?;
    let response = fetcher.fetch(&request).await.map_err(|e| anyhow::anyhow!("{}: {e}", source.url))?;
    let kind =
        source.kind.unwrap_or_else(|| extract::sniff(&response.body, response.content_type.as_deref()));
    let options = extract::Options {
        url: Some(&response.url),
        content_type: response.content_type.as_deref(),
        kind: source.kind,
        mode: source.extract,
        select: source.select.as_deref(),
        exclude: &source.exclude,
        now: Some(setting.clock.now()),
    };
    let document =
        crate::reader::read(&response.body, &options).map_err(|e| anyhow::anyhow!("{}: {e}", source.url))?;
    let wall = extract::wall(&response.body, Some(&document));
    Ok(Probe { response, kind, document, wall })
}
