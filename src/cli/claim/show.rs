//! `claimwatch claim show`

use std::fmt::Write as _;

use super::evidence::Evidence;
use super::{Listed, existing};
use crate::article::findable;
use crate::cli::freshness::Watches;
use crate::cli::output::{self, maybe_time, plain};
use crate::cli::slots::lines;
use crate::cli::{Failure, Setting};
use crate::model::claim::Class;

/// Prints one claim with its evidence and flags.
pub async fn show(setting: &Setting, id: &str) -> Result<(), Failure> {
    let store = setting.store().await?;
    let claim = existing(&store, id).await?;
    let freshness = Watches::load(&store).await?.freshness(&claim, setting.clock.now());
    let versions = store.claim_versions(id).await?;
    let evidence = Evidence::of(store.evidence_of(id).await?, claim.version);
    let anchor = store.anchor_of(id).await?;
    let filter = crate::store::flags::Filter { claim: Some(id.to_owned()), ..Default::default() };
    let flags = store.flags(&filter).await?;
    let c = &claim.claim;
    if setting.global.json {
        let mut object = serde_json::to_value(Listed { claim: &claim, freshness })?;
        object["proposed"] = serde_json::to_value(&c.proposed)?;
        object["versions"] = serde_json::to_value(&versions)?;
        object["evidence"] = serde_json::to_value(evidence.supporting)?;
        object["against"] = serde_json::to_value(evidence.refuting)?;
        object["earlier_evidence"] = serde_json::to_value(evidence.earlier)?;
        object["anchor"] = serde_json::to_value(&anchor)?;
        object["flags"] = serde_json::to_value(&flags)?;
        return output::json(&object);
    }
    let mut out = String::new();
    _ = writeln!(
        out,
        "\x1b[1m{}\x1b[0m  {} · {freshness} · rating {} · version {}",
        c.id, claim.status, claim.rating, claim.version
    );
    for sentence in [&c.text.en, &c.text.zh].into_iter().flatten() {
        _ = writeln!(out, "  {}", plain(sentence));
    }
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            _ = writeln!(out, "  {name:<10} {}", plain(value));
        }
    };
    for (name, held) in lines(c) {
        fact(name, Some(&held));
    }
    fact("as of", c.as_of.as_deref());
    let forecast = c.class == Class::Forecast || c.deadline.is_some();
    fact("outcome", forecast.then(|| claim.outcome.word()));
    fact("article", c.article.as_deref());
    if let Some(anchor) = &anchor {
        let place = format!("“{}” at {}–{}", anchor.exact, anchor.start, anchor.end);
        fact("quote", Some(&place));
    }
    fact("confirmed", Some(&maybe_time(claim.last_confirmed_at)));
    fact("note", c.note.as_deref());
    if claim.correction_owed {
        fact("owed", Some("a correction"));
    }
    fact("missing", findable(c, &store.entities().await?).err().as_deref());
    evidence.write(&mut out);
    for flag in &flags {
        _ = writeln!(out, "  {} [{}]", crate::cli::flag::line(flag), flag.state);
    }
    output::print(out.trim_end())
}
