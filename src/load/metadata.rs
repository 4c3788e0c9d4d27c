//! The metadata of a book, read from `metadata.toml` strictly, or from mdBook's `book.toml`.
//!
//! In: the text of the file. Out: the [`Edition`] and the [`Settings`], and a diagnostic at its
//! place for everything that is wrong, all in one run. Refuses to know: the file system (a path
//! in the metadata is kept as it is given) and what the book will be made of.

mod book_toml;
mod date;
mod identifier;
mod people;
mod table;
mod values;

use toml::de::DeValue;

use crate::diagnostic::{Diagnostics, Place, code};
use crate::edition::{
    Accessibility, Date, Direction, Edition, FontFile, FontRole, Identifier, Images, Math,
    NotePlacement, Series, Settings, Subject, Theme, Title,
};
use crate::source::{FileId, Sources};
use table::{Field, Fields, Reader, items};

pub use book_toml::{MdBook, read_mdbook};
// The front matter of a chapter says the same things in other words.
pub(super) use date::date as read_date;
pub(super) use identifier::identifier as read_identifier;
pub(super) use table::{SyntaxError, listed, parse as parse_toml};
pub(super) use values::{Refusal, illegal, is_blank, language as read_language, one_line};

/// The date that a text gives, in a form that metadata.toml has.
pub fn date_of(given: &str) -> Option<Date> {
    date::date(given).ok()
}

/// The language tag that a text is, in canonical case.
pub fn language_of(given: &str) -> Option<String> {
    values::language(&given.replace('_', "-")).ok()
}

/// The identifier that a text is.
pub fn identifier_of(given: &str) -> Option<Identifier> {
    identifier::identifier(given).ok()
}

/// Reads `metadata.toml`.
///
/// Always returns something: what could be read stands beside defaults for what could not, and
/// `diagnostics` tells whether it is fit for a book.
pub fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> (Edition, Settings) {
    let source = sources.get(file);
    let (table, errors) = table::parse(&source.text);
    let mut unheard = diagnostics.fork();
    let broken = !errors.is_empty();
    for error in errors {
        let span = crate::source::Span::new(file, error.at);
        diagnostics.push(&code::METADATA_SYNTAX, span, error.message).hints = error.hints;
    }
    // What follows from a mistake in the syntax is not the author's to mend.
    let diagnostics = if broken { &mut unheard } else { diagnostics };
    let mut reader = Reader { file, text: &source.text, diagnostics, top: KEYS };
    let mut fields = Fields::new("", 0..0, &table);
    let (edition, titled) = edition(&mut reader, &mut fields);
    let settings = settings(&mut reader, &mut fields);
    fields.close(&mut reader);
    if !titled {
        let lost = table.iter().find_map(|(key, value)| match value.get_ref() {
            DeValue::Table(table) if table.contains_key("title") => Some(key.get_ref().to_string()),
            _ => None,
        });
        let place = Place::Path(source.path.clone());
        let missing = diagnostics.push(&code::METADATA_MISSING, place, "the book has no `title`");
        missing.hint("add a line such as `title = \"War and Peace\"`");
        if let Some(table) = lost {
            missing.hint(format!(
                "a `title` that follows `[{table}]` belongs to it: the book's own stands above"
            ));
        }
    }
    (edition, settings)
}

/// The keys of the file's first table; a test holds them against those that are asked for.
const KEYS: &[&str] = &[
    "accessibility",
    "author",
    "base-url",
    "chapters",
    "contributor",
    "cover",
    "date",
    "description",
    "direction",
    "drop-caps",
    "editor",
    "fonts",
    "highlight",
    "identifier",
    "illustrator",
    "images",
    "isbn",
    "language",
    "manuscript",
    "math",
    "max-size",
    "modified",
    "notes",
    "page-source",
    "pages",
    "publisher",
    "rights",
    "series",
    "smart-punctuation",
    "source",
    "styles",
    "subject",
    "subtitle",
    "theme",
    "title",
    "toc-depth",
    "translator",
    "writing-mode",
];

/// The edition, and whether a title was given, be it a wrong one.
fn edition(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> (Edition, bool) {
    let (title, titled) = title(reader, fields);
    let edition = Edition {
        title,
        language: fields
            .take("language")
            .and_then(|field| language(reader, &field))
            .unwrap_or_default(),
        identifier: identifier(reader, fields),
        people: people::people(reader, fields),
        publisher: fields.take("publisher").and_then(|field| reader.line(&field)),
        date: fields.take("date").and_then(|field| date(reader, &field)),
        modified: fields.take("modified").and_then(|field| modified(reader, &field)),
        rights: fields.take("rights").and_then(|field| reader.text(&field)),
        description: fields.take("description").and_then(|field| reader.text(&field)),
        subjects: fields.take("subject").map_or_else(Vec::new, |field| subjects(reader, &field)),
        sources: fields
            .take("source")
            .map_or_else(Vec::new, |field| people::sources(reader, &field)),
        page_source: fields.take("page-source").and_then(|field| reader.line(&field)),
        series: fields.take("series").and_then(|field| series(reader, &field)),
        accessibility: fields
            .take("accessibility")
            .and_then(|field| accessibility(reader, &field))
            .unwrap_or_default(),
        direction: fields.take("direction").and_then(|field| {
            reader.choice(&field, &[("ltr", Direction::Ltr), ("rtl", Direction::Rtl)])
        }),
    };
    (edition, titled)
}

fn title(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> (Title, bool) {
    let mut title = Title::default();
    let given = fields.take("title");
    let titled = given.is_some();
    match given {
        Some(field) if matches!(field.value, DeValue::Table(_)) => {
            if let Some(mut table) = reader.table(&field, "a table") {
                title.main = required(reader, &mut table, "main").unwrap_or_default();
                title.subtitle = table.take("subtitle").and_then(|field| reader.line(&field));
                title.file_as = table.take("file-as").and_then(|field| reader.line(&field));
                table.close(reader);
            }
        }
        Some(field) => {
            let main = reader.text_or(&field, "text or a table");
            title.main = main.map(|text| one_line(&text)).unwrap_or_default();
        }
        None => {}
    }
    if let Some(field) = fields.take("subtitle") {
        let subtitle = reader.line(&field);
        if title.subtitle.is_some() {
            let message = "the subtitle is given twice, as `subtitle` and as `title.subtitle`";
            reader.push(&code::METADATA_VALUE, &field.at, message).hint("leave one of them out");
        } else {
            title.subtitle = subtitle;
        }
    }
    (title, titled)
}

/// A text that a table must hold.
fn required(reader: &mut Reader<'_>, table: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let field = table.take(key);
    if field.is_none() {
        let message = table.lacks(key);
        reader.push(&code::METADATA_MISSING, &table.at, message);
    }
    field.and_then(|field| reader.line(&field))
}

fn language(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<String> {
    let given = reader.line(field)?;
    reader.refuse(&code::METADATA_LANGUAGE, field, values::language(&given))
}

fn address(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<String> {
    let given = reader.line(field)?;
    reader.refuse(&code::METADATA_VALUE, field, values::web_address(&given))
}

fn identifier(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Identifier> {
    let isbn = fields.take("isbn");
    let other = fields.take("identifier");
    if let (Some(_), Some(other)) = (&isbn, &other) {
        let message = "the book has an `isbn` and an `identifier`, and can have one of them";
        reader
            .push(&code::METADATA_VALUE, &other.at, message)
            .hint("keep the `isbn`: stores look for it");
    }
    let isbn = isbn.and_then(|field| {
        let given = reader.text_or_number(&field)?;
        reader.refuse(&code::METADATA_IDENTIFIER, &field, identifier::isbn(&given))
    });
    let other = other.and_then(|field| {
        let given = reader.line(&field)?;
        reader.refuse(&code::METADATA_IDENTIFIER, &field, identifier::identifier(&given))
    });
    isbn.or(other)
}

fn date(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Date> {
    let outcome = match field.value {
        DeValue::Datetime(given) => date::of_toml(given),
        DeValue::Integer(_) => date::year(reader.written(&field.at)),
        _ => date::date(&reader.text_or(field, "text, a date or a year")?),
    };
    reader.refuse(&code::METADATA_DATE, field, outcome)
}

fn modified(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<String> {
    let outcome = match field.value {
        DeValue::Datetime(given) => date::instant_of_toml(given),
        _ => date::instant(&reader.text_or(field, "a date, or text")?),
    };
    reader.refuse(&code::METADATA_DATE, field, outcome)
}

fn subjects(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<Subject> {
    let subject = |item: Field<'_>| {
        if !matches!(item.value, DeValue::Table(_)) {
            let name = one_line(&reader.text_or(&item, "text, a list or a table")?);
            return Some(Subject { name, ..Subject::default() });
        }
        let mut table = reader.table(&item, "a table")?;
        let name = required(reader, &mut table, "name");
        let authority = table.take("authority");
        let term = table.take("term");
        // EPUB 3.3 section 5.5.3.2.5: neither stands without the other.
        let lacking = match (&authority, &term) {
            (Some(_), None) => Some("`subject` has an `authority` and no `term`"),
            (None, Some(_)) => Some("`subject` has a `term` and no `authority`"),
            _ => None,
        };
        let at = authority.as_ref().or(term.as_ref()).map(|field| field.at.clone());
        let authority = authority.and_then(|field| reader.line(&field));
        let term = term.and_then(|field| reader.text_or_number(&field));
        if let (Some(message), Some(at)) = (lacking, at) {
            reader
                .push(&code::METADATA_MISSING, &at, message)
                .hint("give both or none: `authority = \"BISAC\"`, `term = \"FIC014000\"`");
        }
        table.close(reader);
        let scheme = authority.zip(term);
        let (authority, term) = scheme.unzip();
        Some(Subject { name: name?, authority, term })
    };
    items(field).into_iter().filter_map(subject).collect()
}

fn series(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Series> {
    if !matches!(field.value, DeValue::Table(_)) {
        let name = one_line(&reader.text_or(field, "text or a table")?);
        return Some(Series { name, ..Series::default() });
    }
    let mut table = reader.table(field, "a table")?;
    let name = required(reader, &mut table, "name");
    let position = table.take("position").and_then(|field| {
        let given = reader.text_or_number(&field)?;
        // EPUB 3.3, the property `group-position`: numbers with dots between them.
        let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if given.split('.').all(number) {
            return Some(given);
        }
        let message = format!("`{}` can't be `{given}`", field.name);
        reader
            .push(&code::METADATA_VALUE, &field.at, message)
            .hint("write a number: `3`, or `3.5` for what stands between two volumes");
        None
    });
    let identifier = table.take("identifier").and_then(|field| reader.line(&field));
    table.close(reader);
    Some(Series { name: name?, position, identifier })
}

/// Source: the hazards of schema.org's `accessibilityHazard`, which EPUB Accessibility 1.1 takes
/// over.
const HAZARDS: &[&str] = &[
    "none",
    "unknown",
    "flashing",
    "noFlashingHazard",
    "unknownFlashingHazard",
    "motionSimulation",
    "noMotionSimulationHazard",
    "unknownMotionSimulationHazard",
    "sound",
    "noSoundHazard",
    "unknownSoundHazard",
];

fn accessibility(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<Accessibility> {
    let mut table = reader.table(field, "a table")?;
    let summary = table.take("summary").and_then(|field| reader.text(&field));
    let conforms_to = table.take("conforms-to").map_or_else(Vec::new, |field| reader.lines(&field));
    let certified_by = table.take("certified-by");
    let certified = certified_by.is_some();
    let certified_by = certified_by.and_then(|field| reader.line(&field));
    let mut of_certifier = |reader: &mut Reader<'_>, key: &'static str| {
        let field = table.take(key)?;
        if !certified {
            let message = format!("`{}` stands without a `certified-by`", field.name);
            reader
                .push(&code::METADATA_MISSING, &field.at, message)
                .hint("say who evaluated the book: `certified-by = \"…\"`");
        }
        Some(field)
    };
    let credential = of_certifier(reader, "credential").and_then(|field| reader.line(&field));
    let report = of_certifier(reader, "report").and_then(|field| address(reader, &field));
    let hazards = table.take("hazards").map_or_else(Vec::new, |field| hazards(reader, &field));
    table.close(reader);
    Some(Accessibility {
        summary,
        conforms_to: conforms_to.into_iter().map(|(text, _)| text).collect(),
        certified_by,
        credential,
        report,
        hazards,
    })
}

fn hazards(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<String> {
    let choices: Vec<(&str, &str)> = HAZARDS.iter().map(|word| (*word, *word)).collect();
    let given = items(field);
    let found: Vec<&str> = given.iter().filter_map(|item| reader.choice(item, &choices)).collect();
    let alone = found.iter().find(|word| matches!(**word, "none" | "unknown"));
    if let (Some(word), 2..) = (alone, found.len()) {
        let message = format!("`{}` says `{word}` and names hazards too", field.name);
        reader
            .push(&code::METADATA_VALUE, &field.at, message)
            .hint(format!("`{word}` stands alone"));
    }
    found.into_iter().map(str::to_owned).collect()
}

fn settings(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> Settings {
    let mut settings = Settings::default();
    if let Some(field) = fields.take("toc-depth") {
        settings.toc_depth = toc_depth(reader, &field).unwrap_or(settings.toc_depth);
    }
    if let Some(field) = fields.take("writing-mode") {
        let choices = [("horizontal", false), ("vertical", true)];
        settings.vertical = reader.choice(&field, &choices).unwrap_or_default();
    }
    if let Some(field) = fields.take("notes") {
        let choices = [("chapter", NotePlacement::Chapter), ("book", NotePlacement::Book)];
        settings.notes = reader.choice(&field, &choices).unwrap_or_default();
    }
    settings.base_url = fields.take("base-url").and_then(|field| {
        let given = reader.line(&field)?;
        reader.refuse(&code::METADATA_VALUE, &field, values::base_url(&given))
    });
    settings.styles = fields.take("styles").map_or_else(Vec::new, |field| paths(reader, &field));
    settings.fonts = fields.take("fonts").map_or_else(Vec::new, |field| fonts(reader, &field));
    settings.chapters =
        fields.take("chapters").map_or_else(Vec::new, |field| paths(reader, &field));
    settings.manuscript = fields.take("manuscript").and_then(|field| {
        let path = reader.line(&field)?;
        Some((path, reader.span(&field.at)))
    });
    if let Some(field) = fields.take("math") {
        let choices = [("mathml", Math::MathMl), ("tex", Math::Tex), ("off", Math::Off)];
        settings.math = reader.choice(&field, &choices).unwrap_or_default();
    }
    if let Some(field) = fields.take("smart-punctuation") {
        settings.smart_punctuation = reader.flag(&field).unwrap_or(settings.smart_punctuation);
    }
    if let Some(field) = fields.take("highlight") {
        settings.highlight = reader.flag(&field).unwrap_or(settings.highlight);
    }
    if let Some(field) = fields.take("pages") {
        pages(reader, &field, &mut settings);
    }
    if let Some(field) = fields.take("cover") {
        cover(reader, &field, &mut settings);
    }
    if let Some(field) = fields.take("images") {
        images(reader, &field, &mut settings.images);
    }
    settings.max_size = fields.take("max-size").and_then(|field| {
        let given = reader.text_or(&field, "text such as `\"20 MB\"`")?;
        let bytes = reader.refuse(&code::METADATA_VALUE, &field, values::bytes(&given))?;
        Some((bytes, reader.span(&field.at)))
    });
    settings.theme = fields.take("theme").and_then(|field| {
        let choices =
            [("plain", Theme::Plain), ("classic", Theme::Classic), ("technical", Theme::Technical)];
        reader.choice(&field, &choices)
    });
    if let Some(field) = fields.take("drop-caps") {
        settings.drop_caps = reader.flag(&field).unwrap_or_default();
    }
    settings
}

fn toc_depth(reader: &mut Reader<'_>, field: &Field<'_>) -> Option<u8> {
    whole_number(reader, field, 1, 6).and_then(|depth| u8::try_from(depth).ok())
}

/// A whole number from `least` to `most`.
fn whole_number(reader: &mut Reader<'_>, field: &Field<'_>, least: u32, most: u32) -> Option<u32> {
    let wanted = format!("a whole number from {least} to {most}");
    let DeValue::Integer(given) = field.value else {
        reader.wrong_type(field, &wanted);
        return None;
    };
    let number = u32::from_str_radix(given.as_str(), given.radix());
    let number = number.ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let written = reader.written(&field.at);
        let message = format!("`{}` must be {wanted}, and is {written}", field.name);
        reader.push(&code::METADATA_VALUE, &field.at, message);
    }
    number
}

/// Paths with their places; `load` looks whether they lead anywhere.
fn paths(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<(String, crate::source::Span)> {
    let lines = reader.lines(field);
    lines.into_iter().map(|(path, at)| (path, reader.span(&at))).collect()
}

/// The fonts: a list is for the text, a table says what each is for.
fn fonts(reader: &mut Reader<'_>, field: &Field<'_>) -> Vec<FontFile> {
    let of_role = |reader: &mut Reader<'_>, field: &Field<'_>, role| {
        let named = paths(reader, field);
        named.into_iter().map(move |(path, at)| FontFile { path, at, role }).collect::<Vec<_>>()
    };
    if !matches!(field.value, DeValue::Table(_)) {
        return of_role(reader, field, FontRole::Text);
    }
    let Some(mut table) = reader.table(field, "a table") else { return Vec::new() };
    let roles =
        [("text", FontRole::Text), ("headings", FontRole::Headings), ("code", FontRole::Code)];
    let mut files = Vec::new();
    for (key, role) in roles {
        if let Some(field) = table.take(key) {
            files.extend(of_role(reader, &field, role));
        }
    }
    table.close(reader);
    files
}

fn pages(reader: &mut Reader<'_>, field: &Field<'_>, settings: &mut Settings) {
    let Some(mut table) = reader.table(field, "a table") else {
        return;
    };
    let mut flag = |key, setting: &mut bool| {
        if let Some(flag) = table.take(key).and_then(|field| reader.flag(&field)) {
            *setting = flag;
        }
    };
    flag("cover", &mut settings.cover_page);
    flag("title", &mut settings.title_page);
    flag("colophon", &mut settings.colophon);
    flag("contents", &mut settings.contents_page);
    flag("accessibility", &mut settings.accessibility_page);
    table.close(reader);
}

fn cover(reader: &mut Reader<'_>, field: &Field<'_>, settings: &mut Settings) {
    let mut image = None;
    match field.value {
        DeValue::Boolean(true) => {}
        DeValue::Boolean(false) => {
            settings.cover_page = false;
            settings.draw_cover = false;
        }
        DeValue::Table(_) => {
            if let Some(mut table) = reader.table(field, "a table") {
                image = table.take("image");
                settings.cover_alt = table.take("alt").and_then(|field| reader.line(&field));
                table.close(reader);
            }
        }
        DeValue::String(_) => image = Some(field.clone()),
        _ => reader.wrong_type(field, "text, a table or `false`"),
    }
    settings.cover = image.and_then(|field| {
        let path = reader.line(&field)?;
        Some((path, reader.span(&field.at)))
    });
}

fn images(reader: &mut Reader<'_>, field: &Field<'_>, images: &mut Images) {
    let Some(mut table) = reader.table(field, "a table") else {
        return;
    };
    // No page is filled by fewer pixels; a PNG or JPEG of more on a side is refused anyway.
    if let Some(field) = table.take("max-side") {
        images.max_side = whole_number(reader, &field, 100, 20_000).unwrap_or(images.max_side);
    }
    if let Some(field) = table.take("untouched") {
        images.untouched = reader.flag(&field).unwrap_or(images.untouched);
    }
    table.close(reader);
}

#[cfg(test)]
mod tests;
