//! What every command starts from: where config and data are, who acts, what time it is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::Global;
use crate::clock::{Clock, SystemClock};
use crate::config::edit::EditError;
use crate::config::{self, Config};
use crate::store::events::Act;
use crate::store::{Store, StoreError};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Bad usage or config: exit 2.
    Usage(anyhow::Error),
    /// Failed at run time: exit 1.
    Runtime(anyhow::Error),
}

impl Failure {
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::Usage(anyhow::anyhow!("{message}"))
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let refused = |cause: &(dyn std::error::Error + 'static)| {
            matches!(cause.downcast_ref(), Some(StoreError::Refused(_)))
        };
        let unfit = |cause: &(dyn std::error::Error + 'static)| {
            cause.downcast_ref::<EditError>().is_some_and(|e| !matches!(e, EditError::Write(_)))
        };
        if error.chain().any(|cause| cause.is::<config::Problems>() || refused(cause) || unfit(cause)) {
            Self::Usage(error)
        } else {
            Self::Runtime(error)
        }
    }
}

pub struct Setting {
    pub global: Global,
    pub clock: Arc<dyn Clock>,
}

/// The system's clock, moved so that it began at a given time.
struct MovedClock {
    by: TimeDelta,
}

impl Clock for MovedClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.by
    }
}

impl Setting {
    #[must_use]
    pub fn new(global: Global) -> Self {
        let clock: Arc<dyn Clock> = match global.clock {
            Some(start) => Arc::new(MovedClock { by: start - SystemClock.now() }),
            None => Arc::new(SystemClock),
        };
        Self { global, clock }
    }

    #[must_use]
    pub fn act(&self) -> Act {
        Act::human(&self.global.actor, self.clock.now())
    }

    /// The data folder.
    pub fn data_dir(&self) -> Result<PathBuf, Failure> {
        let from_systemd = || {
            let folders = std::env::var_os("STATE_DIRECTORY")?;
            // systemd joins several with colons; the first is ours.
            std::env::split_paths(&folders).next()
        };
        let from_user = || {
            let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
            Some(data.or_else(|| Some(std::env::home_dir()?.join(".local/share")))?.join("claimwatch"))
        };
        self.global.data_dir.clone().or_else(from_systemd).or_else(from_user).ok_or_else(|| {
            Failure::usage("no home folder is known; say where the store is with --data-dir DIR")
        })
    }

    /// The config's path: as given, else the first of the usual places that has one.
    pub fn config_path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.global.config {
            return Ok(path.clone());
        }
        let user = std::env::var_os("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|p| p.is_absolute())
            .or_else(|| Some(std::env::home_dir()?.join(".config")));
        let places = [
            Some(PathBuf::from("sources.toml")),
            user.map(|p| p.join("claimwatch/sources.toml")),
            Some(PathBuf::from("/etc/claimwatch/sources.toml")),
        ];
        let places: Vec<PathBuf> = places.into_iter().flatten().collect();
        places.iter().find(|p| p.is_file()).cloned().ok_or_else(|| {
            let tried: Vec<String> = places.iter().map(|p| p.display().to_string()).collect();
            Failure::usage(format!("no sources.toml at {}; name one with --config FILE", tried.join(", ")))
        })
    }

    pub fn config(&self) -> Result<Config, Failure> {
        Ok(config::load(&self.config_path()?)?)
    }

    /// The language that claims are shown in: the config's, where there is one that can be read.
    #[must_use]
    pub fn language(&self) -> &'static str {
        let config = self.config_path().ok().and_then(|path| config::load(&path).ok());
        config.map_or("en", |c| c.service.language.word())
    }

    /// The store of the data folder; it must be there.
    pub async fn store(&self) -> Result<Store, Failure> {
        let dir = self.data_dir()?;
        if !Store::exists(&dir) {
            return Err(Failure::usage(format!(
                "there is no store in {}; `claimwatch check` or `claimwatch claim import` makes one",
                dir.display()
            )));
        }
        let store = Store::open(&dir).await?;
        // Also where no daemon runs, a deferred flag comes back on its day.
        store.wake_deferred(&Act::daemon(self.clock.now())).await?;
        Ok(store)
    }

    /// The store of the data folder, made when absent.
    pub async fn store_or_new(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.data_dir()?).await?)
    }

    /// Where a path of the archive lies.
    #[must_use]
    pub fn archive_dir(dir: &Path) -> PathBuf {
        dir.join("archive")
    }
}
