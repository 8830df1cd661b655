//! One sweep of one source: fetch → archive → extract → compare → assess, then one transaction.

use std::time::Instant;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::claims::ClaimSet;
use super::engine::{Engine, Watched};
use super::health::after_failure;
use super::judged::judged;
use crate::archive::{Exchange, Reference, Stored};
use crate::extract;
use crate::fetch::{FailureKind, FetchError, Request, Response};
use crate::flag::{Candidate, Edit};
use crate::hash::sha256;
use crate::model::passage::{Change, Document, DocumentKind};
use crate::model::source::{Health, Outcome, SourceKind};
use crate::schedule::{Failure, interval, next_due, retry_at};
use crate::store::captures::{CaptureState, NewCapture, StoredCapture, text_sha256};
use crate::store::events::Act;
use crate::store::polls::NewPoll;
use crate::store::sources::StoredSource;
use crate::store::sweep::{Baseline, Standing, Sweep};

/// A capture that lost more than this share of the last good text waits for a second one that agrees.
const SUSPECT_LOSS: f64 = 0.5;
/// Two suspect captures agree when no more than this share of the first is missing in the second.
const SUSPECT_AGREES: f64 = 0.1;

/// What one sweep of one source came to.
#[derive(Debug, Clone, Serialize)]
pub struct Swept {
    pub source: String,
    pub outcome: Outcome,
    pub status: Option<u16>,
    pub error: Option<String>,
    /// Passages that changed; on a first capture, all of them.
    pub changed: usize,
    /// Ids of the flags that it opened.
    pub flags: Vec<i64>,
}

/// Everything about the sweep under way that its steps share.
struct Work<'a> {
    engine: &'a Engine,
    watched: &'a Watched,
    claims: &'a ClaimSet,
    state: &'a StoredSource,
    at: DateTime<Utc>,
    started: Instant,
    /// No validators were sent.
    full: bool,
}

/// What a good fetch brought, read and compared.
struct Reading {
    document: Document,
    raw_sha256: String,
}

/// Sweeps a leased source and writes what came of it.
pub async fn sweep(engine: &Engine, state: &StoredSource) -> anyhow::Result<Swept> {
    let setup = engine.setup();
    let Some(watched) = setup.source(&state.id) else {
        // Taken out of the config between lease and sweep.
        engine.store.release_lease(&state.id, &engine.owner).await?;
        anyhow::bail!("source {} is no longer in the config", state.id);
    };
    let claims = engine.claims().await?;
    let every = i64::from(setup.config.service.full_fetch_every);
    let full =
        state.checks_since_full + 1 >= every || (state.etag.is_none() && state.last_modified.is_none());
    let work = Work {
        engine,
        watched,
        claims: &claims,
        state,
        at: engine.clock.now(),
        started: Instant::now(),
        full,
    };
    let sweep = match work.request().await? {
        Ok(request) => match setup.fetcher.fetch(&request).await {
            Ok(response) => work.answered(response).await?,
            Err(error) => work.failed(&error),
        },
        Err(error) => work.failure(FailureKind::Protocol, None, error, None),
    };
    let act = Act::daemon(work.at);
    let flags = engine.store.commit_sweep(&sweep, &act).await?;
    Ok(Swept {
        source: state.id.clone(),
        outcome: sweep.poll.outcome,
        status: sweep.poll.status,
        error: sweep.poll.error,
        changed: sweep.poll.changed,
        flags,
    })
}

impl Work<'_> {
    async fn request(&self) -> anyhow::Result<Result<Request, String>> {
        let mut request = match self.watched.request() {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        if !self.full {
            request.etag.clone_from(&self.state.etag);
            request.last_modified.clone_from(&self.state.last_modified);
            // Validators go back only to the address that gave them.
            let baseline = self.baseline().await?;
            request.validators_of = baseline.and_then(|b| b.url.parse().ok());
        }
        Ok(Ok(request))
    }

    async fn answered(&self, response: Response) -> anyhow::Result<Sweep> {
        let baseline = self.baseline().await?;
        if response.not_modified {
            return match baseline {
                Some(baseline) => self.quiet(&response, Outcome::NotModified, &baseline).await,
                None => Ok(self.failure(
                    FailureKind::Protocol,
                    Some(response.status),
                    "the server answered 304 although nothing is known of it yet; it is asked in full next time".into(),
                    None,
                )),
            };
        }
        let raw_sha256 = sha256(&[&response.raw]);
        let comparable = baseline.as_ref().filter(|b| b.reading == self.watched.reading);
        if let Some(baseline) = comparable.filter(|b| b.raw_sha256 == raw_sha256) {
            return self.quiet(&response, Outcome::Unchanged, baseline).await;
        }
        match self.read(&response).await {
            Ok(document) => self.compared(&response, Reading { document, raw_sha256 }, comparable).await,
            Err((kind, why)) => self.refused(&response, raw_sha256, kind, why).await,
        }
    }

    async fn baseline(&self) -> anyhow::Result<Option<StoredCapture>> {
        match self.state.baseline_id {
            Some(id) => Ok(self.engine.store.capture(id).await?),
            None => Ok(None),
        }
    }

    /// Reads the body on a thread of its own: parsing is work for the processor, not for the event loop.
    async fn read(&self, response: &Response) -> Result<Document, (FailureKind, String)> {
        let (source, body) = (self.watched.config.clone(), response.body.clone());
        let (url, content_type, at) = (response.url.clone(), response.content_type.clone(), self.at);
        let read = tokio::task::spawn_blocking(move || {
            let options = extract::Options {
                url: Some(&url),
                content_type: content_type.as_deref(),
                kind: source.kind,
                mode: source.extract,
                select: source.select.as_deref(),
                exclude: &source.exclude,
                now: Some(at),
            };
            let read = crate::reader::read(&body, &options);
            // A wall often has no main text at all, so it is looked for before the error is.
            if let Some(wall) = extract::wall(&body, read.as_ref().ok()) {
                return Err((FailureKind::Blocked, wall.reason));
            }
            read.map_err(|e| (FailureKind::Unreadable, e.to_string()))
        });
        read.await
            .unwrap_or_else(|e| Err((FailureKind::Unreadable, format!("the page could not be read: {e}"))))
    }

    /// A poll that brought nothing new: recorded and archived as a `revisit`.
    async fn quiet(
        &self,
        response: &Response,
        outcome: Outcome,
        baseline: &StoredCapture,
    ) -> anyhow::Result<Sweep> {
        let stored =
            self.engine.archive.revisit(Exchange::of(response, self.at), refers_to(baseline)).await?;
        let mut sweep = self.good(response, outcome);
        sweep.poll.revisit = Some((stored.place.file, stored.place.offset));
        Ok(sweep)
    }

    async fn compared(
        &self,
        response: &Response,
        reading: Reading,
        baseline: Option<&StoredCapture>,
    ) -> anyhow::Result<Sweep> {
        let store = &self.engine.store;
        let before = match baseline {
            Some(baseline) => store.document(baseline).await?,
            None => None,
        };
        let hash = text_sha256(&reading.document);
        if let (Some(before), Some(baseline)) = (&before, baseline)
            && baseline.text_sha256.as_ref() != Some(&hash)
            && lost(before, &reading.document) > SUSPECT_LOSS
            && !self.second_opinion(&reading.document, &hash).await?
        {
            return self.suspect(response, reading, before).await;
        }
        let after = reading.document;
        let (claims, id, at) = (self.claims.clone(), self.state.id.clone(), self.at);
        let globs = self.watched.config.claims.clone();
        let work = tokio::task::spawn_blocking(move || {
            let changes = match &before {
                Some(before) => crate::compare::compare(&before.passages, &after.passages),
                None => (0..after.passages.len()).map(|i| Change { before: None, after: Some(i) }).collect(),
            };
            let found = claims.assess(&globs, before.as_ref(), &after, &changes, at);
            tracing::debug!(source = %id, changes = changes.len(), findings = found.len(), "Assessed a capture.");
            let edits = before.as_ref().map(|before| edits(before, &after, &changes)).unwrap_or_default();
            (after, before.is_none(), edits, changes.len(), found)
        });
        let (after, whole, edits, changed, found) = work.await?;
        let candidates = judged(self.engine, found, whole).await;
        let same_text = baseline.is_some_and(|b| b.text_sha256.as_ref() == Some(&hash));
        let outcome = if same_text { Outcome::Unchanged } else { Outcome::Changed };
        let stored = self.engine.archive.capture(Exchange::of(response, self.at)).await?;
        let mut sweep = self.good(response, outcome);
        sweep.poll.changed = changed;
        sweep.whole = whole;
        sweep.kind = Some(match after.kind {
            DocumentKind::Page => SourceKind::Page,
            DocumentKind::Feed => SourceKind::Feed,
            DocumentKind::Json => SourceKind::Json,
            DocumentKind::Pdf => SourceKind::Pdf,
        });
        sweep.before_capture = self.state.baseline_id;
        sweep.candidates = candidates;
        sweep.edits = edits;
        sweep.passages = after.passages.iter().map(|p| p.text.clone()).collect();
        sweep.capture = Some(self.new_capture(
            response,
            stored,
            CaptureState::Good,
            None,
            reading.raw_sha256,
            Some(after),
        ));
        sweep.baseline = Baseline::Replace;
        Ok(sweep)
    }

    /// Whether an earlier suspect capture, at least one interval old, says the same as this one.
    async fn second_opinion(&self, document: &Document, hash: &str) -> anyhow::Result<bool> {
        let Some(first) = self.suspect_before().await? else { return Ok(false) };
        let setup = self.engine.setup();
        let gap = interval(&self.watched.config.schedule, setup.config.service.timezone, first.fetched_at);
        if self.at - first.fetched_at < gap {
            return Ok(false);
        }
        if first.text_sha256.as_deref() == Some(hash) {
            return Ok(true);
        }
        let text = self.engine.store.document(&first).await?;
        Ok(text.is_some_and(|text| lost(&text, document) <= SUSPECT_AGREES))
    }

    async fn suspect_before(&self) -> anyhow::Result<Option<StoredCapture>> {
        match self.state.suspect_id {
            Some(id) => Ok(self.engine.store.capture(id).await?),
            None => Ok(None),
        }
    }

    async fn suspect(
        &self,
        response: &Response,
        reading: Reading,
        before: &Document,
    ) -> anyhow::Result<Sweep> {
        let share = lost(before, &reading.document) * 100.0;
        let why = format!(
            "the page lost {share:.0} % of its text; nothing is concluded until a later check finds the same"
        );
        let mut sweep = self.failure(FailureKind::Suspect, Some(response.status), why.clone(), None);
        let first = self.suspect_before().await?;
        let waits = match &first {
            // The first of several that agree keeps its date: the wait runs from it.
            Some(first) => match self.engine.store.document(first).await? {
                Some(text) => lost(&text, &reading.document) <= SUSPECT_AGREES,
                None => false,
            },
            None => false,
        };
        let stored = self.engine.archive.capture(Exchange::of(response, self.at)).await?;
        let state = CaptureState::Suspect;
        sweep.capture = Some(self.new_capture(
            response,
            stored,
            state,
            Some(why),
            reading.raw_sha256,
            Some(reading.document),
        ));
        sweep.baseline = if waits { Baseline::Keep } else { Baseline::Suspect };
        Ok(sweep)
    }

    /// Bytes that are a wall or cannot be read: kept in the archive, never a baseline.
    async fn refused(
        &self,
        response: &Response,
        raw_sha256: String,
        kind: FailureKind,
        why: String,
    ) -> anyhow::Result<Sweep> {
        let stored = self.engine.archive.capture(Exchange::of(response, self.at)).await?;
        let mut sweep = self.failure(kind, Some(response.status), why.clone(), None);
        sweep.capture =
            Some(self.new_capture(response, stored, CaptureState::Refused, Some(why), raw_sha256, None));
        Ok(sweep)
    }

    fn failed(&self, error: &FetchError) -> Sweep {
        self.failure(error.kind, error.status, error.message.clone(), error.retry_after)
    }

    fn failure(
        &self,
        kind: FailureKind,
        status: Option<u16>,
        why: String,
        retry_after: Option<std::time::Duration>,
    ) -> Sweep {
        let health = after_failure(self.state, kind, self.at);
        let setup = self.engine.setup();
        let failure = Failure { count: self.state.failures + 1, retry_after, dead: health == Health::Dead };
        let zone = setup.config.service.timezone;
        self.sweep(
            self.poll(Outcome::Failed, status, Some(why.clone())),
            Standing {
                health,
                reason: Some(why),
                next_due: retry_at(&self.watched.config.schedule, zone, &self.state.id, self.at, failure),
                success: false,
                gone: kind == FailureKind::Gone,
                // The next check asks in full: a 304 must never hide what this one could not read.
                etag: None,
                last_modified: None,
                full: self.full,
            },
        )
    }

    fn good(&self, response: &Response, outcome: Outcome) -> Sweep {
        let setup = self.engine.setup();
        let moved = response.permanent_redirect.as_ref();
        let reason = moved.map(|to| format!("it has moved to {to}; change its url in sources.toml"));
        // A 304 need not repeat the validators that it answers to.
        let kept = |new: &Option<String>, old: &Option<String>| {
            new.clone().or_else(|| old.clone().filter(|_| response.not_modified))
        };
        let zone = setup.config.service.timezone;
        self.sweep(
            self.poll(outcome, Some(response.status), None),
            Standing {
                health: if moved.is_some() { Health::Moved } else { Health::Ok },
                reason,
                next_due: next_due(
                    &self.watched.config.schedule,
                    zone,
                    &self.state.id,
                    self.engine.clock.now(),
                ),
                success: true,
                gone: false,
                etag: kept(&response.etag, &self.state.etag),
                last_modified: kept(&telling_date(response, self.at), &self.state.last_modified),
                full: self.full,
            },
        )
    }

    /// A sweep that brings nothing beyond its poll and what it teaches of the source.
    fn sweep(&self, poll: NewPoll, standing: Standing) -> Sweep {
        Sweep {
            source: self.state.id.clone(),
            tier: self.watched.config.tier,
            poll,
            standing,
            health_before: self.state.health,
            was_due: self.state.next_due,
            kind: None,
            capture: None,
            baseline: Baseline::Keep,
            before_capture: self.state.baseline_id,
            candidates: Vec::new(),
            whole: false,
            edits: Vec::new(),
            passages: Vec::new(),
        }
    }

    fn poll(&self, outcome: Outcome, status: Option<u16>, error: Option<String>) -> NewPoll {
        NewPoll {
            source_id: self.state.id.clone(),
            at: self.at,
            outcome,
            status,
            error,
            changed: 0,
            millis: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            revisit: None,
        }
    }

    fn new_capture(
        &self,
        response: &Response,
        stored: Stored,
        state: CaptureState,
        state_reason: Option<String>,
        raw_sha256: String,
        document: Option<Document>,
    ) -> NewCapture {
        NewCapture {
            source_id: self.state.id.clone(),
            fetched_at: self.at,
            url: response.url.to_string(),
            status: response.status,
            content_type: response.content_type.clone(),
            state,
            state_reason,
            reading: self.watched.reading.clone(),
            raw_sha256,
            document,
            stored,
        }
    }
}

/// The Last-Modified of a response, where it can tell a later edit: it counts whole seconds, so one that is not
/// older than the answer itself may stay the same after an edit in that second (RFC 9110, 8.8.2.2).
fn telling_date(response: &Response, at: DateTime<Utc>) -> Option<String> {
    let seconds = |text: &str| DateTime::parse_from_rfc2822(text).ok().map(|t| t.timestamp());
    let answered = response.header("date").and_then(seconds).unwrap_or(at.timestamp());
    response.last_modified.clone().filter(|date| seconds(date).is_none_or(|edited| edited < answered))
}

fn refers_to(capture: &StoredCapture) -> Reference {
    Reference {
        record_id: capture.warc_record.clone(),
        url: capture.url.clone(),
        at: capture.fetched_at,
        payload_sha256: capture.raw_sha256.clone(),
    }
}

/// The share of a page's last good text that is gone; entries may leave a feed or JSON window as they like.
fn lost(before: &Document, after: &Document) -> f64 {
    if before.passages.iter().any(|p| p.entry.is_some()) {
        return 0.0;
    }
    crate::compare::share_lost(&before.passages, &after.passages)
}

/// What became of the passages of the capture before: a waiting flag may be about one of them, whatever was found.
fn edits(before: &Document, after: &Document, changes: &[Change]) -> Vec<Edit> {
    let edit = |change: &Change| {
        let old = before.passages.get(change.before?)?;
        let new = change.after.and_then(|i| after.passages.get(i));
        let place = new.unwrap_or(old);
        Some(Edit {
            before: old.text.clone(),
            after: new.map(|p| p.text.clone()),
            path: place.path.clone(),
            entry: place.entry.clone(),
            published: place.published,
        })
    };
    changes.iter().filter_map(edit).collect()
}

/// The finding of the matcher as the plan of flags takes it.
pub fn candidate(
    claim: &str,
    version: i64,
    finding: crate::assess::Finding,
    before: Option<&Document>,
    after: &Document,
) -> Candidate {
    let old = finding.change.before.and_then(|i| before.and_then(|d| d.passages.get(i)));
    let new = finding.change.after.and_then(|i| after.passages.get(i));
    let place = new.or(old);
    let is_flag = finding.assessment.is_flag();
    let assessment = finding.assessment;
    Candidate {
        claim: claim.to_owned(),
        version,
        relation: assessment.relation,
        detail: assessment.detail,
        before: old.map(|p| p.text.clone()),
        after: new.map(|p| p.text.clone()),
        path: place.map(|p| p.path.clone()).unwrap_or_default(),
        entry: place.and_then(|p| p.entry.clone()),
        published: place.and_then(|p| p.published),
        old: assessment.old,
        new: assessment.new,
        score: assessment.score,
        reasons: assessment.reasons,
        is_flag,
    }
}
