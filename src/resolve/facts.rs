//! What the book holds, as far as its metadata speaks of it.
//!
//! In: chapters with the decisions on them. Out: [`Facts`]. Only what readers get counts: an image
//! or a film that is not there, and a note that nothing refers to, make no claim true or false.
//! Refuses to know: how claims are worded.

use crate::book::{Chapter, Decisions, Target};
use crate::parse;
use crate::publication::Facts;
use crate::tree::{Element, Name, NodeId, Tag, Value};

/// The facts of the whole book.
pub(super) fn gather(chapters: &[Chapter<'_>], decisions: &[Decisions], cover: bool) -> Facts {
    let mut facts = Facts { images: cover, all_described: true, ..Facts::default() };
    for (chapter, decided) in chapters.iter().zip(decisions) {
        let notes = chapter.notes.iter().zip(&decided.notes);
        let shown = notes.filter(|(_, decision)| decision.is_some()).map(|(note, _)| note.root);
        for root in std::iter::once(chapter.body).chain(shown) {
            for node in chapter.tree.descendants(root) {
                if let Some(element) = chapter.tree.element(node) {
                    add(&mut facts, chapter, decided, node, element);
                }
            }
        }
    }
    facts
}

/// Adds what an element makes true.
fn add(
    facts: &mut Facts,
    chapter: &Chapter<'_>,
    decided: &Decisions,
    node: NodeId,
    element: &Element<'_>,
) {
    let tag = match &element.name {
        Name::Html(tag) => *tag,
        Name::Svg(name) if name.as_ref() == "svg" => {
            let hidden = element.attr("aria-hidden") == Some("true");
            facts.images |= !hidden;
            facts.all_described &= hidden || parse::is_named(&chapter.tree, node, element);
            return;
        }
        Name::MathMl(_) => {
            facts.mathml = true;
            return;
        }
        _ => return,
    };
    match tag {
        Tag::Img if has_file(decided, element) => match element.attr("alt") {
            // Marked as decoration.
            Some("") if element.attr("role").is_some() => {}
            alt => {
                facts.images = true;
                facts.all_described &= alt.is_some_and(|alt| !alt.trim().is_empty());
            }
        },
        Tag::Audio => facts.audio |= plays(chapter, decided, node, element),
        Tag::Video => facts.video |= plays(chapter, decided, node, element),
        Tag::Table => facts.tables = true,
        Tag::Ruby => facts.ruby = true,
        Tag::Code if element.attr("class").is_some_and(|class| class.starts_with("math ")) => {
            facts.tex = true;
        }
        tag => facts.headings |= tag.heading_level().is_some(),
    }
}

/// Whether a sound or film has a file of the book to be played, its own or that of a source in it.
fn plays(chapter: &Chapter<'_>, decided: &Decisions, node: NodeId, element: &Element<'_>) -> bool {
    let sources = chapter.tree.children(node).filter_map(|child| chapter.tree.element(child));
    std::iter::once(element)
        .chain(sources.filter(|child| child.name == Name::Html(Tag::Source)))
        .any(|element| has_file(decided, element))
}

/// Whether an element's `src` leads to a file of the book.
fn has_file(decided: &Decisions, element: &Element<'_>) -> bool {
    element.attrs.iter().filter(|attr| attr.name == "src").any(|attr| match attr.value {
        Value::Reference(index) => matches!(decided.targets.get(index), Some(Target::Asset(_))),
        _ => false,
    })
}
