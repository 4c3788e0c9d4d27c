//! The book's style sheet, put together from its parts.
//!
//! In: the settings of the book. Out: CSS. Refuses to know: pages. The parts lie in `style/`:
//! `base.css` (text and pages), `code.css`, `scripts.css` (what other scripts and languages need).

/// The style sheet.
pub(super) fn sheet() -> Vec<u8> {
    const PARTS: [&str; 3] = [
        include_str!("style/base.css"),
        include_str!("style/code.css"),
        include_str!("style/scripts.css"),
    ];
    PARTS.join("\n").into_bytes()
}
