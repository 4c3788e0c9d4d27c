//! What the book holds, as far as its metadata speaks of it.
//!
//! In: chapters with the decisions on them. Out: [`Facts`]. Only what readers get counts: an image
//! or a film that is not there, and a note that nothing refers to, make no claim true or false.
//! Refuses to know: how claims are worded.

use crate::book::{Asset, Chapter, Decisions, Target};
use crate::load::assets::Assets;
use crate::parse;
use crate::publication::Facts;
use crate::tree::{Element, Name, NodeId, Tag, Value};
use memchr::memmem;

/// The facts of the whole book.
pub(super) fn gather(chapters: &[Chapter<'_>], decisions: &[Decisions], assets: &Assets) -> Facts {
    let mut facts = Facts {
        images: assets.cover.is_some(),
        all_described: true,
        moving: assets.list.iter().any(moves),
        ..Facts::default()
    };
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

/// Whether something in a file moves by itself: more than one frame, an animation. Errs on the
/// side of motion.
fn moves(asset: &Asset) -> bool {
    let bytes: &[u8] = &asset.bytes;
    let holds = |what: &str| memmem::find(bytes, what.as_bytes()).is_some();
    match asset.media_type {
        // Every frame but a single one has its graphic control extension.
        "image/gif" => memmem::find_iter(bytes, b"\x21\xf9\x04").nth(1).is_some(),
        // The animation control chunk stands before the first image data chunk.
        "image/png" => memmem::find(bytes, b"IDAT")
            .and_then(|at| bytes.get(..at))
            .is_some_and(|head| memmem::find(head, b"acTL").is_some()),
        // The second flag of an extended file's header.
        "image/webp" => {
            bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0)
        }
        "image/svg+xml" => ["<animate", "<set", "@keyframes"].into_iter().any(holds),
        "text/css" => holds("@keyframes"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::moves;
    use crate::book::Asset;

    #[test]
    fn what_has_several_frames_moves() {
        let frame = b"\x21\xf9\x04\x00\x00\x00\x00\x00";
        let moving: [(&'static str, &[u8]); 6] = [
            ("image/gif", &[&b"GIF89a"[..], frame, frame].concat()),
            ("image/png", b"\x89PNG IHDR acTL IDAT"),
            ("image/webp", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"),
            ("image/svg+xml", b"<svg><animate/></svg>"),
            ("text/css", b"@keyframes a {}"),
            ("image/svg+xml", b"<svg><style>@keyframes a {}</style></svg>"),
        ];
        let still: [(&'static str, &[u8]); 4] = [
            ("image/gif", &[&b"GIF89a"[..], frame].concat()),
            ("image/png", b"\x89PNG IHDR IDAT acTL"),
            ("image/webp", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0"),
            ("image/webp", b"RIFF"),
        ];
        let asset = |media_type, bytes: &[u8]| Asset {
            path: "images/it".into(),
            media_type,
            bytes: bytes.into(),
            image: true,
            size: None,
        };
        for (media_type, bytes) in moving {
            assert!(moves(&asset(media_type, bytes)), "{media_type}");
        }
        for (media_type, bytes) in still {
            assert!(!moves(&asset(media_type, bytes)), "{media_type}");
        }
    }
}
