//! `bindery import`: has the source read and the project written, and shows what was found, how sure
//! it is, and what was left out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::new::quoted;
use super::{ImportArguments, ImportKind, Status, Streams, show_problem};
use crate::diagnostic::{Diagnostics, code};
use crate::import::{At, Draft, Kind, Source, import, write};
use crate::report::{self, Format, Options, grouped, printable};
use crate::source::Sources;

/// Columns that a value may take in the table.
const VALUE: usize = 60;

impl From<ImportKind> for Kind {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Text => Kind::Text,
            ImportKind::Html => Kind::Html,
            ImportKind::Epub => Kind::Epub,
            ImportKind::Docx => Kind::Docx,
            ImportKind::Markdown => Kind::Markdown,
            ImportKind::Mdbook => Kind::MdBook,
        }
    }
}

pub(super) fn run(arguments: &ImportArguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new(false));
    let given = arguments.from.map(Kind::from);
    let source = Source::read(&arguments.source, &mut diagnostics);
    let folder = arguments.folder.clone().unwrap_or_else(|| default_folder(arguments));
    let draft = source.and_then(|source| import(&source, given, &mut sources, &mut diagnostics));
    let written = draft.as_ref().map(|draft| write(draft, &folder, arguments.force));
    let conclusion = match &written {
        Some(Ok(_)) => "the project was written",
        _ => "nothing was written",
    };
    let options = Options {
        format: Format::Human,
        quiet: false,
        width: report::WIDTH,
        conclusion: Some(conclusion),
    };
    // Nobody is left to be told where the error stream fails; the project counts all the same.
    let _ = report::report(&diagnostics.sorted(), &sources, &options, &mut streams.err);
    let _ = streams.err.flush();
    let Some(draft) = draft else { return Ok(Status::Manuscript) };
    let made = match written.unwrap_or_else(|| Ok(Vec::new())) {
        Ok(made) => made,
        Err(problem) => {
            let _ = show_problem(&problem, streams);
            let taken = *problem.code == code::FOLDER_TAKEN;
            return Ok(if taken { Status::Manuscript } else { Status::Output });
        }
    };
    let out = &mut streams.out;
    writeln!(out, "{}: {}", printable(&arguments.source.display().to_string()), draft.kind.name())?;
    writeln!(out)?;
    findings(&draft, out)?;
    dropped(&draft, arguments.show_dropped, out)?;
    writeln!(out)?;
    let chapters = draft.chapters.len();
    let chapters = if chapters == 1 {
        "1 chapter".into()
    } else {
        format!("{} chapters", grouped(chapters as u64))
    };
    let files = grouped(made.len() as u64);
    writeln!(out, "{}: {chapters}, {files} files", printable(&folder.display().to_string()))?;
    writeln!(out, "Next: look through metadata.toml, and")?;
    writeln!(out, "  bindery build {}", quoted(&folder)).map(|()| Status::Fine)
}

/// The folder of a project when none is named: the source's name without its ending, here.
fn default_folder(arguments: &ImportArguments) -> PathBuf {
    let name = arguments.source.file_stem().unwrap_or_default();
    if name.is_empty() || name == "-" || arguments.source.is_dir() {
        return PathBuf::from("imported");
    }
    PathBuf::from(name)
}

/// A row a fact: the key, the value, the place it comes from, how sure it is.
fn findings(draft: &Draft, out: &mut dyn Write) -> io::Result<()> {
    let place = |at: &At| match at {
        At::Line(line) => format!("line {}", grouped(*line as u64)),
        At::Part(part) => printable(part).into_owned(),
        At::Whole => "the text".to_owned(),
    };
    let mut rows = vec![["Field", "Value", "From", "How sure"].map(str::to_owned)];
    for finding in &draft.findings {
        rows.push([
            finding.key.to_owned(),
            short(&printable(&finding.value)),
            place(&finding.origin.at),
            finding.origin.sure.name().to_owned(),
        ]);
    }
    let mut widths = [0; 4];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// What was left out: counts by kind, and with `whole` each text.
fn dropped(draft: &Draft, whole: bool, out: &mut dyn Write) -> io::Result<()> {
    if draft.dropped.is_empty() {
        return Ok(());
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for dropped in &draft.dropped {
        *counts.entry(dropped.what).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(what, count)| format!("{} {what}", grouped(*count))).collect();
    writeln!(out)?;
    writeln!(out, "Left out: {}", counts.join(", "))?;
    if !whole {
        return writeln!(out, "  `--show-dropped` shows them");
    }
    for dropped in &draft.dropped {
        let place = match &dropped.at {
            At::Line(line) => format!("line {line}"),
            At::Part(part) => printable(part).into_owned(),
            At::Whole => String::new(),
        };
        writeln!(out, "  {place}: {} ({})", printable(&dropped.text), dropped.what)?;
    }
    Ok(())
}

/// A value cut to the columns that it may take.
fn short(value: &str) -> String {
    if value.width() <= VALUE {
        return value.to_owned();
    }
    let mut out = String::new();
    let mut width = 0;
    for c in value.chars() {
        width += c.width().unwrap_or_default();
        if width >= VALUE {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}
