//! mdBook's `book.toml`, as far as it says something of the book.
//!
//! In: the text of the file. Out: an edition, settings, and what only mdBook projects have.
//! Refuses to know: SUMMARY.md, and how mdBook's programs work. mdBook passes over keys it does
//! not know, and so does this.

use std::collections::BTreeMap;

use super::language;
use super::table::{Field, Fields, Reader, items, parse};
use crate::diagnostic::{Diagnostics, code};
use crate::edition::{Direction, Edition, Person, Settings, Title};
use crate::source::{FileId, Sources, Span};

/// What `book.toml` says.
#[derive(Debug, Clone)]
pub struct MdBook {
    /// The edition; its title is empty where none is given.
    pub edition: Edition,
    /// The settings.
    pub settings: Settings,
    /// The folder of the chapters, relative to book.toml.
    pub src: String,
    /// Old addresses of pages and the new ones, as they are given.
    pub redirects: BTreeMap<String, String>,
    /// Whether straight quotes become typographic ones; they do since mdBook 0.5 where nothing
    /// is said.
    pub smart_punctuation: bool,
    /// The preprocessors, without the two that bindery knows how to stand in for.
    pub preprocessors: Vec<String>,
}

/// Reads `book.toml`. Always returns something, as [`super::read`] does.
pub fn read_mdbook(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> MdBook {
    let source = sources.get(file);
    let (table, errors) = parse(&source.text);
    let mut unheard = diagnostics.fork();
    let broken = !errors.is_empty();
    for error in errors {
        let span = Span::new(file, error.at);
        diagnostics.push(&code::METADATA_SYNTAX, span, error.message).hints = error.hints;
    }
    let diagnostics = if broken { &mut unheard } else { diagnostics };
    let mut reader = Reader { file, text: &source.text, diagnostics, top: &[] };
    let mut fields = Fields::new("", 0..0, &table);

    let mut book = MdBook {
        edition: Edition::default(),
        settings: Settings::default(),
        src: "src".to_owned(),
        redirects: BTreeMap::new(),
        smart_punctuation: true,
        preprocessors: Vec::new(),
    };
    if let Some(mut fields) = fields.take("book").and_then(|field| table_of(&mut reader, &field)) {
        about(&mut reader, &mut fields, &mut book);
    }
    let output = fields.take("output").and_then(|field| table_of(&mut reader, &field));
    let html = output.and_then(|mut output| output.take("html"));
    if let Some(mut fields) = html.and_then(|field| table_of(&mut reader, &field)) {
        html_output(&mut reader, &mut fields, &mut book);
    }
    if let Some(fields) =
        fields.take("preprocessor").and_then(|field| table_of(&mut reader, &field))
    {
        for (name, at, _) in fields.rest().filter(|(name, ..)| !matches!(*name, "links" | "index"))
        {
            let message = format!(
                "preprocessor `{name}` is a program that mdBook runs; bindery does not run it"
            );
            reader.push(&code::BOOK_TOML_UNUSED, at, message);
            book.preprocessors.push(name.to_owned());
        }
    }
    book.settings.smart_punctuation = book.smart_punctuation;
    book
}

fn table_of<'d>(reader: &mut Reader<'_>, field: &Field<'d>) -> Option<Fields<'d>> {
    reader.table(field, "a table")
}

/// The table `[book]`.
fn about(reader: &mut Reader<'_>, fields: &mut Fields<'_>, book: &mut MdBook) {
    // mdBook writes empty texts into a new project; they say nothing, and are no mistake.
    let mut line = |reader: &mut Reader<'_>, key| {
        fields.take(key).filter(|field| !is_empty(field)).and_then(|field| reader.line(&field))
    };
    let edition = &mut book.edition;
    edition.title = Title { main: line(reader, "title").unwrap_or_default(), ..Title::default() };
    if let Some(src) = line(reader, "src") {
        book.src = src;
    }
    edition.description = fields
        .take("description")
        .filter(|field| !is_empty(field))
        .and_then(|field| reader.text(&field));
    for key in ["authors", "author"] {
        for item in fields.take(key).iter().flat_map(items).filter(|item| !is_empty(item)) {
            if let Some(name) = reader.line(&item) {
                edition.people.push(Person { name, ..Person::default() });
            }
        }
    }
    if let Some(tag) = fields
        .take("language")
        .filter(|field| !is_empty(field))
        .and_then(|field| language(reader, &field))
    {
        edition.language = tag;
    }
    edition.direction = fields.take("text-direction").and_then(|field| {
        reader.choice(&field, &[("ltr", Direction::Ltr), ("rtl", Direction::Rtl)])
    });
}

fn is_empty(field: &Field<'_>) -> bool {
    field.value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// The table `[output.html]`.
fn html_output(reader: &mut Reader<'_>, fields: &mut Fields<'_>, book: &mut MdBook) {
    for (key, what) in [("additional-css", "style sheet"), ("additional-js", "script")] {
        for item in fields.take(key).iter().flat_map(items) {
            if let Some(path) = reader.line(&item) {
                let message = format!("{what} `{path}` is made for the web site and is left aside");
                let note = reader.push(&code::BOOK_TOML_UNUSED, &item.at, message);
                if key == "additional-css" {
                    note.hint("a style sheet for the book is named in metadata.toml: `styles`");
                }
            }
        }
    }
    // `curly-quotes` is its older name.
    for key in ["curly-quotes", "smart-punctuation"] {
        if let Some(flag) = fields.take(key).and_then(|field| reader.flag(&field)) {
            book.smart_punctuation = flag;
        }
    }
    if let Some(table) = fields.take("redirect").and_then(|field| table_of(reader, &field)) {
        for (old, _, field) in table.rest() {
            if let Some(new) = reader.line(field) {
                book.redirects.insert(old.to_owned(), new);
            }
        }
    }
}
