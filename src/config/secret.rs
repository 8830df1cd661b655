//! Values of headers that may be secret.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest secret that is read from a file, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The value of a header: by the name of an environment variable, from a file, or as it stands.
///
/// Neither `Debug` nor `Display` shows a value that stands in the file itself.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// `env:NAME`
    Env(String),
    /// `file:PATH`; a relative path starts at the folder of sources.toml.
    File(PathBuf),
    Literal(String),
}

impl Secret {
    /// Reads `env:NAME`, `file:PATH` or a literal; `folder` is where relative paths start.
    pub(super) fn parse(text: &str, folder: &Path) -> Result<Self, (String, String)> {
        let name_missing = |what: &str, example: &str| {
            (format!("after “{what}” a name must follow"), format!("write \"{example}\""))
        };
        if let Some(name) = text.strip_prefix("env:") {
            return if name.is_empty() || name.contains(['=', '\0', ' ']) {
                Err(name_missing("env:", "env:NAME_OF_THE_VARIABLE"))
            } else {
                Ok(Self::Env(name.to_owned()))
            };
        }
        if let Some(path) = text.strip_prefix("file:") {
            return if path.is_empty() || path.contains('\0') {
                Err(name_missing("file:", "file:/path/to/the/file"))
            } else {
                Ok(Self::File(folder.join(path)))
            };
        }
        if text.chars().any(|c| c.is_control() && c != '\t') {
            let help = "write it in one line, or \"env:NAME\" to take it from the environment";
            return Err(("the value holds control characters".to_owned(), help.to_owned()));
        }
        Ok(Self::Literal(text.to_owned()))
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Literal(_) => f.write_str("[redacted]"),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({self})")
    }
}

/// Why a secret could not be had; never holds its value.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the environment variable {0} is not set; set it where the program is started")]
    NotSet(String),
    #[error("the file {} cannot be read: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{0} is empty")]
    Empty(String),
    #[error("{0} holds control characters and cannot be sent as a header")]
    Control(String),
}

/// The value of a secret, read now; white space at its ends is dropped.
pub fn resolve_secret(secret: &Secret) -> Result<String, SecretError> {
    let value = match secret {
        Secret::Literal(value) => value.clone(),
        Secret::Env(name) => read_env(name)?,
        Secret::File(path) => read_file(path)
            .map_err(|e| SecretError::Unreadable { path: path.clone(), reason: e.to_string() })?,
    };
    let value = value.trim();
    if value.is_empty() {
        return Err(SecretError::Empty(secret.to_string()));
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err(SecretError::Control(secret.to_string()));
    }
    Ok(value.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that takes secrets by name")]
fn read_env(name: &str) -> Result<String, SecretError> {
    std::env::var(name).map_err(|_| SecretError::NotSet(name.to_owned()))
}

fn read_file(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}
