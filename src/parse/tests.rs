//! What a chapter is said to hold.

use super::{Options, parse};
use crate::diagnostic::Diagnostics;
use crate::labels;
use crate::publication::Facts;
use crate::source::{Sources, Text};

fn facts(markdown: &str) -> Facts {
    let mut sources = Sources::default();
    let file = sources.add("a.md", markdown);
    let text = Text::of_file(file, markdown.into(), 0);
    let options = Options { mdbook: false, smart_punctuation: false };
    let mut diagnostics = Diagnostics::new(false);
    parse(&text, options, labels::for_language("en"), &mut diagnostics).facts
}

#[test]
fn only_an_image_marked_as_decoration_goes_without_a_description() {
    for (markdown, images, all_described) in [
        ("![a map](a.png)", true, true),
        ("![](a.png)", true, false),
        ("<img src=\"a.png\" alt=\"\">", false, true),
        ("<img src=\"a.png\">", true, false),
        ("<b>x</b> ![](a.png)", true, false),
    ] {
        let found = facts(markdown);
        assert_eq!((found.images, found.all_described), (images, all_described), "{markdown}");
    }
}
