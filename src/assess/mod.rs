//! stub
use crate::model::{
    claim::{Claim, Entity},
    passage::{Change, Document},
    relation::Assessment,
};
use chrono::{DateTime, Utc};
pub struct Input<'a> {
    pub before: Option<&'a Document>,
    pub after: &'a Document,
    pub changes: &'a [Change],
    pub bound: &'a dyn Fn(&str) -> bool,
    pub captured: DateTime<Utc>,
}
pub struct Finding {
    pub claim: usize,
    pub change: Change,
    pub assessment: Assessment,
}
pub struct Matcher;
impl Matcher {
    pub fn new(_: Vec<Claim>, _: &[Entity]) -> Self {
        Self
    }
    pub fn assess(&self, _: &Input<'_>) -> Vec<Finding> {
        vec![]
    }
}
