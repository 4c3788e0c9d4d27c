//! Tests of the package: whole small files, and each trap of the layout on its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;
use crate::edition::{
    Accessibility, Date, Direction, Edition, Identifier, Person, Role, Series, SourceWork, Subject,
    Title,
};
use crate::labels::for_language;
use crate::publication::{ContentsEntry, Facts, Landmark, Linear, Resource};
use crate::xml::Writer;
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

#[allow(clippy::unnecessary_wraps, reason = "short for the fields of an edition")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A document with ids to lead to.
fn page(path: &str, lang: &str, ids: &[&str]) -> Resource {
    let mut out = Writer::with_capacity(256);
    out.declaration();
    out.doctype();
    out.open("html");
    out.attr("xmlns", "http://www.w3.org/1999/xhtml");
    out.attr("lang", lang);
    out.attr("xml:lang", lang);
    out.open("head");
    out.element("title", &[], path);
    out.close("head");
    out.open("body");
    out.element("p", &[], path);
    for id in ids {
        out.element("p", &[("id", id)], "here");
    }
    out.close("body");
    out.close("html");
    Resource {
        path: path.to_owned(),
        media_type: "application/xhtml+xml",
        bytes: out.finish().into_bytes(),
        properties: Vec::new(),
        spine: Some(Linear::Yes),
    }
}

fn file(path: &str, media_type: &'static str, bytes: &[u8]) -> Resource {
    Resource {
        path: path.to_owned(),
        media_type,
        bytes: bytes.to_vec(),
        properties: Vec::new(),
        spine: None,
    }
}

fn entry(label: &str, href: Option<&str>, children: Vec<ContentsEntry>) -> ContentsEntry {
    ContentsEntry { label: label.to_owned(), href: href.map(str::to_owned), lang: None, children }
}

fn landmark(kind: &'static str, label: &str, href: &str) -> Landmark {
    Landmark { kind, label: label.to_owned(), href: href.to_owned() }
}

fn author(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

/// A title, a language, one chapter.
fn simple_edition() -> Edition {
    Edition {
        title: Title { main: "Notes".into(), ..Title::default() },
        language: "en".into(),
        people: vec![author("Ann")],
        ..Edition::default()
    }
}

fn simple(edition: &Edition) -> Publication<'_> {
    Publication {
        edition,
        identifier: identifier(edition),
        modified: modified(edition, None),
        direction: Direction::of_language(&edition.language),
        resources: vec![page("ch01.xhtml", &edition.language, &["a", "b", "서론"])],
        contents: vec![entry("One", Some("ch01.xhtml"), vec![])],
        landmarks: vec![landmark("bodymatter", "Begin Reading", "ch01.xhtml")],
        page_list: vec![],
        facts: Facts { headings: true, ..Facts::default() },
        contents_in_reading_order: false,
    }
}

/// Everything that an edition can say.
fn full_edition() -> Edition {
    Edition {
        title: Title {
            main: "북쪽 & <남쪽>".into(),
            subtitle: some("\"해협\"의\n기록\u{7}"),
            file_as: some("북쪽"),
        },
        language: "ko".into(),
        identifier: Some(Identifier::Isbn("9788936434267".into())),
        people: vec![
            Person {
                name: "정영교".into(),
                file_as: some("정, 영교"),
                note: some("기자"),
                ..Person::default()
            },
            Person { name: "Jane Doe".into(), lang: some("en"), ..Person::default() },
            Person {
                name: "코리아중앙데일리".into(),
                role: Role::TRANSLATOR,
                organisation: true,
                ..Person::default()
            },
            Person { name: "김그림".into(), role: Role("ill"), ..Person::default() },
        ],
        publisher: some("바다 & 책"),
        date: Some(Date { year: 2024, month: Some(5), day: None }),
        modified: None,
        rights: some("© 2024 정영교 <모든 권리>"),
        description: some("첫 단락 & 더.\n\n둘째 단락."),
        subjects: vec![
            Subject { name: "역사".into(), authority: some("BISAC"), term: some("HIS023000") },
            Subject { name: "R&D".into(), authority: some("BISAC"), term: None },
        ],
        page_source: None,
        sources: vec![
            SourceWork {
                title: some("North & South"),
                authors: vec!["Chung Yeong-gyo".into()],
                publication: some("JoongAng Ilbo"),
                date: some("Jan. 3"),
                page: some("29"),
                ..SourceWork::default()
            },
            SourceWork { citation: some("두 번째 출처"), ..SourceWork::default() },
        ],
        series: Some(Series {
            name: "바다 총서".into(),
            position: some("3.5"),
            identifier: some("urn:issn:1234-5679"),
        }),
        accessibility: Accessibility {
            summary: None,
            conforms_to: vec!["EPUB Accessibility 1.1 - WCAG 2.2 Level AA".into()],
            certified_by: some("Reader & Co."),
            credential: some("https://example.org/credential"),
            report: some("https://example.org/report?a=1&b=2"),
            hazards: vec![],
        },
        direction: None,
    }
}

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82";

fn full(edition: &Edition) -> Publication<'_> {
    let mut cover_image = file("images/cover.png", "image/png", PNG);
    cover_image.properties.push("cover-image");
    let mut cover = page("text/cover.xhtml", "ko", &[]);
    let text = String::from_utf8(cover.bytes).unwrap();
    cover.bytes =
        text.replace("<p>", "<p><img src=\"../images/cover.png\" alt=\"\"/>").into_bytes();
    let mut notes = page("text/notes.xhtml", "ko", &[]);
    notes.spine = Some(Linear::No);
    Publication {
        edition,
        identifier: identifier(edition),
        modified: modified(edition, None),
        direction: Direction::Ltr,
        resources: vec![
            file("styles/book.css", "text/css", b"p { margin: 0 }\n"),
            cover_image,
            cover,
            page("text/title.xhtml", "ko", &[]),
            page("text/ch01.xhtml", "ko", &["서론", "p1", "p2"]),
            page("text/ch02.xhtml", "ko", &["p3"]),
            notes,
        ],
        contents: vec![
            ContentsEntry {
                label: "Part One & more".into(),
                href: None,
                lang: some("en"),
                children: vec![
                    entry(
                        "제1장\n <시작>",
                        Some("text/ch01.xhtml"),
                        vec![entry("서론", Some("text/ch01.xhtml#서론"), vec![])],
                    ),
                    entry("\u{1}", Some("text/ch02.xhtml"), vec![]),
                ],
            },
            entry("빈 부", None, vec![entry("갈 곳 없음", None, vec![])]),
            entry("주석", Some("text/notes.xhtml"), vec![]),
        ],
        landmarks: vec![
            landmark("cover", "표지", "text/cover.xhtml"),
            landmark("titlepage", "속표지", "text/title.xhtml"),
            landmark("toc", "차례", "nav.xhtml"),
            landmark("bodymatter", "본문", "text/ch01.xhtml"),
            landmark("bodymatter", "본문", "text/ch01.xhtml"),
            landmark("backmatter", "부속", "text/notes.xhtml"),
            landmark("endnotes", "주석", "text/notes.xhtml"),
        ],
        page_list: vec![
            ("i".into(), "text/ch01.xhtml#p1".into()),
            ("1".into(), "text/ch01.xhtml#p2".into()),
            ("2".into(), "text/ch02.xhtml#p3".into()),
            (" ".into(), "text/ch02.xhtml#p3".into()),
        ],
        facts: Facts {
            images: true,
            all_described: true,
            mathml: true,
            headings: true,
            ruby: true,
            page_markers: true,
            ..Facts::default()
        },
        contents_in_reading_order: false,
    }
}

fn pack(publication: &Publication) -> Vec<u8> {
    package(publication, for_language(&publication.edition.language)).unwrap()
}

fn read(bytes: &[u8], path: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

const SMALL: [&str; 3] = ["OEBPS/content.opf", "OEBPS/nav.xhtml", "OEBPS/toc.ncx"];

/// The three small files.
fn small(publication: &Publication) -> [String; 3] {
    let bytes = pack(publication);
    SMALL.map(|path| read(&bytes, path))
}

/// Values of an attribute over a whole file.
fn values(xml: &str, attribute: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let all = document.descendants().filter_map(|node| node.attribute(attribute));
    all.map(str::to_owned).collect()
}

/// Texts of the `meta` elements with this property.
fn properties(document: &str, property: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(document).unwrap();
    let all = document.descendants().filter(|node| node.attribute("property") == Some(property));
    all.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

/// Labels and addresses of the contents in nav, a bracket for each level below.
fn outline(nav: &str) -> String {
    fn list(node: roxmltree::Node, out: &mut String) {
        for child in node.children().filter(roxmltree::Node::is_element) {
            match child.tag_name().name() {
                "ol" => {
                    out.push('(');
                    list(child, out);
                    out.push(')');
                }
                "a" | "span" => {
                    out.push_str(child.text().unwrap_or_default());
                    out.push('>');
                    out.push_str(child.attribute("href").unwrap_or("-"));
                    out.push(' ');
                }
                _ => list(child, out),
            }
        }
    }
    let document = roxmltree::Document::parse_with_options(
        nav,
        roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
    )
    .unwrap();
    let toc = document.descendants().find(|node| node.attribute("id") == Some("toc")).unwrap();
    let mut out = String::new();
    list(toc, &mut out);
    out
}

fn facts_of(facts: Facts) -> String {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.facts = facts;
    accessibility_of(&publication)
}

/// Modes / sufficient modes / features / hazards.
fn accessibility_of(publication: &Publication) -> String {
    let [document, ..] = small(publication);
    ["accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"]
        .map(|name| properties(&document, &["schema:", name].concat()).join(" "))
        .join(" / ")
}

#[test]
fn a_simple_edition_whole() {
    let edition = simple_edition();
    let [document, nav, ncx] = small(&simple(&edition));
    assert_eq!(document, include_str!("tests/simple.opf"));
    assert_eq!(nav, include_str!("tests/simple.xhtml"));
    assert_eq!(ncx, include_str!("tests/simple.ncx"));
}

#[test]
fn a_full_edition_whole() {
    let edition = full_edition();
    let [document, nav, ncx] = small(&full(&edition));
    assert_eq!(document, include_str!("tests/full.opf"));
    assert_eq!(nav, include_str!("tests/full.xhtml"));
    assert_eq!(ncx, include_str!("tests/full.ncx"));
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let edition = full_edition();
    assert_eq!(pack(&full(&edition)), pack(&full(&full_edition())));
}

#[test]
fn the_archive_is_as_the_container_format_asks() {
    let edition = full_edition();
    let mut publication = full(&edition);
    publication.resources.push(file("fonts/a.woff2", "font/woff2", &[0; 64]));
    let bytes = pack(&publication);
    // Local header: name at 30, no extra field, stored content right behind.
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(bytes[28..30], [0, 0]);

    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let entries: Vec<(String, CompressionMethod)> = (0..archive.len())
        .map(|at| {
            let entry = archive.by_index(at).unwrap();
            let time = entry.last_modified().unwrap();
            assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
            assert_eq!(entry.unix_mode(), Some(0o100_644));
            assert!(entry.extra_data().is_none_or(|field| field.is_empty()));
            (entry.name().unwrap().into_owned(), entry.compression())
        })
        .collect();
    let (stored, deflated) = (CompressionMethod::Stored, CompressionMethod::Deflated);
    let expected = [
        ("mimetype", stored),
        ("META-INF/container.xml", deflated),
        ("OEBPS/content.opf", deflated),
        ("OEBPS/nav.xhtml", deflated),
        ("OEBPS/toc.ncx", deflated),
        ("OEBPS/styles/book.css", deflated),
        ("OEBPS/images/cover.png", stored),
        ("OEBPS/text/cover.xhtml", deflated),
        ("OEBPS/text/title.xhtml", deflated),
        ("OEBPS/text/ch01.xhtml", deflated),
        ("OEBPS/text/ch02.xhtml", deflated),
        ("OEBPS/text/notes.xhtml", deflated),
        ("OEBPS/fonts/a.woff2", stored),
    ]
    .map(|(path, method)| (path.to_owned(), method));
    assert_eq!(entries, expected);
}

#[test]
fn a_book_without_an_author_has_no_creator() {
    let edition = Edition { people: vec![], ..simple_edition() };
    let [document, _, ncx] = small(&simple(&edition));
    assert!(!document.contains("dc:creator"));
    assert!(!ncx.contains("docAuthor"));
}

#[test]
fn author_and_language_do_not_share_an_id() {
    let edition = full_edition();
    for xml in small(&full(&edition)).iter().filter(|xml| !xml.contains("<!DOCTYPE")) {
        let mut ids = values(xml, "id");
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}

#[test]
fn an_empty_table_of_contents_leads_to_the_first_document() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.contents.clear();
    let [_, nav, ncx] = small(&publication);
    assert_eq!(outline(&nav), "(Notes>ch01.xhtml )");
    assert!(ncx.contains("<content src=\"ch01.xhtml\"/>"));
}

#[test]
fn contents_are_a_tree_of_their_own() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.resources.push(page("ch02.xhtml", "en", &[]));
    publication.contents = vec![
        entry("I", None, vec![entry("1", None, vec![entry("a", Some("ch01.xhtml#a"), vec![])])]),
        entry("b", Some("ch01.xhtml#b"), vec![]),
        entry("nowhere", None, vec![]),
        entry("II", None, vec![entry("2", Some("ch02.xhtml"), vec![])]),
    ];
    let [_, nav, ncx] = small(&publication);
    let expected = "(I>- (1>- (a>ch01.xhtml#a ))b>ch01.xhtml#b II>- (2>ch02.xhtml ))";
    assert_eq!(outline(&nav), expected);
    assert_eq!(values(&ncx, "playOrder"), ["1", "1", "1", "2", "3", "3"]);
    assert_eq!(values(&ncx, "src")[0], "ch01.xhtml#a");
    assert!(ncx.contains("<meta name=\"dtb:depth\" content=\"3\"/>"));
}

#[test]
fn landmarks_always_have_the_contents_after_cover_and_title() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.landmarks.clear();
    let [document, nav, _] = small(&publication);
    assert!(nav.contains("<a epub:type=\"toc\" href=\"nav.xhtml\">Contents</a>"));
    assert!(document.contains("<reference type=\"toc\" title=\"Contents\" href=\"nav.xhtml\"/>"));
}

#[test]
fn nav_stands_after_cover_and_title_page() {
    let spine = |publication: &Publication| values(&small(publication)[0], "idref").join(" ");
    let edition = simple_edition();
    let mut publication = simple(&edition);
    assert_eq!(spine(&publication), "nav ch01-xhtml");
    publication.landmarks.push(landmark("titlepage", "Title", "ch01.xhtml"));
    assert_eq!(spine(&publication), "ch01-xhtml nav");
    publication.resources.push(page("ch02.xhtml", "en", &[]));
    publication.resources.push(page("title.xhtml", "en", &[]));
    publication.landmarks.push(landmark("cover", "Cover", "title.xhtml"));
    assert_eq!(spine(&publication), "ch01-xhtml nav ch02-xhtml title-xhtml");

    let is_linear = |document: &str| document.contains("<itemref idref=\"nav\"/>");
    assert!(!is_linear(&small(&publication)[0]));
    publication.contents_in_reading_order = true;
    assert!(is_linear(&small(&publication)[0]));
}

#[test]
fn ids_are_legal_and_unique() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    for path in ["a.b.css", "a-b.css", "a/b.css", "nav", "ncx", "1.css", "pub-id", "cover-image"] {
        publication.resources.push(file(path, "text/css", b""));
    }
    let [document, ..] = small(&publication);
    let ids: Vec<String> =
        values(&document, "id").into_iter().filter(|id| !id.starts_with("pub-")).collect();
    let expected = [
        "ncx",
        "nav",
        "ch01-xhtml",
        "a-b-css",
        "a-b-css-2",
        "a-b-css-3",
        "nav-2",
        "ncx-2",
        "item-1-css",
        "item-pub-id",
        "cover-image-2",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn hrefs_are_encoded_and_scripts_of_fragments_kept() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.resources.push(page("a b&'c.xhtml", "en", &["x y"]));
    publication.contents = vec![
        entry("1", Some("ch01.xhtml#서론"), vec![]),
        entry("2", Some("a b&'c.xhtml#50% <&>"), vec![]),
    ];
    let [document, nav, _] = small(&publication);
    assert!(values(&document, "href").contains(&"a%20b%26%27c.xhtml".to_owned()));
    let expected = "(1>ch01.xhtml#서론 2>a%20b%26%27c.xhtml#50%25%20%3C%26%3E )";
    assert_eq!(outline(&nav), expected);
}

#[test]
fn markup_and_control_characters_are_harmless_everywhere() {
    let nasty = "a\u{0}b\u{b}<c>&\"d\"\u{fffe}]]>";
    let mut edition = full_edition();
    edition.title.main = nasty.to_owned();
    edition.people[0].name = nasty.to_owned();
    edition.description = some(nasty);
    edition.rights = some(nasty);
    edition.publisher = some(nasty);
    edition.subjects[0].name = nasty.to_owned();
    edition.subjects[0].term = some(nasty);
    edition.series.as_mut().unwrap().name = nasty.to_owned();
    edition.sources[0].title = some(nasty);
    let mut publication = full(&edition);
    publication.contents[0].label = nasty.to_owned();
    publication.landmarks[0].label = nasty.to_owned();
    publication.page_list[0].0 = nasty.to_owned();
    for xml in small(&publication) {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(&xml, options).unwrap();
        let clean = "a\u{fffd}b<c>&\"d\"]]>";
        assert!(document.descendants().any(|node| node.text() == Some(clean)));
    }
}

#[test]
fn pages_turn_and_titles_run_in_their_directions() {
    let mut edition = simple_edition();
    edition.language = "ar".into();
    let [document, nav, _] = small(&simple(&edition));
    assert!(document.contains("xml:lang=\"ar\" dir=\"rtl\">"));
    assert!(document.contains("<spine toc=\"ncx\" page-progression-direction=\"rtl\">"));
    assert!(nav.contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">"));

    // Vertical Japanese: pages turn from right to left, the script has no such direction.
    edition.language = "ja".into();
    let mut publication = simple(&edition);
    publication.direction = Direction::Rtl;
    let [document, nav, _] = small(&publication);
    assert!(document.contains("xml:lang=\"ja\" dir=\"ltr\">"));
    assert!(document.contains("<spine toc=\"ncx\" page-progression-direction=\"rtl\">"));
    assert!(!nav.contains("dir="));
}

#[test]
fn labels_in_another_language_say_so() {
    let mut edition = simple_edition();
    edition.language = "vi".into();
    let [document, nav, _] = small(&simple(&edition));
    assert!(nav.contains("<h1 id=\"toc-title\" lang=\"en\" xml:lang=\"en\">Contents</h1>"));
    assert!(document.contains("\"schema:accessibilitySummary\" xml:lang=\"en\">The text"));
}

#[test]
fn page_targets_are_unique() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    let pages = [("xii", "a"), ("1", "a"), ("1", "b"), ("B-2", "b")];
    publication.page_list =
        pages.map(|(label, id)| (label.to_owned(), ["ch01.xhtml#", id].concat())).to_vec();
    publication.facts.page_markers = true;
    let [document, nav, ncx] = small(&publication);
    assert_eq!(values(&ncx, "type"), ["front", "normal", "normal", "special"]);
    assert_eq!(values(&ncx, "value"), ["1"]);
    assert_eq!(values(&ncx, "playOrder"), ["1", "2", "2", "3", "3"]);
    assert!(nav.contains("role=\"doc-pagelist\""));
    // There are pages, but nothing says of what.
    assert_eq!(properties(&document, "pageBreakSource"), [""; 0]);
    let features = properties(&document, "schema:accessibilityFeature").join(" ");
    assert!(features.ends_with("pageNavigation pageBreakMarkers"), "{features}");
}

#[test]
fn the_style_sheet_made_up_by_the_layout_is_left_out() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    let [document, nav, _] = small(&publication);
    assert!(!document.contains("stylesheet.css"));
    assert!(!nav.contains("<link"));
    publication.resources.push(file("stylesheet.css", "text/css", b""));
    let [document, ..] = small(&publication);
    assert_eq!(document.matches("stylesheet.css").count(), 1);
}

#[test]
fn fonts_are_announced_to_apple_books() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    publication.resources.push(file("a.ttf", "font/ttf", b""));
    let [document, ..] = small(&publication);
    assert_eq!(properties(&document, "ibooks:specified-fonts"), ["true"]);
    assert!(document.contains("prefix=\"ibooks: http://vocabulary.itunes.apple.com/"));
}

#[test]
fn a_cover_that_is_a_document_too_is_announced_once() {
    let edition = simple_edition();
    let mut publication = simple(&edition);
    let mut cover =
        file("cover.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
    cover.properties.push("cover-image");
    cover.spine = Some(Linear::Yes);
    publication.resources.insert(0, cover);
    let [document, ..] = small(&publication);
    assert_eq!(document.matches("<meta name=\"cover\" content=\"cover-image\"/>").count(), 1);
    assert!(document.contains("media-type=\"image/svg+xml\" properties=\"cover-image\"/>"));
}

#[test]
fn features_are_claimed_where_they_are_true() {
    let base = "tableOfContents readingOrder displayTransformability";
    assert_eq!(facts_of(Facts::default()), format!("textual / textual / {base} / none"));
    assert_eq!(
        facts_of(Facts { images: true, ..Facts::default() }),
        format!("textual visual / textual,visual / {base} / none")
    );
    assert_eq!(
        facts_of(Facts { images: true, all_described: true, ..Facts::default() }),
        format!("textual visual / textual textual,visual / {base} alternativeText / none")
    );
    assert_eq!(
        facts_of(Facts { audio: true, tex: true, ..Facts::default() }),
        format!("textual auditory / textual,auditory / {base} latex / unknown")
    );
    assert_eq!(
        facts_of(Facts { video: true, audio: true, all_described: true, ..Facts::default() }),
        format!("textual visual auditory / textual,visual,auditory / {base} / unknown")
    );
}

#[test]
fn hazards_are_the_authors_or_found() {
    let hazards = |publication: &Publication| {
        accessibility_of(publication).rsplit(" / ").next().unwrap().to_owned()
    };
    let edition = simple_edition();
    let mut publication = simple(&edition);
    assert_eq!(hazards(&publication), "none");
    publication.facts.moving = true;
    assert_eq!(hazards(&publication), "unknown");

    let mut edition = simple_edition();
    edition.accessibility.hazards = vec!["flashing".into(), "sound".into()];
    assert_eq!(hazards(&simple(&edition)), "flashing sound");
}

#[test]
fn what_is_certified_is_what_was_stated() {
    let mut edition = simple_edition();
    edition.accessibility.summary = some("All  is\nwell.");
    edition.accessibility.conforms_to = vec![
        "http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa".into(),
        "X".into(),
    ];
    edition.accessibility.certified_by = some("Certifier");
    edition.accessibility.credential = some("Credential");
    edition.accessibility.report = some("not an address");
    let [document, ..] = small(&simple(&edition));
    let from = document.find("<meta property=\"schema:accessibilitySummary\"").unwrap();
    let to = document.find("  </metadata>").unwrap();
    assert_eq!(
        &document[from..to],
        "<meta property=\"schema:accessibilitySummary\">All is well.</meta>
    <link id=\"pub-conformance-1\" rel=\"dcterms:conformsTo\" \
href=\"http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa\"/>
    <meta id=\"pub-conformance-2\" property=\"dcterms:conformsTo\">X</meta>
    <meta id=\"pub-certifier\" property=\"a11y:certifiedBy\">Certifier</meta>
    <meta refines=\"#pub-certifier\" property=\"a11y:certifierCredential\">Credential</meta>
"
    );
}

#[test]
fn a_publication_that_breaks_its_rules_is_refused() {
    let edition = simple_edition();
    let refused = |change: &dyn Fn(&mut Publication)| {
        let mut publication = simple(&edition);
        change(&mut publication);
        package(&publication, for_language("en")).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&|p| p.resources.push(page("CH01.xhtml", "en", &[]))),
        "the publication: two resources have the path \"CH01.xhtml\""
    );
    assert_eq!(
        refused(&|p| p.resources.push(page("nav.xhtml", "en", &[]))),
        "the publication: two resources have the path \"nav.xhtml\""
    );
    assert_eq!(
        refused(&|p| p.resources[0].spine = None),
        "the publication: no resource is in the spine"
    );
    assert_eq!(
        refused(&|p| p.resources.push(page("../x", "en", &[]))),
        "the publication: \"../x\" is no path for a resource"
    );
    assert_eq!(
        refused(&|p| p.contents[0].href = some("ch09.xhtml#a")),
        "the publication: \"ch09.xhtml#a\" does not lead to a document of the spine"
    );
    assert_eq!(
        refused(&|p| {
            for path in ["a.png", "b.png"] {
                let mut image = file(path, "image/png", PNG);
                image.properties.push("cover-image");
                p.resources.push(image);
            }
        }),
        "the publication: two resources are the cover image"
    );
}

#[test]
fn a_layout_that_is_not_as_expected_stops_the_build() {
    let edition = simple_edition();
    let publication = simple(&edition);
    let plan = plan::plan(&publication, for_language("en")).unwrap();
    let layout = layout::lay_out(&plan).unwrap();
    let complete = |from: &str, to: &str| {
        document::complete(&layout.document.replace(from, to), &plan).unwrap_err().to_string()
    };
    assert_eq!(
        complete("dc:title", "dc:name"),
        "content.opf: expected <dc:title>, found <dc:name>"
    );
    assert_eq!(
        complete("href=\"ch01.xhtml\"", "href=\"ch02.xhtml\""),
        "content.opf: expected <item href=\"ch01.xhtml\"/>, found <item \
         media-type=\"application/xhtml+xml\" id=\"id_ch01.xhtml\" href=\"ch02.xhtml\"/>"
    );
    assert_eq!(
        complete("<itemref idref=\"id_ch01.xhtml\"/>", ""),
        "content.opf: expected <itemref idref=\"id_ch01.xhtml\"/>, found </spine>"
    );
    assert!(complete("</guide>", "").starts_with("content.opf: expected well-formed XML"));
    let cut = navigation::complete("<html>", &plan).unwrap_err().to_string();
    assert_eq!(cut, "nav.xhtml: expected <head>, found the end");
    assert!(ncx::complete(&layout.navigation, &plan).is_err());
}

#[test]
fn the_identifier_is_kept_by_a_rebuild_and_changed_by_another_book() {
    let mut edition = simple_edition();
    let first = identifier(&edition);
    assert_eq!(first, "urn:uuid:456fc808-2380-5709-8c54-7260f9a61e4a");
    edition.date = Some(Date { year: 2024, month: None, day: None });
    edition.description = some("changed");
    assert_eq!(identifier(&edition), first);
    for change in [
        |e: &mut Edition| e.title.main.push('!'),
        |e: &mut Edition| e.title.subtitle = some("x"),
        |e: &mut Edition| e.language = "de".into(),
        |e: &mut Edition| e.people[0].role = Role::TRANSLATOR,
        |e: &mut Edition| e.people.clear(),
    ] {
        let mut other = simple_edition();
        change(&mut other);
        assert_ne!(identifier(&other), first);
    }
    edition.identifier = Some(Identifier::Isbn("9788936434267".into()));
    assert_eq!(identifier(&edition), "urn:isbn:9788936434267");
    edition.identifier = Some(Identifier::Other(" doi:10.1000/182 ".into()));
    assert_eq!(identifier(&edition), "doi:10.1000/182");
}

#[test]
fn the_moment_of_the_last_change_never_comes_from_a_clock() {
    let mut edition = simple_edition();
    assert_eq!(modified(&edition, None), "2000-01-01T00:00:00Z");
    for (epoch, expected) in [
        ("0", "1970-01-01T00:00:00Z"),
        ("951782399", "2000-02-28T23:59:59Z"),
        ("951782400", "2000-02-29T00:00:00Z"),
        ("1709251199", "2024-02-29T23:59:59Z"),
        ("1735689599", "2024-12-31T23:59:59Z"),
        ("4107542400", "2100-03-01T00:00:00Z"),
        ("253402300799", "9999-12-31T23:59:59Z"),
    ] {
        assert_eq!(modified(&edition, Some(epoch)), expected);
    }
    edition.date = Some(Date { year: 1923, month: Some(5), day: None });
    assert_eq!(modified(&edition, None), "1923-05-01T00:00:00Z");
    for useless in ["", "-1", "+1", "1.5", "now", "253402300800", "99999999999999999999"] {
        assert_eq!(modified(&edition, Some(useless)), "1923-05-01T00:00:00Z");
    }
    edition.modified = some("2024-05-17T01:02:03Z");
    assert_eq!(modified(&edition, Some("0")), "2024-05-17T01:02:03Z");
}
