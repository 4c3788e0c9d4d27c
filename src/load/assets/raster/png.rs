//! The chunks of a PNG.
//!
//! In: the bytes. Out: the same without metadata; packed better where a program packed them in
//! haste. Refuses to know: what the pixels show. Source: PNG, third edition, sections 5 and 11.

use super::{Survey, exif};
use std::io::Cursor;

/// The chunks that say how pixels look; all others tell of other things.
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Those of them that say which colours the numbers mean.
const COLOR: [&[u8; 4]; 7] = [b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP", b"mDCV", b"cLLI"];

/// Packed data smaller than this is not packed anew.
const SMALL: usize = 16 << 10;

/// Pixels of more bytes than this are not packed anew: it would take seconds.
const LARGE: usize = 128 << 20;

/// Goes through the chunks up to `IEND`. `orientation` of the survey is kept in the file where
/// `turned_later`: a reader is to turn the image.
pub(super) fn survey(bytes: &[u8], turned_later: bool) -> Survey {
    let mut survey = Survey { orientation: 1, whole: true, plain: true, ..Survey::default() };
    let mut out = bytes.get(..8).unwrap_or_default().to_vec();
    for chunk in chunks(bytes) {
        match chunk.name {
            b"acTL" => survey.animated = true,
            b"eXIf" => {
                survey.orientation = exif::orientation(chunk.data);
                if turned_later && survey.orientation != 1 {
                    push(&mut out, *b"eXIf", &exif::of_orientation(survey.orientation));
                }
            }
            // Apple's own kind of PNG, which only its machines read.
            b"CgBI" => return Survey { orientation: 1, whole: true, ..Survey::default() },
            _ => {}
        }
        if KEPT.contains(&chunk.name) {
            out.extend_from_slice(chunk.whole);
        }
    }
    if out.len() < bytes.len() {
        survey.stripped = Some(out);
    }
    survey
}

/// A PNG drawn anew, with the colours of the one it was made from.
pub(super) fn with_colors_of(new: &[u8], old: &[u8]) -> Vec<u8> {
    let mut out = new.get(..8).unwrap_or_default().to_vec();
    for chunk in chunks(new) {
        out.extend_from_slice(chunk.whole);
        if chunk.name == b"IHDR" {
            let colors = chunks(old).filter(|chunk| COLOR.contains(&chunk.name));
            colors.for_each(|chunk| out.extend_from_slice(chunk.whole));
        }
    }
    out
}

/// Whether the pixels were packed in haste, and packing them again may gain: the head of the
/// packed data says with how much care that was done (RFC 1950, FLEVEL).
pub(super) fn is_hasty(bytes: &[u8]) -> bool {
    let mut data = chunks(bytes).filter(|chunk| chunk.name == b"IDAT");
    let Some(first) = data.next() else { return false };
    let packed = first.data.len() + data.map(|chunk| chunk.data.len()).sum::<usize>();
    packed >= SMALL && first.data.get(1).is_some_and(|flags| flags >> 6 < 2)
}

/// The same pixels, packed with care; `None` where that gains nothing or can't be done.
pub(super) fn repack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().ok()?;
    let size = reader.output_buffer_size().filter(|size| *size <= LARGE)?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).ok()?;
    let mut new = Vec::new();
    let mut encoder = png::Encoder::new(&mut new, info.width, info.height);
    encoder.set_color(info.color_type);
    encoder.set_depth(info.bit_depth);
    if let Some(palette) = &reader.info().palette {
        encoder.set_palette(palette.to_vec());
    }
    encoder.set_compression(png::Compression::Balanced);
    // Neighbours in a table of colours have nothing to do with each other.
    let numbers = info.color_type == png::ColorType::Indexed || (info.bit_depth as u8) < 8;
    encoder.set_filter(if numbers { png::Filter::NoFilter } else { png::Filter::Adaptive });
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels.get(..info.buffer_size())?).ok()?;
    writer.finish().ok()?;

    let mut out = bytes.get(..8)?.to_vec();
    let mut data = chunks(&new).filter(|chunk| chunk.name == b"IDAT").peekable();
    for chunk in chunks(bytes) {
        match chunk.name {
            // The rows stand in order now.
            b"IHDR" => out.extend_from_slice(chunks(&new).next()?.whole),
            b"IDAT" => data.by_ref().for_each(|chunk| out.extend_from_slice(chunk.whole)),
            _ => out.extend_from_slice(chunk.whole),
        }
    }
    (out.len() < bytes.len()).then_some(out)
}

struct Chunk<'b> {
    name: &'b [u8; 4],
    data: &'b [u8],
    /// With its length, its name and its sum.
    whole: &'b [u8],
}

/// The chunks up to `IEND`, or to where they are broken.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let data = after.get(..length)?;
        let whole = rest.get(..length.checked_add(12)?)?;
        rest = if name == b"IEND" { &[] } else { rest.get(whole.len()..)? };
        Some(Chunk { name, data, whole })
    })
}

/// Adds a chunk.
pub(super) fn push(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or_default();
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&name);
    out.extend_from_slice(data);
    // CRC-32, a bit at a time: such a chunk has 26 bytes.
    let sum = name.iter().chain(data).fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    });
    out.extend_from_slice(&(!sum).to_be_bytes());
}
