//! What every sweep shares: store, archive, clock, and the config in force.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use tokio::sync::Mutex as AsyncMutex;

use super::claims::ClaimSet;
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::{self, ClaimsFile, Config};
use crate::fetch::{Fetcher, HeaderName, HeaderValue, Request, Settings};
use crate::hash::sha256;
use crate::judge::Judge;
use crate::model::claim::{Claim, Status};
use crate::model::source::Schedule;
use crate::schedule::next_due;
use crate::store::Store;
use crate::store::events::Act;
use crate::store::sources::SourceEntry;

/// Raised when extraction changes what it brings of the same bytes: the last capture is then read anew.
const READING_VERSION: &str = "2";

/// A source of the config, with what is derived from it.
pub struct Watched {
    pub config: config::Source,
    /// Hash of what decides how its bytes are read.
    pub reading: String,
}

impl Watched {
    #[must_use]
    pub fn new(source: &config::Source) -> Self {
        let parts = format!(
            "{READING_VERSION}\n{}\n{:?}\n{:?}\n{:?}\n{:?}",
            source.url, source.kind, source.extract, source.select, source.exclude
        );
        Self { config: source.clone(), reading: sha256(&[parts.as_bytes()]) }
    }

    /// The request for it, without validators.
    pub fn request(&self) -> Result<Request, String> {
        let source = &self.config;
        let mut request = Request::new(source.url.clone());
        request.allow_private = source.allow_private;
        request.gap = source.gap;
        request.ignore_robots = source.api;
        request.headers = self.headers()?;
        Ok(request)
    }

    /// The source's own headers with their secrets, taken from the environment now.
    fn headers(&self) -> Result<Vec<(HeaderName, HeaderValue)>, String> {
        self.config
            .headers
            .iter()
            .map(|(name, secret)| {
                let value = config::resolve_secret(secret).map_err(|e| format!("header {name}: {e}"))?;
                let mut value = HeaderValue::from_str(&value)
                    .map_err(|_| format!("header {name} is no valid header value"))?;
                value.set_sensitive(true);
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| format!("{name} is no header name"))?;
                Ok((name, value))
            })
            .collect()
    }
}

/// The config in force with the client that is built from it. Replaced as a whole on reload.
pub struct Setup {
    pub config: Config,
    pub fetcher: Arc<Fetcher>,
    pub judge: Option<Judge>,
    sources: Vec<Watched>,
}

impl Setup {
    /// `before` is the one that it replaces: with the same service settings its client goes on, and with it what
    /// is known of hosts and their robots.txt.
    fn new(config: Config, clock: &Arc<dyn Clock>, before: Option<&Self>) -> anyhow::Result<Self> {
        let fetcher = match before.filter(|b| b.config.service == config.service) {
            Some(before) => Arc::clone(&before.fetcher),
            None => Arc::new(fetcher(&config.service, clock)?),
        };
        let sources = config.sources.iter().map(Watched::new).collect();
        let judge = config.judge.as_ref().map(Judge::new).transpose().context("[judge]")?;
        Ok(Self { config, fetcher, judge, sources })
    }

    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Watched> {
        self.sources.iter().find(|s| s.config.id == id)
    }

    /// The sources as the store mirrors them.
    fn entries(&self, now: DateTime<Utc>) -> anyhow::Result<Vec<SourceEntry>> {
        let zone = self.config.service.timezone;
        self.sources
            .iter()
            .map(|watched| {
                let source = &watched.config;
                Ok(SourceEntry {
                    id: source.id.clone(),
                    url: source.url.to_string(),
                    kind: source.kind,
                    title: source.title.clone(),
                    tier: source.tier,
                    enabled: source.enabled,
                    settings: settings(source)?,
                    reading: watched.reading.clone(),
                    first_due: now,
                    next_due: next_due(&source.schedule, zone, &source.id, now),
                })
            })
            .collect()
    }
}

/// The client of a service's settings.
pub fn fetcher(service: &config::Service, clock: &Arc<dyn Clock>) -> anyhow::Result<Fetcher> {
    let settings = Settings {
        host_gap: service.host_gap,
        concurrency: service.concurrency,
        timeout: service.timeout,
        max_body: service.max_body,
        max_decoded: service.max_body,
        ..Settings::new(service.contact.as_deref().unwrap_or_default())
    };
    Ok(Fetcher::with_clock(settings, Arc::clone(clock))?)
}

/// What of a source's settings the store keeps: everything but secrets.
fn settings(source: &config::Source) -> anyhow::Result<String> {
    let schedule = match &source.schedule {
        Schedule::Every(every) => serde_json::json!({ "every_seconds": every.as_secs() }),
        Schedule::Cron(pattern) => serde_json::json!({ "cron": pattern }),
    };
    Ok(serde_json::to_string(&serde_json::json!({
        "url": source.url, "kind": source.kind, "title": source.title, "tier": source.tier, "enabled": source.enabled,
        "schedule": schedule, "claims": source.claims, "extract": source.extract, "select": source.select,
        "exclude": source.exclude, "allow_private": source.allow_private, "api": source.api,
        "headers": source.headers.keys().collect::<Vec<_>>(),
    }))?)
}

/// Everything that a sweep works with.
pub struct Engine {
    pub store: Store,
    pub archive: Archive,
    pub clock: Arc<dyn Clock>,
    /// Names this process in leases.
    pub owner: String,
    setup: Mutex<Arc<Setup>>,
    claims: AsyncMutex<Option<ClaimSet>>,
}

impl Engine {
    /// Opens store and archive in `dir` and brings the store up to the config: sources mirrored, and the
    /// claims of claims.toml loaded when the store has none.
    pub async fn open(config: Config, dir: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        // Before a first run writes anything, config and claims are known to be good.
        let mut first = None;
        if !Store::exists(dir) {
            first = claims_file(&config)?;
            check_bindings(&config, Vec::new(), first.as_ref())?;
        }
        let store = Store::open(dir).await?;
        let archive = Archive::open(&dir.join("archive"))?;
        let setup = Arc::new(Setup::new(config, &clock, None)?);
        let engine = Self {
            store,
            archive,
            owner: format!("{}", std::process::id()),
            setup: Mutex::new(setup),
            claims: AsyncMutex::new(None),
            clock,
        };
        if first.is_none() && engine.store.claim_count().await? == 0 {
            first = claims_file(&engine.setup().config)?;
        }
        let there = engine.store.claims().await?.into_iter().map(|c| c.claim.id).collect();
        check_bindings(&engine.setup().config, there, first.as_ref())?;
        if let Some(file) = first {
            let act = Act { actor: "import".to_owned(), at: engine.clock.now() };
            let claims = file.against(&[], act.at.date_naive());
            let added = engine.store.import(&file.articles, &claims, Status::Watching, &act).await?;
            tracing::info!(claims = added.len(), "Loaded the claims of a first run.");
        }
        engine.mirror().await?;
        Ok(engine)
    }

    /// The config in force.
    #[must_use]
    pub fn setup(&self) -> Arc<Setup> {
        Arc::clone(&self.setup.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another config in force.
    pub async fn replace(&self, config: Config) -> anyhow::Result<()> {
        let ids: Vec<String> = self.store.claims().await?.into_iter().map(|c| c.claim.id).collect();
        config::check_bindings(&config, &ids)?;
        let setup = Arc::new(Setup::new(config, &self.clock, Some(&self.setup()))?);
        *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = setup;
        *self.claims.lock().await = None;
        self.mirror().await
    }

    /// The claims as they are in the store now; those that changed since the last time, in whatever process, are
    /// loaded alone.
    pub async fn claims(&self) -> anyhow::Result<ClaimSet> {
        let mut held = self.claims.lock().await;
        let mark = self.store.claims_mark().await?;
        if let Some(set) = held.as_ref().filter(|set| set.mark == mark) {
            return Ok(set.clone());
        }
        let setup = self.setup();
        let entities = &setup.config.entities;
        let updated = match held.as_ref() {
            Some(set) => set.updated(self.store.claims_since(set.mark).await?, entities, mark),
            None => None,
        };
        let set = match updated {
            Some(set) => set,
            None => ClaimSet::new(self.store.claims().await?, entities, mark),
        };
        *held = Some(set.clone());
        Ok(set)
    }

    /// The claims file beside the config.
    #[must_use]
    pub fn claims_path(&self) -> PathBuf {
        self.setup().config.path.with_file_name("claims.toml")
    }

    /// Warns when claims.toml says something else than the store, which is the truth after the first run.
    pub async fn warn_of_drift(&self) -> anyhow::Result<()> {
        let path = self.claims_path();
        if !path.is_file() {
            return Ok(());
        }
        let file = match config::load_claims(&path, &self.setup().config.entities) {
            Ok(file) => file,
            Err(problems) => {
                tracing::warn!(file = %path.display(), %problems, "claims.toml cannot be read; the store's claims are used.");
                return Ok(());
            }
        };
        let stored = self.store.claim_bodies().await?;
        let claims = file.against(&stored, self.clock.now().date_naive());
        let stored: HashMap<&str, &Claim> = stored.iter().map(|c| (c.id.as_str(), c)).collect();
        let differ = claims.iter().filter(|c| stored.get(c.id.as_str()) != Some(c)).count();
        if differ > 0 {
            tracing::warn!(claims = differ, file = %path.display(),
                "claims.toml reads otherwise than the store; `claimwatch claim import --update` takes it over.");
        }
        Ok(())
    }

    async fn mirror(&self) -> anyhow::Result<()> {
        let setup = self.setup();
        let now = self.clock.now();
        let act = Act { actor: "config".to_owned(), at: now };
        self.store.remember_entities(&setup.config.entities, &act).await?;
        let (added, changed, retired) = self.store.sync_sources(&setup.entries(now)?, &act).await?;
        if added + changed + retired > 0 {
            tracing::info!(added, changed, retired, "Sources follow the config.");
        }
        Ok(())
    }
}

/// The claims file beside the config, where there is one.
fn claims_file(config: &Config) -> anyhow::Result<Option<ClaimsFile>> {
    let path = config.path.with_file_name("claims.toml");
    Ok(if path.is_file() { Some(config::load_claims(&path, &config.entities)?) } else { None })
}

/// Every bound claim must be in the store or in the file to be loaded.
fn check_bindings(config: &Config, mut ids: Vec<String>, first: Option<&ClaimsFile>) -> anyhow::Result<()> {
    ids.extend(first.iter().flat_map(|f| f.claims.iter().map(|c| c.id.clone())));
    Ok(config::check_bindings(config, &ids)?)
}
