//! Dates and times of day, and what stands beside them in a line.
//!
//! In: the text of a line. Out: the date that is all that it says, or the text without it. Refuses to know:
//! how a date is written (`dates`).

use super::dates;
use super::eastern;
use super::pattern::Folded;
use super::source::page_within;
use unicode_width::UnicodeWidthStr;

/// A date that is all that a text says, but for the time of day.
pub(super) fn date(text: &str) -> Option<String> {
    let folded = Folded::new(text);
    let found = dates::find_with_day(&folded)?;
    let (range, whole) = (found.date, found.whole);
    let before = folded.shown(0..whole.start);
    let after = folded.shown(whole.end..folded.len());
    // A sign of the scripts of East Asia says as much as two letters.
    let letters = |text: &str| -> usize {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        letters.map(|c| 1 + usize::from(eastern::is_wide(c))).sum()
    };
    let time = after.chars().any(|c| c.is_ascii_digit());
    // The name of an edition may stand between the date and the page.
    let paged = time && text.chars().count() <= 48 && page_within(&after).is_some();
    let most = if paged {
        16
    } else if time {
        8
    } else {
        6
    };
    // A place may stand before: "Villarroya - 3 feb 2021 - 12:40 CET".
    let online = has_time(text)
        && text.width() <= 90
        && !text.ends_with(['.', '!', '?', '。'])
        && letters(&before) + letters(&after) <= 60;
    let placed = online
        || before.ends_with(['-', '–', '—', ',', '|'])
            && letters(&before) <= 20
            && has_time(&after);
    ((letters(&before) <= 3 || placed)
        && (online || letters(&after) <= most)
        && (online || after.chars().count() <= if paged { 40 } else { 24 }))
    .then(|| folded.shown(range))
}

/// Whether a date stands in a text.
pub(super) fn has_date(text: &str) -> bool {
    dates::find(&Folded::new(text)).is_some()
}

/// Names without the date behind them.
pub(super) fn without_date(text: &str) -> &str {
    let date = dates::find_with_day(&Folded::new(text)).filter(|found| found.whole.start > 1);
    let end = date.and_then(|found| text.char_indices().nth(found.whole.start));
    let Some(before) = end.and_then(|(at, _)| text.get(..at)) else { return text };
    // "geschrieben von Grete Amsel am 14. Mai": the small word is the date's.
    match before.trim_end().rsplit_once(' ') {
        Some((name, small))
            if small.chars().count() <= 3 && small.chars().all(char::is_lowercase) =>
        {
            name
        }
        _ => before,
    }
}

/// Whether a text is a time of day and nothing else, with the name of its zone or without.
pub(super) fn is_time(text: &str) -> bool {
    let text: String = text.chars().map(super::pattern::plain).collect();
    let signs = ["时", "時", "분", "分", "시", "오전", "오후", "uhr", "am", "pm"];
    let rest = signs.iter().fold(text.clone(), |rest, sign| rest.replace(sign, ""));
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().filter(char::is_ascii_digit).count() <= 6
        && text.chars().count() <= 16
        && letters <= 4
        && (has_time(&text) || text.contains(['时', '時', '시']))
}

/// Whether a time of day stands in a text: `12:40`, `07h00`.
pub(super) fn has_time(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(4).any(|part| match part {
        [a, sign, b, c] => {
            a.is_ascii_digit()
                && matches!(sign, ':' | 'h' | '：')
                && b.is_ascii_digit()
                && c.is_ascii_digit()
        }
        _ => false,
    })
}

/// A name without the time of day behind it: "Dalva Nunes às 21:07".
pub(super) fn without_time(text: &str) -> &str {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let time = text.get(at..).unwrap_or_default();
    if !time.contains([':', 'h']) || time.chars().count() > 12 {
        return text;
    }
    let before = text.get(..at).unwrap_or_default().trim_end();
    match before.rsplit_once(' ') {
        Some((name, word))
            if word.chars().count() <= 4 && word.chars().all(|c| !c.is_uppercase()) =>
        {
            name
        }
        _ => before.trim_end_matches([',', '|', '-', '–']),
    }
}
