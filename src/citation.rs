//! The citation of a work that the book is made from, as a line of text.
//!
//! In: the structured source of the metadata and the labels of the book's language. Out: one line
//! for `dc:source` and for the colophon. Refuses to know: where it is printed; and it invents
//! nothing: what the metadata does not say is left out.

#[cfg(test)]
mod tests;

use crate::edition::SourceWork;
use crate::labels::{Labels, fill};

/// The citation: authors, title, translators, publication, date, page, always in this order.
///
/// Where the author wrote the citation, it is that. A work of which only an identifier or an
/// address is known is cited by it. Empty where nothing at all is known.
pub fn citation(work: &SourceWork, labels: &Labels) -> String {
    if let Some(given) = said(work.citation.as_deref()) {
        return given;
    }
    let mut parts = Vec::new();
    parts.extend(list(&work.authors, labels));
    if let Some(title) = said(work.title.as_deref()) {
        let (open, close) = labels.quotes;
        parts.push([open, &title, close].concat());
    }
    parts.extend(list(&work.translators, labels).map(|names| fill(labels.translation_by, &names)));
    parts.extend(said(work.publication.as_deref()));
    parts.extend(said(work.date.as_deref()));
    parts.extend(said(work.page.as_deref()).map(|page| pages(&page, labels)));
    if parts.is_empty() {
        parts.extend(said(work.identifier.as_deref()).or_else(|| said(work.url.as_deref())));
    }
    parts.join(labels.comma)
}

/// The text on one line, if there is any.
fn said(text: Option<&str>) -> Option<String> {
    let line = text?.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn list(names: &[String], labels: &Labels) -> Option<String> {
    let names: Vec<String> = names.iter().filter_map(|name| said(Some(name))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| labels.list(&names))
}

/// "p. 29", "pp. 29–31". A page that comes with words of its own ("sec. B, p. 2", "29쪽") stays as
/// it is; the letter of a section ("A29") and Roman numerals are no words.
fn pages(page: &str, labels: &Labels) -> String {
    let letters = page.chars().filter(|c| c.is_alphabetic());
    let others = letters.filter(|c| !"ivxlcdm".contains(*c)).map(char::len_utf8).sum::<usize>();
    if page.contains('.') || others > 1 {
        return page.to_owned();
    }
    let parts = page.split(['-', '–', '—', ',']).map(str::trim);
    let several = parts.filter(|part| part.ends_with(|c: char| c.is_ascii_alphanumeric())).count();
    fill(if several > 1 && others == 0 { labels.pages } else { labels.page }, page)
}
