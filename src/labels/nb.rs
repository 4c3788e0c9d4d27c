//! The words of a book in Norwegian Bokmål.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "nb",
    // Pages and navigation.
    contents: "Innhold",
    cover: "Omslag",
    title_page: "Tittelside",
    notes: "Noter",
    colophon: "Kolofon",
    landmarks: "Landemerker",
    page_list: "Sideliste",
    start: "Begynn å lese",
    // Numbered things.
    note: "Note {}",
    part: "Del {}",
    chapter: "Kapittel {}",
    appendix: "Vedlegg {}",
    table: "Tabell {}",
    figure: "Figur {}",
    back_to_text: "Tilbake til teksten",
    // Credits.
    translated_by: "Oversatt av {}",
    edited_by: "Redigert av {}",
    illustrated_by: "Illustrert av {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Tekst"),
        ("edt", "Redaksjon"),
        ("trl", "Oversettelse"),
        ("ill", "Illustrasjoner"),
        ("pht", "Fotografier"),
        ("com", "Sammenstilling"),
        ("adp", "Bearbeidelse"),
        ("aui", "Innledning"),
        ("aft", "Etterord"),
        ("ann", "Kommentarer"),
        ("cov", "Omslag"),
        ("ctb", "Medvirkning"),
    ],
    translation_by: "oversettelse av {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " og ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "s.\u{a0}{}",
    pages: "s.\u{a0}{}",
    // The colophon.
    source: "Kilde",
    original_publication: "Opprinnelig publisering",
    rights: "Rettigheter",
    identifier: "Identifikator",
    published: "Utgitt",
    publisher: "Forlag",
    about_author: "Om forfatteren",
    about_translator: "Om oversetteren",
    // Alerts.
    alert_note: "Merk",
    alert_tip: "Tips",
    alert_important: "Viktig",
    alert_warning: "Advarsel",
    alert_caution: "Forsiktig",
    // Texts that stand for something.
    cover_of: "Omslaget til {}",
    untitled: "Uten tittel",
    remote_image: "Bilde: {}",
    // The accessibility summary.
    summary_text: "Teksten kan leses opp eller leses på punktskrift, og utseendet kan endres.",
    summary_described: "Alle bilder er beskrevet.",
    summary_undescribed: "Noen bilder er ikke beskrevet.",
    summary_mathml: "Matematiske formler er skrevet i MathML.",
    summary_tex: "Matematiske formler er gjengitt i LaTeX-notasjon.",
    summary_media: "Boken inneholder lyd eller video.",
    summary_pages: "Sidetallene i den trykte utgaven er markert.",
    sentence_gap: " ",
};
