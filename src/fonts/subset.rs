//! One font, reduced to what a book uses.
//!
//! In: a font, characters, features. Out: a font that shows these characters as the whole one
//! does, or why there is none. Refuses to know: where the characters come from.
//!
//! skera does the work, with the rules that join, place and replace letters (`GSUB`, `GPOS`): a
//! glyph that such a rule can lead to from the characters stays. Outlines of `PostScript`'s kind
//! (`CFF`), which skera leaves out, are taken from `subsetter`, and old kerning from `kern`. What
//! comes out is held, glyph by glyph, against the font that went in.

use super::guard::guarded;
use super::kern;
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags};
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};
use write_fonts::FontBuilder;

/// The rules of a font that a book can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Features {
    /// Those that text is set with as it comes: ligatures, kerning, joining, vertical forms.
    #[default]
    Usual,
    /// Those that `font-variant` asks for too: small capitals, kinds of figures.
    Variants,
    /// All.
    All,
}

/// Source: CSS Fonts 4 section 6, the features that `font-variant-*` stands for.
const VARIANTS: &[&[u8; 4]] = &[
    b"afrc", b"c2pc", b"c2sc", b"dlig", b"fwid", b"hist", b"hlig", b"hwid", b"lnum", b"onum",
    b"ordn", b"pcap", b"pnum", b"pwid", b"ruby", b"sinf", b"smcp", b"subs", b"sups", b"titl",
    b"tnum", b"unic", b"zero",
];

/// The font with nothing but those characters; or, to follow on its name, why it is left whole.
/// `math` says that formulas are set in the book.
pub(super) fn subset(
    bytes: &[u8],
    characters: &IntSet<u32>,
    features: Features,
    math: bool,
) -> Result<Vec<u8>, &'static str> {
    let failed = "could not be reduced without loss";
    guarded(|| {
        let font = FontRef::new(bytes).map_err(|_| failed)?;
        fit(&font, math)?;
        make(bytes, &font, characters, features).ok_or(failed)
    })
    .unwrap_or(Err(failed))
}

/// Refuses the kinds of fonts that the crates have no way to reduce.
fn fit(font: &FontRef<'_>, math: bool) -> Result<(), &'static str> {
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if has(b"SVG ") || has(b"sbix") || has(b"CBDT") || has(b"EBDT") {
        return Err("has glyphs that are pictures");
    }
    if has(b"CFF2") {
        return Err("is variable and has outlines of PostScript's kind");
    }
    if !has(b"GSUB") && (has(b"morx") || has(b"mort") || has(b"Silf")) {
        return Err("joins letters by rules that are not OpenType's");
    }
    if math && has(b"MATH") {
        return Err("sets formulas");
    }
    Ok(())
}

fn make(
    bytes: &[u8],
    font: &FontRef<'_>,
    characters: &IntSet<u32>,
    features: Features,
) -> Option<Vec<u8>> {
    let all = |mut set: IntSet<u16>| {
        set.invert();
        set
    };
    let mut scripts = IntSet::<Tag>::empty();
    scripts.invert();
    let mut rules = IntSet::<Tag>::empty();
    match features {
        Features::All => rules.invert(),
        Features::Usual => rules.extend(DEFAULT_LAYOUT_FEATURES.iter().copied()),
        Features::Variants => {
            rules.extend(DEFAULT_LAYOUT_FEATURES.iter().copied());
            rules.extend(VARIANTS.iter().map(|tag| Tag::new(tag)));
        }
    }
    let mut names = IntSet::<NameId>::empty();
    // Up to 25 they have fixed meanings: whose the font is, under which licence.
    names.insert_range(NameId::from(0)..=NameId::from(25));
    let mut dropped = IntSet::<Tag>::empty();
    dropped.extend(DEFAULT_DROP_TABLES.iter().copied());
    let plan = Plan::new(
        &IntSet::empty(),
        characters,
        font,
        SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE,
        &dropped,
        &scripts,
        &rules,
        &names,
        &all(IntSet::empty()),
    );
    let mut glyphs: Vec<(GlyphId, GlyphId)> = plan.old_to_new_glyph_mapping().collect();
    glyphs.sort_unstable_by_key(|(_, new)| *new);
    let made = complete(bytes, font, skera::subset_font(font, &plan).ok()?, &glyphs)?;
    same(font, &FontRef::new(&made).ok()?, characters, &glyphs).then_some(made)
}

/// Adds what skera leaves out: outlines in `CFF`, kerning in `kern`.
fn complete(
    bytes: &[u8],
    font: &FontRef<'_>,
    made: Vec<u8>,
    glyphs: &[(GlyphId, GlyphId)],
) -> Option<Vec<u8>> {
    let (cff, kerning) = (Tag::new(b"CFF "), Tag::new(b"kern"));
    let outlines = match font.table_data(cff) {
        Some(_) => {
            let mut order = subsetter::GlyphRemapper::new();
            for (old, new) in glyphs {
                let old = u16::try_from(old.to_u32()).ok()?;
                if u32::from(order.remap(old)) != new.to_u32() {
                    return None;
                }
            }
            Some(subsetter::subset(bytes, 0, &order).ok()?)
        }
        None => None,
    };
    let pairs = match font.table_data(kerning) {
        // A font that has both kerns by `GPOS`, and readers look at that one.
        Some(table) if font.gpos().is_err() => {
            let new = |old: u16| {
                let old = GlyphId::from(u32::from(old));
                let at = glyphs.binary_search_by_key(&old, |(old, _)| *old).ok()?;
                glyphs.get(at).and_then(|(_, new)| u16::try_from(new.to_u32()).ok())
            };
            Some(kern::subset(table.as_bytes(), new)?)
        }
        _ => None,
    };
    if outlines.is_none() && pairs.is_none() {
        return Some(made);
    }
    let mut builder = FontBuilder::new();
    if let Some(outlines) = &outlines {
        builder.add_raw(cff, FontRef::new(outlines).ok()?.table_data(cff)?.as_bytes());
    }
    if let Some(pairs) = &pairs {
        builder.add_raw(kerning, pairs.as_slice());
    }
    builder.copy_missing_tables(FontRef::new(&made).ok()?);
    Some(builder.build())
}

/// Whether every character leads to its glyph, and every glyph has the outline and the width that
/// it had; in a variable font also at the ends of its axes.
fn same(
    font: &FontRef<'_>,
    made: &FontRef<'_>,
    characters: &IntSet<u32>,
    glyphs: &[(GlyphId, GlyphId)],
) -> bool {
    let new = |old: GlyphId| {
        let at = glyphs.binary_search_by_key(&old, |(old, _)| *old).ok()?;
        glyphs.get(at).map(|(_, new)| *new)
    };
    let (before, after) = (font.charmap(), made.charmap());
    // A symbol font answers for more characters than it maps; those are not kept.
    let mapped = characters.iter().all(|c| match before.map(c) {
        Some(old) if !before.is_symbol() => after.map(c).is_some() && after.map(c) == new(old),
        _ => true,
    });
    let kept = |tag: &[u8; 4]| {
        font.table_data(Tag::new(tag)).is_none() || made.table_data(Tag::new(tag)).is_some()
    };
    if !mapped || ![b"name", b"OS/2", b"fvar"].into_iter().all(kept) {
        return false;
    }
    let ends: [fn(&skrifa::Axis) -> f32; 2] = [|axis| axis.min_value(), |axis| axis.max_value()];
    let variable = !font.axes().is_empty();
    let at_end = |end: fn(&skrifa::Axis) -> f32| {
        let axes: Vec<_> = font.axes().iter().map(|axis| (axis.tag(), end(&axis))).collect();
        font.axes().location(axes)
    };
    let mut places = vec![Location::default()];
    places.extend(ends.into_iter().filter(|_| variable).map(at_end));
    places.iter().all(|place| same_at(font, made, glyphs, place.into()))
}

fn same_at(
    font: &FontRef<'_>,
    made: &FontRef<'_>,
    glyphs: &[(GlyphId, GlyphId)],
    place: LocationRef<'_>,
) -> bool {
    let size = Size::unscaled();
    let (outlines, made_outlines) = (font.outline_glyphs(), made.outline_glyphs());
    let (widths, made_widths) = (font.glyph_metrics(size, place), made.glyph_metrics(size, place));
    let draw = |from: &skrifa::OutlineGlyphCollection<'_>, glyph| {
        let mut drawn = Drawn::default();
        let known = from.get(glyph)?;
        known.draw(DrawSettings::unhinted(size, place), &mut drawn).ok()?;
        Some(drawn.0)
    };
    glyphs.iter().all(|(old, new)| {
        draw(&outlines, *old) == draw(&made_outlines, *new)
            && widths.advance_width(*old) == made_widths.advance_width(*new)
    })
}

/// An outline as a list of numbers.
#[derive(Default)]
struct Drawn(Vec<f32>);

impl OutlinePen for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.extend([0.0, x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.extend([1.0, x, y]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.extend([2.0, cx, cy, x, y]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.extend([3.0, cx0, cy0, cx1, cy1, x, y]);
    }

    fn close(&mut self) {
        self.0.push(4.0);
    }
}
