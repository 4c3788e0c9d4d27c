//! A document of a word processor: DOCX.
//!
//! In: a zip archive of XML. Out: a draft whose chapters begin at the headings of level 1. Refuses to
//! know: pages, sizes and colours. Source: ECMA-376 (Office Open XML), transitional and strict.
//!
//! `package` finds the parts, `styles` and `numbering` say what paragraphs are, `survey` what has to be
//! known before; `body` and `blocks` make blocks of paragraphs, `runs` and `pieces` what stands in their
//! lines;
//! `anchors` leads links to their places when all of them are known.

mod anchors;
mod article;
mod blocks;
mod body;
mod content;
mod core;
mod fields;
mod lost;
mod marks;
mod numbering;
mod package;
mod pictures;
mod pieces;
mod runs;
mod styles;
mod survey;
mod tables;

use super::draft::{At, Chapter, Draft, File, Origin, Sure};
use super::language;
use super::markdown::{self, Page};
use super::project::file_name;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::edition::{Direction, Person, Role, Subject};
use crate::load::paths::stem;
use crate::source::Sources;
use crate::tree::{Data, Element, Tag};
use body::{Part, Reader};
use core::Core;
use numbering::Numbering;
use package::{Package, Relation, parse};
use std::collections::{BTreeMap, BTreeSet};
use styles::Styles;
use survey::Survey;

/// The texts of the parts that are read, by their paths; empty where there is no such part.
#[derive(Debug, Default)]
struct Texts {
    document: (String, String),
    styles: (String, String),
    numbering: (String, String),
    footnotes: (String, String),
    endnotes: (String, String),
    core: (String, String),
}

/// Reads it.
pub(super) fn import(
    source: &Source,
    _sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    match read(source, diagnostics) {
        Ok(draft) => draft,
        Err(message) => {
            let place = Place::Path(source.shown.clone());
            diagnostics.push(&code::IMPORT_UNREADABLE, place, message);
            None
        }
    }
}

/// Reads it. Errors are sentences for people, and name the part that they are about.
fn read(source: &Source, diagnostics: &mut Diagnostics) -> Result<Option<Draft>, String> {
    let mut package = Package::open(&source.bytes)?;
    let (texts, relations) = texts(&mut package)?;
    let document = parsed(&texts.document)?;
    if document.root_element().tag_name().name() != "document" {
        return Err(format!("`{}` is no document of a word processor", texts.document.0));
    }
    // The rest only helps: a part of it that is broken is named, and done without.
    let mut optional = |text| optional(text, source, diagnostics);
    let styles = optional(&texts.styles).map(|part| Styles::read(&part)).unwrap_or_default();
    let numbering =
        optional(&texts.numbering).map(|part| Numbering::read(&part)).unwrap_or_default();
    let core = optional(&texts.core).map(|part| Core::read(&part)).unwrap_or_default();
    let footnotes = optional(&texts.footnotes);
    let endnotes = optional(&texts.endnotes);
    let mut part = |path: &str, root| -> Result<Part<'_>, String> {
        let relations: BTreeMap<String, Relation> =
            if path.is_empty() { BTreeMap::new() } else { package.relations(path)? };
        Ok(Part { path: path.to_owned(), root, relations })
    };
    let root = document.root_element();
    let parts = vec![
        part(&texts.document.0, Some(root))?,
        part(&texts.footnotes.0, footnotes.as_ref().map(|document| document.root_element()))?,
        part(&texts.endnotes.0, endnotes.as_ref().map(|document| document.root_element()))?,
    ];
    let survey = Survey::of(root, &styles);
    let files: BTreeSet<String> = package.paths().map(str::to_owned).collect();
    let mut draft = Draft::default();
    let mut reader = Reader::new(&styles, numbering, parts, survey, files);
    tongue(&mut reader, &core, &texts.core.0, &mut draft);
    reader.read();
    margins(&mut package, &mut reader, &relations);
    comments(&mut package, &mut reader, &relations);
    facts(&reader, &core, &texts, &mut draft);
    draft.dropped = std::mem::take(&mut reader.dropped);
    if !reader.chapters.iter().any(|body| reader.tree.first_child(body.node).is_some()) {
        let place = Place::Path(source.shown.clone());
        diagnostics.push(&code::IMPORT_NOTHING, place, "there is no text in the document");
        return Ok(None);
    }
    if reader.chapters.iter().all(|body| body.title.is_empty()) {
        article::read(&mut reader, &mut draft);
    }
    title(&reader, source, &mut draft);
    chapters(&mut reader, &mut draft);
    pictures(&mut package, &reader, source, &mut draft, diagnostics);
    reader.lost.say(&source.shown, diagnostics);
    Ok(Some(draft))
}

/// The texts of the parts, and what the document refers to.
fn texts(package: &mut Package<'_>) -> Result<(Texts, BTreeMap<String, Relation>), String> {
    let of_kind = |relations: &BTreeMap<String, Relation>, kind: &str| {
        let found = relations.values().find(|r| r.kind == kind && !r.external);
        found.map(|relation| relation.target.clone()).unwrap_or_default()
    };
    let top = package.relations("")?;
    let mut main = of_kind(&top, "officeDocument");
    if main.is_empty() && package.has("word/document.xml") {
        "word/document.xml".clone_into(&mut main);
    }
    if main.is_empty() {
        return Err("`_rels/.rels` names no main document".to_owned());
    }
    let document = (main.clone(), package.text(&main)?);
    let relations = package.relations(&main)?;
    let mut text = |path: String| -> Result<(String, String), String> {
        if path.is_empty() || !package.has(&path) {
            return Ok((String::new(), String::new()));
        }
        let text = package.text(&path)?;
        Ok((path, text))
    };
    let texts = Texts {
        document,
        styles: text(of_kind(&relations, "styles"))?,
        numbering: text(of_kind(&relations, "numbering"))?,
        footnotes: text(of_kind(&relations, "footnotes"))?,
        endnotes: text(of_kind(&relations, "endnotes"))?,
        core: text(of_kind(&top, "core-properties"))?,
    };
    Ok((texts, relations))
}

/// The XML of a part.
fn parsed((path, text): &(String, String)) -> Result<roxmltree::Document<'_>, String> {
    parse(text).map_err(|error| format!("`{path}` is broken XML: {error}"))
}

/// The XML of a part that there may be; where it is broken, `diagnostics` says so.
fn optional<'t>(
    text: &'t (String, String),
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Option<roxmltree::Document<'t>> {
    if text.0.is_empty() {
        return None;
    }
    match parsed(text) {
        Ok(document) => Some(document),
        Err(message) => {
            let place = Place::Path(source.shown.clone());
            let message = format!("{message}; what it says is lost");
            diagnostics.push(&code::IMPORT_LOST, place, message);
            None
        }
    }
}

/// The language: what the properties say, else what most of the text is marked with, where the text
/// looks like it. Word marks a text with the language of its own menus as long as nobody says otherwise.
fn tongue(reader: &mut Reader<'_>, core: &Core, part: &str, draft: &mut Draft) {
    let marked = reader.survey.lang.as_deref().and_then(crate::load::metadata::language_of);
    let guess = language::of(&reader.survey.sample);
    let primary = |tag: &str| survey::primary(tag).unwrap_or_default();
    reader.main.extend(marked.as_deref().map(primary));
    let styles = "the language that the text is marked with";
    let (tag, origin) = match (&core.language, marked, guess) {
        (Some(tag), ..) => (tag.clone(), Origin::stated_in(part)),
        (None, Some(tag), Some((seen, true))) if primary(&tag) != seen => {
            (seen.to_owned(), Origin { at: At::Whole, sure: Sure::Likely })
        }
        (None, Some(tag), _) => {
            (tag, Origin { at: At::Part(styles.to_owned()), sure: Sure::Stated })
        }
        (None, None, Some((seen, true))) => {
            (seen.to_owned(), Origin { at: At::Whole, sure: Sure::Likely })
        }
        (None, None, _) => return,
    };
    reader.main.insert(primary(&tag));
    reader.rtl = Direction::of_language(&tag) == Direction::Rtl;
    draft.language(&tag, origin);
}

/// What stands at the head and foot of every page is the pages', and goes.
fn margins(
    package: &mut Package<'_>,
    reader: &mut Reader<'_>,
    relations: &BTreeMap<String, Relation>,
) {
    let margins = relations.values().filter(|r| matches!(r.kind.as_str(), "header" | "footer"));
    for relation in margins {
        let Ok(text) = package.text(&relation.target) else { continue };
        let Ok(document) = parse(&text) else { continue };
        let words = content::folded(&content::words(document.root_element()));
        if words.chars().any(char::is_alphabetic) {
            let at = At::Part(relation.target.clone());
            let what = "headers and footers";
            reader.dropped.push(super::draft::Dropped { at, text: words, what });
        }
    }
}

/// Comments are between those who wrote, and go.
fn comments(
    package: &mut Package<'_>,
    reader: &mut Reader<'_>,
    relations: &BTreeMap<String, Relation>,
) {
    let Some(relation) = relations.values().find(|relation| relation.kind == "comments") else {
        return;
    };
    let Ok(text) = package.text(&relation.target) else { return };
    let Ok(document) = parse(&text) else { return };
    for comment in document.root_element().children().filter(roxmltree::Node::is_element) {
        let text = content::folded(&content::words(comment));
        let at = At::Part(relation.target.clone());
        reader.dropped.push(super::draft::Dropped { at, text, what: "comments" });
    }
}

/// What the properties and the styled paragraphs say.
fn facts(reader: &Reader<'_>, core: &Core, texts: &Texts, draft: &mut Draft) {
    let of_core = || Origin::stated_in(&texts.core.0);
    let of_style = || Origin::stated_in(&texts.document.0);
    match (&core.title, &reader.said.title) {
        (Some(title), _) => draft.title(title, of_core()),
        (None, Some(title)) => draft.title(title, of_style()),
        (None, None) => {}
    }
    if let Some(subtitle) = &reader.said.subtitle {
        draft.subtitle(subtitle, of_style());
    }
    let author =
        |name: &String| Person { name: name.clone(), role: Role::AUTHOR, ..Person::default() };
    for name in &reader.said.authors {
        draft.person(author(name), of_style());
    }
    if reader.said.authors.is_empty() {
        // It may be whoever typed it.
        for name in &core.creators {
            let at = At::Part(texts.core.0.clone());
            draft.person(author(name), Origin { at, sure: Sure::Likely });
        }
    }
    if let Some(date) = reader.said.date {
        draft.date(date, of_style());
    }
    if let Some(publisher) = &core.publisher {
        draft.publisher(publisher, of_core());
    }
    if let Some(rights) = &core.rights {
        draft.rights(rights, of_core());
    }
    if let Some(description) = &core.description {
        draft.description(description, of_core());
    }
    for subject in &core.subjects {
        let subject = Subject { name: subject.clone(), ..Subject::default() };
        draft.subject(subject, of_core());
    }
}

/// The title where nothing says what it is: the first heading, else the name of the file.
fn title(reader: &Reader<'_>, source: &Source, draft: &mut Draft) {
    if !draft.edition.title.main.is_empty() {
        return;
    }
    let heading = reader.chapters.iter().find_map(|body| {
        let mut nodes = reader.tree.children(body.node);
        let heading = nodes
            .find(|node| matches!(reader.tree.tag(*node), Some(Tag::H1 | Tag::H2 | Tag::H3)))?;
        Some(content::folded(&reader.tree.plain_text(heading)))
    });
    let sure = Sure::Guess;
    match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => {
            draft.title(&heading, Origin { at: At::Part("the first heading".into()), sure });
        }
        None => {
            let name = match stem(&source.name) {
                "" => "Untitled",
                name => name,
            };
            draft.title(name, Origin { at: At::Part("the name of the file".into()), sure });
        }
    }
}

/// Chapters become files.
fn chapters(reader: &mut Reader<'_>, draft: &mut Draft) {
    let filled: Vec<usize> = (0..reader.chapters.len())
        .filter(|index| {
            let body = reader.chapters.get(*index);
            body.is_some_and(|body| reader.tree.first_child(body.node).is_some())
        })
        .collect();
    let mut paths: Vec<String> = vec![String::new(); reader.chapters.len()];
    for (number, index) in filled.iter().enumerate() {
        let title = reader.chapters.get(*index).map_or("", |body| body.title.as_str());
        let title = if filled.len() == 1 { draft.edition.title.main.as_str() } else { title };
        if let Some(path) = paths.get_mut(*index) {
            *path = file_name(number + 1, filled.len(), title);
        }
    }
    anchors::lead(reader, &paths);
    for index in &filled {
        let (Some(body), Some(path)) = (reader.chapters.get(*index), paths.get(*index)) else {
            continue;
        };
        if filled.len() == 1 && body.title.is_empty() {
            let title = Data::Text(draft.edition.title.main.clone().into());
            let heading = reader.tree.create(Data::Element(Element::html(Tag::H1)), 0);
            let words = reader.tree.create(title, 0);
            reader.tree.append(heading, words);
            if let Some(first) = reader.tree.first_child(body.node) {
                reader.tree.insert_before(first, heading);
            }
        }
        let page = Page { tree: &reader.tree, body: body.node, notes: &body.notes };
        draft.chapters.push(Chapter { path: path.clone(), text: markdown::write(&page) });
    }
}

/// The files of the pictures.
fn pictures(
    package: &mut Package<'_>,
    reader: &Reader<'_>,
    source: &Source,
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) {
    for (path, name) in &reader.pictures {
        match package.bytes(path) {
            Ok(bytes) => {
                draft.files.push(File { path: format!("manuscript/images/{name}"), bytes });
            }
            Err(message) => {
                let place = Place::Path(source.shown.clone());
                diagnostics.push(&code::IMPORT_LOST, place, message);
            }
        }
    }
    for address in &reader.remote {
        let place = Place::Path(source.shown.clone());
        let message = format!("the picture lies on another server: {address}");
        diagnostics.push(&code::IMPORT_REMOTE, place, message);
    }
}
