//! `bindery explain`: a code in full, or the list of all.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Status, Streams};
use crate::diagnostic::{Code, Severity, code, nearest};
use crate::report::printable;

/// Columns that prose is wrapped at.
const WIDTH: usize = 80;

pub(super) fn run(name: Option<&str>, streams: &mut Streams<'_>) -> io::Result<Status> {
    let Some(name) = name else {
        let width = code::ALL.iter().map(|code| code.name.len()).max().unwrap_or_default();
        for code in code::ALL {
            writeln!(streams.out, "{:<width$}  {}", code.name, severity(code))?;
        }
        return Ok(Status::Fine);
    };
    // As it stands in a report, brackets and all, will do too.
    let word = name.rsplit_once('[').map_or(name, |(_, rest)| rest.trim_end_matches(']'));
    if let Some(code) = code::find(word) {
        writeln!(streams.out, "{}: {}\n", code.name, severity(code))?;
        for line in wrapped(code.explanation, WIDTH) {
            writeln!(streams.out, "{line}")?;
        }
        return Ok(Status::Fine);
    }
    let near = nearest(word, code::ALL.iter().map(|code| code.name));
    let hint = near.map_or_else(
        || "`bindery explain` lists all codes".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    // Nobody is left to be told where the error stream fails.
    let _ = writeln!(streams.err, "error: there is no code `{}`; {hint}", printable(word));
    Ok(Status::Usage)
}

fn severity(code: &Code) -> String {
    let name = Severity::name;
    if code.severity == code.lenient {
        name(code.severity).to_owned()
    } else {
        format!("{}, with --lenient {}", name(code.severity), name(code.lenient))
    }
}

/// Prose in lines of at most `width` columns; a word that is longer has a line of its own.
pub(super) fn wrapped(prose: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in prose.split_ascii_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
