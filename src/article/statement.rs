//! Whether a text is one statement, as a claim has to be.

use std::fmt;

use crate::text::sentences;

/// Words of a claim at most.
const MOST_WORDS: usize = 150;
/// Characters of a claim at most.
const MOST_CHARS: usize = 1_200;
/// Han characters that say something at least.
const LEAST_HAN: usize = 4;

/// Why a text is no claim, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub help: &'static str,
    /// It states more than one thing; it may be watched all the same, as one.
    pub several: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// The text with single spaces, where it is one statement.
pub fn statement(text: &str) -> Result<String, Fault> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fault = |message: String, help| Err(Fault { message, help, several: false });
    if text.is_empty() {
        return fault(
            "the sentence is empty".into(),
            "write what is stated: \"CoreWeave employs 881 people.\"",
        );
    }
    let words = text.split(' ').filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let chars = text.chars().count();
    if words > MOST_WORDS || chars > MOST_CHARS {
        let long = if words > MOST_WORDS { format!("{words} words") } else { format!("{chars} characters") };
        return fault(
            format!("a claim is one sentence, and this has {long}"),
            "`claimwatch article add FILE` finds the claims of a longer text",
        );
    }
    let count = sentences(&text).len();
    if count > 1 {
        return Err(Fault {
            message: format!("these are {count} sentences, and a claim is one"),
            help: "add one claim a sentence, or let `claimwatch article add FILE` find the claims of a text",
            several: true,
        });
    }
    let end = text.trim_end_matches(['"', '”', '’', '」', '』', ')', '）', ' ']);
    if end.ends_with(['?', '？']) || end.trim_end_matches('。').ends_with('吗') {
        return fault(
            "this is a question, and a claim states something".into(),
            "write the answer that is to be watched",
        );
    }
    let han = text.chars().filter(|c| is_han(*c)).count();
    if words < 2 && han < LEAST_HAN || !text.chars().any(char::is_alphabetic) {
        return fault(
            format!("“{text}” states nothing"),
            "write a whole sentence: who or what, and what is said of it",
        );
    }
    Ok(text)
}

/// Also letters of scripts that put no space between words.
fn is_han(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c)
        || ('\u{3400}'..='\u{9fff}').contains(&c)
        || ('\u{0e00}'..='\u{0e7f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_that_states_something() {
        for text in [
            "Acme folded.",
            "Acme holds 49%.",
            "微软裁员了。",
            "He said: “Acme Inc. pays $3.5 million.”",
            "  two\nlines  ",
        ] {
            assert!(statement(text).is_ok(), "{text}");
        }
        assert_eq!(statement(" two\n lines\u{1b}[1m ").unwrap(), "two lines [1m");
    }

    #[test]
    fn what_is_none_is_told_why() {
        let long = "word ".repeat(10_000);
        let characters = "字".repeat(5_000);
        for (text, word) in [
            ("", "empty"),
            (" \n", "empty"),
            ("CoreWeave", "states nothing"),
            ("微软", "states nothing"),
            ("12 345", "states nothing"),
            ("Does Acme pay taxes?", "question"),
            ("微软裁员了吗？", "question"),
            ("微软是不是裁员了吗", "question"),
            ("Acme grew. Bolt shrank.", "2 sentences"),
            ("甲公司增长。乙公司亏损。", "article add"),
            (&long, "10000 words"),
            (&characters, "5000 characters"),
        ] {
            let said = statement(text).unwrap_err().to_string();
            assert!(said.contains(word), "{word}: {said}");
        }
    }
}
