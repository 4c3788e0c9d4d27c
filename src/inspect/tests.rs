//! Books of both versions, made here, and files that only claim to be books.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const CONTAINER: &str = r#"<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>"#;

const PACKAGE_3: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:isbn:9780306406157</dc:identifier>
    <meta refines="#id" property="identifier-type" scheme="onix:codelist5">15</meta>
    <dc:title id="t2">A Subtitle</dc:title>
    <meta refines="#t2" property="title-type">subtitle</meta>
    <meta refines="#t2" property="display-seq">2</meta>
    <dc:title id="t1">The Sea &amp; the Lamp</dc:title>
    <meta refines="#t1" property="title-type">main</meta>
    <meta refines="#t1" property="display-seq">1</meta>
    <meta refines="#t1" property="file-as">Sea, The</meta>
    <dc:language>en</dc:language>
    <dc:language>ko</dc:language>
    <dc:contributor id="c1">Louise Maude</dc:contributor>
    <meta refines="#c1" property="role" scheme="marc:relators">trl</meta>
    <dc:creator id="a1" xml:lang="ru">Лев
      Толстой</dc:creator>
    <meta refines="#a1" property="role" scheme="marc:relators">aut</meta>
    <meta refines="#a1" property="role" scheme="marc:relators">ill</meta>
    <meta refines="#a1" property="file-as">Tolstoy, Leo</meta>
    <dc:date>1923-05</dc:date>
    <meta property="dcterms:modified">2024-01-02T03:04:05Z</meta>
    <dc:publisher>A Press</dc:publisher>
    <dc:rights>Public domain</dc:rights>
    <dc:source>The Evening Paper, page 29</dc:source>
    <dc:subject id="s1">Fiction</dc:subject>
    <meta refines="#s1" property="authority">BISAC</meta>
    <meta refines="#s1" property="term">FIC000000</meta>
    <dc:subject>Lamps</dc:subject>
    <dc:description>&lt;p>About lamps.&lt;/p></dc:description>
    <dc:format>tall</dc:format>
    <meta property="belongs-to-collection" id="col">Sea Stories</meta>
    <meta refines="#col" property="collection-type">series</meta>
    <meta refines="#col" property="group-position">3</meta>
    <meta name="calibre:series" content="Sea Stories"/>
    <meta name="calibre:series_index" content="3"/>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta name="schema:accessMode" content="textual"/>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Fine.</meta>
    <meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>
    <meta property="a11y:certifiedBy">Somebody</meta>
    <link rel="a11y:certifierReport" href="https://example.org/report"/>
    <meta property="rendition:layout">reflowable</meta>
    <meta name="cover" content="cover"/>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="cover" href="a%20cover.png" media-type="image/png" properties="cover-image"/>
    <item id="p1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
    <item id="p2" href="text/../two.xhtml" media-type="application/xhtml+xml"/>
    <item id="web" href="https://example.org/a.mp3" media-type="audio/mpeg"/>
  </manifest>
  <spine page-progression-direction="ltr">
    <itemref idref="p1"/>
    <itemref idref="p2" linear="no"/>
  </spine>
</package>"##;

const NAV: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
  <body>
    <nav epub:type="landmarks"><ol><li><a href="x">Not this</a></li></ol></nav>
    <nav epub:type="toc" id="toc">
      <h1>Contents</h1>
      <ol>
        <li><span>Part &nbsp;One</span>
          <ol>
            <li><a href="text/one.xhtml">One <em>and</em> only</a></li>
            <li><a href="two.xhtml"><img src="x.png" alt="Two"/></a></li>
          </ol>
        </li>
        <li><a href="two.xhtml#end">The &madeup; End</a></li>
      </ol>
    </nav>
  </body>
</html>"#;

const PACKAGE_2: &str = r#"<?xml version="1.0"?>
<!DOCTYPE package [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
  <metadata>
    <dc-metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
      <dc:title>Old &b; Book</dc:title>
      <dc:creator opf:role="aut" opf:file-as="Doe, Jane">Jane Doe</dc:creator>
      <dc:identifier id="id" opf:scheme="UUID">urn:uuid:1</dc:identifier>
      <dc:date opf:event="publication">1999</dc:date>
      <dc:language>en</dc:language>
    </dc-metadata>
    <x-metadata>
      <meta name="cover" content="pic"/>
      <meta name="calibre:series" content="Old Books"/>
      <meta name="calibre:series_index" content="2.5"/>
      <meta name="generator" content="by hand"/>
    </x-metadata>
  </metadata>
  <manifest>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
    <item id="pic" href="pic.jpg" media-type="image/jpeg"/>
    <item id="p1" href="one.html" media-type="application/xhtml+xml"/>
  </manifest>
  <spine toc="ncx"><itemref idref="p1"/></spine>
</package>"#;

const NCX: &str = r#"<?xml version="1.0"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
  <navMap>
    <navPoint id="a" playOrder="1"><navLabel><text>Ch&eacute;z</text></navLabel>
      <content src="one.html"/>
      <navPoint id="b" playOrder="2"><navLabel><text>Below</text></navLabel>
        <content src="one.html#b"/></navPoint>
    </navPoint>
    <navPoint id="c" playOrder="3"><navLabel><text>Next</text></navLabel>
      <content src="one.html#c"/></navPoint>
  </navMap>
</ncx>"#;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let method = if *path == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn book(package: &[u8], others: &[(&str, &[u8])]) -> Vec<u8> {
    let mut files: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/package.opf", package),
    ];
    files.extend(others);
    zipped(&files)
}

fn version_3() -> Vec<u8> {
    book(
        PACKAGE_3.as_bytes(),
        &[
            ("OEBPS/nav.xhtml", NAV.as_bytes()),
            ("OEBPS/a cover.png", b"png"),
            ("OEBPS/text/one.xhtml", &[b'x'; 4000]),
            ("OEBPS/two.xhtml", b"two"),
        ],
    )
}

fn version_2() -> Vec<u8> {
    let files: [(&str, &[u8]); 3] =
        [("OEBPS/toc.ncx", NCX.as_bytes()), ("OEBPS/pic.jpg", b"jpg"), ("OEBPS/one.html", b"one")];
    book(PACKAGE_2.as_bytes(), &files)
}

fn read(bytes: &[u8]) -> Result<Inspection, String> {
    inspect(Cursor::new(bytes))
}

fn entry(label: &str, href: Option<&str>, children: Vec<Entry>) -> Entry {
    Entry { label: label.into(), href: href.map(Into::into), children }
}

#[allow(clippy::unnecessary_wraps, reason = "the fields it fills are optional")]
fn text(value: &str) -> Option<String> {
    Some(value.into())
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).into()).collect()
}

#[test]
fn a_book_of_version_3() {
    let found = read(&version_3()).unwrap();
    let expected = Metadata {
        titles: vec![
            Title {
                value: "The Sea & the Lamp".into(),
                kind: text("main"),
                file_as: text("Sea, The"),
                lang: None,
            },
            Title { value: "A Subtitle".into(), kind: text("subtitle"), file_as: None, lang: None },
        ],
        people: vec![
            Person {
                name: "Лев Толстой".into(),
                kind: "creator",
                roles: strings(&["aut", "ill"]),
                file_as: text("Tolstoy, Leo"),
                lang: text("ru"),
            },
            Person {
                name: "Louise Maude".into(),
                kind: "contributor",
                roles: strings(&["trl"]),
                file_as: None,
                lang: None,
            },
        ],
        languages: strings(&["en", "ko"]),
        identifiers: vec![Identifier {
            value: "urn:isbn:9780306406157".into(),
            scheme: text("15"),
            unique: true,
        }],
        dates: vec![Date { value: "1923-05".into(), event: None }],
        modified: text("2024-01-02T03:04:05Z"),
        publishers: strings(&["A Press"]),
        rights: strings(&["Public domain"]),
        sources: strings(&["The Evening Paper, page 29"]),
        subjects: vec![
            Subject { value: "Fiction".into(), authority: text("BISAC"), term: text("FIC000000") },
            Subject { value: "Lamps".into(), authority: None, term: None },
        ],
        series: vec![Series {
            name: "Sea Stories".into(),
            kind: text("series"),
            position: text("3"),
        }],
        descriptions: strings(&["<p>About lamps.</p>"]),
        accessibility: Accessibility {
            modes: strings(&["textual", "visual"]),
            modes_sufficient: strings(&["textual"]),
            features: strings(&["structuralNavigation"]),
            hazards: strings(&["none"]),
            summaries: strings(&["Fine."]),
            conforms_to: strings(&["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]),
            certified_by: strings(&["Somebody"]),
            credentials: vec![],
            reports: strings(&["https://example.org/report"]),
        },
        other: vec![
            Property { name: "rendition:layout".into(), value: "reflowable".into() },
            Property { name: "dc:format".into(), value: "tall".into() },
        ],
    };
    assert_eq!(found.metadata, expected);
    assert_eq!(found.version.as_deref(), Some("3.0"));
    assert_eq!(found.package, "OEBPS/package.opf");
    assert_eq!(found.cover.as_deref(), Some("OEBPS/a cover.png"));
    assert_eq!(found.spine, Spine { documents: 2, linear: 1, direction: text("ltr") });
    assert_eq!(found.contents_from, Some(ContentsFrom::Nav));
    assert_eq!(
        found.contents,
        [
            entry(
                "Part \u{a0}One",
                None,
                vec![
                    entry("One and only", Some("text/one.xhtml"), vec![]),
                    entry("Two", Some("two.xhtml"), vec![]),
                ],
            ),
            entry("The &madeup; End", Some("two.xhtml#end"), vec![]),
        ]
    );
    assert_eq!(found.remarks, [""; 0]);
    assert_eq!(found.sizes.largest.len(), 7);
    let pages = found
        .sizes
        .by_type
        .iter()
        .find(|size| size.media_type.as_deref() == Some("application/xhtml+xml"))
        .unwrap();
    assert_eq!((pages.files, pages.bytes), (3, (NAV.len() + 4000 + 3) as u64));
}

#[test]
fn a_book_of_version_2() {
    let found = read(&version_2()).unwrap();
    let expected = Metadata {
        titles: vec![Title {
            // Entities of the document are not expanded.
            value: "Old &b; Book".into(),
            kind: None,
            file_as: None,
            lang: None,
        }],
        people: vec![Person {
            name: "Jane Doe".into(),
            kind: "creator",
            roles: strings(&["aut"]),
            file_as: text("Doe, Jane"),
            lang: None,
        }],
        languages: strings(&["en"]),
        identifiers: vec![Identifier {
            value: "urn:uuid:1".into(),
            scheme: text("UUID"),
            unique: true,
        }],
        dates: vec![Date { value: "1999".into(), event: text("publication") }],
        series: vec![Series { name: "Old Books".into(), kind: None, position: text("2.5") }],
        other: vec![Property { name: "generator".into(), value: "by hand".into() }],
        ..Metadata::default()
    };
    assert_eq!(found.metadata, expected);
    assert_eq!(found.cover.as_deref(), Some("OEBPS/pic.jpg"));
    assert_eq!(found.contents_from, Some(ContentsFrom::Ncx));
    assert_eq!(
        found.contents,
        [
            entry("Chéz", Some("one.html"), vec![entry("Below", Some("one.html#b"), vec![])]),
            entry("Next", Some("one.html#c"), vec![]),
        ]
    );
    assert_eq!(found.remarks, [""; 0]);
}

#[test]
fn shown_to_people() {
    let mut found = read(&version_2()).unwrap();
    found.metadata.titles[0].value = "Old \u{1b}[31mBook".into();
    found.remarks.push("something is odd".into());
    found.sizes = Sizes {
        file: 1_612_345,
        unpacked: 4_000_000,
        by_type: vec![
            TypeSize {
                media_type: text("application/xhtml+xml"),
                files: 1364,
                bytes: 3_900_000,
                compressed: 1_500_000,
            },
            TypeSize { media_type: None, files: 1, bytes: 20, compressed: 20 },
        ],
        largest: vec![FileSize {
            path: "OEBPS/one.html".into(),
            media_type: text("application/xhtml+xml"),
            bytes: 3000,
            compressed: 1,
        }],
    };
    let mut shown = Vec::new();
    show(&found, "old.epub", &mut shown).unwrap();
    assert_eq!(
        String::from_utf8(shown).unwrap(),
        "\
old.epub: EPUB 2.0, 1.6 MB

Title          Old \u{fffd}[31mBook
Creator        Jane Doe (aut, filed as Doe, Jane)
Series         Old Books (number 2.5)
Language       en
Identifier     urn:uuid:1 (UUID, unique identifier)
Date           1999 (publication)
Other          generator: by hand
Cover          OEBPS/pic.jpg
Spine          1 document
Package        OEBPS/package.opf

Files by type (4.0 MB unpacked)
  application/xhtml+xml  1,364 files    1.5 MB    3.9 MB unpacked
  (not in the manifest)       1 file  20 bytes  20 bytes unpacked

Largest files
  OEBPS/one.html  1 byte  3.0 kB unpacked

Remarks
  something is odd

Contents (NCX)
  Chéz
    Below
  Next
"
    );
}

#[test]
fn the_fields_of_the_json_form() {
    let json = serde_json::to_value(read(&version_2()).unwrap()).unwrap();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let sorted = |mut names: Vec<&str>| {
        names.sort_unstable();
        names.into_iter().map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(
        keys(&json),
        sorted(vec![
            "version",
            "package",
            "metadata",
            "cover",
            "spine",
            "contents_from",
            "contents",
            "sizes",
            "claims",
            "remarks"
        ])
    );
    assert_eq!(keys(&json["metadata"]["titles"][0]), ["file_as", "lang", "type", "value"]);
    assert_eq!(json["contents_from"], "ncx");
    assert_eq!(json["contents"][0]["children"][0]["label"], "Below");
}

/// A book of one page that claims much: the claims and the page's body.
fn claimed(claims: &[(&str, &str)], body: &str) -> Vec<String> {
    let metas: Vec<String> = claims
        .iter()
        .map(|(property, value)| format!("<meta property=\"{property}\">{value}</meta>"))
        .collect();
    let package = format!(
        "<package version=\"3.0\"><metadata>{}</metadata><manifest>\
         <item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/>\
         <item id=\"g\" href=\"g.gif\" media-type=\"image/gif\"/></manifest>\
         <spine><itemref idref=\"a\"/></spine></package>",
        metas.concat()
    );
    let page = format!("<html><body>{body}</body></html>");
    let files: [(&str, &[u8]); 2] =
        [("OEBPS/a.xhtml", page.as_bytes()), ("OEBPS/g.gif", b"GIF89a\x21\xf9\x04\x21\xf9\x04")];
    let found = explain(Cursor::new(book(package.as_bytes(), &files))).unwrap();
    let line = |claim: &Claim| {
        format!("{} {} {:?}: {}", claim.property, claim.value, claim.verdict, claim.because)
    };
    found.claims.iter().map(line).collect()
}

#[test]
fn claims_are_held_against_the_book() {
    let all = [
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "auditory"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessModeSufficient", "textual,visual"),
        ("schema:accessibilityFeature", "alternativeText"),
        ("schema:accessibilityFeature", "MathML"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityFeature", "index"),
        ("schema:accessibilityHazard", "none"),
    ];
    let body = "<h1>One</h1><img src=\"a\" alt=\"\"/><img alt=\"A lamp\"/>\
                <img alt=\"\" role=\"presentation\"/><ruby>a</ruby>";
    assert_eq!(
        claimed(&all, body),
        [
            "accessMode textual Holds: 1 of 1 documents hold text",
            "accessMode auditory Fails: 0 sounds, 0 films",
            "accessModeSufficient textual Fails: 1 image or film must be seen",
            "accessModeSufficient textual,visual Holds: 2 images, 1 of them without a description; \
             1 marked as decoration; 0 sounds, 0 films",
            "accessibilityFeature alternativeText Fails: 2 images, 1 of them without a \
             description; 1 marked as decoration",
            "accessibilityFeature MathML Fails: 0 formulas in MathML, 0 with a text to be spoken",
            "accessibilityFeature tableOfContents Fails: 0 entries in the contents",
            "accessibilityFeature index Stated: the file alone can't tell",
            "accessibilityHazard none Stated: the file alone can't tell: 0 sounds, 0 films, 0 \
             scripts, 1 file that may move",
            "accessibilityFeature readingOrder Unclaimed: 1 document in order",
            "accessibilityFeature structuralNavigation Unclaimed: 1 heading",
            "accessibilityFeature displayTransformability Unclaimed: the text reflows",
            "accessibilityFeature rubyAnnotations Unclaimed: 1 ruby annotation",
        ]
    );
    // Without being asked, the documents are not looked at.
    assert_eq!(read(&version_3()).unwrap().claims, []);
}

#[test]
fn utf_16() {
    let units: Vec<u16> = PACKAGE_2.replace("Jane", "정태").encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let marked = |mark: [u8; 2], rest: &[u8]| [&mark, rest].concat();
    for package in
        [marked([0xff, 0xfe], &little), marked([0xfe, 0xff], &big), little.clone(), big.clone()]
    {
        let found = read(&book(&package, &[])).unwrap();
        assert_eq!(found.metadata.people[0].name, "정태 Doe");
    }
    let latin: Vec<u8> = PACKAGE_2.replace("Jane", "Jan\u{e9}").chars().map(|c| c as u8).collect();
    assert_eq!(read(&book(&latin, &[])).unwrap().metadata.people[0].name, "Jan\u{fffd} Doe");
}

#[test]
fn what_is_no_book() {
    for (bytes, expected) in [
        (vec![], "the file is empty".to_owned()),
        (b"hello".to_vec(), "the file is not a zip archive, and so not an EPUB".into()),
        (
            zipped(&[("mimetype", b"application/epub+zip")]),
            "there is no `META-INF/container.xml` in the archive".into(),
        ),
        (
            zipped(&[("META-INF/container.xml", b"<container/>")]),
            "`META-INF/container.xml` names no package document".into(),
        ),
        (
            zipped(&[("META-INF/container.xml", CONTAINER.as_bytes())]),
            "there is no `OEBPS/package.opf` in the archive".into(),
        ),
        (
            zipped(&[("META-INF/container.xml", b"")]),
            "`META-INF/container.xml` can't be read: it has no element".into(),
        ),
        (
            book(b"<package>\n<metadata>\n", &[]),
            "`OEBPS/package.opf` can't be read: it is cut off: `<metadata>` is never closed".into(),
        ),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), expected);
    }
    let error = read(&book(b"<package>\n<a></b></package>", &[])).unwrap_err();
    assert!(error.starts_with("`OEBPS/package.opf` can't be read: line 2: "), "{error}");
}

#[test]
fn any_cut_or_changed_byte_is_borne() {
    let whole = version_3();
    for end in 0..whole.len() {
        let error = read(&whole[..end]).unwrap_err();
        assert!(end < 4 || error.contains("cut off"), "{end}: {error}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= [0x01, 0x80, 0xff][at % 3];
        // Either is fine; a panic is not.
        let _ = read(&changed);
    }
}

#[test]
fn what_unpacks_to_fill_memory_is_refused() {
    let bomb = vec![b' '; 17 << 20];
    assert_eq!(
        read(&book(&bomb, &[])).unwrap_err(),
        "`OEBPS/package.opf` is larger than 16 MiB unpacked"
    );
    let many = format!("<package>{}</package>", "<a/>".repeat(510_000));
    let error = read(&book(many.as_bytes(), &[])).unwrap_err();
    assert!(error.ends_with("it has more than 500000 elements and attributes"), "{error}");
    let many = format!("<package {}/>", "a='' ".repeat(510_000));
    assert!(read(&book(many.as_bytes(), &[])).is_err());
}

#[test]
fn depth_costs_no_stack() {
    let deep = format!(
        "<package><metadata>{}x{}</metadata></package>",
        "<title>".repeat(200_000),
        "</title>".repeat(200_000)
    );
    let found = read(&book(deep.as_bytes(), &[])).unwrap();
    assert_eq!(found.metadata.titles[0].value, "x");

    let nav = format!(
        "<html><nav type='toc'>{}{}</nav></html>",
        "<ol><li><a href='x'>x</a>".repeat(20_000),
        "</li></ol>".repeat(20_000)
    );
    let package = r#"<package><manifest><item id="n" href="n" properties="nav"/></manifest>
        <spine><itemref/></spine></package>"#;
    let found = read(&book(package.as_bytes(), &[("OEBPS/n", nav.as_bytes())])).unwrap();
    let mut depth = 0;
    let mut level = &found.contents;
    while let Some(entry) = level.first() {
        depth += 1;
        level = &entry.children;
    }
    assert_eq!(depth, 32);
    assert_eq!(found.remarks, ["`OEBPS/n` nests entries more than 32 deep"]);
}

#[test]
fn repetition_costs_no_time() {
    // Each of these would take minutes were it gone through once for each of the others.
    let others: Vec<String> =
        (0..30_000).map(|n| format!("<meta name='n{n}' content='{n}'/>")).collect();
    let metadata = format!(
        "<package><metadata>{}{}{}</metadata></package>",
        "<creator id='a'>x</creator>".repeat(30_000),
        "<meta refines='#a' property='role'>aut</meta>".repeat(30_000),
        others.concat(),
    );
    let found = read(&book(metadata.as_bytes(), &[])).unwrap();
    assert_eq!(found.metadata.people.len(), 30_000);
    assert_eq!(found.metadata.other.len(), 30_000);
}

#[test]
fn what_is_odd_is_remarked_on() {
    let package = r#"<package><manifest>
        <item id="a" href="gone.xhtml"/><item id="b" href="gone%20too.xhtml"/>
        <item id="c" href="../../../etc/passwd"/><item id="d" href="/etc/passwd"/>
        <item id="n" href="nav.xhtml" properties="nav"/>
        </manifest></package>"#;
    let files: [(&str, &[u8]); 6] = [
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/package.opf", package.as_bytes()),
        ("OEBPS/nav.xhtml", b"<html><body/></html>"),
        ("oebps/NAV.xhtml", b""),
        ("../../escape.sh", b""),
        ("META-INF/encryption.xml", b""),
    ];
    let found = read(&zipped(&files)).unwrap();
    assert_eq!(
        found.remarks,
        [
            "`mimetype` is not the first file of the archive",
            "`OEBPS/nav.xhtml` and `oebps/NAV.xhtml` differ in case only",
            "the path `../../escape.sh` leads out of the archive",
            "some files are encrypted, or fonts obfuscated",
            "the manifest names `OEBPS/gone.xhtml` and 1 more file that are not there",
            "the spine is empty: there is nothing to read",
            "`OEBPS/nav.xhtml` holds no table of contents",
        ]
    );
}

#[test]
fn files_of_one_name() {
    // The zip crate does not write them; so one of another name is renamed in the bytes.
    let files: [(&str, &[u8]); 2] = [("OEBPS/one.html", b"1"), ("OEBPS/two.html", b"2")];
    let mut bytes = book(PACKAGE_2.as_bytes(), &files);
    let (from, to) = (b"OEBPS/two.html", b"OEBPS/one.html");
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    let found = read(&bytes).unwrap();
    assert!(
        found.remarks.contains(
            &"the archive holds several files of one name; the last of them counts".into()
        ),
        "{:?}",
        found.remarks
    );
}

#[test]
fn paths_are_resolved_within_the_archive() {
    for (base, href, expected) in [
        ("OEBPS/package.opf", "a.xhtml", Some("OEBPS/a.xhtml")),
        ("package.opf", "a%20b/./c.xhtml#d", Some("a b/c.xhtml")),
        ("a/b/package.opf", "../c.xhtml?x", Some("a/c.xhtml")),
        ("a/b/package.opf", "../../../c", None),
        ("a/package.opf", "%2e%2e/%2e%2e/c", None),
        ("package.opf", "/c", None),
        ("package.opf", "https://example.org/c", None),
        ("package.opf", "", None),
    ] {
        assert_eq!(resolved(base, href).as_deref(), expected, "{base} {href}");
    }
}
