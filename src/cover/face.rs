//! The fonts that a cover is set in, and which of them draws a character.
//!
//! In: the language of the book, fonts of the author's. Out: [`Faces`]. Refuses to know: lines,
//! sizes, colours.
//!
//! The fonts lie in the binary deflated, 5.1 MB in all: of these the Hangul syllables, all 11,172,
//! make up 1.7, and the ideographs, once in Japanese, once in simplified and once in traditional
//! forms, 3.1. `scripts/make-cover-fonts` makes them. A font is inflated once it draws something.

use rustybuzz::Face as Shaper;
use rustybuzz::ttf_parser::GlyphId;
use std::cell::OnceCell;
use std::io::Read;
use std::sync::OnceLock;

/// Upright, or slanted where there is such a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// For titles and names.
    Upright,
    /// For what goes with them.
    Italic,
}

/// A font of the binary.
struct Embedded {
    deflated: &'static [u8],
    inflated: OnceLock<Vec<u8>>,
    measure: Measure,
    /// First and last of the characters beyond which nothing needs to be looked for: so that a
    /// font is not inflated only to be asked.
    within: &'static [(char, char)],
}

/// How a font sits beside the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Its size where the Latin font has 1.
    pub(super) scale: f32,
    /// From baseline to baseline, in sizes of the Latin font.
    pub(super) leading: f32,
}

impl Embedded {
    const fn new(
        deflated: &'static [u8],
        scale: f32,
        leading: f32,
        within: &'static [(char, char)],
    ) -> Self {
        let measure = Measure { scale, leading };
        Embedded { deflated, inflated: OnceLock::new(), measure, within }
    }

    fn bytes(&'static self) -> &'static [u8] {
        self.inflated.get_or_init(|| {
            let mut bytes = Vec::with_capacity(self.deflated.len() * 2);
            let mut reader = flate2::bufread::ZlibDecoder::new(self.deflated);
            // What can't be inflated is a font without characters: then nothing is drawn with it.
            if reader.read_to_end(&mut bytes).is_err() {
                bytes.clear();
            }
            bytes
        })
    }
}

const EUROPE: &[(char, char)] = &[('\0', '\u{58f}'), ('\u{1e00}', '\u{2fff}')];
const HAN: &[(char, char)] =
    &[('\u{b7}', '\u{b7}'), ('\u{2010}', '\u{9fff}'), ('\u{ff00}', '\u{ffef}')];

static LATIN: Embedded = Embedded::new(include_bytes!("fonts/latin.zz"), 1.0, 1.06, EUROPE);
static ITALIC: Embedded = Embedded::new(include_bytes!("fonts/italic.zz"), 1.0, 1.06, EUROPE);
static HEBREW: Embedded = Embedded::new(
    include_bytes!("fonts/hebrew.zz"),
    0.94,
    1.06,
    &[('\0', '\u{5ff}'), ('\u{2010}', '\u{20ff}'), ('\u{fb1d}', '\u{fb4f}')],
);
static ARABIC: Embedded = Embedded::new(
    include_bytes!("fonts/arabic.zz"),
    1.0,
    1.5,
    &[('\0', '\u{77f}'), ('\u{200c}', '\u{20ff}')],
);
static HANGUL: Embedded = Embedded::new(
    include_bytes!("fonts/hangul.zz"),
    0.86,
    1.16,
    &[
        ('\u{b7}', '\u{b7}'),
        ('\u{2010}', '\u{318f}'),
        ('\u{ac00}', '\u{d7a3}'),
        ('\u{ff00}', '\u{ffef}'),
    ],
);
static JAPANESE: Embedded = Embedded::new(include_bytes!("fonts/japanese.zz"), 0.86, 1.16, HAN);
static SIMPLIFIED: Embedded = Embedded::new(include_bytes!("fonts/simplified.zz"), 0.86, 1.16, HAN);
static TRADITIONAL: Embedded =
    Embedded::new(include_bytes!("fonts/traditional.zz"), 0.86, 1.16, HAN);

/// A font, and whether it is of use is found out when it is first wanted.
struct Slot<'f> {
    source: Source<'f>,
    face: OnceCell<Option<Shaper<'f>>>,
}

enum Source<'f> {
    Embedded(&'static Embedded),
    Given(&'f [u8]),
}

impl<'f> Slot<'f> {
    fn new(source: Source<'f>) -> Self {
        Slot { source, face: OnceCell::new() }
    }

    fn face(&self) -> Option<&Shaper<'f>> {
        let bytes = || match self.source {
            Source::Embedded(font) => font.bytes(),
            Source::Given(bytes) => bytes,
        };
        self.face.get_or_init(|| Shaper::from_slice(bytes(), 0)).as_ref()
    }

    fn draws(&self, c: char) -> bool {
        if let Source::Embedded(font) = self.source
            && !font.within.iter().any(|(first, last)| (*first..=*last).contains(&c))
        {
            return false;
        }
        self.face().and_then(|face| face.glyph_index(c)).is_some_and(|glyph| glyph != GlyphId(0))
    }
}

/// All fonts, in the order in which they are asked.
pub(super) struct Faces<'f> {
    /// The language, a BCP 47 tag, for shaping.
    pub(super) language: &'f str,
    slots: Vec<Slot<'f>>,
}

/// Where the two Latin fonts stand.
const UPRIGHT: usize = 0;
const SLANTED: usize = 1;

impl<'f> Faces<'f> {
    /// The fonts for a book in `language`; `given` are font files that are asked after the
    /// embedded ones, OpenType or TrueType; one that can't be read is passed over.
    pub(super) fn new(language: &'f str, given: &[&'f [u8]]) -> Self {
        let tag = language.to_ascii_lowercase();
        let traditional =
            ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|p| p == *part));
        // One character, several forms: a book shows those of its language.
        let han = if tag.starts_with("zh") && traditional {
            [&TRADITIONAL, &JAPANESE, &SIMPLIFIED]
        } else if tag.starts_with("zh") {
            [&SIMPLIFIED, &TRADITIONAL, &JAPANESE]
        } else {
            [&JAPANESE, &TRADITIONAL, &SIMPLIFIED]
        };
        let embedded = [&LATIN, &ITALIC, &HEBREW, &ARABIC, &HANGUL].into_iter().chain(han);
        let slots = embedded
            .map(Source::Embedded)
            .chain(given.iter().map(|bytes| Source::Given(bytes)))
            .map(Slot::new)
            .collect();
        Faces { language, slots }
    }

    /// Whether any font draws the character.
    pub(super) fn draw(&self, c: char) -> bool {
        is_unseen(c) || self.slots.iter().any(|slot| slot.draws(c))
    }

    /// The font of every character of a text; `None` for those that no font draws. Signs that
    /// several scripts share stay with the letters before them, else with those after.
    pub(super) fn choose(&self, text: &str, style: Style) -> Vec<Option<usize>> {
        let chars: Vec<char> = text.chars().collect();
        let first = |c: char| {
            self.slots.iter().enumerate().position(|(at, slot)| {
                let other = match style {
                    Style::Upright => SLANTED,
                    Style::Italic => UPRIGHT,
                };
                at != other && slot.draws(c)
            })
        };
        let mut chosen: Vec<Option<usize>> =
            chars.iter().map(|c| if c.is_alphanumeric() { first(*c) } else { None }).collect();
        let mut before = None;
        for at in 0..chars.len() {
            let (Some(&c), Some(&own)) = (chars.get(at), chosen.get(at)) else { continue };
            if c.is_alphanumeric() {
                before = own.or(before);
                continue;
            }
            let after = || chosen.iter().skip(at).find_map(|face| *face);
            let near = before.or_else(after);
            let near = near.filter(|near| {
                is_unseen(c) || self.slots.get(*near).is_some_and(|slot| slot.draws(c))
            });
            let found = near.or_else(|| first(c));
            if let Some(slot) = chosen.get_mut(at) {
                *slot = found;
            }
        }
        chosen
    }

    /// The font of that number.
    pub(super) fn face(&self, number: usize) -> Option<&Shaper<'f>> {
        self.slots.get(number)?.face()
    }

    /// How the font of that number sits beside the others.
    pub(super) fn measure(&self, number: usize) -> Measure {
        match self.slots.get(number).map(|slot| &slot.source) {
            Some(Source::Embedded(font)) => font.measure,
            _ => Measure { scale: 0.9, leading: 1.25 },
        }
    }
}

/// Whether a character says something to the shaping of its neighbours and is itself not seen:
/// joiners, marks of direction. Source: Unicode, `Default_Ignorable_Code_Point`.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
