//! A document while it is gone through: what is to be changed in it, and what refers to what.
//!
//! In: findings of `lines` and `inline`. Out: parts of the text as bindery's Markdown. Refuses to know:
//! how the constructs of pandoc are told apart.

use super::images::Images;
use crate::diagnostic::{Diagnostics, code};
use crate::import::edits;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// A definition of a note or of an address, which goes to the chapters that refer to it.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) label: String,
    /// All of it.
    pub(super) range: Range<usize>,
    /// The address, for definitions of addresses.
    pub(super) address: Range<usize>,
}

/// A link or an image.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// From the first bracket to the last parenthesis.
    pub(super) range: Range<usize>,
    /// What stands in the brackets.
    pub(super) inner: Range<usize>,
    /// The address, without angle brackets.
    pub(super) address: Range<usize>,
    pub(super) image: bool,
}

/// A place that links lead to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) at: usize,
    /// The number of the heading, where it has no id of its own yet.
    pub(super) heading: Option<usize>,
}

/// A document.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    pub(super) file: FileId,
    /// Where the text begins, after the metadata.
    pub(super) body: usize,
    /// For each byte whether it stands in code, in raw text or in what is taken out.
    pub(super) masked: Vec<bool>,
    pub(super) edits: Vec<(Range<usize>, String)>,
    pub(super) notes: Vec<Definition>,
    /// Notes that stand in the text: label and range of their words.
    pub(super) own_notes: Vec<Definition>,
    pub(super) addresses: Vec<Definition>,
    /// References to notes: place and label.
    pub(super) noted: Vec<(usize, String)>,
    /// References to definitions of addresses: place and label, in lower case.
    pub(super) referred: Vec<(usize, String)>,
    pub(super) links: Vec<Link>,
    /// Brackets alone, which may refer to a heading: range and words.
    pub(super) brackets: Vec<(Range<usize>, Range<usize>)>,
    pub(super) targets: BTreeMap<String, Target>,
    /// Citations: the first, and how many.
    pub(super) citations: Option<(Range<usize>, usize)>,
    /// The files of images.
    pub(super) images: Images,
    /// What is lost of one kind more than once: the first place, and how often.
    tallies: Vec<(&'static str, Range<usize>, usize)>,
}

impl<'t> Document<'t> {
    /// A document that nothing is known of yet.
    pub(super) fn new(text: &'t str, file: FileId, body: usize) -> Self {
        Document {
            text,
            file,
            body,
            masked: vec![false; text.len() + 1],
            edits: Vec::new(),
            notes: Vec::new(),
            own_notes: Vec::new(),
            addresses: Vec::new(),
            noted: Vec::new(),
            referred: Vec::new(),
            links: Vec::new(),
            brackets: Vec::new(),
            targets: BTreeMap::new(),
            citations: None,
            images: Images::default(),
            tallies: Vec::new(),
        }
    }

    /// A part of the text.
    pub(super) fn get(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether a byte is not to be read as text.
    pub(super) fn is_masked(&self, at: usize) -> bool {
        self.masked.get(at).copied().unwrap_or(true)
    }

    /// Marks what is not to be read as text.
    pub(super) fn mask(&mut self, range: Range<usize>) {
        let end = range.end.min(self.masked.len());
        if let Some(part) = self.masked.get_mut(range.start.min(end)..end) {
            part.fill(true);
        }
    }

    /// Puts `with` in the place of a part.
    pub(super) fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.edits.push((range, with.into()));
    }

    /// Takes lines out, with the empty line after them.
    pub(super) fn remove(&mut self, lines: Range<usize>) {
        let more = usize::from(self.get(lines.end..self.text.len()).starts_with('\n'));
        self.edits.push((lines.start..lines.end + more, String::new()));
    }

    /// A place that links lead to; of two of one name the first counts.
    pub(super) fn target(&mut self, id: &str, at: usize, heading: Option<usize>) {
        self.targets.entry(id.to_owned()).or_insert(Target { at, heading });
    }

    /// Says that something is lost: `what` begins a sentence that goes on with "is" or "are".
    pub(super) fn lost(&self, at: Range<usize>, what: &str, diagnostics: &mut Diagnostics) {
        diagnostics.push(&code::IMPORT_LOST, Span::new(self.file, at), what);
    }

    /// Counts what is lost of a kind, which is said once.
    pub(super) fn count(&mut self, what: &'static str, at: Range<usize>) {
        match self.tallies.iter_mut().find(|(other, ..)| *other == what) {
            Some((.., count)) => *count += 1,
            None => self.tallies.push((what, at, 1)),
        }
    }

    /// Says what was counted.
    pub(super) fn say(&self, diagnostics: &mut Diagnostics) {
        for (what, at, count) in &self.tallies {
            let message = match count {
                1 => (*what).to_owned(),
                count => format!("{what} ({count} times)"),
            };
            self.lost(at.clone(), &message, diagnostics);
        }
        if let Some((at, count)) = &self.citations {
            let message = match count {
                1 => "a citation is kept as text".to_owned(),
                count => format!("{count} citations are kept as text"),
            };
            diagnostics
                .push(&code::IMPORT_LOST, Span::new(self.file, at.clone()), message)
                .hint("pandoc can put them in: `pandoc --citeproc -t markdown`");
        }
    }

    /// A part of the text with its changes. Needs [`Document::sort`] before.
    pub(super) fn part(&self, range: Range<usize>) -> String {
        self.changed(range, std::iter::empty())
    }

    fn changed(
        &self,
        range: Range<usize>,
        more: impl Iterator<Item = (Range<usize>, String)>,
    ) -> String {
        let from = self.edits.partition_point(|(at, _)| at.start < range.start);
        let edits = self.edits.get(from..).unwrap_or_default().iter();
        let inside = edits
            .take_while(|(at, _)| at.start <= range.end)
            .filter(|(at, _)| at.end <= range.end)
            // What is put in at the end of this part is the next one's.
            .filter(|(at, _)| at.start < range.end || range.end == self.text.len())
            .cloned();
        let moved = |(at, with): (Range<usize>, String)| {
            (at.start - range.start..at.end - range.start, with)
        };
        edits::apply(self.get(range.clone()), more.chain(inside).map(moved).collect())
    }

    /// The text of a chapter with its changes, without definitions of addresses.
    pub(super) fn chapter(&self, range: Range<usize>) -> String {
        // They are in the order of the text.
        let from = self.addresses.partition_point(|address| address.range.start < range.start);
        let to = self.addresses.partition_point(|address| address.range.start < range.end);
        let gone = self.addresses.get(from..to).unwrap_or_default().iter();
        self.changed(range.clone(), gone.map(|address| (address.range.clone(), String::new())))
    }

    /// Puts changes and references in order.
    pub(super) fn sort(&mut self) {
        self.edits.sort_by_key(|(at, _)| (at.start, at.end));
        self.noted.sort();
        self.referred.sort();
    }

    /// Those of sorted references that stand in a part.
    pub(super) fn within<'r>(
        references: &'r [(usize, String)],
        part: &Range<usize>,
    ) -> &'r [(usize, String)] {
        let from = references.partition_point(|(at, _)| *at < part.start);
        let to = references.partition_point(|(at, _)| *at < part.end);
        references.get(from..to).unwrap_or_default()
    }
}
