//! The metadata of the package document.
//!
//! In: the elements that epub-builder laid out, one after the other, and the plan. Out: the same
//! elements at the same places with what belongs to each, and those that epub-builder has no word
//! for. Refuses to know: manifest and spine.

use super::PackageError;
use super::accessibility;
use super::lines::Lines;
use super::plan::{Plan, is_cover, line};
use super::tags::Tags;
use crate::citation::citation;
use crate::edition::{Edition, Person, Role, Subject};

/// Id of the unique identifier. All ids of the metadata begin with `pub-`: no resource's does.
pub(super) const IDENTIFIER: &str = "pub-id";

/// Declaration of Apple's prefix. Source: Apple Books Asset Guide, "Using EPUB 3 metadata".
pub(super) const IBOOKS: &str =
    "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// Whether the book brings fonts along.
pub(super) fn has_fonts(plan: &Plan) -> bool {
    const OLDER: [&str; 3] =
        ["application/vnd.ms-opentype", "application/font-woff", "application/font-sfnt"];
    let is_font = |kind: &str| kind.starts_with("font/") || OLDER.contains(&kind);
    plan.publication.resources.iter().any(|resource| is_font(resource.media_type))
}

/// Goes through the metadata and completes it. Source: EPUB 3.3 section 5.5.
pub(super) fn complete(tags: &mut Tags, out: &mut Lines, plan: &Plan) -> Result<(), PackageError> {
    let edition = plan.publication.edition;
    tags.open("metadata")?;
    out.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);

    tags.leaf("dc:identifier")?;
    identifier(out, &plan.publication.identifier);
    tags.leaf("dc:title")?;
    titles(out, edition, &plan.title);
    tags.leaf("dc:language")?;
    out.leaf("dc:language", &[], plan.language);

    let is_author = |person: &&Person| person.role == Role::AUTHOR;
    for _ in edition.people.iter().filter(is_author) {
        tags.leaf("dc:creator")?;
        tags.leaf("meta")?;
    }
    let (authors, others): (Vec<&Person>, Vec<&Person>) =
        edition.people.iter().partition(is_author);
    people(out, "dc:creator", "pub-creator", &authors);
    people(out, "dc:contributor", "pub-contributor", &others);

    tags.leaf("meta")?;
    property(out, "dcterms:modified", &plan.publication.modified);
    if let Some(date) = edition.date {
        out.leaf("dc:date", &[], &date.to_string());
    }
    if let Some(publisher) = said(edition.publisher.as_deref()) {
        out.leaf("dc:publisher", &[], &publisher);
    }
    sources(out, plan);

    if let Some(description) = &edition.description {
        tags.leaf("dc:description")?;
        if line(description).is_some() {
            out.leaf("dc:description", &[], description.trim());
        }
    }
    for (at, subject) in edition.subjects.iter().enumerate() {
        tags.leaf("dc:subject")?;
        self::subject(out, subject, at + 1);
    }
    if let Some(rights) = &edition.rights {
        tags.leaf("dc:rights")?;
        if line(rights).is_some() {
            out.leaf("dc:rights", &[], rights.trim());
        }
    }
    series(out, edition);
    accessibility::write(out, plan);
    if has_fonts(plan) {
        // Without this, Apple Books shows its own fonts in place of the book's.
        property(out, "ibooks:specified-fonts", "true");
    }

    if plan.publication.resources.iter().any(|r| is_cover(r) && r.spine.is_none()) {
        tags.void("meta", "name", "cover")?;
    }
    if let Some(cover) = plan.cover() {
        // What EPUB 2 readers know a cover by.
        out.void("meta", &[("name", "cover"), ("content", &cover.id)]);
    }
    tags.close("metadata")?;
    out.close("metadata");
    Ok(())
}

/// A `meta` element about the whole book.
pub(super) fn property(out: &mut Lines, property: &str, value: &str) {
    out.leaf("meta", &[("property", property)], value);
}

/// A `meta` element about another element, given by `#id`.
pub(super) fn refine(out: &mut Lines, target: &str, property: &str, value: &str) {
    out.leaf("meta", &[("refines", target), ("property", property)], value);
}

/// The text on one line, if there is any.
fn said(text: Option<&str>) -> Option<String> {
    text.and_then(line)
}

fn identifier(out: &mut Lines, identifier: &str) {
    out.leaf("dc:identifier", &[("id", IDENTIFIER)], identifier);
    if identifier.starts_with("urn:isbn:") {
        // 15 is ISBN-13 in ONIX code list 5.
        let attrs =
            [("refines", "#pub-id"), ("property", "identifier-type"), ("scheme", "onix:codelist5")];
        out.leaf("meta", &attrs, "15");
    }
}

fn titles(out: &mut Lines, edition: &Edition, main: &str) {
    let subtitle = said(edition.title.subtitle.as_deref());
    out.leaf("dc:title", &[("id", "pub-title")], main);
    refine(out, "#pub-title", "title-type", "main");
    if let Some(filed) = said(edition.title.file_as.as_deref()) {
        refine(out, "#pub-title", "file-as", &filed);
    }
    if let Some(subtitle) = subtitle {
        refine(out, "#pub-title", "display-seq", "1");
        out.leaf("dc:title", &[("id", "pub-subtitle")], &subtitle);
        refine(out, "#pub-subtitle", "title-type", "subtitle");
        refine(out, "#pub-subtitle", "display-seq", "2");
    }
}

/// People of one element. Several have their order said: readers may sort them by name.
fn people(out: &mut Lines, element: &str, id: &str, people: &[&Person]) {
    let named = people.iter().filter_map(|person| Some((person, line(&person.name)?)));
    for (at, (person, name)) in named.enumerate() {
        let number = (at + 1).to_string();
        let id = [id, "-", &number].concat();
        let target = ["#", &id].concat();
        let mut attrs = vec![("id", id.as_str())];
        if let Some(lang) = &person.lang {
            attrs.push(("xml:lang", lang));
        }
        out.leaf(element, &attrs, &name);
        let role =
            [("refines", target.as_str()), ("property", "role"), ("scheme", "marc:relators")];
        out.leaf("meta", &role, person.role.0);
        if let Some(filed) = said(person.file_as.as_deref()) {
            refine(out, &target, "file-as", &filed);
        }
        if people.len() > 1 {
            refine(out, &target, "display-seq", &number);
        }
    }
}

/// The works that the book is made from, and the one that the page numbers come from.
fn sources(out: &mut Lines, plan: &Plan) {
    let edition = plan.publication.edition;
    let works = &edition.sources;
    let mut page_source = said(edition.page_source.as_deref());
    for work in works {
        let Some(text) = line(&citation(work, plan.labels)) else { continue };
        out.leaf("dc:source", &[], &text);
        page_source.get_or_insert_with(|| said(work.identifier.as_deref()).unwrap_or(text));
    }
    // Says which edition the page numbers are of (EPUB Accessibility 1.1, page navigation).
    if let Some(source) = page_source.filter(|_| !plan.pages.is_empty()) {
        property(out, "pageBreakSource", &source);
    }
}

fn subject(out: &mut Lines, subject: &Subject, number: usize) {
    let Some(name) = line(&subject.name) else { return };
    let id = format!("pub-subject-{number}");
    // Authority and term come together or not at all (EPUB 3.3, "The dc:subject element").
    match (said(subject.authority.as_deref()), said(subject.term.as_deref())) {
        (Some(authority), Some(term)) => {
            let target = ["#", &id].concat();
            out.leaf("dc:subject", &[("id", &id)], &name);
            refine(out, &target, "authority", &authority);
            refine(out, &target, "term", &term);
        }
        _ => out.leaf("dc:subject", &[], &name),
    }
}

/// The series, in the words of EPUB 3 and in those that Calibre and Kobo devices read.
fn series(out: &mut Lines, edition: &Edition) {
    let Some(series) = &edition.series else { return };
    let Some(name) = line(&series.name) else { return };
    let position = said(series.position.as_deref());
    let attrs = [("id", "pub-series"), ("property", "belongs-to-collection")];
    out.leaf("meta", &attrs, &name);
    refine(out, "#pub-series", "collection-type", "series");
    if let Some(position) = &position {
        refine(out, "#pub-series", "group-position", position);
    }
    if let Some(identifier) = said(series.identifier.as_deref()) {
        refine(out, "#pub-series", "dcterms:identifier", &identifier);
    }
    out.void("meta", &[("name", "calibre:series"), ("content", &name)]);
    if let Some(position) = &position {
        out.void("meta", &[("name", "calibre:series_index"), ("content", position)]);
    }
}
