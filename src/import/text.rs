//! The plain text of a saved article becomes a draft.
//!
//! In: bytes in any encoding. Out: chapters and facts. Refuses to know: markup; what credits look like.
//!
//! Lines become pieces (`text/pieces.rs`), `credits` says what each of them is, and those of the
//! article become elements (`text/elements.rs`), which are written as any other tree. So what is plain
//! text stays plain text, whatever signs it holds.

mod browser;
mod elements;
mod notes;
mod pieces;

use super::credits::{self, Block, Form, Part};
use super::draft::{At, Chapter, Draft, Origin, Sure};
use super::project::file_name;
use super::source::Source;
use super::{decode, language, markdown};
use crate::diagnostic::{Diagnostics, Place, code};
use crate::source::{Sources, Span};
use elements::Elements;
use pieces::{Mark, Piece};

/// Reads the text of an article, or of a longer work with headings of chapters.
pub(super) fn import(
    source: &Source,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let decoded = decode::decode(&source.bytes, None);
    let file = sources.add(source.shown.clone(), decoded.text);
    let text = sources.get(file).text.clone();
    if decoded.damaged {
        let at = text.find(char::REPLACEMENT_CHARACTER).unwrap_or_default();
        let message = format!("some bytes are no characters of {}", decoded.encoding);
        diagnostics.push(&code::IMPORT_ENCODING, Span::new(file, at..at), message);
    }
    let pieces = pieces::of(&browser::without_links(&text));
    let several = pieces.iter().filter(|piece| is_chapter(&piece.text)).count() > 1;
    let blocks: Vec<Block> = pieces.iter().map(|piece| block(piece, several)).collect();
    let mut draft = Draft::default();
    let parts = credits::read(&blocks, &mut draft);
    let mut body = Vec::new();
    for (piece, part) in pieces.into_iter().zip(parts) {
        match part {
            Part::Body => body.push((piece, false)),
            Part::Heading => body.push((piece, true)),
            Part::Fact => {}
            Part::Chrome(what) => draft.drop(At::Line(piece.line), &piece.text, what),
        }
    }
    if body.is_empty() {
        let place = Place::Path(source.shown.clone());
        diagnostics
            .push(&code::IMPORT_NOTHING, place, "there is no text here that could be a chapter")
            .hint("`--show-dropped` and another `--from` may tell why");
        return None;
    }
    if draft.edition.title.main.is_empty() {
        title_of_name(source, &mut draft);
    }
    let whole: Vec<&str> = body.iter().map(|(piece, _)| piece.text.as_str()).collect();
    if let Some((tag, reliable)) = language::of(&whole.join("\n")) {
        let sure = if reliable { Sure::Likely } else { Sure::Guess };
        draft.language(tag, Origin { at: At::Whole, sure });
    }
    write(body, &mut draft);
    Some(draft)
}

/// A piece as `credits` is shown it; headings of chapters are headings where there are several.
fn block(piece: &Piece, several: bool) -> Block {
    let form = match piece.mark {
        _ if several && is_chapter(&piece.text) => Form::Heading(2),
        Mark::None => Form::Plain,
        Mark::Quote => Form::Quote,
        Mark::Bullet | Mark::Number(_) => Form::Item,
    };
    Block { line: piece.line, text: piece.shown(), form }
}

/// Where the text has no title, the name of the file is one.
pub(super) fn title_of_name(source: &Source, draft: &mut Draft) {
    let name = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let title = if words.is_empty() { "Untitled".to_owned() } else { words.join(" ") };
    let at = At::Part("the file's name".into());
    draft.title(&title, Origin { at, sure: Sure::Guess });
}

/// Writes the chapters.
fn write(body: Vec<(Piece, bool)>, draft: &mut Draft) {
    let title = draft.edition.title.main.clone();
    let mut chapters: Vec<(String, Vec<(Piece, bool)>)> = vec![(title.clone(), Vec::new())];
    let begins = |(piece, _): &&(Piece, bool)| is_chapter(&piece.text);
    let several = body.iter().filter(begins).count() > 1;
    for (piece, heading) in body {
        if several && is_chapter(&piece.text) {
            chapters.push((piece.text, Vec::new()));
        } else if let Some((_, pieces)) = chapters.last_mut() {
            pieces.push((piece, heading));
        }
    }
    chapters.retain(|(_, pieces)| !pieces.is_empty());
    let count = chapters.len();
    for (number, (heading, pieces)) in chapters.into_iter().enumerate() {
        let notes = notes::find(pieces);
        for piece in notes.dropped {
            draft.drop(At::Line(piece.line), &piece.text, "headings of notes");
        }
        let elements = Elements::of(&heading, &notes.body, &notes.notes);
        let text = markdown::write(&markdown::Page {
            tree: &elements.tree,
            body: elements.body,
            notes: &elements.notes,
        });
        draft.chapters.push(Chapter { path: file_name(number + 1, count, &heading), text });
    }
}

/// Words that begin the heading of a chapter, before its number.
const CHAPTERS: &[&str] = &[
    "chapter",
    "part",
    "book",
    "kapitel",
    "teil",
    "chapitre",
    "partie",
    "capítulo",
    "capitulo",
    "parte",
    "capitolo",
    "глава",
    "часть",
    "rozdział",
    "część",
    "hoofdstuk",
    "deel",
    "kapittel",
    "الفصل",
];

/// Whether a line is the heading of a chapter: a word for it with a number, or the number in the
/// scripts of East Asia (`제1장`, `第一章`).
fn is_chapter(text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() > 80
        || text.ends_with(['.', ',', ';', '。'])
            && text.contains(' ')
            && text.split_whitespace().count() > 3
    {
        return false;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    if CHAPTERS.contains(&first) {
        let number = words.next().unwrap_or_default().trim_end_matches(['.', ':', '—', '–', '-']);
        let roman = !number.is_empty() && number.chars().all(|c| "ivxlcdm".contains(c));
        let word = matches!(
            number,
            "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
                | "first"
                | "second"
                | "third"
        );
        return roman || word || number.chars().next().is_some_and(|c| c.is_ascii_digit());
    }
    let rest = text.strip_prefix(['제', '第']).unwrap_or_default().trim_start();
    let number = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(*c))
        .count();
    let sign = rest.chars().skip(number).find(|c| !c.is_whitespace());
    number > 0 && sign.is_some_and(|c| matches!(c, '장' | '부' | '章' | '回' | '部' | '편'))
}

#[cfg(test)]
mod tests;
