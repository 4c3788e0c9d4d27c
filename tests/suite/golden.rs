//! Folders of expectations: what the book holds, feature by feature.
//!
//! In: `tests/golden/<feature>/`, each with
//!
//! - `input/`, a project;
//! - `expected/`, entries of the book as they must be, to the byte; only those that the feature is
//!   about;
//! - `stderr`, the whole of what the build says; without it, no diagnostic may be said;
//! - `args`, further arguments of `bindery build .`, one a line.
//!
//! Out: every difference of every folder, at once. `BINDERY_BLESS=1` rewrites the expectations
//! that are there (an empty file will do for a new one) and fails on purpose: read them, and run
//! again without it. Refuses to know: single features.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use bindery::diagnostic::code;

use crate::diff::difference;
use crate::support::{Project, repository};

#[test]
fn every_golden_folder_holds() {
    walk("tests/golden", check);
}

/// Checks every folder below `root`; fails with all that was found. A check gives the files that
/// it rewrote, if it was told to.
pub(crate) fn walk(root: &str, check: impl Fn(&Path, &Path, bool) -> Result<Vec<PathBuf>, String>) {
    let program = Path::new(env!("CARGO_BIN_EXE_bindery"));
    let (mut wrong, mut blessed) = (Vec::new(), Vec::new());
    for folder in names(&repository(root)) {
        match check(&repository(root).join(&folder), program, bless()) {
            Ok(rewritten) => blessed.extend(rewritten),
            Err(why) => wrong.push(format!("{root}/{folder}:\n{why}")),
        }
    }
    conclude(&wrong, &blessed);
}

/// Whether expectations are to be rewritten.
pub(crate) fn bless() -> bool {
    std::env::var_os("BINDERY_BLESS").is_some_and(|value| value == "1")
}

/// Fails where anything was wrong, or was to be rewritten.
pub(crate) fn conclude(wrong: &[String], blessed: &[PathBuf]) {
    assert!(wrong.is_empty(), "{} differ\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(!bless(), "rewritten: {blessed:#?}\nread them before you commit, and run again");
}

/// Checks one folder. With `bless`, rewrites what differs and gives the names.
pub(crate) fn check(case: &Path, program: &Path, bless: bool) -> Result<Vec<PathBuf>, String> {
    contents(case, &["input", "expected", "stderr", "args"])?;
    let expected = files(&case.join("expected"));
    let said = case.join("stderr");
    if expected.is_empty() && !said.exists() {
        return Err("the folder expects nothing: there is no file in expected/".into());
    }
    let project = project(case, program);
    let book = project.try_builds()?;

    let mut comparison = Comparison::new(bless);
    if said.exists() {
        comparison.compare(&said, book.outcome().stderr.as_bytes());
    } else if let Some(code) = diagnosed(&book.outcome().stderr) {
        let stderr = &book.outcome().stderr;
        comparison.wrong.push(format!("[{code}] is said, and there is no file stderr:\n{stderr}"));
    }
    for name in expected {
        match book.find(&name) {
            Some(bytes) => comparison.compare(&case.join("expected").join(&name), bytes),
            None => comparison.wrong.push(format!("the book holds no {name}")),
        }
    }
    // Same input, same bytes: on one thread as on many.
    let again = book
        .project()
        .map_or(Ok(Vec::new()), |project| project.again(&["--jobs".as_ref(), OsStr::new("1")]))?;
    if fs::read(book.path()).unwrap() != again {
        comparison.wrong.push("a second build with --jobs 1 gives other bytes".into());
    }
    comparison.finish()
}

/// The project of a folder of expectations.
pub(crate) fn project(case: &Path, program: &Path) -> Project {
    let args = fs::read_to_string(case.join("args")).unwrap_or_default();
    let project = Project::new().folder(".", &case.join("input")).program(program);
    let project = project.args(args.lines());
    // A folder that is about drawn covers says so by its name.
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with("cover") { project.draws() } else { project }
}

/// Files held against what came.
pub(crate) struct Comparison {
    bless: bool,
    pub(crate) wrong: Vec<String>,
    blessed: Vec<PathBuf>,
}

impl Comparison {
    pub(crate) fn new(bless: bool) -> Self {
        Comparison { bless, wrong: Vec::new(), blessed: Vec::new() }
    }

    /// Holds a file against what came; rewrites it instead where that is asked for.
    pub(crate) fn compare(&mut self, file: &Path, came: &[u8]) {
        let expected = fs::read(file).unwrap();
        if expected == came {
            return;
        }
        if self.bless {
            fs::write(file, came).unwrap();
            self.blessed.push(file.into());
            return;
        }
        let (old, new) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(came));
        let how = difference(&old, &new).unwrap_or_else(|| "the bytes differ\n".into());
        self.wrong.push(format!("{} differs:\n{how}", file.display()));
    }

    /// The files rewritten, or all that was wrong.
    pub(crate) fn finish(self) -> Result<Vec<PathBuf>, String> {
        if self.wrong.is_empty() { Ok(self.blessed) } else { Err(self.wrong.join("\n")) }
    }
}

/// Fails unless the folder has `input/` and nothing but `known`.
pub(crate) fn contents(case: &Path, known: &[&str]) -> Result<(), String> {
    if !case.join("input").is_dir() {
        return Err("there is no input/".into());
    }
    match names(case).iter().find(|name| !known.contains(&name.as_str())) {
        Some(left) => Err(format!("nothing reads {left}: only {known:?} have a meaning")),
        None => Ok(()),
    }
}

/// The first code that a text mentions in brackets.
fn diagnosed(stderr: &str) -> Option<&'static str> {
    code::ALL.iter().map(|code| code.name).find(|name| stderr.contains(&format!("[{name}]")))
}

/// The names in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> =
        entries.map(name).map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// The files below a folder, by their paths in it, in order; none where there is no folder.
fn files(folder: &Path) -> Vec<String> {
    if !folder.exists() {
        return Vec::new();
    }
    let below = |name: String| {
        let path = folder.join(&name);
        if path.is_dir() {
            files(&path).into_iter().map(|file| format!("{name}/{file}")).collect()
        } else {
            vec![name]
        }
    };
    names(folder).into_iter().flat_map(below).collect()
}
