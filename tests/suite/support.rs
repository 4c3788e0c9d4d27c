//! A project in a folder of its own, and the real program run on it.
//!
//! In: files and arguments. Out: the [`Book`] that was built, checked by EPUBCheck; or the proof
//! that the build failed with exactly the words expected and wrote nothing. Refuses to know: the
//! library; what a test of this suite sees is what an author sees.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::diff::difference;
use crate::epubcheck;

/// A path of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A project under construction.
pub(crate) struct Project {
    /// Holds `project`, and beside it `home`, `tmp` and `out`: nothing is shared with another test.
    room: TempDir,
    args: Vec<OsString>,
    program: PathBuf,
    draws: bool,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit status; `None` after a signal.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Outcome {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Project {
    /// A project without any file, built by bindery.
    pub(crate) fn new() -> Self {
        let room = tempfile::tempdir().unwrap();
        for folder in ["project", "home", "tmp", "out"] {
            fs::create_dir(room.path().join(folder)).unwrap();
        }
        let program = env!("CARGO_BIN_EXE_bindery").into();
        Project { room, args: Vec::new(), program, draws: false }
    }

    /// Another program in bindery's place, for the tests of this harness.
    pub(crate) fn program(mut self, program: &Path) -> Self {
        self.program = program.into();
        self
    }

    /// Adds a text file. Text that begins with a line end is [`unindent`]ed.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, unindent(text).as_bytes())
    }

    /// Adds a file of any kind.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Adds all that the folder `from` holds, as the folder `path` (`.` for the project itself);
    /// symbolic links stay links.
    pub(crate) fn folder(self, path: &str, from: &Path) -> Self {
        copy(from, &self.path().join(path));
        self
    }

    /// Adds arguments to `bindery build .`.
    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Lets a cover be drawn. Elsewhere none is: the suite makes books by the thousand, and nearly
    /// all of them are about other things.
    pub(crate) fn draws(mut self) -> Self {
        self.draws = true;
        self
    }

    /// The project's folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.room.path().join("project")
    }

    /// Runs the program in the project's folder. Of the environment it sees only PATH: no
    /// `SOURCE_DATE_EPOCH`, no colours, no settings of whoever runs the tests.
    pub(crate) fn run(&self, more: &[&OsStr]) -> Outcome {
        let mut command = self.command(&self.program);
        let cover: &[&str] = if self.draws { &[] } else { &["--no-cover"] };
        Outcome::of(command.args(["build", "."]).args(cover).args(&self.args).args(more))
    }

    /// Any program, about to run in the project's folder, with the environment of [`Project::run`].
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.room.path().join("home"))
            .env("TMPDIR", self.room.path().join("tmp"));
        command
    }

    /// Builds the book. Fails unless the exit status is 0, exactly one file was written, an .epub,
    /// and EPUBCheck finds nothing.
    #[track_caller]
    pub(crate) fn builds(self) -> Book {
        self.try_builds().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Fails unless the build fails with exit status 1 and says exactly `stderr` ([`unindent`]ed),
    /// nothing was written anywhere, and a book that stood at the place of the new one still does.
    #[track_caller]
    pub(crate) fn fails(self, stderr: &str) {
        let said = self.try_fails().unwrap_or_else(|why| panic!("{why}"));
        if let Some(difference) = difference(&unindent(stderr), &said) {
            panic!("not the words expected:\n{difference}");
        }
    }

    /// As [`Project::builds`]; the error says what was not as it must be.
    pub(crate) fn try_builds(self) -> Result<Book, String> {
        let before = tree(self.room.path());
        let outcome = self.run(&[]);
        if outcome.status != Some(0) {
            return Err(format!("the build failed: {outcome:#?}"));
        }
        let after = tree(self.room.path());
        let changed = changes(&before, &after);
        let [book] = changed.as_slice() else {
            return Err(format!("not one file written, but {changed:?}; {outcome:#?}"));
        };
        if Path::new(book).extension() != Some(OsStr::new("epub")) {
            return Err(format!("what was written is not an .epub: {book}"));
        }
        let path = self.room.path().join(book);
        for verdict in epubcheck::check(&[&path]) {
            if !verdict.valid() {
                return Err(verdict.summary());
            }
        }
        Book::open(&path).map(|book| Book { outcome, project: Some(self), ..book })
    }

    /// As [`Project::fails`]; gives what was said on standard error.
    pub(crate) fn try_fails(&self) -> Result<String, String> {
        let outcome = self.fails_clean()?;
        let own_output =
            |arg: &OsString| arg.to_str().is_some_and(|a| a.starts_with("-o") || a == "--output");
        if !self.args.iter().any(own_output) {
            let old = self.room.path().join("out/old.epub");
            fs::write(&old, "the old book").unwrap();
            let again = self.fails_clean_with(&["-o".as_ref(), old.as_os_str()])?;
            fs::remove_file(&old).unwrap();
            if again.stderr != outcome.stderr {
                return Err(format!("with -o other words are said: {again:#?}"));
            }
        }
        Ok(outcome.stderr)
    }

    fn fails_clean(&self) -> Result<Outcome, String> {
        self.fails_clean_with(&[])
    }

    fn fails_clean_with(&self, more: &[&OsStr]) -> Result<Outcome, String> {
        let before = tree(self.room.path());
        let outcome = self.run(more);
        if outcome.status != Some(1) {
            return Err(format!("exit status 1 is expected: {outcome:#?}"));
        }
        if !outcome.stdout.is_empty() {
            return Err(format!("an error belongs to standard error alone: {outcome:#?}"));
        }
        let changed = changes(&before, &tree(self.room.path()));
        if !changed.is_empty() {
            return Err(format!("the build failed and wrote {changed:?}; {outcome:#?}"));
        }
        Ok(outcome)
    }

    /// The bytes of the book as another run with `more` arguments makes it.
    pub(crate) fn again(&self, more: &[&OsStr]) -> Result<Vec<u8>, String> {
        let path = self.room.path().join("out/again.epub");
        let outcome = self.run(&[&["-o".as_ref(), path.as_os_str()], more].concat());
        fs::read(path).map_err(|error| format!("no second book: {error}; {outcome:#?}"))
    }
}

/// A PNG of one pixel.
pub(crate) const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

/// A book, read whole.
#[derive(Default)]
pub(crate) struct Book {
    path: PathBuf,
    /// Entries in the order of the archive.
    entries: Vec<(String, Vec<u8>)>,
    /// Path of the package document in the archive.
    package: String,
    outcome: Outcome,
    /// Keeps the folder that the book lies in.
    project: Option<Project>,
}

impl Default for Outcome {
    fn default() -> Self {
        Outcome { status: Some(0), stdout: String::new(), stderr: String::new() }
    }
}

impl Book {
    /// Opens any EPUB.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let file = fs::File::open(path).map_err(|error| error.to_string())?;
        let mut archive = zip::ZipArchive::new(file).map_err(|error| error.to_string())?;
        let mut book = Book { path: path.into(), ..Book::default() };
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(|error| error.to_string())?;
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            book.entries.push((entry.name().map_err(|e| e.to_string())?.into_owned(), bytes));
        }
        let container = book.text("META-INF/container.xml");
        let container = roxmltree::Document::parse(container).map_err(|error| error.to_string())?;
        let package = container
            .descendants()
            .find_map(|node| node.attribute("full-path"))
            .ok_or("container.xml names no package document")?
            .to_owned();
        book.package = package;
        Ok(book)
    }

    /// Where the book lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The names of all entries, in the order of the archive.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.entries.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The bytes of an entry, by its path beside the package document or its whole name.
    pub(crate) fn find(&self, name: &str) -> Option<&[u8]> {
        let folder = self.package.rfind('/').map_or("", |end| &self.package[..=end]);
        let beside = format!("{folder}{name}");
        let entry = |wanted: &str| self.entries.iter().find(|(name, _)| name == wanted);
        entry(&beside).or_else(|| entry(name)).map(|(_, bytes)| bytes.as_slice())
    }

    /// The text of an entry, found as [`Book::find`] does.
    #[track_caller]
    pub(crate) fn text(&self, name: &str) -> &str {
        let bytes = self
            .find(name)
            .unwrap_or_else(|| panic!("the book holds no {name}, but {:#?}", self.names()));
        str::from_utf8(bytes).unwrap_or_else(|_| panic!("{name} is not UTF-8"))
    }

    /// An entry read as XML by a strict parser.
    #[track_caller]
    pub(crate) fn xml(&self, name: &str) -> roxmltree::Document<'_> {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        roxmltree::Document::parse_with_options(self.text(name), options)
            .unwrap_or_else(|error| panic!("{name} is not well-formed: {error}"))
    }

    /// The package document.
    pub(crate) fn opf(&self) -> &str {
        self.text(&self.package)
    }

    /// What the build said.
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The project that the book was built from; none for an opened one.
    pub(crate) fn project(&self) -> Option<&Project> {
        self.project.as_ref()
    }
}

/// Says a figure that was measured, past libtest's capture of what a passing test prints.
pub(crate) fn announce(line: &str) {
    let mut stderr = std::io::stderr();
    writeln!(stderr, "==> {line}").unwrap();
}

/// Text of a test, moved to the left margin: a first empty line is taken off, and the white space
/// that all other lines begin with. Text that does not begin with a line end stays as it is.
pub(crate) fn unindent(text: &str) -> String {
    let Some(text) = text.strip_prefix('\n') else { return text.to_owned() };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let full = |line: &&str| !line.trim().is_empty();
    let common = text.lines().filter(full).map(indent).min().unwrap_or(0);
    text.split_inclusive('\n')
        .map(|line| line.get(common..).unwrap_or_else(|| line.trim_start_matches(' ')))
        .collect()
}

/// Copies what a folder holds; symbolic links stay links.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&source, &target);
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&source).unwrap(), &target).unwrap();
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}

/// All files below a folder with their bytes; folders (with a `/` at the end) and links too.
pub(crate) fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_symlink() {
                let target = fs::read_link(&path).unwrap();
                files.insert(name, target.into_os_string().into_encoded_bytes());
            } else if path.is_dir() {
                walk(root, &path, files);
                files.insert(name + "/", Vec::new());
            } else {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(root, root, &mut files);
    files
}

/// What was added, changed or taken away: files, and folders that are empty.
fn changes(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let holds =
        |folder: &str| after.keys().any(|k| k.len() > folder.len() && k.starts_with(folder));
    let new = after
        .iter()
        .filter(|(name, bytes)| before.get(*name) != Some(bytes))
        .filter(|(name, _)| !(name.ends_with('/') && holds(name)));
    let gone = before.iter().filter(|(name, _)| !after.contains_key(*name));
    new.chain(gone).map(|(name, _)| name.clone()).collect()
}
