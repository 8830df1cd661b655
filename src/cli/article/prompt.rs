//! Asks a person about one suggested claim.

use super::input::Suggestion;
use super::suggest::slots;
use crate::cli::keys::{Keys, some};
use crate::cli::{Failure, output};
use crate::model::claim::{Claim, Status};

/// What a person wants of a suggestion.
pub enum Answer {
    Keep(Box<Claim>, Status),
    Skip,
    Quit,
}

/// Shows the suggestion and asks until it is kept, skipped, or the person leaves. `usual` is the status that
/// accepting gives.
pub fn ask(keys: &Keys, suggestion: &Suggestion, place: &str, usual: Status) -> Result<Answer, Failure> {
    let mut claim = suggestion.claim.clone();
    output::print(&format!("\n\x1b[2m{place} · score {:.2}\x1b[0m", suggestion.sentence.score))?;
    loop {
        output::print(&card(&claim, suggestion))?;
        let prompt = format!("[a]ccept as {usual} [d]raft [w]atching [e]dit [Enter] skip [q]uit");
        loop {
            let Some(key) = keys.ask(&prompt)? else { return Ok(Answer::Quit) };
            match key {
                'a' => return Ok(Answer::Keep(Box::new(claim), usual)),
                'd' => return Ok(Answer::Keep(Box::new(claim), Status::Draft)),
                'w' => return Ok(Answer::Keep(Box::new(claim), Status::Watching)),
                's' | '\n' => return Ok(Answer::Skip),
                'q' => return Ok(Answer::Quit),
                'e' => break,
                _ => output::print("a d w keep it; e changes it first; s or Enter skips it; q stops")?,
            }
        }
        if !edit(keys, &mut claim)? {
            return Ok(Answer::Quit);
        }
    }
}

fn card(claim: &Claim, suggestion: &Suggestion) -> String {
    let mut lines = vec![format!("\x1b[1m{}\x1b[0m", output::plain(claim.text.pick("en")))];
    lines.push(format!("  claim {}", claim.id));
    lines.extend(slots(claim).iter().map(|slot| format!("  {}", output::plain(slot))));
    lines.push(format!("  because {}", output::plain(&suggestion.sentence.reasons.join("; "))));
    output::wrap(&lines.join("\n"), 100, 4)
}

/// Asks for each slot; Enter leaves it, `-` empties it. False: no more input.
fn edit(keys: &Keys, claim: &mut Claim) -> Result<bool, Failure> {
    let english = claim.text.en.is_some();
    let sentence = if english { &mut claim.text.en } else { &mut claim.text.zh };
    let terms = if english { &mut claim.metric.en } else { &mut claim.metric.zh };
    let Some(id) = slot(keys, "Slug", Some(&claim.id))? else { return Ok(false) };
    let Some(text) = slot(keys, "Sentence", None)? else { return Ok(false) };
    let Some(subject) = slot(keys, "Subject, names by commas", Some(&claim.subject.join(", ")))? else {
        return Ok(false);
    };
    let Some(metric) = slot(keys, "Metric, terms by commas", Some(&terms.join(", ")))? else {
        return Ok(false);
    };
    let Some(value) = slot(keys, "Value", claim.value.as_deref())? else { return Ok(false) };
    let Some(period) = slot(keys, "Period", claim.period.as_deref())? else { return Ok(false) };
    let Some(claimant) = slot(keys, "Claimant", claim.claimant.as_deref())? else { return Ok(false) };
    let Some(kind) = slot(keys, "Kind", Some(claim.kind.word()))? else { return Ok(false) };
    let Some(class) = slot(keys, "Class", Some(claim.class.word()))? else { return Ok(false) };
    // The slug, sentence and subject cannot be empty.
    if let Some(Some(id)) = id {
        claim.id = id;
    }
    if let Some(Some(text)) = text {
        *sentence = Some(text);
    }
    if let Some(Some(subject)) = subject {
        claim.subject = list(&subject);
    }
    if let Some(metric) = metric {
        *terms = metric.as_deref().map(list).unwrap_or_default();
    }
    for (answer, field) in
        [(value, &mut claim.value), (period, &mut claim.period), (claimant, &mut claim.claimant)]
    {
        if let Some(answer) = answer {
            *field = answer;
        }
    }
    if let Some(Some(word)) = kind {
        match word.parse() {
            Ok(kind) => claim.kind = kind,
            Err(error) => output::print(&error)?,
        }
    }
    if let Some(Some(word)) = class {
        match word.parse() {
            Ok(class) => claim.class = class,
            Err(error) => output::print(&error)?,
        }
    }
    Ok(true)
}

/// One answer: `None` no more input, `Some(None)` as it is, `Some(Some(None))` emptied.
#[expect(clippy::option_option, reason = "three answers and an end of input, told apart where they are used")]
fn slot(keys: &Keys, name: &str, now: Option<&str>) -> Result<Option<Option<Option<String>>>, Failure> {
    let shown = now.map(|now| format!(" (Enter: {})", output::plain(now))).unwrap_or_default();
    let Some(line) = keys.line(&format!("{name}{shown}"))? else { return Ok(None) };
    Ok(Some(some(&line).map(|text| (text != "-").then_some(text))))
}

fn list(text: &str) -> Vec<String> {
    text.split([',', '，', '、']).filter_map(some).collect()
}
