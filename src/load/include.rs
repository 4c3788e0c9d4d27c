//! mdBook's directives in double braces: parts of other files are put into a chapter.
//!
//! In: a chapter's text. Out: the text with what it includes, each part with its place in the file
//! it comes from. Refuses to know: Markdown; a directive counts wherever it stands, as in mdBook.

use super::paths::folder_of;
use super::root::{Problem, Root};
use super::text::decode;
use crate::diagnostic::{Diagnostics, code};
use crate::source::{FileId, Sources, Text, TextBuilder};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Includes nest no deeper than this, as in mdBook.
const DEPTH: usize = 10;

/// Includes that one chapter may hold, those in what is included counted too: files that include
/// each other several times would make more text than there is room for.
const INCLUDES: usize = 100_000;

/// Bytes of included text that one chapter may hold.
const LENGTH: usize = 64 << 20;

/// Files that have been included, by path: each is read, and parted into lines, once.
#[derive(Debug, Default)]
pub(super) struct Cache {
    files: HashMap<String, Result<FileId, ()>>,
    lines: HashMap<FileId, Arc<[Range<usize>]>>,
    /// Includes of the chapter at hand.
    count: usize,
}

/// What is needed to put includes in.
pub(super) struct Includes<'l> {
    /// The folder outside of which nothing is read.
    pub(super) root: &'l Root,
    /// Files read before.
    pub(super) cache: &'l mut Cache,
    /// Where files that are read are added.
    pub(super) sources: &'l mut Sources,
    /// Where problems are reported.
    pub(super) diagnostics: &'l mut Diagnostics,
}

/// What part of a file is wanted.
enum Part<'t> {
    Lines(Range<usize>),
    Anchor(&'t str),
}

impl Includes<'_> {
    /// Puts in what `text`, of the file at `path`, includes. Also gives the title that a
    /// `{{#title …}}` in it sets.
    pub(super) fn expand(
        &mut self,
        text: Text,
        path: &str,
        file: FileId,
    ) -> (Text, Option<String>) {
        if memchr::memmem::find(text.as_str().as_bytes(), b"{{#").is_none() {
            return (text, None);
        }
        let mut out = TextBuilder::new();
        let mut title = None;
        self.cache.count = 0;
        let whole = 0..text.as_str().len();
        self.put(&text, whole, path, &mut vec![path.to_owned()], &mut out, &mut title);
        (out.finish(file), title)
    }

    fn put(
        &mut self,
        text: &Text,
        range: Range<usize>,
        path: &str,
        open: &mut Vec<String>,
        out: &mut TextBuilder,
        title: &mut Option<String>,
    ) {
        let source = text.as_str();
        let mut from = range.start;
        let mut look = range.start;
        while let Some(found) = source.get(look..range.end).and_then(|rest| rest.find("{{#")) {
            let start = look + found;
            // A directive stands in one line.
            let rest = source.get(start..range.end).unwrap_or_default();
            let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
            let Some(length) = line.find("}}") else {
                look = start + line.len();
                continue;
            };
            let end = start + length + 2;
            let inner = source.get(start + 3..end - 2).unwrap_or_default();
            look = end;
            // A backslash before it: the directive is meant to be seen.
            if start > range.start && source.as_bytes().get(start - 1) == Some(&b'\\') {
                out.push_part(text, from..start - 1);
                from = start;
                continue;
            }
            let (name, argument) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            let argument = argument.trim();
            match name {
                "title" => {
                    *title = Some(argument.to_owned());
                    out.push_part(text, from..start);
                    from = end;
                }
                "include" | "rustdoc_include" | "playground" | "playpen" => {
                    out.push_part(text, from..start);
                    from = end;
                    let at = text.span(start..end);
                    self.include(argument, name, path, open, out, title, at);
                }
                _ => {
                    self.diagnostics.push(
                        &code::DIRECTIVE_UNKNOWN,
                        text.span(start..end),
                        format!("`{{{{#{name}}}}}` is not a directive that a book can hold; its text is kept"),
                    );
                }
            }
        }
        out.push_part(text, from..range.end);
    }

    #[allow(clippy::too_many_arguments, reason = "the state of one recursion, passed on as it is")]
    fn include(
        &mut self,
        argument: &str,
        name: &str,
        path: &str,
        open: &mut Vec<String>,
        out: &mut TextBuilder,
        title: &mut Option<String>,
        at: crate::source::Span,
    ) {
        // `{{#playground file.rs editable}}`: the words after the path are for a web page.
        let argument = argument.split_whitespace().next().unwrap_or_default();
        let mut fields = argument.splitn(3, ':');
        let given = fields.next().unwrap_or_default();
        let (first, second) = (fields.next(), fields.next());
        let target = match self.root.resolve(folder_of(path), given) {
            Ok(target) => target,
            Err(problem) => {
                problem.report(self.root, given, Some(at), self.diagnostics);
                return;
            }
        };
        if open.contains(&target) || open.len() > DEPTH {
            let message = if open.contains(&target) {
                format!("`{given}` is being included already: it would include itself")
            } else {
                format!("includes are nested more than {DEPTH} deep")
            };
            self.diagnostics.push(&code::INCLUDE_CYCLE, at, message);
            return;
        }
        if out.as_str().len() > LENGTH {
            self.cache.count = self.cache.count.max(INCLUDES);
        }
        self.cache.count += 1;
        if self.cache.count > INCLUDES {
            // Said once: every further one would say the same.
            if self.cache.count == INCLUDES + 1 {
                let message = format!(
                    "the chapter includes more than {INCLUDES} parts, or more than {} MiB; what follows is left out",
                    LENGTH >> 20
                );
                self.diagnostics.push(&code::INCLUDE_CYCLE, at, message);
            }
            return;
        }
        let Some(file) = self.file(&target, given, at) else { return };
        let text = Text::of_file(file, self.sources.get(file).text.clone(), 0);
        let ranges = self.cache.lines.entry(file).or_insert_with(|| lines(text.as_str()));
        let lines = Lines { text: text.as_str(), ranges: Arc::clone(ranges) };
        let Some(part) = self.part(first, second, given, &lines, at) else { return };
        let ranges = match part {
            Part::Lines(range) => vec![range],
            Part::Anchor(anchor) => match lines.anchored(anchor) {
                Some(ranges) => ranges,
                None => {
                    self.diagnostics.push(
                        &code::INCLUDE_MISSING,
                        at,
                        format!("`{given}` has no anchor `{anchor}`"),
                    );
                    return;
                }
            },
        };
        let strip_markers = name == "rustdoc_include";
        open.push(target.clone());
        let last = ranges.last().map_or(0, |range| range.end);
        for range in ranges {
            for line in range {
                let Some(place) = lines.get(line) else { continue };
                if strip_markers
                    && marker(text.as_str().get(place.clone()).unwrap_or_default()).is_some()
                {
                    continue;
                }
                // The end of the last line is not part of what is put in.
                let end = if line + 1 == last {
                    place.start
                        + text
                            .as_str()
                            .get(place.clone())
                            .unwrap_or_default()
                            .trim_end_matches(['\n', '\r'])
                            .len()
                } else {
                    place.end
                };
                self.put(&text, place.start..end, &target, open, out, title);
            }
        }
        open.pop();
    }

    fn part<'t>(
        &mut self,
        first: Option<&'t str>,
        second: Option<&'t str>,
        given: &str,
        lines: &Lines,
        at: crate::source::Span,
    ) -> Option<Part<'t>> {
        let count = lines.ranges.len();
        let number = |field: &str| field.trim().parse::<usize>().ok();
        let (start, end) = match (first.map(str::trim), second.map(str::trim)) {
            (None, _) | (Some(""), None | Some("")) => (1, count),
            (Some(field), None) => match number(field) {
                Some(line) => (line, line),
                None => return Some(Part::Anchor(field)),
            },
            (Some(first), Some(second)) => {
                let start = if first.is_empty() { Some(1) } else { number(first) };
                let end = if second.is_empty() { Some(count) } else { number(second) };
                match (start, end) {
                    (Some(start), Some(end)) => (start, end),
                    _ => return Some(Part::Anchor(first)),
                }
            }
        };
        // As in mdBook, a range that runs past the end gives what there is.
        if start == 0 || (start > count && start > 1) || start > end.max(1) {
            self.diagnostics.push(
                &code::INCLUDE_MISSING,
                at,
                format!("`{given}` has {count} lines; there are no lines {start} to {end}"),
            );
            return None;
        }
        Some(Part::Lines(start.saturating_sub(1)..end.min(count)))
    }

    fn file(&mut self, path: &str, given: &str, at: crate::source::Span) -> Option<FileId> {
        if let Some(known) = self.cache.files.get(path) {
            if known.is_err() {
                self.diagnostics.push(
                    &code::INCLUDE_MISSING,
                    at,
                    format!("the file `{given}` can't be included"),
                );
            }
            return known.ok();
        }
        let read = match self.root.read(path) {
            Ok(bytes) => {
                let path = self.root.display(path);
                let code = &code::FILE_ENCODING;
                Some(decode(bytes).keep(path, code, self.sources, self.diagnostics))
            }
            Err(problem) => {
                let (code, message) = match problem {
                    Problem::Missing => {
                        (&code::INCLUDE_MISSING, format!("there is no file `{given}` to include"))
                    }
                    Problem::Outside => problem.words(given),
                    _ => (&code::INCLUDE_MISSING, problem.words(given).1),
                };
                self.diagnostics.push(code, at, message);
                None
            }
        };
        self.cache.files.insert(path.to_owned(), read.ok_or(()));
        read
    }
}

/// A text's lines, each with its end.
struct Lines<'t> {
    text: &'t str,
    ranges: Arc<[Range<usize>]>,
}

/// The lines of a text, without a byte order mark.
fn lines(text: &str) -> Arc<[Range<usize>]> {
    let from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = from;
    text.get(from..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            start..at
        })
        .collect()
}

impl Lines<'_> {
    fn get(&self, line: usize) -> Option<Range<usize>> {
        self.ranges.get(line).cloned()
    }

    /// The lines between `ANCHOR: name` and `ANCHOR_END: name`, markers of other anchors left out.
    fn anchored(&self, name: &str) -> Option<Vec<Range<usize>>> {
        let mut found = false;
        let mut inside = false;
        let mut out: Vec<Range<usize>> = Vec::new();
        for (number, range) in self.ranges.iter().enumerate() {
            match marker(self.text.get(range.clone()).unwrap_or_default()) {
                Some((true, anchor)) if anchor == name => {
                    found = true;
                    inside = true;
                }
                Some((false, anchor)) if anchor == name => inside = false,
                Some(_) => {}
                None if inside => match out.last_mut() {
                    Some(last) if last.end == number => last.end = number + 1,
                    _ => out.push(number..number + 1),
                },
                None => {}
            }
        }
        found.then_some(out)
    }
}

/// The anchor that a line begins (true) or ends (false).
fn marker(line: &str) -> Option<(bool, &str)> {
    let name = |rest: &'_ str| -> usize {
        rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len())
    };
    for (word, begins) in [("ANCHOR_END:", false), ("ANCHOR:", true)] {
        if let Some(at) = line.find(word) {
            let rest = line.get(at + word.len()..)?.trim_start();
            let anchor = rest.get(..name(rest))?;
            if !anchor.is_empty() {
                return Some((begins, anchor));
            }
        }
    }
    None
}
