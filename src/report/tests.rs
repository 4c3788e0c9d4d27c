//! Whole rendered text, for each form and for the lines that are hard to draw.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::ops::Range;

use super::*;
use crate::diagnostic::{Code, Diagnostics, code};
use crate::source::{FileId, Span};

fn rendered(diagnostics: &[Diagnostic], sources: &Sources, options: &Options<'_>) -> String {
    let mut to = anstream::StripStream::new(Vec::new());
    report(diagnostics, sources, options, &mut to).unwrap();
    String::from_utf8(to.into_inner()).unwrap()
}

fn options(format: Format) -> Options<'static> {
    Options { format, quiet: false, width: WIDTH, conclusion: Some("no book was written") }
}

fn one(code: &'static Code, file: FileId, range: Range<usize>, message: &str) -> Diagnostic {
    Diagnostics::new(false).push(code, Span::new(file, range), message).clone()
}

/// A book of one file with a broken link at `marked`, in human form without the summary.
fn drawn(text: &str, marked: Range<usize>) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let problem = one(&code::LINK_CHAPTER, file, marked, "no such chapter");
    rendered(&[problem], &sources, &Options { conclusion: None, ..options(Format::Human) })
}

/// The place of `what` in `text`.
fn at(text: &str, what: &str) -> Range<usize> {
    let start = text.find(what).unwrap();
    start..start + what.len()
}

fn sample() -> (Vec<Diagnostic>, Sources) {
    let text = "# The end\n\nSee [the end](ownership.md).\n";
    let mut sources = Sources::default();
    let file = sources.add("manuscript/03-end.md", text);
    let mut sink = Diagnostics::new(false);
    sink.push(
        &code::LINK_CHAPTER,
        Span::new(file, at(text, "ownership.md")),
        "no chapter `ownership.md` in this book",
    )
    .hint("did you mean `ownerships.md`?")
    .hint("or set `base-url`");
    sink.push(&code::FILE_MISSING, Place::Path("cover/front.png".into()), "the cover is not there");
    sink.push(&code::IMAGE_NO_ALT, Place::Book, "three images have no description")
        .hint("describe them");
    (sink.sorted(), sources)
}

#[test]
fn the_human_form() {
    let (diagnostics, sources) = sample();
    assert_eq!(
        rendered(&diagnostics, &sources, &options(Format::Human)),
        "\
error[link-chapter]: no chapter `ownership.md` in this book
 --> manuscript/03-end.md:3:15
  |
3 | See [the end](ownership.md).
  |               ^^^^^^^^^^^^
  = help: did you mean `ownerships.md`?
  = help: or set `base-url`

error[file-missing]: the cover is not there
 --> cover/front.png

warning[image-no-alt]: three images have no description
  = help: describe them

error: 2 errors and 1 warning: no book was written
"
    );
}

#[test]
fn the_short_form() {
    let (diagnostics, sources) = sample();
    assert_eq!(
        rendered(&diagnostics, &sources, &options(Format::Short)),
        "\
manuscript/03-end.md:3:15: error[link-chapter]: no chapter `ownership.md` in this book; \
help: did you mean `ownerships.md`?; help: or set `base-url`
cover/front.png: error[file-missing]: the cover is not there
warning[image-no-alt]: three images have no description; help: describe them
"
    );
}

#[test]
fn the_json_form() {
    let (diagnostics, sources) = sample();
    assert_eq!(
        rendered(&diagnostics, &sources, &options(Format::Json)),
        r#"{"type":"diagnostic","code":"link-chapter","severity":"error","message":"no chapter `ownership.md` in this book","path":"manuscript/03-end.md","line":3,"column":15,"end_line":3,"end_column":27,"byte_start":25,"byte_end":37,"hints":["did you mean `ownerships.md`?","or set `base-url`"]}
{"type":"diagnostic","code":"file-missing","severity":"error","message":"the cover is not there","path":"cover/front.png","line":null,"column":null,"end_line":null,"end_column":null,"byte_start":null,"byte_end":null,"hints":[]}
{"type":"diagnostic","code":"image-no-alt","severity":"warning","message":"three images have no description","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"byte_start":null,"byte_end":null,"hints":["describe them"]}
"#
    );
}

#[test]
fn quiet_shows_errors_only() {
    let (diagnostics, sources) = sample();
    let quiet = Options { quiet: true, ..options(Format::Human) };
    let text = rendered(&diagnostics, &sources, &quiet);
    assert!(!text.contains("warning"), "{text}");
    assert!(text.ends_with("\n\nerror: 2 errors: no book was written\n"), "{text}");
    let warning = &diagnostics[2..];
    assert_eq!(rendered(warning, &sources, &quiet), "");
}

#[test]
fn colours_are_written_and_can_be_stripped() {
    let (diagnostics, sources) = sample();
    let mut coloured = Vec::new();
    report(&diagnostics[..1], &sources, &options(Format::Human), &mut coloured).unwrap();
    let coloured = String::from_utf8(coloured).unwrap();
    assert!(
        coloured.starts_with("\u{1b}[1m\u{1b}[31merror[link-chapter]\u{1b}[0m"),
        "{coloured:?}"
    );
}

#[test]
fn wide_characters_take_two_columns() {
    let text = "한국어 [소유권](ownership.md) 장";
    assert_eq!(
        drawn(text, at(text, "소유권")),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:6
  |
1 | 한국어 [소유권](ownership.md) 장
  |         ^^^^^^
"
    );
}

#[test]
fn combining_marks_take_no_column() {
    let text = "cafe\u{301} [x](y)";
    assert_eq!(
        drawn(text, at(text, "y")),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:11
  |
1 | cafe\u{301} [x](y)
  |          ^
"
    );
}

#[test]
fn tabs_are_drawn_as_spaces() {
    let text = "\t-\t[x](y\tz)";
    assert_eq!(
        drawn(text, at(text, "y\tz")),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:8
  |
1 |     -    [x](y    z)
  |              ^^^^^^
"
    );
}

#[test]
fn control_characters_reach_no_terminal() {
    let text = "a\u{1b}[31m\u{202e}\r[x](y)";
    let mut sources = Sources::default();
    let file = sources.add("a\u{7}.md", text);
    let message = "no `\u{1b}[2J`\nhere";
    let problem = one(&code::LINK_CHAPTER, file, at(text, "y"), message);
    let mut to = Vec::new();
    report(std::slice::from_ref(&problem), &sources, &options(Format::Short), &mut to).unwrap();
    assert_eq!(
        String::from_utf8(to).unwrap(),
        "a\u{fffd}.md:1:13: error[link-chapter]: no `\u{fffd}[2J` here\n"
    );
    assert_eq!(
        rendered(&[problem], &sources, &Options { conclusion: None, ..options(Format::Human) }),
        "\
error[link-chapter]: no `\u{fffd}[2J` here
 --> a\u{fffd}.md:1:13
  |
1 | a\u{fffd}[31m\u{fffd}\u{fffd}[x](y)
  |             ^
"
    );
}

#[test]
fn a_span_of_several_lines_underlines_the_first() {
    let text = "one\ntwo [x\ny](z)\n";
    assert_eq!(
        drawn(text, at(text, "[x\ny](z)")),
        "\
error[link-chapter]: no such chapter
 --> a.md:2:5
  |
2 | two [x
  |     ^^
"
    );
}

#[test]
fn an_empty_span_gets_one_caret() {
    assert_eq!(
        drawn("ab", 1..1),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:2
  |
1 | ab
  |  ^
"
    );
    // The end of a file that ends in a line end.
    assert_eq!(
        drawn("ab\n", 3..3),
        "\
error[link-chapter]: no such chapter
 --> a.md:2:1
  |
2 |
  | ^
"
    );
    // Past the end, and of an empty file.
    assert_eq!(
        drawn("", 7..9),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:1
  |
1 |
  | ^
"
    );
}

#[test]
fn carriage_returns_of_line_ends_are_not_drawn() {
    let text = "a\r\nsee [x](y)\r\nb\r\n";
    assert_eq!(
        drawn(text, at(text, "(y)\r\nb")),
        "\
error[link-chapter]: no such chapter
 --> a.md:2:8
  |
2 | see [x](y)
  |        ^^^
"
    );
    // A place within the line end is at the end of the line.
    assert!(drawn(text, 13..14).contains("2 | see [x](y)\n  |           ^\n"));
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let text = "\u{feff}[x](y)";
    assert_eq!(
        drawn(text, at(text, "y")),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:5
  |
1 | [x](y)
  |     ^
"
    );
    assert!(drawn(text, 0..0).contains("a.md:1:1\n"));
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("{}[x](y){}", "left ".repeat(40), " right".repeat(40));
    assert_eq!(
        drawn(&text, at(&text, "y")),
        "\
error[link-chapter]: no such chapter
 --> a.md:1:205
  |
1 | …eft left left left left left [x](y) right right right right right right right right right right righ…
  |                                   ^
"
    );
    // Near the end there is more room for what stands before.
    let text = format!("{}[x](y)", "left ".repeat(40));
    let drawing = drawn(&text, at(&text, "y"));
    let line = drawing.lines().nth(3).unwrap();
    assert!(line.starts_with("1 | …") && line.ends_with("left [x](y)"), "{line}");
    assert_eq!(line.chars().count(), "1 | ".len() + 1 + 100);
    // What is meant is longer than the room: it is underlined as far as it is seen.
    let text = "x".repeat(300);
    let drawing = drawn(&text, 0..300);
    assert!(drawing.ends_with(&format!("1 | {}…\n  | {}\n", "x".repeat(100), "^".repeat(100))));
}

#[test]
fn a_line_of_marks_without_width_has_an_end() {
    let text = "\u{301}".repeat(100_000);
    let drawing = drawn(&text, 100_000..100_002);
    assert!(drawing.len() < 10_000, "{}", drawing.len());
}

#[test]
fn many_places_in_a_huge_line_cost_little() {
    let text = "é [x](y) ".repeat(3_000_000);
    let mut sources = Sources::default();
    let file = sources.add("a.md", text.as_str());
    let list: Vec<Diagnostic> = (0..2000)
        .map(|n| {
            let start = (2_000_000 + n) * 10 + 7;
            one(&code::LINK_CHAPTER, file, start..start + 1, "no such chapter")
        })
        .collect();
    let text = rendered(&list, &sources, &options(Format::Human));
    // Ten bytes are nine characters; were each counted from the line's start, this would take
    // minutes.
    assert!(text.contains(" --> a.md:1:18000007\n"), "{}", &text[..400]);
    assert!(text.contains(" --> a.md:1:18017998\n"));
}

#[test]
fn many_notes_of_one_code_are_folded() {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "<center>x</center>");
    let notes = |count: usize| -> Vec<Diagnostic> {
        let note = |n| one(&code::HTML_CHANGED, file, 0..8, &format!("changed {n}"));
        (1..=count).map(note).collect()
    };
    let folded = rendered(&notes(424), &sources, &options(Format::Human));
    assert_eq!(folded.matches("note[html-changed]").count(), 3);
    assert!(
        folded.ends_with(
            "1 | <center>x</center>\n  | ^^^^^^^^\n\n\
             … and 421 more `html-changed` notes; `--message-format short` lists them all\n"
        ),
        "{folded}"
    );
    let all = rendered(&notes(10), &sources, &options(Format::Human));
    assert_eq!(all.matches("note[html-changed]").count(), 10);
    assert_eq!(rendered(&notes(424), &sources, &options(Format::Short)).lines().count(), 424);
    let warnings: Vec<Diagnostic> =
        (0..50).map(|n| one(&code::IMAGE_NO_ALT, file, 0..1, &format!("image {n}"))).collect();
    let all = rendered(&warnings, &sources, &options(Format::Human));
    assert_eq!(all.matches("warning[image-no-alt]").count(), 50);
    assert!(all.ends_with("\n\nwarning: 50 warnings: no book was written\n"));
}

#[test]
fn positions_agree_with_those_of_the_sources() {
    let text = "\u{feff}# é\r\n\r\nx한y\n\u{10348}z";
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    for offset in 0..=text.len() {
        let span = Span::new(file, offset..offset);
        let expected = sources.locate(span);
        let place = lines::Lines::new(&sources).place(span);
        assert_eq!(
            (place.start.line, place.start.column),
            (expected.line, expected.column),
            "{offset}"
        );
    }
}

#[test]
fn sizes_in_units_that_people_use() {
    for (size, expected) in [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (1049, "1.0 kB"),
        (1050, "1.1 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (1_600_000, "1.6 MB"),
        (2_500_000_000, "2.5 GB"),
        (u64::MAX, "18,446,744.1 TB"),
    ] {
        assert_eq!(bytes(size), expected);
    }
    assert_eq!(grouped(562), "562");
    assert_eq!(grouped(562_000), "562,000");
    assert_eq!(grouped(1_234_567), "1,234,567");
}
