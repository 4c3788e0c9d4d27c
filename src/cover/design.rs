//! The design: where on the cover everything stands, and how large.
//!
//! In: the words, the fonts, the reading direction, chance. Out: [`Design`], the cover as SVG.
//! Refuses to know: how words become outlines, pixels.
//!
//! From the top: title, subtitle, a short rule, authors, translators, flush with the margin where
//! reading begins; a band with an ornament that runs off the sides; the publisher at the foot. The
//! title is as large as it can be in few lines; what it leaves is the ornament's.

use super::face::{Faces, Style};
use super::lines::{self, Room};
use super::motif::{self, Band};
use super::palette::{Colour, Palette, css};
use super::text::{self, Outline};
use super::{Chance, HEIGHT, WIDTH, Words};
use crate::edition::Direction;
use crate::xml::Writer;

/// A finished design.
#[derive(Debug)]
pub(super) struct Design {
    /// The SVG, [`WIDTH`] by [`HEIGHT`].
    pub(super) svg: String,
    /// The colours in it.
    pub(super) colours: Vec<Colour>,
    /// The lines that had to lose their ends.
    pub(super) cut: Vec<&'static str>,
}

const MARGIN: f32 = 150.0;
/// Top of the first line's letters.
const TOP: f32 = 190.0;
/// The ornament's least height; what the words can't take.
const BAND: f32 = 420.0;
/// The ornament's usual top.
const HORIZON: f32 = 1480.0;
/// Height of the strip at the foot with the publisher.
const FOOT: f32 = 230.0;
/// Between the words and the ornament.
const AIR: f32 = 120.0;
/// Above and below the rule.
const RULE: f32 = 96.0;

/// Text set in lines, in one style.
struct Block {
    outlines: Vec<Outline>,
    size: f32,
    leading: f32,
}

impl Block {
    /// From the top of the first line's letters to the last baseline.
    fn height(&self) -> f32 {
        let first = self.outlines.first().map_or(0.0, |outline| -outline.ink[1]);
        let last = self.outlines.last().map_or(0.0, |outline| outline.ink[3].max(0.0));
        first + self.step() * count(self.outlines.len().saturating_sub(1)) + last * 0.5
    }

    fn step(&self) -> f32 {
        self.size * self.leading
    }
}

/// Designs a cover. `None` where the title has nothing to be seen.
pub(super) fn design(
    words: &Words,
    faces: &Faces<'_>,
    direction: Direction,
    chance: &Chance,
) -> Option<Design> {
    let palette = Palette::of(chance.colours);
    let foot = if words.publisher.is_some() { FOOT } else { 0.0 };
    let floor = f32::from(HEIGHT) - foot;
    let mut setter = Setter { faces, direction, cut: Vec::new() };

    let subtitle = words
        .subtitle
        .as_deref()
        .and_then(|text| setter.block("subtitle", text, Style::Italic, [92.0, 60.0], 300.0));
    let mut authors = Vec::new();
    for name in &words.authors {
        let height = if words.authors.len() == 1 { 340.0 } else { 120.0 };
        authors.extend(setter.block("author", name, Style::Upright, [112.0, 60.0], height));
    }
    // Several authors are equals: the longest name decides the size of all.
    let smallest = authors.iter().map(|block| block.size).fold(112.0, f32::min);
    if authors.iter().any(|block| block.size > smallest) {
        authors.clear();
        for name in &words.authors {
            authors.extend(setter.block("author", name, Style::Upright, [smallest, 60.0], 200.0));
        }
    }
    let translators = words
        .translators
        .as_deref()
        .and_then(|text| setter.block("translator", text, Style::Italic, [70.0, 48.0], 190.0));
    // From the rule down: what credits there are, each with the air above it.
    let mut credits = Vec::new();
    for block in authors {
        credits.push((if credits.is_empty() { RULE } else { 48.0 }, block));
    }
    if let Some(block) = translators {
        credits.push((if credits.is_empty() { RULE } else { 62.0 }, block));
    }
    let tall = |blocks: &[(f32, Block)]| -> f32 {
        blocks.iter().map(|(gap, block)| gap + block.height()).sum()
    };
    let credited = if credits.is_empty() { 0.0 } else { RULE + tall(&credits) };
    let below = subtitle.as_ref().map_or(0.0, |block| 150.0 + block.height());
    let height = (floor - BAND - AIR - TOP - below - credited).max(420.0);
    let title = setter.block("title", &words.title, Style::Upright, [400.0, 64.0], height)?;
    // Air in proportion to what stands over it.
    let gap = 50.0 + title.size * 0.25;
    let below = subtitle.as_ref().map_or(0.0, |block| gap + block.height());

    let mut canvas = Canvas::new(palette.ground);
    let band = Band {
        top: (TOP + title.height() + below + credited + AIR).max(HORIZON).min(floor - 200.0),
        bottom: floor,
        width: f32::from(WIDTH),
    };
    motif::draw(chance.ornament, palette, band, &mut canvas);
    // What runs out of the band is covered.
    canvas.rect(0.0, 0.0, band.width, band.top, palette.ground);
    canvas.rect(0.0, band.bottom, band.width, foot, palette.ground);

    let mut y = setter.place(&mut canvas, &title, TOP, palette.ink);
    if let Some(block) = &subtitle {
        y = setter.place(&mut canvas, block, y + gap, palette.ink);
    }
    if !credits.is_empty() {
        // They stand on the ornament, not under the title.
        y = (band.top - AIR - tall(&credits)).max(y + RULE);
        let x = match direction {
            Direction::Ltr => MARGIN,
            Direction::Rtl => band.width - MARGIN - 130.0,
        };
        canvas.rect(x, y - 10.0, 130.0, 10.0, palette.accent);
    }
    for (gap, block) in &credits {
        y = setter.place(&mut canvas, block, y + gap, palette.ink);
    }
    if let Some(name) = words.publisher.as_deref() {
        let room = FOOT * 0.5;
        if let Some(block) = setter.block("publisher", name, Style::Upright, [60.0, 40.0], room) {
            let top = floor + (FOOT - block.height()) * 0.46;
            setter.place(&mut canvas, &block, top, palette.ink);
        }
    }
    let mut cut = setter.cut;
    cut.dedup();
    Some(Design { svg: canvas.finish(), colours: palette.all().to_vec(), cut })
}

/// Sets text and places it.
struct Setter<'a, 'f> {
    faces: &'a Faces<'f>,
    direction: Direction,
    cut: Vec<&'static str>,
}

impl Setter<'_, '_> {
    /// Sets a text between two sizes, in a height. `None` where nothing is to be seen.
    fn block(
        &mut self,
        key: &'static str,
        text: &str,
        style: Style,
        [largest, smallest]: [f32; 2],
        height: f32,
    ) -> Option<Block> {
        let shape = |text: &str| text::shape(self.faces, text, style, self.direction);
        let leading = shape(text)?.leading;
        let room =
            Room { width: f32::from(WIDTH) - 2.0 * MARGIN, height, largest, smallest, leading };
        let set = lines::set(text, room, &|piece| shape(piece).map_or(0.0, |line| line.width));
        let outlines: Vec<Outline> = set
            .lines
            .iter()
            .filter_map(|line| shape(line))
            .map(|line| line.outline(self.faces, set.size))
            .collect();
        if outlines.iter().all(Outline::is_empty) {
            return None;
        }
        if set.cut {
            self.cut.push(key);
        }
        Some(Block { outlines, size: set.size, leading })
    }

    /// Draws a block with the top of its letters at `top`; returns where it ends.
    fn place(&self, canvas: &mut Canvas, block: &Block, top: f32, colour: Colour) -> f32 {
        let rise = block.outlines.first().map_or(0.0, |outline| -outline.ink[1]);
        for (number, outline) in block.outlines.iter().enumerate() {
            if outline.is_empty() {
                continue;
            }
            // The ink stands at the margin, not the space that fonts leave around it.
            let [left, _, right, _] = outline.ink;
            let x = match self.direction {
                Direction::Ltr => MARGIN - left,
                Direction::Rtl => f32::from(WIDTH) - MARGIN - right,
            };
            let y = top + rise + block.step() * count(number);
            canvas.path(&outline.path(x, y), colour);
        }
        top + block.height()
    }
}

#[allow(clippy::cast_precision_loss, reason = "a count of lines")]
fn count(lines: usize) -> f32 {
    lines as f32
}

/// The SVG that is being drawn.
pub(super) struct Canvas {
    out: Writer,
}

impl Canvas {
    fn new(ground: Colour) -> Self {
        let mut out = Writer::with_capacity(64 * 1024);
        let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
        out.open("svg");
        out.attr("xmlns", "http://www.w3.org/2000/svg");
        out.attr("width", &width);
        out.attr("height", &height);
        let mut canvas = Canvas { out };
        canvas.rect(0.0, 0.0, f32::from(WIDTH), f32::from(HEIGHT), ground);
        canvas
    }

    fn finish(mut self) -> String {
        self.out.close("svg");
        self.out.finish()
    }

    fn shape(&mut self, name: &str, numbers: &[(&str, f32)], colour: Colour) {
        self.out.open(name);
        for (name, number) in numbers {
            self.out.attr(name, &format!("{number:.1}"));
        }
        self.out.attr("fill", &css(colour));
        self.out.close_empty();
    }

    fn path(&mut self, data: &str, colour: Colour) {
        self.out.void("path", &[("d", data), ("fill", &css(colour))]);
    }

    pub(super) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        if width > 0.0 && height > 0.0 {
            let numbers = [("x", x), ("y", y), ("width", width), ("height", height)];
            self.shape("rect", &numbers, colour);
        }
    }

    pub(super) fn circle(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        self.shape("circle", &[("cx", x), ("cy", y), ("r", radius)], colour);
    }

    /// A quarter of a circle in a square, about the corner `corner` (0 to 3, clockwise).
    pub(super) fn quarter(&mut self, x: f32, y: f32, side: f32, corner: u64, colour: Colour) {
        let (right, bottom) = (x + side, y + side);
        let [from, over, to] = match corner {
            0 => [(right, y), (x, y), (x, bottom)],
            1 => [(right, bottom), (right, y), (x, y)],
            2 => [(x, bottom), (right, bottom), (right, y)],
            _ => [(x, y), (x, bottom), (right, bottom)],
        };
        let data = format!(
            "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}A{side:.1} {side:.1} 0 0 0 {:.1} {:.1}Z",
            from.0, from.1, over.0, over.1, to.0, to.1, from.0, from.1,
        );
        self.path(&data, colour);
    }

    /// A bay with a round top, from `top` down to `bottom`.
    pub(super) fn arch(&mut self, x: f32, top: f32, width: f32, bottom: f32, colour: Colour) {
        let (right, radius) = (x + width, width / 2.0);
        let spring = top + radius;
        let data = format!(
            "M{x:.1} {bottom:.1}L{x:.1} {spring:.1}A{radius:.1} {radius:.1} 0 0 1 {right:.1} \
             {spring:.1}L{right:.1} {bottom:.1}Z"
        );
        self.path(&data, colour);
    }

    /// A leaf in a square, from one corner to the opposite; `rising` from the lower left.
    pub(super) fn leaf(&mut self, x: f32, y: f32, side: f32, rising: bool, colour: Colour) {
        let (right, bottom) = (x + side, y + side);
        let [from, to] = if rising { [(x, bottom), (right, y)] } else { [(x, y), (right, bottom)] };
        let data = format!(
            "M{:.1} {:.1}A{side:.1} {side:.1} 0 0 1 {:.1} {:.1}A{side:.1} {side:.1} 0 0 1 {:.1} \
             {:.1}Z",
            from.0, from.1, to.0, to.1, from.0, from.1,
        );
        self.path(&data, colour);
    }
}
