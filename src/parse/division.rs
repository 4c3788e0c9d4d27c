//! Divisions between lines of colons: `::: verse` … `:::`.
//!
//! In: a chapter's text. Out: pulldown-cmark's events, in which the lines of colons are rules, and
//! what each of these stands for. Refuses to know: what a class looks like.
//!
//! pulldown-cmark has no such lines: to it they are text, or a broken definition. So it is given a
//! text of the same length in which each is a thematic break, which ends what a block ends and
//! stands for itself, at the same offset. A line that does not come out as a break stood in code
//! or raw HTML, and is left as it was.

use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::Attr;
use pulldown_cmark as md;
use pulldown_cmark::Event;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// How often a text is read until every line that is taken for one of colons is one.
const TRIES: usize = 4;

/// What a rule among the events stands for.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// The beginning of a division.
    Open(Opening),
    /// Its end.
    Close,
    /// A line that ends nothing.
    Stray,
}

/// The beginning of a division.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    classes: Vec<String>,
    id: Option<String>,
    lang: Option<String>,
    /// White space before it in its line.
    margin: usize,
}

/// Events of a text, and by the offset of a rule what it stands for.
pub(super) type Marked<'s> = (Vec<(Event<'s>, Range<usize>)>, HashMap<usize, Mark>);

impl Opening {
    /// Whether each line of the text is a line of verse.
    pub(super) fn is_verse(&self) -> bool {
        self.classes.iter().any(|class| matches!(class.as_str(), "verse" | "poem" | "poetry"))
    }

    /// The space before the line of verse that begins at offset `at`, as it is to be shown: what the
    /// line has more than the division itself, 40 at most.
    pub(super) fn indent(&self, source: &str, at: usize) -> String {
        " ".repeat(margin(source, at).saturating_sub(self.margin).min(40))
    }

    /// The attributes of its element. Source of the terms: EPUB Structural Semantics Vocabulary;
    /// of the roles, Digital Publishing WAI-ARIA Module.
    pub(super) fn attributes<'s>(&self) -> Vec<Attr<'s>> {
        let mut attrs = Vec::new();
        attrs.extend(self.id.as_ref().map(|id| Attr::new("id", id.clone())));
        let mut classes = self.classes.clone();
        if self.is_verse() && !classes.iter().any(|class| class == "verse") {
            classes.push("verse".to_owned());
        }
        attrs.push(Attr::new("class", classes.join(" ")));
        for (class, kind, role) in [
            ("epigraph", "epigraph", "doc-epigraph"),
            ("dedication", "dedication", "doc-dedication"),
        ] {
            if self.classes.iter().any(|other| other == class) {
                attrs.push(Attr::new("epub:type", kind));
                attrs.push(Attr::new("role", role));
                break;
            }
        }
        attrs.extend(self.lang.as_ref().map(|lang| Attr::new("lang", lang.clone())));
        attrs
    }
}

/// A line of colons in the text.
#[derive(Debug)]
struct Line {
    /// From the first colon to the end of the line.
    at: Range<usize>,
    /// `None` for the end of a division.
    opening: Option<Opening>,
}

/// Reads a text into events. Lines that begin or end nothing are reported.
pub(super) fn events<'s>(
    text: &'s Text,
    options: md::Options,
    diagnostics: &mut Diagnostics,
) -> Marked<'s> {
    let source = text.as_str();
    let plain = || md::Parser::new_ext(source, options).into_offset_iter().collect();
    if memchr::memmem::find(source.as_bytes(), b":::").is_none() {
        return (plain(), HashMap::new());
    }
    let mut lines = lines(source);
    // A text that only ends divisions begins none.
    if lines.iter().all(|line| line.opening.is_none()) {
        return (plain(), HashMap::new());
    }
    for _ in 0..TRIES {
        let masked = mask(source, &lines);
        let events: Vec<(Event<'s>, Range<usize>)> = md::Parser::new_ext(&masked, options)
            .into_offset_iter()
            .map(|(event, range)| (event.into_static(), range))
            .collect();
        let mut found = vec![false; lines.len()];
        for (event, range) in &events {
            if let Event::Rule = event
                && let Some(line) = line_in(&lines, range)
                && let Some(found) = found.get_mut(line)
            {
                *found = true;
            }
        }
        if found.iter().all(|found| *found) {
            return pair(events, &lines, text, diagnostics);
        }
        let mut found = found.into_iter();
        lines.retain(|_| found.next().unwrap_or_default());
    }
    (plain(), HashMap::new())
}

/// The number of the line of colons that a rule stands for.
fn line_in(lines: &[Line], rule: &Range<usize>) -> Option<usize> {
    let line = lines.partition_point(|line| line.at.start < rule.start);
    lines.get(line).filter(|found| found.at.start < rule.end).map(|_| line)
}

/// The lines of colons of a text, those in code too.
fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let shown = line.trim_end();
        let colons = shown.trim_start_matches([' ', '\t', '>']);
        if let Some(read) = read(colons) {
            let from = start + shown.len() - colons.len();
            let opening = match read {
                Colons::Open(opening) => Some(Opening { margin: margin(source, from), ..opening }),
                Colons::Close => None,
            };
            lines.push(Line { at: from..start + shown.len(), opening });
        }
        start += line.len();
    }
    lines
}

/// What a line of colons is.
enum Colons {
    /// A division's beginning.
    Open(Opening),
    /// Its end.
    Close,
}

/// Reads a line from its colons on: a division's end, or its beginning with a word or with
/// attributes in braces. `None` where it is neither.
fn read(line: &str) -> Option<Colons> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim().trim_end_matches(':').trim_end();
    if rest.is_empty() {
        return Some(Colons::Close);
    }
    let mut opening = Opening::default();
    if let Some(inner) = rest.strip_prefix('{') {
        for word in inner.strip_suffix('}')?.split_whitespace() {
            if let Some(class) = word.strip_prefix('.') {
                opening.classes.push(name(class)?);
            } else if let Some(id) = word.strip_prefix('#') {
                opening.id = Some(name(id)?);
            } else {
                let lang = word.strip_prefix("lang=")?.trim_matches('"');
                oxilangtag::LanguageTag::parse(lang).ok()?;
                opening.lang = Some(lang.to_owned());
            }
        }
    } else {
        opening.classes.push(name(rest)?);
    }
    (!opening.classes.is_empty()).then_some(Colons::Open(opening))
}

/// A class or id: letters, digits, `-` and `_`.
fn name(word: &str) -> Option<String> {
    let legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (word.starts_with(char::is_alphabetic) && word.chars().all(legal)).then(|| word.to_owned())
}

/// The text with a thematic break for every line, of the same length.
fn mask(source: &str, lines: &[Line]) -> String {
    let mut masked = String::with_capacity(source.len());
    let mut from = 0;
    for line in lines {
        masked.push_str(source.get(from..line.at.start).unwrap_or_default());
        masked.push_str("***");
        masked.extend(std::iter::repeat_n(' ', line.at.len() - 3));
        from = line.at.end;
    }
    masked.push_str(source.get(from..).unwrap_or_default());
    masked
}

/// Finds for every beginning its end, within the block that it stands in; what has none ends with
/// that block.
fn pair<'s>(
    events: Vec<(Event<'s>, Range<usize>)>,
    lines: &[Line],
    text: &Text,
    diagnostics: &mut Diagnostics,
) -> Marked<'s> {
    let mut marks = HashMap::new();
    let mut out = Vec::with_capacity(events.len());
    // For every open block the divisions that are open in it.
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    let mut made = text.as_str().len();
    let mut unclosed = |open: Vec<usize>,
                        out: &mut Vec<(Event<'s>, Range<usize>)>,
                        marks: &mut HashMap<usize, Mark>,
                        diagnostics: &mut Diagnostics| {
        for line in open.into_iter().rev() {
            if let Some(line) = lines.get(line) {
                diagnostics
                    .push(
                        &code::DIVISION,
                        text.span(line.at.clone()),
                        "this division is not ended before the block it stands in",
                    )
                    .hint("end it with a line of three colons: `:::`");
            }
            // Beyond the text no event has its place.
            made += 1;
            marks.insert(made, Mark::Close);
            out.push((Event::Rule, made..made));
        }
    };
    for (event, range) in events {
        match &event {
            Event::Start(_) => open.push(Vec::new()),
            Event::End(_) => {
                if let Some(level) = open.pop() {
                    unclosed(level, &mut out, &mut marks, diagnostics);
                }
            }
            Event::Rule => {
                if let Some(number) = line_in(lines, &range)
                    && let Some(line) = lines.get(number)
                {
                    let level = open.last_mut();
                    let mark = match (&line.opening, level) {
                        (Some(opening), Some(level)) => {
                            level.push(number);
                            Mark::Open(opening.clone())
                        }
                        (None, Some(level)) if !level.is_empty() => {
                            level.pop();
                            Mark::Close
                        }
                        _ => {
                            diagnostics
                                .push(
                                    &code::DIVISION,
                                    text.span(line.at.clone()),
                                    "this line ends a division, and none is open",
                                )
                                .hint("leave it out, or begin one above: `::: verse`");
                            Mark::Stray
                        }
                    };
                    marks.insert(range.start, mark);
                }
            }
            _ => {}
        }
        out.push((event, range));
    }
    while let Some(level) = open.pop() {
        unclosed(level, &mut out, &mut marks, diagnostics);
    }
    (out, marks)
}

/// The text of a line that ends nothing, as the manuscript has it.
pub(super) fn written<'s>(source: &'s str, rule: &Range<usize>) -> Cow<'s, str> {
    Cow::Borrowed(source.get(rule.clone()).unwrap_or_default().trim())
}

/// The width of the white space before offset `at` in its line.
fn margin(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let spaces = line.rsplit(|c| !matches!(c, ' ' | '\t')).next().unwrap_or_default();
    spaces.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}
