//! The daemon: a metronome wakes the dispatcher; signals and file changes steer it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use notify::{RecursiveMode, Watcher as _};
use sd_notify::NotifyState;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler};

use super::dispatch::Workers;
use super::engine::Engine;
use super::sweep::Swept;
use crate::config;
use crate::model::source::Outcome;
use crate::store::events::Act;

/// How long running sweeps may take to end after the first signal.
const GRACE: Duration = Duration::from_secs(20);
/// The metronome: looks for due sources this often.
const TICK: &str = "*/2 * * * * *";
/// Once a minute: deferred flags and deadlines whose day has come.
const MINUTE: &str = "17 * * * * *";
/// Once a day: old polls are rolled up.
const NIGHT: &str = "23 41 3 * * *";
/// Polls older than this are kept as one row a day, answers of the judge not at all.
const POLLS_KEPT: TimeDelta = TimeDelta::days(90);
/// Editors write a file in several steps; a change is read once they have rested this long.
const SETTLE: Duration = Duration::from_millis(300);

/// What wakes the daemon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wake {
    Tick,
    Minute,
    Night,
    Reload,
    FileChanged,
}

/// Why the daemon ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything under way was finished.
    Clean,
    /// A second signal, or the grace period, cut work off.
    Cut,
}

/// Runs until SIGTERM or Ctrl-C. `each` is told of every sweep.
pub async fn run(engine: Arc<Engine>, mut each: impl FnMut(&Swept)) -> anyhow::Result<Ended> {
    engine.store.void_leases().await?;
    let (wake, mut woken) = mpsc::channel(64);
    let mut ticks = metronome(&wake).await?;
    let _files = watch_files(&engine, &wake);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut workers = Workers::new(Arc::clone(&engine));
    let count = engine.store.sources().await?.iter().filter(|s| s.enabled && s.retired_at.is_none()).count();
    notify_systemd(&[NotifyState::Ready, NotifyState::Status(&format!("Watching {count} sources."))]);
    tracing::info!(sources = count, "Watching.");

    come_due(&engine).await?;
    workers.start_due().await?;
    announce(&engine).await?;
    loop {
        // What the store refuses now (a full disk, a long lock) is tried again at the next tick.
        let served = tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hangup.recv() => { let _ = wake.try_send(Wake::Reload); Ok(()) }
            Some(why) = woken.recv() => {
                if why == Wake::FileChanged {
                    tokio::time::sleep(SETTLE).await;
                    while woken.try_recv().is_ok() {}
                }
                serve(&engine, why, &mut workers).await
            }
            Some((_, swept)) = workers.next_done(), if !workers.is_idle() => {
                let opened = swept.as_ref().is_ok_and(|s| !s.flags.is_empty());
                if let Ok(swept) = swept {
                    report(&swept);
                    each(&swept);
                }
                next(&engine, &mut workers, opened).await
            }
        };
        if let Err(error) = served {
            tracing::error!(%error, "The store did not do what was asked; it is asked again.");
        }
    }

    notify_systemd(&[NotifyState::Stopping]);
    ticks.shutdown().await?;
    tracing::info!("Stopping: what runs is finished first; a second signal stops at once.");
    let finish = async {
        while let Some((_, swept)) = workers.next_done().await {
            if let Ok(swept) = swept {
                report(&swept);
                each(&swept);
            }
        }
    };
    let ended = tokio::select! {
        () = finish => Ended::Clean,
        () = tokio::time::sleep(GRACE) => Ended::Cut,
        _ = terminate.recv() => Ended::Cut,
        _ = interrupt.recv() => Ended::Cut,
    };
    workers.abort().await;
    announce(&engine).await?;
    engine.store.void_leases().await?;
    Ok(ended)
}

/// Does what the daemon was woken for.
async fn serve(engine: &Engine, why: Wake, workers: &mut Workers) -> anyhow::Result<()> {
    match why {
        Wake::Tick => {
            notify_systemd(&[NotifyState::Watchdog]);
        }
        Wake::Minute => {
            if !come_due(engine).await?.is_empty() {
                announce(engine).await?;
            }
            return Ok(());
        }
        Wake::Night => {
            let before = engine.clock.now() - POLLS_KEPT;
            let rows = engine.store.roll_up_polls(before).await?;
            tracing::info!(rows, "Rolled up old polls.");
            engine.store.forget_opinions(before).await?;
            return Ok(());
        }
        Wake::Reload | Wake::FileChanged => reload(engine).await,
    }
    workers.start_due().await?;
    Ok(())
}

/// After a sweep: its notices, and what is due by now.
async fn next(engine: &Engine, workers: &mut Workers, opened: bool) -> anyhow::Result<()> {
    if opened {
        announce(engine).await?;
    }
    workers.start_due().await?;
    Ok(())
}

async fn metronome(wake: &mpsc::Sender<Wake>) -> anyhow::Result<JobScheduler> {
    let scheduler = JobScheduler::new().await?;
    for (pattern, why) in [(TICK, Wake::Tick), (MINUTE, Wake::Minute), (NIGHT, Wake::Night)] {
        let wake = wake.clone();
        // A full channel means that the dispatcher is awake already.
        let job = Job::new(pattern, move |_, _| {
            let _ = wake.try_send(why);
        })?;
        scheduler.add(job).await?;
    }
    scheduler.start().await?;
    Ok(scheduler)
}

/// Watches the folder, not the file: editors replace files. Without a watcher SIGHUP still reloads.
fn watch_files(engine: &Engine, wake: &mpsc::Sender<Wake>) -> Option<notify::RecommendedWatcher> {
    let path = engine.setup().config.path.clone();
    let folder =
        path.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let name = path.file_name()?.to_owned();
    let wake = wake.clone();
    let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let ours = event.paths.iter().any(|p| p.file_name() == Some(&name));
        if ours && !event.kind.is_access() {
            let _ = wake.try_send(Wake::FileChanged);
        }
    });
    let watching = made.and_then(|mut watcher| {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    });
    match watching {
        Ok(watcher) => Some(watcher),
        Err(error) => {
            tracing::warn!(%error, "The config's folder cannot be watched; SIGHUP still reloads it.");
            None
        }
    }
}

/// Reads the config anew; a bad one leaves the old one in force and says what is wrong.
async fn reload(engine: &Engine) {
    let path = engine.setup().config.path.clone();
    let replaced = match config::load(&path) {
        Ok(config) => engine.replace(config).await,
        Err(problems) => Err(problems.into()),
    };
    match replaced {
        Ok(()) => tracing::info!(file = %path.display(), "Reloaded the config."),
        Err(error) => {
            tracing::error!(file = %path.display(), problems = %error, "The config is bad; the old one stays in force.");
        }
    }
}

/// What a day brings by itself: deferred flags come back, and deadlines that have passed are flagged. Returns the
/// ids of the new flags.
pub(super) async fn come_due(engine: &Engine) -> anyhow::Result<Vec<i64>> {
    let act = Act::daemon(engine.clock.now());
    let woken = engine.store.wake_deferred(&act).await?;
    if woken > 0 {
        tracing::info!(flags = woken, "Deferred flags are open again.");
    }
    Ok(engine.store.flag_deadlines(&act).await?)
}

/// Sends the notices that have not left yet; at least once, marked when they have.
async fn announce(engine: &Engine) -> anyhow::Result<()> {
    let flags = engine.store.unannounced().await?;
    if flags.is_empty() {
        return Ok(());
    }
    for flag in &flags {
        tracing::info!(flag = %flag.id, claim = %flag.claim, source = flag.source.as_deref(), relation = %flag.relation,
            detail = %flag.detail, "A claim is flagged.");
    }
    let ids: Vec<i64> = flags.iter().map(crate::store::flags::StoredFlag::number).collect();
    engine.store.mark_announced(&ids, engine.clock.now()).await?;
    Ok(())
}

fn report(swept: &Swept) {
    let (source, outcome) = (&swept.source, swept.outcome);
    if swept.outcome == Outcome::Failed {
        let error = swept.error.as_deref().unwrap_or_default();
        tracing::warn!(%source, error = %crate::cli::plain(error), "A check failed.");
    } else {
        tracing::info!(%source, %outcome, changed = swept.changed, flags = swept.flags.len(), "Checked.");
    }
}

fn notify_systemd(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "systemd was not told.");
    }
}
