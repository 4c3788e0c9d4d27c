//! The book in other hands: two readers that know nothing of bindery show its words.
//!
//! In: a book, and passages that must be in it. Out: a failure that names the reader and the
//! passages it lost. Refuses to know: how a reader sets them; only letters and digits are compared,
//! so that a line break or a typographic quote is no difference.

use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::handmade;
use crate::support::{Project, repository};

/// A reader: its name, and the command that writes a book's text into a file.
struct Reader {
    name: &'static str,
    command: fn(book: &Path, text: &Path) -> Command,
}

const READERS: [Reader; 2] = [
    Reader {
        name: "MuPDF",
        command: |book, text| {
            let mut command = Command::new("mutool");
            command.args(["convert", "-F", "text", "-o"]).arg(text).arg(book);
            command
        },
    },
    Reader {
        name: "calibre",
        command: |book, text| {
            let mut command = Command::new("ebook-convert");
            command.arg(book).arg(text);
            command
        },
    },
];

/// Opens the book in each reader and looks for the passages, in their order.
fn read(book: &Path, passages: &[String]) -> Result<(), String> {
    let room = tempfile::tempdir().unwrap();
    for Reader { name, command } in READERS {
        let text = room.path().join(format!("{name}.txt"));
        let output = command(book, &text)
            // calibre keeps its settings in the home folder, and needs no screen.
            .env("CALIBRE_CONFIG_DIRECTORY", room.path())
            .env("QT_QPA_PLATFORM", "offscreen")
            .output()
            .map_err(|error| format!("{name} can't be run: {error}; run tests/run"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("{name} can't open the book:\n{said}"));
        }
        let text = std::fs::read_to_string(&text).map_err(|e| format!("{name}: {e}\n{said}"))?;
        let text = letters(&text);
        let mut from = 0;
        for passage in passages {
            match text[from..].find(&letters(passage)) {
                Some(at) => from += at,
                None => {
                    return Err(format!("{name} does not show, or not in its place: {passage}"));
                }
            }
        }
    }
    Ok(())
}

/// Letters and digits only, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What must be found of a chapter: its headings and the beginnings of its paragraphs, as far as
/// they run without markup. Notes are left aside: they stand elsewhere, in the order of their
/// references.
fn passages(markdown: &str) -> Vec<String> {
    let mut passages = Vec::new();
    let mut current: Option<String> = None;
    let mut done = |passage: &mut Option<String>| {
        passages.extend(passage.take().filter(|text| !letters(text).is_empty()));
    };
    let mut in_note = false;
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note = true,
            Event::End(TagEnd::FootnoteDefinition) => in_note = false,
            _ if in_note => {}
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) => current = Some(String::new()),
            Event::Text(text) => {
                if let Some(current) = &mut current {
                    current.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(current) = &mut current {
                    current.push(' ');
                }
            }
            _ => done(&mut current),
        }
    }
    passages
}

/// The chapters of a manuscript, in the order of their names.
fn chapters(folder: &Path) -> Vec<PathBuf> {
    let mut chapters = Vec::new();
    for name in crate::golden::names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            chapters.extend(self::chapters(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            chapters.push(path);
        }
    }
    chapters
}

#[test]
fn the_bundled_book_is_read_by_mupdf_and_calibre() {
    let mut passages = Vec::new();
    let mut project = Project::new();
    for name in ["metadata.toml", "manuscript", "cover"] {
        let path = repository(name);
        assert!(path.exists(), "the repository holds no {name}");
        project = if path.is_dir() {
            project.folder(name, &path)
        } else {
            project.bytes(name, &std::fs::read(path).unwrap())
        };
    }
    for chapter in chapters(&repository("manuscript")) {
        passages.extend(self::passages(&std::fs::read_to_string(chapter).unwrap()));
    }
    assert!(passages.len() > 10, "a book has more to look for: {passages:#?}");
    let book = project.builds();
    read(book.path(), &passages).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn what_a_book_does_not_hold_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.epub");
    handmade::epub(&book, "<h1>One</h1><p>The first <em>words</em>, “quoted”.</p><p>그리고.</p>");
    let read = |passages: &[&str]| {
        read(&book, &passages.iter().map(|&passage| passage.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(read(&["One", "The first words", "\"quoted\"", "그리고"]), Ok(()));
    let missed = |name| Err(format!("MuPDF does not show, or not in its place: {name}"));
    assert_eq!(read(&["One", "the last words"]), missed("the last words"));
    assert_eq!(read(&["The first words", "One"]), missed("One"));
}

#[test]
fn passages_end_where_markup_begins() {
    assert_eq!(
        passages("# A *b*\n\nOne\ntwo [three](x.md) four.\n\n- five\n\n<div>six</div>\n"),
        ["A ", "One two "]
    );
    assert_eq!(passages("One.[^a] Two.\n\n[^a]: A note.\n\nThree.\n"), ["One.", "Three."]);
}
