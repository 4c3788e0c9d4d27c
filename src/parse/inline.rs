//! What pulldown-cmark leaves in plain text: bare addresses, sub- and superscript inside a word,
//! readings of characters, markers of pages, references to notes that are not there.
//!
//! In: a run of plain text that stands in the source as it is, so without escapes. Out: text and
//! elements. Refuses to know: code, math and raw HTML, which never come here.

use super::markdown::Sink;
use super::page_breaks;
use crate::diagnostic::{Diagnostics, code};
use crate::source::Text;
use crate::tree::{Attr, Tag};
use std::borrow::Cow;

/// Bytes that the name of a host, with a user's name and a port, takes at most: DNS allows 253.
const HOST_LIMIT: usize = 1000;

/// Where a run stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    /// The chapter's text.
    pub(super) text: &'s Text,
    /// Offset of the run in it.
    pub(super) at: usize,
    /// Whether the run stands inside a link: then addresses stay text.
    pub(super) in_link: bool,
    /// Whether `~x~` and `^x^` are sub- and superscript.
    pub(super) scripts: bool,
}

impl Place<'_> {
    /// Whether a backslash stands before the run's first byte: then that is only itself.
    fn is_escaped(&self, at: usize) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.text.as_str().as_bytes().get(at));
        at == 0 && before == Some(&b'\\')
    }
}

/// Writes a run of plain text.
pub(super) fn write<'s, S: Sink<'s>>(
    run: &'s str,
    place: Place<'s>,
    sink: &mut S,
    diagnostics: &mut Diagnostics,
) {
    let bytes = run.as_bytes();
    let mut from = 0;
    let mut at = 0;
    // Looked for once for the whole run, so that a run without an end costs one look, not many.
    let mut brackets = memchr::memrchr(b']', bytes);
    let mut signs = Signs::default();
    while let Some(found) = signs.next(bytes, at) {
        at = found;
        let Some(sign) = bytes.get(at) else { break };
        match sign {
            b'^' if at > 0
                && bytes.get(at - 1) == Some(&b'[')
                && !place.is_escaped(at - 1)
                && brackets.is_some_and(|b| b > at) =>
            {
                match note_label(run.get(at + 1..).unwrap_or_default()) {
                    Some(label) => {
                        let span =
                            place.text.span(place.at + at - 1..place.at + at + 2 + label.len());
                        diagnostics
                            .push(
                                &code::NOTE_MISSING,
                                span,
                                format!("there is no note `{label}` in this chapter"),
                            )
                            .hint(format!(
                                "write `[^{label}]: …` on a line of its own, or `\\[^{label}]` if no note is meant"
                            ));
                        at += label.len() + 1;
                    }
                    None => {
                        brackets = brackets.filter(|_| at + 1 < bytes.len());
                        at += 1;
                    }
                }
            }
            b'^' | b'~' if place.scripts => match script(run, at) {
                Some(end) => {
                    let tag = if *sign == b'^' { Tag::Sup } else { Tag::Sub };
                    put(run, from, at, place, sink);
                    sink.open(tag, Vec::new(), place.at + at);
                    put(run, at + 1, end, place, sink);
                    sink.close(tag);
                    at = end + 1;
                    from = at;
                }
                None => at += 1,
            },
            b'{' if place.scripts && !place.is_escaped(at) => {
                match (page(run, at), ruby(run, at)) {
                    (Some((end, label)), _) => {
                        put(run, from, at, place, sink);
                        sink.open(Tag::Span, page_breaks::attrs(label), place.at + at);
                        sink.close(Tag::Span);
                        at = end;
                        from = at;
                    }
                    (None, Some(ruby)) => {
                        put(run, from, at, place, sink);
                        write_ruby(&ruby, place, sink);
                        at = ruby.end;
                        from = at;
                    }
                    (None, None) => at += 1,
                }
            }
            b':' | b'w' | b'W' if !place.in_link => match address(run, at, from) {
                Some((start, end)) => {
                    put(run, from, start, place, sink);
                    let shown = run.get(start..end).unwrap_or_default();
                    let href = if shown.contains("://") {
                        shown.to_owned()
                    } else {
                        format!("http://{shown}")
                    };
                    sink.open(Tag::A, vec![Attr::new("href", href)], place.at + start);
                    put(run, start, end, place, sink);
                    sink.close(Tag::A);
                    at = end.max(at + 1);
                    from = end;
                }
                None => at += 1,
            },
            _ => at += 1,
        }
    }
    put(run, from, run.len(), place, sink);
}

fn put<'s, S: Sink<'s>>(run: &'s str, from: usize, to: usize, place: Place<'s>, sink: &mut S) {
    if let Some(text) = run.get(from..to)
        && !text.is_empty()
    {
        sink.text(Cow::Borrowed(text), place.at + from);
    }
}

/// The marker of a page of a printed edition: `{p. 12}`. Its end and the page's label, which has no
/// spaces and is as short as labels of pages are.
pub(super) fn page(run: &str, at: usize) -> Option<(usize, &str)> {
    let rest = run.get(at..)?.strip_prefix("{p.")?;
    let end = rest.bytes().take(PAGE_LIMIT).position(|b| matches!(b, b'}' | b'{' | b'\n'))?;
    let label = rest.get(..end).filter(|_| rest.as_bytes().get(end) == Some(&b'}'))?.trim();
    let legal = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '–' | '.' | ':' | '/' | '*' | '†' | '[' | ']')
    };
    let fits = label.contains(char::is_alphanumeric) && label.chars().all(legal);
    fits.then_some((at + "{p.".len() + end + 1, label))
}

/// Bytes that a page's label takes at most, with the spaces around it.
const PAGE_LIMIT: usize = 40;

/// Characters with their reading: `{漢字|かんじ}`, or each with its own: `{漢字|かん|じ}`.
struct Ruby<'s> {
    /// Offset in the run after the closing brace.
    end: usize,
    /// The base and its reading, each with its offset in the run.
    pairs: Vec<(&'s str, usize, &'s str, usize)>,
}

/// Bytes that a word with its reading takes at most.
const RUBY_LIMIT: usize = 300;

/// Reads ruby that begins at `at`. Only what holds a character of a script that has such readings
/// is: anywhere else `{a|b}` is text.
fn ruby(run: &str, at: usize) -> Option<Ruby<'_>> {
    let rest = run.get(at + 1..)?;
    let end = rest.bytes().take(RUBY_LIMIT).position(|b| matches!(b, b'}' | b'{' | b'\n'))?;
    let inner = rest.get(..end).filter(|_| rest.as_bytes().get(end) == Some(&b'}'))?;
    let (base, readings) = inner.split_once('|')?;
    let read = |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let parts: Vec<&str> = readings.split('|').collect();
    if !base.contains(read) || parts.iter().any(|part| part.trim().is_empty()) {
        return None;
    }
    let bases: Vec<&str> =
        if parts.len() == 1 { vec![base] } else { base.split_inclusive(|_| true).collect() };
    if bases.len() != parts.len() {
        return None;
    }
    let mut base_at = at + 1;
    let mut reading_at = at + 1 + base.len() + 1;
    let mut pairs = Vec::with_capacity(parts.len());
    for (base, reading) in bases.into_iter().zip(parts) {
        pairs.push((base, base_at, reading, reading_at));
        base_at += base.len();
        reading_at += reading.len() + 1;
    }
    Some(Ruby { end: at + 1 + end + 1, pairs })
}

/// Writes ruby. Source: HTML standard section 4.5.10; without `rp`, which EPUB 3.3 section 6.1.3.3
/// discourages.
fn write_ruby<'s, S: Sink<'s>>(ruby: &Ruby<'s>, place: Place<'s>, sink: &mut S) {
    let first = ruby.pairs.first().map_or(place.at, |(_, at, _, _)| place.at + at);
    sink.open(Tag::Ruby, Vec::new(), first);
    for (base, base_at, reading, reading_at) in &ruby.pairs {
        sink.text(Cow::Borrowed(base), place.at + base_at);
        let at = place.at + reading_at;
        sink.open(Tag::Rt, Vec::new(), at);
        sink.text(Cow::Borrowed(reading), at);
        sink.close(Tag::Rt);
    }
    sink.close(Tag::Ruby);
}

/// Where the next of each kind of sign stands, so that a kind that is rare is not looked for anew
/// from every sign of another.
#[derive(Default)]
struct Signs {
    script: Next,
    brace: Next,
    scheme: Next,
    www: Next,
}

impl Signs {
    /// Offset from `at` on of the next byte that may begin something: `^`, `~`, `{`, `://`, `www.`.
    fn next(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let script = self.script.from(bytes, at, |rest| memchr::memchr2(b'^', b'~', rest));
        let scheme = self.scheme.from(bytes, at, |rest| memchr::memmem::find(rest, b"://"));
        let www = self.www.from(bytes, at, |rest| memchr::memmem::find(rest, b"www."));
        let brace = self.brace.from(bytes, at, |rest| memchr::memchr(b'{', rest));
        [script, brace, scheme, www].into_iter().flatten().min()
    }
}

/// Where the next sign of a kind stands, as far as it has been looked for.
#[derive(Default)]
enum Next {
    #[default]
    Unknown,
    At(usize),
    Nowhere,
}

impl Next {
    fn from(
        &mut self,
        bytes: &[u8],
        at: usize,
        find: impl Fn(&[u8]) -> Option<usize>,
    ) -> Option<usize> {
        let known = match self {
            Next::Nowhere => true,
            Next::At(found) => *found >= at,
            Next::Unknown => false,
        };
        if !known {
            let found = bytes.get(at..).and_then(find);
            *self = found.map_or(Next::Nowhere, |found| Next::At(at + found));
        }
        match self {
            Next::At(found) => Some(*found),
            _ => None,
        }
    }
}

/// The label of a note's reference, after `[^`: up to the bracket, on one line, no space.
fn note_label(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| c == ']' || c == '[' || c.is_whitespace())?;
    let label = rest.get(..end)?;
    (rest.as_bytes().get(end) == Some(&b']') && !label.is_empty() && label.len() <= 200)
        .then_some(label)
}

/// The end of a sub- or superscript that begins at `at`: letters and digits, with a sign before
/// or after (`Ca^2+^`, `10^-3^`). Anything else between the signs (`x^2+y^2`) is not one.
fn script(run: &str, at: usize) -> Option<usize> {
    let sign = char::from(*run.as_bytes().get(at)?);
    let rest = run.get(at + 1..)?;
    let mut letters = 0;
    let mut signs = 0;
    let mut after_sign = false;
    for (offset, c) in rest.char_indices() {
        if c == sign {
            return (offset > 0
                && letters + signs > 0
                && run.as_bytes().get(at + offset + 2) != Some(&(sign as u8)))
            .then_some(at + 1 + offset);
        }
        match c {
            '+' | '-' | '\u{2212}' | '\u{b1}' => {
                signs += 1;
                after_sign = letters > 0;
            }
            c if c.is_alphanumeric() && !after_sign => letters += 1,
            _ => return None,
        }
        if signs > 1 || letters > 40 {
            return None;
        }
    }
    None
}

/// The bare address around `at`, where `://` or `www.` stands: its start and end. Nothing before
/// `from` belongs to it. Source: GFM 0.29 section 6.9.
fn address(run: &str, at: usize, from: usize) -> Option<(usize, usize)> {
    let bytes = run.as_bytes();
    let (start, body) = if bytes.get(at) == Some(&b':') {
        let start = ["https", "http"].iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len()).filter(|start| *start >= from)?;
            run.get(start..at)?.eq_ignore_ascii_case(scheme).then_some(start)
        })?;
        (start, at + 3)
    } else {
        (at, at + 4)
    };
    let before = run.get(from..start)?.chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | ':' | '@' | '-' | '_'))
    {
        return None;
    }
    let rest = run.get(body..)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`') || c.is_control();
    let scheme = bytes.get(at) == Some(&b':');
    // Where the host can't be one, no more than that is looked at.
    let host = host_end(rest, ends)?;
    let more = matches!(rest.as_bytes().get(host), Some(b'/' | b'?' | b'#'));
    if more && !is_host(rest.get(..host)?, scheme) {
        return None;
    }
    let mut end = rest.find(ends).unwrap_or(rest.len());
    // What ends a sentence does not belong to the address, and a closing parenthesis only when it
    // was opened inside.
    let mut opened = 0_i32;
    for byte in rest.bytes().take(end) {
        opened += i32::from(byte == b'(') - i32::from(byte == b')');
    }
    while let Some(last) = rest.get(..end).and_then(|text| text.chars().next_back()) {
        let trailing =
            matches!(last, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | ']')
                || matches!(
                    last,
                    '\u{2019}' | '\u{201d}' | '\u{3002}' | '\u{ff0c}' | '\u{3001}' | '\u{ff09}'
                )
                || (last == ')' && opened < 0);
        if !trailing {
            break;
        }
        if last == ')' {
            opened += 1;
        }
        end -= last.len_utf8();
    }
    let host = rest.get(..end)?.split(['/', '?', '#']).next()?;
    is_host(host, scheme).then_some((start, body + end))
}

/// The end of the host at the beginning of `rest`; `None` where it is longer than any is.
fn host_end(rest: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let end = rest
        .char_indices()
        .take_while(|(offset, _)| *offset <= HOST_LIMIT)
        .find(|(_, c)| ends(*c) || matches!(c, '/' | '?' | '#'));
    match end {
        Some((end, _)) => Some(end),
        None => (rest.len() <= HOST_LIMIT).then_some(rest.len()),
    }
}

/// Whether what stands before an address's path can be a host; after `www.`, without a scheme, one
/// more label is enough.
fn is_host(host: &str, scheme: bool) -> bool {
    let plain = host.split(['@', ':']).next().unwrap_or_default();
    let dotted = !scheme || plain.contains('.');
    dotted && !host.is_empty() && plain.split('.').all(|label| !label.is_empty())
}
