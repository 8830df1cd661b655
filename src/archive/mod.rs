//! Captures on disk, as WARC 1.1 that any web archive tool reads.
//!
//! One gzip member a record; the body exactly as received, content coding and all. Digests are `sha256:` in
//! hex. Files lie in `archive/YEAR/` and roll by day and size. A record is on the disk before
//! [`Archive::capture`] returns, and captures that wait together share one sync.

mod exchange;
mod members;
mod record;
#[cfg(test)]
mod tests;
pub mod verify;
mod writer;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use exchange::{Exchange, Reference};
pub use record::Record;
use writer::Writer;

/// Where a record lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Relative to the archive's folder, with `/`.
    pub file: String,
    /// Of the record's gzip member, in bytes.
    pub offset: u64,
    pub length: u64,
}

/// A response or revisit record that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    #[serde(flatten)]
    pub place: Place,
    /// `urn:uuid:…`, as later `revisit` records refer to it.
    pub record_id: String,
    /// Of the body as received (for a revisit: of the body that it refers to), in hex.
    pub payload_sha256: String,
    /// Of the gzip member as it lies in the file, in hex: vouches for headers, time and address as well.
    pub member_sha256: String,
}

/// The archive of one data folder. Only one process may write to it at a time.
pub struct Archive {
    dir: PathBuf,
    writer: Writer,
}

impl Archive {
    /// Opens the archive in `dir`, creating the folder if it is not there. A record that a killed process
    /// left unfinished is cut off (and kept beside the file).
    pub fn open(dir: &Path) -> io::Result<Self> {
        Self::open_with(dir, writer::MAX_FILE)
    }

    fn open_with(dir: &Path, max_file: u64) -> io::Result<Self> {
        Ok(Self { dir: dir.to_owned(), writer: Writer::start(dir, max_file)? })
    }

    /// Stores a request and its answer. When this returns, both survive a power cut.
    pub async fn capture(&self, exchange: Exchange) -> io::Result<Stored> {
        self.store(move || record::capture(&exchange)).await
    }

    /// Stores a poll that brought nothing new: 304, or the same body as before. The body is not stored again.
    pub async fn revisit(&self, exchange: Exchange, of: Reference) -> io::Result<Stored> {
        self.store(move || record::revisit(&exchange, &of)).await
    }

    async fn store(
        &self,
        pack: impl FnOnce() -> io::Result<record::Packed> + Send + 'static,
    ) -> io::Result<Stored> {
        // Hashing and packing take time; the runtime's own threads are for waiting.
        let packed = tokio::task::spawn_blocking(pack).await.map_err(io::Error::other)??;
        self.writer.append(packed).await
    }

    /// Reads a record back.
    pub fn read(&self, place: &Place) -> io::Result<Record> {
        read(&self.dir, place)
    }
}

/// Reads a record of the archive in `dir`, which nobody needs to have open.
pub fn read(dir: &Path, place: &Place) -> io::Result<Record> {
    let path = Path::new(&place.file);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("“{}” is no archive file", place.file),
        ));
    }
    let mut file = File::open(dir.join(path))?;
    file.seek(SeekFrom::Start(place.offset))?;
    let member = io::BufReader::new(file.take(place.length));
    Record::read(&mut flate2::bufread::GzDecoder::new(member))
}
