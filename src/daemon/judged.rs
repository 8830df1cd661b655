//! The findings of a sweep before the configured judge. Whatever goes wrong leaves what the rules found.

use std::collections::{BTreeMap, HashMap};

use super::engine::{Engine, Setup};
use crate::flag::Candidate;
use crate::judge::{self, Judge, Opinion, Question, Unanswered};
use crate::store::judge::Answered;

/// What the store keeps of asked questions: the opinion as JSON, none where the answer was of no use.
type Known = HashMap<String, Option<String>>;

/// A question with the place of its finding and the key that the store knows it by.
struct Open {
    at: usize,
    key: String,
    question: Question,
}

/// Has the judge, where one is configured, raise or rank findings. It holds no transaction, and waits for the judge at
/// most its timeout. `whole`: the source is read for the first time.
pub(super) async fn judged(engine: &Engine, candidates: Vec<Candidate>, whole: bool) -> Vec<Candidate> {
    let setup = engine.setup();
    let Some(judge) = &setup.judge else { return candidates };
    match opinions(engine, &setup, judge, &candidates, whole).await {
        Ok(opinions) => judge::heard(candidates, &opinions, judge.model()),
        Err(error) => {
            tracing::warn!(%error, "The judge's answers could not be looked up; the rules stand.");
            candidates
        }
    }
}

async fn opinions(
    engine: &Engine,
    setup: &Setup,
    judge: &Judge,
    candidates: &[Candidate],
    whole: bool,
) -> anyhow::Result<BTreeMap<usize, Opinion>> {
    let language = setup.config.service.language.word();
    let mut open = Vec::new();
    for at in judge::worth_asking(candidates, whole) {
        let candidate = &candidates[at];
        // A version that came during the sweep has a wording of its own.
        let claim = engine.store.claim(&candidate.claim).await?.filter(|c| c.version == candidate.version);
        if let Some(claim) = claim {
            let question = Question::of(candidate, claim.claim.text.pick(language));
            open.push(Open { at, key: question.key(judge.model()), question });
        }
    }
    let mut known = lookup(engine, &open).await?;
    if open.iter().any(|o| !known.contains_key(&o.key)) {
        let asking = ask(engine, setup, judge, &open);
        if let Ok(answers) = tokio::time::timeout(judge.timeout(), asking).await {
            known.extend(answers?);
        } else {
            tracing::warn!("The judge did not answer in time; the rules stand.");
        }
    }
    let opinion =
        |o: &Open| serde_json::from_str(known.get(&o.key)?.as_ref()?).ok().map(|found| (o.at, found));
    Ok(open.iter().filter_map(opinion).collect())
}

/// Asks what nobody has asked yet, as far as the day's budget goes.
async fn ask(engine: &Engine, setup: &Setup, judge: &Judge, open: &[Open]) -> anyhow::Result<Known> {
    let store = &engine.store;
    let _turn = judge.turn().await;
    // Another sweep may have asked the same meanwhile.
    let mut known = lookup(engine, open).await?;
    let mut news: Vec<&Open> = Vec::new();
    for one in open.iter().filter(|o| !known.contains_key(&o.key)) {
        if news.iter().all(|n| n.key != one.key) {
            news.push(one);
        }
    }
    let now = engine.clock.now();
    let day = now.with_timezone(&setup.config.service.timezone).date_naive();
    let wanted = u32::try_from(news.len())?;
    let taken = store.take_questions(day, wanted, judge.budget()).await?;
    if taken < wanted {
        tracing::warn!(
            budget = judge.budget(),
            unasked = wanted - taken,
            "The judge's questions of the day are used up; the rules stand."
        );
    }
    news.truncate(usize::try_from(taken)?);
    if news.is_empty() {
        return Ok(known);
    }
    let questions: Vec<&Question> = news.iter().map(|n| &n.question).collect();
    match judge.ask(&questions).await {
        Ok(opinions) => {
            let mut answers = Vec::with_capacity(news.len());
            for (one, opinion) in news.iter().zip(opinions) {
                let opinion = opinion.map(|o| serde_json::to_string(&o)).transpose()?;
                known.insert(one.key.clone(), opinion.clone());
                let Question { claim, version, .. } = &one.question;
                answers.push(Answered { question: &one.key, claim, version: *version, opinion });
            }
            store.remember_opinions(&answers, now).await?;
        }
        Err(error) => {
            tracing::warn!(%error, "The judge gave no answer; the rules stand.");
            if matches!(error, Unanswered::NotAsked(_)) {
                store.give_questions_back(day, taken).await?;
            }
        }
    }
    Ok(known)
}

async fn lookup(engine: &Engine, open: &[Open]) -> anyhow::Result<Known> {
    let keys: Vec<&str> = open.iter().map(|o| o.key.as_str()).collect();
    if keys.is_empty() {
        return Ok(Known::new());
    }
    Ok(engine.store.opinions(&keys).await?)
}
