//! What begins a line: code, raw blocks, line blocks, notes, tables, lists, TeX.
//!
//! In: the text. Out: changes, definitions, and what is not text. Refuses to know: what stands in lines.
//! Source: Pandoc User's Guide, "Pandoc's Markdown".

use super::attrs::{self, Attrs};
use super::document::{Definition, Document};
use super::lists::{Examples, item};
use super::tables;
use crate::diagnostic::Diagnostics;
use crate::load::front_matter::{Field, values};
use std::ops::Range;

/// A line: from its first byte to behind its line end, and without that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'t str,
}

impl Line<'_> {
    /// Whether there is nothing in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of a text from a byte on.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut start = from;
    text.get(from..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(|line| {
            let end = start + line.len();
            let line = Line { start, end, text: line.trim_end_matches(['\n', '\r']) };
            start = end;
            line
        })
        .collect()
}

/// A fence of code that is open.
struct Fence {
    sign: char,
    length: usize,
    /// Set where what stands in it is raw text of a format: whether it is HTML.
    raw: Option<bool>,
    start: usize,
}

/// A block of metadata within the text.
pub(super) type Metadata = (Vec<Field>, usize);

/// Goes through the lines. Returns blocks of metadata that stand in the text.
pub(super) fn read(
    document: &mut Document<'_>,
    examples: &mut Examples,
    diagnostics: &mut Diagnostics,
) -> Vec<Metadata> {
    let all = lines(document.text, document.body);
    let last_comment = document.text.rfind("-->").unwrap_or(0);
    let mut metadata = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut blank = true;
    let mut after_table = false;
    let mut list = false;
    let mut at = 0;
    while let Some(line) = all.get(at).copied() {
        let trimmed = line.text.trim_start();
        let indent = line.text.len() - trimmed.len();
        if let Some(open) = &fence {
            document.mask(line.start..line.end);
            let length = trimmed.chars().take_while(|c| *c == open.sign).count();
            let closes = length >= open.length && trimmed.trim_end().len() == length;
            if closes {
                match open.raw {
                    Some(true) => document.replace(line.start..line.end, ""),
                    Some(false) => document.remove(open.start..line.end),
                    None => {}
                }
                fence = None;
            }
            (blank, at) = (false, at + 1);
            continue;
        }
        let rest = all.get(at..).unwrap_or_default();
        if line.is_blank() {
            (blank, at) = (true, at + 1);
            continue;
        }
        let before = std::mem::replace(&mut blank, false);
        let table_before = std::mem::replace(&mut after_table, false);
        let listed = list;
        list = list && (indent > 0 || !before);
        if let Some(open) = opening(document, line, trimmed, diagnostics) {
            document.mask(line.start..line.end);
            fence = Some(open);
        } else if before
            && line.text == "---"
            && let Some((count, fields)) = block(rest)
        {
            let end = rest.get(count - 1).map_or(line.end, |line| line.end);
            document.remove(line.start..end);
            document.mask(line.start..end);
            metadata.push((fields, line.end));
            at += count;
            blank = true;
            continue;
        } else if line.start < last_comment
            && let Some(count) = comment(rest, trimmed)
        {
            let end = rest.get(count - 1).map_or(line.end, |line| line.end);
            document.mask(line.start..end);
            at += count;
            continue;
        } else if before && let Some(count) = tex(document, rest, trimmed, diagnostics) {
            let end = rest.get(count - 1).map_or(line.end, |line| line.end);
            document.mask(line.start..end);
            at += count;
            continue;
        } else if trimmed.starts_with(":::") {
            division(document, line, indent, trimmed, diagnostics);
        } else if indent < 4
            && before
            && let Some(count) = tables::read(document, rest, diagnostics)
        {
            let end = rest.get(count - 1).map_or(line.end, |line| line.end);
            document.mask(line.start..end);
            after_table = true;
            at += count;
            // What a table ends in is followed by an empty line, or by its caption.
            blank = true;
            continue;
        } else if before && let Some(caption) = caption(line, &all, at, table_before) {
            document.replace(line.start..line.start + caption, "");
        } else if indent < 4
            && before
            && let Some(count) = verse(rest)
        {
            line_block(document, rest.get(..count).unwrap_or_default());
            at += count;
            continue;
        } else if indent < 4
            && let Some(count) = note(document, rest, trimmed, indent)
        {
            at += count;
            blank = true;
            continue;
        } else if indent < 4 && before && address(document, line, trimmed, indent) {
            blank = true;
        } else if (before || listed) && item(document, line, trimmed, indent, before, examples) {
            list = true;
        }
        at += 1;
    }
    metadata
}

/// A line that begins code or raw text.
fn opening(
    document: &mut Document<'_>,
    line: Line<'_>,
    trimmed: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Fence> {
    let sign = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    let info = trimmed.get(length..)?;
    if length < 3 || sign == '`' && info.contains('`') {
        return None;
    }
    let start = line.end - document.get(line.start..line.end).len() + line.text.len() - info.len();
    let mut raw = None;
    if let Some(brace) = info.find('{')
        && let Some(given) = info.get(brace..).and_then(attrs_of_code)
    {
        let at = line.start..line.end;
        if let Some(format) = &given.raw {
            raw = Some(format == "html" || format == "html5");
            if raw == Some(false) {
                let what = format!("raw text for `{format}` is left out");
                document.lost(line.start..line.start + line.text.len(), &what, diagnostics);
            } else {
                document.replace(at, "");
            }
        } else {
            let word = info.get(..brace).unwrap_or_default().trim();
            let language = match word {
                "" => given.classes.first().map_or("", String::as_str),
                word => word,
            };
            document.replace(start..line.start + line.text.len(), language.to_owned());
            if let Some(id) = &given.id {
                let indent = line.text.len() - line.text.trim_start().len();
                let space = " ".repeat(indent);
                document.target(id, line.start, None);
                document.replace(
                    line.start..line.start,
                    format!("{space}<div id=\"{}\"></div>\n\n", super::inline::quoted(id)),
                );
            }
        }
    }
    Some(Fence { sign, length, raw, start: line.start })
}

/// The attributes of code: as elsewhere, or as R Markdown has them (`{r, echo=FALSE}`).
fn attrs_of_code(text: &str) -> Option<Attrs> {
    attrs::read(text).or_else(|| {
        let inner = text.trim_end().strip_prefix('{')?.strip_suffix('}')?;
        let language = inner.split([',', ' ']).next()?.trim_start_matches('.');
        let legal = !language.is_empty() && language.chars().all(char::is_alphanumeric);
        legal.then(|| Attrs { classes: vec![language.to_lowercase()], ..Attrs::default() })
    })
}

/// How many lines a block of metadata takes, and what it says.
fn block(rest: &[Line<'_>]) -> Option<(usize, Vec<Field>)> {
    if rest.get(1)?.is_blank() {
        return None;
    }
    let end =
        rest.iter().skip(1).take(1000).position(|l| matches!(l.text.trim_end(), "---" | "..."))?;
    let mut text = String::new();
    for line in rest.get(1..=end)? {
        text.push_str(line.text);
        text.push('\n');
    }
    let fields = values(&text).ok()?;
    let keys = fields.iter().all(|(key, ..)| !key.contains(' '));
    (!fields.is_empty() && keys).then_some((end + 2, fields))
}

/// How many lines a comment takes.
fn comment(rest: &[Line<'_>], trimmed: &str) -> Option<usize> {
    if !trimmed.starts_with("<!--") {
        return None;
    }
    rest.iter().position(|line| line.text.contains("-->")).map(|last| last + 1)
}

/// Commands of TeX that say how pages are laid out.
const COMMANDS: &[&str] = &[
    "newpage",
    "pagebreak",
    "clearpage",
    "cleardoublepage",
    "tableofcontents",
    "maketitle",
    "frontmatter",
    "mainmatter",
    "backmatter",
    "appendix",
    "bigskip",
    "medskip",
    "smallskip",
    "noindent",
    "vspace",
    "vspace*",
    "hspace",
    "listoffigures",
    "listoftables",
    "printindex",
    "centering",
    "hrulefill",
    "vfill",
    "newline",
    "linebreak",
    "thispagestyle",
    "pagestyle",
    "setcounter",
    "addcontentsline",
    "label",
    "usepackage",
    "newcommand",
    "renewcommand",
    "def",
    "bibliography",
    "bibliographystyle",
    "phantomsection",
    "markboth",
    "par",
    "input",
    "include",
];

/// Environments of TeX that are formulas.
const FORMULAS: [&str; 6] = ["equation", "align", "gather", "multline", "eqnarray", "math"];

/// How many lines raw TeX takes.
fn tex(
    document: &mut Document<'_>,
    rest: &[Line<'_>],
    trimmed: &str,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let line = rest.first()?;
    let shown = line.start..line.start + line.text.len();
    if let Some(name) =
        trimmed.strip_prefix("\\begin{").and_then(|r| r.split_once('}')).map(|(n, _)| n)
    {
        let end = format!("\\end{{{name}}}");
        let last = rest.iter().take(500).position(|line| line.text.contains(&end))?;
        let range = line.start..rest.get(last)?.end;
        let bare = name.trim_end_matches('*');
        if FORMULAS.contains(&bare) {
            let text = document.get(range.clone()).trim_end();
            let inner = text.strip_prefix(trimmed.get(..trimmed.find('}')? + 1)?);
            let inner = inner.and_then(|inner| inner.strip_suffix(end.as_str()));
            let body = match (bare, inner) {
                ("equation" | "math", Some(inner)) => inner.trim().to_owned(),
                (_, Some(inner)) => {
                    format!("\\begin{{aligned}} {} \\end{{aligned}}", inner.trim())
                }
                (_, None) => return None,
            };
            let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
            document.replace(range, format!("$${body}$$\n"));
            return Some(last + 1);
        }
        document.lost(shown, &format!("raw TeX (`{name}`) is left out"), diagnostics);
        document.remove(range);
        return Some(last + 1);
    }
    let name = trimmed.strip_prefix('\\')?;
    let end = name.find(|c: char| !(c.is_ascii_alphabetic() || c == '*')).unwrap_or(name.len());
    let (name, after) = name.split_at(end);
    let alone =
        after.trim().is_empty() || after.starts_with(['{', '[']) && after.trim_end().ends_with('}');
    if !alone || !COMMANDS.contains(&name) {
        return None;
    }
    document.count("raw TeX is left out", shown);
    document.remove(line.start..line.end);
    Some(1)
}

/// A line that begins or ends a division, as bindery has it.
fn division(
    document: &mut Document<'_>,
    line: Line<'_>,
    indent: usize,
    trimmed: &str,
    diagnostics: &mut Diagnostics,
) {
    let colons = trimmed.len() - trimmed.trim_start_matches(':').len();
    let words = trimmed.get(colons..).unwrap_or_default().trim();
    let tail = words.trim_end_matches(':').trim_end();
    if tail.is_empty() {
        return;
    }
    let shown = line.start + indent..line.start + line.text.len();
    if let Some(given) = attrs::read(tail).filter(|given| given.length == tail.len()) {
        if let Some(id) = &given.id {
            document.target(id, line.start, None);
        }
        let mut kept: Vec<String> = given.classes.iter().map(|class| format!(".{class}")).collect();
        kept.extend(given.id.iter().map(|id| format!("#{id}")));
        for (key, value) in &given.keys {
            if key == "lang" {
                kept.push(format!("lang={value}"));
            } else {
                let what = format!("the attribute `{key}` of a division is left out");
                document.lost(shown.clone(), &what, diagnostics);
            }
        }
        if given.classes.is_empty() {
            kept.insert(0, ".division".to_owned());
        }
        let colons = trimmed.get(..colons).unwrap_or(":::");
        document.replace(shown, format!("{colons} {{{}}}", kept.join(" ")));
    } else if tail.len() < words.len() {
        document.replace(shown, format!("{} {tail}", trimmed.get(..colons).unwrap_or(":::")));
    }
}

/// How many bytes a mark takes that says that the rest of the line is a caption of a table beside it.
fn caption(line: Line<'_>, all: &[Line<'_>], at: usize, after: bool) -> Option<usize> {
    let mark = ["Table: ", "table: ", ": "].iter().find(|mark| line.text.starts_with(**mark))?;
    let next = all.iter().skip(at + 1).find(|line| !line.is_blank());
    let above =
        next.is_some_and(|line| line.text.starts_with(['|', '+', '-']) && line.text.len() > 3);
    let piped = at > 1
        && all.get(at - 2).is_some_and(|line| {
            line.text.trim_start().starts_with('|') || line.text.trim_end().ends_with('|')
        });
    (after || above || piped).then_some(mark.len())
}

/// How many lines a line block takes; a table of bars is none.
fn verse(rest: &[Line<'_>]) -> Option<usize> {
    let is_line = |line: &Line<'_>| line.text.starts_with("| ") || line.text.trim_end() == "|";
    let first = rest.first().filter(|line| is_line(line))?;
    let ruled = rest.get(1).is_some_and(|line| {
        let text = line.text.trim();
        text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
    });
    if ruled || first.text.trim_end().len() > 1 && first.text.trim_end().ends_with('|') {
        return None;
    }
    // A line may go on in lines that begin with a space.
    let more = |line: &Line<'_>| is_line(line) || line.text.starts_with(' ') && !line.is_blank();
    Some(rest.iter().take_while(|line| more(line)).count())
}

fn line_block(document: &mut Document<'_>, lines: &[Line<'_>]) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    document.replace(first.start..first.start, "::: verse\n");
    for (number, line) in lines.iter().enumerate() {
        if line.text.starts_with('|') {
            let bar = if line.text.starts_with("| ") { 2 } else { 1 };
            document.replace(line.start..line.start + bar, "");
        } else if number > 0 {
            let indent = line.text.len() - line.text.trim_start().len();
            document.replace(line.start - 1..line.start + indent, " ");
        }
    }
    let end = if document.get(last.start..last.end).ends_with('\n') { ":::\n" } else { "\n:::\n" };
    document.replace(last.end..last.end, end);
}

/// How many lines the definition of a note takes.
fn note(
    document: &mut Document<'_>,
    rest: &[Line<'_>],
    trimmed: &str,
    indent: usize,
) -> Option<usize> {
    let (label, after) = trimmed.strip_prefix("[^")?.split_once("]:")?;
    if label.is_empty() || label.contains([']', ' ', '[', '\t']) {
        return None;
    }
    let first = rest.first()?;
    let mut solid = 1;
    let mut blank = after.trim().is_empty();
    for (count, line) in (2..).zip(rest.iter().skip(1)) {
        let deep = line.text.starts_with("    ") || line.text.starts_with('\t');
        if line.is_blank() {
            blank = true;
        } else if deep || !blank && !line.text.trim_start().starts_with("[^") {
            blank = false;
            solid = count;
        } else {
            break;
        }
    }
    let end = rest.get(solid - 1)?.end;
    let from = first.start + indent;
    let after = from + 2 + label.len() + 2;
    let range = from..end;
    document.notes.push(Definition { label: label.to_owned(), range, address: after..end });
    Some(solid)
}

/// Whether a line defines an address.
fn address(document: &mut Document<'_>, line: Line<'_>, trimmed: &str, indent: usize) -> bool {
    let Some((label, after)) = trimmed.strip_prefix('[').and_then(|rest| rest.split_once("]:"))
    else {
        return false;
    };
    if label.is_empty() || label.starts_with(['^', '@']) || label.contains(['[', ']']) {
        return false;
    }
    let given = after.trim_start();
    let from = line.start + line.text.len() - given.len();
    let (start, length) = match given.strip_prefix('<') {
        Some(inner) => (from + 1, inner.find('>').unwrap_or(inner.len())),
        None => (from, given.find(char::is_whitespace).unwrap_or(given.len())),
    };
    if length == 0 {
        return false;
    }
    let definition = Definition {
        label: label.to_lowercase(),
        range: line.start + indent..line.end,
        address: start..start + length,
    };
    document.mask(line.start..line.end);
    document.addresses.push(definition);
    true
}

/// The range of a line without its line end.
pub(super) fn shown(line: &Line<'_>) -> Range<usize> {
    line.start..line.start + line.text.len()
}
