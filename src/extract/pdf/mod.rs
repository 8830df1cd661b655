//! The text of a PDF's pages → passages: paragraphs and table rows with the page they stand on.
//!
//! The bytes are read elsewhere (`crate::reader`, in a process of its own); here text becomes passages.

pub mod layout;

use serde::{Deserialize, Serialize};

use crate::model::passage::{Document, DocumentKind};

use super::writer::{Block, Writer};
use super::{ExtractError, clean, html};

/// What the PDF reader found: the pages in their order, each its lines as [`layout::page`] writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfText {
    pub title: Option<String>,
    pub pages: Vec<String>,
    /// What was left out, in words.
    pub warnings: Vec<String>,
}

/// A line this wide, in Latin letters (an ideograph counts two), was broken because the page ends there.
const WRAPPED: usize = 30;
/// A line shorter than this share (percent) of its page's usual width ends its paragraph.
const FULL_LINE: usize = 65;

/// Makes a document of what the PDF reader found.
///
/// Lines that are one sentence broken to fit are joined, a table's row stays on its line, and each passage's path
/// begins with its page (`page[3]/p[2]/s[1]`).
pub fn pdf(text: &PdfText) -> Result<Document, ExtractError> {
    let mut writer = Writer::default();
    for (i, page) in text.pages.iter().enumerate() {
        writer.field(format!("page[{}]", i + 1));
        shape(page, &mut writer);
    }
    let (passages, full) = writer.finish();
    if passages.is_empty() {
        return Err(ExtractError::Pdf("it holds no text, only pictures of it".to_owned()));
    }
    let mut warnings = text.warnings.clone();
    if full {
        warnings.push("the document is longer than what is read of one: its end was left out".to_owned());
    }
    let sample: String = passages.iter().take(50).map(|passage| passage.text.as_str()).collect();
    Ok(Document {
        kind: DocumentKind::Pdf,
        title: text.title.as_deref().map(clean::line).filter(|title| clean::letters(title) > 0),
        lang: html::settle_lang(None, &sample),
        encoding: "UTF-8".to_owned(),
        published: None,
        passages,
        warnings,
    })
}

/// The passages of one page.
fn shape(page: &str, writer: &mut Writer) {
    let full = usual_width(page) * FULL_LINE / 100;
    let mut paragraph = String::new();
    let mut in_table = false;
    for raw in page.lines() {
        if is_row(raw) {
            flush(&mut paragraph, writer);
            if !in_table {
                writer.start(Block::Table);
            }
            in_table = true;
            writer.row(raw, None);
            continue;
        }
        in_table = false;
        let line = clean::line(raw);
        if line.is_empty() || starts_item(&line) {
            flush(&mut paragraph, writer);
        }
        join(&mut paragraph, &line);
        let width = width(&line);
        if width < full.max(WRAPPED) {
            flush(&mut paragraph, writer);
        }
    }
    flush(&mut paragraph, writer);
}

fn flush(paragraph: &mut String, writer: &mut Writer) {
    writer.paragraph(paragraph);
    paragraph.clear();
}

/// Puts a line behind the one that it goes on from; a word parted by a hyphen is put together, the hyphen kept, as
/// nobody can tell whether it is the word's own.
fn join(paragraph: &mut String, line: &str) {
    let parted = paragraph.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase);
    let wide = paragraph.ends_with(clean::is_wide) && line.starts_with(clean::is_wide);
    if !(paragraph.is_empty() || parted || wide) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// Whether a line is a row of a table: cells with gaps between them, as columns leave and prose does not.
fn is_row(line: &str) -> bool {
    let mut gaps = 0;
    let mut blanks = 0;
    let mut last = ' ';
    for c in line.trim().chars() {
        if c == ' ' || c == '\t' {
            blanks += if c == '\t' { 2 } else { 1 };
            continue;
        }
        // Two blanks behind a full stop are a typist's habit.
        if blanks >= 2 && (blanks >= 4 || !matches!(last, '.' | '!' | '?' | ':' | ';')) {
            gaps += 1;
        }
        blanks = 0;
        last = c;
    }
    gaps > 0 || is_figures(line)
}

/// Whether a line is a name with figures behind it, or figures alone.
fn is_figures(line: &str) -> bool {
    let (mut words, mut figures) = (0, 0);
    for word in line.split_whitespace() {
        words += 1;
        figures += usize::from(word.chars().all(|c| c.is_ascii_digit() || ",.()-+%$€£¥—–".contains(c)));
    }
    figures >= 2 && figures * 2 >= words
}

/// Whether a line begins an item of a list.
fn starts_item(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next();
    let rest = chars.as_str();
    match first {
        Some('•' | '●' | '◦' | '▪' | '■' | '·' | '‣' | '–' | '—') => {
            rest.starts_with(' ') || first == Some('•')
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(['.', ')', '、']) && !rest[1..].starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// How wide the page's lines of prose usually are: the width that a tenth of them reach.
fn usual_width(page: &str) -> usize {
    let mut widths: Vec<usize> = page.lines().map(width).filter(|width| *width > 0).collect();
    if widths.is_empty() {
        return 0;
    }
    let at = widths.len() * 9 / 10;
    *widths.select_nth_unstable(at).1
}

/// In Latin letters; an ideograph counts two.
fn width(line: &str) -> usize {
    line.trim().chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(page: &str) -> Vec<(String, String)> {
        let text = PdfText { pages: vec![page.to_owned()], ..PdfText::default() };
        pdf(&text).unwrap().passages.into_iter().map(|p| (p.path, p.text)).collect()
    }

    fn texts(page: &str) -> Vec<String> {
        passages(page).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn broken_lines_are_one_sentence_again() {
        let page = "Annual report\n\
                    After the conversion of the company was completed, Acme holds a\n\
                    stake of 27 percent in Beta. The two boards agreed on it in a long-\n\
                    running series of meetings.\n\
                    The next report is due in May of the following year, as the board\n\
                    has announced.\n";
        assert_eq!(
            texts(page),
            [
                "Annual report",
                "After the conversion of the company was completed, Acme holds a stake of 27 percent in Beta.",
                "The two boards agreed on it in a long-running series of meetings.",
                "The next report is due in May of the following year, as the board has announced.",
            ]
        );
        assert_eq!(
            texts(
                "公司在改组完成以后，持有对方百分之二十七的股权，双方董\n事会都已同意。\n下一份报告五月公布。"
            ),
            ["公司在改组完成以后，持有对方百分之二十七的股权，双方董事会都已同意。", "下一份报告五月公布。"]
        );
    }

    #[test]
    fn rows_stay_on_their_line_with_their_page() {
        let page = "Segment        2024      2023\nCloud services   3,620.1   4,237.0\n营业收入（亿元）  3,620.1  4,237.0";
        assert_eq!(
            passages(page),
            [
                ("page[1]/table[1]/tr[1]".to_owned(), "Segment 2024 2023".to_owned()),
                ("page[1]/table[1]/tr[2]".to_owned(), "Cloud services 3,620.1 4,237.0".to_owned()),
                ("page[1]/table[1]/tr[3]".to_owned(), "营业收入（亿元） 3,620.1 4,237.0".to_owned()),
            ]
        );
        assert!(!is_row("It ended.  It began again.") && is_row("Cloud\t7"));
    }

    #[test]
    fn items_of_a_list_are_not_run_together() {
        let page = "• The first thing that the board has decided in the meeting\n\
                    • The second thing that the board has decided in the meeting\n\
                    1. The third thing that the board has decided in the meeting\n\
                    2.5 million were paid";
        let texts = texts(page);
        assert!(texts[0].ends_with("meeting") && texts[1].starts_with("• The second"), "{texts:?}");
        assert!(texts.last().unwrap().ends_with("in the meeting 2.5 million were paid"), "{texts:?}");
    }

    #[test]
    fn a_scan_is_refused_by_name() {
        let text = PdfText { pages: vec![" \n".into(), String::new()], ..PdfText::default() };
        assert!(matches!(pdf(&text), Err(ExtractError::Pdf(why)) if why.contains("pictures")));
    }

    proptest::proptest! {
        #[test]
        fn every_letter_of_a_page_is_in_its_passages(page in "([a-z0-9一-三.,•\\-] ?|  |\n|\t){0,200}") {
            let want: String = page.chars().filter(|c| c.is_alphanumeric()).collect();
            let text = PdfText { pages: vec![page], ..PdfText::default() };
            let got: String = pdf(&text).map(|d| d.text()).unwrap_or_default();
            let got: String = got.chars().filter(|c| c.is_alphanumeric()).collect();
            proptest::prop_assert_eq!(got, want);
        }
    }
}
