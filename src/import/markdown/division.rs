//! Divisions between lines of colons, and the lines of verse in them.
//!
//! In: `div` elements. Out: `::: verse` … `:::`; `None` where an element has more to say than a class,
//! an id and a language. Refuses to know: what a class looks like.

use super::{Block, BlockKind, Place, Writer, attributes, check, escape, join, lang};
use crate::tree::{Element, Name, NodeId, Tag};

impl Writer<'_> {
    /// An element as a division.
    pub(super) fn division(
        &self,
        node: NodeId,
        element: &Element<'_>,
        place: &Place,
    ) -> Option<Block> {
        let opening = opening(element)?;
        let verse = element
            .attr("class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|c| c == "verse"));
        if let Some(verse) = verse.then(|| self.verse(node)).flatten() {
            let text = format!("{opening}\n{verse}\n:::");
            if check::says(self, &[node], &text) {
                return Some(Block::other(text));
            }
            return None;
        }
        if !self.tree.children(node).any(|child| self.is_block(child)) && !self.has_noteref(node) {
            return None;
        }
        let inner = self.blocks(node, &place.inside());
        if inner.is_empty() {
            return None;
        }
        let open = inner.first().is_some_and(Block::goes_on);
        let close = inner.last().is_some_and(|block| {
            block.goes_on()
                || matches!(block.kind, BlockKind::List(_))
                || block.text.starts_with('<')
        });
        let gap = |wide: bool| if wide { "\n\n" } else { "\n" };
        let text = format!("{opening}{}{}{}:::", gap(open), join(&inner), gap(close));
        Some(Block::other(text))
    }

    /// The lines of verse, where the element holds nothing but stanzas of lines as bindery makes them.
    fn verse(&self, node: NodeId) -> Option<String> {
        let mut stanzas = Vec::new();
        for stanza in self.solid(node) {
            let element = self.element(stanza)?;
            if element.name != Name::Html(Tag::P) {
                return None;
            }
            if element.attr("class") == Some("attribution") {
                let nodes: Vec<NodeId> = self.tree.children(stanza).collect();
                stanzas.push(self.verse_line(&nodes)?);
                continue;
            }
            let mut lines = Vec::new();
            for line in self.solid(stanza) {
                let element = self.element(line)?;
                if element.name == Name::Html(Tag::Br) {
                    continue;
                }
                let class = element.attr("class")?;
                let step: usize = match class.strip_prefix("line")? {
                    "" => 0,
                    indent => {
                        indent.strip_prefix(" indent-")?.parse().ok().filter(|step| *step <= 8)?
                    }
                };
                let nodes: Vec<NodeId> = self.tree.children(line).collect();
                lines.push(format!("{}{}", " ".repeat(2 * step), self.verse_line(&nodes)?));
            }
            stanzas.push(lines.join("\n"));
        }
        (!stanzas.is_empty()).then(|| stanzas.join("\n\n"))
    }

    fn verse_line(&self, nodes: &[NodeId]) -> Option<String> {
        let line = self.tried(nodes, true, |written| {
            let line = escape::lines(written);
            check::says(self, nodes, &line).then_some(line)
        });
        line.ok().filter(|line| !line.contains('\n'))
    }
}

/// The line that begins a division.
fn opening(element: &Element<'_>) -> Option<String> {
    let class = if element.name == Name::Html(Tag::Center) {
        Some("center")
    } else {
        element.attr("class")
    };
    let classes: Vec<&str> = class?.split_ascii_whitespace().collect();
    for (name, value) in attributes(element) {
        let implied = |word: &str, role: &str| {
            classes.contains(&word) && matches!((name, value), ("epub:type", kind) if kind == word)
                || classes.contains(&word)
                    && matches!((name, value), ("role", given) if given == role)
        };
        let known = matches!(name, "class" | "id" | "lang" | "xml:lang")
            || implied("epigraph", "doc-epigraph")
            || implied("dedication", "doc-dedication");
        if !known {
            return None;
        }
    }
    // The class `verse` is added to its other names.
    let other = classes.iter().any(|class| matches!(*class, "poem" | "poetry"));
    let classes: Vec<&str> =
        classes.into_iter().filter(|class| !(other && *class == "verse")).collect();
    let id = element.attr("id").filter(|id| !id.is_empty());
    let lang = lang(element);
    if classes.is_empty() || !classes.iter().chain(id.iter()).all(|word| is_name(word)) {
        return None;
    }
    if let ([only], None, None) = (classes.as_slice(), id, lang) {
        return Some(format!("::: {only}"));
    }
    let mut words: Vec<String> = classes.iter().map(|class| format!(".{class}")).collect();
    words.extend(id.map(|id| format!("#{id}")));
    words.extend(lang.map(|lang| format!("lang={lang}")));
    Some(format!("::: {{{}}}", words.join(" ")))
}

/// Whether a word can be a class or an id of a division.
fn is_name(word: &str) -> bool {
    let legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    word.starts_with(char::is_alphabetic) && word.chars().all(legal)
}
