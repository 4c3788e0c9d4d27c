//! The words of a book in Italian.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "it",
    // Pages and navigation.
    contents: "Indice",
    cover: "Copertina",
    title_page: "Frontespizio",
    notes: "Note",
    colophon: "Colophon",
    landmarks: "Punti di riferimento",
    page_list: "Elenco delle pagine",
    start: "Inizia a leggere",
    // Numbered things.
    note: "Nota {}",
    part: "Parte {}",
    chapter: "Capitolo {}",
    appendix: "Appendice {}",
    table: "Tabella {}",
    figure: "Figura {}",
    back_to_text: "Torna al testo",
    // Credits.
    translated_by: "Traduzione di {}",
    edited_by: "A cura di {}",
    illustrated_by: "Illustrazioni di {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Testo"),
        ("edt", "Cura"),
        ("trl", "Traduzione"),
        ("ill", "Illustrazioni"),
        ("pht", "Fotografie"),
        ("com", "Raccolta"),
        ("adp", "Adattamento"),
        ("aui", "Introduzione"),
        ("aft", "Postfazione"),
        ("ann", "Annotazioni"),
        ("cov", "Copertina"),
        ("ctb", "Collaborazione"),
    ],
    translation_by: "traduzione di {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " e ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "p.\u{a0}{}",
    pages: "pp.\u{a0}{}",
    // The colophon.
    source: "Fonte",
    original_publication: "Pubblicazione originale",
    rights: "Diritti",
    identifier: "Identificativo",
    published: "Data di pubblicazione",
    publisher: "Editore",
    about_author: "L’autore",
    about_translator: "Il traduttore",
    // Alerts.
    alert_note: "Nota",
    alert_tip: "Suggerimento",
    alert_important: "Importante",
    alert_warning: "Avvertenza",
    alert_caution: "Attenzione",
    // Texts that stand for something.
    cover_of: "Copertina di {}",
    untitled: "Senza titolo",
    remote_image: "Immagine: {}",
    // The accessibility summary.
    summary_text: "Il testo può essere letto ad alta voce o in braille e il suo aspetto può essere modificato.",
    summary_described: "Tutte le immagini sono descritte.",
    summary_undescribed: "Alcune immagini non sono descritte.",
    summary_mathml: "Le formule matematiche sono scritte in MathML.",
    summary_tex: "Le formule matematiche sono riportate in notazione LaTeX.",
    summary_media: "Il libro contiene audio o video.",
    summary_pages: "I numeri di pagina dell’edizione a stampa sono segnalati.",
    sentence_gap: " ",
};
