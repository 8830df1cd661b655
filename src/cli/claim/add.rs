//! `claimwatch claim add`

use serde_json::json;

use super::check::check;
use super::{at_odds, existing};
use crate::article::{fill, foreign, free, lapse, open, propose_all, statement};
use crate::cli::article::entities;
use crate::cli::keys::Keys;
use crate::cli::slots::{self, Extent};
use crate::cli::unfindable::Unfindable;
use crate::cli::{Failure, Setting, output};
use crate::daemon::reassess::reassess;
use crate::model::claim::{Claim, ClaimKind, Class, Entity, Scenario, Slot, Status, Terms, Wording};
use crate::model::value::Lang;
use crate::store::Store;
use crate::text::detect;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The sentence is enough. What it states is read out of it and shown: Enter takes
it, e changes it first, n leaves it. What an option gives is not proposed.

Examples:
  claimwatch claim add 'CoreWeave employs 881 people.' --yes
  claimwatch claim add '海东市地铁6号线将于2031年6月30日开通。' --yes --json
  claimwatch claim add 'Acme holds 49% of Bolt.' --value '49 %' --yes --draft
  claimwatch claim add --id acme-staff --text 'Acme employs 1,200 people.' \\
      --kind amount --class state --subject Acme --metric employs \\
      --metric staff --value '1,200 people' --as-of 2026-11")]
pub struct Options {
    /// What is stated, in one sentence, English or Chinese
    #[arg(value_name = "SENTENCE")]
    sentence: Vec<String>,
    /// Add what was read out of the sentence and ask nothing
    #[arg(long)]
    yes: bool,
    /// Do not watch it yet
    #[arg(long)]
    draft: bool,
    /// Stable slug, such as acme-headcount
    #[arg(long, value_name = "SLUG")]
    id: Option<String>,
    /// The sentence in English
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The sentence in Chinese
    #[arg(long, value_name = "TEXT")]
    text_zh: Option<String>,
    /// amount, share, ratio, date, event, forecast, deal-term, ranking, quote, comparison
    #[arg(long)]
    kind: Option<ClaimKind>,
    /// closed, state, forecast, definition, event
    #[arg(long)]
    class: Option<Class>,
    /// Name of an entity, or a word; may be repeated
    #[arg(long, value_name = "NAME")]
    subject: Vec<String>,
    /// English term of what is measured or asserted; may be repeated
    #[arg(long, value_name = "TERM")]
    metric: Vec<String>,
    /// Chinese term; may be repeated
    #[arg(long, value_name = "TERM")]
    metric_zh: Vec<String>,
    /// English term that says the opposite; may be repeated
    #[arg(long, value_name = "TERM")]
    contrary: Vec<String>,
    /// Chinese term that says the opposite; may be repeated
    #[arg(long, value_name = "TERM")]
    contrary_zh: Vec<String>,
    /// What it states, such as '$11.9 billion' or '49 %'
    #[arg(long)]
    value: Option<String>,
    /// The period the value belongs to, such as 'FY2024'
    #[arg(long)]
    period: Option<String>,
    /// actual, planned, up_to, estimated
    #[arg(long)]
    scenario: Option<Scenario>,
    /// Who said it
    #[arg(long, value_name = "NAME")]
    claimant: Option<String>,
    /// The date at which it holds: 2025, 2025-03 or 2025-03-11 [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The day by which it is due
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// 1 (first) to 3
    #[arg(long, default_value_t = 2)]
    priority: u8,
    /// The article that states it
    #[arg(long, value_name = "ID")]
    article: Option<String>,
}

impl Options {
    pub async fn run(self, setting: &Setting) -> Result<(), Failure> {
        let wording = self.wording()?;
        let status = if self.draft { Status::Draft } else { Status::Watching };
        let (yes, named) = (self.yes, self.id.is_some());
        let entities = entities(setting).await?;
        let mut claim = self.claim(wording, &entities, setting);
        if !named {
            claim.id = unused(setting, &claim.id).await?;
        }
        let asks = !(yes || named && claim.proposed.is_empty());
        if asks && !ask(setting, &mut claim, &entities)? {
            return output::print("Nothing was added.");
        }
        let store = setting.store_or_new().await?;
        if let Ok(config) = setting.config() {
            store.remember_entities(&config.entities, &setting.act()).await?;
        }
        if store.claim(&claim.id).await?.is_some() {
            return Err(Failure::usage(format!(
                "there is a claim “{}” already; `claimwatch claim edit` changes it",
                claim.id
            )));
        }
        check(&store, &claim).await?;
        store.import(&[], std::slice::from_ref(&claim), status, &setting.act()).await?;
        let opened = reassess(&store, std::slice::from_ref(&claim.id), &setting.act()).await?;
        let notes = notes(&claim, &entities);
        if setting.global.json {
            let mut object = serde_json::to_value(existing(&store, &claim.id).await?)?;
            object["proposed"] = json!(claim.proposed);
            object["notes"] = json!(notes);
            return output::json(&object);
        }
        if yes && !claim.proposed.is_empty() {
            output::print(&card(&claim))?;
        }
        output::print(&format!("Claim {} is {status}.{}", claim.id, at_odds(&opened)))?;
        notes.iter().try_for_each(|note| output::print(&format!("Note: {note}.")))
    }

    /// The sentences that were given, each one statement.
    fn wording(&self) -> Result<Wording, Failure> {
        let whole = |text: &str| statement(text).map_err(Failure::usage);
        let mut out = Wording {
            en: self.text.as_deref().map(whole).transpose()?,
            zh: self.text_zh.as_deref().map(whole).transpose()?,
        };
        if self.sentence.is_empty() {
            if out == Wording::default() {
                return Err(Failure::usage(
                    "write the sentence that is claimed: claimwatch claim add 'CoreWeave employs 881 people.'",
                ));
            }
            return Ok(out);
        }
        let sentence = whole(&self.sentence.join(" "))?;
        let english = detect(&sentence) == Lang::En;
        let place = if english { &mut out.en } else { &mut out.zh };
        if place.is_some() {
            let option = if english { "--text" } else { "--text-zh" };
            return Err(Failure::usage(format!("the sentence is given twice: leave out {option}")));
        }
        *place = Some(sentence);
        Ok(out)
    }

    /// The claim, what is not given proposed from its sentence.
    fn claim(self, text: Wording, entities: &[Entity], setting: &Setting) -> Claim {
        let given: Vec<Slot> = [
            (Slot::Kind, self.kind.is_some()),
            (Slot::Class, self.class.is_some()),
            (Slot::Subject, !self.subject.is_empty()),
            (Slot::Metric, !self.metric.is_empty() || !self.metric_zh.is_empty()),
            (Slot::Value, self.value.is_some()),
            (Slot::Period, self.period.is_some()),
            (Slot::Scenario, self.scenario.is_some()),
            (Slot::Claimant, self.claimant.is_some()),
            (Slot::Deadline, self.deadline.is_some()),
        ]
        .into_iter()
        .filter_map(|(slot, given)| given.then_some(slot))
        .collect();
        let read = propose_all(&text, entities);
        let today = setting.clock.now().date_naive();
        let mut claim = Claim {
            id: self.id.unwrap_or_else(|| read.id.clone()),
            text,
            kind: self.kind.unwrap_or(read.kind),
            class: self.class.unwrap_or(read.class),
            article: self.article,
            claimant: self.claimant,
            as_of: Some(self.as_of.unwrap_or_else(|| today.to_string())),
            priority: self.priority,
            subject: self.subject,
            metric: Terms { en: self.metric, zh: self.metric_zh },
            contrary: Terms { en: self.contrary, zh: self.contrary_zh },
            value: self.value,
            period: self.period,
            scenario: self.scenario,
            deadline: self.deadline,
            note: None,
            proposed: Vec::new(),
        };
        fill(&mut claim, &open(&given), &read);
        lapse(&mut claim, today);
        claim
    }
}

/// The slug, or the next one that no claim has.
async fn unused(setting: &Setting, id: &str) -> Result<String, Failure> {
    if !Store::exists(&setting.data_dir()?) {
        return Ok(id.to_owned());
    }
    let claims = setting.store().await?.claims().await?;
    Ok(free(id, |id| claims.iter().any(|c| c.claim.id == id)))
}

/// Shows what was read and asks until it is taken or left.
fn ask(setting: &Setting, claim: &mut Claim, entities: &[Entity]) -> Result<bool, Failure> {
    let keys = Keys::new(false);
    if setting.global.json || !keys.is_terminal() {
        let shown = slots::lines(claim).into_iter().map(|(name, held)| format!("{name} {held}"));
        let shown: Vec<String> = shown.collect();
        return Err(Failure::usage(format!(
            "nobody is there to look at what was read of the sentence ({}); add --yes to take it as it is",
            output::plain(&shown.join("; "))
        )));
    }
    loop {
        output::print(&card(claim))?;
        loop {
            match keys.ask("[Enter] add it  [e]dit  [n] leave it")? {
                Some('\n' | 'y') => return Ok(true),
                Some('e') => break,
                Some('n' | 'q') | None => return Ok(false),
                Some(_) => output::print("Enter adds it; e changes it first; n or Esc leaves it")?,
            }
        }
        if !slots::edit(&keys, claim, entities, Extent::Whole)? {
            return Ok(false);
        }
    }
}

/// What was read of the sentence.
fn card(claim: &Claim) -> String {
    let mut lines: Vec<String> = [&claim.text.en, &claim.text.zh]
        .into_iter()
        .flatten()
        .map(|sentence| format!("\x1b[1m{}\x1b[0m", output::plain(sentence)))
        .collect();
    let mut fact = |name: &str, held: &str| lines.push(format!("  {name:<9} {}", output::plain(held)));
    fact("claim", &claim.id);
    for (name, held) in &slots::lines(claim) {
        fact(name, held);
    }
    fact("as of", claim.as_of.as_deref().unwrap_or_default());
    output::wrap(&lines.join("\n"), 100, 12)
}

/// What to know about how it can be watched.
fn notes(claim: &Claim, entities: &[Entity]) -> Vec<String> {
    let sentences = [&claim.text.en, &claim.text.zh];
    let tongue = sentences.into_iter().flatten().find_map(|sentence| foreign(sentence)).map(|tongue| {
        format!(
            "this reads as {tongue}, and claimwatch reads English and Chinese: the claim is watched by its words, names \
             and values only"
        )
    });
    tongue.into_iter().chain(Unfindable::of(claim, entities).map(|u| u.sentence())).collect()
}
