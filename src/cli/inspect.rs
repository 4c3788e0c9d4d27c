//! `bindery inspect`: opens the file, shows what `crate::inspect` finds.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;

use super::{Status, Streams, problem, show_problem};
use crate::diagnostic::{Place, code};
use crate::inspect::{Inspection, explain, inspect, show};

pub(super) fn run(
    path: &Path,
    json: bool,
    explained: bool,
    streams: &mut Streams<'_>,
) -> io::Result<Status> {
    let shown = path.display().to_string();
    match read(path, explained) {
        Ok(found) if json => {
            serde_json::to_writer_pretty(&mut streams.out, &found)?;
            writeln!(streams.out)?;
            Ok(Status::Fine)
        }
        Ok(found) => show(&found, &shown, &mut streams.out).map(|()| Status::Fine),
        Err(message) => {
            let problem = problem(&code::EPUB_UNREADABLE, Place::Path(shown), message);
            // Nobody is left to be told where the error stream fails.
            let _ = show_problem(&problem, streams);
            Ok(Status::Manuscript)
        }
    }
}

fn read(path: &Path, explained: bool) -> Result<Inspection, String> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => format!("the file can't be read: {error}"),
    };
    // Asked first: opening a pipe would wait for somebody to write into it.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err("this is a folder; an EPUB is one file".into());
    }
    if !metadata.is_file() {
        return Err("this is not a file".into());
    }
    let file = BufReader::new(File::open(path).map_err(unreadable)?);
    if explained { explain(file) } else { inspect(file) }
}
