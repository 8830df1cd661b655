//! Tables: each row joined with its column headers.

use ego_tree::NodeRef;
use scraper::Node;

use super::super::clean;
use super::tree::{name, text_of};

const MAX_COLUMNS: usize = 120;
const MAX_SPAN: usize = 100;
const MAX_ROWS: usize = 20_000;

/// A data table as lines of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) caption: Option<String>,
    pub(super) rows: Vec<String>,
}

struct Cell {
    column: usize,
    text: String,
    header: bool,
}

/// The rows of a data table: `Stake in OpenAI | 2025: 27%`. None for a table that only lays out a page.
pub(super) fn rows(table: NodeRef<'_, Node>) -> Option<Table> {
    if lays_out(table) {
        return None;
    }
    let mut grid = grid(table);
    grid.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
    let widest = grid.iter().map(|row| row.iter().filter(|cell| !cell.text.is_empty()).count()).max()?;
    if widest < 2 {
        return None;
    }
    let head = header_rows(&grid);
    let headers = headers(&grid[..head]);
    let rows: Vec<String> =
        grid[head..].iter().map(|row| line(row, &headers)).filter(|row| !row.is_empty()).collect();
    let caption = table
        .children()
        .find(|child| name(*child) == Some("caption"))
        .map(|caption| clean::line(&text_of(caption)))
        .filter(|caption| !caption.is_empty());
    let rows = if rows.is_empty() { grid.iter().map(|row| line(row, &[])).collect() } else { rows };
    Some(Table { caption, rows })
}

/// Marked as layout, holding another table, or with whole paragraphs in its cells.
fn lays_out(table: NodeRef<'_, Node>) -> bool {
    let role = table.value().as_element().and_then(|element| element.attr("role"));
    if role.is_some_and(|role| matches!(role, "presentation" | "none")) {
        return true;
    }
    // First of all, so that the text of nested tables is not counted over and over.
    if table
        .descendants()
        .skip(1)
        .any(|node| matches!(name(node), Some("table" | "h1" | "h2" | "h3" | "article" | "section")))
    {
        return true;
    }
    table.descendants().skip(1).any(|node| match name(node) {
        Some("td") => {
            let paragraphs = node
                .descendants()
                .filter(|inner| matches!(name(*inner), Some("p" | "div" | "li")))
                .take(3)
                .count();
            let text = clean::weight(&text_of(node));
            text > 1200 || (paragraphs >= 3 && text > 300)
        }
        _ => false,
    })
}

fn grid(table: NodeRef<'_, Node>) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // Columns that a cell above still covers: how many more rows, and its text.
    let mut covered: Vec<(usize, String, bool)> = Vec::new();
    for row in table.descendants().filter(|node| name(*node) == Some("tr")).take(MAX_ROWS) {
        let in_head = row.parent().and_then(name) == Some("thead");
        let mut out: Vec<Cell> = Vec::new();
        let mut column = 0;
        for cell in row.children().filter(|node| matches!(name(*node), Some("td" | "th"))) {
            column = fill(&mut covered, &mut out, column, false);
            if column >= MAX_COLUMNS {
                break;
            }
            let text = clean::line(&text_of(cell));
            let header = in_head || name(cell) == Some("th");
            let (width, height) = (span(cell, "colspan"), span(cell, "rowspan"));
            for offset in 0..width.min(MAX_COLUMNS - column) {
                let at = column + offset;
                if covered.len() <= at {
                    covered.resize(at + 1, (0, String::new(), false));
                }
                covered[at] = (height - 1, text.clone(), header);
            }
            out.push(Cell { column, text, header });
            column += width;
        }
        fill(&mut covered, &mut out, column, true);
        out.sort_by_key(|cell| cell.column);
        rows.push(out);
    }
    rows
}

/// Puts cells of rows above, which reach down, into this row; gives the next free column.
fn fill(covered: &mut [(usize, String, bool)], out: &mut Vec<Cell>, mut column: usize, rest: bool) -> usize {
    while let Some((left, text, header)) = covered.get_mut(column) {
        if *left > 0 {
            *left -= 1;
            out.push(Cell { column, text: text.clone(), header: *header });
        } else if !rest {
            break;
        }
        column += 1;
    }
    column
}

fn span(cell: NodeRef<'_, Node>, attribute: &str) -> usize {
    let value = cell.value().as_element().and_then(|element| element.attr(attribute));
    value.and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
}

/// How many rows at the top name the columns.
fn header_rows(grid: &[Vec<Cell>]) -> usize {
    let marked =
        grid.iter().take_while(|row| row.iter().all(|cell| cell.header || cell.text.is_empty())).count();
    if marked > 0 {
        return if marked < grid.len() { marked } else { 0 };
    }
    let Some((first, rest)) = grid.split_first() else { return 0 };
    let titles = first.iter().skip(1).filter(|cell| !cell.text.is_empty());
    let names = titles.clone().count() > 0 && titles.clone().all(|cell| is_name(&cell.text));
    let figures = rest.iter().any(|row| row.iter().skip(1).any(|cell| is_figure(&cell.text)));
    let figures_above = first.iter().skip(1).any(|cell| is_figure(&cell.text) && !is_year(&cell.text));
    usize::from(names && figures && !figures_above)
}

/// Could name a column: words, or a year or quarter.
fn is_name(text: &str) -> bool {
    is_year(text) || text.chars().any(char::is_alphabetic)
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|b| b.is_ascii_digit())
}

/// More digits than letters.
fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    digits > 0 && digits >= text.chars().filter(|c| c.is_alphabetic() && !clean::is_wide(*c)).count()
}

/// The name of each column; a header over several columns names them all.
fn headers(rows: &[Vec<Cell>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in rows {
        for (i, cell) in row.iter().enumerate() {
            let end = row.get(i + 1).map_or(MAX_COLUMNS.min(cell.column + 8), |next| next.column);
            if out.len() < end {
                out.resize(end, String::new());
            }
            for name in &mut out[cell.column..end] {
                if !cell.text.is_empty() && *name != cell.text {
                    if !name.is_empty() {
                        name.push(' ');
                    }
                    name.push_str(&cell.text);
                }
            }
        }
    }
    out
}

fn line(row: &[Cell], headers: &[String]) -> String {
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut sign = String::new();
    for cell in row {
        let text = cell.text.as_str();
        if text.is_empty() {
            continue;
        }
        // Filings put the currency sign, the percent sign and a closing bracket into cells of their own.
        if matches!(text, "$" | "€" | "£" | "¥" | "￥" | "US$" | "(" | "$(" | "($") {
            sign.push_str(text);
        } else if matches!(text, ")" | "%" | ")%" | "%)") && !parts.is_empty() {
            if let Some((_, last)) = parts.last_mut() {
                last.push_str(text);
            }
        } else {
            parts.push((cell.column, std::mem::take(&mut sign) + text));
        }
    }
    let mut out = String::new();
    for (i, (column, text)) in parts.iter().enumerate() {
        if i > 0 {
            out.push_str(" | ");
        }
        if let Some(header) =
            headers.get(*column).filter(|header| !header.is_empty() && (i > 0 || *column > 0))
        {
            out.push_str(header.trim_end_matches([':', '：']));
            out.push_str(": ");
        }
        out.push_str(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn read(html: &str) -> Option<Table> {
        let html = Html::parse_document(html);
        let table = html.tree.root().descendants().find(|node| name(*node) == Some("table")).unwrap();
        rows(table)
    }

    #[test]
    fn rows_take_their_column_headers() {
        let table = read(
            "<table><caption>Holdings</caption><thead><tr><th></th><th>2024</th><th>2025</th></tr></thead>
             <tr><th>Stake in OpenAI</th><td>49%</td><td>27%</td></tr><tr><td>Board seats</td><td>0</td><td>1</td></tr></table>",
        )
        .unwrap();
        assert_eq!(table.caption.as_deref(), Some("Holdings"));
        assert_eq!(
            table.rows,
            ["Stake in OpenAI | 2024: 49% | 2025: 27%", "Board seats | 2024: 0 | 2025: 1"]
        );
    }

    #[test]
    fn headers_without_th_and_signs_in_cells_of_their_own() {
        let table = read(
            "<table><tr><td>In millions</td><td colspan=2>2024</td><td colspan=2>2023</td></tr>
             <tr><td>Revenue</td><td>$</td><td>1,915</td><td>$</td><td>229</td></tr>
             <tr><td>Net loss</td><td></td><td>(863</td><td>)</td><td>(594)</td></tr></table>",
        )
        .unwrap();
        assert_eq!(table.rows[0], "Revenue | 2024: $1,915 | 2023: $229");
        assert!(table.rows[1].starts_with("Net loss | 2024: (863)"), "{}", table.rows[1]);
    }

    #[test]
    fn rowspans_reach_down() {
        let table = read(
            "<table><tr><th>Year</th><th>Model</th><th>Price</th></tr><tr><td rowspan=2>2025</td><td>A</td><td>$5</td></tr>
             <tr><td>B</td><td>$3</td></tr></table>",
        )
        .unwrap();
        assert_eq!(table.rows, ["2025 | Model: A | Price: $5", "2025 | Model: B | Price: $3"]);
    }

    #[test]
    fn a_table_without_header_keeps_its_cells_apart() {
        let table = read(
            "<table><tr><td>持股比例</td><td>27%</td></tr><tr><td>估值</td><td>5000亿美元</td></tr></table>",
        )
        .unwrap();
        assert_eq!(table.rows, ["持股比例 | 27%", "估值 | 5000亿美元"]);
    }

    #[test]
    fn layout_is_no_data() {
        assert!(read("<table role=presentation><tr><td>a</td><td>b</td></tr></table>").is_none());
        assert!(read("<table><tr><td>only</td></tr><tr><td>one column</td></tr></table>").is_none());
        assert!(
            read("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>x</td></tr></table>")
                .is_none()
        );
    }
}
