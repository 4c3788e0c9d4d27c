//! The finished book is put in its place, whole or not at all.
//!
//! In: the bytes. Out: a file. They go to a new file beside the target, are flushed to the disk,
//! and the new file takes the old one's name: whatever happens, there is the old book or the new.

use super::Request;
use crate::diagnostic::{Diagnostics, Place, code};
use crate::load::{Project, plain_error};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Writes the book to where the request asks, or to `dist/<title>.epub` of the project, or beside
/// a single file. Gives the path as people find it; `None` where it couldn't be written, which has
/// been reported.
pub(super) fn write(
    request: &Request,
    project: &Project,
    bytes: &[u8],
    diagnostics: &mut Diagnostics,
) -> Option<PathBuf> {
    let name = format!("{}.epub", file_name(&project.edition.title.main));
    let target = match &request.output {
        Some(path) if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') => {
            path.join(name)
        }
        Some(path) => path.clone(),
        None if project.single => request.path.with_extension("epub"),
        None => {
            let folder = if request.path.is_dir() {
                request.path.clone()
            } else {
                request.path.parent().unwrap_or(Path::new("")).to_path_buf()
            };
            folder.join("dist").join(name)
        }
    };
    let shown = target.strip_prefix(".").unwrap_or(&target).to_path_buf();
    let within = request.output.is_none().then(|| project.root.folder());
    match put(&target, bytes, within) {
        Ok(()) => Some(shown),
        Err(error) => {
            diagnostics.push(
                &code::OUTPUT,
                Place::Path(shown.display().to_string()),
                format!("the book can't be written: {}", plain_error(&error)),
            );
            None
        }
    }
}

/// Writes `bytes` to `target` in one step. With `within`, only inside that folder: a project may
/// come from anywhere, and a link in it must not lead the book elsewhere.
fn put(target: &Path, bytes: &[u8], within: Option<&Path>) -> io::Result<()> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        // "File exists" says nothing of what is wrong: that it is no folder.
        io::ErrorKind::AlreadyExists => io::ErrorKind::NotADirectory.into(),
        _ => error,
    })?;
    if let Some(within) = within
        && !folder.canonicalize()?.starts_with(within)
    {
        return Err(io::Error::other("its folder leads out of the project"));
    }
    refuse_foreign(target)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bindery-").suffix(".tmp");
    #[cfg(unix)]
    {
        // As any new file has them, less what the user's mask takes away.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// What is at the target already may be replaced if it is a book (or empty); anything else is
/// there by mistake.
fn refuse_foreign(target: &Path) -> io::Result<()> {
    let mut head = [0; 2];
    let mut file = match fs::File::open(target) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let read = file.read(&mut head)?;
    if read == 0 || &head == b"PK" {
        Ok(())
    } else {
        Err(io::Error::other("the file that is there is not an EPUB, and is not overwritten"))
    }
}

/// A file's name made of the title: what no system takes becomes a space, and what is too long
/// (over 120 bytes) is cut.
fn file_name(title: &str) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let mut name = String::new();
    for word in clean.split_whitespace() {
        if name.len() + word.len() > 120 {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        return "book".to_owned();
    }
    // Names that Windows keeps for devices.
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    if device { format!("{name} book") } else { name.to_owned() }
}

#[cfg(test)]
mod tests;
