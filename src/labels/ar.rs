//! The words of a book in Arabic.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "ar",
    // Pages and navigation.
    contents: "المحتويات",
    cover: "الغلاف",
    title_page: "صفحة العنوان",
    notes: "الهوامش",
    colophon: "بيانات النشر",
    landmarks: "المعالم",
    page_list: "قائمة الصفحات",
    start: "ابدأ القراءة",
    // Numbered things.
    note: "هامش {}",
    part: "الجزء {}",
    chapter: "الفصل {}",
    appendix: "الملحق {}",
    table: "الجدول {}",
    figure: "الشكل {}",
    back_to_text: "العودة إلى النص",
    // Credits.
    translated_by: "ترجمة: {}",
    edited_by: "تحرير: {}",
    illustrated_by: "رسوم: {}",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "تأليف"),
        ("edt", "تحرير"),
        ("trl", "ترجمة"),
        ("ill", "رسوم"),
        ("pht", "تصوير"),
        ("com", "جمع"),
        ("adp", "إعداد"),
        ("aui", "مقدمة"),
        ("aft", "خاتمة"),
        ("ann", "تعليقات"),
        ("cov", "تصميم الغلاف"),
        ("ctb", "بمشاركة"),
    ],
    translation_by: "ترجمة: {}",
    // Lists and citations.
    list_separator: "، ",
    list_last: " و",
    comma: "، ",
    quotes: ("«", "»"),
    page: "ص\u{a0}{}",
    pages: "ص\u{a0}{}",
    // The colophon.
    source: "المصدر",
    original_publication: "النشر الأصلي",
    rights: "الحقوق",
    identifier: "المعرّف",
    published: "تاريخ النشر",
    publisher: "الناشر",
    about_author: "عن المؤلف",
    about_translator: "عن المترجم",
    // Alerts.
    alert_note: "ملاحظة",
    alert_tip: "نصيحة",
    alert_important: "مهم",
    alert_warning: "تحذير",
    alert_caution: "تنبيه",
    // Texts that stand for something.
    cover_of: "غلاف {}",
    untitled: "بلا عنوان",
    remote_image: "صورة: {}",
    // The accessibility summary.
    summary_text: "يمكن قراءة النص بصوت مسموع أو بطريقة برايل، ويمكن تغيير مظهره.",
    summary_described: "جميع الصور موصوفة.",
    summary_undescribed: "بعض الصور غير موصوفة.",
    summary_mathml: "الصيغ الرياضية مكتوبة بلغة MathML.",
    summary_tex: "الصيغ الرياضية معروضة بترميز LaTeX.",
    summary_media: "يحتوي الكتاب على صوت أو فيديو.",
    summary_pages: "أرقام صفحات الطبعة الورقية مبيَّنة.",
    sentence_gap: " ",
};
