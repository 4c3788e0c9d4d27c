//! `bindery new`: has the project made, and says what to do next.

use std::io::{self, Write};
use std::path::Path;

use super::{Status, Streams, show_problem};
use crate::diagnostic::code;
use crate::report::printable;
use crate::scaffold::scaffold;

pub(super) fn run(path: &Path, streams: &mut Streams<'_>) -> io::Result<Status> {
    let made = match scaffold(path) {
        Ok(made) => made,
        Err(problem) => {
            // Nobody is left to be told where the error stream fails.
            let _ = show_problem(&problem, streams);
            let taken = *problem.code == code::FOLDER_TAKEN;
            return Ok(if taken { Status::Manuscript } else { Status::Output });
        }
    };
    for file in &made {
        writeln!(streams.out, "made {}", printable(&file.display().to_string()))?;
    }
    let here = path == Path::new(".");
    let argument = if here { String::new() } else { format!(" {}", quoted(path)) };
    writeln!(streams.out)?;
    writeln!(
        streams.out,
        "Next: say whose book it is in metadata.toml, write in manuscript/, and"
    )?;
    writeln!(streams.out, "  bindery build{argument}").map(|()| Status::Fine)
}

/// The path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let shown = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if shown.chars().all(plain) && !shown.starts_with('-') {
        shown
    } else {
        let shown = printable(&shown).replace('\'', "'\\''");
        format!("'{shown}'")
    }
}
