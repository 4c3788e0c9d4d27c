//! The words of a book in Korean.

use super::Labels;

pub(super) static LABELS: Labels = Labels {
    lang: "ko",
    // Pages and navigation.
    contents: "차례",
    cover: "표지",
    title_page: "속표지",
    notes: "주석",
    colophon: "판권",
    landmarks: "주요 위치",
    page_list: "쪽 목록",
    start: "본문 읽기",
    // Numbered things.
    note: "주 {}",
    part: "제{}부",
    chapter: "제{}장",
    appendix: "부록 {}",
    table: "표 {}",
    figure: "그림 {}",
    back_to_text: "본문으로 돌아가기",
    // Credits.
    translated_by: "{} 옮김",
    edited_by: "{} 엮음",
    illustrated_by: "{} 그림",
    credit: "{role}: {names}",
    roles: &[
        ("aut", "지은이"),
        ("edt", "엮은이"),
        ("trl", "옮긴이"),
        ("ill", "그린이"),
        ("pht", "사진"),
        ("com", "편찬"),
        ("adp", "각색"),
        ("aui", "머리말"),
        ("aft", "후기"),
        ("ann", "주해"),
        ("cov", "표지"),
        ("ctb", "도움"),
    ],
    translation_by: "{} 옮김",
    // Lists and citations.
    list_separator: ", ",
    list_last: ", ",
    comma: ", ",
    quotes: ("“", "”"),
    page: "{}쪽",
    pages: "{}쪽",
    // The colophon.
    source: "출처",
    original_publication: "원문 발표",
    rights: "저작권",
    identifier: "식별자",
    published: "발행일",
    publisher: "펴낸곳",
    about_author: "지은이 소개",
    about_translator: "옮긴이 소개",
    // Alerts.
    alert_note: "참고",
    alert_tip: "도움말",
    alert_important: "중요",
    alert_warning: "경고",
    alert_caution: "주의",
    // Texts that stand for something.
    cover_of: "《{}》 표지",
    untitled: "제목 없음",
    remote_image: "이미지: {}",
    // The accessibility summary.
    summary_text: "본문은 음성이나 점자로 읽을 수 있으며 표시 방식을 바꿀 수 있습니다.",
    summary_described: "모든 이미지에 설명이 있습니다.",
    summary_undescribed: "일부 이미지에는 설명이 없습니다.",
    summary_mathml: "수식은 MathML로 작성되었습니다.",
    summary_tex: "수식은 LaTeX 표기로 제공됩니다.",
    summary_media: "오디오나 동영상이 들어 있습니다.",
    summary_pages: "종이책의 쪽 번호가 표시되어 있습니다.",
    sentence_gap: " ",
};
