//! Images of pixels on their way into a book.
//!
//! In: pictures as cameras and programs leave them. Out: books in which EPUBCheck finds nothing,
//! whose pictures are upright, of a size that readers show, and say nothing of who took them.
//! Refuses to know: the segments of single formats; the unit tests of that room hold them.

use std::fmt::Write as _;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageReader, Rgb, RgbImage};

use crate::support::{Book, Project};

/// EXIF as a phone writes it: it was held upright (6), and where.
const CAMERA: &[u8] =
    b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 37.5 N 127.0 E";
const PROFILE: &[u8] = b"not a profile, but kept as one";

/// A photograph with grain, red on its left and blue on its right.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut seed = 1_u32;
    let pixel = |x, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = u8::try_from(seed >> 27).unwrap();
        if x < width / 2 { Rgb([200 + grain, grain, grain]) } else { Rgb([grain, grain, 220]) }
    };
    RgbImage::from_fn(width, height, pixel).into()
}

fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 95);
    encoder.set_exif_metadata(CAMERA.to_vec()).unwrap();
    encoder.set_icc_profile(PROFILE.to_vec()).unwrap();
    image.write_with_encoder(encoder).unwrap();
    out
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    encoder.set_icc_profile(PROFILE.to_vec()).unwrap();
    image.write_with_encoder(encoder).unwrap();
    out
}

fn webp(image: &DynamicImage) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut out);
    encoder.set_exif_metadata(CAMERA.to_vec()).unwrap();
    image.write_with_encoder(encoder).unwrap();
    out
}

/// The album: three formats, a cover, an image in its own address; `metadata` is added to.
fn album(metadata: &str) -> Project {
    Project::new()
        .file("metadata.toml", &format!("title = \"The Strait\"\nlanguage = \"en\"\n{metadata}"))
        .file(
            "manuscript/1.md",
            "# One\n\n![the tower](a.jpg)\n\n![the lamp](b.png)\n\n![the sea](c.webp)\n",
        )
        .bytes("cover/cover.jpg", &jpeg(&photograph(320, 200)))
        .bytes("manuscript/a.jpg", &jpeg(&photograph(300, 200)))
        .bytes("manuscript/b.png", &png(&photograph(240, 160)))
        .bytes("manuscript/c.webp", &webp(&photograph(120, 90)))
}

#[track_caller]
fn picture(book: &Book, name: &str) -> RgbImage {
    let bytes = book.find(name).unwrap();
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap().to_rgb8()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn photographs_are_upright_of_a_readers_size_and_tell_nothing() {
    let book = album("[images]\nmax-side = 150\n").builds();
    let said = &book.outcome().stderr;
    for told in [
        "note[image-scaled]: `cover/cover.jpg` is scaled from 200x320 to 94x150 pixels",
        "note[image-scaled]: `manuscript/a.jpg` is scaled from 200x300 to 100x150 pixels\n \
         --> manuscript/1.md:3:14",
        "note[image-scaled]: `manuscript/b.png` is scaled from 240x160 to 150x100 pixels",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("c.webp"), "{said}");
    for (name, size) in [
        ("images/cover.jpg", (94, 150)),
        ("images/a.jpg", (100, 150)),
        ("images/b.png", (150, 100)),
        ("images/c.webp", (90, 120)),
    ] {
        let picture = picture(&book, name);
        assert_eq!(picture.dimensions(), size, "{name}");
        // Turned to the right, what was left is above; the PNG was not turned.
        let far = if name.ends_with("png") { (size.0 - 9, 9) } else { (9, size.1 - 9) };
        let (red, blue) = (picture.get_pixel(9, 9).0, picture.get_pixel(far.0, far.1).0);
        assert!(red[0] > 180 && red[2] < 60 && blue[0] < 60 && blue[2] > 180, "{name}");
        assert!(!has(book.find(name).unwrap(), b"GPS"), "{name}");
    }
    assert!(has(book.find("images/a.jpg").unwrap(), PROFILE));
}

#[test]
fn images_of_a_readers_size_lose_nothing_but_what_is_private() {
    let book = album("").builds();
    assert_eq!(book.outcome().stderr, "");
    assert_eq!(picture(&book, "images/b.png"), photograph(240, 160).to_rgb8());
    let turned = photograph(120, 90).rotate90().to_rgb8();
    assert_eq!(picture(&book, "images/c.webp"), turned);
}

#[test]
fn images_can_be_left_as_they_are() {
    let book = album("[images]\nmax-side = 100\nuntouched = true\n").builds();
    assert_eq!(book.outcome().stderr, "");
    for (name, given) in [
        ("images/a.jpg", photograph(300, 200)),
        ("images/b.png", photograph(240, 160)),
        ("images/c.webp", photograph(120, 90)),
    ] {
        let book = book.find(name).unwrap();
        assert!(!has(book, b"GPS"), "{name}");
        let given = match name.rsplit_once('.').unwrap().1 {
            "jpg" => jpeg(&given),
            "png" => png(&given),
            _ => webp(&given),
        };
        let decode = |bytes| image::load_from_memory(bytes).unwrap();
        assert!(decode(book) == decode(&given), "{name}");
    }
}

#[test]
fn any_number_of_threads_makes_the_same_pictures() {
    let project = album("[images]\nmax-side = 150\n");
    let one = project.again(&["-j".as_ref(), "1".as_ref()]).unwrap();
    assert!(one == project.again(&["-j".as_ref(), "8".as_ref()]).unwrap());
}

#[test]
fn images_of_styles_and_of_addresses_go_through_the_same_door() {
    let camera = jpeg(&photograph(60, 40));
    let address = camera.iter().fold(String::new(), |mut address, byte| {
        write!(address, "%{byte:02x}").unwrap();
        address
    });
    let book = Project::new()
        .file(
            "metadata.toml",
            "title = \"The Strait\"\nlanguage = \"en\"\nstyles = [\"book.css\"]\n",
        )
        .file("book.css", "p { background: url(back.jpg) }")
        .bytes("back.jpg", &jpeg(&photograph(80, 40)))
        .file("manuscript/1.md", &format!("# One\n\n![a dot](data:image/jpeg,{address})\n"))
        .builds();
    for name in ["images/back.jpg", "images/data.jpg"] {
        let picture = picture(&book, name);
        assert!(picture.width() < picture.height(), "{name} is not upright");
        assert!(!has(book.find(name).unwrap(), b"GPS"), "{name}");
    }
}

#[test]
fn a_book_over_its_size_is_refused_with_the_largest_in_it() {
    let project = |most: &str| {
        Project::new()
            .file(
                "metadata.toml",
                &format!("title = \"The Strait\"\nlanguage = \"en\"\nmax-size = \"{most}\"\n"),
            )
            .file("manuscript/1.md", "# One\n\n![the tower](a.png)\n")
            .bytes("manuscript/a.png", &png(&photograph(400, 400)))
    };
    project("5 MB").builds();
    let said = project("50 kB").try_fails().unwrap();
    assert!(said.contains("error[book-size]") && said.contains("`images/a.png` ("), "{said}");
    assert!(said.contains("metadata.toml:3:12"), "{said}");
    let book = project("50 kB").args(["--lenient"]).builds();
    assert!(book.outcome().stderr.contains("warning[book-size]"));
    for wrong in ["20", "20  MB", "MB", "1,5 MB", "-1 MB", "0 MB", "1e3 B", "99999999999999 GB"] {
        let said = project(wrong).try_fails().unwrap();
        assert!(said.contains("is not a size"), "{wrong}: {said}");
    }
}
