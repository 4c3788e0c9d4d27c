//! Who has a part in the book, and what it is made from.
//!
//! In: the fields of the metadata. Out: people in the order of their credit, and works. Refuses
//! to know: how a credit or a citation is worded.

use toml::de::DeValue;

use super::table::{Field, Fields, Reader, items};
use super::values::one_line;
use super::{address, language, required};
use crate::diagnostic::code;
use crate::edition::{Person, Role, SourceWork};
use crate::load::relators;

/// Everybody credited: authors, then translators, then the others, each in the order in which
/// they stand in the file.
pub(super) fn people(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> Vec<Person> {
    const KEYS: [(&str, Role, bool); 5] = [
        ("author", Role::AUTHOR, false),
        ("translator", Role::TRANSLATOR, false),
        ("editor", Role("edt"), false),
        ("illustrator", Role("ill"), false),
        // A contributor of whom no more is said.
        ("contributor", Role("ctb"), true),
    ];
    let mut found = Vec::new();
    for (key, role, free) in KEYS {
        for item in fields.take(key).iter().flat_map(items) {
            let at = item.at.start;
            if let Some(person) = person(reader, &item, role, free) {
                found.push((at, person));
            }
        }
    }
    found.sort_by_key(|(at, person)| {
        let class = match person.role {
            Role::AUTHOR => 0,
            Role::TRANSLATOR => 1,
            _ => 2,
        };
        (class, *at)
    });
    found.into_iter().map(|(_, person)| person).collect()
}

/// One person. `free` allows a `role` to be given.
fn person(reader: &mut Reader<'_>, field: &Field<'_>, role: Role, free: bool) -> Option<Person> {
    if !matches!(field.value, DeValue::Table(_)) {
        let name = one_line(&reader.text_or(field, "text, a list or a table")?);
        return Some(Person { name, role, ..Person::default() });
    }
    let mut table = reader.table(field, "a table")?;
    let name = required(reader, &mut table, "name");
    let given = if free { table.take("role") } else { None };
    if let Some(at) = table.stray("role") {
        reader
            .push(&code::METADATA_KEY, &at, format!("unknown key `role` in `{}`", field.name))
            .hint("who has another role stands under `[[contributor]]`");
    }
    let role = given.and_then(|field| relator(reader, &field)).unwrap_or(role);
    let kinds = [("person", false), ("organisation", true), ("organization", true)];
    let file_as = table.take("file-as").and_then(|field| reader.line(&field));
    let note = table.take("note").and_then(|field| reader.text(&field));
    let url = table.take("url").and_then(|field| address(reader, &field));
    let lang = table.take("lang").and_then(|field| language(reader, &field));
    let kind = table.take("kind").and_then(|field| reader.choice(&field, &kinds));
    table.close(reader);
    let organisation = kind.unwrap_or(false);
    Some(Person { name: name?, role, file_as, note, url, lang, organisation })
}

fn relator(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Role> {
    let given = reader.line(field)?;
    let found = relators::find(&given);
    if found.is_none() {
        let hint = match relators::near(&given) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a MARC relator, by its name or its code: `narrator` or `nrt`".to_owned(),
        };
        let message = format!("`{}` can't be `{given}`", field.name);
        reader.push(&code::METADATA_VALUE, &field.at, message).hint(hint);
    }
    found.map(relators::Relator::role)
}

/// The works that the book is made from.
pub(super) fn sources(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<SourceWork> {
    let sources = items(field);
    sources.iter().filter_map(|item| source(reader, item)).collect()
}

fn source(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<SourceWork> {
    if !matches!(field.value, DeValue::Table(_)) {
        let citation = one_line(&reader.text_or(field, "text, a list or a table")?);
        return Some(SourceWork { citation: Some(citation), ..SourceWork::default() });
    }
    let mut table = reader.table(field, "a table")?;
    if table.is_empty() {
        reader
            .push(&code::METADATA_VALUE, &field.at, format!("`{}` says nothing", field.name))
            .hint("say what the book is made from: `title = \"…\"`");
    }
    let mut line =
        |reader: &mut Reader<'_>, key| table.take(key).and_then(|field| reader.line(&field));
    let title = line(reader, "title");
    let publication = line(reader, "publication");
    let identifier = line(reader, "identifier");
    let mut names = |reader: &mut Reader<'_>, key| {
        let field = table.take(key);
        let names = field.map_or_else(Vec::new, |field| reader.lines(&field));
        names.into_iter().map(|(name, _)| name).collect()
    };
    let authors = names(reader, "author");
    let translators = names(reader, "translator");
    let work = SourceWork {
        citation: None,
        title,
        authors,
        translators,
        publication,
        date: table.take("date").and_then(|field| as_printed(reader, &field)),
        page: table.take("page").and_then(|field| reader.text_or_number(&field)),
        url: table.take("url").and_then(|field| address(reader, &field)),
        identifier,
        rights: table.take("rights").and_then(|field| reader.text(&field)),
        lang: table.take("lang").and_then(|field| language(reader, &field)),
    };
    table.close(reader);
    Some(work)
}

/// A date in the words of the original; one that TOML knows is kept as it is written.
fn as_printed(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<String> {
    match field.value {
        DeValue::Datetime(_) => Some(reader.written(&field.at).to_owned()),
        _ => reader.text_or_number(field),
    }
}
