//! The words of a PDF's page by their places → its lines, as a reader sees them.
//!
//! A PDF only says where words stand. What stands at one height is one line, with tabs where columns leave a gap, so
//! that a table's row stays together; columns of prose are read one after the other.

use crate::extract::clean;

/// A word, or a letter of one, and its place on the page, in points from the bottom left.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub text: String,
    pub left: f32,
    pub bottom: f32,
    pub width: f32,
    pub height: f32,
}

impl Word {
    fn right(&self) -> f32 {
        self.left + self.width
    }

    fn middle(&self) -> f32 {
        self.bottom + self.height / 2.0
    }

    fn is_placed(&self) -> bool {
        [self.left, self.bottom, self.width, self.height].iter().all(|n| n.is_finite() && n.abs() < FAR)
            && self.width >= 0.0
            && self.height > 0.0
            && !self.text.trim().is_empty()
    }
}

/// Nothing on a page stands further out.
const FAR: f32 = 100_000.0;
/// In heights of the line: a wider gap parts two cells.
const CELL: f32 = 1.5;
/// In heights: a narrower gap is none, the word was drawn in pieces.
const PIECE: f32 = 0.15;
/// In heights: between two ideographs only a wider gap is a blank.
const WIDE_BLANK: f32 = 0.5;
/// In heights, from middle to middle: lines further apart belong to two paragraphs.
const PARAGRAPH: f32 = 1.9;
/// The narrowest gutter between two columns of prose, in points.
const GUTTER: f32 = 8.0;
/// A column of prose has at least so many lines.
const COLUMN_LINES: usize = 6;
/// They have on average at least so many letters.
const COLUMN_LETTERS: usize = 18;

/// Words at one height, from left to right.
struct Line(Vec<Word>);

/// The text of a page: its lines, cells parted by tabs, paragraphs by empty lines where the page leaves room.
#[must_use]
pub fn page(mut words: Vec<Word>) -> String {
    words.retain(Word::is_placed);
    let lines = lines(words);
    let mut out = String::new();
    match gutter(&lines) {
        Some(gutter) => in_columns(lines, gutter, &mut out),
        None => write(&lines, &mut out),
    }
    out
}

fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| b.middle().total_cmp(&a.middle()).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Line> = Vec::new();
    let (mut middle, mut height) = (0.0, 0.0);
    for word in words {
        match lines.last_mut() {
            Some(line) if middle - word.middle() < 0.5 * word.height.max(height) * 0.9 => {
                if word.height > height {
                    (middle, height) = (word.middle(), word.height);
                }
                line.0.push(word);
            }
            _ => {
                (middle, height) = (word.middle(), word.height);
                lines.push(Line(vec![word]));
            }
        }
    }
    for Line(words) in &mut lines {
        words.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Bold type is sometimes the same word drawn twice.
        words.dedup_by(|b, a| a.text == b.text && b.left - a.left < 0.2 * a.height.min(a.width));
    }
    lines
}

impl Line {
    fn height(&self) -> f32 {
        self.0.iter().map(|word| word.height).fold(0.0, f32::max)
    }

    fn middle(&self) -> f32 {
        self.0.iter().max_by(|a, b| a.height.total_cmp(&b.height)).map_or(0.0, Word::middle)
    }

    /// Whether the line runs on over `x`, in a word or in the blank between two.
    fn is_crossed(&self, x: f32) -> bool {
        let left =
            self.0.iter().filter(|word| word.left < x).map(Word::right).fold(f32::NEG_INFINITY, f32::max);
        let right =
            self.0.iter().filter(|word| word.left >= x).map(|word| word.left).fold(f32::INFINITY, f32::min);
        left > x || right - left < GUTTER
    }

    /// What stands left and right of `x`.
    fn part(self, x: f32) -> (Self, Self) {
        let (left, right) = self.0.into_iter().partition(|word| word.left < x);
        (Self(left), Self(right))
    }

    fn write(&self, out: &mut String) {
        let height = self.height();
        let mut end: Option<f32> = None;
        for word in &self.0 {
            if let Some(end) = end {
                let gap = (word.left - end) / height;
                let wide = out.ends_with(clean::is_wide) && word.text.starts_with(clean::is_wide);
                if gap > CELL {
                    out.push('\t');
                } else if gap > if wide { WIDE_BLANK } else { PIECE } {
                    out.push(' ');
                }
            }
            out.push_str(word.text.trim());
            end = Some(end.unwrap_or(f32::MIN).max(word.right()));
        }
    }
}

fn write(lines: &[Line], out: &mut String) {
    let mut last: Option<&Line> = None;
    for line in lines {
        if let Some(last) = last
            && last.middle() - line.middle() > PARAGRAPH * last.height().min(line.height())
        {
            out.push('\n');
        }
        line.write(out);
        out.push('\n');
        last = Some(line);
    }
}

/// Writes what stands between lines that run across the page column by column.
fn in_columns(lines: Vec<Line>, gutter: f32, out: &mut String) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        if line.is_crossed(gutter) {
            write(&left, out);
            write(&right, out);
            left.clear();
            right.clear();
            write(&[line], out);
        } else {
            let (l, r) = line.part(gutter);
            left.extend((!l.0.is_empty()).then_some(l));
            right.extend((!r.0.is_empty()).then_some(r));
        }
    }
    write(&left, out);
    write(&right, out);
}

/// Where the gutter between two columns of prose is; columns of figures are a table's.
fn gutter(lines: &[Line]) -> Option<f32> {
    let words = || lines.iter().flat_map(|line| &line.0);
    let left = words().map(|word| word.left).fold(f32::INFINITY, f32::min);
    let right = words().map(Word::right).fold(f32::NEG_INFINITY, f32::max);
    let width = right - left;
    // Between a third and two thirds of the page, the place that the fewest lines cross.
    let steps = (0_u8..=40).map(|i| left + width * (0.3 + 0.01 * f32::from(i)));
    let crossed = |x: f32| lines.iter().filter(|line| line.is_crossed(x)).count();
    let best = steps.min_by_key(|x| crossed(*x))?;
    let free: Vec<&Line> = lines.iter().filter(|line| !line.is_crossed(best)).collect();
    if free.len() < COLUMN_LINES || free.len() * 4 < lines.len() * 3 {
        return None;
    }
    let from = free.iter().flat_map(|l| &l.0).map(Word::right).filter(|x| *x <= best).fold(left, f32::max);
    let to = free.iter().flat_map(|l| &l.0).map(|w| w.left).filter(|x| *x >= best).fold(right, f32::min);
    let is_left = |word: &&Word| word.left < best;
    let is_right = |word: &&Word| word.left >= best;
    let prose = is_prose(&free, is_left) && is_prose(&free, is_right);
    (to - from >= GUTTER && prose).then_some(f32::midpoint(from, to))
}

/// Whether the words of these lines that stand on one side are lines of prose: many letters, few figures.
fn is_prose(lines: &[&Line], side: impl Fn(&&Word) -> bool) -> bool {
    let (mut count, mut letters, mut digits) = (0, 0, 0);
    for line in lines {
        let mut any = false;
        for c in line.0.iter().filter(&side).flat_map(|word| word.text.chars()) {
            any = true;
            letters += if clean::is_wide(c) { 2 } else { usize::from(c.is_alphabetic()) };
            digits += usize::from(c.is_ascii_digit());
        }
        count += usize::from(any);
    }
    count >= COLUMN_LINES && letters >= count * COLUMN_LETTERS && digits * 5 < letters
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of words from the top, each word six points a letter, at these places.
    fn words(lines: &[&[(f32, &str)]]) -> Vec<Word> {
        let mut out = Vec::new();
        let mut bottom = 700.0;
        for line in lines {
            for (left, text) in *line {
                let mut left = *left;
                for part in text.split(' ') {
                    let letters = u8::try_from(part.chars().count()).unwrap();
                    let width = f32::from(letters) * 6.0;
                    out.push(Word { text: part.to_owned(), left, bottom, width, height: 10.0 });
                    left += width + 3.0;
                }
            }
            bottom -= 12.0;
        }
        out.reverse();
        out
    }

    #[test]
    fn a_row_stays_together_whatever_the_order_of_its_words() {
        let page = page(words(&[&[(50.0, "Cloud services"), (300.0, "3,620.1"), (400.0, "4,237.0")]]));
        assert_eq!(page, "Cloud services\t3,620.1\t4,237.0\n");
    }

    #[test]
    fn pieces_are_one_word_and_ideographs_have_no_blanks() {
        let word =
            |text: &str, left| Word { text: text.into(), left, bottom: 0.0, width: 20.0, height: 10.0 };
        assert_eq!(page(vec![word("20", 0.0), word("25", 20.5)]), "2025\n");
        assert_eq!(page(vec![word("微软", 0.0), word("持股", 23.0)]), "微软持股\n");
        assert_eq!(page(vec![word("Total", 0.0), word("Total", 0.5)]), "Total\n");
    }

    #[test]
    fn columns_of_prose_are_read_one_after_the_other() {
        let line: &[(f32, &str)] =
            &[(50.0, "one side of the news goes"), (320.0, "other side of the page too")];
        let mut lines: Vec<&[(f32, &str)]> =
            vec![&[(50.0, "A heading that runs across both columns of the page")]];
        lines.extend([line; 8]);
        let page = page(words(&lines));
        let sides: Vec<bool> = page.lines().skip(1).map(|l| l.starts_with("one")).collect();
        assert_eq!(sides, [[true; 8], [false; 8]].concat(), "{page}");
        let row: &[(f32, &str)] =
            &[(50.0, "a long name of a business line"), (320.0, "1,234.5 5,678.9 1,011.1")];
        assert!(super::page(words(&[row; 9])).lines().all(|l| l.contains('\t')));
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost_and_odd_places_do_no_harm(
            places in proptest::collection::vec((proptest::num::f32::ANY, -10f32..900.0, 0f32..50.0, 0.1f32..30.0), 0..60)
        ) {
            let words: Vec<Word> = places
                .iter()
                .enumerate()
                .map(|(i, &(left, bottom, width, height))| Word { text: format!("w{i};"), left, bottom, width, height })
                .collect();
            let want = words.iter().filter(|word| word.is_placed()).count();
            proptest::prop_assert_eq!(page(words).matches(';').count(), want);
        }
    }
}
