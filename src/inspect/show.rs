//! Shows an [`Inspection`] to people.
//!
//! In: an inspection. Out: aligned text. Refuses to know: archives and XML, and whether a terminal
//! is there.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Claim, ContentsFrom, Entry, Inspection, Metadata, Verdict};
use crate::report::{bytes, grouped, printable};

/// Writes an inspection as text: one property a line, lists one item a line, the table of contents
/// last because it is the longest. `path` is the file's, as it was given.
///
/// # Errors
/// Those of `to`.
pub fn show(inspection: &Inspection, path: &str, to: &mut dyn Write) -> io::Result<()> {
    let book = &inspection.metadata;
    let sizes = &inspection.sizes;
    let version = inspection.version.as_deref().unwrap_or("of unknown version");
    writeln!(to, "{}: EPUB {}, {}", printable(path), printable(version), bytes(sizes.file))?;
    writeln!(to)?;
    for (name, values) in properties(inspection, book) {
        list(name, &values, to)?;
    }
    writeln!(to)?;

    let unpacked = bytes(sizes.unpacked);
    writeln!(to, "Files by type ({unpacked} unpacked)")?;
    let rows = sizes.by_type.iter().map(|size| {
        let kind = size.media_type.as_deref().unwrap_or("(not in the manifest)");
        let files = if size.files == 1 { "file" } else { "files" };
        [
            printable(kind).into_owned(),
            format!("{} {files}", grouped(size.files as u64)),
            bytes(size.compressed),
            format!("{} unpacked", bytes(size.bytes)),
        ]
    });
    table(&rows.collect::<Vec<_>>(), to)?;
    writeln!(to)?;

    writeln!(to, "Largest files")?;
    let rows = sizes.largest.iter().map(|size| {
        let path = printable(&size.path).into_owned();
        [path, bytes(size.compressed), format!("{} unpacked", bytes(size.bytes))]
    });
    table(&rows.collect::<Vec<_>>(), to)?;

    if !inspection.claims.is_empty() {
        writeln!(to)?;
        writeln!(to, "Accessibility claims")?;
        let verdict = |claim: &Claim| match claim.verdict {
            Verdict::Holds => "holds",
            Verdict::Fails => "DOES NOT HOLD",
            Verdict::Stated => "stated",
            Verdict::Unclaimed => "not claimed, and holds",
        };
        let named = |claim: &Claim| format!("{} {}", claim.property, printable(&claim.value));
        let claims = &inspection.claims;
        let wide = claims.iter().map(|claim| named(claim).width()).max().unwrap_or_default();
        for claim in claims {
            let name = named(claim);
            let gap = " ".repeat(wide - name.width());
            writeln!(to, "  {name}{gap}  {}: {}", verdict(claim), claim.because)?;
        }
    }

    if !inspection.remarks.is_empty() {
        writeln!(to)?;
        writeln!(to, "Remarks")?;
        for remark in &inspection.remarks {
            writeln!(to, "  {}", printable(remark))?;
        }
    }
    writeln!(to)?;
    match inspection.contents_from {
        Some(ContentsFrom::Nav) => writeln!(to, "Contents (navigation document)")?,
        Some(ContentsFrom::Ncx) => writeln!(to, "Contents (NCX)")?,
        None => writeln!(to, "No contents")?,
    }
    entries(&inspection.contents, 1, to)
}

/// Every property that a book may have, with the values that this one has.
fn properties(inspection: &Inspection, book: &Metadata) -> Vec<(&'static str, Vec<String>)> {
    let with_notes = |value: &str, notes: &[(&str, &Option<String>)]| {
        let notes: Vec<String> = notes
            .iter()
            .filter_map(|(name, note)| note.as_ref().map(|note| format!("{name}{note}")))
            .collect();
        if notes.is_empty() { value.to_owned() } else { format!("{value} ({})", notes.join(", ")) }
    };
    let titles = book.titles.iter().map(|title| {
        let notes = [("", &title.kind), ("filed as ", &title.file_as), ("", &title.lang)];
        with_notes(&title.value, &notes)
    });
    let people = |kind: &'static str| {
        let of_kind = book.people.iter().filter(move |person| person.kind == kind);
        let shown = of_kind.map(|person| {
            let roles = Some(person.roles.join(", ")).filter(|roles| !roles.is_empty());
            let notes = [("", &roles), ("filed as ", &person.file_as), ("", &person.lang)];
            with_notes(&person.name, &notes)
        });
        shown.collect()
    };
    let identifiers = book.identifiers.iter().map(|identifier| {
        let unique = identifier.unique.then(|| "unique identifier".to_owned());
        with_notes(&identifier.value, &[("", &identifier.scheme), ("", &unique)])
    });
    let subjects = book.subjects.iter().map(|subject| {
        with_notes(&subject.value, &[("", &subject.authority), ("", &subject.term)])
    });
    let series = book.series.iter().map(|series| {
        with_notes(&series.name, &[("", &series.kind), ("number ", &series.position)])
    });
    let dates = book.dates.iter().map(|date| with_notes(&date.value, &[("", &date.event)]));
    let other = book.other.iter().map(|property| format!("{}: {}", property.name, property.value));
    let spine = &inspection.spine;
    let aside = spine.documents - spine.linear.min(spine.documents);
    let documents = if spine.documents == 1 { "document" } else { "documents" };
    let mut reading = vec![format!("{} {documents}", grouped(spine.documents as u64))];
    if aside > 0 {
        reading.push(format!("{} of them not linear", grouped(aside as u64)));
    }
    reading.extend(spine.direction.clone());
    let access = &book.accessibility;
    vec![
        ("Title", titles.collect()),
        ("Creator", people("creator")),
        ("Contributor", people("contributor")),
        ("Series", series.collect()),
        ("Language", book.languages.clone()),
        ("Identifier", identifiers.collect()),
        ("Date", dates.collect()),
        ("Modified", book.modified.iter().cloned().collect()),
        ("Publisher", book.publishers.clone()),
        ("Rights", book.rights.clone()),
        ("Source", book.sources.clone()),
        ("Subject", subjects.collect()),
        ("Description", book.descriptions.clone()),
        ("Access modes", access.modes.clone()),
        ("Sufficient", access.modes_sufficient.clone()),
        ("Features", access.features.clone()),
        ("Hazards", access.hazards.clone()),
        ("Accessibility", access.summaries.clone()),
        ("Conforms to", access.conforms_to.clone()),
        ("Certified by", access.certified_by.clone()),
        ("Credential", access.credentials.clone()),
        ("Report", access.reports.clone()),
        ("Other", other.collect()),
        ("Cover", inspection.cover.iter().cloned().collect()),
        ("Spine", vec![reading.join(", ")]),
        ("Package", vec![inspection.package.clone()]),
    ]
}

/// One property, its name before its first value only.
fn list(name: &str, values: &[String], to: &mut dyn Write) -> io::Result<()> {
    for (index, value) in values.iter().enumerate() {
        let name = if index == 0 { name } else { "" };
        writeln!(to, "{name:<14} {}", printable(value))?;
    }
    Ok(())
}

/// Rows in columns: the first to the left, the others to the right.
fn table<const N: usize>(rows: &[[String; N]], to: &mut dyn Write) -> io::Result<()> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for row in rows {
        for (index, (cell, width)) in row.iter().zip(widths).enumerate() {
            let space = " ".repeat(width - cell.width());
            match index {
                0 => write!(to, "  {cell}{space}")?,
                _ => write!(to, "  {space}{cell}")?,
            }
        }
        writeln!(to)?;
    }
    Ok(())
}

/// The table of contents; its depth is bounded where it is read.
fn entries(contents: &[Entry], depth: usize, to: &mut dyn Write) -> io::Result<()> {
    for entry in contents {
        let label = if entry.label.is_empty() { "(no label)" } else { &entry.label };
        writeln!(to, "{}{}", "  ".repeat(depth), printable(label))?;
        entries(&entry.children, depth + 1, to)?;
    }
    Ok(())
}
