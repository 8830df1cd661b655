//! The server of the demonstration: loopback only, a port that the system picks.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::pages::{PAGES, Visit};
use crate::clock::Clock;

/// The running server; it ends when dropped.
pub struct Server {
    pub address: SocketAddr,
    stage: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

struct Site {
    host: String,
    stage: Arc<AtomicUsize>,
    visits: AtomicUsize,
    clock: Arc<dyn Clock>,
}

impl Server {
    /// Starts to serve the pages of the first date.
    pub async fn start(clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let stage = Arc::new(AtomicUsize::new(0));
        let site =
            Site { host: address.to_string(), stage: Arc::clone(&stage), visits: AtomicUsize::new(0), clock };
        let router = Router::new().fallback(answer).with_state(Arc::new(site));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "The demonstration's server ended.");
            }
        });
        Ok(Self { address, stage, task })
    }

    /// Serves the pages of another date from now on.
    pub fn turn_to(&self, stage: usize) {
        self.stage.store(stage, Ordering::Relaxed);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    if uri.path() == "/robots.txt" {
        return "User-agent: *\nDisallow: /search\n".into_response();
    }
    let Some(page) = PAGES.iter().find(|page| page.path == uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let visit = Visit {
        stage: site.stage.load(Ordering::Relaxed),
        count: site.visits.fetch_add(1, Ordering::Relaxed),
        host: site.host.clone(),
        at: site.clock.now(),
    };
    ([(header::CONTENT_TYPE, page.content_type)], page.render(&visit)).into_response()
}
