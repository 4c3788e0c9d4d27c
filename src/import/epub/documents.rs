//! The documents of an EPUB, as trees that can be written as chapters.
//!
//! In: the archive, its spine and contents. Out: a [`Document`] for each of the spine, without what the
//! book makes by itself, with its notes apart. Refuses to know: where a document's file will lie.

use super::Epub;
use super::contents::Contents;
use super::package::{Package, resolve};
use crate::book::ChapterRole;
use crate::diagnostic::{Diagnostics, code};
use crate::edition::Role;
use crate::import::draft::{At, Draft, File, Origin, Setting};
use crate::import::{dom, notes};
use crate::load;
use crate::tree::{Data, Element, Name, NodeId, Tag, Tree, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A document of the spine.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path in the archive.
    pub(super) path: String,
    /// Its nodes.
    pub(super) tree: Tree<'static>,
    /// The node whose children are the text.
    pub(super) body: NodeId,
    /// Its notes: label and node.
    pub(super) notes: Vec<(String, NodeId)>,
    /// What the contents call it.
    pub(super) label: Option<String>,
    /// The document that it stands below in the contents.
    pub(super) above: Option<String>,
    /// What it is.
    pub(super) role: Option<ChapterRole>,
    /// Its language, where it is not the book's.
    pub(super) lang: Option<String>,
}

/// Reads the documents of the spine.
pub(super) fn read(
    epub: &mut Epub<'_>,
    package: &Package,
    contents: &Contents,
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut seen = BTreeSet::new();
    let mut pages = Pages::default();
    for path in &package.spine {
        if !seen.insert(path.clone()) || package.nav.as_ref() == Some(path) {
            continue;
        }
        let text = match epub.text(path) {
            Ok(text) => text,
            Err(message) => {
                diagnostics.push(&code::IMPORT_LOST, epub.place(path), message);
                continue;
            }
        };
        let dom = dom::xhtml(&text);
        let body = dom.first(dom.root, Tag::Body).unwrap_or(dom.root);
        let html = dom.first(dom.root, Tag::Html).or(Some(body));
        let lang = [Some(body), html].into_iter().flatten().find_map(|node| lang(&dom.tree, node));
        let tree = dom.tree;
        if package.ours && pages.takes(&tree, body, path, draft) {
            continue;
        }
        if !package.ours && is_cover(&tree, body, package, path) {
            draft.drop(At::Part(path.clone()), path, "pages of covers");
            continue;
        }
        let entry = contents.entries.get(path);
        let mut document = Document {
            path: path.clone(),
            tree,
            body,
            notes: Vec::new(),
            label: entry.map(|entry| entry.label.clone()),
            above: entry.and_then(|entry| entry.above.clone()),
            role: None,
            lang: lang.filter(|lang| *lang != draft.edition.language),
        };
        document.role = role(&mut document, package);
        documents.push(document);
    }
    pages.settle(package, draft);
    cover(epub, package, draft);
    if package.ours
        && let Some(depth) = depth(&mut documents, contents)
    {
        draft.settings.push(("toc-depth", Setting::Number(depth)));
    }
    foreign_notes(&mut documents, draft);
    for document in &mut documents {
        document.notes.extend(notes::find_after(
            &mut document.tree,
            document.body,
            document.notes.len(),
        ));
    }
    media(epub, &mut documents, draft, diagnostics);
    documents.retain(says);
    documents
}

fn lang(tree: &Tree<'static>, node: NodeId) -> Option<String> {
    let element = tree.element(node)?;
    let given = element.attr("lang").or_else(|| element.attr("xml:lang"))?;
    load::metadata::language_of(given)
}

/// Whether a document holds anything.
fn says(document: &Document) -> bool {
    document.tree.descendants(document.body).any(|id| match document.tree.data(id) {
        Data::Text(text) => !text.trim().is_empty(),
        Data::Element(element) => {
            matches!(element.name.html(), Some(Tag::Img | Tag::Video | Tag::Audio))
                || matches!(element.name, Name::Svg(_))
        }
        _ => false,
    })
}

fn words<'e>(element: &'e Element<'_>, name: &str) -> impl Iterator<Item = &'e str> {
    element.attr(name).unwrap_or_default().split_ascii_whitespace()
}

/// The one element that a node holds.
fn only(tree: &Tree<'static>, node: NodeId) -> Option<NodeId> {
    let mut found = None;
    for child in tree.children(node) {
        match tree.data(child) {
            Data::Element(_) if found.is_none() => found = Some(child),
            Data::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    found
}

/// What a document is, by the type of its body or of the section that holds all of it, else by the
/// guide. The section goes from around its content.
fn role(document: &mut Document, package: &Package) -> Option<ChapterRole> {
    let mut found = None;
    let mut at = document.body;
    for _ in 0..6 {
        let tree = &document.tree;
        if let Some(element) = tree.element(at) {
            found = found.or_else(|| words(element, "epub:type").find_map(ChapterRole::from_name));
        }
        let Some(inner) = only(tree, at) else { break };
        let wrapper =
            matches!(tree.tag(inner), Some(Tag::Section | Tag::Div | Tag::Article | Tag::Main));
        let division = tree.element(inner).is_some_and(|element| {
            let is_document =
                words(element, "epub:type").any(|word| ChapterRole::from_name(word).is_some());
            !is_document
                && words(element, "class").any(|class| {
                    matches!(
                        class,
                        "verse"
                            | "poem"
                            | "epigraph"
                            | "dedication"
                            | "letter"
                            | "center"
                            | "alert"
                    )
                })
        });
        if !wrapper || division {
            break;
        }
        at = inner;
    }
    if at != document.body {
        if let Some(own) = lang(&document.tree, at) {
            document.lang.get_or_insert(own);
        }
        document.body = at;
    }
    let guide = package.guide.get(&document.path).map(String::as_str);
    found.or_else(|| {
        guide.and_then(|kind| match kind {
            "text" | "start" | "other" => None,
            kind => ChapterRole::from_name(kind.trim_start_matches("other.")),
        })
    })
}

/// The pages that bindery makes by itself.
#[derive(Debug, Default)]
struct Pages {
    seen: BTreeSet<&'static str>,
}

impl Pages {
    /// Whether a document is such a page; what it alone says goes to the draft.
    fn takes(&mut self, tree: &Tree<'static>, body: NodeId, path: &str, draft: &mut Draft) -> bool {
        let Some(section) = only(tree, body) else { return false };
        let Some(element) = tree.element(section) else { return false };
        let class = element.attr("class").unwrap_or_default();
        let kind = element.attr("epub:type").unwrap_or_default();
        let page = match (class, kind) {
            ("cover", "cover") => {
                let image = tree.descendants(section).find(|id| tree.tag(*id) == Some(Tag::Img));
                let alt = image.and_then(|id| tree.element(id)).and_then(|image| image.attr("alt"));
                if let Some(alt) = alt {
                    draft.settings.push(("cover-alt", Setting::Text(alt.to_owned())));
                }
                "cover"
            }
            ("titlepage", "titlepage") => "title",
            ("colophon", "colophon") => {
                about(tree, section, path, draft);
                "colophon"
            }
            ("accessibility", "") => "accessibility",
            _ => return false,
        };
        self.seen.insert(page)
    }

    /// Says which of the pages the book does not have, of those that `build` makes unless told.
    fn settle(&self, package: &Package, draft: &mut Draft) {
        let mut fields = Vec::new();
        for page in ["cover", "title", "colophon"] {
            if package.ours
                && !self.seen.contains(page)
                && !(page == "cover" && package.cover.is_none())
            {
                fields.push((page, Setting::Flag(false)));
            }
        }
        if self.seen.contains("accessibility") {
            fields.push(("accessibility", Setting::Flag(true)));
        }
        if !fields.is_empty() {
            draft.settings.push(("pages", Setting::Table(fields)));
        }
    }
}

/// What the colophon says of people: a paragraph that begins with a name, set strong.
fn about(tree: &Tree<'static>, section: NodeId, path: &str, draft: &mut Draft) {
    for paragraph in tree.children(section).filter(|id| tree.tag(*id) == Some(Tag::P)) {
        let strong = tree.children(paragraph).find(|id| tree.tag(*id) == Some(Tag::Strong));
        let Some(strong) = strong else { continue };
        let name = tree.plain_text(strong);
        let link = tree.children(paragraph).find(|id| tree.tag(*id) == Some(Tag::A));
        let url = link
            .and_then(|link| tree.element(link))
            .and_then(|link| link.attr("href"))
            .map(str::to_owned);
        let whole = tree.plain_text(paragraph);
        let mut note = whole
            .trim()
            .strip_prefix(name.trim())
            .unwrap_or_default()
            .trim_start_matches([',', '.', ' '])
            .to_owned();
        if let Some(rest) = url.as_deref().and_then(|url| note.strip_suffix(url)) {
            note.truncate(rest.trim_end().len());
        }
        let index = draft
            .edition
            .people
            .iter()
            .position(|person| person.name == name.trim() && person.note.is_none());
        if let Some(index) = index.filter(|_| !note.is_empty()) {
            let author =
                draft.edition.people.get(index).is_some_and(|person| person.role == Role::AUTHOR);
            if author {
                draft.note_of(index, &note, Origin::stated_in(path));
            }
            if let Some(person) = draft.edition.people.get_mut(index) {
                person.note = Some(note);
                person.url = url;
            }
        }
    }
}

/// Whether a document of somebody else's book is a page with nothing but the cover.
fn is_cover(tree: &Tree<'static>, body: NodeId, package: &Package, path: &str) -> bool {
    let Some(cover) = &package.cover else { return false };
    let text = tree.plain_text(body);
    let shown = tree.descendants(body).filter_map(|id| tree.element(id)).filter_map(|element| {
        element.attr("src").or_else(|| element.attr("xlink:href")).or_else(|| element.attr("href"))
    });
    let shown: Vec<String> = shown.filter_map(|href| resolve(path, href)).collect();
    shown.len() == 1 && shown.first() == Some(cover) && text.trim().chars().count() < 200
}

/// The cover's picture and its description.
fn cover(epub: &mut Epub<'_>, package: &Package, draft: &mut Draft) {
    let alt = draft
        .settings
        .iter()
        .position(|(key, _)| *key == "cover-alt")
        .map(|at| draft.settings.remove(at).1);
    let Some(path) = &package.cover else { return };
    let Ok(bytes) = epub.archive.read(path) else { return };
    let ending = path.rsplit_once('.').map_or("jpg", |(_, ending)| ending).to_lowercase();
    let file = format!("cover/cover.{ending}");
    let mut fields = vec![("image", Setting::Text(file.clone()))];
    fields.extend(alt.map(|alt| ("alt", alt)));
    draft.settings.push(("cover", Setting::Table(fields)));
    draft.files.push(File { path: file, bytes });
}

/// Notes that stand in another document than the references to them come to where they are referred to.
fn foreign_notes(documents: &mut [Document], draft: &mut Draft) {
    let mut places: BTreeMap<(String, String), (usize, NodeId)> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        for id in document.tree.descendants(document.body) {
            if let Some(name) = document.tree.element(id).and_then(|element| element.attr("id")) {
                places.insert((document.path.clone(), name.to_owned()), (number, id));
            }
        }
    }
    let mut used: BTreeSet<(usize, NodeId)> = BTreeSet::new();
    let mut known: BTreeMap<(usize, usize, NodeId), usize> = BTreeMap::new();
    for number in 0..documents.len() {
        let Some(document) = documents.get(number) else { continue };
        let mut found: Vec<(NodeId, usize, NodeId)> = Vec::new();
        for id in document.tree.descendants(document.body) {
            let Some(element) = document.tree.element(id) else { continue };
            let noteref = words(element, "epub:type").any(|kind| kind == "noteref")
                || words(element, "role").any(|role| role == "doc-noteref");
            if element.name.html() != Some(Tag::A) || !noteref {
                continue;
            }
            let Some((path, fragment)) = element.attr("href").and_then(|href| href.split_once('#'))
            else {
                continue;
            };
            let Some(path) = resolve(&document.path, path)
                .filter(|path| *path != document.path && !path.is_empty())
            else {
                continue;
            };
            if let Some((other, target)) = places.get(&(path, crate::address::decoded(fragment)))
                && *other != number
            {
                found.push((id, *other, *target));
            }
        }
        for (link, other, target) in found {
            let Some([to, from]) = two(documents, number, other) else { continue };
            let Some(block) = notes::block_of(&from.tree, target, from.body) else { continue };
            let index = match known.get(&(number, other, block)) {
                Some(index) => *index,
                None => {
                    let root = to.tree.create(Data::Root, 0);
                    copy(&from.tree, block, &mut to.tree, root);
                    let root = to
                        .tree
                        .first_child(root)
                        .map_or(root, |block| notes::made_of(&mut to.tree, block));
                    to.notes.push(((to.notes.len() + 1).to_string(), root));
                    known.insert((number, other, block), to.notes.len() - 1);
                    to.notes.len() - 1
                }
            };
            notes::refer(&mut to.tree, link, index);
            used.insert((other, block));
        }
    }
    let mut books = false;
    for (number, block) in used {
        let Some(document) = documents.get_mut(number) else { continue };
        let above = document.tree.parent(block);
        document.tree.detach(block);
        if let Some(above) = above {
            notes::sweep(&mut document.tree, above, document.body);
        }
        if only_headings(document) {
            books = true;
            for child in document.tree.children(document.body).collect::<Vec<_>>() {
                document.tree.detach(child);
            }
        }
    }
    if books {
        draft.settings.push(("notes", Setting::Text("book".into())));
    }
}

/// Whether nothing is left of a document's text but its headings.
fn only_headings(document: &Document) -> bool {
    let tree = &document.tree;
    let heading = |id: NodeId| tree.tag(id).is_some_and(|tag| tag.heading_level().is_some());
    tree.descendants(document.body).all(|id| match tree.data(id) {
        Data::Text(text) if !text.trim().is_empty() => {
            std::iter::successors(Some(id), |id| tree.parent(*id)).any(heading)
        }
        _ => true,
    })
}

/// The level of headings down to which the contents go, where it is not the one that `build` takes.
/// Headings of a level that is in the contents and that are not themselves are written a level deeper
/// than that: bindery shows them where they were, and lists them by the level that they are given.
fn depth(documents: &mut [Document], contents: &Contents) -> Option<i64> {
    const USUAL: u8 = 3;
    const LEVELS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
    let mut deepest = 1;
    let mut unlisted: Vec<(usize, NodeId, u8)> = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let tree = &document.tree;
        let mut first = true;
        for id in tree.descendants(document.body) {
            let Some(level) = tree.tag(id).and_then(Tag::heading_level) else { continue };
            let own = tree.element(id).and_then(|element| element.attr("id")).unwrap_or_default();
            let listed = contents.places.contains(&(document.path.clone(), own.to_owned()));
            if std::mem::take(&mut first) || listed {
                deepest = deepest.max(level);
            } else {
                unlisted.push((number, id, level));
            }
        }
    }
    let below = unlisted.iter().any(|(.., level)| (deepest + 1..=USUAL).contains(level));
    let depth = if deepest > USUAL || below { deepest } else { USUAL };
    for (number, id, level) in unlisted {
        let document = documents.get_mut(number).filter(|_| level <= depth);
        if let Some(document) = document
            && let Some(element) = document.tree.element_mut(id)
            && let Some(tag) = LEVELS.get(usize::from(depth))
        {
            element.name = Name::Html(*tag);
        }
    }
    (depth != USUAL).then_some(i64::from(depth))
}

/// Two documents at once, the first to be changed.
fn two(documents: &mut [Document], a: usize, b: usize) -> Option<[&mut Document; 2]> {
    documents.get_disjoint_mut([a, b]).ok()
}

/// Copies a node with all below it to the end of `parent` in another tree.
fn copy(from: &Tree<'static>, top: NodeId, to: &mut Tree<'static>, parent: NodeId) {
    let mut rest = vec![(top, parent)];
    while let Some((node, parent)) = rest.pop() {
        let made = to.create(from.data(node).clone(), 0);
        to.append(parent, made);
        let children: Vec<NodeId> = from.children(node).collect();
        rest.extend(children.into_iter().rev().map(|child| (child, made)));
    }
}

/// Copies pictures, sounds and films into the draft; their addresses become paths of the project, which
/// `chapters` makes relative.
fn media(
    epub: &mut Epub<'_>,
    documents: &mut [Document],
    draft: &mut Draft,
    diagnostics: &mut Diagnostics,
) {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    for document in documents {
        let tops: Vec<NodeId> = std::iter::once(document.body)
            .chain(document.notes.iter().map(|(_, node)| *node))
            .collect();
        for top in tops {
            let nodes: Vec<NodeId> = document.tree.descendants(top).collect();
            for id in nodes {
                let Some(element) = document.tree.element_mut(id) else { continue };
                let carries = matches!(
                    element.name.html(),
                    Some(
                        Tag::Img | Tag::Audio | Tag::Video | Tag::Source | Tag::Track | Tag::Embed
                    )
                ) || matches!(&element.name, Name::Svg(name) if name.as_ref() == "image");
                if !carries {
                    continue;
                }
                for name in ["src", "poster", "xlink:href", "href"] {
                    let Some(given) = element.attr(name).map(str::to_owned) else { continue };
                    if given.starts_with("data:") {
                        continue;
                    }
                    let Some(path) = resolve(&document.path, &given) else { continue };
                    let place = || epub_place(&epub.shown, &document.path);
                    let kept = known.entry(path.clone()).or_insert_with(|| {
                        match epub.archive.read(&path) {
                            Ok(bytes) => Some(keep(&path, bytes, draft)),
                            Err(message) => {
                                diagnostics.push(&code::IMPORT_LOST, place(), message);
                                None
                            }
                        }
                    });
                    if let Some(kept) = kept
                        && let Some(attr) = element.attrs.iter_mut().find(|attr| attr.name == name)
                    {
                        attr.value = Value::Text(format!("{PROJECT}{kept}").into());
                    }
                }
                // What is not there is left out with its address.
                let missing = element
                    .attr("src")
                    .is_some_and(|src| !src.starts_with(PROJECT) && !src.contains(':'));
                if missing && element.name.html() == Some(Tag::Img) {
                    let alt = element.attr("alt").unwrap_or_default().to_owned();
                    *document.tree.data_mut(id) = Data::Text(alt.into());
                }
            }
        }
    }
}

/// What stands before a path of the project until it is relative.
pub(super) const PROJECT: &str = "project:";

fn epub_place(shown: &str, path: &str) -> crate::diagnostic::Place {
    crate::diagnostic::Place::Path(format!("{shown}: {path}"))
}

/// Adds a file under a name that is free; its path below `manuscript/`.
fn keep(path: &str, bytes: Vec<u8>, draft: &mut Draft) -> String {
    let name = load::paths::name_of(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let stem: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '.') { c } else { '-' })
        .take(80)
        .collect();
    let stem = if stem.trim_matches(['-', '.']).is_empty() {
        "file".to_owned()
    } else {
        stem.trim_matches(['-', '.']).to_owned()
    };
    let ending: String =
        ending.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let folder = match ending.as_str() {
        "mp3" | "m4a" | "ogg" | "opus" | "mp4" | "webm" | "vtt" | "m4v" | "aac" | "wav" => "media",
        _ => "images",
    };
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = format!("{folder}/{stem}{suffix}.{ending}");
        let file = format!("manuscript/{path}");
        if !draft.files.iter().any(|other| other.path.to_lowercase() == file.to_lowercase()) {
            draft.files.push(File { path: file, bytes });
            return path;
        }
        number += 1;
    }
}
