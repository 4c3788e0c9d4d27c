//! The words of a book in Dutch.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "nl",
    // Pages and navigation.
    contents: "Inhoud",
    cover: "Omslag",
    title_page: "Titelpagina",
    notes: "Noten",
    colophon: "Colofon",
    landmarks: "Oriëntatiepunten",
    page_list: "Paginalijst",
    start: "Begin met lezen",
    // Numbered things.
    note: "Noot {}",
    part: "Deel {}",
    chapter: "Hoofdstuk {}",
    appendix: "Bijlage {}",
    table: "Tabel {}",
    figure: "Figuur {}",
    back_to_text: "Terug naar de tekst",
    // Credits.
    translated_by: "Vertaald door {}",
    edited_by: "Onder redactie van {}",
    illustrated_by: "Geïllustreerd door {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Tekst"),
        ("edt", "Redactie"),
        ("trl", "Vertaling"),
        ("ill", "Illustraties"),
        ("pht", "Foto’s"),
        ("com", "Samenstelling"),
        ("adp", "Bewerking"),
        ("aui", "Inleiding"),
        ("aft", "Nawoord"),
        ("ann", "Annotaties"),
        ("cov", "Omslag"),
        ("ctb", "Met medewerking van"),
    ],
    translation_by: "vertaling van {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " en ",
    comma: ", ",
    quotes: ("‘", "’"),
    page: "p.\u{a0}{}",
    pages: "p.\u{a0}{}",
    // The colophon.
    source: "Bron",
    original_publication: "Oorspronkelijke publicatie",
    rights: "Rechten",
    identifier: "Identificatie",
    published: "Verschenen",
    publisher: "Uitgever",
    about_author: "Over de auteur",
    about_translator: "Over de vertaler",
    // Alerts.
    alert_note: "Opmerking",
    alert_tip: "Tip",
    alert_important: "Belangrijk",
    alert_warning: "Waarschuwing",
    alert_caution: "Let op",
    // Texts that stand for something.
    cover_of: "Omslag van {}",
    untitled: "Zonder titel",
    remote_image: "Afbeelding: {}",
    // The accessibility summary.
    summary_text: "De tekst kan worden voorgelezen of in braille gelezen, en de weergave kan worden aangepast.",
    summary_described: "Alle afbeeldingen zijn beschreven.",
    summary_undescribed: "Sommige afbeeldingen zijn niet beschreven.",
    summary_mathml: "Wiskundige formules zijn geschreven in MathML.",
    summary_tex: "Wiskundige formules worden in LaTeX-notatie gegeven.",
    summary_media: "Het boek bevat audio of video.",
    summary_pages: "De paginanummers van de gedrukte uitgave zijn aangegeven.",
    sentence_gap: " ",
};
