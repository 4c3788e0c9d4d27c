//! The fonts that the metadata names.
//!
//! In: the files that the metadata names. Out: their faces, each with its path in the book and
//! what it is for. Refuses to know: how a font is made, what the book uses of it.

use super::Shelf;
use crate::book::{Face, Font};
use crate::diagnostic::{Code, Diagnostics, code};
use crate::edition::FontFile;
use crate::fonts::{self, Refusal};
use crate::load::paths::stem;
use crate::load::root::Problem;
use rayon::prelude::*;

/// Reads the fonts, on every core, and puts them on the shelf.
pub(super) fn gather(shelf: &mut Shelf<'_>, diagnostics: &mut Diagnostics) {
    let project = shelf.project;
    let files = &project.settings.fonts;
    let read: Vec<_> = files
        .par_iter()
        .map(|file| {
            let (path, name) = locate(shelf, &file.path);
            let path = project.root.resolve("", path)?;
            let bytes = project.root.read(&path)?;
            Ok::<_, Problem>((path, name, fonts::read(&bytes)))
        })
        .collect();
    for (setting, (file, read)) in files.iter().zip(read).enumerate() {
        match read {
            Ok((path, name, Ok(faces))) => {
                for face in choose(file, faces, name, diagnostics) {
                    put(shelf, &path, setting, file, face);
                }
            }
            Ok((path, _, Err(refusal))) => {
                let (code, why, hint) = words(refusal);
                diagnostics.push(code, file.at, format!("`{path}` {why}")).hints.extend(hint);
            }
            Err(problem) => {
                problem.report(&project.root, &file.path, Some(file.at), diagnostics);
            }
        }
    }
}

/// The file, and the name of the face in it that is wanted: what follows `#`, unless the file
/// itself is called so.
fn locate<'p>(shelf: &Shelf<'_>, given: &'p str) -> (&'p str, Option<&'p str>) {
    match given.rsplit_once('#') {
        Some((path, name)) if !shelf.project.root.exists(given) => (path, Some(name.trim())),
        _ => (given, None),
    }
}

/// The face of that name, or all. Source of the name: RFC 8081 section 4.2, CSS Fonts 4 section 4.3
/// (the `PostScript` name of a face of a collection).
fn choose(
    file: &FontFile,
    faces: Vec<Face>,
    name: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Vec<Face> {
    let Some(name) = name else { return faces };
    let called = |face: &Face| {
        [face.postscript.as_deref(), Some(&face.full_name), Some(&face.family)]
            .into_iter()
            .flatten()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    let names: Vec<String> = faces
        .iter()
        .map(|face| format!("`{}`", face.postscript.as_deref().unwrap_or(&face.full_name)))
        .collect();
    let chosen: Vec<Face> = faces.into_iter().filter(called).collect();
    if chosen.is_empty() {
        let message = format!("`{}` names no font of its file", file.path);
        diagnostics
            .push(&code::FONT_INVALID, file.at, message)
            .hint(format!("after `#` stands one of {}", names.join(", ")));
    }
    chosen
}

/// Puts a face on the shelf; one that is there already only gets another role.
fn put(shelf: &mut Shelf<'_>, path: &str, setting: usize, file: &FontFile, mut face: Face) {
    if let Some(known) = shelf.assets.fonts.iter_mut().find(|font| font.face.bytes == face.bytes) {
        if !known.roles.contains(&file.role) {
            known.roles.push(file.role);
        }
        return;
    }
    if face.family.is_empty() {
        stem(path).clone_into(&mut face.family);
    }
    // Two that a style sheet can't tell apart (cuts for small and large sizes) are two families.
    let style = |face: &Face| (face.family.clone(), face.weight, face.stretch, face.slope);
    if shelf.assets.fonts.iter().any(|font| style(&font.face) == style(&face)) {
        face.family.clone_from(&face.full_name);
    }
    let ending = if face.media_type == "font/otf" { "otf" } else { "ttf" };
    let stem = face.postscript.as_deref().unwrap_or_else(|| stem(path)).to_owned();
    let path = shelf.free_path("fonts", &stem, ending);
    shelf.assets.fonts.push(Font { path, roles: vec![file.role], setting, face });
}

/// How a refusal is told.
pub(super) fn words(refusal: Refusal) -> (&'static Code, String, Option<String>) {
    match refusal {
        Refusal::Invalid(why) => (&code::FONT_INVALID, why, None),
        Refusal::Licence(why) => {
            let hint = "use another font, or ask its makers for a file whose `fsType` allows it";
            (&code::FONT_LICENCE, why, Some(hint.to_owned()))
        }
    }
}
