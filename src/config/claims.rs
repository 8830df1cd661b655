//! claims.toml: the articles and their claims.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::fields::{Fields, Text, nearest};
use super::problem::{Problem, Problems, Sink};
use super::source::read_id;
use super::{read, toml, without_bom};
use crate::article::{self, statement};
use crate::model::claim::{Article, Claim, ClaimKind, Class, Entity, Slot, Terms, Wording};
use crate::model::value::Lang;
use crate::text::{detect, read_period, read_value};

/// What claims.toml says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimsFile {
    pub articles: Vec<Article>,
    pub claims: Vec<Claim>,
    /// The claims whose id is not in the file but made of their sentence.
    pub unnamed: HashSet<String>,
    /// What is allowed and yet hardly meant.
    pub warnings: Vec<Problem>,
}

/// Reads and checks a claims.toml.
pub fn load_claims(path: &Path, entities: &[Entity]) -> Result<ClaimsFile, Problems> {
    parse_claims(&read(path)?, path, entities)
}

/// Checks the text of a claims.toml; `path` is for messages. A subject that is an alias of an entity becomes
/// the entity's first name; one that is nearly a name is warned about.
pub fn parse_claims(text: &str, path: &Path, entities: &[Entity]) -> Result<ClaimsFile, Problems> {
    let text = without_bom(text);
    let sink = Sink::new(path, text);
    let root = toml(text, &sink)?;
    let root = Fields::new("claims.toml", root.get_ref(), 0, &["article", "claim"], &sink);
    let articles = articles(&root, &sink);
    let names = Names::new(entities);
    let mut reader = Reader { articles: &articles, entities, names, warnings: Vec::new(), sink: &sink };
    let (claims, unnamed) = reader.claims(&root);
    let warnings = reader.warnings;
    sink.finish(ClaimsFile { articles, claims, unnamed, warnings })
}

fn articles(root: &Fields<'_>, sink: &Sink<'_>) -> Vec<Article> {
    const KNOWN: &[&str] = &["id", "title", "url", "published", "author", "publisher", "language"];
    let mut out: Vec<Article> = Vec::new();
    for (table, span) in root.entries("article", sink) {
        let f = Fields::new("[[article]]", table, span.start, KNOWN, sink);
        let id = read_id(&f, "\"funtalk-2025-03\"", sink);
        f.require("title", "\"…\"", sink);
        let url = f.parsed("url", sink, super::parse_url).map(String::from);
        let (title, published) = (f.owned("title", sink), iso_date(&f, "published", sink));
        let Some(id) = id else { continue };
        if out.iter().any(|a| a.id == *id.get_ref()) {
            let message = format!("the id “{}” is taken by another article", id.get_ref());
            sink.report(&id.span(), message, "give each article an id of its own");
        }
        out.push(Article {
            id: (*id.get_ref()).to_owned(),
            title: title.unwrap_or_default(),
            url,
            published,
            author: f.owned("author", sink),
            publisher: f.owned("publisher", sink),
            language: f.owned("language", sink),
        });
    }
    out
}

/// A date as `2025`, `2025-03` or `2025-03-11`.
fn iso_date(fields: &Fields<'_>, key: &str, sink: &Sink<'_>) -> Option<String> {
    let date = fields.text_or_date(key, sink)?;
    if is_iso_date(date.get_ref()) {
        return Some(date.into_inner());
    }
    let message = format!("`{key}`: “{}” is no date", date.get_ref());
    sink.report(&date.span(), message, format!("write {key} = \"2025\", \"2025-03\" or \"2025-03-11\""));
    None
}

/// Whether a text is a date as `2025`, `2025-03` or `2025-03-11`.
#[must_use]
pub fn is_iso_date(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.len() == 10
        && full.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && NaiveDate::parse_from_str(&full, "%Y-%m-%d").is_ok()
}

/// The names of all entities, folded.
struct Names<'e> {
    first: HashMap<String, &'e str>,
}

impl<'e> Names<'e> {
    fn new(entities: &'e [Entity]) -> Self {
        let mut first = HashMap::new();
        for entity in entities {
            let Some(leading) = entity.names.first() else { continue };
            for name in &entity.names {
                first.insert(name.to_lowercase(), leading.as_str());
            }
        }
        Self { first }
    }

    /// The first name of the entity that has this name.
    fn find(&self, name: &str) -> Option<&'e str> {
        self.first.get(&name.to_lowercase()).copied()
    }

    /// A name that this one is probably a misspelling of.
    fn near(&self, name: &str) -> Option<&str> {
        if name.chars().count() < 5 {
            return None;
        }
        nearest(name, self.first.keys().filter(|k| k.chars().count() >= 5).map(String::as_str))
    }
}

const KNOWN: &[&str] = &[
    "id", "text", "kind", "class", "article", "claimant", "as_of", "priority", "subject", "metric",
    "contrary", "value", "period", "scenario", "deadline", "note",
];
const METRIC: &str = "{ en = [\"stake\", \"owns\"], zh = [\"股权\", \"持股\"] }";
const WORDING: &str = "\"Microsoft holds a 49% stake in OpenAI.\"";

/// Reads the claims one by one.
struct Reader<'a> {
    articles: &'a [Article],
    entities: &'a [Entity],
    names: Names<'a>,
    warnings: Vec<Problem>,
    sink: &'a Sink<'a>,
}

impl Reader<'_> {
    /// The claims in the order of the file, and the ids among them that were made.
    fn claims(&mut self, root: &Fields<'_>) -> (Vec<Claim>, HashSet<String>) {
        let mut out = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut without = Vec::new();
        for (table, span) in root.entries("claim", self.sink) {
            let fields = Fields::new("[[claim]]", table, span.start, KNOWN, self.sink);
            let named = fields.has("id");
            let id = if named { read_id(&fields, "\"microsoft-stake-49\"", self.sink) } else { None };
            if let Some(id) = &id
                && let Some(first) = seen.insert((*id.get_ref()).to_owned(), id.span().start)
            {
                let line = self.sink.place(first).line;
                let message = format!("the id “{}” is taken by the claim in line {line}", id.get_ref());
                self.sink.report(&id.span(), message, "give each claim an id of its own");
            }
            let Some(claim) = self.claim(&fields) else { continue };
            match id {
                Some(id) => out.push(Claim { id: (*id.get_ref()).to_owned(), ..claim }),
                None if named => {}
                None => {
                    without.push(out.len());
                    out.push(claim);
                }
            }
        }
        // Only when all given ids are known, so that a made one takes none of them.
        let mut unnamed = HashSet::new();
        for at in without {
            let id = article::free(&out[at].id, |id| seen.contains_key(id) || unnamed.contains(id));
            unnamed.insert(id.clone());
            out[at].id = id;
        }
        (out, unnamed)
    }

    /// The claim with the id that its sentence gives; `None` where it has no sentence.
    fn claim(&mut self, f: &Fields<'_>) -> Option<Claim> {
        const SLOTS: [(&str, Slot); 9] = [
            ("kind", Slot::Kind),
            ("class", Slot::Class),
            ("subject", Slot::Subject),
            ("metric", Slot::Metric),
            ("value", Slot::Value),
            ("period", Slot::Period),
            ("scenario", Slot::Scenario),
            ("claimant", Slot::Claimant),
            ("deadline", Slot::Deadline),
        ];
        let sink = self.sink;
        let given: Vec<Slot> = SLOTS.iter().filter(|(key, _)| f.has(key)).map(|(_, slot)| *slot).collect();
        let open = article::open(&given);
        let text = self.wording(f, !open.is_empty());
        let mut claim = Claim {
            id: String::new(),
            text,
            kind: f.word::<ClaimKind>("kind", sink).unwrap_or(ClaimKind::Event),
            class: f.word::<Class>("class", sink).unwrap_or(Class::State),
            article: self.article(f),
            claimant: f.owned("claimant", sink),
            as_of: iso_date(f, "as_of", sink),
            priority: f.number("priority", 1..=3, sink).unwrap_or(2),
            subject: self.subject(f),
            metric: terms(f, "metric", sink),
            contrary: terms(f, "contrary", sink),
            value: self.value(f),
            period: self.period(f),
            scenario: f.word("scenario", sink),
            deadline: iso_date(f, "deadline", sink),
            note: f.owned("note", sink),
            proposed: Vec::new(),
        };
        if claim.text == Wording::default() {
            return None;
        }
        let by_hand = open.is_empty() && f.has("id");
        if !by_hand {
            let read = article::propose_all(&claim.text, self.entities);
            article::fill(&mut claim, &open, &read);
            claim.id = read.id;
        }
        if let Err(missing) = article::findable(&claim, self.entities) {
            let message = format!("no text can be matched to this claim: {missing}");
            self.warnings.push(sink.problem(&f.span_of("text"), message, ""));
        }
        Some(claim)
    }

    /// The sentence, as a string or by language; `alone` when the slots are to be read out of it.
    fn wording(&mut self, f: &Fields<'_>, alone: bool) -> Wording {
        let sink = self.sink;
        let mut out = Wording::default();
        if !f.require("text", WORDING, sink) {
            return out;
        }
        let given = f.get("text").map(toml::Spanned::get_ref);
        if given.is_some_and(|v| v.as_str().is_some()) {
            let Some(text) = f.text("text", sink) else { return out };
            let sentence = self.sentence(&text, alone);
            let english = detect(text.get_ref()) == Lang::En;
            return if english {
                Wording { en: sentence, zh: None }
            } else {
                Wording { en: None, zh: sentence }
            };
        }
        if !given.is_some_and(DeValue::is_table) {
            let message = "`text` must be a string, or a table by language";
            sink.report(&f.span_of("text"), message, format!("write text = {WORDING}"));
            return out;
        }
        if let Some((table, span)) = f.table("text", WORDING, sink) {
            let text = Fields::new("`text`", table, span.start, &["en", "zh"], sink);
            let mut read = |key| text.text(key, sink).and_then(|t| self.sentence(&t, alone));
            out = Wording { en: read("en"), zh: read("zh") };
            if !text.has("en") && !text.has("zh") {
                sink.report(&span, "the claim has no wording", format!("write text = {WORDING}"));
            }
        }
        out
    }

    /// The sentence as it is watched. Two sentences are watched as one, with a warning: the file need not wait for it.
    fn sentence(&mut self, text: &Text<'_>, alone: bool) -> Option<String> {
        let own = || Some((*text.get_ref()).to_owned());
        if !alone {
            return own();
        }
        match statement(text.get_ref()) {
            Ok(sentence) => Some(sentence),
            Err(fault) if fault.several => {
                self.warnings.push(self.sink.problem(&text.span(), fault.message, fault.help));
                own()
            }
            Err(fault) => {
                self.sink.report(&text.span(), fault.message, fault.help);
                None
            }
        }
    }

    fn article(&self, f: &Fields<'_>) -> Option<String> {
        let id = f.text("article", self.sink)?;
        if !self.articles.iter().any(|a| a.id == *id.get_ref()) {
            let help = match nearest(id.get_ref(), self.articles.iter().map(|a| a.id.as_str())) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("add an [[article]] with id = \"{}\"", id.get_ref()),
            };
            self.sink.report(
                &id.span(),
                format!("there is no article “{}” in this file", id.get_ref()),
                help,
            );
        }
        Some((*id.get_ref()).to_owned())
    }

    /// Names of entities, or plain words where none fits.
    fn subject(&mut self, f: &Fields<'_>) -> Vec<String> {
        const EXAMPLE: &str = "[\"Microsoft\", \"OpenAI\"]";
        let sink = self.sink;
        let listed = f.list("subject", sink);
        if listed.is_empty()
            && f.get("subject").is_some_and(|v| v.get_ref().as_array().is_some_and(|a| a.is_empty()))
        {
            sink.report(&f.span_of("subject"), "`subject` is empty", format!("write subject = {EXAMPLE}"));
        }
        let mut out: Vec<String> = Vec::new();
        for item in listed {
            let word = item.get_ref().trim();
            let name = self.names.find(word).unwrap_or(word);
            if self.names.find(word).is_none()
                && let Some(near) = self.names.near(word)
            {
                let message = format!("the subject “{word}” is no name of an entity but looks like “{near}”");
                self.warnings.push(sink.problem(
                    &item.span(),
                    message,
                    "correct it, or leave it if it is meant so",
                ));
            }
            if out.iter().any(|n| n == name) {
                sink.report(
                    &item.span(),
                    format!("the subject “{word}” is listed twice"),
                    "take one of them out",
                );
            }
            out.push(name.to_owned());
        }
        out
    }

    /// A quantity or, for a one-off event, its date.
    fn value(&self, f: &Fields<'_>) -> Option<String> {
        let read = |s: &str| read_value(s).is_some() || read_period(s).is_some();
        self.readable(
            f,
            "value",
            read,
            "\"$11.9 billion\", \"49 %\", \"more than 700 %\" or \"17 November 2023\"",
        )
    }

    fn period(&self, f: &Fields<'_>) -> Option<String> {
        let read = |s: &str| read_period(s).is_some();
        self.readable(f, "period", read, "\"2024\", \"Q3 2025\", \"October 2024\" or \"FY2025\"")
    }

    fn readable(
        &self,
        f: &Fields<'_>,
        key: &str,
        read: impl Fn(&str) -> bool,
        examples: &str,
    ) -> Option<String> {
        f.parsed(key, self.sink, |s| {
            if read(s) {
                return Ok(s.trim().to_owned());
            }
            Err((format!("`{key}`: “{s}” cannot be read"), format!("write {key} = {examples}")))
        })
    }
}

fn terms(f: &Fields<'_>, key: &str, sink: &Sink<'_>) -> Terms {
    let Some((table, span)) = f.table(key, METRIC, sink) else { return Terms::default() };
    let name = if key == "metric" { "`metric`" } else { "`contrary`" };
    let lists = Fields::new(name, table, span.start, &["en", "zh"], sink);
    Terms { en: lists.owned_list("en", sink), zh: lists.owned_list("zh", sink) }
}
