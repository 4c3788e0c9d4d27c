//! Draws diagnostics for people.
//!
//! In: diagnostics and their places. Out: text with ANSI colours. Refuses to know: whether colours
//! are wanted, and how wide the terminal is.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::lines::Lines;
use super::{Options, printable, shown};
use crate::diagnostic::{Diagnostic, Place, Severity};

/// Notes of one code up to which all are drawn.
const NOTES: usize = 10;
/// Notes of one code that are drawn where there are more.
const FIRST_NOTES: usize = 3;
/// Columns that a tab takes.
const TAB: &str = "    ";

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Green.on_default().bold(),
    }
}

/// Draws each diagnostic, then a line for each code of which notes were left out, then a summary
/// where there are errors or warnings.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    lines: &mut Lines<'_>,
    options: &Options<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|d| d.severity == Severity::Note) {
        *notes.entry(diagnostic.code.name).or_default() += 1;
    }
    notes.retain(|_, count| *count > NOTES);

    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first = true;
    for diagnostic in diagnostics {
        let name = diagnostic.code.name;
        if diagnostic.severity == Severity::Note && notes.contains_key(name) {
            let drawn = drawn.entry(name).or_default();
            if *drawn == FIRST_NOTES {
                continue;
            }
            *drawn += 1;
        }
        if !std::mem::take(&mut first) {
            writeln!(to)?;
        }
        one(diagnostic, lines, options.width, to)?;
    }
    if !notes.is_empty() {
        writeln!(to)?;
    }
    for (name, count) in &notes {
        let more = count - FIRST_NOTES;
        writeln!(to, "… and {more} more `{name}` notes; `--message-format short` lists them all")?;
    }
    match options.conclusion {
        Some(conclusion) => summary(diagnostics, conclusion, to),
        None => Ok(()),
    }
}

/// `error: 3 errors and 1 warning: no book was written`.
fn summary(diagnostics: &[&Diagnostic], conclusion: &str, to: &mut dyn Write) -> io::Result<()> {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let counted = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    let (severity, counts) = match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => return Ok(()),
        (0, warnings) => (Severity::Warning, counted(warnings, "warning")),
        (errors, 0) => (Severity::Error, counted(errors, "error")),
        (errors, warnings) => {
            let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
            (Severity::Error, format!("{errors} and {warnings}"))
        }
    };
    let (style, name) = (style(severity), severity.name());
    writeln!(to)?;
    writeln!(to, "{style}{name}{style:#}{BOLD}: {counts}: {conclusion}{BOLD:#}")
}

fn one(
    diagnostic: &Diagnostic,
    lines: &mut Lines<'_>,
    width: usize,
    to: &mut dyn Write,
) -> io::Result<()> {
    let style = style(diagnostic.severity);
    let (severity, code) = (diagnostic.severity.name(), diagnostic.code.name);
    let message = printable(&diagnostic.message);
    writeln!(to, "{style}{severity}[{code}]{style:#}{BOLD}: {message}{BOLD:#}")?;

    // Everything hangs below the bar that stands right of the line number.
    let mut margin = String::from(" ");
    match &diagnostic.place {
        Place::Span(span) => {
            let place = lines.place(*span);
            let number = place.start.line.to_string();
            margin = " ".repeat(number.len());
            let path = printable(place.path);
            writeln!(to, "{margin}{FRAME}-->{FRAME:#} {path}:{number}:{}", place.start.column)?;
            let drawn = excerpt(place.line, place.marked, width);
            writeln!(to, "{FRAME}{margin} |{FRAME:#}")?;
            let space = if drawn.text.is_empty() { "" } else { " " };
            writeln!(to, "{FRAME}{number} |{FRAME:#}{space}{}", drawn.text)?;
            let (before, carets) = (" ".repeat(drawn.before), "^".repeat(drawn.carets));
            writeln!(to, "{FRAME}{margin} |{FRAME:#} {before}{style}{carets}{style:#}")?;
        }
        Place::Path(path) => writeln!(to, "{margin}{FRAME}-->{FRAME:#} {}", printable(path))?,
        Place::Book => {}
    }
    for hint in &diagnostic.hints {
        let hint = printable(hint);
        writeln!(to, "{margin} {FRAME}={FRAME:#} {BOLD}help{BOLD:#}: {hint}")?;
    }
    Ok(())
}

/// A line of the manuscript as drawn.
#[derive(Debug)]
struct Excerpt {
    text: String,
    /// Columns before the carets.
    before: usize,
    /// Columns underlined, at least one.
    carets: usize,
}

/// Draws `line`, or where it is wider than `width` the part around `marked`, with `…` where it was
/// cut. Looks at no more of the line than it draws.
fn excerpt(line: &str, marked: Range<usize>, width: usize) -> Excerpt {
    let (before, from) = line.split_at_checked(marked.start).unwrap_or((line, ""));
    let right = fitting(from.chars(), width);
    // A third of the room at least goes to what stands before: it is what one searches for.
    let room = width.saturating_sub(right.columns).max(width / 3);
    let left = fitting(before.chars().rev(), room);
    let right = fitting(from.chars(), width.saturating_sub(left.columns));

    let cut = before.len() - left.bytes;
    let mut text = String::new();
    if cut > 0 {
        text.push('…');
    }
    draw(&mut text, before.get(cut..).unwrap_or_default());
    let columns = text.width();
    let end = right.bytes.min(marked.len());
    let mut underlined = String::new();
    draw(&mut underlined, from.get(..end).unwrap_or_default());
    text.push_str(&underlined);
    draw(&mut text, from.get(end..right.bytes).unwrap_or_default());
    if right.bytes < from.len() {
        text.push('…');
    }
    Excerpt { text, before: columns, carets: underlined.width().max(1) }
}

/// How much of a text fits.
struct Fitting {
    bytes: usize,
    columns: usize,
}

/// The first of `chars` that fit in `room` columns. Marks without width are counted too, so that a
/// line of nothing else has an end.
fn fitting(chars: impl Iterator<Item = char>, room: usize) -> Fitting {
    let mut fitting = Fitting { bytes: 0, columns: 0 };
    for c in chars.take(room * 8) {
        let columns = match c {
            '\t' => TAB.len(),
            c => shown(c).unwrap_or(' ').width().unwrap_or(1),
        };
        if fitting.columns + columns > room {
            break;
        }
        fitting.columns += columns;
        fitting.bytes += c.len_utf8();
    }
    fitting
}

fn draw(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\t' => to.push_str(TAB),
            // A lone carriage return or line separator is not white space to a person who looks
            // for it.
            c => to.push(shown(c).unwrap_or('\u{fffd}')),
        }
    }
}
