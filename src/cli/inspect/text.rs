//! `inspect text`: the values and dates that are read of a text.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::language;
use crate::cli::{Failure, output};
use crate::model::value::Comparator;
use crate::text::{ReadOptions, read};

#[derive(Deserialize)]
pub struct TextInput {
    text: String,
    lang: Option<String>,
    reference: Option<String>,
}

/// `{text, lang?, reference?}` → `{lang, values, dates}`.
pub fn answer(input: &TextInput) -> Result<Value, String> {
    let reference = input.reference.as_deref().map(day).transpose()?;
    let options = ReadOptions { lang: input.lang.as_deref().and_then(language), reference };
    let reading = read(&input.text, &options);
    Ok(json!({ "lang": reading.lang, "values": reading.values, "dates": reading.dates }))
}

/// Prints what is read of one text, for a person.
pub fn show(text: &str, json: bool) -> Result<(), Failure> {
    let piped = if text == "-" { std::io::read_to_string(std::io::stdin().lock())? } else { String::new() };
    let reading = read(if text == "-" { &piped } else { text }, &ReadOptions::default());
    if json {
        return output::json(&reading);
    }
    if reading.values.is_empty() && reading.dates.is_empty() {
        return output::print("No value and no date is read in this text.");
    }
    let number =
        |n: Option<rust_decimal::Decimal>| n.map_or_else(|| "open".to_owned(), |n| n.normalize().to_string());
    let values = reading.values.iter().map(|v| {
        let kind = serde_json::to_value(v.kind)
            .ok()
            .and_then(|k| k.as_str().map(ToOwned::to_owned))
            .unwrap_or_default();
        let what = match (v.value, v.comparator) {
            (Some(value), Comparator::Equal) => number(Some(value)),
            (value, comparator) => format!("{} {}", comparator.sign(), number(value)),
        };
        let unit = v.currency.as_deref().or(v.unit.as_deref()).unwrap_or_default();
        let note = v.note.clone().unwrap_or_default();
        vec![
            v.surface.clone(),
            kind,
            what,
            unit.to_owned(),
            format!("{} to {}", number(v.low), number(v.high)),
            note,
        ]
    });
    let dates = reading.dates.iter().map(|d| {
        let kind = if d.fiscal { "fiscal period" } else { "date" };
        vec![
            d.surface.clone(),
            kind.to_owned(),
            d.start.to_string(),
            String::new(),
            format!("{} to {}", d.start, d.end),
            String::new(),
        ]
    });
    output::table(&["text", "kind", "value", "unit", "between", "note"], values.chain(dates).collect())
}

/// The day of an ISO date or time.
fn day(text: &str) -> Result<NaiveDate, String> {
    text.get(..10)
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| format!("reference “{text}” is no date: write it as 2025-03-11"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &str) -> Vec<Value> {
        super::super::jsonl::run(input, answer)
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
