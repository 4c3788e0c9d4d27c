//! The book's style sheet, put together from its parts.
//!
//! In: the settings of the book, its fonts. Out: CSS. Refuses to know: pages. The parts lie in
//! `style/`: `base.css` (text and pages, and all that the theme `plain` has), `theme-*.css`,
//! `drop-caps.css`, `code.css` and its colours; `scripts.css` (what other scripts and languages
//! need) and `vertical.css`, which overrule them; last the book's own fonts.

use crate::book::{Book, Font, Slope};
use crate::edition::{FontRole, Theme};
use std::fmt::Write;

/// The style sheet of a book.
pub(super) fn sheet(book: &Book<'_>) -> Vec<u8> {
    let settings = book.settings;
    let mut parts = vec![include_str!("style/base.css"), include_str!("style/code.css")];
    match settings.theme {
        Some(Theme::Plain) => {}
        Some(Theme::Classic) | None => parts.push(include_str!("style/theme-classic.css")),
        Some(Theme::Technical) => parts.extend([
            include_str!("style/theme-technical.css"),
            include_str!("style/code-colours.css"),
        ]),
    }
    if settings.drop_caps {
        parts.push(include_str!("style/drop-caps.css"));
    }
    parts.push(include_str!("style/scripts.css"));
    if settings.vertical {
        parts.push(include_str!("style/vertical.css"));
    }
    let mut sheet = parts.join("\n");
    fonts(&book.fonts, &mut sheet);
    sheet.into_bytes()
}

/// The rules of the book's own fonts. They stand where the reader's choice goes before them: on
/// the body, on headings, on code, never on all elements, never `!important`.
fn fonts(fonts: &[Font], out: &mut String) {
    if fonts.is_empty() {
        return;
    }
    out.push_str("\n/* The book's own fonts. */\n");
    for font in fonts {
        face(font, out);
    }
    let of = |role| fonts.iter().filter(move |font| font.roles.contains(&role));
    let text: Vec<&Font> = of(FontRole::Text).collect();
    if let Some(first) = text.first() {
        rule("body", &text, first.face.generic, out);
    }
    let headings: Vec<&Font> = of(FontRole::Headings).collect();
    if let Some(first) = headings.first() {
        // What a heading's font lacks is taken from the text's.
        let then: Vec<&Font> = headings.iter().chain(&text).copied().collect();
        rule("h1, h2, h3, h4, h5, h6", &then, first.face.generic, out);
    }
    let code: Vec<&Font> = of(FontRole::Code).collect();
    if !code.is_empty() {
        rule("code, kbd, samp, pre", &code, "monospace", out);
    }
}

/// Source: CSS Fonts 4 section 4.
fn face(font: &Font, out: &mut String) {
    let face = &font.face;
    out.push_str("\n@font-face {\n  font-family: ");
    string(&face.family, out);
    let _ = match face.weight {
        (least, greatest) if least == greatest => write!(out, ";\n  font-weight: {least}"),
        (least, greatest) => write!(out, ";\n  font-weight: {least} {greatest}"),
    };
    let _ = match face.slope {
        Slope::Upright => write!(out, ";\n  font-style: normal"),
        Slope::Italic => write!(out, ";\n  font-style: italic"),
        Slope::Oblique(least, greatest) => {
            write!(out, ";\n  font-style: oblique {least}deg {greatest}deg")
        }
    };
    let (least, greatest) = face.stretch;
    if (least, greatest) != (100.0, 100.0) {
        let _ = write!(out, ";\n  font-stretch: {least}% {greatest}%");
    }
    let format = if face.media_type == "font/otf" { "opentype" } else { "truetype" };
    out.push_str(";\n  src: url(");
    string(&format!("../{}", font.path), out);
    let _ = write!(out, ") format(\"{format}\");\n}}\n");
}

fn rule(selector: &str, fonts: &[&Font], generic: &str, out: &mut String) {
    let mut families: Vec<&str> = Vec::new();
    for font in fonts {
        if !families.contains(&font.face.family.as_str()) {
            families.push(&font.face.family);
        }
    }
    let _ = write!(out, "\n{selector} {{\n  font-family: ");
    for family in families {
        string(family, out);
        out.push_str(", ");
    }
    let _ = write!(out, "{generic};\n}}\n");
}

/// A string of CSS. Source: CSSOM section 2.1 (serialize a string).
fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
