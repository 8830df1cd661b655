//! `claimwatch flag`

use std::fmt::Write as _;
use std::process::ExitCode;

use chrono::NaiveDate;

use super::output::{self, plain, short, time, value};
use super::{Failure, Setting};
use crate::flag::fingerprint;
use crate::model::claim::Outcome;
use crate::model::flag::{FlagState, Verdict};
use crate::review::{self, Tip, Wish};
use crate::store::Store;
use crate::store::flags::{Filter, StoredFlag};
use crate::store::shares::Share;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// List flags: the open ones, unless told otherwise
    List(List),
    /// Show one flag with everything that is known of it
    Show(Show),
    /// Decide a flag
    Decide(Decide),
    /// Put a flag aside until a day
    Defer(Defer),
    /// Take the last decision on a flag back
    Undo(Undo),
    /// Raise a flag by hand: what was found by a person and not by the program
    Raise(Raise),
    /// Show which sources and rules raise flags that are worth a look
    Stats(Stats),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch flag list
  claimwatch flag list --state suppressed     what was kept quiet, and why
  claimwatch flag list --all --json")]
pub struct List {
    /// Every state
    #[arg(long)]
    all: bool,
    /// Only this state: open, deferred, decided, suppressed, merged, reverted
    #[arg(long, value_name = "STATE", conflicts_with = "all")]
    state: Option<FlagState>,
    /// Only flags of this claim
    #[arg(long, value_name = "ID")]
    claim: Option<String>,
    /// Only flags of this source
    #[arg(long, value_name = "ID")]
    source: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch flag show 3
  claimwatch flag show 3 --json")]
pub struct Show {
    #[arg(value_name = "ID")]
    id: i64,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Decisions:
  update        was right, has changed; with --value or --wording the new version is given at once
  correct       was wrong; a correction is owed
  refine        the same, said more exactly (needs --wording or --value)
  confirm       still holds; the passage becomes evidence
  unrelated     the passage says nothing of the claim; it is not shown again
  source-error  the source is wrong
  dispute       sources conflict

Examples:
  claimwatch flag decide 3 update --value '$22.4 billion' --reason 'widened'
  claimwatch flag decide 4 unrelated")]
pub struct Decide {
    #[arg(value_name = "ID")]
    id: i64,
    #[arg(value_name = "DECISION")]
    decision: Verdict,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The claim's sentence from now on
    #[arg(long, value_name = "TEXT")]
    wording: Option<String>,
    /// The same in Chinese
    #[arg(long, value_name = "TEXT")]
    wording_zh: Option<String>,
    /// What the claim states from now on, such as '$22.4 billion'
    #[arg(long, value_name = "VALUE")]
    value: Option<String>,
    /// The date at which it holds: 2025, 2025-10 or 2025-10-28
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The rating of the version that was flagged, a word of the scale
    #[arg(long, value_name = "RATING")]
    rating: Option<String>,
    /// How far the forecast has come: kept, partly, not_kept, stalled, in_the_works, unrateable
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<Outcome>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch flag defer 3 --until 2026-12-01")]
pub struct Defer {
    #[arg(value_name = "ID")]
    id: i64,
    #[arg(long, value_name = "DATE")]
    until: NaiveDate,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  claimwatch flag undo 3")]
pub struct Undo {
    #[arg(value_name = "ID")]
    id: i64,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The passage is looked for in what the source said last; where TEXT is a part of it,
the whole passage is taken. `claimwatch flag stats` counts what was raised by hand
as missed.

Examples:
  claimwatch flag raise coreweave-ipo-raise coreweave-ir \\
    --passage 'revenue in 2024'
  claimwatch flag raise coreweave-ipo-raise coreweave-ir --reason 'see page 3'")]
pub struct Raise {
    #[arg(value_name = "CLAIM")]
    claim: String,
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Words of the passage; without it the flag is about the source as a whole
    #[arg(long, value_name = "TEXT")]
    passage: Option<String>,
    /// Why it matters
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
useful  the share of decided flags that were worth a look: not `unrelated`, not
        `source-error`
found   the share of what mattered that the program flagged: its flags that were decided
        `update`, `correct`, `refine` or `dispute`, beside those raised by hand

Examples:
  claimwatch flag stats
  claimwatch flag stats --json")]
pub struct Stats {}

impl Command {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let store = setting.store().await?;
        match self {
            Self::List(options) => list(setting, &store, options).await?,
            Self::Show(options) => show(setting, &store, options.id).await?,
            Self::Decide(options) => decide(setting, &store, options).await?,
            Self::Defer(options) => {
                store.defer(options.id, options.until, &setting.act()).await?;
                done(setting, &store, options.id, &format!("deferred until {}", options.until)).await?;
            }
            Self::Raise(options) => raise(setting, &store, options).await?,
            Self::Stats(Stats {}) => stats(setting, &store).await?,
            Self::Undo(options) => {
                let verdict = review::undo(&store, options.id, &setting.act()).await?;
                done(setting, &store, options.id, &format!("open again; “{verdict}” was undone")).await?;
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn raise(setting: &Setting, store: &Store, options: Raise) -> Result<(), Failure> {
    let Raise { claim, source, passage, reason } = options;
    let tip = Tip { claim, source, passage, reason };
    let id = review::raise(store, &tip, &setting.act()).await?;
    let flag = store.flag(id).await?;
    if setting.global.json {
        return output::json(&flag);
    }
    match flag {
        Some(flag) if !setting.global.quiet => output::print(&card(store, &flag, setting.language()).await?),
        _ => Ok(()),
    }
}

/// The counts of flags with the two shares that they give, in percent.
#[derive(serde::Serialize)]
struct Rated<'a> {
    #[serde(flatten)]
    share: &'a Share,
    precision: Option<i64>,
    recall: Option<i64>,
}

fn rated(share: &Share) -> Rated<'_> {
    Rated { share, precision: share.precision(), recall: share.recall() }
}

/// How many flags were worth a look, and how much of what mattered was flagged.
async fn stats(setting: &Setting, store: &Store) -> Result<(), Failure> {
    let (sources, rules) = (store.shares_of_sources().await?, store.shares_of_rules().await?);
    let all = store.share_of_all().await?;
    if setting.global.json {
        let rated_all = |shares: &[Share]| serde_json::to_value(shares.iter().map(rated).collect::<Vec<_>>());
        return output::json(&serde_json::json!({
            "sources": rated_all(&sources)?, "rules": rated_all(&rules)?, "overall": rated(&all),
        }));
    }
    if sources.is_empty() {
        return output::print("No flag was decided yet, and none was raised by hand.");
    }
    let percent = |share: Option<i64>| share.map_or_else(|| "–".to_owned(), |p| format!("{p} %"));
    let rows = sources
        .iter()
        .chain(std::iter::once(&all))
        .map(|s| {
            vec![
                s.name.clone(),
                percent(s.precision()),
                s.useful.to_string(),
                s.decided.to_string(),
                percent(s.recall()),
                s.found.to_string(),
                s.missed.to_string(),
            ]
        })
        .collect();
    output::table(&["source", "useful", "flags", "of", "found", "flagged", "missed"], rows)?;
    if rules.is_empty() {
        return Ok(());
    }
    let rows = rules
        .iter()
        .map(|s| vec![s.name.clone(), percent(s.precision()), s.useful.to_string(), s.decided.to_string()])
        .collect();
    output::table(&["rule", "useful", "flags", "of"], rows)
}

async fn done(setting: &Setting, store: &Store, id: i64, what: &str) -> Result<(), Failure> {
    if setting.global.json {
        return output::json(&store.flag(id).await?);
    }
    if setting.global.quiet { Ok(()) } else { output::print(&format!("Flag {id} is {what}.")) }
}

async fn list(setting: &Setting, store: &Store, options: List) -> Result<(), Failure> {
    let states = match (options.all, options.state) {
        (true, _) => Vec::new(),
        (false, Some(state)) => vec![state],
        (false, None) => vec![FlagState::Open],
    };
    let flags = store
        .flags(&Filter { states, claim: options.claim, source: options.source, ..Filter::default() })
        .await?;
    if setting.global.json {
        return output::json(&flags);
    }
    if flags.is_empty() {
        return output::print("No flags.");
    }
    let rows = flags
        .iter()
        .map(|f| {
            let news = match (f.has_moved(), f.now.as_deref()) {
                (true, None) => format!("(gone) {}", f.after.as_deref().unwrap_or_default()),
                (_, now) => now.or(f.before.as_deref()).unwrap_or("(the source as a whole)").to_owned(),
            };
            let state = match (&f.merged_into, &f.state_reason) {
                (Some(into), _) => format!("{} into {into}", f.state),
                (None, Some(why)) => format!("{}: {}", f.state, plain(why)),
                (None, None) => f.state.to_string(),
            };
            vec![
                f.id.clone(),
                f.claim.clone(),
                relation(f),
                values(f),
                f.sources.join(", "),
                state,
                short(&news, 100),
            ]
        })
        .collect();
    output::table(&["id", "claim", "relation", "value", "sources", "state", "passage"], rows)
}

/// Relation and detail in words.
pub fn relation(flag: &StoredFlag) -> String {
    format!("{}, {}", flag.relation, flag.detail.word().replace('_', " "))
}

/// Old and new value, as the passages give them.
pub fn values(flag: &StoredFlag) -> String {
    match (&flag.old, &flag.new) {
        (Some(old), Some(new)) => format!("{} → {}", value(old), value(new)),
        (Some(old), None) => format!("{} → ?", value(old)),
        (None, Some(new)) => format!("→ {}", value(new)),
        (None, None) => String::new(),
    }
}

/// One line that names a flag.
pub fn line(flag: &StoredFlag) -> String {
    let values = values(flag);
    let values = if values.is_empty() { String::new() } else { format!("  {values}") };
    let source = flag.source.as_deref().map(|s| format!("  ({s})")).unwrap_or_default();
    format!("⚑ {}  {}  {}{values}{source}", flag.id, flag.claim, relation(flag))
}

async fn show(setting: &Setting, store: &Store, id: i64) -> Result<(), Failure> {
    let flag = store.flag(id).await?.ok_or_else(|| {
        Failure::usage(format!("there is no flag {id}; `claimwatch flag list --all` shows them all"))
    })?;
    let decisions = store.decisions_of(id).await?;
    if setting.global.json {
        let events = store.events_of(&format!("flag:{id}")).await?;
        let mut object = serde_json::to_value(&flag)?;
        object["overtaken"] = serde_json::to_value(store.overtaken_by(&flag).await?)?;
        object["decisions"] = serde_json::to_value(&decisions)?;
        object["events"] = serde_json::to_value(&events)?;
        return output::json(&object);
    }
    output::print(&card(store, &flag, setting.language()).await?)?;
    for decision in decisions {
        let reason = decision.reason.as_deref().map(|r| format!(": {}", plain(r))).unwrap_or_default();
        output::print(&format!(
            "  decided  {} by {} at {}{reason}",
            decision.verdict,
            decision.actor,
            time(decision.at)
        ))?;
    }
    Ok(())
}

/// Everything that a person needs to decide, in a screenful.
pub async fn card(store: &Store, flag: &StoredFlag, language: &str) -> Result<String, Failure> {
    let mut out = String::new();
    let claim = store.claim(&flag.claim).await?;
    _ = writeln!(out, "\x1b[1m⚑ {}  {}\x1b[0m  {} ({:.2})", flag.id, flag.claim, relation(flag), flag.score);
    if let Some(claim) = &claim {
        _ = writeln!(out, "  claim    {}", plain(claim.claim.text.pick(language)));
        let as_of = claim.claim.as_of.as_deref().unwrap_or("no date");
        _ = writeln!(
            out,
            "           as of {as_of} · {} · rating {} · version {} · {}",
            claim.claim.class, claim.rating, claim.version, claim.status
        );
    }
    for line in earlier(&store.overtaken_by(flag).await?, flag) {
        _ = writeln!(out, "  earlier  {line}");
    }
    match (&flag.source, &flag.before, &flag.after) {
        (Some(_), None, None) => _ = writeln!(out, "  passage  (the source as a whole)"),
        (Some(_), before, after) => {
            _ = writeln!(out, "{}", output::diff(before.as_deref(), after.as_deref()));
        }
        (None, ..) => {}
    }
    if let Some(since) = flag.now_since {
        let text = flag.now.as_deref().map_or_else(|| "(gone from the page)".to_owned(), plain);
        _ = writeln!(out, "  now      \x1b[1m{text}\x1b[0m (since {})", time(since));
    }
    let values = values(flag);
    if !values.is_empty() {
        _ = writeln!(out, "  value    \x1b[1m{values}\x1b[0m");
    }
    for (i, reason) in flag.reasons.iter().enumerate() {
        _ = writeln!(out, "  {}  {}", if i == 0 { "why    " } else { "       " }, plain(reason));
    }
    let dated = flag.published_at.map(|at| format!(", dated {}", time(at))).unwrap_or_default();
    let seen = flag.captured_at.map(|at| format!(", captured {}", time(at))).unwrap_or_default();
    if let (Some(source), Some(tier), Some(url)) = (&flag.source, flag.tier, &flag.url) {
        _ = writeln!(out, "  source   {} ({tier}{dated}{seen})", plain(source));
        _ = writeln!(out, "           {}", plain(url));
    }
    if flag.sources.len() > 1 {
        _ = writeln!(out, "           the same news: {}", flag.sources[1..].join(", "));
    }
    if let Some(place) = &flag.archived {
        let now = flag.now_archived.as_deref().map(|place| format!(", now {place}")).unwrap_or_default();
        _ = writeln!(out, "  archived {place}{now}");
    }
    let reason = flag.state_reason.as_deref().map(|r| format!(": {}", plain(r))).unwrap_or_default();
    let into = flag.merged_into.as_deref().map(|id| format!(" into {id}")).unwrap_or_default();
    _ = write!(out, "  state    {}{into}{reason}", flag.state);
    Ok(out)
}

/// What the passage said before the change that is shown, and until when.
fn earlier(overtaken: &[StoredFlag], flag: &StoredFlag) -> Vec<String> {
    let mut lines = Vec::new();
    let same = |a: &str, b: Option<&str>| b.is_some_and(|b| fingerprint(a) == fingerprint(b));
    for (i, old) in overtaken.iter().enumerate() {
        let next = overtaken.get(i + 1).unwrap_or(flag);
        let text = old.before.as_deref().map_or_else(|| "(nothing)".to_owned(), plain);
        lines.push(format!("{text} (until flag {}, {})", old.id, time(old.created_at)));
        if let Some(after) = old.after.as_deref().filter(|text| !same(text, next.before.as_deref())) {
            let until = old.now_since.unwrap_or(next.created_at);
            lines.push(format!("{} (until {})", plain(after), time(until)));
        }
    }
    lines
}

async fn decide(setting: &Setting, store: &Store, options: Decide) -> Result<(), Failure> {
    let wish = Wish {
        verdict: options.decision,
        reason: options.reason,
        wording: options.wording,
        wording_zh: options.wording_zh,
        value: options.value,
        as_of: options.as_of,
        rating: options.rating,
        outcome: options.outcome,
    };
    let outcome = review::decide(store, options.id, wish, &setting.act()).await?;
    if setting.global.json {
        return output::json(&store.flag(options.id).await?);
    }
    if setting.global.quiet {
        return Ok(());
    }
    output::print(&outcome.sentence())
}
