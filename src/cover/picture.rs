//! SVG becomes pixels, and pixels a small PNG.
//!
//! In: the design as SVG, its colours. Out: the bytes of a PNG. Refuses to know: what is shown.
//!
//! A cover has five colours and the steps between them at edges, so it is written with a palette:
//! a fifth of the size of full colours, and sharper than JPEG of that size.

use super::palette::Colour;
use super::{HEIGHT, WIDTH};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::collections::HashMap;

/// Draws the picture. `None` only where the SVG is not one.
pub(super) fn png(svg: &str, colours: &[Colour]) -> Option<Vec<u8>> {
    let tree = Tree::from_str(svg, &Options::default()).ok()?;
    let mut pixels = Pixmap::new(u32::from(WIDTH), u32::from(HEIGHT))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    let (palette, indices) = indexed(pixels.data(), colours);

    let mut bytes = Vec::with_capacity(64 * 1024);
    let mut encoder = png::Encoder::new(&mut bytes, u32::from(WIDTH), u32::from(HEIGHT));
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::Balanced);
    // Numbers of colours are not amounts: differences between them say nothing (PNG section 12.7).
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indices).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// Pixels as numbers of colours, and the colours: three bytes each, 256 at most. The design's own
/// are kept as they are; the steps between them are rounded to 16 an edge or so.
fn indexed(pixels: &[u8], colours: &[Colour]) -> (Vec<u8>, Vec<u8>) {
    let mut palette: Vec<Colour> = colours.to_vec();
    palette.truncate(256);
    let mut known: HashMap<Colour, u8> = HashMap::new();
    for (number, colour) in (0_u8..).zip(&palette) {
        known.entry(*colour).or_insert(number);
    }
    let mut indices = Vec::with_capacity(pixels.len() / 4);
    let mut last = (Colour::default(), None);
    for pixel in pixels.chunks_exact(4) {
        let &[red, green, blue, _] = pixel else { continue };
        let colour = [red, green, blue];
        if let (same, Some(number)) = last
            && same == colour
        {
            indices.push(number);
            continue;
        }
        let number = *known.entry(colour).or_insert_with(|| number(&mut palette, colour));
        last = (colour, Some(number));
        indices.push(number);
    }
    (palette.concat(), indices)
}

/// The number of a colour that is rounded: of one in the palette, or of a new one.
fn number(palette: &mut Vec<Colour>, colour: Colour) -> u8 {
    let rounded = colour.map(|part| u8::try_from((u16::from(part) + 8) / 17 * 17).unwrap_or(255));
    let found = palette.iter().position(|known| *known == rounded).unwrap_or_else(|| {
        if palette.len() < 256 {
            palette.push(rounded);
            return palette.len() - 1;
        }
        let far = |known: &Colour| {
            let parts = known.iter().zip(&colour);
            parts.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum::<u32>()
        };
        palette.iter().enumerate().min_by_key(|(_, known)| far(known)).map_or(0, |(at, _)| at)
    });
    u8::try_from(found).unwrap_or(0)
}
