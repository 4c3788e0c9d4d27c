//! The words of a book in Spanish.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "es",
    // Pages and navigation.
    contents: "Índice",
    cover: "Cubierta",
    title_page: "Portada",
    notes: "Notas",
    colophon: "Créditos",
    landmarks: "Puntos de referencia",
    page_list: "Lista de páginas",
    start: "Comenzar a leer",
    // Numbered things.
    note: "Nota {}",
    part: "Parte {}",
    chapter: "Capítulo {}",
    appendix: "Apéndice {}",
    table: "Tabla {}",
    figure: "Figura {}",
    back_to_text: "Volver al texto",
    // Credits.
    translated_by: "Traducción de {}",
    edited_by: "Edición de {}",
    illustrated_by: "Ilustraciones de {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Autoría"),
        ("edt", "Edición"),
        ("trl", "Traducción"),
        ("ill", "Ilustraciones"),
        ("pht", "Fotografías"),
        ("com", "Compilación"),
        ("adp", "Adaptación"),
        ("aui", "Introducción"),
        ("aft", "Epílogo"),
        ("ann", "Anotaciones"),
        ("cov", "Diseño de cubierta"),
        ("ctb", "Colaboración"),
    ],
    translation_by: "traducción de {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " y ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "p.\u{a0}{}",
    pages: "pp.\u{a0}{}",
    // The colophon.
    source: "Fuente",
    original_publication: "Publicación original",
    rights: "Derechos",
    identifier: "Identificador",
    published: "Fecha de publicación",
    publisher: "Editorial",
    about_author: "Sobre el autor",
    about_translator: "Sobre el traductor",
    // Alerts.
    alert_note: "Nota",
    alert_tip: "Consejo",
    alert_important: "Importante",
    alert_warning: "Advertencia",
    alert_caution: "Precaución",
    // Texts that stand for something.
    cover_of: "Cubierta de {}",
    untitled: "Sin título",
    remote_image: "Imagen: {}",
    // The accessibility summary.
    summary_text: "El texto puede leerse en voz alta o en braille, y su aspecto puede modificarse.",
    summary_described: "Todas las imágenes están descritas.",
    summary_undescribed: "Algunas imágenes no están descritas.",
    summary_mathml: "Las fórmulas matemáticas están escritas en MathML.",
    summary_tex: "Las fórmulas matemáticas se dan en notación LaTeX.",
    summary_media: "El libro contiene audio o vídeo.",
    summary_pages: "Los números de página de la edición impresa están señalados.",
    sentence_gap: " ",
};
