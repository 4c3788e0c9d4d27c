//! The package document of an EPUB.
//!
//! In: an archive. Out: manifest and spine, and in the draft what the metadata says. Refuses to know:
//! what the documents hold. Source: EPUB 3.3 section 5, and OPF 2.0.1 for older books.

use super::Epub;
use crate::diagnostic::{Diagnostics, code};
use crate::edition::{Direction, Identifier, Person, Role, Series, Subject};
use crate::import::draft::{Draft, Origin};
use crate::load;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// A file of the manifest.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its path in the archive.
    pub(super) path: String,
    /// Its media type.
    pub(super) media_type: String,
    /// `nav`, `cover-image` and so on.
    properties: String,
}

/// What is known of the package.
#[derive(Debug)]
pub(super) struct Package {
    /// Every file of the manifest, in its order.
    pub(super) items: Vec<Item>,
    /// The documents in reading order.
    pub(super) spine: Vec<String>,
    /// The navigation document.
    pub(super) nav: Option<String>,
    /// The NCX.
    pub(super) ncx: Option<String>,
    /// The cover's picture.
    pub(super) cover: Option<String>,
    /// Semantics of documents by the guide: path and type.
    pub(super) guide: BTreeMap<String, String>,
    /// Whether bindery made the book.
    pub(super) ours: bool,
}

/// Reads XML; document types are let be, entities are bounded by the parser.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: 2_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start_matches('\u{feff}').trim_start(), options)
}

/// The path of an address relative to a file of the archive; `None` where it leads out of it.
pub(super) fn resolve(base: &str, href: &str) -> Option<String> {
    if href.contains("://") {
        return None;
    }
    let path = crate::address::decoded(crate::address::without_query(href));
    load::paths::normalise(&load::paths::join(load::paths::folder_of(base), &path))
}

/// Reads the package document. Errors are sentences for people.
pub(super) fn read(
    epub: &mut Epub<'_>,
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) -> Result<Package, String> {
    let container = epub.text("META-INF/container.xml")?;
    let document = parsed(&container)
        .map_err(|error| format!("`META-INF/container.xml` is no XML: {error}"))?;
    let path = document
        .descendants()
        .find(|node| node.tag_name().name() == "rootfile")
        .and_then(|node| node.attribute("full-path"))
        .ok_or("`META-INF/container.xml` names no package document")?
        .to_owned();
    let path = if epub.archive.has(&path) { path } else { crate::address::decoded(&path) };
    let text = epub.text(&path)?;
    let document = parsed(&text).map_err(|error| format!("`{path}` is no XML: {error}"))?;
    let root = document.root_element();
    let mut ids: BTreeMap<&str, Item> = BTreeMap::new();
    let mut items = Vec::new();
    for node in children(root, "manifest").flat_map(|manifest| manifest.children()) {
        let (Some(id), Some(href)) = (node.attribute("id"), node.attribute("href")) else {
            continue;
        };
        let Some(file) = resolve(&path, href) else { continue };
        let item = Item {
            path: file,
            media_type: node.attribute("media-type").unwrap_or_default().to_ascii_lowercase(),
            properties: node.attribute("properties").unwrap_or_default().to_owned(),
        };
        ids.insert(id, item.clone());
        items.push(item);
    }
    let mut spine = Vec::new();
    let mut ncx = None;
    for node in children(root, "spine") {
        ncx = node.attribute("toc").and_then(|id| ids.get(id)).map(|item| item.path.clone());
        if draft.edition.direction.is_none()
            && node.attribute("page-progression-direction") == Some("rtl")
        {
            draft.edition.direction = Some(Direction::Rtl);
        }
        for reference in node.children().filter(|node| node.tag_name().name() == "itemref") {
            match reference.attribute("idref").and_then(|id| ids.get(id)) {
                Some(item) => spine.push(item.path.clone()),
                None => {
                    let id = reference.attribute("idref").unwrap_or_default();
                    let message =
                        format!("the spine names `{id}`, which the manifest does not have");
                    diagnostics.push(&code::IMPORT_LOST, epub.place(&path), message);
                }
            }
        }
    }
    let has =
        |item: &&Item, property: &str| item.properties.split(' ').any(|other| other == property);
    let nav = items.iter().find(|item| has(item, "nav")).map(|item| item.path.clone());
    let ncx = ncx.or_else(|| {
        items.iter().find(|item| item.media_type.contains("dtbncx")).map(|item| item.path.clone())
    });
    let named = root
        .descendants()
        .find(|node| node.tag_name().name() == "meta" && node.attribute("name") == Some("cover"));
    let named = named.and_then(|node| ids.get(node.attribute("content")?));
    let cover = items.iter().find(|item| has(item, "cover-image")).or(named);
    let cover =
        cover.filter(|item| item.media_type.starts_with("image/")).map(|item| item.path.clone());
    let mut guide = BTreeMap::new();
    for node in children(root, "guide").flat_map(|guide| guide.children()) {
        if let (Some(kind), Some(href)) = (node.attribute("type"), node.attribute("href"))
            && let Some(file) = resolve(&path, href)
        {
            guide.entry(file).or_insert_with(|| kind.to_owned());
        }
    }
    let ours = match &nav {
        Some(nav) => {
            epub.text(nav).is_ok_and(|text| text.contains("name=\"generator\" content=\"bindery\""))
        }
        None => false,
    };
    metadata(epub, root, &path, ours, draft, diagnostics);
    Ok(Package { items, spine, nav, ncx, cover, guide, ours })
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// The text of an element, white space folded.
fn text_of(node: Node<'_, '_>) -> String {
    let text: String = node
        .descendants()
        .filter_map(|node| node.is_text().then(|| node.text()).flatten())
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const OPF: &str = "http://www.idpf.org/2007/opf";

/// What refines an element: by `refines` (EPUB 3), or attributes of its own (EPUB 2).
struct Refined<'a, 'i> {
    metas: Vec<(Option<&'a str>, &'a str, String)>,
    metadata: Node<'a, 'i>,
}

impl<'a, 'i> Refined<'a, 'i> {
    fn of(metadata: Node<'a, 'i>) -> Self {
        let metas = metadata
            .descendants()
            .filter(|node| node.tag_name().name() == "meta")
            .filter_map(|node| {
                let property = node.attribute("property")?;
                let refined = node.attribute("refines").map(|id| id.trim_start_matches('#'));
                Some((refined, property, text_of(node)))
            });
        Refined { metas: metas.collect(), metadata }
    }

    /// The elements of Dublin Core of a name that say something.
    fn all(&self, name: &'static str) -> Vec<(Node<'a, 'i>, String)> {
        let nodes = self.metadata.descendants().filter(|node| {
            node.is_element()
                && node.tag_name().name() == name
                && node.tag_name().namespace().is_some_and(|space| space.contains("purl.org/dc"))
        });
        nodes.map(|node| (node, text_of(node))).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// A property of the book, or of an element.
    fn get(&self, node: Option<Node<'a, 'i>>, property: &str) -> Option<&str> {
        let id = node.map(|node| node.attribute("id"));
        let of = |refined: Option<&str>| match id {
            Some(id) => refined.is_some() && refined == id,
            None => refined.is_none(),
        };
        self.metas
            .iter()
            .find(|(refined, name, _)| of(*refined) && *name == property)
            .map(|(.., value)| value.as_str())
    }

    fn attribute(node: Node<'a, 'i>, name: &'static str) -> Option<&'a str> {
        node.attribute((OPF, name)).or_else(|| node.attribute(name))
    }

    /// An old `<meta name content>`.
    fn named(&self, name: &str) -> Option<String> {
        let node = self.metadata.descendants().find(|node| node.attribute("name") == Some(name))?;
        node.attribute("content").map(str::to_owned)
    }
}

fn metadata(
    epub: &Epub<'_>,
    root: Node<'_, '_>,
    path: &str,
    ours: bool,
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) {
    let Some(metadata) = children(root, "metadata").next() else { return };
    let refined = Refined::of(metadata);
    let origin = || Origin::stated_in(path);
    titles(&refined, path, draft);
    for (_, text) in refined.all("language").into_iter().take(1) {
        match load::metadata::language_of(&text) {
            Some(tag) => draft.language(&tag, origin()),
            None => {
                let message = format!("`{text}` is not the tag of a language, and left out");
                diagnostics.push(&code::IMPORT_LOST, epub.place(path), message);
            }
        }
    }
    people(&refined, path, draft);
    let unique = root.attribute("unique-identifier");
    let identifiers = refined.all("identifier");
    let isbn = identifiers.iter().find_map(|(node, text)| {
        let scheme = Refined::attribute(*node, "scheme").unwrap_or_default();
        let plain = text
            .trim_start_matches("urn:")
            .trim_start_matches("isbn:")
            .trim_start_matches("ISBN:")
            .trim();
        let is = scheme.eq_ignore_ascii_case("isbn")
            || text.to_ascii_lowercase().contains("isbn")
            || refined.get(Some(*node), "identifier-type") == Some("15");
        let isbn =
            is.then(|| load::metadata::identifier_of(&format!("urn:isbn:{plain}"))).flatten();
        isbn.filter(|identifier| matches!(identifier, Identifier::Isbn(_)))
    });
    let main = identifiers
        .iter()
        .find(|(node, _)| node.attribute("id").is_some() && node.attribute("id") == unique)
        .or(identifiers.first());
    match (isbn, main) {
        (Some(isbn), _) => draft.identifier(isbn, origin()),
        // One that bindery made out of title and people is made again.
        (None, Some((_, text))) if !(ours && is_made(text)) => {
            match load::metadata::identifier_of(text) {
                Some(identifier) => draft.identifier(identifier, origin()),
                None => {
                    let message =
                        format!("the identifier `{text}` is not a legal one, and left out");
                    diagnostics.push(&code::IMPORT_LOST, epub.place(path), message);
                }
            }
        }
        _ => {}
    }
    for (_, text) in refined.all("publisher").into_iter().take(1) {
        draft.publisher(&text, origin());
    }
    let dates = refined.all("date");
    let published = dates.iter().find(|(node, _)| {
        Refined::attribute(*node, "event").is_none_or(|event| event.contains("publication"))
    });
    if let Some((_, text)) = published.or(dates.first()) {
        match load::metadata::date_of(text) {
            Some(date) => draft.date(date, origin()),
            None => {
                let message =
                    format!("`{text}` is not a date that metadata.toml can hold, and left out");
                diagnostics.push(&code::IMPORT_LOST, epub.place(path), message);
            }
        }
    }
    let fixed = "2000-01-01T00:00:00Z";
    draft.edition.modified = refined
        .get(None, "dcterms:modified")
        .filter(|modified| *modified != fixed)
        .map(str::to_owned);
    for (_, text) in refined.all("rights").into_iter().take(1) {
        draft.rights(&text, origin());
    }
    for (node, _) in refined.all("description").into_iter().take(1) {
        let text: String = node.text().unwrap_or_default().trim().to_owned();
        draft.description(&text, origin());
    }
    for (node, text) in refined.all("subject") {
        let both = refined.get(Some(node), "authority").zip(refined.get(Some(node), "term"));
        let (authority, term) = both.map(|(a, t)| (a.to_owned(), t.to_owned())).unzip();
        draft.subject(Subject { name: text, authority, term }, origin());
    }
    for (_, text) in refined.all("source") {
        draft.citation(&text, origin());
    }
    series(&refined, path, draft);
    draft.edition.page_source = refined
        .get(None, "pageBreakSource")
        .or(refined.get(None, "a11y:pageBreakSource"))
        .map(str::to_owned);
    let all = |property: &str| -> Vec<String> {
        let of = refined
            .metas
            .iter()
            .filter(|(refined, name, _)| refined.is_none() && *name == property);
        of.map(|(.., value)| value.clone()).collect()
    };
    let access = &mut draft.edition.accessibility;
    access.conforms_to = all("dcterms:conformsTo");
    // They may refine what is certified.
    let any = |property: &str| {
        refined.metas.iter().find(|(_, name, _)| *name == property).map(|(.., value)| value.clone())
    };
    access.certified_by = any("a11y:certifiedBy").filter(|name| !name.is_empty());
    if access.certified_by.is_some() {
        access.credential = any("a11y:certifierCredential");
        access.report = any("a11y:certifierReport").or_else(|| link(metadata, "certifierReport"));
    }
    // That there is none is found out anew; what there is only its author knows.
    let hazards = all("schema:accessibilityHazard");
    access.hazards = if hazards
        .iter()
        .any(|hazard| matches!(hazard.as_str(), "flashing" | "motionSimulation" | "sound"))
    {
        hazards
    } else {
        Vec::new()
    };
    if !ours {
        draft.edition.accessibility.summary =
            refined.get(None, "schema:accessibilitySummary").map(str::to_owned);
    }
}

/// The address of a `<link>` of the metadata.
fn link(metadata: Node<'_, '_>, rel: &str) -> Option<String> {
    let node = metadata.descendants().find(|node| {
        node.tag_name().name() == "link"
            && node.attribute("rel").is_some_and(|given| given.ends_with(rel))
    });
    let href = node?.attribute("href")?;
    href.starts_with("http").then(|| href.to_owned())
}

/// Whether an identifier is a UUID made out of names (RFC 9562, version 5).
fn is_made(text: &str) -> bool {
    text.strip_prefix("urn:uuid:")
        .and_then(|uuid| uuid.split('-').nth(2))
        .is_some_and(|part| part.starts_with('5'))
}

fn titles(refined: &Refined<'_, '_>, path: &str, draft: &mut Draft) {
    let titles = refined.all("title");
    let kind = |node| refined.get(Some(node), "title-type");
    let main = titles.iter().find(|(node, _)| kind(*node) == Some("main"));
    let main =
        main.or_else(|| titles.iter().find(|(node, _)| kind(*node).is_none())).or(titles.first());
    if let Some((node, text)) = main {
        draft.title(text, Origin::stated_in(path));
        draft.edition.title.file_as = refined
            .get(Some(*node), "file-as")
            .map(str::to_owned)
            .or_else(|| refined.named("calibre:title_sort").filter(|sort| sort != text));
    }
    if let Some((_, text)) = titles.iter().find(|(node, _)| kind(*node) == Some("subtitle")) {
        draft.subtitle(text, Origin::stated_in(path));
    }
}

fn people(refined: &Refined<'_, '_>, path: &str, draft: &mut Draft) {
    let creators = refined.all("creator").into_iter().map(|found| (found, Role::AUTHOR));
    let others = refined.all("contributor").into_iter().map(|found| (found, Role("ctb")));
    for ((node, name), default) in creators.chain(others) {
        let role = refined.get(Some(node), "role").or(Refined::attribute(node, "role"));
        // The program that made the book had no part in it.
        if role == Some("bkp") {
            continue;
        }
        let role = role.and_then(load::relator).unwrap_or(default);
        let file_as = refined.get(Some(node), "file-as").or(Refined::attribute(node, "file-as"));
        let person = Person {
            role,
            file_as: file_as.filter(|file_as| *file_as != name).map(str::to_owned),
            lang: node
                .attribute(("http://www.w3.org/XML/1998/namespace", "lang"))
                .and_then(load::metadata::language_of),
            name,
            ..Person::default()
        };
        draft.person(person, Origin::stated_in(path));
    }
    // metadata.toml keeps authors, translators, editors, illustrators and others apart.
    let order = ["aut", "trl", "edt", "ill"];
    draft.edition.people.sort_by_key(|person| {
        order.iter().position(|role| *role == person.role.0).unwrap_or(order.len())
    });
}

fn series(refined: &Refined<'_, '_>, path: &str, draft: &mut Draft) {
    let collections = refined
        .metadata
        .descendants()
        .filter(|node| node.attribute("property") == Some("belongs-to-collection"));
    let found = collections
        .filter(|node| refined.get(Some(*node), "collection-type") != Some("set"))
        .map(|node| Series {
            name: text_of(node),
            position: refined.get(Some(node), "group-position").map(str::to_owned),
            identifier: refined.get(Some(node), "dcterms:identifier").map(str::to_owned),
        });
    let calibre = || {
        let name = refined.named("calibre:series")?;
        Some(Series { name, position: refined.named("calibre:series_index"), identifier: None })
    };
    if let Some(series) =
        found.into_iter().next().or_else(calibre).filter(|series| !series.name.is_empty())
    {
        draft.series(series, Origin::stated_in(path));
    }
}
