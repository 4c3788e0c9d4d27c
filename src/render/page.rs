//! The frame of a page, and what each kind of page shows in it.
//!
//! In: a page of a book. Out: an XHTML document. Source: EPUB 3.3 section 6.1, HTML standard
//! section 14 (the XML syntax).

use super::nodes::Nodes;
use super::{STYLE, front};
use crate::book::role::Matter;
use crate::book::{Book, ChapterRole, Page, PageKind};
use crate::edition::Direction;
use crate::labels::{self, Labels};
use crate::tree::NodeId;
use crate::xml::Writer;

/// A finished page.
pub(super) struct Written {
    /// The document.
    pub(super) text: String,
    /// Its manifest properties.
    pub(super) properties: Vec<&'static str>,
}

/// Writes one page.
pub(super) fn write(book: &Book<'_>, number: usize, page: &Page, identifier: &str) -> Written {
    let labels = labels::for_language(&book.edition.language);
    let mut out = Writer::with_capacity(16 * 1024);
    out.declaration();
    out.doctype();
    out.open("html");
    out.attr("xmlns", "http://www.w3.org/1999/xhtml");
    out.attr("xmlns:epub", "http://www.idpf.org/2007/ops");
    out.attr("lang", &page.lang);
    out.attr("xml:lang", &page.lang);
    if Direction::of_language(&page.lang) == Direction::Rtl {
        out.attr("dir", "rtl");
    }
    out.newline();
    out.open("head");
    out.newline();
    out.void("meta", &[("charset", "utf-8")]);
    out.newline();
    out.element("title", &[], &page.title);
    for style in std::iter::once(STYLE).chain(book.styles.iter().map(String::as_str)) {
        out.newline();
        let href = relative(style);
        out.void("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", &href)]);
    }
    out.newline();
    out.close("head");
    out.newline();
    let mut properties = Vec::new();
    match &page.kind {
        PageKind::Cover => front::cover(book, &mut out),
        PageKind::Title => front::title(book, labels, &mut out),
        PageKind::Part => {
            body(&mut out, "bodymatter");
            out.open("section");
            out.attr("epub:type", "part");
            out.attr("role", "doc-part");
            out.attr("class", "part");
            out.element("h1", &[], &page.title);
            out.close("section");
        }
        PageKind::Chapter { chapter, nodes, notes, role, first, heading, label } => {
            let (chapter, role, first, label) = (*chapter, *role, *first, *label);
            let shown = Shown { chapter, nodes, notes, role, first, label };
            properties = chapter_page(book, number, &shown, heading.as_deref(), &mut out);
        }
        PageKind::Notes { chapters } => {
            body(&mut out, "backmatter");
            out.open("section");
            out.attr("epub:type", "endnotes");
            out.attr("role", "doc-endnotes");
            out.attr("class", "notes");
            out.element("h1", &[], &page.title);
            for (title, chapter, notes) in chapters {
                out.newline();
                out.element("h2", &[], title);
                properties.extend(note_list(book, number, *chapter, notes, labels, &mut out));
            }
            out.close("section");
        }
        PageKind::Accessibility => front::accessibility(book, labels, &mut out),
        PageKind::Colophon => front::colophon(book, labels, identifier, &mut out),
    }
    out.newline();
    out.close("body");
    out.newline();
    out.close("html");
    out.newline();
    properties.sort_unstable();
    properties.dedup();
    Written { text: out.finish(), properties }
}

/// Whether a language is written in a script that has capitals: Latin, Greek, Cyrillic and their
/// like. Takes a BCP 47 tag.
fn has_capitals(lang: &str) -> bool {
    let primary = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let without = [
        "am", "bn", "bo", "gu", "hi", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr", "my", "ne",
        "or", "pa", "si", "ta", "te", "th", "ti", "zh",
    ];
    Direction::of_language(lang) == Direction::Ltr && !without.contains(&primary.as_str())
}

/// Begins the body with the part of the book that the page belongs to.
pub(super) fn body(out: &mut Writer, kind: &str) {
    out.open("body");
    out.attr("epub:type", kind);
    out.newline();
}

/// A path in the book, as seen from a page: pages are in a folder of their own.
pub(super) fn relative(path: &str) -> String {
    match path.strip_prefix("text/") {
        Some(page) => page.to_owned(),
        None => format!("../{path}"),
    }
}

struct Shown<'b> {
    chapter: usize,
    nodes: &'b [NodeId],
    notes: &'b [usize],
    role: ChapterRole,
    first: bool,
    label: Option<usize>,
}

fn chapter_page(
    book: &Book<'_>,
    number: usize,
    shown: &Shown<'_>,
    heading: Option<&str>,
    out: &mut Writer,
) -> Vec<&'static str> {
    body(out, shown.role.matter().epub_type());
    let Some(whole @ (_, decided)) = book.chapters.get(shown.chapter) else {
        return Vec::new();
    };
    out.open("section");
    out.attr("epub:type", shown.role.epub_type());
    let drop = book.settings.drop_caps && shown.first && shown.role.matter() == Matter::Body;
    let lang = book.pages.get(number).map_or("", |page| &page.lang);
    if drop && has_capitals(lang) {
        out.attr("class", &format!("{} drop-caps", shown.role.epub_type()));
    } else {
        out.attr("class", shown.role.epub_type());
    }
    // A chapter that runs over several pages is announced once.
    if shown.first
        && let Some(role) = shown.role.aria()
    {
        out.attr("role", role);
    }
    let title = shown.label.and_then(|anchor| decided.ids.get(anchor));
    if heading.is_some() {
        out.attr("aria-labelledby", "chapter-title");
    } else if let Some(id) = title {
        out.attr("aria-labelledby", id);
    }
    out.newline();
    if let Some(heading) = heading {
        out.element("h1", &[("id", "chapter-title")], heading);
        out.newline();
    }
    let mut nodes = Nodes::new(book, number, whole);
    for node in shown.nodes {
        nodes.write(*node, out);
    }
    let mut properties = nodes.properties();
    if !shown.notes.is_empty() {
        let labels = labels::for_language(book.pages.get(number).map_or("", |page| &page.lang));
        out.newline();
        out.open("section");
        out.attr("epub:type", "endnotes");
        out.attr("role", "doc-endnotes");
        out.attr("class", "notes");
        out.newline();
        out.element("h2", &[], labels.notes);
        properties.extend(note_list(book, number, shown.chapter, shown.notes, labels, out));
        out.close("section");
    }
    out.newline();
    out.close("section");
    properties
}

/// Writes notes as a numbered list, each with the way back to where it is referred to.
fn note_list(
    book: &Book<'_>,
    page: usize,
    number: usize,
    notes: &[usize],
    labels: &Labels,
    out: &mut Writer,
) -> Vec<&'static str> {
    let Some(whole @ (chapter, decided)) = book.chapters.get(number) else { return Vec::new() };
    let mut nodes = Nodes::new(book, page, whole);
    let mut expected = 1;
    out.newline();
    out.open("ol");
    for index in notes {
        let (Some(note), Some(Some(decision))) =
            (chapter.notes.get(*index), decided.notes.get(*index))
        else {
            continue;
        };
        out.newline();
        out.open("li");
        if decision.number != expected {
            out.attr("value", &decision.number.to_string());
        }
        expected = decision.number + 1;
        // The role can't stand on the list's item (ARIA in HTML). `endnote` would be the word, but
        // the vocabulary has given it up; readers that show notes in place know this one.
        out.open("div");
        out.attr("id", &decision.id);
        out.attr("epub:type", "footnote");
        out.attr("role", "doc-footnote");
        nodes.write_note(note.root, decision, labels, out);
        out.close("div");
        out.close("li");
    }
    out.newline();
    out.close("ol");
    out.newline();
    nodes.properties()
}
