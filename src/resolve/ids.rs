//! Every id is made legal, and is given once on its page.
//!
//! In: the ids that authors wrote and headings want. Out: the final ids, and for links what each
//! wanted id became. Refuses to know: who links to them.

use super::pages::Plan;
use crate::book::{Chapter, Decisions, IdForm};
use crate::diagnostic::{Diagnostics, code};
use crate::load::Project;
use crate::tree::NodeId;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The ids given so far, for every page.
#[derive(Debug)]
pub(super) struct Ids {
    pages: Vec<HashSet<String>>,
    /// Where counting went on for an id that is wanted often.
    next: HashMap<(usize, String), usize>,
}

impl Ids {
    /// No ids yet.
    pub(super) fn new(pages: usize) -> Self {
        Ids { pages: vec![HashSet::new(); pages], next: HashMap::new() }
    }

    /// Gives `wanted` on a page, or the nearest that is free: `wanted-1`, `wanted-2`.
    pub(super) fn give(&mut self, page: usize, wanted: &str) -> String {
        let base = legal(wanted);
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, HashSet::new);
        }
        let Some(given) = self.pages.get_mut(page) else { return base };
        if given.insert(base.clone()) {
            return base;
        }
        let counter = self.next.entry((page, base.clone())).or_insert(1);
        loop {
            let id = format!("{base}-{counter}");
            *counter += 1;
            if given.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The nearest legal id: it begins with a letter or `_`, and holds letters, digits, `-`, `_`, `.`.
/// Stricter than the HTML standard (section 3.2.6), as CSS and EPUB 2 readers want it.
/// Source: Namespaces in XML 1.0, `NCName`.
fn legal(wanted: &str) -> String {
    let mut out: String = wanted
        .trim()
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    if !out.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        out.insert(0, '_');
    }
    out
}

/// For every chapter: what the ids that links use have become, with their pages.
pub(super) type Anchors = Vec<BTreeMap<String, (usize, String)>>;

/// Decides the id of every anchor.
pub(super) fn decide(
    project: &Project,
    chapters: &[Chapter<'_>],
    plan: &Plan,
    ids: &mut Ids,
    decisions: &mut [Decisions],
    diagnostics: &mut Diagnostics,
) -> Anchors {
    let mut all = Vec::new();
    for (number, (chapter, decided)) in chapters.iter().zip(decisions).enumerate() {
        let mut known: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut slugs: HashMap<&str, usize> = HashMap::new();
        let text = project.chapters.get(number).map(|source| &source.text);
        let notes: HashMap<NodeId, usize> =
            chapter.notes.iter().enumerate().map(|(note, told)| (told.root, note)).collect();
        let place = |chapter: &Chapter<'_>, node| {
            note_page(chapter, &notes, decided, node)
                .unwrap_or_else(|| plan.page_of(chapter, number, node))
        };
        let mut given: Vec<Option<String>> = vec![None; chapter.anchors.len()];
        // Ids that the author wrote go before those that headings only want.
        for written in [true, false] {
            for (index, anchor) in chapter.anchors.iter().enumerate() {
                if anchor.written != written {
                    continue;
                }
                let page = place(chapter, anchor.node);
                // GitHub's rule: the second heading of a kind is `title-1`.
                let wanted = if written {
                    anchor.id.trim().to_owned()
                } else {
                    let count = slugs.entry(&anchor.id).or_insert(0);
                    *count += 1;
                    if *count == 1 {
                        anchor.id.clone()
                    } else {
                        format!("{}-{}", anchor.id, *count - 1)
                    }
                };
                let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
                let id = ids.give(page, &wanted);
                if written
                    && id != wanted
                    && let Some(text) = text
                {
                    let message = format!("the id `{wanted}` becomes `{id}`");
                    let span = text.span(anchor.at..anchor.at);
                    diagnostics.push(&code::ID_CHANGED, span, message);
                }
                known.entry(wanted).or_insert_with(|| (page, id.clone()));
                if let Some(slot) = given.get_mut(index) {
                    *slot = Some(id);
                }
            }
        }
        let given: Vec<String> = given.into_iter().map(Option::unwrap_or_default).collect();
        // A heading with an id of its own is found by its text as well.
        for heading in &chapter.headings {
            let slug = crate::parse::slug(&heading.text);
            if let Some(id) = given.get(heading.anchor) {
                let page = plan.page_of(chapter, number, heading.node);
                known.entry(slug).or_insert_with(|| (page, id.clone()));
            }
        }
        let nodes: HashMap<&str, NodeId> =
            chapter.anchors.iter().rev().map(|anchor| (anchor.id.trim(), anchor.node)).collect();
        let mut id_lists = Vec::with_capacity(chapter.id_lists.len());
        for list in &chapter.id_lists {
            let page = place(chapter, list.node);
            let found = |id: &String| {
                let fits = match list.form {
                    IdForm::Ids | IdForm::Fragment => true,
                    IdForm::Paint(names) => nodes
                        .get(id.as_str())
                        .and_then(|node| chapter.tree.element(*node))
                        .is_some_and(|element| names.contains(&element.name.as_str())),
                };
                known.get(id).filter(|(other, _)| *other == page && fits).map(|(_, id)| id.as_str())
            };
            let ids: Vec<&str> = list.ids.iter().filter_map(found).collect();
            if let Some(missing) = list.ids.iter().find(|id| found(id).is_none())
                && let Some(text) = text
            {
                let message = format!(
                    "there is nothing with the id `{missing}` on this page that could be used here; the reference is left out"
                );
                diagnostics.push(&code::HTML_CHANGED, text.span(list.at..list.at), message);
            }
            id_lists.push(match (list.form, ids.first()) {
                (_, None) => String::new(),
                (IdForm::Ids, _) => ids.join(" "),
                (IdForm::Fragment, Some(id)) => format!("#{id}"),
                (IdForm::Paint(_), Some(id)) => format!("url(#{id})"),
            });
        }
        decided.ids = given;
        decided.id_lists = id_lists;
        all.push(known);
    }
    all
}

/// The page of a note that a node stands in, where it stands in one; `notes` are by their roots.
fn note_page(
    chapter: &Chapter<'_>,
    notes: &HashMap<NodeId, usize>,
    decided: &Decisions,
    node: NodeId,
) -> Option<usize> {
    if notes.is_empty() {
        return None;
    }
    let mut top = node;
    while let Some(parent) = chapter.tree.parent(top) {
        top = parent;
    }
    if top == chapter.body {
        return None;
    }
    decided.notes.get(*notes.get(&top)?)?.as_ref().map(|decision| decision.page)
}
