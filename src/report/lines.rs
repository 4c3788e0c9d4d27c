//! Lines and columns of many places in the same files, at a cost that does not grow with the
//! length of file or line for each of them.
//!
//! In: sources and spans. Out: line, column and the text of the line. Refuses to know: what is
//! wrong there.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::source::{FileId, Sources, Span};

/// Bytes between two counts of characters.
const STEP: usize = 4096;

/// A line and column for people: both count from 1, columns in characters. A byte order mark
/// takes no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A span as people see it.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// Path of the file.
    pub(super) path: &'a str,
    /// Where the span begins.
    pub(super) start: Position,
    /// Where it ends: the position after its last character.
    pub(super) end: Position,
    /// The line in which it begins, without its ending and without a byte order mark.
    pub(super) line: &'a str,
    /// The bytes of `line` that are meant, cut to the line; may be empty, may lie at its end.
    pub(super) marked: Range<usize>,
}

/// Places in sources. Each file is gone through once, when first asked for.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    sources: &'a Sources,
    files: BTreeMap<FileId, Index>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Lines { sources, files: BTreeMap::new() }
    }

    /// Where `span` lies. Offsets inside a character or past the end are moved to the nearest
    /// boundary.
    pub(super) fn place(&mut self, span: Span) -> Found<'a> {
        let file = self.sources.get(span.file);
        let text: &'a str = Arc::as_ref(&file.text);
        let index = self.files.entry(span.file).or_insert_with(|| Index::of(text));
        let start = floor(text, span.start as usize);
        let end = ceil(text, span.end as usize).max(start);
        let position = index.position(text, start);
        let line = index.line(text, position.line);
        let cut = |at: usize| at.clamp(line.start, line.end) - line.start;
        Found {
            path: &file.path,
            start: position,
            end: index.position(text, end),
            marked: cut(start)..cut(end),
            line: text.get(line.clone()).unwrap_or_default(),
        }
    }
}

/// Where lines begin, and how many characters lie before every [`STEP`]th byte.
#[derive(Debug)]
struct Index {
    starts: Vec<usize>,
    counts: Vec<usize>,
    mark: bool,
}

impl Index {
    fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let mut before = 0;
        let counts = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let here = before;
                before += count(chunk);
                here
            })
            .collect();
        Index { starts, counts, mark: text.starts_with('\u{feff}') }
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.start(line);
        let mark = usize::from(self.mark && start == 0 && offset > 0);
        let column = self.characters(text, offset) - self.characters(text, start) - mark + 1;
        Position { line, column }
    }

    /// The bytes of a line (from 1), without `\n`, `\r\n` or byte order mark.
    fn line(&self, text: &str, line: usize) -> Range<usize> {
        let start = self.start(line);
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let crlf = end > start && end < text.len() && text.as_bytes().get(end - 1) == Some(&b'\r');
        let start = if self.mark && start == 0 { '\u{feff}'.len_utf8() } else { start };
        start..(end - usize::from(crlf)).max(start)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line - 1).copied().unwrap_or_default()
    }

    /// Characters before a byte.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(step).copied().unwrap_or_default();
        before + text.as_bytes().get(step * STEP..offset).map_or(0, count)
    }
}

/// Characters that begin in these bytes of UTF-8: all bytes but the continuing ones.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn ceil(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}
