//! The vocabulary of an edition: what the metadata says of the book, checked and typed.
//!
//! In: nothing; these are types. Out: what `resolve`, `render` and `package` read. Refuses to
//! know: how the metadata was written down (TOML, YAML, book.toml) and how it will be (OPF).

use crate::source::Span;

/// All that is known of the book as a publication.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// The titles.
    pub title: Title,
    /// BCP 47 tag of the book's main language, in canonical case (`en`, `ko`, `zh-Hant`).
    pub language: String,
    /// The identifier the author gave, if any.
    pub identifier: Option<Identifier>,
    /// Everybody credited, in the order of the metadata: authors first, then translators, then
    /// the others.
    pub people: Vec<Person>,
    /// Who publishes this edition.
    pub publisher: Option<String>,
    /// Date of publication of this edition.
    pub date: Option<Date>,
    /// When the book was last changed: an instant in UTC, `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: Option<String>,
    /// The rights statement.
    pub rights: Option<String>,
    /// A summary of the book, plain text.
    pub description: Option<String>,
    /// Subjects, in order.
    pub subjects: Vec<Subject>,
    /// What this book is made from, in order.
    pub sources: Vec<SourceWork>,
    /// The edition whose pages are marked: an identifier or a citation. Without it, the first source.
    pub page_source: Option<String>,
    /// The series the book belongs to.
    pub series: Option<Series>,
    /// What the author states of its accessibility beyond what is found.
    pub accessibility: Accessibility,
    /// The direction in which pages turn, where it differs from the language's.
    pub direction: Option<Direction>,
}

/// The title and what goes with it.
#[derive(Debug, Clone, Default)]
pub struct Title {
    /// The main title; never empty in a finished edition.
    pub main: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The title as it is filed (`War and Peace` or `Prince, The`).
    pub file_as: Option<String>,
}

/// A unique identifier of the edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// An ISBN of 13 digits, its check digit right, without hyphens.
    Isbn(String),
    /// Any other identifier, as given (a URN, a URL, a DOI).
    Other(String),
}

/// Somebody, or an organisation, with a part in the book.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// Name as shown.
    pub name: String,
    /// MARC relator code: `aut`, `trl`, `edt`, `ill` and so on.
    pub role: Role,
    /// Name as filed (`Tolstoy, Leo`).
    pub file_as: Option<String>,
    /// A note on the person, shown in the book: "director of the Institute of …".
    pub note: Option<String>,
    /// The person's page.
    pub url: Option<String>,
    /// BCP 47 tag of the name's language, where it is not the book's.
    pub lang: Option<String>,
    /// True for an organisation (a newspaper's staff, an agency).
    pub organisation: bool,
}

/// A MARC relator code, three lower-case letters.
/// Source: the MARC code list for relators, as EPUB 3.3 section 5.5.3.2.3 asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Role(pub &'static str);

impl Role {
    /// The author.
    pub const AUTHOR: Role = Role("aut");
    /// The translator.
    pub const TRANSLATOR: Role = Role("trl");
}

impl Default for Role {
    fn default() -> Self {
        Role::AUTHOR
    }
}

/// A subject heading, with the scheme it comes from where one is named.
/// Source: EPUB 3.3 section 5.5.3.2.5 (`authority` and `term`).
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The heading as shown.
    pub name: String,
    /// Authority, `BISAC`, `THEMA` or an address; always with `term`.
    pub authority: Option<String>,
    /// The code in that scheme.
    pub term: Option<String>,
}

/// A work that this book is made from.
#[derive(Debug, Clone, Default)]
pub struct SourceWork {
    /// The short form: a citation as the author wrote it; then the other fields are empty.
    pub citation: Option<String>,
    /// Title of the original.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// The translators of the version used.
    pub translators: Vec<String>,
    /// The newspaper, journal or book that it stood in.
    pub publication: Option<String>,
    /// The date as printed there; not completed, not parsed (`Jan. 3`).
    pub date: Option<String>,
    /// The page as printed there (`29`).
    pub page: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Its identifier: ISBN, DOI, ISSN.
    pub identifier: Option<String>,
    /// Its rights statement.
    pub rights: Option<String>,
    /// BCP 47 tag of its language.
    pub lang: Option<String>,
}

/// A series and the book's place in it.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Name of the series.
    pub name: String,
    /// Place in it: `3`, `3.5`.
    pub position: Option<String>,
    /// Identifier of the series.
    pub identifier: Option<String>,
}

/// What the author states; nothing here is derived.
#[derive(Debug, Clone, Default)]
pub struct Accessibility {
    /// A summary in the author's words, in place of the one made from what the book holds.
    pub summary: Option<String>,
    /// Addresses or names of standards that the author says the book conforms to.
    pub conforms_to: Vec<String>,
    /// Who evaluated it.
    pub certified_by: Option<String>,
    /// The evaluator's credential.
    pub credential: Option<String>,
    /// Address of the evaluator's report.
    pub report: Option<String>,
    /// Hazards the author states (`flashing`, `motionSimulation`, `sound`, or `none`); empty
    /// where nothing is said.
    pub hazards: Vec<String>,
}

/// A direction of pages and text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`, as the package document writes it.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    /// The direction of the script that a language is written in.
    /// Takes a BCP 47 tag; a script subtag decides over the language (`az-Arab`).
    pub fn of_language(tag: &str) -> Direction {
        let mut parts = tag.split('-').map(str::to_ascii_lowercase);
        let primary = parts.next().unwrap_or_default();
        let script =
            parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
        let rtl = match script.as_deref() {
            Some(script) => matches!(
                script,
                "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg" | "mand" | "samr"
            ),
            None => matches!(
                primary.as_str(),
                "ar" | "arc"
                    | "ckb"
                    | "dv"
                    | "fa"
                    | "he"
                    | "iw"
                    | "ks"
                    | "ku"
                    | "nqo"
                    | "ps"
                    | "sd"
                    | "syr"
                    | "ug"
                    | "ur"
                    | "yi"
            ),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

/// A date as precise as it was given: a year, a month or a day, checked against the calendar.
/// Source: EPUB 3.3 section 5.5.3.2.4 (W3CDTF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month; never without a month.
    pub day: Option<u8>,
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// How the book is to be built: what metadata.toml says besides the edition.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Depth of the table of contents in heading levels, 1 to 6.
    pub toc_depth: u8,
    /// Whether lines run from top to bottom, as in Japanese and Chinese books.
    pub vertical: bool,
    /// Where the notes go.
    pub notes: NotePlacement,
    /// Whether there is a cover page.
    pub cover_page: bool,
    /// Whether there is a title page.
    pub title_page: bool,
    /// Whether there is a colophon.
    pub colophon: bool,
    /// Whether there is a page on the book's accessibility.
    pub accessibility_page: bool,
    /// Whether the table of contents is also a page to read, not only navigation.
    pub contents_page: bool,
    /// Address that links leaving the book are completed with.
    pub base_url: Option<String>,
    /// The author's style sheets, paths relative to metadata.toml, with their places.
    pub styles: Vec<(String, Span)>,
    /// The fonts that are put into the book, in order.
    pub fonts: Vec<FontFile>,
    /// Reading order where it is given: paths relative to the manuscript, with their places.
    pub chapters: Vec<(String, Span)>,
    /// The cover's file, relative to metadata.toml, where it is named.
    pub cover: Option<(String, Span)>,
    /// Text that stands for the cover where it can't be seen.
    pub cover_alt: Option<String>,
    /// What becomes of images.
    pub images: Images,
    /// Bytes that the finished book may have, with the place that says so.
    pub max_size: Option<(u64, Span)>,
    /// Whether a cover is drawn where there is none.
    pub draw_cover: bool,
    /// The manuscript's folder, relative to metadata.toml, where it is not `manuscript`.
    pub manuscript: Option<(String, Span)>,
    /// How formulas are read and written.
    pub math: Math,
    /// Whether straight quotes become typographic ones.
    pub smart_punctuation: bool,
    /// Whether keywords, strings and the like are told apart in code.
    pub highlight: bool,
    /// How the book looks; `None` where it is not said.
    pub theme: Option<Theme>,
    /// Whether chapters begin with a large letter.
    pub drop_caps: bool,
}

/// What becomes of images of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Images {
    /// Pixels of the longer side at most; what is larger is scaled down.
    pub max_side: u32,
    /// Whether they stay as they are but for private metadata.
    pub untouched: bool,
}

impl Default for Images {
    /// 2560 pixels: the longer side of the cover that shops ask for, and more than the screens of
    /// reading devices have.
    fn default() -> Self {
        Images { max_side: 2560, untouched: false }
    }
}

/// How formulas are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Math {
    /// TeX between dollar signs becomes MathML.
    #[default]
    MathMl,
    /// It is kept as it is written, for readers that know no MathML.
    Tex,
    /// A dollar sign is a dollar sign.
    Off,
}

/// How a book looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The least: bold headings, indented paragraphs.
    Plain,
    /// As a press sets a novel: centred headings, ornaments.
    Classic,
    /// As a manual: paragraphs parted by space, code in colours.
    Technical,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            toc_depth: 3,
            vertical: false,
            notes: NotePlacement::Chapter,
            cover_page: true,
            title_page: true,
            colophon: true,
            accessibility_page: false,
            contents_page: false,
            base_url: None,
            styles: Vec::new(),
            fonts: Vec::new(),
            chapters: Vec::new(),
            cover: None,
            cover_alt: None,
            images: Images::default(),
            max_size: None,
            draw_cover: true,
            manuscript: None,
            math: Math::default(),
            smart_punctuation: true,
            highlight: true,
            theme: None,
            drop_caps: false,
        }
    }
}

/// Where the notes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotePlacement {
    /// At the end of each chapter.
    #[default]
    Chapter,
    /// Together, on a page of their own at the end of the book.
    Book,
}

/// A font file that the author names.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// Its path relative to metadata.toml, as given; `#name` at its end chooses a face.
    pub path: String,
    /// Where it is named.
    pub at: Span,
    /// What it is for.
    pub role: FontRole,
}

/// What of a book is set in a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FontRole {
    /// All text, headings included.
    Text,
    /// Headings.
    Headings,
    /// Code, keys to press, what programs print.
    Code,
}
