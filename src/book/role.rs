//! The roles a chapter can play in a book.
//!
//! In: the word an author gives in front matter, or a file's name. Out: the role, and what EPUB
//! and ARIA call it. Refuses to know: chapters, and where in the reading order one stands.

/// The role of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChapterRole {
    /// A page before the title page that holds the title alone.
    HalfTitle,
    /// The copyright page.
    Copyright,
    /// Who made the edition: the publisher's details.
    Imprint,
    /// The other books of the series or of the author.
    SeriesPage,
    /// To whom the book is dedicated.
    Dedication,
    /// A quotation that stands before the text.
    Epigraph,
    /// A summary.
    Abstract,
    /// Thanks.
    Acknowledgments,
    /// Who wrote the parts.
    Contributors,
    /// Word of somebody else before the text.
    Foreword,
    /// Word of the author before the text.
    Preface,
    /// What the reader should know before the text.
    Introduction,
    /// A statement of purpose before the text, as of a law.
    Preamble,
    /// What happens before the story.
    Prologue,
    /// A part: a page above several chapters.
    Part,
    /// A volume: a page above several parts.
    Volume,
    /// A chapter like any other.
    Chapter,
    /// What happens after the story.
    Epilogue,
    /// What follows from the text.
    Conclusion,
    /// Word of the author after the text.
    Afterword,
    /// Matter that goes with the text.
    Appendix,
    /// Words explained.
    Glossary,
    /// Works cited or recommended.
    Bibliography,
    /// Notes gathered at the end.
    Notes,
    /// Words and the places where they stand.
    Index,
    /// Who helped to make the book.
    Credits,
    /// Mistakes of earlier editions.
    Errata,
    /// What changed from edition to edition.
    RevisionHistory,
    /// How the book was made.
    Colophon,
}

/// The three parts of a book.
/// Source: EPUB Structural Semantics Vocabulary, "Document partitions".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// What stands before the text.
    Front,
    /// The text.
    Body,
    /// What stands after the text.
    Back,
}

impl Matter {
    /// The `epub:type` of it.
    pub fn epub_type(self) -> &'static str {
        match self {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        }
    }
}

/// How far a file's name tells the role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    /// The word alone: `preface`.
    Word,
    /// The word, or the word with a number: `prologue-2`.
    Numbered,
    /// The word, or the word with a number and a title: `appendix-02-operators`.
    Titled,
    /// Not at all: `index.md` is more often the first page of a folder than an index, and
    /// `notes.md` may be any notes.
    Never,
}

/// What is known of a role.
struct Entry {
    name: &'static str,
    also: &'static [&'static str],
    epub_type: &'static str,
    aria: Option<&'static str>,
    matter: Matter,
    named: Named,
}

impl ChapterRole {
    /// Every role, in the order in which they stand in a book.
    pub const ALL: &'static [ChapterRole] = &[
        ChapterRole::HalfTitle,
        ChapterRole::Copyright,
        ChapterRole::Imprint,
        ChapterRole::SeriesPage,
        ChapterRole::Dedication,
        ChapterRole::Epigraph,
        ChapterRole::Abstract,
        ChapterRole::Acknowledgments,
        ChapterRole::Contributors,
        ChapterRole::Foreword,
        ChapterRole::Preface,
        ChapterRole::Introduction,
        ChapterRole::Preamble,
        ChapterRole::Prologue,
        ChapterRole::Part,
        ChapterRole::Volume,
        ChapterRole::Chapter,
        ChapterRole::Epilogue,
        ChapterRole::Conclusion,
        ChapterRole::Afterword,
        ChapterRole::Appendix,
        ChapterRole::Glossary,
        ChapterRole::Bibliography,
        ChapterRole::Notes,
        ChapterRole::Index,
        ChapterRole::Credits,
        ChapterRole::Errata,
        ChapterRole::RevisionHistory,
        ChapterRole::Colophon,
    ];

    /// The word that front matter gives for it: `role: dedication`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The `epub:type`. Source: EPUB Structural Semantics Vocabulary 1.1.
    pub fn epub_type(self) -> &'static str {
        self.entry().epub_type
    }

    /// The ARIA role, where there is one; a `section` may carry each of them.
    /// Source: DPUB-ARIA 1.1, and the row `section` of ARIA in HTML.
    pub fn aria(self) -> Option<&'static str> {
        self.entry().aria
    }

    /// The part of the book that it usually stands in. Acknowledgments, for one, are as much at
    /// home behind the text: who knows the reading order decides.
    pub fn matter(self) -> Matter {
        self.entry().matter
    }

    /// The role of that name, or of its `epub:type`, or of another usual spelling.
    pub fn from_name(given: &str) -> Option<ChapterRole> {
        let given = words(given).join("-");
        ChapterRole::ALL.iter().copied().find(|role| {
            let entry = role.entry();
            entry.name == given || entry.epub_type == given || entry.also.contains(&given.as_str())
        })
    }

    /// The role that a file's name (without its ending) tells, if it tells one.
    ///
    /// What only puts files in order is passed over: `00-dedication`, `01_preface`,
    /// `ch00-00-introduction`, `zz-afterword`. Then the role's word must be all there is; for
    /// some roles a number or letter may follow (`appendix-a`, `prologue 2`), and for
    /// appendices, parts and volumes a title after it (`appendix_02-operators`).
    pub fn from_file_name(stem: &str) -> Option<ChapterRole> {
        let words = words(stem);
        let mut rest = words.as_slice();
        loop {
            if let Some(role) = role_of(rest) {
                return Some(role);
            }
            match rest.split_first() {
                Some((first, after)) if is_ordering(first) => rest = after,
                _ => return None,
            }
        }
    }

    fn entry(self) -> Entry {
        use Matter::{Back, Body, Front};
        use Named::{Never, Numbered, Titled, Word};
        let (name, also, epub_type, aria, matter, named): (_, &'static [_], _, _, _, _) = match self
        {
            Self::HalfTitle => (
                "half-title",
                &["halftitle", "half-title-page"],
                "halftitlepage",
                None,
                Front,
                Word,
            ),
            Self::Copyright => ("copyright", &[], "copyright-page", None, Front, Word),
            Self::Imprint => ("imprint", &[], "imprint", None, Front, Word),
            Self::SeriesPage => ("series-page", &[], "seriespage", None, Front, Word),
            Self::Dedication => {
                ("dedication", &[], "dedication", Some("doc-dedication"), Front, Word)
            }
            Self::Epigraph => ("epigraph", &[], "epigraph", Some("doc-epigraph"), Front, Word),
            Self::Abstract => ("abstract", &[], "abstract", Some("doc-abstract"), Front, Word),
            Self::Acknowledgments => (
                "acknowledgments",
                &["acknowledgements", "acknowledgment", "acknowledgement"],
                "acknowledgments",
                Some("doc-acknowledgments"),
                Front,
                Word,
            ),
            Self::Contributors => ("contributors", &[], "contributors", None, Front, Word),
            Self::Foreword => ("foreword", &[], "foreword", Some("doc-foreword"), Front, Numbered),
            Self::Preface => ("preface", &[], "preface", Some("doc-preface"), Front, Numbered),
            Self::Introduction => (
                "introduction",
                &["intro"],
                "introduction",
                Some("doc-introduction"),
                Front,
                Numbered,
            ),
            Self::Preamble => ("preamble", &[], "preamble", None, Front, Word),
            Self::Prologue => {
                ("prologue", &["prelude"], "prologue", Some("doc-prologue"), Body, Numbered)
            }
            Self::Part => ("part", &[], "part", Some("doc-part"), Body, Titled),
            Self::Volume => ("volume", &[], "volume", None, Body, Titled),
            Self::Chapter => ("chapter", &[], "chapter", Some("doc-chapter"), Body, Titled),
            Self::Epilogue => ("epilogue", &[], "epilogue", Some("doc-epilogue"), Body, Numbered),
            Self::Conclusion => {
                ("conclusion", &[], "conclusion", Some("doc-conclusion"), Body, Word)
            }
            Self::Afterword => {
                ("afterword", &["postface"], "afterword", Some("doc-afterword"), Back, Numbered)
            }
            Self::Appendix => ("appendix", &[], "appendix", Some("doc-appendix"), Back, Titled),
            Self::Glossary => ("glossary", &[], "glossary", Some("doc-glossary"), Back, Word),
            Self::Bibliography => (
                "bibliography",
                &["references"],
                "bibliography",
                Some("doc-bibliography"),
                Back,
                Word,
            ),
            Self::Notes => ("notes", &[], "endnotes", Some("doc-endnotes"), Back, Never),
            Self::Index => ("index", &[], "index", Some("doc-index"), Back, Never),
            Self::Credits => ("credits", &[], "credits", Some("doc-credits"), Back, Word),
            Self::Errata => ("errata", &[], "errata", Some("doc-errata"), Back, Word),
            Self::RevisionHistory => {
                ("revision-history", &[], "revision-history", None, Back, Word)
            }
            Self::Colophon => ("colophon", &[], "colophon", Some("doc-colophon"), Back, Word),
        };
        Entry { name, also, epub_type, aria, matter, named }
    }
}

/// The words of a name, in lower case: what stands between hyphens, underscores, dots and spaces.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The role that these words tell from the first to the last.
fn role_of(words: &[String]) -> Option<ChapterRole> {
    ChapterRole::ALL.iter().copied().find(|role| {
        let entry = role.entry();
        let names = [entry.name, entry.epub_type].into_iter().chain(entry.also.iter().copied());
        names.into_iter().any(|name| tells(words, name, entry.named))
    })
}

fn tells(words: &[String], name: &str, named: Named) -> bool {
    let mut words = words.iter();
    if !name.split('-').all(|part| words.next().is_some_and(|word| word == part)) {
        return false;
    }
    match (words.as_slice(), named) {
        (_, Named::Never) => false,
        ([], _) => true,
        ([number], Named::Numbered) | ([number, ..], Named::Titled) => is_number(number),
        _ => false,
    }
}

/// Whether a word only puts files in order: a number (`00`, `3b`, `ch01`), or the letters that
/// people put before a name to have it first or last (`a`, `aa`, `zz`).
fn is_ordering(word: &str) -> bool {
    let digits = word.strip_prefix("ch").unwrap_or(word);
    let digits = digits.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(digits);
    let number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    number || word.chars().all(|c| c == 'a') || word.chars().all(|c| c == 'z')
}

/// Whether a word counts: `2`, `02`, `a`, `iv`, `two`.
fn is_number(word: &str) -> bool {
    const SPELT: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let digits = word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    let letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let roman = word.len() <= 5 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    digits || letter || roman || SPELT.contains(&word)
}

#[cfg(test)]
mod tests;
