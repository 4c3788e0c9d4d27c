//! Formulas of all kinds become MathML that a book can hold, and nothing has to be changed for it.
//!
//! In: `formulas.txt`, a formula a line, each set in its line of text and in one of its own. Out:
//! every formula that is told of, or is not in the book with its TeX as its text. Refuses to know:
//! how a formula looks.

use std::fmt::Write as _;

use crate::support::Project;

const FORMULAS: &str = include_str!("formulas.txt");

#[test]
fn formulas_become_mathml() {
    let formulas: Vec<&str> = FORMULAS.lines().collect();
    let mut text = "# Formulas\n".to_owned();
    for formula in &formulas {
        writeln!(text, "\nOf ${formula}$ it is said:\n\n$${formula}$$").unwrap();
    }
    let book = Project::new()
        .file("metadata.toml", "title = \"Formulas\"\nlanguage = \"en\"\n")
        .file("manuscript/01.md", &text)
        .builds();
    assert_eq!(book.outcome().stderr, "");
    let page = book.xml("text/01.xhtml");
    let spoken: Vec<&str> = page
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1998/Math/MathML", "math")))
        .map(|node| node.attribute("alttext").unwrap_or_default())
        .collect();
    let expected: Vec<&str> = formulas.iter().flat_map(|formula| [*formula, *formula]).collect();
    assert_eq!(spoken, expected);
    assert!(expected.len() > 200, "{} formulas", expected.len());
}

/// A `math` of another `display` is laid out as text: its signs stand one below the other.
#[test]
fn styles_leave_the_layout_of_formulas_alone() {
    let book = Project::new()
        .file("metadata.toml", "title = \"Formulas\"\nlanguage = \"en\"\n")
        .file("manuscript/01.md", "# One\n\n$$a + b$$\n")
        .builds();
    let css = book.text("OEBPS/styles/book.css");
    let rules = css.split('}').filter_map(|rule| rule.split_once('{'));
    let of_math = |selector: &str| {
        let last = selector.rsplit(['>', ' ', '\n']).find(|part| !part.is_empty());
        last.is_some_and(|element| element.starts_with("math"))
    };
    let found: Vec<_> = rules
        .filter(|(selectors, _)| selectors.split(',').any(|one| of_math(one.trim())))
        .collect();
    assert!(!found.is_empty());
    for (selectors, declarations) in found {
        assert!(!declarations.contains("display:"), "{selectors}{{{declarations}}}");
    }
}
