//! What a package document says of the book, in the ways of EPUB 2 and EPUB 3.
//!
//! In: the tree of a package document. Out: [`Metadata`]. Refuses to know: manifest and spine.
//!
//! Each piece of the document is looked at a fixed number of times, however it is repeated or
//! nested: a document made to be slow is not.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use super::{Accessibility, Date, Identifier, Metadata, Person, Property, Series, Subject, Title};

/// Reads the metadata. What is written twice, in the way of each version, is told once.
pub(super) fn read(package: &Tree) -> Metadata {
    let root = package.root();
    let Some(metadata) = package.find(root, "metadata") else { return Metadata::default() };
    // EPUB 2 may keep its elements in a `dc-metadata` and a `x-metadata` (OPF 2.0.1 section 2.2).
    let mut nodes = Vec::new();
    for node in package.children(metadata) {
        match package.name(node) {
            "dc-metadata" | "x-metadata" => nodes.extend(package.children(node)),
            _ => nodes.push(node),
        }
    }
    let mut refinements = Refinements::read(package, &nodes);
    let mut book = Metadata::default();
    said_of_the_book(package, &nodes, &mut refinements, &mut book);
    dublin_core(package, &nodes, &mut refinements, &mut book);
    book
}

/// The elements of Dublin Core.
fn dublin_core(
    package: &Tree,
    nodes: &[usize],
    refinements: &mut Refinements,
    book: &mut Metadata,
) {
    let unique = package.attr(package.root(), "unique-identifier");
    let mut titles: Vec<(u32, Title)> = Vec::new();
    let mut people: Vec<(u32, Person)> = Vec::new();
    for node in nodes.iter().copied() {
        let name = package.name(node);
        if matches!(name, "" | "meta" | "link") {
            continue;
        }
        let value = package.text(node);
        if value.is_empty() {
            continue;
        }
        let attr = |name| package.attr(node, name).map(str::to_owned);
        let id = package.attr(node, "id").unwrap_or_default();
        let mut refined = |property| refinements.take(id, property);
        match name {
            "title" => {
                let order = order(refined("display-seq"));
                let title = Title {
                    value,
                    kind: refined("title-type"),
                    file_as: refined("file-as").or_else(|| attr("file-as")),
                    lang: attr("lang"),
                };
                titles.push((order, title));
            }
            "creator" | "contributor" => {
                let order = order(refined("display-seq"));
                let file_as = refined("file-as").or_else(|| attr("file-as"));
                let mut roles = refinements.take_all(id, "role");
                if roles.is_empty() {
                    roles.extend(attr("role"));
                }
                let kind = if name == "creator" { "creator" } else { "contributor" };
                people.push((
                    order,
                    Person { name: value, kind, roles, file_as, lang: attr("lang") },
                ));
            }
            "language" => book.languages.push(value),
            "identifier" => book.identifiers.push(Identifier {
                value,
                scheme: attr("scheme").or_else(|| refined("identifier-type")),
                unique: unique.is_some_and(|unique| unique == id),
            }),
            "date" => book.dates.push(Date { value, event: attr("event") }),
            "publisher" => book.publishers.push(value),
            "rights" => book.rights.push(value),
            "source" => book.sources.push(value),
            "subject" => {
                let (authority, term) = (refined("authority"), refined("term"));
                book.subjects.push(Subject { value, authority, term });
            }
            "description" => book.descriptions.push(value),
            "coverage" | "format" | "relation" | "type" => {
                book.other.push(Property { name: format!("dc:{name}"), value });
            }
            _ => {}
        }
    }
    // Titles have an order of their own, and so have creators; contributors come after them.
    titles.sort_by_key(|(order, _)| *order);
    people.sort_by_key(|(order, person)| (person.kind != "creator", *order));
    book.titles = titles.into_iter().map(|(_, title)| title).collect();
    book.people = people.into_iter().map(|(_, person)| person).collect();
}

/// The place that a `display-seq` gives; without one, after those that have one.
fn order(display_seq: Option<String>) -> u32 {
    display_seq.and_then(|seq| seq.parse().ok()).unwrap_or(u32::MAX)
}

/// The `meta` and `link` elements that say something of the book as such.
fn said_of_the_book(
    package: &Tree,
    nodes: &[usize],
    refinements: &mut Refinements,
    book: &mut Metadata,
) {
    let mut said: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut calibre: (Option<String>, Option<String>) = (None, None);
    for node in nodes.iter().copied() {
        let attr = |name| package.attr(node, name).map(str::trim).filter(|value| !value.is_empty());
        let (name, value) = match (package.name(node), attr("property")) {
            _ if attr("refines").is_some() => continue,
            ("link", _) => (attr("rel").map(link), attr("href").map(str::to_owned)),
            ("meta", Some(property)) => (Some(property), Some(package.text(node))),
            ("meta", None) => (attr("name"), attr("content").map(str::to_owned)),
            _ => continue,
        };
        let (Some(name), Some(value)) = (name, value) else { continue };
        if value.is_empty() || !said.insert((name, value.clone())) {
            continue;
        }
        if let Some(list) = accessibility(&mut book.accessibility, name) {
            list.push(value);
            continue;
        }
        let id = attr("id").unwrap_or_default();
        match name {
            "dcterms:modified" => book.modified = Some(value),
            "belongs-to-collection" => book.series.push(Series {
                name: value,
                kind: refinements.take(id, "collection-type"),
                position: refinements.take(id, "group-position"),
            }),
            "calibre:series" => calibre.0 = Some(value),
            "calibre:series_index" => calibre.1 = Some(value),
            // Where the cover lies is told by its path.
            "cover" => {}
            name => book.other.push(Property { name: name.to_owned(), value }),
        }
    }
    if let (Some(name), position) = calibre
        && !book.series.iter().any(|series| series.name == name)
    {
        book.series.push(Series { name, kind: None, position });
    }
}

/// What a `link` says: of several words in `rel`, the one that has a field of its own.
fn link(rel: &str) -> &str {
    let mut known = Accessibility::default();
    rel.split_ascii_whitespace()
        .find(|word| accessibility(&mut known, word).is_some())
        .unwrap_or(rel)
}

/// The list that a property of accessibility belongs to.
fn accessibility<'a>(book: &'a mut Accessibility, name: &str) -> Option<&'a mut Vec<String>> {
    Some(match name {
        "schema:accessMode" => &mut book.modes,
        "schema:accessModeSufficient" => &mut book.modes_sufficient,
        "schema:accessibilityFeature" => &mut book.features,
        "schema:accessibilityHazard" => &mut book.hazards,
        "schema:accessibilitySummary" => &mut book.summaries,
        "dcterms:conformsTo" => &mut book.conforms_to,
        "a11y:certifiedBy" => &mut book.certified_by,
        "a11y:certifierCredential" => &mut book.credentials,
        "a11y:certifierReport" => &mut book.reports,
        _ => return None,
    })
}

/// What `meta` elements say of others: values by the id of what they refine and the property.
/// Each is given out once: ids are unique, or should be.
#[derive(Debug)]
struct Refinements {
    values: BTreeMap<(String, String), Vec<String>>,
}

impl Refinements {
    fn read(package: &Tree, nodes: &[usize]) -> Self {
        let mut values: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for node in nodes.iter().copied().filter(|node| package.name(*node) == "meta") {
            let (refines, property) =
                (package.attr(node, "refines"), package.attr(node, "property"));
            if let (Some(refines), Some(property)) = (refines, property) {
                let id = refines.trim().trim_start_matches('#').to_owned();
                let key = (id, property.trim().to_owned());
                values.entry(key).or_default().push(package.text(node));
            }
        }
        Refinements { values }
    }

    fn take_all(&mut self, id: &str, property: &str) -> Vec<String> {
        let mut found =
            self.values.remove(&(id.to_owned(), property.to_owned())).unwrap_or_default();
        found.retain(|value| !value.is_empty());
        found
    }

    fn take(&mut self, id: &str, property: &str) -> Option<String> {
        self.take_all(id, property).into_iter().next()
    }
}
