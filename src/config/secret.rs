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

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::parse(text, Path::new("/etc/claimwatch")).unwrap()
    }

    #[test]
    fn kinds() {
        assert_eq!(secret("env:TOKEN"), Secret::Env("TOKEN".to_owned()));
        assert_eq!(secret("file:token.txt"), Secret::File("/etc/claimwatch/token.txt".into()));
        assert_eq!(secret("file:/run/token"), Secret::File("/run/token".into()));
        assert_eq!(secret("application/json"), Secret::Literal("application/json".to_owned()));
        for bad in ["env:", "env:A B", "file:", "two\nlines"] {
            assert!(Secret::parse(bad, Path::new("")).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_literal_is_never_shown() {
        let literal = secret("hunter2");
        assert!(!format!("{literal} {literal:?}").contains("hunter2"));
        assert_eq!(format!("{:?}", secret("env:TOKEN")), "Secret(env:TOKEN)");
    }

    #[test]
    fn values_are_read_when_asked_for() {
        assert_eq!(resolve_secret(&secret("plain")).unwrap(), "plain");
        assert!(matches!(resolve_secret(&secret("env:CLAIMWATCH_NO_SUCH")), Err(SecretError::NotSet(_))));
        // Set by cargo for every test.
        assert_eq!(resolve_secret(&secret("env:CARGO_PKG_NAME")).unwrap(), "claimwatch");
        let dir = tempfile::tempdir().unwrap();
        let file = |text: &str| {
            let path = dir.path().join("token");
            std::fs::write(&path, text).unwrap();
            resolve_secret(&Secret::File(path))
        };
        assert_eq!(file("Bearer x\n").unwrap(), "Bearer x");
        assert!(matches!(file(" \n"), Err(SecretError::Empty(_))));
        assert!(matches!(file("a\nb"), Err(SecretError::Control(_))));
        assert!(matches!(resolve_secret(&secret("file:/no/such/file")), Err(SecretError::Unreadable { .. })));
    }
}
