//! `bindery import` as people meet it: what it prints, what it writes, and what it refuses.
//!
//! In: sources of all kinds, sound and not. Out: the whole of what is printed, the exit status, and the
//! files that are there afterwards. Refuses to know: how anything is found in a source.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::diff::difference;
use crate::support::{Outcome, Project, tree, unindent};

const BINDERY: &str = env!("CARGO_BIN_EXE_bindery");

const COLUMN: &str = "Home > Opinion

The lamp on the rock
By Ada Merrow

Nobody had asked for a lamp on that rock, and for the first forty years nobody came to look at it either, except the gulls and one surveyor.

Then the ferry moved its course, and from then on the lamp was the first thing that people saw of the island, and for some of them the last.

Share   Tweet   Print

* The author keeps the lamp.
Translated by Ben Holt
The Exmoor Gazette, Jan. 3, Page 29
";

const TABLE: &str = "
    column.txt: plain text

    Field               Value                       From      How sure
    title               The lamp on the rock        line 3    likely
    author              Ada Merrow                  line 4    stated
    translator          Ben Holt                    line 13   stated
    author.note         The author keeps the lamp.  line 12   likely
    source.publication  The Exmoor Gazette          line 14   likely
    source.date         Jan. 3                      line 14   likely
    source.page         29                          line 14   likely
    language            en                          the text  likely

    Left out: 1 breadcrumbs, 1 buttons
";

/// A folder with a column in it, and things that are none.
fn sources() -> Project {
    let noise: Vec<u8> =
        (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    Project::new()
        .file("column.txt", COLUMN)
        .file("empty.txt", "")
        .bytes("noise.bin", &noise)
        .bytes("broken.epub", b"PK\x03\x04\0\0")
        .file("full/mine.txt", "mine")
}

#[track_caller]
fn imports(project: &Project, arguments: &[&str]) -> Outcome {
    let mut command = project.command(BINDERY);
    Outcome::of(command.arg("import").args(arguments))
}

#[track_caller]
fn prints(printed: &str, expected: &str) {
    if let Some(difference) = difference(&unindent(expected), printed) {
        panic!("other words were said:\n{difference}\n{printed}");
    }
}

/// Imports what can't be: the whole error, the status, and every file as it was.
#[track_caller]
fn refuses(arguments: &[&str], status: i32, stderr: &str) {
    let project = sources();
    let before = tree(&project.path());
    let outcome = imports(&project, arguments);
    prints(&outcome.stderr, stderr);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(status), ""));
    assert_eq!(tree(&project.path()), before);
}

#[test]
fn what_was_found_is_shown_and_written() {
    let project = sources();
    let outcome = imports(&project, &["column.txt"]);
    let rest = "
      `--show-dropped` shows them

    column: 1 chapter, 3 files
    Next: look through metadata.toml, and
      bindery build column
";
    prints(&outcome.stdout, &format!("{TABLE}{}", &rest[1..]));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let metadata = fs::read_to_string(project.path().join("column/metadata.toml")).unwrap();
    prints(
        &metadata,
        r#"
    # Likely, from line 3 of the source.
    title = "The lamp on the rock"
    # Likely, from the whole text.
    language = "en"
    translator = "Ben Holt"

    [[author]]
    name = "Ada Merrow"
    # Likely, from line 12 of the source.
    note = "The author keeps the lamp."

    [source]
    # Likely, from line 14 of the source.
    publication = "The Exmoor Gazette"
    # Likely, from line 14 of the source.
    date = "Jan. 3"
    # Likely, from line 14 of the source.
    page = "29"
"#,
    );
}

#[test]
fn what_was_left_out_is_shown_in_full() {
    let outcome = imports(&sources(), &["column.txt", "x", "--show-dropped"]);
    let rest = "
      line 1: Home > Opinion (breadcrumbs)
      line 10: Share Tweet Print (buttons)

    x: 1 chapter, 3 files
    Next: look through metadata.toml, and
      bindery build x
";
    prints(&outcome.stdout, &format!("{TABLE}{}", &rest[1..]));
    assert_eq!(outcome.status, Some(0));
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let project = sources();
    imports(&project, &["column.txt", "one"]);
    let mut command = project.command(BINDERY);
    command.args(["import", "-", "two"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(COLUMN.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let folder = |name| tree(&project.path().join(name));
    assert_eq!(folder("one"), folder("two"));
}

#[test]
fn nothing_is_overwritten_unless_it_is_asked_for() {
    refuses(
        &["column.txt", "full"],
        1,
        "
        error[folder-taken]: the folder is not empty
         --> full
          = help: choose a path that is free, or an empty folder
          = help: with `--force` files of the same names are replaced there
        ",
    );
    refuses(
        &["column.txt", "empty.txt"],
        1,
        "
        error[folder-taken]: there is a file of that name
         --> empty.txt
        ",
    );
    let project = sources().file("full/metadata.toml", "old");
    let outcome = imports(&project, &["column.txt", "full", "--force"]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    let files = tree(&project.path().join("full"));
    assert_eq!(files["mine.txt"], b"mine");
    assert!(files["metadata.toml"].starts_with(b"# Likely"));
}

#[test]
fn what_can_t_be_read_is_refused() {
    refuses(
        &["empty.txt", "x"],
        1,
        "
        error[import-unreadable]: the file is empty
         --> empty.txt

        error: 1 error: nothing was written
        ",
    );
    refuses(
        &["noise.bin", "x"],
        1,
        "
        error[import-unreadable]: this is not text, and no kind of file that can be imported
         --> noise.bin
          = help: import a text, a web page, an EPUB or a DOCX

        error: 1 error: nothing was written
        ",
    );
    refuses(
        &["nothing.txt", "x"],
        1,
        "
        error[import-unreadable]: there is no such file or folder
         --> nothing.txt

        error: 1 error: nothing was written
        ",
    );
    refuses(
        &["broken.epub", "x"],
        1,
        "
        error[import-unreadable]: the zip archive is damaged or cut off: invalid Zip archive: Could not find EOCD
         --> broken.epub

        error: 1 error: nothing was written
        ",
    );
    refuses(
        &["full", "x"],
        1,
        "
        error[import-unreadable]: this folder has no book.toml
         --> full
          = help: give one file, or the folder of an mdBook project

        error: 1 error: nothing was written
        ",
    );
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    refuses(
        &["--from", "nonsense", "column.txt", "x"],
        2,
        "
        error: invalid value 'nonsense' for '--from <KIND>'
          [possible values: text, html, epub, docx, markdown, mdbook]

        For more information, try '--help'.
        ",
    );
    refuses(
        &[],
        2,
        "
        error: the following required arguments were not provided:
          <SOURCE>

        Usage: bindery import <SOURCE> [DIR]

        For more information, try '--help'.
        ",
    );
}

/// Texts of many lines, each of which might be a name, a title or a byline.
#[test]
fn many_lines_take_no_more_than_their_time() {
    let lines = |line: &dyn Fn(usize) -> String| -> String { (0..20_000).map(line).collect() };
    let project = Project::new()
        .file("same.txt", &lines(&|_| "A line that comes again\n".to_owned()))
        .file("names.txt", &lines(&|_| "Ada Merrow\n".to_owned()))
        .file("bylines.txt", &lines(&|at| format!("By Ada Merrow | May 3, {at} | 3 min read\n")))
        .file("page.html", &lines(&|at| format!("<p>Paragraph {at} that is a sentence.</p>\n")));
    for source in ["same.txt", "names.txt", "bylines.txt", "page.html"] {
        let outcome = imports(&project, &[source]);
        assert_eq!(outcome.status, Some(0), "{source}: {outcome:?}");
    }
}
