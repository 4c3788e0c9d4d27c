//! The book's style sheet, put together from its parts.
//!
//! In: the settings of the book. Out: CSS. Refuses to know: pages. The parts lie in `style/`:
//! `base.css` (text and pages, and all that the theme `plain` has), `theme-*.css`, `drop-caps.css`,
//! `code.css` and its colours; last, because they overrule, `scripts.css` (what other scripts and
//! languages need) and `vertical.css`.

use crate::edition::{Settings, Theme};

/// The style sheet of a book with these settings.
pub(super) fn sheet(settings: &Settings) -> Vec<u8> {
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
    parts.join("\n").into_bytes()
}
