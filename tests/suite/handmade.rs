//! The smallest valid EPUB, made without bindery: what the tests of the tests are run on.
//!
//! In: the bodies of its chapters, as XHTML, and files that lie beside them. Out: an .epub file.
//! Refuses to know: whether those bodies are valid; a test may want them broken.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:00000000-0000-5000-8000-000000000000</dc:identifier>
<dc:title>Handmade</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
ITEMS</manifest>
<spine>SPINE</spine>
</package>
"#;

const NAVIGATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>Contents</title></head>
<body><nav epub:type="toc"><ol><li><a href="text/01.xhtml">One</a></li></ol></nav></body>
</html>
"#;

/// The chapter around its body.
const CHAPTER: [&str; 2] = [
    r#"<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>One</title></head>
<body>
"#,
    "\n</body>\n</html>\n",
];

/// The chapter's whole text for that body.
pub(crate) fn chapter(body: &str) -> String {
    CHAPTER.join(body)
}

/// Writes the book of one chapter. The body begins on line 5 of `EPUB/text/01.xhtml`.
pub(crate) fn epub(at: &Path, body: &str) {
    book(at, &[body.to_owned()], &[]);
}

/// A file beside the chapters: name, media type, content.
pub(crate) type Extra<'f> = (&'f str, &'f str, Vec<u8>);

/// Writes a book of several chapters, `EPUB/text/01.xhtml` and so on, each as [`epub`] writes one.
pub(crate) fn book(at: &Path, bodies: &[String], extras: &[Extra<'_>]) {
    let page = |index: usize| format!("text/{:02}.xhtml", index + 1);
    let mut items = String::new();
    let mut spine = String::new();
    for index in 0..bodies.len() {
        let href = page(index);
        let _ = writeln!(
            items,
            "<item id=\"p{index}\" href=\"{href}\" media-type=\"application/xhtml+xml\"/>"
        );
        let _ = write!(spine, "<itemref idref=\"p{index}\"/>");
    }
    for (index, (name, kind, _)) in extras.iter().enumerate() {
        let _ =
            writeln!(items, "<item id=\"f{index}\" href=\"text/{name}\" media-type=\"{kind}\"/>");
    }
    let package = PACKAGE.replace("ITEMS", &items).replace("SPINE", &spine);

    let mut archive = ZipWriter::new(File::create(at).unwrap());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, bytes: &[u8]| {
        archive.start_file(name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    };
    // First and stored. Source: EPUB 3.3 section 4.3.2.
    add("mimetype", b"application/epub+zip");
    add("META-INF/container.xml", CONTAINER.as_bytes());
    add("EPUB/content.opf", package.as_bytes());
    add("EPUB/nav.xhtml", NAVIGATION.as_bytes());
    for (index, body) in bodies.iter().enumerate() {
        add(&format!("EPUB/{}", page(index)), chapter(body).as_bytes());
    }
    for (name, _, bytes) in extras {
        add(&format!("EPUB/text/{name}"), bytes);
    }
    archive.finish().unwrap();
}
