//! What a font file is, and what it says of itself.
//!
//! In: bytes. Out: the faces in it, each as a single OpenType font. Refuses to know: where the
//! file lies, what the book uses of it.
//! Source: OpenType 1.9.1 (tables `OS/2`, `name`, `fvar`, `post`), WOFF 1.0, WOFF 2.0.

use super::guard::guarded;
use crate::book::{Face, Slope};
use skrifa::attribute::Style;
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::{FileRef, FontRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{MetadataProvider, attribute::Attributes};
use write_fonts::FontBuilder;

/// A compressed font may grow to this many bytes: the largest there are hold some 40 MB.
const LARGEST: u64 = 128 << 20;

/// Faces of a collection, at most.
const MOST_FACES: u32 = 64;

/// Why a file's fonts can't go into a book. Both say so to follow on the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It holds no font that readers could show.
    Invalid(String),
    /// Its makers do not allow it.
    Licence(String),
}

/// The faces of a font file. See [`super::read`].
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Face>, Refusal> {
    let invalid = |why: &str| Refusal::Invalid(why.to_owned());
    let damaged = || invalid("is a damaged font");
    let plain = match bytes.get(..4) {
        None => return Err(invalid("is not a font")),
        Some(b"wOFF") => Some(woff(bytes).ok_or_else(damaged)?),
        Some(b"wOF2") => {
            let work = || wuff::decompress_woff2(bytes).ok();
            Some(guarded(work).flatten().ok_or_else(damaged)?)
        }
        Some(b"\0\x01\0\0" | b"true" | b"OTTO" | b"ttcf") => None,
        Some(_) => return Err(invalid("is not a font: it must be OTF, TTF, TTC, WOFF or WOFF2")),
    };
    let bytes = plain.as_deref().unwrap_or(bytes);
    guarded(|| faces(bytes)).unwrap_or_else(|| Err(damaged()))
}

/// Undoes the compression of WOFF 1, where the file claims no more than can be.
fn woff(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(bytes)))
    };
    let tables = usize::try_from(number(12)? >> 16).ok()?;
    // WOFF 1.0 section 4: an entry of the directory takes 20 bytes, its true length is the fourth.
    let mut sum = 0;
    for table in 0..tables {
        sum += number(44 + table * 20 + 12)?;
    }
    if sum > LARGEST {
        return None;
    }
    guarded(|| wuff::decompress_woff1(bytes).ok()).flatten()
}

fn faces(bytes: &[u8]) -> Result<Vec<Face>, Refusal> {
    let damaged = |_| Refusal::Invalid("is a damaged font".to_owned());
    match FileRef::new(bytes).map_err(damaged)? {
        FileRef::Font(font) => Ok(vec![face(&font, Some(bytes))?]),
        FileRef::Collection(collection) => {
            let many = collection.len();
            if many == 0 || many > MOST_FACES {
                let why = format!("is a collection of {many} fonts; it may hold 1 to {MOST_FACES}");
                return Err(Refusal::Invalid(why));
            }
            collection.iter().map(|font| face(&font.map_err(damaged)?, None)).collect()
        }
    }
}

/// One font; `alone` is the file, where it holds no other.
fn face(font: &FontRef<'_>, alone: Option<&[u8]>) -> Result<Face, Refusal> {
    whole(font)?;
    let may_subset = licence(font)?;
    let bytes = match alone {
        Some(bytes) => bytes.into(),
        None => {
            let mut builder = FontBuilder::new();
            builder.copy_missing_tables(font.clone());
            builder.build().into()
        }
    };
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    let outlines = has(b"CFF ") || has(b"CFF2");
    let family = name(font, StringId::TYPOGRAPHIC_FAMILY_NAME)
        .or_else(|| name(font, StringId::FAMILY_NAME))
        .unwrap_or_default();
    let full_name = name(font, StringId::FULL_NAME).unwrap_or_else(|| family.clone());
    let Attributes { stretch, style, weight } = font.attributes();
    let mut slope = match style {
        Style::Normal => Slope::Upright,
        Style::Italic => Slope::Italic,
        Style::Oblique(angle) => {
            let angle = -angle.filter(|angle| *angle != 0.0).unwrap_or(-14.0);
            Slope::Oblique(angle, angle)
        }
    };
    let percent = |width: f32| width.clamp(50.0, 200.0);
    let mut weight = (whole_weight(weight.value()), whole_weight(weight.value()));
    let mut stretch = (percent(stretch.percentage()), percent(stretch.percentage()));
    for axis in font.axes().iter() {
        let (least, greatest) = (axis.min_value(), axis.max_value());
        match &axis.tag().to_be_bytes() {
            b"wght" => weight = (whole_weight(least), whole_weight(greatest)),
            b"wdth" => stretch = (percent(least), percent(greatest)),
            // The axis counts against the clock, CSS with it (CSS Fonts 4 section 2.4).
            b"slnt" if least < greatest && slope == Slope::Upright => {
                slope = Slope::Oblique((-greatest).clamp(-90.0, 90.0), (-least).clamp(-90.0, 90.0));
            }
            _ => {}
        }
    }
    Ok(Face {
        bytes,
        media_type: if outlines { "font/otf" } else { "font/ttf" },
        generic: generic(font, &family),
        family,
        full_name,
        postscript: name(font, StringId::POSTSCRIPT_NAME),
        weight,
        stretch,
        slope,
        may_subset,
    })
}

/// Whether every table that a reader needs is there, and every table ends within the file.
fn whole(font: &FontRef<'_>) -> Result<(), Refusal> {
    let invalid = |why: String| Err(Refusal::Invalid(why));
    let mut pictures = false;
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        if record.length() > 0 && font.table_data(tag).is_none() {
            return invalid(format!("is a damaged font: the end of its table `{tag}` is missing"));
        }
        let kind = tag.to_be_bytes();
        pictures |= matches!(&kind, b"glyf" | b"CFF " | b"CFF2" | b"CBDT" | b"sbix" | b"SVG ");
    }
    for tag in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp"] {
        let tag = Tag::new(tag);
        if font.table_data(tag).is_none() {
            return invalid(format!("is a font that readers can't show: it has no table `{tag}`"));
        }
    }
    if !pictures {
        return invalid("is a font that readers can't show: it has no outlines".to_owned());
    }
    let metrics = font.hmtx().is_ok() && font.head().is_ok_and(|head| head.units_per_em() > 0);
    if !metrics || !font.charmap().has_map() {
        return invalid("is a damaged font".to_owned());
    }
    Ok(())
}

/// What the font's makers allow: an error where they forbid that it is embedded, else whether it
/// may be subset.
///
/// Source: OpenType, `OS/2`, `fsType`. Of several permissions in the lowest four bits the least
/// restrictive holds, and only `Restricted License` (2) forbids. `Preview & Print` (4) allows
/// documents that are opened to be read, and `Editable` (8) more than that: a book is read.
fn licence(font: &FontRef<'_>) -> Result<bool, Refusal> {
    let Ok(os2) = font.os2() else { return Ok(true) };
    let bits = os2.fs_type();
    if bits & 0xf == 2 {
        return Err(Refusal::Licence(
            "may not be embedded: its makers restrict its licence".into(),
        ));
    }
    if bits & 0x0200 != 0 {
        let why = "may not be embedded: its makers allow that for bitmaps only, and it is drawn";
        return Err(Refusal::Licence(why.into()));
    }
    Ok(bits & 0x0100 == 0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in the range")]
fn whole_weight(weight: f32) -> u16 {
    weight.round().clamp(1.0, 1000.0) as u16
}

/// A name of the font on one line: English, else its first.
fn name(font: &FontRef<'_>, id: NameId) -> Option<String> {
    let given = font.localized_strings(id).english_or_first()?;
    let clean =
        |c: &char| !c.is_control() && !crate::xml::legal(c.encode_utf8(&mut [0; 4])).is_empty();
    let name: String = given.chars().take(200).filter(clean).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The generic family nearest to the font. Source: OpenType, `OS/2`, `sFamilyClass` and PANOSE;
/// where neither says anything, the name.
fn generic(font: &FontRef<'_>, family: &str) -> &'static str {
    if font.post().is_ok_and(|post| post.is_fixed_pitch() != 0) {
        return "monospace";
    }
    if let Ok(os2) = font.os2() {
        let panose = os2.panose_10();
        match (panose.first(), panose.get(1), panose.get(3)) {
            (Some(2), _, Some(9)) => return "monospace",
            (Some(2), Some(2..=10), _) => return "serif",
            (Some(2), Some(11..=15), _) => return "sans-serif",
            (Some(3), ..) => return "cursive",
            _ => {}
        }
        match os2.s_family_class() >> 8 {
            1..=5 | 7 => return "serif",
            8 => return "sans-serif",
            10 => return "cursive",
            _ => {}
        }
    }
    let family = family.to_lowercase();
    let sans = ["sans", "gothic", "grotesk", "고딕", "ゴシック", "黑"];
    if sans.iter().any(|word| family.contains(word)) { "sans-serif" } else { "serif" }
}
