//! What a page says of itself: title, language, date of publication.

use chrono::{DateTime, Utc};
use scraper::{Html, Selector};

use crate::model::value::Lang;

use super::super::{Options, clean};
use super::published::published;
use super::tree::{first, text_of};

/// Taken from the whole page, before its frame is cut off.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) published: Option<DateTime<Utc>>,
}

pub(super) fn read(html: &Html, options: &Options<'_>) -> Meta {
    Meta { title: title(html), lang: lang(html), published: published(html, options) }
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

fn content(html: &Html, selector: &str) -> Option<String> {
    let text = first(html, selector)?.attr("content").map(clean::line)?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(head: &str, body: &str) -> Meta {
        read(
            &Html::parse_document(&format!("<html><head>{head}</head><body>{body}</body></html>")),
            &Options::default(),
        )
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
    fn a_language_that_the_script_contradicts_is_not_believed() {
        let chinese = "微软持有约百分之二十七的股权。";
        assert_eq!(settle_lang(Some("en".into()), chinese).as_deref(), Some("zh"));
        assert_eq!(settle_lang(Some("zh-Hant-TW".into()), chinese).as_deref(), Some("zh-Hant-TW"));
        assert_eq!(settle_lang(Some("fr".into()), "Le chiffre d'affaires").as_deref(), Some("fr"));
        assert_eq!(settle_lang(None, "Revenue rose.").as_deref(), Some("en"));
    }
}
