//! The files that `inspect` reads.

use std::fs::File;
use std::io::{self, Read, stdin};
use std::path::Path;

use super::jsonl::MAX_LINE;

/// The bytes of a file, or of standard input for `-`; a longer file than [`MAX_LINE`] is an error.
pub fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        let source: Box<dyn Read> =
            if path.as_os_str() == "-" { Box::new(stdin().lock()) } else { Box::new(File::open(path)?) };
        source.take(MAX_LINE + 1).read_to_end(&mut body)?;
        Ok(body)
    };
    let body = read().map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    if body.len() as u64 > MAX_LINE {
        anyhow::bail!("{}: longer than {} MiB", path.display(), MAX_LINE >> 20);
    }
    Ok(body)
}
