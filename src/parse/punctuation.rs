//! Straight quotes, dashes of hyphens and three dots become those of the language.
//!
//! In: the tree of a chapter and its language. Out: the same tree; nothing changed but these signs,
//! and the spaces that French puts about some. Refuses to know: Markdown; code, formulas and
//! addresses, which it passes over.
//!
//! The rules of each language are data, in `punctuation/languages.rs`. Which of two quotes is meant
//! is told by what stands beside it, over the borders of elements, within one block.

mod languages;

use crate::tree::{Data, Element, Name, NodeId, Step, Tag, Tree};
use languages::{Rules, Spaces};
use std::borrow::Cow;

/// Stands in the text for something that is no text: code, an image.
const THING: char = '\u{fffc}';

/// Signs that the author wrote to be as they are (`\"`, `&quot;`), and what stands for each until
/// the others have been set. They are no characters that a text has.
const KEPT: [(char, char); 4] =
    [('"', '\u{fdd0}'), ('\'', '\u{fdd1}'), ('-', '\u{fdd2}'), ('.', '\u{fdd3}')];

/// Whether a character is one that stands for a sign that is to be kept.
pub(super) fn stands_in(c: char) -> bool {
    KEPT.iter().any(|(_, kept)| *kept == c)
}

/// A text in which the signs stay as they are. It has none of the characters that stand for them:
/// these are replaced.
pub(super) fn keep(text: &str) -> String {
    let kept = |c| {
        let c = if stands_in(c) { char::REPLACEMENT_CHARACTER } else { c };
        KEPT.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, kept)| *kept)
    };
    text.chars().map(kept).collect()
}

/// The signs that were kept, themselves again; for text that is not set.
fn as_written(text: &str) -> Option<String> {
    let sign = |c| KEPT.iter().find(|(_, kept)| *kept == c).map_or(c, |(sign, _)| *sign);
    text.contains(stands_in).then(|| text.chars().map(sign).collect())
}

/// Sets the punctuation below `root`; `lang` is the chapter's language, elements may have others.
/// `kept` tells whether there are texts whose signs were to be kept.
pub(super) fn set(tree: &mut Tree<'_>, root: NodeId, lang: &str, kept: bool) {
    let mut block = Block { kept, ..Block::default() };
    let mut langs = vec![languages::rules(lang)];
    let mut changes: Vec<(NodeId, String)> = Vec::new();
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        let mut skip = false;
        match now {
            Step::Enter(id) => match tree.data(id) {
                Data::Text(text) => {
                    block.text(id, text, langs.last().copied().flatten());
                }
                Data::Element(element) => {
                    if let Some(lang) = element.attr("lang") {
                        langs.push(languages::rules(lang));
                    }
                    match reading(tree, id, element) {
                        Reading::Block => block.end(tree, &mut changes),
                        Reading::Line => {}
                        Reading::Break => block.push('\n'),
                        Reading::Thing => {
                            block.push(THING);
                            skip = true;
                        }
                        Reading::Nothing => {
                            block.end(tree, &mut changes);
                            skip = true;
                        }
                    }
                }
                Data::Noteref(_) | Data::Root => {}
            },
            Step::Leave(id) => {
                if let Data::Element(element) = tree.data(id) {
                    if element.attr("lang").is_some() {
                        langs.pop();
                    }
                    if matches!(reading(tree, id, element), Reading::Block) {
                        block.end(tree, &mut changes);
                    }
                }
            }
        }
        step = match now {
            Step::Enter(id) if skip => tree.step(root, Step::Leave(id)).inspect(|_| {
                if tree.element(id).is_some_and(|element| element.attr("lang").is_some()) {
                    langs.pop();
                }
            }),
            _ => tree.step(root, now),
        };
    }
    block.end(tree, &mut changes);
    for (node, text) in changes {
        *tree.data_mut(node) = Data::Text(Cow::Owned(text));
    }
    if !kept {
        return;
    }
    // Code and the like were passed over.
    let nodes: Vec<NodeId> = tree.descendants(root).collect();
    for node in nodes {
        if let Data::Text(text) = tree.data_mut(node)
            && let Some(written) = as_written(text)
        {
            *text = Cow::Owned(written);
        }
    }
}

/// How an element is to be read.
enum Reading {
    /// Its text is a block of its own.
    Block,
    /// Its text goes on from what is before it.
    Line,
    /// It ends a line.
    Break,
    /// It is a thing among words, whose own text is left alone.
    Thing,
    /// It stands apart, and its text is left alone.
    Nothing,
}

fn reading(tree: &Tree<'_>, id: NodeId, element: &Element<'_>) -> Reading {
    match &element.name {
        Name::Html(tag) => match tag {
            Tag::Pre => Reading::Nothing,
            Tag::Br => Reading::Break,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Var | Tag::Img => Reading::Thing,
            Tag::A if is_address(tree, id, element) => Reading::Thing,
            tag if tag.is_phrasing() => Reading::Line,
            _ => Reading::Block,
        },
        Name::Svg(_) | Name::MathMl(_) => Reading::Thing,
        Name::Unknown(_) => Reading::Line,
    }
}

/// Whether a link shows its own address.
fn is_address(tree: &Tree<'_>, id: NodeId, element: &Element<'_>) -> bool {
    let Some(address) = element.attr("href") else { return false };
    let first = tree.first_child(id).map(|child| tree.data(child));
    matches!(first, Some(Data::Text(text)) if !text.is_empty() && address.ends_with(text.as_ref()))
}

/// The text of one block.
#[derive(Default)]
struct Block {
    chars: Vec<char>,
    /// For each text node: itself, where its text begins, and the rules of its language.
    nodes: Vec<(NodeId, usize, Option<&'static Rules>)>,
    /// Whether there may be something to set.
    busy: bool,
    /// Whether there may be signs that were to be kept.
    kept: bool,
}

impl Block {
    fn push(&mut self, c: char) {
        self.chars.push(c);
    }

    fn text(&mut self, node: NodeId, text: &str, rules: Option<&'static Rules>) {
        self.nodes.push((node, self.chars.len(), rules));
        self.chars.extend(text.chars());
        let bytes = text.as_bytes();
        self.busy |= memchr::memchr2(b'"', b'\'', bytes).is_some()
            || (self.kept && memchr::memchr(0xef, bytes).is_some())
            || (rules.is_some() && memchr::memmem::find(bytes, b"--").is_some())
            || (rules.is_some() && memchr::memmem::find(bytes, b"...").is_some())
            || rules.is_some_and(|rules| {
                rules.spaces != Spaces::None && text.contains([';', ':', '!', '?', '«', '»'])
            });
    }

    /// Sets the block's punctuation and begins the next.
    fn end(&mut self, tree: &Tree<'_>, changes: &mut Vec<(NodeId, String)>) {
        if self.busy {
            let mut setter = Setter { chars: &self.chars, kept: self.kept, double: 0, single: 0 };
            for (index, (node, from, rules)) in self.nodes.iter().enumerate() {
                let to = self.nodes.get(index + 1).map_or(self.chars.len(), |next| next.1);
                // Signs of things and breaks after the text are none of it.
                let own = match tree.data(*node) {
                    Data::Text(text) => text.chars().count(),
                    _ => 0,
                };
                let to = to.min(from + own);
                let text = setter.set(*from..to, *rules);
                if self
                    .chars
                    .get(*from..to)
                    .is_some_and(|old| !old.iter().copied().eq(text.chars()))
                {
                    changes.push((*node, text));
                }
            }
        }
        self.chars.clear();
        self.nodes.clear();
        self.busy = false;
    }
}

/// Sets one block, from its beginning to its end.
struct Setter<'b> {
    chars: &'b [char],
    kept: bool,
    /// Quotes that are open.
    double: usize,
    single: usize,
}

impl Setter<'_> {
    fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.at(at))
    }

    /// Sets the text of one node.
    fn set(&mut self, range: std::ops::Range<usize>, rules: Option<&'static Rules>) -> String {
        let mut out = String::with_capacity(range.len() + 8);
        let mut at = range.start;
        while at < range.end {
            let c = self.at(at);
            if let Some((sign, _)) = KEPT.iter().find(|(_, kept)| *kept == c).filter(|_| self.kept)
            {
                out.push(*sign);
                at += 1;
                continue;
            }
            let Some(rules) = rules else {
                out.push(c);
                at += 1;
                continue;
            };
            at += match c {
                '"' => self.double(at, rules, &mut out),
                '\'' => self.single(at, rules, &mut out),
                '-' | '.' => {
                    let length = (at..range.end).take_while(|next| self.at(*next) == c).count();
                    let set = match (c, length) {
                        ('-', 2) if rules.dashes => "\u{2013}",
                        ('-', 3) if rules.dashes => "\u{2014}",
                        ('.', 3) if rules.dots => "\u{2026}",
                        ('.', 4) if rules.dots => "\u{2026}.",
                        _ => "",
                    };
                    if set.is_empty() {
                        out.extend(std::iter::repeat_n(c, length));
                    } else {
                        out.push_str(set);
                    }
                    length
                }
                _ if rules.spaces != Spaces::None => self.spaced(at, rules, &mut out),
                _ => {
                    out.push(c);
                    1
                }
            };
        }
        out
    }

    fn double(&mut self, at: usize, rules: &Rules, out: &mut String) -> usize {
        let (before, after) = (self.before(at), self.at(at + 1));
        if let Some(sign) = rules.between_letters
            && before.is_alphabetic()
            && after.is_alphabetic()
        {
            out.push(sign);
            return 1;
        }
        let Some((open, close)) = rules.double else {
            out.push('"');
            return 1;
        };
        // 6" is six inches where no quotation is open.
        if before.is_ascii_digit() && self.double == 0 && !after.is_alphanumeric() {
            out.push('\u{2033}');
            return 1;
        }
        let opens = if is_border(before) {
            !is_border(after) || self.double == 0 && !is_gap(after)
        } else {
            self.double == 0 && after.is_alphanumeric()
        };
        if opens {
            self.double += 1;
            out.push_str(open);
        } else if is_gap(before) && is_gap(after) && self.double == 0 {
            out.push('"');
        } else {
            self.double = self.double.saturating_sub(1);
            out.push_str(close);
        }
        1
    }

    fn single(&mut self, at: usize, rules: &Rules, out: &mut String) -> usize {
        let (before, after) = (self.before(at), self.at(at + 1));
        if let Some(sign) = rules.after_letter
            && before.is_alphabetic()
            && !after.is_alphabetic()
        {
            out.push(sign);
            return 1;
        }
        let Some((open, close)) = rules.single else {
            out.push('\'');
            return 1;
        };
        let in_word = is_alphabetic(before) && is_alphabetic(after);
        let opens = is_border(before)
            || self.single == 0 && !is_alphabetic(before) && !in_word && before.is_alphabetic();
        if in_word {
            // 5'10" is five feet ten.
            let feet = before.is_ascii_digit() && after.is_ascii_digit() && {
                // A height or a length has no more digits than these.
                let mut rest = (at + 1..at + 20).map(|at| self.at(at));
                rest.find(|c| !c.is_ascii_digit()) == Some('"')
            };
            out.push(if feet { '\u{2032}' } else { '\u{2019}' });
        } else if opens && !is_gap(after) {
            if self.is_elision(at, rules) || !self.is_closed(at) {
                out.push('\u{2019}');
            } else {
                self.single += 1;
                out.push_str(open);
            }
        } else if self.single > 0 {
            self.single -= 1;
            out.push_str(close);
        } else {
            out.push('\u{2019}');
        }
        1
    }

    /// Whether letters are left out at an apostrophe: `'90s`, `'tis`.
    fn is_elision(&self, at: usize, rules: &Rules) -> bool {
        let word: String =
            (at + 1..).map(|at| self.at(at)).take_while(|c| c.is_alphanumeric()).collect();
        let year = word.trim_end_matches('s');
        let years = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
        years || rules.elisions.contains(&word.to_lowercase().as_str())
    }

    /// Whether a quotation that begins at a single quote has an end in the block.
    fn is_closed(&self, at: usize) -> bool {
        (at + 1..self.chars.len()).any(|other| {
            self.at(other) == '\''
                && !is_gap(self.before(other))
                && !is_alphabetic(self.at(other + 1))
                && other > at + 1
        })
    }

    /// Sets the spaces of French about a sign, or copies a character.
    fn spaced(&self, at: usize, rules: &Rules, out: &mut String) -> usize {
        let c = self.at(at);
        let (before, after) = (self.before(at), self.at(at + 1));
        match c {
            // A space before a sign that wants one that does not break.
            ' ' if rules.space_before(after).is_some() && !is_gap(before) => {
                let ends = is_border(self.at(at + 2)) || after == '»' || is_end(self.at(at + 2));
                match rules.space_before(after).filter(|_| ends) {
                    Some(space) => out.push(space),
                    None => out.push(' '),
                }
            }
            ' ' if before == '«' => out.extend(rules.space_after_opening()),
            '«' => {
                out.push(c);
                if !after.is_whitespace() {
                    out.extend(rules.space_after_opening());
                }
            }
            c => {
                let wanted = rules.space_before(c).filter(|_| {
                    let word = before.is_alphanumeric()
                        || matches!(before, ')' | '»' | '”' | '’' | '…' | '"' | THING);
                    word && (c == '»' || is_gap(after) || is_end(after))
                });
                if let Some(space) = wanted {
                    // Those that are set by this tool have theirs already.
                    if !out.ends_with(['\u{202f}', '\u{a0}']) {
                        out.push(space);
                    }
                }
                out.push(c);
            }
        }
        1
    }
}

/// Whether a character is one of a script that writes words apart and knows apostrophes: in Korean a
/// particle follows right on a closing quote.
fn is_alphabetic(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// White space, or the end of the block.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
}

/// Whether a word may begin after it: white space, opening brackets and quotes, dashes.
fn is_border(c: char) -> bool {
    is_gap(c)
        || matches!(
            c,
            '(' | '[' | '{' | '<' | '/' | '-' | '\u{2010}'
                ..='\u{2015}' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '=' | '"' | '\''
        )
}

/// Whether a sentence may end with it.
fn is_end(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '»' | '”' | '’' | '"' | '\'' | '…')
}

#[cfg(test)]
mod tests;
