//! What is imported, as it is read: one file, standard input, or a folder.
//!
//! In: a path. Out: bytes with a name, and the folder outside of which nothing else is read. Refuses
//! to know: what the bytes are.

use crate::diagnostic::{Diagnostics, Place, code};
use crate::load::{Root, plain_error};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Files larger than this are refused: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// What is imported.
#[derive(Debug)]
pub struct Source {
    /// Its path as people wrote it; `-` for standard input.
    pub shown: String,
    /// Its name without folders; empty for standard input.
    pub name: String,
    /// Content; empty for a folder.
    pub bytes: Vec<u8>,
    /// The folder itself, or the one that the file lies in: files that it names are read there, and
    /// none outside. `None` for standard input.
    pub root: Option<Root>,
    /// The folder's path, where the source is a folder.
    pub folder: Option<PathBuf>,
}

impl Source {
    /// Reads what lies at `path`; `-` is standard input. Says in `diagnostics` why there is nothing.
    pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Source> {
        let shown = path.display().to_string();
        let unreadable = |message: String, diagnostics: &mut Diagnostics| {
            diagnostics.push(&code::IMPORT_UNREADABLE, Place::Path(shown.clone()), message);
        };
        match Source::open(path) {
            Ok(source) if source.folder.is_none() && source.bytes.is_empty() => {
                unreadable("the file is empty".into(), diagnostics);
                None
            }
            Ok(source) => Some(source),
            Err(error) => {
                let message = match error.kind() {
                    io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
                    io::ErrorKind::FileTooLarge => "the file is larger than 1 GiB".to_owned(),
                    io::ErrorKind::InvalidInput => "this is neither a file nor a folder".to_owned(),
                    _ => format!("this can't be read: {}", plain_error(&error)),
                };
                unreadable(message, diagnostics);
                None
            }
        }
    }

    fn open(path: &Path) -> io::Result<Source> {
        let shown = path.display().to_string();
        if shown == "-" {
            let bytes = all(io::stdin().lock())?;
            return Ok(Source { shown, name: String::new(), bytes, root: None, folder: None });
        }
        // Asked first: opening a pipe would wait for somebody to write into it.
        let about = std::fs::metadata(path)?;
        let real = path.canonicalize()?;
        let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if about.is_dir() {
            let root = Some(Root::open(path)?);
            let folder = Some(path.to_owned());
            return Ok(Source { shown, name, bytes: Vec::new(), root, folder });
        }
        if !about.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        if about.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let bytes = all(File::open(path)?)?;
        let root = real.parent().map(Root::open).transpose()?;
        Ok(Source { shown, name, bytes, root, folder: None })
    }
}

/// All bytes, as long as there are not too many.
fn all(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
