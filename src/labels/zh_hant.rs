//! The words of a book in Chinese in traditional characters.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "zh-Hant",
    // Pages and navigation.
    contents: "目錄",
    cover: "封面",
    title_page: "書名頁",
    notes: "註釋",
    colophon: "版權頁",
    landmarks: "主要位置",
    page_list: "頁碼清單",
    start: "開始閱讀",
    // Numbered things.
    note: "註{}",
    part: "第{}部",
    chapter: "第{}章",
    appendix: "附錄{}",
    table: "表{}",
    figure: "圖{}",
    back_to_text: "返回正文",
    // Credits.
    translated_by: "{} 譯",
    edited_by: "{} 編",
    illustrated_by: "{} 繪",
    credit: "{role}：{names}",
    roles: &[
        ("aut", "著"),
        ("edt", "編"),
        ("trl", "譯"),
        ("ill", "繪"),
        ("pht", "攝影"),
        ("com", "編纂"),
        ("adp", "改編"),
        ("aui", "序"),
        ("aft", "後記"),
        ("ann", "註解"),
        ("cov", "封面設計"),
        ("ctb", "協力"),
    ],
    translation_by: "{}譯",
    // Lists and citations.
    list_separator: "、",
    list_last: "、",
    comma: "，",
    quotes: ("《", "》"),
    page: "頁{}",
    pages: "頁{}",
    // The colophon.
    source: "來源",
    original_publication: "原載",
    rights: "版權",
    identifier: "識別碼",
    published: "出版日期",
    publisher: "出版者",
    about_author: "關於作者",
    about_translator: "關於譯者",
    // Alerts.
    alert_note: "註",
    alert_tip: "提示",
    alert_important: "重要",
    alert_warning: "警告",
    alert_caution: "注意",
    // Texts that stand for something.
    cover_of: "《{}》封面",
    untitled: "無題",
    remote_image: "圖片：{}",
    // The accessibility summary.
    summary_text: "正文可供朗讀或以點字閱讀，顯示方式可以調整。",
    summary_described: "所有圖片均有文字說明。",
    summary_undescribed: "部分圖片沒有文字說明。",
    summary_mathml: "數學公式以MathML編寫。",
    summary_tex: "數學公式以LaTeX記法呈現。",
    summary_media: "本書含有音訊或影片。",
    summary_pages: "標有印刷版的頁碼。",
    sentence_gap: "",
};
