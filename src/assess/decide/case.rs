//! A text under judgement, with what is known of it.

use std::ops::Range;

use crate::assess::align::compared::{Compared, Side};
use crate::assess::read::facts::Facts;
use crate::assess::signals::time::{self, Period};
use crate::assess::weigh::stance::Told;
use crate::model::claim::{Class, Slot};

pub struct Case<'a> {
    pub compared: &'a Compared<'a>,
    pub side: &'a Side<'a>,
    pub told: &'a Told,
    /// A term that a person gave tells the slot; else the words of the sentence, weighed.
    pub explicit: bool,
}

impl Case<'_> {
    pub(super) fn facts(&self) -> &Facts {
        self.side.facts()
    }

    /// Whether there is no other text that shows what was edited.
    pub(super) fn is_alone(&self) -> bool {
        self.compared.sides.iter().any(Option::is_none)
    }

    pub(super) fn clause(&self, span: &Range<usize>) -> Range<usize> {
        self.facts().clause(span.start)
    }

    pub(super) fn class(&self) -> Class {
        self.compared.watch.claim.class
    }

    /// Whether the claim is of one past period only. What was merely read out of its sentence says so where there is no
    /// other text; an edit tells by itself what it changes.
    pub(super) fn settled(&self) -> bool {
        let given = self.compared.watch.gave(Slot::Class) || self.compared.watch.gave(Slot::Period);
        self.compared.watch.settled() && (given || self.is_alone())
    }

    pub(super) fn older(&self, span: &Range<usize>) -> bool {
        time::older(self.compared.watch, self.side.view, span)
    }

    pub(super) fn period(&self, span: &Range<usize>) -> Period {
        time::period(self.compared.watch, self.side.view, span)
    }
}
