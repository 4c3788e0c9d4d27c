//! The words of a book in Chinese in simplified characters.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "zh-Hans",
    // Pages and navigation.
    contents: "目录",
    cover: "封面",
    title_page: "书名页",
    notes: "注释",
    colophon: "版权页",
    landmarks: "主要位置",
    page_list: "页码列表",
    start: "开始阅读",
    // Numbered things.
    note: "注{}",
    part: "第{}部分",
    chapter: "第{}章",
    appendix: "附录{}",
    table: "表{}",
    figure: "图{}",
    back_to_text: "返回正文",
    // Credits.
    translated_by: "{} 译",
    edited_by: "{} 编",
    illustrated_by: "{} 绘",
    credit: "{role}：{names}",
    roles: &[
        ("aut", "著"),
        ("edt", "编"),
        ("trl", "译"),
        ("ill", "绘"),
        ("pht", "摄影"),
        ("com", "编纂"),
        ("adp", "改编"),
        ("aui", "序"),
        ("aft", "后记"),
        ("ann", "注解"),
        ("cov", "封面设计"),
        ("ctb", "协助"),
    ],
    translation_by: "{}译",
    // Lists and citations.
    list_separator: "、",
    list_last: "、",
    comma: "，",
    quotes: ("《", "》"),
    page: "第{}页",
    pages: "第{}页",
    // The colophon.
    source: "来源",
    original_publication: "原载",
    rights: "版权",
    identifier: "标识符",
    published: "出版日期",
    publisher: "出版者",
    about_author: "关于作者",
    about_translator: "关于译者",
    // Alerts.
    alert_note: "注",
    alert_tip: "提示",
    alert_important: "重要",
    alert_warning: "警告",
    alert_caution: "注意",
    // Texts that stand for something.
    cover_of: "《{}》封面",
    untitled: "无题",
    remote_image: "图片：{}",
    // The accessibility summary.
    summary_text: "正文可供朗读或以盲文阅读，显示方式可以调整。",
    summary_described: "所有图片均有文字说明。",
    summary_undescribed: "部分图片没有文字说明。",
    summary_mathml: "数学公式以MathML编写。",
    summary_tex: "数学公式以LaTeX记法给出。",
    summary_media: "本书含有音频或视频。",
    summary_pages: "标有印刷版的页码。",
    sentence_gap: "",
};
