//! Asks a person about one suggested claim.

use super::input::Suggestion;
use super::suggest::slots;
use crate::cli::keys::Keys;
use crate::cli::slots::{Extent, edit};
use crate::cli::{Failure, output};
use crate::model::claim::{Claim, Entity, Status};

/// What a person wants of a suggestion.
pub enum Answer {
    Keep(Box<Claim>, Status),
    Skip,
    Quit,
}

/// Shows the suggestion and asks until it is kept, skipped, or the person leaves. `usual` is the status that
/// accepting gives.
pub fn ask(
    keys: &Keys,
    suggestion: &Suggestion,
    entities: &[Entity],
    place: &str,
    usual: Status,
) -> Result<Answer, Failure> {
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
        if !edit(keys, &mut claim, entities, Extent::Statement)? {
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
