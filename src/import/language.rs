//! The language of a text.
//!
//! In: text. Out: a BCP 47 tag and whether it is certain enough to be stated. Refuses to know: what
//! the document declares.

use whatlang::{Lang, detect};

/// Languages that are told apart, with their tags. Others are not guessed.
const TAGS: &[(Lang, &str)] = &[
    (Lang::Ara, "ar"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
    (Lang::Cmn, "zh"),
];

/// The language of a text, and whether the guess is reliable; `None` where it can't be told.
pub(super) fn of(text: &str) -> Option<(&'static str, bool)> {
    let found = detect(text)?;
    let tag = TAGS.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, tag)| *tag)?;
    let tag = if tag == "zh" { chinese(text) } else { tag };
    Some((tag, found.is_reliable()))
}

/// Characters that one of the two ways of writing Chinese has, in pairs: simplified, traditional.
const PAIRS: &[(char, char)] = &[
    ('这', '這'),
    ('说', '說'),
    ('时', '時'),
    ('学', '學'),
    ('会', '會'),
    ('国', '國'),
    ('对', '對'),
    ('过', '過'),
    ('还', '還'),
    ('个', '個'),
    ('们', '們'),
    ('来', '來'),
    ('为', '為'),
    ('从', '從'),
    ('见', '見'),
    ('开', '開'),
    ('关', '關'),
    ('门', '門'),
    ('长', '長'),
    ('车', '車'),
    ('书', '書'),
    ('东', '東'),
    ('问', '問'),
    ('间', '間'),
    ('没', '沒'),
    ('只', '隻'),
    ('里', '裡'),
    ('后', '後'),
];

/// The script that Chinese is written in, where the characters tell it.
fn chinese(text: &str) -> &'static str {
    let count = |of: fn(&(char, char)) -> char| {
        text.chars().filter(|c| PAIRS.iter().any(|pair| of(pair) == *c)).count()
    };
    match (count(|pair| pair.0), count(|pair| pair.1)) {
        (simple, traditional) if simple > traditional => "zh-Hans",
        (simple, traditional) if simple < traditional => "zh-Hant",
        _ => "zh",
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn languages_are_told_by_a_paragraph() {
        let cases = [
            ("The keeper lit the lamp every night, and nobody ever wrote to him.", "en"),
            ("Der Wärter zündete jeden Abend die Lampe an, und niemand schrieb ihm.", "de"),
            ("등대지기는 밤마다 불을 켰다. 아무도 그에게 편지를 쓰지 않았다.", "ko"),
            ("灯台守は毎晩あかりをともした。誰も手紙を書かなかった。", "ja"),
        ];
        for (text, tag) in cases {
            assert_eq!(of(text).map(|found| found.0), Some(tag), "{text}");
        }
        assert_eq!(of("1984"), None);
    }
}
