//! Shows diagnostics: to people, to editors, to programs.
//!
//! In: diagnostics, in the order in which they are to be shown, and the sources they point into.
//! Out: text, written to whatever the caller gives. Refuses to know: terminals (the caller decides
//! whether colours reach one), exit statuses, and what became of the book.
//!
//! The human form is drawn here and not by the crate annotate-snippets. That crate cuts a source
//! into lines anew for each message, so a thousand notes on one long file would read it a thousand
//! times; what is left for us to draw, one underlined line, is shorter than the call would be.

mod human;
mod json;
mod lines;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Sources;
use lines::Lines;

/// Writes `diagnostics` to `to`, in their order.
/// The human form carries ANSI colours; a caller that wants none passes a stream that strips them
/// (as anstream's do).
///
/// # Errors
/// Those of `to`.
pub fn report(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let shown: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| !options.quiet || diagnostic.severity == Severity::Error)
        .collect();
    let mut lines = Lines::new(sources);
    match options.format {
        Format::Human => human::write(&shown, &mut lines, options, to),
        Format::Short => shown.iter().try_for_each(|shown| short(shown, &mut lines, to)),
        Format::Json => shown.iter().try_for_each(|shown| json::write(shown, &mut lines, to)),
    }
}

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The form.
    pub format: Format,
    /// Whether errors only are shown.
    pub quiet: bool,
    /// Columns of source text that the human form shows of a line; a longer line is cut around
    /// what is meant.
    pub width: usize,
    /// What became of the book, as the second half of the human form's last line: `no book was
    /// written`. `None`: no such line, the one diagnostic says it all.
    pub conclusion: Option<&'a str>,
}

/// Columns of source text that suit most terminals.
pub const WIDTH: usize = 100;

/// A form of showing diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the line of the manuscript, the place underlined, and hints; a summary at the end.
    #[default]
    Human,
    /// `path:line:column: error[code]: message; help: hint`, one line each.
    Short,
    /// One JSON object a line; its fields are told in `report/json.rs`.
    Json,
}

/// Text as it may stand in one line of a terminal: line ends and tabs become spaces; control
/// characters, which could move the cursor or change colours, and characters that turn the
/// direction of what follows become U+FFFD.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| shown(c).unwrap_or(' ')).collect())
}

/// The character that a terminal is given for `c`; `None` for white space other than a space.
fn shown(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// A number of bytes as people write it: `812 bytes`, `48.2 kB`, `1.6 MB`; units are decimal.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        1 => return "1 byte".into(),
        0..1000 => return format!("{bytes} bytes"),
        _ => {}
    }
    // In tenths of a unit, rounded half up, so that 999,950 bytes are 1.0 MB and not 1000.0 kB.
    let tenths = |tenth: u64| bytes / tenth + u64::from(bytes % tenth >= tenth / 2);
    let units = [("kB", 100), ("MB", 100_000), ("GB", 100_000_000)];
    let fitting = units.into_iter().find(|(_, tenth)| tenths(*tenth) < 10_000);
    let (name, tenth) = fitting.unwrap_or(("TB", 100_000_000_000));
    let tenths = tenths(tenth);
    format!("{}.{} {name}", grouped(tenths / 10), tenths % 10)
}

/// A number with commas between its thousands: `562,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn short(diagnostic: &Diagnostic, lines: &mut Lines<'_>, to: &mut dyn Write) -> io::Result<()> {
    match &diagnostic.place {
        Place::Span(span) => {
            let place = lines.place(*span);
            let path = printable(place.path);
            write!(to, "{path}:{}:{}: ", place.start.line, place.start.column)?;
        }
        Place::Path(path) => write!(to, "{}: ", printable(path))?,
        Place::Book => {}
    }
    let message = printable(&diagnostic.message);
    write!(to, "{}[{}]: {message}", diagnostic.severity.name(), diagnostic.code.name)?;
    for hint in &diagnostic.hints {
        write!(to, "; help: {}", printable(hint))?;
    }
    writeln!(to)
}
