//! Names of people, as bylines and credits print them.
//!
//! In: a text that may be one or several names. Out: the names, or nothing. Refuses to know: what the
//! people did.

use super::eastern::{
    is_eastern, is_hangul, is_wide, without_country, without_institute, without_profession,
};
use super::entries::is_picture_credit;
use super::pattern::{Folded, fold};
use super::rules;

/// Somebody in a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The name as it is printed.
    pub(super) name: String,
    /// Whether it is that of a staff or an office.
    pub(super) organisation: bool,
}

/// How far a text has to look like names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// A label says that these are names.
    Labelled,
    /// Nothing but its form speaks for it.
    Bare,
}

/// Names that one text holds at most.
const MOST: usize = 8;

/// The names that a text consists of; `None` where it is something else.
pub(super) fn read(text: &str, strictness: Strictness) -> Option<Vec<Name>> {
    let text = trimmed(without_button(trimmed(without_country(text))));
    // Sentences hold no list of names, and tabs part the entries of menus.
    let sentences = text.chars().any(is_wide) && (text.contains(". ") || text.contains('。'));
    if text.is_empty()
        || text.chars().count() > 160
        || sentences
        || strictness == Strictness::Bare && text.contains('\t')
        || rules::is_section(text)
        || text.chars().any(is_wide) && rules::is_title(text)
    {
        return None;
    }
    let all = split(text);
    let of_pictures = |part: &str| {
        is_of_pictures(part)
            || is_picture_credit(part)
            // "編集委員　水野光": what somebody is, and a gap before the name.
            || part.chars().any(is_wide) && rules::is_title(part)
    };
    let parts: Vec<&str> = all.iter().copied().filter(|part| !of_pictures(part)).collect();
    if parts.is_empty() {
        return None;
    }
    if let [one] = parts.as_slice()
        && all.len() > 1
    {
        return read(without_brackets(one), strictness);
    }
    let several = (2..=MOST).contains(&parts.len());
    if several
        && parts.iter().all(|part| is_name(trimmed(without_brackets(part)), Strictness::Bare))
    {
        let name = |part: &&str| Name {
            name: trimmed(without_brackets(part)).to_owned(),
            organisation: false,
        };
        return Some(parts.iter().map(name).collect());
    }
    if let Some(name) = plain(text, strictness) {
        return Some(vec![name]);
    }
    let alone = || one(text, strictness).map(|name| vec![name]);
    if parts.len() < 2 || parts.len() > MOST {
        return alone();
    }
    if let Some(names) = family(&parts, strictness) {
        return Some(names);
    }
    let mut names: Vec<Name> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let apposition = index > 0 && is_apposition(part) && !part.starts_with("the ");
        if apposition && strictness == Strictness::Labelled {
            continue;
        }
        match one(part, strictness) {
            Some(name) => names.push(name),
            // What follows a name may be what its bearer is: "Ada Merrow, a baker".
            None if index > 0 && strictness == Strictness::Labelled && is_apposition(part) => {}
            None => return alone(),
        }
    }
    // "Ada Merrow; Courier staff writer": what is left of the second is no name.
    if names.first().is_some_and(|first| first.name.contains(' ')) {
        let whole = |name: &Name| {
            name.organisation || name.name.contains(' ') || name.name.chars().any(is_wide)
        };
        names.retain(whole);
    }
    Some(names)
}

/// Whether brackets behind a name say that its bearer made the pictures: "Ada Merrow (photos)".
fn is_of_pictures(part: &str) -> bool {
    let said = part.trim().trim_end_matches([')', '）']).rsplit_once(['(', '（']);
    said.is_some_and(|(_, said)| {
        rules::listed(
            |language| language.pictures,
            fold(said).split(' ').next().unwrap_or_default(),
        )
    })
}

/// "Odile et Paul Merle": two given names before one surname.
fn family(parts: &[&str], strictness: Strictness) -> Option<Vec<Name>> {
    let [first, second] = parts else { return None };
    let words = first.split_whitespace().count();
    let joined = strictness == Strictness::Labelled && words == 1 && !first.contains(',');
    if !joined || !is_word_of_name(first) || first.chars().any(is_wide) {
        return None;
    }
    let second =
        one(second, strictness).filter(|name| !name.organisation && name.name.contains(' '))?;
    let surname = second.name.rsplit(' ').next()?.to_owned();
    Some(vec![Name { name: format!("{first} {surname}"), organisation: false }, second])
}

/// The text without a button behind it: "한가람 기자 구독".
fn without_button(text: &str) -> &str {
    match text.rsplit_once([' ', '\t']) {
        Some((name, last)) if rules::is_button(&Folded::new(last)) => name.trim_end(),
        _ => text,
    }
}

fn is_apposition(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase) && text.chars().count() < 60
}

/// The text without signs and brackets at its ends.
fn trimmed(text: &str) -> &str {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ','
                    | ';'
                    | '。'
                    | '，'
                    | '-'
                    | '–'
                    | '—'
                    | '―'
                    | '·'
                    | ':'
                    | '：'
                    | '*'
                    | '※'
                    | '▲'
                    | '■'
                    | '●'
                    | '◆'
                    | '/'
            )
    };
    let text = text.trim_matches(ends);
    // The point of an initial or of `Jr.` belongs to the name.
    text
}

/// Parts between commas, signs of lists and words such as "and".
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if let Some(start) = start.take() {
                words.push(start..at);
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.map(|start| start..text.len()));
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for word in &words {
        let Some(shown) = text.get(word.clone()) else { continue };
        if rules::listed(|language| language.and, &fold(shown)) {
            cuts.push((word.start, word.end));
        }
    }
    for (at, c) in text.char_indices() {
        if matches!(c, ',' | ';' | '，' | '、' | '；' | '／' | '/' | '،') {
            cuts.push((at, at + c.len_utf8()));
        } else if matches!(c, '\u{3000}' | '\t') {
            // In names of two or three characters the space stands between surname and given name.
            let before = text.get(..at).unwrap_or_default().trim_end();
            let after = text.get(at..).unwrap_or_default().trim_start();
            let long = |name: &str| name.chars().take_while(|c| !c.is_whitespace()).count() > 2;
            let last = before.chars().rev().take_while(|c| !c.is_whitespace()).count() > 2;
            if last && long(after) || c == '\t' {
                cuts.push((at, at + c.len_utf8()));
            }
        } else if c == '·'
            && text
                .get(..at)
                .is_some_and(|before| before.chars().next_back().is_some_and(is_hangul))
        {
            cuts.push((at, at + c.len_utf8()));
        }
    }
    cuts.sort_unstable();
    for (start, end) in cuts {
        parts.extend(text.get(from..start));
        from = end;
    }
    parts.extend(text.get(from..));
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A single name, or that of a staff.
fn plain(text: &str, strictness: Strictness) -> Option<Name> {
    let text = trimmed(without_brackets(text));
    // Where no capital tells a name from a title, the title is looked for first.
    let shorter = without_profession(text);
    if shorter.len() < text.len() && is_name(shorter, strictness) {
        let name = without_institute(shorter).to_owned();
        return Some(Name { name, organisation: false });
    }
    if text.chars().any(is_wide) || is_staff(text) {
        let folded = Folded::new(text);
        let within = rules::untitled_by_word(&folded).map(|range| folded.shown(range));
        let within = within.map(|name| without_institute(&name).to_owned());
        if let Some(name) = within.filter(|name| name != text && is_name(name, strictness)) {
            return Some(Name { name, organisation: false });
        }
    }
    // "Ada Merrow, staff translator": a person and what she is.
    let person = text.split_once(", ").is_some_and(|(name, _)| is_name(name, Strictness::Bare));
    let organisation = !person && is_staff(text);
    (organisation || is_name(text, strictness))
        .then(|| Name { name: text.to_owned(), organisation })
}

/// A single name, with what its bearer is or without.
fn one(text: &str, strictness: Strictness) -> Option<Name> {
    if let Some(name) = plain(text, strictness) {
        return Some(name);
    }
    let text = trimmed(without_brackets(text));
    let folded = Folded::new(text);
    if strictness == Strictness::Bare
        && let Some((name, title)) = text.split_once(", ")
        && title.chars().count() <= 40
        && title.split_whitespace().any(|word| matches!(word, "of" | "for" | "at"))
        && is_name(name, strictness)
    {
        return Some(Name { name: name.to_owned(), organisation: false });
    }
    let within = match strictness {
        Strictness::Labelled => rules::untitled(&folded),
        Strictness::Bare => rules::untitled_by_word(&folded),
    };
    let within = within?;
    let name = folded.shown(within);
    // "the Rev. Canon Ada Merrow": a title behind another.
    let second = Folded::new(&name);
    let inner = rules::untitled_by_word(&second).map(|within| second.shown(within));
    let name = inner.unwrap_or(name);
    let name = trimmed(without_institute(trimmed(without_brackets(&name))));
    (name != text && is_name(name, strictness))
        .then(|| Name { name: name.to_owned(), organisation: false })
}

/// The text before brackets that stand at its end: `盧卡（Luca）`.
fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    match text.find(['(', '（', '[', '［']) {
        Some(at) if at > 0 && text.ends_with([')', '）', ']', '］']) => {
            text.get(..at).unwrap_or(text).trim_end()
        }
        _ => text,
    }
}

/// Whether one of its words says that it is a staff or an office.
pub(super) fn is_staff(text: &str) -> bool {
    if text.chars().count() > 60 || text.contains(['.', '。', '!', '?']) {
        return false;
    }
    let folded = fold(text);
    let words = || folded.split(|c: char| !c.is_alphanumeric() && c != '-');
    words().any(|word| rules::listed(|language| language.staffs, word))
        || rules::LANGUAGES
            .iter()
            .flat_map(|language| language.staffs)
            .any(|staff| staff.chars().all(is_wide) && folded.ends_with(staff))
}

/// Whether a text has the form of one name.
pub(super) fn is_name(text: &str, strictness: Strictness) -> bool {
    let joins = text.split_whitespace().any(|word| matches!(word, "of" | "for" | "at"));
    // "Opinie Navigatie": a section, and what it is about.
    let first = text.split_whitespace().next().unwrap_or_default();
    let section = rules::is_section(text)
        || strictness == Strictness::Bare && first.len() < text.len() && rules::is_section(first);
    if joins || section {
        return false;
    }
    let length = text.chars().count();
    if !(2..=50).contains(&length) || text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    if text.chars().any(is_wide) {
        return is_eastern(text, strictness);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let least = if strictness == Strictness::Labelled { 1 } else { 2 };
    if words.len() < least || words.len() > 6 {
        return false;
    }
    let caseless =
        text.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase() && !c.is_uppercase());
    if caseless {
        // Arabic, Hebrew, Thai: letters only, few words.
        let letters = text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || is_mark(c));
        let publication =
            |word: &&str| rules::listed(|language| language.publications, &fold(word));
        return letters && words.len() <= 4 && length <= 32 && !words.iter().any(publication);
    }
    let first = words.first().copied().unwrap_or_default();
    let last = words.last().copied().unwrap_or_default();
    let bare = strictness == Strictness::Bare;
    let particle = |word: &str| is_particle(word);
    let names = words.iter().filter(|word| is_word_of_name(word)).count();
    if !words.iter().all(|word| is_word_of_name(word) || particle(word)) || names == 0 {
        return false;
    }
    if particle(last) && !last.chars().next().is_some_and(char::is_uppercase) {
        return false;
    }
    if bare {
        let article = [
            "the", "a", "an", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il",
            "lo", "o", "os", "as", "un", "une", "ein", "eine", "how", "why", "what", "when", "on",
            "in", "no", "my",
        ];
        if article.contains(&fold(first).as_str()) || names < 2 || words.len() > 5 {
            return false;
        }
        let publication =
            |word: &&str| rules::listed(|language| language.publications, &fold(word));
        if words.iter().any(publication) {
            return false;
        }
    }
    true
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '-' | '\'' | '’' | '.' | '\u{200c}')
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "da", "di", "du", "do", "dos", "das", "del", "della", "der", "den", "des", "van",
        "von", "vom", "zu", "zur", "ten", "ter", "la", "le", "los", "el", "al", "bin", "ibn", "y",
        "e", "i", "af", "av", "’t", "'t", "d'", "d’", "lo", "san", "st.",
    ];
    let word = word.to_lowercase();
    PARTICLES.contains(&word.as_str()) || rules::listed(|language| language.particles, &fold(&word))
}

fn is_word_of_name(word: &str) -> bool {
    let word = word.trim_start_matches(['\'', '’', '"', '“', '«', '„']);
    let word = ["d’", "d'", "l’", "l'", "O’", "O'"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word);
    let Some(first) = word.chars().next() else { return false };
    first.is_uppercase()
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’' | '\u{2010}' | '\u{2011}'))
        // A word that runs on after its point is no initial: a sentence ended.
        && !word.trim_end_matches('.').contains("..")
}

#[cfg(test)]
mod tests {
    use super::{Strictness, read};

    fn names(text: &str, strictness: Strictness) -> Option<Vec<String>> {
        read(text, strictness).map(|names| names.into_iter().map(|name| name.name).collect())
    }

    #[test]
    fn names_are_told_from_other_lines() {
        let cases: &[(&str, &[&str])] = &[
            ("Ada Merrow", &["Ada Merrow"]),
            ("Ada Merrow and Ben Holt", &["Ada Merrow", "Ben Holt"]),
            (
                "Armelle Desfontaines, Youssef Lekhal et Bérengère Tissot",
                &["Armelle Desfontaines", "Youssef Lekhal", "Bérengère Tissot"],
            ),
            ("盧卡‧費蘭提（Luca Ferranti）", &["盧卡‧費蘭提"]),
            ("エレナ・ドゥラン", &["エレナ・ドゥラン"]),
            ("水橋冬子", &["水橋冬子"]),
            ("백지안 기자", &["백지안"]),
            ("Оливер Стэнхоуп", &["Оливер Стэнхоуп"]),
            ("María de los Ángeles Pérez", &["María de los Ángeles Pérez"]),
        ];
        for (text, expected) in cases {
            assert_eq!(
                names(text, Strictness::Bare).as_deref(),
                Some(&expected.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()[..]),
                "{text}"
            );
        }
        for text in [
            "Inventory of a flooded house",
            "The Exmoor Gazette",
            "Share",
            "1984",
            "隣の席の沈黙",
            "Похвала плохому почерку",
            "Wander & Whistle",
        ] {
            assert_eq!(names(text, Strictness::Bare), None, "{text}");
        }
        assert_eq!(
            names("Odile et Paul Merle", Strictness::Labelled),
            Some(vec!["Odile Merle".into(), "Paul Merle".into()])
        );
    }
}
