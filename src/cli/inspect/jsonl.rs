//! One JSON object a line in, one a line out, in the same order, `id` passed through.

use std::borrow::Cow;
use std::io::{BufRead, Read, Write};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The longest line that is read; a longer one is answered with an error.
pub const MAX_LINE: u64 = 64 << 20;

/// Answers each line with what `answer` makes of it. A line that cannot be answered gets `{id, error}` and the
/// rest goes on.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn lines<I: DeserializeOwned>(
    mut input: impl BufRead,
    mut output: impl Write,
    answer: impl Fn(&I) -> Result<Value, String>,
) -> std::io::Result<()> {
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
        let (id, answered) =
            if cut { (Value::Null, Err("the line is too long".to_owned())) } else { one(&line, &answer) };
        let mut object = Map::from_iter([("id".to_owned(), id)]);
        match answered {
            Ok(Value::Object(fields)) => object.extend(fields),
            Ok(other) => object.extend([("result".to_owned(), other)]),
            Err(error) => object.extend([("error".to_owned(), json!(error))]),
        }
        output.write_all(one_line(&serde_json::to_string(&object)?).as_bytes())?;
        output.write_all(b"\n")?;
    }
}

fn one<I: DeserializeOwned>(
    line: &[u8],
    answer: impl Fn(&I) -> Result<Value, String>,
) -> (Value, Result<Value, String>) {
    let mut object: Value = match serde_json::from_slice(line) {
        Ok(object) => object,
        Err(error) => return (Value::Null, Err(error.to_string())),
    };
    let id = object.get_mut("id").map(Value::take).unwrap_or_default();
    let answered =
        serde_json::from_value(object).map_err(|error| error.to_string()).and_then(|input| answer(&input));
    (id, answered)
}

/// JSON without the characters that Unicode takes for line ends and JSON does not: many readers split at them.
fn one_line(json: &str) -> Cow<'_, str> {
    if !json.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        return Cow::Borrowed(json);
    }
    let json = json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028");
    Cow::Owned(json.replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
pub fn run<I: DeserializeOwned>(input: &str, answer: impl Fn(&I) -> Result<Value, String>) -> Vec<Value> {
    let mut out = Vec::new();
    lines(input.as_bytes(), &mut out, answer).unwrap();
    String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_no_line_end_of_any_kind_in_it() {
        let mut out = Vec::new();
        let input = r#"{"id": "a\u2028b\u2029c\u0085d\ne"}"#;
        lines(input.as_bytes(), &mut out, |_: &Value| Ok(json!({}))).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "{\"id\":\"a\\u2028b\\u2029c\\u0085d\\ne\"}\n");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], "a\u{2028}b\u{2029}c\u{85}d\ne");
    }
}
