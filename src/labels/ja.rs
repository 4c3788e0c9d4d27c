//! The words of a book in Japanese.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "ja",
    // Pages and navigation.
    contents: "目次",
    cover: "表紙",
    title_page: "扉",
    notes: "注",
    colophon: "奥付",
    landmarks: "主な位置",
    page_list: "ページ一覧",
    start: "本文を読む",
    // Numbered things.
    note: "注{}",
    part: "第{}部",
    chapter: "第{}章",
    appendix: "付録{}",
    table: "表{}",
    figure: "図{}",
    back_to_text: "本文に戻る",
    // Credits.
    translated_by: "{} 訳",
    edited_by: "{} 編",
    illustrated_by: "{} 絵",
    credit: "{role}：{names}",
    roles: &[
        ("aut", "著"),
        ("edt", "編"),
        ("trl", "訳"),
        ("ill", "絵"),
        ("pht", "写真"),
        ("com", "編纂"),
        ("adp", "翻案"),
        ("aui", "序文"),
        ("aft", "あとがき"),
        ("ann", "注解"),
        ("cov", "装幀"),
        ("ctb", "協力"),
    ],
    translation_by: "{}訳",
    // Lists and citations.
    list_separator: "、",
    list_last: "、",
    comma: "、",
    quotes: ("「", "」"),
    page: "{}頁",
    pages: "{}頁",
    // The colophon.
    source: "出典",
    original_publication: "初出",
    rights: "著作権",
    identifier: "識別子",
    published: "発行日",
    publisher: "発行所",
    about_author: "著者について",
    about_translator: "訳者について",
    // Alerts.
    alert_note: "注記",
    alert_tip: "ヒント",
    alert_important: "重要",
    alert_warning: "警告",
    alert_caution: "注意",
    // Texts that stand for something.
    cover_of: "『{}』の表紙",
    untitled: "無題",
    remote_image: "画像：{}",
    // The accessibility summary.
    summary_text: "本文は読み上げや点字表示に対応し、表示を変更できます。",
    summary_described: "すべての画像に説明があります。",
    summary_undescribed: "一部の画像には説明がありません。",
    summary_mathml: "数式はMathMLで記述されています。",
    summary_tex: "数式はLaTeX記法で示されています。",
    summary_media: "音声または動画を含みます。",
    summary_pages: "印刷版のページ番号が付いています。",
    sentence_gap: "",
};
