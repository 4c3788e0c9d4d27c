//! JSON-LD by the vocabulary of schema.org.
//!
//! In: the scripts of a page that hold it. Out: candidates for the facts that the article's object
//! states. Refuses to know: the rest of the vocabulary, and how JSON-LD is expanded: what sites write
//! is read as they write it.

use super::values::{day, is_address, language};
use super::{Fact, Stated};
use crate::import::draft::Sure;
use serde_json::Value;
use std::collections::BTreeMap;

/// Objects that are looked through, at most; a page has a dozen.
const OBJECTS: usize = 20_000;

/// A script: its text, its values and the line on which it begins.
struct Script<'a> {
    text: &'a str,
    line: usize,
}

impl Script<'_> {
    /// The line on which a value stands, as it is written; that of the script where it is escaped.
    fn line(&self, value: &str) -> usize {
        let at = self.text.find(value);
        let before = at.and_then(|at| self.text.get(..at)).unwrap_or_default();
        self.line + memchr::memchr_iter(b'\n', before.as_bytes()).count()
    }

    fn fact(&self, value: &str) -> Option<Fact> {
        Fact::new(value, self.line(value), Sure::Stated)
    }
}

/// Reads the scripts of a page, each with its line.
pub(super) fn read(scripts: &[(String, usize)], stated: &mut Stated) {
    let parsed: Vec<(Value, Script<'_>)> = scripts
        .iter()
        .filter_map(|(text, line)| {
            let json = text.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
            let json = json.trim_end_matches("]]>").trim_end_matches("//").trim_end_matches("]]>");
            let value = serde_json::from_str(json.trim().trim_end_matches(';'))
                .ok()
                .or_else(|| mended(json))?;
            Some((value, Script { text, line: *line }))
        })
        .collect();
    let mut objects: Vec<(&Value, &Script<'_>)> = Vec::new();
    let mut by_id: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut waiting: Vec<(&Value, &Script<'_>)> =
        parsed.iter().rev().map(|(value, script)| (value, script)).collect();
    while let Some((value, script)) = waiting.pop() {
        if objects.len() >= OBJECTS {
            break;
        }
        match value {
            Value::Array(values) => {
                waiting.extend(values.iter().rev().map(|value| (value, script)));
            }
            Value::Object(map) => {
                objects.push((value, script));
                if let Some(id) = map.get("@id").and_then(Value::as_str)
                    && map.len() > 1
                {
                    by_id.entry(id).or_insert(value);
                }
                let inner = ["mainEntity", "@graph", "mainEntityOfPage"];
                waiting.extend(
                    inner.iter().filter_map(|key| map.get(*key)).map(|value| (value, script)),
                );
            }
            _ => {}
        }
    }
    // Of several that are alike the first is meant: `max_by_key` gives the last.
    let article = objects.iter().rev().max_by_key(|(value, _)| rank(value));
    if let Some((value, script)) = article.filter(|(value, _)| rank(value) > 0) {
        Object { value, script, by_id: &by_id }.facts(stated);
    }
    for (value, script) in &objects {
        if types(value).any(|kind| kind == "WebSite") {
            let name = value.get("name").and_then(Value::as_str);
            stated.publishers.extend(name.and_then(|name| script.fact(name)));
        }
    }
}

/// Line ends within texts are wrong in JSON, and met.
fn mended(json: &str) -> Option<Value> {
    let plain: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(plain.trim()).ok()
}

/// The types of an object, without the vocabulary's address.
fn types(value: &Value) -> impl Iterator<Item = &str> {
    let types = match value.get("@type") {
        Some(Value::Array(types)) => types.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    types
        .iter()
        .filter_map(Value::as_str)
        .map(|kind| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind))
}

/// How well an object's type fits an article; of several that fit alike the first is meant, which is
/// told by what it has.
fn rank(value: &Value) -> usize {
    let kind = types(value)
        .map(|kind| match kind {
            kind if kind.ends_with("Article") || kind.ends_with("BlogPosting") => 3,
            "Report" | "Review" | "Chapter" | "ShortStory" | "Poem" | "AnalysisNewsArticle" => 3,
            "DiscussionForumPosting"
            | "SocialMediaPosting"
            | "CreativeWork"
            | "Book"
            | "Interview" => 2,
            "WebPage" | "ItemPage" | "MediaObject" => 1,
            _ => 0,
        })
        .max()
        .unwrap_or(0);
    let has = |key: &str| usize::from(value.get(key).is_some());
    if kind == 0 {
        0
    } else {
        kind * 8 + has("headline") * 4 + has("author") * 2 + has("datePublished")
    }
}

/// The object of the article.
struct Object<'a> {
    value: &'a Value,
    script: &'a Script<'a>,
    by_id: &'a BTreeMap<&'a str, &'a Value>,
}

impl Object<'_> {
    fn facts(&self, stated: &mut Stated) {
        let web_page = types(self.value).all(|kind| kind == "WebPage" || kind == "ItemPage");
        let titles = if web_page { &["headline"][..] } else { &["headline", "name"][..] };
        let text = |key: &str| self.text(key).and_then(|text| self.script.fact(&text));
        stated.titles.extend(titles.iter().find_map(|key| text(key)));
        stated.subtitles.extend(text("alternativeHeadline"));
        stated.descriptions.extend(["description", "abstract"].iter().find_map(|key| text(key)));
        for (key, groups) in
            [("author", &mut stated.authors), ("translator", &mut stated.translators)]
        {
            let people: Vec<Fact> =
                self.names(key).iter().filter_map(|name| self.script.fact(name)).collect();
            if !people.is_empty() {
                groups.push(people);
            }
        }
        if stated.authors.is_empty() {
            let people = self.names("creator");
            let people: Vec<Fact> =
                people.iter().filter_map(|name| self.script.fact(name)).collect();
            stated.authors.extend((!people.is_empty()).then_some(people));
        }
        let printed = self.names("isPartOf").into_iter().filter(|_| self.is_part_of_print());
        let publisher = self.names("publisher");
        let fact = |name: &String| self.script.fact(name).filter(|fact| !is_address(&fact.value));
        stated.publications.extend(printed.filter_map(|name| fact(&name)));
        stated.publishers.extend(publisher.iter().filter_map(fact));
        for key in ["datePublished", "dateCreated", "uploadDate"] {
            let Some(date) = self.text(key) else { continue };
            let fact = self.script.fact(&date);
            let day = day(&date);
            stated.dates.extend(fact.zip(day).map(|(fact, value)| Fact { value, ..fact }));
        }
        let page = self.text("pagination").or_else(|| {
            let (first, last) = (self.text("pageStart")?, self.text("pageEnd"));
            Some(match last.filter(|last| *last != first) {
                Some(last) => format!("{first}-{last}"),
                None => first,
            })
        });
        let page = page.or_else(|| self.text("printPage"));
        stated.pages.extend(page.and_then(|page| {
            let line = self.script.line(page.split('-').next().unwrap_or_default());
            Fact::new(&page, line, Sure::Stated)
        }));
        for key in ["url", "mainEntityOfPage", "@id"] {
            let url = match self.value.get(key) {
                Some(Value::String(url)) => Some(url.as_str()),
                Some(other) => other.get("@id").and_then(Value::as_str),
                None => None,
            };
            let url = url.filter(|url| url.starts_with("http") && !url.contains('#'));
            stated.urls.extend(url.and_then(|url| self.script.fact(url)));
        }
        let tag = self.text("inLanguage").and_then(|tag| Some((language(&tag)?, tag)));
        let tag = tag.and_then(|(value, tag)| Some(Fact { value, ..self.script.fact(&tag)? }));
        stated.languages.extend(tag);
    }

    /// A text, a number, or the name of an object.
    fn text(&self, key: &str) -> Option<String> {
        match self.value.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(values) => values.iter().find_map(Value::as_str).map(str::to_owned),
            Value::Object(map) => ["@value", "name", "alternateName"]
                .iter()
                .find_map(|key| map.get(*key).and_then(Value::as_str))
                .map(str::to_owned),
            _ => None,
        }
    }

    /// Names of people or organisations: a text, an object, a list of either, or references to objects.
    fn names(&self, key: &str) -> Vec<String> {
        let Some(value) = self.value.get(key) else { return Vec::new() };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut names: Vec<String> = Vec::new();
        for value in values.iter().take(100) {
            let value = match value.get("@id").and_then(Value::as_str) {
                Some(id) if value.get("name").is_none() => {
                    self.by_id.get(id).copied().unwrap_or(value)
                }
                _ => value,
            };
            let name = match value {
                Value::String(name) => Some(name.clone()),
                value => match value.get("name") {
                    Some(Value::String(name)) => Some(name.clone()),
                    Some(Value::Array(names)) => {
                        names.first().and_then(Value::as_str).map(str::to_owned)
                    }
                    Some(Value::Object(name)) => {
                        name.get("@value").and_then(Value::as_str).map(str::to_owned)
                    }
                    _ => whole_name(value),
                },
            };
            names.extend(name.filter(|name| !name.trim().is_empty()));
        }
        names
    }

    /// Whether what the article is part of is a paper or a journal, not a site or its section.
    fn is_part_of_print(&self) -> bool {
        let part = match self.value.get("isPartOf") {
            Some(Value::Array(parts)) => parts.first(),
            part => part,
        };
        let printed = |kind: &str| {
            matches!(
                kind,
                "Periodical"
                    | "Newspaper"
                    | "PublicationIssue"
                    | "PublicationVolume"
                    | "Magazine"
                    | "Book"
                    | "Blog"
            )
        };
        part.is_some_and(|part| types(part).any(printed))
    }
}

/// A name in two fields.
fn whole_name(value: &Value) -> Option<String> {
    let (given, family) = (value.get("givenName")?.as_str()?, value.get("familyName")?.as_str()?);
    Some(format!("{given} {family}"))
}
