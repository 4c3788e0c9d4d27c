//! With all chapters at hand, everything is decided: pages, ids, links, notes, contents.
//!
//! In: the project, its chapters as parsed, its assets. Out: a [`Book`] in which nothing is open.
//! Refuses to know: files, Markdown, how anything is written. The only room that sees the whole
//! book at once.

mod contents;
mod facts;
mod headings;
mod ids;
mod links;
mod notes;
mod page_list;
mod pages;

use crate::book::{Book, Chapter, Decisions};
use crate::diagnostic::Diagnostics;
use crate::edition::{Direction, Role};
use crate::labels::{self, Labels};
use crate::load::Project;
use crate::load::assets::Assets;
use crate::publication::Facts;
use ids::Ids;

/// Path of the navigation document in the book.
pub const NAV: &str = "nav.xhtml";

/// Decides everything that needs the whole book. Never fails: what leads nowhere is reported, and
/// the book goes on without it.
pub fn resolve<'s>(
    project: &'s Project,
    chapters: Vec<Chapter<'s>>,
    assets: Assets,
    diagnostics: &mut Diagnostics,
) -> Book<'s> {
    let labels = labels::for_language(&project.edition.language);
    let heads = pages::heads(project, &chapters, labels, diagnostics);
    let mut plan = pages::plan(project, &chapters, &heads, assets.cover.is_some(), labels);
    let mut ids = Ids::new(plan.pages.len());
    let mut decisions: Vec<Decisions> = chapters.iter().map(|_| Decisions::default()).collect();
    notes::place(project, &chapters, &mut plan, labels, &mut ids, &mut decisions, diagnostics);
    let anchors = ids::decide(project, &chapters, &plan, &mut ids, &mut decisions, diagnostics);
    headings::decide(project, &chapters, &heads, &plan, &mut decisions, diagnostics);
    links::decide(project, &chapters, &plan, &anchors, &assets, &mut decisions, diagnostics);
    let contents = contents::contents(project, &chapters, &heads, &plan, &decisions);
    let landmarks = contents::landmarks(&plan.pages, labels);
    let page_list = page_list::list(project, &chapters, &plan, &decisions, diagnostics);
    let facts = Facts {
        page_markers: !page_list.is_empty(),
        ..facts::gather(&chapters, &decisions, &assets)
    };
    let cover_alt = cover_alt(project, assets.cover_drawn, labels);
    Book {
        edition: &project.edition,
        settings: &project.settings,
        chapters: chapters.into_iter().zip(decisions).collect(),
        pages: plan.pages,
        assets: assets.list,
        fonts: assets.fonts,
        cover: assets.cover,
        cover_alt,
        styles: assets.styles,
        contents,
        landmarks,
        page_list,
        facts,
        direction: project
            .edition
            .direction
            .or(project.settings.vertical.then_some(Direction::Rtl))
            .unwrap_or_else(|| Direction::of_language(&project.edition.language)),
    }
}

/// What stands for the cover where it can't be seen. Of a drawn one it is known what it shows: the
/// authors too.
fn cover_alt(project: &Project, drawn: bool, labels: &Labels) -> String {
    if let Some(alt) = &project.settings.cover_alt {
        return alt.clone();
    }
    let mut alt = labels::fill(labels.cover_of, &project.edition.title.main);
    let authors = project.edition.people.iter().filter(|person| person.role == Role::AUTHOR);
    let names: Vec<&str> = authors.map(|person| person.name.as_str()).collect();
    if drawn && !names.is_empty() {
        alt.push_str(labels.comma);
        alt.push_str(&labels.list(&names));
    }
    alt
}
