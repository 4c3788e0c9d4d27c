//! The NCX, `toc.ncx`: the contents for EPUB 2 readers.
//!
//! In: what epub-builder laid out, and the plan. Out: the finished file. Refuses to know: nav,
//! which says the same to EPUB 3 readers.

use super::PackageError;
use super::lines::Lines;
use super::plan::{Entry, NCX, Page, Plan, line};
use super::tags::Tags;
use crate::edition::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Goes through the layout and completes it. Source: OPF 2.0.1 section 2.4.1, ANSI/NISO
/// Z39.86-2005 section 8.
pub(super) fn complete(layout: &str, plan: &Plan) -> Result<String, PackageError> {
    let mut tags = Tags::new(NCX, layout);
    let mut out = Lines::new(4096, false);
    tags.open("ncx")?;
    out.open(
        "ncx",
        &[
            ("xmlns", "http://www.daisy.org/z3986/2005/ncx/"),
            ("version", "2005-1"),
            ("xml:lang", plan.language),
        ],
    );

    tags.open("head")?;
    out.open("head", &[]);
    for (name, content) in [
        ("dtb:uid", plan.publication.identifier.as_str()),
        ("dtb:depth", &depth(&plan.contents).to_string()),
        ("dtb:totalPageCount", &plan.pages.len().to_string()),
        ("dtb:maxPageNumber", &plan.pages.iter().filter_map(number).max().unwrap_or(0).to_string()),
    ] {
        // epub-builder leaves this one out.
        if name != "dtb:uid" {
            tags.void("meta", "name", name)?;
        }
        out.void("meta", &[("name", name), ("content", content)]);
    }
    tags.close("head")?;
    out.close("head");

    tags.open("docTitle")?;
    tags.leaf("text")?;
    tags.close("docTitle")?;
    text(&mut out, "docTitle", &[], &plan.title);
    let people = &plan.publication.edition.people;
    for author in people.iter().filter(|person| person.role == Role::AUTHOR) {
        if let Some(name) = line(&author.name) {
            let lang = author.lang.as_deref().map(|lang| ("xml:lang", lang));
            text(&mut out, "docAuthor", lang.as_slice(), &name);
        }
    }

    // The whole tree hangs below one point in the layout, which is left out.
    tags.open("navMap")?;
    point(&mut tags, plan.spine().next().map_or("", |item| &item.resource.path))?;
    out.open("navMap", &[]);
    let mut order = PlayOrder::default();
    let mut count = 0;
    points(&mut tags, &mut out, &plan.contents, &mut order, &mut count)?;
    tags.close("navPoint")?;
    tags.close("navMap")?;
    out.close("navMap");
    pages(&mut out, &plan.pages, &mut order);
    tags.close("ncx")?;
    out.close("ncx");
    tags.end()?;
    Ok(out.finish())
}

fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}

/// Numbers of places in the order in which they come up; one place has one number.
#[derive(Default)]
struct PlayOrder<'a>(BTreeMap<&'a str, usize>);

impl<'a> PlayOrder<'a> {
    fn of(&mut self, href: &'a str) -> String {
        let next = self.0.len() + 1;
        self.0.entry(href).or_insert(next).to_string()
    }
}

/// The beginning of a point in the layout.
fn point(tags: &mut Tags, target: &str) -> Result<(), PackageError> {
    tags.open("navPoint")?;
    tags.open("navLabel")?;
    tags.leaf("text")?;
    tags.close("navLabel")?;
    tags.void("content", "src", target)
}

fn points<'a>(
    tags: &mut Tags,
    out: &mut Lines,
    entries: &'a [Entry],
    order: &mut PlayOrder<'a>,
    count: &mut usize,
) -> Result<(), PackageError> {
    for entry in entries {
        point(tags, &entry.target)?;
        *count += 1;
        let id = format!("point-{count}");
        out.open("navPoint", &[("id", &id), ("playOrder", &order.of(&entry.target))]);
        let lang = entry.lang.map(|lang| ("xml:lang", lang));
        text(out, "navLabel", lang.as_slice(), &entry.label);
        out.void("content", &[("src", &entry.target)]);
        points(tags, out, &entry.children, order, count)?;
        tags.close("navPoint")?;
        out.close("navPoint");
    }
    Ok(())
}

fn text(out: &mut Lines, name: &str, attrs: &[(&str, &str)], text: &str) {
    out.open(name, attrs);
    out.leaf("text", &[], text);
    out.close(name);
}

/// The number of a page that has one in digits.
fn number(page: &Page) -> Option<u32> {
    page.label.parse().ok().filter(|number| *number > 0)
}

fn pages<'a>(out: &mut Lines, pages: &'a [Page], order: &mut PlayOrder<'a>) {
    if pages.is_empty() {
        return;
    }
    out.open("pageList", &[]);
    let mut values = BTreeSet::new();
    for (at, page) in pages.iter().enumerate() {
        let roman = page.label.bytes().all(|b| b"ivxlcdm".contains(&b));
        let kind = match number(page) {
            Some(_) => "normal",
            None if roman => "front",
            None => "special",
        };
        let id = format!("page-{}", at + 1);
        let play_order = order.of(&page.href);
        // No two targets may have the same type and value.
        let value = number(page).filter(|value| values.insert(*value)).map(|v| v.to_string());
        let mut attrs = vec![("id", id.as_str()), ("type", kind)];
        attrs.extend(value.as_deref().map(|value| ("value", value)));
        attrs.push(("playOrder", &play_order));
        out.open("pageTarget", &attrs);
        text(out, "navLabel", &[], &page.label);
        out.void("content", &[("src", &page.href)]);
        out.close("pageTarget");
    }
    out.close("pageList");
}
