//! mdBook's SUMMARY.md: the reading order with parts and nesting.
//!
//! In: its text. Out: the files in order and how they nest. Refuses to know: what is in the files.
//! Read line by line, as it is written: a heading of level 1 is a part's title (the first one
//! the book's), a link without a bullet a chapter before or after the numbered ones, a link with a
//! bullet a chapter, nested by its indentation, a link that leads nowhere a draft.

use super::root::Root;
use super::{Outline, Planned};
use crate::address;
use crate::diagnostic::{Diagnostics, code};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeSet;

/// One line that means something.
enum Line {
    Part(String),
    Link { indent: Option<usize>, title: String, address: String, start: usize, end: usize },
    Other,
    Bad,
}

/// Plans the reading order. Addresses are relative to the folder `src`.
pub(super) fn plan(
    root: &Root,
    src: &str,
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> (Vec<Planned>, Vec<Outline>) {
    let text = sources.get(file).text.clone();
    let mut plan: Vec<Planned> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut entries: Vec<(usize, Outline)> = Vec::new();
    let mut parts: Vec<(String, usize)> = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    let mut titled = false;
    let mut offset = 0;
    let mut comment = false;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if comment || line.trim_start().starts_with("<!--") {
            comment = !line.contains("-->");
            continue;
        }
        match read_line(line, start) {
            Line::Other => {}
            Line::Bad => {
                let end = start + line.trim_end().len();
                diagnostics.push(
                    &code::SUMMARY_SYNTAX,
                    Span::new(file, start..end),
                    "this line is neither a part's title nor a link to a chapter",
                );
            }
            Line::Part(title) => {
                if titled || !entries.is_empty() {
                    parts.push((title, entries.len()));
                    indents.clear();
                }
                titled = true;
            }
            Line::Link { indent, title, address, start, end } => {
                let depth = match indent {
                    None => {
                        indents.clear();
                        // What follows the numbered chapters belongs to no part.
                        if !parts.is_empty() && parts.last().is_some_and(|(t, _)| !t.is_empty()) {
                            parts.push((String::new(), entries.len()));
                        }
                        0
                    }
                    Some(indent) => {
                        while indents.last().is_some_and(|last| *last > indent) {
                            indents.pop();
                        }
                        if indents.last() != Some(&indent) {
                            indents.push(indent);
                        }
                        indents.len() - 1
                    }
                };
                if address.is_empty() {
                    // A draft: there is no text yet, but chapters may stand below it.
                    entries.push((depth, Outline::Part { title, children: Vec::new() }));
                    continue;
                }
                let span = Span::new(file, start..end);
                let address = address::decoded(&address);
                let path = match root.resolve(src, &address) {
                    Ok(path) => path,
                    Err(problem) => {
                        problem.report(root, &address, Some(span), diagnostics);
                        continue;
                    }
                };
                if !seen.insert(path.clone()) {
                    diagnostics.push(
                        &code::CHAPTER_TWICE,
                        span,
                        format!("the chapter `{address}` stands in the summary already"),
                    );
                    continue;
                }
                let index = plan.len();
                plan.push(Planned { path, title: Some(title), named: Some(span) });
                entries.push((depth, Outline::Chapter { index, children: Vec::new() }));
            }
        }
    }
    (plan, nest(entries, &parts))
}

/// Puts the entries below each other by their depth, and into the parts.
fn nest(entries: Vec<(usize, Outline)>, parts: &[(String, usize)]) -> Vec<Outline> {
    let total = entries.len();
    let mut entries = entries.into_iter();
    let first = parts.first().map_or(total, |(_, at)| *at);
    let mut top = fold(entries.by_ref().take(first));
    for (index, (title, at)) in parts.iter().enumerate() {
        let end = parts.get(index + 1).map_or(total, |(_, at)| *at);
        let children = fold(entries.by_ref().take(end - at));
        if title.is_empty() {
            top.extend(children);
        } else if !children.is_empty() {
            top.push(Outline::Part { title: title.clone(), children });
        }
    }
    top
}

fn fold(entries: impl Iterator<Item = (usize, Outline)>) -> Vec<Outline> {
    // One list for each open depth; a list is closed into the last entry of the one above.
    let mut open: Vec<Vec<Outline>> = vec![Vec::new()];
    for (depth, entry) in entries {
        while open.len() > depth + 1 {
            close(&mut open);
        }
        while open.len() < depth + 1 {
            open.push(Vec::new());
        }
        if let Some(list) = open.last_mut() {
            list.push(entry);
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

fn close(open: &mut Vec<Vec<Outline>>) {
    let Some(list) = open.pop() else { return };
    let Some(above) = open.last_mut() else { return };
    match above.last_mut() {
        Some(Outline::Part { children, .. } | Outline::Chapter { children, .. }) => {
            children.extend(list);
        }
        None => above.extend(list),
    }
}

fn read_line(line: &str, start: usize) -> Line {
    let bare = line.trim_end().trim_start_matches('\u{feff}');
    let content = bare.trim_start();
    if content.is_empty() || content.chars().all(|c| matches!(c, '-' | '*' | '_' | ' ')) {
        return Line::Other;
    }
    if let Some(title) = content.strip_prefix("# ") {
        return Line::Part(plain(title.trim().trim_end_matches('#').trim_end()));
    }
    if content.starts_with('#') {
        return Line::Other;
    }
    let indent: usize =
        bare.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let bullet = content
        .strip_prefix(['-', '*', '+'])
        .or_else(|| {
            let rest = content.trim_start_matches(|c: char| c.is_ascii_digit());
            (rest.len() < content.len()).then(|| rest.strip_prefix(['.', ')'])).flatten()
        })
        .filter(|rest| rest.starts_with([' ', '\t']));
    let link = bullet.unwrap_or(content).trim_start();
    let Some((title, address)) = read_link(link) else {
        // Prose between the lists is allowed; a bullet must be a link.
        return if bullet.is_some() && link.starts_with('[') { Line::Bad } else { Line::Other };
    };
    let at = start
        + (line.len() - line.trim_start_matches('\u{feff}').len())
        + (bare.len() - link.len());
    Line::Link {
        indent: bullet.map(|_| indent),
        title: plain(title),
        address: address.to_owned(),
        start: at,
        end: at + link.len(),
    }
}

/// The title and address of `[title](address "…")`.
fn read_link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let mut depth = 1;
    let mut escaped = false;
    let mut code = false;
    let end = inner.char_indices().find_map(|(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' => code = !code,
            '[' if !code => depth += 1,
            ']' if !code => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let title = inner.get(..end)?;
    let rest = inner.get(end + 1..)?.strip_prefix('(')?;
    if let Some(angled) = rest.trim_start().strip_prefix('<') {
        return Some((title, angled.split('>').next()?));
    }
    let mut depth = 1;
    let end = rest.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let address = rest.get(..end)?.trim();
    Some((title, address.split([' ', '\t']).next().unwrap_or_default()))
}

/// A title without Markdown's signs: the table of contents of a book is plain text.
fn plain(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut chars = title.chars().peekable();
    let mut code = false;
    while let Some(c) = chars.next() {
        match c {
            '`' => code = !code,
            '\\' if !code && chars.peek().is_some_and(char::is_ascii_punctuation) => {
                out.extend(chars.next());
            }
            '*' if !code => {}
            '_' if !code => {
                // Emphasis stands at the edge of a word, not inside it.
                let before = out.chars().next_back().is_some_and(char::is_alphanumeric);
                let after = chars.peek().is_some_and(|c| c.is_alphanumeric());
                if before && after {
                    out.push(c);
                }
            }
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
