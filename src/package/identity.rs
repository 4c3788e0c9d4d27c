//! What tells one edition from another, and one state of it from the next.
//!
//! In: the edition. Out: the unique identifier and the moment of the last change. Refuses to know:
//! the clock, the environment (the caller hands in what it says) and the files.

use crate::edition::{Edition, Identifier};
use uuid::Uuid;

/// The unique identifier of the edition: `urn:isbn:…`, what the author gave, or `urn:uuid:…`.
///
/// The UUID is a name-based one (version 5, RFC 9562 section 5.5), so that a rebuild keeps it and
/// a reader keeps its place in the book. The name is made of what the book is: titles, language,
/// people with their roles. Text, dates and publisher may change without making another book.
pub fn identifier(edition: &Edition) -> String {
    match &edition.identifier {
        Some(Identifier::Isbn(isbn)) => ["urn:isbn:", isbn].concat(),
        Some(Identifier::Other(given)) if !given.trim().is_empty() => given.trim().to_owned(),
        _ => {
            let title = &edition.title;
            let subtitle = title.subtitle.as_deref().unwrap_or_default();
            let mut name = vec![title.main.as_str(), subtitle, edition.language.as_str()];
            name.extend(edition.people.iter().flat_map(|p| [p.role.0, p.name.as_str()]));
            // The namespace is fixed for ever: another one would give every book a new name.
            let namespace = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"bindery edition");
            // A unit separator can't be part of a field that came out of TOML unescaped.
            let uuid = Uuid::new_v5(&namespace, name.join("\u{1f}").as_bytes());
            uuid.urn().to_string()
        }
    }
}

/// The moment of the last change for `dcterms:modified`, `YYYY-MM-DDThh:mm:ssZ` (EPUB 3.3, "Last
/// modified date"): what the metadata says; else `source_date_epoch`, the value of the variable
/// `SOURCE_DATE_EPOCH` in whole seconds, where it is a usable one; else the first moment of the
/// publication date; else 2000-01-01T00:00:00Z. Never the clock: a rebuild must give the same
/// bytes.
pub fn modified(edition: &Edition, source_date_epoch: Option<&str>) -> String {
    if let Some(given) = &edition.modified {
        return given.clone();
    }
    if let Some(instant) = source_date_epoch.and_then(instant_of_epoch) {
        return instant;
    }
    let date = edition.date;
    let (year, month, day) =
        date.map_or((2000, 1, 1), |d| (d.year, d.month.unwrap_or(1), d.day.unwrap_or(1)));
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

/// The instant that many seconds after 1970 began; none for what is no decimal number or lies
/// after the year 9999.
fn instant_of_epoch(seconds: &str) -> Option<String> {
    let seconds = seconds.trim();
    if !seconds.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = seconds.parse::<u64>().ok().filter(|s| *s < 253_402_300_800)?;
    let (mut days, second) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1))
}
