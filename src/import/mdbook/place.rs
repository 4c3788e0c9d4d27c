//! Where the chapters of an mdBook project go.
//!
//! In: the outline of a project. Out: a path for each part and chapter, in reading order. Refuses to
//! know: what is in them.

use super::super::project::slug;
use crate::load::paths::{join, stem};
use crate::load::{Outline, Project, Source};

/// Folders that chapters may lie in, one in the other; `load` goes 16 deep. What is nested deeper
/// stands in the last of them, one after the other.
const DEPTH: usize = 12;

/// Something with a file of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// A part, which has nothing but a title.
    Part {
        /// Path below `manuscript/`.
        path: String,
        /// Its title.
        title: String,
    },
    /// A chapter.
    Chapter {
        /// Path below `manuscript/`.
        path: String,
        /// Its number in the project.
        index: usize,
    },
}

impl Placed {
    /// Its path below `manuscript/`.
    pub(super) fn path(&self) -> &str {
        match self {
            Placed::Part { path, .. } | Placed::Chapter { path, .. } => path,
        }
    }

    /// The chapter's number.
    pub(super) fn index(&self) -> Option<usize> {
        match self {
            Placed::Part { .. } => None,
            Placed::Chapter { index, .. } => Some(*index),
        }
    }
}

/// A folder that is being filled.
struct Folder<'p> {
    entries: std::slice::Iter<'p, Outline>,
    path: String,
    depth: usize,
    count: usize,
    /// It is no folder of its own: its entries follow in the one above.
    flat: bool,
}

/// Finds the places.
pub(super) fn place(project: &Project) -> Vec<Placed> {
    let mut out = Vec::new();
    let top = Folder {
        entries: project.outline.iter(),
        path: String::new(),
        depth: 0,
        count: 0,
        flat: false,
    };
    let mut open = vec![top];
    while let Some(folder) = open.last_mut() {
        let Some(entry) = folder.entries.next() else {
            let (count, flat) = (folder.count, folder.flat);
            open.pop();
            if let Some(above) = open.last_mut().filter(|_| flat) {
                above.count = count;
            }
            continue;
        };
        folder.count += 1;
        let (name, children) = match entry {
            Outline::Part { title, children } => (slug(title), children),
            Outline::Chapter { index, children } => (words(project.chapters.get(*index)), children),
        };
        let number = folder.count;
        let name =
            if name.is_empty() { format!("{number:02}") } else { format!("{number:02}-{name}") };
        let own = folder.depth < DEPTH;
        let is_folder = own && (!children.is_empty() || matches!(entry, Outline::Part { .. }));
        let inside = join(&folder.path, &name);
        let path = if is_folder { join(&inside, "index.md") } else { format!("{inside}.md") };
        out.push(match entry {
            Outline::Part { title, .. } => Placed::Part { path, title: title.clone() },
            Outline::Chapter { index, .. } => Placed::Chapter { path, index: *index },
        });
        if !children.is_empty() {
            let next = Folder {
                entries: children.iter(),
                path: if is_folder { inside } else { folder.path.clone() },
                depth: folder.depth + usize::from(is_folder),
                count: if is_folder { 0 } else { folder.count },
                flat: !is_folder,
            };
            open.push(next);
        }
    }
    out
}

/// Words for a chapter's file: its title's, or those of the name that it had.
fn words(chapter: Option<&Source>) -> String {
    let Some(chapter) = chapter else { return String::new() };
    let title = chapter.listed_title.as_deref().or(chapter.title.as_deref());
    let words = title.map(slug).unwrap_or_default();
    if words.is_empty() { slug(stem(&chapter.path)) } else { words }
}
