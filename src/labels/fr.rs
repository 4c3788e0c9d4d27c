//! The words of a book in French.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "fr",
    // Pages and navigation.
    contents: "Table des matières",
    cover: "Couverture",
    title_page: "Page de titre",
    notes: "Notes",
    colophon: "Colophon",
    landmarks: "Repères",
    page_list: "Liste des pages",
    start: "Commencer la lecture",
    // Numbered things.
    note: "Note {}",
    part: "Partie {}",
    chapter: "Chapitre {}",
    appendix: "Annexe {}",
    table: "Tableau {}",
    figure: "Figure {}",
    back_to_text: "Retour au texte",
    // Credits.
    translated_by: "Traduit par {}",
    edited_by: "Sous la direction de {}",
    illustrated_by: "Illustré par {}",
    credit: "{role}\u{a0}: {names}",
    roles: &[
        ("aut", "Auteur"),
        ("edt", "Direction"),
        ("trl", "Traduction"),
        ("ill", "Illustrations"),
        ("pht", "Photographies"),
        ("com", "Compilation"),
        ("adp", "Adaptation"),
        ("aui", "Introduction"),
        ("aft", "Postface"),
        ("ann", "Annotations"),
        ("cov", "Couverture"),
        ("ctb", "Collaboration"),
    ],
    translation_by: "traduction par {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " et ",
    comma: ", ",
    quotes: ("«\u{a0}", "\u{a0}»"),
    page: "p.\u{a0}{}",
    pages: "p.\u{a0}{}",
    // The colophon.
    source: "Source",
    original_publication: "Publication originale",
    rights: "Droits",
    identifier: "Identifiant",
    published: "Date de parution",
    publisher: "Éditeur",
    about_author: "À propos de l’auteur",
    about_translator: "À propos du traducteur",
    // Alerts.
    alert_note: "Note",
    alert_tip: "Astuce",
    alert_important: "Important",
    alert_warning: "Avertissement",
    alert_caution: "Attention",
    // Texts that stand for something.
    cover_of: "Couverture de {}",
    untitled: "Sans titre",
    remote_image: "Image\u{a0}: {}",
    // The accessibility summary.
    summary_text: "Le texte peut être lu à voix haute ou en braille, et sa présentation peut être modifiée.",
    summary_described: "Toutes les images sont décrites.",
    summary_undescribed: "Certaines images ne sont pas décrites.",
    summary_mathml: "Les formules mathématiques sont écrites en MathML.",
    summary_tex: "Les formules mathématiques sont données en notation LaTeX.",
    summary_media: "Le livre contient des éléments audio ou vidéo.",
    summary_pages: "Les numéros de page de l’édition imprimée sont indiqués.",
    sentence_gap: " ",
};
