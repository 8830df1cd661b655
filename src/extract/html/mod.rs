//! HTML → passages: the page's own text, without its frame.

mod cards;
mod discover;
mod meta;
mod noise;
mod published;
mod stats;
mod table;
mod tree;
mod walk;
mod words;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{Html, Selector};

use crate::model::passage::{Document, DocumentKind, Passage, Role};
use crate::model::source::Extract;

use super::writer::Writer;
use super::{ExtractError, Options, charset, clean, nesting};

pub use discover::{Discovery, FeedKind, FeedLink, discover};
pub(super) use meta::{settle_lang, well_formed};

/// A tree deeper than this is refused although its tags did not show it.
const MAX_TREE: usize = 600;
/// Below this share (percent) of the page's own text, what the article finder brought is taken for a wrong find.
const LEAST_SHARE: usize = 25;
/// Pages with less text than this are read whole: there is no frame worth cutting off.
const SMALL_PAGE: usize = 900;
/// A passage of this weight shows where on the page the article stands.
const ANCHOR: usize = 30;
/// A lead that stands apart from the text is a paragraph of this weight.
const LONG_LEAD: usize = 100;

/// Reads a page.
pub(super) fn page(body: &[u8], options: &Options<'_>) -> Result<Document, ExtractError> {
    let decoded = charset::decode(body, options.content_type);
    let mut html = parse(&decoded.text)?;
    let meta = meta::read(&html, options);
    let mode = match (options.mode, options.select) {
        (Some(Extract::Body), _) => Extract::Body,
        (Some(Extract::Selector), None) => {
            return Err(ExtractError::BadSelector {
                selector: String::new(),
                reason: "extract = \"selector\" needs `select`, a CSS selector of the part to read"
                    .to_owned(),
            });
        }
        (_, Some(_)) => Extract::Selector,
        _ => Extract::Article,
    };
    exclude(&mut html, options.exclude)?;
    let mut writer = Writer::default();
    if let Some(title) = &meta.title {
        writer.title(title);
    }
    let titled = !writer.is_empty();
    match (mode, options.select) {
        (Extract::Selector, Some(select)) => selected(&mut html, select, &mut writer)?,
        (Extract::Body, _) => {
            noise::prune(&mut html);
            walk::walk(html.tree.root(), &mut writer);
        }
        _ => article(&mut html, options, &mut writer),
    }
    let (mut passages, full) = writer.finish();
    if passages.len() <= usize::from(titled) {
        return Err(ExtractError::Empty);
    }
    drop_repeated_title(&mut passages, titled);
    let title = titled.then(|| passages.first().map(|passage| passage.text.clone())).flatten();
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    if full {
        warnings.push("the page is longer than what is read of one page: its end was left out".to_owned());
    }
    let text: String = passages.iter().take(200).map(|passage| passage.text.as_str()).collect();
    Ok(Document {
        kind: DocumentKind::Page,
        title,
        lang: settle_lang(meta.lang, &text),
        encoding: decoded.encoding.name().to_owned(),
        published: meta.published,
        passages,
        warnings,
    })
}

/// Writes the passages of a piece of HTML, as feeds hold it.
pub(super) fn fragment(text: &str, writer: &mut Writer) -> Result<(), ExtractError> {
    nesting::check(text).map_err(|depth| ExtractError::TooDeep { depth })?;
    let mut html = Html::parse_fragment(text);
    let depth = tree::depth(&html);
    if depth > MAX_TREE {
        return Err(ExtractError::TooDeep { depth });
    }
    noise::prune(&mut html);
    walk::walk(html.tree.root(), writer);
    Ok(())
}

/// The text of a piece of HTML as one line; `None` if it nests too deep.
pub(super) fn one_line(text: &str) -> Option<String> {
    nesting::check(text).ok()?;
    Some(clean::line(&tree::text_of(Html::parse_fragment(text).tree.root())))
}

fn parse(text: &str) -> Result<Html, ExtractError> {
    nesting::check(text).map_err(|depth| ExtractError::TooDeep { depth })?;
    let html = Html::parse_document(text);
    let depth = tree::depth(&html);
    if depth > MAX_TREE { Err(ExtractError::TooDeep { depth }) } else { Ok(html) }
}

/// The article where the readability method finds it; the whole body where that brings nearly nothing of it.
fn article(html: &mut Html, options: &Options<'_>, writer: &mut Writer) {
    noise::prune(html);
    let all = clean::weight(&tree::text_of(html.root_element().parent().unwrap_or(*html.root_element())));
    if all > SMALL_PAGE
        && let Some(mut found) = find_article(&html.html(), options)
        && clean::weight(&tree::text_of(found.tree.root())) * 100 >= all * LEAST_SHARE
    {
        cards::prune(&mut found);
        let mut part = Writer::default();
        walk::walk(found.tree.root(), &mut part);
        cards::prune(html);
        let mut whole = Writer::default();
        walk::walk(html.tree.root(), &mut whole);
        writer.adopt(whole.is_full(), without_datelines(restored(whole, part)));
    } else {
        walk::walk(html.tree.root(), writer);
    }
}

/// The passages of the article with what the finder dropped between the main heading and its last sentence: rows of
/// tables, whole sentences, the rest of its paragraphs. The finder says where the article stands, the page what stands
/// there.
fn restored(whole: Writer, part: Writer) -> Vec<Passage> {
    let (part, whole) = (part.finish().0, whole.finish().0);
    let known: HashSet<&str> = part.iter().map(|passage| passage.text.as_str()).collect();
    let is_known = |passage: &Passage| known.contains(passage.text.as_str());
    let anchors = |passage: &Passage| is_known(passage) && clean::weight(&passage.text) >= ANCHOR;
    let (Some(first), Some(last)) = (whole.iter().position(anchors), whole.iter().rposition(anchors)) else {
        return part;
    };
    // Between the main heading and the text stand the lead and perhaps a table of facts.
    let title = |passage: &Passage| passage.role == Role::Heading && passage.path.starts_with("h1[");
    let head = whole[..first].iter().rposition(title).unwrap_or(first);
    let section = |passage: &Passage| passage.role == Role::Heading && !is_sentence(&passage.text);
    let sections = whole[first.min(head + 1)..first].iter().position(section);
    let lead = head..sections.map_or(last, |at| head + at) + 1;
    let (mut mostly_known, mut long) = (HashSet::new(), HashSet::new());
    for block in whole.chunk_by(|a, b| a.block == b.block) {
        let weight = |passage: &Passage| clean::weight(&passage.text);
        let all: usize = block.iter().map(weight).sum();
        if block.iter().filter(|passage| is_known(passage)).map(weight).sum::<usize>() * 10 >= all * 6 {
            mostly_known.insert(block[0].block);
        }
        if all >= LONG_LEAD {
            long.insert(block[0].block);
        }
    }
    let kept = |i: usize, passage: &Passage| {
        is_known(passage)
            || mostly_known.contains(&passage.block) && passage.role == Role::Sentence
            || (head..=last).contains(&i) && passage.role == Role::TableRow
            || (first..=last).contains(&i) && is_sentence(&passage.text)
            || lead.contains(&i)
                && is_sentence(&passage.text)
                && (sections.is_none() || long.contains(&passage.block))
    };
    let kept: Vec<Passage> = whole
        .iter()
        .enumerate()
        .filter(|(i, passage)| kept(*i, passage))
        .map(|(_, passage)| passage.clone())
        .collect();
    // A page that the finder rebuilt has other passages: then its own are taken.
    let mut article = if kept.len() * 10 < part.len() * 9 { part } else { kept };
    cut_tail(&mut article);
    article
}

/// No article ends with a heading, or with a scrap of a line or two that tells no number.
fn cut_tail(article: &mut Vec<Passage>) {
    let mut scraps = 0;
    while let Some(last) = article.last() {
        let scrap = last.role == Role::Sentence
            && clean::weight(&last.text) < ANCHOR
            && !last.text.contains(|c: char| c.is_ascii_digit())
            && !last.text.ends_with(SENTENCE_ENDS);
        scraps += usize::from(scrap);
        if last.role != Role::Heading && (!scrap || scraps > 2) {
            return;
        }
        article.pop();
    }
}

/// A sentence ends with one of these.
const SENTENCE_ENDS: [char; 11] = ['.', '!', '?', '。', '！', '？', '”', '"', '；', ')', '）'];

/// Cuts the lines before the text, and those with a time anywhere, that only say when the page was written.
fn without_datelines(mut passages: Vec<Passage>) -> Vec<Passage> {
    let mut begun = false;
    passages.retain(|passage| {
        let stamp = passage.role == Role::Sentence
            && words::dateline(&passage.text).is_some_and(|timed| timed || !begun);
        begun |= passage.role == Role::Sentence && clean::weight(&passage.text) >= ANCHOR * 2;
        !stamp
    });
    passages
}

/// Long enough and ended like a sentence.
fn is_sentence(text: &str) -> bool {
    clean::weight(text) >= 50 && text.ends_with(SENTENCE_ENDS)
}

fn find_article(html: &str, options: &Options<'_>) -> Option<Html> {
    let config = dom_smoothie::Config { keep_classes: true, disable_json_ld: true, ..Default::default() };
    let url = options.url.map(url::Url::as_str).filter(|url| url.starts_with("http"));
    let mut finder = dom_smoothie::Readability::new(html, url, Some(config)).ok()?;
    let article = finder.parse().ok()?;
    let found = Html::parse_fragment(&article.content);
    (tree::depth(&found) <= MAX_TREE).then_some(found)
}

/// Only what `select` matches; a match inside another is read once.
fn selected(html: &mut Html, select: &str, writer: &mut Writer) -> Result<(), ExtractError> {
    let wanted = ids(html, select)?;
    if wanted.is_empty() {
        return Err(ExtractError::SelectorMatchesNothing { selector: select.to_owned() });
    }
    noise::prune(html);
    let before = writer.len();
    for id in &wanted {
        let Some(node) = html.tree.get(*id) else { continue };
        if !node.ancestors().any(|ancestor| wanted.contains(&ancestor.id())) {
            walk::walk(node, writer);
        }
    }
    if writer.len() == before {
        return Err(ExtractError::SelectorMatchesNothing { selector: select.to_owned() });
    }
    Ok(())
}

fn exclude(html: &mut Html, selectors: &[String]) -> Result<(), ExtractError> {
    for selector in selectors {
        for id in ids(html, selector)? {
            if let Some(mut node) = html.tree.get_mut(id) {
                node.detach();
            }
        }
    }
    Ok(())
}

fn ids(html: &Html, selector: &str) -> Result<Vec<NodeId>, ExtractError> {
    let parsed = Selector::parse(selector).map_err(|error| ExtractError::BadSelector {
        selector: selector.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(html.root_element().select(&parsed).map(|element| element.id()).collect())
}

/// The main heading repeats the title: one of them is enough.
fn drop_repeated_title(passages: &mut Vec<Passage>, titled: bool) {
    if titled
        && let Some(title) = passages.first().map(|passage| passage.text.clone())
        && let Some(at) = passages.iter().skip(1).take(12).position(|passage| repeats(&title, &passage.text))
    {
        passages[0].text = passages.remove(at + 1).text;
    }
}

/// `text` is the title, or the larger part of one that goes on with the name of the site.
fn repeats(title: &str, text: &str) -> bool {
    title.strip_prefix(text).is_some_and(|rest| {
        rest.is_empty()
            || !rest.starts_with(char::is_alphanumeric)
                && clean::weight(text) >= 20
                && clean::weight(text) > clean::weight(rest)
    })
}

#[cfg(test)]
mod tests;
