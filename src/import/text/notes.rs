//! Numbered notes at the foot of a text.
//!
//! In: the pieces of a chapter. Out: those that are its text, and its notes. Refuses to know: how
//! references are written down. A number is a note's only where the text above refers to it.

use super::pieces::{Mark, Piece};

/// A chapter's pieces, told apart.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The text; the flag says that a piece is a heading.
    pub(super) body: Vec<(Piece, bool)>,
    /// The notes: number and text.
    pub(super) notes: Vec<(u32, String)>,
    /// The heading above the notes, which the book makes itself.
    pub(super) dropped: Vec<Piece>,
}

/// Notes that a chapter has at most.
const MOST: u32 = 999;

/// Finds the notes.
pub(super) fn find(mut pieces: Vec<(Piece, bool)>) -> Found {
    // Back from the end, as long as pieces are numbered downwards.
    let mut notes: Vec<(u32, String)> = Vec::new();
    let mut from = pieces.len();
    for (at, (piece, _)) in pieces.iter().enumerate().rev() {
        let Some((number, text)) = numbered(piece) else { break };
        if notes.last().is_some_and(|(below, _)| number + 1 != *below) {
            break;
        }
        notes.push((number, text));
        from = at;
    }
    notes.reverse();
    let first = notes.first().map(|(number, _)| *number);
    let above = pieces.iter().take(from).fold(String::new(), |text, (piece, _)| {
        text + &piece.text
            + "
"
    });
    let referred = !notes.is_empty()
        && first == Some(1)
        && notes.iter().all(|(number, _)| refers(&above, *number));
    if !referred {
        return Found { body: pieces, ..Found::default() };
    }
    pieces.truncate(from);
    let mut dropped = Vec::new();
    let last = pieces.last().map(|(piece, _)| piece.clone());
    if let Some(piece) = last.filter(is_heading) {
        pieces.pop();
        dropped.push(piece);
    }
    Found { body: pieces, notes, dropped }
}

/// What the heading of notes says in the languages that are read.
const HEADINGS: &[&str] = &[
    "notes",
    "footnotes",
    "endnotes",
    "references",
    "anmerkungen",
    "fußnoten",
    "note",
    "notas",
    "примечания",
    "przypisy",
    "noten",
    "voetnoten",
    "noter",
    "주",
    "각주",
    "미주",
    "주석",
    "注",
    "註",
    "注释",
    "註釋",
    "脚注",
    "注記",
    "هوامش",
];

fn is_heading(piece: &Piece) -> bool {
    let text = piece.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    HEADINGS.contains(&text.as_str()) || piece.text.chars().all(|c| !c.is_alphanumeric())
}

/// The number and the text of a piece that may be a note.
fn numbered(piece: &Piece) -> Option<(u32, String)> {
    if let Mark::Number(number) = piece.mark {
        return Some((number, piece.text.clone()));
    }
    let text = piece.text.trim();
    let bracketed = text.starts_with(['[', '(', '［', '（']);
    let rest = text.trim_start_matches(['[', '(', '［', '（', '*', '^', '주', '注', '註']);
    if let Some((number, rest)) = superscript(rest) {
        return Some((number, rest.trim_start().to_owned()));
    }
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let number: u32 =
        rest.get(..digits)?.parse().ok().filter(|number| (1..=MOST).contains(number))?;
    let after = rest.get(digits..)?;
    let words = after.trim_start_matches([']', ')', '］', '）', '.', ':', '：', '．']);
    let closed = after.len() > words.len() || bracketed;
    let text = words.trim();
    (closed && !text.is_empty()).then(|| (number, text.to_owned()))
}

/// A number in superscript digits at the beginning of a text.
fn superscript(text: &str) -> Option<(u32, &str)> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let mut number = 0u32;
    let mut end = 0;
    for (at, c) in text.char_indices().take(3) {
        let Some(digit) = DIGITS.iter().position(|digit| *digit == c) else { break };
        number = number * 10 + u32::try_from(digit).unwrap_or_default();
        end = at + c.len_utf8();
    }
    (end > 0 && number > 0).then(|| (number, text.get(end..).unwrap_or_default()))
}

/// Where a text refers to notes: the range of each reference, and its number.
pub(super) fn references(text: &str) -> Vec<(std::ops::Range<usize>, u32)> {
    let mut found = Vec::new();
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip || at == 0 {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        if let Some((number, after)) = superscript(rest) {
            skip = text.len() - after.len();
            found.push((at..skip, number));
        } else if let Some(close) = match c {
            '[' => Some(']'),
            '(' => Some(')'),
            '［' => Some('］'),
            '（' => Some('）'),
            _ => None,
        } {
            let inner = rest.get(c.len_utf8()..).unwrap_or_default();
            let marked = inner.trim_start_matches(['주', '注', '註', '*', '^']);
            let digits = marked.chars().take_while(char::is_ascii_digit).count();
            let number = marked.get(..digits).and_then(|digits| digits.parse().ok());
            let closed = marked.get(digits..).is_some_and(|after| after.starts_with(close));
            if let (Some(number), true) =
                (number.filter(|number| (1..=MOST).contains(number)), closed)
            {
                skip = text.len() - marked.len() + digits + close.len_utf8();
                found.push((at..skip, number));
            }
        }
    }
    found
}

fn refers(text: &str, number: u32) -> bool {
    text.lines().any(|line| references(line).iter().any(|(_, other)| *other == number))
}
