//! Images of pixels, as the book gets them: turned, no larger than readers show, nothing private.
//!
//! In: the bytes of any file, and what the metadata says of images. Out: the bytes for the book,
//! and what is to be told of them. Refuses to know: where the file lies and who shows it. What is
//! no image of pixels goes through as it is; whether a book can hold it is for `image` to say.
//!
//! Only heads of segments are read, until one tells that the pixels have to be touched: they stand
//! turned (EXIF), there are too many of them, or a PNG was packed in haste. The first two are drawn
//! anew; the third keeps its pixels.

mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use super::image as known;
use crate::diagnostic::{Code, code};
use crate::edition::Images;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{self as png_codec, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder as _, ImageResult, Limits};
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

/// Quality, of 100, of a JPEG that is drawn anew, without thinning of its colours: where the
/// difference is no longer seen at the size of a page.
const QUALITY: u8 = 88;

/// What a decoder may take besides the pixels, in bytes. Those are at most
/// [`known::MOST_PIXELS`] of eight bytes each.
const MEMORY: u64 = 1 << 30;

/// Images of more pixels than this are drawn one after the other, for the sake of memory.
const ALONE: u64 = 30_000_000;

/// A file as the book gets it.
#[derive(Debug, Default)]
pub(super) struct Treated {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What is to be told, to follow on the file's name.
    pub(super) told: Option<(&'static Code, String)>,
}

/// What the segments of a file tell.
#[derive(Debug, Default)]
struct Survey {
    /// The file without what is private; `None` where there is nothing of it.
    stripped: Option<Vec<u8>>,
    /// How the pixels are to be turned: 1 to 8 as EXIF counts, 1 for not at all.
    orientation: u8,
    /// Whether it moves.
    animated: bool,
    /// Whether it runs to its end.
    whole: bool,
    /// Whether its pixels can be read without a loss of colour.
    plain: bool,
    /// Whether its packing lost something already.
    lossy: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Gif,
    Jpeg,
    Png,
    WebP,
}

/// Makes of a file what the book is to hold.
pub(super) fn treat(bytes: Vec<u8>, wanted: Images) -> Treated {
    let as_given = |bytes| Treated { bytes, told: None };
    let Ok(known::Known { media_type, size: Some(size), .. }) = known::image(&bytes) else {
        return as_given(bytes);
    };
    let format = match media_type {
        "image/gif" => Format::Gif,
        "image/jpeg" => Format::Jpeg,
        "image/png" => Format::Png,
        "image/webp" => Format::WebP,
        _ => return as_given(bytes),
    };
    let survey = format.survey(&bytes, false);
    // Where a reader is to turn the image, the file has to go on saying how.
    let untouched = |bytes: Vec<u8>, survey: Survey| {
        let survey = if survey.orientation > 1 { format.survey(&bytes, true) } else { survey };
        survey.stripped.unwrap_or(bytes)
    };
    if !survey.whole && format != Format::Gif {
        let told = "ends in the middle: readers show a part of it, or nothing".to_owned();
        return Treated {
            bytes: untouched(bytes, survey),
            told: Some((&code::IMAGE_BROKEN, told)),
        };
    }
    if wanted.untouched {
        return as_given(untouched(bytes, survey));
    }
    let repacked = |bytes: Vec<u8>, animated: bool| {
        let hasty = format == Format::Png && !animated && png::is_hasty(&bytes);
        hasty.then(|| png::repack(&bytes)).flatten().unwrap_or(bytes)
    };
    // The size as it is seen: half of the orientations lay the image on its side.
    let upright = survey.orientation <= 1;
    let (width, height) = if survey.orientation > 4 { (size.1, size.0) } else { size };
    let scaled = fit((width, height), wanted.max_side);
    if scaled.is_none() && upright {
        let bytes = survey.stripped.unwrap_or(bytes);
        return as_given(repacked(bytes, survey.animated));
    }
    let large = |why: &str| {
        scaled.map(|_| {
            let max = wanted.max_side;
            let told = format!("is {width}x{height} pixels, larger than {max}, and is kept: {why}");
            (&code::IMAGE_LARGE, told)
        })
    };
    // Drawings and screens take less than a bit a pixel; their edges do not survive a small step.
    let little = width.max(height) / 2 <= wanted.max_side;
    let drawing = !survey.lossy && bytes.len() as u64 * 8 < u64::from(width) * u64::from(height);
    let kept = match (format, survey.animated, survey.plain) {
        (Format::Gif, ..) => Some("a GIF is never scaled"),
        (_, true, _) => Some("it moves"),
        (_, _, false) => Some("its colours would not stay the same"),
        _ if drawing && little && upright => Some("a drawing would be less sharp and no less data"),
        _ => None,
    };
    if let Some(why) = kept {
        let animated = survey.animated;
        let bytes = repacked(untouched(bytes, survey), animated);
        return Treated { bytes, told: large(why) };
    }
    let orientation =
        Orientation::from_exif(survey.orientation).unwrap_or(Orientation::NoTransforms);
    let target = fit(size, wanted.max_side);
    match format.draw_anew(&bytes, target, orientation, survey.lossy) {
        Ok(new) if new.len() < bytes.len() || !upright || !little => {
            let told = scaled.map(|(new_width, new_height)| {
                let told =
                    format!("is scaled from {width}x{height} to {new_width}x{new_height} pixels");
                (&code::IMAGE_SCALED, told)
            });
            Treated { bytes: new, told }
        }
        Ok(_) => Treated {
            bytes: repacked(untouched(bytes, survey), false),
            told: large("as a smaller image it would be a larger file"),
        },
        Err(_) => {
            let told =
                "is damaged: it can't be read to be scaled or turned, and is kept".to_owned();
            Treated { bytes: untouched(bytes, survey), told: Some((&code::IMAGE_BROKEN, told)) }
        }
    }
}

/// The size at which the longer side is `max`, where it is longer.
fn fit((width, height): (u32, u32), max: u32) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if longer <= max {
        return None;
    }
    let (wide, long) = (u64::from(max), u64::from(longer));
    // No side is longer than `max` now, and none vanishes.
    let scale = |side: u32| {
        let scaled = (u64::from(side) * wide + long / 2) / long;
        u32::try_from(scaled).map_or(max, |scaled| scaled.max(1))
    };
    Some((scale(width), scale(height)))
}

impl Format {
    fn survey(self, bytes: &[u8], turned_later: bool) -> Survey {
        match self {
            Format::Gif => gif::survey(bytes),
            Format::Jpeg => jpeg::survey(bytes, turned_later),
            Format::Png => png::survey(bytes, turned_later),
            Format::WebP => webp::survey(bytes, turned_later),
        }
    }

    /// Reads the pixels, scales them to `target`, turns them and writes them in the same format;
    /// a lossy WebP as JPEG where nothing shines through it, since WebP is only written without
    /// loss.
    fn draw_anew(
        self,
        bytes: &[u8],
        target: Option<(u32, u32)>,
        orientation: Orientation,
        lossy: bool,
    ) -> ImageResult<Vec<u8>> {
        static ONE: Mutex<()> = Mutex::new(());
        let cursor = || Cursor::new(bytes);
        let limits = || {
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(MEMORY);
            limits
        };
        let read = || match self {
            Format::Png => read(PngDecoder::with_limits(cursor(), limits())?),
            Format::WebP => read(WebPDecoder::new(cursor())?),
            Format::Jpeg | Format::Gif => read(JpegDecoder::new(cursor())?),
        };
        let (mut image, profile) = {
            let pixels = known::image(bytes).ok().and_then(|known| known.size);
            let many = pixels.is_some_and(|(w, h)| u64::from(w) * u64::from(h) > ALONE);
            let _one = many.then(|| ONE.lock().unwrap_or_else(PoisonError::into_inner));
            let (image, profile) = read()?;
            match target {
                Some(target) => (scale(&image, target)?, profile),
                None => (image, profile),
            }
        };
        image.apply_orientation(orientation);
        let mut out = Vec::new();
        match self {
            Format::Png => {
                let (packing, filter) =
                    (png_codec::CompressionType::Default, png_codec::FilterType::Adaptive);
                let encoder = PngEncoder::new_with_quality(&mut out, packing, filter);
                image.write_with_encoder(encoder)?;
                out = png::with_colors_of(&out, bytes);
            }
            Format::WebP if !lossy || image.color().has_alpha() => {
                let mut encoder = WebPEncoder::new_lossless(&mut out);
                if let Some(profile) = profile {
                    let _ = encoder.set_icc_profile(profile);
                }
                image.write_with_encoder(encoder)?;
            }
            _ => {
                let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
                if let Some(profile) = profile {
                    let _ = encoder.set_icc_profile(profile);
                }
                image.write_with_encoder(encoder)?;
            }
        }
        Ok(out)
    }
}

/// Pixels, and the profile that says which colours they are.
fn read(mut decoder: impl ImageDecoder) -> ImageResult<(DynamicImage, Option<Vec<u8>>)> {
    let profile = decoder.icc_profile().ok().flatten();
    Ok((DynamicImage::from_decoder(decoder)?, profile))
}

/// Scales by Lanczos' filter of three lobes; colours of what shines through count by its share.
fn scale(image: &DynamicImage, (width, height): (u32, u32)) -> ImageResult<DynamicImage> {
    let mut small = DynamicImage::new(width, height, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(image, &mut small, &options)
        .map_err(|error| image::ImageError::IoError(std::io::Error::other(error)))?;
    Ok(small)
}

#[cfg(test)]
mod tests;
