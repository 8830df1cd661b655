//! Why a passage speaks for a claim or not: what it was found through, what each signal told, what was wanting.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::decide::change::{Setting, judge};
use super::decide::page::{Page, concerns};
use super::find::keys;
use super::matcher::Matcher;
use super::read::view::{View, Views};
use crate::model::passage::{Change, Document};
use crate::model::relation::Assessment;

/// A passage that holds less than this of a claim's words is not spoken of.
const NEAR: f32 = 0.15;

/// A passage that came near a claim, or met it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    pub passage: String,
    pub path: String,
    /// The words of the claim that stand in the passage or around it, and those that do not.
    pub found: Vec<String>,
    pub missing: Vec<String>,
    /// Share of what names the claim's subject, and of all that the claim is found by, in 0..=1.
    pub identity: f32,
    pub cover: f32,
    /// Whether that is enough for a closer look.
    pub candidate: bool,
    /// What the passage says of the claim, as on a first reading of the page.
    pub assessment: Option<Assessment>,
    /// What would have been needed for a flag; nothing where one is raised.
    pub wanting: Option<String>,
}

impl Matcher {
    /// The passages of a document that come near claim `number`, as on a first reading, the nearest first.
    #[must_use]
    pub fn explain(&self, number: usize, document: &Document, captured: DateTime<Utc>) -> Vec<Near> {
        let views = Views::new(self.index(), document, captured);
        let page = Page::new(self.index(), None, &views);
        let mut out: Vec<Near> =
            views.all().filter_map(|view| self.near(number, &page, view, document)).collect();
        out.sort_by(|a, b| {
            let rank = |n: &Near| (n.candidate, n.identity + n.cover);
            rank(b).0.cmp(&rank(a).0).then(rank(b).1.total_cmp(&rank(a).1))
        });
        out
    }

    fn near(&self, number: usize, page: &Page<'_>, view: &View, document: &Document) -> Option<Near> {
        let claim = (number, self.watch(number));
        let wording = claim.1.language(view.facts.chinese);
        let hold = self.index().hold(number, wording, &view.seen);
        let candidate = concerns(self.index(), claim, view);
        if !candidate && hold.cover < NEAR {
            return None;
        }
        let words = claim.1.wording[wording].iter().flat_map(|f| &f.words);
        let told = words.filter(|w| !w.stop && !w.number).map(|w| (w.text.clone(), keys::word(w)));
        let (found, missing): (Vec<_>, Vec<_>) = told.partition(|(_, key)| view.seen.contains(key));
        let texts = |list: Vec<(String, u32)>| list.into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        let elsewhere = || page.agrees_elsewhere(claim, Some(view.at));
        let setting = Setting { standing: true, elsewhere: &elsewhere };
        let mut assessment =
            candidate.then(|| judge(claim, self.index(), [None, Some(view)], &setting)).flatten();
        let change = Change { before: None, after: Some(view.at) };
        let silenced = assessment.as_ref().and_then(|a| page.silenced(claim, change, a));
        if let (Some(assessment), Some(why)) = (&mut assessment, &silenced) {
            assessment.bears_on = false;
            assessment.reasons.push(why.clone());
        }
        let passage = document.passages.get(view.at)?;
        Some(Near {
            passage: passage.text.clone(),
            path: passage.path.clone(),
            found: texts(found),
            wanting: wanting(candidate, assessment.as_ref(), silenced),
            missing: texts(missing),
            identity: hold.identity,
            cover: hold.cover,
            candidate,
            assessment,
        })
    }
}

fn wanting(candidate: bool, assessment: Option<&Assessment>, silenced: Option<String>) -> Option<String> {
    if !candidate {
        return Some(
            "more of what names the subject, or more of the claim's words, in it or around it".into(),
        );
    }
    let Some(found) = assessment else {
        return Some("words or a value of what the claim states".into());
    };
    if found.is_flag() {
        return None;
    }
    silenced.or_else(|| match found.relation {
        crate::model::relation::Relation::Supports => Some("it says what the claim says".into()),
        _ => found.reasons.iter().rev().find(|r| !r.starts_with("score:")).cloned(),
    })
}
