//! What lines are together: the details of a book, the entries of a menu.
//!
//! In: the lines of a document. Out: the same, some known to be something else. Refuses to know: where in
//! the document they stand.

use super::names::{self, Strictness};
use super::{Block, Line, line, source};
use unicode_width::UnicodeWidthStr;

/// The details of a book that is reviewed are text: its translator did not translate the review.
pub(super) fn of_books(blocks: &[Block], lines: &mut [Line]) {
    for (at, _) in blocks.iter().enumerate().filter(|(_, block)| counts_pages(&block.text)) {
        let adjacent = |from: usize, to: usize| match (blocks.get(from), blocks.get(to)) {
            (Some(first), Some(second)) => second.line.abs_diff(first.line) <= 1,
            _ => false,
        };
        let (mut first, mut last) = (at, at);
        while first > 0 && at - first < 4 && adjacent(first - 1, first) {
            first -= 1;
        }
        // Below them signs whoever wrote the review.
        let signs = |at: usize| {
            let name =
                blocks.get(at).is_some_and(|block| names::is_name(&block.text, Strictness::Bare));
            name && !adjacent(at, at + 1)
        };
        while last + 1 < blocks.len()
            && last - at < 3
            && adjacent(last, last + 1)
            && !signs(last + 1)
        {
            last += 1;
        }
        for line in lines.iter_mut().take(last + 1).skip(first) {
            line.facts.clear();
            line.of_book = true;
        }
    }
}

/// Columns of an entry of a menu, at most.
const ENTRY: usize = 24;

/// Where many of a run of short lines are known to be entries of a menu, all are.
pub(super) fn of_menus(blocks: &[Block], lines: &mut [Line]) {
    let is_short = |at: usize| {
        let (Some(block), Some(line)) = (blocks.get(at), lines.get(at)) else { return false };
        let text = block.text.as_str();
        line.columns <= ENTRY
            && line.facts.is_empty()
            && !text.ends_with(['.', ',', ';', ':', '!', '?', '。', '，', '…', '—', '–'])
            && !text.starts_with(char::is_lowercase)
            && text.split_whitespace().count() <= 3
    };
    let mut menus = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let first = at;
        while at < blocks.len() && is_short(at) {
            at += 1;
        }
        let known = (first..at)
            .filter(|at| {
                lines.get(*at).is_some_and(|line| line.chrome.is_some() || line.opener.is_some())
            })
            .count();
        if at - first > 4 && known > 1 && known * 5 >= (at - first) * 2 {
            menus.push(first..at);
        }
        at = at.max(first + 1);
    }
    for at in menus.into_iter().flatten() {
        let text = blocks.get(at).map_or("", |block| block.text.as_str());
        // A name may be that of the site, or of whoever wrote it.
        let named = names::is_name(line::bare(text), Strictness::Bare) || source::is_masthead(text);
        if let Some(line) = lines.get_mut(at).filter(|line| line.unknown() && !named) {
            line.chrome = Some(("menus", false));
        }
    }
}

/// Words for pages, behind their number.
const PAGES: &[&str] = &[
    "pp",
    "p.",
    "pages",
    "páginas",
    "págs",
    "pagine",
    "seiten",
    "s.",
    "стр",
    "с.",
    "쪽",
    "ページ",
    "頁",
    "页",
    "stron",
    "pagina's",
    "sidor",
];

/// Whether a line is of the details of a book: so many pages, at such a price.
fn counts_pages(text: &str) -> bool {
    if text.width() > 200 {
        return false;
    }
    let lower = text.to_lowercase();
    let after_digits = |word: &str| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower.get(..at).unwrap_or_default();
            let digits = before.trim_end().chars().rev().take_while(char::is_ascii_digit).count();
            let end = lower.get(at + word.len()..).and_then(|rest| rest.chars().next());
            (2..=4).contains(&digits) && !end.is_some_and(|c| c.is_ascii_alphabetic())
        })
    };
    let price = text.contains(['$', '€', '£', '¥', '円', '원'])
        || lower.contains("euro")
        || lower.contains("isbn");
    price && PAGES.iter().any(|word| after_digits(word))
}
