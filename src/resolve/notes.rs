//! Notes are numbered in the order in which a reader meets them, and put in their place.
//!
//! In: definitions and references. Out: for each its number, ids and page; the pages' lists of
//! notes. Refuses to know: what a note says.

use super::ids::Ids;
use super::pages::Plan;
use crate::book::{Chapter, Decisions, NoteDecision, Noteref, NoterefDecision, PageKind};
use crate::diagnostic::{Diagnostics, code};
use crate::edition::NotePlacement;
use crate::labels::Labels;
use crate::load::Project;

/// Numbers and places the notes of every chapter; reports those that nothing refers to.
pub(super) fn place(
    project: &Project,
    chapters: &[Chapter<'_>],
    plan: &mut Plan,
    labels: &Labels,
    ids: &mut Ids,
    decisions: &mut [Decisions],
    diagnostics: &mut Diagnostics,
) {
    let together = project.settings.notes == NotePlacement::Book;
    let notes_page = (together && chapters.iter().any(|chapter| !chapter.noterefs.is_empty()))
        .then(|| add_page(project, plan, labels));
    let mut gathered = Vec::new();
    for (number, (chapter, decided)) in chapters.iter().zip(decisions).enumerate() {
        let order = order(chapter);
        let mut used = vec![false; chapter.notes.len()];
        for note in &order {
            if let Some(used) = used.get_mut(*note) {
                *used = true;
            }
        }
        let references = references(chapter);
        decided.notes = vec![None; chapter.notes.len()];
        decided.noterefs = vec![None; chapter.noterefs.len()];
        for (note, used) in chapter.notes.iter().zip(used) {
            if !used && let Some(source) = project.chapters.get(number) {
                diagnostics.push(
                    &code::NOTE_UNUSED,
                    source.text.span(note.at.start..note.at.start + note.label.len() + 4),
                    format!("nothing refers to the note `{}`; it is left out", note.label),
                );
            }
        }
        // Notes first, so that a note in a note knows the page that it stands on.
        for (position, note) in order.iter().enumerate() {
            let page = notes_page.unwrap_or_else(|| {
                let references = references.get(*note).map_or(&[][..], Vec::as_slice);
                page_of_note(chapter, number, plan, decided, references)
            });
            let wanted = if together {
                format!("note-{}-{}", number + 1, position + 1)
            } else {
                format!("note-{}", position + 1)
            };
            let decision = NoteDecision {
                id: ids.give(page, &wanted),
                number: position + 1,
                page,
                back: Vec::new(),
            };
            if let Some(slot) = decided.notes.get_mut(*note) {
                *slot = Some(decision);
            }
            if !together
                && let Some(PageKind::Chapter { notes, .. }) =
                    plan.pages.get_mut(page).map(|page| &mut page.kind)
            {
                notes.push(*note);
            }
        }
        for (index, noteref) in chapter.noterefs.iter().enumerate() {
            let page = match noteref.inside {
                None => plan.page_of(chapter, number, noteref.node),
                Some(inside) => match decided.notes.get(inside).and_then(Option::as_ref) {
                    Some(decision) => decision.page,
                    // It stands in a note that is left out.
                    None => continue,
                },
            };
            let Some(Some(note)) = decided.notes.get_mut(noteref.note) else { continue };
            let id = ids.give(page, &format!("noteref-{}", note.number));
            note.back.push((page, id.clone()));
            if let Some(slot) = decided.noterefs.get_mut(index) {
                *slot = Some(NoterefDecision {
                    id,
                    number: note.number,
                    page: note.page,
                    note_id: note.id.clone(),
                });
            }
        }
        if together && !order.is_empty() {
            let title = plan
                .of_chapter
                .get(number)
                .and_then(|pages| pages.first())
                .and_then(|page| plan.pages.get(*page))
                .map(|page| page.title.clone());
            gathered.push((title.unwrap_or_default(), number, order));
        }
    }
    if let Some(page) = notes_page.and_then(|page| plan.pages.get_mut(page)) {
        page.kind = PageKind::Notes { chapters: gathered };
    }
}

/// The notes that are referred to, in the order in which a reader meets them: those of the text,
/// then those that only other notes refer to.
fn order(chapter: &Chapter<'_>) -> Vec<usize> {
    let mut seen = vec![false; chapter.notes.len()];
    let mut inner: Vec<Vec<usize>> = vec![Vec::new(); chapter.notes.len()];
    let mut order = Vec::new();
    let mut meet = |note: usize, order: &mut Vec<usize>| {
        if let Some(seen) = seen.get_mut(note)
            && !*seen
        {
            *seen = true;
            order.push(note);
        }
    };
    for noteref in &chapter.noterefs {
        match noteref.inside {
            None => meet(noteref.note, &mut order),
            Some(inside) => {
                if let Some(list) = inner.get_mut(inside) {
                    list.push(noteref.note);
                }
            }
        }
    }
    let mut next = 0;
    while let Some(note) = order.get(next).copied() {
        for note in inner.get(note).into_iter().flatten() {
            meet(*note, &mut order);
        }
        next += 1;
    }
    order
}

/// For every note the references to it, in the order of the text.
fn references<'c>(chapter: &'c Chapter<'_>) -> Vec<Vec<&'c Noteref>> {
    let mut all = vec![Vec::new(); chapter.notes.len()];
    for noteref in &chapter.noterefs {
        if let Some(list) = all.get_mut(noteref.note) {
            list.push(noteref);
        }
    }
    all
}

/// The page of the first of the references to a note.
fn page_of_note(
    chapter: &Chapter<'_>,
    number: usize,
    plan: &Plan,
    decided: &Decisions,
    references: &[&Noteref],
) -> usize {
    let first = references.iter().find_map(|noteref| match noteref.inside {
        None => Some(plan.page_of(chapter, number, noteref.node)),
        Some(inside) => {
            decided.notes.get(inside).and_then(Option::as_ref).map(|decision| decision.page)
        }
    });
    first.or_else(|| plan.of_chapter.get(number)?.first().copied()).unwrap_or_default()
}

/// Adds the page on which all notes stand, before those on the book itself.
fn add_page(project: &Project, plan: &mut Plan, labels: &Labels) -> usize {
    let last = |page: &crate::book::Page| {
        matches!(page.kind, PageKind::Accessibility | PageKind::Colophon)
    };
    let from = plan.pages.iter().position(last).unwrap_or(plan.pages.len());
    let after = plan.pages.split_off(from);
    let page = plan.add(
        "notes",
        labels.notes.to_owned(),
        &project.edition.language,
        PageKind::Notes { chapters: Vec::new() },
    );
    plan.pages.extend(after);
    page
}
