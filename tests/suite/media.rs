//! Sounds, films, drawings and style sheets that are odd or hostile.
//!
//! In: files of every kind that a chapter or the metadata may name. Out: books in which EPUBCheck
//! finds nothing, with what was changed or left out reported.

use crate::support::{Book, Project};

const MP3: &[u8] = b"ID3\x04\0\0\0\0\0\0\0\0";
const M4A: &[u8] = b"\0\0\0\x18ftypM4A \0\0\0\0";
const OPUS: &[u8] = b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead";
const VORBIS: &[u8] = b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x1e\x01vorbis";
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\0\0";
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm";
const MKV: &[u8] = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska";
const VTT: &[u8] = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n";

fn project() -> Project {
    Project::new().file("metadata.toml", "title = \"The Strait\"\nlanguage = \"en\"\n")
}

/// Builds a chapter of that HTML with all the files above beside it.
#[track_caller]
fn chapter(html: &str) -> Book {
    let files = [
        ("a.mp3", MP3),
        ("a.m4a", M4A),
        ("a.opus", OPUS),
        ("a.ogg", VORBIS),
        ("v.mp4", MP4),
        ("v.webm", WEBM),
        ("v.mkv", MKV),
        ("t.vtt", VTT),
    ];
    let project = project().file("manuscript/1.md", &format!("# One\n\n{html}\n"));
    let add = |project: Project, (name, bytes): (&str, &[u8])| {
        project.bytes(&format!("manuscript/{name}"), bytes)
    };
    files.into_iter().fold(project, add).args(["--lenient"]).builds()
}

#[test]
fn sounds_and_films_are_packed_with_their_types() {
    let book = chapter(
        "<p><audio src=\"a.mp3\">no</audio> <audio><source src=\"a.opus\"><source src=\"a.m4a\">\
         </audio> <video src=\"v.mp4\"><track src=\"t.vtt\" kind=\"captions\" srclang=\"en\" \
         label=\"English\"></video> <video><source src=\"v.webm\"></video></p>",
    );
    for (path, kind) in [
        ("audio/a.mp3", "audio/mpeg"),
        ("audio/a.opus", "audio/ogg; codecs=opus"),
        ("audio/a.m4a", "audio/mp4"),
        ("video/v.mp4", "video/mp4"),
        ("video/v.webm", "video/webm"),
        ("video/t.vtt", "text/vtt"),
    ] {
        let item = format!("href=\"{path}\" media-type=\"{kind}\"");
        assert!(book.opf().contains(&item), "{item} is not in {}", book.opf());
        assert!(book.text("text/1.xhtml").contains(&format!("src=\"../{path}\"")), "{path}");
    }
}

/// What was written, what of it is in the book, and the code of what was said.
const NOT_PLAYED: &[(&str, &str, &str)] = &[
    ("<audio src=\"a.ogg\">the bell</audio>", "the bell", "media-invalid"),
    ("<audio src=\"t.vtt\">the bell</audio>", "the bell", "media-invalid"),
    ("<video src=\"v.mkv\">the sea</video>", "the sea", "media-invalid"),
    ("<video src=\"none.mp4\">the sea</video>", "the sea", "media-missing"),
    ("<video src=\"\">the sea</video>", "the sea", "media-missing"),
    ("<video src=\".\">the sea</video>", "the sea", "media-invalid"),
    ("<video src=\"../../../x.mp4\">the sea</video>", "the sea", "file-outside"),
    (
        "<video src=\"https://a.example/v.mp4\">the sea</video>",
        "<a class=\"remote-media\" href=\"https://a.example/v.mp4\">",
        "media-remote",
    ),
    (
        "<audio><source src=\"//a.example/a.mp3\">the bell</audio>",
        "<a class=\"remote-media\" href=\"https://a.example/a.mp3\">",
        "media-remote",
    ),
    ("<video src=\"v.mp4\"><track src=\"a.mp3\">no</video>", "<video ", "media-invalid"),
    ("<video src=\"v.mp4\" poster=\"t.vtt\">no</video>", "<video ", "image-invalid"),
    ("<img src=\"a.mp3\" alt=\"the bell\">", "the bell", "image-invalid"),
    ("<img src=\"data:image/png;base64,!\" alt=\"the bell\">", "the bell", "image-invalid"),
    ("<img src=\"data:text/html,x\" alt=\"the bell\">", "the bell", "image-invalid"),
];

#[test]
fn what_cannot_be_played_gives_way_to_what_can_be_read() {
    let rows: Vec<String> = NOT_PLAYED.iter().map(|row| format!("<p>{}</p>", row.0)).collect();
    let book = chapter(&rows.join("\n\n"));
    let page = book.text("text/1.xhtml");
    for (written, held, code) in NOT_PLAYED {
        assert!(page.contains(held), "{written}: no {held} in {page}");
        let one = chapter(&format!("<p>{written}</p>"));
        let said = &one.outcome().stderr;
        assert!(said.contains(&format!("[{code}]")), "{written}: {said}");
    }
}

#[test]
fn an_image_in_its_own_address_is_packed() {
    let book = chapter(
        "<p><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=\" \
         alt=\"a dot\"></p>",
    );
    assert!(book.find("images/data.gif").is_some(), "{:#?}", book.names());
}

/// A drawing's content, what must not be in the book, and a word of what was said.
const DRAWINGS: &[(&str, &str, &str)] = &[
    ("<script>alert(1)</script>", "alert", "a script"),
    ("<g onload=\"alert(1)\"/>", "alert", "an event handler"),
    ("<a href=\"javascript:alert(1)\"><text>x</text></a>", "alert", "a reference"),
    ("<image href=\"http://a.example/x.png\"/>", "a.example", "a reference"),
    ("<use href=\"other.svg#a\"/>", "other", "a reference"),
    ("<rect fill=\"url(http://a.example/x)\"/>", "a.example", "a style"),
    ("<rect style=\"fill:expression(x)\"/>", "expression", "a style"),
    ("<style>@import 'http://a.example/x.css';</style>", "a.example", "a style"),
    ("<style>text{direction:rtl}</style>", "direction", "a style"),
    ("<style>text{;</style>", "text{", "a style"),
    ("<rect id=\"a\"/><circle id=\"a\"/>", "<circle id", "an id"),
    ("<title>T<b>x</b></title>", "<b>", "markup inside a title"),
    ("<animate attributeName=\"x\"/>", "animate", "an animation"),
    (
        "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
        "<p",
        "HTML",
    ),
    ("<text>a\u{1}b\u{fffe}</text>", "\u{1}", "a character"),
];

#[test]
fn drawings_lose_what_a_book_cannot_hold() {
    for (content, lost, told) in DRAWINGS {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>");
        let book = project()
            .file("manuscript/1.md", "# One\n\n![a map](map.svg)\n")
            .file("manuscript/map.svg", &svg)
            .builds();
        let said = &book.outcome().stderr;
        assert!(said.contains("svg-changed") && said.contains(told), "{content}: {said}");
        let map = book.text("images/map.svg");
        assert!(!map.contains(lost), "{content}: {map}");
    }
}

#[test]
fn drawings_that_are_none_are_told() {
    let bomb = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;\">\
                <!ENTITY e \"&d;&d;&d;&d;&d;\">]><svg xmlns=\"http://www.w3.org/2000/svg\">\
                <text>&e;&e;&e;&e;&e;&e;&e;&e;</text></svg>";
    for svg in [
        bomb,
        "<svg xmlns=\"http://example.com/\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>",
        "\u{1f}\u{8b}",
    ] {
        let book = project()
            .file("manuscript/1.md", "# One\n\n![a map](map.svg)\n")
            .file("manuscript/map.svg", svg)
            .args(["--lenient"])
            .builds();
        assert!(book.outcome().stderr.contains("image-invalid"), "{svg}");
        assert!(book.text("text/1.xhtml").contains("a map"), "{svg}");
    }
}

#[test]
fn drawings_in_other_encodings_are_read() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>ü</text></svg>";
    let wide: Vec<u8> =
        format!("\u{feff}{svg}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".to_vec();
    latin.extend(svg.chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
    for bytes in [wide, latin] {
        let book = project()
            .file("manuscript/1.md", "# One\n\n![a map](map.svg)\n")
            .bytes("manuscript/map.svg", &bytes)
            .builds();
        assert!(book.text("images/map.svg").contains("<text>ü</text>"));
    }
}

/// Builds a book with that style sheet and a sound one.
#[track_caller]
fn styled(css: &[u8]) -> Book {
    Project::new()
        .file(
            "metadata.toml",
            "title = \"The Strait\"\nlanguage = \"en\"\nstyles = [\"book.css\", \"good.css\"]\n",
        )
        .file("manuscript/1.md", "# One\n\nThe tide.\n")
        .file("good.css", "p { color: green }")
        .file("other.css", "p { color: blue }")
        .bytes("book.css", css)
        .args(["--lenient"])
        .builds()
}

#[test]
fn style_sheets_with_a_mistake_are_left_out_and_told() {
    let sheets: &[&[u8]] = &[
        b"@import url(http://a.example/x.css);",
        b"@import 'none.css';",
        b"@\\69mport 'http://a.example/x.css';",
        b"@import url('book.css');",
        b"@font-face { src: url(https://a.example/x.woff) }",
        b"@font-face {}",
        b"p { background: url() }",
        b"p { background: url(javascript:x) }",
        b"p { background: u\\72l(http://a.example/x.png) }",
        b"p { background: image-set('http://a.example/x.png' 1x) }",
        b"p { background: url(../../x.png) }",
        b"p { background: url(data:image/png;base64,AAAA) }",
        b"p { behavior: url(x.htc) }",
        b"p { direction: rtl }",
        b"p { Unicode-Bidi: embed }",
        b"p { color }",
        b"p {{}}",
        b"p { *color: red }",
        b"p { color: red; & em { color: blue } }",
        b"p { color: red } // no comment\nq { color: blue }",
        b"<style>p { color: red }</style>",
        b"p, { color: red }",
        b".1 { color: red }",
        b"@",
        b"p::before { content: '\xfc' }",
        b"\xff\xfep\0",
    ];
    for css in sheets {
        let book = styled(css);
        let css = String::from_utf8_lossy(css);
        assert!(book.outcome().stderr.contains("[style-invalid]"), "{css}");
        assert!(book.find("styles/good.css").is_some(), "{css}");
        assert!(book.find("styles/book-2.css").is_none(), "{css}");
    }
}

#[test]
fn style_sheets_that_are_odd_and_sound_are_kept() {
    let sheets: &[&str] = &[
        "",
        "\u{feff}p { color: red }",
        "@charset \"iso-8859-1\"; p { color: red }",
        "@namespace svg url(http://www.w3.org/2000/svg); svg|a { fill: red }",
        "@import url('other.css') screen; p { color: red }",
        "p { position: fixed; ;; color: red !important;; }",
        "p { color: red",
        "p::before { content: '\u{1}\u{2028}💩' } /* unclosed",
        "@media (min-width: 1px) { p { color: red } } @page :first { margin: 2cm }",
        "@supports (display: grid) { p > q + a ~ b, *|*:not(.x)::after { width: calc(1px + 2%) } }",
        "@keyframes x { from { top: 0 } 50% { top: 1px } }",
        "p { background: url(#x) } <!-- q { color: blue } -->",
    ];
    for css in sheets {
        let book = styled(css.as_bytes());
        assert_eq!(book.outcome().stderr, "", "{css}");
        assert!(book.find("styles/book-2.css").is_some(), "{css}");
    }
}

/// What is in a chapter, with what is claimed of it and what is not.
const CLAIMS: &[(&str, &[&str], &[&str])] = &[
    ("<audio src=\"a.mp3\">x</audio>", &["auditory"], &["visual"]),
    ("<audio><source src=\"a.mp3\">x</audio>", &["auditory"], &["visual"]),
    ("<video src=\"v.mp4\">x</video>", &["auditory", "visual"], &[]),
    ("<video src=\"none.mp4\">the sea</video>", &[], &["auditory", "visual"]),
    ("<audio><source src=\"https://a.example/a.mp3\">x</audio>", &[], &["auditory"]),
    ("<p><img src=\"a.svg\" alt=\"a map\"></p>", &["visual", "alternativeText"], &[]),
    ("<p><img src=\"a.svg\" alt=\"\"> x</p>", &[], &["visual", "alternativeText"]),
    ("<p><img src=\"a.svg\"></p>", &["visual"], &["alternativeText"]),
    ("<b>x</b> ![](a.svg)", &["visual"], &["alternativeText"]),
    ("<svg><title>a map</title></svg>", &["visual", "alternativeText"], &[]),
    ("<svg aria-label=\"a map\"><g><svg/></g></svg>", &["visual", "alternativeText"], &[]),
    ("<svg><path d=\"M0 0\"/></svg> x", &["visual"], &["alternativeText"]),
    ("<svg aria-hidden=\"true\"/> x", &[], &["visual"]),
    ("<p><img src=\"none.png\" alt=\"a map\"> x</p>", &[], &["visual", "alternativeText"]),
    (
        "<p><img src=\"none.png\"> <img src=\"a.svg\" alt=\"a map\"></p>",
        &["visual", "alternativeText"],
        &[],
    ),
    ("x[^n]\n\n[^n]: $a$", &["MathML"], &["latex"]),
    ("x\n\n[^n]: $a$", &[], &["MathML", "latex"]),
    ("x[^n]\n\n[^n]: <ruby>a<rt>b</rt></ruby>", &["rubyAnnotations"], &[]),
    ("x\n\n[^n]: <ruby>a<rt>b</rt></ruby>", &[], &["rubyAnnotations"]),
];

#[test]
fn only_what_is_in_the_book_is_claimed() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    for (html, claimed, not) in CLAIMS {
        let book = project()
            .file("manuscript/1.md", &format!("# One\n\n{html}\n"))
            .bytes("manuscript/a.mp3", MP3)
            .bytes("manuscript/v.mp4", MP4)
            .file("manuscript/a.svg", drawing)
            .args(["--lenient"])
            .builds();
        let has = |claim: &&str| book.opf().contains(&format!("\">{claim}</meta>"));
        assert!(claimed.iter().all(has), "{html}: {claimed:?} in {}", book.opf());
        assert!(!not.iter().any(has), "{html}: none of {not:?} in {}", book.opf());
    }
}

#[test]
fn a_chapter_that_is_a_film_is_not_empty() {
    let book = chapter("<video src=\"v.mp4\"></video>");
    assert!(!book.outcome().stderr.contains("chapter-empty"), "{}", book.outcome().stderr);
}

#[test]
fn a_drawing_with_a_tag_of_too_many_attributes_is_none() {
    let attributes =
        |count| (0..count).map(|number| [" a", &number.to_string(), " = '>'"].concat());
    let drawing = |count| {
        let attributes: String = attributes(count).collect();
        ["<svg xmlns=\"http://www.w3.org/2000/svg\"", &attributes, "/>"].concat()
    };
    let build = |count| {
        let drawing = drawing(count);
        let project = project().file("manuscript/1.md", "# One\n\n![a map](a.svg)\n");
        let book = project.file("manuscript/a.svg", &drawing).args(["--lenient"]).try_builds();
        book.unwrap().outcome().stderr.clone()
    };
    assert_eq!(build(999), "");
    let said = build(1_000);
    assert!(said.contains("`a.svg` has a tag of more than 1000 attributes"), "{said}");
}
