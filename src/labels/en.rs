//! The words of a book in English.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "en",
    // Pages and navigation.
    contents: "Contents",
    cover: "Cover",
    title_page: "Title Page",
    notes: "Notes",
    colophon: "Colophon",
    landmarks: "Landmarks",
    page_list: "List of Pages",
    start: "Begin Reading",
    // Numbered things.
    note: "Note {}",
    part: "Part {}",
    chapter: "Chapter {}",
    appendix: "Appendix {}",
    table: "Table {}",
    figure: "Figure {}",
    back_to_text: "Back to text",
    // Credits.
    translated_by: "Translated by {}",
    edited_by: "Edited by {}",
    illustrated_by: "Illustrated by {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Author"),
        ("edt", "Editor"),
        ("trl", "Translator"),
        ("ill", "Illustrator"),
        ("pht", "Photographs"),
        ("com", "Compilation"),
        ("adp", "Adaptation"),
        ("aui", "Introduction"),
        ("aft", "Afterword"),
        ("ann", "Annotations"),
        ("cov", "Cover"),
        ("ctb", "Contributions"),
    ],
    translation_by: "translation by {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " and ",
    comma: ", ",
    quotes: ("“", "”"),
    page: "p. {}",
    pages: "pp. {}",
    // The colophon.
    source: "Source",
    original_publication: "Original publication",
    rights: "Rights",
    identifier: "Identifier",
    published: "Published",
    publisher: "Publisher",
    about_author: "About the Author",
    about_translator: "About the Translator",
    // Alerts.
    alert_note: "Note",
    alert_tip: "Tip",
    alert_important: "Important",
    alert_warning: "Warning",
    alert_caution: "Caution",
    // Texts that stand for something.
    cover_of: "Cover of {}",
    untitled: "Untitled",
    remote_image: "Image: {}",
    // The accessibility summary.
    summary_text: "The text can be read aloud or in braille, and its appearance can be changed.",
    summary_described: "All images are described.",
    summary_undescribed: "Some images are not described.",
    summary_mathml: "Mathematics is written in MathML.",
    summary_tex: "Mathematics is given in LaTeX notation.",
    summary_media: "The book contains audio or video.",
    summary_pages: "The page numbers of the print edition are marked.",
    sentence_gap: " ",
};
