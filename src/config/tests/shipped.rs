//! The claims and sources that come with the program.

use std::path::Path;

use super::super::{ClaimsFile, Config, check_bindings, parse, parse_claims};
use crate::model::claim::{Claim, ClaimKind, Class, Scenario};
use crate::model::source::{SourceKind, Tier};
use crate::text::{read_period, read_value};

fn config() -> Config {
    parse(include_str!("../../../sources.toml"), Path::new("sources.toml")).unwrap_or_else(|e| panic!("{e}"))
}

fn claims() -> ClaimsFile {
    parse_claims(include_str!("../../../claims.toml"), Path::new("claims.toml"), &config().entities)
        .unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn all_claims_load_without_a_warning() {
    let file = claims();
    assert_eq!(file.claims.len(), 70);
    assert_eq!(file.articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["funtalk-2025-03"]);
    assert_eq!(file.warnings, []);
    for claim in &file.claims {
        assert_eq!(claim.article.as_deref(), Some("funtalk-2025-03"), "{}", claim.id);
        assert!(claim.text.en.is_some() && claim.text.zh.is_some(), "{} in both languages", claim.id);
        assert!(!claim.metric.en.is_empty() && !claim.metric.zh.is_empty(), "{} terms", claim.id);
    }
}

#[test]
fn the_claims_that_lead() {
    let file = claims();
    let find = |id: &str| file.claims.iter().find(|c| c.id == id).unwrap();
    let shape = |c: &Claim| (c.kind, c.class, c.priority);
    assert_eq!(shape(find("coreweave-contract")), (ClaimKind::Amount, Class::State, 1));
    assert_eq!(shape(find("microsoft-stake-49")), (ClaimKind::Share, Class::State, 1));
    assert_eq!(shape(find("agi-profit-test")), (ClaimKind::DealTerm, Class::Definition, 1));
    assert_eq!(find("coreweave-ipo-raise").scenario, Some(Scenario::Planned));
}

#[test]
fn stated_values_are_read_as_meant() {
    let file = claims();
    let find = |id: &str| file.claims.iter().find(|c| c.id == id).unwrap();
    let value = |id: &str| {
        let v = read_value(find(id).value.as_deref().unwrap()).unwrap();
        (v.low.map(|d| d.normalize().to_string()), v.high.map(|d| d.normalize().to_string()), v.currency)
    };
    let usd = || Some("USD".to_owned());
    let some = |s: &str| Some(s.to_owned());
    assert_eq!(value("coreweave-contract"), (some("11850000000"), some("11950000000"), usd()));
    assert_eq!(value("microsoft-stake-49"), (some("48.5"), some("49.5"), None));
    assert_eq!(value("agi-profit-test"), (some("100000000000"), None, usd()));
    assert_eq!(value("coreweave-microsoft-growth"), (some("8"), some("9"), None));
    assert_eq!(
        read_period(find("altman-fired").value.as_deref().unwrap()).unwrap().start.to_string(),
        "2023-10-01"
    );
    for date in file.claims.iter().filter_map(|c| c.as_of.as_deref()) {
        assert!(read_period(date).is_some(), "as of {date}");
    }
    // What is to be weighed needs a weight.
    for claim in &file.claims {
        if matches!(claim.kind, ClaimKind::Amount | ClaimKind::Share | ClaimKind::Ratio | ClaimKind::Date) {
            assert!(claim.value.is_some(), "{}", claim.id);
        }
        if claim.class == Class::Closed {
            assert!(claim.period.is_some(), "{}", claim.id);
        }
    }
}

#[test]
fn subjects_are_entities_and_bindings_exist() {
    let (config, file) = (config(), claims());
    for claim in &file.claims {
        for subject in &claim.subject {
            assert!(config.entities.iter().any(|e| e.names[0] == *subject), "{}: {subject}", claim.id);
        }
        let bound = config.sources.iter().filter(|s| s.binds(&claim.id)).count();
        assert!(bound > 0, "{} is bound to no source", claim.id);
    }
    let ids: Vec<String> = file.claims.into_iter().map(|c| c.id).collect();
    check_bindings(&config, &ids).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn the_sources_of_the_story() {
    let config = config();
    assert!(config.sources.len() >= 14);
    let count =
        |test: &dyn Fn(&super::super::Source) -> bool| config.sources.iter().filter(|s| test(s)).count();
    assert!(count(&|s| s.tier == Tier::Press && s.kind == Some(SourceKind::Feed)) >= 2);
    assert!(count(&|s| s.language.as_deref().is_some_and(|l| l.starts_with("zh"))) >= 2);
    assert_eq!(count(&|s| s.api && s.kind == Some(SourceKind::Json) && s.tier == Tier::Filing), 2);
    let warnings = config.warnings();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("placeholder"), "{}", warnings[0]);
}
