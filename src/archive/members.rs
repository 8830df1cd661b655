//! Walking through an archive file, member by member, whole or damaged.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::record::Record;

/// The ten bytes that begin each of our members: they are outside of the checksum.
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// What lies at a place of the file.
pub(super) enum Found {
    Record {
        offset: u64,
        length: u64,
        record: Record,
    },
    /// Bytes that are no record, up to the next one or the end.
    Damage {
        offset: u64,
        length: u64,
        why: String,
        at_end: bool,
    },
}

/// The records of a file from an offset on.
pub(super) struct Members {
    file: BufReader<File>,
    offset: u64,
    end: u64,
}

impl Members {
    /// Walks from `offset`, which must be where a member begins.
    pub(super) fn from(path: &Path, offset: u64) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(64 << 10, File::open(path)?);
        let end = file.get_ref().metadata()?.len();
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self { file, offset, end })
    }

    /// What lies at the present place; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Found>> {
        if self.offset >= self.end {
            return Ok(None);
        }
        let offset = self.offset;
        match self.read_member(offset) {
            Ok(record) => {
                self.offset = self.file.stream_position()?;
                Ok(Some(Found::Record { offset, length: self.offset - offset, record }))
            }
            Err(error) if is_damage(&error) => {
                let next = self.find_next(offset + 1)?;
                self.offset = next.unwrap_or(self.end);
                self.file.seek(SeekFrom::Start(self.offset))?;
                let length = self.offset - offset;
                Ok(Some(Found::Damage { offset, length, why: error.to_string(), at_end: next.is_none() }))
            }
            Err(error) => Err(error),
        }
    }

    fn read_member(&mut self, offset: u64) -> io::Result<Record> {
        self.file.seek(SeekFrom::Start(offset))?;
        let mut head = [0; GZIP_HEAD.len()];
        self.file.read_exact(&mut head)?;
        if head != GZIP_HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no gzip member of ours begins here"));
        }
        self.file.seek_relative(-i64::try_from(head.len()).unwrap_or_default())?;
        let mut gzip = GzDecoder::new(&mut self.file);
        let record = Record::read(&mut gzip)?;
        // The checksum is looked at only when the end is reached.
        io::copy(&mut gzip, &mut io::sink())?;
        Ok(record)
    }

    /// The next place from `from` on where a whole record begins.
    fn find_next(&mut self, from: u64) -> io::Result<Option<u64>> {
        let mut place = from;
        loop {
            self.file.seek(SeekFrom::Start(place))?;
            let Some(candidate) = find_head(&mut self.file, place)? else { return Ok(None) };
            // The head of a record is enough: whether the rest is whole, the next step tells.
            self.file.seek(SeekFrom::Start(candidate))?;
            let mut start = [0; 8];
            if GzDecoder::new(&mut self.file).read_exact(&mut start).is_ok() && &start == b"WARC/1.1" {
                return Ok(Some(candidate));
            }
            place = candidate + 1;
        }
    }
}

/// The next place where the fixed bytes of a member's head stand.
fn find_head(file: &mut BufReader<File>, mut place: u64) -> io::Result<Option<u64>> {
    let mut matched = 0;
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let read = buffer.len();
        for &byte in buffer {
            place += 1;
            // The first byte stands nowhere else in the head, so a mismatch can only start it anew.
            matched = match byte {
                _ if byte == GZIP_HEAD[matched] => matched + 1,
                0x1f => 1,
                _ => 0,
            };
            if matched == GZIP_HEAD.len() {
                return Ok(Some(place - GZIP_HEAD.len() as u64));
            }
        }
        file.consume(read);
    }
}

/// Whether an error lies in the bytes and not in reading them.
fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    )
}
