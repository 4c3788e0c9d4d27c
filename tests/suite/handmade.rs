//! The smallest valid EPUB, made without bindery: what the tests of the tests are run on.
//!
//! In: the body of its one chapter, as XHTML. Out: an .epub file. Refuses to know: whether that
//! body is valid; a test may want it broken.

use std::fs::File;
use std::io::Write;
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
<item id="one" href="text/01.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="one"/></spine>
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

/// Writes the book. The body begins on line 5 of `EPUB/text/01.xhtml`.
pub(crate) fn epub(at: &Path, body: &str) {
    let mut archive = ZipWriter::new(File::create(at).unwrap());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in [
        // First and stored. Source: EPUB 3.3 section 4.3.2.
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("EPUB/content.opf", PACKAGE),
        ("EPUB/nav.xhtml", NAVIGATION),
        ("EPUB/text/01.xhtml", &chapter(body)),
    ] {
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}
