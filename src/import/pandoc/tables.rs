//! Tables that are drawn with lines: simple ones, ones of several lines, grids.
//!
//! In: lines. Out: tables between bars where each cell is a line, else of HTML with Markdown in it.
//! Refuses to know: what the cells say. Source: Pandoc User's Guide, "Tables".

use super::document::Document;
use super::inline;
use super::lines::{Line, shown};
use crate::diagnostic::Diagnostics;
use std::fmt::Write as _;
use std::ops::Range;

/// Lines that a table may have.
const LINES: usize = 5000;

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Given,
    Left,
    Right,
    Center,
}

/// A table: its columns, rows of heads and other rows, each cell a text of lines.
#[derive(Debug, Default)]
struct Table {
    sides: Vec<Side>,
    heads: Vec<Vec<String>>,
    rows: Vec<Vec<String>>,
}

/// Takes a table out of the text that begins with the first line; how many lines it took.
pub(super) fn read(
    document: &mut Document<'_>,
    rest: &[Line<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let first = rest.first()?;
    let rest = rest.get(..rest.len().min(LINES))?;
    let (count, table) = if first.text.trim_start().starts_with('+') {
        grid(document, rest, diagnostics)?
    } else if dashes(first.text).is_some_and(|columns| !columns.is_empty()) {
        ruled(rest)?
    } else {
        simple(rest)?
    };
    let end = rest.get(count - 1)?.end;
    if let Some(table) = table {
        let text = written(document, &table, first.start, diagnostics);
        document.replace(first.start..end, text);
    }
    Some(count)
}

/// The columns of a line of dashes with gaps, in characters.
fn dashes(text: &str) -> Option<Vec<Range<usize>>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (at, c) in text.chars().chain([' ']).enumerate() {
        match (c, open) {
            ('-', None) => open = Some(at),
            ('-', Some(_)) | (' ', None) => {}
            (' ', Some(start)) => {
                columns.push(start..at);
                open = None;
            }
            _ => return None,
        }
    }
    let long = columns.iter().any(|column| column.len() > 1);
    (!columns.is_empty() && long).then_some(columns)
}

/// The parts of a line that stand in columns; what runs over the end of one belongs to it.
fn cut(text: &str, columns: &[Range<usize>]) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut cells = Vec::with_capacity(columns.len());
    let mut from = 0;
    for (index, column) in columns.iter().enumerate() {
        let last = index + 1 == columns.len();
        let next = columns.get(index + 1).map_or(chars.len(), |next| next.start);
        let mut end = if last { chars.len() } else { next.min(chars.len()) };
        // A word that reaches over the border goes where it began.
        if !last && end > column.end {
            let middle = chars.get(column.end..end).unwrap_or_default();
            if let Some(gap) = middle.iter().position(|c| *c == ' ') {
                end = column.end + gap;
            }
        }
        let cell: String = chars.get(from.min(end)..end).unwrap_or_default().iter().collect();
        cells.push(cell.trim().to_owned());
        from = end;
    }
    cells
}

/// How columns are set, by where the head stands over its dashes.
fn sides(head: &str, columns: &[Range<usize>]) -> Vec<Side> {
    let chars: Vec<char> = head.chars().collect();
    let filled = |at: usize| chars.get(at).is_some_and(|c| *c != ' ');
    columns
        .iter()
        .map(|column| match (filled(column.start), filled(column.end.saturating_sub(1))) {
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            (true, true) => Side::Given,
            (false, false) => {
                let middle = chars.get(column.clone()).unwrap_or_default();
                let words = middle.iter().any(|c| *c != ' ');
                if words { Side::Center } else { Side::Given }
            }
        })
        .collect()
}

/// A head over dashes, and rows until an empty line.
fn simple(rest: &[Line<'_>]) -> Option<(usize, Option<Table>)> {
    let columns = dashes(rest.get(1)?.text)?;
    // One column is a heading.
    if columns.len() < 2 {
        return None;
    }
    let head = rest.first()?;
    let count = rest.iter().skip(2).take_while(|line| !line.is_blank()).count();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in rest.get(2..2 + count)? {
        if dashes(line.text).is_none() {
            rows.push(cut(line.text, &columns));
        }
    }
    let heads = vec![cut(head.text, &columns)];
    Some((2 + count, Some(Table { sides: sides(head.text, &columns), heads, rows })))
}

/// A table that begins with dashes: without a head, or with rows of several lines.
fn ruled(rest: &[Line<'_>]) -> Option<(usize, Option<Table>)> {
    let first = dashes(rest.first()?.text)?;
    if first.len() > 1 {
        let end = rest.iter().skip(1).position(|line| dashes(line.text).is_some())? + 1;
        let inner = rest.get(1..end)?;
        if inner.is_empty() || inner.first()?.is_blank() {
            return None;
        }
        let sides = sides(inner.first()?.text, &first);
        let rows = grouped(inner, &first, inner.iter().any(Line::is_blank));
        return Some((end + 1, Some(Table { sides, heads: Vec::new(), rows })));
    }
    // A whole line of dashes; the columns are below the heads.
    let under = rest
        .iter()
        .skip(1)
        .take(20)
        .position(|line| dashes(line.text).is_some_and(|columns| columns.len() > 1))?
        + 1;
    let heads = rest.get(1..under)?;
    if heads.is_empty() || heads.iter().any(Line::is_blank) {
        return None;
    }
    let columns = dashes(rest.get(under)?.text)?;
    let from = under + 1;
    let end = rest
        .iter()
        .skip(from)
        .position(|line| dashes(line.text).is_some_and(|columns| columns.len() == 1))?
        + from;
    let inner = rest.get(from..end)?;
    let sides = sides(heads.first()?.text, &columns);
    let heads = grouped(heads, &columns, true);
    let rows = grouped(inner, &columns, inner.iter().any(Line::is_blank));
    Some((end + 1, Some(Table { sides, heads, rows })))
}

/// Rows of lines: of several, parted by empty lines, or of one.
fn grouped(lines: &[Line<'_>], columns: &[Range<usize>], several: bool) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_blank() {
            open = false;
            continue;
        }
        let cells = cut(line.text, columns);
        match rows.last_mut().filter(|_| open) {
            Some(row) => {
                for (cell, more) in row.iter_mut().zip(cells) {
                    if !more.is_empty() {
                        cell.push(' ');
                        cell.push_str(&more);
                    }
                }
            }
            None => rows.push(cells),
        }
        open = several;
    }
    rows
}

/// A table of cells with lines around them. One whose cells reach over several is kept as it is drawn.
fn grid(
    document: &mut Document<'_>,
    rest: &[Line<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<(usize, Option<Table>)> {
    let is_border = |text: &str| {
        let text = text.trim();
        text.starts_with('+')
            && text.len() > 2
            && text.ends_with('+')
            && text.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
    };
    let first = rest.first()?;
    if !is_border(first.text) {
        return None;
    }
    let indent = first.text.chars().take_while(|c| *c == ' ').count();
    let count =
        rest.iter().take_while(|line| line.text.trim_start().starts_with(['+', '|'])).count();
    let lines = rest.get(..count)?;
    if count < 3 || !is_border(lines.last()?.text) {
        return None;
    }
    let marks = |text: &str| -> Vec<usize> {
        let signs = text.chars().skip(indent).enumerate();
        signs.filter(|(_, c)| *c == '+').map(|(at, _)| at).collect()
    };
    let borders = marks(first.text);
    let mut table = Table::default();
    let mut open: Vec<Vec<String>> = vec![Vec::new(); borders.len().saturating_sub(1)];
    let close = |open: &mut Vec<Vec<String>>| -> Vec<String> {
        open.iter_mut().map(|cell| dedented(&std::mem::take(cell))).collect()
    };
    for (number, line) in lines.iter().enumerate() {
        let chars: Vec<char> = line.text.chars().skip(indent).collect();
        if is_border(line.text) {
            if marks(line.text) != borders {
                return kept(document, lines, count, diagnostics);
            }
            let head = line.text.contains('=');
            if number == 0 || head {
                let parts = borders.windows(2).map(|pair| {
                    let [from, to] = pair else { return Side::Given };
                    let left = chars.get(from + 1) == Some(&':');
                    let right = chars.get(to.saturating_sub(1)) == Some(&':');
                    match (left, right) {
                        (true, true) => Side::Center,
                        (true, false) => Side::Left,
                        (false, true) => Side::Right,
                        (false, false) => Side::Given,
                    }
                });
                table.sides = parts.collect();
            }
            if number > 0 {
                let row = close(&mut open);
                if head && table.heads.is_empty() {
                    table.heads = std::mem::take(&mut table.rows);
                    table.heads.push(row);
                } else if !head || row.iter().any(|cell| !cell.is_empty()) {
                    table.rows.push(row);
                }
            }
            continue;
        }
        if borders.iter().any(|at| chars.get(*at) != Some(&'|')) {
            return kept(document, lines, count, diagnostics);
        }
        for (pair, cell) in borders.windows(2).zip(&mut open) {
            let [from, to] = pair else { continue };
            let part: String = chars.get(from + 1..*to).unwrap_or_default().iter().collect();
            cell.push(part.trim_end().to_owned());
        }
    }
    Some((count, Some(table)))
}

/// A table that can't be read stays as it is drawn, as code.
fn kept(
    document: &mut Document<'_>,
    lines: &[Line<'_>],
    count: usize,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, Option<Table>)> {
    let (first, last) = (lines.first()?, lines.last()?);
    let what = "cells of this table reach over several rows or columns: it is kept as it is drawn";
    document.lost(shown(first), what, diagnostics);
    document.replace(first.start..first.start, "```\n");
    let text = document.get(last.start..last.end);
    document.replace(last.end..last.end, if text.ends_with('\n') { "```\n" } else { "\n```\n" });
    Some((count, None))
}

/// Lines without the space that all of them begin with.
fn dedented(lines: &[String]) -> String {
    let solid = lines.iter().filter(|line| !line.trim().is_empty());
    let least = solid.map(|line| line.len() - line.trim_start_matches(' ').len()).min();
    let lines: Vec<&str> =
        lines.iter().map(|line| line.get(least.unwrap_or(0)..).unwrap_or_default()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A table as bindery's Markdown.
fn written(
    document: &mut Document<'_>,
    table: &Table,
    at: usize,
    diagnostics: &mut Diagnostics,
) -> String {
    let columns = table.sides.len();
    let is_block = |cell: &String| {
        let mark = |line: &str| {
            let line = line.trim_start();
            ["- ", "* ", "+ ", "> ", "```", "~~~", "# "].iter().any(|mark| line.starts_with(mark))
                || line.split_once(['.', ')']).is_some_and(|(number, rest)| {
                    rest.starts_with(' ')
                        && number.chars().all(|c| c.is_ascii_digit())
                        && !number.is_empty()
                })
        };
        cell.contains("\n\n") || cell.lines().any(mark)
    };
    let rich = table.heads.len() > 1
        || table.heads.iter().chain(&table.rows).flatten().any(is_block)
        || table.heads.is_empty();
    let mut cell = |text: &String| inline::snippet(document, text, at, diagnostics);
    if !rich {
        let mut out = String::new();
        let mut line = |cells: Vec<String>| {
            out.push('|');
            for cell in cells {
                out.push(' ');
                out.push_str(&cell);
                out.push_str(" |");
            }
            out.push('\n');
        };
        let mut flat = |row: &Vec<String>| -> Vec<String> {
            let cells = row.iter().map(|text| {
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                cell(&words).replace('|', "\\|")
            });
            let mut cells: Vec<String> = cells.collect();
            cells.resize(columns, String::new());
            cells
        };
        for row in &table.heads {
            line(flat(row));
        }
        let rule = table.sides.iter().map(|side| match side {
            Side::Given => "---",
            Side::Left => ":--",
            Side::Right => "--:",
            Side::Center => ":-:",
        });
        line(rule.map(str::to_owned).collect());
        for row in &table.rows {
            line(flat(row));
        }
        return out;
    }
    let mut out = String::from("<table>\n");
    for (rows, group, tag) in [(&table.heads, "thead", "th"), (&table.rows, "tbody", "td")] {
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<{group}>");
        for row in rows {
            out.push_str("<tr>\n");
            for (text, side) in row.iter().zip(&table.sides) {
                let class = match side {
                    Side::Right => " class=\"align-right\"",
                    Side::Center => " class=\"align-center\"",
                    _ => "",
                };
                let _ = write!(out, "<{tag}{class}>");
                let text = cell(text);
                if !text.trim().is_empty() {
                    let _ = writeln!(out, "\n\n{text}\n");
                }
                let _ = writeln!(out, "</{tag}>");
            }
            out.push_str("</tr>\n");
        }
        let _ = writeln!(out, "</{group}>");
    }
    out.push_str("</table>\n");
    out
}
