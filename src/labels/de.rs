//! The words of a book in German.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "de",
    // Pages and navigation.
    contents: "Inhalt",
    cover: "Cover",
    title_page: "Titelseite",
    notes: "Anmerkungen",
    colophon: "Impressum",
    landmarks: "Orientierungspunkte",
    page_list: "Seitenliste",
    start: "Textbeginn",
    // Numbered things.
    note: "Anmerkung {}",
    part: "Teil {}",
    chapter: "Kapitel {}",
    appendix: "Anhang {}",
    table: "Tabelle {}",
    figure: "Abbildung {}",
    back_to_text: "Zurück zum Text",
    // Credits.
    translated_by: "Übersetzt von {}",
    edited_by: "Herausgegeben von {}",
    illustrated_by: "Illustriert von {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Text"),
        ("edt", "Herausgabe"),
        ("trl", "Übersetzung"),
        ("ill", "Illustrationen"),
        ("pht", "Fotografien"),
        ("com", "Zusammenstellung"),
        ("adp", "Bearbeitung"),
        ("aui", "Einleitung"),
        ("aft", "Nachwort"),
        ("ann", "Anmerkungen"),
        ("cov", "Umschlag"),
        ("ctb", "Mitarbeit"),
    ],
    translation_by: "Übersetzung von {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " und ",
    comma: ", ",
    quotes: ("„", "“"),
    page: "S.\u{a0}{}",
    pages: "S.\u{a0}{}",
    // The colophon.
    source: "Quelle",
    original_publication: "Originalveröffentlichung",
    rights: "Rechte",
    identifier: "Kennung",
    published: "Erschienen",
    publisher: "Verlag",
    about_author: "Über den Autor",
    about_translator: "Über den Übersetzer",
    // Alerts.
    alert_note: "Hinweis",
    alert_tip: "Tipp",
    alert_important: "Wichtig",
    alert_warning: "Warnung",
    alert_caution: "Vorsicht",
    // Texts that stand for something.
    cover_of: "Cover von {}",
    untitled: "Ohne Titel",
    remote_image: "Bild: {}",
    // The accessibility summary.
    summary_text: "Der Text kann vorgelesen oder in Braille gelesen werden, und seine Darstellung lässt sich ändern.",
    summary_described: "Alle Bilder sind beschrieben.",
    summary_undescribed: "Einige Bilder sind nicht beschrieben.",
    summary_mathml: "Mathematische Formeln sind in MathML geschrieben.",
    summary_tex: "Mathematische Formeln sind in LaTeX-Notation angegeben.",
    summary_media: "Das Buch enthält Audio- oder Videoinhalte.",
    summary_pages: "Die Seitenzahlen der gedruckten Ausgabe sind gekennzeichnet.",
    sentence_gap: " ",
};
