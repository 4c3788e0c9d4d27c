//! Formulas: TeX becomes presentation MathML.
//!
//! In: the TeX of one formula. Out: a `math` element as markup, or what is wrong with it, and where
//! in it; and once the formulas stand in the tree, what EPUB wants of them. Refuses to know: the formula's place in the chapter; which MathML is legal in a book,
//! which `conform` sees to. The only file that knows math-core.

use crate::tree::{Data, Element, Name, NodeId, Tree, Value};
use crate::xml;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Depth of groups, and of commands that wait for what follows, beyond which a formula is refused:
/// the parser of TeX recurses, and no formula that people read comes near.
const DEPTH_LIMIT: usize = 100;

/// Bytes of TeX beyond which a formula is refused.
const LENGTH_LIMIT: usize = 20_000;

/// Commands that math-core does not know, in those that it does. What only frames or colours is
/// left to its content: a book has the reader's colours.
const MACROS: &[(&str, &str)] = &[
    ("widetilde", r"\tilde{#1}"),
    ("substack", r"\begin{matrix}#1\end{matrix}"),
    ("boxed", "{#1}"),
    ("textcolor", "{#2}"),
];

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = MACROS.iter().map(|(name, tex)| ((*name).to_owned(), (*tex).to_owned()));
    let config = MathCoreConfig { macros: macros.collect(), ..MathCoreConfig::default() };
    LatexToMathML::new(config).ok()
});

/// Why a formula is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in the TeX.
    pub(super) at: Range<usize>,
    /// What is wrong, as a diagnostic has it.
    pub(super) message: String,
}

/// The MathML of a formula, as markup; `block` for one that stands in a line of its own.
pub(super) fn mathml(tex: &str, block: bool) -> Result<String, Fault> {
    let whole = 0..tex.len();
    if tex.len() > LENGTH_LIMIT {
        let message = format!("the formula is longer than {LENGTH_LIMIT} bytes");
        return Err(Fault { at: whole, message });
    }
    if let Some(at) = too_deep(tex) {
        let message = format!("the formula nests more than {DEPTH_LIMIT} deep");
        return Err(Fault { at: at..at + 1, message });
    }
    let known = in_known_words(tex);
    let display = if block { MathDisplay::Block } else { MathDisplay::Inline };
    let Some(converter) = CONVERTER.as_ref() else {
        return Err(Fault { at: whole, message: "formulas can't be read".to_owned() });
    };
    match converter.convert_with_local_state(&known, display) {
        Ok(converted) => Ok(converted.mathml),
        Err(error) => {
            let same = known.len() == tex.len();
            let found = if same { error.0.clone() } else { whole.clone() };
            let at = if tex.get(found.clone()).is_some() { found } else { whole };
            Err(Fault { at, message: worded(&error.error_message()) })
        }
    }
}

/// Finishes the formulas below `root`, once they stand in the tree; `written` has the TeX of each by
/// its offset. Each gets its TeX as the text for those who can't see it. What MathML Core says with
/// attributes of any element MathML 3, which EPUB goes by, says with an `mstyle` around it.
/// Source: MathML 3 sections 2.2.1 (`alttext`) and 3.3.4 (`mstyle`).
pub(super) fn finish(tree: &mut Tree<'_>, root: NodeId, written: &HashMap<usize, &str>) {
    if written.is_empty() {
        return;
    }
    let is_math = |name: &Name| matches!(name, Name::MathMl(local) if local.as_ref() == "math");
    let formulas: Vec<(NodeId, String)> = tree
        .descendants(root)
        .filter(|node| tree.element(*node).is_some_and(|element| is_math(&element.name)))
        .filter_map(|node| {
            let tex = written.get(&tree.at(node))?;
            Some((node, xml::legal(tex.trim()).into_owned()))
        })
        .collect();
    for (formula, tex) in formulas {
        let styled: Vec<NodeId> = tree
            .descendants(formula)
            .filter(|node| {
                tree.element(*node)
                    .is_some_and(|e| e.attrs.iter().any(|a| STYLES.contains(&&*a.name)))
            })
            .collect();
        for node in styled {
            style(tree, node);
        }
        if let Some(element) = tree.element_mut(formula) {
            element.set("alttext", Value::Text(Cow::Owned(tex)));
        }
    }
}

/// The attributes that MathML 3 has for `mstyle`.
const STYLES: [&str; 2] = ["displaystyle", "scriptlevel"];

/// Puts the style of an element of MathML where MathML 3 has it.
fn style(tree: &mut Tree<'_>, node: NodeId) {
    let Some(element) = tree.element_mut(node) else { return };
    match element.name.as_str() {
        "math" | "mstyle" => {}
        // A table is set in the style around it; it has a say about its cells alone.
        "mtable" => element.attrs.retain(|attr| attr.name != "scriptlevel"),
        "mrow" => element.name = Name::MathMl("mstyle".into()),
        _ => {
            let (own, rest): (Vec<_>, Vec<_>) =
                element.attrs.drain(..).partition(|attr| STYLES.contains(&&*attr.name));
            element.attrs = rest;
            let name = Name::MathMl("mstyle".into());
            let around = tree.create(Data::Element(Element { name, attrs: own }), tree.at(node));
            tree.insert_before(node, around);
            tree.detach(node);
            tree.append(around, node);
        }
    }
}

/// The sentence of a foreign error in this tool's way: lower-case start, code in backticks, no full
/// stop.
fn worded(message: &str) -> String {
    let message = message.trim_end_matches('.').replace('"', "`");
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => message,
    }
}

/// The TeX with words that math-core knows in place of some that it does not.
fn in_known_words(tex: &str) -> String {
    let mut known = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(at) = rest.find(r"\mbox") {
        let (before, after) = rest.split_at(at);
        known.push_str(before);
        let after = after.trim_start_matches(r"\mbox");
        // `\mboxes` is another command.
        known.push_str(if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            r"\mbox"
        } else {
            r"\text"
        });
        rest = after;
    }
    known.push_str(rest);
    known.replace("{split}", "{aligned}")
}

/// Where the nesting passes the limit: groups that are open, and commands in a row, each of which
/// may wait for the next as its argument.
fn too_deep(tex: &str) -> Option<usize> {
    let bytes = tex.as_bytes();
    let mut open = 0_usize;
    let mut row = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                let name: usize = bytes
                    .get(at + 1..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|b| b.is_ascii_alphabetic())
                    .count();
                match tex.get(at + 1..at + 1 + name) {
                    Some("left" | "begin") => open += 1,
                    Some("right" | "end") => open = open.saturating_sub(1),
                    _ => row += 1,
                }
                // A sign after a backslash is a command too; it may be of several bytes.
                at += name.max(1);
            }
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open = open.saturating_sub(1);
                row = 0;
            }
            b' ' | b'\n' | b'\t' | b'^' | b'_' => {}
            _ => row = 0,
        }
        if open + row > DEPTH_LIMIT {
            return Some(at.min(tex.len().saturating_sub(1)));
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_LIMIT, mathml};

    #[test]
    fn tex_becomes_mathml() {
        assert_eq!(
            mathml("x^2", false).unwrap_or_default(),
            "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
        );
        assert_eq!(
            mathml(r"\mbox{if } \boxed{\textcolor{red}{a}}", true).unwrap_or_default(),
            "<math display=\"block\"><mtext>if\u{a0}</mtext><mi>a</mi></math>"
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (tex, at, message) in [
            (r"a \foo b", 2..6, "unknown command `\\foo`"),
            (r"\frac{a}", 8..8, "expected argument but reached end of input"),
            (r"\mbox{a} x^y^z", 12..13, "duplicate subscript or superscript"),
            (r"{split} \foo", 0..12, "unknown command `\\foo`"),
        ] {
            let fault = mathml(tex, false).err();
            let fault = fault.map(|fault| (fault.at, fault.message));
            assert_eq!(fault, Some((at, message.to_owned())), "{tex}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        for (before, after) in [
            ("{", "}"),
            (r"\left(", r"\right)"),
            (r"\sqrt{", "}"),
            (r"\sqrt", ""),
            (r"\frac ", ""),
            (r"\hat^", ""),
            (r"\begin{matrix}", r"\end{matrix}"),
            ("x^{", "}"),
            (r"\sqrt[", "]"),
            ("\\\u{1f980}", ""),
        ] {
            for n in [10, DEPTH_LIMIT / 2, DEPTH_LIMIT + 1, 5_000] {
                let tex = format!("{}x{}", before.repeat(n), after.repeat(n));
                let _ = mathml(&tex, false);
                let _ = mathml(&before.repeat(n), true);
            }
        }
        let deep = "{".repeat(DEPTH_LIMIT + 1);
        assert!(mathml(&deep, false).is_err_and(|fault| fault.message.contains("nests")));
    }
}
