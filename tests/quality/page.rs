//! The page, or feed, on which the passage of a case stands.

use std::fmt::Write as _;

use crate::case::{Case, Shape};

/// Paragraphs that stand around the passage all the time and name nobody.
const AROUND: [[&str; 3]; 2] = [
    [
        "This desk follows a handful of firms and writes down what they say of themselves, week by week.",
        "Readers write in with corrections; those that hold are entered the same evening.",
        "The archive of earlier notes goes back several years and can be read without a subscription.",
    ],
    [
        "本栏目长期跟踪几家公司，每周记下它们对外说过的话。",
        "读者来信指出的错误，核实之后当晚更正。",
        "往期记录可以追溯到好几年前，无需订阅即可阅读。",
    ],
];

/// The Content-Type that the server would send.
pub fn content_type(case: &Case) -> &'static str {
    if case.shape == Shape::Feed { "application/rss+xml" } else { "text/html; charset=utf-8" }
}

/// What the server would send, before the change or after it.
pub fn body(case: &Case, after: bool) -> String {
    let passage = if after { &case.after } else { &case.before };
    let chinese = case.is_chinese_page();
    let title = case.title_after.as_deref().filter(|_| after).or(case.title.as_deref());
    let title = title.unwrap_or(if chinese { "一周观察" } else { "Notes of the week" });
    let around = AROUND[usize::from(chinese)];
    if case.shape == Shape::Feed {
        return feed(case, title, around, passage.as_deref());
    }
    let block = match case.shape {
        Shape::Table => table(case.head.as_deref(), passage.as_deref()),
        Shape::Facts => facts(passage.as_deref()),
        Shape::List => list(around, passage.as_deref()),
        _ => paragraph(case.lead.as_deref(), passage.as_deref()),
    };
    let heading = case.heading.as_ref().map(|h| format!("<h2>{}</h2>", escape(h))).unwrap_or_default();
    let beside = case.beside_after.as_deref().filter(|_| after);
    let beside = paragraph(None, beside);
    let lang = if chinese { "zh" } else { "en" };
    let [first, second, third] = around;
    let title = escape(title);
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/all\">All</a></nav><main><article><h1>{title}</h1>\
         <p>{first}</p>{heading}{block}<p>{second}</p>{beside}<p>{third}</p></article></main>\
         <footer>Imprint</footer></body></html>"
    )
}

fn paragraph(lead: Option<&str>, passage: Option<&str>) -> String {
    let text: Vec<String> = lead.into_iter().chain(passage).map(escape).collect();
    if text.is_empty() { String::new() } else { format!("<p>{}</p>", text.join(" ")) }
}

fn list(around: [&str; 3], passage: Option<&str>) -> String {
    let items = [around[0], around[1]].into_iter().chain(passage);
    let items: Vec<_> = items.map(|item| format!("<li><a href=\"/x\">{}</a></li>", escape(item))).collect();
    format!("<ul>{}</ul>", items.concat())
}

fn facts(lines: Option<&str>) -> String {
    let mut out = String::from("<dl>");
    for line in lines.into_iter().flat_map(str::lines) {
        let (label, fact) = line.split_once([':', '：']).unwrap();
        let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", escape(label), escape(fact.trim()));
    }
    out + "</dl>"
}

fn table(head: Option<&str>, rows: Option<&str>) -> String {
    let cells = |row: &str, tag: &str| -> String {
        row.split('|')
            .map(|cell| format!("<{tag}>{}</{tag}>", escape(cell.trim())))
            .collect::<Vec<_>>()
            .concat()
    };
    let mut out = String::from("<table>");
    let rows = rows.into_iter().flat_map(str::lines).map(|row| (row, "td"));
    for (row, tag) in head.map(|h| (h, "th")).into_iter().chain(rows) {
        let _ = write!(out, "<tr>{}</tr>", cells(row, tag));
    }
    out + "</table>"
}

fn feed(case: &Case, title: &str, around: [&str; 3], passage: Option<&str>) -> String {
    let date = case.captured().to_rfc2822();
    let mut items = String::new();
    for (number, text) in around.into_iter().chain(passage).enumerate() {
        let _ = write!(
            items,
            "<item><guid>n{number}</guid><title>{number}</title><description>{}</description>\
             <pubDate>{date}</pubDate></item>",
            escape(text)
        );
    }
    format!("<rss version=\"2.0\"><channel><title>{}</title>{items}</channel></rss>", escape(title))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
