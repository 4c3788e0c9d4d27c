//! Text becomes outlines: fonts are chosen, directions settled, glyphs shaped.
//!
//! In: one line of text. Out: a [`Line`], measured in ems, or its outline at a place and a size.
//! Refuses to know: where lines end, what the cover looks like.

use super::face::{Faces, Style};
use crate::edition::Direction;
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use rustybuzz::{Language, UnicodeBuffer};
use std::fmt::Write as _;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

/// A line of text as glyphs. All lengths are in sizes of the Latin font.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    glyphs: Vec<Glyph>,
    /// How far it runs.
    pub(super) width: f32,
    /// From its baseline to the next.
    pub(super) leading: f32,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    face: usize,
    id: u16,
    x: f32,
    y: f32,
    scale: f32,
}

/// Shapes a line. `None` where a font has no glyph for what is to be shown: no box ever stands for
/// a letter.
pub(super) fn shape(
    faces: &Faces<'_>,
    text: &str,
    style: Style,
    direction: Direction,
) -> Option<Line> {
    let chosen = faces.choose(text, style);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let level = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    let bidi = BidiInfo::new(text, Some(level));
    let mut line = Line::default();
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let rtl = levels.get(run.start).is_some_and(unicode_bidi::Level::is_rtl);
            let first = starts.partition_point(|start| *start < run.start);
            let last = starts.partition_point(|start| *start < run.end);
            let mut parts = stretches(chosen.get(first..last)?, first);
            if rtl {
                parts.reverse();
            }
            for (face, part) in parts {
                let from = *starts.get(part.start)?;
                let to = starts.get(part.end).copied().unwrap_or(text.len());
                line.append(faces, face?, text.get(from..to)?, rtl)?;
            }
        }
    }
    Some(line)
}

/// Neighbours of one font, as ranges of characters counted from `first`.
fn stretches(chosen: &[Option<usize>], first: usize) -> Vec<(Option<usize>, Range<usize>)> {
    let mut parts: Vec<(Option<usize>, Range<usize>)> = Vec::new();
    for (at, face) in chosen.iter().enumerate().map(|(at, face)| (at + first, *face)) {
        match parts.last_mut() {
            Some((same, range)) if *same == face => range.end = at + 1,
            _ => parts.push((face, at..at + 1)),
        }
    }
    parts
}

impl Line {
    fn append(&mut self, faces: &Faces<'_>, number: usize, text: &str, rtl: bool) -> Option<()> {
        let face = faces.face(number)?;
        let measure = faces.measure(number);
        let scale = measure.scale / units(face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if rtl {
            rustybuzz::Direction::RightToLeft
        } else {
            rustybuzz::Direction::LeftToRight
        });
        if let Ok(language) = faces.language.parse::<Language>() {
            buffer.set_language(language);
        }
        let shaped = rustybuzz::shape(face, &[], buffer);
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let id = u16::try_from(info.glyph_id).ok().filter(|id| *id != 0)?;
            self.glyphs.push(Glyph {
                face: number,
                id,
                x: self.width + length(position.x_offset) * scale,
                y: length(position.y_offset) * scale,
                scale,
            });
            self.width += length(position.x_advance) * scale;
        }
        self.leading = self.leading.max(measure.leading);
        Some(())
    }

    /// The outline at `size`, its origin at 0, 0; y grows downwards.
    pub(super) fn outline(&self, faces: &Faces<'_>, size: f32) -> Outline {
        let mut outline = Outline::default();
        for glyph in &self.glyphs {
            if let Some(face) = faces.face(glyph.face) {
                outline.scale = glyph.scale * size;
                outline.origin = (glyph.x * size, -glyph.y * size);
                // A glyph without outline is a space.
                let _ = face.outline_glyph(GlyphId(glyph.id), &mut outline);
            }
        }
        outline
    }
}

fn units(face: &rustybuzz::Face<'_>) -> f32 {
    f32::from(u16::try_from(face.units_per_em()).unwrap_or(1000).max(1))
}

/// A length in units of a font. These are small numbers: nothing is lost.
#[allow(clippy::cast_precision_loss, reason = "units of a font fit")]
fn length(units: i32) -> f32 {
    units as f32
}

/// An outline as SVG path data with its extent. Source: SVG 2 section 9.3.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    commands: Vec<(char, [f32; 6], usize)>,
    scale: f32,
    origin: (f32, f32),
    /// Left, top, right, bottom of the ink (of the points of its curves).
    pub(super) ink: [f32; 4],
}

impl Default for Outline {
    fn default() -> Self {
        let far = f32::INFINITY;
        Outline {
            commands: Vec::new(),
            scale: 1.0,
            origin: (0.0, 0.0),
            ink: [far, far, -far, -far],
        }
    }
}

impl Outline {
    /// Whether nothing is to be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// Path data with the origin moved to `x`, `y`.
    pub(super) fn path(&self, x: f32, y: f32) -> String {
        let mut data = String::with_capacity(self.commands.len() * 24);
        for (letter, numbers, count) in &self.commands {
            data.push(*letter);
            for (at, number) in numbers.iter().take(*count).enumerate() {
                let moved = number + if at % 2 == 0 { x } else { y };
                let gap = if at == 0 { "" } else { " " };
                let _ = write!(data, "{gap}{moved:.1}");
            }
        }
        data
    }

    fn push(&mut self, letter: char, points: &[(f32, f32)]) {
        let mut numbers = [0.0; 6];
        let [left, top, right, bottom] = &mut self.ink;
        for (pair, (x, y)) in numbers.chunks_mut(2).zip(points) {
            let (x, y) = (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale);
            (*left, *right) = (left.min(x), right.max(x));
            (*top, *bottom) = (top.min(y), bottom.max(y));
            pair.copy_from_slice(&[x, y]);
        }
        self.commands.push((letter, numbers, points.len() * 2));
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.push('Z', &[]);
    }
}
