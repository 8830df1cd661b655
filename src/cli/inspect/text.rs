//! `inspect`: shows what the readers see. With `--jsonl` one object a line in, one a line out, same order.

use std::io::{BufRead, Read, Write};

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::value::Lang;
use crate::text::{ReadOptions, read};

/// The longest line that is read; a longer one is answered with an error.
const MAX_LINE: u64 = 64 << 20;

#[derive(Deserialize)]
struct TextInput {
    text: String,
    lang: Option<String>,
    reference: Option<String>,
}

/// Answers each line `{id, text, lang?, reference?}` with `{id, lang, values, dates}`.
///
/// A line that is no such object gets `{id, error}` and the rest goes on.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub fn text_jsonl(mut input: impl BufRead, mut output: impl Write) -> std::io::Result<()> {
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
    let input: TextInput = match serde_json::from_value(object) {
        Ok(input) => input,
        Err(error) => return failed(&id, &error.to_string()),
    };
    let reference = match input.reference.as_deref().map(day).transpose() {
        Ok(reference) => reference,
        Err(error) => return failed(&id, &error),
    };
    let options = ReadOptions { lang: input.lang.as_deref().and_then(language), reference };
    let reading = read(&input.text, &options);
    json!({ "id": id, "lang": reading.lang, "values": reading.values, "dates": reading.dates })
}

/// The day of an ISO date or time.
fn day(text: &str) -> Result<NaiveDate, String> {
    text.get(..10)
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| format!("reference “{text}” is no date: write it as 2025-03-11"))
}

/// The language of a BCP 47 tag, where it is one that the readers know.
fn language(tag: &str) -> Option<Lang> {
    match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        "ja" => Some(Lang::Ja),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &str) -> Vec<Value> {
        let mut out = Vec::new();
        text_jsonl(input.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    #[test]
    fn answers_every_line_in_order() {
        let out = run("{\"id\":\"a\",\"text\":\"$5 million\"}\nnonsense\n\n{\"id\":3,\"text\":7}\n\
                       {\"id\":\"d\",\"text\":\"昨天\",\"reference\":\"2025-03-11T08:00:00Z\"}\n");
        assert_eq!(out.len(), 4);
        assert_eq!(out[0]["values"][0]["value"], "5000000");
        assert_eq!(out[0]["values"][0]["currency"], "USD");
        assert!(out[1]["id"].is_null() && out[1]["error"].is_string());
        assert!(out[2]["id"] == 3 && out[2]["error"].is_string());
        assert_eq!(
            (out[3]["lang"].as_str(), out[3]["dates"][0]["start"].as_str()),
            (Some("zh"), Some("2025-03-10"))
        );
    }
}
