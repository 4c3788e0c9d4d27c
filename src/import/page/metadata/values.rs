//! Values of metadata, in the forms in which sites write them.
//!
//! In: a value. Out: the day, the tag, the name that it says, where it is one. Refuses to know: which
//! metadata it comes from.

use crate::import::dom;
use oxilangtag::LanguageTag;

/// A value with its character references resolved, also those that were written twice, and its white
/// space folded.
pub(in super::super) fn decoded(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if has_reference(&text) {
        let tree = dom::html(&text.replace('<', "&lt;"));
        text = tree.tree.plain_text(tree.root).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.trim_matches(super::super::blocks::is_blank).to_owned()
}

fn has_reference(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let after = text.get(at + 1..).unwrap_or_default();
        let end = after.bytes().take(32).position(|b| !(b.is_ascii_alphanumeric() || b == b'#'));
        end.is_some_and(|end| end > 1 && after.as_bytes().get(end) == Some(&b';'))
    })
}

/// The day of a date for machines, `2021-03-04`, or the month or year where it says no more: ISO 8601
/// (also with slashes or without hyphens) and that of mail (RFC 5322).
pub(in super::super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let digits: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .take(3)
        .take_while(|part| !part.is_empty())
        .collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let real = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    match digits.as_slice() {
        [all, ..] if all.len() == 8 || all.len() == 14 => {
            let (year, month, day) = (all.get(..4)?, all.get(4..6)?, all.get(6..8)?);
            real(number(month)?, number(day)?).then(|| format!("{year}-{month}-{day}"))
        }
        [year, month, day] if year.len() == 4 && day.len() <= 2 => {
            let (month, day) = (number(month)?, number(day)?);
            real(month, day).then(|| format!("{year}-{month:02}-{day:02}"))
        }
        [year, month, ..] if year.len() == 4 && month.len() <= 2 => {
            let month = number(month)?;
            real(month, 1).then(|| format!("{year}-{month:02}"))
        }
        [year] if year.len() == 4 && text.len() == 4 => Some((*year).to_owned()),
        _ => mail_day(text),
    }
}

/// `Tue, 04 Mar 2021 10:00:00 GMT`, `04 Mar 2021`, `Mar 4, 2021`.
fn mail_day(text: &str) -> Option<String> {
    const MONTHS: &[&str] =
        &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(6).collect();
    let month = |word: &str| {
        let word = word.to_ascii_lowercase();
        MONTHS.iter().position(|month| word.starts_with(month)).map(|at| at + 1)
    };
    let at = words.iter().position(|word| month(word).is_some() && word.len() >= 3)?;
    let number = |at: usize, length: usize| {
        let word = words.get(at)?;
        let right = word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= length;
        if right { word.parse::<u32>().ok() } else { None }
    };
    let found = month(words.get(at)?)?;
    let day = at.checked_sub(1).and_then(|at| number(at, 2)).or_else(|| number(at + 1, 2))?;
    let year = (at + 1..=at + 2).filter_map(|at| number(at, 4)).find(|year| *year > 1000)?;
    (1..=31).contains(&day).then(|| format!("{year}-{found:02}-{day:02}"))
}

/// A language's tag in its canonical case, from a tag or a locale (`pt_BR.UTF-8`).
pub(in super::super) fn language(text: &str) -> Option<String> {
    let text = text.trim().split(['.', '@', ',', ';']).next()?.trim().replace('_', "-");
    let tag = LanguageTag::parse_and_normalize(&text).ok()?;
    let primary = tag.primary_language();
    let meant =
        (2..=3).contains(&primary.len()) && !matches!(primary, "und" | "mul" | "zxx" | "mis");
    meant.then(|| tag.into_inner())
}

/// Whether a value is the address of something.
pub(super) fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.") || text.starts_with("//")
}

/// Whether a value can be somebody's name: short, no address, no sentence.
pub(in super::super) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (2..=80).contains(&count)
        && !is_address(text)
        && !text.contains('@')
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '?' | '!' | '。' | '{' | '<' | '|'))
        && text.split_whitespace().count() <= 8
        && text.chars().any(char::is_alphabetic)
}

/// `Szárnyas, Benedek` as it is said; nothing for names that are not filed.
pub(in super::super) fn inverted(name: &str) -> Option<String> {
    let (family, given) = name.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let one = !given.contains(',') && !family.is_empty() && !given.is_empty();
    // `Ada Merrow, Ben Orne` are two people.
    let filed = family.split_whitespace().count() <= 3 && given.split_whitespace().count() <= 3;
    let suffix = matches!(
        given.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "jr" | "sr" | "phd" | "md"
    );
    (one && filed && !suffix).then(|| format!("{given} {family}"))
}

/// Words beside a contributor's name that make a translator of one.
const TRANSLATES: &[&str] = &[
    "trans",
    "tr.",
    "übers",
    "uebers",
    "trad",
    "перев",
    "пер.",
    "vert",
    "tłum",
    "přel",
    "översät",
    "overs",
    "fordít",
    "번역",
    "옮긴",
    "역자",
    "訳",
    "译",
    "譯",
    "çev",
];

/// The name of a contributor who is said to translate: `Kettler, Roswitha (Übers.)`.
pub(super) fn translator(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if !TRANSLATES.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let open = text.find(['(', '[', '（'])?;
    let inside = text.get(open..)?.to_lowercase();
    let name = text.get(..open)?.trim().trim_end_matches([',', ';']);
    (TRANSLATES.iter().any(|word| inside.contains(word)) && is_name(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_of_machines() {
        let cases = [
            ("2023-01-19T06:00:14.000Z", Some("2023-01-19")),
            ("2011/06/15", Some("2011-06-15")),
            ("20110615", Some("2011-06-15")),
            ("2011-6-5 10:00", Some("2011-06-05")),
            ("2011", Some("2011")),
            ("2011-06", Some("2011-06")),
            ("Tue, 04 Mar 2021 10:00:00 GMT", Some("2021-03-04")),
            ("March 4, 2021", Some("2021-03-04")),
            ("2011-13-45", None),
            ("last week", None),
            ("05/06/2011", None),
        ];
        for (text, expected) in cases {
            assert_eq!(day(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_other_values() {
        assert_eq!(inverted("Szárnyas, Benedek").as_deref(), Some("Benedek Szárnyas"));
        assert_eq!(inverted("Merrow, Jr."), None);
        assert_eq!(translator("Kettler, Roswitha (Übers.)").as_deref(), Some("Kettler, Roswitha"));
        assert_eq!(translator("Kettler, Roswitha"), None);
        assert!(is_name("Nell Bracegirdle") && is_name("鴨志田蓮"));
        assert!(!is_name("https://example.org/nell") && !is_name("nell@example.org"));
        assert_eq!(decoded("A &amp;amp; B &#8217; <i> & C"), "A &amp; B ’ <i> & C");
        assert_eq!(language("pt_BR").as_deref(), Some("pt-BR"));
        assert_eq!(language("utf-8"), None);
    }
}
