//! The vocabulary between `render` and `package`: finished resources, and what the package
//! document and the navigation say of them.
//!
//! In: nothing; these are types. Refuses to know: Markdown, links still to be decided, zip.

use crate::edition::{Direction, Edition};

/// A book ready to be packed. Paths are relative to the folder of the package document, with `/`
/// between their parts, ASCII letters, digits, `-`, `_` and `.` only, unique also without regard
/// to case.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The unique identifier: `urn:isbn:…`, `urn:uuid:…` or what the author gave.
    pub identifier: String,
    /// `dcterms:modified`, `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: String,
    /// Direction in which pages turn and in which titles run.
    pub direction: Direction,
    /// Every resource, in manifest order. Those with `spine` make up the spine, in this order.
    pub resources: Vec<Resource>,
    /// The table of contents. Hrefs: `path` or `path#id`.
    pub contents: Vec<ContentsEntry>,
    /// The landmarks, in order.
    pub landmarks: Vec<Landmark>,
    /// Markers of the pages of a printed edition: label and href; empty where there are none.
    pub page_list: Vec<(String, String)>,
    /// What the accessibility metadata is derived from.
    pub facts: Facts,
    /// Whether nav.xhtml is a page of the reading order (else it stands there `linear="no"`).
    pub contents_in_reading_order: bool,
}

/// One file of the book, besides the package document, nav and NCX.
#[derive(Debug)]
pub struct Resource {
    /// Its path.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Manifest properties: `cover-image`, `svg`, `mathml`, `scripted`… exactly where true.
    pub properties: Vec<&'static str>,
    /// Whether it is in the spine, and there linear.
    pub spine: Option<Linear>,
}

/// Whether a document of the spine is part of the default reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linear {
    /// It is.
    Yes,
    /// It is reached by links only.
    No,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, Default)]
pub struct ContentsEntry {
    /// Text shown.
    pub label: String,
    /// Where it leads; `None` for a part without a page of its own.
    pub href: Option<String>,
    /// BCP 47 tag of the label's language, where it is not the book's.
    pub lang: Option<String>,
    /// Entries below it.
    pub children: Vec<ContentsEntry>,
}

/// A landmark. Source: EPUB 3.3 section 7.4.4, EPUB Structural Semantics Vocabulary.
#[derive(Debug, Clone)]
pub struct Landmark {
    /// `epub:type`: `cover`, `titlepage`, `toc`, `bodymatter`, `backmatter`, `colophon`…
    pub kind: &'static str,
    /// Label in the book's language.
    pub label: String,
    /// Where it leads. For `toc` the href is that of nav.xhtml.
    pub href: String,
}

/// What the book holds, as far as accessibility metadata speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// There are images that mean something (the cover counts).
    pub images: bool,
    /// Every image has an alternative text or is marked as decoration.
    pub all_described: bool,
    /// There are tables.
    pub tables: bool,
    /// There is math written as MathML.
    pub mathml: bool,
    /// There is math readable only as TeX.
    pub tex: bool,
    /// There are audio or video clips.
    pub audio: bool,
    /// There are video clips.
    pub video: bool,
    /// Headings are used to structure the text.
    pub headings: bool,
    /// Ruby annotations are there.
    pub ruby: bool,
    /// The pages of a printed edition are marked.
    pub page_markers: bool,
    /// Something may move by itself: an image of several frames, an animation of a style sheet.
    pub moving: bool,
}

impl Facts {
    /// Whether nothing in the book can flash, move or sound by itself.
    pub fn is_harmless(self) -> bool {
        !(self.audio || self.video || self.moving)
    }
}
