//! What a line is of the page's own: buttons, menus, ways through the site, prompts and notices.
//!
//! In: the text of a line. Out: what it was taken for, a noun in the plural. Refuses to know: where the
//! line stands.

use super::entries::parts;
use super::line::bare;
use super::names::{self, Strictness};
use super::pattern::Folded;
use super::rules::{self, Kind};
use unicode_width::UnicodeWidthStr;

/// What a line is of the page's own, and whether that holds between two paragraphs too.
pub(super) fn chrome(text: &str) -> Option<(&'static str, bool)> {
    let trimmed = text.trim();
    if trimmed.chars().all(|c| !c.is_alphanumeric()) {
        return None;
    }
    let plain = bare(trimmed);
    let texts = std::iter::once(trimmed).chain((plain != trimmed).then_some(plain));
    for text in texts {
        let folded = Folded::new(text);
        if folded.len() > 200 {
            continue;
        }
        for (kind, ..) in rules::of(&folded) {
            match kind {
                Kind::Inline(what) => return Some((what, true)),
                Kind::Page(what) => return Some((what, false)),
                _ => {}
            }
        }
    }
    if trimmed.chars().count() > 300 {
        return None;
    }
    // An entry of a menu that was a list: "1. Home", "* Contact".
    let item =
        bare(trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('.'));
    if item.len() < trimmed.len() && is_entry(item) {
        return Some(("buttons", false));
    }
    // "« The post before | Home | The next post »"
    if trimmed.starts_with(['«', '←', '‹'])
        && trimmed.ends_with(['»', '→', '›'])
        && trimmed.contains(['|', '\t'])
    {
        return Some(("links to other articles", false));
    }
    if is_trail(trimmed) {
        return Some(("breadcrumbs", false));
    }
    let mut entries = entries(trimmed);
    // A count beside a button.
    if entries.len() > 1 {
        entries
            .retain(|entry| entry.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',')));
    }
    let buttons = entries.iter().filter(|entry| is_entry(entry)).count();
    if !entries.is_empty()
        && (buttons == entries.len() || entries.len() >= 3 && buttons * 5 >= entries.len() * 3)
    {
        return Some((
            if entries.len() == 1 && rules::is_section(trimmed) {
                "names of sections"
            } else {
                "buttons"
            },
            entries.len() > 2,
        ));
    }
    let short = |entry: &&str| entry.width() <= 20 && !entry.ends_with(['.', '!', '?', '。', ',']);
    // Signs part the entries of menus; gaps may part other things.
    let signs = trimmed.matches(['|', '/', '│', '｜', '»']).count();
    let least = if signs > 1 { 3 } else { 4 };
    if entries.len() >= least
        && entries.iter().all(short)
        && names::read(trimmed, Strictness::Bare).is_none()
    {
        return Some(("menus", false));
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    (words.len() > 1 && words.iter().all(|word| is_entry(word)))
        .then_some(("buttons", words.len() > 2))
}

/// Whether a line opens a list of other articles, or comments.
pub(super) fn opener(text: &str) -> Option<&'static str> {
    let folded = Folded::new(bare(text));
    if folded.len() > 80 {
        return None;
    }
    rules::of(&folded).find_map(|(kind, ..)| match kind {
        Kind::Opener(what) => Some(what),
        _ => None,
    })
}

/// A way through a site: `Home > Opinion > Columns`.
pub(super) fn is_trail(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split(['>', '›', '»', '＞', '→', '❯']).map(str::trim).collect();
    if parts.len() < 2 {
        let sign = [" / ", "／", " — ", " – ", " - "].into_iter().find(|sign| text.contains(sign));
        parts = text.split(sign.unwrap_or(" / ")).map(str::trim).collect();
        if !parts.first().is_some_and(|part| is_entry(part)) {
            return false;
        }
    }
    parts.len() >= 2
        && parts.iter().all(|part| part.chars().count() <= 40)
        && parts.iter().filter(|part| !part.is_empty()).count() >= 2
        && (parts.len() > 2 || parts.iter().any(|part| rules::is_section(part) || is_entry(part)))
}

pub(super) fn entries(text: &str) -> Vec<&str> {
    let parts = parts(
        text,
        &[
            "\t",
            "  ",
            "\u{3000}",
            "|",
            "│",
            "｜",
            "·",
            "•",
            " / ",
            "/",
            "\u{a0}\u{a0}",
            "【",
            "】",
            "[",
            "]",
        ],
    );
    parts
        .into_iter()
        .filter(|part| part.chars().any(char::is_alphanumeric) || part.len() < 4)
        .collect()
}

/// A button, an entry of a menu or the name of a section, with a count behind it or not.
pub(super) fn is_entry(text: &str) -> bool {
    let text = text
        .trim()
        .trim_matches(['[', ']', '［', '］', '【', '】', '〈', '〉', '▼', '▶', '☰', '×', '+', ':'])
        .trim();
    let short = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    [text, short].iter().any(|text| {
        !text.is_empty() && (rules::is_button(&Folded::new(text)) || rules::is_section(text))
    })
}
