//! Names in the scripts of East Asia.
//!
//! In: a text. Out: whether it has the form of a name, and the name without what stands around it. Refuses
//! to know: names in other scripts.

use super::names::Strictness;
use super::rules;

/// A name of East Asia without the country that stands before it in brackets: `[芬蘭] 盧卡`.
pub(super) fn without_country(text: &str) -> &str {
    let text = text.trim();
    let rest = text.strip_prefix(['[', '［', '〔', '（', '(', '【']).and_then(|rest| {
        let (country, name) = rest.split_once([']', '］', '〕', '）', ')', '】'])?;
        (country.chars().count() <= 5 && country.chars().all(is_wide)).then_some(name)
    });
    rest.map_or(text, str::trim_start)
}

/// A Korean name without the place where its bearer works, which stands between name and title.
pub(super) fn without_institute(name: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "대",
        "대학",
        "대학교",
        "대학원",
        "연구원",
        "연구소",
        "센터",
        "재단",
        "신문",
        "일보",
        "학회",
        "학과",
        "학부",
        "협회",
        "위원회",
        "의회",
        "병원",
        "출판사",
    ];
    match name.split_once(' ') {
        Some((first, rest))
            if first.chars().all(is_hangul)
                && ENDINGS.iter().any(|ending| rest.ends_with(ending)) =>
        {
            first
        }
        _ => name,
    }
}

/// A Korean name without the profession behind it: "한가람 동화작가".
pub(super) fn without_profession(text: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "작가",
        "기자",
        "교수",
        "위원",
        "대표",
        "변호사",
        "의사",
        "시인",
        "감독",
        "소장",
        "원장",
        "회장",
        "이사",
        "국장",
        "팀장",
        "부장",
        "실장",
        "관장",
        "센터장",
        "활동가",
        "평론가",
        "번역가",
        "소설가",
        "수필가",
        "칼럼니스트",
        "농부",
        "목사",
        "신부",
        "교사",
        "강사",
        "연구원",
        "큐레이터",
        "건축가",
        "화가",
    ];
    match text.rsplit_once(' ') {
        Some((name, last))
            if last.chars().all(is_hangul)
                && ENDINGS.iter().any(|ending| last.ends_with(ending)) =>
        {
            name.trim_end()
        }
        _ => text,
    }
}

pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | '〆')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a0}'..='\u{30ff}')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// A character of the scripts of East Asia.
pub(super) fn is_wide(c: char) -> bool {
    is_hangul(c) || is_han(c) || is_katakana(c) || is_hiragana(c)
}

fn is_dot(c: char) -> bool {
    matches!(c, '・' | '·' | '‧' | '•' | '＝' | '゠' | '=' | '－' | '-' | '.' | '．')
}

/// Surnames that most Koreans have, of one syllable and of two.
const SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명반라왕금옥육인맹제모탁국어은편용예경봉빈동온호범";

const LONG_SURNAMES: &[&str] = &["황보", "남궁", "제갈", "선우", "사공", "서문", "독고"];

/// Whether a name in Hangul has the form of a Korean's; true of other scripts.
pub(super) fn is_native(name: &str) -> bool {
    !name.chars().all(is_hangul) || is_korean(name, name.chars().count())
}

/// Whether a word has the form of a Korean's name.
fn is_korean(text: &str, count: usize) -> bool {
    let long = LONG_SURNAMES.iter().any(|surname| text.starts_with(surname));
    match count {
        2 | 3 => {
            long && count == 3 || text.chars().next().is_some_and(|first| SURNAMES.contains(first))
        }
        4 => long,
        _ => false,
    }
}

/// Particles of Korean: a word before the last that ends in one makes a phrase of a text.
const PARTICLES: [char; 10] = ['은', '는', '을', '를', '에', '서', '의', '로', '와', '과'];

/// Endings of a last word that is none of a name.
const AT_END: &[&str] =
    &["에서", "에게", "까지", "부터", "처럼", "으로", "하여", "하며", "하기", "보기"];

/// Names of East Asia, and those of others in its scripts.
pub(super) fn is_eastern(text: &str, strictness: Strictness) -> bool {
    let ok = |c: char| {
        is_wide(c) || is_dot(c) || c.is_whitespace() || c.is_ascii_alphabetic() || c == 'ー'
    };
    if !text.chars().all(ok) {
        return false;
    }
    let count = text.chars().filter(|c| is_wide(*c)).count();
    let words = text.split_whitespace().count();
    let hangul = text.chars().all(|c| !is_wide(c) || is_hangul(c));
    if rules::LANGUAGES
        .iter()
        .flat_map(|language| language.publications)
        .any(|word| word.chars().all(is_wide) && word.chars().count() > 1 && text.contains(word))
    {
        return false;
    }
    if hangul {
        if words == 1 && !text.contains(is_dot) {
            return match strictness {
                Strictness::Labelled => (2..=6).contains(&count),
                Strictness::Bare => is_korean(text, count),
            };
        }
        let before: Vec<&str> = text.split_whitespace().rev().skip(1).collect();
        let phrase =
            before.iter().any(|word| word.chars().count() > 1 && word.ends_with(PARTICLES))
                || AT_END.iter().any(|ending| text.ends_with(ending));
        let short = text.split_whitespace().all(|word| word.chars().count() <= 6);
        let most = if strictness == Strictness::Labelled { 4 } else { 3 };
        return words <= most
            && count <= 14
            && short
            && !(phrase && (strictness == Strictness::Bare || words > 2));
    }
    let hiragana = text.chars().filter(|c| is_hiragana(*c)).count();
    let han = text.chars().filter(|c| is_han(*c)).count();
    let dotted = text.contains(['・', '·', '‧', '•', '＝', '．']);
    // The dot of Katakana parts a title from a name in Han.
    if text.contains('・') && han == count {
        return false;
    }
    if dotted {
        return count <= 18 && hiragana == 0;
    }
    let katakana = count - hiragana - han;
    if katakana > 0 && han == 0 && hiragana == 0 {
        return count <= 14 && (strictness == Strictness::Labelled || words > 1);
    }
    let bare = strictness == Strictness::Bare;
    if bare && hiragana == 0 && text.contains(OF_CHINESE) {
        return false;
    }
    let most = if bare { 6 } else { 8 };
    han > 0
        && count <= most
        && hiragana <= 4
        && (hiragana == 0
            || !text.contains(['の', 'は', 'を', 'に', 'で', 'と'])
            || strictness == Strictness::Labelled)
}

/// Words of Chinese that join others: no name holds them.
const OF_CHINESE: [char; 8] = ['的', '了', '是', '不', '没', '沒', '与', '與'];
