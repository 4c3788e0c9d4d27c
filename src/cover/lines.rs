//! Where lines end, and how large text can be.
//!
//! In: a text, a width, a height. Out: [`Set`]: lines of much the same length at the largest size
//! that fits. Refuses to know: glyphs (it is told how wide a piece is), the cover.
//!
//! Lines end at spaces, after hyphens and dashes, and between the characters of Chinese and
//! Japanese where their rules of composition allow it (JLREQ section 3.1.7: what may not begin or
//! end a line), rather where a word ends than inside one. Korean ends its lines at spaces.

/// A text in lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    /// The lines, without the spaces at their ends.
    pub(super) lines: Vec<String>,
    /// The size, in the unit of the width.
    pub(super) size: f32,
    /// Whether the end of the text had to go.
    pub(super) cut: bool,
}

/// What a text has to fit into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Width of a line.
    pub(super) width: f32,
    /// Height of all lines.
    pub(super) height: f32,
    /// The largest size wanted.
    pub(super) largest: f32,
    /// The smallest that can still be read.
    pub(super) smallest: f32,
    /// From baseline to baseline, in sizes.
    pub(super) leading: f32,
}

/// A piece that stays together.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    width: f32,
    /// Whether a space follows.
    space: bool,
    /// How bad a line's end after it is: 0 is as good as can be.
    cost: f32,
}

/// Sets `text` in lines. `width_of` tells the width of a piece at size 1.
pub(super) fn set(text: &str, room: Room, width_of: &dyn Fn(&str) -> f32) -> Set {
    let space = width_of(" ").max(0.1);
    // What is wider than a line at the smallest size has to end somewhere inside.
    let widest = room.width / room.smallest.max(1.0);
    let mut pieces = Vec::new();
    for piece in split(text) {
        let width = width_of(&piece.text);
        if width <= widest {
            pieces.push(Piece { width, ..piece });
        } else {
            pieces.extend(chop(&piece, width / widest, width_of));
        }
    }
    if pieces.is_empty() {
        return Set { lines: Vec::new(), size: room.largest, cut: false };
    }
    let whole = pieces.len();
    let fits = |count: usize| room.height / (lossy(count) * room.leading);
    let at_most = (1..=whole).take_while(|count| fits(*count) >= room.smallest).last().unwrap_or(1);
    // What no setting has room for needs no trying: a title may be as long as a book.
    let mut left = widest * lossy(at_most);
    let mut kept = pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        left -= piece.width;
        if left < 0.0 {
            kept = at.max(1);
            break;
        }
    }
    end_at(&mut pieces, kept, width_of);
    loop {
        let mut tried = Vec::new();
        let all = pieces.iter().map(|p| p.width + if p.space { space } else { 0.0 }).sum::<f32>();
        for count in 1..=at_most.min(pieces.len()) {
            let ends = balance(&pieces, count, all / lossy(count), space);
            let longest = spans(&ends).map(|(a, b)| run(&pieces, a, b, space)).fold(0.0, f32::max);
            let size = room.largest.min(fits(count)).min(room.width / longest.max(0.01));
            tried.push((size, ends));
        }
        let largest = tried.iter().map(|(size, _)| *size).fold(0.0, f32::max);
        // The fewest lines that come near the largest size.
        let found = tried.into_iter().find(|(size, _)| *size >= largest * 0.9);
        let Some((size, ends)) = found else {
            return Set { lines: Vec::new(), size: room.smallest, cut: false };
        };
        if size >= room.smallest * 0.999 || pieces.len() <= 1 {
            let lines = spans(&ends).map(|(from, to)| join(&pieces, from, to)).collect();
            return Set { lines, size, cut: pieces.len() < whole };
        }
        // Too much: the end goes, a tenth at a time.
        let keep = (pieces.len() * 9 / 10).max(1);
        end_at(&mut pieces, keep, width_of);
    }
}

/// Leaves the first `keep` pieces, and says by an ellipsis that there were more.
fn end_at(pieces: &mut Vec<Piece>, keep: usize, width_of: &dyn Fn(&str) -> f32) {
    if keep >= pieces.len() {
        return;
    }
    pieces.truncate(keep);
    if let Some(last) = pieces.last_mut() {
        if !last.text.ends_with('…') {
            last.text.push('…');
            last.width = width_of(&last.text);
        }
        last.space = false;
    }
}

/// From the ends of lines to their beginnings and ends.
fn spans(ends: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    std::iter::once(0).chain(ends.iter().copied()).zip(ends.iter().copied())
}

fn run(pieces: &[Piece], from: usize, to: usize, space: f32) -> f32 {
    let line = pieces.get(from..to).unwrap_or_default();
    let spaces = line.iter().rev().skip(1).filter(|piece| piece.space).count();
    line.iter().map(|piece| piece.width).sum::<f32>() + lossy(spaces) * space
}

fn join(pieces: &[Piece], from: usize, to: usize) -> String {
    let mut line = String::new();
    for piece in pieces.get(from..to).unwrap_or_default() {
        line.push_str(&piece.text);
        if piece.space {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end_matches(' ').len());
    line
}

/// The ends of `count` lines that differ least in length. The usual table: the best way to end
/// line n after piece i is found from the ways to end line n - 1.
fn balance(pieces: &[Piece], count: usize, ideal: f32, space: f32) -> Vec<usize> {
    let n = pieces.len();
    // Running widths, so that a line's is a difference.
    let mut upto = Vec::with_capacity(n + 1);
    upto.push(0.0_f32);
    for piece in pieces {
        let last = upto.last().copied().unwrap_or_default();
        upto.push(last + piece.width + if piece.space { space } else { 0.0 });
    }
    let width = |from: usize, to: usize| {
        let trailing = pieces.get(to.wrapping_sub(1)).is_some_and(|piece| piece.space);
        upto.get(to).copied().unwrap_or_default()
            - upto.get(from).copied().unwrap_or_default()
            - if trailing { space } else { 0.0 }
    };
    let mut table: Vec<Vec<(f32, usize)>> = vec![vec![(f32::INFINITY, 0); n + 1]];
    if let Some(first) = table.first_mut().and_then(|row| row.first_mut()) {
        first.0 = 0.0;
    }
    for line in 1..=count {
        let mut row = vec![(f32::INFINITY, 0); n + 1];
        for (to, slot) in row.iter_mut().enumerate().skip(line) {
            let end = pieces.get(to - 1).map_or(0.0, |piece| piece.cost);
            let end = if to == n { 0.0 } else { end };
            for from in (line - 1..to).rev() {
                let Some((before, _)) = table.last().and_then(|row| row.get(from)) else {
                    continue;
                };
                let off = width(from, to) / ideal - 1.0;
                // Lines are never three times as long as they should be, but for the want of a
                // place to end them; those from further back are longer still.
                if off > 2.0 && from + 1 < to {
                    break;
                }
                // Too long counts more: the longest line decides the size.
                let off = if off > 0.0 { off * 1.6 } else { off };
                let cost = before + off * off + end;
                if cost < slot.0 {
                    *slot = (cost, from);
                }
            }
        }
        table.push(row);
    }
    let mut ends = Vec::with_capacity(count);
    let mut to = n;
    for row in table.iter().skip(1).rev() {
        ends.push(to);
        to = row.get(to).map_or(0, |(_, from)| *from);
    }
    ends.reverse();
    ends
}

/// Small words that rather begin a line than end one, in the languages of the labels.
const SMALL: &[&str] = &[
    "a", "an", "the", "of", "and", "or", "in", "on", "to", "at", "by", "for", "with", "from", "le",
    "la", "les", "un", "une", "de", "des", "du", "et", "à", "en", "der", "die", "das", "den",
    "ein", "eine", "und", "im", "von", "zu", "el", "los", "las", "y", "o", "il", "lo", "gli", "e",
    "di", "da", "em", "os", "as", "do", "i", "w", "z", "na", "и", "в", "на", "с", "о", "из", "і",
    "та",
];

/// The pieces of a text, without their widths.
fn split(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(last) = pieces.last_mut() {
            last.space = true;
        }
        let chars: Vec<char> = word.chars().collect();
        let mut piece = String::new();
        for (at, c) in chars.iter().enumerate() {
            piece.push(*c);
            let cost = match chars.get(at + 1) {
                Some(next) => end_between(chars.get(..=at).unwrap_or_default(), *next),
                None => Some(end_of_word(&piece)),
            };
            if let Some(cost) = cost {
                let text = std::mem::take(&mut piece);
                pieces.push(Piece { text, width: 0.0, space: false, cost });
            }
        }
    }
    pieces
}

fn end_of_word(word: &str) -> f32 {
    if word.ends_with([':', ';', '.', '!', '?', '—', '–', ',']) {
        -0.02
    } else if SMALL.contains(&word.to_lowercase().as_str()) {
        0.12
    } else {
        0.0
    }
}

/// Whether a line may end between what is before and the next character, and how bad it is.
fn end_between(before: &[char], next: char) -> Option<f32> {
    let last = *before.last()?;
    if NEVER_FIRST.contains(next) || is_mark(next) || NEVER_LAST.contains(last) || is_joiner(last) {
        return None;
    }
    if is_wide(last) || is_wide(next) {
        return Some(match (last, next) {
            (last, _) if NEVER_FIRST.contains(last) && !SMALL_KANA.contains(last) => 0.0,
            // A particle ends a word.
            ('の' | 'と' | 'は' | 'を' | 'に' | 'へ' | 'が' | 'も' | '的', _) => 0.02,
            (last, next) if is_katakana(last) && is_katakana(next) => 0.5,
            (last, next) if is_kana(last) && !is_kana(next) => 0.06,
            (last, next) if !is_kana(last) && is_kana(next) => 0.3,
            (last, _) if is_kana(last) => 0.2,
            _ => 0.08,
        });
    }
    let dash = matches!(last, '-' | '‐' | '–' | '—' | '/');
    (dash && before.len() > 1 && next.is_alphanumeric()).then_some(0.05)
}

/// A piece that is too wide, in about equal parts.
fn chop(piece: &Piece, times: f32, width_of: &dyn Fn(&str) -> f32) -> Vec<Piece> {
    let chars: Vec<char> = piece.text.chars().collect();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and positive"
    )]
    let parts = (times.ceil() as usize + 1).clamp(2, chars.len().max(2));
    let each = chars.len().div_ceil(parts).max(1);
    let mut out: Vec<Piece> = Vec::new();
    let mut text = String::new();
    let mut length = 0;
    for (at, c) in chars.iter().enumerate() {
        text.push(*c);
        length += 1;
        let next = chars.get(at + 1);
        let held = is_joiner(*c) || next.is_some_and(|next| is_mark(*next) || is_joiner(*next));
        if next.is_none() || (length >= each && !held) {
            let width = width_of(&text);
            out.push(Piece { text: std::mem::take(&mut text), width, space: false, cost: 0.3 });
            length = 0;
        }
    }
    if let Some(last) = out.last_mut() {
        (last.space, last.cost) = (piece.space, piece.cost);
    }
    out
}

const SMALL_KANA: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞヽヾ々";
const NEVER_FIRST: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞヽヾ々、。，．・：；！？!?,.:;)]}）」』】〉》〕］｝…‥”’％〜～—–·％";
const NEVER_LAST: &str = "（「『【〈《〔［｛([{“‘";

/// Ideographs, kana and their punctuation: what a line may end beside without a space.
pub(super) fn is_wide(c: char) -> bool {
    is_kana(c)
        || matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{ff01}'..='\u{ff5e}' | '\u{20000}'..='\u{3ffff}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a0}'..='\u{30ff}')
}

/// Marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{3099}' | '\u{309a}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Counts of lines and pieces are small: nothing is lost.
#[allow(clippy::cast_precision_loss, reason = "small counts")]
fn lossy(count: usize) -> f32 {
    count as f32
}
