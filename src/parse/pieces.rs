//! Where in a Markdown text its plain words and its addresses stand, for whoever rewrites the text.
//!
//! In: text. Out: ranges of bytes in it. Refuses to know: what is to be written there instead.

use super::Options;
use super::markdown::{extensions, language, shown_lines};
use pulldown_cmark as md;
use pulldown_cmark::{CodeBlockKind, Event, LinkType};
use std::ops::Range;

/// What of a text can be told without its tree.
#[derive(Debug, Default)]
pub struct Pieces {
    /// Runs of plain text, in order; what stands in code, addresses or raw HTML is in none.
    pub texts: Vec<Range<usize>>,
    /// The addresses of links and images, in order.
    pub addresses: Vec<Address>,
    /// Headings of Markdown, with their levels.
    pub headings: Vec<(Range<usize>, u8)>,
    /// Strikethrough that is written with one tilde on each side.
    pub single_strikes: Vec<Range<usize>>,
    /// Lines of Rust code that mdBook hides or shows with one `#` less: the line, with its end, and
    /// what is shown of it; empty where all of it is hidden.
    pub hidden: Vec<(Range<usize>, String)>,
}

/// An address, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its bytes in the text, without brackets or quotes around it.
    pub at: Range<usize>,
    /// The address, escapes and entities decoded where Markdown has them.
    pub address: String,
    /// Whether it stands in raw HTML.
    pub html: bool,
    /// Whether it is that of an image, a sound or a film; not known of definitions, which are taken
    /// for links.
    pub shown: bool,
}

/// Finds the pieces of a text.
pub fn pieces(text: &str, options: Options<'_>) -> Pieces {
    let mut out = Pieces::default();
    let parser = md::Parser::new_ext(text, extensions(options)).into_offset_iter();
    for (_, definition) in parser.reference_definitions().iter() {
        let at = definition.span.clone();
        let source = text.get(at.clone()).unwrap_or_default();
        // The label may hold an escaped bracket; the last `]:` before the address ends it.
        if let Some(found) = after_label(source) {
            out.address(text, at.start + found, definition.dest.as_ref(), false);
        }
    }
    // Open links and images: the address of each, if it stands in the line, and what it is.
    let mut open: Vec<(Option<String>, bool)> = Vec::new();
    let mut code: Option<(Range<usize>, String)> = None;
    for (event, range) in parser {
        match event {
            Event::Start(md::Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if language(&info) == "rust" =>
            {
                code = Some((range, String::new()));
            }
            Event::End(md::TagEnd::CodeBlock) => {
                if let Some((range, code)) = code.take() {
                    out.hidden_lines(text, range, &code);
                }
            }
            Event::Text(words) => match &mut code {
                Some((_, code)) => code.push_str(&words),
                None => out.texts.push(range),
            },
            Event::Start(md::Tag::CodeBlock(_)) => code = Some((0..0, String::new())),
            Event::Start(md::Tag::Link { link_type, dest_url, .. }) => {
                let inline = link_type == LinkType::Inline;
                open.push((inline.then(|| dest_url.to_string()), false));
            }
            Event::Start(md::Tag::Image { link_type, dest_url, .. }) => {
                let inline = link_type == LinkType::Inline;
                open.push((inline.then(|| dest_url.to_string()), true));
            }
            Event::End(md::TagEnd::Link | md::TagEnd::Image) => {
                if let Some((Some(address), shown)) = open.pop() {
                    out.inline_address(text, range, &address, shown);
                }
            }
            Event::Start(md::Tag::Strikethrough) => {
                let source = text.get(range.clone()).unwrap_or_default();
                if !source.starts_with("~~") {
                    out.single_strikes.push(range);
                }
            }
            Event::Start(md::Tag::Heading { level, .. }) => {
                out.headings.push((range, level as u8));
            }
            Event::Html(_) | Event::InlineHtml(_) => out.html(text, range),
            _ => {}
        }
    }
    out.addresses.sort_by_key(|address| (address.at.start, address.at.end));
    out.addresses.dedup_by(|a, b| a.at == b.at);
    out
}

/// Where the address of a definition begins: after its label and the white space behind the colon.
fn after_label(source: &str) -> Option<usize> {
    let mut escaped = false;
    let end = source.char_indices().skip(1).find_map(|(at, c)| match c {
        _ if escaped => {
            escaped = false;
            None
        }
        '\\' => {
            escaped = true;
            None
        }
        ']' => Some(at),
        _ => None,
    })?;
    let rest = source.get(end..)?.strip_prefix("]:")?;
    Some(source.len() - rest.trim_start().len())
}

impl Pieces {
    /// Adds the address that is written at `start`, in angle brackets or bare.
    fn address(&mut self, text: &str, start: usize, address: &str, shown: bool) {
        let rest = text.get(start..).unwrap_or_default();
        let at = match rest.strip_prefix('<') {
            Some(inner) => {
                let Some(end) = unescaped(inner, |c| c == '>' || c == '\n') else { return };
                start + 1..start + 1 + end
            }
            None => {
                let mut depth = 0_usize;
                let end = unescaped(rest, |c| match c {
                    '(' => {
                        depth += 1;
                        false
                    }
                    ')' if depth > 0 => {
                        depth -= 1;
                        false
                    }
                    ')' => true,
                    c => c.is_ascii_whitespace() || c.is_ascii_control(),
                });
                start..start + end.unwrap_or(rest.len())
            }
        };
        if !at.is_empty() {
            self.addresses.push(Address { at, address: address.to_owned(), html: false, shown });
        }
    }

    /// Adds the address of an inline link or image that stands at `range`: it is looked for from the
    /// end, where a title may follow it.
    fn inline_address(&mut self, text: &str, range: Range<usize>, address: &str, shown: bool) {
        let Some(source) = text.get(range.clone()) else { return };
        // Each `](` could be the one; the address that follows it must be the one that is meant.
        for (at, _) in source.rmatch_indices("](").take(8) {
            let rest = source.get(at + 2..).unwrap_or_default();
            let start = range.start + source.len() - rest.trim_start().len();
            let before = self.addresses.len();
            self.address(text, start, address, shown);
            let Some(found) = self.addresses.get(before) else { continue };
            let written = text.get(found.at.clone()).unwrap_or_default();
            let same = written == address || written.contains(['\\', '&']);
            if same && found.at.end < range.end {
                return;
            }
            self.addresses.truncate(before);
        }
    }

    /// Adds the addresses in raw HTML: the values of `src`, `href` and `poster`.
    fn html(&mut self, text: &str, range: Range<usize>) {
        let Some(source) = text.get(range.clone()) else { return };
        for name in ["src", "href", "poster"] {
            for (at, _) in source.match_indices(name) {
                let before = source.get(..at).unwrap_or_default();
                if !before.ends_with([' ', '\t', '\n', '"', '\'']) {
                    continue;
                }
                let rest = source.get(at + name.len()..).unwrap_or_default().trim_start();
                let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { continue };
                let (start, end) = match value.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let inner = value.get(1..).unwrap_or_default();
                        let Some(end) = inner.find(quote) else { continue };
                        (range.end - inner.len(), end)
                    }
                    _ => {
                        let end = value.find(|c: char| c.is_whitespace() || c == '>');
                        (range.end - value.len(), end.unwrap_or(value.len()))
                    }
                };
                let at = start..start + end;
                let Some(written) = text.get(at.clone()).filter(|written| !written.is_empty())
                else {
                    continue;
                };
                let address = written.replace("&amp;", "&");
                self.addresses.push(Address { at, address, html: true, shown: name != "href" });
            }
        }
    }

    /// Adds the lines of the block of Rust code at `range` that are not shown as they are.
    fn hidden_lines(&mut self, text: &str, range: Range<usize>, code: &str) {
        let source = text.get(range.clone()).unwrap_or_default();
        // The first line is the fence.
        let mut at = range.start;
        let mut lines = source.split_inclusive('\n');
        at += lines.next().unwrap_or_default().len();
        for ((shown, is_shown), line) in shown_lines(code).into_iter().zip(lines) {
            let place = at..at + line.len();
            at = place.end;
            if !is_shown {
                self.hidden.push((place, String::new()));
            } else if line.trim_start_matches(['>', ' ', '\t']).starts_with("##")
                && shown.trim_start().starts_with('#')
            {
                self.hidden.push((place, line.replacen("##", "#", 1)));
            }
        }
    }
}

/// The offset of the first character that `ends` and has no backslash before it.
fn unescaped(text: &str, mut ends: impl FnMut(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        if escaped {
            escaped = false;
            return None;
        }
        escaped = c == '\\';
        (!escaped && ends(c)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Math;

    fn read(text: &str) -> Pieces {
        let options = Options {
            lang: "en",
            mdbook: true,
            math: Math::Off,
            vertical: false,
            highlight: false,
            smart_punctuation: false,
        };
        pieces(text, options)
    }

    #[test]
    fn addresses_are_found_as_they_are_written() {
        let text = "[a](b.md#c 'T') ![i [x](y)](<p q.png>) `[n](o)` <a href='h.html'>h</a>\n\
                    [ref][r] [![pic](in.png)](out(1).md)\n\n[r]: to.md \"t\"\n";
        let found = read(text).addresses;
        let written: Vec<(&str, bool, bool)> = found
            .iter()
            .map(|found| (text.get(found.at.clone()).unwrap_or_default(), found.html, found.shown))
            .collect();
        let expected = [
            ("b.md#c", false, false),
            ("p q.png", false, true),
            ("h.html", true, false),
            ("in.png", false, true),
            ("out(1).md", false, false),
            ("to.md", false, false),
        ];
        let found: Vec<_> = written.into_iter().filter(|(text, ..)| *text != "y").collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn hidden_lines_of_rust_are_found() {
        let text = "> ```rust\n> # use x;\n> ## y\n> z\n> ```\n\n```c\n# a\n```\n";
        let hidden: Vec<(&str, String)> = read(text)
            .hidden
            .into_iter()
            .map(|(at, shown)| (text.get(at).unwrap_or_default(), shown))
            .collect();
        let expected = [("> # use x;\n", String::new()), ("> ## y\n", "> # y\n".to_owned())];
        assert_eq!(hidden, expected);
    }
}
