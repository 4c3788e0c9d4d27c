//! What holds for every build.
//!
//! In: sound manuscripts, built in different places, by different hands. Out: the same bytes; the
//! old book or the new one, never half of one; and what programs read, in the form that they were
//! promised.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::epubcheck::assert_valid;
use crate::support::{Outcome, Project, repository};

const BINDERY: &str = env!("CARGO_BIN_EXE_bindery");

/// The bundled manuscript in a folder of its own.
fn bundled() -> Project {
    Project::new()
        .bytes("metadata.toml", &fs::read(repository("metadata.toml")).unwrap())
        .folder("manuscript", &repository("manuscript"))
        .folder("cover", &repository("cover"))
}

/// A project of one chapter.
fn small(text: &str) -> Project {
    Project::new()
        .file("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n")
        .file("manuscript/1.md", text)
}

/// The bytes of the bundled book, built with `args` and `variables`.
#[track_caller]
fn bytes(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Vec<u8> {
    let mut command = project.command(BINDERY);
    command.args(["build", ".", "-o", "again.epub"]).args(args);
    let outcome = Outcome::of(command.envs(variables.iter().copied()));
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    fs::read(project.path().join("again.epub")).unwrap()
}

#[test]
fn two_folders_make_the_same_bytes() {
    assert!(bytes(&bundled(), &[], &[]) == bytes(&bundled(), &[], &[]));
}

#[test]
fn the_time_zone_changes_nothing() {
    let project = bundled();
    let seoul = bytes(&project, &[], &[("TZ", "Asia/Seoul")]);
    assert!(seoul == bytes(&project, &[], &[("TZ", "UTC")]));
}

#[test]
fn the_locale_changes_nothing() {
    let project = bundled();
    let korean = bytes(&project, &[], &[("LC_ALL", "ko_KR.UTF-8"), ("LANG", "ko_KR.UTF-8")]);
    assert!(korean == bytes(&project, &[], &[("LC_ALL", "C"), ("LANG", "C")]));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let project = bundled();
    assert!(bytes(&project, &["--jobs", "1"], &[]) == bytes(&project, &["--jobs", "4"], &[]));
}

#[test]
fn a_failing_build_leaves_the_old_book_as_it_is() {
    let book = small("# One\n\nThe tide.\n").builds();
    let old = fs::read(book.path()).unwrap();
    let project = book.project().unwrap();
    fs::write(project.path().join("manuscript/1.md"), "# One\n\n[two](2.md)\n").unwrap();
    assert_eq!(project.run(&[]).status, Some(1));
    assert!(fs::read(book.path()).unwrap() == old, "the old book was touched");
    let beside = fs::read_dir(book.path().parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "something was left beside the old book");
}

#[test]
fn a_new_build_replaces_the_old_book() {
    let book = small("# One\n\nThe tide.\n").builds();
    let old = fs::read(book.path()).unwrap();
    let project = book.project().unwrap();
    fs::write(project.path().join("manuscript/1.md"), "# One\n\nThe ebb.\n").unwrap();
    assert_eq!(project.run(&[]).status, Some(0));
    assert!(fs::read(book.path()).unwrap() != old, "the old book is still there");
    assert_valid(book.path());
}

#[test]
fn a_file_that_is_not_a_book_is_not_overwritten() {
    let project = small("# One\n\nThe tide.\n").file("letter.txt", "Dear A.\n");
    let outcome = project.run(&["-o", "letter.txt"].map(OsStr::new));
    assert_eq!(
        outcome.stderr,
        "error[output]: the book can't be written: the file that is there is not an EPUB, and is \
         not overwritten\n --> letter.txt\n\nerror: 1 error: no book was written\n"
    );
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(3), ""));
    assert_eq!(fs::read(project.path().join("letter.txt")).unwrap(), b"Dear A.\n");
}

#[test]
fn the_closing_line_says_what_was_made() {
    let book = small("# One\n\nThe tide turned.\n").builds();
    let said = &book.outcome().stdout;
    let size = fs::metadata(book.path()).unwrap().len();
    let size = format!("{}.{} kB", (size + 50) / 1000, (size + 50) / 100 % 10);
    let start = format!("dist/The Strait.epub: 1 chapter, 4 words, 0 images, {size} in ");
    let seconds = said
        .strip_prefix(&start)
        .and_then(|rest| rest.strip_suffix(" s\n"))
        .unwrap_or_else(|| panic!("{start}… is expected, and {said} was said"));
    assert_eq!(seconds.split_once('.').map(|(_, decimals)| decimals.len()), Some(2), "{said}");
    assert!(seconds.parse::<f64>().is_ok(), "{said}");
    assert_eq!(book.outcome().stderr, "");
}

/// The lines of `build --message-format json`, and the exit status.
#[track_caller]
fn messages(project: &Project) -> (Vec<Value>, Option<i32>) {
    let outcome = project.run(&["--message-format", "json"].map(OsStr::new));
    assert_eq!(outcome.stderr, "", "all goes to standard output");
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    (outcome.stdout.lines().map(parse).collect(), outcome.status)
}

#[test]
fn messages_for_programs_are_one_object_a_line() {
    let (lines, status) = messages(&small("# One\n\n![](map.png) [two](2.md)\n"));
    assert_eq!(status, Some(1));
    let of = |key: &str| -> Vec<&Value> { lines.iter().map(|line| &line[key]).collect() };
    assert_eq!(of("type"), ["diagnostic", "diagnostic", "diagnostic", "result"]);
    let codes: Vec<&Value> = of("code").into_iter().filter(|code| !code.is_null()).collect();
    assert_eq!(codes, ["image-no-alt", "image-missing", "link-chapter"]);
    let result = lines.last().unwrap();
    assert_eq!((&result["made"], &result["path"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(
        (&result["errors"], &result["warnings"], &result["status"]),
        (&2.into(), &1.into(), &1.into())
    );
}

#[test]
fn the_result_for_programs_names_the_book() {
    let project = small("# One\n\nThe tide.\n");
    let (lines, status) = messages(&project);
    assert_eq!((status, lines.len()), (Some(0), 1));
    let path = lines[0]["path"].as_str().unwrap();
    assert_eq!(path, "dist/The Strait.epub");
    let size = fs::metadata(project.path().join(path)).unwrap().len();
    assert_eq!((&lines[0]["made"], &lines[0]["bytes"]), (&Value::Bool(true), &size.into()));
}

#[test]
fn a_new_project_builds() {
    let project = Project::new();
    let new = Outcome::of(project.command(BINDERY).args(["new", "war-and-peace"]));
    assert_eq!(new.status, Some(0), "{new:?}");
    let built = Outcome::of(project.command(BINDERY).args(["build", "war-and-peace"]));
    assert_eq!((built.status, built.stderr.as_str()), (Some(0), ""), "{built:?}");
    assert_valid(&project.path().join("war-and-peace/dist/War and peace.epub"));
}

#[test]
fn the_bundled_book_credits_the_column_and_its_translators() {
    let project = bundled();
    fs::write(project.path().join("book.epub"), bytes(&project, &[], &[])).unwrap();
    assert_valid(Path::new(&project.path().join("book.epub")));
    let inspect = project.command(BINDERY).args(["inspect", "--json", "book.epub"]).output();
    let seen: Value = serde_json::from_slice(&inspect.unwrap().stdout).unwrap();
    let about = &seen["metadata"];
    assert_eq!(about["titles"][0]["value"], "A Column in Winter");
    assert_eq!(about["people"][0]["name"], "The bindery authors");
    assert_eq!(
        about["sources"],
        serde_json::json!([
            "Chung Young-tae, “North Korea’s peace offensive”, translation by the Korea JoongAng \
             Daily staff, JoongAng Ilbo, Jan. 3, p. 29"
        ])
    );
}
