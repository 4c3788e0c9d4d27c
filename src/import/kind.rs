//! What a source is.
//!
//! In: its first bytes, then its name. Out: a [`Kind`]. Refuses to know: what is to be made of it.

use super::source::Source;
use super::{archive, decode};
use crate::diagnostic::{Diagnostics, Place, code};

/// A kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Plain text.
    #[default]
    Text,
    /// A web page.
    Html,
    /// An EPUB.
    Epub,
    /// A document of a word processor (Office Open XML).
    Docx,
    /// Markdown, with pandoc's metadata block or without.
    Markdown,
    /// The folder of an mdBook project.
    MdBook,
}

impl Kind {
    /// What people are told that it is.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "plain text",
            Kind::Html => "a web page",
            Kind::Epub => "an EPUB",
            Kind::Docx => "a DOCX document",
            Kind::Markdown => "Markdown",
            Kind::MdBook => "an mdBook project",
        }
    }
}

/// Beginnings of files that are none of these, and what to do with them.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "this is a PDF", "save its text as a file (`pdftotext`), and import that"),
    (
        b"\xd0\xcf\x11\xe0",
        "this is an old binary Office file, or one that a password protects",
        "save it as DOCX, without a password",
    ),
    (b"{\\rtf", "this is RTF", "save it as DOCX"),
    (b"\x89PNG", "this is a picture", "import a text, a page, an EPUB or a DOCX"),
    (b"\xff\xd8\xff", "this is a picture", "import a text, a page, an EPUB or a DOCX"),
    (b"GIF8", "this is a picture", "import a text, a page, an EPUB or a DOCX"),
];

/// What `source` is, or what it is said to be. Where it is none of those that can be imported,
/// `diagnostics` says so.
pub(super) fn of(
    source: &Source,
    given: Option<Kind>,
    diagnostics: &mut Diagnostics,
) -> Option<Kind> {
    if given.is_some_and(|kind| (kind == Kind::MdBook) == source.folder.is_some()) {
        return given;
    }
    let refuse = |message: &str, hint: &str, diagnostics: &mut Diagnostics| {
        let place = Place::Path(source.shown.clone());
        diagnostics.push(&code::IMPORT_UNREADABLE, place, message).hint(hint);
        None
    };
    if source.folder.is_some() {
        let has = |name| source.root.as_ref().is_some_and(|root| root.exists(name));
        if has("book.toml") {
            return Some(Kind::MdBook);
        }
        if has("metadata.toml") {
            let hint = "`bindery build` makes a book of it";
            return refuse("this folder is a project already", hint, diagnostics);
        }
        let hint = "give one file, or the folder of an mdBook project";
        return refuse("this folder has no book.toml", hint, diagnostics);
    }
    let bytes = &source.bytes;
    if let Some((_, what, hint)) = OTHERS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return refuse(what, hint, diagnostics);
    }
    if bytes.starts_with(b"PK") {
        let place = || Place::Path(source.shown.clone());
        return match archive::kind(bytes) {
            Ok(kind) => Some(kind),
            Err(error) => {
                diagnostics.push(&code::IMPORT_UNREADABLE, place(), error);
                None
            }
        };
    }
    if decode::is_binary(bytes) {
        let hint = "import a text, a web page, an EPUB or a DOCX";
        return refuse(
            "this is not text, and no kind of file that can be imported",
            hint,
            diagnostics,
        );
    }
    let ending = source.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" | "xht" | "shtml" => return Some(Kind::Html),
        "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd" => return Some(Kind::Markdown),
        "mht" | "mhtml" => {
            let hint = "open it in a browser and save it as “Webpage, Complete”";
            return refuse("this is a page in an archive of mail (MHTML)", hint, diagnostics);
        }
        _ => {}
    }
    let head = decode::head(bytes);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let lower = head.to_ascii_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<meta", "<article"];
    if page.iter().any(|begin| lower.starts_with(begin))
        || ending.is_empty() && lower.contains("<html")
    {
        return Some(Kind::Html);
    }
    let block = head.lines().next().is_some_and(|line| line.trim_end() == "---")
        && head.lines().skip(1).any(|line| line.contains(':'));
    Some(if block { Kind::Markdown } else { Kind::Text })
}
