//! `inspect change`: what a change means for a claim that is only a sentence.

use serde::Deserialize;
use serde_json::Value;

use crate::assess::{ClaimText, assess_text};

#[derive(Deserialize)]
pub struct ChangeInput {
    claim: String,
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    after: Option<String>,
    as_of: Option<String>,
    subject: Option<String>,
}

/// `{claim, before, after, as_of?, subject?, lang?}` →
/// `{relation, detail, bears_on, score, stance_before, stance_after, old, new, reasons}`.
pub fn answer(input: &ChangeInput) -> Result<Value, String> {
    if input.before.is_none() && input.after.is_none() {
        return Err("neither before nor after is given".to_owned());
    }
    let claim = ClaimText {
        sentence: &input.claim,
        subject: input.subject.as_deref(),
        as_of: input.as_of.as_deref(),
    };
    let assessment = assess_text(&claim, input.before.as_deref(), input.after.as_deref());
    serde_json::to_value(&assessment).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(input: &str) -> Vec<Value> {
        super::super::jsonl::run(input, answer)
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
