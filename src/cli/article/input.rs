//! Reads an article, from wherever it is, and proposes a claim for each of its sentences.

use std::fs::File;
use std::io::Read;

use serde::Serialize;

use crate::article::{Sentence, propose, score, slugged};
use crate::cli::source::probe::probe;
use crate::cli::{Failure, Setting, output};
use crate::config::{Source, is_iso_date, parse_url};
use crate::extract::{self, extract};
use crate::hash::sha256;
use crate::model::claim::{Article, Claim, Entity};
use crate::model::passage::{Document, DocumentKind, Role};
use crate::model::value::Lang;
use crate::store::Store;
use crate::text::detect;

/// The longest article that is read, in bytes.
const MOST: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
pub struct Where {
    /// A text or HTML file, an address, or - for standard input
    #[arg(value_name = "FILE|URL|-")]
    target: String,
    /// The address may be private or loopback
    #[arg(long)]
    allow_private: bool,
    /// Title of the article [default: the page's, or the first line]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// When it was published: 2025, 2025-03 or 2025-03-11 [default: as the page says]
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
}

/// An article as it was read.
pub struct Text {
    pub article: Article,
    pub body: String,
    pub lang: Lang,
}

/// A sentence with the claim that it would be.
#[derive(Serialize)]
pub struct Suggestion {
    #[serde(flatten)]
    pub sentence: Sentence,
    pub claim: Claim,
}

impl Where {
    pub fn is_stdin(&self) -> bool {
        self.target == "-"
    }

    /// Reads the article.
    pub async fn read(&self, setting: &Setting) -> Result<Text, Failure> {
        if let Some(date) = self.published.as_deref().filter(|date| !is_iso_date(date)) {
            let said = format!("--published “{date}” is no date; write it as 2025, 2025-03 or 2025-03-11");
            return Err(Failure::usage(said));
        }
        let far = ["http://", "https://"].iter().any(|scheme| self.target.starts_with(scheme));
        let (body, document, url) = if far {
            let (document, url) = self.fetch(setting).await?;
            (main_text(&document), Some(document), Some(url))
        } else {
            let bytes = self.bytes()?;
            match markup(&bytes)? {
                Some(document) => (main_text(&document), Some(document), None),
                None => (decoded(&bytes), None, None),
            }
        };
        if body.trim().is_empty() {
            return Err(Failure::usage(format!("{}: there is no text in it", self.target)));
        }
        Ok(self.text(body, document.as_ref(), url))
    }

    fn text(&self, body: String, document: Option<&Document>, url: Option<String>) -> Text {
        let lang = detect(&body);
        let first = body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let title = self.title.clone().or_else(|| document.and_then(|d| d.title.clone()));
        let title = title.unwrap_or_else(|| output::short(first.trim(), 80));
        let published = document.and_then(|d| d.published).map(|at| at.date_naive().to_string());
        let article = Article {
            id: id(&title, &body),
            title,
            url,
            published: self.published.clone().or(published),
            author: None,
            publisher: None,
            language: Some(match lang {
                Lang::En => "en".to_owned(),
                Lang::Zh => "zh".to_owned(),
                Lang::Ja => "ja".to_owned(),
            }),
        };
        Text { article, body, lang }
    }

    async fn fetch(&self, setting: &Setting) -> Result<(Document, String), Failure> {
        let url = parse_url(&self.target)
            .map_err(|(message, help)| Failure::usage(format!("{message}; {help}")))?;
        let mut source = Source::new("article", url);
        source.allow_private = self.allow_private;
        let probe = probe(setting, setting.config().ok().as_ref(), &source).await?;
        if let Some(wall) = probe.wall {
            return Err(Failure::Runtime(anyhow::anyhow!(
                "{}: this is a wall, not the article: {}; save the page from a browser and give the file",
                self.target,
                wall.reason
            )));
        }
        Ok((probe.document, probe.response.url.to_string()))
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = if self.is_stdin() {
            std::io::stdin().lock().take(MOST).read_to_end(&mut bytes)
        } else {
            File::open(&self.target).and_then(|file| file.take(MOST).read_to_end(&mut bytes))
        };
        read.map_err(|error| Failure::usage(format!("{}: {error}", self.target)))?;
        Ok(bytes)
    }
}

/// The document that HTML holds; `None` for a plain text.
fn markup(bytes: &[u8]) -> Result<Option<Document>, Failure> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !bare.starts_with(b"<") {
        return Ok(None);
    }
    Ok(Some(extract(bytes, &extract::Options::default()).map_err(|e| anyhow::anyhow!("{e}"))?))
}

fn decoded(bytes: &[u8]) -> String {
    let name = extract::encoding(bytes, Some("text/plain"));
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0.into_owned()
}

/// Its text without the page's title, which stands above it and is no statement of it.
fn main_text(document: &Document) -> String {
    let page = document.kind == DocumentKind::Page;
    let kept = document.passages.iter().filter(|p| !page || p.role != Role::Title);
    kept.map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// A slug for an article: of its title, else of its text's hash.
fn id(title: &str, body: &str) -> String {
    let slug = slugged(title.split_whitespace());
    if slug.len() >= 8 {
        return slug;
    }
    let hash = sha256(&[body.as_bytes()]);
    let hash = hash.get(..8).unwrap_or_default();
    if slug.is_empty() { format!("article-{hash}") } else { format!("{slug}-{hash}") }
}

/// The names that are known: of the store, else of the config.
pub async fn entities(setting: &Setting) -> Result<Vec<Entity>, Failure> {
    if let Ok(config) = setting.config() {
        return Ok(config.entities);
    }
    let dir = setting.data_dir()?;
    Ok(if Store::exists(&dir) { Store::open(&dir).await?.entities().await? } else { Vec::new() })
}

/// Every sentence from `least` on with the claim that it would be.
pub fn suggestions(text: &Text, entities: &[Entity], least: f64, as_of: Option<&str>) -> Vec<Suggestion> {
    let mut context: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for sentence in score(&text.body, Some(text.lang)) {
        let fallback = format!("{}-{}", text.article.id, sentence.start);
        let mut claim = propose(&sentence.text, text.lang, entities, &context, &fallback);
        claim.as_of = as_of.map(str::to_owned);
        if !claim.subject.is_empty() {
            context.clone_from(&claim.subject);
        }
        if sentence.score >= least {
            out.push(Suggestion { sentence, claim });
        }
    }
    out
}

/// A score as it is given on the command line: 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    let score: f64 = text.parse().map_err(|_| format!("“{text}” is no number; write 0.7"))?;
    if (0.0..=1.0).contains(&score) { Ok(score) } else { Err("a score is between 0 and 1".to_owned()) }
}
