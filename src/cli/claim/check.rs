//! Holds a claim of the command line to the rules of claims.toml.

use std::path::Path;

use serde::Serialize;

use crate::cli::Failure;
use crate::config;
use crate::model::claim::{Article, Claim};
use crate::store::Store;

#[derive(Serialize)]
struct AsFile {
    article: Vec<Article>,
    claim: [toml::Table; 1],
}

/// What is wrong with the claim, in words.
pub async fn check(store: &Store, claim: &Claim) -> Result<(), Failure> {
    // What is proposed is written like what is given; a subject that could not be told is left out.
    let mut entry = toml::Table::try_from(Claim { proposed: Vec::new(), ..claim.clone() })?;
    if claim.subject.is_empty() {
        entry.remove("subject");
    }
    let file = AsFile { article: store.articles().await?, claim: [entry] };
    let entities = store.entities().await?;
    match config::parse_claims(&toml::to_string(&file)?, Path::new("claim"), &entities) {
        Ok(_) => Ok(()),
        Err(problems) => {
            let said: Vec<String> = problems
                .0
                .iter()
                .map(|p| match &p.help {
                    Some(help) => format!("{}; {help}", p.message),
                    None => p.message.clone(),
                })
                .collect();
            Err(Failure::usage(said.join("\n")))
        }
    }
}
