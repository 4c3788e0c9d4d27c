//! Manuscripts that are wrong, odd or hostile.
//!
//! In: one trouble a test. Out: either an error that names it and its place, with nothing written,
//! or a book that EPUBCheck finds nothing in. The words of each code alone are in
//! `tests/diagnostics`; here stands what only the way to the program can show: arguments, file
//! kinds, disks, and several troubles at once.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{Outcome, Project, tree};

const BINDERY: &str = env!("CARGO_BIN_EXE_bindery");

/// A project with metadata and no chapter.
fn project() -> Project {
    Project::new().file("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n")
}

/// A project with one chapter of that text.
fn chapter(text: &str) -> Project {
    project().file("manuscript/1.md", text)
}

/// A project with one sound chapter and that metadata.
fn metadata(text: &str) -> Project {
    Project::new().file("metadata.toml", text).file("manuscript/1.md", "# One\n\nThe tide.\n")
}

/// An mdBook project with one chapter of that text.
fn mdbook(text: &str) -> Project {
    Project::new()
        .file("book.toml", "[book]\ntitle = \"The Strait\"\nlanguage = \"en\"\n")
        .file("src/SUMMARY.md", "# Summary\n\n- [One](1.md)\n")
        .file("src/1.md", text)
}

/// Runs bindery with exactly these arguments, which must fail and change nothing.
#[track_caller]
fn refused(project: &Project, args: &[&str], status: i32, stderr: &str) {
    let before = tree(&project.path());
    let outcome = Outcome::of(project.command(BINDERY).args(args));
    assert_eq!(outcome.stderr, crate::support::unindent(stderr));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(status), ""));
    assert!(before == tree(&project.path()), "the build failed and changed the project");
}

#[test]
fn no_path_in_an_empty_folder() {
    let nothing = "
        error[no-manuscript]: there is no Markdown file here
         --> .
          = help: a project keeps its chapters in `manuscript/`, as files ending in `.md`

        error: 1 error: no book was written
    ";
    refused(&Project::new(), &["build"], 1, nothing);
}

#[test]
fn a_folder_without_markdown() {
    Project::new().file("notes.txt", "The tide.\n").fails(
        "
        error[no-manuscript]: there is no Markdown file here
         --> .
          = help: a project keeps its chapters in `manuscript/`, as files ending in `.md`

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_file_that_is_not_markdown() {
    let words = "
        error[no-manuscript]: this is not a Markdown file (`.md`)
         --> notes.txt
          = help: give a project's folder, a folder of Markdown, or a Markdown file

        error: 1 error: no book was written
    ";
    refused(&Project::new().file("notes.txt", "The tide.\n"), &["build", "notes.txt"], 1, words);
}

#[test]
fn a_path_that_is_not_there() {
    let words = "
        error[path-missing]: there is no such file or folder
         --> nowhere
          = help: give a project's folder, a folder of Markdown, or a Markdown file

        error: 1 error: no book was written
    ";
    refused(&Project::new(), &["build", "nowhere"], 1, words);
}

#[test]
fn an_empty_chapter_is_kept() {
    let book = chapter("# One\n\nThe tide.\n").file("manuscript/2-the-ebb.md", "").builds();
    assert_eq!(
        book.outcome().stderr,
        "warning[chapter-empty]: the chapter has no text\n --> manuscript/2-the-ebb.md\n\n\
         warning: 1 warning: the book was written\n"
    );
    assert!(book.text("nav.xhtml").contains(">The ebb</a>"), "{}", book.text("nav.xhtml"));
}

#[test]
fn a_chapter_of_an_emoji_is_not_empty() {
    assert_eq!(chapter("# 🦀\n\n🌊\n").builds().outcome().stderr, "");
}

#[test]
fn a_chapter_without_a_heading_is_named_by_its_file() {
    let book = project().file("manuscript/02-the-sea.md", "The tide.\n").builds();
    assert_eq!(
        book.outcome().stderr,
        "warning[chapter-untitled]: the chapter has no heading; it is listed as “The sea”\n \
         --> manuscript/02-the-sea.md\n  = help: begin it with a heading: `# Title`\n\n\
         warning: 1 warning: the book was written\n"
    );
    assert!(book.text("nav.xhtml").contains(">The sea</a>"), "{}", book.text("nav.xhtml"));
}

#[test]
fn a_missing_title() {
    metadata("language = \"en\"\n").fails(
        "
        error[metadata-missing]: the book has no `title`
         --> metadata.toml
          = help: add a line such as `title = \"War and Peace\"`

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn an_unknown_key() {
    metadata("title = \"The Strait\"\nlanguage = \"en\"\nauhtor = \"A. Pilot\"\n").fails(
        "
        error[metadata-key]: unknown key `auhtor`
         --> metadata.toml:3:1
          |
        3 | auhtor = \"A. Pilot\"
          | ^^^^^^
          = help: did you mean `author`?

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    metadata("title = \"The Strait\"\nlanguage = \"en\"\npublisher = 3\n").fails(
        "
        error[metadata-type]: `publisher` must be text, and is a number
         --> metadata.toml:3:13
          |
        3 | publisher = 3
          |             ^
          = help: put it in quotes: `\"3\"`

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn broken_toml() {
    metadata("title = \"The Strait\n").fails(
        "
        error[metadata-syntax]: invalid basic string, expected `\"`
         --> metadata.toml:1:20
          |
        1 | title = \"The Strait
          |                    ^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_bad_language_tag() {
    metadata("title = \"The Strait\"\nlanguage = \"english_US\"\n").fails(
        "
        error[metadata-language]: `english_US` is not a language tag
         --> metadata.toml:2:12
          |
        2 | language = \"english_US\"
          |            ^^^^^^^^^^^^
          = help: write a tag such as `en`, `pt-BR`, `ko` or `zh-Hant`

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_day_that_is_not_in_the_calendar() {
    metadata("title = \"The Strait\"\nlanguage = \"en\"\ndate = \"2023-02-30\"\n").fails(
        "
        error[metadata-date]: `2023-02-30` names no day of the calendar
         --> metadata.toml:3:8
          |
        3 | date = \"2023-02-30\"
          |        ^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn an_isbn_with_a_wrong_check_digit() {
    metadata("title = \"The Strait\"\nlanguage = \"en\"\nidentifier = \"978-3-16-148410-1\"\n")
        .fails(
            "
            error[metadata-identifier]: `978-3-16-148410-1` is not an ISBN: its check digit is 1 and should be 0
             --> metadata.toml:3:14
              |
            3 | identifier = \"978-3-16-148410-1\"
              |              ^^^^^^^^^^^^^^^^^^^
              = help: compare it with the number on the book, digit by digit

            error: 1 error: no book was written
            ",
        );
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_the_offset() {
    project().bytes("manuscript/1.md", b"# One\n\ncaf\xe9\n").fails(
        "
        error[file-encoding]: the file is not UTF-8: byte 0xe9 at offset 10 begins no character
         --> manuscript/1.md:3:4
          |
        3 | caf\u{fffd}
          |    ^
          = help: save the file as UTF-8

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn what_is_not_utf8_is_read_as_far_as_it_goes_where_that_is_allowed() {
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let text = "# Zwei\n\ncafé 🙂\n";
    let little = utf16(text, u16::to_le_bytes);
    let big = utf16(text, u16::to_be_bytes);
    for (bytes, expected) in [
        (&b"# One\n\ncaf\xe9 and na\xefve\n"[..], "<p>caf\u{fffd} and na\u{fffd}ve</p>"),
        (&little, "<p>café 🙂</p>"),
        (&big, "<p>café 🙂</p>"),
        (&[&little[..], b"x"].concat(), "<p>café 🙂\n\u{fffd}</p>"),
    ] {
        let book = project().bytes("manuscript/1.md", bytes).args(["--lenient"]).builds();
        let said = &book.outcome().stderr;
        assert!(said.starts_with("warning[file-encoding]: "), "{said}");
        let page = book.text("text/1.xhtml");
        assert!(page.contains(expected), "{expected:?} is not in {page}");
    }
    let summary = mdbook("# One\n").bytes("src/SUMMARY.md", b"- [Caf\xe9](1.md)\n");
    let book = summary.args(["--lenient"]).builds();
    assert!(book.text("nav.xhtml").contains("Caf\u{fffd}"), "{}", book.text("nav.xhtml"));
}

#[test]
fn metadata_that_is_not_utf8_is_no_metadata() {
    let said = project()
        .bytes("metadata.toml", b"title = \"Caf\xe9\"\nlanguage = \"en\"\n")
        .args(["--lenient"])
        .try_fails()
        .unwrap();
    assert!(said.starts_with("error[metadata-syntax]: the file is not UTF-8: byte 0xe9"), "{said}");
}

#[test]
fn an_include_of_what_is_no_file_is_left_out_where_that_is_allowed() {
    let book = mdbook("# One\n\na {{#include part}} b\n")
        .file("src/part/2.md", "two\n")
        .args(["--lenient"])
        .builds();
    let said = &book.outcome().stderr;
    assert!(said.starts_with("warning[include-missing]: `part` is not a file"), "{said}");
    assert!(book.text("text/1.xhtml").contains("<p>a  b</p>"), "{}", book.text("text/1.xhtml"));
}

/// The same project twice, its files changed by `change` the second time; the books must be equal.
#[track_caller]
fn same_book(change: impl Fn(&str) -> String) {
    let files = [
        ("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n"),
        (
            "manuscript/1.md",
            "---\ntitle: One\n---\n\n# One\n\nThe tide\nturned.\n\n```\ncode\n  more\n```\n\n\
             - a\n\n  b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n<div>\nraw\n</div>\n",
        ),
    ];
    let build = |change: &dyn Fn(&str) -> String| {
        let book = files
            .iter()
            .fold(Project::new(), |project, (path, text)| {
                project.bytes(path, change(text).as_bytes())
            })
            .builds();
        assert_eq!(book.outcome().stderr, "");
        (book.text("text/1.xhtml").to_owned(), fs::read(book.path()).unwrap())
    };
    let (plain, changed) = (build(&str::to_owned), build(&change));
    assert_eq!(plain.0, changed.0);
    assert!(plain.1 == changed.1, "the chapter is the same, the book is not");
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    same_book(|text| format!("\u{feff}{text}"));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    same_book(|text| text.replace('\n', "\r\n"));
}

#[test]
fn nul_and_control_characters() {
    let book = chapter("# One\n\na\0b\u{7}c\u{1b}d\n").builds();
    assert!(book.text("text/1.xhtml").contains("<p>a\u{fffd}bcd</p>"));
    let said = &book.outcome().stderr;
    for (character, place) in [("U+0000", "3:2"), ("U+0007", "3:4"), ("U+001B", "3:6")] {
        assert!(said.contains(&format!("the character {character} can't")), "{said}");
        assert!(said.contains(&format!("--> manuscript/1.md:{place}\n")), "{said}");
    }
    assert!(said.ends_with("warning: 3 warnings: the book was written\n"), "{said}");
    assert!(!said.contains(['\0', '\u{7}', '\u{1b}']), "raw control characters: {said:?}");
}

#[test]
fn a_missing_image() {
    chapter("# One\n\n![map](map.png)\n").fails(
        "
        error[image-missing]: there is no file `map.png`
         --> manuscript/1.md:3:8
          |
        3 | ![map](map.png)
          |        ^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_text_file_named_as_an_image() {
    chapter("# One\n\n![map](map.png)\n").file("manuscript/map.png", "not a picture\n").fails(
        "
        error[image-invalid]: `map.png` is not an image
         --> manuscript/1.md:3:8
          |
        3 | ![map](map.png)
          |        ^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn links_to_nowhere() {
    chapter("# One\n\n[a](tow.md)\n[b](#oen)\n[c](a.txt)\n[d](2.md#nil)\n")
        .file("manuscript/2.md", "# Two\n\nThe ebb.\n")
        .file("manuscript/a.txt", "a\n")
        .fails(
            "
            error[link-chapter]: there is no chapter `tow.md` in this book
             --> manuscript/1.md:3:5
              |
            3 | [a](tow.md)
              |     ^^^^^^

            error[link-anchor]: there is no heading or id `#oen` in this chapter
             --> manuscript/1.md:4:5
              |
            4 | [b](#oen)
              |     ^^^^
              = help: did you mean `#one`?

            error[link-chapter]: `a.txt` is a file, not a chapter of this book
             --> manuscript/1.md:5:5
              |
            5 | [c](a.txt)
              |     ^^^^^

            error[link-anchor]: there is no heading or id `#nil` in `2.md`
             --> manuscript/1.md:6:5
              |
            6 | [d](2.md#nil)
              |     ^^^^^^^^

            error: 4 errors: no book was written
            ",
        );
}

#[test]
fn one_name_in_two_folders() {
    let book = project()
        .file("manuscript/a/x.md", "# A\n\n[to b](../b/x.md)\n")
        .file("manuscript/b/x.md", "# B\n\n[to a](../a/x.md)\n")
        .builds();
    assert!(book.text("text/a-x.xhtml").contains("<a href=\"b-x.xhtml\">to b</a>"));
    assert!(book.text("text/b-x.xhtml").contains("<a href=\"a-x.xhtml\">to a</a>"));
}

#[test]
fn odd_names_are_found_plain_and_percent_encoded() {
    // A name, and the two ways to write it; a plain `#` would begin a fragment.
    let names = [
        ("a b", "<a b.md>", "a%20b.md"),
        ("50%", "50%.md", "50%25.md"),
        ("R&D", "R&D.md", "R%26D.md"),
        ("C#", "C%23.md", "./C%23.md"),
        ("🦀", "🦀.md", "%F0%9F%A6%80.md"),
        ("한국", "한국.md", "%ED%95%9C%EA%B5%AD.md"),
    ];
    let mut links = String::from("# Links\n");
    let mut project = project();
    for (name, plain, encoded) in names {
        writeln!(links, "\n[plain {name}]({plain}) [encoded {name}]({encoded})").unwrap();
        project = project.file(&format!("manuscript/{name}.md"), &format!("# T {name}\n\nText.\n"));
    }
    let book = project.file("manuscript/links.md", &links).builds();
    assert_eq!(book.outcome().stderr, "");
    let page = book.text("text/links.xhtml");
    let page = roxmltree::Document::parse_with_options(
        page,
        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
    )
    .unwrap();
    let found: Vec<(String, &str)> = page
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")))
        .map(|node| (node.text().unwrap().to_owned(), node.attribute("href").unwrap()))
        .collect();
    assert_eq!(found.len(), 2 * names.len());
    for (text, href) in found {
        let (_, name) = text.split_once(' ').unwrap();
        let heading = name.replace('&', "&amp;");
        let target = book.text(&format!("text/{href}"));
        assert!(
            target.contains(&format!(">T {heading}</h1>")),
            "{text} leads to {href}:\n{target}"
        );
    }
}

#[test]
fn names_that_differ_only_in_case() {
    let book = project()
        .file("manuscript/A.md", "# Upper\n\n[lower](a.md)\n")
        .file("manuscript/a.md", "# Lower\n\n[upper](A.md)\n")
        .builds();
    assert_eq!(
        book.outcome().stderr,
        "warning[name-clash]: the name differs from `manuscript/A.md` only in case\n \
         --> manuscript/a.md\n\nwarning: 1 warning: the book was written\n"
    );
    let mut folded: Vec<String> = book.names().iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), book.names().len(), "{:?}", book.names());
}

#[test]
fn an_include_that_leaves_the_project() {
    let project = mdbook("# One\n\n{{#include ../../out/secret.txt}}\n");
    fs::write(project.path().join("../out/secret.txt"), "secret\n").unwrap();
    project.fails(
        "
        error[file-outside]: `../../out/secret.txt` leads out of the project's folder
         --> src/1.md:3:1
          |
        3 | {{#include ../../out/secret.txt}}
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn an_include_that_leaves_the_project_by_a_link() {
    let project = mdbook("# One\n\n{{#include inside.txt}}\n");
    fs::write(project.path().join("../out/secret.txt"), "secret\n").unwrap();
    symlink("../../out/secret.txt", project.path().join("src/inside.txt")).unwrap();
    project.fails(
        "
        error[file-outside]: `inside.txt` leads out of the project's folder
         --> src/1.md:3:1
          |
        3 | {{#include inside.txt}}
          | ^^^^^^^^^^^^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn includes_that_grow_without_end() {
    // A hundred million times the last file, in nine small ones.
    let mut project = mdbook("# One\n\n{{#include 2.txt}}\n");
    for number in 2..10 {
        let next = format!("{{{{#include {}.txt}}}}\n", number + 1);
        project = project.file(&format!("src/{number}.txt"), &next.repeat(10));
    }
    project.file("src/10.txt", "The tide.\n").fails(
        "
        error[include-cycle]: the chapter includes more than 100000 parts, or more than 64 MiB; what follows is left out
         --> src/9.txt:8:1
          |
        8 | {{#include 10.txt}}
          | ^^^^^^^^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

/// Each line could begin a directive that ends where the file does: looking for its end again and
/// again would take hours.
#[test]
fn directives_that_do_not_end() {
    let text = format!("# One\n\n{}}}}}\n", "{{#include\n".repeat(200_000));
    let book = mdbook(&text).builds();
    assert!(book.text("text/1.xhtml").contains("{{#include\n}}"));
}

#[test]
fn an_include_that_includes_itself() {
    mdbook("# One\n\n{{#include 1.md}}\n").fails(
        "
        error[include-cycle]: `1.md` is being included already: it would include itself
         --> src/1.md:3:1
          |
        3 | {{#include 1.md}}
          | ^^^^^^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn includes_that_multiply_come_to_an_end() {
    let mut project = mdbook("# One\n\n{{#include a.md}}\n").file("src/z.md", "The tide.\n");
    for (name, next) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "z")] {
        let include = format!("{{{{#include {next}.md}}}}\n");
        project = project.file(&format!("src/{name}.md"), &include.repeat(10));
    }
    project.fails(
        "
        error[include-cycle]: the chapter includes more than 100000 parts, or more than 64 MiB; what follows is left out
          --> src/a.md:10:1
           |
        10 | {{#include b.md}}
           | ^^^^^^^^^^^^^^^^^

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_directive_stands_in_one_line() {
    let project =
        mdbook("# One\n\n{{#include\n1.md}} {{#title {{#title Two}}\n\n{{#include a.md}}\n");
    let book = project.file("src/a.md", "The tide.\n").builds();
    let page = book.text("text/1.xhtml");
    assert!(page.contains("{{#include"), "{page}");
    assert!(page.contains("The tide."), "{page}");
}

#[test]
fn a_folder_named_as_a_chapter() {
    metadata("title = \"The Strait\"\nlanguage = \"en\"\nchapters = [\"1.md\", \"x.md\"]\n")
        .file("manuscript/x.md/notes.txt", "a\n")
        .fails(
            "
            error[chapter-unknown]: there is no chapter `x.md` in the manuscript
             --> metadata.toml:3:21
              |
            3 | chapters = [\"1.md\", \"x.md\"]
              |                     ^^^^^^
              = help: did you mean `1.md`?

            error: 1 error: no book was written
            ",
        );
}

#[test]
fn a_pipe_is_not_waited_for() {
    let project = chapter("# One\n\n![map](map.png)\n");
    let made = project.command("mkfifo").args(["manuscript/map.png", "manuscript/x.md"]).status();
    assert!(made.unwrap().success());
    // A program that reads the pipe would wait for ever; this one is ended after a minute.
    let outcome = Outcome::of(project.command("timeout").args(["60", BINDERY, "build", "."]));
    assert_eq!(outcome.status, Some(1), "{outcome:?}");
    assert!(
        outcome.stderr.contains("error[image-invalid]: `map.png` is not a file\n"),
        "{outcome:?}"
    );
}

#[test]
fn a_chapter_that_cannot_be_read() {
    // A link to itself is unreadable even for root, whom no permission stops.
    let project = chapter("# One\n\nThe tide.\n");
    symlink("x.md", project.path().join("manuscript/x.md")).unwrap();
    let said = project.try_fails().unwrap();
    assert!(
        said.starts_with("error[file-unreadable]: `manuscript/x.md` can't be read: "),
        "{said}"
    );
    assert!(said.contains(" --> manuscript/x.md\n"), "{said}");
}

#[test]
fn an_output_folder_is_made() {
    let project = chapter("# One\n\nThe tide.\n");
    let outcome = project.run(&["-o", "a/b/c.epub"].map(OsStr::new));
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    crate::epubcheck::assert_valid(&project.path().join("a/b/c.epub"));
}

#[test]
fn a_file_in_the_place_of_the_output_folder() {
    let words = "
        error[output]: the book can't be written: a part of the path is not a folder
         --> metadata.toml/book.epub

        error: 1 error: no book was written
    ";
    let project = chapter("# One\n\nThe tide.\n");
    refused(&project, &["build", ".", "-o", "metadata.toml/book.epub"], 3, words);
}

#[test]
fn a_full_disk() {
    let project = chapter(&format!("# One\n\n{}\n", "The tide turned. ".repeat(50)));
    fs::create_dir(project.path().join("dist")).unwrap();
    let old = project.path().join("dist/The Strait.epub");
    fs::write(&old, "PK, the old book").unwrap();
    let before = tree(&project.path());
    // No file may grow beyond 1 KiB; the book is larger.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec '{BINDERY}' build .");
    let outcome = Outcome::of(project.command("bash").args(["-c", &script]));
    assert_eq!(
        outcome.stderr,
        "error[output]: the book can't be written: the file would be larger than the system allows\n \
         --> dist/The Strait.epub\n\nerror: 1 error: no book was written\n"
    );
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(3), ""));
    assert!(before == tree(&project.path()), "{:?}", tree(&project.path()).keys());
}

const REMOTE: &str = "# One\n\n![map](https://example.com/map.png)\n";

#[test]
fn a_remote_image() {
    chapter(REMOTE).fails(
        "
        error[image-remote]: `https://example.com/map.png` lies on another server; a book must hold its images
         --> manuscript/1.md:3:8
          |
        3 | ![map](https://example.com/map.png)
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = help: save it beside the chapter and name the file

        error: 1 error: no book was written
        ",
    );
}

#[test]
fn a_remote_image_becomes_a_link_where_that_is_allowed() {
    let book = chapter(REMOTE).args(["--lenient"]).builds();
    let said = &book.outcome().stderr;
    assert!(said.starts_with("warning[image-remote]: "), "{said}");
    let page = book.text("text/1.xhtml");
    assert!(page.contains("href=\"https://example.com/map.png\""), "{page}");
    assert!(!page.contains("<img"), "{page}");
}

#[test]
fn all_problems_are_told_in_one_run() {
    let said = metadata("language = \"english_US\"\ndate = \"2023-02-30\"\ntitel = \"x\"\n")
        .file("manuscript/1.md", "# One\n\n![map](map.png) [b](tow.md)\n")
        .file("manuscript/2.md", "# Two\n\n[^note] [c](#nil)\n")
        .bytes("manuscript/3.md", b"# Three\n\n\xff\n")
        .try_fails()
        .unwrap();
    for code in [
        "metadata-missing",
        "metadata-language",
        "metadata-date",
        "metadata-key",
        "image-missing",
        "link-chapter",
        "link-anchor",
        "note-missing",
        "file-encoding",
    ] {
        assert_eq!(said.matches(&format!("error[{code}]")).count(), 1, "{code} in:\n{said}");
    }
    assert!(said.ends_with("error: 9 errors: no book was written\n"), "{said}");
}

#[test]
fn a_tag_of_too_many_attributes_is_cut_short() {
    let attributes: String =
        (0..1_000).map(|number| [" data-a", &number.to_string(), "=\"<\""].concat()).collect();
    let book = project()
        .file("manuscript/1.md", &format!("# One\n\na <b{attributes} title='>'>b</b> c\n"))
        .builds();
    let page = book.text("text/1.xhtml");
    assert!(page.contains("data-a999=\"&lt;\">b</b> c</p>"), "{page}");
    let said = &book.outcome().stderr;
    assert!(
        said.starts_with("note[html-changed]: this tag has more than 1000 attributes"),
        "{said}"
    );
}
