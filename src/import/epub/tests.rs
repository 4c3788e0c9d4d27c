//! Small EPUBs in, whole projects out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::import::project::metadata;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn imported(files: &[(&str, &str)]) -> (Option<Draft>, Vec<String>) {
    let source = Source {
        shown: "a.epub".into(),
        name: "a.epub".into(),
        bytes: archive(files),
        root: None,
        folder: None,
    };
    let mut diagnostics = Diagnostics::new(false);
    let draft = import(&source, &mut Sources::default(), &mut diagnostics);
    let told = diagnostics
        .sorted()
        .iter()
        .map(|one| format!("{}: {}", one.code.name, one.message))
        .collect();
    (draft, told)
}

const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
     <rootfile full-path=\"OPS/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
);

#[test]
fn an_old_book_keeps_people_contents_and_notes() {
    let opf = r#"<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="i"><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>The Strait</dc:title>
        <dc:creator opf:role="aut" opf:file-as="Merrow, Ada">Ada Merrow</dc:creator><dc:contributor opf:role="trl">Ben Holt</dc:contributor>
        <dc:contributor opf:role="bkp">a program</dc:contributor><dc:language>en</dc:language>
        <dc:identifier id="i" opf:scheme="ISBN">978-0-306-40615-7</dc:identifier><dc:date opf:event="publication">1999-05-03</dc:date>
        <meta name="calibre:series" content="Water"/><meta name="calibre:series_index" content="2"/></metadata>
        <manifest><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="p" href="p.html" media-type="application/xhtml+xml"/>
        <item id="a" href="a.html" media-type="application/xhtml+xml"/><item id="b" href="b.html" media-type="application/xhtml+xml"/></manifest>
        <spine toc="n"><itemref idref="p"/><itemref idref="a"/><itemref idref="b"/></spine>
        <guide><reference type="preface" href="p.html"/></guide></package>"#;
    let ncx = r#"<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
        <navPoint><navLabel><text>Before</text></navLabel><content src="p.html"/></navPoint>
        <navPoint><navLabel><text>One</text></navLabel><content src="a.html"/>
        <navPoint><navLabel><text>Two</text></navLabel><content src="b.html"/></navPoint></navPoint></navMap></ncx>"#;
    let (draft, told) = imported(&[
        CONTAINER,
        ("OPS/book.opf", opf),
        ("OPS/toc.ncx", ncx),
        (
            "OPS/p.html",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>Before</h1><p>See <a href=\"b.html#x\">two</a>.</p></body></html>",
        ),
        (
            "OPS/a.html",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>One</h1><p>Water<a id=\"r1\" href=\"#n1\"><sup>1</sup></a> rose.</p>\
             <p id=\"n1\"><a href=\"#r1\">1</a>. By a foot.</p></body></html>",
        ),
        (
            "OPS/b.html",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>Two</h1><p>It <em>fell</em>.</p><span id=\"x\"></span>And rose.</body></html>",
        ),
    ]);
    assert_eq!(told, Vec::<String>::new());
    let draft = draft.unwrap();
    assert_eq!(
        metadata(&draft),
        "title = \"The Strait\"\nlanguage = \"en\"\ntranslator = \"Ben Holt\"\ndate = \"1999-05-03\"\nisbn = \"9780306406157\"\n\
         smart-punctuation = false\n\n[[author]]\nname = \"Ada Merrow\"\nfile-as = \"Merrow, Ada\"\n\n[series]\nname = \"Water\"\nposition = \"2\"\n"
    );
    let chapters: Vec<(&str, &str)> = draft
        .chapters
        .iter()
        .map(|chapter| (chapter.path.as_str(), chapter.text.as_str()))
        .collect();
    assert_eq!(
        chapters,
        [
            (
                "01-before.md",
                "---\nrole: preface\n---\n\n# Before\n\nSee [two](02-one/01-two.md#x).\n"
            ),
            ("02-one/index.md", "# One\n\nWater[^1] rose.\n\n[^1]: By a foot.\n"),
            ("02-one/01-two.md", "# Two\n\nIt *fell*.\n\n<span id=\"x\"></span>And rose.\n"),
        ]
    );
}

#[test]
fn what_is_no_book_is_refused() {
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[("mimetype", "application/epub+zip")],
            "import-unreadable: there is no `META-INF/container.xml` in the archive",
        ),
        (&[CONTAINER], "import-unreadable: there is no `OPS/book.opf` in the archive"),
        (
            &[CONTAINER, ("OPS/book.opf", "<package>")],
            "import-unreadable: `OPS/book.opf` is no XML: ",
        ),
        (
            &[
                CONTAINER,
                (
                    "META-INF/encryption.xml",
                    "<encryption><EncryptedData><EncryptionMethod Algorithm=\"aes\"/><CipherData><CipherReference URI=\"OPS/a.html\"/></CipherData></EncryptedData></encryption>",
                ),
            ],
            "import-unreadable: the book is encrypted (DRM), and only its seller's programs can read it",
        ),
    ];
    for (files, expected) in cases {
        let (draft, told) = imported(files);
        assert!(draft.is_none());
        assert!(told.first().is_some_and(|told| told.starts_with(expected)), "{told:?}");
    }
}
