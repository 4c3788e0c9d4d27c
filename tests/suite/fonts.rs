//! Fonts in the book: every kind of file, and words set in what is left of a font.
//!
//! In: fonts of boxes (`tests/fonts`), the fonts of drawn covers, texts. Out: books that EPUBCheck
//! passes, whose fonts set every word of the text as the whole fonts do. Refuses to know: how a
//! font is reduced.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use rustybuzz::ttf_parser::OutlineBuilder;
use rustybuzz::{Face, UnicodeBuffer, shape};

use crate::support::{Book, Project};

fn file(path: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A font of the drawn covers.
fn of_covers(name: &str) -> Vec<u8> {
    let deflated = file(&format!("src/cover/fonts/{name}.zz"));
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(deflated.as_slice()).read_to_end(&mut bytes).unwrap();
    bytes
}

fn book(font: (&str, &[u8]), language: &str, text: &str) -> Book {
    Project::new()
        .file(
            "metadata.toml",
            &format!("title = \"T\"\nlanguage = \"{language}\"\nfonts = [\"{}\"]\n", font.0),
        )
        .bytes(font.0, font.1)
        .file("manuscript/1.md", &format!("# T\n\n{text}\n"))
        .builds()
}

/// The only font in a book.
fn only(book: &Book) -> (&str, &[u8]) {
    let fonts: Vec<_> =
        book.names().into_iter().filter(|name| name.starts_with("OEBPS/fonts/")).collect();
    let [name] = fonts.as_slice() else { panic!("not one font: {fonts:?}") };
    (name, book.find(name).unwrap())
}

/// A glyph's outline as text.
#[derive(Default)]
struct Outline(String);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        write!(self.0, "M{x} {y}").unwrap();
    }
    fn line_to(&mut self, x: f32, y: f32) {
        write!(self.0, "L{x} {y}").unwrap();
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        write!(self.0, "Q{a} {b} {x} {y}").unwrap();
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        write!(self.0, "C{a} {b} {c} {d} {x} {y}").unwrap();
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// A word as a font sets it: outlines, advances, offsets. Numbers of glyphs do not count.
fn set(face: &Face<'_>, word: &str) -> Vec<(String, [i32; 4])> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(word);
    buffer.guess_segment_properties();
    let set = shape(face, &[], buffer);
    let glyphs = set.glyph_infos().iter().zip(set.glyph_positions());
    glyphs
        .map(|(glyph, at)| {
            assert_ne!(glyph.glyph_id, 0, "{word} has a character without a glyph");
            let mut outline = Outline::default();
            let glyph = u16::try_from(glyph.glyph_id).unwrap();
            face.outline_glyph(rustybuzz::ttf_parser::GlyphId(glyph), &mut outline);
            (outline.0, [at.x_advance, at.y_advance, at.x_offset, at.y_offset])
        })
        .collect()
}

fn words_are_set_alike(whole: &[u8], part: &[u8], text: &str) {
    let (whole, part) = (Face::from_slice(whole, 0).unwrap(), Face::from_slice(part, 0).unwrap());
    for word in text.split_whitespace() {
        assert_eq!(set(&whole, word), set(&part, word), "{word}");
    }
}

const LATIN: &str =
    "Five efficient officers baffled by first-rate fjords: AVAST, Tolkien, Ævar, Łódź, naïve.";
const ARABIC: &str = "\u{628}\u{650}\u{633}\u{652}\u{645}\u{650} السلام عليكم ورحمة الله لا إله";
const KOREAN: &str = "겨울의 칼럼은 눈이 내리는 저녁에 쓰였다";
const JAPANESE: &str = "港の灯りが「ゆれて」いた。";

#[test]
fn words_are_set_as_in_the_whole_font() {
    for (name, language, text) in [
        ("latin", "en", LATIN),
        ("italic", "en", LATIN),
        ("arabic", "ar", ARABIC),
        ("hangul", "ko", KOREAN),
        ("japanese", "ja", JAPANESE),
    ] {
        let whole = of_covers(name);
        let ending = if whole.starts_with(b"OTTO") { "otf" } else { "ttf" };
        let book = book((&format!("{name}.{ending}"), &whole), language, text);
        let (_, part) = only(&book);
        println!("==> font {name}: {} bytes whole, {} in the book", whole.len(), part.len());
        assert!(part.len() * 10 < whole.len() * 9, "{name}: {} of {}", part.len(), whole.len());
        words_are_set_alike(&whole, part, text);
    }
}

/// The check above can fail: a font that lacks a rule sets a word in another way.
#[test]
#[should_panic(expected = "fi")]
fn a_ligature_that_is_lost_is_found() {
    let whole = file("tests/fonts/boxes.ttf");
    let name = whole.windows(4).position(|bytes| bytes == b"GSUB").unwrap();
    let mut without = whole.clone();
    without[name..name + 4].copy_from_slice(b"XSUB");
    words_are_set_alike(&whole, &without, "fi");
}

#[test]
fn every_kind_of_file_is_a_font_of_the_book() {
    let text = "A fine AVA.";
    let plain = file("tests/fonts/boxes.ttf");
    for (name, kind) in [
        ("boxes.ttf", "ttf"),
        ("boxes.otf", "otf"),
        ("boxes.woff", "ttf"),
        ("boxes.woff2", "ttf"),
        ("variable.ttf", "ttf"),
    ] {
        let given = file(&format!("tests/fonts/{name}"));
        let book = book((name, &given), "en", text);
        assert_eq!(book.outcome().stderr, "", "{name}");
        let (path, part) = only(&book);
        assert!(path.ends_with(kind), "{path}");
        if name == "variable.ttf" {
            let (mut whole, mut part) =
                (Face::from_slice(&given, 0).unwrap(), Face::from_slice(part, 0).unwrap());
            let weight = rustybuzz::ttf_parser::Tag::from_bytes(b"wght");
            for value in [400.0, 550.0, 700.0] {
                let to = [rustybuzz::Variation { tag: weight, value }];
                whole.set_variations(&to);
                part.set_variations(&to);
                assert_eq!(set(&whole, "fine"), set(&part, "fine"), "{value}");
            }
        } else {
            let whole = if kind == "otf" { &given } else { &plain };
            words_are_set_alike(whole, part, text);
            assert!(part.len() < whole.len(), "{name}");
        }
        let css = book.text("OEBPS/styles/book.css");
        let media = if kind == "otf" { "font/otf" } else { "font/ttf" };
        assert!(book.text("OEBPS/content.opf").contains(media), "{name}");
        assert!(css.contains("@font-face") && !css.contains("!important"), "{name}");
    }
}

#[test]
fn a_collection_gives_all_its_faces_or_the_one_that_is_named() {
    let given = file("tests/fonts/boxes.ttc");
    let fonts = |named: &str| {
        let book = Project::new()
            .file(
                "metadata.toml",
                &format!("title = \"T\"\nlanguage = \"en\"\n[fonts]\nheadings = \"{named}\"\n"),
            )
            .bytes("boxes.ttc", &given)
            .file("manuscript/1.md", "# Title\n\nText.\n")
            .builds();
        let css = book.text("OEBPS/styles/book.css").to_owned();
        let names = book.names().iter().filter(|name| name.contains("/fonts/")).count();
        (names, css)
    };
    let (all, css) = fonts("boxes.ttc");
    assert_eq!(all, 2);
    assert!(css.contains("font-weight: 700") && css.contains("font-weight: 400"), "{css}");
    assert!(css.contains("h1, h2, h3, h4, h5, h6 {\n  font-family: \"Boxes\""), "{css}");
    assert!(!css.contains("\nbody {\n  font-family"), "{css}");
    let (one, css) = fonts("boxes.ttc#Boxes-Bold");
    assert_eq!(one, 1);
    assert!(!css.contains("font-weight: 400;\n  font-style: normal;\n  src"), "{css}");
}

/// A font is a stranger's program: whatever its bytes are, the book comes out, or an error says
/// what is wrong with the file.
#[test]
fn damaged_fonts_are_told_and_harm_nothing() {
    let mut random = fastrand::Rng::with_seed(11);
    let kinds: Vec<Vec<u8>> =
        ["boxes.ttf", "boxes.otf", "boxes.woff", "boxes.woff2", "boxes.ttc", "variable.ttf"]
            .map(|name| file(&format!("tests/fonts/{name}")))
            .into();
    let mut refused = 0;
    for round in 0..300 {
        let mut bytes = kinds[round % kinds.len()].clone();
        match round % 3 {
            0 => bytes.truncate(random.usize(0..bytes.len())),
            _ => {
                for _ in 0..random.usize(1..20) {
                    let at = random.usize(4..bytes.len());
                    bytes[at] = random.u8(..);
                }
            }
        }
        let project = Project::new()
            .file("metadata.toml", "title = \"T\"\nlanguage = \"en\"\nfonts = [\"f.ttf\"]\n")
            .bytes("f.ttf", &bytes)
            .file("manuscript/1.md", "# T\n\nA fine AVA.\n");
        let outcome = project.run(&[]);
        let refusal = outcome.stderr.contains("error[font-invalid]")
            || outcome.stderr.contains("error[font-licence]");
        assert!(!outcome.stderr.contains("panicked"), "round {round}: {outcome:#?}");
        match outcome.status {
            Some(0) => assert!(!refusal, "round {round}: {outcome:#?}"),
            Some(1) => assert!(refusal, "round {round}: {outcome:#?}"),
            _ => panic!("round {round}: {outcome:#?}"),
        }
        refused += usize::from(refusal);
    }
    assert!((50..300).contains(&refused), "{refused} of 300 were refused");
}
