//! A page as a reader sees it: runs of text, one after the other.
//!
//! In: a tree that `clean` has put in order. Out: its leaves, the elements that hold text and no other
//! block, with what they say. Refuses to know: which of them belong to the article.

use super::Page;
use crate::import::credits::{self, Form};
use crate::tree::{Data, NodeId, Step, Tag, Tree};
use unicode_width::UnicodeWidthStr;

/// An element that holds a run of text.
#[derive(Debug)]
pub(super) struct Leaf {
    /// The element.
    pub(super) node: NodeId,
    /// The line on which its text begins.
    pub(super) line: usize,
    /// Its text, white space folded, `\n` where lines are broken.
    pub(super) text: String,
    /// Characters of it that are links.
    pub(super) linked: usize,
    /// All its characters but white space.
    pub(super) length: usize,
    /// What markup says of it.
    pub(super) form: Form,
    /// Whether all of it is set off by weight or slant.
    pub(super) set_off: bool,
    /// Whether all of it is in larger type, by an attribute.
    pub(super) large: bool,
}

impl Leaf {
    /// The share of its characters that are links.
    #[allow(clippy::cast_precision_loss, reason = "a ratio of lengths")]
    pub(super) fn link_share(&self) -> f64 {
        if self.length == 0 { 0.0 } else { self.linked as f64 / self.length as f64 }
    }
}

/// Whether an element makes a block of its own.
pub(in crate::import) fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Html
            | Tag::Body
            | Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Footer
            | Tag::Header
            | Tag::Hgroup
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Main
            | Tag::Nav
            | Tag::Section
            | Tag::Search
            | Tag::Blockquote
            | Tag::Dd
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Hr
            | Tag::Li
            | Tag::Menu
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Ul
            | Tag::Caption
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr
            | Tag::Colgroup
            | Tag::Col
            | Tag::Details
            | Tag::Dialog
            | Tag::Fieldset
            | Tag::Form
            | Tag::Legend
            | Tag::Summary
            | Tag::Center
            | Tag::Dir
            | Tag::Listing
            | Tag::Xmp
            | Tag::Plaintext
            | Tag::Multicol
            | Tag::Noscript
            | Tag::Frameset
            | Tag::Noframes
    )
}

/// For each node below `top`, whether there is a block below it; one walk.
pub(super) fn holders(tree: &Tree<'static>, top: NodeId) -> Vec<bool> {
    let mut holds = Vec::new();
    let mut mark = |id: NodeId| {
        if holds.len() <= id.index() {
            holds.resize(id.index() + 1, false);
        }
        if let Some(place) = holds.get_mut(id.index()) {
            *place = true;
        }
    };
    // On the way out, each node knows of its children: what was marked or is a block marks its parent.
    let mut open: Vec<bool> = Vec::new();
    for step in tree.walk(top) {
        match step {
            Step::Enter(_) => open.push(false),
            Step::Leave(id) => {
                let inside = open.pop().unwrap_or_default();
                if inside {
                    mark(id);
                }
                if (inside || tree.tag(id).is_some_and(is_block))
                    && let Some(above) = open.last_mut()
                {
                    *above = true;
                }
            }
        }
    }
    holds
}

/// Characters of a text but white space and signs without width.
pub(super) fn length(text: &str) -> usize {
    text.chars().filter(|c| !is_blank(*c)).count()
}

/// Whether nothing is to be seen of a character.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// White space folded to one space; lines kept where `\n` breaks them.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim_matches(|c: char| is_blank(c) && c != '\u{3000}').trim_end();
        if !out.is_empty() {
            out.push('\n');
        }
        let mut words = line.split(|c: char| c.is_whitespace() && c != '\u{3000}');
        let mut first = true;
        for word in words.by_ref().filter(|word| !word.is_empty()) {
            if !std::mem::take(&mut first) {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    let out = out.trim_matches(is_blank);
    out.to_owned()
}

/// The text below a node, folded; `br` breaks lines.
pub(super) fn text_of(tree: &Tree<'static>, top: NodeId) -> String {
    let mut raw = String::new();
    for id in tree.descendants(top) {
        write_text(tree, id, &mut raw);
    }
    folded(&raw)
}

fn write_text(tree: &Tree<'static>, id: NodeId, out: &mut String) {
    match tree.data(id) {
        // A line end of the source is a space; only `br` breaks lines.
        Data::Text(text) => out.extend(text.chars().map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c => c,
        })),
        Data::Element(element) if element.name.html() == Some(Tag::Br) => out.push('\n'),
        Data::Element(element) if element.name.html().is_some_and(is_block) => out.push(' '),
        _ => {}
    }
}

/// The leaves below the page's body, in order.
pub(super) fn leaves(page: &Page) -> Vec<Leaf> {
    let tree = &page.tree;
    let holds = holders(tree, page.body);
    let mut leaves = Vec::new();
    let mut forms: Vec<Form> = vec![Form::Plain];
    let mut step = Some(Step::Enter(page.body));
    while let Some(now) = step {
        step = match now {
            Step::Enter(id) => {
                let tag = tree.tag(id);
                let block = tag.is_some_and(is_block);
                let inside = holds.get(id.index()).copied().unwrap_or_default();
                if block && (!inside || tag == Some(Tag::Table)) && id != page.body {
                    let form = form_of(tag, forms.last().copied().unwrap_or(Form::Plain));
                    leaves.extend(leaf(page, id, form));
                    tree.step(page.body, Step::Leave(id))
                } else {
                    let above = forms.last().copied().unwrap_or(Form::Plain);
                    forms.push(form_of(tag, above));
                    tree.step(page.body, now)
                }
            }
            Step::Leave(_) => {
                forms.pop();
                tree.step(page.body, now)
            }
        };
    }
    leaves
}

/// What an element says of the text in it; `above` is what those around it say.
fn form_of(tag: Option<Tag>, above: Form) -> Form {
    match tag {
        Some(Tag::Li | Tag::Dd | Tag::Dt) if above != Form::Quote => Form::Item,
        Some(Tag::Blockquote) => Form::Quote,
        Some(Tag::Figcaption | Tag::Caption) => Form::Caption,
        Some(tag) => tag.heading_level().map_or(above, Form::Heading),
        None => above,
    }
}

/// Columns of a row of entries, at most.
const ROW: usize = 240;

/// The texts of the elements in a leaf that holds nothing else, with gaps between them.
fn row(tree: &Tree<'static>, node: NodeId) -> Option<String> {
    let mut entries = Vec::new();
    for child in tree.children(node) {
        match tree.data(child) {
            Data::Text(text) if text.chars().any(char::is_alphanumeric) => return None,
            Data::Element(_) => entries.push(text_of(tree, child)),
            _ => {}
        }
    }
    entries.retain(|entry| !entry.is_empty());
    (entries.len() > 1).then(|| entries.join("\t"))
}

fn leaf(page: &Page, node: NodeId, form: Form) -> Option<Leaf> {
    let tree = &page.tree;
    let (mut raw, mut linked, mut line) = (String::new(), 0, None);
    let (mut in_link, mut in_set_off, mut set_off) = (0_usize, 0_usize, true);
    let mut large = true;
    for step in tree.walk(node) {
        let (id, enter) = match step {
            Step::Enter(id) => (id, true),
            Step::Leave(id) => (id, false),
        };
        let count = |depth: &mut usize| {
            *depth = if enter { *depth + 1 } else { depth.saturating_sub(1) };
        };
        match tree.tag(id) {
            Some(Tag::A) => count(&mut in_link),
            Some(Tag::B | Tag::Strong | Tag::I | Tag::Em) => count(&mut in_set_off),
            _ => {}
        }
        if !enter {
            continue;
        }
        write_text(tree, id, &mut raw);
        if let Data::Text(text) = tree.data(id) {
            let here = length(text);
            if here > 0 {
                line = line.or_else(|| Some(page.lines.get(id)));
                set_off &= in_set_off > 0;
                large &= page.large.contains(&id);
                if in_link > 0 || page.is_linked(node) {
                    linked += here;
                }
            }
        }
    }
    let mut text = folded(&raw);
    // A row of elements may be a row of entries: `<span>Text: …</span> <span>Photos: …</span>`.
    if text.width() < ROW
        && let Some(row) = row(tree, node)
        && !credits::states(&text)
        && credits::states(&row)
    {
        text = row;
    }
    let line = line?;
    Some(Leaf { node, line, linked, length: length(&text), text, form, set_off, large })
}
