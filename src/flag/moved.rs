//! What a page says now in the place of a flag's passage: no waiting flag shows what is no longer there.

use chrono::{DateTime, Utc};

use super::fingerprint;
use super::plan::{Known, Setting};

/// A passage of the last capture that the new one has not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub before: String,
    /// What it became; `None`: it was taken out.
    pub after: Option<String>,
    pub path: String,
    pub entry: Option<String>,
    pub published: Option<DateTime<Utc>>,
}

/// What stands now where a flag's passage stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// What the edit of this index made of it.
    Edited(usize),
    Gone,
    /// What the flag was raised for, again.
    Back,
    /// The passage of another waiting flag of the same claim.
    Flagged(i64),
}

/// What became of a flag's passage in this sweep, `waiting` being the flags that wait; `None`: it stands as it was
/// seen last.
pub(super) fn now(flag: &Known, waiting: &[&Known], setting: &Setting<'_>) -> Option<Now> {
    let edits = setting.edits?;
    let raised = flag.after.as_deref()?;
    let stands = setting.stands;
    let Some(said) = flag.now.as_deref() else { return stands(raised).then_some(Now::Back) };
    if stands(said) {
        return None;
    }
    if stands(raised) {
        return Some(Now::Back);
    }
    let print = fingerprint(said);
    let of = |edit: &&Edit| fingerprint(&edit.before) == print;
    let edited = edits.iter().enumerate().filter(|(_, e)| of(e));
    let Some((index, text)) = edited.clone().find_map(|(i, e)| Some((i, e.after.as_deref()?))) else {
        // An entry may leave its feed, and a sentence be joined with another one, without a word being taken back.
        let stays = edited.count() == 0 && (flag.entry.is_some() || (setting.holds)(said));
        return (!stays).then_some(Now::Gone);
    };
    let print = fingerprint(text);
    let shows_it = |k: &&&Known| {
        k.id != flag.id
            && k.source == flag.source
            && k.claim == flag.claim
            && k.now.as_deref().is_some_and(|now| fingerprint(now) == print)
    };
    Some(waiting.iter().find(shows_it).map_or(Now::Edited(index), |other| Now::Flagged(other.id)))
}
