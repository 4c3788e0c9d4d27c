//! Begins a project: `bindery new`.
//!
//! In: a path. Out: a folder there with `metadata.toml`, two chapters, a picture and a
//! `.gitignore`, which can be built at once. Refuses to know: what is done with it.
//!
//! No cover is written. A drawn one would carry the folder's name for a title and keep it when the
//! author has found a better; without one, `build` sets a cover from the metadata as they are.

#[cfg(test)]
mod tests;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, code};

/// Makes a project at `path`, which must be free or an empty folder; folders above it are made
/// too. Returns the files in the order in which they were written.
///
/// # Errors
/// [`code::FOLDER_TAKEN`] where something is there already, [`code::OUTPUT`] where the
/// system does not let it be written. Nothing that was there is changed.
pub fn scaffold(path: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let unwritable = |at: &Path, error: &io::Error| {
        problem(&code::OUTPUT, at, format!("this can't be written: {error}"))
    };
    match fs::read_dir(path) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                let mut taken = problem(&code::FOLDER_TAKEN, path, "the folder is not empty");
                taken.hint("choose a path that is free, or an empty folder");
                return Err(taken);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(problem(&code::FOLDER_TAKEN, path, "there is a file of that name"));
        }
        Err(error) => return Err(unwritable(path, &error)),
    }
    let mut made = Vec::new();
    for (name, text) in files(&title(path)) {
        let file = path.join(name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        }
        // Never over a file that appeared in the meantime.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&file)
            .and_then(|mut to| to.write_all(text.as_bytes()))
            .map_err(|error| unwritable(&file, &error))?;
        made.push(file);
    }
    Ok(made)
}

fn problem(code: &'static Code, path: &Path, message: impl Into<String>) -> Diagnostic {
    let place = Place::Path(path.display().to_string());
    Diagnostics::new(false).push(code, place, message).clone()
}

/// The files of a project: path and text.
fn files(title: &str) -> [(&'static str, String); 5] {
    let title = toml::Value::String(title.to_owned()).to_string();
    [
        ("metadata.toml", include_str!("scaffold/metadata.toml").replace("\"A Title\"", &title)),
        ("manuscript/01-arrival.md", include_str!("scaffold/01-arrival.md").into()),
        ("manuscript/02-the-lamp.md", include_str!("scaffold/02-the-lamp.md").into()),
        ("manuscript/images/lamp.svg", include_str!("scaffold/lamp.svg").into()),
        (".gitignore", "dist/\n".into()),
    ]
}

/// A title out of the folder's name: `war-and-peace` is `War and peace`.
fn title(path: &Path) -> String {
    // A path such as `.` or `..` has no name of its own; the folder it leads to has.
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().or_else(|| whole.file_name()).unwrap_or_default();
    let name = name.to_string_lossy();
    let words: Vec<&str> = name
        .split(|c: char| c == '-' || c == '_' || c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join(" ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled".into(),
    }
}
