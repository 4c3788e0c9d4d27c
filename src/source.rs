//! The vocabulary of places: files as they were read, and spans of bytes in them.
//!
//! In: text that `load` has read. Out: `path:line:column` for people. Refuses to know: where the
//! text came from (no I/O happens here) and what it means.

use std::ops::Range;
use std::sync::Arc;

/// The number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A run of bytes in one file, as the file lies on disk (a byte order mark counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`. Offsets beyond 4 GiB are clamped; `load` refuses such files.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file, start: clamp(range.start), end: clamp(range.end) }
    }
}

/// A line and column for people: both count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path of the file, relative to the project, with `/` between its parts.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// One file that took part in the book.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the project, with `/` between its parts; what diagnostics print.
    pub path: String,
    /// The whole text.
    pub text: Arc<str>,
}

/// Every text file that was read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }

    /// The file of that number; an empty one for a number of other `Sources`.
    pub fn get(&self, id: FileId) -> &SourceFile {
        static NONE: std::sync::LazyLock<SourceFile> =
            std::sync::LazyLock::new(|| SourceFile { path: String::new(), text: Arc::from("") });
        self.files.get(id.0 as usize).unwrap_or(&NONE)
    }

    /// Line and column of the first byte of `span`.
    pub fn locate(&self, span: Span) -> Location {
        let file = self.get(span.file);
        let (line, column, _) = line_at(&file.text, span.start as usize);
        Location { path: file.path.clone(), line, column }
    }
}

/// Line number, column number and the byte range of the line (without its ending) that holds
/// `offset`. An offset inside a character or past the end is moved back to the nearest boundary.
/// A byte order mark takes no column.
pub fn line_at(text: &str, offset: usize) -> (usize, usize, Range<usize>) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (before, after) = text.split_at(offset);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').map_or(text.len(), |at| offset + at);
    let end =
        if text[start..end].ends_with('\r') && end > start && end > offset { end - 1 } else { end };
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before[start..].trim_start_matches('\u{feff}').chars().count() + 1;
    (line, column, start..end)
}

/// A chapter's text, and where each part of it came from: an include puts text of one file into
/// that of another.
#[derive(Debug, Clone)]
pub struct Text {
    whole: Arc<str>,
    from: usize,
    pieces: Vec<Piece>,
}

/// From `at` (in the chapter's text) on, the text is that of `file` from `start` on.
#[derive(Debug, Clone, Copy)]
struct Piece {
    at: usize,
    file: FileId,
    start: usize,
}

impl Text {
    /// The text of one file from byte `from` on; nothing is copied.
    pub fn of_file(file: FileId, text: Arc<str>, from: usize) -> Self {
        let from = from.min(text.len());
        Text { whole: text, from, pieces: vec![Piece { at: 0, file, start: from }] }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        self.whole.get(self.from..).unwrap_or_default()
    }

    /// Where `range` of the text lies in the files. A range that runs over several files is cut
    /// to the file in which it begins.
    pub fn span(&self, range: Range<usize>) -> Span {
        let next = self.pieces.partition_point(|piece| piece.at <= range.start);
        let piece = self.pieces[next.saturating_sub(1)];
        let limit = self.pieces.get(next).map_or(usize::MAX, |piece| piece.at);
        let end = range.end.min(limit).max(range.start);
        Span::new(piece.file, range.start - piece.at + piece.start..end - piece.at + piece.start)
    }
}

/// Builds a [`Text`] out of parts of several files.
#[derive(Debug, Default)]
pub struct TextBuilder {
    text: String,
    pieces: Vec<Piece>,
}

impl TextBuilder {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends `text`, which begins at byte `start` of `file`. Text that no file holds (a
    /// character put in) is given the place that it stands for.
    pub fn push(&mut self, text: &str, file: FileId, start: usize) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len(), file, start });
        self.text.push_str(text);
    }

    /// Appends a part of another text with its places.
    pub fn push_part(&mut self, from: &Text, range: Range<usize>) {
        let whole = from.as_str();
        let first = from.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        for (index, piece) in from.pieces.iter().enumerate().skip(first) {
            if piece.at >= range.end {
                break;
            }
            let start = piece.at.max(range.start);
            let end = from.pieces.get(index + 1).map_or(whole.len(), |next| next.at).min(range.end);
            if let Some(part) = whole.get(start..end) {
                self.push(part, piece.file, start - piece.at + piece.start);
            }
        }
    }

    /// What has been pushed so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The finished text; `file` names the file that an empty text belongs to.
    pub fn finish(mut self, file: FileId) -> Text {
        if self.pieces.is_empty() {
            self.pieces.push(Piece { at: 0, file, start: 0 });
        }
        Text { whole: self.text.into(), from: 0, pieces: self.pieces }
    }
}
