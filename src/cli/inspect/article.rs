//! `inspect article`: every sentence of a text with its check-worthiness.

use serde::Deserialize;
use serde_json::{Value, json};

use super::language;
use crate::article::score;
use crate::cli::{Failure, output};

#[derive(Deserialize)]
pub struct ArticleInput {
    text: String,
    lang: Option<String>,
}

/// `{text, lang?}` → `{sentences: [{text, start, end, score, reasons}]}`.
#[expect(clippy::unnecessary_wraps, reason = "the shape that every inspection has")]
pub fn answer(input: &ArticleInput) -> Result<Value, String> {
    let sentences = score(&input.text, input.lang.as_deref().and_then(language));
    Ok(json!({ "sentences": sentences }))
}

/// Prints every sentence of a text with its score and reasons, for a person.
pub fn show(text: &str, json: bool) -> Result<(), Failure> {
    let sentences = score(text, None);
    if json {
        return output::json(&sentences);
    }
    let rows = sentences.into_iter().map(|s| vec![format!("{:.2}", s.score), s.text, s.reasons.join("; ")]);
    output::table(&["score", "sentence", "reasons"], rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_every_line_in_order() {
        let input = "{\"id\":1,\"text\":\"Acme lost $5 million in 2024. Thank you!\"}\n\
                     {\"id\":2,\"text\":\"甲公司去年亏损5亿元。\",\"lang\":\"zh-Hans\"}\n{\"id\":3}\n";
        let out = super::super::jsonl::run(input, answer);
        let sentences = out[0]["sentences"].as_array().unwrap();
        assert_eq!(sentences.len(), 2);
        assert_eq!((sentences[1]["start"].as_u64(), sentences[1]["end"].as_u64()), (Some(30), Some(40)));
        assert!(sentences[0]["score"].as_f64() > sentences[1]["score"].as_f64());
        assert_eq!(out[1]["sentences"][0]["end"], 11);
        assert!(out[2]["error"].is_string());
    }
}
