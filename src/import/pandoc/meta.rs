//! The metadata of a Markdown document: a block of YAML, or lines that begin with `%`.
//!
//! In: keys and values. Out: facts in a draft, and what no key of metadata.toml says. Refuses to know:
//! the text of the document. Source: Pandoc User's Guide, "Metadata blocks" and "EPUB Metadata".

use crate::diagnostic::{Diagnostics, code};
use crate::edition::{Identifier, Math, Person, Role, Series, Subject};
use crate::import::draft::{Draft, Origin, Setting};
use crate::load::front_matter::{Field, Value};
use crate::load::metadata::{date_of, identifier_of, language_of};
use crate::parse::{Options, pieces};
use crate::source::{FileId, Span, line_at};
use std::collections::BTreeSet;

/// Keys that say how pages look, or how a program runs: nothing of the book.
const LOOKS: &[&str] = &[
    "documentclass",
    "classoption",
    "geometry",
    "fontsize",
    "mainfont",
    "sansfont",
    "monofont",
    "linestretch",
    "papersize",
    "margin-left",
    "margin-right",
    "margin-top",
    "margin-bottom",
    "colorlinks",
    "linkcolor",
    "urlcolor",
    "toccolor",
    "lof",
    "lot",
    "numbersections",
    "number-sections",
    "toc",
    "toc-title",
    "css",
    "output",
    "format",
    "header-includes",
    "include-before",
    "include-after",
    "template",
    "pdf-engine",
    "highlight-style",
    "bibliography",
    "csl",
    "link-citations",
    "nocite",
    "layout",
    "slides",
    "theme",
    "site",
    "execute",
    "knit",
    "stylesheet",
    "page-progression-direction",
    "ibooks",
    "top-level-division",
    "secnumdepth",
];

/// What the metadata says beside facts.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The picture on the cover, and where it is named.
    pub(super) cover: Option<(String, Span)>,
    /// Keys that were read: of two the first counts.
    seen: BTreeSet<String>,
}

/// Reads fields into a draft. `from` is the byte of `text` at which they begin.
pub(super) fn read(
    fields: &[Field],
    text: &str,
    (file, from): (FileId, usize),
    draft: &mut Draft,
    found: &mut Found,
    diagnostics: &mut Diagnostics,
) {
    for (key, value, at) in fields {
        let key = key.to_lowercase().replace('_', "-");
        let span = Span::new(file, from + at.start..from + at.end);
        let line = line_at(text, from + at.start).0;
        let origin = || Origin::stated(line);
        if *value == Value::Null || !found.seen.insert(key.clone()) {
            continue;
        }
        let lost = |why: String, diagnostics: &mut Diagnostics| {
            diagnostics.push(&code::IMPORT_LOST, span, why);
        };
        let one = words(value);
        match (key.as_str(), one) {
            ("title", _) => titles(value, line, draft),
            ("subtitle", Some(text)) => draft.subtitle(&text, origin()),
            (key, _) if role(key).is_some() => {
                let role = role(key).unwrap_or_default();
                let other = people(value, role, line, draft);
                if !other.is_empty() {
                    let other = other.into_iter().collect::<Vec<_>>().join("`, `");
                    let why = format!("`{other}` of a person has no place in metadata.toml");
                    lost(why, diagnostics);
                }
            }
            ("date" | "date-published", Some(given)) => match date_of(&given) {
                Some(date) => draft.date(date, origin()),
                None => lost(format!("`{given}` is no date that metadata.toml knows"), diagnostics),
            },
            ("lang" | "language", Some(given)) => match language_of(&given) {
                Some(tag) => draft.language(&tag, origin()),
                None => lost(format!("`{given}` is no language tag"), diagnostics),
            },
            ("publisher", Some(text)) => draft.publisher(&text, origin()),
            ("rights" | "copyright" | "license", _) => {
                match words(value).or_else(|| inner(value, "text")) {
                    Some(text) if draft.edition.rights.is_none() => draft.rights(&text, origin()),
                    _ => lost(format!("`{key}` has no place in metadata.toml"), diagnostics),
                }
            }
            ("description" | "abstract" | "summary", _) => match raw(value) {
                Some(text) if draft.edition.description.is_none() => {
                    draft.description(&plain_paragraphs(&text), origin());
                }
                _ => lost(format!("`{key}` has no place in metadata.toml"), diagnostics),
            },
            ("subject" | "subjects" | "keywords" | "tags" | "categories", _) => {
                for name in list(value) {
                    let subject = Subject { name, ..Subject::default() };
                    if !draft.edition.subjects.iter().any(|other| other.name == subject.name) {
                        draft.subject(subject, origin());
                    }
                }
            }
            ("identifier" | "isbn" | "doi", _) => {
                let all = match value {
                    Value::List(all) => all.iter().collect(),
                    one => vec![one],
                };
                let given = all.first().and_then(|one| words(one).or_else(|| inner(one, "text")));
                match given.and_then(|given| identifier(&key, &given)) {
                    Some(identifier) if draft.edition.identifier.is_none() => {
                        draft.identifier(identifier, origin());
                    }
                    _ => lost(format!("`{key}` holds no identifier"), diagnostics),
                }
                if all.len() > 1 {
                    lost("a book has one identifier: others are left out".into(), diagnostics);
                }
            }
            ("cover-image" | "epub-cover-image" | "cover", Some(path)) => {
                found.cover = Some((path, span));
            }
            ("belongs-to-collection" | "series", Some(name)) => {
                draft.series(Series { name, position: None, identifier: None }, origin());
            }
            ("group-position", Some(position)) => {
                if let Some(series) = &mut draft.edition.series {
                    series.position = Some(position);
                }
            }
            ("toc-depth", Some(depth)) => match depth.parse() {
                Ok(depth @ 1..=6) => draft.settings.push(("toc-depth", Setting::Number(depth))),
                _ => lost(format!("`{depth}` is no depth of a table of contents"), diagnostics),
            },
            ("source", Some(citation)) => draft.citation(&citation, origin()),
            (key, _) if LOOKS.contains(&key) => {
                let why = format!("`{key}` says how pages look, and is not carried over");
                lost(why, diagnostics);
            }
            (key, _) => {
                let shown: String = key.chars().take(60).collect();
                lost(format!("`{shown}` has no place in metadata.toml"), diagnostics);
            }
        }
    }
}

/// The lines of a title block: `% title`, `% authors`, `% date`, each going on in lines that begin
/// with a space. `None` where there is none; else its end.
pub(super) fn percent(text: &str) -> Option<(Vec<Field>, usize)> {
    if !text.starts_with('%') {
        return None;
    }
    let mut parts: Vec<(String, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(part) = words.strip_prefix('%').filter(|_| parts.len() < 3) {
            parts.push((part.trim().to_owned(), at));
        } else if let (true, Some((part, _))) =
            (line.starts_with([' ', '\t']) && !words.is_empty(), parts.last_mut())
        {
            part.push('\n');
            part.push_str(words.trim());
        } else {
            break;
        }
        at += line.len();
    }
    let mut fields = Vec::new();
    for (index, (part, start)) in parts.into_iter().enumerate() {
        let names = || {
            let names = part.split(['\n', ';']).map(str::trim).filter(|name| !name.is_empty());
            Value::List(names.map(|name| Value::Text(name.to_owned())).collect())
        };
        let (key, value) = match index {
            0 => ("title", Value::Text(part.replace('\n', " "))),
            1 => ("author", names()),
            _ => ("date", Value::Text(part.replace('\n', " "))),
        };
        if !part.is_empty() {
            fields.push((key.to_owned(), value, start..start + 1));
        }
    }
    Some((fields, at))
}

fn titles(value: &Value, line: usize, draft: &mut Draft) {
    let origin = || Origin::stated(line);
    match value {
        Value::List(all) => {
            for one in all {
                let Some(text) = words(one).or_else(|| inner(one, "text")) else { continue };
                match inner(one, "type").as_deref() {
                    Some("subtitle") => draft.subtitle(&text, origin()),
                    _ if draft.edition.title.main.is_empty() => draft.title(&text, origin()),
                    _ => {}
                }
            }
        }
        value => {
            let title =
                words(value).or_else(|| inner(value, "text")).or_else(|| inner(value, "main"));
            if let Some(title) = title {
                draft.title(&title, origin());
            }
            if let Some(subtitle) = inner(value, "subtitle") {
                draft.subtitle(&subtitle, origin());
            }
        }
    }
}

/// What people are of whom a key speaks.
fn role(key: &str) -> Option<Role> {
    match key {
        "author" | "authors" | "creator" => Some(Role::AUTHOR),
        "translator" | "translators" => Some(Role::TRANSLATOR),
        "editor" | "editors" => Some(Role("edt")),
        "illustrator" => Some(Role("ill")),
        "contributor" => Some(Role("ctb")),
        _ => None,
    }
}

/// Keys of a person that are read.
const OF_PERSON: &[&str] =
    &["name", "text", "literal", "author", "given", "family", "role", "file-as", "url"];

/// Adds people; what else is said of them is returned, by its keys.
fn people(value: &Value, role: Role, line: usize, draft: &mut Draft) -> BTreeSet<String> {
    let mut other = BTreeSet::new();
    let all = match value {
        Value::List(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    for one in all {
        let named = ["name", "text", "literal", "author"].iter().find_map(|key| inner(one, key));
        let parts = || {
            // A table of names within the name, as Quarto has it.
            let name = match one {
                Value::Table(fields) => {
                    fields.iter().find(|(key, _)| key == "name").map_or(one, |(_, name)| name)
                }
                one => one,
            };
            let given: Vec<String> =
                ["given", "family"].iter().filter_map(|key| inner(name, key)).collect();
            (!given.is_empty()).then(|| given.join(" "))
        };
        if let Value::Table(fields) = one {
            let keys = fields.iter().map(|(key, _)| key.as_str());
            other.extend(keys.filter(|key| !OF_PERSON.contains(key)).map(str::to_owned));
        }
        let Some(name) = words(one).or(named).or_else(parts) else { continue };
        let role = match inner(one, "role").as_deref() {
            Some("aut" | "author") => Role::AUTHOR,
            Some("trl" | "translator") => Role::TRANSLATOR,
            Some("edt" | "editor") => Role("edt"),
            Some("ill" | "illustrator") => Role("ill"),
            _ => role,
        };
        let person = Person {
            name,
            role,
            file_as: inner(one, "file-as"),
            url: inner(one, "url"),
            ..Person::default()
        };
        draft.person(person, Origin::stated(line));
    }
    other
}

fn identifier(key: &str, given: &str) -> Option<Identifier> {
    let given = given.trim();
    let bare = given.strip_prefix("ISBN").map_or(given, |rest| rest.trim_start_matches([':', ' ']));
    match key {
        "doi" if !given.contains(':') => identifier_of(&format!("doi:{given}")),
        _ => identifier_of(bare).or_else(|| identifier_of(given)),
    }
}

/// A text in one line, without the marks of Markdown.
fn words(value: &Value) -> Option<String> {
    let text = plain(&raw(value)?);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn raw(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::List(all) => match all.as_slice() {
            [Value::Text(only)] => Some(only.trim().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

fn inner(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::Table(fields) => {
            fields.iter().find(|(name, _)| name == key).and_then(|(_, value)| words(value))
        }
        _ => None,
    }
}

/// Texts of a list, or of one text with commas or semicolons in it.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::List(all) => {
            all.iter().filter_map(|one| words(one).or_else(|| inner(one, "text"))).collect()
        }
        value => {
            let text = words(value).or_else(|| inner(value, "text")).unwrap_or_default();
            let sign = if text.contains(';') { ';' } else { ',' };
            let parts = text.split(sign).map(|part| part.trim().to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        }
    }
}

fn plain_paragraphs(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| plain(paragraph).split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A text without the marks of Markdown.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['*', '_', '[', '\\', '<', '~', '^', '&']) {
        return text.to_owned();
    }
    let pieces = pieces(text, options());
    let mut out = String::new();
    let mut end = 0;
    for range in pieces.texts {
        // Lines are parted by more than nothing.
        let gap = text.get(end..range.start).unwrap_or_default();
        if gap.contains('\n') {
            out.push(' ');
        }
        out.push_str(text.get(range.clone()).unwrap_or_default());
        end = range.end;
    }
    if out.trim().is_empty() { text.to_owned() } else { out }
}

/// How a text of pandoc's is read, as far as bindery's Markdown goes.
pub(super) fn options() -> Options<'static> {
    Options {
        lang: "en",
        mdbook: false,
        math: Math::MathMl,
        vertical: false,
        highlight: false,
        smart_punctuation: false,
    }
}
