//! The vocabulary between the stages: chapters as parsed, and the book once everything in it is
//! decided.
//!
//! In: nothing; these are types. Refuses to know: Markdown, files, XHTML's syntax, zip.
//!
//! [`Chapter`] holds what still has to be decided as lists (references, anchors, notes), and its
//! tree points into them by number. [`Book`] adds one decision for every entry of those lists, so
//! `render`, which takes a `Book`, can't meet a link without an end.

use crate::edition::{Direction, Edition, FontRole, Settings};
use crate::publication::{ContentsEntry, Facts, Landmark};
use crate::tree::{NodeId, Tree};
use std::collections::BTreeMap;
use std::ops::Range;

pub mod role;

pub use role::ChapterRole;

/// What `parse` makes of one chapter's text.
#[derive(Debug)]
pub struct Chapter<'s> {
    /// All nodes: the body, and the notes apart from it.
    pub tree: Tree<'s>,
    /// The root of the body.
    pub body: NodeId,
    /// Addresses of links, images and other things referred to, in document order.
    pub references: Vec<Reference>,
    /// Ids, wanted by the author or needed for a heading.
    pub anchors: Vec<Anchor>,
    /// Lists of ids by which an element refers to others of its page (`aria-labelledby`).
    pub id_lists: Vec<IdList>,
    /// The headings of the body, in document order.
    pub headings: Vec<Heading>,
    /// Where pages of a printed edition begin, in document order; those in notes come last.
    pub page_breaks: Vec<PageBreak>,
    /// Definitions of notes, in the order of the text.
    pub notes: Vec<Note>,
    /// References to notes, in the order of the text; those inside notes too.
    pub noterefs: Vec<Noteref>,
    /// Words of the body and the notes.
    pub words: usize,
    /// Whether there is nothing to read, see or hear in the body.
    pub empty: bool,
}

/// An address in the text that leads somewhere.
#[derive(Debug, Clone)]
pub struct Reference {
    /// As the author wrote it, entities and escapes decoded.
    pub address: String,
    /// Where, in the chapter's text.
    pub at: Range<usize>,
    /// What refers.
    pub kind: ReferenceKind,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// A reader may follow it.
    Link,
    /// The source of a quotation or of a change is named; no reader shows it.
    Source,
    /// An image is shown.
    Image,
    /// A sound or film is played.
    Media,
    /// Captions and the like are shown beside a sound or film.
    Track,
}

impl ReferenceKind {
    /// Whether the address is that of a file, to be put into the book.
    pub fn is_of_file(self) -> bool {
        matches!(self, ReferenceKind::Image | ReferenceKind::Media | ReferenceKind::Track)
    }
}

/// An id wanted in the text.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// The id that links use: as the author wrote it, or a slug of the heading's text.
    pub id: String,
    /// Whether the author wrote it.
    pub written: bool,
    /// Where, in the chapter's text.
    pub at: usize,
    /// The element that has it.
    pub node: NodeId,
}

/// Ids by which an element refers to others of its page.
#[derive(Debug, Clone)]
pub struct IdList {
    /// As the author wrote them.
    pub ids: Vec<String>,
    /// How they are written.
    pub form: IdForm,
    /// Where, in the chapter's text.
    pub at: usize,
    /// The element that refers.
    pub node: NodeId,
}

/// How a reference to an element of the same page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// By ids alone, with spaces between (`aria-labelledby`).
    Ids,
    /// As an address: `#id` (`use`).
    Fragment,
    /// As CSS has it: `url(#id)`, of one of these elements of SVG (`fill`).
    Paint(&'static [&'static str]),
}

/// A heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Level, 1 to 6.
    pub level: u8,
    /// Its text, white space folded.
    pub text: String,
    /// Its anchor.
    pub anchor: usize,
    /// Its element.
    pub node: NodeId,
    /// Whether it stands at the top of the body, not inside another element.
    pub top: bool,
}

/// Where a page of a printed edition begins.
#[derive(Debug, Clone)]
pub struct PageBreak {
    /// The page's number, or whatever stands in its place.
    pub label: String,
    /// Its anchor.
    pub anchor: usize,
    /// The note it stands in, where it stands in one.
    pub inside: Option<usize>,
}

/// The definition of a note.
#[derive(Debug, Clone)]
pub struct Note {
    /// The label as written.
    pub label: String,
    /// The root of its content, apart from the body.
    pub root: NodeId,
    /// Where, in the chapter's text.
    pub at: Range<usize>,
}

/// A reference to a note.
#[derive(Debug, Clone)]
pub struct Noteref {
    /// The note's number in the chapter's list.
    pub note: usize,
    /// The node that shows it.
    pub node: NodeId,
    /// The note it stands in, where it stands in one.
    pub inside: Option<usize>,
}

/// Where a reference leads, decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the book, and an id on it.
    Page {
        /// Number in [`Book::pages`].
        page: usize,
        /// The id, final.
        id: Option<String>,
    },
    /// An image or clip of the book: number in [`Book::assets`].
    Asset(usize),
    /// An address outside the book, legal as it stands.
    Outside(String),
    /// An image that lies elsewhere: a link to it takes its place.
    Elsewhere(String),
    /// Nowhere: what was shown stays, without the reference.
    Nowhere,
}

/// The decisions on one chapter.
#[derive(Debug, Default)]
pub struct Decisions {
    /// One for every reference.
    pub targets: Vec<Target>,
    /// The final id of every anchor.
    pub ids: Vec<String>,
    /// For every list of ids the value with those of its page, final; empty where there is none,
    /// and then the attribute is not written.
    pub id_lists: Vec<String>,
    /// For every noteref: its own id, the page and id of its note and the number shown; `None`
    /// where nothing is shown.
    pub noterefs: Vec<Option<NoterefDecision>>,
    /// For every note: its number and id; `None` for a note that is left out.
    pub notes: Vec<Option<NoteDecision>>,
    /// The levels of headings that are shown in another than their own.
    pub levels: BTreeMap<NodeId, u8>,
}

/// How a reference to a note is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoterefDecision {
    /// Its own id, for the way back.
    pub id: String,
    /// The number shown.
    pub number: usize,
    /// The note's page.
    pub page: usize,
    /// The note's id.
    pub note_id: String,
}

/// How a note is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteDecision {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: usize,
    /// The page it stands on.
    pub page: usize,
    /// The page and id of each reference to it, in order.
    pub back: Vec<(usize, String)>,
}

/// A book with everything in it decided.
#[derive(Debug)]
pub struct Book<'s> {
    /// The edition.
    pub edition: &'s Edition,
    /// How it is to be built.
    pub settings: &'s Settings,
    /// The chapters in reading order, with the decisions on each.
    pub chapters: Vec<(Chapter<'s>, Decisions)>,
    /// The pages in reading order.
    pub pages: Vec<Page>,
    /// Images, clips, fonts and style sheets, in order of first use.
    pub assets: Vec<Asset>,
    /// The fonts that the metadata names, in order.
    pub fonts: Vec<Font>,
    /// The cover image: number in `assets`.
    pub cover: Option<usize>,
    /// Text that stands for the cover where it can't be seen.
    pub cover_alt: String,
    /// The style sheets that every page names, in order: paths in the book.
    pub styles: Vec<String>,
    /// The table of contents.
    pub contents: Vec<ContentsEntry>,
    /// The landmarks.
    pub landmarks: Vec<Landmark>,
    /// Pages of a printed edition: label and address.
    pub page_list: Vec<(String, String)>,
    /// What the book holds.
    pub facts: Facts,
    /// Direction of the pages.
    pub direction: Direction,
}

/// One XHTML file of the book.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its path in the book.
    pub path: String,
    /// Its title.
    pub title: String,
    /// BCP 47 tag of its language.
    pub lang: String,
    /// What it shows.
    pub kind: PageKind,
}

/// What a page shows.
#[derive(Debug, Clone)]
pub enum PageKind {
    /// The cover image.
    Cover,
    /// Title, people, publisher.
    Title,
    /// The title of a part.
    Part,
    /// A chapter, or one of the pages that a long one is split into.
    Chapter {
        /// Number in [`Book::chapters`].
        chapter: usize,
        /// The top-level nodes shown.
        nodes: Vec<NodeId>,
        /// The notes at its end.
        notes: Vec<usize>,
        /// The role of the chapter.
        role: ChapterRole,
        /// Whether it is the first page of its chapter.
        first: bool,
        /// A heading that the manuscript gives as a title only (front matter), shown above.
        heading: Option<String>,
        /// The first top-level heading on the page, as an entry of the chapter's anchors.
        label: Option<usize>,
    },
    /// All notes of the book: for each chapter its number and its notes.
    Notes {
        /// Chapter (title, number in [`Book::chapters`], notes).
        chapters: Vec<(String, usize, Vec<usize>)>,
    },
    /// What is known of the book's accessibility.
    Accessibility,
    /// Sources, credits, rights.
    Colophon,
}

/// A file that goes into the book as it is.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its path in the book.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: std::sync::Arc<[u8]>,
    /// Whether it is an image shown to the reader, not a style sheet or font.
    pub image: bool,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

/// One face of a font file that the metadata names. Several files can make one family.
#[derive(Debug, Clone)]
pub struct Font {
    /// Its path in the book.
    pub path: String,
    /// What it is for; never empty.
    pub roles: Vec<FontRole>,
    /// The first of [`Settings::fonts`] that names it.
    pub setting: usize,
    /// What it is.
    pub face: Face,
}

/// A single font, as OpenType: never compressed, never a collection.
#[derive(Debug, Clone)]
pub struct Face {
    /// The file: what a reader may be given as it is, where the whole font goes into the book.
    pub bytes: std::sync::Arc<[u8]>,
    /// `font/otf` where the outlines are of `PostScript`'s kind, else `font/ttf`.
    pub media_type: &'static str,
    /// Name of the family, to which all widths and weights belong.
    pub family: String,
    /// Full name of this one (`Name Bold Italic`).
    pub full_name: String,
    /// Name that has no spaces, by which a face of a collection is chosen.
    pub postscript: Option<String>,
    /// Weight, 1 to 1000; the least and the greatest of a variable font.
    pub weight: (u16, u16),
    /// Width in per cent of the usual one; the least and the greatest.
    pub stretch: (f32, f32),
    /// Whether it leans.
    pub slope: Slope,
    /// What stands in where the font is not shown.
    pub generic: &'static str,
    /// Whether its makers let it be reduced to the glyphs that the book uses.
    pub may_subset: bool,
}

/// How a font leans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slope {
    /// It does not.
    Upright,
    /// It is an italic.
    Italic,
    /// It is a leaning upright one; the least and the greatest angle in degrees, clockwise.
    Oblique(f32, f32),
}
