//! The table of all codes: the one place from which `bindery explain CODE`, the documentation and
//! the tests take what there is.
//!
//! A code's name is stable: scripts and authors rely on it. Names are words, not numbers, so that
//! a report can be read without the table.

use super::Severity::{self, Error, Note, Warning};

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name, kebab-case.
    pub name: &'static str,
    /// Severity in a plain build.
    pub severity: Severity,
    /// Severity with `--lenient`.
    pub lenient: Severity,
    /// What it means and what to do, one paragraph of plain prose.
    pub explanation: &'static str,
}

/// The code of that name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

macro_rules! codes {
    ($($(#[$doc:meta])* $ident:ident $name:literal $severity:ident/$lenient:ident $explanation:literal;)*) => {
        $(
            #[doc = $explanation]
            pub static $ident: Code = Code {
                name: $name,
                severity: $severity,
                lenient: $lenient,
                explanation: $explanation,
            };
        )*
        /// Every code, in the order of the table.
        pub static ALL: &[&Code] = &[$(&$ident),*];
    };
}

codes! {
    // The project and its files.
    PATH_MISSING "path-missing" Error/Error "The path given to `build` does not exist. Give a project's folder, a folder of Markdown, a Markdown file or an mdBook project.";
    NO_MANUSCRIPT "no-manuscript" Error/Error "There is no Markdown file to make a book of. A project keeps its chapters in `manuscript/`; a folder of `.md` files and a single `.md` file are manuscripts too.";
    FILE_MISSING "file-missing" Error/Error "A file that the metadata or SUMMARY.md names is not there.";
    FILE_UNREADABLE "file-unreadable" Error/Error "A chapter, or a file or folder that the metadata names, is there but can't be read. Look at its permissions.";
    FILE_TOO_LARGE "file-too-large" Error/Error "A chapter, or a file that the metadata names, is larger than 1 GiB; no e-reader opens such a book.";
    FILE_ENCODING "file-encoding" Error/Warning "A text file is not UTF-8. The offset of the first wrong byte is given. Save the file as UTF-8. With `--lenient` U+FFFD stands for every wrong byte; UTF-16 is read as such.";
    FILE_OUTSIDE "file-outside" Error/Warning "A path leads out of the project's folder, directly or through a symbolic link. Nothing outside the project is read: copy the file into the project. With `--lenient` the book is made without it.";
    NAME_CLASH "name-clash" Warning/Warning "Two chapters have names that differ only in case. The book is right, but on some systems the two files can't stand in one folder.";
    CONTROL_CHARACTER "control-character" Warning/Warning "The text holds a character that XML, and so an EPUB, can't hold: a control character or a non-character. NUL is replaced by U+FFFD, the others are left out.";
    // metadata.toml and front matter.
    METADATA_SYNTAX "metadata-syntax" Error/Error "metadata.toml (or book.toml) is not valid TOML, or not UTF-8.";
    METADATA_KEY "metadata-key" Error/Error "metadata.toml has a key that bindery does not know. The file is read strictly, so that a slip of the pen does not lose a credit in silence.";
    METADATA_TYPE "metadata-type" Error/Error "A key of metadata.toml has a value of the wrong kind.";
    METADATA_VALUE "metadata-value" Error/Error "A key of metadata.toml has a value of the right kind that can't be used.";
    METADATA_MISSING "metadata-missing" Error/Error "A key that must be there is missing. Only `title` is asked of every book.";
    METADATA_LANGUAGE "metadata-language" Error/Error "A language is not a BCP 47 tag, such as `en`, `pt-BR`, `ko` or `zh-Hant`.";
    LANGUAGE_GUESSED "language-guessed" Note/Note "The metadata does not say which language the book is in; it was told from the letters of the text. Readers choose voices, hyphens and fonts by it: say it with `language = \"…\"`.";
    METADATA_DATE "metadata-date" Error/Error "A date is not a year, a month or a day as in `1923`, `1923-05` or `1923-05-17`, or there is no such day.";
    METADATA_IDENTIFIER "metadata-identifier" Error/Error "An ISBN has a wrong check digit or the wrong number of digits, or a `urn:uuid:` holds no UUID.";
    FRONT_MATTER_SYNTAX "front-matter-syntax" Error/Warning "The front matter of a chapter is not valid YAML (between `---` lines) or TOML (between `+++` lines). With `--lenient` what can be read of it is taken.";
    FRONT_MATTER_KEY "front-matter-key" Warning/Warning "The front matter of a chapter has a key that bindery makes nothing of; it is not carried into the book.";
    FRONT_MATTER_VALUE "front-matter-value" Error/Warning "A key of the front matter has a value that can't be used. With `--lenient` the key is left out.";
    CHAPTER_UNKNOWN "chapter-unknown" Error/Error "The list of chapters names a file that is not in the manuscript.";
    CHAPTER_TWICE "chapter-twice" Error/Error "The list of chapters or SUMMARY.md names a file twice. A book's reading order holds each document once (EPUB 3.3 section 5.7.3).";
    CHAPTER_EMPTY "chapter-empty" Warning/Warning "A chapter has no text. It is kept as a page with its title.";
    CHAPTER_UNTITLED "chapter-untitled" Warning/Warning "A chapter has no heading and no title of its own; it is listed under its file's name. Give it a heading, or a `title` in front matter.";
    CHAPTER_UNLISTED "chapter-unlisted" Note/Note "A Markdown file of the manuscript is not in the list of chapters, and so not in the book.";
    // mdBook.
    BOOK_TOML_UNUSED "book-toml-unused" Note/Note "A setting of book.toml that changes what the book says or how it looks has no meaning for an EPUB or can't be run here, and is left aside.";
    SUMMARY_SYNTAX "summary-syntax" Error/Error "A line of SUMMARY.md can't be understood.";
    INCLUDE_MISSING "include-missing" Error/Warning "An include names a file, a line range or an anchor that is not there, or a file that can't be read. With `--lenient` nothing stands in its place.";
    INCLUDE_CYCLE "include-cycle" Error/Warning "A file includes itself, directly or by way of others; or includes are nested more than 10 deep, or put in more than a chapter may hold, 64 MiB. With `--lenient` what would go on is left out.";
    DIRECTIVE_UNKNOWN "directive-unknown" Warning/Warning "An mdBook directive in double braces is not one that a book can hold; its text is kept.";
    // Links and anchors.
    LINK_CHAPTER "link-chapter" Error/Warning "A link leads to a file that is not a chapter of this book. Mend the address; or set `base-url`, and such links lead to the web; or build with `--lenient`, which keeps the text without the link.";
    LINK_ANCHOR "link-anchor" Error/Warning "A link leads to an id or heading that the chapter does not have. With `--lenient` the link leads to the chapter's beginning.";
    LINK_INVALID "link-invalid" Error/Warning "A link's address can't be made into a legal one. With `--lenient` the text is kept without the link.";
    LINK_FORBIDDEN "link-forbidden" Error/Warning "A link has an address that a book can't hold: `javascript:`, `data:`, `file:` and their like. With `--lenient` the text is kept without the link.";
    LINK_CHANGED "link-changed" Note/Note "A link's address is one that e-readers can't follow, and there is another of the same thing that they can: `doi:10.1000/182` becomes `https://doi.org/10.1000/182`, `isbn:…` becomes `urn:isbn:…`. Write the longer one, and nothing needs to be changed.";
    // Images, styles and what they refer to.
    IMAGE_MISSING "image-missing" Error/Warning "An image is not there. With `--lenient` its alternative text stands in its place.";
    IMAGE_REMOTE "image-remote" Error/Warning "An image lies on another server. A book must hold its images (EPUB 3.3 section 3.6): save it beside the chapter. With `--lenient` a link to it stands in its place.";
    IMAGE_INVALID "image-invalid" Error/Warning "A file named as an image is not one that an e-reader can show: PNG, JPEG, GIF, WebP or SVG. With `--lenient` its alternative text stands in its place.";
    IMAGE_NO_ALT "image-no-alt" Warning/Warning "An image has no alternative text, so a reader who can't see it gets nothing. Describe it between the brackets: `![a map of the strait](map.png)`. In raw HTML, `alt=\"\"` marks an image as decoration.";
    IMAGE_SCALED "image-scaled" Note/Note "An image was larger than a page shows, and is scaled down in the book; the file of the manuscript stays as it is. `max-side` of `[images]` in metadata.toml says how many pixels the longer side may have, and `untouched = true` leaves images as they are.";
    IMAGE_LARGE "image-large" Note/Note "An image is larger than `max-side` of `[images]` and is kept as it is, because scaling would harm it: it moves, is a GIF, is in the colours of a press (CMYK), or is a drawing that would be less sharp and no less data. Drawings are scaled from twice that size on.";
    IMAGE_BROKEN "image-broken" Warning/Warning "An image is cut off or damaged. It is packed as it is; readers show a part of it, or nothing. Take it from its source anew.";
    MEDIA_MISSING "media-missing" Error/Warning "A sound, a film or its captions are not there. With `--lenient` what stands inside the element takes its place.";
    MEDIA_REMOTE "media-remote" Error/Warning "A sound or film lies on another server, where it may be gone tomorrow: save it beside the chapter. With `--lenient` a link to it stands in its place.";
    MEDIA_INVALID "media-invalid" Error/Warning "A file named as a sound or film is not one that every e-reader plays (MP3, M4A, Opus, MP4, `WebM`), or one named as captions is not `WebVTT`. With `--lenient` what stands inside the element takes its place.";
    COVER_TEXT "cover-text" Note/Note "The cover that bindery draws where none is given does not show all that it should: it has no font with some character (an emoji, a script that it does not draw), or a text is too long. Where letters of the title are missing no cover is drawn. Name a picture of your own with `cover = \"…\"`, or say `cover = false`.";
    SVG_CHANGED "svg-changed" Warning/Warning "An SVG file held something a book can't: a script, an event handler, something on another server. It is left out of the packed file.";
    STYLE_INVALID "style-invalid" Error/Warning "A style sheet of the author's can't be used: it has a mistake that makes readers drop it, or refers to something that is not there or lies on another server. With `--lenient` the sheet is left out.";
    MATH_SYNTAX "math-syntax" Error/Warning "A formula between dollar signs is not TeX that can be made into MathML. Mend it; or put a backslash before a dollar sign that is none of a formula; or say `math = \"off\"` in metadata.toml, and a dollar sign is a dollar sign. With `--lenient` the TeX stands as it is.";
    BOOK_SIZE "book-size" Error/Warning "The finished book is larger than `max-size` of metadata.toml allows; its largest files are named with the sizes that they have in the book. Shops and mail refuse books over a size of their own. With `--lenient` the book is written.";
    // Fonts.
    FONT_INVALID "font-invalid" Error/Warning "A file that `fonts` names is not a font that an e-reader can show (OTF, TTF, TTC, WOFF or WOFF2), is damaged, or does not hold the face that is asked for after `#`. With `--lenient` the book is made without it.";
    FONT_LICENCE "font-licence" Error/Warning "A font says of itself that it may not be embedded (`fsType` of its table `OS/2`: restricted licence, or bitmaps only). A book would pass it on to every reader: use another font, or get one from its makers that may be embedded. With `--lenient` the book is made without it.";
    FONT_WHOLE "font-whole" Note/Note "A font goes into the book with all its glyphs, not only with those that the book uses: its makers do not allow that it is reduced, or it is of a kind that can't be without loss (glyphs that are pictures, variable outlines of PostScript's kind, formulas, rules for joining letters that are not OpenType's). The book is right, and larger.";
    FONT_CHARACTERS "font-characters" Note/Note "The text uses characters that none of its fonts has; the reader's own font shows them, and they may look out of place, or be missing where that has none either. Add a font that has them to `fonts`.";
    // Notes.
    NOTE_MISSING "note-missing" Error/Warning "A note is referred to that has no definition. Write it (`[^name]: text`), or put a backslash before the bracket if it is not a note. With `--lenient` the text stands as it is.";
    NOTE_UNUSED "note-unused" Warning/Warning "A note is defined that nothing refers to, so no reader would find it. It is left out.";
    PAGE_TWICE "page-twice" Warning/Warning "A page of the printed edition is marked twice. The list of pages leads to the first; the other marker stays in the text. Pages of several sources have labels that tell them apart: `{p. II-12}`.";
    NOTE_TWICE "note-twice" Warning/Warning "A note is defined twice; the first definition is used, the other is left out.";
    // Raw HTML.
    HTML_SCRIPT "html-script" Warning/Warning "The raw HTML holds a script, a template for one, or an attribute that would run one (`onclick`). Nothing in a book runs: it is left out. What `noscript` holds is shown.";
    HTML_FORM "html-form" Warning/Warning "The raw HTML holds a form or a part of one. A book sends nothing anywhere: fields are left out; labels, options and what is filled in stay as text, boxes to tick as signs.";
    HTML_EMBEDDED "html-embedded" Warning/Warning "The raw HTML shows something of another program or another page (`iframe`, `object`, `embed`, `canvas`). A link to it takes its place, or the content that the author gave for readers without it.";
    HTML_HEAD "html-head" Warning/Warning "The raw HTML holds an element of a page's head: `style`, `base`, `link`, `meta`, `title`. It is left out. Styles go into a file that metadata.toml names in `styles`.";
    HTML_DROPPED "html-dropped" Warning/Warning "Something of the raw HTML can't be in a book (a link in a link, an area of an image map, an animation). It is left out; what text it shows is kept.";
    HTML_CHANGED "html-changed" Note/Note "An element or attribute of the raw HTML is not legal in an EPUB, or not at its place, and was put into another form; the text is the same.";
    HTML_UNCLOSED "html-unclosed" Warning/Warning "A tag of the raw HTML is not finished before its block ends. It is kept as text.";
    NESTING "nesting" Error/Warning "The chapter nests lists, quotations or elements more than 200 deep, where readers run out of memory, or lets more than 4 elements like `b` run over the end of their block. Mostly an end tag is missing. With `--lenient` the inner elements are left out, and their text is kept.";
    DIVISION "division" Warning/Warning "A line of colons (`::: verse` … `:::`) begins a division that is not ended within the list, quotation or chapter it stands in, or ends one where none is open. The first is ended there; the other stands as text.";
    HEADING_LEVEL "heading-level" Note/Note "A heading leaves out a level: `###` stands below `#`. Who hears the book goes by the levels of headings, so it is shown one level below the heading above it. In the table of contents it stands where it stood.";
    HEADING_EMPTY "heading-empty" Note/Note "A heading has no text. It would be announced as a heading without a name, so an empty line stands in its place.";
    HEADING_ATTRIBUTE "heading-attribute" Warning/Warning "A heading's `{…}` holds an attribute that XHTML can't hold. It is left out.";
    ID_CHANGED "id-changed" Note/Note "An id is not legal in XHTML or stands twice in a chapter; it was changed, and the links to it with it.";
    // The other commands.
    FOLDER_TAKEN "folder-taken" Error/Error "`bindery new` and `bindery import` make a project in a folder of its own, so that nothing is overwritten: the path they are given must be free or an empty folder. `bindery import --force` writes into a folder all the same, over files of the same names.";
    EPUB_UNREADABLE "epub-unreadable" Error/Error "`bindery inspect` can't make sense of the file: it is not there, is not an EPUB, is damaged or cut off, or has no package document that can be read.";
    IMPORT_UNREADABLE "import-unreadable" Error/Error "`bindery import` can't make sense of what it is given: it is not there, is empty, damaged or cut off, or is no text, web page, EPUB, DOCX, Markdown or mdBook project. Nothing is written.";
    IMPORT_NOTHING "import-nothing" Error/Error "`bindery import` can read the source, and finds no text in it that could be a chapter. Nothing is written.";
    IMPORT_LOST "import-lost" Warning/Warning "Something of the imported source can't be carried over into Markdown or metadata.toml, or refers to something that is not there. The rest is imported.";
    IMPORT_REMOTE "import-remote" Warning/Warning "A picture of the imported source lies on another server, and nothing is fetched from the network. A link to it stands in its place: save the picture into the project's `manuscript/images/`, and put it there.";
    IMPORT_ENCODING "import-encoding" Warning/Warning "Some bytes of the imported source are no characters in its encoding; U+FFFD stands in their place.";
    // Writing the book.
    OUTPUT "output" Error/Error "The book, or what another command makes, can't be written there: the disk is full, or the folder may not be written to.";
    INTERNAL "internal" Error/Error "bindery met a state it did not expect. This is a mistake in bindery, not in the manuscript.";
}
