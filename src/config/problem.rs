//! What is wrong in a file, where, and what to write instead.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    /// Counted from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\n    {help}")?;
        }
        Ok(())
    }
}

/// Everything that is wrong in a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl Problems {
    /// A problem of the file as a whole.
    pub(super) fn of_file(file: &Path, message: String, help: &str) -> Self {
        let help = Some(help.to_owned());
        Self(vec![Problem { file: file.to_owned(), line: 0, column: 0, message, help }])
    }
}

/// A place in a text file, both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// Collects the problems of one file and turns byte offsets into places.
pub(super) struct Sink<'t> {
    file: &'t Path,
    text: &'t str,
    /// Byte offset at which each line starts.
    lines: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Sink<'t> {
    pub(super) fn new(file: &'t Path, text: &'t str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { file, text, lines, problems: RefCell::default() }
    }

    pub(super) fn file(&self) -> &Path {
        self.file
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|&start| start <= offset).max(1);
        let start = self.lines[line - 1];
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        Place { line, column }
    }

    /// Notes a problem at a span of the text.
    pub(super) fn report(&self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.problem(span, message, help);
        self.problems.borrow_mut().push(problem);
    }

    /// A problem that does not stop the file from being used.
    pub(super) fn problem(
        &self,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        let Place { line, column } = self.place(span.start);
        let help = Some(help.into()).filter(|h| !h.is_empty());
        Problem { file: self.file.to_owned(), line, column, message: message.into(), help }
    }

    /// `value` when nothing was wrong, else all problems in the order of the file.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Problems> {
        let mut problems = self.problems.into_inner();
        if problems.is_empty() {
            return Ok(value);
        }
        problems.sort_by_key(|p| (p.line, p.column));
        Err(Problems(problems))
    }
}
