//! The words of a book in Portuguese.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "pt",
    // Pages and navigation.
    contents: "Índice",
    cover: "Capa",
    title_page: "Folha de rosto",
    notes: "Notas",
    colophon: "Ficha técnica",
    landmarks: "Pontos de referência",
    page_list: "Lista de páginas",
    start: "Começar a ler",
    // Numbered things.
    note: "Nota {}",
    part: "Parte {}",
    chapter: "Capítulo {}",
    appendix: "Apêndice {}",
    table: "Tabela {}",
    figure: "Figura {}",
    back_to_text: "Voltar ao texto",
    // Credits.
    translated_by: "Tradução de {}",
    edited_by: "Edição de {}",
    illustrated_by: "Ilustrações de {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Autoria"),
        ("edt", "Edição"),
        ("trl", "Tradução"),
        ("ill", "Ilustrações"),
        ("pht", "Fotografias"),
        ("com", "Compilação"),
        ("adp", "Adaptação"),
        ("aui", "Introdução"),
        ("aft", "Posfácio"),
        ("ann", "Anotações"),
        ("cov", "Capa"),
        ("ctb", "Colaboração"),
    ],
    translation_by: "tradução de {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " e ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "p.\u{a0}{}",
    pages: "pp.\u{a0}{}",
    // The colophon.
    source: "Fonte",
    original_publication: "Publicação original",
    rights: "Direitos",
    identifier: "Identificador",
    published: "Data de publicação",
    publisher: "Editora",
    about_author: "Sobre o autor",
    about_translator: "Sobre o tradutor",
    // Alerts.
    alert_note: "Nota",
    alert_tip: "Sugestão",
    alert_important: "Importante",
    alert_warning: "Aviso",
    alert_caution: "Cuidado",
    // Texts that stand for something.
    cover_of: "Capa de {}",
    untitled: "Sem título",
    remote_image: "Imagem: {}",
    // The accessibility summary.
    summary_text: "O texto pode ser lido em voz alta ou em braille e o seu aspeto pode ser alterado.",
    summary_described: "Todas as imagens estão descritas.",
    summary_undescribed: "Algumas imagens não estão descritas.",
    summary_mathml: "As fórmulas matemáticas estão escritas em MathML.",
    summary_tex: "As fórmulas matemáticas são apresentadas em notação LaTeX.",
    summary_media: "O livro contém áudio ou vídeo.",
    summary_pages: "Os números de página da edição impressa estão assinalados.",
    sentence_gap: " ",
};
