//! The book in other hands: readers that know nothing of bindery show its words.
//!
//! In: a book, and passages that must be in it. Out: a failure that names the reader and the
//! passages it lost; and for those that run in a browser, what a person who turns the pages there
//! would complain of (`tests/readers/`; pictures in `target/readers/`). Refuses to know: how a
//! reader sets them; only letters and digits are compared, so that a line break or a typographic
//! quote is no difference.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde::Deserialize;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::handmade;
use crate::support::{Book, Project, repository};

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
        find(name, &text, passages)?;
    }
    Ok(())
}

/// Looks for the passages in what a reader shows, in their order.
fn find(reader: &str, text: &str, passages: &[String]) -> Result<(), String> {
    let text = letters(text);
    let mut from = 0;
    for passage in passages {
        match text[from..].find(&letters(passage)) {
            Some(at) => from += at,
            None => return Err(format!("{reader} does not show, or not in its place: {passage}")),
        }
    }
    Ok(())
}

/// Letters and digits only, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What must be found of a chapter: its headings and the beginnings of its paragraphs, as far as
/// they run without markup; those of its notes last, where the book has them.
fn passages(markdown: &str) -> Vec<String> {
    let mut passages = Vec::new();
    let mut notes = Vec::new();
    let mut current: Option<String> = None;
    let mut in_note = false;
    let mut done = |passage: &mut Option<String>, in_note: bool| {
        let list = if in_note { &mut notes } else { &mut passages };
        list.extend(passage.take().filter(|text| !letters(text).is_empty()));
    };
    // What bindery reads as something else: front matter, and lines of colons around divisions.
    let markdown = match markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"))
    {
        Some((_, rest)) => rest,
        None => markdown,
    };
    let lines = markdown.lines().filter(|line| !line.starts_with(":::"));
    let markdown: String = lines.flat_map(|line| [line, "\n"]).collect();
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    for event in Parser::new_ext(&markdown, options) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note = true,
            Event::End(TagEnd::FootnoteDefinition) => in_note = false,
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
            _ => done(&mut current, in_note),
        }
    }
    passages.extend(notes);
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

/// The book that lies in this repository, and what must be found of it.
fn bundled() -> (Book, Vec<String>) {
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
    (project.builds(), manuscript(&repository("manuscript")))
}

/// What must be found of all chapters below a folder.
fn manuscript(folder: &Path) -> Vec<String> {
    let read = |chapter| std::fs::read_to_string(chapter).unwrap();
    let passages: Vec<String> =
        chapters(folder).into_iter().flat_map(|chapter| passages(&read(chapter))).collect();
    assert!(passages.len() > 10, "a book has more to look for: {passages:#?}");
    passages
}

#[test]
fn the_bundled_book_is_read_by_mupdf_and_calibre() {
    let (book, passages) = bundled();
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
        passages(
            "---\nlang: ko\n---\n# A *b*\n\nOne\ntwo [three](x.md) four.\n\n- five\n\n<div>six</div>\n"
        ),
        ["A ", "One two "]
    );
}

/// What `tests/readers/open.mjs` says.
#[derive(Deserialize)]
struct Answer {
    visits: Vec<Visit>,
}

/// A book, gone through in a reader.
#[derive(Deserialize)]
struct Visit {
    book: String,
    reader: String,
    text: String,
    findings: Vec<Finding>,
}

/// Something that is not as it must be.
#[derive(Debug, Deserialize)]
struct Finding {
    what: String,
    size: String,
    detail: String,
}

/// The book of the gallery: one of everything.
const GALLERY: &str = "docs/gallery/book";

/// All books in all readers of the browser, in one run: starting the browser takes its time.
fn visits() -> &'static [Visit] {
    static VISITS: OnceLock<Vec<Visit>> = OnceLock::new();
    VISITS.get_or_init(|| {
        let room = tempfile::tempdir().unwrap();
        let (bundled, _) = bundled();
        let gallery = Project::new().folder(".", &repository(GALLERY)).builds();
        let [sound, broken] = ["sound", "broken"].map(|name| room.path().join(name));
        handmade::book(&sound, &SOUND.map(str::to_owned), &[]);
        handmade::book(&broken, &BROKEN.map(str::to_owned), &[]);
        let books = [
            ("bundled", bundled.path()),
            ("gallery", gallery.path()),
            ("sound", &sound),
            ("broken", &broken),
        ];
        let tools = std::env::var_os("BINDERY_READERS")
            .map_or_else(|| repository("target/tools/readers-1.0.1-0.3.93"), PathBuf::from);
        let output = Command::new("node")
            .arg(repository("tests/readers/open.mjs"))
            .args([tools, repository("target/readers")])
            .args(books.map(|(name, path)| format!("{name}={}", path.display())))
            .output()
            .unwrap_or_else(|error| panic!("node can't be run: {error}; run tests/run"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "open.mjs failed; tests/run installs its tools:\n{said}");
        serde_json::from_slice::<Answer>(&output.stdout).unwrap().visits
    })
}

/// Fails if a reader of the browser finds something in that book, or does not hold its passages.
#[track_caller]
fn seen(book: &str, passages: &[String]) {
    let mut readers = 0;
    for visit in visits().iter().filter(|visit| visit.book == book) {
        readers += 1;
        let Visit { reader, findings, text, .. } = visit;
        assert!(findings.is_empty(), "{book} in {reader}: {findings:#?}");
        find(reader, text, passages).unwrap_or_else(|why| panic!("{why}"));
    }
    assert_eq!(readers, 2, "{book} is opened by foliate-js and epub.js");
}

#[test]
fn the_bundled_book_is_seen_in_a_browser() {
    seen("bundled", &manuscript(&repository("manuscript")));
}

#[test]
fn a_book_of_everything_is_seen_in_a_browser() {
    seen("gallery", &manuscript(&repository(GALLERY).join("manuscript")));
}

/// A book that nothing is wrong with.
const SOUND: [&str; 2] = [
    r##"<h1 id="one">One</h1><p>Words<a style="color: inherit" role="doc-noteref" id="r" href="#n">1</a>, 말, كلمات.</p>
<p style="color: #777; background: #000">Light on dark, in a box of its own.</p>
<div id="n" role="doc-footnote">A note. <a style="color: inherit" role="doc-backlink" href="#r">back</a></div>"##,
    "<h1>Two</h1><p>More words.</p>",
];

/// A book with one of each thing that the readers of the browser are to find.
const BROKEN: [&str; 7] = [
    "<h1>Not the name in the contents</h1><p><img src='http://127.0.0.1:1/gone.png' alt=''/></p>",
    "<div class='wide' style='width: 1200px; border: 1px solid'>wide</div>
<div class='cut' style='width: 4em; overflow: hidden; white-space: nowrap'>off at its edge</div>
<p class='large' style='min-width: 18em; border: 1px solid'>large</p>",
    "<p class='night' style='color: #333'>night</p><p class='day' style='color: #ddd'>day</p>
<p class='faint' style='opacity: 0.3'>faint</p>
<div style='background: #fff; color: #eee'><p class='inside'>inside</p></div>",
    "<p>\u{f1234}</p>",
    r##"<p><a role="doc-noteref" href="#nowhere">1</a></p>"##,
    r##"<div style="height: 3000px"></div><p><a role="doc-noteref" href="#n">1</a></p>
<div style="height: 3000px"></div><div id="n" role="doc-footnote">A note. <a role="doc-backlink" href="#m">back</a></div>"##,
    r##"<p><a role="doc-noteref" href="#n">1</a></p><div id="n" role="doc-footnote">A note.</div>"##,
];

/// What is to be found: the kind, and a part of the words.
const FAULTS: [(&str, &str); 13] = [
    ("contents", "01.xhtml) is not shown"),
    ("console", "gone.png"),
    ("overflow", "02.xhtml: div.wide"),
    ("overflow", "02.xhtml: div.cut"),
    ("overflow of large type", "02.xhtml: p.large"),
    ("pale in the dark", "03.xhtml: p.night"),
    ("pale in the light", "03.xhtml: p.day"),
    ("pale in the light", "03.xhtml: p.faint"),
    ("pale in the light", "03.xhtml: p.inside"),
    ("glyphless", "04.xhtml: \u{f1234}"),
    ("note", "section 5, #nowhere: the note is not shown"),
    ("note", "section 6, #n: the way back does not lead to its sign"),
    ("note", "section 7, #n: there is no way back"),
];

#[test]
fn what_is_wrong_on_a_page_is_found() {
    seen("sound", &["One", "Words", "Light on dark", "A note", "Two"].map(str::to_owned));
    for visit in visits().iter().filter(|visit| visit.book == "broken") {
        let Visit { reader, findings, .. } = visit;
        for (what, part) in FAULTS {
            assert!(
                findings.iter().any(|f| f.what == what && f.detail.contains(part)),
                "{reader} misses {what}: {part}, and finds {findings:#?}"
            );
        }
        let kinds = ["phone", "device"];
        assert!(findings.iter().all(|f| kinds.contains(&f.size.as_str())), "{findings:#?}");
    }
}
