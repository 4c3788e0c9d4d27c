//! The vocabulary of an import: a project before it is written.
//!
//! In: what the readers of sources find. Out: edition, settings, chapters and files, each fact with
//! its [`Origin`], and what was left out. Refuses to know: where it was read, how it is written down.

use super::Kind;
use crate::edition::{Date, Edition, Identifier, Person, Role, Series, SourceWork, Subject};

/// A project, as it was found.
#[derive(Debug, Default)]
pub struct Draft {
    /// What the source was taken for.
    pub kind: Kind,
    /// What metadata.toml is to say of the book. Set it by the methods of the draft, so that each
    /// fact has its finding.
    pub edition: Edition,
    /// What metadata.toml is to say of the building, in order: key and value.
    pub settings: Vec<(&'static str, Setting)>,
    /// The chapters, in reading order.
    pub chapters: Vec<Chapter>,
    /// Images, style sheets, fonts and other files that the chapters or the settings name.
    pub files: Vec<File>,
    /// Each fact of the edition, in the order of finding.
    pub findings: Vec<Finding>,
    /// What was left out, in the order of the source.
    pub dropped: Vec<Dropped>,
}

/// A value of metadata.toml that is about the building.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// Text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A table.
    Table(Vec<(&'static str, Setting)>),
}

/// A chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chapter {
    /// Path below `manuscript/`, `/` between its parts, ending in `.md`. Files are read in natural
    /// order of their names; a folder is a part, and `index.md` its own page.
    pub path: String,
    /// Markdown, with front matter where the chapter needs it.
    pub text: String,
}

/// A file beside the chapters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path in the project, `/` between its parts (`manuscript/images/map.png`).
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A fact, as it is shown and as it is commented on in metadata.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key of metadata.toml, a dot between table and key: `title`, `author`, `source.page`.
    pub key: &'static str,
    /// The value, in one line.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a fact comes from, and how far it can be relied upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The place in the source.
    pub at: At,
    /// How sure it is.
    pub sure: Sure,
}

impl Origin {
    /// A fact that the source states at a line.
    pub fn stated(line: usize) -> Self {
        Origin { at: At::Line(line), sure: Sure::Stated }
    }

    /// A fact that a part of the source states (`OEBPS/content.opf`).
    pub fn stated_in(part: impl Into<String>) -> Self {
        Origin { at: At::Part(part.into()), sure: Sure::Stated }
    }
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A line of the file, from 1.
    Line(usize),
    /// A part of it, by name: a file of an archive, a kind of metadata.
    Part(String),
    /// The text as a whole.
    Whole,
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Place and shape alone speak for it: a short line below the title. Commented on in metadata.toml.
    Guess,
    /// Its form is that of such a fact, and its place fits. Commented on in metadata.toml.
    Likely,
    /// The source says in words, or in metadata, what it is.
    Stated,
}

impl Sure {
    /// The word that people are shown.
    pub fn name(self) -> &'static str {
        match self {
            Sure::Guess => "guess",
            Sure::Likely => "likely",
            Sure::Stated => "stated",
        }
    }
}

/// Something of the source that is not in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Where it stood.
    pub at: At,
    /// Its text.
    pub text: String,
    /// What it was taken for, a noun in the plural: `buttons`, `breadcrumbs`, `related articles`.
    pub what: &'static str,
}

impl Draft {
    fn found(&mut self, key: &'static str, value: &str, origin: Origin) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.findings.push(Finding { key, value, origin });
    }

    /// The main title.
    pub fn title(&mut self, title: &str, origin: Origin) {
        title.clone_into(&mut self.edition.title.main);
        self.found("title", title, origin);
    }

    /// The subtitle.
    pub fn subtitle(&mut self, subtitle: &str, origin: Origin) {
        self.edition.title.subtitle = Some(subtitle.to_owned());
        self.found("subtitle", subtitle, origin);
    }

    /// The language, a BCP 47 tag.
    pub fn language(&mut self, tag: &str, origin: Origin) {
        tag.clone_into(&mut self.edition.language);
        self.found("language", tag, origin);
    }

    /// Somebody with a part in the book, after those who are there.
    pub fn person(&mut self, person: Person, origin: Origin) {
        self.found(person_key(person.role), &person.name, origin);
        self.edition.people.push(person);
    }

    /// What is said of the author: goes to the last author without a note; nothing happens where there
    /// is none.
    pub fn author_note(&mut self, note: &str, origin: Origin) -> bool {
        let author = self.edition.people.iter_mut().rev();
        let mut author =
            author.filter(|person| person.role == Role::AUTHOR && person.note.is_none());
        let Some(author) = author.next() else { return false };
        author.note = Some(note.to_owned());
        self.found("author.note", note, origin);
        true
    }

    /// What is said of an author: goes to the first without a note whom it is `about`, by name, else as
    /// [`Draft::author_note`] does. False where nobody could take it.
    pub fn note_about(&mut self, note: &str, origin: Origin, about: impl Fn(&str) -> bool) -> bool {
        let named = self.edition.people.iter().position(|person| {
            person.role == Role::AUTHOR && person.note.is_none() && about(&person.name)
        });
        match named {
            Some(index) => {
                self.note_of(index, note, origin);
                true
            }
            None => self.author_note(note, origin),
        }
    }

    /// What is said of the person with that number in the edition; nothing happens where there is
    /// none.
    pub fn note_of(&mut self, index: usize, note: &str, origin: Origin) {
        if let Some(person) = self.edition.people.get_mut(index) {
            person.note = Some(note.to_owned());
            self.found("author.note", note, origin);
        }
    }

    /// The publisher of this edition.
    pub fn publisher(&mut self, name: &str, origin: Origin) {
        self.edition.publisher = Some(name.to_owned());
        self.found("publisher", name, origin);
    }

    /// The date of this edition.
    pub fn date(&mut self, date: Date, origin: Origin) {
        self.edition.date = Some(date);
        self.found("date", &date.to_string(), origin);
    }

    /// The rights statement.
    pub fn rights(&mut self, rights: &str, origin: Origin) {
        self.edition.rights = Some(rights.to_owned());
        self.found("rights", rights, origin);
    }

    /// A summary.
    pub fn description(&mut self, text: &str, origin: Origin) {
        self.edition.description = Some(text.to_owned());
        self.found("description", text, origin);
    }

    /// A subject, after those that are there.
    pub fn subject(&mut self, subject: Subject, origin: Origin) {
        self.found("subject", &subject.name, origin);
        self.edition.subjects.push(subject);
    }

    /// The identifier.
    pub fn identifier(&mut self, identifier: Identifier, origin: Origin) {
        let (key, value) = match &identifier {
            Identifier::Isbn(isbn) => ("isbn", isbn),
            Identifier::Other(other) => ("identifier", other),
        };
        let value = value.clone();
        self.found(key, &value, origin);
        self.edition.identifier = Some(identifier);
    }

    /// The series.
    pub fn series(&mut self, series: Series, origin: Origin) {
        self.found("series", &series.name, origin);
        self.edition.series = Some(series);
    }

    /// A source that is given as one citation.
    pub fn citation(&mut self, citation: &str, origin: Origin) {
        let citation = citation.to_owned();
        self.found("source", &citation, origin);
        self.edition.sources.push(SourceWork { citation: Some(citation), ..SourceWork::default() });
    }

    /// A fact about the work that this book is made from (the first source, which is made where there
    /// is none). `key` is one of `source.title`, `source.author`, `source.translator`,
    /// `source.publication`, `source.date`, `source.page`, `source.url`, `source.identifier`,
    /// `source.rights`, `source.lang`; others do nothing.
    pub fn source(&mut self, key: &'static str, value: &str, origin: Origin) {
        if self.edition.sources.is_empty() {
            self.edition.sources.push(SourceWork::default());
        }
        let Some(work) = self.edition.sources.first_mut() else { return };
        let text = value.to_owned();
        match key {
            "source.title" => work.title = Some(text),
            "source.author" => work.authors.push(text),
            "source.translator" => work.translators.push(text),
            "source.publication" => work.publication = Some(text),
            "source.date" => work.date = Some(text),
            "source.page" => work.page = Some(text),
            "source.url" => work.url = Some(text),
            "source.identifier" => work.identifier = Some(text),
            "source.rights" => work.rights = Some(text),
            "source.lang" => work.lang = Some(text),
            _ => return,
        }
        self.found(key, value, origin);
    }

    /// Notes that something of the source is left out.
    pub fn drop(&mut self, at: At, text: &str, what: &'static str) {
        self.dropped.push(Dropped { at, text: text.to_owned(), what });
    }
}

/// The key of metadata.toml for people of a role.
pub fn person_key(role: Role) -> &'static str {
    match role.0 {
        "aut" => "author",
        "trl" => "translator",
        "edt" => "editor",
        "ill" => "illustrator",
        _ => "contributor",
    }
}
