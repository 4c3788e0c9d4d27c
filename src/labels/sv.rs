//! The words of a book in Swedish.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "sv",
    // Pages and navigation.
    contents: "Innehåll",
    cover: "Omslag",
    title_page: "Titelsida",
    notes: "Noter",
    colophon: "Kolofon",
    landmarks: "Landmärken",
    page_list: "Sidlista",
    start: "Börja läsa",
    // Numbered things.
    note: "Not {}",
    part: "Del {}",
    chapter: "Kapitel {}",
    appendix: "Bilaga {}",
    table: "Tabell {}",
    figure: "Figur {}",
    back_to_text: "Tillbaka till texten",
    // Credits.
    translated_by: "Översättning av {}",
    edited_by: "Redigerad av {}",
    illustrated_by: "Illustrerad av {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Text"),
        ("edt", "Redaktion"),
        ("trl", "Översättning"),
        ("ill", "Illustrationer"),
        ("pht", "Fotografier"),
        ("com", "Sammanställning"),
        ("adp", "Bearbetning"),
        ("aui", "Inledning"),
        ("aft", "Efterord"),
        ("ann", "Anmärkningar"),
        ("cov", "Omslag"),
        ("ctb", "Medverkan"),
    ],
    translation_by: "översättning av {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " och ",
    comma: ", ",
    quotes: ("”", "”"),
    page: "s.\u{a0}{}",
    pages: "s.\u{a0}{}",
    // The colophon.
    source: "Källa",
    original_publication: "Ursprunglig publicering",
    rights: "Rättigheter",
    identifier: "Identifikator",
    published: "Utgiven",
    publisher: "Förlag",
    about_author: "Om författaren",
    about_translator: "Om översättaren",
    // Alerts.
    alert_note: "Anmärkning",
    alert_tip: "Tips",
    alert_important: "Viktigt",
    alert_warning: "Varning",
    alert_caution: "Se upp",
    // Texts that stand for something.
    cover_of: "Omslaget till {}",
    untitled: "Utan titel",
    remote_image: "Bild: {}",
    // The accessibility summary.
    summary_text: "Texten kan läsas upp eller läsas på punktskrift, och dess utseende kan ändras.",
    summary_described: "Alla bilder är beskrivna.",
    summary_undescribed: "Vissa bilder är inte beskrivna.",
    summary_mathml: "Matematiska formler är skrivna i MathML.",
    summary_tex: "Matematiska formler anges i LaTeX-notation.",
    summary_media: "Boken innehåller ljud eller video.",
    summary_pages: "Den tryckta utgåvans sidnummer är markerade.",
    sentence_gap: " ",
};
