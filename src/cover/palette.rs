//! The colours of covers.
//!
//! In: a number. Out: a [`Palette`]. Refuses to know: what is drawn with it.

/// The colours of one cover. Ink on ground has a contrast of 7 : 1 or more, so that a cover can be
/// read in the grey of an e-reader and at the size of a thumbnail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// What the words stand on.
    pub(super) ground: Colour,
    /// The words.
    pub(super) ink: Colour,
    /// Near the ground.
    pub(super) tone: Colour,
    /// Further from it.
    pub(super) deep: Colour,
    /// The one loud colour.
    pub(super) accent: Colour,
}

/// Red, green, blue, in sRGB.
pub(super) type Colour = [u8; 3];

/// All palettes; neighbours differ most.
#[expect(clippy::unreadable_literal, reason = "colours are written so everywhere")]
pub(super) static PALETTES: [Palette; 10] = [
    // Night blue and cream.
    palette(0x1c2b4a, 0xf7f0e1, 0x2c406a, 0x47618f, 0xe2a93f),
    // Cream and vermilion.
    palette(0xf5eddc, 0x231f1a, 0xe7d8b9, 0xb9a67e, 0xc8452b),
    // Bottle green and straw.
    palette(0x17392f, 0xf4efdf, 0x275345, 0x4a7a66, 0xe3b95b),
    // Mist and rust.
    palette(0xdbe5e8, 0x14303d, 0xbed0d6, 0x6d93a3, 0xc2542d),
    // Oxblood and rose.
    palette(0x5f1a26, 0xfaefe3, 0x7d2b38, 0xa54f56, 0xe9ab86),
    // Ochre and black.
    palette(0xe0a83a, 0x241a0c, 0xcb9128, 0x9d6b18, 0x7f2a16),
    // Petrol and coral.
    palette(0x0f444c, 0xf5f0e4, 0x1e5d66, 0x4a8a90, 0xf08a64),
    // Celadon and brick.
    palette(0xcfd9c0, 0x1d2a1c, 0xb7c5a5, 0x7d9470, 0x9c4128),
    // Aubergine and gold.
    palette(0x3a2346, 0xf7eef2, 0x533660, 0x7e5c8a, 0xe4b655),
    // Graphite and orange.
    palette(0x2a2b2e, 0xf2efe8, 0x3e4044, 0x6a6d72, 0xe87b4c),
];

const fn palette(ground: u32, ink: u32, tone: u32, deep: u32, accent: u32) -> Palette {
    Palette {
        ground: colour(ground),
        ink: colour(ink),
        tone: colour(tone),
        deep: colour(deep),
        accent: colour(accent),
    }
}

const fn colour(number: u32) -> Colour {
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}

impl Palette {
    /// The palette for a number, whatever it is.
    pub(super) fn of(number: u64) -> &'static Palette {
        let [first, ..] = &PALETTES;
        let at = usize::try_from(number % PALETTES.len() as u64).unwrap_or_default();
        PALETTES.get(at).unwrap_or(first)
    }

    /// Every colour.
    pub(super) fn all(&self) -> [Colour; 5] {
        [self.ground, self.ink, self.tone, self.deep, self.accent]
    }
}

/// A colour as CSS writes it.
pub(super) fn css(colour: Colour) -> String {
    let [red, green, blue] = colour;
    format!("#{red:02x}{green:02x}{blue:02x}")
}
