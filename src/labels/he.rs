//! The words of a book in Hebrew.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "he",
    // Pages and navigation.
    contents: "תוכן העניינים",
    cover: "כריכה",
    title_page: "עמוד השער",
    notes: "הערות",
    colophon: "פרטי ההוצאה",
    landmarks: "ציוני דרך",
    page_list: "רשימת עמודים",
    start: "התחלת הקריאה",
    // Numbered things.
    note: "הערה {}",
    part: "חלק {}",
    chapter: "פרק {}",
    appendix: "נספח {}",
    table: "טבלה {}",
    figure: "איור {}",
    back_to_text: "חזרה לטקסט",
    // Credits.
    translated_by: "תרגום: {}",
    edited_by: "עריכה: {}",
    illustrated_by: "איורים: {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "מאת"),
        ("edt", "עריכה"),
        ("trl", "תרגום"),
        ("ill", "איורים"),
        ("pht", "צילומים"),
        ("com", "ליקוט"),
        ("adp", "עיבוד"),
        ("aui", "מבוא"),
        ("aft", "אחרית דבר"),
        ("ann", "הערות"),
        ("cov", "עיצוב הכריכה"),
        ("ctb", "בהשתתפות"),
    ],
    translation_by: "תרגום: {}",
    // Lists and citations.
    list_separator: ", ",
    list_last: " ו",
    comma: ", ",
    quotes: ("”", "”"),
    page: "עמ׳\u{a0}{}",
    pages: "עמ׳\u{a0}{}",
    // The colophon.
    source: "מקור",
    original_publication: "פרסום מקורי",
    rights: "זכויות",
    identifier: "מזהה",
    published: "תאריך פרסום",
    publisher: "הוצאה לאור",
    about_author: "על המחבר",
    about_translator: "על המתרגם",
    // Alerts.
    alert_note: "הערה",
    alert_tip: "עצה",
    alert_important: "חשוב",
    alert_warning: "אזהרה",
    alert_caution: "זהירות",
    // Texts that stand for something.
    cover_of: "כריכת {}",
    untitled: "ללא כותרת",
    remote_image: "תמונה: {}",
    // The accessibility summary.
    summary_text: "אפשר להאזין לטקסט או לקרוא אותו בברייל, ואפשר לשנות את תצוגתו.",
    summary_described: "לכל התמונות יש תיאור.",
    summary_undescribed: "לחלק מהתמונות אין תיאור.",
    summary_mathml: "הנוסחאות המתמטיות כתובות ב־MathML.",
    summary_tex: "הנוסחאות המתמטיות נתונות בכתיב LaTeX.",
    summary_media: "הספר כולל שמע או וידאו.",
    summary_pages: "מספרי העמודים של המהדורה המודפסת מסומנים.",
    sentence_gap: " ",
};
