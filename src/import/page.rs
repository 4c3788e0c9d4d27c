//! A saved web page becomes a draft.
//!
//! In: HTML in any encoding, and the folder that it lies in. Out: one chapter, the pictures in it, and
//! the facts that the page states or shows. Refuses to know: the network; how credits are worded.
//!
//! The page is read as a browser reads it and put in order (`clean`), so that each run of text is a
//! leaf (`blocks`). What the page states for machines is gathered (`metadata`), the article is found
//! (`content`), the one is held against the other (`facts`), and `credits` reads what stands in and
//! around the article. What is left is the text (`article`), with its notes and pictures.

mod article;
pub(super) mod blocks;
mod chrome;
mod clean;
mod content;
mod facts;
mod lines;
mod media;
mod metadata;
mod paragraphs;
mod readability;

use super::credits::{self, Block, Form, Part};
use super::draft::{At, Chapter, Draft};
use super::project::file_name;
use super::source::Source;
use super::{decode, dom, markdown, notes};
use crate::diagnostic::{Diagnostics, Place, code};
use crate::edition::Role;
use crate::source::{FileId, Sources, Span};
use crate::tree::{NodeId, Tag, Tree};
use blocks::Leaf;

use content::{Content, Fate};
use facts::{View, bare};
use lines::Lines;
use std::collections::BTreeSet;

/// A page while it is read.
#[derive(Debug)]
pub(super) struct Page {
    /// Its nodes.
    tree: Tree<'static>,
    /// The node that holds the document.
    root: NodeId,
    /// The element that holds what is shown.
    body: NodeId,
    /// The line of each node.
    lines: Lines,
    /// Elements that were links around blocks.
    linked: BTreeSet<NodeId>,
    /// Texts that attributes set in larger type.
    large: BTreeSet<NodeId>,
    /// Small elements that held a field to write in.
    fields: BTreeSet<NodeId>,
}

impl Page {
    fn of(html: &str) -> Page {
        let dom = dom::html(&lines::marked(html));
        let body = dom.first(dom.root, Tag::Body).unwrap_or(dom.root);
        let (mut tree, root) = (dom.tree, dom.root);
        let lines = Lines::take(&mut tree, root);
        Page {
            tree,
            root,
            body,
            lines,
            linked: BTreeSet::new(),
            large: BTreeSet::new(),
            fields: BTreeSet::new(),
        }
    }

    /// A number that no node reaches.
    fn tree_size(&self) -> usize {
        self.tree.descendants(self.root).map(NodeId::index).max().map_or(0, |last| last + 1)
    }

    /// Whether a node stands in what was a link around blocks.
    fn is_linked(&self, node: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(id) = at {
            if self.linked.contains(&id) {
                return true;
            }
            at = self.tree.parent(id);
        }
        false
    }
}

/// What the parts of an import need to tell of problems.
pub(super) struct Report<'r> {
    /// The text of the page.
    pub(super) file: FileId,
    /// All texts.
    pub(super) sources: &'r Sources,
    /// Where problems go.
    pub(super) diagnostics: &'r mut Diagnostics,
}

impl Report<'_> {
    /// The place of a line, without the white space before it.
    fn line(&self, line: usize) -> Place {
        let text = &self.sources.get(self.file).text;
        let start = match line.checked_sub(2) {
            Some(before) => {
                memchr::memchr_iter(b'\n', text.as_bytes()).nth(before).map_or(0, |at| at + 1)
            }
            None => 0,
        };
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let start = start + line.len() - line.trim_start().len();
        Place::Span(Span::new(self.file, start..start))
    }
}

/// Reads a saved page.
pub(super) fn import(
    source: &Source,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let decoded = decode::decode_markup(&source.bytes);
    let file = sources.add(source.shown.clone(), decoded.text);
    let text = sources.get(file).text.clone();
    if decoded.damaged {
        let at = text.find(char::REPLACEMENT_CHARACTER).unwrap_or_default();
        let message = format!("some bytes are no characters of {}", decoded.encoding);
        diagnostics.push(&code::IMPORT_ENCODING, Span::new(file, at..at), message);
    }
    let mut draft = Draft::default();
    let mut page = Page::of(&text);
    let stated = metadata::read(&page);
    let address = facts::address(&stated, facts::saved_from(&text));
    let base = stated.base.clone().or_else(|| address.as_ref().map(|fact| fact.value.clone()));
    clean::clean(&mut page, &mut draft);
    let leaves = blocks::leaves(&page);
    let content = content::find(&page, &leaves);
    let view = View { page: &page, leaves: &leaves, content: &content, stated: &stated };
    let parts = read(&view, address, &mut draft);
    let kept = leaves.iter().zip(&parts).any(|(leaf, part)| keeps(*part) && leaf.length > 0);
    if !kept || draft.edition.title.main.is_empty() && leaves.is_empty() {
        let place = Place::Path(source.shown.clone());
        diagnostics
            .push(&code::IMPORT_NOTHING, place, "there is no text on this page that could be a chapter")
            .hint("a page that is filled in by a script has to be saved from the browser that shows it");
        return None;
    }
    if draft.edition.title.main.is_empty() {
        super::text::title_of_name(source, &mut draft);
    }
    let (mut report, root) = (Report { file, sources, diagnostics }, source.root.as_ref());
    let title = draft.edition.title.main.clone();
    let container = take_out(&mut page, &leaves, &content, &parts, &mut draft);
    let notes = notes::find(&mut page.tree, container);
    media::take(&mut page, container, base.as_deref(), root, &mut draft, &mut report);
    article::finish(&mut page, container, &notes, base.as_deref(), &title, &mut report);
    let text =
        markdown::write(&markdown::Page { tree: &page.tree, body: container, notes: &notes });
    draft.chapters.push(Chapter { path: file_name(1, 1, &title), text });
    draft.dropped.sort_by_key(|dropped| match dropped.at {
        At::Line(line) => line,
        _ => usize::MAX,
    });
    Some(draft)
}

/// What a leaf is in the end; `None` for the page's own, which is reported elsewhere.
type Fated = Option<Part>;

fn keeps(part: Fated) -> bool {
    matches!(part, Some(Part::Body | Part::Heading))
}

/// Gathers the facts, and tells of each leaf what it is.
fn read(view: &View<'_>, address: Option<metadata::Fact>, draft: &mut Draft) -> Vec<Fated> {
    let heads = facts::state(view, address, draft);
    let open: Vec<usize> = view
        .content
        .fates
        .iter()
        .enumerate()
        .filter(|(index, fate)| match fate {
            // Credits may stand in a footer of the article.
            Fate::Chrome("footers") => view
                .leaves
                .get(*index)
                .is_some_and(|leaf| leaf.length < 200 && credits::is_byline(&leaf.text)),
            Fate::Chrome(_) => false,
            _ => true,
        })
        .map(|(index, _)| index)
        .collect();
    let blocks: Vec<Block> = open
        .iter()
        .filter_map(|index| view.leaves.get(*index))
        .map(|leaf| Block { line: leaf.line, text: leaf.text.clone(), form: leaf.form })
        .collect();
    // Whom the text credits with the translation did not write it, whatever the metadata says.
    let mut credited = Draft::default();
    credited.edition.title = draft.edition.title.clone();
    let _ = credits::read(&blocks, &mut credited);
    let others: Vec<String> = credited
        .edition
        .people
        .iter()
        .filter(|person| person.role == Role::TRANSLATOR)
        .map(|person| bare(&person.name))
        .collect();
    let mut authors = facts::authors(view, &others, draft);
    if let Some(more) = facts::more_authors(view, &authors) {
        authors = more;
    }
    let in_text = credited.edition.people.iter().any(|person| person.role == Role::AUTHOR);
    // Whom the page does not show gives way to those who sign the article in it, or whom it marks.
    if authors.is_empty() || facts::is_unseen(view, &authors) {
        let signed = facts::is_signed(view);
        let marked = facts::marked_author(view, &others);
        authors = match marked {
            Some(marked) if !signed || !authors.is_empty() && !in_text => marked,
            _ if in_text && (signed || authors.is_empty()) => Vec::new(),
            _ if authors.is_empty() => facts::shown_author(view, &others),
            _ => authors,
        };
    }
    for (person, origin) in authors.into_iter().chain(facts::translators(view)) {
        draft.person(person, origin);
    }
    let mut parts: Vec<Fated> = vec![None; view.leaves.len()];
    for (index, part) in open.iter().zip(credits::read(&blocks, draft)) {
        if let Some(slot) = parts.get_mut(*index) {
            *slot = Some(part);
        }
    }
    for index in [heads.title, heads.subtitle].into_iter().flatten() {
        if let Some(slot) = parts.get_mut(index) {
            *slot = Some(Part::Fact);
        }
    }
    let free = |index: usize| parts.get(index).is_some_and(|part| *part != Some(Part::Fact));
    let notes = facts::author_notes(view, &free, draft);
    for index in notes {
        if let Some(slot) = parts.get_mut(index) {
            *slot = Some(Part::Fact);
        }
    }
    // What stands inside of the article is its text, unless it is known to be something else; what
    // stands outside is not.
    for (index, fate) in view.content.fates.iter().enumerate() {
        let form = view.leaves.get(index).map(|leaf| leaf.form);
        let Some(slot) = parts.get_mut(index) else { continue };
        let beside = *fate == Fate::Beside && form != Some(Form::Caption);
        match (*slot, fate) {
            (Some(Part::Chrome("lines above the text" | "lines below the text")), fate)
                if *fate == Fate::Inside || form == Some(Form::Caption) =>
            {
                *slot = Some(Part::Body);
            }
            (Some(Part::Body | Part::Heading), _) if beside => {
                *slot = Some(Part::Chrome("other parts of the page"));
            }
            _ => {}
        }
    }
    parts
}

/// Takes out of the tree what is not the article's text, and tells of what was the page's own. Returns
/// the element that holds the text.
fn take_out(
    page: &mut Page,
    leaves: &[Leaf],
    content: &Content,
    parts: &[Fated],
    draft: &mut Draft,
) -> NodeId {
    for (index, (leaf, part)) in leaves.iter().zip(parts).enumerate() {
        let fate = content.fates.get(index).copied().unwrap_or(Fate::Beside);
        match (*part, fate) {
            (Some(Part::Chrome(what)), _) | (_, Fate::Chrome(what)) => {
                if *part != Some(Part::Fact) {
                    draft.drop(At::Line(leaf.line), &leaf.text, what);
                }
                page.tree.detach(leaf.node);
            }
            (Some(Part::Fact), _) => page.tree.detach(leaf.node),
            // A picture above the article belongs to it, with its caption.
            (Some(Part::Body), Fate::Beside) => {
                let figure = article::figure_of(&page.tree, leaf.node);
                match page.tree.first_child(content.container) {
                    Some(first) if index < content.first => page.tree.insert_before(first, figure),
                    _ => page.tree.append(content.container, figure),
                }
            }
            _ => {}
        }
    }
    let chrome: Vec<NodeId> = page
        .tree
        .descendants(content.container)
        .filter(|id| *id != content.container)
        .filter(|id| content.chrome.get(id.index()).copied().flatten().is_some())
        .collect();
    for id in chrome {
        page.tree.detach(id);
    }
    content.container
}

#[cfg(test)]
mod tests;
