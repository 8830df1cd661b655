//! `inspect change --jsonl`: what a change means for a claim that is only a sentence.

use std::io::{BufRead, Read, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::assess::{ClaimText, assess_text};

/// The longest line that is read; a longer one is answered with an error.
const MAX_LINE: u64 = 16 << 20;

#[derive(Deserialize)]
struct ChangeInput {
    claim: String,
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    after: Option<String>,
    as_of: Option<String>,
    subject: Option<String>,
}

/// Answers each line `{id, claim, before, after, as_of?, subject?, lang?}` with
/// `{id, relation, detail, bears_on, score, stance_before, stance_after, old, new, reasons}`.
///
/// A line that is no such object gets `{id, error}` and the rest goes on.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn change_jsonl(mut input: impl BufRead, mut output: impl Write) -> std::io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        let cut = line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE;
        if cut {
            input.skip_until(b'\n')?;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = if cut { failed(&Value::Null, "the line is too long") } else { answer(&line) };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
}

fn failed(id: &Value, error: &str) -> Value {
    json!({ "id": id, "error": error })
}

fn answer(line: &[u8]) -> Value {
    let mut object: Value = match serde_json::from_slice(line) {
        Ok(object) => object,
        Err(error) => return failed(&Value::Null, &error.to_string()),
    };
    let id = object.get_mut("id").map(Value::take).unwrap_or_default();
    let input: ChangeInput = match serde_json::from_value(object) {
        Ok(input) => input,
        Err(error) => return failed(&id, &error.to_string()),
    };
    if input.before.is_none() && input.after.is_none() {
        return failed(&id, "neither before nor after is given");
    }
    let claim = ClaimText {
        sentence: &input.claim,
        subject: input.subject.as_deref(),
        as_of: input.as_of.as_deref(),
    };
    let assessment = assess_text(&claim, input.before.as_deref(), input.after.as_deref());
    match serde_json::to_value(&assessment) {
        Ok(Value::Object(fields)) => {
            let mut out = serde_json::Map::from_iter([("id".to_owned(), id)]);
            out.extend(fields);
            Value::Object(out)
        }
        Ok(_) => failed(&id, "the answer is no object"),
        Err(error) => failed(&id, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(input: &str) -> Vec<Value> {
        let mut out = Vec::new();
        change_jsonl(input.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    #[test]
    fn one_answer_a_line_in_the_same_order_and_bad_lines_go_on() {
        let answers = ask(concat!(
            r#"{"id":"a","claim":"Acme holds 49% of Beta.","before":"Acme holds 49% of Beta.","after":"Acme holds 27% of Beta."}"#,
            "\n\nnot json\n",
            r#"{"id":3,"claim":"Acme holds 49% of Beta.","before":null,"after":null}"#,
            "\n",
            r#"{"id":"d","claim":"Acme holds 49% of Beta.","before":"Rain fell in Rome.","after":"Snow fell in Rome."}"#,
        ));
        assert_eq!(answers.len(), 4);
        assert_eq!(
            (answers[0]["id"].as_str(), answers[0]["relation"].as_str()),
            (Some("a"), Some("differs"))
        );
        assert_eq!(answers[0]["bears_on"], true);
        assert_eq!(answers[0]["old"]["value"], "49");
        assert_eq!(answers[0]["new"]["value"], "27");
        assert!(answers[1]["error"].is_string());
        assert_eq!(answers[2]["id"], 3);
        assert!(answers[2]["error"].is_string());
        assert_eq!(answers[3]["bears_on"], false);
    }
}
