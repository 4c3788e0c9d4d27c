//! The harness, proved able to fail: a program that does everything wrong stands in for bindery.
//!
//! In: shell scripts that write, lie and break books. Out: each must be caught. Refuses to know:
//! bindery.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::handmade;
use crate::support::{Project, unindent};
use crate::{diagnostics, golden};

/// A folder with a shell script in bindery's place, and two books for it to give: `$valid` and
/// `$broken`. In the script, `$out` is what `-o` names or else `dist/T.epub`.
struct Stage {
    folder: TempDir,
}

impl Stage {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        handmade::epub(&at("valid.epub"), "<p>One</p>");
        handmade::epub(&at("broken.epub"), "<p>One</p></p>");
        let text = format!(
            "#!/bin/sh\nvalid={}\nbroken={}\nout=dist/T.epub\n\
             for arg; do [ \"$last\" = -o ] && out=$arg; last=$arg; done\n\
             mkdir_out() {{ mkdir -p \"$(dirname \"$out\")\"; }}\n{script}\n",
            at("valid.epub").display(),
            at("broken.epub").display()
        );
        // Written by another process: a program that this one still had open for writing while
        // another thread started a process could not be run (ETXTBSY).
        fs::write(at("program.txt"), text).unwrap();
        let copied = std::process::Command::new("cp")
            .args([at("program.txt"), at("program")])
            .status()
            .unwrap();
        assert!(copied.success());
        fs::set_permissions(at("program"), fs::Permissions::from_mode(0o755)).unwrap();
        Stage { folder }
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("program")
    }

    fn project(&self) -> Project {
        Project::new().program(&self.program())
    }

    /// A folder of expectations with those files.
    fn case(&self, name: &str, files: &[(&str, &str)]) -> PathBuf {
        let case = self.folder.path().join(name);
        for (path, text) in files {
            write(&case.join(path), text);
        }
        case
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const BUILDS: &str = "mkdir_out; cp $valid $out; echo 'written' >&2";

#[test]
fn a_book_that_builds_is_opened_and_checked() {
    let book = Stage::new(BUILDS).project().file("a.md", "# One\n").args(["--quiet"]).builds();
    assert_eq!(
        book.names(),
        [
            "mimetype",
            "META-INF/container.xml",
            "EPUB/content.opf",
            "EPUB/nav.xhtml",
            "EPUB/text/01.xhtml"
        ]
    );
    assert_eq!(book.text("text/01.xhtml"), handmade::chapter("<p>One</p>"));
    assert_eq!(book.text("EPUB/text/01.xhtml"), book.text("text/01.xhtml"));
    assert!(book.opf().contains("<dc:title>Handmade</dc:title>"));
    assert_eq!(book.outcome().stderr, "written\n");
    assert!(book.path().ends_with("project/dist/T.epub"));
}

/// What is said of a build that must not count as one.
fn refused(script: &str) -> String {
    match Stage::new(script).project().try_builds() {
        Ok(_) => panic!("taken for a good build: {script}"),
        Err(why) => why,
    }
}

#[test]
fn a_bad_build_does_not_count() {
    assert!(refused("mkdir_out; cp $broken $out").contains("RSC-016"));
    assert!(refused("mkdir_out; cp $valid $out; exit 1").contains("the build failed"));
    assert!(refused("exit 0").contains("not one file written, but []"));
    let left = refused("mkdir_out; cp $valid $out; echo 1 > $TMPDIR/left");
    assert!(left.contains(r#"["project/dist/T.epub", "tmp/left"]"#), "{left}");
    assert!(refused("echo 1 > a.txt").contains("not an .epub: project/a.txt"));
}

#[test]
fn a_failure_with_the_words_expected_passes() {
    Stage::new("printf 'error: no\\n  hint: none\\n' >&2; exit 1").project().fails(
        "
        error: no
          hint: none
        ",
    );
}

#[test]
#[should_panic(expected = "-error: no\n+error: yes\n")]
fn a_failure_with_other_words_does_not() {
    Stage::new("echo 'error: yes' >&2; exit 1").project().fails("error: no\n");
}

/// What is said of a failure that is not clean.
fn unclean(script: &str) -> String {
    match Stage::new(script).project().try_fails() {
        Ok(_) => panic!("taken for a clean failure: {script}"),
        Err(why) => why,
    }
}

#[test]
fn an_unclean_failure_does_not_count() {
    assert!(unclean("exit 0").contains("exit status 1 is expected"));
    assert!(unclean("exit 101").contains("exit status 1 is expected"));
    assert!(unclean("echo no; exit 1").contains("standard error alone"));
    assert!(unclean("mkdir dist; exit 1").contains(r#"wrote ["project/dist/"]"#));
    assert!(unclean("echo 1 > $TMPDIR/left; exit 1").contains(r#"wrote ["tmp/left"]"#));
    assert!(unclean("[ -e $out ] && echo > $out; exit 1").contains(r#"wrote ["out/old.epub"]"#));
    assert!(unclean("[ -e $out ] && rm $out; exit 1").contains(r#"wrote ["out/old.epub"]"#));
    assert!(unclean("echo $out >&2; exit 1").contains("other words"));
}

#[test]
fn a_golden_folder_passes_fails_and_is_blessed() {
    let stage = Stage::new(BUILDS);
    let (program, chapter) = (stage.program(), handmade::chapter("<p>One</p>"));
    let case = stage.case(
        "case",
        &[("input/a.md", "# One\n"), ("expected/text/01.xhtml", &chapter), ("args", "--quiet\n")],
    );
    assert_eq!(golden::check(&case, &program, false), Ok(vec![]));

    write(&case.join("expected/text/01.xhtml"), &handmade::chapter("<p>Two</p>"));
    write(&case.join("stderr"), "spoken\n");
    let why = golden::check(&case, &program, false).unwrap_err();
    assert!(why.contains("text/01.xhtml"), "{why}");
    assert!(why.contains("-<p>Two</p>\n+<p>One</p>\n"), "{why}");
    assert!(why.contains("-spoken\n+written\n"), "{why}");

    let blessed = golden::check(&case, &program, true).unwrap();
    assert_eq!(blessed, [case.join("stderr"), case.join("expected/text/01.xhtml")]);
    assert_eq!(fs::read_to_string(case.join("expected/text/01.xhtml")).unwrap(), chapter);
    assert_eq!(fs::read_to_string(case.join("stderr")).unwrap(), "written\n");
    assert_eq!(golden::check(&case, &program, false), Ok(vec![]));
}

#[test]
fn a_golden_folder_with_leftovers_fails() {
    let stage = Stage::new(BUILDS);
    let wrong = |name: &str, files: &[(&str, &str)]| {
        golden::check(&stage.case(name, files), &stage.program(), false).unwrap_err()
    };
    let chapter = handmade::chapter("<p>One</p>");
    let page = ("expected/text/01.xhtml", chapter.as_str());
    assert!(wrong("no-input", &[page]).contains("no input/"));
    assert!(wrong("nothing", &[("input/a.md", "")]).contains("expects nothing"));
    assert!(wrong("odd", &[("input/a.md", ""), page, ("notes.txt", "")]).contains("notes.txt"));
    let gone = [("input/a.md", ""), page, ("expected/text/02.xhtml", "")];
    assert!(wrong("gone", &gone).contains("holds no text/02.xhtml"));
}

#[test]
fn a_golden_folder_tells_of_diagnostics_and_of_books_that_differ() {
    let page = ("expected/text/01.xhtml", &*handmade::chapter("<p>One</p>"));
    let files = [("input/a.md", ""), page];
    let why = |script: &str| {
        let stage = Stage::new(script);
        golden::check(&stage.case("case", &files), &stage.program(), false).unwrap_err()
    };
    assert!(
        why("mkdir_out; cp $valid $out; echo 'warning[image-no-alt]: …' >&2")
            .contains("image-no-alt")
    );
    assert!(
        why("mkdir_out; cp $valid $out; case $* in *-o*) echo >> $out;; esac")
            .contains("other bytes")
    );
}

#[test]
fn a_folder_of_a_diagnostic_passes_and_fails() {
    let stage = Stage::new(
        "case $* in *--lenient*) mkdir_out; cp $valid $out; echo 'warning[link-anchor]: no' >&2;;\n\
         *) echo 'error[link-anchor]: no' >&2; exit 1;; esac",
    );
    let case = stage.case(
        "link-anchor",
        &[
            ("input/a.md", "# One\n"),
            ("stderr", "error[link-anchor]: no\n"),
            ("lenient-stderr", "warning[link-anchor]: no\n"),
        ],
    );
    let program = stage.program();
    assert_eq!(diagnostics::check(&case, &program, false), Ok(vec![]));

    write(&case.join("stderr"), "error[link-anchor]: yes\n");
    let why = diagnostics::check(&case, &program, false).unwrap_err();
    assert!(why.contains("-error[link-anchor]: yes\n+error[link-anchor]: no\n"), "{why}");
    assert_eq!(diagnostics::check(&case, &program, true), Ok(vec![case.join("stderr")]));

    fs::remove_file(case.join("lenient-stderr")).unwrap();
    let why = diagnostics::check(&case, &program, false).unwrap_err();
    assert!(why.contains("there is no ") && why.contains("lenient-stderr"), "{why}");

    let other = stage.case(
        "link-chapter.other",
        &[("input/a.md", ""), ("stderr", ""), ("lenient-stderr", ""), ("left", "")],
    );
    let why = diagnostics::check(&other, &program, false).unwrap_err();
    assert!(why.contains("nothing reads left"), "{why}");
    fs::remove_file(other.join("left")).unwrap();
    let why = diagnostics::check(&other, &program, false).unwrap_err();
    assert!(why.contains("error[link-chapter] is not in what was said"), "{why}");
}

#[test]
fn text_of_a_test_moves_to_the_margin() {
    assert_eq!(unindent("  a\n"), "  a\n");
    assert_eq!(unindent("\n    a\n\n      b\n    "), "a\n\n  b\n");
}
