//! The folder outside of which nothing is read.
//!
//! In: paths as authors write them, relative to the folder or to a file in it. Out: bytes, or what
//! is in the way. Refuses to know: what the bytes mean. A path that leaves the folder, by `..`, as
//! an absolute path or through a symbolic link, is not followed.

use crate::diagnostic::{Code, Diagnostics, Place, code};
use crate::load::paths::{join, normalise};
use crate::source::Span;
use std::io;
use std::path::{Path, PathBuf};

/// Files larger than this are refused: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// A folder, opened.
#[derive(Debug, Clone)]
pub struct Root {
    /// The folder, without symbolic links.
    folder: PathBuf,
    /// The folder as it was given, for people.
    shown: String,
}

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// Why a file is not read.
#[derive(Debug)]
pub enum Problem {
    /// There is none.
    Missing,
    /// It lies outside of the folder.
    Outside,
    /// It is larger than 1 GiB.
    TooLarge,
    /// It is a folder, a pipe, a device.
    NoFile,
    /// The system says no.
    Unreadable(io::Error),
}

impl Problem {
    /// Reports the problem, at the place that names the file or at the file itself.
    pub fn report(
        &self,
        root: &Root,
        path: &str,
        named: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) {
        let place = named.map_or_else(|| Place::Path(root.display(path)), Place::Span);
        let (code, message) = self.words(path);
        diagnostics.push(code, place, message);
    }

    /// The code of the problem, and what is to be said of the file at that path.
    pub fn words(&self, path: &str) -> (&'static Code, String) {
        match self {
            Problem::Missing => (&code::FILE_MISSING, format!("there is no file `{path}`")),
            Problem::Outside => {
                (&code::FILE_OUTSIDE, format!("`{path}` leads out of the project's folder"))
            }
            Problem::TooLarge => (&code::FILE_TOO_LARGE, format!("`{path}` is larger than 1 GiB")),
            Problem::NoFile => (&code::FILE_UNREADABLE, format!("`{path}` is not a file")),
            Problem::Unreadable(error) => {
                (&code::FILE_UNREADABLE, format!("`{path}` can't be read: {}", plain(error)))
            }
        }
    }
}

/// An error of the system in words that are the same everywhere.
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "no more may be stored there".to_owned(),
        io::ErrorKind::FileTooLarge => "the file would be larger than the system allows".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}

impl Root {
    /// Opens a folder.
    ///
    /// # Errors
    /// Where the folder is not there or can't be entered.
    pub fn open(folder: &Path) -> io::Result<Root> {
        let shown = folder.display().to_string().replace('\\', "/");
        let shown = match shown.trim_end_matches('/') {
            "." => String::new(),
            shown => shown.trim_start_matches("./").to_owned(),
        };
        Ok(Root { folder: folder.canonicalize()?, shown })
    }

    /// The folder itself, without symbolic links.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A path as people find it from where they stand.
    pub fn display(&self, path: &str) -> String {
        if self.shown.is_empty() { path.to_owned() } else { join(&self.shown, path) }
    }

    /// What `path`, relative to the folder, names; `None` where there is nothing, or not inside.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        let about = self.inside(path).ok()?.metadata().ok()?;
        if about.is_dir() {
            Some(Kind::Folder)
        } else if about.is_file() {
            Some(Kind::File)
        } else {
            None
        }
    }

    /// Whether there is a file or folder at `path`.
    pub fn exists(&self, path: &str) -> bool {
        self.kind(path).is_some()
    }

    /// The path relative to the folder of `address`, which is relative to `base` in it.
    ///
    /// # Errors
    /// Where it leads out of the folder.
    pub fn resolve(&self, base: &str, address: &str) -> Result<String, Problem> {
        let address = address.replace('\\', "/");
        let drive = address.as_bytes().get(1) == Some(&b':');
        if address.starts_with('/') || drive {
            return Err(Problem::Outside);
        }
        normalise(&join(base, &address)).ok_or(Problem::Outside)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Says what is in the way: nothing there, outside, too large, not a file, or unreadable.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Problem> {
        let real = self.inside(path)?;
        let about = real.metadata().map_err(Problem::Unreadable)?;
        if !about.is_file() {
            return Err(Problem::NoFile);
        }
        if about.len() > LARGEST {
            return Err(Problem::TooLarge);
        }
        std::fs::read(&real).map_err(Problem::Unreadable)
    }

    /// The names in a folder, with what they are, in no order.
    ///
    /// # Errors
    /// Says what is in the way: nothing there, outside, too large, not a file, or unreadable.
    pub fn list(&self, path: &str) -> Result<Vec<(String, Kind)>, Problem> {
        let real = self.inside(path)?;
        let mut names = Vec::new();
        for entry in std::fs::read_dir(real).map_err(Problem::Unreadable)? {
            let entry = entry.map_err(Problem::Unreadable)?;
            // A name that is not Unicode can't be named in a book or a message; no chapter has one.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Ok(about) = entry.file_type() else { continue };
            let kind = if about.is_symlink() {
                // Where it leads has to be asked; one that leads nowhere is named all the same.
                Some(self.kind(&join(path, &name)).unwrap_or(Kind::File))
            } else if about.is_dir() {
                Some(Kind::Folder)
            } else {
                about.is_file().then_some(Kind::File)
            };
            names.extend(kind.map(|kind| (name, kind)));
        }
        Ok(names)
    }

    /// The real path of a file, which lies in the folder.
    fn inside(&self, path: &str) -> Result<PathBuf, Problem> {
        let path = normalise(path).ok_or(Problem::Outside)?;
        let real = match self.folder.join(path).canonicalize() {
            Ok(real) => real,
            Err(error) => {
                return Err(match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Problem::Missing,
                    _ => Problem::Unreadable(error),
                });
            }
        };
        if real.starts_with(&self.folder) { Ok(real) } else { Err(Problem::Outside) }
    }
}
