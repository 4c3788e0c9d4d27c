//! The words of a book in Russian.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "ru",
    // Pages and navigation.
    contents: "Содержание",
    cover: "Обложка",
    title_page: "Титульный лист",
    notes: "Примечания",
    colophon: "Выходные данные",
    landmarks: "Ориентиры",
    page_list: "Список страниц",
    start: "Начать чтение",
    // Numbered things.
    note: "Примечание {}",
    part: "Часть {}",
    chapter: "Глава {}",
    appendix: "Приложение {}",
    table: "Таблица {}",
    figure: "Рисунок {}",
    back_to_text: "Вернуться к тексту",
    // Credits.
    translated_by: "Перевод: {}",
    edited_by: "Редактор: {}",
    illustrated_by: "Иллюстрации: {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "Автор"),
        ("edt", "Редактор"),
        ("trl", "Перевод"),
        ("ill", "Иллюстрации"),
        ("pht", "Фотографии"),
        ("com", "Составитель"),
        ("adp", "Переработка"),
        ("aui", "Предисловие"),
        ("aft", "Послесловие"),
        ("ann", "Комментарии"),
        ("cov", "Обложка"),
        ("ctb", "При участии"),
    ],
    translation_by: "перевод: {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " и ",
    comma: ", ",
    quotes: ("«", "»"),
    page: "с.\u{a0}{}",
    pages: "с.\u{a0}{}",
    // The colophon.
    source: "Источник",
    original_publication: "Первая публикация",
    rights: "Права",
    identifier: "Идентификатор",
    published: "Дата издания",
    publisher: "Издательство",
    about_author: "Об авторе",
    about_translator: "О переводчике",
    // Alerts.
    alert_note: "Примечание",
    alert_tip: "Совет",
    alert_important: "Важно",
    alert_warning: "Предупреждение",
    alert_caution: "Осторожно",
    // Texts that stand for something.
    cover_of: "Обложка: {}",
    untitled: "Без названия",
    remote_image: "Изображение: {}",
    // The accessibility summary.
    summary_text: "Текст можно прослушать или прочитать шрифтом Брайля, его оформление можно изменить.",
    summary_described: "Все изображения снабжены описаниями.",
    summary_undescribed: "Некоторые изображения не имеют описаний.",
    summary_mathml: "Математические формулы записаны в MathML.",
    summary_tex: "Математические формулы приведены в нотации LaTeX.",
    summary_media: "Книга содержит аудио или видео.",
    summary_pages: "Отмечены номера страниц печатного издания.",
    sentence_gap: " ",
};
