//! Links of a document are led to its chapters, and images to their files.
//!
//! In: links, places, chapters. Out: changes of addresses. Refuses to know: how they were found.

use super::Heading;
use super::document::{Definition, Document};
use super::images::Image;
use crate::address;
use crate::diagnostic::{Diagnostics, code};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What an address becomes.
enum Lead {
    To(String),
    Kept,
    /// Nothing is there: why.
    Nowhere(String),
}

/// Leads all links, and takes definitions out of the text.
pub(super) fn lead(
    document: &mut Document<'_>,
    headings: &[Heading],
    starts: &[usize],
    paths: &[String],
    diagnostics: &mut Diagnostics,
) {
    let mut lead = Leader { starts, paths, headings, named: BTreeMap::new() };
    for link in std::mem::take(&mut document.links) {
        let address = document.get(link.address.clone()).to_owned();
        if link.image {
            image(document, &link.range, link.inner, link.address, &address, diagnostics);
            continue;
        }
        match lead.to(document, link.range.start, &address) {
            Lead::To(to) => document.replace(link.address, to),
            Lead::Kept => {}
            Lead::Nowhere(why) => {
                document.lost(link.address, &why, diagnostics);
                document.replace(link.range.start..link.inner.start, "");
                document.replace(link.inner.end..link.range.end, "");
            }
        }
    }
    let known: BTreeSet<String> = document.addresses.iter().map(|a| a.label.clone()).collect();
    let titles: BTreeMap<String, String> = headings
        .iter()
        .rev()
        .map(|heading| {
            let id = heading.id.clone().unwrap_or_else(|| super::identifier(&heading.title));
            (heading.title.to_lowercase(), id)
        })
        .collect();
    for (range, words) in std::mem::take(&mut document.brackets) {
        let label = document.get(words.clone()).to_lowercase();
        if known.contains(&label) {
            continue;
        }
        let Some(id) = titles.get(&label) else { continue };
        if let Lead::To(to) = lead.to(document, range.start, &format!("#{id}")) {
            let from = if words.end + 1 < range.end || words.start == range.start + 1 {
                words.end + 1
            } else {
                words.start - 1
            };
            document.replace(from.min(range.end)..range.end, format!("({to})"));
        }
    }
    for definition in std::mem::take(&mut document.addresses) {
        defined(document, &lead, &definition, diagnostics);
        document.addresses.push(definition);
    }
    for note in document.notes.clone() {
        document.remove(note.range);
    }
    for (number, id) in lead.named {
        let Some(heading) = headings.get(number) else { continue };
        let source = document.get(heading.range.clone());
        let line = source.lines().next().unwrap_or_default();
        match &heading.attributes {
            Some(at) => {
                let with = document.edits.iter_mut().find(|(other, _)| other == at);
                if let Some((_, with)) = with {
                    let classes = with.trim_matches(['{', '}']).to_owned();
                    *with = format!(" {{#{id} {classes}}}").replace(" }", "}");
                }
            }
            None => {
                let end = heading.range.start + line.trim_end_matches([' ', '\t', '#']).len();
                document.replace(end..end, format!(" {{#{id}}}"));
            }
        }
    }
}

struct Leader<'d> {
    starts: &'d [usize],
    paths: &'d [String],
    headings: &'d [Heading],
    /// Headings that need an id of their own, by their numbers.
    named: BTreeMap<usize, String>,
}

impl Leader<'_> {
    /// The number of the chapter that a byte stands in.
    fn chapter(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn to(&mut self, document: &Document<'_>, at: usize, given: &str) -> Lead {
        let address = address::tidy(given);
        if let Some(id) = address.strip_prefix('#') {
            let id = address::decoded(id);
            let Some(target) = document.targets.get(&id) else {
                return Lead::Nowhere(format!("there is no place `#{id}` in the document"));
            };
            if let Some(number) = target.heading {
                let wanted = self.headings.get(number).map(|h| crate::parse::slug(&h.title));
                if wanted.as_deref() != Some(id.as_str())
                    || id.ends_with(|c: char| c.is_ascii_digit())
                {
                    self.named.insert(number, id.clone());
                }
            }
            let chapter = self.chapter(target.at);
            if chapter == self.chapter(at) {
                return Lead::Kept;
            }
            let path = self.paths.get(chapter).map_or("", String::as_str);
            return Lead::To(format!("{}#{id}", crate::import::edits::encoded(path)));
        }
        match address::kind(&address) {
            address::Kind::Relative | address::Kind::Drive => Lead::Nowhere(format!(
                "the file `{address}` is not carried over: the link is text now"
            )),
            address::Kind::Empty => Lead::Nowhere("the link leads nowhere".to_owned()),
            _ => match address::outside(&address) {
                address::Outside::Legal(_) | address::Outside::Turned(_) => Lead::Kept,
                _ => Lead::Nowhere(format!("no book can hold a link to `{address}`")),
            },
        }
    }
}

/// An image is copied; one on another server becomes a link.
fn image(
    document: &mut Document<'_>,
    range: &Range<usize>,
    inner: Range<usize>,
    at: Range<usize>,
    address: &str,
    diagnostics: &mut Diagnostics,
) {
    match document.images.keep(address) {
        Image::Kept(path) => document.replace(at, path),
        Image::Given => {}
        Image::Remote => {
            let span = Span::new(document.file, at);
            let message = "the picture lies on another server";
            diagnostics.push(&code::IMPORT_REMOTE, span, message);
            // Without its exclamation mark it is a link.
            document.replace(range.start..range.start + 1, "");
            if document.get(inner.clone()).trim().is_empty() {
                document.replace(inner, name(address));
            }
        }
        Image::Missing => {
            let message = format!("there is no file `{address}`: what it shows is left out");
            document.lost(at, &message, diagnostics);
            document.replace(range.start..inner.start, "");
            document.replace(inner.end..range.end, "");
        }
    }
}

/// What a link is called that has no words: the name of what it leads to.
fn name(address: &str) -> String {
    let name = address.trim_end_matches('/').rsplit('/').next().unwrap_or(address);
    name.replace(['[', ']', '*', '_', '<', '`'], " ")
}

/// A definition of an address is changed for all chapters, and taken out of its place.
fn defined(
    document: &mut Document<'_>,
    lead: &Leader<'_>,
    definition: &Definition,
    diagnostics: &mut Diagnostics,
) {
    let address = document.get(definition.address.clone()).to_owned();
    if address.starts_with('#') {
        let id = address::decoded(address.trim_start_matches('#'));
        if let Some(target) = document.targets.get(&id) {
            let path = lead.paths.get(lead.chapter(target.at)).cloned().unwrap_or_default();
            let to = format!("{}#{id}", crate::import::edits::encoded(&path));
            document.replace(definition.address.clone(), to);
        }
        return;
    }
    if address::kind(&address::tidy(&address)) != address::Kind::Relative {
        return;
    }
    match document.images.keep(&address) {
        Image::Kept(path) => document.replace(definition.address.clone(), path),
        _ => {
            let message = format!("there is no file `{address}`");
            document.lost(definition.address.clone(), &message, diagnostics);
        }
    }
}
