//! The list of the pages of a printed edition.
//!
//! In: the markers in the chapters, the final ids. Out: label and address of each page, in reading
//! order. Refuses to know: how the list is written.

use super::pages::Plan;
use crate::book::{Chapter, Decisions};
use crate::diagnostic::{Diagnostics, code};
use crate::load::Project;
use std::collections::HashMap;

/// The list. A page that is marked twice is in it once.
pub(super) fn list(
    project: &Project,
    chapters: &[Chapter<'_>],
    plan: &Plan,
    decisions: &[Decisions],
    diagnostics: &mut Diagnostics,
) -> Vec<(String, String)> {
    let mut list = Vec::new();
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (number, (chapter, decided)) in chapters.iter().zip(decisions).enumerate() {
        for mark in &chapter.page_breaks {
            let Some(anchor) = chapter.anchors.get(mark.anchor) else { continue };
            let page = match mark.inside {
                None => plan.page_of(chapter, number, anchor.node),
                Some(note) => match decided.notes.get(note) {
                    Some(Some(note)) => note.page,
                    // No reader sees it.
                    _ => continue,
                },
            };
            let (Some(page), Some(id)) = (plan.pages.get(page), decided.ids.get(mark.anchor))
            else {
                continue;
            };
            let Some(source) = project.chapters.get(number) else { continue };
            let span = source.text.span(anchor.at..anchor.at);
            if let Some(first) = first.get(mark.label.as_str()) {
                let message = format!(
                    "page {} is marked twice: the list of pages leads to the one in `{first}`",
                    mark.label
                );
                diagnostics.push(&code::PAGE_TWICE, span, message).hint(format!(
                    "tell pages of several sources apart: `{{p. II-{}}}`",
                    mark.label
                ));
                continue;
            }
            first.insert(&mark.label, &source.path);
            list.push((mark.label.clone(), format!("{}#{id}", page.path)));
        }
    }
    list
}
