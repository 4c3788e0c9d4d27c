//! Images made here, treated, and read again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

use super::{Treated, exif, png, treat};
use crate::edition::Images;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Rgb, RgbImage, Rgba, RgbaImage,
};
use std::io::Cursor;

const PROFILE: &[u8] = b"a profile of colours, which is nobody's but the image's";
const SECRET: &[u8] = b"59.3293 N 18.0686 E";

const RED: [u8; 3] = [200, 20, 20];
const GREEN: [u8; 3] = [20, 180, 20];
const BLUE: [u8; 3] = [20, 20, 200];
const WHITE: [u8; 3] = [240, 240, 240];

/// Four fields of colour: red and green above, blue and white below.
fn fields(width: u32, height: u32) -> DynamicImage {
    let color = |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => WHITE,
    };
    RgbImage::from_fn(width, height, |x, y| Rgb(color(x, y))).into()
}

/// Grain that packs badly, so that fewer pixels are a smaller file.
fn grain(width: u32, height: u32) -> DynamicImage {
    let mut seed = 7_u32;
    RgbImage::from_fn(width, height, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(seed >> 24) as u8, (seed >> 16) as u8, (seed >> 8) as u8])
    })
    .into()
}

/// A block as cameras write it: the orientation, and more than that.
fn camera(orientation: u8) -> Vec<u8> {
    [&exif::of_orientation(orientation)[..], SECRET].concat()
}

fn with<E: ImageEncoder>(mut encoder: E, image: &DynamicImage, orientation: u8) {
    encoder.set_icc_profile(PROFILE.to_vec()).unwrap();
    let _ = encoder.set_exif_metadata(camera(orientation));
    image.write_with_encoder(encoder).unwrap();
}

fn jpeg(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    with(JpegEncoder::new_with_quality(&mut out, 95), image, orientation);
    let comment = [b"\xff\xfe\0\x15", SECRET].concat();
    let trailer = [&[0; 8], SECRET].concat();
    [&out[..2], &comment, &out[2..], &trailer].concat()
}

fn webp(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    with(WebPEncoder::new_lossless(&mut out), image, orientation);
    out
}

fn a_png(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    encoder.set_icc_profile(PROFILE.to_vec()).unwrap();
    image.write_with_encoder(encoder).unwrap();
    let mut more = Vec::new();
    png::push(&mut more, *b"eXIf", &camera(orientation));
    png::push(&mut more, *b"tEXt", &[b"Comment\0", SECRET].concat());
    // The head is 8 bytes and a chunk of 25.
    [&out[..33], &more, &out[33..], SECRET].concat()
}

fn decoded(bytes: &[u8]) -> (DynamicImage, Option<Vec<u8>>) {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap();
    let mut decoder = reader.into_decoder().unwrap();
    let profile = decoder.icc_profile().unwrap();
    (DynamicImage::from_decoder(decoder).unwrap(), profile)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn code(treated: &Treated) -> Option<&'static str> {
    treated.told.as_ref().map(|(code, _)| code.name)
}

const UNTOUCHED: Images = Images { max_side: 100, untouched: true };
const AT_100: Images = Images { max_side: 100, untouched: false };

#[test]
fn images_are_turned_as_the_camera_was_held() {
    let turned = [
        [RED, GREEN, BLUE, WHITE],
        [GREEN, RED, WHITE, BLUE],
        [WHITE, BLUE, GREEN, RED],
        [BLUE, WHITE, RED, GREEN],
        [RED, BLUE, GREEN, WHITE],
        [BLUE, RED, WHITE, GREEN],
        [WHITE, GREEN, BLUE, RED],
        [GREEN, WHITE, RED, BLUE],
    ];
    for (orientation, corners) in (1..).zip(turned) {
        for (name, make) in [("jpeg", jpeg as fn(&_, _) -> _), ("png", a_png), ("webp", webp)] {
            for max_side in [2560, 100] {
                let given = make(&fields(240, 160), orientation);
                let book = treat(given.clone(), Images { max_side, untouched: false });
                let (image, profile) = decoded(&book.bytes);
                let image = image.to_rgb8();
                let side = max_side.min(240);
                let (width, height) = (side, (side * 160 + 120) / 240);
                let size = if orientation > 4 { (height, width) } else { (width, height) };
                assert_eq!(image.dimensions(), size, "{name} {orientation}");
                let (width, height) = image.dimensions();
                let at = [(5, 5), (width - 6, 5), (5, height - 6), (width - 6, height - 6)];
                for ((x, y), color) in at.into_iter().zip(corners) {
                    let found = image.get_pixel(x, y).0;
                    let near = found.iter().zip(color).all(|(a, b)| a.abs_diff(b) < 24);
                    assert!(near, "{name} {orientation}: {found:?} at {x},{y}, not {color:?}");
                }
                assert_eq!(profile.as_deref(), Some(PROFILE), "{name} {orientation}");
                assert!(holds(&given, SECRET) && !holds(&book.bytes, SECRET), "{name}");
            }
        }
    }
}

#[test]
fn what_is_upright_and_small_keeps_its_pixels() {
    let image = fields(64, 32);
    for given in [jpeg(&image, 1), a_png(&image, 1), webp(&image, 1)] {
        for images in [Images::default(), UNTOUCHED] {
            let book = treat(given.clone(), images);
            assert_eq!(code(&book), None);
            assert!(decoded(&book.bytes) == decoded(&given));
            assert!(book.bytes.len() < given.len());
            assert!(!holds(&book.bytes, SECRET));
            let again = treat(book.bytes.clone(), images);
            assert!(again.bytes == book.bytes, "treated twice it changes");
        }
    }
}

#[test]
fn what_stays_untouched_still_says_how_it_is_turned() {
    let image = fields(240, 160);
    for given in [jpeg(&image, 6), a_png(&image, 6), webp(&image, 6)] {
        let book = treat(given.clone(), UNTOUCHED);
        assert_eq!(code(&book), None);
        assert!(!holds(&book.bytes, SECRET));
        assert!(decoded(&book.bytes) == decoded(&given));
        let reader = ImageReader::new(Cursor::new(&book.bytes)).with_guessed_format().unwrap();
        let orientation = reader.into_decoder().unwrap().orientation().unwrap();
        assert_eq!(orientation.to_exif(), 6);
    }
}

#[test]
fn large_images_are_scaled() {
    for make in [jpeg as fn(&_, _) -> _, a_png, webp] {
        let given = make(&grain(300, 200), 1);
        let book = treat(given.clone(), AT_100);
        let told = book.told.clone().unwrap();
        assert_eq!(told.0.name, "image-scaled");
        assert_eq!(told.1, "is scaled from 300x200 to 100x67 pixels");
        let (image, profile) = decoded(&book.bytes);
        assert_eq!((image.width(), image.height()), (100, 67));
        assert_eq!(profile.as_deref(), Some(PROFILE));
        assert!(book.bytes.len() < given.len());
    }
}

#[test]
fn drawings_are_scaled_only_where_they_are_far_too_large() {
    let drawing = fields(180, 120);
    for make in [a_png as fn(&_, _) -> _, webp] {
        let book = treat(make(&drawing, 1), AT_100);
        assert_eq!(code(&book), Some("image-large"));
        assert!(decoded(&book.bytes).0 == drawing);
    }
    let book = treat(a_png(&fields(202, 120), 1), AT_100);
    assert_eq!(code(&book), Some("image-scaled"));
    assert_eq!(decoded(&book.bytes).0.width(), 100);
}

#[test]
fn what_shines_through_stays_so() {
    // Red that is seen, beside green that is not: none of the green comes through.
    let image = RgbaImage::from_fn(300, 200, |x, y| {
        if x < 150 { Rgba([200, (y % 7) as u8, 0, 255]) } else { Rgba([0, 255, (y % 5) as u8, 0]) }
    });
    let given = a_png(&image.into(), 1);
    let book = treat(given, Images { max_side: 100, untouched: false });
    let (image, _) = decoded(&book.bytes);
    let image = image.to_rgba8();
    assert_eq!(image.dimensions(), (100, 67));
    for pixel in image.pixels().filter(|pixel| pixel.0[3] > 8) {
        assert!(pixel.0[1] < 40, "{pixel:?}");
    }
    assert_eq!(image.get_pixel(image.width() - 1, 0).0[3], 0);
}

/// A WebP of that chunks.
fn chunks(list: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in list {
        body.extend_from_slice(*name);
        body.extend_from_slice(&u32::try_from(data.len()).unwrap().to_le_bytes());
        body.extend_from_slice(data);
        body.resize(body.len() + data.len() % 2, 0);
    }
    [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
}

#[test]
fn what_moves_is_kept() {
    let still = a_png(&grain(300, 200), 6);
    let mut frames = Vec::new();
    png::push(&mut frames, *b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let given = [&still[..33], &frames, &still[33..]].concat();
    let book = treat(given.clone(), AT_100);
    assert_eq!(code(&book), Some("image-large"));
    assert!(decoded(&book.bytes).0 == decoded(&given).0);
    assert!(!holds(&book.bytes, SECRET));

    let head = [0x0a, 0, 0, 0, 43, 1, 0, 199, 0, 0];
    let given = chunks(&[
        (b"VP8X", &head),
        (b"ANIM", &[0; 6]),
        (b"ANMF", &[1; 33]),
        (b"EXIF", &camera(1)),
        (b"XMP ", SECRET),
    ]);
    let book = treat(given, AT_100);
    let wanted = [0x02, 0, 0, 0, 43, 1, 0, 199, 0, 0];
    assert_eq!(book.bytes, chunks(&[(b"VP8X", &wanted), (b"ANIM", &[0; 6]), (b"ANMF", &[1; 33])]));
    assert_eq!(book.told.unwrap().1, "is 300x200 pixels, larger than 100, and is kept: it moves");

    let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let head = b"GIF89a\x2c\x01\xc8\0\0\0\0";
    let repeat = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    let comment = b"\x21\xfe\x06secret\0";
    let given = [&head[..], repeat, comment, frame, frame, b"\x3bmore"].concat();
    let book = treat(given, AT_100);
    assert_eq!(code(&book), Some("image-large"));
    assert_eq!(book.bytes, [&head[..], repeat, frame, frame, b"\x3b"].concat());
}

/// Where the frame of a JPEG is described: behind its mark and length.
fn frame(jpeg: &[u8]) -> usize {
    jpeg.windows(2).position(|two| two == b"\xff\xc0").unwrap() + 4
}

#[test]
fn inks_are_kept() {
    let mut given = jpeg(&grain(300, 200), 6);
    let adobe = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0";
    given.splice(2..2, adobe.iter().copied());
    let book = treat(given, AT_100);
    let told = book.told.unwrap();
    assert_eq!(told.0.name, "image-large");
    assert!(told.1.contains("is 200x300 pixels"), "{}", told.1);
    assert!(holds(&book.bytes, adobe) && holds(&book.bytes, PROFILE));
    assert!(!holds(&book.bytes, SECRET));
    assert!(holds(&book.bytes, &exif::of_orientation(6)), "a reader is to turn it");
}

#[test]
fn what_is_cut_off_or_damaged_is_kept_and_told() {
    let whole = jpeg(&grain(300, 200), 1);
    let half = whole[..whole.len() / 2].to_vec();
    let book = treat(half, AT_100);
    assert_eq!(code(&book), Some("image-broken"));
    assert!(book.bytes.len() > whole.len() / 3 && !holds(&book.bytes, SECRET));

    let whole = webp(&grain(300, 200), 1);
    let half = whole[..whole.len() / 2].to_vec();
    let book = treat(half.clone(), AT_100);
    assert_eq!(code(&book), Some("image-broken"));
    assert_eq!(book.bytes, half);

    let mut damaged = a_png(&grain(300, 200), 1);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    let book = treat(damaged.clone(), AT_100);
    assert_eq!(code(&book), Some("image-broken"));
    assert!(holds(&book.bytes, &damaged[middle - 20..middle + 20]));
}

#[test]
fn an_image_of_more_pixels_than_memory_is_refused() {
    let mut bomb = jpeg(&fields(16, 16), 1);
    let at = frame(&bomb);
    bomb[at + 1..at + 5].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let book = treat(bomb.clone(), AT_100);
    assert_eq!(book.bytes, bomb);
    let why = super::known::image(&book.bytes).unwrap_err();
    assert!(why.contains("65535x65535"), "{why}");

    // Pixels that are allowed, and not there.
    bomb[at + 1..at + 5].copy_from_slice(&[0x04, 0, 0x04, 0]);
    let book = treat(bomb, AT_100);
    assert!(matches!(code(&book), Some("image-broken" | "image-large" | "image-scaled")));
}

#[test]
fn a_png_packed_in_haste_is_packed_with_care() {
    let image =
        RgbImage::from_fn(400, 300, |x, y| Rgb([(x * y / 90) as u8, (x / 3) as u8, (y ^ x) as u8]));
    let mut hasty = Vec::new();
    let (packing, filter) =
        (image::codecs::png::CompressionType::Fast, image::codecs::png::FilterType::Up);
    let encoder = PngEncoder::new_with_quality(&mut hasty, packing, filter);
    let image = DynamicImage::from(image);
    image.write_with_encoder(encoder).unwrap();
    assert!(png::is_hasty(&hasty));
    let book = treat(hasty.clone(), Images::default());
    assert!(book.bytes.len() < hasty.len());
    assert!(decoded(&book.bytes).0 == image);
    assert_eq!(treat(hasty.clone(), UNTOUCHED).bytes, hasty);
}

#[test]
fn damage_anywhere_stops_nothing() {
    let small = grain(24, 16);
    let mut random = fastrand::Rng::with_seed(11);
    for whole in [jpeg(&small, 6), a_png(&small, 6), webp(&small, 6)] {
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..random.usize(1..4) {
                let most = if random.bool() { 200 } else { 4000 };
                let at = random.usize(..bytes.len().min(most));
                bytes[at] = random.u8(..);
            }
            bytes.truncate(random.usize(bytes.len() / 2..bytes.len() * 2));
            let _ = treat(bytes, Images { max_side: 10, untouched: false });
        }
    }
}
