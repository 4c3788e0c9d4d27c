//! The lines of a text become pieces: a paragraph, a line, an item.
//!
//! In: a text. Out: pieces with the lines on which they begin. Refuses to know: which of them are of
//! the article.
//!
//! Some texts have a paragraph on each line, some break lines at a width. In the second a line ends
//! where the next word would not have fitted; there the lines of a paragraph are joined again.

use crate::import::credits::{is_byline, note_number, states};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// What stands before the words of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing that has a meaning.
    None,
    /// The sign of a quotation, `>`.
    Quote,
    /// A bullet.
    Bullet,
    /// A number: `1.` or `1)`.
    Number(u32),
}

/// A paragraph, a line, an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// The number of its group; between two groups there is an empty line.
    pub(super) group: usize,
    /// Columns by which it is moved in.
    pub(super) indent: usize,
    /// What stands before its words.
    pub(super) mark: Mark,
    /// The sign before its words, as it is printed; empty where there is none.
    pub(super) sign: String,
    /// Its words, white space folded but for wide gaps.
    pub(super) text: String,
}

impl Piece {
    /// The piece as it is printed.
    pub(super) fn shown(&self) -> String {
        match self.mark {
            Mark::None | Mark::Quote => self.text.clone(),
            _ => format!("{} {}", self.sign, self.text),
        }
    }

    /// Columns of its words.
    pub(super) fn columns(&self) -> usize {
        self.text.width()
    }
}

/// A line before it is joined with others.
struct Raw<'t> {
    line: usize,
    group: usize,
    indent: usize,
    text: &'t str,
}

/// The pieces of a text.
pub(super) fn of(text: &str) -> Vec<Piece> {
    let mut raws = Vec::new();
    let mut group = 0;
    let mut empty = false;
    for (index, line) in text.split('\n').enumerate() {
        let line =
            line.trim_end_matches(['\r', ' ', '\t', '\u{a0}', '\u{3000}', '\u{feff}', '\u{200b}']);
        let line = line.trim_start_matches(['\u{feff}', '\u{200b}', '\u{c}']);
        let words = line.trim();
        if words.is_empty() {
            empty = true;
            continue;
        }
        if std::mem::take(&mut empty) {
            group += 1;
        }
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        let indent =
            indent.chars().map(|c| if c == '\t' { 4 } else { c.to_string().width().max(1) }).sum();
        raws.push(Raw { line: index + 1, group, indent, text: words });
    }
    let width = wrapped(&raws);
    // Groups of which a line runs on in small letters are paragraphs.
    let prose: BTreeSet<usize> = raws
        .windows(2)
        .filter_map(|pair| match pair {
            [line, next] if line.group == next.group && runs_on(line, next, width?) => {
                Some(next.group)
            }
            _ => None,
        })
        .collect();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<&Raw<'_>> = None;
    // Credits stand at the ends of a text.
    let count = raws.len();
    let alone: Vec<bool> = raws
        .iter()
        .enumerate()
        .map(|(at, raw)| (at < EDGE || at + EDGE >= count) && stands_alone(raw.text))
        .collect();
    for (at, raw) in raws.iter().enumerate() {
        let (mark, sign, words) = marked(raw.text);
        let is_alone = |at: usize| alone.get(at).copied().unwrap_or_default();
        let joins = last.is_some_and(|last| is_initial(last, raw))
            || wraps_title(&raws, at, width)
            || !is_alone(at)
                && !at.checked_sub(1).is_some_and(is_alone)
                && last.is_some_and(|last| {
                    let in_prose = prose.contains(&raw.group);
                    let same = last.group == raw.group
                        && width.is_some_and(|width| fills(last, raw, width, in_prose));
                    // The lines of an item or a note hang below its first words.
                    let item = pieces.last().is_some_and(|piece| {
                        matches!(piece.mark, Mark::Bullet | Mark::Number(_))
                            || note_number(&piece.text).is_some()
                    });
                    let moved =
                        if item { raw.indent < last.indent } else { raw.indent > last.indent + 1 };
                    same && mark == Mark::None && !moved
                        || same
                            && mark == Mark::Quote
                            && pieces.last().is_some_and(|piece| piece.mark == Mark::Quote)
                });
        last = Some(raw);
        if joins && let Some(piece) = pieces.last_mut() {
            join(&mut piece.text, &folded(words));
            continue;
        }
        pieces.push(Piece {
            line: raw.line,
            group: raw.group,
            indent: raw.indent,
            mark,
            sign: sign.to_owned(),
            text: folded(words),
        });
    }
    plain_numbers(&mut pieces);
    pieces
}

/// Whether a line is no part of a paragraph, however full the line before it is: an address, a byline
/// with its label.
fn stands_alone(text: &str) -> bool {
    let short = text.width() <= 80 && !text.ends_with(['.', ',', ';', '-']);
    let address = text.rsplit(' ').next().unwrap_or_default();
    let address = address.starts_with("http://") || address.starts_with("https://");
    let rule = !text.chars().any(char::is_alphanumeric);
    let entries = text.matches(" | ").count() > 1;
    address || rule || entries || short && is_byline(text)
}

/// Lines at both ends of a text among which bylines are looked for.
const EDGE: usize = 150;

/// Columns at which lines of prose are broken, at least.
const NARROWEST: usize = 55;

/// Columns of a line in print, at least.
const COLUMN: usize = 28;

/// Whether a word is parted between two lines.
fn is_parted(line: &str, next: &str) -> bool {
    let word = line.strip_suffix('-').is_some_and(|line| line.ends_with(char::is_alphabetic));
    word && next.starts_with(char::is_lowercase)
}

/// The width at which lines were broken, where they were.
fn wrapped(raws: &[Raw<'_>]) -> Option<usize> {
    // Lines that run on in small letters tell it best; else those that another stands below.
    let followed = |pair: &[Raw<'_>], small: bool| match pair {
        [line, next]
            if line.group == next.group
                && (!small || next.text.starts_with(char::is_lowercase)) =>
        {
            Some(line.text.width() + line.indent)
        }
        _ => None,
    };
    let pairs = || raws.windows(2);
    let long = |width: &usize| *width >= COLUMN;
    let mut widths: Vec<usize> =
        pairs().filter_map(|pair| followed(pair, true)).filter(long).collect();
    if widths.len() < 4 {
        widths = pairs().filter_map(|pair| followed(pair, false)).filter(long).collect();
    }
    widths.sort_unstable();
    let width = *widths.get(widths.len() * 19 / 20).or(widths.last())?;
    // Nobody breaks prose at so few columns; verse is.
    let wide = raws.iter().any(|raw| raw.text.starts_with(|c: char| c.to_string().width() > 1));
    // Words that are parted at the ends of lines tell the columns of print.
    let parted =
        pairs().filter(|pair| matches!(pair, [line, next] if is_parted(line.text, next.text)));
    let narrow = width < NARROWEST && !wide && parted.take(2).count() < 2;
    if width > 100 || narrow || widths.len() < 4 {
        return None;
    }
    let full = pairs().filter(|pair| {
        let [first, second] = pair else { return false };
        first.group == second.group
            && first.text.width() * 4 >= width * 3
            && fills(first, second, width, false)
    });
    // Where lines were broken none is much longer.
    let full = full.count();
    let longer = raws.iter().filter(|raw| raw.text.width() * 2 > width * 3).count();
    (full >= 3 && longer * 3 < full).then_some(width)
}

/// Whether a line is as full as it can be before the first word of the next.
fn fills(line: &Raw<'_>, next: &Raw<'_>, width: usize, in_prose: bool) -> bool {
    // A line that is wider than the others is none of them.
    if line.text.width() * 4 > width * 5 {
        return false;
    }
    let word = next.text.split_whitespace().next().unwrap_or_default();
    // Lines of scripts without spaces are broken at any character.
    let wide = word.chars().next().is_some_and(|c| c.to_string().width() > 1);
    // The lines that were measured may all have had room for a letter or two more.
    let word = if wide { 8 } else { word.width() + 4 };
    let full = line.text.width() + line.indent + word > width;
    full || runs_on(line, next, width)
        || in_prose && is_open(line, width)
        || is_parted(line.text, next.text)
}

/// Where lines were broken by hand, one that runs on in small letters tells it too.
fn runs_on(line: &Raw<'_>, next: &Raw<'_>, width: usize) -> bool {
    next.text.starts_with(char::is_lowercase) && is_open(line, width)
}

/// Whether a line is long, and no sentence ends with it.
fn is_open(line: &Raw<'_>, width: usize) -> bool {
    line.text.width() * 4 >= width * 3
        && !line.text.ends_with(['.', ':', ';', '!', '?', '…', '”', '"', '»'])
}

/// Whether a line is the end of a title that was broken: in the head of a text of broken lines, the last of
/// two, and it runs on in small letters.
fn wraps_title(raws: &[Raw<'_>], at: usize, width: Option<usize>) -> bool {
    let (Some(before), Some(line)) = (at.checked_sub(1).and_then(|at| raws.get(at)), raws.get(at))
    else {
        return false;
    };
    let first = at
        .checked_sub(2)
        .and_then(|at| raws.get(at))
        .is_none_or(|above| above.group != before.group);
    let last = raws.get(at + 1).is_none_or(|below| below.group != line.group);
    // In columns of print nothing stands between title and text.
    let narrow = width.is_some_and(|width| width < NARROWEST);
    // "How a Parish Came to": a small word does not end a title.
    let word = before.text.rsplit(' ').next().unwrap_or_default();
    let small = word.chars().count() <= 3
        && word.chars().all(char::is_lowercase)
        && before.text.contains(' ')
        && line.text.starts_with(char::is_uppercase)
        && !states(line.text);
    width.is_some()
        && at < HEAD
        && before.group == line.group
        && (narrow || first && last)
        && (line.text.starts_with(char::is_lowercase) || first && last && small)
        && before.text.width() >= if narrow { 12 } else { 25 }
        && !before.text.ends_with(['.', ':', ';', '!', '?', ','])
        && !stands_alone(before.text)
        && !stands_alone(line.text)
}

/// Lines of the head of a text, among which its title stands.
const HEAD: usize = 12;

/// Whether a line goes on after a letter by itself: an initial over several lines of print.
fn is_initial(before: &Raw<'_>, line: &Raw<'_>) -> bool {
    let mut letters = before.text.chars();
    let alone = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    alone && line.text.starts_with(char::is_lowercase) && before.group == line.group
}

/// Appends a line to a paragraph.
fn join(text: &mut String, line: &str) {
    let wide = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9f}'))
    };
    let joined = wide(text.chars().next_back()) && wide(line.chars().next());
    if is_parted(text, line) {
        text.pop();
    } else if !(joined || text.ends_with('\u{2010}') || text.chars().count() == 1) {
        text.push(' ');
    }
    text.push_str(line);
}

/// White space folded; a wide gap, which parts entries of a line, stays one.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}')
    {
        let (words, after) = rest.split_at(at);
        out.push_str(words);
        let end = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        let (space, after) = after.split_at(end);
        out.push_str(match space {
            "\u{3000}" => space,
            space if space.contains('\t') || space.chars().count() > 1 => "\t",
            _ => " ",
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The mark before the words of a line.
fn marked(text: &str) -> (Mark, &str, &str) {
    if let Some(rest) = text.strip_prefix('>') {
        return (Mark::Quote, ">", rest.trim_start());
    }
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let rest = chars.as_str();
    let gap = rest.starts_with(char::is_whitespace);
    if matches!(first, '-' | '*' | '•' | '▪' | '◦' | '‣' | '·' | '●' | '○' | '–') && gap
    {
        let (sign, rest) = text.split_at(first.len_utf8());
        if rest.chars().any(char::is_alphanumeric) {
            return (Mark::Bullet, sign, rest.trim_start());
        }
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=3).contains(&digits) {
        let after = text.get(digits..).unwrap_or_default();
        let sign = after.chars().next().unwrap_or(' ');
        let words = after.get(sign.len_utf8()..).unwrap_or_default();
        let number = text.get(..digits).and_then(|digits| digits.parse().ok());
        if matches!(sign, '.' | ')')
            && words.starts_with(char::is_whitespace)
            && let Some(number) = number
        {
            let (sign, _) = text.split_at(digits + 1);
            return (Mark::Number(number), sign, words.trim_start());
        }
    }
    (Mark::None, "", text)
}

/// Numbers and bullets that stand alone are none of a list: the piece is text as it is printed.
fn plain_numbers(pieces: &mut [Piece]) {
    let follows = |a: &Piece, b: &Piece| match (a.mark, b.mark) {
        (Mark::Number(a), Mark::Number(b)) => b == a + 1,
        (Mark::Bullet, Mark::Bullet) => a.sign == b.sign,
        _ => false,
    };
    let mut of_list = vec![false; pieces.len()];
    for (at, pair) in pieces.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if follows(first, second) {
            for at in at..at + 2 {
                if let Some(slot) = of_list.get_mut(at) {
                    *slot = true;
                }
            }
        }
    }
    for (piece, of_list) in pieces.iter_mut().zip(of_list) {
        if !of_list && matches!(piece.mark, Mark::Number(_) | Mark::Bullet) {
            piece.text = piece.shown();
            piece.mark = Mark::None;
            piece.sign.clear();
        }
    }
}
