//! Numbers of two digits stand upright in a vertical line.
//!
//! In: the tree of a chapter whose lines are vertical. Out: the same, each such number in an element
//! of the class `upright`. Refuses to know: how that is drawn. One digit is drawn as a character is;
//! longer numbers lie, as a book of the kind has them. Source: Requirements for Japanese Text
//! Layout (JLREQ), section 3.2.5 (tate-chu-yoko).

use crate::tree::{Attr, Data, Element, Name, NodeId, Step, Tag, Tree};
use std::borrow::Cow;
use std::ops::Range;

/// Sets the numbers below `root`; code, tables and formulas have horizontal lines.
pub(super) fn set(tree: &mut Tree<'_>, root: NodeId) {
    let mut found = Vec::new();
    let mut step = Some(Step::Enter(root));
    while let Some(now) = step {
        let mut skip = false;
        if let Step::Enter(id) = now {
            match tree.data(id) {
                Data::Text(text) => {
                    let numbers = numbers(text);
                    if !numbers.is_empty() {
                        found.push((id, numbers));
                    }
                }
                Data::Element(element) => {
                    skip = match &element.name {
                        Name::Html(tag) => {
                            matches!(tag, Tag::Pre | Tag::Code | Tag::Table | Tag::Rt | Tag::Rp)
                        }
                        Name::Svg(_) | Name::MathMl(_) => true,
                        Name::Unknown(_) => false,
                    };
                }
                Data::Noteref(_) | Data::Root => {}
            }
        }
        step = match now {
            Step::Enter(id) if skip => tree.step(root, Step::Leave(id)),
            _ => tree.step(root, now),
        };
    }
    for (node, numbers) in found {
        part(tree, node, &numbers);
    }
}

/// Numbers of two digits, with nothing of the Latin script beside them.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let in_word = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|b| b.is_ascii_graphic() && *b != b'(' && *b != b')')
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let length =
            bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        if length == 2 && !in_word(at.checked_sub(1)) && !in_word(Some(at + 2)) {
            found.push(at..at + 2);
        }
        at += length;
    }
    found
}

/// Parts a text at its numbers.
fn part(tree: &mut Tree<'_>, node: NodeId, numbers: &[Range<usize>]) {
    let Data::Text(text) = tree.data(node) else { return };
    let text = text.clone().into_owned();
    let at = tree.at(node);
    let mut from = 0;
    for number in numbers.iter().chain(std::iter::once(&(text.len()..text.len()))) {
        let words = text.get(from..number.start).unwrap_or_default();
        if !words.is_empty() {
            let words = tree.create(Data::Text(Cow::Owned(words.to_owned())), at);
            tree.insert_before(node, words);
        }
        let digits = text.get(number.clone()).unwrap_or_default();
        if !digits.is_empty() {
            let attrs = vec![Attr::new("class", "upright")];
            let span =
                tree.create(Data::Element(Element { name: Name::Html(Tag::Span), attrs }), at);
            let digits = tree.create(Data::Text(Cow::Owned(digits.to_owned())), at);
            tree.append(span, digits);
            tree.insert_before(node, span);
        }
        from = number.end;
    }
    tree.detach(node);
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_of_two_digits_stand_by_themselves() {
        let found = |text: &str| -> Vec<String> {
            let numbers = numbers(text).into_iter();
            numbers.filter_map(|at| text.get(at).map(str::to_owned)).collect()
        };
        assert_eq!(found("十月12日、3人、(45)、1871年"), ["12", "45"]);
        assert_eq!(found("A12 12% 12.5 12"), ["12"]);
    }
}
