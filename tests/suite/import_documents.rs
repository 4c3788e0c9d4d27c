//! Documents become projects: DOCX, pandoc's Markdown, mdBook.
//!
//! In: documents that the tests make themselves. Out: the whole metadata.toml and whole chapters, what
//! the author is told, and a book that EPUBCheck finds nothing in; or an error and nothing written.
//! Refuses to know: articles and web pages, EPUB.

use std::fs;
use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::diff::difference;
use crate::support::{Book, Outcome, PIXEL, Project, tree, unindent};

const BINDERY: &str = env!("CARGO_BIN_EXE_bindery");

/// A project that was imported.
struct Imported {
    project: Project,
    outcome: Outcome,
}

impl Imported {
    /// Imports what lies at `source` in a project.
    #[track_caller]
    fn of(from: &Project, source: &str) -> Imported {
        let project = Project::new();
        let mut command = from.command(BINDERY);
        let outcome = Outcome::of(command.args(["import", source]).arg(project.path()));
        assert_eq!(outcome.status, Some(0), "{outcome:#?}");
        Imported { project, outcome }
    }

    #[track_caller]
    fn is(&self, path: &str, expected: &str) {
        let folder = self.project.path();
        let text = fs::read_to_string(folder.join(path)).unwrap_or_else(|error| {
            panic!("{path}: {error}; {:?}", tree(&folder).keys().collect::<Vec<_>>())
        });
        if let Some(difference) = difference(&unindent(expected), &text) {
            panic!("{path} is not as expected:\n{difference}\n{text}");
        }
    }

    /// What was said on the way.
    #[track_caller]
    fn said(&self, expected: &str) {
        if let Some(difference) = difference(&unindent(expected), &self.outcome.stderr) {
            panic!("other words were said:\n{difference}\n{}", self.outcome.stderr);
        }
    }

    #[track_caller]
    fn builds(self) -> Book {
        self.project.builds()
    }
}

/// A zip archive.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml""#;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"#;

const OF_DOCUMENT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="s" Type="http://x/styles" Target="styles.xml"/>
<Relationship Id="n" Type="http://x/numbering" Target="numbering.xml"/>
<Relationship Id="f" Type="http://x/footnotes" Target="footnotes.xml"/>
<Relationship Id="e" Type="http://x/endnotes" Target="endnotes.xml"/>
<Relationship Id="c" Type="http://x/comments" Target="comments.xml"/>
<Relationship Id="h" Type="http://x/header" Target="header1.xml"/>
<Relationship Id="p" Type="http://x/image" Target="media/image1.png"/>
<Relationship Id="q" Type="http://x/image" Target="media/image2.emf"/>
<Relationship Id="l" Type="http://x/hyperlink" Target="https://example.org/lights" TargetMode="External"/>
</Relationships>"#;

const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="My own"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="HTMLVorformatiert"><w:name w:val="HTML Preformatted"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Funotenzeichen"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Watch %1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

const NOTES: &str = r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Of </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>brass</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p><w:p><w:r><w:t>Polished.</w:t></w:r></w:p></w:footnote>"#;

const CORE: &str = r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>Document1</dc:title><dc:creator>Ada Merrow; Microsoft Office User</dc:creator><dc:subject>Lights</dc:subject><cp:keywords>sea, lamps</cp:keywords><dc:description>A year on the rock.</dc:description><dcterms:created>2024-02-03T00:00:00Z</dcterms:created></cp:coreProperties>"#;

/// A DOCX of that body, with all that it may refer to.
fn docx(body: &str) -> Vec<u8> {
    let part = |name: &str, content: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:{name} {NAMESPACES}>{content}</w:{name}>"
        )
    };
    let document = part("document", &format!("<w:body>{body}<w:sectPr/></w:body>"));
    let endnotes = NOTES.replace("footnote", "endnote").replace("brass", "tin");
    let comment = r#"<w:comment w:id="0"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>"#;
    let header = part("hdr", "<w:p><w:r><w:t>Draft</w:t></w:r></w:p>");
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("docProps/core.xml", CORE.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", OF_DOCUMENT.as_bytes()),
        ("word/styles.xml", part("styles", STYLES).as_bytes()),
        ("word/numbering.xml", part("numbering", NUMBERING).as_bytes()),
        ("word/footnotes.xml", part("footnotes", NOTES).as_bytes()),
        ("word/endnotes.xml", part("endnotes", &endnotes).as_bytes()),
        ("word/comments.xml", part("comments", comment).as_bytes()),
        ("word/header1.xml", header.as_bytes()),
        ("word/media/image1.png", PIXEL),
        ("word/media/image2.emf", b"\x01\0\0\0"),
    ])
}

/// A paragraph of one run.
fn p(style: &str, text: &str) -> String {
    let style = match style {
        "" => String::new(),
        style => format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
    };
    format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A run that looks like that.
fn r(look: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// An item of a list.
fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

/// A picture.
fn picture(id: &str, alt: &str) -> String {
    format!(
        "<w:drawing><wp:inline><wp:docPr id=\"1\" name=\"P\" descr=\"{alt}\"/><a:graphic><a:graphicData><a:blip r:embed=\"{id}\"/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
}

fn field(instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[test]
fn a_docx_of_everything() {
    let note = |kind: &str| {
        format!(
            "<w:r><w:rPr><w:rStyle w:val=\"Funotenzeichen\"/></w:rPr><w:{kind}Reference w:id=\"1\"/></w:r>"
        )
    };
    let bookmark = |name: &str| {
        format!("<w:bookmarkStart w:id=\"1\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"1\"/>")
    };
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text))
    };
    let body = [
        p("Titel", "The Keeper’s Log"),
        p("Untertitel", "A Year on the Rock"),
        format!("<w:p>{}</w:p>", field("TOC \\o", &r("", "Arrival 1"))),
        p("Verzeichnis1", "Arrival	1"),
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>{}{}{}</w:p>",
            bookmark("_Ref1"),
            bookmark("_Toc1"),
            r("", "Arrival"),
        ),
        format!(
            "<w:p>{}{}{}{}{}{}{}{}{}{}</w:p>",
            r("", "The "),
            r("<w:b/>", "lamp"),
            r("<w:b/>", " was"),
            r("", " "),
            r("<w:i/>", "lit"),
            note("footnote"),
            r("", " at "),
            r("<w:smallCaps/>", "dusk"),
            r("<w:vertAlign w:val=\"superscript\"/>", "2"),
            r("<w:strike/>", ", not"),
        ),
        format!(
            "<w:p>{}<w:ins w:id=\"1\">{}</w:ins><w:del w:id=\"2\"><w:r><w:delText>long</w:delText></w:r></w:del>{}<w:hyperlink r:id=\"l\">{}</w:hyperlink>{}<w:r><w:commentReference w:id=\"0\"/></w:r></w:p>",
            r("", "It was "),
            r("", "short"),
            r("", ": see "),
            r("<w:u w:val=\"single\"/>", "the lights"),
            field("HYPERLINK \\l \"_Ref2\"", &r("<w:u w:val=\"single\"/>", " and the lamp")),
        ),
        format!(
            "<w:p>{}{}{}</w:p>",
            r("", "He said "),
            r("<w:lang w:val=\"fr-FR\"/>", "bonne nuit"),
            r("", " and <m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>").replace("<m:oMath>", "</w:t></w:r><m:oMath>").replace("</m:oMath></w:t></w:r>", "</m:oMath>"),
        ),
        item(1, 0, "oil"),
        item(1, 0, "wicks"),
        item(1, 1, "short"),
        item(1, 1, "long"),
        item(1, 0, "matches"),
        p("Zitat", "Quoted."),
        p("Zitat", "More."),
        p("HTMLVorformatiert", "if lit {"),
        p("HTMLVorformatiert", "    wait"),
        p("HTMLVorformatiert", "}"),
        p("", "* * *"),
        format!("<w:p><w:r>{}</w:r></w:p>", picture("p", "The rock")),
        p("Beschriftung", "The rock from the sea"),
        format!("<w:p><w:r>{}</w:r></w:p>", picture("q", "A drawing")),
        format!(
            "<w:tbl><w:tblPr><w:tblLook w:firstRow=\"1\"/></w:tblPr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("", "Month"),
            cell("", "Oil"),
            cell("", "May"),
            cell("", "3")
        ),
        format!(
            "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("<w:gridSpan w:val=\"2\"/>", "Both"),
            cell("<w:vMerge w:val=\"restart\"/>", "Two rows"),
            cell("", "a"),
            cell("<w:vMerge/>", ""),
            cell("", "b")
        ),
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            r("", "Beside it:"),
            p("", "In a box."),
            p("", "In a box.")
        ),
        "<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>مصباح</w:t></w:r></w:p>".to_owned(),
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>{}{}{}</w:p>",
            bookmark("_Ref2"),
            r("", "The Lamp"),
            note("endnote"),
        ),
        format!(
            "<w:p>{}{}</w:p>",
            r("", "Back to "),
            field("REF _Ref1 \\h", &r("", "Arrival"))
        ),
        p("Eigene", "Oil"),
        p("", "Enough."),
    ]
    .concat();
    let source = Project::new().bytes("log.docx", &docx(&body));
    let imported = Imported::of(&source, "log.docx");
    imported.said(
        "
        warning[import-lost]: a picture is of a kind that no book can have, and is left out: `image2.emf`
         --> log.docx

        warning[import-lost]: an equation is kept as a line of text: `x=2`
         --> log.docx

        warning: 2 warnings: the project was written
        ",
    );
    let left =
        "Left out: 1 comments, 1 deleted passages, 1 headers and footers, 2 tables of contents\n";
    assert!(imported.outcome.stdout.contains(left), "{}", imported.outcome.stdout);
    imported.is(
        "metadata.toml",
        "
        title = \"The Keeper’s Log\"
        subtitle = \"A Year on the Rock\"
        language = \"en-GB\"
        # Likely, from docProps/core.xml of the source.
        author = \"Ada Merrow\"
        description = \"A year on the rock.\"
        subject = [\"Lights\", \"sea\", \"lamps\"]
        ",
    );
    imported.is(
        "manuscript/01-arrival.md",
        "
        # Arrival {#Ref1}

        The **lamp was** *lit*[^1] at <span class=\"small-caps\">dusk</span>^2^~~, not~~

        It was short: see [the lights](https://example.org/lights) [and the lamp](02-watch-1-the-lamp.md#Ref2)

        He said <span lang=\"fr-FR\">bonne nuit</span> and x=2

        - oil
        - wicks
          1. short
          2. long
        - matches

        > Quoted.
        >
        > More.

        ```
        if lit {
            wait
        }
        ```

        ---

        ![The rock](images/image1.png \"The rock from the sea\")

        | Month | Oil |
        | --- | --- |
        | May | 3 |

        <table><tbody><tr><td colspan=\"2\">Both</td></tr><tr><td rowspan=\"2\">Two rows</td><td>a</td></tr><tr><td>b</td></tr></tbody></table>

        Beside it:

        ::: text-box
        In a box.
        :::

        <p dir=\"rtl\">مصباح</p>

        [^1]: Of *brass*.

            Polished.
        ",
    );
    imported.is(
        "manuscript/02-watch-1-the-lamp.md",
        "
        # Watch 1 The Lamp[^1] {#Ref2}

        Back to [Arrival](01-arrival.md#Ref1)

        ## Oil

        Enough.

        [^1]: Of *tin*.

            Polished.
        ",
    );
    let book = imported.builds();
    assert!(book.names().iter().any(|name| name.ends_with("image1.png")), "{:?}", book.names());
}

#[test]
fn a_docx_without_headings_is_one_chapter() {
    let body = [
        format!("<w:p>{}{}</w:p>", r("<w:b/>", "One"), r("", " two.")),
        format!(
            "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>",
            r("", "A paragraph that goes ")
        ),
        p("", "on in the next."),
        // A field without an end swallows nothing.
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>Kept.</w:t></w:r></w:p>".to_owned(),
        format!("<w:p>{}{}</w:p>", r("<w:vanish/>", "Hidden."), r("", "Shown &amp; <w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/>").replace(" <w:sym", "</w:t><w:sym").replace("/></w:t>", "/>")),
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>".to_owned(),
        format!("<w:p><w:hyperlink w:anchor=\"gone\">{}</w:hyperlink></w:p>", r("", "nowhere")),
        format!("<w:p><w:hyperlink r:id=\"gone\">{}</w:hyperlink></w:p>", r("", "lost")),
        format!(
            "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>",
            r("", "The end.")
        ),
    ]
    .concat();
    let source = Project::new().bytes("The keeper.docx", &docx(&body));
    let imported = Imported::of(&source, "The keeper.docx");
    imported.said(
        "
        warning[import-lost]: a link leads to a place that is not in the document, and is text now: `nowhere`
         --> The keeper.docx

        warning: 1 warning: the project was written
        ",
    );
    imported.is(
        "manuscript/01-the-keeper.md",
        "
        # The keeper

        **One** two.

        A paragraph that goes on in the next.

        Kept.

        Shown &→

        nowhere

        lost

        The end.
        ",
    );
    imported.builds();
}

#[test]
fn pandoc_s_markdown_becomes_bindery_s() {
    let source = Project::new().bytes("rock/map.png", PIXEL).file(
        "rock/log.md",
        "
        ---
        title: \"The *Keeper's* Log\"
        author:
        - Ada Merrow
        - {name: Ben Orne, affiliation: Light Service}
        translator: Cy Vale
        date: 2021-05
        lang: en-GB
        keywords: [sea, light]
        abstract: |
          First *part*.

          Second.
        identifier: {scheme: ISBN, text: 978-3-16-148410-0}
        cover-image: map.png
        geometry: margin=1in
        ---

        Before all.^[An *inline* note, see [the lamp](#the-lamp).]

        # Arrival {-}

        Text[^1], [small caps]{.smallcaps}, [mot]{lang=fr}, `<b>raw</b>`{=html}, `x`{.python} and
        [@smith99, p. 3]. See [The Lamp], [there][The Lamp], [gone](#nope), [ref][r].

        ![A map](map.png){#map width=50%}

        | Turn, lamp,
        |   and *tell*

        \\newpage

        ``` {.rust .numberLines}
        fn main() {} // ^[no note] [^1]: x
        ```

        ```{=latex}
        \\foo
        ```

        ::: {.warning key=val}
        Careful.
        :::

        (@oil)  Oil
        (@)  Wicks

        See (@oil).

        a. one
        b. two

          Right     Left
        -------     ------
             12     12 ^a^

        +---------+-------+
        | Head    | B     |
        +=========+=======+
        | - item  | x     |
        | - two   | y     |
        +---------+-------+

        ---
        publisher: The Press
        ---

        [r]: https://example.org/r \"R\"

        # The Lamp

        Back to [arrival](#arrival) and [the map](#map).[^1] [ref][r]

        [^1]: A note[^long].
        [^long]: Long.

            Two.
        ",
    );
    let imported = Imported::of(&source, "rock/log.md");
    imported.said(
        "
        warning[import-lost]: `affiliation` of a person has no place in metadata.toml
         --> rock/log.md:3:1
          |
        3 | author:
          | ^^^^^^

        warning[import-lost]: `geometry` says how pages look, and is not carried over
          --> rock/log.md:16:1
           |
        16 | geometry: margin=1in
           | ^^^^^^^^

        warning[import-lost]: a citation is kept as text
          --> rock/log.md:24:2
           |
        24 | [@smith99, p. 3]. See [The Lamp], [there][The Lamp], [gone](#nope), [ref][r].
           |  ^^^^^^^^
           = help: pandoc can put them in: `pandoc --citeproc -t markdown`

        warning[import-lost]: there is no place `#nope` in the document
          --> rock/log.md:24:61
           |
        24 | [@smith99, p. 3]. See [The Lamp], [there][The Lamp], [gone](#nope), [ref][r].
           |                                                             ^^^^^

        warning[import-lost]: attributes are left out: `width`
          --> rock/log.md:26:18
           |
        26 | ![A map](map.png){#map width=50%}
           |                  ^^^^^^^^^^^^^^^^

        warning[import-lost]: raw TeX is left out
          --> rock/log.md:31:1
           |
        31 | \\newpage
           | ^^^^^^^^

        warning[import-lost]: raw text for `latex` is left out
          --> rock/log.md:37:1
           |
        37 | ```{=latex}
           | ^^^^^^^^^^^

        warning[import-lost]: the attribute `key` of a division is left out
          --> rock/log.md:41:1
           |
        41 | ::: {.warning key=val}
           | ^^^^^^^^^^^^^^^^^^^^^^

        warning[import-lost]: letters and Roman numbers of lists become numbers (2 times)
          --> rock/log.md:50:1
           |
        50 | a. one
           | ^^

        warning: 9 warnings: the project was written
        ",
    );
    imported.is(
        "metadata.toml",
        "
        title = \"The Keeper's Log\"
        language = \"en-GB\"
        author = [\"Ada Merrow\", \"Ben Orne\"]
        translator = \"Cy Vale\"
        publisher = \"The Press\"
        date = \"2021-05\"
        description = \"\"\"
        First part.

        Second.\"\"\"
        isbn = \"9783161484100\"
        subject = [\"sea\", \"light\"]
        cover = \"cover/map.png\"
        ",
    );
    imported.is(
        "manuscript/01.md",
        "
        Before all.[^note-1]

        [^note-1]: An *inline* note, see [the lamp](03-the-lamp.md#the-lamp).
        ",
    );
    imported.is(
        "manuscript/02-arrival.md",
        "
        # Arrival

        Text[^1], <span class=\"small-caps\">small caps</span>, <span lang=\"fr\">mot</span>, <b>raw</b>, `x` and
        [@smith99, p. 3]. See [The Lamp](03-the-lamp.md#the-lamp), [there](03-the-lamp.md#the-lamp), gone, [ref][r].

        <span id=\"map\"></span>![A map](images/map.png)

        ::: verse
        Turn, lamp,
          and *tell*
        :::

        ```rust
        fn main() {} // ^[no note] [^1]: x
        ```

        ::: {.warning}
        Careful.
        :::

        1.  Oil
        2.  Wicks

        See (1).

        1. one
        2. two

        | Right | Left |
        | --: | :-- |
        | 12 | 12 ^a^ |

        <table>
        <thead>
        <tr>
        <th>

        Head

        </th>
        <th>

        B

        </th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>

        - item
        - two

        </td>
        <td>

        x
        y

        </td>
        </tr>
        </tbody>
        </table>

        [r]: https://example.org/r \"R\"

        [^1]: A note[^long].

        [^long]: Long.

            Two.
        ",
    );
    imported.is(
        "manuscript/03-the-lamp.md",
        "
        # The Lamp

        Back to [arrival](02-arrival.md#arrival) and [the map](02-arrival.md#map).[^1] [ref][r]

        [r]: https://example.org/r \"R\"

        [^1]: A note[^long].

        [^long]: Long.

            Two.
        ",
    );
    imported.builds();
}

#[test]
fn a_title_block_and_no_metadata_at_all() {
    let source = Project::new()
        .file(
            "a.md",
            "% The Log\n  of a Year\n% Ada Merrow; Ben Orne\n% 2020\n\nOne paragraph alone.\n",
        )
        .file("b.md", "# The Strait\n\n## One\n\nThe tide came in, and the tide went out.\n");
    let imported = Imported::of(&source, "a.md");
    imported.is(
        "metadata.toml",
        "
        title = \"The Log of a Year\"
        author = [\"Ada Merrow\", \"Ben Orne\"]
        date = \"2020\"
        ",
    );
    imported
        .is("manuscript/01-the-log-of-a-year.md", "# The Log of a Year\n\nOne paragraph alone.\n");
    imported.builds();
    let imported = Imported::of(&source, "b.md");
    imported.is(
        "metadata.toml",
        "
        # Likely, from the first heading of the source.
        title = \"The Strait\"
        # Likely, from the whole text.
        language = \"en\"
        ",
    );
    imported.is(
        "manuscript/01-the-strait.md",
        "# The Strait\n\n## One\n\nThe tide came in, and the tide went out.\n",
    );
    imported.builds();
}

#[test]
fn an_mdbook_moves() {
    let source = Project::new()
        .file("rock/book.toml", "[book]\ntitle = \"The Rock\"\nauthors = [\"Ada Merrow\"]\nlanguage = \"en\"\n")
        .file("rock/src/SUMMARY.md", "# Summary\n\n[Preface](preface.md)\n\n# The Year\n\n- [Spring](spring.md)\n  - [May](spring/may.md)\n- [Autumn](autumn.md)\n")
        .file("rock/src/preface.md", "# Preface\n\nSee [May](spring/may.md#oil) and $5 or $6.\n")
        .file("rock/src/spring.md", "# Spring\n\n{{#include ../oil.txt}}\n")
        .file("rock/src/spring/may.md", "# May\n\n## Oil\n\n![Map](../map.png) [up](../spring.md)\n")
        .file("rock/src/autumn.md", "# Autumn\n\n```rust\n# use lamp;\nfn main() {}\n```\n")
        .file("rock/oil.txt", "Three barrels.\n")
        .bytes("rock/src/map.png", PIXEL);
    let imported = Imported::of(&source, "rock");
    imported.said("");
    imported.is(
        "metadata.toml",
        "
        title = \"The Rock\"
        language = \"en\"
        author = \"Ada Merrow\"
        theme = \"technical\"
        math = \"off\"
        ",
    );
    imported.is(
        "manuscript/01-preface.md",
        "
        # Preface

        See [May](02-the-year/01-spring/01-may.md#oil) and $5 or $6.
        ",
    );
    imported.is(
        "manuscript/02-the-year/01-spring/01-may.md",
        "
        # May

        ## Oil

        ![Map](../../map.png) [up](index.md)
        ",
    );
    imported.is("manuscript/02-the-year/01-spring/index.md", "# Spring\n\nThree barrels.\n");
    imported.is("manuscript/02-the-year/02-autumn.md", "# Autumn\n\n```rust\nfn main() {}\n```\n");
    let part = "---\nrole: part\n---\n\n# The Year\n";
    imported.is("manuscript/02-the-year/index.md", part);
    imported.builds();
}

/// Imports what can't be imported: exactly that is said, and nothing is written.
#[track_caller]
fn refused(name: &str, bytes: &[u8], stderr: &str) {
    let source = Project::new().bytes(name, bytes);
    let before = tree(&source.path());
    let outcome = Outcome::of(source.command(BINDERY).args(["import", name, "out"]));
    if let Some(difference) = difference(&unindent(stderr), &outcome.stderr) {
        panic!("not the words expected:\n{difference}\n{}", outcome.stderr);
    }
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
    assert!(before == tree(&source.path()), "the import failed and wrote something");
}

#[test]
fn bad_archives_are_refused() {
    let whole = docx(&p("", "The lamp."));
    refused("cut.docx", &whole[..whole.len() / 2], "
        error[import-unreadable]: the zip archive is damaged or cut off: invalid Zip archive: Could not find EOCD
         --> cut.docx

        error: 1 error: nothing was written
        ");
    refused(
        "leaves.docx",
        &zip(&[("[Content_Types].xml", b""), ("_rels/.rels", b""), ("../x", b"")]),
        "
        error[import-unreadable]: the path `../x` in the archive leads out of it
         --> leaves.docx

        error: 1 error: nothing was written
        ",
    );
    refused(
        "sheet.docx",
        &zip(&[("[Content_Types].xml", b""), ("_rels/.rels", b""), ("xl/workbook.xml", b"")]),
        "
        error[import-unreadable]: this is a spreadsheet or a presentation, not a DOCX document
         --> sheet.docx

        error: 1 error: nothing was written
        ",
    );
    refused(
        "none.docx",
        &zip(&[("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", RELATIONS.as_bytes())]),
        "
        error[import-unreadable]: there is no `word/document.xml` in the archive
         --> none.docx

        error: 1 error: nothing was written
        ",
    );
    refused("broken.docx", &zip(&[("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", RELATIONS.as_bytes()), ("word/document.xml", b"<w:document xmlns:w=\"w\"><w:body><w:p></w:body></w:document>")]), "
        error[import-unreadable]: `word/document.xml` is broken XML: expected 'w:p' tag, not 'w:body' at 1:38
         --> broken.docx

        error: 1 error: nothing was written
        ");
    refused(
        "empty.docx",
        &docx(""),
        "
        error[import-nothing]: there is no text in the document
         --> empty.docx

        error: 1 error: nothing was written
        ",
    );
    refused(
        "old.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "
        error[import-unreadable]: this is an old binary Office file, or one that a password protects
         --> old.docx
          = help: save it as DOCX, without a password

        error: 1 error: nothing was written
        ",
    );
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    for (path, text) in [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS)] {
        bomb.start_file(path, options).unwrap();
        bomb.write_all(text.as_bytes()).unwrap();
    }
    bomb.start_file("word/document.xml", options).unwrap();
    let blank = vec![b' '; 1 << 20];
    for _ in 0..520 {
        bomb.write_all(&blank).unwrap();
    }
    refused("bomb.docx", &bomb.finish().unwrap().into_inner(), "
        error[import-unreadable]: `word/document.xml` unpacks to more than 512 MiB, or all files to more than 2048 MiB
         --> bomb.docx

        error: 1 error: nothing was written
        ");
}
