//! Markdown, as pandoc reads it: with a metadata block or without.
//!
//! In: a text. Out: a draft whose chapters begin at the headings of level 1, in bindery's Markdown.
//! Refuses to know: how bindery reads it. Source: Pandoc User's Guide, "Pandoc's Markdown".
//!
//! Most of both dialects is the same, so the text stays as it is, and only what differs is changed at
//! its place: `meta` reads the metadata, `lines` what begins a line, `inline` what stands in lines,
//! `tables` those that are drawn, `lists` the marks of items; `document` holds the changes. Headings and what is text at all are
//! found by the parser that `build` uses.

mod attrs;
mod document;
mod images;
mod inline;
mod lines;
mod lists;
mod meta;
mod places;
mod tables;

use super::decode;
use super::draft::{At, Chapter, Draft, File, Origin, Setting, Sure};
use super::language;
use super::project::file_name;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::load::front_matter::{self, Field, values};
use crate::load::paths::{name_of, stem};
use crate::parse::pieces;
use crate::source::{FileId, Sources, Span};
use document::{Definition, Document};
use images::Images;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

/// Characters of the text from which its language is guessed.
const SAMPLE: usize = 20_000;

/// A heading of the document.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) range: Range<usize>,
    pub(super) level: u8,
    /// What it says.
    pub(super) title: String,
    /// Where its attributes stand, if it has some.
    pub(super) attributes: Option<Range<usize>>,
    pub(super) id: Option<String>,
}

/// Reads it.
pub(super) fn import(
    source: &Source,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let decoded = decode::decode(&source.bytes, None);
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let text = crate::xml::legal(text.trim_start_matches('\u{feff}')).into_owned();
    let file = sources.add(source.shown.clone(), text.clone());
    if decoded.damaged {
        let message = format!("some bytes are no characters of {}", decoded.encoding);
        diagnostics.push(&code::IMPORT_ENCODING, Place::Path(source.shown.clone()), message);
    }
    let mut draft = Draft::default();
    let mut found = meta::Found::default();
    let (fields, from, body) = metadata(&text, file, diagnostics);
    meta::read(&fields, &text, (file, from), &mut draft, &mut found, diagnostics);
    if text.get(body..).unwrap_or_default().trim().is_empty() {
        let place = Place::Path(source.shown.clone());
        diagnostics.push(&code::IMPORT_NOTHING, place, "there is no text in the document");
        return None;
    }
    let mut document = Document::new(&text, file, body);
    document.images = Images::of(source.root.clone());
    let mut examples = lists::Examples::default();
    for (fields, from) in lines::read(&mut document, &mut examples, diagnostics) {
        meta::read(&fields, &text, (file, from), &mut draft, &mut found, diagnostics);
    }
    inline::code(&mut document, diagnostics);
    let headings = headings(&mut document, diagnostics);
    inline::read(&mut document, diagnostics);
    examples_in(&mut document, &examples);
    let starts = starts(&document, &headings);
    title(&headings, &starts, source, &mut draft);
    let paths = paths(&document, &headings, &starts, &draft);
    places::lead(&mut document, &headings, &starts, &paths, diagnostics);
    document.say(diagnostics);
    document.sort();
    draft.chapters = chapters(&document, &headings, &starts, &paths, &draft, diagnostics);
    if draft.edition.language.is_empty() {
        let sample: String = text.get(body..).unwrap_or_default().chars().take(SAMPLE).collect();
        if let Some((tag, true)) = language::of(&sample) {
            draft.language(tag, Origin { at: At::Whole, sure: Sure::Likely });
        }
    }
    if let Some((path, at)) = found.cover {
        match document.images.read(&path) {
            Some(bytes) => {
                let path = format!("cover/{}", name_of(&path));
                draft.settings.push(("cover", Setting::Text(path.clone())));
                draft.files.push(File { path, bytes });
            }
            None => {
                let message = format!("there is no file `{path}` for the cover");
                diagnostics.push(&code::IMPORT_LOST, at, message);
            }
        }
    }
    draft.files.append(&mut document.images.files);
    Some(draft)
}

/// The metadata at the beginning of a text, the byte at which it begins, and the one after it.
fn metadata(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> (Vec<Field>, usize, usize) {
    if let Some((fields, end)) = meta::percent(text) {
        return (fields, 0, end);
    }
    let Some(block) = front_matter::split(text) else { return (Vec::new(), 0, 0) };
    let inner = text.get(block.inner.clone()).unwrap_or_default();
    if block.kind == front_matter::Kind::Toml {
        let at = Span::new(file, block.inner.clone());
        let message = "metadata in TOML is not carried over";
        diagnostics.push(&code::IMPORT_LOST, at, message);
        return (Vec::new(), 0, block.body);
    }
    let fields = match values(inner) {
        Ok(fields) => fields,
        Err((fields, message, at)) => {
            let at = (block.inner.start + at).min(block.inner.end);
            let message = format!("the metadata is broken YAML: {message}");
            diagnostics.push(&code::IMPORT_LOST, Span::new(file, at..at), message);
            fields
        }
    };
    (fields, block.inner.start, block.body)
}

/// The headings, with bindery's attributes in place of pandoc's.
fn headings(document: &mut Document<'_>, diagnostics: &mut Diagnostics) -> Vec<Heading> {
    let body = document.body;
    let text = document.text.get(body..).unwrap_or_default();
    let pieces = pieces(text, meta::options());
    let mut out = Vec::new();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for (range, level) in pieces.headings {
        let texts = pieces.texts.partition_point(|text| text.start < range.start);
        let texts = pieces.texts.get(texts..).unwrap_or_default().iter();
        let mut title = String::new();
        for part in texts.take_while(|part| part.end <= range.end) {
            title.push_str(text.get(part.clone()).unwrap_or_default());
        }
        let range = body + range.start..body + range.end;
        if document.is_masked(range.start) {
            continue;
        }
        let source = document.get(range.clone());
        let line = source.lines().next().unwrap_or_default();
        let shown = line.trim_end_matches(['#', ' ', '\t']);
        let brace = shown.rfind('{').filter(|_| shown.ends_with('}'));
        let given = brace.and_then(|brace| Some((brace, attrs::read(shown.get(brace..)?)?)));
        let number = out.len();
        let mut heading =
            Heading { range: range.clone(), level, title, attributes: None, id: None };
        if let Some((brace, given)) = given {
            let at = range.start + brace..range.start + brace + given.length;
            let mut kept: Vec<String> = given.id.iter().map(|id| format!("#{id}")).collect();
            let classes =
                given.classes.iter().filter(|c| !matches!(c.as_str(), "unnumbered" | "unlisted"));
            kept.extend(classes.map(|class| format!(".{class}")));
            for (key, _) in &given.keys {
                let what = format!("the attribute `{key}` of a heading is left out");
                document.lost(at.clone(), &what, diagnostics);
            }
            let with =
                if kept.is_empty() { String::new() } else { format!("{{{}}}", kept.join(" ")) };
            let gap = shown.get(..brace).unwrap_or_default();
            let gap = if kept.is_empty() { gap.len() - gap.trim_end().len() } else { 0 };
            let at = at.start - gap..at.end;
            document.replace(at.clone(), with);
            document.mask(at.clone());
            if let Some(id) = &given.id {
                document.target(id, range.start, None);
            }
            heading.id.clone_from(&given.id);
            heading.attributes = Some(at);
            if let Some(cut) =
                heading.title.rfind('{').filter(|_| heading.title.trim_end().ends_with('}'))
            {
                heading.title.truncate(cut);
            }
        }
        heading.title = heading.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if heading.id.is_none() {
            // Of headings that say the same the later ones are counted.
            let mut id = identifier(&heading.title);
            let count = used.entry(id.clone()).or_default();
            if *count > 0 {
                id = format!("{id}-{count}");
            }
            *count += 1;
            document.target(&id, range.start, Some(number));
        }
        out.push(heading);
    }
    out
}

/// The id that pandoc gives to a heading. Source: Pandoc User's Guide, "Extension: `auto_identifiers`".
fn identifier(title: &str) -> String {
    let mut id = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_whitespace() {
            id.push('-');
        } else if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') {
            id.push(c);
        }
    }
    let id = id.trim_start_matches(|c: char| !c.is_alphabetic());
    if id.is_empty() { "section".to_owned() } else { id.to_owned() }
}

/// References to examples become their numbers.
fn examples_in(document: &mut Document<'_>, examples: &lists::Examples) {
    if examples.labels.is_empty() {
        return;
    }
    let text = document.text;
    for (at, _) in text.match_indices("(@") {
        let Some(label) = text.get(at + 2..).and_then(|rest| rest.split_once(')')) else {
            continue;
        };
        if let Some(number) = examples.labels.get(label.0)
            && !document.is_masked(at)
        {
            document.replace(at..at + label.0.len() + 3, format!("({number})"));
        }
    }
}

/// Where chapters begin: at headings of level 1, if there are two, else at the beginning alone.
fn starts(document: &Document<'_>, headings: &[Heading]) -> Vec<usize> {
    let is_top = |heading: &&Heading| {
        let before = document.get(document.body..heading.range.start);
        heading.level == 1 && (before.is_empty() || before.ends_with('\n'))
    };
    let tops: Vec<usize> = headings.iter().filter(is_top).map(|h| h.range.start).collect();
    let mut starts = vec![document.body];
    if tops.len() > 1 {
        starts.extend(tops.into_iter().filter(|start| *start > document.body));
    }
    starts
}

/// The title where the metadata has none: the first heading, else the name of the file.
fn title(headings: &[Heading], starts: &[usize], source: &Source, draft: &mut Draft) {
    if !draft.edition.title.main.is_empty() {
        return;
    }
    let sure = if starts.len() > 1 { Sure::Guess } else { Sure::Likely };
    let heading = headings.iter().find(|heading| !heading.title.is_empty());
    match (heading, stem(&source.name)) {
        (Some(heading), _) => {
            let at = At::Part("the first heading".into());
            draft.title(&heading.title, Origin { at, sure });
        }
        (None, "") => {
            let at = At::Part("nothing".into());
            draft.title("Untitled", Origin { at, sure: Sure::Guess });
        }
        (None, name) => {
            let at = At::Part("the name of the file".into());
            draft.title(name, Origin { at, sure: Sure::Guess });
        }
    }
}

/// The range of each chapter.
fn ranges(document: &Document<'_>, starts: &[usize]) -> Vec<Range<usize>> {
    let ends = starts.iter().skip(1).copied().chain([document.text.len()]);
    starts.iter().zip(ends).map(|(start, end)| *start..end).collect()
}

/// The files of the chapters; empty for what has no text before the first heading.
fn paths(
    document: &Document<'_>,
    headings: &[Heading],
    starts: &[usize],
    draft: &Draft,
) -> Vec<String> {
    let ranges = ranges(document, starts);
    // Definitions and metadata alone are no chapter.
    let masked = |at: usize| {
        document.is_masked(at) || document.notes.iter().any(|note| note.range.contains(&at))
    };
    let is_empty = |range: &Range<usize>| {
        let text = document.get(range.clone());
        text.char_indices().all(|(at, c)| c.is_whitespace() || masked(range.start + at))
    };
    let empty = ranges.len() > 1 && ranges.first().is_some_and(is_empty);
    let count = ranges.len() - usize::from(empty);
    let mut number = 0;
    ranges
        .iter()
        .enumerate()
        .map(|(index, range)| {
            if index == 0 && empty {
                return String::new();
            }
            number += 1;
            let at = headings.partition_point(|heading| heading.range.start < range.start);
            let heading = headings.get(at).filter(|heading| heading.range.start == range.start);
            let title = match heading {
                _ if ranges.len() == 1 => draft.edition.title.main.as_str(),
                Some(heading) => heading.title.as_str(),
                None => "",
            };
            file_name(number, count, title)
        })
        .collect()
}

/// The chapters, each with the notes and addresses that it refers to.
fn chapters(
    document: &Document<'_>,
    headings: &[Heading],
    starts: &[usize],
    paths: &[String],
    draft: &Draft,
    diagnostics: &mut Diagnostics,
) -> Vec<Chapter> {
    let mut notes: BTreeMap<&str, &Definition> = BTreeMap::new();
    for note in document.notes.iter().chain(&document.own_notes) {
        notes.entry(note.label.as_str()).or_insert(note);
    }
    let mut addresses: BTreeMap<&str, &Definition> = BTreeMap::new();
    for address in &document.addresses {
        addresses.entry(address.label.as_str()).or_insert(address);
    }
    let begins = headings.iter().any(|heading| heading.level == 1);
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut chapters = Vec::new();
    for (range, path) in ranges(document, starts).into_iter().zip(paths) {
        if path.is_empty() {
            continue;
        }
        let body = document.chapter(range.clone());
        let mut text = String::new();
        if paths.len() == 1 && !begins {
            let _ = write!(text, "# {}\n\n", escaped(&draft.edition.title.main));
        }
        text.push_str(body.trim_start_matches('\n').trim_end());
        text.push('\n');
        // Notes may refer to further ones.
        let mut within: Vec<Range<usize>> = vec![range];
        let mut own: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut named: Vec<&Definition> = Vec::new();
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        while let Some(part) = within.pop() {
            for (at, label) in Document::within(&document.noted, &part) {
                let inside = !in_definition(document, *at, &part);
                if let Some(note) = notes.get(label.as_str()).filter(|_| inside)
                    && seen.insert(note.label.as_str())
                {
                    own.push(note.label.as_str());
                    within.push(note.address.clone());
                }
            }
            for (at, label) in Document::within(&document.referred, &part) {
                let inside = !in_definition(document, *at, &part);
                if let Some(address) = addresses.get(label.as_str()).filter(|_| inside)
                    && labels.insert(address.label.as_str())
                {
                    named.push(address);
                }
            }
        }
        if !named.is_empty() {
            text.push('\n');
        }
        for address in named {
            text.push_str(document.part(address.range.clone()).trim_end());
            text.push('\n');
        }
        for label in own {
            used.insert(label);
            let Some(note) = notes.get(label) else { continue };
            let words = document.part(note.address.clone());
            let _ = write!(text, "\n[^{label}]: {}\n", words.trim());
        }
        chapters.push(Chapter { path: path.clone(), text });
    }
    for note in &document.notes {
        if !used.contains(note.label.as_str()) {
            let at = note.range.start..note.range.start + note.label.len() + 3;
            document.lost(at, "no reference leads to this note: it is left out", diagnostics);
        }
    }
    chapters
}

/// Whether a place lies in the definition of a note that is not `part` itself.
fn in_definition(document: &Document<'_>, at: usize, part: &Range<usize>) -> bool {
    let after = document.notes.partition_point(|note| note.range.start <= at);
    after
        .checked_sub(1)
        .and_then(|index| document.notes.get(index))
        .is_some_and(|note| note.range.contains(&at) && note.address != *part)
}

/// A title as a heading of Markdown has it.
fn escaped(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '`' | '<' | '\\' | '#' | '{' | '$' | '~' | '^' | '|')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
