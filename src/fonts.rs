//! The fonts of a book: what their files are, and as much of them as the book uses.
//!
//! In: bytes of font files, for `load`; later the finished pages. Out: faces; then the resources
//! of the fonts, each reduced to the characters of the book. Refuses to know: where files lie, how
//! style sheets name fonts. The only room that takes fonts apart.

mod characters;
mod file;
mod guard;
mod kern;
mod subset;

use crate::book::{Book, Face, Font};
use crate::diagnostic::{Diagnostics, Place, code};
use crate::edition::FontRole;
use crate::publication::Resource;
use characters::Shown;
pub use file::Refusal;
use rayon::prelude::*;
use skrifa::MetadataProvider;
use skrifa::raw::FontRef;
use skrifa::raw::collections::IntSet;

/// Characters that are named in a message, at most.
const NAMED: usize = 10;

/// Reads a font file of any kind: OTF, TTF, a collection of them, WOFF or WOFF2, by its content.
/// Gives its faces, at least one. Never panics, whatever the bytes.
///
/// # Errors
/// Says, to follow on the file's name, why its fonts can't go into a book.
pub fn read(bytes: &[u8]) -> Result<Vec<Face>, Refusal> {
    file::read(bytes)
}

/// Adds the book's fonts to its finished pages and style sheets, each reduced to what these show.
/// Fonts that the author's style sheets bring along, and that are not compressed, are reduced in
/// place. What can't be reduced goes in whole. Every font on a core of its own; the bytes depend on
/// nothing but the font and the characters.
pub fn embed(book: &Book<'_>, resources: &mut Vec<Resource>, diagnostics: &mut Diagnostics) {
    let reducible =
        |resource: &&mut Resource| matches!(resource.media_type, "font/ttf" | "font/otf");
    if book.fonts.is_empty() && !resources.iter_mut().any(|r| reducible(&&mut *r)) {
        return;
    }
    let shown = Shown::gather(book, resources);
    let mut all = shown.anywhere.clone();
    for part in [&shown.text, &shown.headings, &shown.code] {
        all.union(part);
    }
    let everything = characters::closure(&all);
    resources.par_iter_mut().filter(reducible).for_each(|resource| {
        let face = read(&resource.bytes).ok().and_then(|faces| faces.into_iter().next());
        if face.is_some_and(|face| face.may_subset)
            && let Ok(bytes) =
                subset::subset(&resource.bytes, &everything, shown.features, shown.math)
            && bytes.len() < resource.bytes.len()
        {
            resource.bytes = bytes;
        }
    });
    // Headings and code have few characters; where styles mix fonts, nobody knows how few.
    let narrow = |part: &IntSet<u32>| characters::closure(part);
    let (headings, code) = (narrow(&shown.headings), narrow(&shown.code));
    let made: Vec<_> = book
        .fonts
        .par_iter()
        .map(|font| {
            let part = match font.roles.as_slice() {
                [FontRole::Headings] if !shown.mixed => &headings,
                [FontRole::Code] if !shown.mixed => &code,
                _ => &everything,
            };
            reduced(&font.face, part, &shown)
        })
        .collect();
    for (font, (bytes, whole)) in book.fonts.iter().zip(made) {
        if let (Some(why), Some(file)) = (whole, book.settings.fonts.get(font.setting)) {
            let message = format!("the font `{}` {why}: all of it goes into the book", file.path);
            diagnostics.push(&code::FONT_WHOLE, file.at, message);
        }
        resources.push(Resource {
            path: font.path.clone(),
            media_type: font.face.media_type,
            bytes,
            properties: Vec::new(),
            spine: None,
        });
    }
    tell_of_missing(book, &shown, diagnostics);
}

/// The font's bytes, and why they are those of the whole font, where they are.
fn reduced(
    face: &Face,
    characters: &IntSet<u32>,
    shown: &Shown,
) -> (Vec<u8>, Option<&'static str>) {
    if !face.may_subset {
        return (face.bytes.to_vec(), Some("may not be reduced, by its makers' wish"));
    }
    match subset::subset(&face.bytes, characters, shown.features, shown.math) {
        Ok(bytes) if bytes.len() < face.bytes.len() => (bytes, None),
        Ok(_) => (face.bytes.to_vec(), None),
        Err(why) => (face.bytes.to_vec(), Some(why)),
    }
}

/// Characters of the text that none of its fonts has are shown in another font: the author should
/// know.
fn tell_of_missing(book: &Book<'_>, shown: &Shown, diagnostics: &mut Diagnostics) {
    let of = |role: FontRole| book.fonts.iter().filter(move |font| font.roles.contains(&role));
    let Some(first) = of(FontRole::Text).next() else { return };
    let mut needed = shown.text.clone();
    if of(FontRole::Headings).next().is_none() {
        needed.union(&shown.headings);
    }
    for font in of(FontRole::Text) {
        remove_known(font, &mut needed);
    }
    // The arrow that leads back from a note is bindery's own, not the author's to see to.
    needed.remove(u32::from('↩'));
    let missing: Vec<char> =
        needed.iter().filter_map(char::from_u32).filter(|c| characters::is_seen(*c)).collect();
    if missing.is_empty() {
        return;
    }
    let named: Vec<String> = missing.iter().take(NAMED).map(|c| name_of(*c)).collect();
    let more = missing.len().saturating_sub(NAMED);
    let listed = match more {
        0 => named.join(", "),
        more => format!("{} and {more} others", named.join(", ")),
    };
    let place = match book.settings.fonts.get(first.setting) {
        Some(file) => Place::Span(file.at),
        None => Place::Book,
    };
    let message = format!("no font of the text has {listed}: the reader's own font shows them");
    diagnostics
        .push(&code::FONT_CHARACTERS, place, message)
        .hint("add a font that has them to the list");
}

/// Takes the characters away that a font has.
fn remove_known(font: &Font, needed: &mut IntSet<u32>) {
    let known = guard::guarded(|| {
        let font = FontRef::new(&font.face.bytes).ok()?;
        let map = font.charmap();
        Some(needed.iter().filter(|c| map.map(*c).is_some()).collect::<Vec<u32>>())
    });
    for c in known.flatten().unwrap_or_default() {
        needed.remove(c);
    }
}

/// A character for people: itself, and where it can't stand alone its number.
fn name_of(c: char) -> String {
    let marks = matches!(c, '\u{300}'..='\u{36f}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    if marks { format!("U+{:04X}", u32::from(c)) } else { format!("`{c}`") }
}
