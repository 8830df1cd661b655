//! The table of word pieces and words: text, log probability and vector of each, in the order of their bytes.
//!
//! `tools/meaning/make.py` writes it and says how it is laid out.

use std::cmp::Ordering;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("table.bin");

/// Numbers in the vector of a piece.
pub(super) const DIMS: usize = 96;

/// Bytes of a row: two numbers share one.
const ROW: usize = DIMS / 2;

/// What lies in the middle of the sixteen levels of a number.
const MIDDLE: f32 = 7.5;

/// Steps of a stored log probability in one unit.
const SCORE_STEPS: f32 = 2048.0;

/// Number of pairs of bytes.
const PAIRS: usize = 1 << 16;

/// No parent: the piece begins with no other piece.
const NONE: u32 = u32::MAX;

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(BYTES).unwrap_or_default());

/// Place of a piece in the table.
pub(super) type Piece = u32;

/// Columns of the embedded file, and two small indices made of them at the first look.
#[derive(Default)]
pub(super) struct Table {
    texts: &'static [u8],
    scores: &'static [u8],
    steps: &'static [u8],
    rows: &'static [u8],
    /// Where the text of each piece starts, and where the last one ends.
    starts: Vec<u32>,
    /// The longest other piece that each piece begins with.
    parents: Vec<u32>,
    /// First piece that does not sort before each pair of bytes, and the number of pieces at the end.
    firsts: Vec<u32>,
}

impl Table {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(8)?;
        let count = usize::try_from(u32::from_le_bytes(head.get(..4)?.try_into().ok()?)).ok()?;
        let dims = u32::from_le_bytes(head.get(4..)?.try_into().ok()?);
        if usize::try_from(dims).ok()? != DIMS {
            return None;
        }
        let (lengths, rest) = rest.split_at_checked(count)?;
        let (scores, rest) = rest.split_at_checked(count * 2)?;
        let (steps, rest) = rest.split_at_checked(count * 2)?;
        let (rows, texts) = rest.split_at_checked(count * ROW)?;
        let mut starts = Vec::with_capacity(count + 1);
        let mut end = 0;
        for length in lengths {
            starts.push(end);
            end += u32::from(*length);
        }
        starts.push(end);
        if usize::try_from(end).ok()? != texts.len() {
            return None;
        }
        let mut table = Self { texts, scores, steps, rows, starts, parents: Vec::new(), firsts: Vec::new() };
        table.index();
        Some(table)
    }

    fn index(&mut self) {
        let count = u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(0);
        let mut parents = Vec::with_capacity(self.starts.len());
        let mut firsts = Vec::with_capacity(PAIRS + 1);
        for piece in 0..count {
            let text = self.text(piece);
            let mut parent = piece.checked_sub(1).unwrap_or(NONE);
            while parent != NONE && !text.starts_with(self.text(parent)) {
                parent = at(&parents, parent).unwrap_or(NONE);
            }
            parents.push(parent);
            while firsts.len() <= pair(text) {
                firsts.push(piece);
            }
        }
        firsts.resize(PAIRS + 1, count);
        self.parents = parents;
        self.firsts = firsts;
    }

    fn text(&self, piece: Piece) -> &'static [u8] {
        let range = at(&self.starts, piece).zip(at(&self.starts, piece + 1));
        range.and_then(|(from, to)| self.texts.get(from as usize..to as usize)).unwrap_or_default()
    }

    /// Every piece that the text begins with, longest first, with its length in bytes.
    ///
    /// The last piece that sorts not after the text begins with each of them, so one search finds all: they are
    /// that piece and the pieces it begins with, as far as the text agrees.
    pub fn prefixes<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = (Piece, usize)> + 't {
        let mut next = self.last_not_after(text).unwrap_or(NONE);
        std::iter::from_fn(move || {
            loop {
                let piece = next;
                next = at(&self.parents, piece)?;
                let own = self.text(piece);
                if text.starts_with(own) {
                    return Some((piece, own.len()));
                }
            }
        })
    }

    fn last_not_after(&self, text: &[u8]) -> Option<Piece> {
        let pair = pair(text);
        let (mut low, mut high) = (*self.firsts.get(pair)?, *self.firsts.get(pair + 1)?);
        while low < high {
            let middle = low.midpoint(high);
            match self.text(middle).cmp(text) {
                Ordering::Greater => high = middle,
                Ordering::Less | Ordering::Equal => low = middle + 1,
            }
        }
        low.checked_sub(1)
    }

    /// The natural logarithm of the piece's probability.
    pub fn score(&self, piece: Piece) -> f32 {
        -f32::from(short(self.scores, piece)) / SCORE_STEPS
    }

    /// Adds the piece's vector, times the weight.
    pub fn add(&self, piece: Piece, weight: f32, sum: &mut [f32; DIMS]) {
        let from = piece as usize * ROW;
        let Some(row) = self.rows.get(from..from + ROW) else { return };
        let factor = weight * f32::from(short(self.steps, piece));
        let (first, second) = sum.split_at_mut(ROW);
        for ((x, y), byte) in first.iter_mut().zip(second).zip(row) {
            *x += factor * (f32::from(byte & 15) - MIDDLE);
            *y += factor * (f32::from(byte >> 4) - MIDDLE);
        }
    }
}

/// The first two bytes as a number, so that a search is over few pieces.
fn pair(text: &[u8]) -> usize {
    let byte = |n: usize| usize::from(text.get(n).copied().unwrap_or(0));
    byte(0) << 8 | byte(1)
}

fn at(list: &[u32], n: u32) -> Option<u32> {
    list.get(n as usize).copied()
}

fn short(column: &[u8], n: u32) -> u16 {
    let from = n as usize * 2;
    column.get(from..from + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}
