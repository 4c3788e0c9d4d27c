//! The ornaments of covers: plain shapes in a band.
//!
//! In: a number, a palette, the band. Out: shapes in the design. Refuses to know: words.

use super::design::Canvas;
use super::palette::Palette;

/// Where an ornament goes; it may reach beyond at any side, what is there is covered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) width: f32,
}

impl Band {
    fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// Numbers out of one: every call gives the next.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        // Knuth's multiplier for a linear congruential generator (MMIX).
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    /// A number from 0 to 1.
    #[allow(clippy::cast_precision_loss, reason = "a number below 1000")]
    fn part(&mut self) -> f32 {
        self.roll(1000) as f32 / 1000.0
    }
}

/// Draws the ornament for `number`.
pub(super) fn draw(number: u64, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let motifs = [hills, quarters, sea, rings, arcade, scales, leaves];
    let mut dice = Dice(number / motifs.len() as u64);
    let at = usize::try_from(number % motifs.len() as u64).unwrap_or_default();
    if let Some(motif) = motifs.get(at) {
        motif(&mut dice, palette, band, canvas);
    }
}

/// A sun over hills.
fn hills(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let (w, h) = (band.width, band.height());
    let side = if dice.roll(2) == 0 { 0.27 } else { 0.73 };
    canvas.rect(0.0, band.top, w, h, palette.tone);
    let radius = (h * 0.24).min(w * 0.16);
    canvas.circle(w * side, band.top + h * 0.36, radius, palette.accent);
    // Each hill is the top of a large circle.
    let hill = |canvas: &mut Canvas, x: f32, top: f32, radius: f32, colour| {
        canvas.circle(w * x, band.top + h * top + radius, radius, colour);
    };
    let lean = dice.part() * 0.1;
    hill(canvas, 1.0 - side + lean, 0.42, w * 0.75, palette.deep);
    hill(canvas, side - lean, 0.62, w * 0.85, palette.ground);
    hill(canvas, 1.02 - side, 0.78, w * 1.1, palette.ink);
}

/// Quarters of circles in squares.
fn quarters(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let cell = band.width / 5.0;
    let colours =
        [palette.deep, palette.tone, palette.accent, palette.ink, palette.deep, palette.tone];
    let grounds = [palette.tone, palette.ground];
    let (mut y, mut row) = (band.top, 0_u64);
    while y < band.bottom {
        let mut x = 0.0;
        for column in 0..5_u64 {
            let ground =
                grounds.get(usize::from((row + column) % 2 == 1)).copied().unwrap_or(palette.tone);
            canvas.rect(x, y, cell, cell, ground);
            let mut colour = palette.deep;
            for _ in 0..3 {
                let roll = usize::try_from(dice.roll(colours.len() as u64)).unwrap_or_default();
                colour = colours.get(roll).copied().unwrap_or(palette.deep);
                if colour != ground {
                    break;
                }
            }
            canvas.quarter(x, y, cell, dice.roll(4), colour);
            x += cell;
        }
        y += cell;
        row += 1;
    }
}

/// Lines that grow towards the reader, and the moon.
fn sea(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let (w, h) = (band.width, band.height());
    let x = [0.3, 0.5, 0.7]
        .get(usize::try_from(dice.roll(3)).unwrap_or_default())
        .copied()
        .unwrap_or(0.5);
    let radius = (h * 0.3).min(w * 0.2);
    let horizon = band.top + h * 0.4;
    canvas.circle(w * x, horizon - radius * 0.15, radius, palette.accent);
    canvas.rect(0.0, horizon, w, h, palette.ground);
    let (mut y, mut step) = (horizon, h * 0.022);
    let mut index = 0;
    while y < band.bottom {
        let colour = if index % 3 == 2 { palette.deep } else { palette.tone };
        canvas.rect(0.0, y, w, step * 0.62, colour);
        y += step;
        step *= 1.16;
        index += 1;
    }
}

/// Rings about a point at the foot.
fn rings(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let (w, h) = (band.width, band.height());
    let x = [0.0, 0.28, 0.72, 1.0]
        .get(usize::try_from(dice.roll(4)).unwrap_or_default())
        .copied()
        .unwrap_or(0.0);
    let colours = [
        palette.tone,
        palette.ground,
        palette.deep,
        palette.ground,
        palette.tone,
        palette.ground,
        palette.ink,
        palette.ground,
        palette.accent,
    ];
    canvas.rect(0.0, band.top, w, h, palette.ground);
    let largest = h * 0.97;
    let step = largest / 9.4;
    let mut radius = largest;
    for colour in colours {
        canvas.circle(w * x, band.bottom, radius, colour);
        radius -= step;
    }
}

/// Arches of several heights.
fn arcade(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let (w, h) = (band.width, band.height());
    let count = 5_u8;
    let bay = w / f32::from(count);
    let accent = dice.roll(u64::from(count));
    for number in 0..count {
        let x = bay * f32::from(number);
        let top = band.top + h * (0.02 + 0.34 * dice.part());
        let outer = if number % 2 == 0 { palette.tone } else { palette.deep };
        canvas.arch(x, top, bay, band.bottom + 1.0, outer);
        let inner = if u64::from(number) == accent { palette.accent } else { palette.ground };
        let inset = bay * 0.2;
        canvas.arch(x + inset, top + inset * 1.1, bay - inset * 2.0, band.bottom + 1.0, inner);
    }
}

/// Scales, one row over the other.
fn scales(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let w = band.width;
    let radius = w / 8.0;
    let loud = dice.roll(9);
    let (mut y, mut row) = (band.top + radius, 0_u64);
    canvas.rect(0.0, band.top, w, band.height(), palette.ground);
    while y - radius < band.bottom {
        let mut x = if row % 2 == 0 { 0.0 } else { radius };
        let mut column = 0_u64;
        while x - radius < w {
            let heart =
                if (row * 5 + column * 2) % 9 == loud { palette.accent } else { palette.deep };
            let rings = [
                (1.0, palette.ground),
                (0.93, palette.tone),
                (0.68, palette.ground),
                (0.6, heart),
                (0.3, palette.ground),
            ];
            for (part, colour) in rings {
                canvas.circle(x, y, radius * part, colour);
            }
            x += radius * 2.0;
            column += 1;
        }
        y += radius * 0.5;
        row += 1;
    }
}

/// Leaves: squares with two opposite corners round.
fn leaves(dice: &mut Dice, palette: &Palette, band: Band, canvas: &mut Canvas) {
    let cell = band.width / 8.0;
    let turn = dice.roll(2);
    let loud = dice.roll(11);
    let (mut y, mut row) = (band.top, 0_u64);
    while y < band.bottom {
        let mut x = 0.0;
        for column in 0..8_u64 {
            let colour = match (row * 3 + column * 5) % 11 {
                n if n == loud => palette.accent,
                n if n % 2 == 0 => palette.tone,
                _ => palette.deep,
            };
            canvas.leaf(x, y, cell, (row + column + turn).is_multiple_of(2), colour);
            x += cell;
        }
        y += cell;
        row += 1;
    }
}
