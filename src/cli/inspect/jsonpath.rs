//! `inspect jsonpath`: what a JSONPath finds, as `select` does in a JSON source.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::read_file;
use crate::cli::{Failure, output};
use crate::extract::query;

#[derive(Deserialize)]
pub struct PathInput {
    select: String,
    document: Value,
}

/// `{select, document}` → `{result}`, the nodes that were found in the document's order.
pub fn answer(input: &PathInput) -> Result<Value, String> {
    let result = query(&input.document, &input.select).map_err(|error| error.to_string())?;
    Ok(json!({ "result": result }))
}

/// Prints what is found in a file, one node a line; with `--json` as one array.
pub fn show(select: &str, file: &Path, json: bool) -> Result<(), Failure> {
    let body = read_file(file)?;
    let document: Value = serde_json::from_slice(&body)
        .map_err(|error| anyhow::anyhow!("{} is not JSON: {error}", file.display()))?;
    let nodes = query(&document, select).map_err(|error| Failure::usage(error.to_string()))?;
    if json {
        return output::json(&nodes);
    }
    if nodes.is_empty() {
        return output::print("The path finds nothing in this document.");
    }
    nodes.iter().try_for_each(|node| output::print(&output::plain(&node.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_every_line_in_order() {
        let out = super::super::jsonl::run(
            concat!(
                r#"{"id":1,"select":"$.a[0,0]","document":{"a":[7]}}"#,
                "\n",
                r#"{"id":2,"select":"$.b","document":{"a":[7]}}"#,
                "\n",
                r#"{"id":3,"select":"$.us-gaap","document":{}}"#,
            ),
            answer,
        );
        assert_eq!(out[0], json!({"id": 1, "result": [7, 7]}));
        assert_eq!(out[1], json!({"id": 2, "result": []}));
        assert!(out[2]["error"].as_str().unwrap().contains("['us-gaap']"));
    }
}
