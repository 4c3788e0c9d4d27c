//! The levels in which headings are shown: none is left out on the way down a page.
//!
//! In: the headings of the chapters, and which page each is on. Out: for every heading whose own
//! level would leave one out (`#` and then `###`) the level it is shown in. Refuses to know: the
//! table of contents, which nests by the levels that the author wrote.
//!
//! Who hears a page, goes from heading to heading by level; one that is left out reads as something
//! missed. Source: WCAG 2.2, technique G141; the rule `heading-order` of axe, which Ace runs.

use super::pages::{Head, Plan};
use crate::book::{Chapter, Decisions};
use crate::diagnostic::{Diagnostics, code};
use crate::load::Project;
use crate::tree::Tag;

/// Decides the levels.
pub(super) fn decide(
    project: &Project,
    chapters: &[Chapter<'_>],
    heads: &[Head],
    plan: &Plan,
    decisions: &mut [Decisions],
    diagnostics: &mut Diagnostics,
) {
    let sources = project.chapters.iter().zip(heads);
    for (number, ((chapter, decided), (source, head))) in
        chapters.iter().zip(decisions).zip(sources).enumerate()
    {
        let mut page = None;
        let mut outline = Outline::default();
        for heading in &chapter.headings {
            let on = plan.page_of(chapter, number, heading.node);
            if page != Some(on) {
                // A title from the front matter stands above the text as its first heading.
                let titled = page.is_none() && head.shown.is_some();
                outline = if titled { Outline::below(1) } else { Outline::default() };
                page = Some(on);
            }
            let shown = outline.enter(heading.level);
            if shown != heading.level {
                decided.levels.insert(heading.node, shown);
                let at = chapter.tree.at(heading.node);
                diagnostics.push(
                    &code::HEADING_LEVEL,
                    source.text.span(at..at),
                    format!(
                        "the heading “{}” of level {} is shown as one of level {shown}, since it follows one of level {}",
                        heading.text,
                        heading.level,
                        shown - 1
                    ),
                );
            }
        }
        for note in &chapter.notes {
            // Notes stand below a heading of their own, of level 2.
            let mut outline = Outline::below(2);
            for node in chapter.tree.descendants(note.root) {
                if let Some(level) = chapter.tree.tag(node).and_then(Tag::heading_level) {
                    let shown = outline.enter(level);
                    if shown != level {
                        decided.levels.insert(node, shown);
                    }
                }
            }
        }
    }
}

/// The headings that the next one may stand below: written and shown level of each.
#[derive(Default)]
struct Outline {
    open: Vec<(u8, u8)>,
}

impl Outline {
    /// Where a heading of that level stands already.
    fn below(level: u8) -> Self {
        Outline { open: vec![(level, level)] }
    }

    /// The level to show a heading in that was written with `level`: its own, or one more than
    /// that of the heading it stands below. The first of a page keeps its own.
    fn enter(&mut self, level: u8) -> u8 {
        while self.open.last().is_some_and(|(written, _)| *written >= level) {
            self.open.pop();
        }
        let shown = self.open.last().map_or(level, |(_, shown)| level.min(shown + 1));
        self.open.push((level, shown));
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    fn shown(mut outline: Outline, levels: &[u8]) -> Vec<u8> {
        levels.iter().map(|level| outline.enter(*level)).collect()
    }

    #[test]
    fn no_level_is_left_out_on_the_way_down() {
        assert_eq!(shown(Outline::default(), &[1, 2, 3, 2, 1]), [1, 2, 3, 2, 1]);
        assert_eq!(shown(Outline::default(), &[1, 3, 3, 4, 2, 3]), [1, 2, 2, 3, 2, 3]);
        assert_eq!(shown(Outline::default(), &[1, 6, 4, 5, 1, 6]), [1, 2, 2, 3, 1, 2]);
        // The first may be of any level, and what stands above it later has its own.
        assert_eq!(shown(Outline::default(), &[3, 5, 2, 4]), [3, 4, 2, 3]);
        assert_eq!(shown(Outline::below(1), &[3, 2, 1]), [2, 2, 1]);
    }
}
