//! The folder of the demonstration: made, or emptied when it is its own.

use std::io::ErrorKind;
use std::path::Path;

use crate::cli::Failure;
use crate::daemon::lock::{Attempt, DirLock, Holder, acquire};
use crate::store;

/// Lies in every folder that a demonstration filled.
const MARKER: &str = "DEMO.txt";
const MARKER_TEXT: &str = "\
This folder was made by `claimwatch demo`. The next demonstration in it deletes its store and its archive.
";

/// Takes the folder for a demonstration. One that an earlier demonstration filled is emptied; one that holds
/// another store is refused, and nothing in it is touched.
pub fn prepare(dir: &Path) -> Result<DirLock, Failure> {
    let ours = dir.join(MARKER).is_file();
    if !ours && (store::Store::exists(dir) || dir.join("archive").exists()) {
        return Err(Failure::usage(format!(
            "{} holds a store that no demonstration made; name another folder with --data-dir DIR",
            dir.display()
        )));
    }
    let Attempt::Got(lock) = acquire(dir, Holder::Check)? else {
        return Err(anyhow::anyhow!("another claimwatch is at work in {}", dir.display()).into());
    };
    std::fs::write(dir.join(MARKER), MARKER_TEXT)?;
    for suffix in ["", "-wal", "-shm"] {
        gone(std::fs::remove_file(dir.join(format!("{}{suffix}", store::FILE))))?;
    }
    gone(std::fs::remove_dir_all(dir.join("archive")))?;
    Ok(lock)
}

/// What was not there needs no removing.
fn gone(done: std::io::Result<()>) -> std::io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_another_store_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join(store::FILE);
        std::fs::write(&store, "a desk's work").unwrap();
        assert!(matches!(prepare(dir.path()), Err(Failure::Usage(_))));
        assert_eq!(std::fs::read_to_string(&store).unwrap(), "a desk's work");
        assert!(!dir.path().join(MARKER).exists());
    }

    #[test]
    fn its_own_folder_is_emptied_and_other_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        drop(prepare(dir.path()).unwrap());
        std::fs::write(dir.path().join(store::FILE), "old").unwrap();
        std::fs::create_dir_all(dir.path().join("archive/2025")).unwrap();
        drop(prepare(dir.path()).unwrap());
        assert!(!store::Store::exists(dir.path()) && !dir.path().join("archive").exists());
        assert!(dir.path().join("notes.txt").exists());
    }
}
