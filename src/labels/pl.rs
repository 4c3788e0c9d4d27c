//! The words of a book in Polish.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "pl",
    // Pages and navigation.
    contents: "Spis treści",
    cover: "Okładka",
    title_page: "Strona tytułowa",
    notes: "Przypisy",
    colophon: "Strona redakcyjna",
    landmarks: "Punkty orientacyjne",
    page_list: "Lista stron",
    start: "Rozpocznij czytanie",
    // Numbered things.
    note: "Przypis {}",
    part: "Część {}",
    chapter: "Rozdział {}",
    appendix: "Dodatek {}",
    table: "Tabela {}",
    figure: "Rysunek {}",
    back_to_text: "Powrót do tekstu",
    // Credits.
    translated_by: "Przekład: {}",
    edited_by: "Redakcja: {}",
    illustrated_by: "Ilustracje: {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Tekst"),
        ("edt", "Redakcja"),
        ("trl", "Przekład"),
        ("ill", "Ilustracje"),
        ("pht", "Fotografie"),
        ("com", "Wybór"),
        ("adp", "Adaptacja"),
        ("aui", "Wstęp"),
        ("aft", "Posłowie"),
        ("ann", "Przypisy"),
        ("cov", "Okładka"),
        ("ctb", "Współpraca"),
    ],
    translation_by: "przekład: {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " i ",
    comma: ", ",
    quotes: ("„", "”"),
    page: "s.\u{a0}{}",
    pages: "s.\u{a0}{}",
    // The colophon.
    source: "Źródło",
    original_publication: "Publikacja oryginalna",
    rights: "Prawa autorskie",
    identifier: "Identyfikator",
    published: "Data wydania",
    publisher: "Wydawca",
    about_author: "O autorze",
    about_translator: "O tłumaczu",
    // Alerts.
    alert_note: "Uwaga",
    alert_tip: "Wskazówka",
    alert_important: "Ważne",
    alert_warning: "Ostrzeżenie",
    alert_caution: "Przestroga",
    // Texts that stand for something.
    cover_of: "Okładka: {}",
    untitled: "Bez tytułu",
    remote_image: "Ilustracja: {}",
    // The accessibility summary.
    summary_text: "Tekst można odczytać na głos lub w alfabecie Braille’a, a jego wygląd można zmienić.",
    summary_described: "Wszystkie ilustracje są opisane.",
    summary_undescribed: "Niektóre ilustracje nie są opisane.",
    summary_mathml: "Wzory matematyczne zapisano w MathML.",
    summary_tex: "Wzory matematyczne podano w notacji LaTeX.",
    summary_media: "Książka zawiera materiały audio lub wideo.",
    summary_pages: "Oznaczono numery stron wydania drukowanego.",
    sentence_gap: " ",
};
