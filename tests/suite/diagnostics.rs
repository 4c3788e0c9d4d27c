//! Folders of expectations: what the author is told, code by code.
//!
//! In: `tests/diagnostics/<code>/`, and `<code>.<case>/` for further cases, each with
//!
//! - `input/`, a project;
//! - `stderr`, the whole of what `bindery build .` says;
//! - `lenient-stderr`, what it says with `--lenient`; for the codes that this makes a warning of;
//! - `args`, further arguments, one a line.
//!
//! Out: every difference of every folder, and every code without a folder. A code that is an error
//! must leave no trace of a book; one that is not must leave a valid one. `BINDERY_BLESS=1` works
//! as for the golden folders. Refuses to know: single codes.

use std::path::{Path, PathBuf};

use bindery::diagnostic::{Code, Severity, code};

use crate::golden::{Comparison, contents, names, project, walk};
use crate::support::repository;

/// Codes that no folder of files can provoke, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("path-missing", "the path that is missing is the one given to `build`"),
    ("file-unreadable", "permissions are not kept by git, and root reads everything"),
    ("file-too-large", "the file would be larger than 1 GiB"),
    ("output", "the place of the book is not part of the project; the exit status is 3"),
    ("internal", "no input is known to lead there"),
    ("folder-taken", "`bindery new` and `bindery import` say it, and `build` does not"),
    ("epub-unreadable", "`bindery inspect` says it, and `build` does not"),
    ("import-unreadable", "`bindery import` says it, and `build` does not"),
    ("import-nothing", "`bindery import` says it, and `build` does not"),
    ("import-lost", "`bindery import` says it, and `build` does not"),
    ("import-remote", "`bindery import` says it, and `build` does not"),
    ("import-encoding", "`bindery import` says it, and `build` does not"),
];

#[test]
fn every_diagnostic_is_worded_as_expected() {
    walk("tests/diagnostics", check);
}

#[test]
fn every_code_has_a_folder() {
    let folders = names(&repository("tests/diagnostics"));
    let elsewhere = |name: &str| ELSEWHERE.iter().any(|(code, _)| *code == name);
    let without: Vec<&str> = code::ALL
        .iter()
        .map(|code| code.name)
        .filter(|name| folders.iter().any(|folder| folder == name) == elsewhere(name))
        .collect();
    assert!(without.is_empty(), "no folder, or a folder and an excuse: {without:#?}");
    for (name, _) in ELSEWHERE {
        assert!(code::find(name).is_some(), "there is no code {name}");
    }
}

/// Checks one folder. With `bless`, rewrites what differs and gives the names.
pub(crate) fn check(case: &Path, program: &Path, bless: bool) -> Result<Vec<PathBuf>, String> {
    contents(case, &["input", "stderr", "lenient-stderr", "args"])?;
    let code = code_of(case)?;
    let mut comparison = Comparison::new(bless);
    let mut run = |file: &str, severity: Severity, args: &[&str]| -> Result<(), String> {
        let file = case.join(file);
        if !file.exists() {
            return Err(format!("there is no {}", file.display()));
        }
        let project = project(case, program).args(args.iter().copied());
        let said = if severity == Severity::Error {
            project.try_fails()?
        } else {
            project.try_builds()?.outcome().stderr.clone()
        };
        if !said.contains(&format!("{}[{}]", severity.name(), code.name)) {
            return Err(format!(
                "{}[{}] is not in what was said:\n{said}",
                severity.name(),
                code.name
            ));
        }
        comparison.compare(&file, said.as_bytes());
        Ok(())
    };
    run("stderr", code.severity, &[])?;
    if code.lenient != code.severity {
        run("lenient-stderr", code.lenient, &["--lenient"])?;
    } else if case.join("lenient-stderr").exists() {
        return Err("lenient-stderr is of no use: --lenient changes nothing about this code".into());
    }
    comparison.finish()
}

/// The code that a folder is named after.
fn code_of(case: &Path) -> Result<&'static Code, String> {
    let name = case.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    code::find(name).ok_or_else(|| format!("there is no code {name}"))
}
