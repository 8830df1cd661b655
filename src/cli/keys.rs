//! Where answers of a person come from: single keys of a terminal, or lines.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use console::{Key, Term};

use super::{Failure, output};

/// What was written, unless it is nothing.
pub(super) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The door to the person.
pub(super) enum Keys {
    Terminal(Term),
    Lines,
}

impl Keys {
    pub(super) fn new(plain: bool) -> Self {
        let term = Term::stdout();
        if !plain && term.is_term() && std::io::stdin().is_terminal() {
            Self::Terminal(term)
        } else {
            Self::Lines
        }
    }

    /// Whether a person sits there.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// One key; Enter is `\n`. `None`: no more input.
    pub(super) fn ask(&self, prompt: &str) -> Result<Option<char>, Failure> {
        match self {
            Self::Terminal(term) => {
                term.write_str(&format!("{prompt} "))?;
                let key = match term.read_key() {
                    Ok(Key::Char(c)) => Some(c),
                    Ok(Key::Enter) => Some('\n'),
                    Ok(Key::Escape | Key::CtrlC) => None,
                    Ok(_) => Some('?'),
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => None,
                    Err(error) => return Err(error.into()),
                };
                term.write_line(&key.map(String::from).unwrap_or_default())?;
                Ok(key)
            }
            Self::Lines => {
                output::print(prompt)?;
                Ok(read_line()?.map(|line| line.trim().chars().next().unwrap_or('\n')))
            }
        }
    }

    /// A whole line. `None`: no more input.
    pub(super) fn line(&self, prompt: &str) -> Result<Option<String>, Failure> {
        print!("{prompt}: ");
        std::io::stdout().flush()?;
        let line = read_line()?;
        if matches!(self, Self::Lines) {
            println!();
        }
        Ok(line)
    }
}

fn read_line() -> Result<Option<String>, Failure> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line)?;
    Ok((read > 0).then_some(line))
}
