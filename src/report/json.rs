//! Writes diagnostics for programs: JSON Lines, one object a line.
//!
//! In: diagnostics and their places. Out: [`Record`]s. Refuses to know: people.

use std::io::{self, Write};

use serde::Serialize;

use super::lines::Lines;
use crate::diagnostic::{Diagnostic, Place};

/// One diagnostic. Fields are never renamed or removed; a field that has no value is `null`.
#[derive(Debug, Serialize)]
pub(super) struct Record<'a> {
    /// Always `diagnostic`; the last line of a build, its result, says `result`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Stable name of the kind of problem; `bindery explain` tells what it means.
    code: &'a str,
    /// `error`, `warning` or `note`.
    severity: &'a str,
    /// What is wrong.
    message: &'a str,
    /// The file or folder, relative to the project, with `/`.
    path: Option<&'a str>,
    /// Line, from 1.
    line: Option<usize>,
    /// Column in Unicode scalar values, from 1.
    column: Option<usize>,
    /// Line of the position after the last character.
    end_line: Option<usize>,
    /// Column of the position after the last character.
    end_column: Option<usize>,
    /// Offset of the first byte in the file as it lies on disk.
    byte_start: Option<u32>,
    /// Offset after the last byte.
    byte_end: Option<u32>,
    /// What to do about it; may be empty.
    hints: &'a [String],
}

/// Writes one diagnostic and a line end.
pub(super) fn write(
    diagnostic: &Diagnostic,
    lines: &mut Lines<'_>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut record = Record {
        kind: "diagnostic",
        code: diagnostic.code.name,
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        path: None,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        byte_start: None,
        byte_end: None,
        hints: &diagnostic.hints,
    };
    match &diagnostic.place {
        Place::Span(span) => {
            let place = lines.place(*span);
            record.path = Some(place.path);
            record.line = Some(place.start.line);
            record.column = Some(place.start.column);
            record.end_line = Some(place.end.line);
            record.end_column = Some(place.end.column);
            record.byte_start = Some(span.start);
            record.byte_end = Some(span.end);
        }
        Place::Path(path) => record.path = Some(path),
        Place::Book => {}
    }
    serde_json::to_writer(&mut *to, &record)?;
    writeln!(to)
}
