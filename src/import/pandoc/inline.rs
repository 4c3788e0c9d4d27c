//! What stands in lines: notes, spans, attributes, links, citations, raw text.
//!
//! In: text that is no code. Out: changes, links, references. Refuses to know: blocks. Source: Pandoc
//! User's Guide, "Footnotes", "Divs and Spans", "Images", "Citation syntax", "Raw HTML", "Raw TeX".

use super::attrs::{self, Attrs};
use super::document::{Definition, Document, Link};
use super::images::Image;
use crate::diagnostic::Diagnostics;
use std::fmt::Write as _;
use std::ops::Range;

/// Bytes of a paragraph in which the end of code or of a formula is looked for.
const REACH: usize = 20_000;

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    at: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Image,
    Note,
}

/// Masks code in lines, comments and formulas; attributes behind code are taken away, and raw text is
/// put in or left out.
pub(super) fn code(document: &mut Document<'_>, diagnostics: &mut Diagnostics) {
    let text = document.text;
    let bytes = text.as_bytes();
    let mut at = document.body;
    let last_comment = text.rfind("-->").unwrap_or(0);
    // Runs of backticks and dollar signs without an end are not looked for again in one paragraph.
    let mut nowhere: Vec<(usize, usize)> = Vec::new();
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'`', b'$', b'<', rest))
    {
        let start = at + found;
        at = start + 1;
        if document.is_masked(start) || is_escaped(bytes, start) {
            continue;
        }
        let reach = reach(text, start);
        let rest = text.get(start..reach).unwrap_or_default();
        match bytes.get(start) {
            Some(b'`') => {
                let length = rest.len() - rest.trim_start_matches('`').len();
                at = start + length;
                nowhere.retain(|(_, end)| *end == reach);
                if nowhere.iter().any(|(known, end)| *known == length && *end == reach) {
                    continue;
                }
                let Some(inner) = ends(rest, length) else {
                    nowhere.push((length, reach));
                    continue;
                };
                let end = start + inner + length;
                document.mask(start..end);
                at = end;
                let Some(given) = text.get(end..).and_then(attrs::read) else { continue };
                let tail = end..end + given.length;
                document.mask(tail.clone());
                at = tail.end;
                match &given.raw {
                    Some(format) if matches!(format.as_str(), "html" | "html5") => {
                        let content = document.get(start + length..start + inner).trim().to_owned();
                        document.replace(start..tail.end, content);
                    }
                    Some(format) => {
                        let what = format!("raw text for `{format}` is left out");
                        document.lost(start..tail.end, &what, diagnostics);
                        document.replace(start..tail.end, "");
                    }
                    None => document.replace(tail, ""),
                }
            }
            Some(b'$') => {
                let double = rest.starts_with("$$");
                let length = if double { 2 } else { 1 };
                let inner = rest.get(length..).unwrap_or_default();
                let closes = |at: usize| {
                    let before = inner.get(..at).and_then(|inner| inner.chars().next_back());
                    let after = inner.get(at + length..).and_then(|rest| rest.chars().next());
                    double
                        || before.is_some_and(|c| !c.is_whitespace() && c != '\\')
                            && after.is_none_or(|c| !c.is_ascii_digit())
                };
                let opens = double || inner.chars().next().is_some_and(|c| !c.is_whitespace());
                let sign = if double { "$$" } else { "$" };
                let end = inner.match_indices(sign).take(50).find(|(at, _)| closes(*at));
                if let (true, Some((end, _))) = (opens, end) {
                    at = start + 2 * length + end;
                    document.mask(start..at);
                }
            }
            _ if start < last_comment && rest.starts_with("<!--") => {
                if let Some(end) = rest.find("-->") {
                    at = start + end + 3;
                    document.mask(start..at);
                }
            }
            // A tag of raw HTML, or an address.
            _ if rest.get(1..2).is_some_and(|c| c == "/" || c.chars().all(char::is_alphabetic)) => {
                if let Some(end) = rest.find('>').filter(|end| *end < 2000) {
                    let tag = rest.get(..end).unwrap_or_default();
                    for (at, _) in tag.match_indices(" id=\"").take(1) {
                        let id = tag.get(at + 5..).unwrap_or_default();
                        let id = id.split('"').next().unwrap_or_default().to_owned();
                        document.target(&id, start, None);
                    }
                    document.mask(start..start + end + 1);
                    at = start + end + 1;
                }
            }
            _ => {}
        }
    }
}

/// Where the paragraph ends that a byte stands in.
fn reach(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(REACH)).unwrap_or_default();
    let mut end = from + memchr::memmem::find(rest, b"\n\n").unwrap_or(rest.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The offset of the next run of exactly so many backticks, after the first.
fn ends(rest: &str, length: usize) -> Option<usize> {
    let mut at = length;
    while let Some(found) = rest.get(at..)?.find('`') {
        let start = at + found;
        let run = rest.get(start..)?;
        let run = run.len() - run.trim_start_matches('`').len();
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}

fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Goes through the text of lines.
pub(super) fn read(document: &mut Document<'_>, diagnostics: &mut Diagnostics) {
    let text = document.text;
    let mut open: Vec<Open> = Vec::new();
    let mut at = document.body;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at).copied() {
        let here = at;
        at += 1;
        if document.is_masked(here) {
            continue;
        }
        match byte {
            b'\n' if bytes.get(at) == Some(&b'\n') => open.clear(),
            b'\\' => at = backslash(document, here),
            b'^' if bytes.get(at) == Some(&b'[') => {
                open.push(Open { at: here, kind: Kind::Note });
                at += 1;
            }
            b'[' => {
                let image =
                    here > 0 && bytes.get(here - 1) == Some(&b'!') && !is_escaped(bytes, here - 1);
                let kind = if image { Kind::Image } else { Kind::Plain };
                open.push(Open { at: here, kind });
            }
            b']' => {
                if let Some(begun) = open.pop() {
                    at = closed(document, begun, here, diagnostics);
                }
            }
            b'@' => at = citation(document, here),
            _ => {}
        }
    }
}

/// Commands of TeX that say how pages are laid out, or that show nothing.
const GONE: [&str; 10] = [
    "newpage",
    "pagebreak",
    "clearpage",
    "noindent",
    "newline",
    "linebreak",
    "index",
    "label",
    "vspace",
    "hspace",
];

/// What a backslash begins; the byte after it.
fn backslash(document: &mut Document<'_>, at: usize) -> usize {
    let rest = document.text.get(at + 1..).unwrap_or_default();
    match rest.chars().next() {
        Some(' ') => {
            document.replace(at..at + 2, "\u{a0}");
            at + 2
        }
        Some(c) if c.is_ascii_alphabetic() => {
            let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let name = rest.get(..length).unwrap_or_default();
            let mut end = at + 1 + length;
            if !GONE.contains(&name) {
                // Other TeX stays as it is written, a backslash and a word.
                if rest.get(length..).is_some_and(|rest| rest.starts_with('{')) {
                    document.count("raw TeX is kept as text", at..end);
                }
                return end;
            }
            if let Some(group) = rest.get(length..).filter(|rest| rest.starts_with('{'))
                && let Some(close) = group.find('}').filter(|close| *close < 200)
            {
                end += close + 1;
            }
            document.count("raw TeX is left out", at..end);
            document.replace(at..end, "");
            end
        }
        Some(c) => at + 1 + c.len_utf8(),
        None => at + 1,
    }
}

/// A citation, which stays as text.
fn citation(document: &mut Document<'_>, at: usize) -> usize {
    let before = document.text.get(..at).and_then(|text| text.chars().next_back());
    let key = document.text.get(at + 1..).unwrap_or_default();
    let begins = key.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{'));
    let free =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '(' | '-' | ';' | '—' | '"'));
    if begins && free && before != Some('(') {
        let end = key.find(|c: char| !(c.is_alphanumeric() || "_:.#$%&-+?<>~/{}".contains(c)));
        let range = at..at + 1 + end.unwrap_or(key.len());
        match &mut document.citations {
            Some((_, count)) => *count += 1,
            None => document.citations = Some((range, 1)),
        }
    }
    at + 1
}

/// A bracket closes at `end`; the byte from which reading goes on.
fn closed(
    document: &mut Document<'_>,
    open: Open,
    end: usize,
    diagnostics: &mut Diagnostics,
) -> usize {
    let text = document.text;
    let after = head(text.get(end + 1..).unwrap_or_default());
    if open.kind == Kind::Note {
        let label = format!("note-{}", document.own_notes.len() + 1);
        let address = open.at + 2..end;
        document.replace(open.at..end + 1, format!("[^{label}]"));
        document.noted.push((open.at, label.clone()));
        document.own_notes.push(Definition { label, range: open.at..end + 1, address });
        return end + 1;
    }
    let inner = open.at + 1..end;
    let words = document.get(inner.clone());
    if let Some(label) = words.strip_prefix('^').filter(|label| !label.contains(['[', ' '])) {
        document.noted.push((open.at, label.to_owned()));
        return end + 1;
    }
    let image = open.kind == Kind::Image;
    let start = if image { open.at - 1 } else { open.at };
    match after.chars().next() {
        Some('(') => {
            let Some((address, length)) = destination(after) else { return end + 1 };
            let whole = start..end + 1 + length;
            let address = end + 1 + address.start..end + 1 + address.end;
            document.mask(end + 1..whole.end);
            let tail = text.get(whole.end..).and_then(attrs::read);
            let range = whole.clone();
            document.links.push(Link { range, inner, address, image });
            match tail {
                Some(given) => {
                    attributes(document, &given, whole.start, whole.end, diagnostics);
                    whole.end + given.length
                }
                None => whole.end,
            }
        }
        Some('[') => {
            let Some(close) = after.find(']').filter(|close| *close < 1000) else { return end + 1 };
            let named = if close == 1 { inner } else { end + 2..end + 1 + close };
            let label = document.get(named.clone());
            document.referred.push((open.at, label.to_lowercase()));
            let range = start..end + 1 + close + 1;
            document.mask(end + 1..range.end);
            if !image {
                document.brackets.push((range.clone(), named));
            }
            range.end
        }
        Some('{') if !image => match attrs::read(after) {
            Some(given) => {
                span(document, &given, open.at, end, diagnostics);
                end + 1 + given.length
            }
            None => end + 1,
        },
        _ => {
            document.referred.push((open.at, words.to_lowercase()));
            if !image && !words.starts_with('@') {
                document.brackets.push((start..end + 1, inner));
            }
            end + 1
        }
    }
}

/// As much of a text as an address or attributes take.
fn head(text: &str) -> &str {
    let mut end = text.len().min(4000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The address in parentheses, and how long all of it is.
fn destination(after: &str) -> Option<(Range<usize>, usize)> {
    let inner = after.get(1..)?;
    let lead = inner.len() - inner.trim_start().len();
    let given = inner.get(lead..)?;
    let from = 1 + lead;
    let (address, mut at) = match given.strip_prefix('<') {
        Some(angled) => {
            let end = angled.find(['>', '\n'])?;
            (from + 1..from + 1 + end, from + 2 + end)
        }
        None => {
            let mut depth = 0_usize;
            let mut escaped = false;
            let end = given.find(|c: char| {
                if escaped {
                    escaped = false;
                    return false;
                }
                match c {
                    '\\' => escaped = true,
                    '(' => depth += 1,
                    ')' if depth == 0 => return true,
                    ')' => depth -= 1,
                    c => return c.is_whitespace(),
                }
                false
            })?;
            (from..from + end, from + end)
        }
    };
    let rest = after.get(at..)?;
    let title = rest.trim_start();
    at += rest.len() - title.len();
    if let Some(quote) = title.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = title.get(1..)?.find(quote).filter(|end| *end < 2000)?;
        at += end + 2;
        let rest = after.get(at..)?;
        at += rest.len() - rest.trim_start().len();
    }
    after.get(at..)?.starts_with(')').then_some((address, at + 1))
}

/// Attributes of a link or an image: an id is kept, and what says how it looks is not.
fn attributes(
    document: &mut Document<'_>,
    given: &Attrs,
    start: usize,
    at: usize,
    diagnostics: &mut Diagnostics,
) {
    let range = at..at + given.length;
    document.mask(range.clone());
    if let Some(id) = &given.id {
        document.target(id, start, None);
        document.replace(start..start, format!("<span id=\"{}\"></span>", quoted(id)));
    }
    let other: Vec<String> = given
        .classes
        .iter()
        .map(|class| format!(".{class}"))
        .chain(given.keys.iter().map(|(key, _)| key.clone()))
        .collect();
    if !other.is_empty() {
        let what = format!("attributes are left out: `{}`", other.join("`, `"));
        document.lost(range.clone(), &what, diagnostics);
    }
    document.replace(range, "");
}

/// Words in brackets with attributes.
fn span(
    document: &mut Document<'_>,
    given: &Attrs,
    start: usize,
    end: usize,
    diagnostics: &mut Diagnostics,
) {
    let tail = end..end + 1 + given.length;
    document.mask(end + 1..tail.end);
    let mut tag = "span";
    let mut open = String::new();
    if let Some(id) = &given.id {
        document.target(id, start, None);
        let _ = write!(open, " id=\"{}\"", quoted(id));
    }
    let mut classes = Vec::new();
    for class in &given.classes {
        match class.as_str() {
            "smallcaps" => classes.push("small-caps"),
            "underline" | "ul" if tag == "span" => tag = "u",
            "mark" if tag == "span" => tag = "mark",
            class => classes.push(class),
        }
    }
    if !classes.is_empty() {
        let _ = write!(open, " class=\"{}\"", quoted(&classes.join(" ")));
    }
    for (key, value) in &given.keys {
        if matches!(key.as_str(), "lang" | "dir" | "title") {
            let _ = write!(open, " {key}=\"{}\"", quoted(value));
        } else {
            let what = format!("the attribute `{key}` of a span is left out");
            document.lost(tail.clone(), &what, diagnostics);
        }
    }
    document.replace(start..start + 1, format!("<{tag}{open}>"));
    document.replace(tail, format!("</{tag}>"));
}

/// A value as it stands in quotes.
pub(super) fn quoted(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// A text of its own, a cell of a table, as bindery's Markdown. What it refers to is told to the
/// document at `at`.
pub(super) fn snippet(
    document: &mut Document<'_>,
    text: &str,
    at: usize,
    diagnostics: &mut Diagnostics,
) -> String {
    if !text.contains(['[', '`', '\\', '@', '$']) {
        return text.to_owned();
    }
    let mut own = Document::new(text, document.file, 0);
    // Places in a cell are not places in the document.
    let mut unheard = diagnostics.fork();
    code(&mut own, &mut unheard);
    read(&mut own, &mut unheard);
    for note in std::mem::take(&mut own.own_notes) {
        own.edits.retain(|(at, _)| *at != note.range);
        document.count("a note within a table is kept as text", at..at + 1);
    }
    for link in std::mem::take(&mut own.links).into_iter().filter(|link| link.image) {
        let address = own.get(link.address.clone()).to_owned();
        if let Image::Kept(path) = document.images.keep(&address) {
            own.replace(link.address, path);
        }
    }
    own.sort();
    document.noted.extend(
        own.noted.iter().filter(|(_, l)| !l.starts_with("note-")).map(|(_, l)| (at, l.clone())),
    );
    document.referred.extend(own.referred.iter().map(|(_, label)| (at, label.clone())));
    if let Some((_, count)) = own.citations {
        match &mut document.citations {
            Some((_, all)) => *all += count,
            None => document.citations = Some((at..at + 1, count)),
        }
    }
    own.part(0..text.len())
}
