//! The pages that every book gets: cover, title page, colophon.
//!
//! In: the edition. Out: the bodies of these pages. Refuses to know: chapters.

use super::page::{body, relative};
use crate::accessibility;
use crate::book::Book;
use crate::citation::citation;
use crate::edition::{Person, Role, SourceWork};
use crate::labels::Labels;
use crate::xml::Writer;

/// The cover: the image alone.
pub(super) fn cover(book: &Book<'_>, out: &mut Writer) {
    out.open("body");
    out.attr("epub:type", "frontmatter");
    out.attr("class", "cover-page");
    out.newline();
    out.open("section");
    out.attr("epub:type", "cover");
    out.attr("class", "cover");
    if let Some(asset) = book.cover.and_then(|cover| book.assets.get(cover)) {
        let src = relative(&asset.path);
        out.void("img", &[("role", "doc-cover"), ("src", &src), ("alt", &book.cover_alt)]);
    }
    out.close("section");
}

/// The title page: titles, authors, everybody else credited, publisher.
pub(super) fn title(book: &Book<'_>, labels: &Labels, out: &mut Writer) {
    let edition = book.edition;
    body(out, "frontmatter");
    out.open("section");
    out.attr("epub:type", "titlepage");
    out.attr("class", "titlepage");
    out.newline();
    out.element("h1", &[("epub:type", "title"), ("class", "title")], &edition.title.main);
    out.newline();
    if let Some(subtitle) = &edition.title.subtitle {
        out.element(
            "p",
            &[("epub:type", "subtitle"), ("role", "doc-subtitle"), ("class", "subtitle")],
            subtitle,
        );
        out.newline();
    }
    for (role, people) in by_role(&edition.people) {
        out.open("p");
        out.attr("class", if role == Role::AUTHOR { "author" } else { "credit" });
        if role == Role::AUTHOR {
            names(&people, labels, out);
        } else {
            credit(role, &people, book, labels, out);
        }
        out.close("p");
        out.newline();
    }
    if let Some(series) = &edition.series {
        let line = match &series.position {
            Some(position) => format!("{} {position}", series.name),
            None => series.name.clone(),
        };
        out.element("p", &[("class", "series")], &line);
        out.newline();
    }
    if let Some(publisher) = &edition.publisher {
        out.element("p", &[("class", "publisher")], publisher);
        out.newline();
    }
    out.close("section");
}

/// The people of each role, roles in the order in which they first come.
fn by_role(people: &[Person]) -> Vec<(Role, Vec<&Person>)> {
    let mut groups: Vec<(Role, Vec<&Person>)> = Vec::new();
    for person in people {
        match groups.iter_mut().find(|(role, _)| *role == person.role) {
            Some((_, group)) => group.push(person),
            None => groups.push((person.role, vec![person])),
        }
    }
    groups
}

/// Names, joined as the language joins them, each in its own language where that is known.
fn names(people: &[&Person], labels: &Labels, out: &mut Writer) {
    for (index, person) in people.iter().enumerate() {
        if index > 0 {
            let last = index + 1 == people.len();
            out.text(if last { labels.list_last } else { labels.list_separator });
        }
        match &person.lang {
            Some(lang) => {
                let attrs = [("lang", lang.as_str()), ("xml:lang", lang.as_str())];
                out.element("span", &attrs, &person.name);
            }
            None => out.text(&person.name),
        }
    }
}

/// "Translated by …", the words in the language of the labels, the names as they are.
fn credit(role: Role, people: &[&Person], book: &Book<'_>, labels: &Labels, out: &mut Writer) {
    let whole = labels.credit(role, &["\u{1}"]);
    let (before, after) = whole.split_once('\u{1}').unwrap_or((&whole, ""));
    foreign(labels, book, out, before);
    names(people, labels, out);
    foreign(labels, book, out, after);
}

/// Text of the labels, marked where they are not in the book's language.
fn foreign(labels: &Labels, book: &Book<'_>, out: &mut Writer, text: &str) {
    match labels.foreign_to(&book.edition.language) {
        Some(lang) if !text.trim().is_empty() => {
            out.element("span", &[("lang", lang), ("xml:lang", lang)], text);
        }
        _ => out.text(text),
    }
}

/// What is known of the book's accessibility: the author's words where there are some, else the
/// facts; how to move about; hazards; conformance as stated. Source: EPUB Accessibility 1.1, on
/// discovery metadata, which says the same to machines.
pub(super) fn accessibility(book: &Book<'_>, labels: &Labels, out: &mut Writer) {
    let stated = &book.edition.accessibility;
    body(out, "backmatter");
    out.open("section");
    out.attr("class", "accessibility");
    out.attr("aria-labelledby", "accessibility");
    out.newline();
    out.open("h1");
    out.attr("id", "accessibility");
    foreign(labels, book, out, labels.accessibility);
    out.close("h1");
    out.newline();
    if let Some(summary) = &stated.summary {
        out.element("p", &[], summary);
        out.newline();
    }
    out.open("ul");
    let mut item = |content: &mut dyn FnMut(&mut Writer)| {
        out.newline();
        out.open("li");
        content(out);
        out.close("li");
    };
    let mut sentences = accessibility::sentences(book.facts, labels);
    sentences.push(labels.summary_navigation);
    sentences.extend(accessibility::hazards(stated, book.facts, labels));
    for sentence in sentences {
        item(&mut |out| foreign(labels, book, out, sentence));
    }
    for (pattern, value) in stated
        .conforms_to
        .iter()
        .map(|standard| (labels.conforms_to, standard))
        .chain(stated.certified_by.iter().map(|name| (labels.evaluated_by, name)))
    {
        let (before, after) = pattern.split_once("{}").unwrap_or((pattern, ""));
        item(&mut |out| {
            foreign(labels, book, out, before);
            out.text(value);
            foreign(labels, book, out, after);
        });
    }
    if let Some(report) = &stated.report {
        item(&mut |out| {
            out.open("a");
            out.attr("href", report);
            foreign(labels, book, out, labels.evaluation_report);
            out.close("a");
        });
    }
    out.newline();
    out.close("ul");
    out.newline();
    out.close("section");
}

/// The colophon: where the text comes from, who made what, and under which terms.
pub(super) fn colophon(book: &Book<'_>, labels: &Labels, identifier: &str, out: &mut Writer) {
    let edition = book.edition;
    body(out, "backmatter");
    out.open("section");
    out.attr("epub:type", "colophon");
    out.attr("role", "doc-colophon");
    out.attr("class", "colophon");
    out.newline();
    out.open("h1");
    foreign(labels, book, out, labels.colophon);
    out.close("h1");
    out.newline();
    let title = match &edition.title.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", edition.title.main),
        None => edition.title.main.clone(),
    };
    out.open("p");
    out.attr("class", "work");
    out.element("cite", &[], &title);
    out.close("p");
    out.newline();
    out.open("dl");
    out.newline();
    let term = |out: &mut Writer, label: &str, content: &mut dyn FnMut(&mut Writer)| {
        out.open("dt");
        foreign(labels, book, out, label);
        out.close("dt");
        out.newline();
        out.open("dd");
        content(out);
        out.close("dd");
        out.newline();
    };
    for (role, people) in by_role(&edition.people) {
        term(out, labels.role(role), &mut |out| names(&people, labels, out));
    }
    for source in &edition.sources {
        term(out, labels.source, &mut |out| source_work(source, labels, out));
        if let Some(rights) = &source.rights {
            let label = format!("{} · {}", labels.source, labels.rights);
            term(out, &label, &mut |out| out.text(rights));
        }
    }
    if let Some(publisher) = &edition.publisher {
        term(out, labels.publisher, &mut |out| out.text(publisher));
    }
    if let Some(date) = edition.date {
        let date = date.to_string();
        term(out, labels.published, &mut |out| {
            out.element("time", &[("datetime", &date)], &date);
        });
    }
    if let Some(rights) = &edition.rights {
        term(out, labels.rights, &mut |out| out.text(rights));
    }
    term(out, labels.identifier, &mut |out| out.text(identifier));
    out.close("dl");
    out.newline();
    let notes: Vec<&Person> = edition.people.iter().filter(|p| p.note.is_some()).collect();
    let mut last = None;
    for person in notes {
        let heading = match person.role {
            Role::AUTHOR => labels.about_author,
            Role::TRANSLATOR => labels.about_translator,
            role => labels.role(role),
        };
        if last.replace(person.role) != Some(person.role) {
            out.open("h2");
            foreign(labels, book, out, heading);
            out.close("h2");
            out.newline();
        }
        out.open("p");
        // A note that goes on from the name ("director of …"), or one of its own sentences.
        let note = person.note.as_deref().unwrap_or_default();
        let goes_on = note.starts_with(char::is_lowercase);
        out.element("strong", &[], &person.name);
        out.text(if goes_on { ", " } else { ". " });
        out.text(note);
        if let Some(url) = &person.url {
            out.text(" ");
            out.element("a", &[("href", url)], url);
        }
        out.close("p");
        out.newline();
    }
    out.close("section");
}

fn source_work(source: &SourceWork, labels: &Labels, out: &mut Writer) {
    let text = citation(source, labels);
    match &source.lang {
        Some(lang) => {
            let attrs = [("lang", lang.as_str()), ("xml:lang", lang.as_str())];
            out.element("span", &attrs, &text);
        }
        None => out.text(&text),
    }
    for more in [&source.identifier].into_iter().flatten().filter(|more| !text.contains(*more)) {
        out.text(" (");
        out.text(more);
        out.text(")");
    }
    if let Some(url) = &source.url {
        out.text(" ");
        out.element("a", &[("href", url)], url);
    }
}
