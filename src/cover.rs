//! A cover drawn from the metadata, for a book that is given none.
//!
//! In: the edition, the words of its language, an identity that stays the same, fonts of the
//! author's. Out: [`Drawn`]: a picture, and what could not be drawn of the words. Refuses to know:
//! where in the book it goes, chapters, files.
//!
//! The words are set and become outlines (`text`, `lines`), the cover is designed as SVG
//! (`design`, `motif`, `palette`), and the SVG becomes pixels (`picture`). The same edition gives
//! the same bytes.

mod design;
mod face;
mod lines;
mod motif;
mod palette;
mod picture;
mod text;

#[cfg(test)]
mod tests;

use crate::edition::{Direction, Edition, Role};
use crate::labels::Labels;
use face::Faces;

/// Width of a cover in pixels.
pub const WIDTH: u16 = 1600;
/// Height of a cover in pixels: 1 to 1.6 is what shops and shelves ask for.
pub const HEIGHT: u16 = 2560;

/// What came of drawing.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The cover as PNG, [`WIDTH`] by [`HEIGHT`]; `None` where the title can't be drawn.
    pub png: Option<Vec<u8>>,
    /// What is not on it, in the order of the cover.
    pub left_out: Vec<LeftOut>,
}

/// Words that are not on a cover as the metadata has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// A line with letters that no font has; for the title, that is the whole cover.
    Line {
        /// Whose line: `title`, `subtitle`, `author`, `translator`, `publisher`.
        key: &'static str,
        /// The characters, each once.
        missing: String,
    },
    /// Signs that no font has, taken out of a line that is otherwise there.
    Signs {
        /// Whose line.
        key: &'static str,
        /// The characters, each once.
        missing: String,
    },
    /// The end of a line that is too long for a cover.
    End {
        /// Whose line.
        key: &'static str,
    },
}

/// The words of a cover, as they are to be drawn.
#[derive(Debug, Default)]
struct Words {
    title: String,
    subtitle: Option<String>,
    /// One string a line, or all in one.
    authors: Vec<String>,
    translators: Option<String>,
    publisher: Option<String>,
}

/// Draws a cover. `identity` chooses colours and ornament (the book's identifier); the books of a
/// series have the same ornament, and each its own colours. `fonts` are font files (OpenType or
/// TrueType) asked for characters that the embedded fonts lack.
pub fn draw(edition: &Edition, labels: &Labels, identity: &str, fonts: &[&[u8]]) -> Drawn {
    let faces = Faces::new(&edition.language, fonts);
    let mut left_out = Vec::new();
    let mut line = |key: &'static str, text: &str| drawable(&faces, key, text, &mut left_out);
    let Some(title) = line("title", &edition.title.main) else {
        return Drawn { png: None, left_out };
    };
    let subtitle = edition.title.subtitle.as_deref().and_then(|text| line("subtitle", text));
    let names = |role: Role| -> Vec<&str> {
        let people = edition.people.iter().filter(|person| person.role == role);
        people.map(|person| person.name.as_str()).collect()
    };
    let authors = names(Role::AUTHOR);
    // A collection without an author is known by who put it together.
    let authors: Vec<String> = match (authors.as_slice(), names(Role("edt")).as_slice()) {
        ([], []) => Vec::new(),
        ([], editors) => vec![labels.credit(Role("edt"), editors)],
        (few @ ([_] | [_, _] | [_, _, _]), _) => few.iter().map(|&name| name.to_owned()).collect(),
        (many, _) => {
            // Lines end between names, not inside them.
            let whole: Vec<String> = many.iter().map(|name| name.replace(' ', "\u{a0}")).collect();
            vec![labels.list(&whole.iter().map(String::as_str).collect::<Vec<_>>())]
        }
    };
    let authors = authors.iter().filter_map(|name| line("author", name)).collect();
    let translators = match names(Role::TRANSLATOR).as_slice() {
        [] => None,
        names => line("translator", &labels.credit(Role::TRANSLATOR, names)),
    };
    let publisher = edition.publisher.as_deref().and_then(|name| line("publisher", name));
    let words = Words { title, subtitle, authors, translators, publisher };

    let chance = Chance::of(edition, identity);
    let direction = Direction::of_language(&edition.language);
    let Some(design) = design::design(&words, &faces, direction, &chance) else {
        return Drawn { png: None, left_out };
    };
    left_out.extend(design.cut.iter().map(|&key| LeftOut::End { key }));
    Drawn { png: picture::png(&design.svg, &design.colours), left_out }
}

/// The longest text that is looked at: longer ones can't be set legibly.
const LONGEST: usize = 600;

/// A text as it can be drawn: white space single, signs without a font taken out. `None` where
/// nothing is left, or where a letter would be missing: a word with a hole in it is worse than
/// none.
fn drawable(
    faces: &Faces<'_>,
    key: &'static str,
    text: &str,
    left_out: &mut Vec<LeftOut>,
) -> Option<String> {
    let text = tidy(text);
    let mut missing = String::new();
    for c in text.chars().filter(|c| !faces.draw(*c)) {
        if !missing.contains(c) {
            missing.push(c);
        }
    }
    if missing.chars().any(char::is_alphanumeric) {
        left_out.push(LeftOut::Line { key, missing });
        return None;
    }
    let rest: String = text.chars().filter(|c| !missing.contains(*c)).collect();
    let rest = tidy(&rest);
    let nothing = !rest.chars().any(char::is_alphanumeric) && rest.chars().all(face::is_unseen);
    if nothing {
        if !missing.is_empty() {
            left_out.push(LeftOut::Line { key, missing });
        }
        return None;
    }
    if !missing.is_empty() {
        left_out.push(LeftOut::Signs { key, missing });
    }
    if rest.chars().count() > LONGEST {
        left_out.push(LeftOut::End { key });
        return Some(rest.chars().take(LONGEST - 1).chain(['…']).collect());
    }
    Some(rest)
}

/// White space single, control characters and what only asks for a picture of a sign gone, Hangul
/// in syllables.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // These hold words together.
            '\u{a0}' | '\u{202f}' | '\u{2007}' => out.push('\u{a0}'),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{ad}'
            | '\u{200b}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            c if c.is_control() => {}
            c => match out.chars().next_back().and_then(|last| syllable(last, c)) {
                Some(joined) => {
                    out.pop();
                    out.push(joined);
                }
                None => out.push(c),
            },
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Two parts of a Hangul syllable as one character. Names of files may come in parts.
/// Source: Unicode section 3.12, Hangul syllable composition.
fn syllable(first: char, second: char) -> Option<char> {
    const S: u32 = 0xac00;
    const L: u32 = 0x1100;
    const V: u32 = 0x1161;
    const T: u32 = 0x11a7;
    let (a, b) = (u32::from(first), u32::from(second));
    if (L..L + 19).contains(&a) && (V..V + 21).contains(&b) {
        char::from_u32(S + ((a - L) * 21 + (b - V)) * 28)
    } else if (S..S + 11172).contains(&a)
        && (a - S).is_multiple_of(28)
        && (T + 1..T + 28).contains(&b)
    {
        char::from_u32(a + b - T)
    } else {
        None
    }
}

/// What is left to chance, and is the same every time: numbers out of names.
#[derive(Debug, Clone, Copy)]
struct Chance {
    /// Chooses the colours.
    colours: u64,
    /// Chooses the ornament and its form.
    ornament: u64,
}

impl Chance {
    fn of(edition: &Edition, identity: &str) -> Self {
        let own = hash(identity);
        let Some(series) = edition.series.as_ref() else {
            return Chance { colours: own, ornament: own.rotate_left(17) };
        };
        let family = hash(&series.name);
        // Neighbours on the shelf never wear the same colours.
        let position = series.position.as_deref().and_then(|number| number.parse::<u64>().ok());
        let colours = position.map_or(own, |number| family.wrapping_add(number.wrapping_mul(3)));
        Chance { colours, ornament: family.rotate_left(17) }
    }
}

/// FNV-1a with a last stir. Source: draft-eastlake-fnv, section 2; the stir is that of
/// `MurmurHash3`, so that names that differ little give numbers that differ much.
fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}
