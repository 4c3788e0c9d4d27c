//! The words of a book in Ukrainian.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "uk",
    // Pages and navigation.
    contents: "Зміст",
    cover: "Обкладинка",
    title_page: "Титульна сторінка",
    notes: "Примітки",
    colophon: "Вихідні дані",
    landmarks: "Орієнтири",
    page_list: "Список сторінок",
    start: "Почати читання",
    // Numbered things.
    note: "Примітка {}",
    part: "Частина {}",
    chapter: "Розділ {}",
    appendix: "Додаток {}",
    table: "Таблиця {}",
    figure: "Рисунок {}",
    back_to_text: "Повернутися до тексту",
    // Credits.
    translated_by: "Переклад: {}",
    edited_by: "Редактор: {}",
    illustrated_by: "Ілюстрації: {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Автор"),
        ("edt", "Редактор"),
        ("trl", "Переклад"),
        ("ill", "Ілюстрації"),
        ("pht", "Фотографії"),
        ("com", "Упорядник"),
        ("adp", "Адаптація"),
        ("aui", "Передмова"),
        ("aft", "Післямова"),
        ("ann", "Коментарі"),
        ("cov", "Обкладинка"),
        ("ctb", "За участі"),
    ],
    translation_by: "переклад: {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " і ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "с.\u{a0}{}",
    pages: "с.\u{a0}{}",
    // The colophon.
    source: "Джерело",
    original_publication: "Перша публікація",
    rights: "Права",
    identifier: "Ідентифікатор",
    published: "Дата видання",
    publisher: "Видавництво",
    about_author: "Про автора",
    about_translator: "Про перекладача",
    // Alerts.
    alert_note: "Примітка",
    alert_tip: "Порада",
    alert_important: "Важливо",
    alert_warning: "Попередження",
    alert_caution: "Обережно",
    // Texts that stand for something.
    cover_of: "Обкладинка: {}",
    untitled: "Без назви",
    remote_image: "Зображення: {}",
    // The accessibility summary.
    summary_text: "Текст можна прослухати або прочитати шрифтом Брайля, його вигляд можна змінити.",
    summary_described: "Усі зображення мають описи.",
    summary_undescribed: "Деякі зображення не мають описів.",
    summary_mathml: "Математичні формули записано в MathML.",
    summary_tex: "Математичні формули подано в нотації LaTeX.",
    summary_media: "Книга містить аудіо або відео.",
    summary_pages: "Позначено номери сторінок друкованого видання.",
    sentence_gap: " ",
};
