//! Tests of drawn covers: colours that can be read, lines that end where they may, fonts that are
//! whole.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::face::{Faces, Style};
use super::lines::{Room, Set, set};
use super::palette::{Colour, PALETTES};
use super::*;
use crate::edition::{Person, Series, Title};
use crate::labels;

/// Contrast of two colours. Source: WCAG 2.2, relative luminance and contrast ratio.
fn contrast(a: Colour, b: Colour) -> f64 {
    let luminance = |colour: Colour| {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_can_be_read_on_every_ground() {
    for palette in &PALETTES {
        let found = contrast(palette.ink, palette.ground);
        assert!(found >= 7.0, "{palette:?}: {found:.1}");
        // The rule and the ornament are no text; they have to be seen (WCAG 2.2, 1.4.11).
        let found = contrast(palette.accent, palette.ground);
        assert!(found >= 3.0, "{palette:?}: {found:.1}");
    }
}

/// Every letter as wide as 1.
fn lines(text: &str, width: f32) -> Set {
    let room = Room { width, height: 1000.0, largest: 100.0, smallest: 20.0, leading: 1.0 };
    set(text, room, &letters)
}

fn letters(piece: &str) -> f32 {
    f32::from(u16::try_from(piece.chars().count()).unwrap())
}

#[test]
fn lines_are_as_long_as_one_another() {
    assert_eq!(lines("Emma", 1000.0).lines, ["Emma"]);
    assert_eq!(lines("Emma", 1000.0).size.to_bits(), 100.0_f32.to_bits());
    assert_eq!(lines("Pride and Prejudice", 1000.0).lines, ["Pride and", "Prejudice"]);
    let low = Room { width: 1000.0, height: 300.0, largest: 100.0, smallest: 20.0, leading: 1.0 };
    assert_eq!(
        set("The History of the Decline and Fall of the Roman Empire", low, &letters).lines,
        ["The History", "of the Decline", "and Fall of the", "Roman Empire"]
    );
}

#[test]
fn lines_end_where_the_script_allows() {
    // No closing bracket, comma, small kana or long vowel begins a line; no opening bracket ends
    // one.
    let japanese = "「ちょっと待って」、とキャサリンは言った。「コーヒーは?」";
    for width in [200.0, 300.0, 400.0, 600.0] {
        let lines = lines(japanese, width).lines;
        assert_eq!(lines.concat(), japanese);
        for line in lines {
            assert!(
                !line.starts_with(['」', '、', '。', 'ゃ', 'ょ', 'ッ', 'っ', 'ー', '?']),
                "{line}"
            );
            assert!(!line.ends_with('「'), "{line}");
        }
    }
    // Korean ends its lines at spaces.
    assert_eq!(lines("겨울의 칼럼", 300.0).lines, ["겨울의", "칼럼"]);
    assert_eq!(lines("Un-inhabited", 700.0).lines, ["Un-", "inhabited"]);
}

#[test]
fn a_word_too_wide_is_divided_and_a_text_too_long_is_cut() {
    let word = lines(&"x".repeat(120), 1000.0);
    assert!(word.lines.len() > 2 && !word.cut && word.size >= 20.0, "{word:?}");
    let text = lines(&"word ".repeat(2000), 1000.0);
    assert!(text.cut && text.lines.last().unwrap().ends_with('…'), "{text:?}");
    assert!(text.size >= 19.9);
    assert!(lines("", 1000.0).lines.is_empty());
}

#[test]
fn every_font_is_whole() {
    let faces = Faces::new("ko", &[]);
    for (c, font) in
        [('A', 0), ('Ж', 0), ('ἀ', 0), ('ש', 2), ('ع', 3), ('힣', 4), ('あ', 5), ('龍', 5)]
    {
        assert_eq!(faces.choose(&c.to_string(), Style::Upright), [Some(font)], "{c}");
    }
    // Forms of ideographs follow the language; signs go with the letters beside them.
    assert_eq!(Faces::new("zh-TW", &[]).choose("龍", Style::Upright), [Some(5)]);
    assert_eq!(faces.choose("「겨」", Style::Upright), [Some(4); 3]);
    assert_eq!(faces.choose("a b", Style::Italic), [Some(1); 3]);
    assert_eq!(faces.choose("न", Style::Upright), [None]);
    assert!(!faces.draw('🎉') && !faces.draw('न') && faces.draw('\u{200f}'));
}

#[test]
fn a_font_that_is_given_is_asked_last() {
    let file = flate2::bufread::ZlibDecoder::new(&include_bytes!("fonts/hebrew.zz")[..]);
    let mut font = Vec::new();
    std::io::copy(&mut { file }, &mut font).unwrap();
    let faces = Faces::new("en", &[b"no font", &font]);
    assert_eq!(faces.choose("aש", Style::Upright), [Some(0), Some(2)]);
    assert!(!faces.draw('न'));
}

#[test]
fn parts_of_hangul_syllables_come_together() {
    assert_eq!(tidy("\u{1100}\u{1167}\u{110b}\u{116e}\u{11af}"), "겨울");
    assert_eq!(tidy(" a\t\nb\u{a0}c\u{7}\u{feff} "), "a b\u{a0}c");
}

fn edition(title: &str, author: &str) -> Edition {
    Edition {
        language: "en".into(),
        title: Title { main: title.into(), ..Title::default() },
        people: vec![Person { name: author.into(), ..Person::default() }],
        ..Edition::default()
    }
}

#[test]
fn neighbours_in_a_series_differ() {
    let colours = |position: &str| {
        let series =
            Series { name: "Seas".into(), position: Some(position.into()), ..Series::default() };
        let edition = Edition { series: Some(series), ..edition("T", "A") };
        let chance = Chance::of(&edition, position);
        (chance.colours % PALETTES.len() as u64, chance.ornament)
    };
    for number in 1..20_u8 {
        let (one, next) = (colours(&number.to_string()), colours(&(number + 1).to_string()));
        assert_ne!(one.0, next.0);
        assert_eq!(one.1, next.1);
    }
}

/// Odd metadata makes an odd cover or none, and never a panic.
#[test]
fn anything_can_be_a_title() {
    let hostile = [
        "\u{202e}abc\u{202c}\u{200d}".to_owned(),
        "\u{301}\u{301}\u{301}".into(),
        "a\u{2029}b\u{1c}c\u{85}d".into(),
        "\u{feff}".into(),
        "…".into(),
        "</svg>&<script>".into(),
        "ש\u{5b0}1234abc(ת)".into(),
        "\u{200d}".into(),
        "x".repeat(100_000),
        "字".repeat(3000),
        "ا".repeat(500),
        "لا ".repeat(300),
    ];
    for title in hostile {
        for author in ["", "Ada", title.as_str()] {
            let drawn = draw(&edition(&title, author), labels::for_language("en"), &title, &[]);
            assert!(drawn.png.is_some() || title.chars().count() < 6, "{title:?}");
        }
    }
}
