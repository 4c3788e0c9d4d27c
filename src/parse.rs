//! Markdown text becomes a chapter tree with places; whatever the text is, there is a tree.
//!
//! In: a chapter's [`Text`]. Out: a [`Chapter`]: a tree that is legal XHTML, and lists of all that
//! has to be decided with the whole book at hand. Refuses to know: files, other chapters, how a
//! page is written. The only room that knows pulldown-cmark and the HTML5 parser.
//!
//! A chapter goes through four steps: `markdown` turns pulldown-cmark's events into a tree,
//! directly where there is no raw HTML, and through html5ever's tree builder where there is, so
//! that raw HTML is understood over the whole chapter as a browser would; `conform` makes the tree
//! legal where raw HTML could make it otherwise; `survey` gathers what is to be decided.

mod conform;
mod division;
mod emphasis;
mod highlight;
mod html;
mod inline;
mod markdown;
mod math;
mod page_breaks;
mod pieces;
mod punctuation;
mod survey;
mod verse;
mod vertical;

use crate::book::Chapter;
use crate::diagnostic::{Diagnostics, code};
use crate::edition::Math;
use crate::labels::Labels;
use crate::source::Text;
use crate::tree::{Data, NodeId, Tree};
use crate::xml;
pub use pieces::{Address, Pieces, pieces};
pub use survey::{is_named, slug};

/// Depth of nesting beyond which elements are not made; their text is kept where they would stand.
pub const NESTING_LIMIT: usize = 200;

/// How a manuscript's Markdown is read.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// BCP 47 tag of the chapter's language.
    pub lang: &'o str,
    /// As mdBook reads it: no math, sub- or superscript; hidden lines in Rust code.
    pub mdbook: bool,
    /// How formulas are read and written.
    pub math: Math,
    /// Lines are vertical, in a script that is written so.
    pub vertical: bool,
    /// Keywords, strings and the like are told apart in code.
    pub highlight: bool,
    /// Straight quotes, dashes and dots become those of the language.
    pub smart_punctuation: bool,
}

/// Parses one chapter. `labels` are in the chapter's language and give the alerts their titles.
/// Never fails: what can't be kept is reported.
pub fn parse<'s>(
    text: &'s Text,
    options: Options<'_>,
    labels: &Labels,
    diagnostics: &mut Diagnostics,
) -> Chapter<'s> {
    report_control_characters(text, diagnostics);
    let mut tree = Tree::new();
    let body = tree.create(Data::Root, 0);
    let markdown = markdown::read(text, options, labels, &mut tree, body, diagnostics);
    // Few books mark pages: one look at the text spares the walk. Markers of Markdown are settled
    // before a paragraph of nothing else is taken for empty, those of raw HTML once they are legal.
    let notes = markdown.notes.iter().map(|note| note.root);
    let roots: Vec<NodeId> = std::iter::once(body).chain(notes).collect();
    let paged = text.as_str().contains("{p.") || text.as_str().contains("pagebreak");
    let settle = |tree: &mut Tree<'s>| {
        if paged {
            for root in &roots {
                page_breaks::settle(tree, *root);
            }
        }
    };
    settle(&mut tree);
    for root in &markdown.raw {
        conform::conform(&mut tree, *root, text, diagnostics);
        if options.highlight {
            highlight::set(&mut tree, *root);
        }
    }
    settle(&mut tree);
    if options.smart_punctuation {
        for root in &roots {
            punctuation::set(&mut tree, *root, options.lang, markdown.kept);
        }
    }
    if options.vertical {
        let roots = std::iter::once(body).chain(markdown.notes.iter().map(|note| note.root));
        for root in roots {
            vertical::set(&mut tree, root);
        }
    }
    survey::survey(tree, body, markdown, text, diagnostics)
}

/// Reports characters that XML can't hold, once for each run of them.
fn report_control_characters(text: &Text, diagnostics: &mut Diagnostics) {
    let whole = text.as_str();
    // 0xEF begins U+FFFE and U+FFFF (and much else, hence the closer look).
    let suspect = whole.bytes().fold(false, |found, b| {
        found || (b == 0xef) || ((b < 0x20) && (b != b'\n') && (b != b'\t') && (b != b'\r'))
    });
    if !suspect {
        return;
    }
    let mut last_end = None;
    for (at, c) in whole.char_indices().filter(|(_, c)| !xml::is_legal(*c)) {
        let end = at + c.len_utf8();
        if last_end != Some(at) {
            let done = if c == '\0' { "becomes U+FFFD" } else { "is left out" };
            diagnostics.push(
                &code::CONTROL_CHARACTER,
                text.span(at..end),
                format!("the character U+{:04X} can't be in a book and {done}", u32::from(c)),
            );
        }
        last_end = Some(end);
    }
}

#[cfg(test)]
mod tests;
