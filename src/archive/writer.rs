//! The one thread that appends to the archive: takes all records that wait, writes them, syncs once, answers
//! all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use tokio::sync::{mpsc, oneshot};

use super::members::{Found, Members};
use super::record::{self, Packed};
use super::{Place, Stored};

/// A file that is larger gets no more records.
pub(super) const MAX_FILE: u64 = 256 << 20;
/// Records that may wait before [`Writer::append`] makes the next one wait.
const QUEUE: usize = 256;
/// Bytes written before those who wait get their answer.
const BATCH: usize = 32 << 20;
/// Bytes after which the last record is noted down.
const NOTE_EVERY: u64 = 16 << 20;
/// Names the file written last and where its last record begins, to spare a look through all of it.
const NOTE: &str = "last-record";
const SUFFIX: &str = ".warc.gz";

struct Job {
    packed: Packed,
    answer: oneshot::Sender<io::Result<Stored>>,
}

/// The way to the writing thread, which ends when this is dropped and all that waits is written.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(dir: &Path, max_file: u64) -> io::Result<Self> {
        create_dir(dir)?;
        let mut files = Files { dir: dir.to_owned(), max_file, current: None };
        files.resume()?;
        let (sender, jobs) = mpsc::channel(QUEUE);
        let thread =
            std::thread::Builder::new().name("archive".into()).spawn(move || run(&mut files, jobs))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    pub(super) async fn append(&self, packed: Packed) -> io::Result<Stored> {
        let (answer, stored) = oneshot::channel();
        let gone = || io::Error::other("the archive's writer has ended");
        self.jobs.as_ref().ok_or_else(gone)?.send(Job { packed, answer }).await.map_err(|_| gone())?;
        stored.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported when it happened.
            let _ = thread.join();
        }
    }
}

fn run(files: &mut Files, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.blocking_recv() {
        let mut size = first.packed.bytes.len();
        let mut batch = vec![first];
        while size < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            size += job.packed.bytes.len();
            batch.push(job);
        }
        answer(files, batch);
    }
    files.note();
}

/// Writes a batch with as few syncs as may be, and answers those who wait.
fn answer(files: &mut Files, batch: Vec<Job>) {
    let mut waiting = Vec::new();
    for Job { packed, answer } in batch {
        if files.is_due_to_roll(&packed) {
            settle(files, &mut waiting);
        }
        match files.write(packed) {
            Ok(stored) => waiting.push((stored, answer)),
            // Who no longer waits for the answer does not mind it.
            Err(error) => drop(answer.send(Err(error))),
        }
    }
    settle(files, &mut waiting);
}

/// Syncs what was written and answers those who wait for it.
fn settle(files: &mut Files, waiting: &mut Vec<(Stored, oneshot::Sender<io::Result<Stored>>)>) {
    let synced = files.sync();
    for (stored, answer) in waiting.drain(..) {
        let result = match &synced {
            Ok(()) => Ok(stored),
            Err(error) => Err(io::Error::new(error.kind(), format!("the archive cannot be synced: {error}"))),
        };
        drop(answer.send(result));
    }
}

struct Files {
    dir: PathBuf,
    max_file: u64,
    current: Option<Current>,
}

/// The file that records are appended to.
struct Current {
    name: String,
    day: NaiveDate,
    file: File,
    /// The end of the last whole record.
    length: u64,
    /// Where the last records that were appended begin.
    last: u64,
    noted: u64,
    is_synced: bool,
}

impl Files {
    /// Takes up the last file where it was left, less what was being written when the process was killed.
    fn resume(&mut self) -> io::Result<()> {
        let Some(name) = files(&self.dir)?.pop() else { return Ok(()) };
        let Some(day) = day_of(&name) else { return Ok(()) };
        let path = self.dir.join(&name);
        let file = OpenOptions::new().append(true).open(&path)?;
        let known = self.noted(&name).filter(|known| file.metadata().is_ok_and(|meta| meta.len() >= *known));
        let last = known.unwrap_or(0);
        let length = whole_length(&path, last)?;
        let end = file.metadata()?.len();
        if length < end {
            // Most likely a record that a kill left unfinished; kept, since it may be a damaged one.
            let cut = Place { file: name.clone(), offset: length, length: end - length };
            let kept = self.dir.join(format!("{name}.cut-{length}"));
            fs::write(&kept, read_bytes(&self.dir, &cut)?)?;
            tracing::warn!(file = name, at = length, kept = %kept.display(), "Cut off an unfinished record.");
            file.set_len(length)?;
            file.sync_data()?;
        }
        if length == 0 {
            return fs::remove_file(&path);
        }
        let last = last.min(length);
        self.current = Some(Current { name, day, file, length, last, noted: last, is_synced: true });
        Ok(())
    }

    fn is_due_to_roll(&self, packed: &Packed) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| packed.at.date_naive() > current.day || current.length >= self.max_file)
    }

    /// Appends records, which are not safe before [`Self::sync`].
    fn write(&mut self, packed: Packed) -> io::Result<Stored> {
        if self.is_due_to_roll(&packed) {
            self.current = None;
        }
        let current = match &mut self.current {
            Some(current) => current,
            none => none.insert(create(&self.dir, packed.at)?),
        };
        let offset = current.length;
        if let Err(error) = current.append(&packed.bytes) {
            // Half a record in the middle of a file would be damage.
            if current.file.set_len(offset).is_err() {
                self.current = None;
            }
            return Err(io::Error::new(error.kind(), format!("the archive cannot be written: {error}")));
        }
        Ok(Stored {
            place: Place { file: current.name.clone(), offset, length: packed.length },
            record_id: packed.record_id,
            payload_sha256: packed.payload_sha256,
            member_sha256: packed.member_sha256,
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        let Some(current) = &mut self.current else { return Ok(()) };
        if current.is_synced {
            return Ok(());
        }
        if let Err(error) = current.file.sync_data() {
            // What the disk holds now nobody knows; a second sync would not tell either.
            self.current = None;
            return Err(error);
        }
        current.is_synced = true;
        if current.last - current.noted >= NOTE_EVERY {
            self.note();
        }
        Ok(())
    }

    /// Notes the last record. Only spares time, so it may fail.
    fn note(&mut self) {
        if let Some(current) = &mut self.current
            && current.is_synced
            && fs::write(self.dir.join(NOTE), format!("{} {}\n", current.name, current.last)).is_ok()
        {
            current.noted = current.last;
        }
    }

    fn noted(&self, name: &str) -> Option<u64> {
        let note = fs::read_to_string(self.dir.join(NOTE)).ok()?;
        let (file, last) = note.strip_suffix('\n')?.split_once(' ')?;
        (file == name).then(|| last.parse().ok())?
    }
}

impl Current {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_synced = false;
        self.file.write_all(bytes)?;
        self.last = self.length;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

/// The end of the last whole record, looked for from `from` on; from the start if no record begins at `from`, as
/// when a file was put back from a backup that is older than the note.
fn whole_length(path: &Path, from: u64) -> io::Result<u64> {
    let mut members = Members::from(path, from)?;
    let mut whole = from;
    while let Some(found) = members.next()? {
        match found {
            Found::Damage { offset, .. } if from > 0 && offset == from => return whole_length(path, 0),
            Found::Damage { at_end: true, .. } => break,
            // Damage before the end is not the mark of a kill; `archive verify` names it.
            Found::Record { offset, length, .. } | Found::Damage { offset, length, .. } => {
                whole = offset + length;
            }
        }
    }
    Ok(whole)
}

/// A new file, with its first record, that outlives a power cut.
fn create(dir: &Path, at: DateTime<Utc>) -> io::Result<Current> {
    let day = at.date_naive();
    let year = format!("{:04}", day.year());
    let stem = format!("claimwatch-{}-", day.format("%Y%m%d"));
    create_dir(&dir.join(&year))?;
    let last = files(dir)?.iter().filter_map(|name| number_of(name, &stem)).max().unwrap_or(0);
    let filename = format!("{stem}{:06}{SUFFIX}", last + 1);
    let name = format!("{year}/{filename}");
    let file = OpenOptions::new().append(true).create_new(true).open(dir.join(&name))?;
    sync_dir(&dir.join(&year))?;
    let mut current = Current { name, day, file, length: 0, last: 0, noted: 0, is_synced: false };
    current.append(&record::warcinfo(&filename, at)?)?;
    Ok(current)
}

/// The archive's files, oldest first.
pub(super) fn files(dir: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for year in names(dir)? {
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        files.extend(names(&dir.join(&year))?.into_iter().map(|name| format!("{year}/{name}")));
    }
    files.retain(|name| day_of(name).is_some());
    files.sort_unstable();
    Ok(files)
}

fn names(dir: &Path) -> io::Result<Vec<String>> {
    match fs::read_dir(dir) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// The day in a name of ours (`2026/claimwatch-20261123-000001.warc.gz`).
fn day_of(name: &str) -> Option<NaiveDate> {
    let (_, filename) = name.split_once('/')?;
    let (day, number) = filename.strip_prefix("claimwatch-")?.strip_suffix(SUFFIX)?.split_once('-')?;
    number.parse::<u32>().ok()?;
    NaiveDate::parse_from_str(day, "%Y%m%d").ok()
}

fn number_of(name: &str, stem: &str) -> Option<u32> {
    name.split_once('/')?.1.strip_prefix(stem)?.strip_suffix(SUFFIX)?.parse().ok()
}

/// The bytes of a member as they lie in the file.
pub(super) fn read_bytes(dir: &Path, place: &Place) -> io::Result<Vec<u8>> {
    let mut file = File::open(dir.join(&place.file))?;
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Creates a folder that outlives a power cut.
fn create_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(dir)?;
    dir.parent().map_or(Ok(()), sync_dir)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    File::open(dir)?.sync_all()
}
