//! The reading order of a folder of Markdown.
//!
//! In: a folder. Out: the files in reading order, and how they nest: a folder is a part. Refuses
//! to know: what is in the files.

use super::paths::{join, name_of, stem};
use super::root::Kind;
use super::{Outline, Planned, Project};
use crate::diagnostic::{Diagnostics, Guesses, Place, code};
use crate::source::Span;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Folders nested deeper than this are not entered.
const DEPTH: usize = 16;

/// Plans the reading order of the manuscript in `folder`. `own`: there is a metadata.toml, so a
/// README beside it is not a chapter.
pub(super) fn plan(
    project: &Project,
    folder: &str,
    named: Option<Span>,
    own: bool,
    diagnostics: &mut Diagnostics,
) -> (Vec<Planned>, Vec<Outline>) {
    let top = match project.root.resolve("", folder) {
        Ok(top) => top,
        Err(problem) => {
            problem.report(&project.root, folder, named, diagnostics);
            return (Vec::new(), Vec::new());
        }
    };
    let mut tree = Vec::new();
    read_folder(project, &top, 0, own && top.is_empty(), named, &mut tree, diagnostics);
    if !project.settings.chapters.is_empty() {
        tree = in_given_order(project, &top, &tree, diagnostics);
    }
    let mut plan = Vec::new();
    let outline = number(tree, &mut plan);
    report_clashes(project, &plan, diagnostics);
    (plan, outline)
}

/// A file or folder of the manuscript.
#[derive(Debug, Clone)]
enum Item {
    File { path: String, named: Option<Span> },
    Folder { path: String, index: Option<String>, items: Vec<Item> },
}

impl Item {
    fn path(&self) -> &str {
        match self {
            Item::File { path, .. } | Item::Folder { path, .. } => path,
        }
    }
}

fn read_folder(
    project: &Project,
    folder: &str,
    depth: usize,
    without_readme: bool,
    named: Option<Span>,
    items: &mut Vec<Item>,
    diagnostics: &mut Diagnostics,
) {
    let mut names = match project.root.list(folder) {
        Ok(names) => names,
        Err(problem) => {
            problem.report(&project.root, folder, named, diagnostics);
            return;
        }
    };
    names.sort_by(|(a, _), (b, _)| natural(a, b));
    for (name, kind) in names {
        let path = join(folder, &name);
        match kind {
            _ if name.starts_with('.') => {}
            Kind::File => {
                let readme = stem(&name).eq_ignore_ascii_case("readme");
                if is_markdown(&name) && !(readme && without_readme) {
                    let item = Item::File { path, named: None };
                    if is_index(&name) {
                        items.insert(0, item);
                    } else {
                        items.push(item);
                    }
                }
            }
            Kind::Folder if depth < DEPTH => {
                // What tools leave behind is not a part of the book.
                if folder.is_empty()
                    && matches!(name.as_str(), "dist" | "target" | "node_modules" | "cover")
                {
                    continue;
                }
                let mut inner = Vec::new();
                read_folder(project, &path, depth + 1, false, None, &mut inner, diagnostics);
                let index = match inner.first() {
                    Some(Item::File { path, .. }) if is_index(path) => Some(path.clone()),
                    _ => None,
                };
                if index.is_some() {
                    inner.remove(0);
                }
                if index.is_some() || !inner.is_empty() {
                    items.push(Item::Folder { path, index, items: inner });
                }
            }
            Kind::Folder => {}
        }
    }
}

/// The items that the metadata lists, in its order; what it does not list is reported.
fn in_given_order(
    project: &Project,
    top: &str,
    items: &[Item],
    diagnostics: &mut Diagnostics,
) -> Vec<Item> {
    let mut by_path = BTreeMap::new();
    index_items(items, &mut by_path);
    let mut listed = Vec::new();
    let mut seen = BTreeSet::new();
    let mut guesses = Guesses::default();
    for (given, span) in &project.settings.chapters {
        let path = match project.root.resolve(top, given) {
            Ok(path) => path,
            Err(problem) => {
                problem.report(&project.root, given, Some(*span), diagnostics);
                continue;
            }
        };
        let found = by_path.get(&path).or_else(|| by_path.get(&format!("{path}.md")));
        let Some(item) = found else {
            let known = by_path
                .keys()
                .map(|known| known.strip_prefix(top).unwrap_or(known).trim_start_matches('/'));
            let diagnostic = diagnostics.push(
                &code::CHAPTER_UNKNOWN,
                *span,
                format!("there is no chapter `{given}` in the manuscript"),
            );
            if let Some(near) = guesses.nearest(given, known) {
                diagnostic.hint(format!("did you mean `{near}`?"));
            }
            continue;
        };
        if mark(item, &mut seen) {
            diagnostics.push(
                &code::CHAPTER_TWICE,
                *span,
                format!("the chapter `{given}` stands in the list already"),
            );
            continue;
        }
        let mut item = (*item).clone();
        if let Item::File { named, .. } = &mut item {
            *named = Some(*span);
        }
        listed.push(item);
    }
    for item in by_path.values() {
        if let Item::File { path, .. } = item
            && !seen.contains(path.as_str())
        {
            diagnostics.push(
                &code::CHAPTER_UNLISTED,
                Place::Path(project.root.display(path)),
                "this file is not in the list of chapters, and not in the book",
            );
        }
    }
    listed
}

fn index_items<'i>(items: &'i [Item], by_path: &mut BTreeMap<String, &'i Item>) {
    for item in items {
        by_path.insert(item.path().to_owned(), item);
        if let Item::Folder { items, .. } = item {
            index_items(items, by_path);
        }
    }
}

/// Notes the files of an item as seen; true where one was seen before.
fn mark(item: &Item, seen: &mut BTreeSet<String>) -> bool {
    match item {
        Item::File { path, .. } => !seen.insert(path.clone()),
        Item::Folder { index, items, .. } => {
            let mut twice = index.as_ref().is_some_and(|path| !seen.insert(path.clone()));
            for item in items {
                twice |= mark(item, seen);
            }
            twice
        }
    }
}

fn number(items: Vec<Item>, plan: &mut Vec<Planned>) -> Vec<Outline> {
    let mut outline = Vec::new();
    for item in items {
        match item {
            Item::File { path, named } => {
                outline.push(Outline::Chapter { index: plan.len(), children: Vec::new() });
                plan.push(Planned { path, title: None, named });
            }
            Item::Folder { path, index: Some(index), items } => {
                let first = plan.len();
                let title = title_of_name(name_of(&path));
                plan.push(Planned { path: index, title: Some(title), named: None });
                outline.push(Outline::Chapter { index: first, children: number(items, plan) });
            }
            Item::Folder { path, index: None, items } => {
                let title = title_of_name(name_of(&path));
                outline.push(Outline::Part { title, children: number(items, plan) });
            }
        }
    }
    outline
}

/// Reports files whose paths differ only in case: they can't stand side by side everywhere.
fn report_clashes(project: &Project, plan: &[Planned], diagnostics: &mut Diagnostics) {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for planned in plan {
        if let Some(other) = folded.insert(planned.path.to_lowercase(), &planned.path)
            && other != planned.path
        {
            diagnostics.push(
                &code::NAME_CLASH,
                Place::Path(project.root.display(&planned.path)),
                format!("the name differs from `{other}` only in case"),
            );
        }
    }
}

/// Whether a file's name is one of Markdown.
pub(super) fn is_markdown(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && matches!(ending.to_ascii_lowercase().as_str(), "md" | "markdown" | "mdown" | "mkd")
    })
}

/// Whether a file stands for its folder.
fn is_index(path: &str) -> bool {
    matches!(stem(path).to_ascii_lowercase().as_str(), "index" | "_index" | "readme")
}

/// A title made of a file's or folder's name: without the number that orders it, `-` and `_` as
/// spaces, the first letter upper-case.
pub(super) fn title_of_name(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' ' | ')')
    });
    let bare = if bare.is_empty() { name } else { bare };
    let words: Vec<&str> = bare
        .split(|c: char| c == '_' || c == '-' || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect();
    let title = words.join(" ");
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

/// Natural order: runs of digits compare as numbers (`2` before `10`), letters without regard to
/// case; names that are equal so far compare by their bytes.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (x.peek().copied(), y.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(c), Some(d)) if c.is_ascii_digit() && d.is_ascii_digit() => {
                let (m, n) = (digits(&mut x), digits(&mut y));
                // Numbers of any length: without leading zeros the longer one is larger.
                let order = m.len().cmp(&n.len()).then_with(|| m.cmp(&n));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(c), Some(d)) => {
                let order = c.to_lowercase().cmp(d.to_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                x.next();
                y.next();
            }
        }
    }
}

fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && c == '0') {
            run.push(c);
        }
    }
    run
}

#[cfg(test)]
mod tests;
