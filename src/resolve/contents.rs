//! The table of contents and the landmarks.
//!
//! In: the pages, the outline and the headings. Out: entries with final addresses. Refuses to know:
//! how nav and NCX are written.

use super::NAV;
use super::pages::{Entry, Head, Plan};
use crate::book::role::Matter;
use crate::book::{Chapter, ChapterRole, Decisions, Page, PageKind};
use crate::labels::Labels;
use crate::load::Project;
use crate::publication::{ContentsEntry, Landmark};

/// The table of contents: parts, chapters and headings down to the depth that is set.
pub(super) fn contents(
    project: &Project,
    chapters: &[Chapter<'_>],
    heads: &[Head],
    plan: &Plan,
    decisions: &[Decisions],
) -> Vec<ContentsEntry> {
    let whole = Whole { project, chapters, heads, plan, decisions };
    let mut contents = whole.entries(&plan.outline);
    for page in &plan.pages {
        if matches!(
            page.kind,
            PageKind::Notes { .. } | PageKind::Accessibility | PageKind::Colophon
        ) {
            contents.push(whole.entry(&page.title, page, None, &page.lang));
        }
    }
    contents
}

struct Whole<'b, 's> {
    project: &'b Project,
    chapters: &'b [Chapter<'s>],
    heads: &'b [Head],
    plan: &'b Plan,
    decisions: &'b [Decisions],
}

impl Whole<'_, '_> {
    fn entry(&self, label: &str, page: &Page, id: Option<&str>, lang: &str) -> ContentsEntry {
        ContentsEntry {
            label: label.to_owned(),
            href: Some(match id {
                Some(id) => format!("{}#{id}", page.path),
                None => page.path.clone(),
            }),
            lang: (lang != self.project.edition.language).then(|| lang.to_owned()),
            children: Vec::new(),
        }
    }

    fn entries(&self, outline: &[Entry]) -> Vec<ContentsEntry> {
        let mut out = Vec::new();
        for entry in outline {
            match entry {
                Entry::Part { page, children } => {
                    let Some(page) = self.plan.pages.get(*page) else { continue };
                    let mut part = self.entry(&page.title, page, None, &page.lang);
                    part.children = self.entries(children);
                    out.push(part);
                }
                Entry::Chapter { chapter, children } => {
                    let mut own = self.chapter(*chapter);
                    let below = self.entries(children);
                    match own.last_mut() {
                        Some(last) => last.children.extend(below),
                        None => own.extend(below),
                    }
                    out.extend(own);
                }
            }
        }
        out
    }

    /// The entries of a chapter: one, or one for each level-1 heading of a book in a single file.
    fn chapter(&self, number: usize) -> Vec<ContentsEntry> {
        let (Some(chapter), Some(head)) = (self.chapters.get(number), self.heads.get(number))
        else {
            return Vec::new();
        };
        let first = self.plan.of_chapter.get(number).and_then(|pages| pages.first());
        let Some(first) = first.and_then(|page| self.plan.pages.get(*page)) else {
            return Vec::new();
        };
        let depth = self
            .project
            .chapters
            .get(number)
            .and_then(|source| source.toc_depth)
            .unwrap_or(self.project.settings.toc_depth);
        let level_1 = chapter.headings.iter().filter(|h| h.level == 1 && h.top).count();
        let whole_book = self.project.single && level_1 > 1;

        // A heading that only repeats the chapter's title is the chapter's own entry.
        let mut headings = chapter.headings.iter();
        let mut out: Vec<(u8, ContentsEntry)> = Vec::new();
        if !whole_book {
            out.push((0, self.entry(&head.title, first, None, &head.lang)));
            if head.shown.is_none() {
                headings.next();
            }
        }
        for heading in headings {
            if heading.level > depth {
                continue;
            }
            let page = self.plan.page_of(chapter, number, heading.node);
            let Some(page) = self.plan.pages.get(page) else { continue };
            let id = self.decisions.get(number).and_then(|decided| decided.ids.get(heading.anchor));
            let entry = self.entry(&heading.text, page, id.map(String::as_str), &head.lang);
            out.push((heading.level, entry));
        }
        fold(out)
    }
}

/// Nests entries by their levels; a level that is left out (`##` to `####`) counts as one step.
fn fold(entries: Vec<(u8, ContentsEntry)>) -> Vec<ContentsEntry> {
    let mut top = Vec::new();
    let mut open: Vec<(u8, ContentsEntry)> = Vec::new();
    let close = |open: &mut Vec<(u8, ContentsEntry)>, top: &mut Vec<ContentsEntry>| {
        if let Some((_, done)) = open.pop() {
            match open.last_mut() {
                Some((_, above)) => above.children.push(done),
                None => top.push(done),
            }
        }
    };
    for (level, entry) in entries {
        while open.last().is_some_and(|(other, _)| *other >= level) {
            close(&mut open, &mut top);
        }
        open.push((level, entry));
    }
    while !open.is_empty() {
        close(&mut open, &mut top);
    }
    top
}

/// The landmarks that the book has. Source: EPUB 3.3 section 7.4.4.
pub(super) fn landmarks(pages: &[Page], labels: &Labels) -> Vec<Landmark> {
    let mut out = Vec::new();
    let mut add = |kind, label: &str, href: &str| {
        out.push(Landmark { kind, label: label.to_owned(), href: href.to_owned() });
    };
    let find = |wanted: &dyn Fn(&Page) -> bool| pages.iter().find(|page| wanted(page));
    if let Some(page) = find(&|page| matches!(page.kind, PageKind::Cover)) {
        add("cover", labels.cover, &page.path);
    }
    if let Some(page) = find(&|page| matches!(page.kind, PageKind::Title)) {
        add("titlepage", labels.title_page, &page.path);
    }
    add("toc", labels.contents, NAV);
    let body = |page: &Page| match &page.kind {
        PageKind::Chapter { role, .. } => role.matter() == Matter::Body,
        PageKind::Part => true,
        _ => false,
    };
    let any = |page: &Page| matches!(page.kind, PageKind::Chapter { .. });
    if let Some(page) = find(&body).or_else(|| find(&any)) {
        add("bodymatter", labels.start, &page.path);
    }
    for (role, kind) in [
        (ChapterRole::Glossary, "glossary"),
        (ChapterRole::Bibliography, "bibliography"),
        (ChapterRole::Index, "index"),
    ] {
        let is =
            |page: &Page| matches!(&page.kind, PageKind::Chapter { role: r, .. } if *r == role);
        if let Some(page) = find(&is) {
            add(kind, &page.title, &page.path);
        }
    }
    if let Some(page) = find(&|page| matches!(page.kind, PageKind::Notes { .. })) {
        add("endnotes", labels.notes, &page.path);
    }
    if let Some(page) = find(&|page| matches!(page.kind, PageKind::Colophon)) {
        add("colophon", labels.colophon, &page.path);
    }
    out
}
