//! The lock on the data folder: who holds it is the one process that fetches and archives.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// Held for the life of the process; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct DirLock {
    _file: File,
}

/// What the holder does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Run,
    Check,
}

impl Holder {
    fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Check => "check",
        }
    }
}

/// The lock, or who has it.
#[derive(Debug)]
pub enum Attempt {
    Got(DirLock),
    /// What the holder does, if it said so, and its process id.
    Held(Option<Holder>, Option<u32>),
}

/// Tries to take the lock on `dir`, creating the folder when absent.
pub fn acquire(dir: &Path, holder: Holder) -> std::io::Result<Attempt> {
    std::fs::create_dir_all(dir)?;
    let path = dir.join("lock");
    let mut file = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{} {}", holder.word(), std::process::id())?;
            Ok(Attempt::Got(DirLock { _file: file }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            let mut words = text.split_whitespace();
            let holder = match words.next() {
                Some("run") => Some(Holder::Run),
                Some("check") => Some(Holder::Check),
                _ => None,
            };
            Ok(Attempt::Held(holder, words.next().and_then(|pid| pid.parse().ok())))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_comer_learns_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = acquire(dir.path(), Holder::Run).unwrap();
        assert!(matches!(first, Attempt::Got(_)));
        match acquire(dir.path(), Holder::Check).unwrap() {
            Attempt::Held(holder, pid) => {
                assert_eq!(holder, Some(Holder::Run));
                assert_eq!(pid, Some(std::process::id()));
            }
            Attempt::Got(_) => panic!("two holders"),
        }
        drop(first);
        assert!(matches!(acquire(dir.path(), Holder::Check).unwrap(), Attempt::Got(_)));
    }
}
