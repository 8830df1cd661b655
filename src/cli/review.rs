//! `claimwatch review`: one flag after the other, one key a decision.

use std::process::ExitCode;

use chrono::{Days, NaiveDate};

use super::flag::card;
use super::keys::{Keys, some};
use super::output;
use super::{Failure, Setting};
use crate::model::flag::{FlagState, Verdict};
use crate::model::relation::Detail;
use crate::review::{self, Wish};
use crate::store::Store;
use crate::store::flags::{Filter, StoredFlag};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Keys:
  u update         was right, has changed      c correct  was wrong
  k confirm        still holds                 r refine   the same, said more exactly
  n unrelated      says nothing of the claim   x source error
  d dispute        sources conflict            s snooze   for a week
  h history of the claim    z undo the last decision    Enter skip    q quit    ? help

Examples:
  claimwatch review
  claimwatch review --claim microsoft-stake-49
  printf 'n\\nq\\n' | claimwatch review --plain")]
pub struct Options {
    /// Read whole lines instead of single keys: for scripts and screen readers
    #[arg(long)]
    plain: bool,
    /// Only flags of this claim
    #[arg(long, value_name = "ID")]
    claim: Option<String>,
    /// Only flags of this source
    #[arg(long, value_name = "ID")]
    source: Option<String>,
}

const KEYS: &str = "\
[u]pdate [c]orrect [k] confirm [r]efine [n] unrelated [x] source error [d]ispute
[s]nooze [h]istory [z] undo [Enter] skip [q]uit [?]";

enum Step {
    /// Stay with the same flag.
    Again,
    Next,
    Quit,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let store = setting.store().await?;
        let keys = Keys::new(self.plain);
        let filter = Filter {
            states: vec![FlagState::Open],
            claim: self.claim,
            source: self.source,
            ..Filter::default()
        };
        let mut session = Session { setting, store: &store, keys, language: setting.language(), decided: 0 };
        let mut skipped: Vec<i64> = Vec::new();
        // The queue is read anew each time: a decision may raise or lapse others, and so may the daemon.
        loop {
            let open = store.flags(&filter).await?;
            let left: Vec<&StoredFlag> = open.iter().filter(|f| !skipped.contains(&f.number())).collect();
            let Some(flag) = left.first() else {
                let rest =
                    if skipped.is_empty() { String::new() } else { format!(", {} skipped", skipped.len()) };
                output::print(&format!("Nothing left to review: {} decided{rest}.", session.decided))?;
                break;
            };
            output::print(&format!("\n\x1b[2m{} to review\x1b[0m", left.len()))?;
            output::print(&card(&store, flag, session.language).await?)?;
            match session.one(flag).await? {
                Step::Again => {}
                Step::Next => skipped.push(flag.number()),
                Step::Quit => break,
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

struct Session<'a> {
    setting: &'a Setting,
    store: &'a Store,
    keys: Keys,
    language: &'static str,
    decided: usize,
}

impl Session<'_> {
    /// Asks until the flag is decided, skipped, or the person leaves.
    async fn one(&mut self, flag: &StoredFlag) -> Result<Step, Failure> {
        loop {
            let Some(key) = self.keys.ask(KEYS)? else { return Ok(Step::Quit) };
            let verdict = match key {
                'u' => Verdict::Update,
                'c' => Verdict::Correct,
                'k' => Verdict::Confirm,
                'r' => Verdict::Refine,
                'n' => Verdict::Unrelated,
                'x' => Verdict::SourceError,
                'd' => Verdict::Dispute,
                's' => return self.snooze(flag).await,
                'h' => {
                    self.history(flag).await?;
                    continue;
                }
                'z' => {
                    self.undo().await?;
                    return Ok(Step::Again);
                }
                '\n' => return Ok(Step::Next),
                'q' => return Ok(Step::Quit),
                _ => {
                    output::print("u c k r n x d decide; s snooze; h history; z undo; Enter skip; q quit")?;
                    continue;
                }
            };
            let Some(wish) = self.wish(verdict, flag)? else { return Ok(Step::Quit) };
            match review::decide(self.store, flag.number(), wish, &self.setting.act()).await {
                Ok(outcome) => {
                    self.decided += 1;
                    output::print(&outcome.sentence())?;
                    return Ok(Step::Again);
                }
                // What could not be done is said, and the same flag is asked again.
                Err(error) => output::print(&format!("Not done: {error:#}"))?,
            }
        }
    }

    /// Reason for update, correct and dispute; a new version for update, correct and refine, now or later.
    fn wish(&mut self, verdict: Verdict, flag: &StoredFlag) -> Result<Option<Wish>, Failure> {
        let mut wish = Wish::new(verdict);
        if matches!(verdict, Verdict::Update | Verdict::Correct | Verdict::Dispute) {
            let Some(reason) = self.keys.line("Reason (Enter: none)")? else { return Ok(None) };
            wish.reason = some(&reason);
        }
        if verdict == Verdict::Correct {
            let Some(rating) = self
                .keys
                .line("Rating of the old version (false, mostly_false, half_true …; Enter: later)")?
            else {
                return Ok(None);
            };
            wish.rating = some(&rating);
        }
        let asks = verdict == Verdict::Confirm && flag.detail == Detail::DeadlinePassed;
        if asks && !self.outcome(&mut wish)? {
            return Ok(None);
        }
        if matches!(verdict, Verdict::Update | Verdict::Correct | Verdict::Refine) {
            let stated = flag.new.as_ref().filter(|_| !flag.has_moved());
            // Where the page says something else by now, its value is what it says now.
            let moved = || review::only_value_like(flag.new.as_ref()?, flag.now.as_deref()?);
            let proposal = stated.cloned().or_else(moved).as_ref().map(output::value);
            let prompt = match &proposal {
                Some(value) => format!("New value (= takes “{value}”; Enter: later)"),
                None => "New value (Enter: none)".to_owned(),
            };
            let Some(value) = self.keys.line(&prompt)? else { return Ok(None) };
            wish.value = match (value.trim(), proposal) {
                ("=", proposal) => proposal,
                (other, _) => some(other),
            };
            let Some(wording) =
                self.keys.line("New sentence (Enter: the old one, with the new value in its place)")?
            else {
                return Ok(None);
            };
            wish.wording = some(&wording);
        }
        Ok(Some(wish))
    }

    /// What came of a forecast whose day has passed. False: no more input.
    fn outcome(&mut self, wish: &mut Wish) -> Result<bool, Failure> {
        let prompt = "What came of it (kept, partly, not_kept, stalled, unrateable; Enter: not known yet)";
        while let Some(line) = self.keys.line(prompt)? {
            match some(&line).map(|word| word.parse()).transpose() {
                Ok(outcome) => {
                    wish.outcome = outcome;
                    return Ok(true);
                }
                Err(why) => output::print(&why)?,
            }
        }
        Ok(false)
    }

    async fn snooze(&mut self, flag: &StoredFlag) -> Result<Step, Failure> {
        let today = self.setting.clock.now().date_naive();
        let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
        let Some(answer) = self.keys.line(&format!("Until (Enter: {week})"))? else { return Ok(Step::Quit) };
        let until: NaiveDate = match some(&answer).map(|a| a.parse()) {
            None => week,
            Some(Ok(day)) => day,
            Some(Err(_)) => {
                output::print("No date; write it as 2026-12-01.")?;
                return Ok(Step::Again);
            }
        };
        self.store.defer(flag.number(), until, &self.setting.act()).await?;
        output::print(&format!("Flag {} is deferred until {until}.", flag.id))?;
        Ok(Step::Again)
    }

    async fn undo(&mut self) -> Result<(), Failure> {
        let Some(flag) = self.store.last_decided().await? else { return output::print("Nothing to undo.") };
        match review::undo(self.store, flag, &self.setting.act()).await {
            Ok(verdict) => output::print(&format!("Flag {flag} is open again; “{verdict}” was undone.")),
            Err(error) => output::print(&format!("Not undone: {error}")),
        }
    }

    async fn history(&self, flag: &StoredFlag) -> Result<(), Failure> {
        output::print(&super::claim::history(self.store, &flag.claim, self.language).await?)
    }
}
