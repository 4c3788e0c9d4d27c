//! The words of a book in Danish.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "da",
    // Pages and navigation.
    contents: "Indhold",
    cover: "Omslag",
    title_page: "Titelblad",
    notes: "Noter",
    colophon: "Kolofon",
    landmarks: "Pejlemærker",
    page_list: "Sideliste",
    start: "Begynd at læse",
    // Numbered things.
    note: "Note {}",
    part: "Del {}",
    chapter: "Kapitel {}",
    appendix: "Bilag {}",
    table: "Tabel {}",
    figure: "Figur {}",
    back_to_text: "Tilbage til teksten",
    // Credits.
    translated_by: "Oversat af {}",
    edited_by: "Redigeret af {}",
    illustrated_by: "Illustreret af {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Tekst"),
        ("edt", "Redaktion"),
        ("trl", "Oversættelse"),
        ("ill", "Illustrationer"),
        ("pht", "Fotografier"),
        ("com", "Sammenstilling"),
        ("adp", "Bearbejdelse"),
        ("aui", "Indledning"),
        ("aft", "Efterord"),
        ("ann", "Kommentarer"),
        ("cov", "Omslag"),
        ("ctb", "Medvirken"),
    ],
    translation_by: "oversættelse af {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " og ",
    comma: ", ",
    quotes: ("»", "«"),
    page: "s.\u{a0}{}",
    pages: "s.\u{a0}{}",
    // The colophon.
    source: "Kilde",
    original_publication: "Oprindelig udgivelse",
    rights: "Rettigheder",
    identifier: "Identifikator",
    published: "Udgivet",
    publisher: "Forlag",
    about_author: "Om forfatteren",
    about_translator: "Om oversætteren",
    // Alerts.
    alert_note: "Bemærk",
    alert_tip: "Tip",
    alert_important: "Vigtigt",
    alert_warning: "Advarsel",
    alert_caution: "Forsigtig",
    // Texts that stand for something.
    cover_of: "Omslaget til {}",
    untitled: "Uden titel",
    remote_image: "Billede: {}",
    // The accessibility summary.
    summary_text: "Teksten kan læses op eller læses på punktskrift, og dens udseende kan ændres.",
    summary_described: "Alle billeder er beskrevet.",
    summary_undescribed: "Nogle billeder er ikke beskrevet.",
    summary_mathml: "Matematiske formler er skrevet i MathML.",
    summary_tex: "Matematiske formler er angivet i LaTeX-notation.",
    summary_media: "Bogen indeholder lyd eller video.",
    summary_pages: "Den trykte udgaves sidetal er markeret.",
    sentence_gap: " ",
};
