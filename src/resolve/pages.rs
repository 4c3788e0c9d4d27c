//! Which pages the book has: covers and titles, parts, chapters and what long ones are split into.
//!
//! In: the outline and the chapters. Out: a [`Plan`]: the pages in reading order, and which node
//! of a chapter is on which. Refuses to know: links and notes.

use crate::book::{Chapter, ChapterRole, Heading, Page, PageKind};
use crate::diagnostic::{Diagnostics, Place, code};
use crate::labels::Labels;
use crate::load::assets::ascii_name;
use crate::load::{Outline, Project, title_of_path};
use crate::tree::{Data, NodeId, Value};
use crate::xml;
use std::collections::{BTreeSet, HashMap};

/// No page is larger than this, where a heading allows: readers lay out a page at a time.
const PAGE_LIMIT: usize = 240_000;

/// What is known of a chapter as a whole.
#[derive(Debug)]
pub(super) struct Head {
    /// Its title, for contents and page.
    pub(super) title: String,
    /// A title to be shown above the text, where the text itself has none.
    pub(super) shown: Option<String>,
    /// Its role.
    pub(super) role: ChapterRole,
    /// BCP 47 tag of its language.
    pub(super) lang: String,
}

/// The pages, and where the chapters are on them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The pages in reading order.
    pub(super) pages: Vec<Page>,
    /// For every chapter its pages.
    pub(super) of_chapter: Vec<Vec<usize>>,
    /// For every chapter with several pages, for every top-level node its page.
    pub(super) of_node: Vec<Vec<(NodeId, usize)>>,
    /// The outline with pages: what the table of contents is made from.
    pub(super) outline: Vec<Entry>,
    /// Paths that pages have.
    paths: BTreeSet<String>,
    /// Where counting goes on for a name that several pages want.
    next: HashMap<String, usize>,
}

/// An entry of the outline.
#[derive(Debug)]
pub(super) enum Entry {
    /// A part's page.
    Part { page: usize, children: Vec<Entry> },
    /// A chapter.
    Chapter { chapter: usize, children: Vec<Entry> },
}

impl Plan {
    /// The page that a node of a chapter's body is on.
    pub(super) fn page_of(&self, chapter: &Chapter<'_>, number: usize, node: NodeId) -> usize {
        let pages = self.of_chapter.get(number).map_or(&[][..], Vec::as_slice);
        let first = pages.first().copied().unwrap_or_default();
        if pages.len() < 2 {
            return first;
        }
        let mut top = node;
        while let Some(parent) = chapter.tree.parent(top) {
            if parent == chapter.body {
                break;
            }
            top = parent;
        }
        let tops = self.of_node.get(number).map_or(&[][..], Vec::as_slice);
        tops.binary_search_by_key(&top, |(node, _)| *node)
            .ok()
            .and_then(|at| tops.get(at))
            .map_or(first, |(_, page)| *page)
    }

    /// Adds a page under a path made of `name`.
    pub(super) fn add(&mut self, name: &str, title: String, lang: &str, kind: PageKind) -> usize {
        let stem = ascii_name(name);
        let stem = if stem.is_empty() { "page".to_owned() } else { stem };
        let number = self.next.entry(stem.to_ascii_lowercase()).or_insert(1);
        let path = loop {
            let path = match *number {
                1 => format!("text/{stem}.xhtml"),
                number => format!("text/{stem}-{number}.xhtml"),
            };
            *number += 1;
            if self.paths.insert(path.to_ascii_lowercase()) {
                break path;
            }
        };
        self.pages.push(Page { path, title, lang: lang.to_owned(), kind });
        self.pages.len() - 1
    }
}

/// Title, role and language of every chapter; reports chapters without text or title.
pub(super) fn heads(
    project: &Project,
    chapters: &[Chapter<'_>],
    labels: &Labels,
    diagnostics: &mut Diagnostics,
) -> Vec<Head> {
    let mut heads = Vec::new();
    for (source, chapter) in project.chapters.iter().zip(chapters) {
        let path = || Place::Path(project.sources.get(source.file).path.clone());
        let heading = chapter.headings.first().map(|heading| heading.text.clone());
        let listed = if project.mdbook { source.listed_title.clone() } else { None };
        let known = source
            .title
            .clone()
            .or(listed)
            .or_else(|| heading.clone())
            .or_else(|| source.listed_title.clone());
        if chapter.empty {
            diagnostics.push(&code::CHAPTER_EMPTY, path(), "the chapter has no text");
        } else if known.is_none() && !goes_without_title(source.role) {
            diagnostics
                .push(
                    &code::CHAPTER_UNTITLED,
                    path(),
                    format!(
                        "the chapter has no heading; it is listed as “{}”",
                        title_of_path(&source.path)
                    ),
                )
                .hint("begin it with a heading: `# Title`");
        }
        // A file's name, or a heading, may be nothing but characters that XML can't hold.
        let title = known
            .or_else(|| Some(title_of_path(&source.path)))
            .filter(|title| !xml::legal(title).trim().is_empty())
            .unwrap_or_else(|| labels.untitled.to_owned());
        let has_top = chapter.headings.iter().any(|heading| heading.level == 1);
        let shown = match &source.title {
            Some(own) if !project.mdbook && !has_top && heading.as_ref() != Some(own) => {
                Some(own.clone())
            }
            _ if chapter.empty && chapter.headings.is_empty() => Some(title.clone()),
            _ => None,
        };
        heads.push(Head {
            title,
            shown,
            role: source.role.unwrap_or(ChapterRole::Chapter),
            lang: source.lang.clone().unwrap_or_else(|| project.edition.language.clone()),
        });
    }
    heads
}

/// Whether a chapter of that role usually has no heading.
fn goes_without_title(role: Option<ChapterRole>) -> bool {
    matches!(
        role,
        Some(
            ChapterRole::Dedication
                | ChapterRole::Epigraph
                | ChapterRole::Copyright
                | ChapterRole::HalfTitle
        )
    )
}

/// Plans the pages.
pub(super) fn plan(
    project: &Project,
    chapters: &[Chapter<'_>],
    heads: &[Head],
    has_cover: bool,
    labels: &Labels,
) -> Plan {
    let lang = &project.edition.language;
    let mut plan = Plan {
        of_chapter: vec![Vec::new(); chapters.len()],
        of_node: vec![Vec::new(); chapters.len()],
        ..Plan::default()
    };
    if has_cover && project.settings.cover_page {
        plan.add("cover", labels.cover.to_owned(), lang, PageKind::Cover);
    }
    if project.settings.title_page {
        let title = project.edition.title.main.clone();
        plan.add("title-page", title, lang, PageKind::Title);
    }
    plan.outline = entries(project, chapters, heads, &project.outline, &mut plan);
    if project.settings.accessibility_page {
        let title = labels.accessibility.to_owned();
        plan.add("accessibility", title, lang, PageKind::Accessibility);
    }
    if project.settings.colophon {
        plan.add("colophon", labels.colophon.to_owned(), lang, PageKind::Colophon);
    }
    plan
}

fn entries(
    project: &Project,
    chapters: &[Chapter<'_>],
    heads: &[Head],
    outline: &[Outline],
    plan: &mut Plan,
) -> Vec<Entry> {
    let mut out = Vec::new();
    for entry in outline {
        match entry {
            Outline::Part { title, children } => {
                let page = plan.add(
                    &format!("part-{title}"),
                    title.clone(),
                    &project.edition.language,
                    PageKind::Part,
                );
                let children = entries(project, chapters, heads, children, plan);
                out.push(Entry::Part { page, children });
            }
            Outline::Chapter { index, children } => {
                if let (Some(chapter), Some(head)) = (chapters.get(*index), heads.get(*index)) {
                    chapter_pages(project, chapter, head, *index, plan);
                }
                let children = entries(project, chapters, heads, children, plan);
                out.push(Entry::Chapter { chapter: *index, children });
            }
        }
    }
    out
}

fn chapter_pages(
    project: &Project,
    chapter: &Chapter<'_>,
    head: &Head,
    number: usize,
    plan: &mut Plan,
) {
    let path = project.chapters.get(number).map_or("", |source| source.path.as_str());
    let inner = path
        .split_once('/')
        .filter(|(top, _)| matches!(*top, "manuscript" | "src"))
        .map_or(path, |(_, inner)| inner);
    let name = inner.rsplit_once('.').map_or(inner, |(stem, _)| stem);
    let tops: HashMap<NodeId, &Heading> = chapter
        .headings
        .iter()
        .filter(|heading| heading.top)
        .map(|heading| (heading.node, heading))
        .collect();
    for (index, nodes) in split(project, chapter).into_iter().enumerate() {
        let top = nodes.iter().find_map(|node| tops.get(node));
        let title = match top {
            Some(top) if index > 0 => top.text.clone(),
            _ => head.title.clone(),
        };
        let kind = PageKind::Chapter {
            chapter: number,
            nodes: nodes.clone(),
            notes: Vec::new(),
            role: head.role,
            first: index == 0,
            heading: if index == 0 { head.shown.clone() } else { None },
            label: top.map(|top| top.anchor),
        };
        let page = plan.add(name, title, &head.lang, kind);
        if let Some(pages) = plan.of_chapter.get_mut(number) {
            pages.push(page);
        }
        if let Some(of_node) = plan.of_node.get_mut(number) {
            of_node.extend(nodes.into_iter().map(|node| (node, page)));
        }
    }
    if let Some(of_node) = plan.of_node.get_mut(number) {
        of_node.sort_unstable();
    }
}

/// The top-level nodes of a chapter, parted into pages. A single file is a whole book: each of its
/// level-1 headings begins a page. What is too large for a page is parted at its headings, the
/// highest first.
fn split(project: &Project, chapter: &Chapter<'_>) -> Vec<Vec<NodeId>> {
    let nodes: Vec<(NodeId, usize, Option<u8>)> = chapter
        .tree
        .children(chapter.body)
        .map(|node| {
            let level = chapter.tree.tag(node).and_then(crate::tree::Tag::heading_level);
            (node, size(chapter, node), level)
        })
        .collect();
    let level_1 = nodes.iter().filter(|(_, _, level)| *level == Some(1)).count();
    let mut pieces = vec![nodes];
    if project.single && level_1 > 1 {
        pieces = pieces.into_iter().flat_map(|piece| cut(piece, 1, 0)).collect();
        // What stands before the first heading goes with it.
        if pieces.len() > 1 && pieces.first().is_some_and(|p| p.iter().all(|n| n.2.is_none())) {
            let mut lead = pieces.remove(0);
            if let Some(first) = pieces.first_mut() {
                lead.append(first);
                *first = lead;
            }
        }
    }
    for level in 1..=6 {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| {
                let size: usize = piece.iter().map(|(_, size, _)| size).sum();
                if size > PAGE_LIMIT { cut(piece, level, PAGE_LIMIT) } else { vec![piece] }
            })
            .collect();
    }
    pieces.into_iter().map(|piece| piece.into_iter().map(|(node, _, _)| node).collect()).collect()
}

type Sized = (NodeId, usize, Option<u8>);

/// Cuts before each heading of the level, then joins neighbours again while they stay under
/// `limit`.
fn cut(nodes: Vec<Sized>, level: u8, limit: usize) -> Vec<Vec<Sized>> {
    let mut pieces: Vec<Vec<Sized>> = vec![Vec::new()];
    for node in nodes {
        let begins = node.2 == Some(level) && pieces.last().is_some_and(|piece| !piece.is_empty());
        if begins {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(node);
        }
    }
    let mut joined: Vec<(usize, Vec<Sized>)> = Vec::new();
    for piece in pieces {
        let size: usize = piece.iter().map(|(_, size, _)| size).sum();
        match joined.last_mut() {
            Some((total, last)) if *total + size <= limit => {
                *total += size;
                last.extend(piece);
            }
            _ => joined.push((size, piece)),
        }
    }
    joined.into_iter().map(|(_, piece)| piece).collect()
}

/// About how many bytes a node takes when it is written.
fn size(chapter: &Chapter<'_>, node: NodeId) -> usize {
    chapter
        .tree
        .descendants(node)
        .map(|id| match chapter.tree.data(id) {
            Data::Text(text) => text.len(),
            Data::Noteref(_) => 120,
            Data::Element(element) => {
                let attrs = element.attrs.iter().map(|attr| {
                    attr.name.len()
                        + 4
                        + match &attr.value {
                            Value::Text(text) => text.len(),
                            _ => 30,
                        }
                });
                element.name.as_str().len() * 2 + 5 + attrs.sum::<usize>()
            }
            Data::Root => 0,
        })
        .sum()
}
