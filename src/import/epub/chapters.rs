//! The documents of an EPUB become the files of a manuscript.
//!
//! In: documents in reading order. Out: chapters with paths that keep the order and the nesting, links
//! between them as links between files. Refuses to know: the archive.

use super::documents::{Document, PROJECT};
use crate::address;
use crate::book::ChapterRole;
use crate::import::draft::{Chapter, Draft};
use crate::import::markdown;
use crate::import::project::file_name;
use crate::load::paths;
use crate::tree::{Element, Name, NodeId, Tag, Tree, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the chapters.
pub(super) fn write(mut documents: Vec<Document>, draft: &mut Draft) {
    let files = files(&documents);
    let targets = targets(&documents);
    for (document, file) in documents.iter_mut().zip(&files) {
        let tops: Vec<NodeId> = std::iter::once(document.body)
            .chain(document.notes.iter().map(|(_, node)| *node))
            .collect();
        for top in &tops {
            let of = Addresses { path: &document.path, file, files: &files, targets: &targets };
            of.mend(&mut document.tree, *top);
        }
    }
    for document in &mut documents {
        raise(document);
    }
    for (document, file) in documents.into_iter().zip(files) {
        let text = markdown::write(&markdown::Page {
            tree: &document.tree,
            body: document.body,
            notes: &document.notes,
        });
        draft.chapters.push(Chapter {
            text: format!("{}{text}", front_matter(&document, &file.name)),
            path: file.name,
        });
    }
}

/// A lower heading at the beginning becomes the first of all, where the contents call the document by
/// another name: only beside such a one can a title of its own stand.
fn raise(document: &mut Document) {
    let Some((level, text)) = first_heading(document) else { return };
    if level == 1 || document.label.as_ref().is_none_or(|label| *label == text) {
        return;
    }
    let tree = &mut document.tree;
    let heading = tree
        .descendants(document.body)
        .find(|id| tree.tag(*id).is_some_and(|tag| tag.heading_level().is_some()));
    if let Some(element) = heading.and_then(|id| tree.element_mut(id)) {
        element.name = Name::Html(Tag::H1);
    }
}

/// Where a document goes.
#[derive(Debug, Clone)]
struct FilePath {
    /// The document's path in the archive.
    document: String,
    /// The chapter's path below `manuscript/`.
    name: String,
}

/// The files of the documents: those below another in the contents lie in its folder, as long as they
/// follow it.
fn files(documents: &[Document]) -> Vec<FilePath> {
    let paths: Vec<&str> = documents.iter().map(|document| document.path.as_str()).collect();
    // The document that each lies below: one of those that are open.
    let mut open: Vec<usize> = Vec::new();
    let mut parents: Vec<Option<usize>> = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let above = match &document.above {
            Some(above) => open
                .iter()
                .rposition(|other| paths.get(*other) == Some(&above.as_str()))
                .map(|at| at + 1),
            // What the contents don't name stands beside the one before it.
            None if document.label.is_none() => Some(open.len().saturating_sub(1)),
            None => Some(0),
        };
        open.truncate(above.unwrap_or(0));
        parents.push(open.last().copied());
        if document.label.is_some() || open.is_empty() {
            open.push(number);
        }
    }
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for parent in &parents {
        *counts.entry(*parent).or_default() += 1;
    }
    let mut numbers: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let mut folders: BTreeMap<usize, String> = BTreeMap::new();
    let mut files = Vec::new();
    for (number, (document, parent)) in documents.iter().zip(&parents).enumerate() {
        let place = numbers.entry(*parent).or_default();
        *place += 1;
        let count = counts.get(parent).copied().unwrap_or(1);
        let title = document
            .label
            .clone()
            .unwrap_or_else(|| first_heading(document).map(|(_, text)| text).unwrap_or_default());
        let name = file_name(*place, count, &title);
        let folder = parent.and_then(|parent| folders.get(&parent)).cloned().unwrap_or_default();
        let name = if counts.contains_key(&Some(number)) {
            let own = paths::join(&folder, name.trim_end_matches(".md"));
            folders.insert(number, own.clone());
            paths::join(&own, "index.md")
        } else {
            paths::join(&folder, &name)
        };
        files.push(FilePath { document: document.path.clone(), name });
    }
    files
}

/// The first heading: its level and its text.
fn first_heading(document: &Document) -> Option<(u8, String)> {
    let tree = &document.tree;
    let heading = tree
        .descendants(document.body)
        .find(|id| tree.tag(*id).is_some_and(|tag| tag.heading_level().is_some()))?;
    let text = tree.plain_text(heading);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let level = tree.tag(heading).and_then(Tag::heading_level)?;
    (!text.is_empty()).then_some((level, text))
}

/// Front matter, where the file's name and its first heading don't say it all.
fn front_matter(document: &Document, name: &str) -> String {
    let mut lines = Vec::new();
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    // It is what the contents say; the heading stays what it is.
    if let Some(label) = document.label.as_ref().filter(|label| {
        first_heading(document).is_none_or(|(level, heading)| level == 1 && heading != **label)
    }) {
        lines.push(format!("title: {}", quoted(label)));
    }
    let inferred = ChapterRole::from_file_name(paths::stem(name));
    let role = document.role.or_else(|| inferred.map(|_| ChapterRole::Chapter));
    if let Some(role) = role.filter(|role| {
        Some(*role) != inferred && !(inferred.is_none() && *role == ChapterRole::Chapter)
    }) {
        lines.push(format!("role: {}", role.name()));
    }
    if let Some(lang) = &document.lang {
        lines.push(format!("lang: {}", quoted(lang)));
    }
    if lines.is_empty() { String::new() } else { format!("---\n{}\n---\n\n", lines.join("\n")) }
}

/// The ids that links lead to: document and id.
fn targets(documents: &[Document]) -> BTreeSet<(String, String)> {
    let mut targets = BTreeSet::new();
    for document in documents {
        for top in
            std::iter::once(document.body).chain(document.notes.iter().map(|(_, node)| *node))
        {
            for id in document.tree.descendants(top) {
                let Some(element) = document.tree.element(id) else { continue };
                let Some((path, fragment)) =
                    element.attr("href").and_then(|href| href.split_once('#'))
                else {
                    continue;
                };
                let path = if path.is_empty() {
                    Some(document.path.clone())
                } else {
                    super::package::resolve(&document.path, path)
                };
                targets.extend(path.map(|path| (path, address::decoded(fragment))));
            }
        }
    }
    targets
}

/// What is needed to mend the addresses of a document.
struct Addresses<'a> {
    path: &'a str,
    file: &'a FilePath,
    files: &'a [FilePath],
    targets: &'a BTreeSet<(String, String)>,
}

impl Addresses<'_> {
    fn mend(&self, tree: &mut Tree<'static>, top: NodeId) {
        let nodes: Vec<NodeId> = tree.descendants(top).collect();
        for id in nodes {
            let Some(element) = tree.element_mut(id) else { continue };
            self.attributes(element);
            if element.name.html() != Some(Tag::A) {
                continue;
            }
            let Some(href) = element.attr("href").map(str::to_owned) else { continue };
            match self.link(&href) {
                Some(link) => element.set("href", Value::Text(link.into())),
                None if element.attr("id").is_some() => {
                    element.name = Name::Html(Tag::Span);
                    element.attrs.retain(|attr| attr.name == "id");
                }
                None => tree.unwrap_node(id),
            }
        }
    }

    /// Paths of the project become relative, ids that nobody leads to go, and what only programs read.
    fn attributes(&self, element: &mut Element<'static>) {
        let depth = self.file.name.matches('/').count();
        element.attrs.retain_mut(|attr| {
            let Value::Text(value) = &mut attr.value else { return true };
            if let Some(path) = value.strip_prefix(PROJECT) {
                *value = format!("{}{path}", "../".repeat(depth)).into();
            }
            match attr.name.as_ref() {
                "id" => self.targets.contains(&(self.path.to_owned(), value.to_string())),
                "aria-labelledby" | "aria-describedby" => false,
                _ => true,
            }
        });
    }

    /// The address of a link from this chapter; `None` where it leads nowhere.
    fn link(&self, href: &str) -> Option<String> {
        if let Some(fragment) = href.strip_prefix('#') {
            return Some(format!("#{fragment}"));
        }
        let scheme = href.split(['/', '#', '?']).next().unwrap_or_default();
        if scheme.contains(':') {
            return Some(href.to_owned());
        }
        let (path, fragment) =
            href.split_once('#').map_or((href, None), |(path, fragment)| (path, Some(fragment)));
        let document = super::package::resolve(self.path, path)?;
        let file = self.files.iter().find(|file| file.document == document)?;
        let from = paths::folder_of(&self.file.name);
        let link = relative(from, &file.name);
        Some(match fragment {
            Some(fragment) => format!("{link}#{fragment}"),
            None => link,
        })
    }
}

/// A path relative to a folder, both below one.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts: Vec<&str> = std::iter::repeat_n("..", from.len() - same).collect();
    parts.extend(to.iter().skip(same));
    parts.join("/")
}
