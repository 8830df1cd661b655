//! What a page says of itself: title, language, date of publication.

use chrono::{DateTime, Utc};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::model::value::Lang;

use super::super::{clean, date};
use super::tree::{first, text_of};

/// Taken from the whole page, before its frame is cut off.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) published: Option<DateTime<Utc>>,
}

pub(super) fn read(html: &Html) -> Meta {
    Meta { title: title(html), lang: lang(html), published: published(html) }
}

/// The main heading where the title repeats it, else the title without the site's name.
fn title(html: &Html) -> Option<String> {
    let whole =
        first(html, "head > title, title").map(|title| clean::line(&title.text().collect::<String>()));
    let whole = whole.filter(|title| !title.is_empty());
    let shared = content(html, "meta[property='og:title'], meta[name='twitter:title']");
    let heading = only_heading(html);
    if let Some(heading) = &heading {
        let repeats = |title: &Option<String>| title.as_ref().is_some_and(|title| same_start(title, heading));
        if repeats(&whole) || repeats(&shared) || (whole.is_none() && shared.is_none()) {
            return Some(heading.clone());
        }
    }
    let site = content(html, "meta[property='og:site_name']");
    shared.or(whole).map(|title| without_site(&title, site.as_deref()))
}

/// The text of the first `h1` with text, if it is not longer than a heading.
fn only_heading(html: &Html) -> Option<String> {
    let selector = Selector::parse("h1").ok()?;
    html.root_element()
        .select(&selector)
        .map(|heading| clean::line(&text_of(*heading)))
        .find(|text| clean::letters(text) > 1 && text.len() < 400)
}

fn same_start(title: &str, heading: &str) -> bool {
    let fold = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (title, heading) = (fold(title), fold(heading));
    title.contains(&heading) && heading.len() * 4 >= title.len()
}

fn without_site(title: &str, site: Option<&str>) -> String {
    for separator in [" | ", " – ", " — ", " - ", "_", " · ", " :: ", " » ", "｜", "-"] {
        let Some((head, tail)) = title.rsplit_once(separator) else { continue };
        let names_site = site.is_some_and(|site| tail.trim().eq_ignore_ascii_case(site.trim()));
        let short = matches!(separator, " | " | "_" | "｜" | " :: " | " » ")
            && clean::weight(tail) <= 40
            && clean::weight(head) > clean::weight(tail);
        if names_site || short {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

/// A declared language counts unless the page's script contradicts it.
fn lang(html: &Html) -> Option<String> {
    let declared = html
        .root_element()
        .attr("lang")
        .or_else(|| html.root_element().attr("xml:lang"))
        .map(ToOwned::to_owned)
        .or_else(|| {
            content(
                html,
                "meta[http-equiv='content-language' i], meta[name='language' i], meta[property='og:locale']",
            )
        });
    declared.map(|lang| lang.trim().replace('_', "-")).filter(|lang| well_formed(lang))
}

/// Looks like a BCP 47 tag.
pub(in crate::extract) fn well_formed(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && tag.len() <= 35
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The declared language, or the one that the text is seen to be in where it has another script.
pub(in crate::extract) fn settle_lang(declared: Option<String>, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return declared;
    }
    let sample = &text[..text.floor_char_boundary(20_000)];
    let found = tag(crate::text::detect(sample));
    let family = |lang: &str| lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match declared {
        Some(lang)
            if family(&lang) == found
                || (found == "en" && !matches!(family(&lang).as_str(), "zh" | "ja")) =>
        {
            Some(lang)
        }
        _ => Some(found.to_owned()),
    }
}

const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
        Lang::Ja => "ja",
    }
}

fn published(html: &Html) -> Option<DateTime<Utc>> {
    linked_data(html)
        .or_else(|| dated(html, META_DATES, "content"))
        .or_else(|| dated(html, "[itemprop='datePublished']", "datetime"))
        .or_else(|| {
            dated(
                html,
                "time[pubdate], article time[datetime], main time[datetime], time[datetime]",
                "datetime",
            )
        })
}

const META_DATES: &str = "meta[property='article:published_time'], meta[property='og:published_time'], meta[itemprop='datePublished'], \
    meta[name='article:published_time'], meta[name='pubdate' i], meta[name='publishdate' i], meta[name='publish-date' i], \
    meta[name='parsely-pub-date'], meta[name='sailthru.date'], meta[name='dc.date.issued' i], meta[name='dcterms.date' i], \
    meta[name='dc.date' i], meta[name='citation_publication_date'], meta[name='date' i], meta[property='bt:pubDate']";

fn dated(html: &Html, selector: &str, attribute: &str) -> Option<DateTime<Utc>> {
    let selector = Selector::parse(selector).ok()?;
    let value = |element: ElementRef<'_>| {
        element
            .attr(attribute)
            .or_else(|| element.attr("content"))
            .map_or_else(|| text_of(*element), ToOwned::to_owned)
    };
    html.root_element().select(&selector).take(20).find_map(|element| date::timestamp(&value(element)))
}

/// `datePublished` of the first object in JSON-LD that has one.
fn linked_data(html: &Html) -> Option<DateTime<Utc>> {
    let selector = Selector::parse("script[type='application/ld+json' i]").ok()?;
    html.root_element().select(&selector).take(20).find_map(|script| {
        let text: String = script.text().collect();
        let value: Value = serde_json::from_str(text.trim().trim_end_matches(';')).ok()?;
        find_published(&value, 0)
    })
}

fn find_published(value: &Value, depth: usize) -> Option<DateTime<Utc>> {
    if depth > 8 {
        return None;
    }
    match value {
        Value::Object(object) => {
            object.get("datePublished").and_then(Value::as_str).and_then(date::timestamp).or_else(|| {
                ["@graph", "mainEntity", "mainEntityOfPage"]
                    .iter()
                    .find_map(|key| find_published(object.get(*key)?, depth + 1))
            })
        }
        Value::Array(items) => items.iter().take(200).find_map(|item| find_published(item, depth + 1)),
        _ => None,
    }
}

fn content(html: &Html, selector: &str) -> Option<String> {
    let text = first(html, selector)?.attr("content").map(clean::line)?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(head: &str, body: &str) -> Meta {
        read(&Html::parse_document(&format!("<html><head>{head}</head><body>{body}</body></html>")))
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        assert_eq!(
            meta("<title>Stake falls to 27% | Example Wire</title>", "").title.as_deref(),
            Some("Stake falls to 27%")
        );
        assert_eq!(
            meta("<title>微软持股降至27%_示例网</title>", "").title.as_deref(),
            Some("微软持股降至27%")
        );
        let page = meta("<title>Stake falls to 27% - Example Wire</title>", "<h1>Stake falls to 27%</h1>");
        assert_eq!(page.title.as_deref(), Some("Stake falls to 27%"));
        let page = meta("<title>Long-term deals - and what they cost</title>", "<h1>Example Wire</h1>");
        assert_eq!(page.title.as_deref(), Some("Long-term deals - and what they cost"));
    }

    #[test]
    fn the_date_comes_from_linked_data_meta_or_time() {
        let day = |meta: Meta| meta.published.map(|date| date.to_rfc3339());
        let want = Some("2025-10-28T13:00:00+00:00".to_owned());
        let data = r#"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2025-10-28T13:00:00Z"}]}</script>"#;
        assert_eq!(day(meta(data, "")), want);
        assert_eq!(
            day(meta("<meta property='article:published_time' content='2025-10-28T21:00:00+08:00'>", "")),
            want
        );
        assert_eq!(
            day(meta("", "<article><time datetime='2025-10-28T13:00:00Z'>Tuesday</time></article>")),
            want
        );
        assert_eq!(day(meta("<meta name=date content=soon>", "")), None);
    }

    #[test]
    fn a_language_that_the_script_contradicts_is_not_believed() {
        let chinese = "微软持有约百分之二十七的股权。";
        assert_eq!(settle_lang(Some("en".into()), chinese).as_deref(), Some("zh"));
        assert_eq!(settle_lang(Some("zh-Hant-TW".into()), chinese).as_deref(), Some("zh-Hant-TW"));
        assert_eq!(settle_lang(Some("fr".into()), "Le chiffre d'affaires").as_deref(), Some("fr"));
        assert_eq!(settle_lang(None, "Revenue rose.").as_deref(), Some("en"));
    }
}
